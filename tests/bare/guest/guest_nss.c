// SPDX-License-Identifier: Apache-2.0
/*
 * Saved segments: what one machine saves others load, beyond the end of their storage, with
 * DIAGNOSE X'64'. The parameter says which part it plays: the saver, which has more storage; who
 * has OPTION PAGESHARE; a second one, who sees what the first wrote; and one who may not share
 * pages.
 */
#include "abi/nss.h"
#include "bare.h"

enum { SAVER = 1, SHARER, SECOND, ALONE };

#define PATTERN 0x5E65000000000000ul
#define RO      0x2000000ul /* SEGRO: a megabyte, SR */
#define RW      0x2100000ul /* SEGRW: one page EW, one EN */
#define SW      0x2200000ul /* SEGSW: one page SW, one SN */
#define HOLE    0x1800000ul /* nothing is there for who has 16 MB */
#define KEY     0x60
#define LETTER  0x4C6574746572ul

static uint8_t command[240] __attribute__((aligned(256)));
static ebc8_t name[8] __attribute__((aligned(8)));

/* One CP command; returns its return code. */
static uint64_t cp(const char *line)
{
	struct exec e = {.gpr = {[2] = (uint64_t)command, [4] = strlen(line)}};

	ebc_from_ascii(command, line, strlen(line));
	exec_insn(&e, INSN_DIAG(2, 4, 0x008));
	return (uint32_t)e.gpr[4];
}

static struct exec segment(const char *which, uint64_t subcode)
{
	struct exec e = {.gpr = {[2] = (uint64_t)name, [4] = subcode}};

	ebc_from_str(name, which, sizeof(name));
	exec_insn(&e, INSN_DIAG(2, 4, 0x064));
	return e;
}

static void expect_loaded(const char *which, uint64_t subcode, uint64_t first, uint64_t last)
{
	struct exec e = segment(which, subcode);

	EXPECT_CC(&e, 0, which);
	EXPECT(e.gpr[2] == first && e.gpr[4] == last, "%s is at %lX to %lX", which, e.gpr[2],
		e.gpr[4]);
}

static void expect_refused(const char *which, uint64_t subcode, uint64_t rc)
{
	struct exec e = segment(which, subcode);

	EXPECT_CC(&e, 2, which);
	EXPECT(e.gpr[4] == rc, "%s: %lu, %lu wanted", which, e.gpr[4], rc);
}

/* L and ST of a doubleword by instructions that may be interrupted. */
static struct exec load(uint64_t addr)
{
	struct exec e = {.gpr = {[3] = addr}};

	exec_insn(&e, 0xE35030000004ul << 16); /* lg 5,0(3) */
	return e;
}

static struct exec store(uint64_t addr, uint64_t value)
{
	struct exec e = {.gpr = {[3] = addr, [5] = value}};

	exec_insn(&e, 0xE35030000024ul << 16); /* stg 5,0(3) */
	return e;
}

static void expect_value(uint64_t addr, uint64_t value)
{
	struct exec e = load(addr);

	EXPECT_DONE(&e, "a fetch");
	EXPECT(e.gpr[5] == value, "%lX has %lX, %lX wanted", addr, e.gpr[5], value);
}

static void expect_nothing(uint64_t addr)
{
	struct exec e = load(addr);

	EXPECT_PGM(&e, PGM_ADDRESSING, "a fetch where nothing is");
}

static bool plays(uint64_t part)
{
	if (guest_parm.value == part)
		return true;
	test_skip("another machine's part");
	return false;
}

/* ---- The saver ---------------------------------------------------------------------- */

static void segments_are_defined_and_saved(void)
{
	struct exec e = {.gpr = {[2] = KEY, [3] = RO + PAGE_SIZE}};

	if (!plays(SAVER))
		return;
	for (uint64_t page = RO; page < RO + MiB; page += 16 * PAGE_SIZE)
		*(volatile uint64_t *)page = PATTERN | page;
	*(volatile uint64_t *)RW = PATTERN | RW;
	*(volatile uint64_t *)(RW + PAGE_SIZE) = PATTERN; /* EN: is not saved */
	*(volatile uint64_t *)SW = PATTERN | SW;
	exec_insn(&e, INSN_RRE(0xB22B, 2, 3)); /* sske */
	EXPECT(cp("DEFSEG SEGRO 2000-20FF SR") == 0, "SEGRO is not defined");
	EXPECT(cp("DEFSEG SEGRW 2100-2100 EW 2101-2101 EN") == 0, "SEGRW is not defined");
	EXPECT(cp("DEFSEG SEGSW 2200-2200 SW 2201-2201 SN") == 0, "SEGSW is not defined");
	EXPECT(cp("DEFSEG SEGOV 20FF-20FF SR") == 0, "SEGOV is not defined");
	EXPECT(cp("DEFSEG SEGFAR FFFFF-FFFFF SR") == 0, "SEGFAR is not defined");
	EXPECT(cp("SAVESEG SEGRO") == 0, "SEGRO is not saved");
	EXPECT(cp("SAVESEG SEGRW") == 0, "SEGRW is not saved");
	EXPECT(cp("SAVESEG SEGSW") == 0, "SEGSW is not saved");
	EXPECT(cp("SAVESEG SEGOV") == 0, "SEGOV is not saved");
	EXPECT(cp("SAVESEG SEGFAR") == 7275, "SEGFAR is beyond storage and saved");
	EXPECT(cp("SAVESYS SEGFAR") == 7272, "SEGFAR is saved as a system");
	EXPECT(cp("SAVESEG SEGNOT") == 7271, "SEGNOT was not defined and is saved");
}

