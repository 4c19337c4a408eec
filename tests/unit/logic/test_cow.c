// SPDX-License-Identifier: Apache-2.0
#include "logic/cow.h"

#include "lib/err.h"
#include "lib/string.h"
#include "unit.h"

static const struct cow_identity identity = {
	.base_volid = "BASE01", .base_cyl = 10, .base_nr_cyls = 30, .cyl = 100, .nr_cyls = 200};

static struct cow_block block_of(uint32_t nr, uint64_t generation)
{
	struct cow_block block;

	cow_block_init(&block, &identity, nr, generation, 1);
	cow_block_seal(&block);
	return block;
}

START_TEST(areas_and_slots_fill_the_cylinders)
{
	static const struct {
		uint32_t nr_cyls, nr_blocks, area_tracks, nr_slots;
	} cases[] = {
		{1, 1, 1, 13},
		{67, 1, 1, 1003},
		{68, 2, 1, 1018},
		{806, 12, 1, 12088},
		{807, 13, 2, 12101},
		{65520, 975, 82, 982636},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct cow_shape shape;

		cow_shape(cases[i].nr_cyls, &shape);
		ck_assert_uint_eq(shape.nr_blocks, cases[i].nr_blocks);
		ck_assert_uint_eq(shape.area_tracks, cases[i].area_tracks);
		ck_assert_uint_eq(shape.nr_slots, cases[i].nr_slots);
		ck_assert_uint_le(shape.nr_slots, shape.nr_blocks * COW_SLOTS_PER_BLOCK);
		ck_assert_uint_eq(cow_area(&shape, 0), 0);
		ck_assert_uint_eq(cow_area(&shape, 1), cases[i].area_tracks);
	}
}
END_TEST

START_TEST(the_copy_that_was_written_last_holds)
{
	struct cow_block a = block_of(1, 7), b = block_of(1, 8);
	const struct cow_block *chosen = NULL;

	ck_assert_int_eq(cow_block_choose(&a, &b, &identity, 1, &chosen), 0);
	ck_assert_ptr_eq(chosen, &b);
	ck_assert_int_eq(cow_block_choose(&b, &a, &identity, 1, &chosen), 0);
	ck_assert_ptr_eq(chosen, &b);
}
END_TEST

START_TEST(of_a_write_that_was_cut_off_anywhere_the_other_copy_holds)
{
	struct cow_block a = block_of(0, 7), newer = block_of(0, 8), older = block_of(0, 6);
	const struct cow_block *chosen = NULL;

	newer.track[5] = be32(99);
	cow_block_seal(&newer);
	for (size_t cut = 1; cut < sizeof(newer); cut++) {
		struct cow_block torn = older;

		memcpy(&torn, &newer, cut);
		if (memcmp(&torn, &newer, sizeof(torn)) == 0)
			continue;
		ck_assert_int_eq(cow_block_choose(&a, &torn, &identity, 0, &chosen), 0);
		ck_assert_ptr_eq(chosen, &a);
	}
}
END_TEST

START_TEST(tables_that_cannot_be_used_are_told_apart)
{
	struct cow_block good = block_of(0, 1), none = {}, torn = good, other = good, high = good;
	const struct cow_block *chosen = NULL;

	torn.track[9] = be32(1);
	other.base_cyl = be32(11);
	cow_block_seal(&other);
	high.track[0] = be32(30 * CKD_3390_HEADS + 1);
	cow_block_seal(&high);
	ck_assert_int_eq(cow_block_choose(&none, &none, &identity, 0, &chosen), -E_NOENT);
	ck_assert_int_eq(cow_block_choose(&none, &good, &identity, 0, &chosen), 0);
	ck_assert_int_eq(cow_block_choose(&torn, &none, &identity, 0, &chosen), -E_NOENT);
	ck_assert_int_eq(cow_block_choose(&torn, &torn, &identity, 0, &chosen), -E_FORMAT);
	ck_assert_int_eq(cow_block_choose(&torn, &other, &identity, 0, &chosen), -E_INVAL);
	ck_assert_int_eq(cow_block_choose(&other, &none, &identity, 0, &chosen), -E_INVAL);
	ck_assert_int_eq(cow_block_choose(&high, &high, &identity, 0, &chosen), -E_FORMAT);
	ck_assert_int_eq(cow_block_choose(&good, &good, &identity, 1, &chosen), -E_FORMAT);
}
END_TEST

START_TEST(the_last_track_and_the_last_slot_can_be_used_and_no_more)
{
	struct cow_block block = block_of(2, 1);
	const struct cow_block *chosen = NULL;
	struct cow_shape shape;
	uint32_t last;

	cow_shape(identity.nr_cyls, &shape);
	last = shape.nr_slots - 1 - 2 * COW_SLOTS_PER_BLOCK;
	block.track[last] = be32(30 * CKD_3390_HEADS);
	cow_block_seal(&block);
	ck_assert_int_eq(cow_block_choose(&block, &block, &identity, 2, &chosen), 0);
	block.track[last + 1] = be32(1);
	cow_block_seal(&block);
	ck_assert_int_eq(cow_block_choose(&block, &block, &identity, 2, &chosen), -E_FORMAT);
}
END_TEST

UNIT_MAIN("logic/cow", areas_and_slots_fill_the_cylinders, the_copy_that_was_written_last_holds,
	of_a_write_that_was_cut_off_anywhere_the_other_copy_holds,
	tables_that_cannot_be_used_are_told_apart,
	the_last_track_and_the_last_slot_can_be_used_and_no_more)
