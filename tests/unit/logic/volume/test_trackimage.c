// SPDX-License-Identifier: Apache-2.0
#include "logic/volume/trackimage.h"

#include "lib/err.h"
#include "lib/string.h"
#include "unit.h"

static uint8_t image[65536];
static uint32_t len;

static void put(uint8_t rec, uint8_t key_len, uint16_t data_len)
{
	struct ckd_count count = {be16(3), be16(4), rec, key_len, be16(data_len)};

	memcpy(image + len, &count, sizeof(count));
	len += sizeof(count) + key_len + data_len;
}

static void end(void)
{
	memset(image + len, 0xff, TRACKIMAGE_END_LEN);
	len += TRACKIMAGE_END_LEN;
}

static void make(uint32_t nr)
{
	len = 0;
	memset(image, 0, sizeof(image));
	put(0, 0, 8);
	for (uint32_t i = 1; i < nr; i++)
		put((uint8_t)i, 4, 20);
	end();
}

START_TEST(walks_all_records)
{
	struct trackimage_record record;
	uint32_t at = 0, used;

	make(3);
	ck_assert_int_eq(trackimage_next(image, len, &at, &record), 1);
	ck_assert_uint_eq(record.len, 16);
	ck_assert_int_eq(trackimage_next(image, len, &at, &record), 1);
	ck_assert_uint_eq(record.at, 16);
	ck_assert_uint_eq(record.len, 32);
	ck_assert_uint_eq(record.count.rec, 1);
	ck_assert_int_eq(trackimage_next(image, len, &at, &record), 1);
	ck_assert_int_eq(trackimage_next(image, len, &at, &record), 0);
	ck_assert_int_eq(trackimage_check(image, len, &used), 3);
	ck_assert_uint_eq(used, 16 + 32 + 32 + 8);
	ck_assert_int_eq(trackimage_check(image, sizeof(image), &used), 3);
}
END_TEST

START_TEST(refuses_an_image_that_is_cut_anywhere)
{
	uint32_t used;

	make(3);
	for (uint32_t cut = 0; cut < len; cut++)
		ck_assert_int_eq(trackimage_check(image, cut, &used), -E_FORMAT);
}
END_TEST

START_TEST(refuses_a_first_record_that_is_not_record_0)
{
	uint32_t used;

	len = 0;
	put(1, 0, 8);
	end();
	ck_assert_int_eq(trackimage_check(image, len, &used), -E_FORMAT);
	len = 0;
	put(0, 1, 8);
	end();
	ck_assert_int_eq(trackimage_check(image, len, &used), -E_FORMAT);
	len = 0;
	end();
	ck_assert_int_eq(trackimage_check(image, len, &used), -E_FORMAT);
}
END_TEST

START_TEST(takes_as_many_records_as_a_byte_can_number)
{
	uint32_t used;

	make(TRACKIMAGE_RECORDS_MAX);
	ck_assert_int_eq(trackimage_check(image, len, &used), TRACKIMAGE_RECORDS_MAX);
	make(TRACKIMAGE_RECORDS_MAX + 1);
	ck_assert_int_eq(trackimage_check(image, len, &used), -E_FORMAT);
}
END_TEST

START_TEST(position_behind_the_image_is_refused)
{
	struct trackimage_record record;
	uint32_t at = UINT32_MAX;

	make(1);
	ck_assert_int_eq(trackimage_next(image, len, &at, &record), -E_FORMAT);
}
END_TEST

UNIT_MAIN("logic/volume/trackimage", walks_all_records, refuses_an_image_that_is_cut_anywhere,
	refuses_a_first_record_that_is_not_record_0, takes_as_many_records_as_a_byte_can_number,
	position_behind_the_image_is_refused)
