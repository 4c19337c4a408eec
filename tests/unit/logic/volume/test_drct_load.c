// SPDX-License-Identifier: Apache-2.0
#include "logic/volume/drct_load.h"

#include "lib/crc32.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/volume/alloc.h"
#include "logic/volume/drct.h"
#include "logic/volume/record.h"
#include "unit.h"

#define NR_CYLS    20
#define DRCT_CYL   10
#define NR_BLOCKS  (NR_CYLS * VOL_TRACKS_PER_CYL * VOL_BLOCKS_PER_TRACK)
#define NO_BAD     UINT32_MAX
#define NO_STORAGE UINT32_MAX

/* A volume in storage, and what may go wrong with it. */
static uint8_t disk[NR_BLOCKS][VOL_BLOCK_SIZE];
static uint32_t unreadable;  /* number of a block that cannot be read, or NO_BAD */
static uint32_t most_blocks; /* that alloc() gives */
static int nr_in_use;        /* blocks given minus blocks taken back */
static size_t refuse_len;    /* accept() refuses what is so long */
static uint32_t reported;    /* bit copy * 16 + problem */
static struct drct_work work;

static uint32_t block_number(uint32_t track, uint32_t first)
{
	return track * VOL_BLOCKS_PER_TRACK + first;
}

static int fake_read(void *ctx, uint32_t track, uint32_t first, uint32_t nr, void *buf)
{
	uint32_t at = block_number(track, first);

	ck_assert_ptr_eq(ctx, disk);
	ck_assert_uint_le(at, NR_BLOCKS);
	ck_assert_uint_le(nr, NR_BLOCKS - at);
	if (unreadable >= at && unreadable - at < nr)
		return -E_IO;
	memcpy(buf, disk[at], (size_t)nr * VOL_BLOCK_SIZE);
	return 0;
}

static void *fake_alloc(void *ctx, uint32_t nr)
{
	ck_assert_ptr_eq(ctx, disk);
	if (nr > most_blocks)
		return NULL;
	nr_in_use += (int)nr;
	return malloc((size_t)nr * VOL_BLOCK_SIZE);
}

static void fake_free(void *ctx, void *data, uint32_t nr)
{
	ck_assert_ptr_eq(ctx, disk);
	nr_in_use -= (int)nr;
	free(data);
}

static int fake_accept(const void *data, size_t len)
{
	ck_assert_ptr_nonnull(data);
	return len == refuse_len ? -E_FORMAT : 0;
}

static void fake_problem(void *ctx, enum drct_problem problem, unsigned int copy)
{
	ck_assert_ptr_eq(ctx, disk);
	ck_assert_uint_le(copy, 1);
	reported |= 1u << (copy * 16 + problem);
}

static const struct drct_load_ops ops = {
	fake_read, fake_alloc, fake_free, fake_accept, fake_problem};

static struct drct_area area_of(unsigned int copy)
{
	struct drct_area area;

	ck_assert_int_eq(
		drct_area((struct vol_alloc *)disk[VOL_REC_ALLOC - 1], VOL_DRCT, copy, &area), 0);
	return area;
}

static uint8_t *block_of(unsigned int copy, uint32_t nr)
{
	return disk[block_number(area_of(copy).track, nr)];
}

/* Writes a copy of len bytes, each of them `fill`, with a generation. */
static void write_copy(unsigned int copy, uint64_t generation, size_t len, uint8_t fill)
{
	struct vol_drct *header = (struct vol_drct *)block_of(copy, 0);
	const struct drct_area area = area_of(copy);

	memset(block_of(copy, 1), fill, len);
	ck_assert_int_eq(drct_header_make(header, &area, NULL, len,
				 crc32_update(0, block_of(copy, 1), len), 0),
		0);
	header->generation = be64(generation);
	vol_record_seal(header, VOL_MAGIC_DRCT);
}

