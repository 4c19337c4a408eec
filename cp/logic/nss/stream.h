/* SPDX-License-Identifier: Apache-2.0 */
/* A spool file as a row of bytes, for what is no unit-record data. Under the caller's spool lock.
 */
#ifndef LOGIC_NSS_STREAM_H
#define LOGIC_NSS_STREAM_H

#include "logic/spool/spfile.h"

struct spstream {
	struct spfile *file;
	const struct spool_store *store;
	struct spcharge *charge; /* who pays; for writing */
	uint32_t page;           /* reading: where it is */
	uint32_t at;             /* in that page */
};

/* Appends len bytes. Returns as spfile_add_block; after an error the file is of no use. */
int spstream_write(struct spstream *stream, const void *data, size_t len) MUST_CHECK;

/*
 * Reads len bytes from where it is into data; *done, 0 at first, says how many it has. Returns 0;
 * -E_AGAIN: wait, then go on with the same operands; -E_FORMAT: the file ends before; -E_IO.
 */
int spstream_read(struct spstream *stream, void *data, size_t len, size_t *done) MUST_CHECK;

#endif
