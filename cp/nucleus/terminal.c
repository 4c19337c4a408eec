// SPDX-License-Identifier: Apache-2.0
/* Real terminals: which there are, who is logged on where, and what is said to those who are not. */
#include "lib/err.h"
#include "lib/string.h"
#include "mach/abend.h"
#include "mach/clock.h"
#include "mach/frame.h"
#include "nucleus/console.h"
#include "nucleus/storage.h"
#include "nucleus/terminal_int.h"
#include "nucleus/vmdbk.h"

#define CCW_ADDR_MAX (2 * GiB)

static struct terminal *first; /* those of new devices come last; none goes */
static const char *system_id;
const struct terminal_ops *terminal_above;

void terminal_set_ops(const struct terminal_ops *terminal_ops)
{
	terminal_above = terminal_ops;
}

struct rdev *terminal_rdev(const struct terminal *terminal)
{
	return terminal->rdev;
}

bool terminal_is_display(const struct terminal *terminal)
{
	return terminal->rdev->class == RDEV_GRAPHIC;
}

void terminal_size(const struct terminal *terminal, unsigned *rows, unsigned *cols)
{
	bool is_display = terminal_is_display(terminal);

	*rows = is_display ? terminal->screen.rows : 24;
	*cols = is_display ? terminal->screen.cols : 80;
}

struct terminal *terminal_next(struct terminal *terminal)
{
	return terminal ? terminal->next : first;
}

struct terminal *terminal_first(void)
{
	for (struct terminal *terminal = first; terminal; terminal = terminal->next)
		if (terminal->rdev->class == RDEV_TYPEWRITER)
			return terminal;
	return first;
}

void terminal_name(const struct terminal *terminal, char *buf, size_t size)
{
	str_format(buf, size, "L%04X", terminal->rdev->devno);
}

struct vmdbk *terminal_user(struct terminal *terminal)
{
	return terminal->vm;
}

bool terminal_userid(struct terminal *terminal, char userid[USERID_LEN + 1])
{
	bool is_used;

	lock_take(&terminal->lock);
	is_used = terminal->vm;
	str_copy(userid, is_used ? terminal->vm->userid : "", USERID_LEN + 1);
	lock_drop(&terminal->lock);
	return is_used;
}

/* ---- For people who are not logged on ---- */

void terminal_set_user(struct terminal *terminal, struct vmdbk *vm, const char *text)
{
	struct vmdbk *old;

	lock_take(&terminal->lock);
	old = terminal->vm;
	terminal->vm = vm;
	if (vm)
		vm_get(vm);
	str_copy(terminal->parting, text && !vm ? text : "", sizeof(terminal->parting));
	lock_drop(&terminal->lock);
	vm_put(old);
	if (text && vm)
		console_tell(vm, text, 0);
	terminal_kick(terminal);
}

void terminal_say(struct terminal *terminal, const char *text, unsigned flags)
{
	size_t len = MIN(strlen(text), (size_t)TERM_LINE_MAX);

	/* Called by the terminal's own task. A bare screen that is full loses the line. */
	if (term_put(&terminal->term, text, len, flags, clock_now()))
		term_repaint(&terminal->term);
}

void *terminal_context(const struct terminal *terminal)
{
	return terminal->context;
}

void terminal_set_context(struct terminal *terminal, void *context)
{
	terminal->context = context;
}

bool terminal_hide_next(struct terminal *terminal)
{
	term_set_hidden(&terminal->term, true);
	return terminal->rdev->class == RDEV_GRAPHIC;
}

/* ---- Devices come and go ---- */

/* NULL: no storage where channel programs reach it. The block is lost then, which no more than once a device happens. */
static struct terminal *terminal_create(struct rdev *rdev)
{
	struct terminal *t = stor_alloc(sizeof(*t)), **tail = &first;

	if (!t || (habs_t)t + sizeof(*t) > CCW_ADDR_MAX)
		return NULL;
	t->buf = (uint8_t *)frame_alloc(FRAME_CP);
	if (!t->buf || (habs_t)t->buf >= CCW_ADDR_MAX)
		return NULL;
	lock_init(&t->lock, LOCK_TERMINAL);
	t->rdev = rdev;
	t->held_len = -1;
	timer_init(&t->timer, terminal_timer_due);
	if (rdev->class == RDEV_TYPEWRITER) {
		lineterm_init(&t->line, system_id);
		t->connected = true; /* the integrated console has no client that comes */
	} else if (screen_init(&t->screen, 2, system_id)) {
		return NULL;
	}
	while (*tail)
		tail = &(*tail)->next;
	*tail = t;
	rdev->owner = t;
	rdev->unsolicited = terminal_unsolicited;
	return t;
}

void terminal_init(const char *sysid)
{
	system_id = sysid;
	for (struct rdev *rdev = rdev_next(NULL); rdev; rdev = rdev_next(rdev))
		if (rdev->class == RDEV_GRAPHIC || rdev->class == RDEV_TYPEWRITER)
			cp_assert(terminal_create(rdev), FRM002);
}

int terminal_arrived(struct rdev *rdev)
{
	if (!rdev->owner && !terminal_create(rdev))
		return -E_NOMEM;
	/* A client may be there already: it gets the logo. */
	terminal_add_work(rdev->owner, WORK_CONNECT);
	return 0;
}

void terminal_gone(struct rdev *rdev)
{
	if (rdev->owner)
		terminal_client_lost(rdev->owner);
}
