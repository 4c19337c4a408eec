// SPDX-License-Identifier: Apache-2.0
/*
 * A file as a sequence of bytes. One block of it is in the file's buffer. A block that the
 * directory knows is never written to: its new content goes to another.
 */
#include "edf/private.h"

static bool block_is_own(const struct edf_file *file, uint32_t nr)
{
	uint32_t block = file->tree.ref[nr].block;

	return block && !(nr < file->nr_old && file->old[nr] == block);
}

int stream_flush(struct edf_file *file)
{
	struct edf *fs = file->fs;
	int rc;

	if (!file->buf_is_dirty)
		return 0;
	rc = fs->ops->write(fs->ctx, file->tree.ref[file->buf_nr].block, 1, file->buf);
	if (!rc)
		file->buf_is_dirty = false;
	return rc;
}

/* Gives a block that is to be written a place: when the disk is full that is known now. */
static int block_make_own(struct edf_file *file, uint32_t nr)
{
	struct edf_ref *ref = &file->tree.ref[nr];
	bool is_added = ref->block == 0;
	uint32_t block;
	int rc;

	if (block_is_own(file, nr))
		return 0;
	file->tree.nr_blocks += is_added; /* room for a pointer to it is reserved, too */
	rc = block_alloc(file->fs, ALLOC_FILE, &block);
	if (rc)
		file->tree.nr_blocks -= is_added;
	else
		ref->block = block;
	return rc;
}

/* Gets a block of the file into the buffer; fresh: it will be written over as a whole. */
static int buffer_fill(struct edf_file *file, uint32_t nr, bool is_fresh)
{
	struct edf *fs = file->fs;
	uint32_t block = file->tree.ref[nr].block;
	int rc = 0;

	if (file->buf_nr == nr)
		return 0;
	rc = stream_flush(file);
	if (rc)
		return rc;
	file->buf_nr = NO_BLOCK;
	if (block == 0)
		memset(file->buf, 0, fs->block_size);
	else if (!is_fresh)
		rc = fs->ops->read(fs->ctx, block, 1, file->buf);
	if (!rc)
		file->buf_nr = nr;
	return rc;
}

int stream_read(struct edf_file *file, uint64_t at, void *buf, uint32_t len)
{
	uint32_t size = file->fs->block_size;
	uint8_t *to = buf;

	if (at + len > (uint64_t)file->tree.nr * size)
		return -E_FORMAT;
	while (len > 0) {
		uint32_t offset = (uint32_t)(at % size), part = MIN(len, size - offset);
		int rc = buffer_fill(file, (uint32_t)(at / size), false);

		if (rc)
			return rc;
		memcpy(to, file->buf + offset, part);
		to += part;
		at += part;
		len -= part;
	}
	return 0;
}

int stream_write(struct edf_file *file, uint64_t at, const void *buf, uint32_t len)
{
	uint32_t size = file->fs->block_size;
	const uint8_t *from = buf;

	if ((at + len - 1) / size >= REFS_MAX)
		return -E_FULL;
	while (len > 0) {
		uint32_t offset = (uint32_t)(at % size), part = MIN(len, size - offset);
		uint32_t nr = (uint32_t)(at / size);
		int rc = tree_extend(file->fs, &file->tree, nr + 1);

		if (!rc)
			rc = buffer_fill(file, nr, part == size);
		if (!rc)
			rc = block_make_own(file, nr);
		if (rc && part == size && !file->buf_is_dirty)
			file->buf_nr = NO_BLOCK; /* it may never have been read */
		if (rc)
			return rc;
		if (from)
			memcpy(file->buf + offset, from, part);
		else
			memset(file->buf + offset, 0, part);
		file->buf_is_dirty = true;
		from = from ? from + part : NULL;
		at += part;
		len -= part;
	}
	return 0;
}

int stream_truncate(struct edf_file *file, uint64_t len)
{
	uint32_t size = file->fs->block_size, nr = (uint32_t)((len + size - 1) / size);
	struct edf_tree *tree = &file->tree;
	int rc = 0;

	if (file->buf_nr != NO_BLOCK && file->buf_nr >= nr) {
		file->buf_nr = NO_BLOCK;
		file->buf_is_dirty = false;
	}
	/* What is behind the end of the last block is zeros: readers rely on it. */
	if (len % size && tree->ref[nr - 1].block)
		rc = stream_write(file, len, NULL, (uint32_t)(size - len % size));
	if (rc)
		return rc;
	while (tree->nr > nr) {
		tree->nr--;
		if (block_is_own(file, tree->nr))
			block_release(file->fs, tree->ref[tree->nr].block);
		tree->nr_blocks -= tree->ref[tree->nr].block != 0;
	}
	return 0;
}
