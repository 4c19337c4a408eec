// SPDX-License-Identifier: Apache-2.0
/* Signal processor orders between two CPUs, the interruptions they cause, and both architecture
 * modes. */
#include "bare.h"

#define OTHER              1
#define NOT_THERE          15
#define ST_INCORRECT_STATE 0x200u
#define ST_INVALID_PARM    0x100u
#define ST_EXTCALL_PENDING 0x080u
#define ST_STOPPED         0x040u
#define ST_INVALID_ORDER   0x002u

enum {
	SENSE = 0x01,
	EXTERNAL_CALL = 0x02,
	EMERGENCY = 0x03,
	START = 0x04,
	STOP = 0x05,
	RESTART = 0x06,
	STOP_STORE = 0x09,
	INITIAL_RESET = 0x0B,
	RESET = 0x0C,
	SET_PREFIX = 0x0D,
	STORE_STATUS = 0x0E,
	SET_ARCH = 0x12,
	SENSE_RUNNING = 0x15,
};

static uint8_t other_area[8192] __attribute__((aligned(8192)));
static uint8_t other_stack[4096] __attribute__((aligned(8)));
static volatile uint64_t counter, mailbox, seen_addr;

/* One order; tries again while the facility is busy. The status is in *status. */
static unsigned sigp(uint16_t cpu, uint8_t order, uint64_t parm, uint32_t *status)
{
	struct exec e;

	do {
		e = (struct exec){.gpr = {[4] = 0, [5] = parm, [6] = cpu}};
		exec_insn(&e, INSN_SIGP(4, 6, order));
		EXPECT_DONE(&e, "SIGP");
	} while (e.kind == KIND_SVC && e.cc == 2);
	if (status)
		*status = (uint32_t)e.gpr[4];
	return e.cc;
}

static void expect_status(
	uint16_t cpu, uint8_t order, uint64_t parm, uint32_t want, const char *what)
{
	uint32_t status = 0;
	unsigned cc = sigp(cpu, order, parm, &status);

	EXPECT(cc == 1 && status == want, "%s: cc %u status %X, cc 1 status %X wanted", what, cc,
		status, want);
}

static void expect_accepted(uint16_t cpu, uint8_t order, uint64_t parm, const char *what)
{
	uint32_t status = 0;
	unsigned cc = sigp(cpu, order, parm, &status);

	EXPECT(cc == 0, "%s: cc %u status %X", what, cc, status);
}

static bool until(volatile uint64_t *cell, uint64_t want)
{
	tod_t limit = clock_get() + 5 * TOD_S;

	while (*cell != want)
		if (clock_get() > limit)
			return false;
	return true;
}

static bool until_stopped(uint16_t cpu)
{
	tod_t limit = clock_get() + 5 * TOD_S;
	uint32_t status = 0;

	for (;;) {
		unsigned cc = sigp(cpu, SENSE, 0, &status);

		if (cc == 1 && status & ST_STOPPED)
			return true;
		if (clock_get() > limit)
			return false;
	}
}

/* Begins function on the other CPU, with a prefix area of its own. */
static void run_other(void (*function)(void))
{
	memcpy(other_area, lowcore(), 0x1000);
	*(uint64_t *)(other_area + 0xE10) = (uint64_t)function;
	*(uint64_t *)(other_area + 0xE20) = (uint64_t)(other_stack + sizeof(other_stack) - 160);
	expect_accepted(OTHER, INITIAL_RESET, 0, "initial CPU reset");
	expect_accepted(OTHER, SET_PREFIX, (uint64_t)other_area, "set prefix");
	expect_accepted(OTHER, RESTART, 0, "restart");
}

static void reset_other(void)
{
	expect_accepted(OTHER, INITIAL_RESET, 0, "initial CPU reset");
	EXPECT(until_stopped(OTHER), "not stopped after a reset");
}

/* ---- What the other CPU does ---------------------------------------------------- */

static void other_says_who(void)
{
	uint16_t addr;

	asm volatile("stap %0" : "=Q"(addr));
	seen_addr = addr;
	mailbox = 1;
	for (;;)
		counter++;
}

