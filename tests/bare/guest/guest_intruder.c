// SPDX-License-Identifier: Apache-2.0
/*
 * A program that wants out of its virtual machine: at storage that is not its own, and at the real
 * machine. The neighbour runs beside it, or has just gone and left its frames.
 */
#include "bare.h"

#define MINE   (16 * MiB) /* what the directory gives */
#define LOADED 0x98000ul  /* below: this program and its stacks */
#define RRBM   0xB9AE
#define PFMF   0xB9AF

/* Where storage of others could be: behind ours, where CP lies if one looks at it from outside, and
 * wild. */
static const uint64_t outside[] = {MINE, MINE + 0x1000, 2 * MINE, 64 * MiB, 256 * MiB, 0x3FFFF000,
	0x7FFFF000, 0x80000000, 0xFFFFF000, 0x100000000, 0x4000000000, BEYOND, ~0xFFFul};

static uint8_t block[4096] __attribute__((aligned(4096)));
static ebc8_t command[240];

/* ---- Storage ---------------------------------------------------------------------------- */

static void storage_that_was_others_is_clear(void)
{
	for (uint64_t addr = LOADED + 0x8000; addr < MINE; addr += 8)
		EXPECT(*(uint64_t *)addr == 0, "%lX has %016lX", addr, *(uint64_t *)addr);
}

static void released_pages_are_clear(void)
{
	struct exec e = {.gpr = {[2] = SCRATCH, [4] = SCRATCH_END - PAGE_SIZE}};

	for (unsigned round = 0; round < 4; round++) {
		exec_insn(&e, INSN_DIAG(2, 4, 0x010));
		for (uint64_t addr = SCRATCH; addr < SCRATCH_END; addr += 8) {
			EXPECT(*(uint64_t *)addr == 0, "%lX has %016lX", addr, *(uint64_t *)addr);
			if (addr % PAGE_SIZE == 0)
				*(uint64_t *)addr = 1;
		}
	}
}

static void expect_refused(struct exec *e, uint64_t insn, const char *what, uint64_t addr)
{
	exec_insn(e, insn);
	EXPECT(e->kind == KIND_PGM, "%s at %lX: %s", what, addr, exec_text(e));
}

