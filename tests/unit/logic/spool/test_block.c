// SPDX-License-Identifier: Apache-2.0
#include "lib/err.h"
#include "logic/spool/block.h"
#include "logic/volume/record.h"
#include "unit.h"

#include <string.h>

static uint8_t block[SPOOL_BLOCK_BYTES];

START_TEST(a_page_that_is_not_whole_is_noticed)
{
	uint8_t other[SPOOL_BLOCK_BYTES];
	struct splink *page = (struct splink *)block;

	memset(block, 0, sizeof(block));
	page->file = be64(77);
	for (unsigned i = 0; i < SPLINK_DATA_BYTES; i++)
		page->data[i] = (uint8_t)(i * 7);
	memcpy(other, block, sizeof(block));
	((struct splink *)other)->data[100] ^= 1; /* the same page, written once more */
	((struct splink *)other)->data[3000] ^= 1;
	spblock_seal(block);
	spblock_seal(other);
	ck_assert_int_eq(spblock_check(block), 0);
	ck_assert_int_eq(spblock_check(other), 0);
	for (unsigned cut = 512; cut < sizeof(block) - 512; cut += 512) {
		uint8_t torn[SPOOL_BLOCK_BYTES];

		memcpy(torn, block, cut);
		memcpy(torn + cut, other + cut, sizeof(torn) - cut);
		ck_assert_int_eq(spblock_check(torn), -E_FORMAT);
	}
	for (unsigned bit = 0; bit < sizeof(block) * 8; bit += 13) {
		block[bit / 8] ^= 1 << bit % 8;
		ck_assert_msg(spblock_check(block) == -E_FORMAT, "bit %u", bit);
		block[bit / 8] ^= 1 << bit % 8;
	}
}
END_TEST

START_TEST(a_table_says_whose_and_which_it_is)
{
	struct spv_table *table = (struct spv_table *)block;

	memset(block, 0, sizeof(block));
	table->magic = be64(SPV_MAGIC_TABLE);
	table->file = be64(5);
	table->nr = be32(2);
	spblock_seal(block);
	ck_assert_int_eq(spblock_check(block), 0);
	ck_assert(spblock_is_table(block, 5, 2));
	ck_assert(!spblock_is_table(block, 6, 2));
	ck_assert(!spblock_is_table(block, 5, 1));
	table->entry[1015] = be32(1);
	ck_assert_int_eq(spblock_check(block), -E_FORMAT);
	table->magic = be64(SPV_MAGIC_FILE); /* neither page nor table */
	ck_assert_int_eq(spblock_check(block), -E_FORMAT);
}
END_TEST

static const struct spfile sample = {.id = 0x1234567890ull,
	.order = 3,
	.owner = "LINUX1",
	.origin = "OPERATOR",
	.spid = 9999,
	.queue = SPQ_PRINTER,
	.dev = SPDEV_CONSOLE,
	.class = 'T',
	.copies = 255,
	.hold = SPHOLD_USER | SPHOLD_SYSTEM,
	.keep = true,
	.form = "STANDARD",
	.dist = "A",
	.dest = "OFF",
	.name = "N",
	.type = "",
	.created = 12345,
	.nr_records = 1000000,
	.record_len = 132,
	.used = SPLINK_DATA_BYTES,
	.nr_blocks = 7,
	.direct = {SPV_BLOCK(255, 1), 2, 3, 4, 5, 6},
	.table = 7};

START_TEST(a_descriptor_keeps_what_is_known_of_a_file)
{
	const struct spv_place place = {.pool = 1, .sequence = 2, .block = SPV_BLOCK(1, 500)};
	struct spv_place at = {.pool = 1, .block = SPV_BLOCK(1, 500)};
	struct spv_file *descriptor = (struct spv_file *)block;
	char tag[SPV_TAG_MAX + 1], full[SPV_TAG_MAX + 1] = "";
	struct spfile file;

	memset(full, 'x', SPV_TAG_MAX);
	spv_file_make(descriptor, &sample, &place, full);
	ck_assert_int_eq(spv_file_read(descriptor, &at, &file, tag), 0);
	ck_assert_uint_eq(file.id, sample.id);
	ck_assert_uint_eq(file.order, sample.order);
	ck_assert_str_eq(file.owner, "LINUX1");
	ck_assert_str_eq(file.origin, "OPERATOR");
	ck_assert_uint_eq(file.spid, 9999);
	ck_assert_uint_eq(file.queue, SPQ_PRINTER);
	ck_assert_uint_eq(file.dev, SPDEV_CONSOLE);
	ck_assert_int_eq(file.class, 'T');
	ck_assert_uint_eq(file.copies, 255);
	ck_assert_uint_eq(file.hold, sample.hold);
	ck_assert(file.keep);
	ck_assert_str_eq(file.form, "STANDARD");
	ck_assert_str_eq(file.dist, "A");
	ck_assert_str_eq(file.dest, "OFF");
	ck_assert_str_eq(file.name, "N");
	ck_assert_str_eq(file.type, "");
	ck_assert_uint_eq(file.created, 12345);
	ck_assert_uint_eq(file.nr_records, 1000000);
	ck_assert_uint_eq(file.record_len, 132);
	ck_assert_uint_eq(file.used, SPLINK_DATA_BYTES);
	ck_assert_uint_eq(file.nr_blocks, 7);
	ck_assert_mem_eq(file.direct, sample.direct, sizeof(file.direct));
	ck_assert_uint_eq(file.table, 7);
	ck_assert_uint_eq(file.tables, 0);
	ck_assert_uint_eq(at.sequence, 2);
	ck_assert_str_eq(tag, full);
	spv_file_make(descriptor, &sample, &place, NULL);
	ck_assert_int_eq(spv_file_read(descriptor, &at, &file, tag), 0);
	ck_assert_str_eq(tag, "");
}
END_TEST

