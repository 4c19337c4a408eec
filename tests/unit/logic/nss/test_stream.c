// SPDX-License-Identifier: Apache-2.0
#include "../spool/fake_store.h"
#include "logic/nss/stream.h"
#include "unit.h"

#define LEN 100000u

static uint8_t data[LEN], back[LEN];

static void fill(void)
{
	for (uint32_t i = 0; i < LEN; i++)
		data[i] = (uint8_t)(i * 7 + i / 256);
}

static void write_parts(struct spstream *stream)
{
	for (size_t at = 0, part = 1; at < LEN; at += part, part = part * 3 % 5003 + 1) {
		part = MIN(part, LEN - at);
		ck_assert_int_eq(spstream_write(stream, data + at, part), 0);
	}
}

START_TEST(what_was_written_in_any_parts_is_read_in_any_others)
{
	struct fake_store *fake = fake_create(FAKE_BLOCKS);
	struct spcharge charge = {.limit = 1000};
	struct spfile file = {.id = 1};
	struct spstream out = {.file = &file, .store = &fake->store, .charge = &charge}, in = out;
	size_t done = 0;

	fill();
	write_parts(&out);
	ck_assert_uint_eq(file.nr_blocks, (LEN + SPLINK_DATA_BYTES - 1) / SPLINK_DATA_BYTES);
	ck_assert_uint_eq(file.used, LEN % SPLINK_DATA_BYTES);
	for (size_t at = 0, part = 1; at < LEN; at += part, part = part * 5 % 9001 + 1) {
		part = MIN(part, LEN - at);
		done = 0;
		ck_assert_int_eq(spstream_read(&in, back + at, part, &done), 0);
		ck_assert_uint_eq(done, part);
	}
	ck_assert_int_eq(memcmp(data, back, LEN), 0);
	done = 0;
	ck_assert_int_eq(spstream_read(&in, back, 1, &done), -E_FORMAT);
	spfile_release(&file, &fake->store);
	fake_destroy(fake);
}
END_TEST

START_TEST(a_full_last_page_is_the_end)
{
	struct fake_store *fake = fake_create(FAKE_BLOCKS);
	struct spcharge charge = {.limit = 1000};
	struct spfile file = {.id = 1};
	struct spstream out = {.file = &file, .store = &fake->store, .charge = &charge}, in = out;
	size_t done = 0;

	fill();
	ck_assert_int_eq(spstream_write(&out, data, SPLINK_DATA_BYTES), 0);
	ck_assert_int_eq(spstream_read(&in, back, SPLINK_DATA_BYTES, &done), 0);
	done = 0;
	ck_assert_int_eq(spstream_read(&in, back, 1, &done), -E_FORMAT);
	spfile_release(&file, &fake->store);
	fake_destroy(fake);
}
END_TEST

START_TEST(a_full_spool_a_limit_and_a_bad_block_are_told)
{
	struct fake_store *fake = fake_create(2);
	struct spcharge charge = {.limit = 1000};
	struct spfile file = {.id = 1};
	struct spstream out = {.file = &file, .store = &fake->store, .charge = &charge}, in = out;
	size_t done = 0;

	fill();
	ck_assert_int_eq(spstream_write(&out, data, LEN), -E_FULL);
	ck_assert_uint_eq(file.nr_blocks, 2);
	charge.limit = 2;
	fake->limit = 3;
	ck_assert_int_eq(spstream_write(&out, data, LEN), -E_RANGE);
	fake->unreadable = file.direct[1];
	ck_assert_int_eq(spstream_read(&in, back, LEN, &done), -E_IO);
	ck_assert_uint_eq(done, SPLINK_DATA_BYTES);
	fake->unreadable = 0;
	ck_assert_int_eq(spstream_read(&in, back, 2 * SPLINK_DATA_BYTES, &done), 0);
	ck_assert_int_eq(memcmp(data, back, 2 * SPLINK_DATA_BYTES), 0);
	spfile_release(&file, &fake->store);
	fake_destroy(fake);
}
END_TEST

UNIT_MAIN("logic/nss/stream", what_was_written_in_any_parts_is_read_in_any_others,
	a_full_last_page_is_the_end, a_full_spool_a_limit_and_a_bad_block_are_told)