static void nothing_outside_is_reached(void)
{
	static const struct {
		const char *name;
		uint64_t insn;
	} rows[] = {{"LG", 0xE310200000040000}, {"STG", 0xE310200000240000},
		{"LURA", INSN_RRE(0xB24B, 1, 2)}, {"STURA", INSN_RRE(0xB246, 1, 2)},
		{"LURAG", INSN_RRE(0xB905, 1, 2)}, {"STURG", INSN_RRE(0xB925, 1, 2)},
		{"TB", INSN_RRE(0xB22C, 0, 2)}, {"ISKE", INSN_RRE(0xB229, 1, 2)},
		{"SSKE", INSN_RRE(0xB22B, 1, 2)}, {"RRBE", INSN_RRE(0xB22A, 1, 2)},
		{"RRBM", INSN_RRE(RRBM, 1, 2)}, {"PFMF", INSN_RRE(PFMF, 3, 2)},
		{"IPTE", INSN_RRE(0xB221, 2, 0)}, {"SPX", INSN_S(0xB210, 4)},
		{"STSI", INSN_S(0xB27D, 2)}, {"STPX", INSN_S(0xB211, 2)},
		{"TSCH", INSN_S(0xB235, 2)}, {"STSCH", INSN_S(0xB234, 2)},
		{"SERVC", INSN_RRE(0xB220, 7, 2)}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		for (size_t j = 0; j < ARRAY_LEN(outside); j++) {
			static uint32_t prefix __attribute__((aligned(4)));
			struct exec e = {.gpr = {[0] = 0x10000001,
						 [1] = 1,
						 [2] = outside[j],
						 [3] = 0x30010,
						 [4] = (uint64_t)&prefix,
						 [7] = 0x00020001}};

			prefix = (uint32_t)outside[j] & 0x7FFFE000;
			if (rows[i].insn == INSN_S(0xB210, 4) && prefix + 0x2000 <= MINE)
				continue;
			if (rows[i].insn == INSN_S(0xB234, 2) || rows[i].insn == INSN_S(0xB235, 2))
				e.gpr[1] = io_find(CONSOLE_DEVNO);
			if (rows[i].insn == INSN_RRE(0xB220, 7, 2) && (uint32_t)outside[j] < MINE)
				continue; /* it has 31 bits */
			expect_refused(&e, rows[i].insn, rows[i].name, outside[j]);
		}
}

/*
 * The frames of the host that have the guest's addresses: their keys and contents would change.
 * Differs: the emulator has a guest's PFMF that clears and sets a key at once end in an addressing
 * exception.
 */
static void whole_frames_are_our_own(void)
{
	for (uint64_t page = SCRATCH; page < MINE; page += PAGE_SIZE) {
		struct exec e = {.gpr = {[1] = 0x200F8, [2] = page}}; /* key X'F8' */

		exec_insn(&e, INSN_RRE(PFMF, 1, 2));
		EXPECT(e.kind == KIND_SVC, "PFMF of %lX: %s", page, exec_text(&e));
		e = (struct exec){.gpr = {[1] = 0x10000, [2] = page}}; /* clear */
		exec_insn(&e, INSN_RRE(PFMF, 1, 2));
		EXPECT(e.kind == KIND_SVC, "PFMF of %lX: %s", page, exec_text(&e));
		e = (struct exec){.gpr = {[2] = page}};
		exec_insn(&e, INSN_RRE(RRBM, 1, 2));
		EXPECT_DONE(&e, "RRBM");
		e = (struct exec){.gpr = {[2] = page}};
		exec_insn(&e, INSN_RRE(0xB229, 1, 2));
		EXPECT(e.kind == KIND_SVC && (e.gpr[1] & 0xF8) == 0xF8, "%lX: key %02lX, %s", page,
			e.gpr[1], exec_text(&e));
		asm volatile("sske %0,%1" : : "d"(0ul), "a"(page) : "memory");
	}
}

static void expanded_storage_is_not_ours(void)
{
	for (uint64_t nr = 0; nr < 0x100000000; nr = nr * 4 + 1) {
		struct exec e = {.gpr = {[1] = SCRATCH, [2] = nr}};

		exec_insn(&e, INSN_RRE(0xB22E, 1, 2));
		EXPECT_CC(&e, 3, "PGIN");
		exec_insn(&e, INSN_RRE(0xB22F, 1, 2));
		EXPECT_CC(&e, 3, "PGOUT");
	}
}

static void channel_programs_reach_nothing_outside(void)
{
	static struct ccw1 ccw __attribute__((aligned(8)));
	static uint64_t idaw __attribute__((aligned(8)));
	uint32_t ssid = io_find(0x000D);

	io_enable(ssid, CONSOLE_ISC);
	for (size_t i = 0; i < ARRAY_LEN(outside); i++) {
		struct irb irb = {0};
		bool ida = outside[i] > 0x7FFFFFFF;

		idaw = outside[i];
		ccw = (struct ccw1){0x01, ida ? CCW_IDA | CCW_SLI : CCW_SLI, be16(80),
			be32((uint32_t)(ida ? (uint64_t)&idaw : outside[i]))};
		if (ida && (uint32_t)(idaw >> 32) < MINE)
			continue; /* io_run has IDAWs of format 1: two words, the first is in
				     storage */
		EXPECT(io_run(ssid, &ccw, &irb) == 0, "no end at %lX", outside[i]);
		EXPECT(irb.scsw.cstat & CSTAT_PROGRAM_CHECK, "%lX: cstat %02X", outside[i],
			irb.scsw.cstat);
	}
}

static void diagnoses_reach_nothing_outside(void)
{
	static const uint16_t codes[] = {0x000, 0x00C, 0x060, 0x204, 0x210, 0x224, 0x24, 0x250,
		0x260, 0x270, 0x2FC, 0x014, 0x0A0, 0x0A4, 0x0A8};
	uint8_t before[64];

	memcpy(before, (void *)lowcore(), sizeof(before));
	for (size_t i = 0; i < ARRAY_LEN(codes); i++)
		for (size_t j = 0; j < ARRAY_LEN(outside); j++) {
			struct exec e = {0};

			if (codes[i] == 0x060)
				continue;
			for (unsigned r = 1; r < 15; r++)
				e.gpr[r] = outside[j];
			exec_insn(&e, INSN_DIAG(2, 4, codes[i])); /* must only come back */
		}
	EXPECT(memcmp(before, (void *)lowcore(), sizeof(before)) == 0, "the prefix area changed");
}

/* ---- The real machine ----------------------------------------------------------------------- */

static void no_order_to_the_service_processor_changes_the_machine(void)
{
	/* Configure CPU, storage, channel path; IPL; stop: none may say that it was done. */
	static const uint32_t commands[] = {0x00100001, 0x00110001, 0x00110101, 0x000F0001,
		0x000E0001, 0x00140001, 0x00160001, 0x000C0001, 0x000D0001, 0x00210001, 0x00090001,
		0x001B0001};

	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		struct exec e = {.gpr = {[1] = commands[i], [2] = (uint64_t)block}};

		memset(block, 0, sizeof(block));
		block[0] = 0x10; /* length */
		exec_insn(&e, INSN_RRE(0xB220, 1, 2));
		EXPECT(e.kind == KIND_PGM || e.cc != 0 || (block[6] != 0x00 || block[7] != 0x20),
			"SERVC %08X was executed", commands[i]);
		exec_wait(&e, 0, 1);
	}
}

