// SPDX-License-Identifier: Apache-2.0
/* Ways for a guest to end; the deck's parameter chooses. CP must report each and go on. */
#include "bare.h"

enum {
	DISABLED_WAIT = 1,
	PROGRAM_LOOP = 2,
	STOP_ITSELF = 3,
	EXTERNAL_LOOP = 4,
	LOOP_FOR_EVER = 5,
	PROGRAM_NOWHERE = 6,
	OPERATION_LOOP = 7,
	SVC_LOOP = 8,
	SIGNAL_LOOP = 9,
	RESTART_LOOP = 10,
	WAIT_LOOP = 11,
	PURGE_STORM = 12,
	CLOCK_STORM = 13,
};

static void program_interruption_loop(void)
{
	lowcore()->pgm_new = (struct psw){PSW_AMODE64 | BIT64(12), 0x5A5A};
	asm volatile(".short 0");
}

/* A program new PSW that points where there is no storage. */
static void program_interruption_nowhere(void)
{
	lowcore()->pgm_new = (struct psw){PSW_AMODE64, BEYOND};
	asm volatile(".short 0");
}

static void stop_itself(void)
{
	register uint64_t order asm("1") = 0, cpu asm("2") = 0;

	asm volatile("sigp %0,%1,5" : : "d"(order), "d"(cpu) : "cc");
	for (;;)
		;
}

/* An external interruption whose new PSW is enabled for it again. */
static void external_interruption_loop(void)
{
	tod_t now = clock_get();
	struct psw psw = {PSW_EXT | PSW_AMODE64, 0x1000};

	lowcore()->ext_new = psw;
	LOAD_CR(0, CR0_CKC);
	asm volatile("sckc %0" : : "Q"(now));
	asm volatile("lpswe %0" : : "Q"(psw));
}

static void loop(void)
{
	for (;;)
		;
}

/* Inside SIE: an operation exception whose new PSW points at one. */
static void operation_exception_loop(void)
{
	static const uint16_t nothing = 0;

	lowcore()->pgm_new.addr = (uint64_t)&nothing;
	asm volatile(".short 0");
}

static void supervisor_call_loop(void)
{
	static const uint16_t again = 0x0A00;

	lowcore()->svc_new.addr = (uint64_t)&again;
	asm volatile("svc 0");
}

#define EMERGENCY_SIGNAL 3
#define RESTART_ORDER    6

/* A signal to itself, whose new PSW points here again. */
static void signal_loop(uint8_t order)
{
	register uint64_t status asm("1") = 0, cpu asm("2") = 0, code asm("3") = order;
	struct psw psw = {PSW_EXT | PSW_AMODE64, 0};

	LOAD_CR(0, CR0_EMERGENCY);
	asm volatile("larl %0,0f" : "=d"(psw.addr));
	lowcore()->ext_new = lowcore()->restart_new = psw;
	asm volatile("lpswe %3\n"
		     "0: sigp %0,%1,0(%2)\n"
		     " j 0b"
		     :
		     : "d"(status), "d"(cpu), "a"(code), "Q"(psw)
		     : "cc", "memory");
}

/* A wait that its clock ends at once, for another. */
static void wait_loop(void)
{
	tod_t now = clock_get();
	struct psw psw = {PSW_EXT | PSW_WAIT | PSW_AMODE64, 0x1000};

	lowcore()->ext_new = psw;
	LOAD_CR(0, CR0_CKC);
	asm volatile("sckc %0" : : "Q"(now));
	asm volatile("lpswe %0" : : "Q"(psw));
}

/* What the emulator does to all its CPUs each time. */
static void purge_storm(void)
{
	for (;;)
		asm volatile(".insn rrf,0xb98e0000,%0,%1,%2,0"
			     :
			     : "a"(0ul), "a"(0x800ul), "a"(0ul)
			     : "memory");
}

/* Each look moves the emulator's clock on by a microsecond, for everybody. */
static void clock_storm(void)
{
	for (;;)
		clock_get();
}

#define CPUS          4
#define INITIAL_RESET 0x0B
#define SET_PREFIX    0x0D

static uint8_t area[CPUS][8192] __attribute__((aligned(8192)));
static uint8_t stack[CPUS][1024] __attribute__((aligned(8)));

static void order(uint64_t cpu, uint8_t code, uint64_t parm)
{
	struct exec e = {.gpr = {[5] = parm, [6] = cpu}};

	exec_insn(&e, INSN_SIGP(4, 6, code));
}

/* The same on all CPUs that there are. */
static void on_all_cpus(void (*work)(void))
{
	for (uint64_t cpu = 1; cpu < CPUS; cpu++) {
		memcpy(area[cpu], lowcore(), 0x1000);
		*(uint64_t *)(area[cpu] + 0xE10) = (uint64_t)work;
		*(uint64_t *)(area[cpu] + 0xE20) =
			(uint64_t)(stack[cpu] + sizeof(stack[cpu]) - 160);
		order(cpu, INITIAL_RESET, 0);
		order(cpu, SET_PREFIX, (uint64_t)area[cpu]);
		order(cpu, RESTART_ORDER, 0);
	}
	work();
}

static void end(void)
{
	static const char *const what[] = {"", "disabled wait", "program loop", "stop",
		"external loop", "loop", "nowhere", "operation loop", "svc loop", "signal loop",
		"restart loop", "wait loop", "purge storm", "clock storm"};
	uint64_t way = *(volatile uint64_t *)&guest_parm.value;

	console_print("ENDING by %s", way < ARRAY_LEN(what) ? what[way] : "?");
	switch (way) {
	case DISABLED_WAIT: disabled_wait(0x123456);
	case PROGRAM_LOOP: program_interruption_loop(); break;
	case PROGRAM_NOWHERE: program_interruption_nowhere(); break;
	case STOP_ITSELF: stop_itself(); break;
	case EXTERNAL_LOOP: external_interruption_loop(); break;
	case LOOP_FOR_EVER: on_all_cpus(loop); break;
	case OPERATION_LOOP: operation_exception_loop(); break;
	case SVC_LOOP: supervisor_call_loop(); break;
	case SIGNAL_LOOP: signal_loop(EMERGENCY_SIGNAL); break;
	case RESTART_LOOP: signal_loop(RESTART_ORDER); break;
	case WAIT_LOOP: wait_loop(); break;
	case PURGE_STORM: on_all_cpus(purge_storm); break;
	case CLOCK_STORM: on_all_cpus(clock_storm); break;
	default: break;
	}
}

const struct test tests[] = {TEST(end), {0}};
