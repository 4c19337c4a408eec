/* SPDX-License-Identifier: Apache-2.0 */
/* The table of a copy-on-write minidisk: its blocks, checked, and where they stand. */
#ifndef LOGIC_COW_H
#define LOGIC_COW_H

#include "abi/cow.h"
#include "arch/ckd.h"
#include "logic/volume/label.h"

/* How the cylinders of such a minidisk are used. */
struct cow_shape {
	uint32_t nr_blocks;   /* of the table */
	uint32_t area_tracks; /* of each of its two copies, from the first track on */
	uint32_t nr_slots;    /* tracks behind them */
};

/* What a table is for. */
struct cow_identity {
	char base_volid[8]; /* padded with zeros */
	uint32_t base_cyl, base_nr_cyls;
	uint32_t cyl, nr_cyls; /* its own; at least 1 and at most CKD_3390_CYLS_MAX */
};

void cow_shape(uint32_t nr_cyls, struct cow_shape *shape);

/* The first track of a copy (0 or 1), counted from the first of the minidisk's own. */
uint32_t cow_area(const struct cow_shape *shape, unsigned copy);

/* Makes a block without a slot in use, to be sealed. */
void cow_block_init(struct cow_block *block, const struct cow_identity *id, uint32_t nr,
	uint64_t generation, uint64_t epoch);

/* After each change. */
void cow_block_seal(struct cow_block *block);

/*
 * Chooses among the two copies of block nr, as they came from a disk. Returns 0, with which of them
 * in *chosen; -E_NOENT: there never was a table; -E_INVAL: it is one for other minidisks;
 * -E_FORMAT: both are damaged.
 */
int cow_block_choose(const struct cow_block *a, const struct cow_block *b,
	const struct cow_identity *id, uint32_t nr, const struct cow_block **chosen) MUST_CHECK;

#endif
