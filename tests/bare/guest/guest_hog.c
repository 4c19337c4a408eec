// SPDX-License-Identifier: Apache-2.0
/* Computes on all CPUs of its virtual machine until it is ended from outside; says READY when it begins. */
#include "bare.h"

#define CPUS_MAX      16
#define INITIAL_RESET 0x0B
#define RESTART	      0x06

void hog_loop(void);
asm("	.text\n"
    "	.globl	hog_loop\n"
    "hog_loop:\n"
    "	agr	%r2,%r3\n"
    "	xgr	%r3,%r2\n"
    "	j	hog_loop\n");

/* Returns false if there is no such CPU. */
static bool order(uint64_t cpu, uint8_t order)
{
	struct exec e;

	do {
		e = (struct exec){.gpr = {[6] = cpu}};
		exec_insn(&e, INSN_SIGP(4, 6, order));
		EXPECT_DONE(&e, "SIGP");
	} while (e.kind == KIND_SVC && e.cc == 2);
	return e.kind == KIND_SVC && e.cc == 0;
}

static void computes_for_ever(void)
{
	/* Other CPUs share the prefix area and begin with its restart new PSW; they need no stack. */
	static const struct psw begin = {PSW_AMODE64, (uint64_t)hog_loop};

	memcpy(&lowcore()->restart_new, &begin, sizeof(begin));
	for (uint64_t cpu = 1; cpu < CPUS_MAX; cpu++)
		if (order(cpu, INITIAL_RESET))
			EXPECT(order(cpu, RESTART), "CPU %lu does not begin", cpu);
	console_print("READY");
	hog_loop();
}

const struct test tests[] = {TEST(computes_for_ever), {0}};