/* Copy 0: generation 5, 5000 bytes of X'AA'; copy 1: generation 6, 9000 bytes of X'BB'. */
static void make_disk(void)
{
	struct vol_alloc *map = (struct vol_alloc *)disk[VOL_REC_ALLOC - 1];

	memset(disk, 0, sizeof(disk));
	alloc_init(map, NR_CYLS);
	ck_assert_int_eq(alloc_set(map, DRCT_CYL, 2, VOL_DRCT), 0);
	memcpy(disk[VOL_REC_ALLOC_COPY - 1], map, VOL_BLOCK_SIZE);
	write_copy(0, 5, 5000, 0xAA);
	write_copy(1, 6, 9000, 0xBB);
	unreadable = NO_BAD;
	most_blocks = NO_STORAGE;
	refuse_len = 0;
	reported = 0;
}

/* Loads and returns what came: X'AA', X'BB', or 0 for none. */
static unsigned int load(void)
{
	void *data = NULL;
	size_t len = 0;
	unsigned int fill;
	int rc;

	nr_in_use = 0;
	rc = drct_load(&ops, disk, NR_CYLS, VOL_DRCT, &work, &data, &len);
	if (rc) {
		ck_assert_int_eq(rc, -E_NOENT);
		ck_assert_int_eq(nr_in_use, 0);
		return 0;
	}
	fill = *(uint8_t *)data;
	ck_assert_uint_eq(len, fill == 0xAA ? 5000 : 9000);
	ck_assert_int_eq(nr_in_use, fill == 0xAA ? 2 : 3);
	for (size_t i = 0; i < len; i++)
		ck_assert_uint_eq(((uint8_t *)data)[i], fill);
	free(data);
	return fill;
}

#define PROBLEM(copy, problem) (1u << ((copy)*16 + (problem)))

START_TEST(newest_whole_copy_is_taken)
{
	make_disk();
	ck_assert_uint_eq(load(), 0xBB);
	ck_assert_uint_eq(reported, 0);
	write_copy(0, 7, 5000, 0xAA);
	ck_assert_uint_eq(load(), 0xAA);
	ck_assert_uint_eq(reported, 0);
}
END_TEST

START_TEST(one_bad_copy_leaves_the_other)
{
	make_disk();
	block_of(1, 0)[0x18] ^= 1;
	ck_assert_uint_eq(load(), 0xAA);
	ck_assert_uint_eq(reported, PROBLEM(1, DRCT_HEADER_DAMAGED));

	make_disk();
	block_of(1, 3)[9000 - 2 * 4096 - 1] ^= 1; /* the last byte */
	ck_assert_uint_eq(load(), 0xAA);
	ck_assert_uint_eq(reported, PROBLEM(1, DRCT_DATA_DAMAGED));

	make_disk();
	block_of(1, 3)[9000 - 2 * 4096] ^= 1; /* behind it */
	ck_assert_uint_eq(load(), 0xBB);
	ck_assert_uint_eq(reported, 0);

	make_disk();
	refuse_len = 9000;
	ck_assert_uint_eq(load(), 0xAA);
	ck_assert_uint_eq(reported, PROBLEM(1, DRCT_DATA_DAMAGED));

	make_disk();
	most_blocks = 2;
	ck_assert_uint_eq(load(), 0xAA);
	ck_assert_uint_eq(reported, PROBLEM(1, DRCT_NO_STORAGE));
}
END_TEST

START_TEST(unreadable_blocks_leave_the_other_copy)
{
	make_disk();
	unreadable = block_number(area_of(1).track, 0);
	ck_assert_uint_eq(load(), 0xAA);
	ck_assert_uint_eq(reported, PROBLEM(1, DRCT_HEADER_UNREADABLE));

	for (uint32_t nr = 1; nr <= 3; nr++) {
		make_disk();
		unreadable = block_number(area_of(1).track, nr);
		ck_assert_uint_eq(load(), 0xAA);
		ck_assert_uint_eq(reported, PROBLEM(1, DRCT_DATA_UNREADABLE));
	}
	make_disk();
	unreadable = block_number(area_of(1).track, 4); /* behind it */
	ck_assert_uint_eq(load(), 0xBB);
}
END_TEST

