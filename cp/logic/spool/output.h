/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What makes spool files: the virtual punch and printer, the spooled console, a deck from the real
 * card reader. The first record opens a file, CLOSE gives it to a queue.
 */
#ifndef LOGIC_SPOOL_OUTPUT_H
#define LOGIC_SPOOL_OUTPUT_H

#include "logic/spool/options.h"

/* The world of an output; all are called under the spool lock. */
struct spout_ops {
	/* Storage for a file, cleared but for its id; NULL: none. */
	struct spfile *(*create)(void *ctx);
	/* Gives the file's blocks and that storage back. */
	void (*destroy)(void *ctx, struct spfile *file);
	/*
	 * Puts the file in a queue of userid by spqueue_add, tells that user, and tells his readers
	 * by spin_arrived. Returns 0, -E_NOENT: no such user, -E_RANGE: his limits. The file is
	 * unchanged then.
	 */
	int (*deliver)(void *ctx, struct spfile *file, const char *userid, enum spqueue queue);
	tod_t (*now)(void *ctx);
};

struct spout {
	const struct spout_ops *ops;
	void *ctx;
	const struct spool_store *store;
	struct spcharge *charge; /* pays for the file while it is open: the spuser's */
	char origin[9];
	uint8_t dev;         /* enum spdev */
	uint16_t record_len; /* of the device: 80, 132 */
	struct spopts opts;
	struct spfile *file; /* the open one, or NULL */
};

#define SPOUT_RECORD_MAX 512 /* bytes of a record */

/*
 * Makes an output of userid without an open file and with new options; dist may be empty: then it
 * is the userid. record_len: 80 for a punch, 132 for a printer or console.
 */
void spout_init(struct spout *out, enum spdev dev, const struct spout_ops *ops, void *ctx,
	const struct spool_store *store, struct spcharge *charge, const char *userid,
	const char *dist);

/*
 * Adds a record to the open file, or opens one. Returns as sprec_write (-E_RANGE also: more than
 * SPOUT_RECORD_MAX bytes), and -E_NOMEM: no storage for a file.
 */
int spout_write(struct spout *out, uint8_t command, const uint8_t *data, size_t len) MUST_CHECK;
int spout_write_immediate(struct spout *out, uint8_t command) MUST_CHECK;

/* What became of a file that was closed. */
struct spclosed {
	bool delivered; /* the file is in a queue: file says which */
	bool purged;
	struct spfile *file;
	int refused; /* why it is not where it was sent to but in its maker's own queue: -E_*; or 0
		      */
};

/*
 * CLOSE. Nothing happens when nothing is open or, unless it is to be purged, when the device is
 * spooled CONT. A file that its addressee can't take (refused) goes to its maker's own queue, held.
 * Returns 0 or, when that is full too, -E_RANGE: the file stays open.
 */
int spout_close(struct spout *out, const struct spclose *close, struct spclosed *closed) MUST_CHECK;

#endif
