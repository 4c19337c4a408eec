// SPDX-License-Identifier: Apache-2.0
/* Mounting: what is accepted as a disk, what is refused, and what failing writes leave. */
#include "unit.h"

#include "cms/edf/ramdisk.h"

static struct ramdisk ram;
static struct edf fs;

static void begin(uint32_t block_size, uint32_t nr_blocks)
{
	ram_make(&ram, block_size, nr_blocks);
	ram_format(&ram);
}

/* Address of a block's bytes. */
static uint8_t *block_at(uint32_t block)
{
	return ram.data + (size_t)(block - 1) * ram.block_size;
}

static struct edf_label *label_at(void)
{
	return (void *)block_at(EDF_LABEL_BLOCK);
}

static struct edf_fst *directory_at(void)
{
	return (void *)block_at(be32_get(label_at()->dir_block));
}

START_TEST(a_new_disk_is_empty_and_says_what_it_is)
{
	for (uint32_t size = EDF_BLOCK_MIN; size <= EDF_BLOCK_MAX; size *= 2) {
		const struct edf_label *label;
		const struct edf_fst *fst;
		uint32_t found;

		begin(size, 900);
		label = label_at();
		ck_assert_int_eq(edf_label_check(label, &found), 0);
		ck_assert_uint_eq(found, size);
		ck_assert_mem_eq(label->volid, "\xe3\xc5\xe2\xe3\x40\x40", 6);
		ck_assert_uint_eq(be32_get(label->blocks_total), 900);
		ck_assert_uint_eq(be32_get(label->blocks_used), 6);
		ck_assert_uint_eq(be32_get(label->dir_block), EDF_DIR_A);
		ck_assert_uint_eq(be32_get(label->fst_per_block), size / 64);
		fst = directory_at();
		ck_assert_uint_eq(be32_get(fst[0].nr_records), 2);
		ck_assert_uint_eq(be32_get(fst[0].origin), EDF_DIR_A);
		ck_assert_uint_eq(be32_get(fst[1].origin), 6);
		ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
		ck_assert_uint_eq(edf_nr_files(&fs), 0);
		ck_assert_int_eq(edf_check(&fs, true, NULL, NULL), 0);
		ram_unmount(&ram, &fs);
		free(ram.data);
	}
}
END_TEST

START_TEST(disks_of_impossible_sizes_are_not_made)
{
	static const struct {
		uint32_t block_size, nr_blocks;
	} bad[] = {{0, 100}, {256, 100}, {800, 100}, {8192, 100}, {4096, EDF_BLOCKS_MIN - 1},
		{4096, 0x80000000u}};
	struct edf_geometry geometry = {};

	begin(EDF_BLOCK_MAX, 100);
	ram.writes_left = 0;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		geometry.block_size = bad[i].block_size;
		geometry.nr_blocks = bad[i].nr_blocks;
		ck_assert_int_eq(edf_format(&ram_ops, &ram, &geometry), -E_INVAL);
	}
	free(ram.data);
	begin(EDF_BLOCK_MAX, EDF_BLOCKS_MIN);
	ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
	ram_unmount(&ram, &fs);
	free(ram.data);
}
END_TEST

