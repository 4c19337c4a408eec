/* SPDX-License-Identifier: Apache-2.0 */
/* When a guest can't go on: its virtual CPU stops and its user is told why. */
#ifndef VIRT_STOP_H
#define VIRT_STOP_H

#include "nucleus/vcpu.h"

void guest_stop_disabled_wait(struct vcpu *vcpu);
void guest_stop_program_loop(struct vcpu *vcpu);
void guest_stop_validity(struct vcpu *vcpu);
void guest_stop_no_storage(struct vcpu *vcpu);

/* How a stopped guest's user learns of it; set by the floor that owns the consoles. */
extern void (*guest_stopped)(struct vcpu *vcpu, const char *text);

#endif
