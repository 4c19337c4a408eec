// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSE X'44' and X'9C': a virtual CPU gives up the rest of its time slice. */
#include "nucleus/dispatch.h"
#include "virt/diag.h"

/* X'44': to whoever waits for a real CPU. */
grc_t diag_044(struct vcpu *vcpu)
{
	(void)vcpu;
	dispatch_yield();
	return 0;
}

/*
 * X'9C': Rx has the address of the virtual CPU for which this one waits, perhaps because it holds a
 * lock: it gets this real CPU, if it waits for one and its turn is near; two CPUs of a guest that yield
 * to each other must not shut others out. One that runs already, is stopped or isn't there gains nothing:
 * then this CPU goes on.
 */
grc_t diag_09C(struct vcpu *vcpu)
{
	uint16_t addr = (uint16_t)vcpu_gpr(vcpu, diag_rx(vcpu));
	struct vcpu *target = addr < VCPU_MAX ? vcpu->vm->vcpu[addr] : NULL;

	if (target)
		dispatch_yield_to(target);
	return 0;
}
