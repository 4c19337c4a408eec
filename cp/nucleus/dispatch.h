/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The dispatcher: on each real CPU, run ready tasks; else the virtual CPU whose turn it is
 * (nucleus/displist.h); else wait with no clock but the next thing that is due. Nothing polls, nothing
 * ticks.
 */
#ifndef NUCLEUS_DISPATCH_H
#define NUCLEUS_DISPATCH_H

#include "mach/clock.h"
#include "mach/lock.h"
#include "nucleus/displist.h"
#include "nucleus/task.h"
#include "nucleus/timer.h"
#include "nucleus/vcpu.h"

extern struct lock dispatch_lock;

/* What upper floors do for the dispatcher; set at start-up. */
struct dispatch_ops {
	/* One turn of a virtual CPU: runs it until dispatch_must_leave or it is blocked. */
	void (*run_vcpu)(struct vcpu *vcpu);
	/* A service signal said that the machine operator has a request. */
	void (*operator_request)(void);
	/* An I/O interruption is in the prefix area. */
	void (*io_interruption)(void);
	/* A machine check is in the prefix area. */
	void (*machine_check)(void);
};
void dispatch_set_ops(const struct dispatch_ops *ops);

/* Runs this CPU for ever. */
void dispatch(void) __attribute__((noreturn));

/* A task became ready: wakes an idle CPU, or lets guests leave, if none is. Any context. */
void dispatch_wake(void);

/* Handles what ended sie_run or cpu_wait: external, I/O or machine check. No locks held. */
void dispatch_interruption(enum entry_reason reason);

/*
 * While a virtual CPU has this real CPU, the clock comparator stands for the end of its time slice or the
 * first timer: set when its turn begins and after each host interruption, and dispatch_arm_clock looks
 * whether a timer comes before that. Without a lock, on each SIE entry, and so inline.
 */
static inline void dispatch_set_clock(void)
{
	clock_set(MIN(this_cpu()->slice_end, timer_first_due));
}

static inline void dispatch_arm_clock(void)
{
	clock_advance(timer_first_due);
}

/* The virtual CPU that runs here must leave the real CPU to somebody. */
static inline bool dispatch_must_leave(void)
{
	return prefix()->leave;
}

/* The virtual CPU that runs here gives its turn up if another one waits. */
static inline void dispatch_yield(void)
{
	if (sched.nr_ready)
		prefix()->leave = this_cpu()->yields = true;
}

/* Likewise, but to this one if it waits for a real CPU; else nothing happens. */
void dispatch_yield_to(struct vcpu *target);

/* Virtual CPUs: see vcpu.h for what blocks one. */
void vcpu_block(struct vcpu *vcpu, uint32_t why);   /* it leaves its real CPU soon */
void vcpu_unblock(struct vcpu *vcpu, uint32_t why); /* ready when nothing blocks it any more */
void vcpu_block_wait(struct vcpu *vcpu, uint32_t why); /* tasks: as vcpu_block; it is out on return */
void vcpu_release(struct vcpu *vcpu, uint32_t why); /* likewise, and it is within its maximum share */
void vcpu_wait_task(struct vcpu *vcpu); /* tasks: waits until no task works for it (VB_TASK) */

#endif
