// SPDX-License-Identifier: Apache-2.0
/* A 9336's blocks in larger ones. */
#include "logic/fba/blocks.h"

#include "lib/err.h"

static uint64_t nr_blocks(void *ctx, uint32_t size)
{
	const struct fba_blocks *blocks = ctx;

	return blocks->nr_blocks / (size / FBA_BLOCK_SIZE);
}

static void let_go(struct fba_blocks *blocks)
{
	if (blocks->has_page)
		blocks->store->done(blocks->store_ctx);
	blocks->has_page = false;
}

static uint8_t *place_of(struct fba_blocks *blocks, uint32_t size, uint64_t block, bool make)
{
	uint32_t per_page = PAGE_SIZE / size;
	uint8_t *page;

	let_go(blocks);
	page = blocks->store->page(blocks->store_ctx, (uint32_t)(block / per_page), make);
	blocks->has_page = page;
	return page ? page + block % per_page * size : NULL;
}

static int read(void *ctx, uint32_t size, uint64_t block, const uint8_t **data, bool *is_common)
{
	static const uint8_t zeros[PAGE_SIZE];
	const uint8_t *place = place_of(ctx, size, block, false);

	*data = place ? place : zeros;
	*is_common = false; /* it is written to where it lies */
	return 0;
}

static int write_begin(void *ctx, uint32_t size, uint64_t block, uint8_t **data)
{
	*data = place_of(ctx, size, block, true);
	return *data ? 0 : -E_NOMEM;
}

static int write_end(void *ctx, uint32_t size, uint64_t block, uint8_t *data, bool is_good)
{
	(void)size, (void)block, (void)data, (void)is_good;
	let_go(ctx);
	return 0;
}

static int flush(void *ctx)
{
	let_go(ctx);
	return 0;
}

const struct block_disk_ops fba_block_ops = {nr_blocks, read, write_begin, write_end, flush};
