// SPDX-License-Identifier: Apache-2.0
/* Instructions for people. */
#include "logic/insn_text.h"
#include "arch/psw.h"
#include "lib/string.h"

static const struct {
	uint16_t key;
	char name[8];
} mnemonics[] = {
#define M(key, name) {key, name},
#include "logic/mnemonic.def"
#undef M
};

unsigned insn_text_len(uint8_t first)
{
	static const uint8_t lengths[4] = {2, 4, 4, 6};

	return lengths[first >> 6];
}

/* The rest of the operation code is the second byte, its right digit, the last byte, or nothing. */
static uint16_t insn_key(const uint8_t *insn)
{
	uint16_t first = (uint16_t)(insn[0] << 8);

	switch (insn[0]) {
	case 0x01:
	case 0xB2:
	case 0xB3:
	case 0xB9:
	case 0xE5: return first | insn[1];
	case 0xA5:
	case 0xA7:
	case 0xC0:
	case 0xC2:
	case 0xC4:
	case 0xC6:
	case 0xC8:
	case 0xCC: return first | (insn[1] & 15);
	case 0xE3:
	case 0xE7:
	case 0xEB:
	case 0xEC:
	case 0xED: return first | insn[5];
	default: return first;
	}
}

const char *insn_mnemonic(const uint8_t *insn)
{
	uint16_t key = insn_key(insn);
	size_t low = 0, high = ARRAY_LEN(mnemonics);

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (mnemonics[mid].key == key)
			return mnemonics[mid].name;
		if (mnemonics[mid].key < key)
			low = mid + 1;
		else
			high = mid;
	}
	return "";
}

/* ---- Operands ---- */

enum form {
	FORM_NONE,
	FORM_X, /* R1, X2, B2, D2 */
	FORM_B, /* R1, R3, B2, D2; SI, SS: B1, D1 */
	FORM_RELATIVE,
};

/* Which operation codes of these groups have no storage operand, or shift with it. */
static bool is_storage_rs(uint8_t op)
{
	switch (op) {
	case 0x80: /* SSM */
	case 0x82: /* LPSW */
	case 0x90:
	case 0x91:
	case 0x92:
	case 0x93:
	case 0x94:
	case 0x95:
	case 0x96:
	case 0x97:
	case 0x98:
	case 0x99:
	case 0x9A:
	case 0x9B:
	case 0xAC:
	case 0xAD:
	case 0xB6:
	case 0xB7:
	case 0xBA:
	case 0xBB:
	case 0xBD:
	case 0xBE:
	case 0xBF: return true;
	default: return false;
	}
}

static bool is_shift_rsy(uint8_t op)
{
	return (op >= 0x0A && op <= 0x0D) || op == 0x1C || op == 0x1D || op == 0x44 || op == 0x45 ||
	       op == 0x4C || (op >= 0xDC && op <= 0xDF);
}

/* S format: those of the group B2 whose operand is storage. */
static bool is_storage_s(uint8_t op)
{
	static const uint8_t ops[] = {0x02, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x10, 0x11, 0x12,
		0x32, 0x33, 0x34, 0x35, 0x36, 0x39, 0x3A, 0x77, 0x78, 0x7C, 0x7D, 0x9C, 0x9D, 0xB0,
		0xB2, 0xBD};

	return memchr(ops, op, sizeof(ops)) != NULL;
}

static enum form form_of(const uint8_t *insn)
{
	uint8_t op = insn[0];

	switch (op >> 4) {
	case 0x4:
		/* LA, BAL, BCT, BC, BAS */
		return op == 0x41 || (op >= 0x45 && op <= 0x47) || op == 0x4D ? FORM_NONE : FORM_X;
	case 0x5: return op == 0x51 ? FORM_NONE : FORM_X; /* LAE */
	case 0x6:
	case 0x7: return op < 0x72 || op >= 0x78 ? FORM_X : FORM_NONE;
	case 0x8:
	case 0x9:
	case 0xA: return is_storage_rs(op) ? FORM_B : FORM_NONE;
	case 0xB:
		if (op == 0xB1)
			return FORM_NONE; /* LRA */
		if (op == 0xB2)
			return is_storage_s(insn[1]) ? FORM_B : FORM_NONE;
		return is_storage_rs(op) ? FORM_B : FORM_NONE;
	case 0xC:
		/* C4x0 is not there; LHRL, STRL and so on */
		return op == 0xC4 ? FORM_RELATIVE : op == 0xC8 ? FORM_B : FORM_NONE;
	case 0xE:
		switch (op) {
		case 0xE3:
			/* LRAG, LRAY, BCTG, LAY, LAEY */
			return insn[5] == 0x03 || insn[5] == 0x13 || insn[5] == 0x46 ||
					       insn[5] == 0x71 || insn[5] == 0x75
				       ? FORM_NONE
				       : FORM_X;
		case 0xEB: return is_shift_rsy(insn[5]) ? FORM_NONE : FORM_B;
		case 0xEC: return FORM_NONE;
		case 0xED:
			return (insn[5] & 0xF8) == 0x50 || (insn[5] & 0xF8) == 0x40 ? FORM_NONE
										    : FORM_X;
		default: return FORM_B;
		}
	case 0xD:
	case 0xF: return FORM_B;
	default: return FORM_NONE;
	}
}

