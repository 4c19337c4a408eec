/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"
#include "arch/psw.h"
#include "lib/string.h"
#include "logic/diag010.h"

#define STORAGE (16 * MiB)

START_TEST(bad_ranges_are_refused)
{
	static const struct {
		uint64_t first, last;
		grc_t rc;
	} cases[] = {
		{0x2000, 0x2000, 0},
		{0x2000, STORAGE - 0x1000, 0},
		{0x1000, 0x2000, PGM_SPECIFICATION},
		{0, 0, PGM_SPECIFICATION},
		{0x2800, 0x3000, PGM_SPECIFICATION},
		{0x2000, 0x2FFF, PGM_SPECIFICATION},
		{0x4000, 0x3000, PGM_SPECIFICATION},
		{0x4000, STORAGE, PGM_ADDRESSING},
		{STORAGE, STORAGE, PGM_ADDRESSING},
		{0x2000, ~0xFFFull, PGM_ADDRESSING},
		{~0xFFFull, ~0xFFFull, PGM_ADDRESSING},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct page_range range = {1, 1};

		ck_assert_int_eq(diag_010_range(cases[i].first, cases[i].last, STORAGE, &range),
			cases[i].rc);
		ck_assert_uint_eq(range.first, cases[i].rc ? 1 : cases[i].first);
		ck_assert_uint_eq(range.last, cases[i].rc ? 1 : cases[i].last);
	}
}
END_TEST

/* Page by page: what diag010_next gives is the range without the prefix areas, each page once. */
static void check(struct page_range range, const uint32_t *prefix, unsigned nr, uint64_t max)
{
	bool given[STORAGE / PAGE_SIZE] = {false};
	struct page_range all = range, piece;
	unsigned rounds = 0;

	while (diag010_next(&range, prefix, nr, max, &piece)) {
		ck_assert_uint_lt(rounds++, STORAGE / PAGE_SIZE);
		ck_assert_uint_le(piece.first, piece.last);
		ck_assert_uint_le(piece.last - piece.first, max - PAGE_SIZE);
		for (gabs_t page = piece.first; page <= piece.last; page += PAGE_SIZE) {
			ck_assert(!given[page / PAGE_SIZE]);
			given[page / PAGE_SIZE] = true;
		}
	}
	for (gabs_t page = 0; page < STORAGE; page += PAGE_SIZE) {
		bool want = page >= all.first && page <= all.last;

		for (unsigned i = 0; i < nr; i++)
			if (page >= prefix[i] && page < prefix[i] + 0x2000ul)
				want = false;
		ck_assert_msg(given[page / PAGE_SIZE] == want, "page %lX", (unsigned long)page);
	}
}

START_TEST(prefix_areas_are_left_out)
{
	static const struct {
		gabs_t first, last;
		uint32_t prefix[4];
		unsigned nr;
	} cases[] = {
		{0x2000, 0x2000, {0}, 1},
		{0x2000, 0x9000, {0x4000}, 1},
		{0x2000, 0x9000, {0x2000}, 1},
		{0x3000, 0x9000, {0x2000}, 1},
		{0x2000, 0x9000, {0x8000}, 1},
		{0x2000, 0x9000, {0x9000}, 1},
		{0x2000, 0x3000, {0x2000}, 1},
		{0x3000, 0x3000, {0x2000}, 1},
		{0x2000, 0xF000, {0x6000, 0x4000, 0x2000, 0x8000}, 4},
		{0x2000, 0xF000, {0xC000, 0x5000, 0x5000, 0x6000}, 4},
		{0x2000, STORAGE - 0x1000, {0, 0x700000, STORAGE - 0x2000, 0x10000}, 4},
		{0x2000, 0x5000, {0x7FFFE000}, 1},
		{0x2000, 0x5000, {0}, 0},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		for (uint64_t max = PAGE_SIZE; max <= 64 * MiB; max *= 4)
			check((struct page_range){cases[i].first, cases[i].last}, cases[i].prefix,
				cases[i].nr, max);
}
END_TEST

START_TEST(any_arrangement_leaves_prefix_areas_out)
{
	uint32_t random = 12345;

	for (unsigned round = 0; round < 300; round++) {
		uint32_t prefix[16], value[2];
		unsigned nr;

		for (unsigned i = 0; i < 18; i++) {
			random = random * 1664525u + 1013904223u;
			/* Close together, on page boundaries as in ESA/390. */
			if (i < 16)
				prefix[i] = (random >> 12) % 64 * 0x1000;
			else
				value[i - 16] = (random >> 12) % 64 * 0x1000 + 0x2000;
		}
		nr = random >> 28;
		check((struct page_range){MIN(value[0], value[1]), MAX(value[0], value[1])}, prefix,
			nr, 0x8000);
	}
}
END_TEST

UNIT_MAIN("logic/diag010", bad_ranges_are_refused, prefix_areas_are_left_out,
	any_arrangement_leaves_prefix_areas_out)
