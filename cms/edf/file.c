// SPDX-License-Identifier: Apache-2.0
/* Opening and closing files. A file that is written has its own blocks until it is closed. */
#include "edf/private.h"

bool fst_nr_refs(const struct edf *fs, const struct edf_fst *fst, uint32_t *nr)
{
	uint32_t records = be32_get(fst->nr_records), lrecl = be32_get(fst->lrecl);
	uint64_t blocks;

	if (records > INT32_MAX || lrecl > EDF_LRECL_MAX || (records && !lrecl))
		return false;
	if (fst->recfm == EDF_FIXED)
		blocks = ((uint64_t)records * lrecl + fs->block_size - 1) / fs->block_size;
	else if (fst->recfm == EDF_VARIABLE)
		blocks = be32_get(fst->nr_blocks);
	else
		return false;
	if (blocks > REFS_MAX || (blocks == 0) != (records == 0))
		return false;
	*nr = (uint32_t)blocks;
	return true;
}

/* Are all blocks on the disk, and, where the map is known, in use? */
static bool tree_is_good(const struct edf *fs, const struct edf_tree *tree)
{
	for (uint32_t i = 0; i < tree->nr; i++) {
		uint32_t block = tree->ref[i].block;

		if (block && (!block_is_valid(fs, block) ||
				     (!fs->read_only && !bit_is_set(fs->map, block))))
			return false;
	}
	for (uint32_t i = 0; !fs->read_only && i < tree->nr_pointers; i++) {
		if (!bit_is_set(fs->map, tree->pointer[i]))
			return false;
	}
	return true;
}

int file_tree_load(struct edf *fs, const struct edf_fst *fst, struct edf_tree *tree)
{
	uint32_t pointer_size =
		fst->recfm == EDF_FIXED ? PLAIN_PTR : (uint32_t)sizeof(struct edf_vptr);
	uint32_t nr;
	int rc;

	if (!fst_nr_refs(fs, fst, &nr))
		return -E_FORMAT;
	rc = tree_load(fs, tree, be32_get(fst->origin), fst->levels, pointer_size, nr);
	if (!rc && !tree_is_good(fs, tree))
		rc = -E_FORMAT;
	if (!rc && nr && fst->levels == 0)
		tree->ref[0].record = be32_get(fst->nr_records);
	return rc;
}

/* ---- Opening --------------------------------------------------------------------------------- */

static int file_begin(struct edf *fs, struct edf_file *file)
{
	uint32_t room = MIN(BUFFER_SIZE / fs->block_size, BUFFER_MOST);

	file->fs = fs;
	file->next_read = file->next_write = 1;
	list_init(&file->node);
	if (room_make(fs, (void **)&file->buf, &file->buf_room, room, fs->block_size) == 0)
		return 0;
	return room_make(fs, (void **)&file->buf, &file->buf_room, 1, fs->block_size);
}

static void file_free(struct edf_file *file)
{
	struct edf *fs = file->fs;

	list_del(&file->node);
	tree_free(fs, &file->tree);
	room_free(fs, file->old, file->nr_old, sizeof(*file->old));
	room_free(fs, file->old_pointer, file->old_pointer_room, sizeof(*file->old_pointer));
	room_free(fs, file->buf, file->buf_room, fs->block_size);
	memset(file, 0, sizeof(*file));
}

static int file_load(struct edf *fs, struct edf_file *file, const struct edf_name *name)
{
	const struct edf_fst *fst = edf_find(fs, name);
	int rc;

	memset(file, 0, sizeof(*file));
	if (!fst)
		return -E_NOENT;
	file->fst = *fst;
	rc = file_begin(fs, file);
	if (!rc)
		rc = file_tree_load(fs, fst, &file->tree);
	if (rc)
		file_free(file);
	else
		list_add_tail(&fs->open, &file->node);
	return rc;
}

int edf_open(struct edf *fs, struct edf_file *file, const struct edf_name *name)
{
	return file_load(fs, file, name);
}

/* Remembers the blocks that the directory knows, as they must stay as they are. */
static int old_keep(struct edf_file *file)
{
	int rc = room_make(
		file->fs, (void **)&file->old, &file->nr_old, file->tree.nr, sizeof(*file->old));

	if (rc)
		return rc;
	for (uint32_t i = 0; i < file->nr_old; i++)
		file->old[i] = file->tree.ref[i].block;
	file->old_pointer = file->tree.pointer;
	file->nr_old_pointers = file->tree.nr_pointers;
	file->old_pointer_room = file->tree.pointer_room;
	file->tree.pointer = NULL;
	file->tree.nr_pointers = file->tree.pointer_room = 0;
	return 0;
}

int edf_open_write(struct edf *fs, struct edf_file *file, const struct edf_name *name)
{
	int rc;

	memset(file, 0, sizeof(*file));
	if (fs->read_only)
		return -E_PERM;
	if (writer_of(fs, name))
		return -E_BUSY;
	rc = file_load(fs, file, name);
	if (rc)
		return rc;
	rc = record_find_end(file);
	if (!rc)
		rc = in_place_begin(file);
	if (!rc)
		rc = old_keep(file);
	if (rc) {
		file_free(file);
		return rc;
	}
	file->is_writing = true;
	file->fst.pointer_size = file->fst.recfm == EDF_FIXED ? PLAIN_PTR : sizeof(struct edf_vptr);
	file->next_write = be32_get(file->fst.nr_records) + 1;
	return 0;
}

