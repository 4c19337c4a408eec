// SPDX-License-Identifier: Apache-2.0
#include "logic/eckd/track.h"

#include "lib/err.h"
#include "unit.h"

#include <string.h>

/* Storage Control Reference, 3390 track capacity: records of equal length on a track. */
START_TEST(track_holds_what_the_manual_says)
{
	static const struct {
		uint8_t key_len;
		uint16_t data_len;
		unsigned records;
	} rows[] = {
		{0, 0, 86},
		{0, 512, 49},
		{0, 1024, 33},
		{0, 2048, 21},
		{0, 4096, 12},
		{0, 27998, 2},
		{0, 27999, 1},
		{0, 56664, 1},
		{44, 96, 50},
		{4, 80, 54},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct ckd_count count = {
			.key_len = rows[i].key_len, .data_len = be16(rows[i].data_len)};

		ck_assert_uint_eq(CKD_3390_CELLS / ckd_record_cells(&count), rows[i].records);
	}
	ck_assert_uint_gt(
		ckd_record_cells(&(struct ckd_count){.data_len = be16(56665)}), CKD_3390_CELLS);
}
END_TEST

/* What Linux computes for LOCATE RECORD. */
START_TEST(sectors_are_those_that_linux_expects)
{
	static const uint8_t sectors[] = {0, 6, 24, 41, 59};
	struct ckd_track *track = calloc(1, sizeof(*track) + 4 * sizeof(track->record[0]));

	track->nr_records = 4;
	for (int i = 0; i < 4; i++)
		track->record[i].count.data_len = be16(4096);
	for (unsigned nr = 0; nr < ARRAY_LEN(sectors); nr++)
		ck_assert_uint_eq(ckd_sector(track, nr), sectors[nr]);
	free(track);
}
END_TEST

static uint8_t image[70000];
static uint32_t image_len;

static void image_add(uint8_t rec, uint8_t key_len, uint16_t data_len)
{
	struct ckd_count count = {.rec = rec, .key_len = key_len, .data_len = be16(data_len)};

	memcpy(image + image_len, &count, sizeof(count));
	image_len += (uint32_t)(sizeof(count) + ckd_record_len(&count));
}

static void image_end(void)
{
	memset(image + image_len, 0xff, 8);
	image_len += 8;
}

START_TEST(image_of_a_track_is_walked_to_its_end)
{
	unsigned nr;
	uint32_t cells;

	image_len = 0;
	image_add(0, 0, 8);
	image_add(1, 4, 24);
	image_add(2, 0, 4096);
	image_end();
	ck_assert_int_eq(ckd_image_check(image, image_len, &nr, &cells), 0);
	ck_assert_uint_eq(nr, 2);
	ck_assert_uint_eq(
		cells, ckd_record_cells(&(struct ckd_count){.key_len = 4, .data_len = be16(24)}) +
			       ckd_record_cells(&(struct ckd_count){.data_len = be16(4096)}));
	/* Cut off anywhere, it is none. */
	for (uint32_t len = 0; len < image_len; len++)
		ck_assert_int_eq(ckd_image_check(image, len, &nr, &cells), -E_FORMAT);
}
END_TEST

START_TEST(images_that_no_3390_can_have_are_refused)
{
	unsigned nr;
	uint32_t cells;

	image_len = 0; /* no record 0 */
	image_add(1, 0, 8);
	image_end();
	ck_assert_int_eq(ckd_image_check(image, image_len, &nr, &cells), -E_FORMAT);
	image_len = 0; /* record 0 of another length */
	image_add(0, 0, 16);
	image_end();
	ck_assert_int_eq(ckd_image_check(image, image_len, &nr, &cells), -E_FORMAT);
	image_len = 0; /* 86 fit, 87 do not */
	image_add(0, 0, 8);
	for (unsigned i = 1; i <= 86; i++)
		image_add((uint8_t)i, 0, 0);
	image_end();
	ck_assert_int_eq(ckd_image_check(image, image_len, &nr, &cells), 0);
	ck_assert_uint_eq(nr, CKD_RECORDS_MAX);
	image_len -= 8;
	image_add(87, 0, 0);
	image_end();
	ck_assert_int_eq(ckd_image_check(image, image_len, &nr, &cells), -E_FORMAT);
}
END_TEST

UNIT_MAIN("logic/eckd/track", track_holds_what_the_manual_says,
	sectors_are_those_that_linux_expects, image_of_a_track_is_walked_to_its_end,
	images_that_no_3390_can_have_are_refused)
