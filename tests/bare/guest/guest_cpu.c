// SPDX-License-Identifier: Apache-2.0
/* Control instructions: prefix, identity, facilities, clocks, and what the machine does not have.
 */
#include "bare.h"

static uint8_t other_prefix[8192] __attribute__((aligned(8192)));
static uint64_t cell[8] __attribute__((aligned(64)));

#define HERE(what) ((uint64_t)(what))

/* An instruction with one storage operand of S format that must be on a boundary of align bytes. */
static void expect_aligned(uint16_t op, unsigned align, const char *what)
{
	for (unsigned off = 1; off < align; off <<= 1) {
		struct exec e = {.gpr[1] = SSID_ONE, .gpr[2] = SCRATCH + off};

		exec_insn(&e, INSN_S(op, 2));
		EXPECT_PGM(&e, PGM_SPECIFICATION, what);
	}
}

static void expect_addressing(uint16_t op, const char *what)
{
	struct exec e = {.gpr[1] = SSID_ONE, .gpr[2] = BEYOND};

	exec_insn(&e, INSN_S(op, 2));
	EXPECT_PGM(&e, PGM_ADDRESSING, what);
}

/* ---- Identity ------------------------------------------------------------------- */

static void stidp_stores_version_ff(void)
{
	struct exec e = {.gpr[2] = HERE(cell)};

	exec_insn(&e, INSN_S(0xB202, 2));
	EXPECT_DONE(&e, "STIDP");
	EXPECT(!is_vm || cell[0] >> 56 == 0xFF, "id %016lX", cell[0]);
	expect_aligned(0xB202, 8, "STIDP unaligned");
	expect_addressing(0xB202, "STIDP beyond storage");
	expect_privileged(INSN_S(0xB202, 2), "STIDP");
}

static void stap_stores_cpu_address_zero(void)
{
	struct exec e = {.gpr[2] = HERE(cell)};

	cell[0] = ~0ul;
	exec_insn(&e, INSN_S(0xB212, 2));
	EXPECT_DONE(&e, "STAP");
	EXPECT(cell[0] == 0x0000FFFFFFFFFFFFul, "stored %016lX", cell[0]);
	expect_aligned(0xB212, 2, "STAP unaligned");
	expect_addressing(0xB212, "STAP beyond storage");
	expect_privileged(INSN_S(0xB212, 2), "STAP");
}

/* ---- Prefix --------------------------------------------------------------------- */

static uint32_t prefix_get(void)
{
	uint32_t prefix;

	asm volatile("stpx %0" : "=Q"(prefix));
	return prefix;
}

static void spx_exchanges_the_prefix_area(void)
{
	struct exec e = {.gpr[2] = HERE(cell)};
	volatile uint64_t *real = (uint64_t *)0xF00;
	uint64_t in_area, at_home;

	memcpy(other_prefix, lowcore(), sizeof(other_prefix));
	*real = 0x1111;
	/* Bits that no prefix has are ignored: bit 0 of the word, and what is below 8 KB. */
	cell[0] = (HERE(other_prefix) | 0x80001FFFul) << 32;
	exec_insn(&e, INSN_S(0xB210, 2));
	EXPECT_DONE(&e, "SPX");
	EXPECT(prefix_get() == HERE(other_prefix), "STPX %08X", prefix_get());
	*real = 0x2222;
	in_area = *(uint64_t *)(other_prefix + 0xF00);
	at_home = *(volatile uint64_t *)(other_prefix); /* real address of the area: absolute 0 */
	(void)at_home;
	cell[0] = 0;
	exec_insn(&e, INSN_S(0xB210, 2));
	EXPECT_DONE(&e, "SPX back");
	EXPECT(prefix_get() == 0, "STPX %08X", prefix_get());
	/* While prefixed, the area's own real addresses named absolute 0: that read back 1111. */
	EXPECT(in_area == 0x1111, "absolute X'F00' seen as %lX", in_area);
	EXPECT(*(uint64_t *)(other_prefix + 0xF00) == 0x2222, "prefix area has %lX",
		*(uint64_t *)(other_prefix + 0xF00));
	EXPECT(*real == 0x1111, "absolute X'F00' has %lX", *real);
}

