// SPDX-License-Identifier: Apache-2.0
#include "logic/insn_text.h"
#include "lib/string.h"
#include "unit.h"

START_TEST(mnemonics_are_found_by_every_form_of_operation_code)
{
	static const struct {
		uint8_t insn[INSN_MAX];
		const char *name;
		unsigned len;
	} cases[] = {
		{{0x01, 0x01}, "PR", 2},
		{{0x18, 0x12}, "LR", 2},
		{{0x0A, 0xFF}, "SVC", 2},
		{{0x47, 0xF0, 0x10, 0x00}, "BC", 4},
		{{0x83, 0x12, 0x00, 0x44}, "DIAG", 4},
		{{0xA7, 0xF8, 0xFF, 0xFF}, "LHI", 4},
		{{0xA5, 0x1F, 0x00, 0x00}, "LLILL", 4},
		{{0xB2, 0xB2, 0x00, 0x00}, "LPSWE", 4},
		{{0xB9, 0x04, 0x00, 0x12}, "LGR", 4},
		{{0xC0, 0xE5, 0x00, 0x00, 0x00, 0x10}, "BRASL", 6},
		{{0xD2, 0x07, 0x10, 0x00, 0x20, 0x00}, "MVC", 6},
		{{0xE3, 0x10, 0xF0, 0x08, 0x00, 0x24}, "STG", 6},
		{{0xE5, 0x4C, 0x10, 0x00, 0x00, 0x01}, "MVHI", 6},
		{{0xEB, 0x6F, 0xF0, 0x30, 0x00, 0x24}, "STMG", 6},
		{{0xEB, 0x6F, 0xF0, 0x30, 0x00, 0x44}, "BXHG", 6},
		{{0xEC, 0x12, 0x00, 0x04, 0x80, 0x64}, "CGRJ", 6},
		{{0xED, 0x00, 0x10, 0x00, 0x00, 0x1A}, "ADB", 6},
		{{0xFD, 0x00, 0x00, 0x00, 0x00, 0x00}, "DP", 6},
		{{0x00, 0x00}, "", 2},
		{{0xB2, 0xFE, 0x00, 0x00}, "", 4},
		{{0xE3, 0x00, 0x00, 0x00, 0x00, 0xFF}, "", 6},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		ck_assert_str_eq(insn_mnemonic(cases[i].insn), cases[i].name);
		ck_assert_uint_eq(insn_text_len(cases[i].insn[0]), cases[i].len);
	}
}
END_TEST

START_TEST(any_bytes_have_a_mnemonic_or_none)
{
	uint8_t insn[INSN_MAX] = {0};
	const struct insn_place place = {.addr_mask = UINT64_MAX};
	struct insn_operand operand;

	for (unsigned i = 0; i < 0x10000; i++) {
		insn[0] = (uint8_t)(i >> 8);
		insn[1] = insn[5] = (uint8_t)i;
		ck_assert_uint_le(strlen(insn_mnemonic(insn)), 7);
		if (insn_operand(insn, &place, &operand))
			ck_assert_uint_le(operand.len, 256);
	}
}
END_TEST

