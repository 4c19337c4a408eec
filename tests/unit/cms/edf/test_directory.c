// SPDX-License-Identifier: Apache-2.0
/* The directory: names, many files, and what can be done to them while they are open. */
#include "unit.h"

#include "cms/edf/ramdisk.h"

static struct ramdisk ram;
static struct edf fs;

START_TEST(names_have_two_parts_of_one_to_eight_characters)
{
	static const struct {
		const char *fn, *ft;
		int rc;
	} cases[] = {
		{"A", "B", 0},
		{"PROFILE", "EXEC", 0},
		{"ABCDEFGH", "abcdefgh", 0},
		{"$#@+-:_9", "0", 0},
		{"", "EXEC", -E_INVAL},
		{"A", "", -E_INVAL},
		{"ABCDEFGHI", "EXEC", -E_INVAL},
		{"A", "ABCDEFGHI", -E_INVAL},
		{"A B", "EXEC", -E_INVAL},
		{"A", "*", -E_INVAL},
		{"A.B", "EXEC", -E_INVAL},
		{"\xc4", "EXEC", -E_INVAL},
	};
	struct edf_name name;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		ck_assert_int_eq(edf_name_make(&name, cases[i].fn, strlen(cases[i].fn), cases[i].ft,
					 strlen(cases[i].ft)),
			cases[i].rc);
	ck_assert_int_eq(edf_name_make(&name, "A\0B", 3, "C", 1), -E_INVAL);
	ck_assert_int_eq(edf_name_make(&name, "AB", 2, "C", 1), 0);
	ck_assert_mem_eq(
		&name, "\xc1\xc2\x40\x40\x40\x40\x40\x40\xc3\x40\x40\x40\x40\x40\x40\x40", 16);
}
END_TEST

START_TEST(ten_thousand_files_are_found_by_name)
{
	uint32_t nr_files = 10000, reads;
	struct edf_name name;

	ram_begin(&ram, &fs, 1024, 12000);
	for (uint32_t n = 0; n < nr_files; n++) {
		name = ram_name(n);
		ram_put(&fs, &name, EDF_FIXED, 1, 10 + n % 50);
	}
	ck_assert_int_eq(edf_commit(&fs), 0);
	ram_unmount(&ram, &fs);
	ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
	ck_assert_uint_eq(edf_nr_files(&fs), nr_files);
	reads = ram.nr_reads;
	for (uint32_t n = 0; n < nr_files; n++) {
		name = ram_name(n);
		ck_assert_uint_eq(be32_get(edf_find(&fs, &name)->lrecl), 10 + n % 50);
	}
	ck_assert_uint_eq(ram.nr_reads, reads);
	for (uint32_t n = 0; n < nr_files; n++) {
		name = ram_name(n);
		if (n % 3)
			ck_assert_int_eq(edf_erase(&fs, &name), 0);
	}
	ck_assert_int_eq(edf_commit(&fs), 0);
	reads = ram.nr_writes;
	name = ram_name(3); /* one file costs its block of the directory, not all */
	ck_assert_int_eq(edf_erase(&fs, &name), 0);
	ck_assert_int_eq(edf_commit(&fs), 0);
	ck_assert_uint_lt(ram.nr_writes - reads, 16);
	for (uint32_t n = 0; n < nr_files; n++) {
		name = ram_name(n);
		ck_assert_int_eq(edf_find(&fs, &name) != NULL, n % 3 == 0 && n != 3);
	}
	ram_end(&ram, &fs);
}
END_TEST

START_TEST(a_name_is_there_once)
{
	struct edf_name a = ram_name(1), b = ram_name(2), c = ram_name(3);
	struct edf_file file;

	ram_begin(&ram, &fs, EDF_BLOCK_MIN, 400);
	ram_put(&fs, &a, EDF_FIXED, 3, 80);
	ram_put(&fs, &b, EDF_FIXED, 5, 80);
	ck_assert_int_eq(edf_rename(&fs, &a, &b), -E_EXIST);
	ck_assert_int_eq(edf_rename(&fs, &c, &b), -E_NOENT);
	ck_assert_int_eq(edf_create(&fs, &file, &a, mode_a1, EDF_FIXED, 80), -E_EXIST);
	ck_assert_int_eq(edf_rename(&fs, &a, &c), 0);
	ck_assert_int_eq(edf_open(&fs, &file, &a), -E_NOENT);
	ck_assert_int_eq(edf_erase(&fs, &a), -E_NOENT);
	ck_assert_uint_eq(be32_get(edf_find(&fs, &c)->nr_records), 3);
	/* A file that is being made has its name already. */
	ck_assert_int_eq(edf_create(&fs, &file, &a, mode_a1, EDF_FIXED, 80), 0);
	ck_assert_int_eq(edf_rename(&fs, &b, &a), -E_BUSY);
	ck_assert_ptr_null(edf_find(&fs, &a));
	ck_assert_int_eq(edf_close(&file, NULL), 0);
	ck_assert_ptr_nonnull(edf_find(&fs, &a));
	ram_end(&ram, &fs);
}
END_TEST