START_TEST(copy_that_was_never_written_is_no_problem)
{
	make_disk();
	memset(block_of(1, 0), 0, VOL_BLOCK_SIZE);
	ck_assert_uint_eq(load(), 0xAA);
	ck_assert_uint_eq(reported, 0);
	memset(block_of(0, 0), 0, VOL_BLOCK_SIZE);
	ck_assert_uint_eq(load(), 0);
	ck_assert_uint_eq(reported, 0);
}
END_TEST

START_TEST(no_whole_copy_is_reported_for_both)
{
	make_disk();
	block_of(0, 1)[0] ^= 1;
	block_of(1, 2)[0] ^= 1;
	ck_assert_uint_eq(load(), 0);
	ck_assert_uint_eq(reported, PROBLEM(0, DRCT_DATA_DAMAGED) | PROBLEM(1, DRCT_DATA_DAMAGED));
}
END_TEST

START_TEST(bad_map_is_not_believed)
{
	struct vol_alloc *map = (struct vol_alloc *)disk[VOL_REC_ALLOC - 1];
	void *data;
	size_t len;

	make_disk();
	map->nr_extents = be32(0);
	memset(disk[VOL_REC_ALLOC_COPY - 1], 0, VOL_BLOCK_SIZE);
	ck_assert_uint_eq(load(), 0);
	ck_assert_uint_eq(reported, PROBLEM(0, DRCT_MAP_DAMAGED) | PROBLEM(1, DRCT_MAP_DAMAGED));

	make_disk();
	ck_assert_int_eq(
		drct_load(&ops, disk, NR_CYLS - 1, VOL_DRCT, &work, &data, &len), -E_NOENT);
	ck_assert_uint_eq(reported, PROBLEM(0, DRCT_MAP_DAMAGED) | PROBLEM(1, DRCT_MAP_DAMAGED));

	make_disk();
	ck_assert_int_eq(alloc_set(map, DRCT_CYL, 2, VOL_PERM), 0);
	ck_assert_uint_eq(load(), 0);
	ck_assert_uint_eq(reported, PROBLEM(0, DRCT_NO_SPACE));

	make_disk();
	unreadable = VOL_REC_ALLOC - 1;
	memset(disk[VOL_REC_ALLOC_COPY - 1], 0, VOL_BLOCK_SIZE);
	ck_assert_uint_eq(load(), 0);
	ck_assert_uint_eq(reported, PROBLEM(0, DRCT_MAP_UNREADABLE) | PROBLEM(1, DRCT_MAP_DAMAGED));
}
END_TEST

START_TEST(copy_of_the_map_serves_when_the_map_does_not)
{
	struct vol_alloc *map = (struct vol_alloc *)disk[VOL_REC_ALLOC - 1];
	uint32_t whole;

	make_disk();
	whole = load();
	make_disk();
	map->nr_extents = be32(0);
	ck_assert_uint_eq(load(), whole);
	ck_assert_uint_eq(reported, PROBLEM(0, DRCT_MAP_DAMAGED));
	make_disk();
	unreadable = VOL_REC_ALLOC - 1;
	ck_assert_uint_eq(load(), whole);
	ck_assert_uint_eq(reported, PROBLEM(0, DRCT_MAP_UNREADABLE));
}
END_TEST

UNIT_MAIN("logic/volume/drct_load", newest_whole_copy_is_taken, one_bad_copy_leaves_the_other,
	unreadable_blocks_leave_the_other_copy, copy_that_was_never_written_is_no_problem,
	no_whole_copy_is_reported_for_both, bad_map_is_not_believed,
	copy_of_the_map_serves_when_the_map_does_not)
