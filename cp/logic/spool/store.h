/* SPDX-License-Identifier: Apache-2.0 */
/* Where spool blocks live: CP storage or DASD; the spool logic reaches both through this. */
#ifndef LOGIC_SPOOL_STORE_H
#define LOGIC_SPOOL_STORE_H

#include "arch/types.h"
#include "lib/err.h"

#define SPOOL_BLOCK_BYTES 4096

struct spfile;

typedef uint32_t spblk_t; /* number of a 4 KB block of spool space; 0: none */

struct spool_store_ops {
	/* Finds a free block for the file, with any content. Returns 0 or -E_FULL. */
	int (*alloc)(void *ctx, struct spfile *file, spblk_t *block);
	/* Ignores a number that is not allocated: it may come from a damaged table. */
	void (*release)(void *ctx, spblk_t block);
	/*
	 * Shows the 4096 bytes of an allocated block, at least 8-byte aligned, until unmap. Returns
	 * NULL when they can't be read or there is no such block, or now; at most two blocks are
	 * mapped at a time by one call into the spool.
	 */
	void *(*map)(void *ctx, spblk_t block);
	/*
	 * Why map has just returned NULL: -E_IO, or -E_AGAIN when the block is being read. Where
	 * this is NULL it is always -E_IO.
	 */
	int (*why)(void *ctx);
	void (*unmap)(void *ctx, spblk_t block, bool changed);
};

struct spool_store {
	const struct spool_store_ops *ops;
	void *ctx;
};

static inline void *spool_map(const struct spool_store *store, spblk_t block)
{
	return store->ops->map(store->ctx, block);
}

static inline int spool_why(const struct spool_store *store)
{
	return store->ops->why ? store->ops->why(store->ctx) : -E_IO;
}

static inline void spool_unmap(const struct spool_store *store, spblk_t block, bool changed)
{
	store->ops->unmap(store->ctx, block, changed);
}

#endif
