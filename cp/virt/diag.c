// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSE: finding the handler. */
#include "virt/diag.h"
#include "logic/class.h"

/* By code / 4: guests yield with DIAGNOSE, often, so the way to the handler is kept short. */
static const struct diag_row {
	grc_t (*handler)(struct vcpu *vcpu); /* NULL: no such code */
	class_set_t classes;
	uint32_t reason; /* for vmdbk.icpt_count */
} rows[0x600 / 4] = {
#define DIAG(code, name, classes, text) [0x##code / 4] = {diag_##code, classes, ICPT_DIAG_##code},
#include "virt/diag.def"
#undef DIAG
};

grc_t insn_diag(struct vcpu *vcpu)
{
	unsigned base = vcpu->sd.ipb >> 28;
	/* Of the second-operand address only these bits count, whatever the addressing mode. */
	unsigned code = ((base ? vcpu_gpr(vcpu, base) : 0) + (vcpu->sd.ipb >> 16 & 0xFFF)) & 0xFFFF;
	const struct diag_row *row =
		code % 4 == 0 && code / 4 < ARRAY_LEN(rows) ? &rows[code / 4] : NULL;

	if (!row || !row->handler) {
		vcpu->vm->icpt_count[ICPT_INSN_diag]++;
		return PGM_SPECIFICATION;
	}
	vcpu->vm->icpt_count[row->reason]++;
	if (row->classes && !(vcpu->vm->classes & row->classes))
		return PGM_SPECIFICATION;
	return row->handler(vcpu);
}
