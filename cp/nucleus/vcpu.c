// SPDX-License-Identifier: Apache-2.0
/* Virtual CPUs: making them, and the registers that SIE does not switch. */
#include "nucleus/vcpu.h"
#include "mach/asm.h"
#include "mach/trace.h"
#include "nucleus/clockguard.h"
#include "nucleus/storage.h"
#include "nucleus/vmdbk.h"

void vcpu_delete(struct vcpu *vcpu)
{
	if (!vcpu)
		return;
	timer_cancel_wait(&vcpu->wakeup);
	clockguard_forget(vcpu);
	for (unsigned i = 0; i < CPU_MAX; i++)
		if (cpus[i].vcpu == vcpu)
			cpus[i].vcpu = NULL;
	stor_free(vcpu->per, VCPU_PER_BYTES);
	stor_free(vcpu, sizeof(*vcpu));
}

void vcpu_load_space(const struct vcpu *vcpu)
{
	gspace_attach(&vcpu->vm->space);
}

/* Floating-point and access registers: CP is built without them, so they stay the guest's. */
void vcpu_load(struct vcpu *vcpu)
{
	struct cpu *cpu = this_cpu();

	/* Without storage for it the first access fails, and tells. */
	if (gspace_is_settled(&vcpu->vm->space) && gspace_wake(&vcpu->vm->space))
		trace(TRACE_FAULT, 0, vcpu, 0, vcpu->sd.psw.addr);
	vcpu_load_space(vcpu);
	if (cpu->vcpu == vcpu && vcpu->loaded_on == cpu->addr + 1)
		return;
	cpu->vcpu = vcpu;
	vcpu->loaded_on = (uint8_t)(cpu->addr + 1);
	asm volatile("	ld	0,0(%0)\n	ld	1,8(%0)\n	ld	2,16(%0)\n	ld	3,24(%0)\n"
		     "	ld	4,32(%0)\n	ld	5,40(%0)\n	ld	6,48(%0)\n	ld	7,56(%0)\n"
		     "	ld	8,64(%0)\n	ld	9,72(%0)\n	ld	10,80(%0)\n	ld	11,88(%0)\n"
		     "	ld	12,96(%0)\n	ld	13,104(%0)\n	ld	14,112(%0)\n	ld	15,120(%0)\n"
		     "	lfpc	%1\n"
		     "	lam	0,15,%2\n"
		     :
		     : "a"(vcpu->fpr), "Q"(vcpu->fpc), "Q"(vcpu->ar), "m"(vcpu->fpr));
}

void vcpu_save(struct vcpu *vcpu)
{
	gspace_detach();
	asm volatile("	std	0,0(%3)\n	std	1,8(%3)\n	std	2,16(%3)\n	std	3,24(%3)\n"
		     "	std	4,32(%3)\n	std	5,40(%3)\n	std	6,48(%3)\n	std	7,56(%3)\n"
		     "	std	8,64(%3)\n	std	9,72(%3)\n	std	10,80(%3)\n	std	11,88(%3)\n"
		     "	std	12,96(%3)\n	std	13,104(%3)\n	std	14,112(%3)\n	std	15,120(%3)\n"
		     "	stfpc	%0\n"
		     "	stam	0,15,%1\n"
		     : "=Q"(vcpu->fpc), "=Q"(vcpu->ar), "=m"(vcpu->fpr)
		     : "a"(vcpu->fpr));
}
