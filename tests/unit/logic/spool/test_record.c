// SPDX-License-Identifier: Apache-2.0
#include "fake_store.h"
#include "logic/spool/record.h"
#include "unit.h"

static struct fake_store *fake;
static struct spcharge charge;
static struct spfile file;

static void setup(void)
{
	fake = fake_create(FAKE_BLOCKS);
	charge = (struct spcharge){.limit = 5000};
	file = (struct spfile){.record_len = 80, .spid = 42};
}

static void done(void)
{
	spfile_release(&file, &fake->store);
	fake_destroy(fake);
}

static int write_record(uint8_t command, const void *data, size_t len)
{
	return sprec_write(&file, &fake->store, &charge, command, data, len);
}

START_TEST(records_come_back_in_order_without_trailing_blanks)
{
	static const struct {
		const char *data;
		size_t len, stored;
	} rows[] = {
		{"\xC1\xC2\xC3", 3, 3},
		{"\xC1\xC2\xC3\x40\x40", 5, 3},
		{"\x40\x40\xC1\x40", 4, 3},
		{"\x40\x40\x40", 3, 1}, /* an empty line is one blank */
		{"", 0, 1},
		{"\0\0\0", 3, 3},
		{"\x40\0\x40", 3, 2},
	};
	struct sprec_pos pos = {0};
	struct sprec record;
	uint8_t buf[80];

	setup();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		ck_assert_int_eq(write_record((uint8_t)(i + 1), rows[i].data, rows[i].len), 0);
	ck_assert_uint_eq(file.nr_records, ARRAY_LEN(rows));
	ck_assert_uint_eq(file.nr_blocks, 1);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		ck_assert_int_eq(
			sprec_read(&file, &fake->store, &pos, &record, buf, sizeof(buf)), 0);
		ck_assert_uint_eq(record.command, i + 1);
		ck_assert_uint_eq(record.len, rows[i].stored);
		ck_assert(!record.immediate);
		if (rows[i].len)
			ck_assert_mem_eq(buf, rows[i].data, record.len);
		else
			ck_assert_uint_eq(buf[0], 0x40);
	}
	ck_assert_int_eq(
		sprec_read(&file, &fake->store, &pos, &record, buf, sizeof(buf)), -E_NOENT);
	done();
}
END_TEST

START_TEST(pages_fill_to_their_last_byte)
{
	uint8_t data[SPREC_DATA_MAX + 1];

	setup();
	memset(data, 0xC1, sizeof(data));
	/* 44 full cards of 12 + 80 bytes are a page, and no byte is left over */
	for (int i = 0; i < 44; i++)
		ck_assert_int_eq(write_record(1, data, 80), 0);
	ck_assert_uint_eq(file.nr_blocks, 1);
	ck_assert_uint_eq(file.used, SPLINK_DATA_BYTES);
	ck_assert_int_eq(write_record(1, data, 80), 0);
	ck_assert_uint_eq(file.nr_blocks, 2);
	ck_assert_uint_eq(file.used, 92);
	/* the longest record fills a page of its own; a longer one is refused */
	ck_assert_int_eq(write_record(1, data, SPREC_DATA_MAX), 0);
	ck_assert_uint_eq(file.nr_blocks, 3);
	ck_assert_uint_eq(file.used, SPLINK_DATA_BYTES);
	ck_assert_int_eq(write_record(1, data, SPREC_DATA_MAX + 1), -E_RANGE);
	ck_assert_int_eq(sprec_write_immediate(&file, &fake->store, &charge, 0x8B), 0);
	ck_assert_uint_eq(file.nr_blocks, 4);
	ck_assert_uint_eq(file.record_len, SPREC_DATA_MAX);
	done();
}
END_TEST

START_TEST(thousands_of_records_over_many_pages_survive)
{
	struct sprec_pos pos = {0};
	struct sprec record;
	uint8_t buf[300];
	unsigned n = 4000;

	setup();
	for (unsigned i = 0; i < n; i++) {
		size_t len = i * 7 % 290 + 5;

		for (size_t k = 0; k < len; k++)
			buf[k] = (uint8_t)(i + k * 3);
		memcpy(buf, &i, 4);
		buf[len - 1] = 0xFF;
		if (i % 5 == 0)
			ck_assert_int_eq(
				sprec_write_immediate(&file, &fake->store, &charge, (uint8_t)i), 0);
		else
			ck_assert_int_eq(write_record((uint8_t)i, buf, len), 0);
	}
	for (unsigned i = 0; i < n; i++) {
		size_t len = i * 7 % 290 + 5;

		ck_assert_int_eq(
			sprec_read(&file, &fake->store, &pos, &record, buf, sizeof(buf)), 0);
		ck_assert_uint_eq(record.command, (uint8_t)i);
		ck_assert_int_eq(record.immediate, i % 5 == 0);
		if (record.immediate)
			continue;
		ck_assert_uint_eq(record.len, len);
		ck_assert_mem_eq(buf, &i, 4);
		for (size_t k = 4; k < len - 1; k++)
			ck_assert_uint_eq(buf[k], (uint8_t)(i + k * 3));
	}
	ck_assert_int_eq(
		sprec_read(&file, &fake->store, &pos, &record, buf, sizeof(buf)), -E_NOENT);
	done();
}
END_TEST

