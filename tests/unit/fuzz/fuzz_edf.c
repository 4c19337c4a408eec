// SPDX-License-Identifier: Apache-2.0
/*
 * Fuzzes the CMS file system: the input is changes to a disk with some files, and what is then done
 * with it. Besides what the sanitizers find: nothing outside the disk is asked for; nothing that
 * was in use by the map on the disk is written to, but the label, the first block of the directory,
 * and files that are updated in place; all storage comes back.
 */
#include "edf/edf.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"

#include <stdlib.h>

#define BLOCKS       96
#define STORAGE_MOST (64u << 20)

struct world {
	uint8_t disk[BLOCKS * EDF_BLOCK_MIN];
	uint8_t in_use[BLOCKS + 1]; /* by the state on the disk */
	size_t storage;
	const uint8_t *script;
	size_t left;
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
	if (!good)
		abort();
}

static uint8_t next(struct world *world)
{
	if (!world->left)
		return 0;
	world->left--;
	return *world->script++;
}

static int disk_read(void *ctx, uint32_t block, uint32_t nr, void *buf)
{
	struct world *world = ctx;

	check(block >= 1 && nr >= 1 && nr <= BLOCKS && block + nr - 1 <= BLOCKS);
	memcpy(buf, world->disk + (block - 1) * EDF_BLOCK_MIN, nr * EDF_BLOCK_MIN);
	return 0;
}

static int disk_write(void *ctx, uint32_t block, uint32_t nr, const void *buf)
{
	struct world *world = ctx;

	check(block >= 1 && nr >= 1 && nr <= BLOCKS && block + nr - 1 <= BLOCKS);
	for (uint32_t i = block; i < block + nr; i++)
		check(!world->in_use[i]);
	memcpy(world->disk + (block - 1) * EDF_BLOCK_MIN, buf, nr * EDF_BLOCK_MIN);
	return 0;
}

static void *disk_resize(void *ctx, void *old, size_t old_size, size_t size)
{
	struct world *world = ctx;
	void *made;

	check(world->storage >= old_size);
	if (size && world->storage - old_size + size > STORAGE_MOST)
		return NULL;
	world->storage += size - old_size;
	if (size == 0) {
		free(old);
		return NULL;
	}
	made = malloc(size); /* at its exact size, so that the sanitizer sees what is behind it */
	if (old)
		memcpy(made, old, old_size < size ? old_size : size);
	free(old);
	return made;
}

static void disk_now(void *ctx, struct edf_time *now)
{
	(void)ctx;
	*now = (struct edf_time){{0x26, 0x11, 0x22, 0x23, 0x59, 0x58}, true};
}

static const struct edf_ops ops = {disk_read, disk_write, disk_resize, disk_now};
static const ebc8_t mode[2] = {0xc1, 0xf1}, mode_6[2] = {0xc1, 0xf6};

static struct edf_name name_of(uint32_t n)
{
	struct edf_name name;
	char fn = (char)('A' + n % 26);

	check(edf_name_make(&name, &fn, 1, "FILE", 4) == 0);
	return name;
}

static void file_put(struct edf *fs, uint32_t n, ebc8_t recfm, uint32_t nr, uint32_t len)
{
	struct edf_name name = name_of(n);
	struct edf_file file;
	uint8_t record[1500];
	int rc;

	memset(record, (int)n, sizeof(record));
	if (edf_create(fs, &file, &name, mode, recfm, len))
		return;
	for (rc = 0; !rc && nr > 0; nr--)
		rc = edf_write(&file, 0, record, len);
	if (rc || edf_close(&file, NULL))
		edf_abandon(&file);
}

/* Ten files: the directory has two blocks, one file has two levels. */
static void disk_make(struct world *world)
{
	struct edf_geometry geometry = {
		.block_size = EDF_BLOCK_MIN, .nr_blocks = BLOCKS, .volid = {0xc1}};
	struct edf fs;

	check(edf_format(&ops, world, &geometry) == 0);
	check(edf_mount(&fs, &ops, world, EDF_BLOCK_MIN, BLOCKS, false, EDF_READ_WRITE) == 0);
	for (uint32_t n = 0; n < 8; n++)
		file_put(&fs, n, n % 2 ? EDF_FIXED : EDF_VARIABLE, n + 1, 80);
	file_put(&fs, 8, EDF_VARIABLE, 4, 1500);
	file_put(&fs, 9, EDF_FIXED, 9, 700);
	check(edf_commit(&fs) == 0);
	edf_unmount(&fs);
}

/* ---- What is done ---------------------------------------------------------------------------- */

/* The data of a file that is updated in place may be written to. */
static void in_place_take(struct world *world, struct edf *fs, const struct edf_fst *fst)
{
	struct edf_file file;

	if (edf_open(fs, &file, &fst->name))
		return;
	if (fst->fm[1] == mode_6[1] || be32_get(fs->label.reserved_offset)) {
		for (uint32_t i = 0; i < file.tree.nr; i++)
			world->in_use[file.tree.ref[i].block] = 0;
	}
	for (uint32_t i = 0; i < fs->map_tree.nr; i++)
		world->in_use[fs->map_tree.ref[i].block] = 1;
	for (uint32_t i = 1; i < fs->dir.nr; i++)
		world->in_use[fs->dir.ref[i].block] = 1;
	check(edf_close(&file, NULL) == 0);
}