START_TEST(a_reader_keeps_what_he_opened)
{
	struct edf_name name = ram_name(1), other = ram_name(2);
	struct edf_file reader, writer;
	uint8_t record[80];

	ram_begin(&ram, &fs, EDF_BLOCK_MIN, 60);
	ram_put(&fs, &name, EDF_FIXED, 40, 80);
	ck_assert_int_eq(edf_commit(&fs), 0);
	ck_assert_int_eq(edf_open(&fs, &reader, &name), 0);
	ck_assert_int_eq(edf_open_write(&fs, &writer, &name), 0);
	ck_assert_int_eq(edf_erase(&fs, &name), -E_BUSY);
	ck_assert_int_eq(edf_rename(&fs, &name, &other), -E_BUSY);
	memset(record, 0xff, sizeof(record));
	ck_assert_int_eq(edf_write(&writer, 1, record, 80), 0);
	ck_assert_int_eq(edf_close(&writer, NULL), 0);
	ck_assert_int_eq(edf_erase(&fs, &name), 0);
	ck_assert_int_eq(edf_commit(&fs), 0);
	ram_put(&fs, &other, EDF_FIXED, 60, 80); /* not where the reader reads */
	ck_assert_int_eq(edf_commit(&fs), 0);
	for (uint32_t nr = 1; nr <= 40; nr++) {
		ck_assert_int_eq(edf_read(&reader, nr, record, sizeof(record)), 80);
		ck_assert_uint_eq(record[3], nr);
	}
	ck_assert_int_eq(edf_close(&reader, NULL), 0);
	ram_end(&ram, &fs);
}
END_TEST

START_TEST(a_commit_leaves_out_files_that_are_open)
{
	struct edf_name a = ram_name(1), b = ram_name(2);
	struct edf_file file;
	struct edf now;

	ram_begin(&ram, &fs, EDF_BLOCK_MIN, 400);
	ram_put(&fs, &a, EDF_VARIABLE, 40, 80);
	ck_assert_int_eq(edf_open_write(&fs, &file, &a), 0);
	ck_assert_int_eq(edf_truncate(&file, 1), 0);
	ram_put(&fs, &b, EDF_FIXED, 4, 80);
	ck_assert_int_eq(edf_commit(&fs), 0);
	ck_assert_int_eq(ram_mount(&ram, &now, EDF_READ_ONLY), 0);
	ck_assert_int_eq(edf_check(&now, true, NULL, NULL), 0);
	ck_assert_uint_eq(be32_get(edf_find(&now, &a)->nr_records), 40);
	ck_assert_uint_eq(be32_get(edf_find(&now, &b)->nr_records), 4);
	edf_unmount(&now);
	ck_assert_int_eq(edf_close(&file, NULL), 0);
	ck_assert_uint_eq(be32_get(edf_find(&fs, &a)->nr_records), 1);
	ram_end(&ram, &fs);
}
END_TEST

START_TEST(mode_and_date_can_be_changed)
{
	const struct edf_time date = {{0x99, 0x12, 0x31, 0x23, 0x59, 0x59}, false};
	const ebc8_t b6[2] = {0xc2, 0xf6};
	struct edf_name name = ram_name(1);

	ram_begin(&ram, &fs, EDF_BLOCK_MIN, 400);
	ck_assert_int_eq(edf_set_mode(&fs, &name, b6, NULL), -E_NOENT);
	ram_put(&fs, &name, EDF_FIXED, 1, 80);
	ck_assert_int_eq(edf_set_mode(&fs, &name, b6, NULL), 0);
	ck_assert_uint_eq(edf_find(&fs, &name)->flags, EDF_FST_CENTURY);
	ck_assert_int_eq(edf_set_mode(&fs, &name, b6, &date), 0);
	ck_assert_uint_eq(edf_find(&fs, &name)->flags, 0);
	ck_assert_mem_eq(edf_find(&fs, &name)->date, date.digits, 6);
	ck_assert_mem_eq(edf_find(&fs, &name)->fm, b6, 2);
	ram_end(&ram, &fs);
}
END_TEST

UNIT_MAIN("cms/edf/directory", names_have_two_parts_of_one_to_eight_characters,
	ten_thousand_files_are_found_by_name, a_name_is_there_once, a_reader_keeps_what_he_opened,
	a_commit_leaves_out_files_that_are_open, mode_and_date_can_be_changed)