static void spx_and_stpx_check_their_operand(void)
{
	struct exec e = {.gpr[2] = HERE(cell)};

	expect_aligned(0xB210, 4, "SPX unaligned");
	expect_aligned(0xB211, 4, "STPX unaligned");
	expect_addressing(0xB210, "SPX beyond storage");
	expect_addressing(0xB211, "STPX beyond storage");
	expect_privileged(INSN_S(0xB210, 2), "SPX");
	expect_privileged(INSN_S(0xB211, 2), "STPX");
	cell[0] = 0x7FFFE000ul << 32;
	exec_insn(&e, INSN_S(0xB210, 2));
	EXPECT_PGM(&e, PGM_ADDRESSING, "SPX to an area beyond storage");
	EXPECT(prefix_get() == 0, "prefix changed to %08X", prefix_get());
}

/* ---- STSI ----------------------------------------------------------------------- */

static void stsi(struct exec *e, uint32_t gr0, uint32_t gr1, uint64_t addr)
{
	*e = (struct exec){.gpr = {gr0, gr1, addr}};
	exec_insn(e, INSN_S(0xB27D, 2));
}

static void stsi_tells_level_and_blocks(void)
{
	static const struct {
		uint8_t fc, s1, s2;
	} given[] = {{1, 1, 1}, {1, 2, 1}, {1, 2, 2}, {2, 2, 1}, {2, 2, 2}};
	struct exec e;

	stsi(&e, 0, 0, BEYOND); /* the operand is not looked at */
	EXPECT_CC(&e, 0, "STSI 0");
	EXPECT(e.gpr[0] >> 28 == (is_vm ? 3 : e.gpr[0] >> 28), "level %lX", e.gpr[0]);
	for (size_t i = 0; i < ARRAY_LEN(given); i++) {
		stsi(&e, (uint32_t)given[i].fc << 28 | given[i].s1, given[i].s2, SCRATCH);
		EXPECT(e.kind == KIND_SVC && e.cc == 0, "STSI %u.%u.%u: %s", given[i].fc,
			given[i].s1, given[i].s2, exec_text(&e));
	}
}

static void stsi_322_names_user_and_zvm(void)
{
	static const ebc8_t bare[4] = {0xC2, 0xC1, 0xD9, 0xC5}, zvm[4] = {0xA9, 0x61, 0xE5, 0xD4};
	const uint8_t *block = (uint8_t *)SCRATCH;
	struct exec e;

	if (!is_vm)
		return test_skip("in virtual machines only");
	memset((void *)SCRATCH, 0xFF, PAGE_SIZE);
	stsi(&e, 3u << 28 | 2, 2, SCRATCH);
	EXPECT_CC(&e, 0, "STSI 3.2.2");
	EXPECT((block[31] & 15) == 1, "%u descriptions", block[31]);
	EXPECT(memcmp(block + 44, bare, sizeof(bare)) == 0, "name %02X%02X%02X%02X", block[44],
		block[45], block[46], block[47]);
	EXPECT(memcmp(block + 56, zvm, sizeof(zvm)) == 0, "control program %02X%02X%02X%02X",
		block[56], block[57], block[58], block[59]);
}

static void stsi_refuses_what_is_not_there(void)
{
	struct exec e;

	stsi(&e, 3u << 28 | 2, 9, SCRATCH);
	EXPECT_CC(&e, 3, "STSI 3.2.9");
	stsi(&e, 15u << 28 | 1, 2, SCRATCH);
	EXPECT(!is_vm || (e.kind == KIND_SVC && e.cc == 3), "STSI 15.1.2: %s", exec_text(&e));
	stsi(&e, 7u << 28 | 1, 1, SCRATCH);
	EXPECT_CC(&e, 3, "STSI 7.1.1");
	stsi(&e, 1u << 28 | 0x0100 | 1, 1, SCRATCH);
	EXPECT_PGM(&e, PGM_SPECIFICATION, "STSI with reserved bits in GR0");
	stsi(&e, 1u << 28 | 1, 0x10001, SCRATCH);
	EXPECT_PGM(&e, PGM_SPECIFICATION, "STSI with reserved bits in GR1");
	stsi(&e, 1u << 28 | 1, 1, SCRATCH + 2048);
	EXPECT_PGM(&e, PGM_SPECIFICATION, "STSI unaligned");
	stsi(&e, 1u << 28 | 1, 1, BEYOND);
	EXPECT_PGM(&e, PGM_ADDRESSING, "STSI beyond storage");
	expect_privileged(INSN_S(0xB27D, 2), "STSI");
}

/* ---- Facilities ----------------------------------------------------------------- */

