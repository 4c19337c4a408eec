// SPDX-License-Identifier: Apache-2.0
/*
 * Storage keys and frames. The emulator executes PFMF and RRBM of a guest on the frame of the host
 * that has the guest's address: CP must take them, and they must act on the guest's own frame.
 */
#include "bare.h"

#define PAGE(n)    (SCRATCH + (n)*PAGE_SIZE)
#define KEY_ISKE   0xB229
#define KEY_RRBE   0xB22A
#define KEY_SSKE   0xB22B
#define TEST_BLOCK 0xB22C
#define RRBM       0xB9AE
#define PFMF       0xB9AF
#define PFMF_SK    0x20000
#define PFMF_CF    0x10000
#define PFMF_1M    0x01000

static uint8_t key_get(uint64_t page)
{
	struct exec e = {.gpr = {0, ~0ul, page}};

	exec_insn(&e, INSN_RRE(KEY_ISKE, 1, 2));
	EXPECT_DONE(&e, "ISKE");
	EXPECT(e.gpr[1] >> 8 == 0xFFFFFFFFFFFFFFul, "ISKE changed more than a byte: %016lX",
		e.gpr[1]);
	return (uint8_t)e.gpr[1];
}

static void key_set(uint64_t page, uint8_t key)
{
	struct exec e = {.gpr = {0, key, page}};

	exec_insn(&e, INSN_RRE(KEY_SSKE, 1, 2));
	EXPECT_DONE(&e, "SSKE");
}

static void touch(uint64_t page, bool store)
{
	volatile uint64_t *at = (uint64_t *)page;
	uint64_t value = *at;

	if (store)
		*at = value;
}

static void key_is_what_was_set(void)
{
	for (unsigned key = 0; key < 0x100; key += 0x1E) {
		key_set(PAGE(1), (uint8_t)key);
		EXPECT(key_get(PAGE(1)) == (key & 0xFE), "set %02X, got %02X", key,
			key_get(PAGE(1)));
	}
	key_set(PAGE(1), 0);
	EXPECT((key_get(PAGE(2)) & 0xF8) == 0, "the next page has key %02X", key_get(PAGE(2)));
}

static void reference_and_change_follow_the_accesses(void)
{
	static const struct {
		uint8_t set;
		bool touch, store;
		uint8_t want;
	} rows[] = {{0x30, false, false, 0x30}, {0x30, true, false, 0x34}, {0x30, true, true, 0x36},
		{0x34, false, false, 0x34}, {0x32, true, false, 0x36}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		key_set(PAGE(3), rows[i].set);
		if (rows[i].touch)
			touch(PAGE(3), rows[i].store);
		EXPECT(key_get(PAGE(3)) == rows[i].want, "row %zu: %02X", i, key_get(PAGE(3)));
	}
	key_set(PAGE(3), 0);
}

static void rrbe_resets_the_reference_bit(void)
{
	static const struct {
		uint8_t key;
		unsigned cc;
	} rows[] = {{0x00, 0}, {0x02, 1}, {0x04, 2}, {0x06, 3}, {0xF6, 3}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct exec e = {.gpr = {0, 0, PAGE(4)}};

		key_set(PAGE(4), rows[i].key);
		exec_insn(&e, INSN_RRE(KEY_RRBE, 0, 2));
		EXPECT_CC(&e, rows[i].cc, "RRBE");
		EXPECT(key_get(PAGE(4)) == (rows[i].key & ~4), "key %02X", key_get(PAGE(4)));
	}
	key_set(PAGE(4), 0);
}