/* Its own storage is not what others see. */
static void a_segment_within_storage_takes_its_place(void)
{
	struct exec e;

	if (!plays(SAVER))
		return;
	*(volatile uint64_t *)RW = 1;
	e = segment("SEGRW", DIAG064_LOADNOLYX);
	EXPECT_CC(&e, 2, "LOADNOLY");
	EXPECT(e.gpr[4] == DIAG064_IN_STORAGE, "LOADNOLY: %lu", e.gpr[4]);
	expect_value(RW, 1);
	e = segment("SEGRW", DIAG064_LOADSHRX);
	EXPECT_CC(&e, 1, "within storage");
	expect_value(RW, PATTERN | RW);
	e = segment("SEGRW", DIAG064_PURGESEG);
	EXPECT_CC(&e, 0, "PURGESEG");
	expect_value(RW, 0);
}

/* ---- Who shares ---------------------------------------------------------------------- */

static void names_and_subcodes_are_looked_at(void)
{
	static const uint8_t bad[] = {0x02, 0x14, 0x1c, 0x28, 0x34, 0x3c, 0x40};

	if (!plays(SHARER))
		return;
	expect_refused("NOSUCH", DIAG064_LOADSHRX, DIAG064_NOT_FOUND);
	expect_refused("SEGFAR", DIAG064_LOADSHRX, DIAG064_NOT_FOUND); /* not saved */
	expect_refused("SEGRO", DIAG064_PURGESEG, DIAG064_NOT_FOUND);  /* not loaded */
	for (unsigned i = 0; i < ARRAY_LEN(bad); i++) {
		struct exec e = segment("SEGRO", bad[i]);

		EXPECT_PGM(&e, PGM_SPECIFICATION, "a subcode that is none");
	}
}

static void a_segment_is_found_and_described(void)
{
	static struct diag064_out out;
	static struct diag064_in in __attribute__((aligned(8)));
	struct exec e;

	if (!plays(SHARER))
		return;
	e = segment("SEGRW", DIAG064_FINDSEGX);
	EXPECT_CC(&e, 1, "FINDSEG of one that is not loaded");
	EXPECT(e.gpr[2] == RW && e.gpr[4] == RW + 2 * PAGE_SIZE - 1, "it is at %lX", e.gpr[2]);
	ebc_from_str(in.name, "SEGRW", sizeof(in.name));
	in.op = DIAG064_EXT_FIND;
	in.out = be32((uint32_t)(uint64_t)&out);
	in.out_len = be16(sizeof(out));
	e = (struct exec){.gpr = {[2] = (uint64_t)&in, [4] = DIAG064_SEGEXTX}};
	exec_insn(&e, INSN_DIAG(2, 4, 0x064));
	EXPECT_CC(&e, 0, "SEGEXT");
	EXPECT(be64_get(out.first) == RW && be32_get(out.nr_ranges) == 2, "SEGEXT: %lX, %u ranges",
		be64_get(out.first), be32_get(out.nr_ranges));
	EXPECT(be64_get(out.range[1].first) == (RW + PAGE_SIZE) + NSS_EN, "SEGEXT: the kind");
}