int edf_create(struct edf *fs, struct edf_file *file, const struct edf_name *name,
	const ebc8_t fm[2], ebc8_t recfm, uint32_t lrecl)
{
	int rc;

	memset(file, 0, sizeof(*file));
	if (fs->read_only)
		return -E_PERM;
	if ((recfm != EDF_FIXED && recfm != EDF_VARIABLE) ||
		(recfm == EDF_FIXED && (lrecl < 1 || lrecl > EDF_LRECL_MAX)) || name->fn[0] == 0)
		return -E_INVAL;
	if (dir_lookup(fs, name))
		return -E_EXIST;
	if (writer_of(fs, name))
		return -E_BUSY;
	rc = file_begin(fs, file);
	if (rc)
		return rc;
	file->fst = (struct edf_fst){.name = *name,
		.recfm = recfm,
		.lrecl = be32(recfm == EDF_FIXED ? lrecl : 0),
		.pointer_size = recfm == EDF_FIXED ? PLAIN_PTR : sizeof(struct edf_vptr)};
	memcpy(file->fst.fm, fm, sizeof(file->fst.fm));
	file->is_writing = file->is_new = true;
	list_add_tail(&fs->open, &file->node);
	return 0;
}

/* ---- Closing --------------------------------------------------------------------------------- */

static uint32_t old_block(const struct edf_file *file, uint32_t i)
{
	return i < file->nr_old ? file->old[i] : 0;
}

/* Has the file the blocks that the directory knows? */
static bool has_old_blocks(const struct edf_file *file)
{
	const struct edf_tree *tree = &file->tree;
	uint32_t i = 0;

	while (i < tree->nr && i < file->nr_old && tree->ref[i].block == file->old[i])
		i++;
	return i == tree->nr && i == file->nr_old;
}

/* The blocks that the file has now take the place of those that the directory knows. */
static void map_update(struct edf_file *file)
{
	const struct edf_tree *tree = &file->tree;
	struct edf *fs = file->fs;

	if (file->nr_old && file->old[0] == be32_get(fs->label.reserved_offset) + 1)
		fs->label.reserved_offset = be32(0);
	for (uint32_t i = 0; i < file->nr_old; i++) {
		if (file->old[i] && (i >= tree->nr || tree->ref[i].block != file->old[i]))
			map_clear(fs, file->old[i]);
	}
	for (uint32_t i = 0; i < file->nr_old_pointers; i++)
		map_clear(fs, file->old_pointer[i]);
	for (uint32_t i = 0; i < tree->nr; i++) {
		if (tree->ref[i].block && tree->ref[i].block != old_block(file, i))
			map_set(fs, tree->ref[i].block);
	}
	for (uint32_t i = 0; i < tree->nr_pointers; i++)
		map_set(fs, tree->pointer[i]);
}

/* Writes the pointers, and what is in the map from now on. */
static int tree_replace(struct edf_file *file)
{
	struct edf_tree *tree = &file->tree;
	struct edf_fst *fst = &file->fst;
	struct edf *fs = file->fs;
	uint32_t origin;
	int rc;

	rc = dir_reserve(fs);
	if (!rc && fs->nr_blocks - fs->nr_busy + tree->nr_pointers <
			   tree_pointers(fs, tree, fst->pointer_size) + commit_need(fs) + 2)
		rc = -E_FULL;
	if (!rc)
		rc = tree_place(fs, tree, fst->pointer_size, ALLOC_META);
	if (!rc)
		rc = tree_store(fs, tree, fst->pointer_size, &origin, &fst->levels);
	if (rc)
		return rc;
	fst->origin = be32(origin);
	fst->nr_blocks = be32(fst->recfm == EDF_FIXED ? tree->nr_blocks : tree->nr);
	map_update(file);
	return 0;
}

static int file_store(struct edf_file *file, const struct edf_time *date)
{
	struct edf *fs = file->fs;
	struct edf_time now;
	int rc = stream_flush(file);

	if (!rc && (file->is_new || !has_old_blocks(file)))
		rc = tree_replace(file);
	if (rc)
		return rc;
	if (!date) {
		fs->ops->now(fs->ctx, &now);
		date = &now;
	}
	fst_set_date(&file->fst, date);
	dir_put(fs, &file->fst);
	return 0;
}

int edf_close(struct edf_file *file, const struct edf_time *date)
{
	int rc = 0;

	if (file->is_new || (file->is_writing && (file->is_changed || date)))
		rc = file_store(file, date);
	if (!rc)
		file_free(file);
	return rc;
}

void edf_abandon(struct edf_file *file)
{
	struct edf *fs = file->fs;

	if (!fs)
		return;
	for (uint32_t i = 0; file->is_writing && i < file->tree.nr; i++) {
		if (file->tree.ref[i].block != old_block(file, i))
			block_release(fs, file->tree.ref[i].block);
	}
	for (uint32_t i = 0; file->is_writing && i < file->tree.nr_pointers; i++)
		block_release(fs, file->tree.pointer[i]);
	file_free(file);
}
