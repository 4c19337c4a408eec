/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A 3390's tracks as blocks of equal size: records 1 to n of each track, without keys, as CMS and
 * Linux format disks.
 */
#ifndef LOGIC_ECKD_BLOCKS_H
#define LOGIC_ECKD_BLOCKS_H

#include "logic/blockio/blockio.h"
#include "logic/eckd/store.h"

/* One request's view of a disk: all but the first three members is zero at first. */
struct eckd_blocks {
	const struct eckd_store_ops *store;
	void *store_ctx;
	uint32_t nr_tracks;
	uint32_t track;              /* that is held */
	const struct ckd_track *pin; /* NULL: none is */
	bool is_dirty;
};

/* Its context is a struct eckd_blocks. */
extern const struct block_disk_ops eckd_block_ops;

#endif