static void no_other_cpu_is_there(void)
{
	static const uint8_t orders[] = {0x01, 0x05, 0x06, 0x0B, 0x0C, 0x0D, 0x0E};

	for (uint64_t cpu = 1; cpu < 64; cpu++)
		for (size_t i = 0; i < ARRAY_LEN(orders); i++) {
			struct exec e = {.gpr = {[6] = cpu}};

			exec_insn(&e, INSN_SIGP(4, 6, orders[i]));
			EXPECT_CC(&e, 3, "SIGP");
		}
}

static void the_emulator_is_out_of_reach(void)
{
	/* Its own DIAGNOSE codes; SIE; instructions that it executes before it looks at the state.
	 */
	static const uint16_t codes[] = {
		0xF00, 0xF04, 0xF08, 0xF0C, 0xF10, 0xF14, 0xF18, 0xFE8, 0xFF8, 0xFFC};

	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		struct exec e = {.gpr = {[2] = (uint64_t)block, [4] = 8}};

		exec_insn(&e, INSN_DIAG(2, 4, codes[i]));
		EXPECT(e.kind == KIND_PGM && e.pgm == PGM_SPECIFICATION, "DIAGNOSE %03X: %s",
			codes[i], exec_text(&e));
		expect_privileged(INSN_DIAG(2, 4, codes[i]), "DIAGNOSE in the problem state");
	}
	for (uint64_t addr = 0; addr < MINE; addr += MiB) {
		struct exec e = {.gpr = {[2] = addr}};

		exec_insn(&e, INSN_S(0xB214, 2));
		EXPECT_PGM(&e, PGM_OPERATION, "SIE");
	}
	expect_privileged(INSN_S(0xB214, 2), "SIE");
	expect_privileged(INSN_S(0xB204, 2), "SCK");
}

static uint64_t set_command(const char *text)
{
	ebc_from_ascii(command, text, strlen(text));
	return strlen(text);
}

/* DIAGNOSE X'08' of the emulator takes its panel's commands, and the host's shell's. */
static void commands_of_the_emulator_are_unknown(void)
{
	static const char *const lines[] = {"sh touch INTRUDED", "-sh touch INTRUDED", "quit",
		"stopall", "script INTRUDED", "devinit 000C INTRUDED", "!sh touch INTRUDED",
		"-quit", "sysclear"};

	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		struct exec e = {.gpr = {[2] = (uint64_t)command,
					 [3] = (uint64_t)block,
					 [4] = set_command(lines[i]) | 0x40000000,
					 [5] = sizeof(block)}};

		exec_insn(&e, INSN_DIAG(2, 4, 0x008));
		EXPECT(e.kind == KIND_SVC && e.gpr[4] != 0, "%s: %s, return code %lu", lines[i],
			exec_text(&e), e.gpr[4]);
	}
}

/* The watchdog's command is given later, by nobody who waits for it: as whom? */
static void the_watchdog_gives_no_other_commands(void)
{
	struct exec e = {.gpr = {[2] = 0,
				 [3] = 15,
				 [4] = (uint64_t)command,
				 [5] = set_command("FORCE BARE2 NOW")}};

	exec_insn(&e, INSN_DIAG(2, 4, 0x288));
	EXPECT_DONE(&e, "watchdog");
	e = (struct exec){.gpr = {[2] = 2}};
	exec_insn(
		&e, INSN_DIAG(2, 4, 0x288)); /* cancel; the test's table tries the command itself */
}

/* The clock of others is not ours to set: theirs is looked at from outside. */
static void the_clock_moves_for_nobody_else(void)
{
	static uint64_t tod __attribute__((aligned(8)));
	uint64_t old = clock_get();
	struct exec e = {.gpr = {[2] = (uint64_t)&tod}};

	tod = old + 1000000000 * TOD_S;
	exec_insn(&e, INSN_S(0xB204, 2));
	EXPECT_CC(&e, 0, "SCK");
	EXPECT(clock_get() - old >= 1000000000 * TOD_S, "our own did not");
	tod = old;
	exec_insn(&e, INSN_S(0xB204, 2));
	for (uint64_t function = 0x40; function < 0x50; function++) {
		e = (struct exec){.gpr = {[0] = function, [1] = (uint64_t)block}};
		exec_insn(&e, 0x0104000000000000);
		EXPECT(e.kind == KIND_PGM || e.cc == 3, "PTFF %lX: %s", function, exec_text(&e));
	}
}

const struct test tests[] = {
	TEST(storage_that_was_others_is_clear),
	TEST(released_pages_are_clear),
	TEST(nothing_outside_is_reached),
	TEST(whole_frames_are_our_own),
	TEST(expanded_storage_is_not_ours),
	TEST(channel_programs_reach_nothing_outside),
	TEST(diagnoses_reach_nothing_outside),
	TEST(no_order_to_the_service_processor_changes_the_machine),
	TEST(no_other_cpu_is_there),
	TEST(the_emulator_is_out_of_reach),
	TEST(commands_of_the_emulator_are_unknown),
	TEST(the_watchdog_gives_no_other_commands),
	TEST(the_clock_moves_for_nobody_else),
	{0},
};
