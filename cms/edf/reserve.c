// SPDX-License-Identifier: Apache-2.0
/*
 * A RESERVEd disk: one file has all blocks that can be had, one after the other, and the label says
 * behind which block it begins, so that who doesn't know the file system can use it, too.
 *
 *	1 ... 5		as on each disk
 *	6 ...		pointers to the blocks of the file; map and its pointers, twice, as a commit
 *			gives them another place; two more, without which nothing can be erased
 *	offset + 1 ...	the file
 *	last		free: who finds the file by the label believes that it ends before
 *
 * What there was is erased first, and that is committed. Then the one commit that counts needs
 * nothing but low blocks, and of the file nothing is written.
 */
#include "edf/private.h"

static const ebc8_t mode_a6[2] = {0xc1, 0xf6};

bool tree_is_reserved(const struct edf *fs, const struct edf_tree *tree)
{
	uint32_t offset = be32_get(fs->label.reserved_offset);

	return offset && tree->nr && tree->ref[0].block == offset + 1;
}

/* ---- Erasing --------------------------------------------------------------------------------- */

static void tree_keep(struct edf *fs, const struct edf_tree *tree)
{
	for (uint32_t i = 0; i < tree->nr; i++)
		map_set(fs, tree->ref[i].block);
	for (uint32_t i = 0; i < tree->nr_pointers; i++)
		map_set(fs, tree->pointer[i]);
}

/* All of the map is to be written. */
static void map_touch(struct edf *fs)
{
	memset(fs->map_state, STATE_DIRTY, fs->map_tree.nr);
	fs->is_changed = true;
}

/* Blocks of a disk without files: others that the map shows as in use are lost. */
static uint32_t empty_used(const struct edf *fs)
{
	return EDF_FIRST_BLOCK - 1 + fs->map_tree.nr + fs->map_tree.nr_pointers;
}

/* Forgets all files, whatever is in them. */
static int files_erase(struct edf *fs)
{
	if (fs->nr_fst == FST_FILES && fs->nr_used == empty_used(fs))
		return 0;
	entry_changed(fs, FST_DIR);
	memset(&fs->fst[FST_FILES], 0, (fs->nr_fst - FST_FILES) * sizeof(*fs->fst));
	memset(fs->slot, 0, fs->nr_slots * sizeof(*fs->slot));
	fs->nr_fst = FST_FILES;
	memset(fs->map, 0, map_len(fs));
	fs->nr_used = 0;
	for (uint32_t block = 1; block < EDF_FIRST_BLOCK; block++)
		map_set(fs, block);
	tree_keep(fs, &fs->dir);
	tree_keep(fs, &fs->map_tree);
	map_touch(fs);
	fs->label.reserved_offset = be32(0);
	return edf_commit(fs);
}

/* ---- The file -------------------------------------------------------------------------------- */

static bool map_is_below(const struct edf *fs, uint32_t first)
{
	for (uint32_t i = 0; i < fs->map_tree.nr; i++) {
		if (fs->map_tree.ref[i].block >= first)
			return false;
	}
	for (uint32_t i = 0; i < fs->map_tree.nr_pointers; i++) {
		if (fs->map_tree.pointer[i] >= first)
			return false;
	}
	return true;
}

/* The first block of the file: see above what is before it. */
static uint32_t first_block(const struct edf *fs)
{
	const struct edf_tree all = {.nr = fs->nr_blocks, .nr_blocks = fs->nr_blocks};
	uint32_t map = fs->map_tree.nr + tree_pointers(fs, &fs->map_tree, PLAIN_PTR);

	return EDF_FIRST_BLOCK + tree_pointers(fs, &all, PLAIN_PTR) + 2 * map + 2;
}

/* Gives a new file its tree, of which nothing is filled in: blocks from `first` on. */
static void tree_give(struct edf_file *file, const struct edf_tree *tree, uint32_t first)
{
	struct edf *fs = file->fs;

	file->tree = *tree;
	file->tree.nr_blocks = tree->nr;
	for (uint32_t i = 0; i < tree->nr; i++) {
		tree->ref[i].block = first + i;
		fs->nr_busy += bit_set(fs->busy, first + i);
	}
	file->fst.nr_records = be32(tree->nr);
	file->end = (uint64_t)tree->nr * fs->block_size;
}

/* Makes the file on an empty disk, and the disk a RESERVEd one. tree is used up. */
static int file_make(
	struct edf *fs, const struct edf_name *name, struct edf_tree *tree, uint32_t first)
{
	struct edf_file file;
	int rc = edf_create(fs, &file, name, mode_a6, EDF_FIXED, fs->block_size);

	if (rc) {
		tree_free(fs, tree);
		return rc;
	}
	tree_give(&file, tree, first);
	fs->hint = EDF_FIRST_BLOCK;
	rc = edf_close(&file, NULL);
	if (rc) {
		edf_abandon(&file);
		return rc;
	}
	fs->label.reserved_offset = be32(first - 1);
	return edf_commit(fs);
}

int edf_reserve(struct edf *fs, const struct edf_name *name)
{
	struct edf_tree tree = {};
	uint32_t first;
	int rc;

	if (!list_is_empty(&fs->open))
		return -E_BUSY;
	rc = edf_commit(fs);
	if (rc)
		return rc;
	first = first_block(fs);
	if (first >= fs->nr_blocks)
		return -E_FULL;
	rc = tree_extend(fs, &tree, fs->nr_blocks - first); /* while all can still be refused */
	if (!rc)
		rc = files_erase(fs);
	if (!rc && !map_is_below(fs, first)) { /* the lowest blocks are free now */
		map_touch(fs);
		rc = edf_commit(fs);
	}
	if (!rc)
		return file_make(fs, name, &tree, first);
	tree_free(fs, &tree);
	return rc;
}
