// SPDX-License-Identifier: Apache-2.0
/*
 * What the emulator executes of a guest's instructions beyond the guest's own frames, unless CP
 * sees to it: see guest_keys.c for the keys. Here: a counter of MONITOR CALL that crosses a page,
 * and what another CPU still translates after a page was given back.
 */
#include "bare.h"

/* Tables of a space of 8 MB in which virtual is real but for one page; below where guests play. */
#define SEGMENTS   0xA0000ul
#define PAGES      0xA4000ul /* eight tables of 2 KB */
#define SPACE_SIZE 0x800000ul
#define WINDOW     0x600000ul /* virtual: where the page at SHARED is seen */
#define SHARED     0x300000ul
#define OTHER_PAGE 0x340000ul

static void build_space(void)
{
	uint64_t *segments = (uint64_t *)SEGMENTS, *pages = (uint64_t *)PAGES;

	for (unsigned i = 0; i < 512; i++)
		segments[i] = 0x20;
	for (unsigned i = 0; i < SPACE_SIZE / MiB; i++)
		segments[i] = PAGES + i * 2048ul;
	for (uint64_t page = 0; page < SPACE_SIZE; page += PAGE_SIZE)
		pages[page / PAGE_SIZE] = page;
	pages[WINDOW / PAGE_SIZE] = SHARED;
}

static void release(uint64_t first, uint64_t last)
{
	struct exec e = {.gpr = {[2] = first, [4] = last}};

	exec_insn(&e, INSN_DIAG(2, 4, 0x010));
	EXPECT_DONE(&e, "DIAGNOSE X'10'");
}

/* ---- Counters of MONITOR CALL ----------------------------------------------------- */

#define POOL         0x400000ul
#define POOL_PAGES   64u
#define PFX_COUNTERS 0x100                /* origin, 8 bytes; length, 4 */
#define ALL_CLASSES  0x0000FFFF0000FFFFul /* to count, and to report */
#define MC_CLASS_0   0xAF00000000000000ul

static uint64_t *page_at(unsigned nr)
{
	return (uint64_t *)(POOL + nr * PAGE_SIZE);
}

/* Fresh frames, in the order of their pages or the other way round. */
static void fill_pool(bool downwards)
{
	release(POOL, POOL + (POOL_PAGES - 1) * PAGE_SIZE);
	for (unsigned i = 0; i < POOL_PAGES; i++) {
		unsigned nr = downwards ? POOL_PAGES - 1 - i : i;

		for (unsigned at = 0; at < PAGE_SIZE / 8; at++)
			page_at(nr)[at] = ~0ul;
	}
}

/* The halfword counter at the page's beginning is at its end: the fullword one has the carry. */
static void count_over_the_end(unsigned nr)
{
	uint8_t *prefix = (uint8_t *)lowcore();
	uint64_t origin = (uint64_t)page_at(nr);
	uint32_t length = (PAGE_SIZE - 2) / 2;
	struct exec e = {0};

	memcpy(prefix + PFX_COUNTERS, &origin, sizeof(origin));
	memcpy(prefix + PFX_COUNTERS + 8, &length, sizeof(length));
	memcpy(prefix + PFX_COUNTERS + 12, &length, sizeof(length)); /* here the emulator looks */
	LOAD_CR(8, ALL_CLASSES);
	exec_insn(&e, MC_CLASS_0);
	LOAD_CR(8, 0);
	EXPECT(e.kind == KIND_SVC || e.pgm == PGM_MONITOR, "MC: %s", exec_text(&e));
}

static void monitor_counters_stay_in_their_page(void)
{
	build_space();
	LOAD_CR(13, SEGMENTS);
	for (unsigned nr = 0; nr < POOL_PAGES; nr++) {
		if (nr % 32 == 0)
			fill_pool(nr != 0);
		count_over_the_end(nr);
		for (unsigned i = 0; i < POOL_PAGES; i++)
			EXPECT(i == nr || *page_at(i) == ~0ul,
				"the counter of page %u is in page %u", nr, i);
		memset(page_at(nr), 0xFF, PAGE_SIZE);
	}
	LOAD_CR(13, 0);
}

/* ---- Another CPU's translations ----------------------------------------------------- */

#define OTHER         1
#define INITIAL_RESET 0x0B
#define SET_PREFIX    0x0D
#define RESTART       0x06
#define ROUNDS        20000
#define GOOD          0x600D600D600D600Dul
#define POISON        0xBADBADBADBADBADBul
#define MARK          0x3A3A3A3A3A3A3A3Aul

static uint8_t other_area[8192] __attribute__((aligned(8192)));
static uint8_t other_stack[4096] __attribute__((aligned(8)));
static volatile uint64_t looks, stale;

static void order(uint8_t code, uint64_t parm)
{
	struct exec e;

	do {
		e = (struct exec){.gpr = {[5] = parm, [6] = OTHER}};
		exec_insn(&e, INSN_SIGP(4, 6, code));
		EXPECT_DONE(&e, "SIGP");
	} while (e.kind == KIND_SVC && e.cc == 2);
}

/*
 * Loads and stores through a translation, between instructions that take the emulator's lock inside
 * SIE: who waits for that is not made to leave SIE when CP purges.
 */
static void other_looks(void)
{
	static uint8_t old_mask;
	volatile uint64_t *window = (uint64_t *)WINDOW;
	uint64_t never = ~0ul;

	LOAD_CR(1, SEGMENTS);
	asm volatile("stosm %0,4" : "=Q"(old_mask) : : "memory");
	for (;;) {
		if (window[0] == POISON)
			stale++;
		window[1] = MARK;
		asm volatile("sckc %0\n spt %0\n sckc %0" : : "Q"(never) : "memory");
		looks++;
	}
}

static void begin_other(void (*function)(void))
{
	memcpy(other_area, lowcore(), 0x1000);
	*(uint64_t *)(other_area + 0xE10) = (uint64_t)function;
	*(uint64_t *)(other_area + 0xE20) = (uint64_t)(other_stack + sizeof(other_stack) - 160);
	order(INITIAL_RESET, 0);
	order(SET_PREFIX, (uint64_t)other_area);
	order(RESTART, 0);
}

/*
 * A page is given back, and its frame at once comes again as another page with other contents. The
 * other CPU may see what was in the page, or zeros; of the frame's new contents it may see nothing,
 * and its stores must not arrive there.
 */
static void a_released_frame_is_out_of_reach_of_the_other_cpu(void)
{
	volatile uint64_t *shared = (uint64_t *)SHARED, *fresh = (uint64_t *)OTHER_PAGE;
	unsigned stored = 0;
	tod_t limit = clock_get() + 10 * TOD_S;

	build_space();
	looks = stale = 0;
	begin_other(other_looks);
	while (looks < 100 && clock_get() < limit)
		;
	EXPECT(looks >= 100, "the other CPU does not run");
	for (unsigned i = 0; i < ROUNDS && clock_get() < limit; i++) {
		shared[0] = GOOD;
		release(SHARED, SHARED);
		fresh[0] = POISON;
		fresh[1] = 0;
		for (unsigned spin = 0; spin < 20; spin++)
			stored += fresh[1] == MARK;
		release(OTHER_PAGE, OTHER_PAGE);
	}
	order(INITIAL_RESET, 0);
	EXPECT(stale == 0 && stored == 0,
		"of %lu looks %lu saw the frame's new contents, %u stored there", looks, stale,
		stored);
}

const struct test tests[] = {
	TEST(monitor_counters_stay_in_their_page),
	TEST(a_released_frame_is_out_of_reach_of_the_other_cpu),
	{0},
};
