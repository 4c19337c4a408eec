// SPDX-License-Identifier: Apache-2.0
#include "logic/pageindex.h"
#include "unit.h"

#include <string.h>

#define NR 1024u

static struct pageindex_place places[NR];

START_TEST(page_is_found_by_its_digest)
{
	memset(places, 0, sizeof(places));
	ck_assert_uint_eq(pageindex_find(places, NR, 77), 0);
	ck_assert(pageindex_add(places, NR, 77, 5));
	ck_assert(pageindex_add(places, NR, 77 + NR, 6)); /* the same place */
	ck_assert(pageindex_add(places, NR, 0, 7));
	ck_assert_uint_eq(pageindex_find(places, NR, 77), 5);
	ck_assert_uint_eq(pageindex_find(places, NR, 77 + NR), 6);
	ck_assert_uint_eq(pageindex_find(places, NR, 77 + 2 * NR), 0);
	ck_assert_uint_eq(pageindex_find(places, NR, 0), 7);
}
END_TEST

START_TEST(equal_digests_have_one_place)
{
	memset(places, 0, sizeof(places));
	ck_assert(pageindex_add(places, NR, 9, 1));
	for (uint32_t frame = 2; frame < 100000; frame++)
		ck_assert(!pageindex_add(places, NR, 9, frame));
	ck_assert_uint_eq(pageindex_find(places, NR, 9), 1);
	for (uint32_t at = 0; at < NR; at++)
		ck_assert_uint_eq(places[at].frame, at == 9 ? 1 : 0);
}
END_TEST

/* Somebody makes pages whose digests all want the same place: the last one, so that it goes round. */
START_TEST(crowded_place_is_left_after_some_steps)
{
	uint32_t nr = 0, digest = NR - 1;

	memset(places, 0, sizeof(places));
	for (; pageindex_add(places, NR, digest, nr + 1); digest += NR)
		nr++;
	ck_assert_uint_eq(nr, PAGEINDEX_STEPS);
	ck_assert_uint_eq(pageindex_find(places, NR, digest), 0);
	ck_assert_uint_eq(pageindex_find(places, NR, digest - NR), PAGEINDEX_STEPS);
	for (uint32_t at = PAGEINDEX_STEPS - 1; at < NR - 1; at++)
		ck_assert_uint_eq(places[at].frame, 0);
}
END_TEST

START_TEST(full_table_refuses_and_finds)
{
	memset(places, 0, sizeof(places));
	for (uint32_t digest = 0; digest < NR; digest++)
		ck_assert(pageindex_add(places, NR, digest, digest + 1));
	ck_assert(!pageindex_add(places, NR, 5 * NR, 1));
	ck_assert_uint_eq(pageindex_find(places, NR, 5 * NR), 0);
	ck_assert_uint_eq(pageindex_find(places, NR, NR - 1), NR);
}
END_TEST

START_TEST(one_bit_anywhere_gives_another_digest)
{
	static uint64_t page[PAGE_SIZE / 8];
	uint32_t zeros = pageindex_digest(page);

	for (unsigned bit = 0; bit < PAGE_SIZE * 8; bit += 61) {
		page[bit / 64] = 1ull << bit % 64;
		ck_assert_uint_ne(pageindex_digest(page), zeros);
		page[bit / 64] = 0;
	}
	ck_assert_uint_eq(pageindex_digest(page), zeros);
}
END_TEST

UNIT_MAIN("logic/pageindex", page_is_found_by_its_digest, equal_digests_have_one_place,
	crowded_place_is_left_after_some_steps, full_table_refuses_and_finds,
	one_bit_anywhere_gives_another_digest)
