// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSE: finding the handler. */
#include "virt/diag.h"
#include "logic/class.h"

static const struct diag_row {
	grc_t (*handler)(struct vcpu *vcpu);
	class_set_t classes;
} rows[] = {
#define DIAG(code, name, classes, text) {diag_##code, classes},
#include "virt/diag.def"
#undef DIAG
};

/* Row number + 1 by code / 4. */
static const uint8_t index[0x600 / 4] = {
#define DIAG(code, name, classes, text) [0x##code / 4] = ICPT_DIAG_##code - ICPT_FIRST_DIAG + 1,
#include "virt/diag.def"
#undef DIAG
};

/* The way to the handler is kept short: no call but the handler's, which is the last thing. */
grc_t insn_diag(struct vcpu *vcpu)
{
	unsigned base = vcpu->sd.ipb >> 28;
	/* Of the second-operand address only these bits count, whatever the addressing mode. */
	unsigned code = ((base ? vcpu_gpr(vcpu, base) : 0) + (vcpu->sd.ipb >> 16 & 0xFFF)) & 0xFFFF;
	const struct diag_row *row;
	unsigned nr = code % 4 == 0 && code / 4 < ARRAY_LEN(index) ? index[code / 4] : 0;

	if (!nr) {
		vcpu->vm->icpt_count[ICPT_INSN_diag]++;
		return PGM_SPECIFICATION;
	}
	vcpu->vm->icpt_count[ICPT_FIRST_DIAG + nr - 1]++;
	row = &rows[nr - 1];
	if (row->classes && !(vcpu->vm->classes & row->classes))
		return PGM_SPECIFICATION;
	return row->handler(vcpu);
}
