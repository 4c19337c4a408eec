/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Interruptions of guests. SIE itself delivers most program interruptions, supervisor calls, clock
 * comparator and CPU timer; CP delivers the rest here, in the order of PoP, Interruptions, Priority.
 *
 * How a pending interruption reaches a virtual CPU: who makes it pending sets a bit (vcpu.pending, or
 * vmdbk.floating for those that any CPU may take) under the vm lock and calls intr_post*. That sets
 * intervention bits in the state description, so that a CPU in SIE comes out as soon as its PSW is
 * enabled, and ends an enabled wait. A CPU that comes out calls intr_deliver. What the control registers
 * mask is waited for by interception of LOAD CONTROL.
 */
#ifndef VIRT_INTR_H
#define VIRT_INTR_H

#include "nucleus/vcpu.h"
#include "nucleus/vmdbk.h"

/* Makes VP_* bits pending for one virtual CPU. vm lock held. */
void intr_post_vcpu(struct vcpu *vcpu, uint32_t pending);

/* Makes VF_* bits pending for whichever virtual CPU can take them first. vm lock held. */
void intr_post_vm(struct vmdbk *vm, uint32_t floating);

/* Gives one pending interruption, if any, to the virtual CPU that runs here; arranges for the others. */
void intr_deliver(struct vcpu *vcpu);

/* Is there one that it could take now? vm lock held. */
bool intr_is_deliverable(const struct vcpu *vcpu);

/* A program interruption with code pgm (PGM_*), for the instruction that was intercepted. */
void intr_program(struct vcpu *vcpu, uint16_t code);

/* The instruction that CP simulates has a program event (PER) of the guest's, in sd.per_*. */
void intr_event(struct vcpu *vcpu);

/* Does a program interruption with this code (PER or not) leave the PSW at the instruction? */
bool program_nullifies(uint16_t code);

/* Reflects the program interruption that the state description holds (interception code 8). */
void intr_reflect(struct vcpu *vcpu);

/* An external interruption, at once; the PSW must allow it. */
void intr_external(struct vcpu *vcpu, uint16_t code, uint16_t cpu, uint32_t parm, uint64_t parm2);

/* Exchanges PSWs through the prefix area: offsets of z/Architecture and of ESA/390. */
void intr_swap_psw(struct vcpu *vcpu, unsigned old, unsigned new, unsigned old390, unsigned new390);

/* Interception of an enabled or disabled wait. */
void icpt_wait(struct vcpu *vcpu);

/*
 * A copy of a virtual CPU that has been in an enabled wait (VB_WAIT) since wait_began: goes on with that, and sets its
 * clock, or with what has become pending. vm lock held.
 */
void vcpu_wait_on(struct vcpu *vcpu);

/* The clock that a wait set is due. */
void vcpu_wakeup(struct timer *timer);

#endif
