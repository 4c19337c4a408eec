// SPDX-License-Identifier: Apache-2.0
/* Every class of interruption in ESA/390 mode: codes and old PSWs in the places of that
 * architecture. */
#include "esa.h"

static void supervisor_call(void)
{
	struct exec e = {0};

	exec_insn(&e, 0x0A77ull << 48);
	EXPECT(e.kind == KIND_SVC && AT16(PFX_SVC_CODE) == 0x77, "code %04X", AT16(PFX_SVC_CODE));
	EXPECT((e.old[0] & 0xFFF80000u) == PSW0_ONE && (e.old[1] & PSW1_BA), "old PSW %08X %08X",
		e.old[0], e.old[1]);
}

static void program_interruptions(void)
{
	static const struct {
		const char *what;
		uint64_t insn;
		uint32_t mask, addr;
		uint16_t pgm, ilc;
	} rows[] = {
		{"operation", 0, 0, 0, PGM_OPERATION, 2},
		{"a z/Architecture instruction: LGR", INSN_RRE(0xB904, 2, 4), 0, 0, PGM_OPERATION,
			4},
		{"privileged", INSN_S(0xB202, 4), PSW0_PROBLEM, SCRATCH, PGM_PRIVILEGED, 4},
		{"DIAGNOSE in the problem state", INSN_RX(0x83, 2, 0), PSW0_PROBLEM, SCRATCH,
			PGM_PRIVILEGED, 4},
		{"protection by key", INSN_ST(2, 4), PSW0_KEY(1), SCRATCH, PGM_PROTECTION, 4},
		{"addressing", INSN_L(2, 4), 0, BEYOND, PGM_ADDRESSING, 4},
		{"specification", INSN_S(0xB202, 4), 0, SCRATCH + 1, PGM_SPECIFICATION, 4},
		{"special operation", INSN_S(0xB219, 4), 0, 0x100, PGM_SPECIAL_OP, 4},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct exec e = {.mask = rows[i].mask, .gpr = {[4] = rows[i].addr}};

		exec_insn(&e, rows[i].insn);
		EXPECT_PGM(&e, rows[i].pgm, rows[i].what);
		EXPECT(e.ilc == rows[i].ilc, "%s: ilc %u", rows[i].what, e.ilc);
		EXPECT((e.old[0] & PSW0_PROBLEM) == (rows[i].mask & PSW0_PROBLEM),
			"%s: old PSW %08X", rows[i].what, e.old[0]);
	}
}

/* With the comparator or the timer in the past; the interruption comes when both masks allow it. */
static void clock_interruptions(void)
{
	uint64_t past = clock_get(), never = ~0ull;
	/* Below zero for long: the least value would soon be the greatest, and pend no more. */
	uint64_t elapsed = -(1ull << 40);
	struct exec e = {.mask = PSW0_EXT};

	asm volatile("sckc %0" : : "Q"(past));
	exec_insn(&e, INSN_NOP);
	EXPECT_DONE(&e, "masked in CR0");
	LOAD_CR(0, CR0_CLOCK);
	e.mask = 0;
	exec_insn(&e, INSN_NOP);
	EXPECT_DONE(&e, "masked in the PSW");
	e.mask = PSW0_EXT;
	exec_insn(&e, INSN_NOP);
	EXPECT(e.kind == KIND_EXT && e.ext_code == EXT_CKC, "comparator: %s", exec_text(&e));
	EXPECT(e.old[0] & PSW0_EXT, "old PSW %08X", e.old[0]);
	asm volatile("sckc %0" : : "Q"(never));
	LOAD_CR(0, CR0_TIMER);
	asm volatile("spt %0" : : "Q"(elapsed));
	asm volatile(".long 0x83000044"); /* DIAGNOSE: CP runs, and keeps the timer meanwhile */
	exec_insn(&e, INSN_NOP);
	EXPECT(e.kind == KIND_EXT && e.ext_code == EXT_CPUTIMER, "timer: %s", exec_text(&e));
	LOAD_CR(0, 0);
}

static void waiting_ends_with_the_comparator(void)
{
	uint64_t due = clock_get() + 5 * MS, never = ~0ull;
	struct exec e = {.mask = PSW0_EXT | PSW0_WAIT};

	asm volatile("sckc %0" : : "Q"(due));
	LOAD_CR(0, CR0_CLOCK);
	exec_insn(&e, INSN_NOP);
	EXPECT(e.kind == KIND_EXT && e.ext_code == EXT_CKC, "%s", exec_text(&e));
	EXPECT(clock_get() >= due, "too early");
	LOAD_CR(0, 0);
	asm volatile("sckc %0" : : "Q"(never));
}

static void signals_to_oneself(void)
{
	struct exec e = {.mask = PSW0_EXT};

	EXPECT(sigp(0, SIGP_CALL, 0, NULL) == 0, "external call is not accepted");
	EXPECT(sigp(0, SIGP_EMERGENCY, 0, NULL) == 0, "emergency signal is not accepted");
	LOAD_CR(0, CR0_EMERG | CR0_CALL);
	exec_insn(&e, INSN_NOP);
	EXPECT(e.kind == KIND_EXT && e.ext_code == EXT_EMERGENCY && e.ext_cpu == 0, "first: %s",
		exec_text(&e));
	exec_insn(&e, INSN_NOP);
	EXPECT(e.kind == KIND_EXT && e.ext_code == EXT_EXTCALL, "second: %s", exec_text(&e));
	LOAD_CR(0, 0);
}

