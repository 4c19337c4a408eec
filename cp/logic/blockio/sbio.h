/* SPDX-License-Identifier: Apache-2.0 */
/* DIAGNOSE X'A4': blocks of a disk, one request for some, over when the instruction is. */
#ifndef LOGIC_BLOCKIO_SBIO_H
#define LOGIC_BLOCKIO_SBIO_H

#include "abi/syncio.h"
#include "logic/blockio/blockio.h"

/* A request that goes on. */
struct sbio {
	struct blockio io;
	struct blockio_env env;
	struct sbiop *parm; /* the caller's copy; its status is filled in */
	uint32_t next;
	int rc; /* enum syncio_rc, when its entries are done */
};

/* Is the block one that gets no operand exception? */
bool sbio_is_valid(const struct sbiop *parm);

/*
 * Begins the request in parm for a disk; stor and ctx as in blockio_begin. Returns SYNCIO_GOOD, or
 * what is wrong with it: SYNCIO_BLOCK_SIZE, SYNCIO_COUNT.
 */
int sbio_begin(struct sbio *sbio, struct sbiop *parm, const struct block_disk *disk,
	const struct blockio_stor_ops *stor, void *stor_ctx) MUST_CHECK;

/* As blockio_go_on: -E_AGAIN, or it is over: enum syncio_rc, and parm's status is there. */
int sbio_go_on(struct sbio *sbio) MUST_CHECK;

/* The condition code for a return code of X'A4' and X'A8'. */
unsigned syncio_cc(int rc);

#endif
