/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a virtual 3390 has its tracks: the interface between the disk that a guest sees and whoever
 * keeps the records, which is CP's cache of real volumes, or storage.
 *
 * Tracks are counted from 0 at the disk's own cylinder 0 head 0. The disk never asks for one at or
 * beyond its size, nor outside the extent that the guest's program has defined.
 *
 * Every function that returns -E_AGAIN has done nothing: the disk's channel program is woken
 * (chan_wake) when it is worth while to call again, with the same operands. Other errors are final
 * for this channel command:
 *	-E_NODEV	the volume is gone, or not ready
 *	-E_PERM		it can't be written
 *	-E_FORMAT	the track on it is none that a 3390 can have
 *	-E_NOMEM	no storage now
 *	-E_IO		anything else
 */
#ifndef LOGIC_ECKD_STORE_H
#define LOGIC_ECKD_STORE_H

#include "logic/eckd/track.h"

/* What RESERVE and RELEASE do; see reserve() below. */
enum eckd_reserve {
	ECKD_IS_MINE, /* nothing: is it reserved to this disk? */
	ECKD_IS_FREE, /* nothing: may this disk use it? */
	ECKD_RESERVE, /* to this disk, if it is free */
	ECKD_STEAL,   /* to this disk, whoever has it */
	ECKD_RELEASE, /* if this disk has it */
};

struct eckd_store_ops {
	/*
	 * Gets the track as it is now, to be read until put. It does not change while it is held;
	 * writes that come meanwhile, from wherever, are seen by the next get.
	 */
	int (*get)(void *ctx, uint32_t track, const struct ckd_track **out) MUST_CHECK;
	void (*put)(void *ctx, const struct ckd_track *track);

	/*
	 * Storage for a record's key and data, 1 to 65790 bytes, aligned as a doubleword (4096
	 * bytes: as a page); NULL: there is none now.
	 */
	uint8_t *(*alloc)(void *ctx, uint32_t len);
	void (*free)(void *ctx, uint8_t *data, uint32_t len);

	/*
	 * Replaces key and data of record nr (1: the first) by data, which comes from alloc and is
	 * the store's afterwards unless it returns an error. count is what the record's count field
	 * was when the disk looked: -E_NOENT when it is another one now.
	 */
	int (*update)(void *ctx, uint32_t track, unsigned nr, const struct ckd_count *count,
		uint8_t *data) MUST_CHECK;

	/*
	 * Keeps the first `keep` records of a track (-E_NOENT: it has fewer now), writes nr_add
	 * others behind them, whose data is the store's afterwards unless it returns an error, and
	 * nothing behind those. r0: 8 bytes for record 0, or NULL. With keep 0 the track is not
	 * looked at: it may be one that can't be read. The disk has checked that all fits, as far
	 * as it knew the track: -E_FULL.
	 */
	int (*format)(void *ctx, uint32_t track, unsigned keep, const struct ckd_record *add,
		unsigned nr_add, const uint8_t *r0) MUST_CHECK;

	/*
	 * What was written since the last flush is on the volume when this returns 0. Called before
	 * the guest is told that its program is over, so update and format need not write through.
	 * After an error it is unknown what is there; it is not tried again.
	 */
	int (*flush)(void *ctx) MUST_CHECK;

	/*
	 * RESERVE and its kin among the disks that share these tracks. Returns 0: done, or yes;
	 * -E_BUSY: no, another disk has it; then device end is presented when that one lets go. May
	 * be NULL: there are no others.
	 */
	int (*reserve)(void *ctx, enum eckd_reserve what) MUST_CHECK;
};

#endif