static void stfle_hides_what_guests_must_not_use(void)
{
	static const uint8_t hidden[] = {11, 14, 28, 40, 66, 67, 68, 78},
			     shown[] = {0, 1, 2, 7, 18, 21, 25, 27};
	struct exec e = {.gpr = {3, 0, HERE(cell)}};

	memset(cell, 0, sizeof(cell));
	exec_insn(&e, INSN_S(0xB2B0, 2));
	EXPECT_CC(&e, 0, "STFLE of 4");
	for (size_t i = 0; i < ARRAY_LEN(shown); i++)
		EXPECT(cell[shown[i] / 64] & BIT64(shown[i] % 64), "bit %u is off", shown[i]);
	for (size_t i = 0; is_vm && i < ARRAY_LEN(hidden); i++)
		EXPECT(!(cell[hidden[i] / 64] & BIT64(hidden[i] % 64)), "bit %u is on", hidden[i]);
}

static void stfle_says_when_there_is_more(void)
{
	struct exec e = {.gpr = {0xFFFFFFFFFFFFFF00ul, 0, HERE(cell)}, .mask = PSW_PROBLEM};
	uint64_t untouched = 0x1234;

	cell[1] = untouched;
	exec_insn(&e, INSN_S(0xB2B0, 2));
	EXPECT_CC(&e, 3, "STFLE of 1 in the problem state");
	EXPECT((e.gpr[0] & 0xFF) >= 1 && e.gpr[0] >> 8 == 0xFFFFFFFFFFFFFFul, "GR0 %016lX",
		e.gpr[0]);
	EXPECT(cell[1] == untouched, "a second doubleword was stored");
	expect_aligned(0xB2B0, 8, "STFLE unaligned");
	expect_addressing(0xB2B0, "STFLE beyond storage");
}

static void stfl_agrees_with_stfle(void)
{
	struct exec e = {.gpr = {0, 0, HERE(cell)}};

	exec_insn(&e, INSN_S(0xB2B0, 2));
	*(volatile uint32_t *)0xC8 = 0;
	exec_insn(&e, INSN_S(0xB2B1, 0));
	EXPECT_DONE(&e, "STFL");
	EXPECT(*(volatile uint32_t *)0xC8 == cell[0] >> 32, "STFL %08X, STFLE %08lX",
		*(volatile uint32_t *)0xC8, cell[0] >> 32);
	expect_privileged(INSN_S(0xB2B1, 0), "STFL");
}

/* ---- Clocks --------------------------------------------------------------------- */

static void sck_moves_this_guests_clock(void)
{
	struct exec e = {.gpr[2] = HERE(cell)};
	tod_t before = clock_get(), now;

	if (!is_vm)
		return test_skip("would move the emulator's clock");
	cell[0] = before + 1000 * TOD_S;
	exec_insn(&e, INSN_S(0xB204, 2));
	EXPECT_CC(&e, 0, "SCK");
	now = clock_get();
	EXPECT(now >= before + 1000 * TOD_S, "STCK %016lX after %016lX", now, cell[0]);
	cell[0] = now - 1000 * TOD_S;
	exec_insn(&e, INSN_S(0xB204, 2));
	EXPECT_CC(&e, 0, "SCK back");
	expect_aligned(0xB204, 8, "SCK unaligned");
	expect_addressing(0xB204, "SCK beyond storage");
	expect_privileged(INSN_S(0xB204, 2), "SCK");
}

static void clock_comparator_is_never_early(void)
{
	static const unsigned us[] = {0, 1, 100, 1000, 5000, 20000};

	LOAD_CR(0, CR0_CKC);
	for (size_t i = 0; i < ARRAY_LEN(us); i++) {
		struct exec e = {.mask = PSW_EXT | PSW_WAIT};
		tod_t due = clock_get() + us[i] * TOD_US, got;

		asm volatile("sckc %0" : : "Q"(due));
		exec_run(&e);
		got = clock_get();
		EXPECT(e.kind == KIND_EXT && e.ext_code == EXT_CKC, "%u us: %s", us[i],
			exec_text(&e));
		EXPECT(got >= due, "%u us: %ld us early", us[i], (long)(due - got) / 4096);
	}
	LOAD_CR(0, 0);
}

