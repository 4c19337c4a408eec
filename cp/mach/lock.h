/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Spin locks with ranks (locks.def). Interruptions are always off in CP, so a holder is never
 * interrupted; it must not run a guest, wait or switch stacks before it lets go.
 */
#ifndef MACH_LOCK_H
#define MACH_LOCK_H

#include "arch/types.h"

enum lock_rank {
#define LOCK(name, what) LOCK_##name,
#include "mach/locks.def"
#undef LOCK
	NR_LOCK_RANKS
};

struct lock {
	uint32_t owner; /* 0 free, else CPU address + 1 */
	uint8_t rank;
};

#define LOCK_INIT(name) {0, LOCK_##name}

void lock_init(struct lock *lock, enum lock_rank rank);

/* Take and give back. A CPU never holds two locks of one rank. */
void lock_take(struct lock *lock);
void lock_drop(struct lock *lock);
bool lock_try(struct lock *lock);

/* Does this CPU hold it? For assertions. */
bool lock_is_mine(const struct lock *lock);

const char *lock_rank_name(unsigned rank);

#endif
