// SPDX-License-Identifier: Apache-2.0
#include "lib/err.h"
#include "logic/spool/space.h"
#include "unit.h"

#define NR 200

static uint64_t map[SPSPACE_MAP_BYTES(NR) / 8];
static struct spspace space;

static void setup(void)
{
	spspace_init(&space, map, NR);
}

START_TEST(a_new_volume_has_nothing_for_the_spool)
{
	uint32_t block;

	setup();
	ck_assert_int_eq(spspace_alloc(&space, &block), -E_FULL);
	ck_assert_int_eq(spspace_alloc_last(&space, &block), -E_FULL);
	ck_assert_int_eq(spspace_take(&space, 0), -E_BUSY);
	ck_assert_int_eq(spspace_add(&space, 0, NR + 1), -E_RANGE);
	ck_assert_int_eq(spspace_add(&space, NR + 1, 0), -E_RANGE);
	ck_assert_int_eq(spspace_add(&space, UINT32_MAX, 2), -E_RANGE);
	ck_assert_uint_eq(space.nr_total, 0);
}
END_TEST

START_TEST(pages_come_from_the_start_and_descriptors_from_the_end)
{
	uint32_t block, last = 170;

	setup();
	ck_assert_int_eq(spspace_add(&space, 10, 100), 0); /* two pieces, 160 blocks */
	ck_assert_int_eq(spspace_add(&space, 110 + 1, 60), 0);
	ck_assert_uint_eq(space.nr_total, 160);
	for (uint32_t i = 10; i < 60; i++) {
		ck_assert_int_eq(spspace_alloc(&space, &block), 0);
		ck_assert_uint_eq(block, i);
	}
	for (uint32_t i = 0; i < 61; i++, last--) {
		last -= last == 110;
		ck_assert_int_eq(spspace_alloc_last(&space, &block), 0);
		ck_assert_uint_eq(block, last);
	}
	ck_assert_uint_eq(space.nr_free, 160 - 111);
}
END_TEST

START_TEST(each_block_is_given_once_until_it_is_given_back)
{
	bool given[NR] = {};
	uint32_t block;

	setup();
	ck_assert_int_eq(spspace_add(&space, 0, NR), 0);
	for (unsigned i = 0; i < NR; i++) {
		ck_assert_int_eq(
			i % 3 ? spspace_alloc(&space, &block) : spspace_alloc_last(&space, &block),
			0);
		ck_assert(!given[block]);
		given[block] = true;
	}
	ck_assert_uint_eq(space.nr_free, 0);
	ck_assert_int_eq(spspace_alloc(&space, &block), -E_FULL);
	ck_assert_int_eq(spspace_alloc_last(&space, &block), -E_FULL);
	ck_assert_int_eq(spspace_free(&space, 7), 0);
	ck_assert_int_eq(spspace_free(&space, 7), -E_RANGE);
	ck_assert_int_eq(spspace_free(&space, NR), -E_RANGE);
	ck_assert_int_eq(spspace_alloc(&space, &block), 0); /* goes round */
	ck_assert_uint_eq(block, 7);
	ck_assert_int_eq(spspace_free(&space, NR - 1), 0);
	ck_assert_int_eq(spspace_alloc_last(&space, &block), 0);
	ck_assert_uint_eq(block, NR - 1);
}
END_TEST

START_TEST(a_block_that_a_file_names_can_be_taken_once)
{
	setup();
	ck_assert_int_eq(spspace_add(&space, 64, 64), 0);
	ck_assert_int_eq(spspace_take(&space, 63), -E_BUSY); /* not the spool's */
	ck_assert_int_eq(spspace_take(&space, 64), 0);
	ck_assert_int_eq(spspace_take(&space, 64), -E_BUSY);
	ck_assert_int_eq(spspace_take(&space, 127), 0);
	ck_assert_int_eq(spspace_take(&space, NR - 1), -E_BUSY);
	ck_assert_int_eq(spspace_take(&space, NR), -E_RANGE);
	ck_assert_uint_eq(space.nr_free, 62);
	ck_assert_uint_eq(spspace_count(&space, 64, 64), 2);
	ck_assert_uint_eq(spspace_count(&space, 65, 62), 0);
	ck_assert_uint_eq(spspace_count(&space, 60, 70), 2 + 4 + 2);
	ck_assert_uint_eq(spspace_count(&space, 0, NR), NR - 62);
}
END_TEST

UNIT_MAIN("logic/spool/space", a_new_volume_has_nothing_for_the_spool,
	pages_come_from_the_start_and_descriptors_from_the_end,
	each_block_is_given_once_until_it_is_given_back,
	a_block_that_a_file_names_can_be_taken_once)
