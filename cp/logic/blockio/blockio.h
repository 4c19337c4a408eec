/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DIAGNOSE X'250': reads and writes of whole blocks, many with one request, on any virtual disk.
 *
 * Differs: a request that asks for an interruption at its end has ended when the instruction
 * completes, as it may; no interruption follows.
 */
#ifndef LOGIC_BLOCKIO_BLOCKIO_H
#define LOGIC_BLOCKIO_BLOCKIO_H

#include "abi/diag250.h"

/*
 * A disk as blocks of `size` bytes, counted from 0. Errors as in logic/eckd/store.h; -E_AGAIN: call
 * again when the device is woken. -E_FORMAT: what is there has another length.
 */
struct block_disk_ops {
	/* How many there are; 0: not of this size. */
	uint64_t (*nr_blocks)(void *ctx, uint32_t size);
	/*
	 * *data stays good until the next call of any. *is_common: of 4096 bytes, it is a frame
	 * that never changes, and that others use, too.
	 */
	int (*read)(void *ctx, uint32_t size, uint64_t block, const uint8_t **data,
		bool *is_common) MUST_CHECK;
	/* Where to put the new contents; then write_end is called, with is_good or to forget it. */
	int (*write_begin)(void *ctx, uint32_t size, uint64_t block, uint8_t **data) MUST_CHECK;
	int (*write_end)(
		void *ctx, uint32_t size, uint64_t block, uint8_t *data, bool is_good) MUST_CHECK;
	/* All that was written is on the disk. Nothing is held afterwards, nor after -E_AGAIN. */
	int (*flush)(void *ctx) MUST_CHECK;
};

struct block_disk {
	const struct block_disk_ops *ops;
	void *ctx;
	bool read_only;
};

/* What INITIALIZE leaves behind, for one device: all zero is not initialized. */
struct blockio_env {
	uint32_t block_size; /* 0: not initialized */
	int64_t offset;
};

/*
 * INITIALIZE: block is the guest's, whose answer is filled in. Returns D250_RC_*: GOOD, READ_ONLY,
 * BLOCK_SIZE; or STATE when it was initialized before.
 */
int blockio_initialize(
	struct blockio_env *env, const struct block_disk *disk, struct diag250_init *block);

/* REMOVE. Returns D250_RC_GOOD or _STATE. */
int blockio_remove(struct blockio_env *env);

/*
 * The guest's storage, by real addresses, any length. Return 0, -E_RANGE, or -E_PERM when the
 * access key (0-15) does not match.
 */
struct blockio_stor_ops {
	int (*fetch)(void *ctx, uint64_t addr, void *buf, uint32_t len, uint8_t key);
	int (*store)(void *ctx, uint64_t addr, const void *buf, uint32_t len, uint8_t key);
	/*
	 * May be NULL. Puts a frame into the guest at addr, a page boundary, in place of a copy of it.
	 * Any error means: not done, copy it.
	 */
	int (*map)(void *ctx, uint64_t addr, const void *frame, uint8_t key);
};

/* An I/O that goes on. */
struct blockio {
	const struct blockio_env *env;
	const struct block_disk *disk;
	const struct blockio_stor_ops *stor;
	void *stor_ctx;
	uint64_t list;
	uint32_t nr, next;
	uint32_t nr_done;
	int failure; /* -E_*: the list can't be had */
	uint8_t key;
	bool is_64;
};

/*
 * I/O: begins what the guest's block says. Returns 0: call blockio_go_on; or D250_RC_STATE,
 * _NR_ENTRIES.
 */
int blockio_begin(struct blockio *io, const struct blockio_env *env, const struct block_disk *disk,
	const struct blockio_stor_ops *stor, void *stor_ctx, const struct diag250_io *block);

/*
 * Goes on. Returns D250_RC_GOOD, _PARTIAL, _NONE or _ERROR when all is over; -E_AGAIN: wait, then
 * call again; -E_RANGE or -E_PERM: the list is not in the guest's storage.
 */
int blockio_go_on(struct blockio *io) MUST_CHECK;

/*
 * One block of the disk, counted from 0, from or to a buffer: DIAG250_READ or DIAG250_WRITE. Of io
 * only env, disk, stor, stor_ctx and key are used. Returns enum diag250_status, or -E_AGAIN.
 */
int blockio_block(struct blockio *io, uint8_t type, uint64_t block, uint64_t buffer) MUST_CHECK;

#endif
