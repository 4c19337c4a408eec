// SPDX-License-Identifier: Apache-2.0
/*
 * DIAGNOSE X'258': a virtual CPU says how it wants to hear of missing pages: logic/diag258.h. Rx
 * has the real address of the parameter block, Ry gets the return code. What is established stays in
 * vcpu.pfault; virt/pfault.h has what comes of it.
 */
#include "logic/diag258.h"
#include "virt/diag.h"

grc_t diag_258(struct vcpu *vcpu)
{
	greal_t addr = diag_addr(vcpu, diag_rx(vcpu));
	struct diag_258 block;
	uint32_t result;
	grc_t rc;

	if (addr & 7)
		return PGM_SPECIFICATION;
	rc = gstore_read_real(vcpu, addr, &block, sizeof(block));
	if (!rc)
		rc = diag_258_service(&block, vcpu->vm->space.size, &vcpu->pfault, &result);
	if (!rc)
		vcpu_set_gpr(vcpu, diag_ry(vcpu), result);
	return rc;
}
