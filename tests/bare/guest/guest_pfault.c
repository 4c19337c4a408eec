// SPDX-License-Identifier: Apache-2.0
/*
 * The handshake for missing pages. A storage that is larger than the machine's is filled, so that its
 * first pages are on the disk; then there are two processes in the problem state: one looks at those,
 * the other one counts, whenever the first one waits for a page. The parameter: megabytes.
 */
#include "bare.h"

#define FACTOR   0x9E3779B97F4A7C15ul
#define NR_WORDS (PAGE_SIZE / 8)
#define MISSING  0x0600
#define BACK     0x0680
#define LOOKED	 (SCRATCH + 2 * MiB) /* up to here */

void pfault_look(void);
void pfault_count(void);
asm("	.text\n"
    "	.globl	pfault_look\n"
    "pfault_look:\n" /* GR2: from page, GR3: to; GR1 and the last page: what was found wrong */
    "	lg	%r1,0(%r2)\n"
    "	cgr	%r1,%r2\n"
    "	jne	0f\n"
    "	cg	%r1,4088(%r2)\n"
    "	jne	0f\n"
    "	aghi	%r2,4096\n"
    "	clgr	%r2,%r3\n"
    "	jl	pfault_look\n"
    "0:	svc	1\n"
    "	.globl	pfault_count\n"
    "pfault_count:\n"
    "	aghi	%r2,1\n"
    "	j	pfault_count\n");

static uint64_t token __attribute__((aligned(8))) = 0x7075626C69630000ul;
static unsigned nr_told;
static struct exec looker = {.mask = PSW_PROBLEM | PSW_EXT, .code = pfault_look};
static struct exec counter = {.mask = PSW_PROBLEM | PSW_EXT, .code = pfault_count};

/* Pages that can't be packed: they go to the disk as they are. */
static void fill(uint64_t begin, uint64_t end)
{
	uint64_t value = FACTOR;

	for (uint64_t page = begin; page < end; page += PAGE_SIZE) {
		uint64_t *words = (uint64_t *)page;

		for (unsigned i = 1; i < NR_WORDS - 1; i++)
			words[i] = value = value * FACTOR + 1;
		words[0] = words[NR_WORDS - 1] = page;
	}
}

static uint64_t handshake(uint16_t function, uint64_t token_addr, uint64_t mask, uint64_t flags)
{
	static struct {
		uint16_t code, function, len, version;
		uint64_t token_addr, select, compare, flags;
	} block __attribute__((aligned(8)));
	struct exec e = {.gpr = {[2] = (uint64_t)&block, [4] = 99}};

	block.code = 0x258;
	block.function = function;
	block.len = 5;
	block.version = 2;
	block.token_addr = token_addr;
	block.select = block.compare = mask;
	block.flags = flags;
	exec_insn(&e, INSN_DIAG(2, 4, 0x258));
	EXPECT_DONE(&e, "DIAGNOSE 258");
	return e.gpr[4];
}

/* Runs a process until its next interruption; true: it is one of the handshake, with this subcode. */
static bool run(struct exec *process, uint16_t subcode)
{
	uint64_t found = *(volatile uint64_t *)PFX_EXT_PARM2;

	exec_run(process);
	process->code = (void *)process->old.addr;
	if (process->kind != KIND_EXT)
		return false;
	found = *(volatile uint64_t *)PFX_EXT_PARM2;
	EXPECT(process->ext_code == EXT_CPSERVICE && process->ext_cpu == subcode && found == token,
		"%s subcode %04X token %016lX, not %04X %016lX", exec_text(process),
		process->ext_cpu, found, subcode, token);
	return process->ext_code == EXT_CPSERVICE && process->ext_cpu == subcode && found == token;
}

static void others_run_while_a_page_comes_in(void)
{
	fill(SCRATCH, (guest_parm.value & 0xFFFF) * MiB);
	EXPECT(handshake(0, (uint64_t)&token, PSW_PROBLEM, 1ul << 63) == 0,
		"it is not established");
	LOAD_CR(0, STORE_CR(0) | CR0_SERVSIG);
	looker.gpr[2] = SCRATCH;
	looker.gpr[3] = LOOKED;
	while (run(&looker, MISSING)) {
		nr_told++;
		EXPECT(run(&counter, BACK), "%s while it counts", exec_text(&counter));
		token++;
	}
	EXPECT(looker.kind == KIND_SVC && looker.gpr[2] == LOOKED, "%s at page %lX: %016lX",
		exec_text(&looker), looker.gpr[2], looker.gpr[1]);
	LOAD_CR(0, STORE_CR(0) & ~CR0_SERVSIG);
	console_print("MISSING %u COUNTED %lu", nr_told, counter.gpr[2]);
	EXPECT(nr_told, "no page was missing");
}

static void look_without_interruption(uint64_t from, uint64_t to, const char *why)
{
	looker = (struct exec){
		.mask = PSW_PROBLEM | PSW_EXT, .code = pfault_look, .gpr = {[2] = from, [3] = to}};
	exec_run(&looker);
	EXPECT(looker.kind == KIND_SVC && looker.gpr[2] == to, "%s: %s at %lX", why,
		exec_text(&looker), looker.gpr[2]);
}

/* Disabled for it, or after it was cancelled, the processor waits. */
static void who_does_not_want_to_hear_waits(void)
{
	uint64_t middle = (SCRATCH + LOOKED) / 2;

	fill(LOOKED, (guest_parm.value & 0xFFFF) * MiB);
	look_without_interruption(SCRATCH, middle, "disabled");
	LOAD_CR(0, STORE_CR(0) | CR0_SERVSIG);
	EXPECT(handshake(1, 0, 0, 0) == 0, "it is not cancelled");
	look_without_interruption(middle, LOOKED, "cancelled");
}

const struct test tests[] = {
	TEST(others_run_while_a_page_comes_in), TEST(who_does_not_want_to_hear_waits), {0}};
