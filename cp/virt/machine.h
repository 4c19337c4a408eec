/* SPDX-License-Identifier: Apache-2.0 */
/* The virtual machine as a whole: making its CPUs, resets, starting it. */
#ifndef VIRT_MACHINE_H
#define VIRT_MACHINE_H

#include "nucleus/vcpu.h"
#include "nucleus/vmdbk.h"

/* Adds virtual CPU `addr`, stopped. 0, -E_EXIST, -E_RANGE, -E_NOMEM. vm lock not held. */
int machine_add_cpu(struct vmdbk *vm, uint16_t addr) MUST_CHECK;

/* Takes every virtual CPU and device away. All virtual CPUs are out of SIE. Tasks only. */
void machine_empty(struct vmdbk *vm);

/*
 * PoP, Control, Resets. The virtual CPU is not running. initial: also clocks and control registers;
 * the architecture mode is back to ESA/390 only by machine_reset.
 */
void vcpu_reset(struct vcpu *vcpu, bool initial);

/*
 * Resets all CPUs, devices and the service processor; `clear`: also storage and all registers. Stops all
 * virtual CPUs first and leaves them stopped. Tasks only.
 */
void machine_reset(struct vmdbk *vm, bool clear);

/* Subsystem reset alone, for DIAGNOSE X'308': devices and service processor. vm lock held. */
void machine_subsystem_reset(struct vmdbk *vm);

/* SET ARCHITECTURE: z/Architecture or back; converts the PSW. The CPU is not running, or is the caller's. */
void vcpu_set_esame(struct vcpu *vcpu, bool esame);

/* SET PREFIX's effect; 0 or PGM_ADDRESSING. */
grc_t vcpu_set_prefix(struct vcpu *vcpu, uint32_t prefix) MUST_CHECK;

/* Stored status at absolute `base` (0 for the ordinary place) + the assigned offsets. */
grc_t vcpu_store_status(struct vcpu *vcpu, gabs_t base) MUST_CHECK;

/* SYSTEM RESTART of the given CPU. */
void vcpu_restart(struct vcpu *vcpu);

#endif
