// SPDX-License-Identifier: Apache-2.0
/* A 3390's tracks as blocks of equal size. */
#include "logic/eckd/blocks.h"

#include "lib/err.h"

static uint32_t per_track(uint32_t size)
{
	const struct ckd_count count = {.data_len = be16((uint16_t)size)};

	return CKD_3390_CELLS / ckd_record_cells(&count);
}

static uint64_t nr_blocks(void *ctx, uint32_t size)
{
	const struct eckd_blocks *blocks = ctx;

	return (uint64_t)blocks->nr_tracks * per_track(size);
}

static void unpin(struct eckd_blocks *blocks)
{
	if (blocks->pin)
		blocks->store->put(blocks->store_ctx, blocks->pin);
	blocks->pin = NULL;
}

/* Finds the block's record: its number on the track that is then held. */
static int find(struct eckd_blocks *blocks, uint32_t size, uint64_t block, unsigned *nr)
{
	uint32_t track = (uint32_t)(block / per_track(size));
	uint8_t rec = (uint8_t)(block % per_track(size) + 1);
	const struct ckd_record *record;
	int rc;

	if (blocks->pin && blocks->track != track)
		unpin(blocks);
	if (!blocks->pin) {
		rc = blocks->store->get(blocks->store_ctx, track, &blocks->pin);
		if (rc) {
			blocks->pin = NULL;
			return rc;
		}
		blocks->track = track;
	}
	if (rec > blocks->pin->nr_records)
		return -E_FORMAT;
	record = &blocks->pin->record[rec - 1];
	if (record->count.rec != rec || record->count.key_len ||
		be16_get(record->count.data_len) != size)
		return -E_FORMAT;
	*nr = rec;
	return 0;
}

static int read(void *ctx, uint32_t size, uint64_t block, const uint8_t **data, bool *is_common)
{
	struct eckd_blocks *blocks = ctx;
	unsigned nr;
	int rc = find(blocks, size, block, &nr);

	if (!rc) {
		*data = blocks->pin->record[nr - 1].data;
		*is_common = blocks->pin->is_common;
	}
	return rc;
}

static int write_begin(void *ctx, uint32_t size, uint64_t block, uint8_t **data)
{
	struct eckd_blocks *blocks = ctx;
	unsigned nr;
	int rc = find(blocks, size, block, &nr);

	if (rc)
		return rc;
	*data = blocks->store->alloc(blocks->store_ctx, size);
	return *data ? 0 : -E_NOMEM;
}

static int write_end(void *ctx, uint32_t size, uint64_t block, uint8_t *data, bool is_good)
{
	struct eckd_blocks *blocks = ctx;
	struct ckd_count count;
	unsigned nr;
	int rc = is_good ? find(blocks, size, block, &nr) : 0;

	if (!rc && is_good) {
		count = blocks->pin->record[nr - 1].count;
		unpin(blocks);
		rc = blocks->store->update(blocks->store_ctx, blocks->track, nr, &count, data);
	}
	if (rc || !is_good)
		blocks->store->free(blocks->store_ctx, data, size);
	else
		blocks->is_dirty = true;
	return rc;
}

static int flush(void *ctx)
{
	struct eckd_blocks *blocks = ctx;
	int rc;

	unpin(blocks);
	if (!blocks->is_dirty)
		return 0;
	rc = blocks->store->flush(blocks->store_ctx);
	if (rc != -E_AGAIN)
		blocks->is_dirty = false;
	return rc;
}

const struct block_disk_ops eckd_block_ops = {nr_blocks, read, write_begin, write_end, flush};
