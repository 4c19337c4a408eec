// SPDX-License-Identifier: Apache-2.0
/* Mounting a disk: label, directory and allocation map are read and checked. */
#include "edf/private.h"

const struct edf_name edf_dir_name = {
	{0, 0, 0, 1}, {0xc4, 0xc9, 0xd9, 0xc5, 0xc3, 0xe3, 0xd6, 0xd9}}; /* DIRECTOR */
const struct edf_name edf_map_name = {
	{0, 0, 0, 2}, {0xc1, 0xd3, 0xd3, 0xd6, 0xc3, 0xd4, 0xc1, 0xd7}}; /* ALLOCMAP */

static uint32_t per_block(const struct edf *fs)
{
	return fs->block_size / sizeof(struct edf_fst);
}

int buffer_make(struct edf *fs)
{
	uint32_t room = 0;

	return room_make(fs, (void **)&fs->buf, &room, fs->block_size, 1);
}

int maps_make(struct edf *fs)
{
	uint32_t room[3] = {};
	int rc;

	rc = room_make(fs, (void **)&fs->map, &room[0], map_len(fs), 1);
	if (!rc)
		rc = room_make(fs, (void **)&fs->busy, &room[1], map_len(fs), 1);
	if (!rc)
		rc = room_make(fs, (void **)&fs->map_state, &room[2], map_nr_blocks(fs), 1);
	return rc;
}

void edf_unmount(struct edf *fs)
{
	if (!fs->ops)
		return;
	while (!list_is_empty(&fs->open))
		edf_abandon(LIST_ENTRY(fs->open.next, struct edf_file, node));
	room_free(fs, fs->buf, fs->block_size, 1);
	room_free(fs, fs->map, map_len(fs), 1);
	room_free(fs, fs->busy, map_len(fs), 1);
	room_free(fs, fs->map_state, map_nr_blocks(fs), 1);
	room_free(fs, fs->dir_state, fs->dir_state_room, 1);
	room_free(fs, fs->fst, fs->fst_room, sizeof(*fs->fst));
	room_free(fs, fs->slot, fs->nr_slots, sizeof(*fs->slot));
	tree_free(fs, &fs->dir);
	tree_free(fs, &fs->map_tree);
	memset(fs, 0, sizeof(*fs));
}

/* ---- The directory --------------------------------------------------------------------------- */

/* Reads the entries of all blocks of the directory; those that are not in use are left out. */
static int entries_read(struct edf *fs, uint32_t nr)
{
	int rc = 0;

	for (uint32_t i = 0; !rc && i < fs->dir.nr; i++) {
		const struct edf_fst *entry = (const void *)fs->buf;

		rc = fs->ops->read(fs->ctx, fs->dir.ref[i].block, 1, fs->buf);
		for (uint32_t j = 0; !rc && j < per_block(fs) && i * per_block(fs) + j < nr; j++) {
			if (be64_get(*(const be64_t *)&entry[j].name) == 0) {
				fs->is_changed = true; /* what follows moves up */
				continue;
			}
			rc = dir_room(fs);
			if (rc)
				break;
			if (fs->is_changed)
				entry_changed(fs, fs->nr_fst);
			fs->fst[fs->nr_fst++] = entry[j];
		}
	}
	return rc;
}

static int directory_read(struct edf *fs)
{
	uint32_t origin = be32_get(fs->label.dir_block), nr, total = fs->nr_blocks;
	const struct edf_fst *own = (const void *)fs->buf; /* until the next read */
	uint32_t levels;
	int rc;

	rc = fs->ops->read(fs->ctx, origin, 1, fs->buf);
	if (rc)
		return rc;
	nr = be32_get(own->nr_records);
	levels = own->levels;
	if (memcmp(&own[0].name, &edf_dir_name, sizeof(edf_dir_name)) != 0 ||
		memcmp(&own[1].name, &edf_map_name, sizeof(edf_map_name)) != 0 || nr < FST_FILES ||
		(nr - 1) / per_block(fs) >= total)
		return -E_FORMAT;
	if (levels)
		rc = tree_load(fs, &fs->dir, be32_get(own->origin), levels, PLAIN_PTR,
			(nr - 1) / per_block(fs) + 1);
	else
		rc = nr > per_block(fs) ? -E_FORMAT : tree_extend(fs, &fs->dir, 1);
	if (rc)
		return rc;
	if (!levels)
		fs->dir.ref[0].block = origin;
	if (fs->dir.ref[0].block != origin)
		return -E_FORMAT;
	for (uint32_t i = 1; i < fs->dir.nr; i++) {
		if (!block_is_valid(fs, fs->dir.ref[i].block))
			return -E_FORMAT;
	}
	rc = entries_read(fs, nr);
	return rc ? rc : dir_index(fs);
}

