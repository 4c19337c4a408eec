// SPDX-License-Identifier: Apache-2.0
/* The label of a disk. Whether it counts decides one write of one block. */
#include "edf/private.h"

int edf_label_check(const struct edf_label *label, uint32_t *block_size)
{
	uint32_t size = be32_get(label->block_size), dir = be32_get(label->dir_block);

	if (be32_get(label->id) != EDF_LABEL_ID || size < EDF_BLOCK_MIN || size > EDF_BLOCK_MAX ||
		(size & (size - 1)) != 0)
		return -E_FORMAT;
	if ((dir != EDF_DIR_A && dir != EDF_DIR_B) ||
		be32_get(label->fst_size) != sizeof(struct edf_fst) ||
		be32_get(label->fst_per_block) != size / sizeof(struct edf_fst))
		return -E_FORMAT;
	*block_size = size;
	return 0;
}

static uint32_t label_block(const struct edf *fs)
{
	return fs->is_fba ? EDF_FBA_LABEL_AT / fs->block_size + 1 : EDF_LABEL_BLOCK;
}

static struct edf_label *label_in_buf(const struct edf *fs)
{
	return (void *)(fs->buf + (fs->is_fba ? EDF_FBA_LABEL_AT % fs->block_size : 0));
}

int edf_label_read(struct edf *fs)
{
	int rc = fs->ops->read(fs->ctx, label_block(fs), 1, fs->buf);

	if (!rc)
		fs->label = *label_in_buf(fs);
	return rc;
}

int edf_label_write(struct edf *fs, const struct edf_label *label)
{
	/* What else is in the block stays. */
	int rc = fs->ops->read(fs->ctx, label_block(fs), 1, fs->buf);

	if (rc)
		return rc;
	*label_in_buf(fs) = *label;
	return fs->ops->write(fs->ctx, label_block(fs), 1, fs->buf);
}

int edf_is_stale(struct edf *fs)
{
	int rc = fs->ops->read(fs->ctx, label_block(fs), 1, fs->buf);

	return rc ? rc : memcmp(label_in_buf(fs), &fs->label, sizeof(fs->label)) != 0;
}

int edf_set_volid(struct edf *fs, const ebc8_t volid[6])
{
	if (fs->read_only)
		return -E_PERM;
	memcpy(fs->label.volid, volid, sizeof(fs->label.volid));
	fs->is_changed = true;
	return 0;
}
