/* SPDX-License-Identifier: Apache-2.0 */
/* When a guest can't go on: its virtual CPU stops and its user is told why. */
#ifndef VIRT_STOP_H
#define VIRT_STOP_H

#include "nucleus/vcpu.h"

void guest_stop_disabled_wait(struct vcpu *vcpu);
void guest_stop_program_loop(struct vcpu *vcpu);
void guest_stop_validity(struct vcpu *vcpu);
void guest_stop_no_storage(struct vcpu *vcpu);

/*
 * SIGNAL PROCESSOR has stopped `vcpu`: when all others are stopped, too, the machine will do nothing any
 * more by itself. This is how Linux halts. All contexts, no locks held.
 */
void guest_stop_by_sigp(struct vcpu *vcpu);

/* The machine of vcpu is stopped for the reason in `text`: a re-IPL failed. No locks held. */
void guest_stop_failed(struct vcpu *vcpu, const char *text);

/* How a stopped guest's user learns of it; set by the floor that owns the consoles. */
extern void (*guest_stopped)(struct vcpu *vcpu, const char *text);

#endif
