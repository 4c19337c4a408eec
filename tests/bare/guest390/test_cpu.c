// SPDX-License-Identifier: Apache-2.0
/* CPUs in ESA/390 mode: prefixing by 4 KB, a second CPU, stored status, z/Architecture and back. */
#include "esa.h"

#define OTHER      1
#define ST_STOPPED 0x40u

static uint8_t other_area[4096] __attribute__((aligned(4096)));
static uint8_t status_area[512] __attribute__((aligned(512)));
static uint8_t other_stack[2048] __attribute__((aligned(8)));
static volatile uint32_t mailbox;

static void prefix_exchanges_4_kb(void)
{
	uint32_t area = SCRATCH + 0x1000, back = 0, seen = 0; /* not at a boundary of 8 KB */

	memcpy((void *)area, (void *)0, 0x1000);
	AT32(0xE20) = 0x11111111;
	AT32(area + 0xE20) = 0x22222222;
	asm volatile("spx %0" : : "Q"(area) : "memory");
	asm volatile("stpx %0" : "=Q"(seen));
	EXPECT(seen == area, "prefix %08X", seen);
	EXPECT(AT32(0xE20) == 0x22222222 && AT32(area + 0xE20) == 0x11111111, "%08X, %08X",
		AT32(0xE20), AT32(area + 0xE20));
	asm volatile("spx %0" : : "Q"(back) : "memory");
	EXPECT(AT32(0xE20) == 0x11111111, "after the way back: %08X", AT32(0xE20));
}

static void prefix_beyond_storage_is_an_addressing_exception(void)
{
	struct exec e = {.gpr[4] = SCRATCH};

	AT32(SCRATCH) = BEYOND;
	exec_insn(&e, INSN_S(0xB210, 4));
	EXPECT_PGM(&e, PGM_ADDRESSING, "SPX");
}

static bool until(uint32_t want)
{
	uint64_t limit = clock_get() + 5000 * MS;

	while (mailbox != want)
		if (clock_get() > limit)
			return false;
	return true;
}

static bool until_stopped(void)
{
	uint64_t limit = clock_get() + 5000 * MS;
	uint32_t status = 0;

	while (!(sigp(OTHER, SIGP_SENSE, 0, &status) == 1 && (status & ST_STOPPED)))
		if (clock_get() > limit)
			return false;
	return true;
}

static void other_runs(void)
{
	uint16_t addr;

	asm volatile("stap %0" : "=Q"(addr));
	mailbox = 0x100u + addr;
	for (;;)
		asm volatile("lhi %%r11,0x4711" : : : "11");
}

static void begin_other(void)
{
	memcpy(other_area, (void *)0, sizeof(other_area));
	*(uint32_t *)(other_area + 0xE10) = (uint32_t)other_runs;
	*(uint32_t *)(other_area + 0xE14) = (uint32_t)(other_stack + sizeof(other_stack) - 96);
	mailbox = 0;
	EXPECT(sigp(OTHER, SIGP_INITIAL_RESET, 0, NULL) == 0, "initial CPU reset");
	EXPECT(sigp(OTHER, SIGP_PREFIX, (uint32_t)other_area, NULL) == 0, "set prefix");
	EXPECT(sigp(OTHER, SIGP_RESTART, 0, NULL) == 0, "restart");
}

static void second_cpu_runs_in_esa390_mode(void)
{
	begin_other();
	EXPECT(until(0x100 + OTHER), "it does not run, mailbox %X", mailbox);
	EXPECT(sigp(OTHER, SIGP_SENSE, 0, NULL) == 0, "SENSE of a running CPU");
	EXPECT(sigp(OTHER, SIGP_STOP, 0, NULL) == 0, "stop");
	EXPECT(until_stopped(), "not stopped");
}

/* PoP of ESA/390, Control, Store Status: words, from X'D8' of the area on. */
static void status_has_the_old_form(void)
{
	begin_other();
	EXPECT(until(0x100 + OTHER), "it does not run");
	EXPECT(sigp(OTHER, SIGP_STOP, 0, NULL) == 0 && until_stopped(), "not stopped");
	memset(status_area, 0, sizeof(status_area));
	EXPECT(sigp(OTHER, SIGP_STATUS, (uint32_t)status_area, NULL) == 0, "store status");
	EXPECT(*(uint32_t *)(status_area + PFX390_SAVE_PREFIX) == (uint32_t)other_area,
		"prefix %08X", *(uint32_t *)(status_area + PFX390_SAVE_PREFIX));
	EXPECT(*(uint32_t *)(status_area + PFX390_SAVE_PSW) & PSW0_ONE, "PSW %08X",
		*(uint32_t *)(status_area + PFX390_SAVE_PSW));
	EXPECT(*(uint32_t *)(status_area + PFX390_SAVE_GPR + 4 * 11) == 0x4711, "register 11 %08X",
		*(uint32_t *)(status_area + PFX390_SAVE_GPR + 4 * 11));
	EXPECT(*(uint32_t *)(status_area + PFX390_SAVE_CR) == 0xE0, "CR0 %08X",
		*(uint32_t *)(status_area + PFX390_SAVE_CR));
	(void)sigp(OTHER, SIGP_INITIAL_RESET, 0, NULL);
}

/* Several times; in between everything works as before. */
static void architecture_can_be_changed_and_back(void)
{
	uint64_t never = ~0ull, clock;

	asm volatile("sckc %0" : : "Q"(never));
	for (unsigned i = 0; i < 3; i++) {
		unsigned status = 0xEE, high = to_zarch_and_back(&status);
		struct exec e = {.gpr[4] = BEYOND};

		EXPECT(status == 0, "turn %u: status %X", i, status);
		EXPECT(high == 0x00FFFFFF, "turn %u: 64-bit product %08X", i, high);
		exec_insn(&e, INSN_RRE(0xB904, 2, 4));
		EXPECT_PGM(&e, PGM_OPERATION, "LGR afterwards");
		exec_insn(&e, INSN_L(2, 4));
		EXPECT_PGM(&e, PGM_ADDRESSING, "a load afterwards");
	}
	asm volatile("stckc %0" : "=Q"(clock));
	EXPECT(clock >> 8 == never >> 8, "the comparator is %08X%08X", (uint32_t)(clock >> 32),
		(uint32_t)clock);
}

static void storage_keys(void)
{
	struct exec e = {.gpr = {[2] = 0x36, [4] = SCRATCH + 0x10000}};

	exec_insn(&e, INSN_RRE(0xB22B, 2, 4));
	EXPECT_DONE(&e, "SSKE");
	e.gpr[2] = 0xABCDEF00;
	exec_insn(&e, INSN_RRE(0xB229, 2, 4));
	EXPECT(e.kind == KIND_SVC && e.gpr[2] == 0xABCDEF36, "ISKE: %s, %08X", exec_text(&e),
		e.gpr[2]);
	exec_insn(&e, INSN_RRE(0xB22A, 2, 4));
	EXPECT(e.kind == KIND_SVC && e.cc == 3, "RRBE: %s", exec_text(&e));
	e.gpr[2] = 0;
	exec_insn(&e, INSN_RRE(0xB22B, 2, 4));
}

const struct test cpu_tests[] = {
	TEST(prefix_exchanges_4_kb),
	TEST(prefix_beyond_storage_is_an_addressing_exception),
	TEST(second_cpu_runs_in_esa390_mode),
	TEST(status_has_the_old_form),
	TEST(architecture_can_be_changed_and_back),
	TEST(storage_keys),
	{0},
};
