// SPDX-License-Identifier: Apache-2.0
/*
 * Program-event recording by the guest itself. The emulator does most of it under SIE; CP the
 * events of instructions that it simulates, and all while it traces this very guest: the guest must
 * see no difference.
 */
#include "bare.h"

/* Labels of the code that is run: each piece ends with SVC 0. */
asm("	.text\n"
    "	.balign	8\n"
    "per_code:\n"
    "per_lhi: lhi	1,5\n"
    "per_lr:  lr	2,1\n"
    "per_st:  st	1,8(3)\n"
    "per_j:   j	per_to\n"
    "	.short	0x0700\n"
    "per_to:  lr	4,1\n"
    "per_svc: svc	0\n"
    "per_diag: diag	0,0,0x44\n"
    "	svc	0\n"
    "per_stidp: stidp	0(3)\n"
    "	svc	0\n"
    "per_op:	.short	0\n"
    "	svc	0\n");
extern const uint8_t per_code[], per_lhi[], per_lr[], per_st[], per_j[], per_to[], per_svc[],
	per_diag[], per_stidp[], per_op[];

static void set_events(uint32_t events, const void *first, const void *last)
{
	LOAD_CR(10, (uint64_t)first);
	LOAD_CR(11, (uint64_t)last);
	LOAD_CR(9, events);
}

/* Runs code with events on; the last control registers are zero again after it. */
static void run(
	struct exec *e, const void *code, uint32_t events, const void *first, const void *last)
{
	lowcore()->per_code = lowcore()->per_atmid = 0;
	lowcore()->per_addr = 0;
	e->code = code;
	e->mask |= PSW_PER;
	e->gpr[3] = SCRATCH;
	set_events(events, first, last);
	exec_run(e);
	set_events(0, NULL, NULL);
}

static void expect_event(const struct exec *e, uint16_t pgm, uint32_t events, const void *at,
	const void *next, const char *what)
{
	const struct prefix_arch *pfx = lowcore();

	EXPECT_PGM(e, pgm, what);
	EXPECT(pfx->per_code == events >> 24, "%s: PER code %02X", what, pfx->per_code);
	EXPECT(pfx->per_addr == (uint64_t)at, "%s: PER address %lX not %lX", what, pfx->per_addr,
		(uint64_t)at);
	EXPECT(e->old.addr == (uint64_t)next, "%s: old PSW at %lX not %lX", what, e->old.addr,
		(uint64_t)next);
	EXPECT(e->old.mask & PSW_PER, "%s: no PER in the old PSW", what);
}

static void instruction_fetch(void)
{
	struct exec e = {0};

	run(&e, per_code, CR9_FETCH, per_lhi, per_lhi);
	expect_event(&e, PGM_PER, CR9_FETCH, per_lhi, per_lr, "first");
	e = (struct exec){0};
	run(&e, per_code, CR9_FETCH, per_lr, per_lr + 1);
	expect_event(&e, PGM_PER, CR9_FETCH, per_lr, per_st, "second");
	EXPECT(e.gpr[1] == 5 && e.gpr[2] == 5, "not executed");
	e = (struct exec){0};
	run(&e, per_code, CR9_FETCH, per_j + 4, per_j + 5);
	EXPECT_DONE(&e, "what is jumped over");
}

static void branch(void)
{
	struct exec e = {0};

	run(&e, per_code, CR9_BRANCH, NULL, NULL);
	expect_event(&e, PGM_PER, CR9_BRANCH, per_j, per_to, "anywhere");
	e = (struct exec){0};
	run(&e, per_code, CR9_BRANCH | CR9_BRANCH_RANGE, per_to, per_to);
	expect_event(&e, PGM_PER, CR9_BRANCH, per_j, per_to, "into the range");
	e = (struct exec){0};
	run(&e, per_code, CR9_BRANCH | CR9_BRANCH_RANGE, per_lhi, per_j);
	EXPECT_DONE(&e, "from the range");
}

static void storage_alteration(void)
{
	struct exec e = {0};

	run(&e, per_code, CR9_STORE, (void *)(SCRATCH + 8), (void *)(SCRATCH + 8));
	expect_event(&e, PGM_PER, CR9_STORE, per_st, per_j, "first byte");
	e = (struct exec){0};
	run(&e, per_code, CR9_STORE, (void *)(SCRATCH + 11), (void *)(SCRATCH + 12));
	expect_event(&e, PGM_PER, CR9_STORE, per_st, per_j, "last byte");
	e = (struct exec){0};
	run(&e, per_code, CR9_STORE, (void *)(SCRATCH + 64), (void *)(SCRATCH + 65));
	EXPECT_DONE(&e, "behind it");
}

