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

static void end(void)
{
	static const char *const what[] = {
		"", "disabled wait", "program loop", "stop", "external loop", "loop", "nowhere"};
	uint64_t way = *(volatile uint64_t *)&guest_parm.value;

	console_print("ENDING by %s", way < ARRAY_LEN(what) ? what[way] : "?");
	switch (way) {
	case DISABLED_WAIT: disabled_wait(0x123456);
	case PROGRAM_LOOP: program_interruption_loop(); break;
	case PROGRAM_NOWHERE: program_interruption_nowhere(); break;
	case STOP_ITSELF: stop_itself(); break;
	case EXTERNAL_LOOP: external_interruption_loop(); break;
	case LOOP_FOR_EVER:
		for (;;)
			;
	default: break;
	}
}

const struct test tests[] = {TEST(end), {0}};
