/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A copy-on-write minidisk as it stands in its cylinders: the tracks of another minidisk, its base,
 * that were changed, and a table that says which they are.
 *
 *	area A		blocks of the table, 12 records of 4096 bytes a track
 *	area B		the same again: each block stands in both
 *	slots		whole tracks; those in use come first
 *
 * Of a block's two copies that with the higher generation holds; the other one is written next, so
 * that a write that a crash cuts off harms only what nobody was told to be there. A slot's track is
 * on the disk before the table names it. Blocks of another epoch than block 0 are as if empty: the
 * write of block 0 alone takes back all changes.
 *
 * All of this can be damaged or forged: logic/cow checks it.
 */
#ifndef ABI_COW_H
#define ABI_COW_H

#include "abi/volume.h"

#define COW_MAGIC           0xe2e6c3d6e6d4c1d7ull /* SWCOWMAP */
#define COW_SLOTS_PER_BLOCK 1008

struct cow_block {
	struct vol_prefix prefix;          /* X'000' */
	be64_t generation;                 /* X'010' one more with each write */
	be64_t epoch;                      /* X'018' one more with each return to the base */
	be32_t nr;                         /* X'020' of the block */
	be32_t reserved24;                 /* X'024' zero */
	char base_volid[8];                /* X'028' where the base is; padded with zeros */
	be32_t base_cyl;                   /* X'030' */
	be32_t base_nr_cyls;               /* X'034' */
	be32_t cyl;                        /* X'038' where these cylinders are */
	be32_t nr_cyls;                    /* X'03C' */
	be32_t track[COW_SLOTS_PER_BLOCK]; /* X'040' each slot's: 1 + the base's, or 0: not in use
					    */
};
static_assert(sizeof(struct cow_block) == VOL_BLOCK_SIZE, "copy-on-write table");
static_assert(offsetof(struct cow_block, base_cyl) == 0x30, "copy-on-write table");
static_assert(offsetof(struct cow_block, track) == 0x40, "copy-on-write table");

#endif
