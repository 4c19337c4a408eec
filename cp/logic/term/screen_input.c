// SPDX-License-Identifier: Apache-2.0
/* A 3270 as CP's terminal: what its user did, from what READ MODIFIED brought. */
#include "logic/term/screen.h"

#include "arch/ds3270.h"
#include "lib/err.h"
#include "lib/string.h"

/* What was typed in the input area. Returns 0, -E_FORMAT for anything else. */
static int get_line(const struct screen *s, struct ds_reader *r, char *line)
{
	const uint8_t *text;
	unsigned addr;
	size_t len;
	int rc;

	line[0] = '\0';
	while ((rc = dsr_field(r, &addr, &text, &len)) > 0)
		if (addr != screen_input_at(s) ||
			dsr_text(line, screen_input_size(s) + 1, text, len) < 0)
			return -E_FORMAT;
	return rc;
}

/* ENTER, or PF key pf. */
static int console_line(struct screen *s, struct ds_reader *r, tod_t now, struct term_event *event)
{
	event->pf = dsr_pf_key(r->aid);
	if (get_line(s, r, event->line) < 0)
		return -E_FORMAT;
	if (s->flow == FLOW_FREE) {
		event->kind = event->pf ? TERM_EV_PF : TERM_EV_LINE;
	} else if (event->pf == 0) {
		if (s->flow == FLOW_MORE)
			screen_hold(s, now);
	} else if (outq_room(&s->queue) >= TERM_INPUT_MAX) {
		event->kind = TERM_EV_PF;
	} else {
		/* PF keys used up the place where their lines are shown again. */
		term_refuse(&s->term, now);
	}
	return 0;
}

static int console_key(struct screen *s, struct ds_reader *r, tod_t now, struct term_event *event)
{
	switch (r->aid) {
	case AID_CLEAR:
		memset(s->input, 0, sizeof(s->input));
		screen_turn_page(s, now);
		term_repaint(&s->term);
		event->kind = TERM_EV_CLEAR;
		return 0;
	case AID_PA2:
		screen_turn_page(s, now);
		event->kind = TERM_EV_PA2;
		return 0;
	case AID_PA1: event->kind = TERM_EV_BREAK; return 0;
	default: return console_line(s, r, now, event);
	}
}

static int logo_key(struct screen *s, struct ds_reader *r, struct term_event *event)
{
	int rc;

	if (r->aid == AID_CLEAR)
		term_repaint(&s->term);
	if (r->aid != AID_ENTER)
		return 0;
	rc = logo_input(&s->logo, r, &event->logon);
	if (rc > 0) {
		event->kind = TERM_EV_LOGON;
		logo_set_message(&s->logo, "", 0);
		logo_clear_fields(&s->logo);
	} else if (rc == 0) {
		screen_set_mode(s, TERM_CONSOLE);
		s->status = TERM_CP_READ;
	}
	return rc < 0 ? rc : 0;
}

/* Which keys mean something here; the rest only get their keyboard back. */
static bool is_known_key(uint8_t aid)
{
	return aid == AID_ENTER || aid == AID_CLEAR || aid == AID_PA1 || aid == AID_PA2 ||
	       dsr_pf_key(aid) > 0;
}

static bool is_ignored_key(uint8_t aid)
{
	return aid == AID_NONE || aid == AID_NONE_PRT || aid == AID_PA3 || aid == AID_SYSREQ;
}

void screen_input(
	struct term *term, const uint8_t *data, size_t len, tod_t now, struct term_event *event)
{
	struct screen *s = CONTAINER_OF(term, struct screen, term);
	struct ds_reader r;
	int rc;

	memset(event, 0, sizeof(*event));
	s->restore = true;
	if (len > 0 && data[0] == AID_STRUCTURED) {
		screen_answer(s, data + 1, len - 1);
		return;
	}
	if (len > 0 && is_ignored_key(data[0]))
		return;
	rc = dsr_begin(&r, data, len);
	if (rc == 0 && !is_known_key(r.aid))
		rc = -E_FORMAT;
	if (rc == 0 && s->mode == TERM_LOGO)
		rc = logo_key(s, &r, event);
	else if (rc == 0)
		rc = console_key(s, &r, now, event);
	if (rc == 0)
		return;
	memset(event, 0, sizeof(*event));
	event->kind = TERM_EV_GARBAGE;
	term_repaint(term);
}
