// SPDX-License-Identifier: Apache-2.0
/* The check finds each kind of damage, and says what it is. */
#include "unit.h"

#include "cms/edf/ramdisk.h"

static struct ramdisk ram;
static struct edf fs;
static unsigned int found[EDF_BAD_COUNT + 1];

static void report(void *ctx, enum edf_problem problem, const struct edf_fst *fst, uint32_t block)
{
	(void)ctx;
	(void)fst;
	(void)block;
	ck_assert_uint_le(problem, EDF_BAD_COUNT);
	ck_assert_uint_gt(strlen(edf_problem_text(problem)), 10);
	found[problem]++;
}

static uint8_t *block_at(uint32_t block)
{
	return ram.data + (size_t)(block - 1) * ram.block_size;
}

static struct edf_fst *entry_at(uint32_t n)
{
	const struct edf_label *label = (void *)block_at(EDF_LABEL_BLOCK);

	return (struct edf_fst *)block_at(be32_get(label->dir_block)) + n;
}

static be32_t *pointers_of(uint32_t n)
{
	return (void *)block_at(be32_get(entry_at(n)->origin));
}

/* A disk with a file of several blocks of each format, as entries 2 and 3, and a small one. */
static void begin(void)
{
	struct edf_name a = ram_name(1), b = ram_name(2), c = ram_name(3);

	ram_make(&ram, EDF_BLOCK_MIN, 400);
	ram_format(&ram);
	ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
	ram_put(&fs, &a, EDF_FIXED, 40, 100);
	ram_put(&fs, &b, EDF_VARIABLE, 40, 100);
	ram_put(&fs, &c, EDF_VARIABLE, 2, 10);
	ck_assert_int_eq(edf_commit(&fs), 0);
	ram_unmount(&ram, &fs);
	memset(found, 0, sizeof(found));
}

/* Checks the disk; returns how many problems of a kind there are. */
static unsigned int problems(enum edf_problem problem)
{
	int nr, sum = 0;

	ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_ONLY), 0);
	nr = edf_check(&fs, true, report, NULL);
	for (size_t i = 0; i < ARRAY_LEN(found); i++)
		sum += (int)found[i];
	ck_assert_int_eq(nr, sum);
	ram_unmount(&ram, &fs);
	free(ram.data);
	return found[problem];
}

START_TEST(a_good_disk_has_no_problems)
{
	begin();
	ck_assert_uint_eq(problems(EDF_BAD_ENTRY), 0);
	for (size_t i = 0; i < ARRAY_LEN(found); i++)
		ck_assert_uint_eq(found[i], 0);
}
END_TEST

START_TEST(each_kind_of_damage_is_found)
{
	uint8_t *map;

	begin();
	entry_at(2)->lrecl = be32(0x20000);
	ck_assert_uint_eq(problems(EDF_BAD_ENTRY), 1);
	begin();
	entry_at(2)->nr_blocks = be32(9);
	ck_assert_uint_eq(problems(EDF_BAD_ENTRY), 1);
	begin();
	entry_at(3)->nr_records = be32(41);
	ck_assert_uint_eq(problems(EDF_BAD_ENTRY), 1);
	begin();
	entry_at(2)->name.ft[0] = 0x5c; /* an asterisk */
	ck_assert_uint_eq(problems(EDF_BAD_NAME), 1);
	begin();
	entry_at(2)->name = entry_at(4)->name;
	ck_assert_uint_eq(problems(EDF_DUPLICATE), 1);
	begin();
	pointers_of(2)[1] = be32(401);
	ck_assert_uint_eq(problems(EDF_BAD_POINTER), 1);
	begin();
	entry_at(2)->levels = 0;
	ck_assert_uint_eq(problems(EDF_BAD_POINTER), 1);
	begin();
	entry_at(2)->origin = be32(0x80000000);
	ck_assert_uint_eq(problems(EDF_BAD_POINTER), 1);
	begin();
	pointers_of(2)[1] = pointers_of(2)[2];
	ck_assert_uint_eq(problems(EDF_SHARED_BLOCK), 1);
	begin();
	entry_at(2)->origin = entry_at(3)->origin;
	ck_assert_uint_gt(problems(EDF_SHARED_BLOCK), 0);
	begin();
	map = block_at(be32_get(entry_at(1)->origin));
	map[(be32_get(entry_at(4)->origin) - 1) / 8] &=
		~(0x80 >> (be32_get(entry_at(4)->origin) - 1) % 8);
	ck_assert_uint_eq(problems(EDF_NOT_ALLOCATED), 1);
	ck_assert_uint_eq(found[EDF_BAD_COUNT], 1);
	begin();
	block_at(be32_get(entry_at(1)->origin))[49] |= 1;
	ck_assert_uint_eq(problems(EDF_LOST_BLOCK), 1);
	begin();
	((struct edf_label *)block_at(EDF_LABEL_BLOCK))->blocks_used = be32(3);
	ck_assert_uint_eq(problems(EDF_BAD_COUNT), 1);
	begin();
	block_at(be32_get(entry_at(4)->origin))[0] = 0xff; /* the length of a record */
	ck_assert_uint_eq(problems(EDF_BAD_RECORDS), 1);
	begin();
	((struct edf_vptr *)pointers_of(3))[1].first = be32(7);
	ck_assert_uint_eq(problems(EDF_BAD_RECORDS), 1);
}
END_TEST

/* What is cross-linked or not allocated is not written to, nor freed. */
START_TEST(files_that_are_not_allocated_cannot_be_changed)
{
	struct edf_name name = ram_name(1);
	struct edf_label *label;
	struct edf_file file;
	uint8_t *map;
	uint32_t block;

	begin();
	label = (void *)block_at(EDF_LABEL_BLOCK);
	block = be32_get(pointers_of(2)[1]);
	map = block_at(be32_get(entry_at(1)->origin));
	map[(block - 1) / 8] &= ~(0x80 >> (block - 1) % 8);
	label->blocks_used = be32(be32_get(label->blocks_used) - 1);
	ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
	ck_assert_int_eq(edf_erase(&fs, &name), -E_FORMAT);
	ck_assert_int_eq(edf_open_write(&fs, &file, &name), -E_FORMAT);
	ck_assert_int_eq(edf_commit(&fs), 0);
	ram_unmount(&ram, &fs);
	free(ram.data);
}
END_TEST

UNIT_MAIN("cms/edf/check", a_good_disk_has_no_problems, each_kind_of_damage_is_found,
	files_that_are_not_allocated_cannot_be_changed)