/* Each case changes one number; which mounts are refused then. */
START_TEST(a_damaged_disk_is_refused)
{
	enum { LABEL, DIR, MAP, ROOT, FILE_ENTRY };
	static const struct {
		int where;
		uint32_t at, value;
		bool also_for_reading;
	} cases[] = {
		{LABEL, 0x00, 0xc3d4e2f2, true},
		{LABEL, 0x0c, 1024, true},
		{LABEL, 0x10, 6, true},
		{LABEL, 0x10, EDF_DIR_A, true}, /* what is there is no directory any more */
		{LABEL, 0x1c, 0, true},
		{LABEL, 0x1c, 401, true},
		{LABEL, 0x20, 401, true},
		{LABEL, 0x20, 7, false},
		{LABEL, 0x24, 40, true},
		{LABEL, 0x28, 9, true},
		{DIR, 0x00, 2, true},
		{DIR, 0x0c, 0, true},
		{DIR, 0x30, 1, true},
		{DIR, 0x30, 0xffffffff, true},
		{DIR, 0x30, 900, true},
		{DIR, 0x28, 0, true},
		{DIR, 0x28, 401, true},
		{DIR, 0x34, 0x08040000, true},
		{DIR, 0x34, 0x09040000, true},
		{MAP, 0x00, 1, true},
		{MAP, 0x28, 0, false},
		{MAP, 0x28, 401, false},
		{MAP, 0x28, 5, false},
		{ROOT, 0, 6, true},
		{ROOT, 4, 0, true},
		{ROOT, 4, 401, true},
		{ROOT, 4, 3, true},
		{FILE_ENTRY, 0x30, 0xffffffff, false},
		{FILE_ENTRY, 0x20, 0x10000, false},
		{FILE_ENTRY, 0x1c, 0, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		uint8_t *where;
		be32_t value = be32(cases[i].value);

		begin(EDF_BLOCK_MIN, 400);
		ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
		for (uint32_t n = 0; n < 10; n++) {
			struct edf_name name = ram_name(n);

			ram_put(&fs, &name, EDF_VARIABLE, 9, 80);
		}
		ck_assert_int_eq(edf_commit(&fs), 0);
		ram_unmount(&ram, &fs);
		memset(block_at(EDF_DIR_A), 0, EDF_BLOCK_MIN);
		where = cases[i].where == LABEL        ? (void *)label_at()
			: cases[i].where == DIR        ? (void *)directory_at()
			: cases[i].where == MAP        ? (void *)(directory_at() + 1)
			: cases[i].where == FILE_ENTRY ? (void *)(directory_at() + 2)
						       : block_at(be32_get(directory_at()->origin));
		memcpy(where + cases[i].at, &value, sizeof(value));
		ck_assert_msg(ram_mount(&ram, &fs, EDF_READ_WRITE) == -E_FORMAT, "case %zu", i);
		ck_assert_uint_eq(ram.storage, 0);
		ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_ONLY),
			cases[i].also_for_reading ? -E_FORMAT : 0);
		edf_unmount(&fs);
		ck_assert_uint_eq(ram.storage, 0);
		free(ram.data);
	}
}
END_TEST

START_TEST(entries_that_are_not_in_use_are_left_out)
{
	struct edf_name gone = ram_name(1), name;

	begin(EDF_BLOCK_MIN, 400);
	ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
	for (uint32_t n = 0; n < 30; n++) {
		name = ram_name(n);
		ram_put(&fs, &name, EDF_FIXED, 1, 1);
	}
	ck_assert_int_eq(edf_commit(&fs), 0);
	memset(directory_at() + 3, 0, sizeof(struct edf_fst)); /* its block stays lost */
	ram_unmount(&ram, &fs);
	ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
	ck_assert_uint_eq(edf_nr_files(&fs), 29);
	ck_assert_ptr_null(edf_find(&fs, &gone));
	ck_assert_int_eq(edf_commit(&fs), 0);
	ram_unmount(&ram, &fs);
	ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
	ck_assert_uint_eq(edf_nr_files(&fs), 29);
	for (uint32_t n = 0; n < 30; n++) {
		name = ram_name(n);
		ck_assert_int_eq(edf_find(&fs, &name) != NULL, n != 1);
	}
	ck_assert_int_eq(edf_check(&fs, true, NULL, NULL), 1);
	ram_unmount(&ram, &fs);
	free(ram.data);
}
END_TEST

START_TEST(a_directory_of_which_most_is_not_in_use_is_written)
{
	struct edf_name name;

	begin(EDF_BLOCK_MIN, 400);
	ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
	for (uint32_t n = 0; n < 60; n++) {
		name = ram_name(n);
		ram_put(&fs, &name, EDF_FIXED, 0, 80);
	}
	ck_assert_int_eq(edf_commit(&fs), 0);
	for (uint32_t i = 1; i < fs.dir.nr; i++)
		memset(ram.data + (size_t)(fs.dir.ref[i].block - 1) * EDF_BLOCK_MIN, 0,
			EDF_BLOCK_MIN);
	ram_unmount(&ram, &fs);
	ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
	ck_assert_uint_eq(edf_nr_files(&fs), 6); /* those of the first block */
	ram_end(&ram, &fs);
}
END_TEST

START_TEST(a_disk_for_reading_cannot_be_changed)
{
	const ebc8_t volid[6] = {0xc1, 0x40, 0x40, 0x40, 0x40, 0x40};
	struct edf_name a = ram_name(1), b = ram_name(2);
	struct edf_file file;

	begin(EDF_BLOCK_MIN, 400);
	ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
	ram_put(&fs, &a, EDF_FIXED, 9, 80);
	ck_assert_int_eq(edf_commit(&fs), 0);
	ram_unmount(&ram, &fs);
	ram.writes_left = 0;
	ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_ONLY), 0);
	ck_assert_int_eq(edf_erase(&fs, &a), -E_PERM);
	ck_assert_int_eq(edf_rename(&fs, &a, &b), -E_PERM);
	ck_assert_int_eq(edf_create(&fs, &file, &b, mode_a1, EDF_FIXED, 80), -E_PERM);
	ck_assert_int_eq(edf_open_write(&fs, &file, &a), -E_PERM);
	ck_assert_int_eq(edf_set_mode(&fs, &a, mode_a1, NULL), -E_PERM);
	ck_assert_int_eq(edf_set_volid(&fs, volid), -E_PERM);
	ck_assert_int_eq(edf_commit(&fs), -E_PERM);
	ck_assert_int_eq(edf_open(&fs, &file, &a), 0);
	ck_assert_int_eq(edf_close(&file, NULL), 0);
	ram_unmount(&ram, &fs);
	free(ram.data);
}
END_TEST

