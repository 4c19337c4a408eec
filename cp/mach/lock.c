// SPDX-License-Identifier: Apache-2.0
/* Spin locks. The loser of a race yields the host's processor: its holder may need it. */
#include "mach/lock.h"
#include "mach/abend.h"
#include "mach/asm.h"
#include "mach/cpu.h"

static const char *const rank_names[] = {
#define LOCK(name, what) #name,
#include "mach/locks.def"
#undef LOCK
};

void lock_init(struct lock *lock, enum lock_rank rank)
{
	*lock = (struct lock){0, (uint8_t)rank};
}

static void check_rank(const struct lock *lock)
{
#ifdef DEBUG
	/* Every rank held must be lower than the one that is wanted. */
	if (this_cpu()->lock_ranks >> lock->rank)
		abend(ABEND_LCK001, lock->rank);
#else
	(void)lock;
#endif
}

bool lock_try(struct lock *lock)
{
	struct cpu *cpu = this_cpu();

	if (!cas32(&lock->owner, 0, cpu->addr + 1u))
		return false;
	cpu->lock_ranks |= 1u << lock->rank;
	return true;
}

void lock_take(struct lock *lock)
{
	check_rank(lock);
	while (!lock_try(lock))
		while (*(volatile uint32_t *)&lock->owner)
			diag44();
}

void lock_drop(struct lock *lock)
{
	cp_assert(lock_is_mine(lock), LCK002);
	this_cpu()->lock_ranks &= ~(1u << lock->rank);
	__atomic_store_n(&lock->owner, 0, __ATOMIC_RELEASE);
}

bool lock_is_mine(const struct lock *lock)
{
	return lock->owner == this_cpu()->addr + 1u;
}

const char *lock_rank_name(unsigned rank)
{
	return rank < NR_LOCK_RANKS ? rank_names[rank] : "?";
}
