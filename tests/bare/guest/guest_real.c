// SPDX-License-Identifier: Apache-2.0
/*
 * A program that computes with DAT off: after some time CP runs it with DAT on, in a real space. Nothing may show that
 * but LOAD REAL ADDRESS, by which each test waits for it. A second CPU that sleeps for a millisecond again and again makes
 * sure that CP looks.
 */
#include "bare.h"

#define TICKER 1 /* CPU address */
#define CELL   SCRATCH
#define LIMIT  0x10000000ul /* so often: half a minute */

static uint8_t ticker_area[0x2000] __attribute__((aligned(0x2000)));

/* ---- The CPU that ticks ---- */

extern const char ticker[];
asm("	.globl	ticker\n"
    "	.balign	8\n"
    "9:	.quad	0x0102000180000000,0\n" /* an enabled wait */
    "8:	.quad	0\n"
    "7:	.quad	0x0800\n" /* CR0: clock comparator */
    "ticker:	larl	%r5,8b\n"
    "	stck	0(%r5)\n"
    "	lg	%r6,0(%r5)\n"
    "	agfi	%r6,4096000\n"
    "	stg	%r6,0(%r5)\n"
    "	sckc	0(%r5)\n"
    "	larl	%r5,7b\n"
    "	lctlg	%c0,%c0,0(%r5)\n"
    "	larl	%r5,9b\n"
    "	lpswe	0(%r5)\n");

static void order(uint8_t order, uint64_t parm)
{
	struct exec e;

	do {
		e = (struct exec){.gpr = {[5] = parm, [6] = TICKER}};
		exec_insn(&e, INSN_SIGP(4, 6, order));
	} while (e.kind == KIND_SVC && e.cc == 2);
	EXPECT_CC(&e, 0, "SIGP");
}

static void a_second_cpu_ticks(void)
{
	struct prefix_arch *area = (struct prefix_arch *)ticker_area;

	if (!is_vm)
		return test_skip("not in a virtual machine");
	memcpy(area, lowcore(), sizeof(ticker_area));
	area->restart_new = area->ext_new = (struct psw){PSW_AMODE64, (uint64_t)ticker};
	order(0x0B, 0); /* initial CPU reset */
	order(0x0D, (uint64_t)area);
	order(0x06, 0);
}

/* ---- Code that goes on when CP has put DAT on ---- */

#define NO_SPACE                                                                                   \
	0x123456000ul /* CR1: translates nothing beyond 512 MiB, and is not looked at below */
#define FAR_OFF 0x40000000ul

#define CODE(name, text)                                                                           \
	extern const char name[];                                                                  \
	asm("	.globl	" #name "\n" #name ":\n"                                                   \
	    "0:	lra	%r1,0(%r13)\n"                                                                 \
	    "	jz	1f\n"                                                                             \
	    "	brctg	%r2,0b\n"                                                                      \
	    "1:	" text "\n"                                                                        \
	    "	svc	0\n"                                                                             \
	    "2:	svc	2\n")

CODE(code_svc, "");
CODE(code_stosm, "stosm 0(%r12),0");
CODE(code_stnsm, "stnsm 0(%r12),255");
CODE(code_ssm, "ssm 0(%r12)");
CODE(code_stctg, "stctg %c1,%c1,0(%r12)");
CODE(code_lctlg, "lctlg %c1,%c1,0(%r12)\n	stctg %c1,%c1,8(%r12)");
CODE(code_epsw, "epsw %r3,%r4");
CODE(code_ex, "larl %r11,2f\n	ex 0,0(%r11)");
CODE(code_exrl, ".insn ril,0xc60000000000,0,3f\n	svc 0\n3:	stosm 0(%r12),0");
CODE(code_invalid, ".short 0");
CODE(code_divide, "lghi %r5,0\n	dr %r4,%r5");
CODE(code_beyond, "lg %r3,0(%r10)");
CODE(code_store, "stg %r3,0(%r12)");
CODE(code_monitor, "mc 5,1");
CODE(code_bakr, "bakr 0,0");
CODE(code_tprot, "tprot 0(%r12),0");
CODE(code_lpswe, "larl %r4,4f\n	stg %r4,8(%r12)\n	lpswe 0(%r12)\n4:");
CODE(code_clock, "sckc 0(%r12)\n3:	j 3b");

/* Runs it; `cell` is before and after what is at CELL, to which R12 points. */
static void run(struct exec *e, const void *code)
{
	LOAD_CR(1, NO_SPACE);
	e->code = code;
	e->gpr[2] = LIMIT;
	e->gpr[10] = BEYOND;
	e->gpr[12] = CELL;
	e->gpr[13] = FAR_OFF;
	exec_run(e);
	EXPECT(e->gpr[2], "CP did not put DAT on");
	EXPECT(!(e->old.mask & PSW_DAT), "the old PSW %lX has DAT on", e->old.mask);
}

static uint64_t *cell(void)
{
	return (uint64_t *)CELL;
}

#define SKIP_ELSEWHERE                                                                             \
	do {                                                                                       \
		if (!is_vm)                                                                        \
			return test_skip("not in a virtual machine");                              \
	} while (0)

/* ---- What would show it ---- */

static void supervisor_call_stores_its_own_psw(void)
{
	struct exec e = {.mask = 0};

	SKIP_ELSEWHERE;
	run(&e, code_svc);
	EXPECT_DONE(&e, "SVC");
	run(&e, code_ex);
	EXPECT_DONE(&e, "EXECUTE of SVC");
}

