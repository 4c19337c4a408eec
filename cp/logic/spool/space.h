/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which blocks of a volume the spool may use and which are free: one bit each. Files are allocated
 * from the start and go round, so that one file's pages lie together; descriptors from the end, so
 * that few tracks have any.
 */
#ifndef LOGIC_SPOOL_SPACE_H
#define LOGIC_SPOOL_SPACE_H

#include "arch/types.h"

struct spspace {
	uint64_t *map; /* bit n of word n / 64, leftmost first: used, or not the spool's */
	uint32_t nr_blocks;
	uint32_t nr_total; /* blocks that are the spool's */
	uint32_t nr_free;  /* and not in use */
	uint32_t next;     /* where to look for a page */
	uint32_t last;     /* and for a descriptor: no block behind it is free */
};

#define SPSPACE_MAP_BYTES(nr_blocks) (((nr_blocks) + 63) / 64 * 8)

/* A volume of nr_blocks, none of them the spool's. map: SPSPACE_MAP_BYTES, the caller's. */
void spspace_init(struct spspace *space, uint64_t *map, uint32_t nr_blocks);

/* Blocks first to first + nr - 1, in use until now, are free. Returns 0 or -E_RANGE. */
int spspace_add(struct spspace *space, uint32_t first, uint32_t nr) MUST_CHECK;

/* Takes a free block for a page, or for a descriptor. Returns 0 or -E_FULL. */
int spspace_alloc(struct spspace *space, uint32_t *block) MUST_CHECK;
int spspace_alloc_last(struct spspace *space, uint32_t *block) MUST_CHECK;

/* Takes that block. Returns 0, -E_BUSY: it is in use, or not the spool's; -E_RANGE: there is none.
 */
int spspace_take(struct spspace *space, uint32_t block) MUST_CHECK;

/* Gives a block back. Returns 0, or -E_RANGE: it was not in use. */
int spspace_free(struct spspace *space, uint32_t block) MUST_CHECK;

/* How many of the blocks first to first + nr - 1 are in use, or not the spool's. */
uint32_t spspace_count(const struct spspace *space, uint32_t first, uint32_t nr);

bool spspace_is_used(const struct spspace *space, uint32_t block);

#endif
