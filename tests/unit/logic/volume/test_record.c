// SPDX-License-Identifier: Apache-2.0
#include "logic/volume/record.h"

#include "lib/crc32.h"
#include "lib/err.h"
#include "lib/string.h"
#include "unit.h"

static struct vol_header sealed(void)
{
	struct vol_header record;

	memset(&record, 0, sizeof(record));
	record.nr_cyls = be32(1113);
	vol_record_seal(&record, VOL_MAGIC_HEADER);
	return record;
}

START_TEST(sealed_record_passes)
{
	struct vol_header record = sealed();

	ck_assert_int_eq(vol_record_check(&record, VOL_MAGIC_HEADER), 0);
	vol_record_seal(&record, VOL_MAGIC_HEADER);
	ck_assert_int_eq(vol_record_check(&record, VOL_MAGIC_HEADER), 0);
}
END_TEST

START_TEST(one_wrong_bit_anywhere_is_seen)
{
	for (size_t at = 0; at < sizeof(struct vol_header); at++) {
		struct vol_header record = sealed();

		((uint8_t *)&record)[at] ^= 1 << at % 8;
		ck_assert_int_eq(
			vol_record_check(&record, VOL_MAGIC_HEADER), at < 8 ? -E_NOENT : -E_FORMAT);
	}
}
END_TEST

START_TEST(record_of_another_kind_is_not_taken)
{
	struct vol_header record = sealed();

	ck_assert_int_eq(vol_record_check(&record, VOL_MAGIC_DRCT), -E_NOENT);
}
END_TEST

START_TEST(record_of_a_later_release_is_told_apart)
{
	struct vol_header record = sealed();

	record.prefix.version = be32(VOL_VERSION + 1);
	record.prefix.checksum = be32(0);
	record.prefix.checksum = be32(crc32_update(0, &record, sizeof(record)));
	ck_assert_int_eq(vol_record_check(&record, VOL_MAGIC_HEADER), -E_RANGE);
}
END_TEST

START_TEST(blocks_go_twelve_to_a_track_and_fifteen_tracks_to_a_cylinder)
{
	static const struct {
		uint32_t track, nr;
		struct vol_place place;
	} rows[] = {
		{0, 0, {0, 0, 1}},
		{0, 11, {0, 0, 12}},
		{0, 12, {0, 1, 1}},
		{0, 179, {0, 14, 12}},
		{0, 180, {1, 0, 1}},
		{22, 1, {1, 7, 2}},
		{29, 12, {2, 0, 1}},
		{65519 * 15 + 14, 11, {65519, 14, 12}},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct vol_place place = vol_block_place(rows[i].track, rows[i].nr);

		ck_assert_uint_eq(place.cyl, rows[i].place.cyl);
		ck_assert_uint_eq(place.head, rows[i].place.head);
		ck_assert_uint_eq(place.rec, rows[i].place.rec);
	}
}
END_TEST

UNIT_MAIN("logic/volume/record", sealed_record_passes, one_wrong_bit_anywhere_is_seen,
	record_of_another_kind_is_not_taken, record_of_a_later_release_is_told_apart,
	blocks_go_twelve_to_a_track_and_fifteen_tracks_to_a_cylinder)
