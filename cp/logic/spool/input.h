/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What reads spool files: a virtual reader with its active file, by channel commands record by
 * record or by DIAGNOSE X'14' page by page.
 *
 * When a file has been read, it is purged, or stays with HOLD, or with KEEP goes to the end of the
 * queue, so that a row of kept files (kernel, parameters, initial file system) is in order again
 * for the next IPL.
 */
#ifndef LOGIC_SPOOL_INPUT_H
#define LOGIC_SPOOL_INPUT_H

#include "logic/spool/options.h"
#include "logic/spool/record.h"

/* Gives a file's blocks and storage back; it is in no queue any more. */
typedef void spfile_destroy_fn(void *ctx, struct spfile *file);

enum spin_mode { SPIN_IDLE, SPIN_CHANNEL, SPIN_DIAGNOSE };

struct spin {
	spfile_destroy_fn *destroy;
	void *ctx;
	const struct spool_store *store;
	struct spuser *user;
	struct spopts opts;
	struct spfile *file;  /* the active one, or NULL */
	uint8_t mode;         /* enum spin_mode: who reads it */
	struct sprec_pos pos; /* of the next record */
	uint32_t page;        /* number of the next page, for DIAGNOSE X'14' */
};

/* Makes a reader of a user, with new options. destroy is called with ctx. */
void spin_init(struct spin *in, struct spuser *user, const struct spool_store *store,
	spfile_destroy_fn *destroy, void *ctx);

/* Makes the next eligible file active if none is. Returns 0, -E_NOENT: there is none. */
int spin_open(struct spin *in, enum spin_mode mode) MUST_CHECK;

/* Makes this file of the user's reader queue active. Returns 0, -E_BUSY: it or the reader is in
 * use. */
int spin_select(struct spin *in, struct spfile *file, enum spin_mode mode) MUST_CHECK;

/* CLOSE: ends the active file, read or not. Returns whether there was one. */
bool spin_close(struct spin *in, const struct spclose *close);

/* Reset, LOGOFF: the active file is again what it was before it was read. */
void spin_reset(struct spin *in);

/* Whether a read would find a file. */
bool spin_is_ready(struct spin *in);

/*
 * To be called when a file came into the user's reader queue or was let out of hold there. Returns
 * whether the reader, until now without anything to read, is to present device end.
 */
bool spin_arrived(const struct spin *in, const struct spfile *file);

#endif
