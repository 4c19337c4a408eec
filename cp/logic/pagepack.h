/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blocks of 4096 bytes full of records of any length: data from the front, from the back a slot of
 * four bytes for each record. A record keeps its slot number wherever its data moves to in the
 * block, so a block never has holes that it can't use. Blocks come back from disks, and so may be
 * damaged.
 */
#ifndef LOGIC_PAGEPACK_H
#define LOGIC_PAGEPACK_H

#include "arch/types.h"

#define PAGEPACK_SLOTS 256
#define PAGEPACK_MAX   4084 /* bytes of a record that fills a block */

struct pagepack_slot {
	uint16_t offset;
	uint16_t len; /* 0: free */
};

struct pagepack {
	uint16_t data_end; /* first byte behind all data */
	uint16_t used;     /* bytes of data in use */
	uint16_t nr_slots; /* that exist, free ones too */
	uint16_t nr_used;
	uint8_t data[PAGE_SIZE - 8];
};
static_assert(sizeof(struct pagepack) == PAGE_SIZE, "a block");

void pagepack_init(struct pagepack *block);

/* The longest record that can be added; 0: none. */
unsigned pagepack_room(const struct pagepack *block);

/*
 * Adds a record of len bytes (1 to PAGEPACK_MAX); `scratch`, 4096 bytes, is for moving data
 * together. Returns its slot, or -E_FULL.
 */
int pagepack_add(struct pagepack *block, void *scratch, const void *record, size_t len) MUST_CHECK;

/* The record in a slot, and its length. NULL: there is none, or the block is damaged. */
const void *pagepack_get(const struct pagepack *block, unsigned slot, size_t *len);

/* Takes a record out. -E_NOENT: there is none. */
int pagepack_drop(struct pagepack *block, unsigned slot) MUST_CHECK;

#endif
