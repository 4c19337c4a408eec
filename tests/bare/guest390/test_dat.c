// SPDX-License-Identifier: Apache-2.0
/* Dynamic address translation in ESA/390: segment and page tables of 4-byte entries. */
#include "esa.h"

#define PAGES   256         /* of a segment */
#define SEGMENT 0x00100000u /* the second one has the pages under test */

static uint32_t segments[1024] __attribute__((aligned(4096)));
static uint32_t identity[PAGES] __attribute__((aligned(64)));
static uint32_t pages[PAGES] __attribute__((aligned(64)));

/* The first megabyte is mapped to itself; page i of the second to SCRATCH + (255 - i) pages. */
static void build(void)
{
	for (uint32_t i = 0; i < PAGES; i++) {
		identity[i] = i << 12;
		pages[i] = SCRATCH + ((PAGES - 1 - i) << 12);
	}
	for (uint32_t i = 0; i < 16; i++)
		segments[i] = STE390_INVALID;
	segments[0] = (uint32_t)identity | STE390_PTL;
	segments[1] = (uint32_t)pages | STE390_PTL;
	asm volatile("ptlb" : : : "memory");
	LOAD_CR(0, CR0_390_FORMAT_4K1M);
	LOAD_CR(1, (uint32_t)segments);
}

static uint32_t frame(uint32_t virtual)
{
	return SCRATCH + (PAGES - 1 - (virtual - SEGMENT) / 4096) * 4096;
}

static struct exec load(uint32_t addr)
{
	struct exec e = {.mask = PSW0_DAT, .gpr[4] = addr};

	exec_insn(&e, INSN_L(2, 4));
	return e;
}

static struct exec store(uint32_t addr, uint32_t value)
{
	struct exec e = {.mask = PSW0_DAT, .gpr = {[2] = value, [4] = addr}};

	exec_insn(&e, INSN_ST(2, 4));
	return e;
}

static void pages_are_translated(void)
{
	build();
	for (uint32_t at = SEGMENT; at < SEGMENT + PAGES * 4096; at += 37 * 4096) {
		struct exec e = store(at + 8, at ^ 0x5A5A5A5A);

		EXPECT_DONE(&e, "store");
		EXPECT(AT32(frame(at) + 8) == (at ^ 0x5A5A5A5A), "%08X is not at %08X", at,
			frame(at));
		AT32(frame(at) + 8) = ~at;
		e = load(at + 8);
		EXPECT(e.kind == KIND_SVC && e.gpr[2] == ~at, "%08X: %s, %08X", at, exec_text(&e),
			e.gpr[2]);
	}
}

static void faults_say_where(void)
{
	static const struct {
		const char *what;
		uint32_t addr;
		uint16_t pgm;
		bool nullifies;
	} rows[] = {
		{"page", SEGMENT + 0x5123, PGM_PAGE_TRANS, true},
		{"segment", 2 * SEGMENT + 0x7000, PGM_SEGMENT_TRANS, true},
		{"beyond the segment table", 16 * SEGMENT, PGM_SEGMENT_TRANS, true},
		{"ones where zeros must be", SEGMENT + 0x6000, PGM_TRANS_SPEC, false},
		{"a table outside storage", 3 * SEGMENT, PGM_ADDRESSING, false},
	};

	build();
	pages[5] |= PTE390_INVALID;
	pages[6] |= 0x00000800u;
	segments[3] = (BEYOND & STE390_ORIGIN) | STE390_PTL;
	asm volatile("ptlb" : : : "memory");
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct exec e = load(rows[i].addr);

		EXPECT_PGM(&e, rows[i].pgm, rows[i].what);
		if (!rows[i].nullifies)
			continue;
		EXPECT((e.tea & 0x7FFFF000u) == (rows[i].addr & 0x7FFFF000u), "%s: identified %08X",
			rows[i].what, e.tea);
		EXPECT(!(e.tea & 3), "%s: identified %08X", rows[i].what, e.tea);
	}
}

