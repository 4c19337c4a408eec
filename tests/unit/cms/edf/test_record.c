// SPDX-License-Identifier: Apache-2.0
/* Records: what can be written where, and how it lies on the disk. */
#include "unit.h"

#include "cms/edf/ramdisk.h"

static struct ramdisk ram;
static struct edf fs;
static uint8_t record[EDF_LRECL_MAX], back[EDF_LRECL_MAX];

/* Variable records around the end of a block: header behind it, split by it, in front of it. */
START_TEST(variable_records_may_begin_anywhere)
{
	ram_begin(&ram, &fs, EDF_BLOCK_MIN, 400);
	for (uint32_t first = 500; first <= 514; first++) {
		struct edf_name name = ram_name(first);
		const uint32_t len[] = {first, 1, 2, 509, 510, 511, 1534, 1, 65535 % 3000, 7};
		struct edf_file file;

		ck_assert_int_eq(edf_create(&fs, &file, &name, mode_a1, EDF_VARIABLE, 0), 0);
		for (uint32_t i = 0; i < ARRAY_LEN(len); i++) {
			memset(record, (int)(i + 1), len[i]);
			ck_assert_int_eq(edf_write(&file, 0, record, len[i]), 0);
		}
		ck_assert_int_eq(edf_close(&file, NULL), 0);
		ck_assert_int_eq(edf_open(&fs, &file, &name), 0);
		ck_assert_uint_eq(be32_get(file.fst.lrecl), 2535);
		for (uint32_t i = ARRAY_LEN(len);
			i-- > 0;) { /* each found without the one before */
			ck_assert_int_eq(edf_read(&file, i + 1, back, sizeof(back)), len[i]);
			ck_assert_uint_eq(back[0], i + 1);
			ck_assert_uint_eq(back[len[i] - 1], i + 1);
		}
		ck_assert_int_eq(edf_close(&file, NULL), 0);
		ck_assert_int_eq(edf_erase(&fs, &name), 0);
		ck_assert_int_eq(edf_commit(&fs), 0);
	}
	ram_end(&ram, &fs);
}
END_TEST

START_TEST(lengths_and_numbers_have_limits)
{
	static const struct {
		ebc8_t recfm;
		uint32_t lrecl, nr, len;
		int rc;
	} cases[] = {
		{EDF_FIXED, 80, 1, 80, 0}, {EDF_FIXED, 80, 1, 79, -E_INVAL},
		{EDF_FIXED, 80, 1, 81, -E_INVAL}, {EDF_FIXED, 65535, 1, 65535, 0},
		{EDF_FIXED, 80, 90, 80, 0}, /* leaves a gap */
		{EDF_FIXED, 80, 0x80000000u, 80, -E_RANGE},
		{EDF_FIXED, 65535, 0x7fffffff, 65535, -E_FULL}, {EDF_VARIABLE, 0, 1, 1, 0},
		{EDF_VARIABLE, 0, 1, 0, -E_INVAL}, {EDF_VARIABLE, 0, 1, 65535, 0},
		{EDF_VARIABLE, 0, 1, 65536, -E_INVAL},
		{EDF_VARIABLE, 0, 2, 5, -E_RANGE}, /* the first is not there yet */
	};

	ram_begin(&ram, &fs, EDF_BLOCK_MAX, 300);
	for (uint32_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct edf_name name = ram_name(i);
		struct edf_file file;

		ck_assert_int_eq(
			edf_create(&fs, &file, &name, mode_a1, cases[i].recfm, cases[i].lrecl), 0);
		ck_assert_int_eq(edf_write(&file, cases[i].nr, record, cases[i].len), cases[i].rc);
		ck_assert_uint_eq(be32_get(file.fst.nr_records), cases[i].rc ? 0 : cases[i].nr);
		ck_assert_int_eq(edf_close(&file, NULL), 0);
	}
	for (uint32_t bad = 0; bad <= 65536; bad += 65536) {
		struct edf_name name = ram_name(100);
		struct edf_file file;

		ck_assert_int_eq(edf_create(&fs, &file, &name, mode_a1, EDF_FIXED, bad), -E_INVAL);
		ck_assert_int_eq(edf_create(&fs, &file, &name, mode_a1, 'F', 80), -E_INVAL);
	}
	ram_end(&ram, &fs);
}
END_TEST

/* A file of 80 MB of zeros on a disk of 200 KB. */
START_TEST(gaps_in_fixed_files_take_no_blocks)
{
	struct edf_name name = ram_name(1);
	struct edf_file file;

	ram_begin(&ram, &fs, EDF_BLOCK_MIN, 400);
	ck_assert_int_eq(edf_create(&fs, &file, &name, mode_a1, EDF_FIXED, 80), 0);
	memset(record, 0xe7, 80);
	ck_assert_int_eq(edf_write(&file, 1000000, record, 80), 0);
	ck_assert_int_eq(edf_write(&file, 1, record, 80), 0);
	ck_assert_int_eq(edf_write(&file, 500000, record, 80), 0);
	ck_assert_int_eq(edf_close(&file, NULL), 0);
	ck_assert_uint_eq(be32_get(edf_find(&fs, &name)->nr_blocks), 3);
	ck_assert_uint_lt(edf_used_blocks(&fs), 25);
	ck_assert_int_eq(edf_commit(&fs), 0);
	ck_assert_int_eq(edf_open(&fs, &file, &name), 0);
	for (uint32_t nr = 1; nr <= 1000000; nr += nr == 1 || nr > 999990 ? 1 : 99999) {
		ck_assert_int_eq(edf_read(&file, nr, back, 80), 80);
		ck_assert_uint_eq(back[79], nr == 1 || nr == 500000 || nr == 1000000 ? 0xe7 : 0);
	}
	ck_assert_int_eq(edf_close(&file, NULL), 0);
	ram_end(&ram, &fs);
}
END_TEST

