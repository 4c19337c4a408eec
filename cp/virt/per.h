/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Program-event recording for CP's own TRACE, beside what the guest does with PER itself.
 *
 * A virtual CPU with traps (vcpu.per) runs with SIE's guest-PER enhancement: events come to CP
 * whatever the guest's PSW says, by control registers 9-11 that CP puts into the state description
 * around SIE only. Everywhere else they are the guest's own: instructions that load or store them
 * are intercepted meanwhile. While the guest has events of its own, every instruction is an event,
 * and CP presents those that the guest asked for.
 *
 * An event is noted when it leaves SIE and looked at, with the instruction complete, before the
 * next entry; a task shows it while the virtual CPU waits.
 */
#ifndef VIRT_PER_H
#define VIRT_PER_H

#include "logic/trap.h"
#include "nucleus/vcpu.h"

/*
 * The traps of a virtual CPU: made empty when there are none yet. NULL: no storage. While VB_LOOK
 * keeps it out of SIE, vm lock held; per_set_end before the lock is dropped, which ends tracing
 * when no trap is left.
 */
struct trap_sets *per_set_begin(struct vcpu *vcpu);
void per_set_end(struct vcpu *vcpu);

/* The same to look at; NULL when it is not traced. vm lock held. */
const struct trap_sets *per_traps(const struct vcpu *vcpu);

/* ---- For the run loop, of a virtual CPU that has vcpu.per; dispatcher ---- */

/* Before each entry into SIE, and after it: CP's events in the state description. */
void per_arm(struct vcpu *vcpu);
void per_disarm(struct vcpu *vcpu);

/* Notes what SIE left for. True: it was nothing but an event of ours, and there is nothing else to
 * do. */
bool per_left_sie(struct vcpu *vcpu);

/* Looks at the event that was noted: true when a task now shows it. */
bool per_look(struct vcpu *vcpu);

/* A program interruption is about to exchange PSWs; CP stored at a logical address for an
 * instruction. */
void per_program(struct vcpu *vcpu, uint16_t ilc, uint16_t code);
void per_stored(struct vcpu *vcpu, gvirt_t addr, size_t len);

/* How a traced line reaches the user, waiting for room; set by the floor that owns the consoles. */
extern void (*per_say)(struct vmdbk *vm, const char *text);

#endif