static void other_waits_enabled(void)
{
	static struct psw wait = {PSW_WAIT | PSW_EXT | PSW_AMODE64, 0x1000};
	struct psw ext_new = {PSW_AMODE64, 0};

	LOAD_CR(0, CR0_EMERGENCY | CR0_EXTCALL);
	asm volatile("larl %0,0f" : "=d"(ext_new.addr));
	lowcore()->ext_new = ext_new;
	mailbox = 2;
	asm volatile("lpswe %0\n0:" : : "Q"(wait) : "memory", "cc");
	seen_addr = lowcore()->ext_cpu_addr;
	mailbox = 0x10000ul | lowcore()->ext_code; /* last: the other CPU looks at the rest then */
	for (;;)
		;
}

/* ---- Tests ---------------------------------------------------------------------- */

static void orders_are_checked(void)
{
	reset_other();
	EXPECT(sigp(NOT_THERE, SENSE, 0, NULL) == 3, "SENSE of a CPU that is not there");
	EXPECT(sigp(0xFFFF, EMERGENCY, 0, NULL) == 3, "EMERGENCY to CPU X'FFFF'");
	expect_status(OTHER, SENSE, 0, ST_STOPPED, "SENSE of a stopped CPU");
	expect_status(OTHER, 0x7F, 0, ST_INVALID_ORDER, "order X'7F'");
	expect_status(OTHER, 0x00, 0, ST_INVALID_ORDER, "order 0");
	expect_status(OTHER, SET_PREFIX, 0x7FFFE000, ST_INVALID_PARM, "set prefix beyond storage");
	expect_privileged(INSN_SIGP(1, 2, SENSE), "SIGP");
}

static void order_is_the_low_byte_of_the_address(void)
{
	struct exec e = {.gpr = {[2] = 0x12345600 + SENSE, [5] = 0, [6] = OTHER}};

	reset_other();
	exec_insn(&e, INSN_RS(0xAE, 4, 6, 2, 0));
	EXPECT(e.kind == KIND_SVC && e.cc == 1 && (uint32_t)e.gpr[4] == ST_STOPPED,
		"%s, status %lX", exec_text(&e), e.gpr[4]);
	/* An odd R1 has the parameter itself; its left half stays as it is when status is stored.
	 */
	e = (struct exec){.gpr = {[5] = 0xAAAAAAAA7FFFE000ul, [6] = OTHER}};
	exec_insn(&e, INSN_SIGP(5, 6, SET_PREFIX));
	EXPECT(e.kind == KIND_SVC && e.cc == 1 &&
			e.gpr[5] == (0xAAAAAAAA00000000ul | ST_INVALID_PARM),
		"%s, register %lX", exec_text(&e), e.gpr[5]);
}

static void restart_begins_the_other_cpu(void)
{
	mailbox = 0;
	run_other(other_says_who);
	EXPECT(until(&mailbox, 1), "it does not run");
	EXPECT(seen_addr == OTHER, "STAP there says %lu", seen_addr);
	EXPECT(sigp(OTHER, SENSE, 0, NULL) == 0, "SENSE of a running CPU");
	expect_status(OTHER, SET_PREFIX, (uint64_t)other_area, ST_INCORRECT_STATE,
		"set prefix of a running CPU");
	expect_status(
		OTHER, STORE_STATUS, SCRATCH, ST_INCORRECT_STATE, "store status of a running CPU");
}

static void stop_and_start_keep_its_state(void)
{
	uint64_t at;

	run_other(other_says_who);
	EXPECT(until(&mailbox, 1), "it does not run");
	expect_accepted(OTHER, STOP, 0, "stop");
	EXPECT(until_stopped(OTHER), "not stopped");
	at = counter;
	for (tod_t limit = clock_get() + 2 * TOD_MS; clock_get() < limit;)
		;
	EXPECT(counter == at, "it runs though stopped");
	expect_accepted(OTHER, START, 0, "start");
	for (tod_t limit = clock_get() + 2 * TOD_S; counter == at && clock_get() < limit;)
		;
	EXPECT(counter != at, "it does not go on");
	reset_other();
}

