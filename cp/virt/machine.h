/* SPDX-License-Identifier: Apache-2.0 */
/* The virtual machine as a whole: making its CPUs, resets, starting it. */
#ifndef VIRT_MACHINE_H
#define VIRT_MACHINE_H

#include "nucleus/vcpu.h"
#include "nucleus/vmdbk.h"

/* What STORE CPU ID gives on the virtual CPU at `addr`: the same on whichever real CPU it runs. */
uint64_t machine_cpu_id(uint16_t addr);

/* Adds virtual CPU `addr`, stopped. 0, -E_EXIST, -E_RANGE, -E_NOMEM. vm lock not held. */
int machine_add_cpu(struct vmdbk *vm, uint16_t addr) MUST_CHECK;

/* Takes one away. Between machine_begin and machine_end, vm lock not held. */
void machine_remove_cpu(struct vmdbk *vm, uint16_t addr);

/* Frees what this floor hangs on a VMDBK: for vm_destroy. */
void machine_destroy(struct vmdbk *vm);

/*
 * What concerns the whole machine - reset, IPL, new storage, logoff - goes on one at a time, while no
 * virtual CPU runs and no task works for one:
 *
 *	if (machine_begin(vm)) ... somebody else is at it
 *	machine_reset(vm, RESET_CLEAR);
 *	machine_end(vm);
 *
 * Tasks only, and not the task that works for one of its virtual CPUs, which would wait for itself: an
 * instruction that wants a reset calls machine_claim in the dispatcher and starts a task of the
 * machine's own, which goes on with machine_quiesce. No locks held. Until machine_end every virtual CPU
 * has VB_RESET. machine_begin and machine_claim return 0 or -E_BUSY: machine_begin after a second of
 * waiting, and a guest's own wishes come after it.
 */
int machine_begin(struct vmdbk *vm) MUST_CHECK;
int machine_claim(struct vmdbk *vm) MUST_CHECK;
void machine_quiesce(struct vmdbk *vm);
void machine_end(struct vmdbk *vm);

/* machine_begin in the task that works for one of its virtual CPUs, for which is not waited; NULL: as that. */
int machine_begin_for(struct vmdbk *vm, const struct vcpu *caller) MUST_CHECK;

/* Takes every virtual CPU and device away, when what goes on is over, and lets nothing begin. Tasks only. */
void machine_empty(struct vmdbk *vm);

/*
 * PoP, Control, Resets. The virtual CPU is not running. initial: also clocks and control registers;
 * the architecture mode is back to ESA/390 only by machine_reset.
 */
void vcpu_reset(struct vcpu *vcpu, bool initial);

enum machine_reset {
	RESET_NORMAL, /* CPU reset of all; storage and what registers hold stay */
	RESET_CLEAR,  /* initial CPU reset of all; storage, keys and all registers are zero */
	RESET_MODIFIED_CLEAR, /* the same, but storage stays: DIAGNOSE X'308' subcode 0 */
};

/*
 * PoP, Control, Resets: all CPUs, devices and the service processor; leaves the CPUs stopped, in ESA/390.
 * Between machine_begin and machine_end.
 */
void machine_reset(struct vmdbk *vm, enum machine_reset kind);

/* Subsystem reset alone, for DIAGNOSE X'308': devices and service processor. vm lock held. */
void machine_subsystem_reset(struct vmdbk *vm);

/* SET ARCHITECTURE: z/Architecture or back; converts the PSW. The CPU is not running, or is the caller's. */
void vcpu_set_esame(struct vcpu *vcpu, bool esame);

/* Loads a control register. Its CPU is not running, or is the caller's. */
void vcpu_set_cr(struct vcpu *vcpu, unsigned nr, uint64_t value);

/* SET PREFIX's effect; 0 or PGM_ADDRESSING. vm lock held: DIAGNOSE X'10' keeps off prefix areas under it. */
grc_t vcpu_set_prefix(struct vcpu *vcpu, uint32_t prefix) MUST_CHECK;

/*
 * Stored status at absolute `base` (0 for the ordinary place) + the offsets that are assigned in the CPU's
 * architecture. 0, PGM_ADDRESSING or -E_NOMEM. The CPU is not running.
 */
grc_t vcpu_store_status(struct vcpu *vcpu, gabs_t base) MUST_CHECK;

/* SYSTEM RESTART of the given CPU. */
void vcpu_restart(struct vcpu *vcpu);

#endif