/* Each of them opens the PSW for an interruption that waits already. */
static void system_masks_and_lpsw(void)
{
	static uint32_t psw[2] __attribute__((aligned(8)));
	static const struct {
		const char *what;
		uint64_t insn;
	} rows[] = {
		{"SSM", INSN_S(0x8000, 4)},
		{"STOSM", INSN_SI(0xAD, 0x01, 4)},
		{"LPSW", INSN_S(0x8200, 5)},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct exec e = {.gpr = {[4] = SCRATCH, [5] = (uint32_t)psw}};

		psw[0] = PSW0_ONE | PSW0_EXT;
		psw[1] = PSW1_BA | (uint32_t)entry_svc;
		AT8(SCRATCH) = 0x01;
		LOAD_CR(0, CR0_EMERG);
		(void)sigp(0, SIGP_EMERGENCY, 0, NULL);
		exec_insn(&e, rows[i].insn);
		EXPECT(e.kind == KIND_EXT && e.ext_code == EXT_EMERGENCY, "%s: %s", rows[i].what,
			exec_text(&e));
	}
	LOAD_CR(0, 0);
}

static void stnsm_tells_and_closes(void)
{
	struct exec e = {.mask = PSW0_EXT | PSW0_IO, .gpr[4] = SCRATCH};

	AT8(SCRATCH) = 0xEE;
	exec_insn(&e, INSN_SI(0xAC, 0xFE, 4));
	EXPECT_DONE(&e, "STNSM");
	EXPECT(AT8(SCRATCH) == 0x03 && (e.old[0] >> 24) == 0x02, "mask %02X, PSW %08X",
		AT8(SCRATCH), e.old[0]);
}

static void invalid_psw_is_a_specification_exception(void)
{
	static uint32_t psw[2] __attribute__((aligned(8)));
	struct exec e = {.gpr[5] = (uint32_t)psw};

	psw[0] = 0;
	psw[1] = PSW1_BA | (uint32_t)entry_svc;
	exec_insn(&e, INSN_S(0x8200, 5));
	EXPECT_PGM(&e, PGM_SPECIFICATION, "bit 12 is zero");
	psw[0] = PSW0_ONE;
	psw[1] = (uint32_t)entry_svc | 0x01000000u;
	exec_insn(&e, INSN_S(0x8200, 5));
	EXPECT_PGM(&e, PGM_SPECIFICATION, "24-bit mode and an address of 25 bits");
}

/* A device that comes is told by a machine check, and STORE CHANNEL REPORT WORD says which. */
static void channel_report_is_a_machine_check(void)
{
	struct exec e = {.mask = PSW0_MCCK | PSW0_WAIT, .gpr[9] = 0x99};
	uint32_t crw = 0, cc, cr14 = STORE_CR(14);

	EXPECT(cp_command("DEFINE PUNCH 0120") == 0, "CP refuses to define a punch");
	LOAD_CR(14, cr14 | CR14_CRW);
	exec_insn(&e, INSN_NOP);
	EXPECT(e.kind == KIND_MCK, "%s", exec_text(&e));
	EXPECT(AT32(PFX390_SAVE_GPR + 4 * 9) == 0x99 &&
			AT32(PFX390_SAVE_CR + 4 * 14) == STORE_CR(14),
		"saved: register 9 %08X, CR14 %08X", AT32(PFX390_SAVE_GPR + 4 * 9),
		AT32(PFX390_SAVE_CR + 4 * 14));
	EXPECT(AT32(PFX_MCCK_CODE) & 0x00400000u, "code %08X", AT32(PFX_MCCK_CODE));
	LOAD_CR(14, cr14);
	asm volatile("stcrw %0\n ipm %1\n srl %1,28" : "=Q"(crw), "=d"(cc) : : "cc");
	EXPECT(cc == 0 && (crw >> 24 & 0xF) == 3, "cc %u, report %08X", cc, crw);
	EXPECT(cp_command("DETACH 0120") == 0, "CP refuses to detach it");
	do
		asm volatile("stcrw %0\n ipm %1\n srl %1,28" : "=Q"(crw), "=d"(cc) : : "cc");
	while (cc == 0);
}

/* Through the PSW at real 0; the old one is at 8. */
static void restart_of_oneself(void)
{
	struct exec e = {.gpr = {[5] = 0, [6] = 0}};

	AT32(PFX390_RESTART_NEW + 4) = PSW1_BA | (uint32_t)entry_svc;
	exec_insn(&e, 0xAE460006ull << 32);
	AT32(PFX390_RESTART_NEW + 4) = PSW1_BA | (uint32_t)entry_restart;
	EXPECT((AT32(PFX390_RESTART_OLD) & 0xFFF80000u) == PSW0_ONE &&
			AT32(PFX390_RESTART_OLD + 4) > PSW1_BA,
		"old PSW %08X %08X", AT32(PFX390_RESTART_OLD), AT32(PFX390_RESTART_OLD + 4));
}

const struct test interruption_tests[] = {
	TEST(supervisor_call),
	TEST(program_interruptions),
	TEST(clock_interruptions),
	TEST(waiting_ends_with_the_comparator),
	TEST(signals_to_oneself),
	TEST(system_masks_and_lpsw),
	TEST(stnsm_tells_and_closes),
	TEST(invalid_psw_is_a_specification_exception),
	TEST(channel_report_is_a_machine_check),
	TEST(restart_of_oneself),
	{0},
};
