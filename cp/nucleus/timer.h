/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Things that are due at a time. There is no tick: each CPU's clock comparator is set for the first of
 * them (timer_first_due), by the dispatcher.
 */
#ifndef NUCLEUS_TIMER_H
#define NUCLEUS_TIMER_H

#include "lib/heap.h"

struct timer {
	struct heap_node node; /* key: TOD when due */
	bool queued;
	void (*expired)(struct timer *timer); /* in the dispatcher, no locks held; must not wait */
};

void timer_init(struct timer *timer, void (*expired)(struct timer *timer));

/* Sets, or sets anew. Any context. */
void timer_set(struct timer *timer, tod_t due);

/* Takes it out. It may be about to run on another CPU: `expired` must tolerate that. */
void timer_cancel(struct timer *timer);

/* Takes it out, and waits while `expired` runs on another CPU: afterwards it can be freed. No locks held. */
void timer_cancel_wait(struct timer *timer);

/* When the first one is due, CLOCK_NEVER for none: read without a lock. */
extern tod_t timer_first_due;

/* Runs what is due. Dispatcher. */
void timer_run(void);

#endif