static void storage_is_protected_by_key(void)
{
	struct exec e = {.gpr = {0, 0, PAGE(5)}, .mask = 0x0020000000000000ul};

	key_set(PAGE(5), 0x30);
	exec_insn(&e, INSN_RS(0x58, 1, 0, 2, 0)); /* L: a fetch is not protected */
	EXPECT_DONE(&e, "fetch with another key");
	exec_insn(&e, INSN_RS(0x50, 1, 0, 2, 0)); /* ST */
	EXPECT_PGM(&e, PGM_PROTECTION, "store with another key");
	EXPECT((e.tea & ~0xFFFul) == PAGE(5), "TEA %016lX", e.tea);
	key_set(PAGE(5), 0x38);
	exec_insn(&e, INSN_RS(0x58, 1, 0, 2, 0));
	EXPECT_PGM(&e, PGM_PROTECTION, "fetch from fetch-protected storage");
	e.mask = 0x0030000000000000ul;
	exec_insn(&e, INSN_RS(0x50, 1, 0, 2, 0));
	EXPECT_DONE(&e, "store with the key");
	key_set(PAGE(5), 0);
}

static void key_instructions_refuse(void)
{
	static const uint16_t ops[] = {KEY_ISKE, KEY_RRBE, KEY_SSKE, TEST_BLOCK, RRBM, PFMF};
	static const char *const names[] = {"ISKE", "RRBE", "SSKE", "TB", "RRBM", "PFMF"};

	for (size_t i = 0; i < ARRAY_LEN(ops); i++) {
		struct exec e = {.gpr = {0, PFMF_SK, BEYOND}};

		expect_privileged(INSN_RRE(ops[i], 1, 2), names[i]);
		exec_insn(&e, INSN_RRE(ops[i], 1, 2));
		EXPECT_PGM(&e, PGM_ADDRESSING, names[i]);
	}
}

static void tb_clears_a_good_page(void)
{
	struct exec e = {.gpr = {0x55, 0, PAGE(6) + 0x123}};

	memset((void *)PAGE(6), 0xAA, PAGE_SIZE);
	exec_insn(&e, INSN_RRE(TEST_BLOCK, 0, 2));
	EXPECT_CC(&e, 0, "TB");
	EXPECT(e.gpr[0] == 0, "GR0 %lX", e.gpr[0]);
	EXPECT(((uint8_t *)PAGE(6))[0] == 0 && ((uint8_t *)PAGE(6))[4095] == 0, "not cleared");
}

/* ---- The two holes -------------------------------------------------------------- */

static void pfmf_sets_the_key_of_our_own_frame(void)
{
	struct exec e = {.gpr = {0, PFMF_SK | 0x50, PAGE(7) + 0x10}};

	key_set(PAGE(7), 0);
	key_set(PAGE(8), 0);
	exec_insn(&e, INSN_RRE(PFMF, 1, 2));
	EXPECT_DONE(&e, "PFMF set key");
	EXPECT((key_get(PAGE(7)) & 0xF8) == 0x50, "our frame has %02X", key_get(PAGE(7)));
	EXPECT((key_get(PAGE(8)) & 0xF8) == 0, "the next has %02X", key_get(PAGE(8)));
	EXPECT(e.gpr[2] == PAGE(7) + 0x10, "GR2 %lX", e.gpr[2]);
	key_set(PAGE(7), 0);
}

static void pfmf_clears_our_own_frame(void)
{
	struct exec e = {.gpr = {0, PFMF_CF, PAGE(7)}};

	memset((void *)PAGE(7), 0xCC, 2 * PAGE_SIZE);
	exec_insn(&e, INSN_RRE(PFMF, 1, 2));
	EXPECT_DONE(&e, "PFMF clear");
	EXPECT(((uint8_t *)PAGE(7))[0] == 0 && ((uint8_t *)PAGE(7))[4095] == 0, "not cleared");
	EXPECT(((uint8_t *)PAGE(8))[0] == 0xCC, "the next frame is cleared too");
}

