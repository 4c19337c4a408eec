// SPDX-License-Identifier: Apache-2.0
/*
 * DIAGNOSE X'64': saved segments. Ry has the subcode, and gets the return code with condition
 * code 2.
 *
 * Not yet: saved segments. Every name that a guest can give is answered as one that does not exist.
 */
#include "virt/diag.h"

#define SUBCODE_LAST 0x38 /* they are multiples of 4 */
#define RC_NOT_FOUND 44

grc_t diag_064(struct vcpu *vcpu)
{
	uint32_t subcode = (uint32_t)vcpu_gpr(vcpu, diag_ry(vcpu));

	if (subcode > SUBCODE_LAST || subcode % 4)
		return PGM_SPECIFICATION;
	vcpu_set_gpr(vcpu, diag_ry(vcpu), RC_NOT_FOUND);
	vcpu_set_cc(vcpu, 2);
	return 0;
}
