// SPDX-License-Identifier: Apache-2.0
/* A spool file as a row of bytes. */
#include "logic/nss/stream.h"
#include "lib/err.h"
#include "lib/string.h"

/* The block of the last page, or of a new one when that is full. */
static int last_block(struct spstream *stream, spblk_t *block)
{
	struct spfile *file = stream->file;
	int rc;

	if (file->nr_blocks && file->used < SPLINK_DATA_BYTES)
		return spfile_block(file, stream->store, file->nr_blocks - 1, block);
	rc = spfile_add_block(file, stream->store, stream->charge, block);
	if (!rc)
		file->used = 0;
	return rc;
}

int spstream_write(struct spstream *stream, const void *data, size_t len)
{
	const uint8_t *from = data;

	while (len) {
		struct spfile *file = stream->file;
		struct splink *page;
		spblk_t block;
		size_t part;
		int rc = last_block(stream, &block);

		if (rc)
			return rc;
		page = spool_map(stream->store, block);
		if (!page)
			return -E_IO;
		part = MIN(len, (size_t)(SPLINK_DATA_BYTES - file->used));
		memcpy(page->data + file->used, from, part);
		spool_unmap(stream->store, block, true);
		file->used = (uint16_t)(file->used + part);
		from += part;
		len -= part;
	}
	return 0;
}

int spstream_read(struct spstream *stream, void *data, size_t len, size_t *done)
{
	const struct spfile *file = stream->file;

	while (*done < len) {
		uint32_t end = stream->page + 1 < file->nr_blocks ? SPLINK_DATA_BYTES : file->used;
		const struct splink *page;
		spblk_t block;
		size_t part;
		int rc;

		if (stream->page >= file->nr_blocks ||
			(stream->at >= end && end < SPLINK_DATA_BYTES))
			return -E_FORMAT;
		if (stream->at >= end) {
			stream->page++;
			stream->at = 0;
			continue;
		}
		rc = spfile_block(file, stream->store, stream->page, &block);
		page = rc ? NULL : spool_map(stream->store, block);
		if (!page)
			return rc ? (rc == -E_NOENT ? -E_FORMAT : rc) : spool_why(stream->store);
		part = MIN(len - *done, (size_t)(end - stream->at));
		memcpy((uint8_t *)data + *done, page->data + stream->at, part);
		spool_unmap(stream->store, block, false);
		stream->at += (uint32_t)part;
		*done += part;
	}
	return 0;
}