static void pfmf_of_a_megabyte_ends_at_its_boundary(void)
{
	struct exec e = {.gpr = {0, PFMF_SK | PFMF_1M | 0x60, 0x2FE000}};

	exec_insn(&e, INSN_RRE(PFMF, 1, 2));
	EXPECT_DONE(&e, "PFMF 1 MB");
	EXPECT(e.gpr[2] == 0x300000, "GR2 %lX", e.gpr[2]);
	EXPECT((key_get(0x2FE000) & 0xF8) == 0x60 && (key_get(0x2FF000) & 0xF8) == 0x60,
		"keys %02X %02X", key_get(0x2FE000), key_get(0x2FF000));
	EXPECT((key_get(0x2FD000) & 0xF8) == 0 && (key_get(0x300000) & 0xF8) == 0,
		"neighbours %02X %02X", key_get(0x2FD000), key_get(0x300000));
	key_set(0x2FE000, 0);
	key_set(0x2FF000, 0);
}

static void pfmf_refuses_reserved_bits(void)
{
	static const uint32_t reserved[] = {0x80000000, 0x00040000, 0x00000100, 0x00007000};

	for (size_t i = 0; i < ARRAY_LEN(reserved); i++) {
		struct exec e = {.gpr = {0, reserved[i], PAGE(7)}};

		exec_insn(&e, INSN_RRE(PFMF, 1, 2));
		EXPECT(e.kind == KIND_PGM && e.pgm == PGM_SPECIFICATION, "%08X: %s", reserved[i],
			exec_text(&e));
	}
}

static void rrbm_resets_64_of_our_own_frames(void)
{
	uint64_t block = 0x240000;
	struct exec e = {.gpr = {0, 0, block + 0x5678}};

	if (!is_vm)
		return test_skip("the emulator's own may lack it");
	for (unsigned i = 0; i < 64; i++)
		key_set(block + i * PAGE_SIZE, 0);
	key_set(block, 0x04);
	touch(block + 3 * PAGE_SIZE, false);
	touch(block + 63 * PAGE_SIZE, true);
	exec_insn(&e, INSN_RRE(RRBM, 1, 2));
	EXPECT_DONE(&e, "RRBM");
	EXPECT(e.gpr[1] == (BIT64(0) | BIT64(3) | BIT64(63)), "bits %016lX", e.gpr[1]);
	EXPECT(key_get(block) == 0 && key_get(block + 63 * PAGE_SIZE) == 2, "keys %02X %02X",
		key_get(block), key_get(block + 63 * PAGE_SIZE));
}

static void conditional_sske_tells_the_old_key(void)
{
	struct exec e = {.gpr = {0, 0x40, PAGE(9)}};

	key_set(PAGE(9), 0x46);
	exec_insn(&e, INSN_RRF(KEY_SSKE, 0x6, 1, 2)); /* MR, MC: R and C do not matter */
	EXPECT_CC(&e, 0, "SSKE that need not");
	e = (struct exec){.gpr = {0, 0x80, PAGE(9)}};
	exec_insn(&e, INSN_RRF(KEY_SSKE, 0x6, 1, 2));
	EXPECT(e.kind == KIND_SVC && e.cc == 1, "SSKE that must: %s", exec_text(&e));
	EXPECT((e.gpr[1] >> 8 & 0xF8) == 0x40, "GR1 %lX", e.gpr[1]);
	EXPECT((key_get(PAGE(9)) & 0xF8) == 0x80, "key %02X", key_get(PAGE(9)));
	key_set(PAGE(9), 0);
}

const struct test tests[] = {
	TEST(key_is_what_was_set),
	TEST(reference_and_change_follow_the_accesses),
	TEST(rrbe_resets_the_reference_bit),
	TEST(storage_is_protected_by_key),
	TEST(key_instructions_refuse),
	TEST(tb_clears_a_good_page),
	TEST(pfmf_sets_the_key_of_our_own_frame),
	TEST(pfmf_clears_our_own_frame),
	TEST(pfmf_of_a_megabyte_ends_at_its_boundary),
	TEST(pfmf_refuses_reserved_bits),
	TEST(rrbm_resets_64_of_our_own_frames),
	TEST(conditional_sske_tells_the_old_key),
	{0},
};
