/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Spool space for tests: blocks in host storage, which can run full, become unreadable, and are
 * counted. New blocks come with rubbish in them. A block that is mapped must be unmapped.
 */
#ifndef FAKE_STORE_H
#define FAKE_STORE_H

#include "lib/err.h"
#include "logic/spool/store.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define FAKE_BLOCKS 6000

struct fake_store {
	void *blocks[FAKE_BLOCKS + 1];
	unsigned in_use, limit, mapped, next;
	spblk_t unreadable;
	struct spool_store store;
};

static inline int fake_alloc(void *ctx, struct spfile *file, spblk_t *block)
{
	struct fake_store *fake = ctx;

	(void)file;
	if (fake->in_use >= fake->limit)
		return -E_FULL;
	do
		fake->next = fake->next % FAKE_BLOCKS + 1;
	while (fake->blocks[fake->next]);
	fake->blocks[fake->next] = malloc(SPOOL_BLOCK_BYTES);
	memset(fake->blocks[fake->next], 0xA5, SPOOL_BLOCK_BYTES);
	fake->in_use++;
	*block = fake->next;
	return 0;
}

static inline void fake_release(void *ctx, spblk_t block)
{
	struct fake_store *fake = ctx;

	ck_assert(block && block <= FAKE_BLOCKS && fake->blocks[block]);
	free(fake->blocks[block]);
	fake->blocks[block] = NULL;
	fake->in_use--;
}

static inline void *fake_map(void *ctx, spblk_t block)
{
	struct fake_store *fake = ctx;

	ck_assert(block && block <= FAKE_BLOCKS && fake->blocks[block]);
	if (block == fake->unreadable)
		return NULL;
	fake->mapped++;
	ck_assert_uint_le(fake->mapped, 2);
	return fake->blocks[block];
}

static inline void fake_unmap(void *ctx, spblk_t block, bool changed)
{
	struct fake_store *fake = ctx;

	(void)changed;
	ck_assert(block && block <= FAKE_BLOCKS && fake->blocks[block] && fake->mapped);
	fake->mapped--;
}

static const struct spool_store_ops fake_ops = {
	.alloc = fake_alloc,
	.release = fake_release,
	.map = fake_map,
	.unmap = fake_unmap,
};

static inline struct fake_store *fake_create(unsigned limit)
{
	struct fake_store *fake = calloc(1, sizeof(*fake));

	fake->limit = limit;
	fake->store.ops = &fake_ops;
	fake->store.ctx = fake;
	return fake;
}

/* Everything must have been given back. */
static inline void fake_destroy(struct fake_store *fake)
{
	ck_assert_uint_eq(fake->in_use, 0);
	ck_assert_uint_eq(fake->mapped, 0);
	free(fake);
}

#endif