/* Without an address: at absolute X'1200', wherever the CPU's prefix area is. */
static void status_is_stored_where_asked(void)
{
	uint8_t *area = (uint8_t *)SCRATCH, *home = (uint8_t *)lowcore();

	mailbox = 0;
	run_other(other_says_who);
	EXPECT(until(&mailbox, 1), "it does not run");
	memset(home + 0x1000, 0, 0x1000);
	expect_accepted(OTHER, STOP_STORE, 0, "stop and store status");
	EXPECT(until_stopped(OTHER), "not stopped");
	EXPECT(*(uint32_t *)(home + PFX_SAVE_PREFIX) == (uint32_t)(uint64_t)other_area,
		"prefix in the save area: %08X", *(uint32_t *)(home + PFX_SAVE_PREFIX));
	EXPECT((*(uint64_t *)(home + PFX_SAVE_PSW) & PSW_AMODE64) == PSW_AMODE64, "PSW %016lX",
		*(uint64_t *)(home + PFX_SAVE_PSW));
	memset(area, 0, PAGE_SIZE);
	expect_accepted(OTHER, STORE_STATUS, SCRATCH, "store status");
	EXPECT(*(uint32_t *)(area + PFX_SAVE_PREFIX - PFX_SAVE_FPR) ==
			(uint32_t)(uint64_t)other_area,
		"prefix at the address: %08X",
		*(uint32_t *)(area + PFX_SAVE_PREFIX - PFX_SAVE_FPR));
	expect_status(
		OTHER, STORE_STATUS, 0x7FFFF000, ST_INVALID_PARM, "store status beyond storage");
	reset_other();
}

static void initial_reset_clears_control_registers(void)
{
	uint8_t *area = (uint8_t *)SCRATCH;
	uint64_t cr0, cr14;

	reset_other();
	memset(area, 0xFF, PAGE_SIZE);
	expect_accepted(OTHER, STORE_STATUS, SCRATCH, "store status");
	cr0 = *(uint64_t *)(area + PFX_SAVE_CR - PFX_SAVE_FPR);
	cr14 = *(uint64_t *)(area + PFX_SAVE_CR - PFX_SAVE_FPR + 14 * 8);
	EXPECT(cr0 == 0xE0, "CR0 %016lX", cr0);
	EXPECT(cr14 == 0xC2000000, "CR14 %016lX", cr14);
	EXPECT(*(uint32_t *)(area + PFX_SAVE_PREFIX - PFX_SAVE_FPR) == 0, "prefix %08X",
		*(uint32_t *)(area + PFX_SAVE_PREFIX - PFX_SAVE_FPR));
}

static void emergency_signal_and_external_call_arrive(void)
{
	static const struct {
		uint8_t order;
		uint16_t code;
	} rows[] = {{EMERGENCY, EXT_EMERGENCY}, {EXTERNAL_CALL, EXT_EXTCALL}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		mailbox = 0;
		run_other(other_waits_enabled);
		EXPECT(until(&mailbox, 2), "it does not run");
		expect_accepted(OTHER, rows[i].order, 0, "signal");
		EXPECT(until(&mailbox, 0x10000ul | rows[i].code), "mailbox %lX, code %04X wanted",
			mailbox, rows[i].code);
		EXPECT(seen_addr == 0, "from CPU %lu", seen_addr);
	}
	reset_other();
}

static void signals_to_oneself_wait_until_enabled(void)
{
	struct exec e = {0};

	expect_accepted(0, EXTERNAL_CALL, 0, "external call to oneself");
	expect_status(0, EXTERNAL_CALL, 0, ST_EXTCALL_PENDING, "a second external call");
	expect_status(0, SENSE, 0, ST_EXTCALL_PENDING, "SENSE with a call pending");
	expect_accepted(0, EMERGENCY, 0, "emergency signal to oneself");
	LOAD_CR(0, CR0_EMERGENCY | CR0_EXTCALL);
	e.mask = PSW_EXT;
	exec_insn(&e, 0x0700ul << 48);
	EXPECT(e.kind == KIND_EXT && e.ext_code == EXT_EMERGENCY, "first: %s", exec_text(&e));
	exec_insn(&e, 0x0700ul << 48);
	EXPECT(e.kind == KIND_EXT && e.ext_code == EXT_EXTCALL, "second: %s", exec_text(&e));
	exec_insn(&e, 0x0700ul << 48);
	EXPECT_DONE(&e, "third");
	/* Enabled by LOAD CONTROL while the PSW was already. */
	LOAD_CR(0, 0);
	expect_accepted(0, EMERGENCY, 0, "emergency signal to oneself");
	*(uint64_t *)SCRATCH = CR0_EMERGENCY;
	e = (struct exec){.mask = PSW_EXT, .gpr[2] = SCRATCH};
	exec_insn(&e, 0xEB0020000000ul << 16 | 0x2Ful << 16);
	EXPECT(e.kind == KIND_EXT && e.ext_code == EXT_EMERGENCY, "by LCTLG: %s", exec_text(&e));
	LOAD_CR(0, 0);
}

