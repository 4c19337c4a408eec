/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Real 3390s: one track an I/O. A request says what to do with which track and is either carried
 * out at once (on this emulator nearly always: START SUBCHANNEL ends with the status there already)
 * or told later through its done().
 *
 *	struct dasd_io io = {.dasd = dasd, .op = DASD_READ_TRACK, .track = 77,
 *		.buf = buf, .size = DASD_TRACK_MAX};
 *
 *	rc = dasd_run(&io);			a task: waits
 *
 *	io->done = miss_over;
 *	if (dasd_start(io) == -E_AGAIN)		any context: miss_over(io) will be called
 *		return;
 *	... io->rc, as if miss_over had been called
 *
 * Errors are retried here where that can help, and told to the operator once; what comes back is
 * final. Storage may lie anywhere and need not be aligned.
 */
#ifndef NUCLEUS_DASD_H
#define NUCLEUS_DASD_H

#include "logic/volume/ckdprog.h"
#include "nucleus/rdev.h"

struct dasd;

enum dasd_op {
	/*
	 * Reads a track from R0 on as READ TRACK gives it: for each record count field, key, data;
	 * then eight bytes X'FF'. Into buf of size bytes; len says how much came, with the X'FF's.
	 * Of several tracks only the last has its length there. When it is one of several that
	 * can't be read nobody is told: who asked for them can try each by itself.
	 */
	DASD_READ_TRACK,
	/*
	 * Writes a whole track anew from such an image (its home address stays): R0 and all records
	 * get the counts that stand there. The image is checked first: -E_FORMAT.
	 */
	DASD_WRITE_TRACK,
	/* Reads, or writes, the data of some records that stand on the track; see struct
	   dasd_record. */
	DASD_READ_RECORDS,
	DASD_WRITE_RECORDS,
	DASD_READ_CHARACTERISTICS, /* dasd_open's */
};

/* Bytes that an image of a track can have. */
#define DASD_TRACK_MAX 58786

struct dasd_io {
	/* What to do. */
	struct dasd *dasd;
	uint8_t op; /* enum dasd_op */
	/*
	 * Writes only: end only when the emulator's host has taken the data and said so. Without it
	 * an error of the host (its disk is full) goes unnoticed, as on this emulator for
	 * everybody. Costs tens of microseconds.
	 */
	bool confirm;
	bool is_probe;       /* also when the disk was gone: to look whether it is back */
	uint8_t nr_tracks;   /* DASD_READ_TRACK: of bufs; 0: one, into buf */
	uint16_t nr_records; /* 1 to DASD_RECORDS_MAX */
	uint32_t track;      /* from cylinder 0 head 0 */
	void *buf;           /* DASD_READ_TRACK, DASD_WRITE_TRACK */
	uint32_t size;       /* of it, and of each of bufs */
	void *const *bufs;   /* DASD_READ_TRACK: as many tracks in a row, each into one of these */
	const struct dasd_record *record; /* the others */
	void (*done)(struct dasd_io *io); /* in the dispatcher, no locks held; must not wait */

	/* How it ended. */
	int rc;            /* see dasd_start */
	uint32_t len;      /* DASD_READ_TRACK: bytes of the image */
	uint8_t sense[32]; /* of -E_IO and -E_NOENT; zeros: there were none */

	/* The driver's. */
	struct list link;
	uint8_t nr_retries;
};

/*
 * Starts a request. It, its buffers and its records stay until it has ended. Any context; locks
 * above DISPATCH may be held. Returns -E_AGAIN: io->done(io) will be called; else it has ended,
 * done is not called, and this and io->rc is
 *
 *	0
 *	-E_RANGE	the track, or a length, cannot be
 *	-E_FORMAT	DASD_WRITE_TRACK: not the image of a track
 *	-E_NOENT	a record is not on the track
 *	-E_PERM		the disk cannot be written (a read-only image)
 *	-E_NODEV	the disk is gone, or not ready; so end all later requests, until volume.c
 *			finds that the same volume is back
 *	-E_IO		anything else
 */
int dasd_start(struct dasd_io *io) MUST_CHECK;

/* The same for tasks: waits for the end. io->done is used. */
int dasd_run(struct dasd_io *io) MUST_CHECK;

/*
 * The same where nobody may wait, for paging: goes before others' requests and looks at the device until
 * it has ended. Also -E_IO: it took too long. Contexts and locks as dasd_start; io->done is not used.
 */
int dasd_run_now(struct dasd_io *io) MUST_CHECK;

/*
 * The disk on a real device; asking again gives the same. Returns 0, -E_INVAL: it is no 3390,
 * -E_NODEV: the device is gone, -E_IO: it does not say how large it is, -E_NOMEM. Tasks only.
 */
int dasd_open(struct rdev *rdev, struct dasd **dasd) MUST_CHECK;

/* Was the disk found to be gone? It went; and: it is the same again. */
bool dasd_is_gone(const struct dasd *dasd);
void dasd_set_gone(struct dasd *dasd);
void dasd_set_back(struct dasd *dasd);

uint32_t dasd_nr_cyls(const struct dasd *dasd);
struct rdev *dasd_rdev(const struct dasd *dasd);

/*
 * Blocks of 4096 bytes as abi/volume.h lays them out: reads, or writes, nr blocks that stand there,
 * the first being block number `first` of the area that begins with `track` (see vol_block_place).
 * Returns as dasd_start; -E_RANGE also when not all are on the disk. Tasks only.
 */
int dasd_read_blocks(
	struct dasd *dasd, uint32_t track, uint32_t first, uint32_t nr, void *buf) MUST_CHECK;
int dasd_write_blocks(struct dasd *dasd, uint32_t track, uint32_t first, uint32_t nr,
	const void *buf, bool confirm) MUST_CHECK;

/* How the last I/O ended, for a message: "status 0E40 sense 00080000"; buf of at least 48. */
void dasd_status_format(const struct dasd *dasd, char *buf, size_t size);

#endif
