// SPDX-License-Identifier: Apache-2.0
/* Files of mode number 6: which records are written to where they are, and which are not. */
#include "unit.h"

#include "cms/edf/ramdisk.h"

#define SIZE EDF_BLOCK_MIN
#define NR   20 /* records */
#define LEN  100

static struct ramdisk ram;
static struct edf fs;
static struct edf_file file;
static uint8_t record[LEN + 50];

/* A disk with a file of that mode number, open for writing. */
static void begin(ebc8_t recfm, uint8_t number)
{
	const struct edf_name name = ram_name(1);
	const ebc8_t mode[2] = {0xc1, number};

	ram_begin(&ram, &fs, SIZE, 400);
	ram_put(&fs, &name, recfm, NR, LEN);
	ck_assert_int_eq(edf_set_mode(&fs, &name, mode, NULL), 0);
	ck_assert_int_eq(edf_commit(&fs), 0);
	ck_assert_int_eq(edf_open_write(&fs, &file, &name), 0);
	memset(record, 0xee, sizeof(record));
}

/* The first byte of a record as the disk has it, after a crash now; 0: there is none. */
static unsigned byte_on_disk(uint32_t nr)
{
	const struct edf_name name = ram_name(1);
	struct edf_file seen;
	struct edf disk;
	uint8_t byte = 0;

	ck_assert_int_eq(ram_mount(&ram, &disk, EDF_READ_WRITE), 0);
	ck_assert_int_eq(edf_check(&disk, true, NULL, NULL), 0);
	ck_assert_int_eq(edf_open(&disk, &seen, &name), 0);
	if (nr <= be32_get(seen.fst.nr_records))
		ck_assert_int_eq(edf_read(&seen, nr, &byte, 1), LEN);
	ck_assert_int_eq(edf_close(&seen, NULL), 0);
	edf_unmount(&disk);
	return byte;
}

static void end(void)
{
	ck_assert_int_eq(edf_close(&file, NULL), 0);
	ram_end(&ram, &fs);
}

START_TEST(only_mode_number_6_is_written_in_place)
{
	static const uint8_t recfms[] = {EDF_FIXED, EDF_VARIABLE};

	for (unsigned i = 0; i < ARRAY_LEN(recfms); i++) {
		for (uint8_t number = 0xf0; number <= 0xf6; number++) {
			const struct edf_name name = ram_name(1);

			begin(recfms[i], number);
			ck_assert_int_eq(edf_write(&file, 5, record, LEN), 0);
			ck_assert_int_eq(edf_close(&file, NULL), 0);
			ck_assert_uint_eq(byte_on_disk(5), number == 0xf6 ? 0xee : 0);
			ck_assert_int_eq(edf_commit(&fs), 0);
			ck_assert_uint_eq(byte_on_disk(5), 0xee);
			ck_assert_int_eq(edf_open(&fs, &file, &name), 0);
			end();
		}
	}
}
END_TEST

START_TEST(records_that_are_added_go_elsewhere)
{
	static const uint8_t recfms[] = {EDF_FIXED, EDF_VARIABLE};

	for (unsigned i = 0; i < ARRAY_LEN(recfms); i++) {
		begin(recfms[i], 0xf6);
		ck_assert_int_eq(edf_write(&file, NR + 1, record, LEN), 0);
		ck_assert_int_eq(edf_write(&file, NR, record, LEN), 0);
		ck_assert_int_eq(edf_write(&file, 1, record, LEN), 0);
		ck_assert_uint_eq(byte_on_disk(NR + 1), 0);
		ck_assert_uint_eq(byte_on_disk(NR), 0); /* in a block with the new one */
		ck_assert_int_eq(edf_close(&file, NULL), 0);
		ck_assert_uint_eq(byte_on_disk(NR + 1), 0);
		ck_assert_uint_eq(byte_on_disk(1), 0xee);
		ck_assert_int_eq(edf_commit(&fs), 0);
		ck_assert_uint_eq(byte_on_disk(NR + 1), 0xee);
		ram_end(&ram, &fs);
	}
}
END_TEST

