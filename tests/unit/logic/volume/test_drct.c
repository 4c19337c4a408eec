// SPDX-License-Identifier: Apache-2.0
#include "logic/volume/drct.h"

#include "lib/err.h"
#include "lib/string.h"
#include "logic/volume/alloc.h"
#include "logic/volume/record.h"
#include "unit.h"

static struct vol_alloc map;

START_TEST(copies_share_no_track)
{
	struct drct_area area[2];

	alloc_init(&map, 1113);
	ck_assert_int_eq(drct_area(&map, VOL_DRCT, 0, &area[0]), -E_NOENT);
	for (uint32_t nr_cyls = 1; nr_cyls <= 4; nr_cyls++) {
		ck_assert_int_eq(alloc_set(&map, 10, nr_cyls, VOL_DRCT), 0);
		ck_assert_int_eq(drct_area(&map, VOL_DRCT, 0, &area[0]), 0);
		ck_assert_int_eq(drct_area(&map, VOL_DRCT, 1, &area[1]), 0);
		ck_assert_uint_eq(area[0].track, 150);
		ck_assert_uint_eq(area[1].track, 150 + area[0].nr_tracks);
		ck_assert_uint_le(area[1].track + area[1].nr_tracks, (10 + nr_cyls) * 15);
		ck_assert_uint_eq(area[0].nr_tracks, nr_cyls * 15 / 2);
		ck_assert_uint_eq(area[0].nr_blocks, nr_cyls * 15 / 2 * 12 - 1);
	}
}
END_TEST

static const struct drct_area small_area = {.track = 150, .nr_tracks = 7, .nr_blocks = 83};

START_TEST(header_takes_what_the_area_holds)
{
	static const struct {
		uint64_t len_bytes;
		int rc;
		uint32_t nr_blocks;
	} rows[] = {
		{0, -E_INVAL, 0},
		{1, 0, 1},
		{4096, 0, 1},
		{4097, 0, 2},
		{83 * 4096, 0, 83},
		{83 * 4096 + 1, -E_FULL, 0},
		{UINT64_MAX, -E_FULL, 0},
	};
	struct vol_drct header;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		ck_assert_int_eq(drct_header_make(&header, &small_area, NULL, rows[i].len_bytes,
					 0x1234, TOD_S),
			rows[i].rc);
		if (rows[i].rc)
			continue;
		ck_assert_uint_eq(be32_get(header.nr_blocks), rows[i].nr_blocks);
		ck_assert_uint_eq(be64_get(header.generation), 1);
		ck_assert_uint_eq(be32_get(header.data_checksum), 0x1234);
		ck_assert_int_eq(drct_header_check(&header, &small_area), 0);
	}
}
END_TEST

START_TEST(check_refuses_lengths_that_cannot_be)
{
	static const struct {
		uint64_t generation, len_bytes;
		uint32_t nr_blocks;
		int rc;
	} rows[] = {
		{1, 1, 1, 0},
		{0, 1, 1, -E_RANGE},
		{VOL_GENERATION_MAX, 1, 1, 0},
		{VOL_GENERATION_MAX + 1, 1, 1, -E_RANGE},
		{1, 0, 0, -E_RANGE},
		{1, 0, 1, -E_RANGE},
		{1, 4096, 1, 0},
		{1, 4097, 1, -E_RANGE},
		{1, 4096, 2, -E_RANGE},
		{1, 4097, 2, 0},
		{1, 83 * 4096, 83, 0},
		{1, 84 * 4096, 84, -E_RANGE},
		{1, UINT64_MAX, 1, -E_RANGE},
		{1, UINT64_MAX, UINT32_MAX, -E_RANGE},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct vol_drct header;

		memset(&header, 0, sizeof(header));
		header.generation = be64(rows[i].generation);
		header.len_bytes = be64(rows[i].len_bytes);
		header.nr_blocks = be32(rows[i].nr_blocks);
		vol_record_seal(&header, VOL_MAGIC_DRCT);
		ck_assert_msg(drct_header_check(&header, &small_area) == rows[i].rc, "row %zu", i);
		header.reserved30[0] ^= 1;
		ck_assert_int_eq(drct_header_check(&header, &small_area), -E_FORMAT);
	}
}
END_TEST

START_TEST(newest_valid_copy_is_the_directory)
{
	struct vol_drct header[3];

	ck_assert_int_eq(drct_newest(NULL, NULL), -E_NOENT);
	ck_assert_int_eq(drct_header_make(&header[0], &small_area, NULL, 1, 0, 0), 0);
	ck_assert_int_eq(drct_newest(&header[0], NULL), 0);
	ck_assert_int_eq(drct_newest(NULL, &header[0]), 1);
	ck_assert_int_eq(drct_header_make(&header[1], &small_area, &header[0], 1, 0, 0), 0);
	ck_assert_int_eq(drct_newest(&header[0], &header[1]), 1);
	ck_assert_int_eq(drct_header_make(&header[2], &small_area, &header[1], 1, 0, 0), 0);
	ck_assert_int_eq(drct_newest(&header[2], &header[1]), 0);
}
END_TEST

START_TEST(generations_do_not_wrap)
{
	struct vol_drct last, next;

	memset(&last, 0, sizeof(last));
	last.generation = be64(VOL_GENERATION_MAX - 1);
	ck_assert_int_eq(drct_header_make(&next, &small_area, &last, 1, 0, 0), 0);
	ck_assert_int_eq(drct_header_check(&next, &small_area), 0);
	ck_assert_int_eq(drct_header_make(&last, &small_area, &next, 1, 0, 0), -E_RANGE);
}
END_TEST

UNIT_MAIN("logic/volume/drct", copies_share_no_track, header_takes_what_the_area_holds,
	check_refuses_lengths_that_cannot_be, newest_valid_copy_is_the_directory,
	generations_do_not_wrap)
