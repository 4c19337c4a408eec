// SPDX-License-Identifier: Apache-2.0
/* RESERVEd disks: where the file is, what can be done with it, and crashes while it is made. */
#include "unit.h"

#include "cms/edf/ramdisk.h"

static struct ramdisk ram;
static struct edf fs;
static uint8_t record[EDF_BLOCK_MAX];

static const struct edf_fst *file_of(const struct edf_name *name)
{
	const struct edf_fst *fst = edf_find(&fs, name);

	ck_assert_ptr_nonnull(fst);
	return fst;
}

static uint8_t *block_at(uint32_t block)
{
	return ram.data + (size_t)(block - 1) * ram.block_size;
}

static uint32_t offset_on_disk(void)
{
	const struct edf_label *label = (const void *)block_at(EDF_LABEL_BLOCK);

	return be32_get(label->reserved_offset);
}

/* The file has all blocks from the label's offset on but the last, as who reads the label expects. */
static void file_is_in_place(const struct edf_name *name)
{
	const struct edf_fst *fst = file_of(name);
	uint32_t offset = offset_on_disk(), nr = be32_get(fst->nr_records);
	struct edf_file file;

	ck_assert_uint_eq(offset + nr, ram.nr_blocks - 1);
	ck_assert_uint_eq(be32_get(fst->nr_blocks), nr);
	ck_assert_uint_eq(be32_get(fst->lrecl), ram.block_size);
	ck_assert_uint_eq(fst->recfm, EDF_FIXED);
	ck_assert_uint_eq(fst->fm[1], 0xf6);
	for (uint32_t i = 1; i <= nr; i++) { /* by somebody who knows no files */
		be32_t number = be32(i);

		memcpy(block_at(offset + i), &number, sizeof(number));
	}
	ck_assert_int_eq(edf_open(&fs, &file, name), 0);
	for (uint32_t i = 1; i <= nr; i++) {
		ck_assert_int_eq(edf_read(&file, i, record, sizeof(record)), (int)ram.block_size);
		ck_assert_mem_eq(record, block_at(offset + i), ram.block_size);
	}
	ck_assert_int_eq(edf_close(&file, NULL), 0);
	ck_assert_uint_eq(edf_free_blocks(&fs), 0);
	ck_assert_uint_eq(edf_nr_files(&fs), 1);
}

/* A disk with files all over it, the map among them, and no room. */
static void disk_fill(void)
{
	struct edf_file file;
	struct edf_name name;
	int rc;

	for (uint32_t n = 0; n < 15; n++) {
		name = ram_name(n);
		ram_put(&fs, &name, n % 2 ? EDF_FIXED : EDF_VARIABLE, 5, 300);
		ck_assert_int_eq(edf_commit(&fs), 0);
	}
	name = ram_name(99);
	ck_assert_int_eq(edf_create(&fs, &file, &name, mode_a1, EDF_FIXED, ram.block_size), 0);
	do {
		rc = edf_write(&file, 0, record, ram.block_size);
	} while (!rc);
	ck_assert_int_eq(rc, -E_FULL);
	ck_assert_int_eq(edf_close(&file, NULL), 0);
	ck_assert_int_eq(edf_commit(&fs), 0);
	ck_assert_uint_lt(edf_free_blocks(&fs), 40);
}

static void begin_reserved(uint32_t block_size, uint32_t nr_blocks, const struct edf_name *name)
{
	ram_begin(&ram, &fs, block_size, nr_blocks);
	ck_assert_int_eq(edf_reserve(&fs, name), 0);
}

START_TEST(the_file_has_all_blocks_one_after_the_other)
{
	static const uint32_t sizes[] = {EDF_BLOCKS_MIN, 33, 200, 4100, 20000};
	const struct edf_name name = ram_name(77);

	for (uint32_t size = EDF_BLOCK_MIN; size <= EDF_BLOCK_MAX; size *= 2) {
		for (unsigned i = 0; i < ARRAY_LEN(sizes); i++) {
			ram_begin(&ram, &fs, size, sizes[i]);
			if (sizes[i] >= 200)
				disk_fill();
			ck_assert_int_eq(edf_reserve(&fs, &name), 0);
			ck_assert(!fs.is_changed);
			file_is_in_place(&name);
			ram_unmount(&ram, &fs);
			ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
			file_is_in_place(&name);
			ram_end(&ram, &fs);
		}
	}
}
END_TEST

