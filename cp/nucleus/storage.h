/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Control storage: small blocks in slabs of one frame, all blocks of a slab of one size, from 32 to 2048 bytes
 * (those of a power of 2 are aligned to it, others to 32), larger ones in runs of frames up to 64 KiB. Sizes are not kept
 * with the blocks: who frees says the size that was asked for.
 */
#ifndef NUCLEUS_STORAGE_H
#define NUCLEUS_STORAGE_H

#include "arch/types.h"

/* A cleared block of at least `size` bytes (up to 64 KiB), or NULL. Any context; takes the storage lock. */
void *stor_alloc(size_t size) MUST_CHECK;

/* Gives it back: the same size. NULL is allowed. */
void stor_free(void *block, size_t size);

/* How much storage a block of `size` bytes takes. */
size_t stor_block_size(size_t size);

/* Bytes in use in blocks, and frames that hold them. */
void stor_count(uint64_t *bytes, uint64_t *nr_frames);

#endif