static void page_protection(void)
{
	struct exec e;

	build();
	pages[9] |= PTE390_PROTECT;
	asm volatile("ptlb" : : : "memory");
	AT32(frame(SEGMENT + 0x9000)) = 0x99;
	e = store(SEGMENT + 0x9000, 1);
	EXPECT_PGM(&e, PGM_PROTECTION, "store");
	e = load(SEGMENT + 0x9000);
	EXPECT(e.kind == KIND_SVC && e.gpr[2] == 0x99, "load: %s", exec_text(&e));
}

static void ipte_ends_a_translation(void)
{
	struct exec e;

	build();
	e = load(SEGMENT + 0x3000);
	EXPECT_DONE(&e, "before");
	e = (struct exec){.gpr = {[2] = (uint32_t)pages, [4] = SEGMENT + 0x3000}};
	exec_insn(&e, INSN_RRE(0xB221, 2, 4));
	EXPECT_DONE(&e, "IPTE");
	EXPECT(pages[3] & PTE390_INVALID, "entry %08X", pages[3]);
	e = load(SEGMENT + 0x3000);
	EXPECT_PGM(&e, PGM_PAGE_TRANS, "after");
}

static void lra_translates_without_dat(void)
{
	struct exec e = {.gpr[4] = SEGMENT + 0x4321};

	build();
	exec_insn(&e, INSN_RX(0xB1, 2, 4));
	EXPECT(e.kind == KIND_SVC && e.cc == 0 && e.gpr[2] == frame(SEGMENT + 0x4000) + 0x321,
		"%s: %08X", exec_text(&e), e.gpr[2]);
	pages[4] |= PTE390_INVALID;
	asm volatile("ptlb" : : : "memory");
	exec_insn(&e, INSN_RX(0xB1, 2, 4));
	EXPECT(e.kind == KIND_SVC && e.cc == 2 && e.gpr[2] == (uint32_t)&pages[4], "%s: %08X",
		exec_text(&e), e.gpr[2]);
	e.gpr[4] = 5 * SEGMENT;
	exec_insn(&e, INSN_RX(0xB1, 2, 4));
	EXPECT(e.kind == KIND_SVC && e.cc == 1, "an invalid segment: %s", exec_text(&e));
}

/* Operands of what CP itself executes are found through the tables. */
static void cp_uses_the_tables(void)
{
	struct exec e = {.mask = PSW0_DAT, .gpr[4] = SEGMENT + 0x8000};

	build();
	AT32(frame(SEGMENT + 0x8000)) = 0;
	exec_insn(&e, INSN_S(0xB202, 4));
	EXPECT(e.kind == KIND_SVC && AT32(frame(SEGMENT + 0x8000)) >> 24 == 0xFF, "STIDP: %s, %08X",
		exec_text(&e), AT32(frame(SEGMENT + 0x8000)));
	pages[8] |= PTE390_INVALID;
	asm volatile("ptlb" : : : "memory");
	exec_insn(&e, INSN_S(0xB202, 4));
	EXPECT_PGM(&e, PGM_PAGE_TRANS, "STIDP into a missing page");
	EXPECT((e.tea & 0x7FFFF000u) == SEGMENT + 0x8000, "identified %08X", e.tea);
	pages[8] = frame(SEGMENT + 0x8000) | PTE390_PROTECT;
	asm volatile("ptlb" : : : "memory");
	exec_insn(&e, INSN_S(0xB202, 4));
	EXPECT_PGM(&e, PGM_PROTECTION, "STIDP into a protected page");
	LOAD_CR(0, 0);
}

const struct test dat_tests[] = {
	TEST(pages_are_translated),
	TEST(faults_say_where),
	TEST(page_protection),
	TEST(ipte_ends_a_translation),
	TEST(lra_translates_without_dat),
	TEST(cp_uses_the_tables),
	{0},
};
