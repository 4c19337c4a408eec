// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSE: finding the handler. */
#include "virt/diag.h"

static const struct diag_row {
	uint16_t code;
	grc_t (*handler)(struct vcpu *vcpu);
} rows[] = {
#define DIAG(code, name, classes, text) {0x##code, diag_##code},
#include "virt/diag.def"
#undef DIAG
};

/* Row number + 1 by code / 4. */
static uint8_t index[0x600 / 4];
static bool is_indexed;

static void make_index(void)
{
	for (unsigned i = 0; i < ARRAY_LEN(rows); i++)
		index[rows[i].code / 4] = (uint8_t)(i + 1);
	is_indexed = true;
}

grc_t insn_diag(struct vcpu *vcpu)
{
	uint64_t code = insn_addr(vcpu) & 0xFFFF;
	unsigned row;

	if (!is_indexed)
		make_index();
	row = code % 4 == 0 && code / 4 < ARRAY_LEN(index) ? index[code / 4] : 0;
	if (!row)
		return PGM_SPECIFICATION;
	vcpu->vm->icpt_count[ICPT_FIRST_DIAG + row - 1]++;
	return rows[row - 1].handler(vcpu);
}
