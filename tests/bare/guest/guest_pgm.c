// SPDX-License-Identifier: Apache-2.0
/*
 * Program interruptions: codes, instruction-length codes, old PSWs and translation-exception
 * addresses. Some are the emulator's work under SIE, some CP's; the guest must not be able to tell.
 */
#include "bare.h"

#define TABLES            0x200000ul /* segment table, then page tables */
#define SEGMENTS          2048
#define PAGES_OF(segment) (TABLES + 0x4000 + (segment)*2048)
#define INVALID_SEGMENT   0x20ul
#define INVALID_PAGE      0x400ul
#define PROTECTED_PAGE    0x200ul
#define MAPPED_SEGMENTS   4 /* the first 4 MB, one to one */

static void expect_old(const struct exec *e, uint64_t from, unsigned len, const char *what)
{
	EXPECT(e->old.addr == from + len, "%s: old PSW at %lX, begun at %lX", what, e->old.addr,
		from);
}

static void operation_exception(void)
{
	static const struct {
		uint64_t insn;
		unsigned ilc;
	} rows[] = {{0x0000ul << 48, 2}, {0xB2FE0000ul << 32, 4}, {0xE3000000007Ful << 16, 6}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct exec e = {0};

		exec_insn(&e, rows[i].insn);
		EXPECT_PGM(&e, PGM_OPERATION, "no instruction");
		EXPECT(e.ilc == rows[i].ilc, "ilc %u of %u", e.ilc, rows[i].ilc);
	}
}

static void privileged_operation_exception(void)
{
	expect_privileged(INSN_S(0x8000, 1), "SSM");
	expect_privileged(INSN_S(0x8200, 1), "LPSW");
	expect_privileged(INSN_S(0xB2B2, 1), "LPSWE");
	expect_privileged(INSN_RS(0xAC, 0, 0, 1, 0), "STNSM");
	expect_privileged(INSN_DIAG(1, 2, 0x44), "DIAGNOSE X'44'");
	expect_privileged(INSN_DIAG(1, 2, 0x08), "DIAGNOSE X'08'");
	expect_privileged(INSN_SIGP(1, 2, 1), "SIGP");
	expect_privileged(INSN_RRE(0xB25F, 1, 0), "CHSC");
	for (unsigned op = 0xB230; op <= 0xB23C; op++)
		expect_privileged(INSN_S(op, 2), "an I/O instruction");
}

static void addressing_exception(void)
{
	struct exec e = {.gpr[2] = BEYOND};

	exec_insn(&e, INSN_RS(0x50, 1, 0, 2, 0));
	EXPECT_PGM(&e, PGM_ADDRESSING, "ST");
	e.gpr[2] = 0x7FFFF000;
	exec_insn(&e, INSN_RS(0x58, 1, 0, 2, 0));
	EXPECT_PGM(&e, PGM_ADDRESSING, "L at the end of 2 GB");
	e.gpr[2] = BEYOND;
	exec_insn(&e, 0x07F2ul << 48);
	EXPECT_PGM(&e, PGM_ADDRESSING, "instruction fetch");
	EXPECT(e.old.addr == BEYOND || e.old.addr == BEYOND + 2 || e.old.addr == BEYOND + 4 ||
			e.old.addr == BEYOND + 6,
		"old PSW at %lX", e.old.addr);
}

static void specification_exception(void)
{
	struct exec e = {.gpr = {[2] = SCRATCH + 1, [1] = 0x77}};

	exec_insn(&e, 0x07F2ul << 48); /* BR to an odd address */
	EXPECT_PGM(&e, PGM_SPECIFICATION, "odd instruction address");
	e.gpr[2] = SCRATCH + 4;
	exec_insn(&e, INSN_RS(0xBB, 1, 4, 2, 0)); /* CDS */
	EXPECT_PGM(&e, PGM_SPECIFICATION, "CDS with an odd register");
	EXPECT(e.ilc == 4, "ilc %u", e.ilc);
}

