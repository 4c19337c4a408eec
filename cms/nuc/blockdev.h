/* SPDX-License-Identifier: Apache-2.0 */
/* Virtual disks as blocks from 1 on, by DIAGNOSE X'250'. */
#ifndef NUC_BLOCKDEV_H
#define NUC_BLOCKDEV_H

#include "arch/types.h"

enum blockdev_kind {
	BLOCKDEV_NONE,  /* no such device */
	BLOCKDEV_OTHER, /* no disk */
	BLOCKDEV_CKD,
	BLOCKDEV_FBA,
};

/* What kind of device it is. */
enum blockdev_kind blockdev_kind(uint16_t devno);

/* Function: a disk that is in use as blocks. */
struct blockdev {
	uint16_t devno;
	bool is_fba, is_read_only;
	uint32_t block_size, nr_blocks;
};

/* Begins to use a disk with that block size. 0; -E_NODEV, -E_BUSY (in use already), -E_IO. */
int blockdev_open(struct blockdev *dev, uint16_t devno, uint32_t block_size) MUST_CHECK;
void blockdev_close(struct blockdev *dev);

/* Reads or writes nr blocks; buf in real storage. 0, -E_IO, -E_FORMAT: the blocks have another
 * size. */
int blockdev_read(struct blockdev *dev, uint32_t block, uint32_t nr, void *buf) MUST_CHECK;
int blockdev_write(struct blockdev *dev, uint32_t block, uint32_t nr, const void *buf) MUST_CHECK;

#endif