/* ---- The allocation map ---------------------------------------------------------------------- */

static bool tree_is_allocated(const struct edf *fs, const struct edf_tree *tree, uint32_t from)
{
	for (uint32_t i = from; i < tree->nr; i++) {
		if (!block_is_valid(fs, tree->ref[i].block) ||
			!bit_is_set(fs->map, tree->ref[i].block))
			return false;
	}
	for (uint32_t i = 0; i < tree->nr_pointers; i++) {
		if (!bit_is_set(fs->map, tree->pointer[i]))
			return false;
	}
	return true;
}

static int map_read(struct edf *fs)
{
	const struct edf_fst *own = &fs->fst[FST_MAP];
	int rc;

	rc = tree_load(fs, &fs->map_tree, be32_get(own->origin), own->levels, PLAIN_PTR,
		map_nr_blocks(fs));
	for (uint32_t i = 0; !rc && i < fs->map_tree.nr; i++) {
		if (!block_is_valid(fs, fs->map_tree.ref[i].block))
			return -E_FORMAT;
		rc = fs->ops->read(fs->ctx, fs->map_tree.ref[i].block, 1, fs->buf);
		if (!rc)
			map_block_get(fs, fs->map, i);
	}
	if (rc)
		return rc;
	fs->nr_used = bits_count(fs->map, fs->nr_blocks);
	/* A map that shows what is in use as free must not be written by. */
	for (uint32_t block = 1; block < EDF_FIRST_BLOCK; block++) {
		if (!bit_is_set(fs->map, block))
			return -E_FORMAT;
	}
	if (fs->nr_used != be32_get(fs->label.blocks_used) ||
		!tree_is_allocated(fs, &fs->map_tree, 0) || !tree_is_allocated(fs, &fs->dir, 1))
		return -E_FORMAT;
	busy_rebuild(fs);
	return 0;
}

/* Two entries with the same name, or one for a file that is none. */
static bool entries_are_good(const struct edf *fs)
{
	for (uint32_t i = FST_FILES; i < fs->nr_fst; i++) {
		uint32_t nr;

		if (dir_lookup(fs, &fs->fst[i].name) != i || !fst_nr_refs(fs, &fs->fst[i], &nr))
			return false;
	}
	return true;
}

static int label_load(struct edf *fs, uint32_t nr_blocks)
{
	uint32_t size, total;
	int rc = edf_label_read(fs);

	if (rc)
		return rc;
	total = be32_get(fs->label.blocks_total);
	if (edf_label_check(&fs->label, &size) || size != fs->block_size ||
		total < EDF_BLOCKS_MIN || total > nr_blocks || total > INT32_MAX ||
		be32_get(fs->label.blocks_used) > total)
		return -E_FORMAT;
	fs->nr_blocks = total;
	return 0;
}

int edf_mount(struct edf *fs, const struct edf_ops *ops, void *ctx, uint32_t block_size,
	uint32_t nr_blocks, bool is_fba, enum edf_access access)
{
	int rc;

	memset(fs, 0, sizeof(*fs));
	if (nr_blocks < EDF_BLOCKS_MIN || block_size < EDF_BLOCK_MIN || block_size > EDF_BLOCK_MAX)
		return -E_FORMAT;
	fs->ops = ops;
	fs->ctx = ctx;
	fs->block_size = block_size;
	fs->nr_blocks = EDF_BLOCKS_MIN; /* so many can be read for the label */
	fs->is_fba = is_fba;
	fs->read_only = access == EDF_READ_ONLY;
	list_init(&fs->open);
	rc = buffer_make(fs);
	if (!rc)
		rc = label_load(fs, nr_blocks);
	if (!rc)
		rc = directory_read(fs);
	if (!rc && !fs->read_only) {
		rc = maps_make(fs);
		if (!rc)
			rc = map_read(fs);
		if (!rc && !entries_are_good(fs))
			rc = -E_FORMAT;
	}
	if (rc)
		edf_unmount(fs);
	return rc;
}