/* A loop of its own in the problem state; the interruption must come into it. */
static void clock_comparator_interrupts_a_loop(void)
{
	struct exec e = {.mask = PSW_EXT | PSW_PROBLEM, .gpr[1] = 1ul << 62};
	tod_t due = clock_get() + 3 * TOD_MS;

	LOAD_CR(0, CR0_CKC);
	asm volatile("sckc %0" : : "Q"(due));
	exec_insn(&e, 0xA717000000000000ul); /* brctg 1,* */
	LOAD_CR(0, 0);
	EXPECT(e.kind == KIND_EXT && e.ext_code == EXT_CKC, "%s", exec_text(&e));
	EXPECT(e.old.mask & PSW_PROBLEM, "old PSW %016lX", e.old.mask);
	EXPECT(clock_get() >= due, "early");
}

static void due_clock_comparator_stays_pending_while_disabled(void)
{
	struct exec e = {.mask = PSW_EXT};
	tod_t due = clock_get();

	asm volatile("sckc %0" : : "Q"(due));
	exec_insn(&e, 0x0700ul << 48); /* CR0 is off */
	EXPECT_DONE(&e, "enabled in the PSW only");
	LOAD_CR(0, CR0_CKC);
	e.mask = 0;
	exec_insn(&e, 0x0700ul << 48);
	EXPECT_DONE(&e, "enabled in CR0 only");
	e.mask = PSW_EXT;
	exec_insn(&e, 0x0700ul << 48);
	EXPECT(e.kind == KIND_EXT && e.ext_code == EXT_CKC, "both on: %s", exec_text(&e));
	due = ~0ul;
	asm volatile("sckc %0" : : "Q"(due));
	exec_insn(&e, 0x0700ul << 48);
	EXPECT_DONE(&e, "comparator moved away");
	LOAD_CR(0, 0);
}

static void cpu_timer_interrupts_when_negative(void)
{
	struct exec e = {.mask = PSW_EXT | PSW_WAIT};
	uint64_t timer = 2 * TOD_MS, left;

	LOAD_CR(0, CR0_CPUTIMER);
	asm volatile("spt %0" : : "Q"(timer));
	exec_run(&e);
	asm volatile("stpt %0" : "=Q"(left));
	LOAD_CR(0, 0);
	EXPECT(e.kind == KIND_EXT && e.ext_code == EXT_CPUTIMER, "%s", exec_text(&e));
	EXPECT((int64_t)left < 0, "the timer stands at %016lX", left);
	timer = 0x7FFFFFFFFFFFFFFFul;
	asm volatile("spt %0" : : "Q"(timer));
}

/* How often this virtual machine has left SIE to wait. */
static uint64_t nr_waits(void)
{
	static const char line[] = "QUERY INTERCEPTS", name[] = "WAIT";
	char *text = (char *)SCRATCH + PAGE_SIZE, *end;
	struct exec e = {.gpr = {[2] = SCRATCH,
				 [3] = HERE(text),
				 [4] = (sizeof(line) - 1) | 0x40000000,
				 [5] = PAGE_SIZE}};
	uint64_t nr = 0;

	ebc_from_ascii((ebc8_t *)SCRATCH, line, sizeof(line) - 1);
	exec_insn(&e, INSN_DIAG(2, 4, 0x008));
	EXPECT_CC(&e, 0, line);
	end = text + MIN(e.gpr[5], PAGE_SIZE);
	ebc_to_ascii(text, (ebc8_t *)text, (size_t)(end - text));
	while (text + sizeof(name) < end && memcmp(text, name, sizeof(name) - 1) != 0)
		text++;
	for (text += sizeof(name) - 1; text < end && *text == ' '; text++)
		;
	for (; text < end && chr_is_digit(*text); text++)
		nr = nr * 10 + (uint64_t)(*text - '0');
	EXPECT(nr > 0, "no waits are counted");
	return nr;
}

/* Beyond the end of the host's clock: the guest waits for what comes before, and CP does not look again and again. */
static void wait_with_a_timer_that_is_far_is_one_wait(void)
{
	uint64_t timer = 0x7FFFFFFFFFFFFFFFul, before;
	struct exec e = {.mask = PSW_EXT | PSW_WAIT};
	tod_t due;

	if (!is_vm)
		return test_skip("in virtual machines only");
	before = nr_waits();
	due = clock_get() + 20 * TOD_MS;
	asm volatile("spt %0" : : "Q"(timer));
	asm volatile("sckc %0" : : "Q"(due));
	LOAD_CR(0, CR0_CKC | CR0_CPUTIMER);
	exec_run(&e);
	LOAD_CR(0, 0);
	EXPECT(e.kind == KIND_EXT && e.ext_code == EXT_CKC, "%s", exec_text(&e));
	EXPECT(nr_waits() - before <= 10, "%lu waits", nr_waits() - before);
}