START_TEST(a_reader_of_anothers_disk_sees_that_it_changed)
{
	struct edf_name name = ram_name(1);
	struct edf other;

	begin(EDF_BLOCK_MIN, 400);
	ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
	ck_assert_int_eq(ram_mount(&ram, &other, EDF_READ_ONLY), 0);
	ck_assert_int_eq(edf_is_stale(&other), 0);
	ram_put(&fs, &name, EDF_FIXED, 1, 80);
	ck_assert_int_eq(edf_is_stale(&other), 0);
	ck_assert_int_eq(edf_commit(&fs), 0);
	ck_assert_int_eq(edf_is_stale(&other), 1);
	ck_assert_int_eq(edf_erase(&fs, &name), 0); /* all as before, in the same places */
	ck_assert_int_eq(edf_commit(&fs), 0);
	ck_assert_int_eq(edf_is_stale(&other), 1);
	ck_assert_int_eq(edf_is_stale(&fs), 0);
	edf_unmount(&other);
	ram_unmount(&ram, &fs);
	free(ram.data);
}
END_TEST

START_TEST(a_commit_that_failed_can_be_tried_again)
{
	for (uint32_t cut = 0, done = 0; !done; cut++) {
		struct edf_name name;
		int rc;

		begin(EDF_BLOCK_MIN, 400);
		ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
		for (uint32_t n = 0; n < 20; n++) {
			name = ram_name(n);
			ram_put(&fs, &name, EDF_VARIABLE, 20, 80);
		}
		ram.writes_left = cut;
		rc = edf_commit(&fs);
		done = rc == 0;
		ck_assert(rc == 0 || rc == -E_IO);
		ram.writes_left = UINT32_MAX;
		name = ram_name(3);
		ck_assert_int_eq(edf_erase(&fs, &name), 0);
		ck_assert_int_eq(edf_commit(&fs), 0);
		ram_unmount(&ram, &fs);
		ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
		ck_assert_int_eq(edf_check(&fs, true, NULL, NULL), 0);
		ck_assert_uint_eq(edf_nr_files(&fs), 19);
		ram_unmount(&ram, &fs);
		free(ram.data);
		ck_assert_uint_lt(cut, 30);
	}
}
END_TEST

START_TEST(on_fba_disks_the_label_is_in_sector_1)
{
	for (uint32_t size = EDF_BLOCK_MIN; size <= EDF_BLOCK_MAX; size *= 2) {
		struct edf_geometry geometry = {
			.block_size = size, .nr_blocks = 200, .is_fba = true, .volid = {0xc1}};
		struct edf_name name = ram_name(1);
		uint32_t found;

		ram_make(&ram, size, 200);
		ck_assert_int_eq(edf_format(&ram_ops, &ram, &geometry), 0);
		ck_assert_int_eq(edf_label_check((void *)(ram.data + 512), &found), 0);
		ck_assert_uint_eq(found, size);
		if (size > EDF_BLOCK_MIN) /* the rest of its block stays */
			ck_assert_uint_eq(ram.data[0], 0x5a);
		ck_assert_int_eq(
			edf_mount(&fs, &ram_ops, &ram, size, 200, true, EDF_READ_WRITE), 0);
		ram_put(&fs, &name, EDF_FIXED, 9, 80);
		ck_assert_int_eq(edf_commit(&fs), 0);
		ck_assert_int_eq(edf_check(&fs, true, NULL, NULL), 0);
		ram_unmount(&ram, &fs);
		free(ram.data);
	}
}
END_TEST

UNIT_MAIN("cms/edf/mount", a_new_disk_is_empty_and_says_what_it_is,
	disks_of_impossible_sizes_are_not_made, a_damaged_disk_is_refused,
	entries_that_are_not_in_use_are_left_out,
	a_directory_of_which_most_is_not_in_use_is_written, a_disk_for_reading_cannot_be_changed,
	a_reader_of_anothers_disk_sees_that_it_changed, a_commit_that_failed_can_be_tried_again,
	on_fba_disks_the_label_is_in_sector_1)