static void a_read_only_segment_lies_beyond_storage(void)
{
	struct exec e;

	if (!plays(SHARER))
		return;
	expect_nothing(RO);
	expect_loaded("SEGRO", DIAG064_LOADSHRX, RO, RO + MiB - 1);
	for (uint64_t page = RO; page < RO + MiB; page += 16 * PAGE_SIZE)
		expect_value(page, PATTERN | page);
	e = store(RO, 1);
	EXPECT_PGM(&e, PGM_PROTECTION, "a store into it");
	e = store(RO + 5 * PAGE_SIZE, 1); /* a page of zeros, that was not saved */
	EXPECT_PGM(&e, PGM_PROTECTION, "a store into its zeros");
	expect_value(RO, PATTERN | RO);
	e = (struct exec){.gpr = {[2] = RO, [4] = 24}}; /* CP stores there as little */
	exec_insn(&e, INSN_DIAG(2, 4, 0x000));
	EXPECT_PGM(&e, PGM_PROTECTION, "an answer of CP into it");
	e = (struct exec){.gpr = {[3] = RO + PAGE_SIZE}};
	exec_insn(&e, INSN_RRE(0xB229, 2, 3)); /* iske */
	EXPECT((e.gpr[2] & 0xF8) == KEY, "its key is %lX", e.gpr[2]);
	expect_nothing(HOLE);
	expect_nothing(RW);
	expect_nothing(0x7fffff000);
	expect_refused("SEGOV", DIAG064_LOADSHRX, DIAG064_OVERLAP);
	expect_loaded("SEGRO", DIAG064_LOADSHR, RO, RO + MiB - 1); /* is loaded already */
	expect_loaded("SEGRO", DIAG064_FINDSEG, RO, RO + MiB - 1);
}

static void everybody_has_his_own_of_an_exclusive_one(void)
{
	struct exec e;

	if (!plays(SHARER))
		return;
	for (unsigned i = 0; i < 3; i++) {
		expect_loaded("SEGRW", DIAG064_LOADSHRX, RW, RW + 2 * PAGE_SIZE - 1);
		expect_value(RW, PATTERN | RW);
		expect_value(RW + PAGE_SIZE, 0);
		e = store(RW, i);
		EXPECT_DONE(&e, "a store into a page of one's own");
		e = store(RW + PAGE_SIZE, i);
		EXPECT_DONE(&e, "a store into a page without data");
		expect_value(RW, i);
		e = segment("SEGRW", DIAG064_PURGESEG);
		EXPECT_CC(&e, 0, "PURGESEG");
		expect_nothing(RW);
	}
}

static void what_is_loaded_without_sharing_may_be_changed(void)
{
	struct exec e;

	if (!plays(SHARER))
		return;
	e = segment("SEGRO", DIAG064_PURGESEG);
	EXPECT_CC(&e, 0, "PURGESEG");
	expect_loaded("SEGRO", DIAG064_LOADNSHRX, RO, RO + MiB - 1);
	e = store(RO, 7);
	EXPECT_DONE(&e, "a store into a copy");
	expect_value(RO, 7);
	e = segment("SEGRO", DIAG064_PURGESEG);
	EXPECT_CC(&e, 0, "PURGESEG");
	expect_loaded("SEGRO", DIAG064_LOADSHRX, RO, RO + MiB - 1);
	expect_value(RO, PATTERN | RO);
}

static void what_one_writes(void)
{
	struct exec e;

	if (!plays(SHARER))
		return;
	expect_loaded("SEGSW", DIAG064_LOADSHRX, SW, SW + 2 * PAGE_SIZE - 1);
	expect_value(SW, PATTERN | SW);
	e = store(SW, LETTER);
	EXPECT_DONE(&e, "a store into a page that all write");
	e = store(SW + PAGE_SIZE, LETTER + 1);
	EXPECT_DONE(&e, "a store into one without data");
}

/* The first one's machine has ended, and has the segment still. */
static void another_one_reads(void)
{
	if (!plays(SECOND))
		return;
	expect_loaded("SEGSW", DIAG064_LOADSHRX, SW, SW + 2 * PAGE_SIZE - 1);
	expect_value(SW, LETTER);
	expect_value(SW + PAGE_SIZE, LETTER + 1);
}

/* ---- Who does not ---------------------------------------------------------------------- */

static void who_may_not_share_gets_copies(void)
{
	struct exec e;

	if (!plays(ALONE))
		return;
	expect_loaded("SEGRO", DIAG064_LOADSHRX, RO, RO + MiB - 1);
	expect_value(RO, PATTERN | RO);
	e = store(RO, 7);
	EXPECT_DONE(&e, "a store into a copy");
	expect_refused("SEGSW", DIAG064_LOADSHRX, DIAG064_NOT_ALLOWED);
	EXPECT(cp("SAVESEG SEGRO") == 1, "class G has SAVESEG");
}

const struct test tests[] = {
	TEST(segments_are_defined_and_saved),
	TEST(a_segment_within_storage_takes_its_place),
	TEST(names_and_subcodes_are_looked_at),
	TEST(a_segment_is_found_and_described),
	TEST(a_read_only_segment_lies_beyond_storage),
	TEST(everybody_has_his_own_of_an_exclusive_one),
	TEST(what_is_loaded_without_sharing_may_be_changed),
	TEST(what_one_writes),
	TEST(another_one_reads),
	TEST(who_may_not_share_gets_copies),
	{NULL, NULL},
};
