// SPDX-License-Identifier: Apache-2.0
/*
 * A new file system: the state in storage of an empty disk on which nothing was committed yet, and
 * its first commit.
 */
#include "edf/private.h"

static void label_make(struct edf *fs, const struct edf_geometry *geometry)
{
	struct edf_label *label = &fs->label;
	uint32_t cyls = geometry->nr_cyls ? geometry->nr_cyls : geometry->nr_blocks;
	struct edf_time now;

	fs->ops->now(fs->ctx, &now);
	memset(label, 0, sizeof(*label));
	label->id = be32(EDF_LABEL_ID);
	memcpy(label->volid, geometry->volid, sizeof(label->volid));
	label->block_size = be32(fs->block_size);
	label->dir_block = be32(EDF_DIR_B); /* the first commit takes the other */
	label->cyls_formatted = label->cyls_max = be32(cyls);
	label->blocks_total = be32(fs->nr_blocks);
	label->fst_size = be32(sizeof(struct edf_fst));
	label->fst_per_block = be32(fs->block_size / sizeof(struct edf_fst));
	memcpy(label->created, now.digits, sizeof(now.digits));
	label->flags = now.is_20xx ? EDF_LABEL_CENTURY : 0;
}

/* The state in storage of an empty disk that was never committed. */
static int disk_make(struct edf *fs)
{
	const struct edf_fst fst = {.fm = {0xc1, 0xf0}, /* A0 */
		.recfm = EDF_FIXED,
		.pointer_size = PLAIN_PTR};
	int rc;

	for (uint32_t i = 0; i < FST_FILES; i++) {
		rc = dir_room(fs);
		if (rc)
			return rc;
		fs->fst[fs->nr_fst] = fst;
		fs->fst[fs->nr_fst++].name = i == FST_DIR ? edf_dir_name : edf_map_name;
	}
	rc = tree_extend(fs, &fs->map_tree, map_nr_blocks(fs));
	if (!rc)
		rc = dir_index(fs);
	if (rc)
		return rc;
	for (uint32_t block = 1; block < EDF_FIRST_BLOCK; block++)
		map_set(fs, block);
	memset(fs->map_state, STATE_DIRTY, fs->map_tree.nr);
	busy_rebuild(fs);
	return 0;
}

int edf_format(const struct edf_ops *ops, void *ctx, const struct edf_geometry *geometry)
{
	uint32_t size = geometry->block_size;
	struct edf fs = {.ops = ops,
		.ctx = ctx,
		.block_size = size,
		.nr_blocks = geometry->nr_blocks,
		.is_fba = geometry->is_fba};
	int rc;

	if (size < EDF_BLOCK_MIN || size > EDF_BLOCK_MAX || (size & (size - 1)) != 0 ||
		geometry->nr_blocks < EDF_BLOCKS_MIN || geometry->nr_blocks > INT32_MAX)
		return -E_INVAL;
	list_init(&fs.open);
	rc = buffer_make(&fs);
	if (!rc)
		rc = maps_make(&fs);
	if (!rc) /* what was there is gone from the first write on */
		rc = edf_label_write(&fs, &fs.label);
	label_make(&fs, geometry);
	if (!rc)
		rc = disk_make(&fs);
	if (!rc)
		rc = edf_commit(&fs);
	edf_unmount(&fs);
	return rc;
}
