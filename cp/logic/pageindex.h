/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages found by a digest of their contents: a hash table that never costs more than some steps,
 * whoever chose the contents. Of pages with one digest only the first is in it, and one that finds
 * no place near its own is left out: who looks for them finds nothing, and loses no more than that.
 *
 * The table is `nr` places, zeros to begin with. Nothing here locks.
 */
#ifndef LOGIC_PAGEINDEX_H
#define LOGIC_PAGEINDEX_H

#include "arch/types.h"

#define PAGEINDEX_STEPS 32u /* places from its own on where a page may be */

struct pageindex_place {
	uint32_t digest;
	uint32_t frame; /* its number; 0: there is none here */
};

/* Of a page, on a doubleword boundary. */
uint32_t pageindex_digest(const void *page);

/* frame: not 0. False: it was left out. */
bool pageindex_add(struct pageindex_place *places, uint32_t nr, uint32_t digest, uint32_t frame);

/* The one frame that may have these contents, 0: none. Who asks compares them. */
uint32_t pageindex_find(const struct pageindex_place *places, uint32_t nr, uint32_t digest);

#endif
