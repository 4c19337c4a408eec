/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paging space: blocks of 4096 bytes in expanded storage, and, when that is full or not there, in
 * the PAGE extents of CP-owned volumes. What is there is forgotten at IPL.
 */
#ifndef NUCLEUS_PAGESPACE_H
#define NUCLEUS_PAGESPACE_H

#include "nucleus/volume.h"

/* Looks how much expanded storage there is. Once. */
void pagespace_init(void);

/*
 * A volume was attached to SYSTEM: its PAGE extents are used from now on. Once per attaching;
 * tasks. While blocks are on it, it counts as in use.
 */
void pagespace_add(struct volume *volume);

/* It is about to be detached: nothing is allocated there any more. False: blocks are in use there.
 */
bool pagespace_remove(const struct volume *volume) MUST_CHECK;

/*
 * Writes a block, on a page boundary, to a place that is free, and says where. 0, -E_FULL: there is
 * no free place, or its disk failed. Any context; locks above PAGEWRITE may be held.
 */
int pagespace_write(const void *block, uint32_t *place) MUST_CHECK;

/* 0, -E_IO or -E_NODEV. */
int pagespace_read(uint32_t place, void *block) MUST_CHECK;

void pagespace_free(uint32_t place);

/* Or in expanded storage? */
bool pagespace_is_on_disk(uint32_t place);

/* Is less than three quarters of it used? As of a moment ago. */
bool pagespace_is_ample(void);

/* Blocks of 4096 bytes. */
struct pagespace_counts {
	uint64_t xstore_total, xstore_used;
	uint64_t dasd_total, dasd_used;
	uint64_t nr_reads, nr_writes; /* of disks */
};
void pagespace_count(struct pagespace_counts *counts);

/* Blocks in use on the extent of a volume that begins with cylinder cyl, for QUERY ALLOC. */
uint64_t pagespace_used_on(const struct volume *volume, uint32_t cyl);

#endif