START_TEST(operands_are_base_index_and_displacement)
{
	static const struct {
		uint8_t insn[INSN_MAX];
		bool has;
		uint64_t addr;
		unsigned len;
		bool may_be_old;
	} cases[] = {
		{{0x50, 0x20, 0x08, 0x00}, true, 0x800, 16, false}, /* ST 2,X'800' */
		{{0x50, 0x24, 0x30, 0x10}, true, 0x3000 + 0x4000 + 0x10, 16,
			false},                                                   /* ST 2,16(4,3) */
		{{0x58, 0x30, 0x30, 0x00}, true, 0x3000, 16, true},               /* L 3,0(3) */
		{{0x41, 0x10, 0x30, 0x00}, false, 0, 0, false},                   /* LA */
		{{0x47, 0xF0, 0x30, 0x00}, false, 0, 0, false},                   /* BC */
		{{0x89, 0x10, 0x00, 0x04}, false, 0, 0, false},                   /* SLL */
		{{0x83, 0x10, 0x00, 0x44}, false, 0, 0, false},                   /* DIAG */
		{{0x92, 0xFF, 0x50, 0x01}, true, 0x5001, 1, false},               /* MVI */
		{{0x90, 0xEC, 0xD0, 0x0C}, true, 0xD00C, 60, false},              /* STM 14,12 */
		{{0x98, 0x2E, 0xD0, 0x0C}, true, 0xD00C, 52, true},               /* LM 2,14 */
		{{0xD2, 0x07, 0x10, 0x00, 0x20, 0x00}, true, 0x1000, 8, false},   /* MVC */
		{{0xF2, 0x71, 0x10, 0x00, 0x20, 0x00}, true, 0x1000, 8, false},   /* PACK */
		{{0xE3, 0x10, 0xF0, 0x08, 0x00, 0x24}, true, 0xF008, 16, false},  /* STG */
		{{0xE3, 0x10, 0xFF, 0xFF, 0xFF, 0x24}, true, 0xEFFF, 16, false},  /* STG -1 */
		{{0xE3, 0x10, 0xF0, 0x08, 0x00, 0x71}, false, 0, 0, false},       /* LAY */
		{{0xEB, 0x6F, 0xF0, 0x30, 0x00, 0x24}, true, 0xF030, 80, false},  /* STMG 6,15 */
		{{0xEB, 0x11, 0x00, 0x04, 0x00, 0x0D}, false, 0, 0, false},       /* SLLG */
		{{0xB2, 0xB2, 0x10, 0x08}, true, 0x1008, 16, false},              /* LPSWE */
		{{0xB2, 0x22, 0x00, 0x10}, false, 0, 0, false},                   /* IPM */
		{{0xC4, 0x1F, 0xFF, 0xFF, 0xFF, 0xFE}, true, 0x1FFFC, 16, false}, /* STRL *-4 */
		{{0xC0, 0xE5, 0x00, 0x00, 0x00, 0x10}, false, 0, 0, false},       /* BRASL */
		{{0x18, 0x12}, false, 0, 0, false},
	};
	struct insn_place place = {.addr = 0x20000, .addr_mask = UINT64_MAX};
	struct insn_operand operand;

	for (unsigned i = 0; i < 16; i++)
		place.gpr[i] = i * 0x1000;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		ck_assert_msg(
			insn_operand(cases[i].insn, &place, &operand) == cases[i].has, "%zu", i);
		if (!cases[i].has)
			continue;
		ck_assert_msg(operand.addr == cases[i].addr, "%zu: %llX", i,
			(unsigned long long)operand.addr);
		ck_assert_msg(operand.len == cases[i].len, "%zu: %u", i, operand.len);
		/* STG changes nothing, but the forms of loads and stores are not told apart. */
		if (cases[i].may_be_old)
			ck_assert_msg(operand.may_be_old, "%zu", i);
	}
}
END_TEST

START_TEST(operands_are_cut_to_the_addressing_mode)
{
	const uint8_t insn[INSN_MAX] = {0x50, 0x20, 0x10, 0x04};
	struct insn_place place = {.addr_mask = 0x7FFFFFFF, .gpr = {0, 0x7FFFFFFF}};
	struct insn_operand operand;

	ck_assert(insn_operand(insn, &place, &operand));
	ck_assert_uint_eq(operand.addr, 3);
}
END_TEST

START_TEST(program_interruptions_have_names)
{
	ck_assert_str_eq(program_name(1), "OPERATION");
	ck_assert_str_eq(program_name(0x81), "OPERATION");
	ck_assert_str_eq(program_name(0x80), "PROGRAM EVENT");
	ck_assert_str_eq(program_name(0x7F), "");
	ck_assert_str_eq(program_name(0), "");
}
END_TEST

UNIT_MAIN("insn_text", mnemonics_are_found_by_every_form_of_operation_code,
	any_bytes_have_a_mnemonic_or_none, operands_are_base_index_and_displacement,
	operands_are_cut_to_the_addressing_mode, program_interruptions_have_names)
