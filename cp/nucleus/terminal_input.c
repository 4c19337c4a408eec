// SPDX-License-Identifier: Apache-2.0
/* What a terminal sends: to its user, to the guest whose screen it shows, or to LOGON. */
#include "arch/ds3270.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/clock.h"
#include "nucleus/console.h"
#include "nucleus/terminal_int.h"
#include "nucleus/vmdbk.h"

#define READ_MAX 4000 /* bytes of a channel program when it shows a guest's screen */

static void line_for_user(
	struct terminal *t, struct vmdbk *vm, const char *text, bool echo, tod_t now)
{
	if (console_input_line(vm, text, strlen(text))) {
		term_refuse(&t->term, now);
		return;
	}
	term_accept(&t->term, text, echo, now);
}

/* A program function key of a user: what SET PFnn gave it. */
static void pf_key(struct terminal *t, struct vmdbk *vm, const struct term_event *event, tod_t now)
{
	const struct console_settings *set = &vm->console->set;
	unsigned n = event->pf - 1;
	uint32_t bit = 1u << n;

	if (set->pf_retrieve & bit) {
		term_accept(&t->term, "", false, now);
		term_retrieve(&t->term, set->pf_forward & bit);
	} else if (!set->pf || !set->pf->text[n][0]) {
		line_for_user(t, vm, event->line, true, now);
	} else if (set->pf_immed & bit || !term_fill(&t->term, set->pf->text[n])) {
		line_for_user(t, vm, set->pf->text[n], !(set->pf_nodisp & bit), now);
	}
}

static void handle_event(struct terminal *t, struct term_event *event)
{
	struct vmdbk *vm = t->shown;
	tod_t now = clock_now();

	switch (event->kind) {
	case TERM_EV_LINE:
		if (vm) {
			line_for_user(t, vm, event->line, true, now);
		} else {
			/* A password may be on it: nothing is shown again. */
			term_accept(&t->term, event->line, false, now);
			terminal_above->line(t, event->line, strlen(event->line));
		}
		break;
	case TERM_EV_PF:
		if (vm)
			pf_key(t, vm, event, now);
		else
			term_refuse(&t->term, now);
		break;
	case TERM_EV_LOGON: terminal_above->logon(t, &event->logon); break;
	case TERM_EV_BREAK:
		if (vm)
			console_enter_cp(vm);
		break;
	case TERM_EV_CLEAR:
	case TERM_EV_PA2: t->over_guest = false; break;
	default: break;
	}
	memset(event, 0, sizeof(*event));
}

/* A key while the guest's screen is shown: it is the guest's, but PA1. */
static void guest_attention(struct terminal *t)
{
	struct vmdbk *vm = t->shown;
	int rc = terminal_transfer(t, CCW_3270_READ_MODIFIED, READ_MAX);
	size_t len = READ_MAX - MIN((uint16_t)READ_MAX, t->rdev->status.count);

	if (rc == -E_NODEV)
		terminal_client_lost(t);
	else if (rc && (t->rdev->status.dstat & (DSTAT_END | DSTAT_UNIT_CHECK)) != DSTAT_END)
		return;
	else if (len && t->buf[0] == AID_PA1)
		console_enter_cp(vm);
	else if (!console_screen_input(vm, t->buf, len, &t->screen))
		console_screen_repaint(vm);
	memset(t->buf, 0, len);
}

void terminal_attention(struct terminal *t, bool is_break)
{
	struct term_event event;
	uint16_t len = t->term.ops->read_size;
	int rc;

	if (t->guest_view)
		return guest_attention(t);
	memset(&event, 0, sizeof(event));
	if (term_attention(&t->term, is_break, &event)) {
		rc = terminal_transfer(t, t->term.ops->read_command, len);
		if (rc == -E_NODEV) {
			terminal_client_lost(t);
			return;
		}
		if (rc && (t->rdev->status.dstat & DSTAT_UNIT_EXCEPTION)) {
			if (term_attention(&t->term, true, &event))
				return;
		} else if (rc &&
			   (t->rdev->status.dstat & (DSTAT_END | DSTAT_UNIT_CHECK)) != DSTAT_END) {
			return;
		} else { /* perhaps with an attention on top: something is typed already */
			term_input(&t->term, t->buf, len - MIN(len, t->rdev->status.count),
				clock_now(), &event);
			memset(t->buf, 0, len); /* a password may be in it */
		}
	}
	handle_event(t, &event);
}
