// SPDX-License-Identifier: Apache-2.0
/* Lines on their way out: from CP and the guest into the queue, and to the terminal and the console spool file. */
#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/console_int.h"
#include "nucleus/terminal.h"
#include "nucleus/vdev.h"
#include "nucleus/vmdbk.h"

void console_spool(struct vmdbk *vm, const char *text, size_t len)
{
	if (console_above && console_above->spool)
		console_above->spool(vm, text, len);
}

void console_spool_whole(struct vmdbk *vm, const struct whole_line *line)
{
	if (line->is_there)
		console_spool(vm, line->text, line->len);
}

/* Who takes lines is told that there may be some. Console lock held. */
void console_kick(struct vconsole *c)
{
	if (c->terminal)
		terminal_kick(c->terminal);
	else if (c->used && c->set.secuser[0] && !c->relay_task)
		console_start_relay(c);
}

void console_partial_due(struct timer *timer)
{
	struct vconsole *c = CONTAINER_OF(timer, struct vconsole, partial_timer);
	struct whole_line line = {.is_there = false};

	lock_take(&c->lock);
	console_flush_partial(c, &line);
	console_kick(c);
	lock_drop(&c->lock);
	console_spool_whole(c->vm, &line);
}

/* Is there room for a line of any length? Then those who wait for it may go on. */
void console_room_came(struct vconsole *c)
{
	bool starved;

	lock_take(&c->lock);
	if (c->used > CONSOLE_QUEUE_BYTES / 2) {
		lock_drop(&c->lock);
		return;
	}
	starved = c->guest_starved;
	c->guest_starved = false;
	lock_drop(&c->lock);
	event_post(&c->room);
	if (!starved)
		return;
	lock_take(&c->vm->lock);
	if (c->vdev) {
		subch_wake(&c->vdev->sch);
		vdev_run(c->vdev);
	}
	lock_drop(&c->vm->lock);
}

int console_next_line(struct vconsole *c, char *buf, size_t size, unsigned *flags)
{
	int len;

	lock_take(&c->lock);
	len = console_pull(c, buf, size, flags);
	lock_drop(&c->lock);
	if (len >= 0)
		console_room_came(c);
	return len;
}

/* ---- Lines of CP ---- */

static bool try_line(struct vconsole *c, const char *text, unsigned flags, bool may_wait)
{
	size_t len = MIN(strlen(text), (size_t)TERM_LINE_MAX);
	struct whole_line line = {.is_there = false};
	bool taken;

	lock_take(&c->lock);
	taken = console_flush_partial(c, &line) && console_push(c, text, len, flags);
	if (!taken && may_wait)
		c->room.posted = false;
	else if (!taken)
		c->nr_lost++;
	console_kick(c);
	lock_drop(&c->lock);
	console_spool_whole(c->vm, &line);
	return taken;
}

void console_say(struct vmdbk *vm, const char *text, unsigned flags)
{
	console_spool(vm, text, strlen(text));
	while (!try_line(vm->console, text, flags, true)) {
		if (vm->state != VM_ACTIVE)
			return; /* its end waits for this task, not for a person to make room */
		event_wait(&vm->console->room);
	}
}

void console_tell(struct vmdbk *vm, const char *text, unsigned flags)
{
	console_spool(vm, text, strlen(text));
	try_line(vm->console, text, flags, false);
}