static void architecture_mode_is_checked(void)
{
	expect_status(0, SET_ARCH, 3, ST_INVALID_PARM, "mode 3");
	expect_status(0, SET_ARCH, 1, ST_INVALID_PARM, "the mode that is");
	run_other(other_says_who);
	expect_status(0, SET_ARCH, 0, ST_INCORRECT_STATE, "while another CPU runs");
	reset_other();
}

/* To ESA/390 and back: a PSW of eight bytes, 32-bit registers, 8-byte old PSWs. */
static void esa390_mode_and_back(void)
{
	uint64_t keep_restart = *(uint64_t *)0x0, keep_ext = *(uint64_t *)0x58,
		 keep_pgm = *(uint64_t *)0x68;
	uint64_t status = 0, old = 0;
	struct psw saved_pgm_new = lowcore()->pgm_new;
	register uint64_t reg5 asm("5") = 0;

	reset_other();
	asm volatile("	larl	%%r7,2f\n"
		     "	llilh	%%r8,0x8000\n"
		     "	or	%%r8,%%r7\n"
		     "	llilh	%%r9,0x0008\n"
		     "	st	%%r9,0x68\n"
		     "	st	%%r8,0x6C\n"
		     "	lhi	%%r6,0\n"
		     "	lhi	%%r4,0\n"
		     "	sam31\n"
		     "0:	sigp	%%r4,%%r6,0x12\n"
		     "	brc	2,0b\n"
		     "	brc	4,3f\n"
		     "	.short	0\n" /* operation exception in the ESA/390 mode */
		     "2:	lhi	%%r5,1\n"
		     "4:	sigp	%%r4,%%r6,0x12\n"
		     "	brc	2,4b\n"
		     "3:	sam64\n"
		     "	llgf	%0,0x2C\n"
		     "	llgfr	%1,%%r4\n"
		     : "=&d"(old), "=&d"(status), "+d"(reg5)
		     :
		     : "4", "6", "7", "8", "9", "cc", "memory");
	EXPECT(status == 0, "status %lX", status);
	EXPECT((old & 0x80000000ul) && (old & 0x7FFFFFFFul) > 0x10000 &&
			(old & 0x7FFFFFFFul) < SCRATCH,
		"old PSW address %lX", old);
	EXPECT(lowcore()->pgm_code == PGM_OPERATION && lowcore()->pgm_ilc == 2,
		"program %04X ilc %u", lowcore()->pgm_code, lowcore()->pgm_ilc);
	*(uint64_t *)0x0 = keep_restart;
	*(uint64_t *)0x58 = keep_ext;
	*(uint64_t *)0x68 = keep_pgm;
	lowcore()->pgm_new = saved_pgm_new;
}

static void ipl_begins_in_esa390_mode(void)
{
	EXPECT(saw390 == 2, "the operation exception did not come to the new PSW at X'68': %u",
		saw390);
	EXPECT(code390 == (2u << 16 | PGM_OPERATION), "interruption code %08X", code390);
	EXPECT((old390 & 0xFFF8FFFF00000000ul) == 0x0008000000000000ul || old390 >> 51 & 1,
		"old PSW %016lX", old390);
}

const struct test tests[] = {
	TEST(ipl_begins_in_esa390_mode),
	TEST(orders_are_checked),
	TEST(order_is_the_low_byte_of_the_address),
	TEST(restart_begins_the_other_cpu),
	TEST(stop_and_start_keep_its_state),
	TEST(status_is_stored_where_asked),
	TEST(initial_reset_clears_control_registers),
	TEST(emergency_signal_and_external_call_arrive),
	TEST(signals_to_oneself_wait_until_enabled),
	TEST(architecture_mode_is_checked),
	TEST(esa390_mode_and_back),
	{0},
};