START_TEST(a_variable_record_of_another_length_becomes_the_last)
{
	struct edf_name name = ram_name(1);
	struct edf_file file;

	ram_begin(&ram, &fs, EDF_BLOCK_MIN, 400);
	ram_put(&fs, &name, EDF_VARIABLE, 50, 60);
	ck_assert_int_eq(edf_open_write(&fs, &file, &name), 0);
	ck_assert_uint_eq(file.next_write, 51);
	memset(record, 9, 100);
	ck_assert_int_eq(edf_write(&file, 20, record, 60), 0);
	ck_assert_uint_eq(be32_get(file.fst.nr_records), 50);
	ck_assert_int_eq(edf_write(&file, 30, record, 61), 0);
	ck_assert_uint_eq(be32_get(file.fst.nr_records), 30);
	ck_assert_int_eq(edf_close(&file, NULL), 0);
	ck_assert_int_eq(edf_open(&fs, &file, &name), 0);
	ck_assert_int_eq(edf_read(&file, 29, back, 60), 60);
	ck_assert_uint_eq(back[3], 29);
	ck_assert_int_eq(edf_read(&file, 0, back, 10), 61); /* cut to 10 */
	ck_assert_int_eq(edf_read(&file, 0, back, 10), -E_RANGE);
	ck_assert_int_eq(edf_read(&file, 20, back, 60), 60);
	ck_assert_uint_eq(back[59], 9);
	ck_assert_int_eq(edf_write(&file, 1, record, 60), -E_PERM); /* it is open for reading */
	ck_assert_int_eq(edf_truncate(&file, 1), -E_PERM);
	ck_assert_int_eq(edf_close(&file, NULL), 0);
	ram_end(&ram, &fs);
}
END_TEST

/* What Linux's and CMS's own programs expect of the block that ends a file. */
START_TEST(the_disk_has_lengths_data_and_zeros)
{
	static const uint8_t expected[] = {0, 3, 0xc1, 0xc2, 0xc3, 0, 1, 0xc4, 0, 0, 0};
	struct edf_name name = ram_name(1);
	const struct edf_fst *fst;
	struct edf_file file;

	ram_begin(&ram, &fs, EDF_BLOCK_MIN, 400);
	ck_assert_int_eq(edf_create(&fs, &file, &name, mode_a1, EDF_VARIABLE, 0), 0);
	ck_assert_int_eq(edf_write(&file, 0, "\xc1\xc2\xc3", 3), 0);
	ck_assert_int_eq(edf_write(&file, 0, "\xc4", 1), 0);
	ck_assert_int_eq(edf_write(&file, 0, record, 400), 0);
	ck_assert_int_eq(edf_truncate(&file, 2), 0);
	ck_assert_int_eq(edf_close(&file, NULL), 0);
	fst = edf_find(&fs, &name);
	ck_assert_uint_eq(fst->levels, 0);
	ck_assert_uint_eq(fst->pointer_size, 12);
	ck_assert_mem_eq(
		ram.data + (be32_get(fst->origin) - 1) * EDF_BLOCK_MIN, expected, sizeof(expected));
	ram_end(&ram, &fs);
}
END_TEST

/* Readers have buffers for the length that the entry has. */
START_TEST(no_record_is_longer_than_the_entry_says)
{
	struct edf_name name = ram_name(1);
	struct edf_file file;
	uint8_t *header;

	ram_begin(&ram, &fs, EDF_BLOCK_MIN, 400);
	ram_put(&fs, &name, EDF_VARIABLE, 2, 8);
	header = ram.data + (be32_get(edf_find(&fs, &name)->origin) - 1) * EDF_BLOCK_MIN;
	ck_assert_uint_eq(header[1], 8);
	header[1] = 9;
	ck_assert_int_eq(edf_open(&fs, &file, &name), 0);
	ck_assert_int_eq(edf_read(&file, 1, back, 8), -E_FORMAT);
	edf_abandon(&file);
	header[1] = 8;
	ram_end(&ram, &fs);
}
END_TEST

START_TEST(records_in_order_move_many_blocks_at_once)
{
	struct edf_name name = ram_name(1);
	struct edf_file file;
	uint32_t before;

	ram_begin(&ram, &fs, EDF_BLOCK_MAX, 1200);
	before = ram.nr_requests;
	ram_put(&fs, &name, EDF_FIXED, 40000, 100); /* 977 blocks */
	ck_assert_uint_lt(ram.nr_requests - before, 200);
	before = ram.nr_reads;
	ck_assert_int_eq(edf_open(&fs, &file, &name), 0);
	for (uint32_t nr = 1; nr <= 40000; nr++)
		ck_assert_int_eq(edf_read(&file, 0, back, 100), 100);
	ck_assert_uint_lt(ram.nr_reads - before, 200);
	before = ram.nr_reads;
	for (uint32_t nr = 39000; nr > 0; nr -= 1000) /* here and there: one block is enough */
		ck_assert_int_eq(edf_read(&file, nr, back, 100), 100);
	ck_assert_uint_le(ram.nr_reads - before, 78);
	ck_assert_int_eq(edf_close(&file, NULL), 0);
	ram_end(&ram, &fs);
}
END_TEST

UNIT_MAIN("cms/edf/record", records_in_order_move_many_blocks_at_once,
	variable_records_may_begin_anywhere, lengths_and_numbers_have_limits,
	gaps_in_fixed_files_take_no_blocks, a_variable_record_of_another_length_becomes_the_last,
	the_disk_has_lengths_data_and_zeros, no_record_is_longer_than_the_entry_says)