static void early_exceptions_of_a_psw(void)
{
	static struct psw bad __attribute__((aligned(8)));
	static const struct psw rows[] = {
		{PSW_AMODE64 | BIT64(0), 0x1000},  /* bit 0 is one */
		{PSW_AMODE64 | BIT64(12), 0x1000}, /* bit 12 is one */
		{PSW_EA, 0x1000},                  /* extended without basic addressing */
		{PSW_BA, 0x80000000ul},            /* address beyond 31 bits */
		{0, 0x1000000},                    /* address beyond 24 bits */
		{PSW_AMODE64 | 1, 0x1000},         /* reserved bit 63 */
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct exec e = {.gpr[2] = (uint64_t)&bad};

		bad = rows[i];
		exec_insn(&e, INSN_S(0xB2B2, 2));
		EXPECT(e.kind == KIND_PGM && e.pgm == PGM_SPECIFICATION, "row %zu: %s", i,
			exec_text(&e));
		EXPECT(e.old.addr == rows[i].addr, "row %zu: old PSW at %lX", i, e.old.addr);
	}
}

static void odd_address_in_a_psw(void)
{
	static struct psw bad __attribute__((aligned(8)));
	struct exec e = {.gpr[2] = (uint64_t)&bad};

	bad = (struct psw){PSW_AMODE64, 0x1001};
	exec_insn(&e, INSN_S(0xB2B2, 2));
	EXPECT_PGM(&e, PGM_SPECIFICATION, "odd address");
}

static void execute_exception_and_execute(void)
{
	static const uint16_t target[] __attribute__((aligned(8))) = {0x4400, 0x2000, 0x0A55};
	struct exec e = {.gpr[2] = (uint64_t)&target[0]};

	exec_insn(&e, INSN_RS(0x44, 0, 0, 2, 0));
	EXPECT_PGM(&e, PGM_EXECUTE, "EX of EX");
	e.gpr[2] = (uint64_t)&target[2];
	exec_insn(&e, INSN_RS(0x44, 0, 0, 2, 0));
	EXPECT(e.kind == KIND_SVC && lowcore()->svc_code == 0x55, "EX of SVC: %s, code %02X",
		exec_text(&e), lowcore()->svc_code);
	EXPECT(lowcore()->svc_ilc == 4, "ilc %u", lowcore()->svc_ilc);
}

/* CP gets the target's text and must not mistake the length. */
static void executed_intercepted_instructions(void)
{
	static const uint32_t target[] __attribute__((aligned(8))) = {0xB2023000u, 0xB2023004u};
	static uint64_t cell;
	struct exec e = {.gpr = {[2] = (uint64_t)&target[0], [3] = (uint64_t)&cell}};

	cell = 0;
	exec_insn(&e, INSN_RS(0x44, 0, 0, 2, 0));
	EXPECT_DONE(&e, "EX of STIDP");
	EXPECT(cell != 0, "nothing was stored");
	e.gpr[2] = (uint64_t)&target[1];
	exec_insn(&e, INSN_RS(0x44, 0, 0, 2, 0));
	EXPECT_PGM(&e, PGM_SPECIFICATION, "EX of STIDP unaligned");
	EXPECT(e.ilc == 4, "ilc %u", e.ilc);
	cell = 0;
	e.gpr[2] = (uint64_t)&target[0];
	exec_insn(
		&e, 0xC60000000000ul << 16); /* EXRL of itself: nothing but an execute exception */
	EXPECT_PGM(&e, PGM_EXECUTE, "EXRL of EXRL");
}

static void monitor_call_gives_its_code(void)
{
	struct exec e = {.gpr[2] = 0x123456789Aul};

	LOAD_CR(8, 0x8000); /* class 0 */
	exec_insn(&e, 0xAF002000ul << 32);
	LOAD_CR(8, 0);
	EXPECT_PGM(&e, PGM_MONITOR, "MC");
	EXPECT(lowcore()->monitor_class == 0, "class %u", lowcore()->monitor_class);
	EXPECT(lowcore()->monitor_code == 0x123456789Aul, "code %lX", lowcore()->monitor_code);
}

