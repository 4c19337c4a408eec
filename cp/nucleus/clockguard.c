// SPDX-License-Identifier: Apache-2.0
/*
 * Holds virtual CPUs that drive the TOD clock ahead of time.
 *
 * Each real CPU looks ten times a second, when a virtual CPU leaves SIE for the dispatcher: it
 * compares the clock with the time of day. If it is ahead by some seconds, does it stand still
 * while this virtual CPU does not run? Then it was this one: it is held until time has nearly
 * caught up. If the clock is ahead still more, several drive it at once, and all are held at their
 * next look.
 */
#include "nucleus/clockguard.h"
#include "logic/clockguard.h"
#include "mach/clock.h"
#include "mach/trace.h"
#include "nucleus/dispatch.h"

#define LOOK_EVERY (100 * TOD_MS)
#define HOLD_FOR   TOD_MS /* of a clock that stands: till then, many look at it */
#define HELD_MAX   64
#define SPINS      2000 /* some ten microseconds */

static struct lock lock = LOCK_INIT(CLOCKGUARD);
static struct clock_guard guard; /* lock */
static tod_t next_look[CPU_MAX]; /* each CPU its own */
static bool is_ready;
static struct vcpu *held[HELD_MAX]; /* lock */
static struct timer timer;

/* ---- The clock and the time of day ----------------------------------------------------------- */

/* What the clock moves on while this CPU does something else for a while. */
static tod_t motion(void)
{
	uint64_t spins = SPINS;
	tod_t begin = clock_now();

	asm volatile("0:	brctg	%0,0b" : "+d"(spins));
	return clock_now() - begin;
}

/* Not below zero: the second of the day by the host. */
static int time_of_day(void)
{
	static uint8_t answer[32] __attribute__((aligned(8))); /* lock: date, time, more */

	asm volatile("diag %0,0,0x00c" : : "d"(answer) : "cc", "memory");
	return clock_second(answer + 8);
}

/* ---- Who is held ----------------------------------------------------------------------------- */

/* By how much the clock is ahead. Lock held. */
static tod_t ahead_now(tod_t now)
{
	int second = time_of_day();

	return second < 0 ? 0 : clock_ahead(&guard, now, (uint32_t)second);
}

/* All go on when time has caught up. */
static void release(struct timer *expired)
{
	tod_t now = clock_now();

	lock_take(&lock);
	if (ahead_now(now) >= CLOCK_AHEAD_LIMIT) {
		timer_set(expired, now + HOLD_FOR);
		lock_drop(&lock);
		return;
	}
	for (unsigned i = 0; i < HELD_MAX; i++) {
		if (held[i])
			vcpu_unblock(held[i], VB_CLOCK);
		held[i] = NULL;
	}
	lock_drop(&lock);
}

/* Lock held. */
static void hold(struct vcpu *vcpu, tod_t now)
{
	for (unsigned i = 0; i < HELD_MAX; i++) {
		if (held[i])
			continue;
		held[i] = vcpu;
		vcpu_block(vcpu, VB_CLOCK);
		if (!timer.queued)
			timer_set(&timer, now + HOLD_FOR);
		return;
	}
}

void clockguard_look(struct vcpu *vcpu, tod_t now)
{
	struct cpu *cpu = this_cpu();
	tod_t ahead;

	if (!is_ready || now < next_look[cpu->addr])
		return;
	next_look[cpu->addr] = now + LOOK_EVERY;
	lock_take(&lock);
	ahead = ahead_now(now);
	if (ahead >= CLOCK_AHEAD_LIMIT && clock_must_hold(ahead, clock_stands(&guard, motion())))
		hold(vcpu, now);
	lock_drop(&lock);
}

void clockguard_forget(struct vcpu *vcpu)
{
	lock_take(&lock);
	for (unsigned i = 0; i < HELD_MAX; i++)
		if (held[i] == vcpu)
			held[i] = NULL;
	lock_drop(&lock);
}

void clockguard_init(void)
{
	int second = time_of_day();

	guard.usual = motion();
	for (unsigned i = 0; i < 10; i++) {
		tod_t now = motion();

		guard.usual = MIN(guard.usual, now);
	}
	timer_init(&timer, release);
	guard.base = clock_now();
	guard.base_second = (uint32_t)second;
	is_ready = second >= 0;
}
