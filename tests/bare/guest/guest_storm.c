// SPDX-License-Identifier: Apache-2.0
/*
 * Four CPUs that disturb each other and CP: one starts channel programs, another changes them while
 * they run, the third gives back and moves the storage they use, the fourth signals to all. The
 * deck's parameter is the seed. After some thousand programs the first one says that it is done.
 */
#include "chaos.h"

#define PROGRAMS_RUN  4000
#define REPORTED      1000
#define INITIAL_RESET 0x0B
#define SET_PREFIX    0x0D
#define RESTART       0x06

enum { WORKER, CHANGER, RELEASER, SIGNALLER, CPUS };

static uint8_t area[CPUS][8192] __attribute__((aligned(8192)));
static uint8_t stack[CPUS][4096] __attribute__((aligned(8)));
static volatile uint64_t turns[CPUS];

static unsigned sigp(uint64_t cpu, uint8_t code, uint64_t parm)
{
	register uint64_t status asm("4") = 0;
	register uint64_t value asm("5") = parm;
	register uint64_t addr asm("6") = cpu;
	register uint64_t order asm("7") = code;
	unsigned cc;

	asm volatile("sigp 4,6,0(7)\n ipm %0\n srl %0,28"
		     : "=d"(cc), "+d"(status)
		     : "d"(value), "d"(addr), "d"(order)
		     : "cc", "memory");
	return cc;
}

static void changer(void)
{
	for (;; turns[CHANGER]++)
		random_ccw((uint64_t *)(PROGRAMS + (below(PROGRAMS_SIZE) & ~7ul)));
}

static void page_instruction(uint64_t page)
{
	uint64_t key = chaos() & 0xF8, pages = 0x10000 | (key & 0xF0);

	switch (below(6)) {
	case 0: asm volatile("sske %0,%1" : : "d"(0x10ul), "a"(page) : "memory"); break;
	case 1: asm volatile("iske %0,%1" : "+d"(key) : "a"(page)); break;
	case 2: asm volatile("rrbe 0,%0" : : "a"(page) : "cc"); break;
	case 3:
		asm volatile(".insn rre,0xb9af0000,%0,%1" : : "d"(pages), "a"(page) : "memory");
		break;
	case 4: asm volatile("ptlb" : : : "memory"); break;
	default: *(volatile uint64_t *)page = chaos();
	}
}

static void releaser(void)
{
	uint64_t never = ~0ul;

	for (;; turns[RELEASER]++) {
		uint64_t first = SCRATCH + (below(SCRATCH_END - SCRATCH - 0x20000) & ~0xFFFul);
		uint64_t last = first + (below(16) << PAGE_SHIFT);

		if (below(2))
			asm volatile("diag %0,%1,0x10" : : "d"(first), "d"(last) : "memory", "cc");
		else
			page_instruction(first);
		asm volatile("sckc %0\n spt %0" : : "Q"(never) : "memory");
	}
}

static void signaller(void)
{
	static const uint8_t orders[] = {0x01, 0x02, 0x03, 0x13, 0x15, 0x02, 0x03, 0x7F};

	for (;; turns[SIGNALLER]++) {
		uint64_t cpu = below(CPUS);

		sigp(cpu, PICK(orders), random_address());
	}
}

static void (*const work[CPUS])(void) = {
	[CHANGER] = changer, [RELEASER] = releaser, [SIGNALLER] = signaller};

/*
 * The other CPUs are enabled for signals and go on after them; a program interruption begins their
 * work again. What happens to the first one is in exec_run's hands.
 */
static void begin(unsigned cpu)
{
	struct prefix_arch *prefix = (struct prefix_arch *)area[cpu];
	static const uint32_t resume_external[] = {0xB2B20130}; /* LPSWE of the external old PSW */
	static const uint32_t resume_io[] = {0xB2B20170};

	memcpy(prefix, lowcore(), 0x1000);
	prefix->restart_new.mask |= PSW_EXT;
	prefix->ext_new.addr = (uint64_t)resume_external;
	prefix->io_new.addr = (uint64_t)resume_io;
	prefix->pgm_new = prefix->svc_new = prefix->restart_new;
	*(uint64_t *)(area[cpu] + 0xE10) = (uint64_t)work[cpu];
	*(uint64_t *)(area[cpu] + 0xE20) = (uint64_t)(stack[cpu] + sizeof(stack[cpu]) - 160);
	*(uint64_t *)(area[cpu] + 0xE30) = chaos();
	sigp(cpu, INITIAL_RESET, 0);
	sigp(cpu, SET_PREFIX, (uint64_t)area[cpu]);
	sigp(cpu, RESTART, 0);
}

static void signals_are_taken(void)
{
	struct exec e = {.mask = PSW_EXT};

	LOAD_CR(0, CR0_LAP | CR0_EMERGENCY | CR0_EXTCALL);
	exec_insn(&e, 0x0700000000000000ul); /* BCR 0,0 */
	LOAD_CR(0, CR0_LAP);
}

static void four_cpus_come_to_the_end(void)
{
	chaos_seed(*(volatile uint64_t *)&guest_parm.value);
	for (unsigned cpu = 1; cpu < CPUS; cpu++)
		begin(cpu);
	LOAD_CR(0, CR0_LAP);
	for (unsigned i = 0; i < PROGRAMS_RUN; i++) {
		random_channel_program();
		signals_are_taken();
		if (i % REPORTED == REPORTED - 1) {
			io_enable(io_find(CONSOLE_DEVNO), CONSOLE_ISC);
			console_print("STEP %u", i + 1);
		}
	}
	for (unsigned cpu = 1; cpu < CPUS; cpu++) {
		sigp(cpu, INITIAL_RESET, 0);
		EXPECT(turns[cpu] > 0, "CPU %u did nothing", cpu);
	}
	console_print("TURNS %lu %lu %lu", turns[CHANGER], turns[RELEASER], turns[SIGNALLER]);
}

const struct test tests[] = {TEST(four_cpus_come_to_the_end), {0}};
