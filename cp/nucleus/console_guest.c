// SPDX-License-Identifier: Apache-2.0
/* The guest's side of its virtual 3215: what logic/dev_con3215 calls. */
#include "lib/err.h"
#include "lib/string.h"
#include "mach/clock.h"
#include "nucleus/console_int.h"
#include "nucleus/storage.h"
#include "nucleus/vdev.h"
#include "nucleus/vmdbk.h"

#define PARTIAL_DELAY (50 * TOD_MS) /* how long a line without an end waits for more of it */

static bool guest_write(void *ctx, const char *text, uint32_t len, bool is_end)
{
	struct vconsole *c = ((struct vmdbk *)ctx)->console;
	struct whole_line before = {.is_there = false}, line = {.is_there = false};
	bool taken = true, is_whole;

	lock_take(&c->lock);
	if (c->partial_len + len > sizeof(c->partial))
		taken = console_flush_partial(c, &before);
	is_whole = is_end && !c->partial_len;
	if (taken && is_whole) {
		taken = console_push(c, text, len, TERM_VM);
	} else if (taken) {
		memcpy(c->partial + c->partial_len, text, len);
		c->partial_len = (uint16_t)(c->partial_len + len);
		if (is_end && !console_flush_partial(c, &line)) {
			/* Nothing must be taken of a line that has no room. */
			c->partial_len = (uint16_t)(c->partial_len - len);
			taken = false;
		}
	}
	if (!taken)
		c->guest_starved = true;
	if (taken && c->partial_len && !c->partial_timer.queued)
		timer_set(&c->partial_timer, clock_now() + PARTIAL_DELAY);
	console_kick(c);
	lock_drop(&c->lock);
	console_spool_whole(ctx, &before);
	if (taken && is_whole)
		console_spool(ctx, text, len);
	else
		console_spool_whole(ctx, &line);
	return taken;
}

static int guest_read(void *ctx, char *line, uint32_t size)
{
	struct vconsole *c = ((struct vmdbk *)ctx)->console;
	struct console_input *input;
	struct list *link;
	int len;
	bool more;

	lock_take(&c->lock);
	link = list_pop(&c->guest_input);
	c->vm_read = !link;
	if (link)
		c->nr_guest_input--;
	more = c->nr_guest_input > 0;
	console_kick(c);
	lock_drop(&c->lock);
	if (!link)
		return -E_AGAIN;
	input = LIST_ENTRY(link, struct console_input, link);
	len = (int)MIN((uint32_t)input->len, size);
	memcpy(line, input->text, (size_t)len);
	console_input_delete(input);
	if (more && c->vdev)
		con3215_line_ready((struct con3215 *)c->vdev->dev, &c->vdev->sch);
	return len;
}

static void guest_cancel(void *ctx)
{
	struct vconsole *c = ((struct vmdbk *)ctx)->console;

	lock_take(&c->lock);
	c->vm_read = false;
	console_kick(c);
	lock_drop(&c->lock);
}

static void guest_alarm(void *ctx)
{
	struct vconsole *c = ((struct vmdbk *)ctx)->console;

	lock_take(&c->lock);
	console_push(c, "", 0, TERM_ALARM);
	console_kick(c);
	lock_drop(&c->lock);
}

static void screen_changed(void *ctx)
{
	console_screen_changed(ctx);
}

static void screen_close(void *ctx)
{
	console_screen_drop(ctx);
}

const struct con3215_ops console_con3215_ops = {.write = guest_write,
	.read = guest_read,
	.cancel = guest_cancel,
	.alarm = guest_alarm,
	.screen = console_screen,
	.screen_changed = screen_changed,
	.screen_close = screen_close};
