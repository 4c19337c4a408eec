// SPDX-License-Identifier: Apache-2.0
/* Tests of logic/insn_back. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "logic/insn_back.h"

#define HERE   0x2000u /* a stretch of instruction text */
#define TARGET 0x2080u
#define END    0x2040u
#define PAGE   0x5000u

static uint8_t text[256];

static bool fetch(void *ctx, uint64_t addr, uint8_t insn[INSN_MAX])
{
	(void)ctx;
	if (addr < HERE || addr + INSN_MAX > HERE + sizeof(text))
		return false;
	memcpy(insn, text + (addr - HERE), INSN_MAX);
	return true;
}

/* Bytes of hexadecimal text that end at, or begin at, an address. */
static void put(uint64_t addr, const char *hex, bool ends_there)
{
	size_t len = strlen(hex) / 2;
	uint8_t *at = text + (addr - HERE) - (ends_there ? len : 0);

	for (size_t i = 0; i < len; i++) {
		unsigned byte;

		sscanf(hex + 2 * i, "%2x", &byte);
		at[i] = (uint8_t)byte;
	}
}

static struct insn_end end_of(unsigned len)
{
	struct insn_end end = {
		.addr = END, .addr_mask = ~0ul, .len = len, .page = PAGE, .fetch = fetch};

	end.gpr[1] = PAGE + 0x10;
	end.gpr[2] = TARGET;
	end.gpr[3] = 0x0F; /* what EXECUTE puts into its target: a length */
	end.gpr[4] = PAGE - 0x0A;
	end.gpr[5] = 0x9000;
	end.gpr[6] = 0x20;
	return end;
}

static const struct {
	const char *what, *insn, *target;
	unsigned len, back;
} rows[] = {
	{"ST 0,0(1)", "50001000", "", 4, 4},
	{"MVI in front of what looks like EXECUTE", "9200100044001000", "", 4, 4},
	{"STH by base 4, with a displacement", "4000400A", "", 4, 4},
	{"MVC 0x400(..,4): its bytes look like EX", "D2034400D000", "", 6, 6},
	{"STG", "E30010000024", "", 6, 6},
	{"MVCL, ordinary", "0E14", "", 2, 2},
	{"EX of MVC, told right", "44302000", "D20010005000", 4, 4},
	{"EX of MVC", "44302000", "D20010005000", 6, 4},
	{"EX of MVC whose length reaches the page", "44302000", "D20040005000", 6, 4},
	{"EX of MVC that does not reach it", "44002000", "D20040005000", 6, 6},
	{"EX with an index", "44062000", "", 6, 6},
	{"EX of MVC into another page", "44302000", "D20050001000", 6, 6},
	{"EX of STG", "44002000", "E30010000024", 6, 4},
	{"EX of MVCL", "44002000", "0E14", 2, 4},
	{"EX of NI is as long", "44302000", "94001000", 4, 4},
	{"EXRL of NI", "C63000000023", "94001000", 4, 6},
	{"EXRL of MVC is as long", "C63000000023", "D20010005000", 6, 6},
	{"EXRL of MVCL", "C60000000023", "0E14", 2, 6},
	{"LARL is not EXRL", "C63100000023", "94001000", 4, 4},
	{"EXRL of what can't be fetched", "C6307FFFFFFF", "94001000", 4, 4},
};

START_TEST(finds_where_the_instruction_began)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct insn_end end = end_of(rows[i].len);

		memset(text, 0, sizeof(text));
		put(END, rows[i].insn, true);
		put(TARGET, rows[i].target, false);
		ck_assert_msg(
			insn_back(&end) == rows[i].back, "%s: %u", rows[i].what, insn_back(&end));
	}
}
END_TEST

START_TEST(operand_wraps_with_the_addressing_mode)
{
	struct insn_end end = end_of(6);

	memset(text, 0, sizeof(text));
	put(END, "44302000", true);
	put(TARGET, "D20010005000", false);
	end.addr_mask = 0x7FFFFFFF;
	end.gpr[1] |= 0x80000000;
	end.gpr[2] |= 0x80000000;
	ck_assert_uint_eq(insn_back(&end), 4);
	end.addr_mask = ~0ul;
	ck_assert_uint_eq(insn_back(&end), 6);
}
END_TEST

UNIT_MAIN("logic/insn_back", finds_where_the_instruction_began,
	operand_wraps_with_the_addressing_mode)
