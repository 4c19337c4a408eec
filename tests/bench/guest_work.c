// SPDX-License-Identifier: Apache-2.0
/*
 * Work to be measured from outside: says READY, waits for a line, works, says END. The deck's
 * parameter: the kind of work in its first byte, how many times in the others. An echo is a line
 * that comes back, that often.
 */
#include "bare.h"

enum { WORK_DIAG44 = 1, WORK_COMPUTE = 2, WORK_ECHO = 3, WORK_LINK = 4 };

static void diag44(uint64_t nr)
{
	asm volatile("0: diag 0,0,0x44\n brctg %0,0b" : "+d"(nr) : : "memory");
}

static void compute(uint64_t nr)
{
	uint64_t a = 1, b = 3;

	asm volatile("0: msgr %0,%1\n xgr %1,%0\n agr %0,%1\n brctg %2,0b"
		     : "+d"(a), "+d"(b), "+d"(nr)
		     :
		     : "cc");
}

static void echo(uint64_t nr)
{
	char line[80];

	while (nr--) {
		console_read(line, sizeof(line));
		console_print("%s", line);
	}
}

/* A CP command in EBCDIC, given by DIAGNOSE X'08'; what it answers is thrown away. Its return code.
 */
static uint64_t command(const ebc8_t *text, uint64_t len)
{
	static char answer[200];
	register uint64_t r2 asm("2") = (uint64_t)text;
	register uint64_t r3 asm("3") = (uint64_t)answer;
	register uint64_t r4 asm("4") = len | 0x40000000;
	register uint64_t r5 asm("5") = sizeof(answer);

	asm volatile("diag 2,4,0x8" : "+d"(r4), "+d"(r5) : "d"(r2), "d"(r3) : "cc", "memory");
	return r4;
}

/* Links to a minidisk and detaches it. */
static void link_and_detach(uint64_t nr)
{
	static const char link_text[] = "LINK U0050000 191 291 RR", detach_text[] = "DETACH 291";
	ebc8_t link[sizeof(link_text)], detach[sizeof(detach_text)];
	uint64_t bad = 0;

	ebc_from_ascii(link, link_text, sizeof(link_text) - 1);
	ebc_from_ascii(detach, detach_text, sizeof(detach_text) - 1);
	while (nr--) {
		bad |= command(link, sizeof(link_text) - 1);
		bad |= command(detach, sizeof(detach_text) - 1);
	}
	if (bad)
		console_print("FAILED");
}

static void work(void)
{
	uint64_t parm = *(volatile uint64_t *)&guest_parm.value, nr = parm & 0x00FFFFFFFFFFFFFFul;
	char line[20];

	console_print("READY");
	console_read(line, sizeof(line));
	if (parm >> 56 == WORK_DIAG44)
		diag44(nr);
	else if (parm >> 56 == WORK_LINK)
		link_and_detach(nr);
	else if (parm >> 56 == WORK_ECHO)
		echo(nr);
	else
		compute(nr);
	console_print("END");
}

const struct test tests[] = {TEST(work), {0}};
