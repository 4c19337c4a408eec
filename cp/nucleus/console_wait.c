// SPDX-License-Identifier: Apache-2.0
/* Commands that wait for what is typed: those that read lines (ECHO), and SLEEP. */
#include "lib/err.h"
#include "mach/clock.h"
#include "nucleus/console_int.h"
#include "nucleus/storage.h"
#include "nucleus/vmdbk.h"

struct alarm {
	struct timer timer;
	struct event *event;
};

static void alarm_due(struct timer *timer)
{
	event_post(CONTAINER_OF(timer, struct alarm, timer)->event);
}

/* What console_wait_line returns, 1 to wait on. */
static int why_go_on(struct vconsole *c, tod_t due)
{
	bool is_line, is_attention;

	event_clear(&c->input);
	lock_take(&c->lock);
	is_line = !list_is_empty(&c->cp_input);
	is_attention = c->attention;
	lock_drop(&c->lock);
	if (c->vm->state != VM_ACTIVE)
		return -E_NODEV;
	if (is_attention)
		return -E_NOENT;
	if (is_line)
		return 0;
	return due != CLOCK_NEVER && clock_now() >= due ? -E_AGAIN : 1;
}

int console_wait_line(struct vmdbk *vm, tod_t due)
{
	struct vconsole *c = vm->console;
	struct alarm alarm = {.event = &c->input};
	int rc;

	lock_take(&c->lock);
	c->reading = true;
	c->attention = false;
	lock_drop(&c->lock);
	timer_init(&alarm.timer, alarm_due);
	if (due != CLOCK_NEVER)
		timer_set(&alarm.timer, due);
	while ((rc = why_go_on(c, due)) > 0)
		event_wait(&c->input);
	timer_cancel_wait(&alarm.timer);
	return rc;
}

/* In control storage: on the stack it would be gone when the task abends, and console_wake would not know. */
struct sleeper {
	struct event event; /* posted when it must look again */
	struct alarm alarm;
	bool is_woken; /* something was typed */
};

static struct sleeper *sleeper_new(void)
{
	struct sleeper *sleeper = stor_alloc(sizeof(*sleeper));

	if (!sleeper)
		return NULL;
	event_init(&sleeper->event);
	sleeper->alarm.event = &sleeper->event;
	timer_init(&sleeper->alarm.timer, alarm_due);
	return sleeper;
}

void console_sleeper_delete(struct sleeper *sleeper)
{
	if (sleeper)
		timer_cancel_wait(&sleeper->alarm.timer);
	stor_free(sleeper, sizeof(*sleeper));
}

/* Only one of a guest's commands sleeps. False: there is another one. */
static bool fall_asleep(struct vconsole *c, struct sleeper *sleeper)
{
	bool is_first;

	lock_take(&c->lock);
	is_first = !c->sleeper;
	if (is_first)
		c->sleeper = sleeper;
	sleeper->is_woken = c->nr_guest_input > 0;
	lock_drop(&c->lock);
	return is_first;
}

static void wake_up(struct vconsole *c)
{
	lock_take(&c->lock);
	c->sleeper = NULL;
	lock_drop(&c->lock);
}

int console_sleep(struct vmdbk *vm, tod_t due)
{
	struct vconsole *c = vm->console;
	struct sleeper *me = sleeper_new();

	if (!me)
		return -E_BUSY;
	if (!fall_asleep(c, me)) {
		console_sleeper_delete(me);
		return -E_BUSY;
	}
	if (due != CLOCK_NEVER)
		timer_set(&me->alarm.timer, due);
	while (vm->state == VM_ACTIVE && clock_now() < due &&
		!__atomic_load_n(&me->is_woken, __ATOMIC_RELAXED)) {
		event_wait(&me->event);
		event_clear(&me->event);
	}
	wake_up(c);
	console_sleeper_delete(me);
	return vm->state == VM_ACTIVE ? 0 : -E_NODEV;
}

void console_wake(struct vmdbk *vm)
{
	struct vconsole *c = vm->console;

	lock_take(&c->lock);
	if (c->sleeper) {
		c->sleeper->is_woken = true;
		event_post(&c->sleeper->event);
	}
	lock_drop(&c->lock);
}