START_TEST(what_is_no_descriptor_of_this_spool_is_not_taken_for_one)
{
	const struct spv_place place = {.pool = 1, .sequence = 2, .block = 500};
	struct spv_place other_pool = {.pool = 2, .block = 500},
			 elsewhere = {.pool = 1, .block = 501}, right = {.pool = 1, .block = 500};
	struct spv_file *descriptor = (struct spv_file *)block;
	char tag[SPV_TAG_MAX + 1];
	struct spfile file;

	memset(block, 0, sizeof(block));
	ck_assert_int_eq(spv_file_read(descriptor, &right, &file, tag), -E_NOENT);
	spv_file_make(descriptor, &sample, &place, "T");
	ck_assert_int_eq(spv_file_read(descriptor, &other_pool, &file, tag), -E_NOENT);
	ck_assert_int_eq(spv_file_read(descriptor, &elsewhere, &file, tag), -E_FORMAT);
	block[4000] ^= 1;
	ck_assert_int_eq(spv_file_read(descriptor, &right, &file, tag), -E_FORMAT);
	block[4000] ^= 1;
	ck_assert_int_eq(spv_file_read(descriptor, &right, &file, tag), 0);
}
END_TEST

/* Sealed, but wrong: made by somebody else. */
static const struct {
	size_t at;
	uint8_t wrong;
} wrong_rows[] = {
	{offsetof(struct spv_file, spid), 0xff},
	{offsetof(struct spv_file, queue), SPQ_COUNT},
	{offsetof(struct spv_file, dev), SPDEV_SYSTEM + 1},
	{offsetof(struct spv_file, class), 0x40},
	{offsetof(struct spv_file, copies), 0},
	{offsetof(struct spv_file, hold), 4},
	{offsetof(struct spv_file, keep), 2},
	{offsetof(struct spv_file, owner), 0x40},
	{offsetof(struct spv_file, used), 0xff},
	{offsetof(struct spv_file, nr_blocks), 0xff},
	{offsetof(struct spv_file, tag_len), SPV_TAG_MAX + 1},
};

START_TEST(a_descriptor_that_cannot_be_is_refused)
{
	const struct spv_place place = {.pool = 1, .sequence = 2, .block = 500};
	struct spv_place at = place;
	struct spfile file, one = sample;
	char tag[SPV_TAG_MAX + 1];

	strcpy(one.owner, "X");
	for (unsigned i = 0; i < ARRAY_LEN(wrong_rows); i++) {
		spv_file_make((struct spv_file *)block, &one, &place, "T");
		ck_assert_int_eq(spv_file_read((struct spv_file *)block, &at, &file, tag), 0);
		block[wrong_rows[i].at] = wrong_rows[i].wrong;
		vol_record_seal(block, SPV_MAGIC_FILE);
		ck_assert_msg(spv_file_read((struct spv_file *)block, &at, &file, tag) == -E_FORMAT,
			"row %u", i);
	}
}
END_TEST

START_TEST(the_newer_of_two_headers_holds)
{
	struct spv_header one = {.pool = be64(1), .generation = be64(7), .state = be32(SPV_CLEAN)};
	struct spv_header two = {.pool = be64(1), .generation = be64(8), .state = be32(SPV_REIPL)};

	vol_record_seal(&one, SPV_MAGIC_HEADER);
	vol_record_seal(&two, SPV_MAGIC_HEADER);
	ck_assert_int_eq(spv_header_check(&one), 0);
	ck_assert_int_eq(spv_header_newest(&one, &two), 1);
	ck_assert_int_eq(spv_header_newest(&two, &one), 0);
	ck_assert_int_eq(spv_header_newest(&one, NULL), 0);
	ck_assert_int_eq(spv_header_newest(NULL, &one), 1);
	ck_assert_int_eq(spv_header_newest(NULL, NULL), -E_NOENT);
	one.state = be32(SPV_REIPL + 1);
	vol_record_seal(&one, SPV_MAGIC_HEADER);
	ck_assert_int_eq(spv_header_check(&one), -E_RANGE);
	one.state = be32(0);
	vol_record_seal(&one, SPV_MAGIC_HEADER);
	ck_assert_int_eq(spv_header_check(&one), -E_RANGE);
	two.reserved38[0] = 1;
	ck_assert_int_eq(spv_header_check(&two), -E_FORMAT);
}
END_TEST

UNIT_MAIN("logic/spool/block", a_page_that_is_not_whole_is_noticed,
	a_table_says_whose_and_which_it_is, a_descriptor_keeps_what_is_known_of_a_file,
	what_is_no_descriptor_of_this_spool_is_not_taken_for_one,
	a_descriptor_that_cannot_be_is_refused, the_newer_of_two_headers_holds)