START_TEST(page_has_the_layout_that_vmur_reads)
{
	static const uint8_t head[] = {0x01, 0, 0, 0, 0x60, 0, 0, 3, 0, 0, 0, 15};
	static const uint8_t skip[] = {0x8B, 0, 0, 0, 0x70, 0, 0, 0};
	uint8_t page[SPOOL_BLOCK_BYTES];

	setup();
	ck_assert_int_eq(write_record(1, "abc", 3), 0);
	ck_assert_int_eq(sprec_write_immediate(&file, &fake->store, &charge, 0x8B), 0);
	ck_assert_int_eq(write_record(9, "d", 1), 0);
	ck_assert_int_eq(sppage_read(&file, &fake->store, 0, page), 0);
	ck_assert_mem_eq(page, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\3", 16);
	ck_assert_mem_eq(page + 16, head, 12);
	ck_assert_mem_eq(page + 28, "abc", 3);
	ck_assert_mem_eq(page + 31, skip, 8);
	ck_assert_uint_eq(page[39], 9);
	ck_assert_uint_eq(page[4064] << 8 | page[4065], 80);
	ck_assert_uint_eq(page[4088] << 8 | page[4089], 42);
	ck_assert_int_eq(sppage_read(&file, &fake->store, 1, page), -E_NOENT);
	done();
}
END_TEST

START_TEST(damaged_pages_are_refused)
{
	static const struct {
		uint16_t offset;
		uint8_t value;
		int rc;
	} rows[] = {
		{16 + 7, 80, 0},         /* as it is */
		{16 + 7, 81, -E_FORMAT}, /* data longer than its record */
		{16 + 6, 0xFF, -E_FORMAT},
		{16 + 11, 91, -E_FORMAT},   /* record shorter than its data */
		{16 + 11, 0, -E_FORMAT},    /* a record that would not move on */
		{16 + 10, 0x10, -E_FORMAT}, /* beyond the page */
		{16 + 10, 0x0F, 0},         /* X'F5C': within it */
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct sprec_pos pos = {0}, before;
		struct sprec record;
		uint8_t buf[80], *page;

		setup();
		memset(buf, 0xC1, sizeof(buf));
		ck_assert_int_eq(write_record(1, buf, 80), 0);
		page = spool_map(&fake->store, file.direct[0]);
		page[rows[i].offset] = rows[i].value;
		spool_unmap(&fake->store, file.direct[0], true);
		before = pos;
		ck_assert_int_eq(sprec_read(&file, &fake->store, &pos, &record, buf, sizeof(buf)),
			rows[i].rc);
		if (rows[i].rc)
			ck_assert_mem_eq(&before, &pos, sizeof(pos));
		done();
	}
}
END_TEST

START_TEST(count_of_records_that_lies_ends_in_an_error)
{
	struct sprec_pos pos = {0};
	struct sprec record;
	struct splink *page;
	uint8_t buf[80];
	int rc, n = 0;

	setup();
	memset(buf, 0xC1, sizeof(buf));
	for (int i = 0; i < 43; i++)
		ck_assert_int_eq(write_record(1, buf, 80), 0);
	page = spool_map(&fake->store, file.direct[0]);
	page->nr_records = be32(0xFFFFFFFF);
	spool_unmap(&fake->store, file.direct[0], true);
	while (!(rc = sprec_read(&file, &fake->store, &pos, &record, buf, sizeof(buf))))
		ck_assert_int_lt(n++, 1000);
	ck_assert_int_eq(rc, -E_FORMAT);
	done();
}
END_TEST

START_TEST(refused_record_changes_nothing)
{
	struct sprec_pos pos = {0};
	struct sprec record;
	uint8_t buf[80];

	setup();
	memset(buf, 0xC1, sizeof(buf));
	charge.limit = 1;
	for (int i = 0; i < 44; i++)
		ck_assert_int_eq(write_record(1, buf, 80), 0);
	ck_assert_int_eq(write_record(1, buf, 80), -E_RANGE);
	charge.limit = 2;
	fake->limit = 1;
	ck_assert_int_eq(write_record(1, buf, 80), -E_FULL);
	fake->limit = 2;
	fake->unreadable = file.direct[0];
	ck_assert_int_eq(sprec_read(&file, &fake->store, &pos, &record, buf, 80), -E_IO);
	fake->unreadable = 0;
	ck_assert_uint_eq(file.nr_records, 44);
	ck_assert_int_eq(write_record(2, "z", 1), 0);
	for (int i = 0; i < 45; i++) {
		ck_assert_int_eq(sprec_read(&file, &fake->store, &pos, &record, buf, 80), 0);
		ck_assert_uint_eq(record.command, i == 44 ? 2 : 1);
	}
	done();
}
END_TEST

START_TEST(short_buffer_gets_the_start_of_a_record)
{
	struct sprec_pos pos = {0};
	struct sprec record;
	uint8_t buf[3] = "???";

	setup();
	ck_assert_int_eq(write_record(1, "abcdef", 6), 0);
	ck_assert_int_eq(sprec_read(&file, &fake->store, &pos, &record, buf, 2), 0);
	ck_assert_uint_eq(record.len, 6);
	ck_assert_mem_eq(buf, "ab?", 3);
	done();
}
END_TEST

UNIT_MAIN("logic/spool/record", records_come_back_in_order_without_trailing_blanks,
	pages_fill_to_their_last_byte, thousands_of_records_over_many_pages_survive,
	page_has_the_layout_that_vmur_reads, damaged_pages_are_refused,
	count_of_records_that_lies_ends_in_an_error, refused_record_changes_nothing,
	short_buffer_gets_the_start_of_a_record)
