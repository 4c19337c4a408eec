// SPDX-License-Identifier: Apache-2.0
/* Full disks: what was accepted can be kept, and there is always a way out. */
#include "unit.h"

#include "cms/edf/ramdisk.h"
#include "edf/private.h"

static struct ramdisk ram;
static struct edf fs;

/* Writes a file until the disk is full. Returns how many records it took. */
static uint32_t fill(uint32_t n, ebc8_t recfm, uint32_t len)
{
	static uint8_t record[3000];
	struct edf_name name = ram_name(n);
	struct edf_file file;
	int rc = 0;

	ck_assert_int_eq(edf_create(&fs, &file, &name, mode_a1, recfm, len), 0);
	while (!rc)
		rc = edf_write(&file, 0, record, len);
	ck_assert_int_eq(rc, -E_FULL);
	ck_assert_int_eq(edf_close(&file, NULL), 0);
	return be32_get(edf_find(&fs, &name)->nr_records);
}

START_TEST(blocks_in_use_are_counted_as_far_as_the_disk_goes)
{
	uint8_t bits[40];
	uint32_t nr = 0;

	for (uint32_t i = 0; i < sizeof(bits); i++)
		bits[i] = (uint8_t)(i % 5 ? i * 37 : 0xff);
	for (uint32_t block = 1; block <= sizeof(bits) * 8; block++) {
		ck_assert_uint_eq(bits_count(bits, block - 1), nr);
		nr += bit_is_set(bits, block);
	}
	ck_assert_uint_eq(bits_count(bits, sizeof(bits) * 8), nr);
}
END_TEST

START_TEST(what_could_not_be_opened_or_created_can_be_abandoned)
{
	struct edf_name name = ram_name(1), none = ram_name(2);
	struct edf_file file;

	ram_begin(&ram, &fs, EDF_BLOCK_MIN, 300);
	fill(1, EDF_FIXED, 80);
	memset(&file, 0xff, sizeof(file));
	ck_assert_int_eq(edf_open(&fs, &file, &none), -E_NOENT);
	edf_abandon(&file);
	memset(&file, 0xff, sizeof(file));
	ck_assert_int_eq(edf_create(&fs, &file, &name, mode_a1, EDF_FIXED, 80), -E_EXIST);
	edf_abandon(&file);
	ck_assert_int_eq(edf_commit(&fs), 0);
	ck_assert_int_eq(edf_check(&fs, true, NULL, NULL), 0);
	ram_end(&ram, &fs);
}
END_TEST

START_TEST(a_full_disk_keeps_what_it_accepted_and_can_be_emptied)
{
	static const uint32_t lens[] = {1, 80, 511, 512, 513, 3000};

	for (uint32_t i = 0; i < ARRAY_LEN(lens); i++) {
		struct edf_name name = ram_name(1);
		uint32_t nr[2];

		ram_begin(&ram, &fs, EDF_BLOCK_MIN, 300);
		for (int j = 0; j < 2; j++) {
			nr[j] = fill(1, i % 2 ? EDF_FIXED : EDF_VARIABLE, lens[i]);
			ck_assert_int_eq(edf_commit(&fs), 0);
			ck_assert_int_eq(edf_check(&fs, true, NULL, NULL), 0);
			ck_assert_int_eq(edf_erase(&fs, &name), 0);
			ck_assert_int_eq(edf_commit(&fs), 0);
		}
		ck_assert_uint_eq(nr[0], nr[1]); /* nothing was lost */
		ck_assert_uint_gt(nr[0] * (lens[i] + (i % 2 ? 0 : 2)), 300 * 512 * 4 / 5);
		ck_assert_uint_eq(edf_used_blocks(&fs), 6);
		ram_end(&ram, &fs);
	}
}
END_TEST