static void low_address_protection(void)
{
	struct exec e = {.gpr[2] = 0x100};

	LOAD_CR(0, CR0_LAP);
	exec_insn(&e, INSN_RS(0x50, 1, 0, 2, 0));
	LOAD_CR(0, 0);
	EXPECT_PGM(&e, PGM_PROTECTION, "ST to X'100'");
	EXPECT((e.tea & ~0xFFFul) == 0, "TEA %lX", e.tea);
	e.gpr[2] = 0xF00; /* 512 to 4095 are not protected */
	LOAD_CR(0, CR0_LAP);
	exec_insn(&e, INSN_RS(0x50, 1, 0, 2, 0));
	LOAD_CR(0, 0);
	EXPECT_DONE(&e, "ST to X'F00'");
	for (uint64_t page = 0; page < 2 * PAGE_SIZE; page += PAGE_SIZE) {
		e = (struct exec){.gpr[2] = page + 0xF00};
		LOAD_CR(0, CR0_LAP);
		exec_insn(&e, INSN_RRE(0xB22C, 0, 2));
		LOAD_CR(0, 0);
		EXPECT_PGM(&e, PGM_PROTECTION, "TB of a page with protected storage");
	}
}

/* ---- Translation ---------------------------------------------------------------- */

static void make_tables(void)
{
	uint64_t *segment = (uint64_t *)TABLES;

	for (unsigned i = 0; i < SEGMENTS; i++)
		segment[i] = INVALID_SEGMENT;
	for (unsigned i = 0; i < MAPPED_SEGMENTS; i++) {
		uint64_t *page = (uint64_t *)PAGES_OF(i);

		for (unsigned j = 0; j < 256; j++)
			page[j] = i * MiB + j * PAGE_SIZE;
		segment[i] = PAGES_OF(i);
	}
	((uint64_t *)PAGES_OF(3))[1] = INVALID_PAGE;
	((uint64_t *)PAGES_OF(3))[2] |= PROTECTED_PAGE;
	((uint64_t *)PAGES_OF(3))[3] |= 0x800; /* a bit that must be zero */
	((uint64_t *)PAGES_OF(3))[4] = 0x100000;
	LOAD_CR(1, TABLES | 3);
	asm volatile("ptlb" ::: "memory");
}

static void translation_exceptions_name_the_page(void)
{
	static const struct {
		uint64_t addr;
		uint16_t pgm;
		bool store, nullified;
	} rows[] = {
		{0x301000, PGM_PAGE_TRANS, false, true},
		{0x301FFC, PGM_PAGE_TRANS, true, true},
		{0x302010, PGM_PROTECTION, true, false},
		{0x303000, PGM_TRANS_SPEC, false, false},
		{0x400000, PGM_SEGMENT_TRANS, false, true},
		{0x7FFFF000, PGM_SEGMENT_TRANS, true, true},
		{0x80000000, PGM_ASCE_TYPE, false, true},
	};

	make_tables();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct exec e = {.gpr[2] = rows[i].addr, .mask = PSW_DAT};
		uint64_t from;

		exec_insn(&e, 0x0D10ul << 48); /* BASR 1,0: where the code is */
		from = e.gpr[1] - 2;
		e.gpr[1] = 0;
		exec_insn(&e, INSN_RS(rows[i].store ? 0x50 : 0x58, 1, 0, 2, 0));
		EXPECT(e.kind == KIND_PGM && e.pgm == rows[i].pgm, "%lX: %s", rows[i].addr,
			exec_text(&e));
		if (rows[i].pgm != PGM_TRANS_SPEC)
			EXPECT((e.tea & ~0xFFFul) == (rows[i].addr & ~0xFFFul), "%lX: TEA %lX",
				rows[i].addr, e.tea);
		expect_old(&e, from, rows[i].nullified ? 0 : 4, "load or store");
	}
}