START_TEST(its_records_are_written_where_they_are)
{
	const struct edf_name name = ram_name(1);
	struct edf_file file;
	struct edf_fst before;
	uint32_t used;

	begin_reserved(EDF_BLOCK_MIN, 3000, &name);
	before = *file_of(&name);
	used = edf_used_blocks(&fs);
	for (unsigned i = 0; i < 5; i++) {
		ck_assert_int_eq(edf_open_write(&fs, &file, &name), 0);
		memset(record, (int)i, sizeof(record));
		ck_assert_int_eq(edf_write(&file, 1, record, EDF_BLOCK_MIN), 0);
		ck_assert_int_eq(edf_write(&file, 2000 + i, record, EDF_BLOCK_MIN), 0);
		ck_assert_int_eq(edf_close(&file, NULL), 0);
		ck_assert_int_eq(edf_commit(&fs), 0);
	}
	ck_assert_uint_eq(edf_used_blocks(&fs), used);
	ck_assert_mem_eq(&file_of(&name)->origin, &before.origin, sizeof(before.origin));
	ck_assert_uint_eq(block_at(offset_on_disk() + 2003)[0], 3);
	file_is_in_place(&name);
	ram_end(&ram, &fs);
}
END_TEST

/* What can be done with the file. */
enum deed { RENAME, NUMBER, ERASE, CUT, ANOTHER };

static void deed_do(enum deed deed, const struct edf_name *name)
{
	const struct edf_name other = ram_name(2);
	const ebc8_t mode[2] = {0xc1, 0xf1};
	struct edf_file file;

	switch (deed) {
	case RENAME: ck_assert_int_eq(edf_rename(&fs, name, &other), 0); break;
	case NUMBER: ck_assert_int_eq(edf_set_mode(&fs, name, mode, NULL), 0); break;
	case ERASE: ck_assert_int_eq(edf_erase(&fs, name), 0); break;
	case CUT:
		ck_assert_int_eq(edf_open_write(&fs, &file, name), 0);
		ck_assert_int_eq(edf_truncate(&file, 100), 0);
		ck_assert_int_eq(edf_close(&file, NULL), 0);
		break;
	default:
		ck_assert_int_eq(edf_create(&fs, &file, &other, mode, EDF_FIXED, 80), 0);
		ck_assert_int_eq(edf_write(&file, 0, record, 80), -E_FULL);
		edf_abandon(&file);
	}
}

START_TEST(the_disk_is_reserved_as_long_as_the_file_has_its_blocks)
{
	static const struct {
		enum deed deed;
		bool is_reserved_then;
	} cases[] = {{RENAME, true}, {NUMBER, true}, {ERASE, false}, {CUT, false}, {ANOTHER, true}};

	for (unsigned i = 0; i < ARRAY_LEN(cases); i++) {
		const struct edf_name name = ram_name(1);
		uint32_t offset;

		begin_reserved(EDF_BLOCK_MIN, 5000, &name);
		offset = offset_on_disk();
		deed_do(cases[i].deed, &name);
		ck_assert_uint_eq(offset_on_disk(), offset); /* until it is committed */
		ck_assert_int_eq(edf_commit(&fs), 0);
		ck_assert_uint_eq(offset_on_disk(), cases[i].is_reserved_then ? offset : 0);
		ck_assert(cases[i].is_reserved_then || edf_free_blocks(&fs) > 100);
		ram_end(&ram, &fs);
	}
}
END_TEST

START_TEST(a_file_of_another_mode_number_stays_there_too)
{
	const struct edf_name name = ram_name(1);
	struct edf_file file;

	begin_reserved(EDF_BLOCK_MIN, 400, &name);
	deed_do(NUMBER, &name);
	ck_assert_int_eq(edf_open_write(&fs, &file, &name), 0);
	ck_assert_int_eq(edf_write(&file, 7, record, EDF_BLOCK_MIN), 0);
	ck_assert_int_eq(edf_write(&file, be32_get(file.fst.nr_records) + 1, record, EDF_BLOCK_MIN),
		-E_FULL);
	ck_assert_int_eq(edf_close(&file, NULL), 0);
	ck_assert_int_eq(edf_commit(&fs), 0);
	ck_assert_uint_ne(offset_on_disk(), 0);
	ram_end(&ram, &fs);
}
END_TEST

START_TEST(it_is_refused_while_files_are_open_and_of_who_only_reads)
{
	const struct edf_name name = ram_name(1);
	struct edf_file file;

	ram_begin(&ram, &fs, EDF_BLOCK_MIN, 400);
	ram_put(&fs, &name, EDF_FIXED, 3, 80);
	ck_assert_int_eq(edf_open(&fs, &file, &name), 0);
	ck_assert_int_eq(edf_reserve(&fs, &name), -E_BUSY);
	ck_assert_int_eq(edf_close(&file, NULL), 0);
	ck_assert_int_eq(edf_commit(&fs), 0);
	ram.storage_most = ram.storage + 1000;
	ck_assert_int_eq(edf_reserve(&fs, &name), -E_NOMEM);
	ram.storage_most = 0;
	ck_assert_uint_eq(edf_nr_files(&fs), 1);
	ck_assert_uint_eq(be32_get(file_of(&name)->nr_records), 3);
	ram_unmount(&ram, &fs);
	ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_ONLY), 0);
	ck_assert_int_eq(edf_reserve(&fs, &name), -E_PERM);
	ram_unmount(&ram, &fs);
	free(ram.data);
}
END_TEST

