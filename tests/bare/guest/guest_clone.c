// SPDX-License-Identifier: Apache-2.0
/*
 * CLONE from inside: the guest fills storage and registers, starts a second CPU that counts, and
 * has CP make as many copies of it as the deck's parameter says. Each copy finds everything as it
 * was at that moment, writes over it, and tells BARE9 with a message whether it found only what is
 * its own.
 */
#include "bare.h"
#include "command.h"

#define PAGES         64
#define PAGE(n)       ((volatile uint64_t *)(SCRATCH + (n)*PAGE_SIZE))
#define WORDS         (PAGE_SIZE / sizeof(uint64_t))
#define SECOND_CPU    1
#define INITIAL_RESET 0x0B
#define RESTART       0x06
#define FPR_VALUE     0x4142434445464748ul

void clone_counter(void);
uint64_t clone_count;
asm("	.text\n"
    "	.globl	clone_counter\n"
    "clone_counter:\n"
    "	larl	%r3,clone_count\n"
    "0:	lg	%r2,0(%r3)\n"
    "	aghi	%r2,1\n"
    "	stg	%r2,0(%r3)\n"
    "	j	0b\n");

static void order(uint64_t cpu, uint8_t what)
{
	struct exec e;

	do {
		e = (struct exec){.gpr = {[6] = cpu}};
		exec_insn(&e, INSN_SIGP(4, 6, what));
	} while (e.kind == KIND_SVC && e.cc == 2);
	EXPECT_CC(&e, 0, "SIGP");
}

static void start_counter(void)
{
	static const struct psw begin = {PSW_AMODE64, (uint64_t)clone_counter};

	memcpy(&lowcore()->restart_new, &begin, sizeof(begin));
	order(SECOND_CPU, INITIAL_RESET);
	order(SECOND_CPU, RESTART);
}

static void fill(uint64_t who)
{
	for (unsigned n = 0; n < PAGES; n++)
		for (unsigned i = 0; i < WORDS; i++)
			PAGE(n)[i] = who << 32 ^ (n * WORDS + i);
}

static const char *look(uint64_t who)
{
	for (unsigned n = 0; n < PAGES; n++)
		for (unsigned i = 0; i < WORDS; i++)
			if (PAGE(n)[i] != (who << 32 ^ (n * WORDS + i)))
				return "storage";
	return NULL;
}

static bool counter_runs(void)
{
	volatile uint64_t *count = &clone_count;
	uint64_t begin = *count;
	tod_t limit = clock_get() + (20ul * 1000000 << 12);

	while (*count == begin)
		if (clock_get() > limit)
			return false;
	return true;
}

/* For two seconds, again and again: nobody else's stores are seen. */
static const char *live(uint64_t who)
{
	tod_t end = clock_get() + (2ul * 1000000 << 12);
	const char *bad = look(0x50415245); /* the parent's, as it was */

	while (!bad && clock_get() < end) {
		fill(who);
		bad = look(who);
	}
	return bad ? bad : counter_runs() ? NULL : "second CPU";
}

static void child(uint64_t fpr)
{
	char line[80], name[12] = "";
	const char *bad;
	uint64_t number;

	memcpy(name, cp_text + sizeof("CLONE=") - 1, 8);
	if (str_to_dec(
		    cp_text + strlen(cp_text) - 6, 5, &number)) /* NUMBER=00001 and the end of the line */
		number = 0;
	bad = live(number + 1);
	cp("QUERY USERID");
	if (memcmp(cp_text, name, strlen("CL00000")) != 0)
		bad = "userid";
	if (fpr != FPR_VALUE)
		bad = "floating-point register";
	str_format(line, sizeof(line), "MSG BARE9 CHILD %05lu %s", number, bad ? bad : "GOOD");
	cp(line);
}

static void copies_go_on_by_themselves(void)
{
	uint64_t fpr, value = FPR_VALUE, rc;
	char line[80];
	const char *bad;

	start_counter();
	EXPECT(counter_runs(), "the second CPU does not count");
	fill(0x50415245);
	asm volatile("ldgr 4,%0" : : "d"(value));
	str_format(line, sizeof(line), "CLONE * AS POOL CL COUNT %lu", guest_parm.value);
	rc = cp(line);
	asm volatile("lgdr %0,4" : "=d"(fpr));
	EXPECT(rc == 0, "return code %lu: %s", rc, cp_text);
	if (memcmp(cp_text, "CLONE=", 6) == 0)
		return child(fpr);
	console_print("%.*s", (int)(strlen(cp_text) - 1), cp_text);
	bad = live(0x4F574E);
	EXPECT(!bad, "%s", bad);
	EXPECT(fpr == FPR_VALUE, "floating-point register %016lX", fpr);
}

const struct test tests[] = {TEST(copies_go_on_by_themselves), {0}};