START_TEST(what_follows_records_that_were_cut_off_goes_elsewhere)
{
	static const uint8_t recfms[] = {EDF_FIXED, EDF_VARIABLE};

	for (unsigned i = 0; i < ARRAY_LEN(recfms); i++) {
		begin(recfms[i], 0xf6);
		ck_assert_int_eq(edf_truncate(&file, 6), 0);
		for (uint32_t nr = 7; nr <= NR; nr++)
			ck_assert_int_eq(edf_write(&file, nr, record, LEN), 0);
		ck_assert_int_eq(edf_close(&file, NULL), 0);
		for (uint32_t nr = 1; nr <= NR; nr++)
			ck_assert_uint_eq(byte_on_disk(nr), 0);
		ck_assert_int_eq(edf_commit(&fs), 0);
		ck_assert_uint_eq(byte_on_disk(NR), 0xee);
		ram_end(&ram, &fs);
	}
}
END_TEST

START_TEST(a_variable_record_of_another_length_goes_elsewhere)
{
	begin(EDF_VARIABLE, 0xf6);
	ck_assert_int_eq(edf_write(&file, 3, record, LEN + 1), 0); /* and is the last then */
	ck_assert_int_eq(edf_close(&file, NULL), 0);
	ck_assert_uint_eq(byte_on_disk(3), 0);
	ck_assert_uint_eq(byte_on_disk(NR), 0);
	ram_end(&ram, &fs);
}
END_TEST

START_TEST(blocks_of_zeros_get_a_place)
{
	const struct edf_name name = ram_name(1);
	const ebc8_t mode[2] = {0xc1, 0xf6};

	ram_begin(&ram, &fs, SIZE, 400);
	ck_assert_int_eq(edf_create(&fs, &file, &name, mode, EDF_FIXED, LEN), 0);
	ck_assert_int_eq(edf_write(&file, 300, record, LEN), 0);
	ck_assert_int_eq(edf_close(&file, NULL), 0);
	ck_assert_int_eq(edf_commit(&fs), 0);
	ck_assert_int_eq(edf_open_write(&fs, &file, &name), 0);
	memset(record, 0xee, sizeof(record));
	ck_assert_int_eq(edf_write(&file, 100, record, LEN), 0);
	ck_assert_int_eq(edf_close(&file, NULL), 0);
	ck_assert_uint_eq(byte_on_disk(100), 0);
	ck_assert_int_eq(edf_commit(&fs), 0);
	ck_assert_uint_eq(byte_on_disk(100), 0xee);
	ram_end(&ram, &fs);
}
END_TEST

START_TEST(a_file_that_has_blocks_of_the_map_is_not_written)
{
	const struct edf_name name = ram_name(1);
	struct edf_fst *fst;

	begin(EDF_FIXED, 0xf6);
	ck_assert_int_eq(edf_close(&file, NULL), 0);
	ck_assert_int_eq(edf_commit(&fs), 0);
	fst = (struct edf_fst *)edf_find(&fs, &name);
	fst->levels = 0;
	fst->nr_records = be32(1);
	fst->nr_blocks = be32(1);
	fst->origin = be32(fs.map_tree.ref[0].block);
	ck_assert_int_eq(edf_open_write(&fs, &file, &name), -E_FORMAT);
	ram_unmount(&ram, &fs);
	free(ram.data);
}
END_TEST

UNIT_MAIN("cms/edf/inplace", only_mode_number_6_is_written_in_place,
	records_that_are_added_go_elsewhere, what_follows_records_that_were_cut_off_goes_elsewhere,
	a_variable_record_of_another_length_goes_elsewhere, blocks_of_zeros_get_a_place,
	a_file_that_has_blocks_of_the_map_is_not_written)