static void system_mask_is_its_own(void)
{
	struct exec e = {.mask = 0};

	SKIP_ELSEWHERE;
	cell()[0] = UINT64_MAX;
	run(&e, code_stosm);
	EXPECT(cell()[0] == UINT64_MAX >> 8, "STOSM stored %lX", cell()[0] >> 56);
	cell()[0] = UINT64_MAX;
	run(&e, code_stnsm);
	EXPECT(cell()[0] == UINT64_MAX >> 8, "STNSM stored %lX", cell()[0] >> 56);
	cell()[0] = UINT64_MAX;
	run(&e, code_exrl);
	EXPECT(cell()[0] == UINT64_MAX >> 8, "EXECUTE RELATIVE LONG of STOSM stored %lX",
		cell()[0] >> 56);
	cell()[0] = 0;
	run(&e, code_ssm);
	EXPECT_DONE(&e, "SSM");
	run(&e, code_epsw);
	EXPECT(!(e.gpr[3] & PSW_DAT >> 32), "EPSW says %lX", e.gpr[3]);
}

static void control_registers_are_its_own(void)
{
	struct exec e = {.mask = 0};

	SKIP_ELSEWHERE;
	run(&e, code_stctg);
	EXPECT(cell()[0] == NO_SPACE, "CR1 is %lX", cell()[0]);
	cell()[0] = NO_SPACE * 2;
	run(&e, code_lctlg);
	EXPECT(cell()[1] == NO_SPACE * 2, "CR1 is %lX after LCTLG", cell()[1]);
	EXPECT(STORE_CR(1) == NO_SPACE * 2, "CR1 is %lX later", STORE_CR(1));
}

static void psw_is_loaded_as_it_is(void)
{
	struct exec e = {.mask = 0};

	SKIP_ELSEWHERE;
	cell()[0] = PSW_AMODE64;
	run(&e, code_lpswe);
	EXPECT_DONE(&e, "LPSWE");
}

/* ---- Interruptions ---- */

static void program(const void *code, uint64_t mask, uint16_t want, uint16_t ilc, const char *what)
{
	struct exec e = {.mask = mask};

	run(&e, code);
	EXPECT_PGM(&e, want, what);
	EXPECT(e.ilc == ilc, "%s: length %u", what, e.ilc);
}

static void program_interruptions_are_its_own(void)
{
	SKIP_ELSEWHERE;
	program(code_invalid, 0, PGM_OPERATION, 2, "operation exception");
	program(code_divide, 0, 0x09, 2, "division by zero");
	program(code_beyond, 0, PGM_ADDRESSING, 6, "no storage there");
	program(code_bakr, 0, PGM_SPECIAL_OP, 4, "BAKR without DAT");
	LOAD_CR(8, 0xFFFF);
	program(code_monitor, 0, PGM_MONITOR, 4, "monitor event");
	EXPECT(lowcore()->monitor_class == 1, "monitor class %u", lowcore()->monitor_class);
	LOAD_CR(8, 0);
}

static void keys_protect(void)
{
	const uint64_t key = 0x30, other = 0x0020000000000000ul, same = 0x0030000000000000ul;
	struct exec e = {.mask = same, .gpr = {[3] = 0x5AFE}};

	SKIP_ELSEWHERE;
	asm volatile("sske %0,%1" : : "d"(key), "d"(CELL) : "memory");
	program(code_store, other, PGM_PROTECTION, 6, "store with another key");
	run(&e, code_store);
	EXPECT_DONE(&e, "store with the same key");
	EXPECT(cell()[0] == 0x5AFE, "%lX was stored", cell()[0]);
	e = (struct exec){.mask = 0};
	run(&e, code_tprot);
	EXPECT_CC(&e, 0, "TPROT");
	asm volatile("sske %0,%1" : : "d"(0ul), "d"(CELL) : "memory");
}

static void clock_interrupts(void)
{
	struct exec e = {.mask = PSW_EXT};

	SKIP_ELSEWHERE;
	asm volatile("sckc %0" : : "Q"((uint64_t){UINT64_MAX}));
	LOAD_CR(0, CR0_CKC);
	cell()[0] = clock_get();
	run(&e, code_clock);
	EXPECT(e.kind == KIND_EXT && e.ext_code == EXT_CKC, "%s", exec_text(&e));
	LOAD_CR(0, 0);
}

static void low_address_protection_holds(void)
{
	struct exec e = {.code = code_svc, .gpr = {[2] = 0x100000, [13] = FAR_OFF}};

	SKIP_ELSEWHERE;
	LOAD_CR(1, NO_SPACE);
	LOAD_CR(0, CR0_LAP);
	exec_run(&e);
	EXPECT(!e.gpr[2], "CP put DAT on though low addresses are protected");
	LOAD_CR(0, 0);
}

const struct test tests[] = {
	TEST(a_second_cpu_ticks),
	TEST(supervisor_call_stores_its_own_psw),
	TEST(system_mask_is_its_own),
	TEST(control_registers_are_its_own),
	TEST(psw_is_loaded_as_it_is),
	TEST(program_interruptions_are_its_own),
	TEST(keys_protect),
	TEST(clock_interrupts),
	TEST(low_address_protection_holds),
	{NULL, NULL},
};
