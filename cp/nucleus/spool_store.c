// SPDX-License-Identifier: Apache-2.0
/*
 * Spool blocks in CP's storage: a block is a frame, and its number that frame's. The spool gets at
 * most half of the storage, so that guests always find some.
 */
#include "lib/err.h"
#include "mach/frame.h"
#include "nucleus/spool.h"

static uint32_t nr_blocks; /* spool lock */

static uint32_t max_blocks(void)
{
	return (uint32_t)(frame_storage_size() / PAGE_SIZE / 2);
}

/* NULL when there is no such block. */
static void *block_addr(spblk_t block)
{
	habs_t addr = (habs_t)block << PAGE_SHIFT;

	if (!block || addr >= frame_storage_size() || frame_of(addr)->use != FRAME_SPOOL)
		return NULL;
	return (void *)addr;
}

static int block_alloc(void *ctx, struct spfile *file, spblk_t *block)
{
	habs_t addr;

	(void)ctx;
	(void)file;
	if (nr_blocks >= max_blocks())
		return -E_FULL;
	addr = frame_alloc(FRAME_SPOOL);
	if (!addr)
		return -E_FULL;
	nr_blocks++;
	*block = (spblk_t)(addr >> PAGE_SHIFT);
	return 0;
}

static void block_release(void *ctx, spblk_t block)
{
	(void)ctx;
	if (!block_addr(block))
		return;
	nr_blocks--;
	frame_free((habs_t)block << PAGE_SHIFT);
}

static void *block_map(void *ctx, spblk_t block)
{
	(void)ctx;
	return block_addr(block);
}

static void block_unmap(void *ctx, spblk_t block, bool changed)
{
	(void)ctx;
	(void)block;
	(void)changed;
}

const struct spool_store_ops spool_storage_ops = {
	.alloc = block_alloc,
	.release = block_release,
	.map = block_map,
	.unmap = block_unmap,
};

void spool_count_storage(uint32_t *nr, uint32_t *max)
{
	*nr = nr_blocks;
	*max = max_blocks();
}

/* ---- Which store ----------------------------------------------------------------------------- */

/* Before the start and after the end nothing can be spooled. */
static int no_alloc(void *ctx, struct spfile *file, spblk_t *block)
{
	(void)ctx;
	(void)file;
	(void)block;
	return -E_FULL;
}

static const struct spool_store_ops closed_ops = {
	.alloc = no_alloc,
	.release = block_release,
	.map = block_map,
	.unmap = block_unmap,
};

struct spool_store spool_store = {.ops = &closed_ops};

static bool is_on_disk; /* spool lock */

void spool_use_store(const struct spool_store_ops *ops, bool on_disk)
{
	spool_store.ops = ops ? ops : &closed_ops;
	is_on_disk = on_disk;
}

bool spool_is_on_disk(void)
{
	return is_on_disk;
}

void spool_count(uint32_t *nr, uint32_t *max)
{
	if (is_on_disk)
		spool_count_disk(nr, max);
	else
		spool_count_storage(nr, max);
}
