/* SPDX-License-Identifier: Apache-2.0 */
/* A 9336's blocks in larger ones, for DIAGNOSE X'250'. */
#ifndef LOGIC_FBA_BLOCKS_H
#define LOGIC_FBA_BLOCKS_H

#include "logic/blockio/blockio.h"
#include "logic/fba/fba.h"

struct fba_blocks {
	const struct fba_store_ops *store;
	void *store_ctx;
	uint32_t nr_blocks; /* of 512 bytes */
	bool has_page;      /* of the store, not done yet */
};

/* Its context is a struct fba_blocks. */
extern const struct block_disk_ops fba_block_ops;

#endif