static void ptff_checks_state_and_function(void)
{
	struct exec e = {.gpr = {0, HERE(cell)}, .mask = PSW_PROBLEM};

	exec_insn(&e, 0x0104ul << 48);
	EXPECT_CC(&e, 0, "PTFF query in the problem state");
	e = (struct exec){.gpr = {0x40, HERE(cell)}, .mask = PSW_PROBLEM};
	exec_insn(&e, 0x0104ul << 48);
	EXPECT_PGM(&e, PGM_PRIVILEGED, "PTFF-ATO in the problem state");
	e = (struct exec){.gpr = {0x80, HERE(cell)}};
	exec_insn(&e, 0x0104ul << 48);
	EXPECT_PGM(&e, PGM_SPECIFICATION, "PTFF with bit 56 of GR0");
	e = (struct exec){.gpr = {0x3F, HERE(cell)}};
	exec_insn(&e, 0x0104ul << 48);
	EXPECT_CC(&e, 3, "PTFF of an unknown function");
	e = (struct exec){.gpr = {0, BEYOND}};
	exec_insn(&e, 0x0104ul << 48);
	EXPECT_PGM(&e, PGM_ADDRESSING, "PTFF query beyond storage");
}

/* ---- Service processor ---------------------------------------------------------- */

static void servc(struct exec *e, uint32_t command, uint64_t sccb, uint16_t len)
{
	if (sccb < SCRATCH_END) {
		memset((void *)(sccb & ~7ul), 0, 256);
		*(uint16_t *)(sccb & ~7ul) = len;
	}
	*e = (struct exec){.gpr = {[1] = command, [2] = sccb}};
	exec_insn(e, INSN_RRE(0xB220, 1, 2));
}

static uint16_t servc_response(struct exec *e)
{
	LOAD_CR(0, CR0_SERVSIG);
	EXPECT(exec_wait(e, 0, 2000) && e->kind == KIND_EXT && e->ext_code == EXT_SERVSIG,
		"service signal: %s", exec_text(e));
	LOAD_CR(0, 0);
	return *(uint16_t *)(SCRATCH + 6);
}

static void servc_reads_scp_info(void)
{
	struct exec e;
	uint16_t response;

	servc(&e, 0x00020001, SCRATCH, PAGE_SIZE);
	EXPECT_CC(&e, 0, "SERVC");
	response = servc_response(&e);
	EXPECT((e.ext_parm & ~7u) == SCRATCH, "parameter %08X", e.ext_parm);
	EXPECT(response == 0x0010, "response %04X", response);
	EXPECT(*(uint16_t *)(SCRATCH + 8) > 0, "no storage increments");
}

static void servc_refuses_unknown_commands(void)
{
	struct exec e;
	uint16_t response;

	servc(&e, 0x00FE0001, SCRATCH, 64);
	EXPECT_CC(&e, 0, "SERVC");
	response = servc_response(&e);
	EXPECT(response == 0x01F0, "response %04X", response);
}

static void servc_checks_its_operands(void)
{
	struct exec e;

	servc(&e, 0x00020001, SCRATCH + 4, 64);
	EXPECT_PGM(&e, PGM_SPECIFICATION, "SCCB not on a doubleword");
	servc(&e, 0x00020001, 0x7FFFF000, 64);
	EXPECT_PGM(&e, PGM_ADDRESSING, "SCCB beyond storage");
	expect_privileged(INSN_RRE(0xB220, 1, 2), "SERVC");
}

/* ---- Control registers, moves, protection test ---------------------------------- */

static void lctl_and_lctlg_load(void)
{
	struct exec e = {.gpr[2] = HERE(cell)};

	cell[0] = 0x0123456789ABCDEFul;
	exec_insn(&e, 0xEB3320000000ul << 16 | 0x2Ful << 16);
	EXPECT_DONE(&e, "LCTLG 3");
	EXPECT(STORE_CR(3) == cell[0], "CR3 %016lX", STORE_CR(3));
	cell[0] = 0xFEDCBA98ul << 32;
	exec_insn(&e, INSN_RS(0xB7, 3, 3, 2, 0));
	EXPECT_DONE(&e, "LCTL 3");
	EXPECT(STORE_CR(3) == 0x01234567FEDCBA98ul, "CR3 %016lX", STORE_CR(3));
	LOAD_CR(3, 0);
	expect_privileged(INSN_RS(0xB7, 3, 3, 2, 0), "LCTL");
}