/* Which blocks the map on the disk says are in use: nobody may write to them. */
static void map_take(struct world *world, struct edf *fs)
{
	if (fs->read_only) {
		memset(world->in_use, 1, sizeof(world->in_use));
		return;
	}
	for (uint32_t block = 1; block <= BLOCKS; block++)
		world->in_use[block] = block <= fs->nr_blocks && block > EDF_DIR_B &&
				       fs->map[(block - 1) / 8] & 0x80 >> (block - 1) % 8;
	world->in_use[1] = world->in_use[2] = 1;
	world->in_use[be32_get(fs->label.dir_block)] = 1;
	for (uint32_t n = 0; n < edf_nr_files(fs); n++)
		in_place_take(world, fs, edf_file_nr(fs, n));
}

static void file_read(struct edf *fs, const struct edf_name *name)
{
	static uint8_t record[EDF_LRECL_MAX];
	struct edf_file file;
	int rc = edf_open(fs, &file, name);

	if (rc)
		return;
	for (uint32_t nr = 1; nr <= 2000 && rc >= 0; nr++) {
		rc = edf_read(&file, nr, record, sizeof(record));
		check(rc <= (int)be32_get(file.fst.lrecl)); /* what readers make room for */
	}
	rc = edf_read(&file, be32_get(file.fst.nr_records), record, 1);
	check(rc <= (int)be32_get(file.fst.lrecl));
	check(edf_close(&file, NULL) == 0);
}

static void look(struct edf *fs)
{
	check(edf_check(fs, true, NULL, NULL) > -E_NODEV);
	for (uint32_t n = 0; n < edf_nr_files(fs); n++)
		file_read(fs, &edf_file_nr(fs, n)->name);
}

static void file_change(struct world *world, struct edf *fs, const struct edf_name *name)
{
	static uint8_t record[2048];
	struct edf_file file;
	int rc = edf_open_write(fs, &file, name);

	if (rc)
		return;
	for (uint32_t i = next(world) % 8; !rc && i > 0; i--) {
		uint32_t nr = next(world), len = be32_get(file.fst.lrecl);

		if (file.fst.recfm == EDF_VARIABLE || len > sizeof(record))
			len = 1 + next(world) * 8u % sizeof(record);
		rc = edf_write(&file, nr % 16, record, len);
	}
	if (next(world) % 4 == 0)
		rc = edf_truncate(&file, next(world) % 4);
	if (next(world) % 8 == 0 || edf_close(&file, NULL))
		edf_abandon(&file);
}

/* A file becomes one that is updated in place, or the only one. */
static int file_set(struct world *world, struct edf *fs, const struct edf_name *name)
{
	int rc;

	if (next(world) % 4) {
		rc = edf_set_mode(fs, name, mode_6, NULL);
		if (!rc)
			in_place_take(world, fs, edf_find(fs, name));
		return rc;
	}
	memset(world->in_use, 0, sizeof(world->in_use)); /* each of its commits frees others */
	rc = edf_reserve(fs, name);
	if (!rc)
		map_take(world, fs);
	return rc;
}

static void work(struct world *world, struct edf *fs)
{
	for (int i = 0; i < 12 && world->left; i++) {
		uint32_t n = next(world), nr = edf_nr_files(fs);
		struct edf_name name = name_of(n), other = name_of(next(world));
		int rc = 0;

		if (nr && n % 2)
			name = edf_file_nr(fs, n % nr)->name;
		switch (next(world) % 6) {
		case 0: rc = edf_erase(fs, &name); break;
		case 1: rc = edf_rename(fs, &name, &other); break;
		case 2: file_put(fs, n, n % 4 ? EDF_FIXED : EDF_VARIABLE, n % 7, 600); break;
		case 3:
			rc = edf_commit(fs);
			if (!rc)
				map_take(world, fs);
			break;
		case 4: rc = file_set(world, fs, &name); break;
		default: file_change(world, fs, &name);
		}
		check(rc > -E_NODEV);
	}
	if (edf_commit(fs) == 0)
		map_take(world, fs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct world fresh, world;
	struct edf fs;

	if (!fresh.disk[EDF_BLOCK_MIN * 2])
		disk_make(&fresh);
	memcpy(&world, &fresh, sizeof(world));
	world.script = data;
	world.left = size;
	for (unsigned int nr = next(&world) % 32; nr > 0; nr--) {
		size_t at = (size_t)next(&world) << 8 | next(&world);

		/* Most of them in the label, the directory, and the blocks allocated first. */
		at = at % 4 ? at % (16 * EDF_BLOCK_MIN) : at * 3 / 4;
		world.disk[at % sizeof(world.disk)] = next(&world);
	}
	if (edf_mount(&fs, &ops, &world, EDF_BLOCK_MIN, BLOCKS, false, EDF_READ_ONLY) == 0) {
		look(&fs);
		edf_unmount(&fs);
	}
	check(world.storage == 0);
	if (edf_mount(&fs, &ops, &world, EDF_BLOCK_MIN, BLOCKS, false, EDF_READ_WRITE) == 0) {
		map_take(&world, &fs);
		work(&world, &fs);
		look(&fs);
		edf_unmount(&fs);
	}
	check(world.storage == 0);
	return 0;
}
