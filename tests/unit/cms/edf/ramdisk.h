/* SPDX-License-Identifier: Apache-2.0 */
/* A disk in storage under the file system, which counts and can fail. */
#ifndef RAMDISK_H
#define RAMDISK_H

#include "edf/edf.h"
#include "lib/ebcdic.h"
#include "lib/err.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

struct ramdisk {
	uint8_t *data;
	uint32_t block_size, nr_blocks;
	uint32_t nr_reads, nr_writes; /* requests to read; blocks written */
	uint32_t nr_requests;         /* to write */
	uint32_t writes_left;         /* then each is lost, with -E_IO; UINT32_MAX: no limit */
	size_t storage;               /* in use by the file system */
	size_t storage_most;          /* it gets no more; 0: no limit */
	uint8_t *log; /* each write: the number of the block, and what was written */
	size_t log_len;
};

static int ram_read(void *ctx, uint32_t block, uint32_t nr, void *buf)
{
	struct ramdisk *ram = ctx;

	ck_assert(block >= 1 && nr >= 1 && block + nr - 1 <= ram->nr_blocks);
	ram->nr_reads++;
	memcpy(buf, ram->data + (size_t)(block - 1) * ram->block_size,
		(size_t)nr * ram->block_size);
	return 0;
}

static void ram_write_one(struct ramdisk *ram, uint32_t block, const void *from)
{
	uint32_t size = ram->block_size;

	memcpy(ram->data + (size_t)(block - 1) * size, from, size);
	if (ram->log) {
		ram->log = realloc(ram->log, ram->log_len + sizeof(block) + size);
		memcpy(ram->log + ram->log_len, &block, sizeof(block));
		memcpy(ram->log + ram->log_len + sizeof(block), from, size);
		ram->log_len += sizeof(block) + size;
	}
}

static int ram_write(void *ctx, uint32_t block, uint32_t nr, const void *buf)
{
	struct ramdisk *ram = ctx;

	ck_assert(block >= 1 && nr >= 1 && block + nr - 1 <= ram->nr_blocks);
	ram->nr_requests++;
	for (uint32_t i = 0; i < nr; i++) { /* block by block: a crash may be between any two */
		const uint8_t *from = (const uint8_t *)buf + (size_t)i * ram->block_size;

		if (ram->writes_left == 0)
			return -E_IO;
		if (ram->writes_left != UINT32_MAX)
			ram->writes_left--;
		ram->nr_writes++;
		ram_write_one(ram, block + i, from);
	}
	return 0;
}

static void *ram_resize(void *ctx, void *old, size_t old_size, size_t size)
{
	struct ramdisk *ram = ctx;
	void *made;

	ck_assert(ram->storage >= old_size);
	if (size == 0) {
		free(old);
		ram->storage -= old_size;
		return NULL;
	}
	if (ram->storage_most && ram->storage - old_size + size > ram->storage_most)
		return NULL;
	made = malloc(size);
	memset(made, 0xaa, size);
	if (old)
		memcpy(made, old, old_size < size ? old_size : size);
	free(old);
	ram->storage += size - old_size;
	return made;
}

static void ram_now(void *ctx, struct edf_time *now)
{
	(void)ctx;
	*now = (struct edf_time){{0x26, 0x11, 0x22, 0x23, 0x59, 0x58}, true};
}

static const struct edf_ops ram_ops = {ram_read, ram_write, ram_resize, ram_now};

static inline void ram_make(struct ramdisk *ram, uint32_t block_size, uint32_t nr_blocks)
{
	*ram = (struct ramdisk){
		.block_size = block_size, .nr_blocks = nr_blocks, .writes_left = UINT32_MAX};
	ram->data = malloc((size_t)block_size * nr_blocks);
	memset(ram->data, 0x5a, (size_t)block_size * nr_blocks);
}

static inline void ram_format(struct ramdisk *ram)
{
	struct edf_geometry geometry = {.block_size = ram->block_size,
		.nr_blocks = ram->nr_blocks,
		.nr_cyls = 1,
		.volid = {0xe3, 0xc5, 0xe2, 0xe3, 0x40, 0x40}}; /* TEST */

	ck_assert_int_eq(edf_format(&ram_ops, ram, &geometry), 0);
	ck_assert_uint_eq(ram->storage, 0);
}

static inline int ram_mount(struct ramdisk *ram, struct edf *fs, enum edf_access access)
{
	return edf_mount(fs, &ram_ops, ram, ram->block_size, ram->nr_blocks, false, access);
}

/* Ends the use of a disk: nothing may be left of it in storage. */
static inline void ram_unmount(struct ramdisk *ram, struct edf *fs)
{
	edf_unmount(fs);
	ck_assert_uint_eq(ram->storage, 0);
}

/* The name of file n. */
static inline struct edf_name ram_name(uint32_t n)
{
	struct edf_name name;
	char fn[9] = "F0000000";

	for (int i = 7; i > 0; i--, n /= 10)
		fn[i] = (char)('0' + n % 10);
	ck_assert_int_eq(edf_name_make(&name, fn, 8, "DATA", 4), 0);
	return name;
}

static const ebc8_t mode_a1[2] = {0xc1, 0xf1};

/* Writes a file of nr records that all begin with their number. */
static inline void ram_put(
	struct edf *fs, const struct edf_name *name, ebc8_t recfm, uint32_t nr, uint32_t len)
{
	struct edf_file file;
	uint8_t *record = calloc(1, len);

	ck_assert_int_eq(edf_create(fs, &file, name, mode_a1, recfm, len), 0);
	for (uint32_t i = 1; i <= nr; i++) {
		be32_t number = be32(i);

		memcpy(record, &number, len < 4 ? len : 4);
		ck_assert_int_eq(edf_write(&file, 0, record, len), 0);
	}
	ck_assert_int_eq(edf_close(&file, NULL), 0);
	free(record);
}

/* A generator of numbers that a seed determines. */
static inline uint32_t ram_random(uint64_t *state)
{
	*state = *state * 6364136223846793005ull + 1442695040888963407ull;
	return (uint32_t)(*state >> 33);
}

/* A new disk, mounted for writing. */
static inline void ram_begin(
	struct ramdisk *ram, struct edf *fs, uint32_t block_size, uint32_t nr_blocks)
{
	ram_make(ram, block_size, nr_blocks);
	ram_format(ram);
	ck_assert_int_eq(ram_mount(ram, fs, EDF_READ_WRITE), 0);
}

/* What was done to it is kept, and it is whole. */
static inline void ram_end(struct ramdisk *ram, struct edf *fs)
{
	ck_assert_int_eq(edf_commit(fs), 0);
	ck_assert_int_eq(edf_check(fs, true, NULL, NULL), 0);
	ram_unmount(ram, fs);
	free(ram->data);
}

#endif
