// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSE: finding the handler. */
#include "virt/diag.h"
#include "lib/string.h"
#include "logic/class.h"

static const struct diag_row {
	grc_t (*handler)(struct vcpu *vcpu);
	const char *classes;
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

/* Has the user one of the classes? */
static bool is_allowed(const struct vcpu *vcpu, const char *classes)
{
	class_set_t set;

	return class_parse(classes, strlen(classes), &set) == 0 && (vcpu->vm->classes & set);
}

grc_t insn_diag(struct vcpu *vcpu)
{
	unsigned base = vcpu->sd.ipb >> 28;
	/* Of the second-operand address only these bits count, whatever the addressing mode. */
	uint16_t code = (uint16_t)((base ? vcpu_gpr(vcpu, base) : 0) + (vcpu->sd.ipb >> 16 & 0xFFF));
	unsigned row = code % 4 == 0 && code / 4 < ARRAY_LEN(index) ? index[code / 4] : 0;

	if (!row)
		return PGM_SPECIFICATION;
	vcpu->vm->icpt_count[ICPT_FIRST_DIAG + row - 1]++;
	if (rows[row - 1].classes[0] && !is_allowed(vcpu, rows[row - 1].classes))
		return PGM_SPECIFICATION;
	return rows[row - 1].handler(vcpu);
}
