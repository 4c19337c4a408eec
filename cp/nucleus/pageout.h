/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frames for those who need them: when few are free a task takes pages of guests out, of those that
 * have been idle longest first, until enough are free. The last free frames are CP's: a guest that
 * asks for one then waits, and when nothing more can be taken out it is stopped.
 */
#ifndef NUCLEUS_PAGEOUT_H
#define NUCLEUS_PAGEOUT_H

#include "logic/eligible.h"
#include "nucleus/task.h"

struct vcpu;

/* Sets the marks; when storage and CPUs are known. */
void pageout_init(void);

/* A frame was taken: wakes the task if few are left. Any context; locks above DISPATCH may be held.
 */
void pageout_look(void);

/* So few frames are left that guests must wait for one. */
bool pageout_is_short(void);

/* Likewise, and it is not known that waiting is of no use. */
bool pageout_should_wait(void);

/*
 * The virtual CPU that runs here waits, VB_FRAME, until a task has taken pages out. No task waits for it, so that
 * those who end a guest are not held up. False: nothing more can be taken out, it does not wait. No locks held.
 */
bool pageout_hold(struct vcpu *vcpu) MUST_CHECK;

/* Waits until there are enough for guests. False: nothing more can be taken out. Tasks only, no
 * locks. */
bool pageout_wait(void);

/* Guests were stopped, or soon will be: no new ones now. */
bool pageout_is_full(void);

/* Since IPL; and the marks. */
struct pageout_counts {
	uint64_t nr_out;
	struct eligible_out working;          /* of guests that were not idle */
	uint64_t nr_free, low, high, reserve; /* frames */
};
void pageout_count(struct pageout_counts *counts);

#endif
