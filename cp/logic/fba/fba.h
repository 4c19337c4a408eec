/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual 9336-20: a disk of 512-byte blocks, a device for logic/chan over pages of storage.
 * This is what a V-disk is.
 *
 * A program says DEFINE EXTENT, LOCATE, then READ or WRITE as many blocks as were located. Linux
 * tells that blocks are not needed any more by a WRITE without data: whole pages of them are given
 * back.
 */
#ifndef LOGIC_FBA_FBA_H
#define LOGIC_FBA_FBA_H

#include "arch/fba.h"
#include "logic/chan/dev.h"

/* Where the blocks are; page number n has blocks 8 * n to 8 * n + 7. */
struct fba_store_ops {
	/*
	 * The page, or NULL: it was never written and is all zeros; with make it is there
	 * afterwards, to be written to; NULL then means that there is no storage now. It stays until
	 * done, which is called once for each page.
	 */
	uint8_t *(*page)(void *ctx, uint32_t nr, bool make);
	void (*done)(void *ctx);
	/* The page is all zeros from now on. */
	void (*drop)(void *ctx, uint32_t nr);
};

/*
 * Function: one virtual 9336. Located by: its virtual device. Serialized by: that device's lock.
 */
struct fba {
	struct chan_dev dev;
	const struct fba_store_ops *store;
	void *store_ctx;
	uint32_t nr_blocks;
	bool read_only;

	/* For one channel program. */
	uint8_t seen;                  /* what came already, internal */
	uint8_t mask;                  /* of DEFINE EXTENT */
	uint8_t operation;             /* of LOCATE */
	uint16_t located;              /* blocks */
	uint32_t at;                   /* the first of them, counted from the disk's block 0 */
	uint32_t locator, first, last; /* the extent */
};

/* Makes a disk of nr_blocks, at least 1. */
void fba_init(struct fba *fba, const struct fba_store_ops *store, void *ctx, uint32_t nr_blocks,
	bool read_only);

#define FBA_BLOCKS_PER_PAGE (PAGE_SIZE / FBA_BLOCK_SIZE)

#endif
