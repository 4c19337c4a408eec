// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSE X'DC': a guest declares data of its own for the monitor's records. */
#include "abi/diag.h"
#include "virt/diag.h"

/*
 * Rx: real address of the parameter list, Ry: return code. Linux is not prepared for a program
 * interruption here, so whoever has a proper list gets a return code.
 *
 * Not yet: there is no monitor, so nobody is authorized, whatever OPTION the directory gives.
 */
grc_t diag_0DC(struct vcpu *vcpu)
{
	struct diag_0dc parm;
	grc_t rc = gstore_read_real(vcpu, diag_addr(vcpu, diag_rx(vcpu)), &parm, sizeof(parm));

	if (rc)
		return rc;
	if (be16_get(parm.code) != 0xDC || parm.parm_len < DIAG0DC_PARM_LEN)
		return PGM_SPECIFICATION;
	vcpu_set_gpr(vcpu, diag_ry(vcpu), DIAG0DC_NOT_AUTHORIZED);
	return 0;
}