static int64_t displacement(const uint8_t *insn)
{
	int64_t low = (insn[2] & 15) << 8 | insn[3];

	if (insn[0] != 0xE3 && insn[0] != 0xEB)
		return low;
	return (int64_t)(int8_t)insn[4] * 4096 + low;
}

/* How many bytes at most; what is not told by the instruction is at most 16. */
static unsigned operand_len(const uint8_t *insn)
{
	unsigned registers = ((insn[1] - (insn[1] >> 4)) & 15) + 1; /* R1 to R3 */

	switch (insn[0]) {
	case 0x90:
	case 0x98:
	case 0x9A:
	case 0x9B:
	case 0xB6:
	case 0xB7: return registers * 4;
	case 0x91:
	case 0x92:
	case 0x94:
	case 0x95:
	case 0x96:
	case 0x97: return 1;
	case 0xEB:
		if (insn[5] == 0x04 || insn[5] == 0x24 || insn[5] == 0x25 || insn[5] == 0x2F)
			return registers * 8;
		if (insn[5] == 0x26 || insn[5] == 0x90 || insn[5] == 0x96 || insn[5] == 0x98 ||
			insn[5] == 0x9A || insn[5] == 0x9B)
			return registers * 4;
		return 16;
	case 0xE8: return 256;
	default:
		if (insn[0] >= 0xF0)
			return (insn[1] >> 4) + 1;
		if (insn[0] >> 4 == 0xD || insn[0] == 0xE1 || insn[0] == 0xE2 || insn[0] >= 0xE9)
			return insn[0] == 0xED ? 16 : insn[1] + 1;
		return 16;
	}
}

/* May the instruction have loaded register r? R1, the next one, and for multiple ones R1 to R3. */
static bool may_load(const uint8_t *insn, enum form form, unsigned r)
{
	unsigned r1 = insn[1] >> 4, r3 = insn[1] & 15;

	if (!r || insn[0] >> 4 == 0xD || insn[0] >> 4 == 0xF || insn[0] == 0xB2 || insn[0] == 0xE5)
		return false;
	if (form == FORM_X)
		return r == r1 || r == ((r1 + 1) & 15);
	if (insn[0] >> 4 == 0x9 && insn[0] != 0x98) /* STM, SI */
		return false;
	return ((r - r1) & 15) <= ((r3 - r1) & 15);
}

static uint64_t part(const struct insn_place *place, unsigned r)
{
	return r ? place->gpr[r] : 0;
}

bool insn_operand(const uint8_t *insn, const struct insn_place *place, struct insn_operand *operand)
{
	enum form form = insn_text_len(insn[0]) > 2 ? form_of(insn) : FORM_NONE;
	unsigned base, index;
	uint64_t addr;

	if (form == FORM_NONE)
		return false;
	*operand = (struct insn_operand){.len = operand_len(insn)};
	if (form == FORM_RELATIVE) {
		int32_t halfwords =
			(int32_t)((uint32_t)insn[2] << 24 | insn[3] << 16 | insn[4] << 8 | insn[5]);

		addr = place->addr + (uint64_t)((int64_t)halfwords * 2);
	} else {
		base = insn[2] >> 4;
		index = form == FORM_X ? insn[1] & 15 : 0;
		addr = part(place, base) + part(place, index) + (uint64_t)displacement(insn);
		operand->may_be_old = may_load(insn, form, base) || may_load(insn, form, index);
	}
	operand->addr = addr & place->addr_mask;
	return true;
}

/* ---- Program interruptions ---- */

const char *program_name(uint16_t code)
{
	static const struct {
		uint8_t code;
		const char *name;
	} names[] = {{PGM_OPERATION, "OPERATION"}, {PGM_PRIVILEGED, "PRIVILEGED OPERATION"},
		{PGM_EXECUTE, "EXECUTE"}, {PGM_PROTECTION, "PROTECTION"},
		{PGM_ADDRESSING, "ADDRESSING"}, {PGM_SPECIFICATION, "SPECIFICATION"},
		{PGM_DATA, "DATA"}, {0x08, "FIXED-POINT OVERFLOW"}, {0x09, "FIXED-POINT DIVIDE"},
		{0x0A, "DECIMAL OVERFLOW"}, {0x0B, "DECIMAL DIVIDE"},
		{0x0C, "HFP EXPONENT OVERFLOW"}, {0x0D, "HFP EXPONENT UNDERFLOW"},
		{0x0E, "HFP SIGNIFICANCE"}, {0x0F, "HFP DIVIDE"},
		{PGM_SEGMENT_TRANS, "SEGMENT TRANSLATION"}, {PGM_PAGE_TRANS, "PAGE TRANSLATION"},
		{PGM_TRANS_SPEC, "TRANSLATION SPECIFICATION"},
		{PGM_SPECIAL_OP, "SPECIAL OPERATION"}, {PGM_OPERAND, "OPERAND"},
		{0x16, "TRACE TABLE"}, {0x1C, "SPACE-SWITCH EVENT"}, {0x1D, "HFP SQUARE ROOT"},
		{PGM_ASCE_TYPE, "ASCE TYPE"}, {PGM_REGION1_TRANS, "REGION FIRST TRANSLATION"},
		{PGM_REGION2_TRANS, "REGION SECOND TRANSLATION"},
		{PGM_REGION3_TRANS, "REGION THIRD TRANSLATION"}, {PGM_MONITOR, "MONITOR EVENT"}};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (names[i].code == (code & 0x7F))
			return names[i].name;
	return code & PGM_PER ? "PROGRAM EVENT" : "";
}
