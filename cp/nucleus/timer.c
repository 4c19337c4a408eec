// SPDX-License-Identifier: Apache-2.0
/* The timer queue. */
#include "nucleus/timer.h"
#include "mach/clock.h"
#include "mach/lock.h"

static struct lock timer_lock = LOCK_INIT(TIMER);
static struct heap queue; /* timer_lock */
static struct timer *running[CPU_MAX]; /* timer_lock to set: whose `expired` each CPU is in */
tod_t timer_first_due = CLOCK_NEVER;

static void note_first(void)
{
	struct heap_node *first = heap_least(&queue);

	__atomic_store_n(&timer_first_due, first ? first->key : CLOCK_NEVER, __ATOMIC_RELEASE);
}

void timer_init(struct timer *timer, void (*expired)(struct timer *timer))
{
	*timer = (struct timer){.expired = expired};
}

static void take_out(struct timer *timer)
{
	if (timer->queued)
		heap_remove(&queue, &timer->node);
	timer->queued = false;
}

void timer_set(struct timer *timer, tod_t due)
{
	lock_take(&timer_lock);
	take_out(timer);
	heap_insert(&queue, &timer->node, due);
	timer->queued = true;
	note_first();
	lock_drop(&timer_lock);
}

void timer_cancel(struct timer *timer)
{
	lock_take(&timer_lock);
	take_out(timer);
	note_first();
	lock_drop(&timer_lock);
}

void timer_cancel_wait(struct timer *timer)
{
	timer_cancel(timer);
	for (unsigned i = 0; i < CPU_MAX; i++)
		while (i != this_cpu()->addr &&
			__atomic_load_n(&running[i], __ATOMIC_ACQUIRE) == timer)
			diag44();
}

void timer_run(void)
{
	tod_t now;

	if (timer_first_due == CLOCK_NEVER)
		return;
	now = clock_now();
	for (;;) {
		struct timer *timer;

		lock_take(&timer_lock);
		if (!queue.root || queue.root->key > now) {
			lock_drop(&timer_lock);
			return;
		}
		timer = CONTAINER_OF(queue.root, struct timer, node);
		take_out(timer);
		note_first();
		running[this_cpu()->addr] = timer;
		lock_drop(&timer_lock);
		timer->expired(timer);
		__atomic_store_n(&running[this_cpu()->addr], NULL, __ATOMIC_RELEASE);
	}
}