START_TEST(blocks_that_nothing_uses_are_had_again)
{
	const struct edf_name name = ram_name(1);

	ram_begin(&ram, &fs, EDF_BLOCK_MIN, 5000);
	disk_fill();
	/* A crash of somebody who knows the format less well: the files are gone, their blocks not. */
	memset(block_at(be32_get(fs.label.dir_block)) + 128, 0, EDF_BLOCK_MIN - 128);
	edf_unmount(&fs);
	ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
	ck_assert_int_ne(edf_check(&fs, true, NULL, NULL), 0);
	ck_assert_int_eq(edf_reserve(&fs, &name), 0);
	file_is_in_place(&name);
	ram_end(&ram, &fs);
}
END_TEST

START_TEST(a_disk_can_be_reserved_again_and_formatted)
{
	const struct edf_name name = ram_name(1), other = ram_name(2);

	begin_reserved(EDF_BLOCK_MIN, 5000, &name);
	ck_assert_int_eq(edf_reserve(&fs, &other), 0);
	file_is_in_place(&other);
	ram_unmount(&ram, &fs);
	ram_format(&ram);
	ck_assert_uint_eq(offset_on_disk(), 0);
	ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
	ck_assert_uint_eq(edf_nr_files(&fs), 0);
	ram_end(&ram, &fs);
}
END_TEST

/* After so many writes: as it was, empty, or reserved. Returns whether it was done. */
static bool crash_after(uint32_t nr_writes, bool is_full)
{
	const struct edf_name name = ram_name(77);
	uint32_t nr_files;
	int rc;

	ram_begin(&ram, &fs, EDF_BLOCK_MIN, 5000);
	if (is_full)
		disk_fill();
	nr_files = edf_nr_files(&fs);
	ram.writes_left = nr_writes;
	rc = edf_reserve(&fs, &name);
	ck_assert(rc == 0 || rc == -E_IO);
	ram_unmount(&ram, &fs);
	ram.writes_left = UINT32_MAX;
	ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
	if (edf_find(&fs, &name))
		file_is_in_place(&name);
	else
		ck_assert(edf_nr_files(&fs) == nr_files || edf_nr_files(&fs) == 0);
	ck_assert_uint_eq(offset_on_disk() != 0, edf_find(&fs, &name) != NULL);
	ram_end(&ram, &fs);
	return rc == 0;
}

START_TEST(after_a_crash_it_is_as_it_was_or_empty_or_reserved)
{
	for (unsigned is_full = 0; is_full < 2; is_full++) {
		uint32_t nr = 0;

		while (!crash_after(nr, is_full))
			nr++;
		ck_assert_uint_gt(nr, 5);
		ck_assert_uint_lt(nr, 100);
	}
}
END_TEST

static void count(void *ctx, enum edf_problem problem, const struct edf_fst *fst, uint32_t block)
{
	(void)fst;
	ck_assert_int_eq(problem, EDF_BAD_RESERVED);
	*(uint32_t *)ctx = block;
}

START_TEST(a_label_that_points_elsewhere_is_told)
{
	const struct edf_name name = ram_name(1);
	uint32_t block = 0;

	begin_reserved(EDF_BLOCK_MIN, 400, &name);
	ck_assert_int_eq(edf_check(&fs, true, count, &block), 0);
	fs.label.reserved_offset = be32(100);
	ck_assert_int_eq(edf_check(&fs, true, count, &block), 1);
	ck_assert_uint_eq(block, 101);
	ram_unmount(&ram, &fs);
	free(ram.data);
}
END_TEST

UNIT_MAIN("cms/edf/reserve", the_file_has_all_blocks_one_after_the_other,
	its_records_are_written_where_they_are,
	the_disk_is_reserved_as_long_as_the_file_has_its_blocks,
	a_file_of_another_mode_number_stays_there_too,
	it_is_refused_while_files_are_open_and_of_who_only_reads,
	blocks_that_nothing_uses_are_had_again, a_disk_can_be_reserved_again_and_formatted,
	after_a_crash_it_is_as_it_was_or_empty_or_reserved, a_label_that_points_elsewhere_is_told)
