/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Guests that have done nothing for some seconds are put away whole (gspace_settle): what stays of
 * one that was cloned is its control blocks and what it changed, packed. Those that have many pages
 * of their own stay; page-out takes single pages of them when storage gets short.
 */
#ifndef NUCLEUS_SETTLE_H
#define NUCLEUS_SETTLE_H

#include "nucleus/vmdbk.h"

#define SETTLE_AFTER_S     5u /* until SET SETTLE */
#define SETTLE_AFTER_MAX_S 3600u

void settle_init(void);

/* The guest may become one to be put away: looked at later, once. vm lock held. */
void settle_queue(struct vmdbk *vm);

static inline void settle_note(struct vmdbk *vm)
{
	if (!vm->settle_queued)
		settle_queue(vm);
}

/* Storage is short, or no longer: in a crowd next to no time is enough then. No locks held. */
void settle_hurry(bool hurry);

/* So many were put away in a hurry since IPL. */
uint64_t settle_nr_hurried(void);

/* Is there a crowd, and somebody due whom the task has not looked at yet? No locks held. */
bool settle_crowd_is_due(void);

/* The user is gone. No locks below SETTLE held. */
void settle_forget(struct vmdbk *vm);

/* After so many seconds; 0: never. Those that are put away stay so. */
void settle_set_after(uint32_t seconds);
uint32_t settle_after(void);

#endif