static void translated_storage_is_the_mapped(void)
{
	struct exec e = {.gpr[2] = 0x304008, .mask = PSW_DAT};

	make_tables();
	*(uint32_t *)(0x100008) = 0xCAFE0001;
	exec_insn(&e, INSN_RS(0x58, 1, 0, 2, 0));
	EXPECT_DONE(&e, "L through a table");
	EXPECT((uint32_t)e.gpr[1] == 0xCAFE0001, "got %lX", e.gpr[1]);
	e.gpr[2] = 0x304010;
	exec_insn(&e, INSN_S(0xB202, 2));
	EXPECT_DONE(&e, "STIDP through a table");
	EXPECT(!is_vm || *(uint8_t *)0x100010 == 0xFF, "STIDP stored elsewhere");
}

/* CP's own translation of a guest's operands must find the same faults. */
static void intercepted_instructions_meet_translation(void)
{
	static const struct {
		uint64_t addr;
		uint16_t pgm;
	} rows[] = {{0x301000, PGM_PAGE_TRANS}, {0x302000, PGM_PROTECTION},
		{0x303000, PGM_TRANS_SPEC}, {0x400000, PGM_SEGMENT_TRANS},
		{0x80000000, PGM_ASCE_TYPE}};

	make_tables();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct exec e = {.gpr[2] = rows[i].addr, .mask = PSW_DAT};
		uint64_t from;

		exec_insn(&e, 0x0D10ul << 48);
		from = e.gpr[1] - 2;
		exec_insn(&e, INSN_S(0xB202, 2));
		EXPECT(e.kind == KIND_PGM && e.pgm == rows[i].pgm, "STIDP to %lX: %s", rows[i].addr,
			exec_text(&e));
		if (rows[i].pgm != PGM_TRANS_SPEC)
			EXPECT((e.tea & ~0xFFFul) == rows[i].addr, "STIDP to %lX: TEA %lX",
				rows[i].addr, e.tea);
		/* A store; of protection also: by the tables. Linux copies on write by that. */
		if (rows[i].pgm != PGM_TRANS_SPEC)
			EXPECT((e.tea & 0xC04) == (rows[i].pgm == PGM_PROTECTION ? 0x404 : 0x400),
				"STIDP to %lX: TEA %lX", rows[i].addr, e.tea);
		expect_old(&e, from,
			rows[i].pgm == PGM_PROTECTION || rows[i].pgm == PGM_TRANS_SPEC ? 4 : 0,
			"STIDP");
	}
}

static void key_protection_of_intercepted_instructions(void)
{
	struct exec e = {.gpr[2] = SCRATCH, .mask = 0x0010000000000000ul};
	struct exec key = {.gpr = {0, 0x20, SCRATCH}};

	exec_insn(&key, INSN_RRE(0xB22B, 1, 2));
	exec_insn(&e, INSN_S(0xB202, 2));
	EXPECT_PGM(&e, PGM_PROTECTION, "STIDP with PSW key 1 into key 2");
	key.gpr[1] = 0;
	exec_insn(&key, INSN_RRE(0xB22B, 1, 2));
}

static void tprot_follows_the_tables(void)
{
	static const struct {
		uint64_t addr;
		unsigned cc;
	} rows[] = {{0x100000, 0}, {0x301000, 3}, {0x302000, 1}, {0x400000, 3}};

	make_tables();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct exec e = {.gpr[1] = rows[i].addr, .mask = PSW_DAT};

		exec_insn(&e, 0xE50110000000ul << 16);
		EXPECT(e.kind == KIND_SVC && e.cc == rows[i].cc, "%lX: %s", rows[i].addr,
			exec_text(&e));
	}
}

const struct test tests[] = {
	TEST(operation_exception),
	TEST(privileged_operation_exception),
	TEST(addressing_exception),
	TEST(specification_exception),
	TEST(early_exceptions_of_a_psw),
	TEST(odd_address_in_a_psw),
	TEST(execute_exception_and_execute),
	TEST(executed_intercepted_instructions),
	TEST(monitor_call_gives_its_code),
	TEST(low_address_protection),
	TEST(translation_exceptions_name_the_page),
	TEST(translated_storage_is_the_mapped),
	TEST(intercepted_instructions_meet_translation),
	TEST(key_protection_of_intercepted_instructions),
	TEST(tprot_follows_the_tables),
	{0},
};
