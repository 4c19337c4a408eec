// SPDX-License-Identifier: Apache-2.0
/*
 * Work to be measured from outside: says READY, waits for a line, works, says END. The deck's
 * parameter: the kind of work in its first byte, how many times in the others. An echo is a line that
 * comes back, that often.
 */
#include "bare.h"

enum { WORK_DIAG44 = 1, WORK_COMPUTE = 2, WORK_ECHO = 3 };

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

static void work(void)
{
	uint64_t parm = *(volatile uint64_t *)&guest_parm.value, nr = parm & 0x00FFFFFFFFFFFFFFul;
	char line[20];

	console_print("READY");
	console_read(line, sizeof(line));
	if (parm >> 56 == WORK_DIAG44)
		diag44(nr);
	else if (parm >> 56 == WORK_ECHO)
		echo(nr);
	else
		compute(nr);
	console_print("END");
}

const struct test tests[] = {TEST(work), {0}};
