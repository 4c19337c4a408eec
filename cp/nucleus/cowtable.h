/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of copy-on-write minidisks share with each other and nobody else. */
#ifndef NUCLEUS_COWTABLE_H
#define NUCLEUS_COWTABLE_H

#include "mach/lock.h"
#include "nucleus/cow.h"

#define COW_LEAF 1024u /* tracks of the base in a frame */
#define COW_NONE UINT32_MAX

/*
 * Function:      a copy-on-write minidisk
 * Located by:    struct minidisk
 * Created by:    cow_open   Deleted by: cow_close
 * Serialized by: see the groups
 */
struct cow {
	/* constant */
	struct volume *volume, *base_volume; /* whose references the minidisks have */
	uint32_t first, base_first;          /* tracks of these volumes */
	struct cow_identity id;
	struct cow_shape shape;
	struct cow_names names;
	uint32_t nr_leaves;

	/* its lock: who reads may look while the one who writes goes on */
	struct lock lock;         /* MDCACHE */
	struct cow_block **block; /* each a frame: as the table is to be */
	uint32_t **leaf;          /* each a frame or NULL: 1 + the slot of each track of the base */

	/* the one who writes */
	uint32_t used;                /* slots; those behind them are free */
	uint32_t confirmed;           /* of them, in the table on the disk */
	uint32_t behind, last_behind; /* blocks from the one to before the other are not there */
	bool is_full_told;
};

/* A frame for the track's leaf, if it has none. 0 or -E_NOMEM. */
int cow_make_leaf(struct cow *cow, uint32_t track) MUST_CHECK;
/* The slot is the track's, whose leaf is there; and is free again. */
void cow_set(struct cow *cow, uint32_t slot, uint32_t track);
void cow_unset(struct cow *cow, uint32_t slot);

/* The record that a block is written to next. */
struct cow_place {
	uint32_t track; /* of the volume */
	struct ckd_count count;
};

/* Block nr as it is to be written next, and where. */
void cow_next_block(
	const struct cow *cow, uint32_t nr, struct cow_block *block, struct cow_place *at);

#endif