START_TEST(a_disk_full_of_small_files_can_be_emptied)
{
	uint8_t record[600] = {};
	uint32_t nr;

	ram_begin(&ram, &fs, EDF_BLOCK_MIN, 300);
	for (nr = 0;; nr++) {
		struct edf_name name = ram_name(nr);
		struct edf_file file;

		ck_assert_int_eq(edf_create(&fs, &file, &name, mode_a1, EDF_FIXED, 600), 0);
		if (edf_write(&file, 0, record, 600) || edf_close(&file, NULL)) {
			edf_abandon(&file);
			if (edf_free_blocks(&fs) == 0)
				break;
		}
		ck_assert_int_eq(edf_commit(&fs), 0);
		if (nr > 300)
			break;
	}
	ck_assert_uint_gt(nr, 50);
	while (edf_nr_files(&fs) > 0) {
		struct edf_name name = edf_file_nr(&fs, edf_nr_files(&fs) / 2)->name;

		ck_assert_int_eq(edf_erase(&fs, &name), 0);
		ck_assert_int_eq(edf_commit(&fs), 0);
	}
	ck_assert_uint_eq(edf_used_blocks(&fs), 6);
	ram_end(&ram, &fs);
}
END_TEST

START_TEST(an_abandoned_file_gives_its_blocks_back)
{
	uint8_t record[512] = {};
	uint32_t before;

	ram_begin(&ram, &fs, EDF_BLOCK_MIN, 300);
	before = edf_free_blocks(&fs);
	for (int i = 0; i < 50; i++) {
		struct edf_name name = ram_name(1);
		struct edf_file file;

		ck_assert_int_eq(edf_create(&fs, &file, &name, mode_a1, EDF_FIXED, 512), 0);
		for (int j = 0; j < 100; j++)
			ck_assert_int_eq(edf_write(&file, 0, record, 512), 0);
		edf_abandon(&file);
	}
	ck_assert_uint_eq(edf_free_blocks(&fs), before);
	ram_end(&ram, &fs);
}
END_TEST

START_TEST(lack_of_storage_is_an_error_and_damages_nothing)
{
	struct edf_name name = ram_name(7);

	ram_begin(&ram, &fs, EDF_BLOCK_MIN, 400);
	ram_put(&fs, &name, EDF_VARIABLE, 100, 100);
	ck_assert_int_eq(edf_commit(&fs), 0);
	ram_unmount(&ram, &fs);
	for (size_t most = 1; most < 40000; most += most < 9000 ? 257 : 4001) {
		uint8_t record[300] = {};
		struct edf_file file;
		int rc;

		ram.storage_most = most;
		rc = ram_mount(&ram, &fs, EDF_READ_WRITE);
		ck_assert(rc == 0 || rc == -E_NOMEM);
		if (rc)
			continue;
		rc = edf_open_write(&fs, &file, &name);
		ck_assert(rc == 0 || rc == -E_NOMEM);
		for (int i = 0; !rc && i < 200; i++)
			rc = edf_write(&file, 0, record, sizeof(record));
		if (file.fs && (rc || edf_close(&file, NULL)))
			edf_abandon(&file);
		ram.storage_most = 0;
		ck_assert_int_eq(edf_erase(&fs, &name), 0);
		ram_put(&fs, &name, EDF_VARIABLE, 100, 100);
		ck_assert_int_eq(edf_commit(&fs), 0);
		ck_assert_int_eq(edf_check(&fs, true, NULL, NULL), 0);
		ram_unmount(&ram, &fs);
	}
	ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
	ram_end(&ram, &fs);
}
END_TEST

UNIT_MAIN("cms/edf/map", blocks_in_use_are_counted_as_far_as_the_disk_goes,
	what_could_not_be_opened_or_created_can_be_abandoned,
	a_full_disk_keeps_what_it_accepted_and_can_be_emptied,
	a_disk_full_of_small_files_can_be_emptied, an_abandoned_file_gives_its_blocks_back,
	lack_of_storage_is_an_error_and_damages_nothing)
