// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSE: finding the handler. */
#include "virt/diag.h"
#include "logic/class.h"

#define CODES 0x800 /* codes of this and more, or not a multiple of 4, are nobody's */

/* By code / 4: guests yield with DIAGNOSE, often, so the way to the handler is kept short. */
static const struct diag_row {
	grc_t (*handler)(struct vcpu *vcpu);
	class_set_t classes;
	uint32_t reason; /* for vmdbk.icpt_count; 0: no such code */
} rows[CODES / 4] = {
#define DIAG(code, name, classes, text) [0x##code / 4] = {diag_##code, classes, ICPT_DIAG_##code},
#include "virt/diag.def"
#undef DIAG
};

grc_t insn_diag(struct vcpu *vcpu)
{
	uint32_t ipb = vcpu->sd.ipb;
	/* Of the second-operand address only these bits count, whatever the addressing mode. */
	uint64_t code = ((ipb >> 28 ? vcpu_gpr(vcpu, ipb >> 28) : 0) + (ipb >> 16 & 0xFFF)) & 0xFFFF;
	const struct diag_row *row = &rows[code / 4];

	if (code & ~(CODES - 4ul) || !row->reason) {
		vcpu->vm->icpt_count[ICPT_INSN_diag]++;
		return PGM_SPECIFICATION;
	}
	vcpu->vm->icpt_count[row->reason]++;
	if (row->classes && !(vcpu->vm->classes & row->classes))
		return PGM_SPECIFICATION;
	return row->handler(vcpu);
}
