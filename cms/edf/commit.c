// SPDX-License-Identifier: Apache-2.0
/*
 * Commit. First every changed block of directory and map, and the pointer blocks above them, gets
 * a place that is free in the state on disk; as giving places changes the map, this goes on until
 * nothing moves any more. Then all is written, the label last. When a write fails the places stay,
 * and the next commit goes on with them.
 */
#include "edf/private.h"

static uint32_t per_block(const struct edf *fs)
{
	return fs->block_size / sizeof(struct edf_fst);
}

/* Gives a block of directory or map a new place. */
static int block_move(struct edf *fs, struct edf_ref *ref)
{
	uint32_t block;
	int rc = block_alloc(fs, ALLOC_META, &block);

	if (rc)
		return rc;
	if (ref->block)
		map_clear(fs, ref->block);
	map_set(fs, block);
	ref->block = block;
	return 0;
}

/* Gives all pointer blocks new places. */
static int pointers_move(struct edf *fs, struct edf_tree *tree, bool *is_moved)
{
	int rc;

	for (uint32_t i = 0; i < tree->nr_pointers; i++)
		map_clear(fs, tree->pointer[i]);
	if (!*is_moved)
		tree->nr_pointers = 0;
	*is_moved = true;
	rc = tree_place(fs, tree, PLAIN_PTR, ALLOC_META);
	for (uint32_t i = 0; i < tree->nr_pointers; i++)
		map_set(fs, tree->pointer[i]);
	return rc;
}

/* ---- Places ---------------------------------------------------------------------------------- */

static int directory_place(struct edf *fs)
{
	uint32_t nr = (fs->nr_fst - 1) / per_block(fs) + 1;
	int rc = tree_extend(fs, &fs->dir, nr);

	while (!rc && fs->dir.nr > nr) {
		uint32_t block = fs->dir.ref[--fs->dir.nr].block;

		if (block)
			map_clear(fs, block);
		if (fs->dir.nr < fs->dir_state_room) /* not one whose entries were not in use */
			fs->dir_state[fs->dir.nr] = 0;
	}
	/* The first block of the directory is at the other of its two places. */
	fs->dir.ref[0].block = be32_get(fs->label.dir_block) == EDF_DIR_A ? EDF_DIR_B : EDF_DIR_A;
	for (uint32_t i = 1; !rc && i < nr; i++) {
		if (fs->dir_state[i] != STATE_DIRTY)
			continue;
		rc = block_move(fs, &fs->dir.ref[i]);
		if (!rc)
			fs->dir_state[i] |= STATE_MOVED;
	}
	fs->dir.nr_blocks = fs->dir.nr;
	return rc ? rc : pointers_move(fs, &fs->dir, &fs->dir_pointers_moved);
}

/* Places the changed blocks of the map. As this changes the map, it goes on until all have one. */
static int map_blocks_place(struct edf *fs)
{
	bool again = true;
	int rc = 0;

	while (!rc && again) {
		again = false;
		for (uint32_t i = 0; !rc && i < fs->map_tree.nr; i++) {
			if (fs->map_state[i] != STATE_DIRTY)
				continue;
			fs->map_state[i] |= STATE_MOVED;
			rc = block_move(fs, &fs->map_tree.ref[i]);
			if (rc)
				fs->map_state[i] = STATE_DIRTY;
			again = true;
		}
	}
	return rc;
}

static int map_place(struct edf *fs)
{
	int rc = map_blocks_place(fs);

	fs->map_tree.nr_blocks = fs->map_tree.nr;
	if (!rc)
		rc = pointers_move(fs, &fs->map_tree, &fs->map_pointers_moved);
	return rc ? rc : map_blocks_place(fs);
}

/* ---- Writing --------------------------------------------------------------------------------- */

static int directory_block_write(struct edf *fs, uint32_t i)
{
	uint32_t nr = MIN(per_block(fs), fs->nr_fst - i * per_block(fs));

	memset(fs->buf, 0, fs->block_size);
	memcpy(fs->buf, &fs->fst[i * per_block(fs)], nr * sizeof(*fs->fst));
	return fs->ops->write(fs->ctx, fs->dir.ref[i].block, 1, fs->buf);
}

/* Writes pointer blocks, and says in the entry where they are. */
static int entry_store(struct edf *fs, uint32_t index, const struct edf_tree *tree,
	uint32_t record_size, uint32_t nr_records)
{
	struct edf_fst *fst = &fs->fst[index];
	struct edf_time now;
	uint32_t origin;
	int rc = tree_store(fs, tree, PLAIN_PTR, &origin, &fst->levels);

	if (rc)
		return rc;
	fs->ops->now(fs->ctx, &now);
	fst_set_date(fst, &now);
	fst->origin = be32(origin);
	fst->lrecl = be32(record_size);
	fst->nr_records = be32(nr_records);
	fst->nr_blocks = be32(tree->nr);
	return 0;
}

/* Makes the directory in its new place count. */
static int label_switch(struct edf *fs)
{
	struct edf_label label = fs->label;
	be64_t generation = be64(be64_get(label.generation) + 1);
	int rc;

	label.dir_block = be32(fs->dir.ref[0].block);
	label.blocks_used = be32(fs->nr_used);
	label.generation = generation;
	rc = edf_label_write(fs, &label);
	if (!rc) {
		fs->label = label;
		return 0;
	}
	/* It failed, but which one is there now? Who does not know must not write any more. */
	if (edf_label_read(fs))
		fs->read_only = true;
	return be64_get(fs->label.generation) == be64_get(generation) ? 0 : rc;
}

static int all_write(struct edf *fs)
{
	int rc;

	rc = entry_store(fs, FST_MAP, &fs->map_tree, fs->block_size, fs->map_tree.nr);
	if (!rc)
		rc = entry_store(fs, FST_DIR, &fs->dir, sizeof(struct edf_fst), fs->nr_fst);
	for (uint32_t i = 0; !rc && i < fs->map_tree.nr; i++) {
		if (!fs->map_state[i])
			continue;
		map_block_put(fs, fs->map, i);
		rc = fs->ops->write(fs->ctx, fs->map_tree.ref[i].block, 1, fs->buf);
	}
	for (uint32_t i = fs->dir.nr; !rc && i-- > 0;) {
		if (i == 0 || fs->dir_state[i])
			rc = directory_block_write(fs, i);
	}
	return rc ? rc : label_switch(fs);
}

int edf_commit(struct edf *fs)
{
	int rc;

	if (fs->read_only)
		return -E_PERM;
	if (!fs->is_changed)
		return 0;
	rc = directory_place(fs);
	if (!rc)
		rc = map_place(fs);
	if (!rc)
		rc = all_write(fs);
	if (rc)
		return rc;
	memset(fs->dir_state, 0, fs->dir_state_room);
	fs->nr_dir_changed = 0;
	memset(fs->map_state, 0, fs->map_tree.nr);
	fs->dir_pointers_moved = fs->map_pointers_moved = false;
	fs->is_changed = false;
	busy_rebuild(fs);
	return 0;
}
