// SPDX-License-Identifier: Apache-2.0
/* The secondary user: who gets the lines of a user without a terminal. */
#include "lib/string.h"
#include "nucleus/console_int.h"
#include "nucleus/vmdbk.h"

#define RELAYS_MAX 256 /* each holds a task while its secondary user's screen is full */

static uint32_t nr_relays; /* atomic */

/*
 * May a line go to him now? Messages of CP to himself must find room, too: half of his queue is left for them.
 * False with *wait: when there is room again. Console lock not held.
 */
static bool takes_line(struct vconsole *secondary, bool *wait)
{
	bool takes;

	lock_take(&secondary->lock);
	takes = secondary->terminal && secondary->used <= CONSOLE_QUEUE_BYTES / 2;
	*wait = secondary->terminal && !takes;
	if (*wait)
		secondary->room.posted = false;
	lock_drop(&secondary->lock);
	return takes;
}

/* The next line goes to the secondary user, or waits for room there. False: nobody takes it. */
static bool relay_line(struct vconsole *c, const char *secuser)
{
	char text[256], line[USERID_LEN + 2 + sizeof(text)];
	struct vmdbk *to = vm_find(secuser);
	unsigned flags;
	bool wait = false, go_on = false;

	if (to && to->console && takes_line(to->console, &wait)) {
		go_on = true;
		if (console_next_line(c, text, sizeof(text), &flags) >= 0) {
			str_format(line, sizeof(line), "%-8s: %s", c->vm->userid, text);
			console_tell(to, line, flags & TERM_HIGH);
		}
	} else if (wait) {
		event_wait(&to->console->room);
		go_on = true;
	}
	vm_put(to);
	return go_on;
}

static void put_relay(struct vconsole *c)
{
	__atomic_sub_fetch(&nr_relays, 1, __ATOMIC_RELAXED);
	vm_put(c->vm);
}

/* For whom the next line is. False: for nobody, and the task is over: the next line starts another one. */
static bool find_secondary(struct vconsole *c, bool goes_on, char secuser[USERID_LEN + 1])
{
	lock_take(&c->lock);
	str_copy(secuser, c->set.secuser, USERID_LEN + 1);
	goes_on = goes_on && !c->terminal && c->used && secuser[0];
	c->relay_task = goes_on;
	lock_drop(&c->lock);
	return goes_on;
}

static void relay_task(void *arg)
{
	struct vconsole *c = arg;
	char secuser[USERID_LEN + 1];
	bool goes_on = true;

	while (find_secondary(c, goes_on, secuser))
		goes_on = relay_line(c, secuser);
	put_relay(c);
}

static void relay_failed(void *arg)
{
	struct vconsole *c = arg;

	c->relay_task = false;
	put_relay(c);
}

/* Console lock held. */
void console_start_relay(struct vconsole *c)
{
	if (__atomic_add_fetch(&nr_relays, 1, __ATOMIC_RELAXED) > RELAYS_MAX) {
		__atomic_sub_fetch(&nr_relays, 1, __ATOMIC_RELAXED);
		return; /* the next line tries again; till then the last ones are kept */
	}
	c->relay_task = true;
	vm_get(c->vm);
	if (task_start("secondary user", relay_task, c, c->vm, relay_failed))
		relay_failed(c);
}
