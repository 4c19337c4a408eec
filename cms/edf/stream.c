// SPDX-License-Identifier: Apache-2.0
/*
 * A file as a sequence of bytes. A run of its blocks is in the file's buffer, so that who reads or
 * writes one record after the other moves many blocks at once. A block that the directory knows is
 * never written to, but where a file is updated in place: its new content goes to another.
 */
#include "edf/private.h"

static bool block_is_own(const struct edf_file *file, uint32_t nr)
{
	uint32_t block = file->tree.ref[nr].block;

	return block && !(nr < file->nr_old && file->old[nr] == block);
}

/* How many blocks one after the other in the file, from nr on and below end, are so on the disk. */
static uint32_t run_length(const struct edf_file *file, uint32_t nr, uint32_t end)
{
	const struct edf_ref *ref = file->tree.ref;
	uint32_t len = 1;

	while (nr + len < end && ref[nr + len].block == ref[nr].block + len)
		len++;
	return len;
}

int stream_flush(struct edf_file *file)
{
	struct edf *fs = file->fs;

	for (uint32_t i = 0; i < file->buf_len; i++) {
		uint32_t nr = file->buf_nr + i, len = 0, most;
		int rc;

		while (i + len < file->buf_len && file->buf_dirty >> (i + len) & 1)
			len++;
		if (len == 0)
			continue;
		most = run_length(file, nr, nr + len);
		rc = fs->ops->write(fs->ctx, file->tree.ref[nr].block, most,
			file->buf + (size_t)i * fs->block_size);
		if (rc)
			return rc;
		file->buf_dirty &= ~(((1ull << most) - 1) << i);
		i += most - 1;
	}
	return 0;
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

/* Reads a block that is on the disk into an empty buffer, with those behind it if they are wanted.
 */
static int run_read(struct edf_file *file, uint32_t nr, bool is_in_order)
{
	uint32_t end = MIN(file->tree.nr, nr + (is_in_order ? file->buf_room : 1));
	uint32_t len = run_length(file, nr, end);
	int rc = file->fs->ops->read(file->fs->ctx, file->tree.ref[nr].block, len, file->buf);

	file->buf_len = rc ? 0 : len;
	return rc;
}

/* Gets a block of the file into the buffer. */
static int buffer_fill(struct edf_file *file, uint32_t nr)
{
	uint32_t end = file->buf_nr + file->buf_len, size = file->fs->block_size;
	bool is_zero = file->tree.ref[nr].block == 0;
	int rc;

	if (nr >= file->buf_nr && nr < end)
		return 0;
	if (!is_zero || nr != end || file->buf_len == file->buf_room) {
		rc = stream_flush(file);
		if (rc)
			return rc;
		file->buf_nr = nr;
		file->buf_len = 0;
	}
	if (!is_zero)
		return run_read(file, nr, nr == end);
	memset(file->buf + (size_t)file->buf_len * size, 0, size);
	file->buf_len++;
	return 0;
}

/* The bytes of a block that is in the buffer. */
static uint8_t *buffer_at(const struct edf_file *file, uint32_t nr)
{
	return file->buf + (size_t)(nr - file->buf_nr) * file->fs->block_size;
}

int stream_read(struct edf_file *file, uint64_t at, void *buf, uint32_t len)
{
	uint32_t size = file->fs->block_size;
	uint8_t *to = buf;

	if (at + len > (uint64_t)file->tree.nr * size)
		return -E_FORMAT;
	while (len > 0) {
		uint32_t offset = (uint32_t)(at % size), part = MIN(len, size - offset);
		uint32_t nr = (uint32_t)(at / size);
		int rc = buffer_fill(file, nr);

		if (rc)
			return rc;
		memcpy(to, buffer_at(file, nr) + offset, part);
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
			rc = buffer_fill(file, nr);
		if (!rc && (at + part > file->in_place_end || file->tree.ref[nr].block == 0))
			rc = block_make_own(file, nr);
		if (rc)
			return rc;
		if (from)
			memcpy(buffer_at(file, nr) + offset, from, part);
		else
			memset(buffer_at(file, nr) + offset, 0, part);
		file->buf_dirty |= 1u << (nr - file->buf_nr);
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

	file->in_place_end = MIN(file->in_place_end, len);
	/* What the buffer has of the blocks behind the end is forgotten. */
	if (file->buf_nr + file->buf_len > nr) {
		file->buf_len = nr > file->buf_nr ? nr - file->buf_nr : 0;
		file->buf_dirty &= (uint32_t)((1ull << file->buf_len) - 1);
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
