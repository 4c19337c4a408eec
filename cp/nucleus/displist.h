/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The dispatch lists: one for each real CPU, with the virtual CPUs that wait to run, in the order that
 * logic/sched gives them.
 *
 * A virtual CPU belongs to the list of the CPU `home` on which it ran last, also while it runs or waits
 * for something else, and that list's lock guards its state. It changes its home only when another CPU
 * takes it out of the list to run it: with the lock of the old home held, its new state complete, the new
 * home last. So whoever holds a home's lock and sees that it is still the home sees the whole truth, and
 * nobody ever needs two of these locks.
 */
#ifndef NUCLEUS_DISPLIST_H
#define NUCLEUS_DISPLIST_H

#include "logic/sched.h"
#include "nucleus/vcpu.h"

extern struct sched sched;

/* Before any virtual CPU is made, when all real CPUs are known. */
void displist_init(void);

/* Takes the lock of a virtual CPU's home and returns it, for lock_drop: the home may change meanwhile. */
struct lock *displist_lock(struct vcpu *vcpu);

/* ---- With the home's lock ---- */

/*
 * It may run now, if nothing blocks it and it isn't queued or running: into the list, or held until
 * its machine is within its maximum again. `waited`: in an enabled wait. Somebody is found to run it soon.
 */
void displist_insert(struct vcpu *vcpu, bool waited);

/*
 * The same for one whose turn has stopped for work of CP's that is done now: near its turn, it is the next to run on
 * this CPU. What it uses is still near the CPU, and it may be done before the next one begins.
 */
void displist_go_on(struct vcpu *vcpu);

/* It can't run any more, or not yet: out of the list, if it is there. */
void displist_remove(struct vcpu *vcpu);

/* It has left this CPU, its home, after `used` up to `now`. `yields`: all others go first. */
void displist_end_turn(struct vcpu *vcpu, tod_t used, tod_t now, bool yields);

/* If it is in a list and near its turn anyway, it is the next to run on this CPU whatever else waits. */
void displist_overtake(struct vcpu *vcpu);

/* Its machine is within its maximum share again. */
void displist_promote(struct vcpu *vcpu);

/* ---- Without a lock ---- */

/* The next one to run on this CPU, taken out of a list: its `running` is set. NULL: none. */
struct vcpu *displist_next(struct cpu *cpu);

/* Its turn on this CPU begins: sets the end of its time slice. */
void displist_begin_turn(struct cpu *cpu, struct vcpu *vcpu, tod_t now);

/* A slice is over: true if somebody waits, or its machine's maximum wants to be looked at; else it is prolonged. */
bool displist_slice_over(struct cpu *cpu, const struct vcpu *vcpu, tod_t now);

/* Does anything wait in any list, also for a CPU that nobody else wants? */
bool displist_is_work(void);

/* This CPU is about to wait, or has waited. Between the two it must look for work once more. */
void displist_idle_begins(void);
void displist_idle_ends(void);

/* Wakes an idle CPU, that of address `prefer` if it is one. False: there is none but this. */
bool displist_wake_idle(unsigned prefer);

#endif