static void two_events_of_one_instruction(void)
{
	struct exec e = {0};

	run(&e, per_st, CR9_FETCH | CR9_STORE, NULL, (void *)UINT64_MAX);
	expect_event(&e, PGM_PER, CR9_FETCH | CR9_STORE, per_st, per_j, "ST");
}

static void range_that_wraps(void)
{
	struct exec e = {0};

	run(&e, per_code, CR9_FETCH, per_j, per_lhi);
	expect_event(&e, PGM_PER, CR9_FETCH, per_lhi, per_lr, "end of the range");
	e = (struct exec){0};
	run(&e, per_lr, CR9_FETCH, per_j, per_lhi);
	expect_event(&e, PGM_PER, CR9_FETCH, per_j, per_to, "beginning of the range");
}

static void instruction_that_cp_simulates(void)
{
	struct exec e = {0};

	run(&e, per_diag, CR9_FETCH, per_diag, per_diag);
	expect_event(&e, PGM_PER, CR9_FETCH, per_diag, per_diag + 4, "DIAGNOSE");
	e = (struct exec){0};
	run(&e, per_stidp, CR9_FETCH, per_stidp, per_stidp);
	expect_event(&e, PGM_PER, CR9_FETCH, per_stidp, per_stidp + 4, "STIDP");
	e = (struct exec){0};
	run(&e, per_stidp, CR9_FETCH, per_stidp + 1, per_stidp + 3);
	EXPECT_DONE(&e, "STIDP whose first byte is not in the range");
}

static void with_another_program_interruption(void)
{
	struct exec e = {0};

	run(&e, per_op, CR9_FETCH, per_op, per_op);
	expect_event(&e, PGM_PER | PGM_OPERATION, CR9_FETCH, per_op, per_op + 2, "no instruction");
	e = (struct exec){.mask = PSW_PROBLEM};
	run(&e, per_diag, CR9_FETCH, per_diag, per_diag);
	expect_event(&e, PGM_PER | PGM_PRIVILEGED, CR9_FETCH, per_diag, per_diag + 4, "DIAGNOSE");
	e = (struct exec){0};
	run(&e, per_op, CR9_FETCH, per_lhi, per_lhi);
	EXPECT_PGM(&e, PGM_OPERATION, "no instruction, not in the range");
}

static void psw_decides(void)
{
	struct exec e = {.code = per_code, .gpr[3] = SCRATCH};

	set_events(CR9_FETCH | CR9_BRANCH | CR9_STORE, NULL, (void *)UINT64_MAX);
	exec_run(&e);
	set_events(0, NULL, NULL);
	EXPECT_DONE(&e, "PER off in the PSW");
	EXPECT(!(e.old.mask & PSW_PER), "PER in the old PSW");
}

static void control_registers_are_the_guests(void)
{
	uint32_t word[3];

	LOAD_CR(10, 0x123456789ABCDEF0);
	LOAD_CR(11, 0x0FEDCBA987654321);
	LOAD_CR(9, 0x28000000);
	asm volatile("stctl	9,11,%0" : "=Q"(word));
	EXPECT(STORE_CR(9) == 0x28000000, "CR9 %lX", STORE_CR(9));
	EXPECT(STORE_CR(10) == 0x123456789ABCDEF0, "CR10 %lX", STORE_CR(10));
	EXPECT(STORE_CR(11) == 0x0FEDCBA987654321, "CR11 %lX", STORE_CR(11));
	EXPECT(word[0] == 0x28000000 && word[1] == 0x9ABCDEF0 && word[2] == 0x87654321,
		"STCTL %08X %08X %08X", word[0], word[1], word[2]);
	set_events(0, NULL, NULL);
}

const struct test tests[] = {TEST(instruction_fetch), TEST(branch), TEST(storage_alteration),
	TEST(two_events_of_one_instruction), TEST(range_that_wraps),
	TEST(instruction_that_cp_simulates), TEST(with_another_program_interruption),
	TEST(psw_decides), TEST(control_registers_are_the_guests), {0}};