static void mvpg_moves_a_page(void)
{
	struct exec e = {.gpr = {0, SCRATCH, SCRATCH + PAGE_SIZE}};

	memset((void *)SCRATCH, 0, PAGE_SIZE);
	memset((void *)(SCRATCH + PAGE_SIZE), 0x5A, PAGE_SIZE);
	exec_insn(&e, INSN_RRE(0xB254, 1, 2));
	EXPECT_CC(&e, 0, "MVPG");
	EXPECT(memcmp((void *)SCRATCH, (void *)(SCRATCH + PAGE_SIZE), PAGE_SIZE) == 0, "not moved");
}

/* A page that was never touched too: CP must make it, not SIE refuse it. */
static void tprot_finds_pages(void)
{
	struct exec e = {.gpr = {0, SCRATCH, 0}};

	exec_insn(&e, 0xE50110002000ul << 16);
	EXPECT_CC(&e, 0, "TPROT of a page in use");
	e.gpr[1] = SCRATCH_END + 0x123000;
	exec_insn(&e, 0xE50110002000ul << 16);
	EXPECT_CC(&e, 0, "TPROT of an untouched page");
	e.gpr[1] = BEYOND;
	exec_insn(&e, 0xE50110002000ul << 16);
	EXPECT_PGM(&e, PGM_ADDRESSING, "TPROT beyond storage");
	expect_privileged(0xE50110002000ul << 16, "TPROT");
}

/* ---- Not there ------------------------------------------------------------------ */

static void sie_is_privileged_and_not_there(void)
{
	struct exec e = {.gpr[2] = SCRATCH};

	if (!is_vm)
		return test_skip("the emulator has SIE");
	expect_privileged(INSN_S(0xB214, 2), "SIE");
	exec_insn(&e, INSN_S(0xB214, 2));
	EXPECT_PGM(&e, PGM_OPERATION, "SIE");
}

static void ptf_iucv_siga_answer(void)
{
	struct exec e = {.gpr[1] = SCRATCH};

	if (!is_vm)
		return test_skip("in virtual machines only");
	exec_insn(&e, INSN_RRE(0xB9A2, 1, 0));
	EXPECT_PGM(&e, PGM_OPERATION, "PTF");
	e = (struct exec){.gpr[1] = SCRATCH};
	exec_insn(&e, INSN_S(0xB2F0, 1));
	EXPECT(e.kind == KIND_SVC, "IUCV: %s", exec_text(&e)); /* Linux is not prepared for more */
	e = (struct exec){.gpr = {0, SSID_ONE}};
	exec_insn(&e, INSN_S(0xB274, 2));
	EXPECT_CC(&e, 3, "SIGA");
	expect_privileged(INSN_S(0xB274, 2), "SIGA");
}

const struct test tests[] = {
	TEST(stidp_stores_version_ff),
	TEST(stap_stores_cpu_address_zero),
	TEST(spx_exchanges_the_prefix_area),
	TEST(spx_and_stpx_check_their_operand),
	TEST(stsi_tells_level_and_blocks),
	TEST(stsi_322_names_user_and_zvm),
	TEST(stsi_refuses_what_is_not_there),
	TEST(stfle_hides_what_guests_must_not_use),
	TEST(stfle_says_when_there_is_more),
	TEST(stfl_agrees_with_stfle),
	TEST(sck_moves_this_guests_clock),
	TEST(clock_comparator_is_never_early),
	TEST(clock_comparator_interrupts_a_loop),
	TEST(due_clock_comparator_stays_pending_while_disabled),
	TEST(cpu_timer_interrupts_when_negative),
	TEST(wait_with_a_timer_that_is_far_is_one_wait),
	TEST(ptff_checks_state_and_function),
	TEST(servc_reads_scp_info),
	TEST(servc_refuses_unknown_commands),
	TEST(servc_checks_its_operands),
	TEST(lctl_and_lctlg_load),
	TEST(mvpg_moves_a_page),
	TEST(tprot_finds_pages),
	TEST(sie_is_privileged_and_not_there),
	TEST(ptf_iucv_siga_answer),
	{0},
};
