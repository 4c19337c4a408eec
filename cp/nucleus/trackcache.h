/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The minidisk cache: whole tracks of real volumes in storage, each record of 4096 bytes in a frame
 * of its own.
 *
 * A track's contents are an image that never changes while somebody holds it; a write puts another
 * image in its place. Readers therefore need no lock while they copy. The cache is bounded; what
 * was not used for longest goes first.
 */
#ifndef NUCLEUS_TRACKCACHE_H
#define NUCLEUS_TRACKCACHE_H

#include "lib/list.h"
#include "logic/eckd/store.h"

struct vmdbk;
struct volume;
struct tc_track;

/*
 * Somebody who uses tracks for a virtual device. Part of a link; all zero but vm and devno at
 * first. Guarded by the cache's lock.
 */
struct tc_user {
	struct vmdbk *vm;      /* whose device is woken when -E_AGAIN is over */
	struct list wait_link; /* a track's waiters */
	struct tc_track *waits;
	struct tc_track *dirty;    /* the track that has been written and not flushed */
	uint64_t dirty_records[2]; /* its records, a bit each from the left */
	int rc;                    /* how what it waited for went wrong: told once */
	uint16_t devno;
	bool is_dirty_whole; /* all of the track is to be written */
};

/*
 * The functions of struct eckd_store_ops; tracks are numbered as on the volume. A get, update,
 * format or flush that returns -E_AGAIN wakes the user's channel program later. Any context; locks
 * above MDCACHE may be held.
 */
int tc_get(struct tc_user *user, struct volume *volume, uint32_t track,
	const struct ckd_track **out) MUST_CHECK;
void tc_put(const struct ckd_track *track);
uint8_t *tc_alloc(uint32_t len);
void tc_free(uint8_t *data, uint32_t len);
int tc_update(struct tc_user *user, struct volume *volume, uint32_t track, unsigned nr,
	const struct ckd_count *count, uint8_t *data) MUST_CHECK;
int tc_format(struct tc_user *user, struct volume *volume, uint32_t track, unsigned keep,
	const struct ckd_record *add, unsigned nr_add, const uint8_t *r0) MUST_CHECK;
int tc_flush(struct tc_user *user) MUST_CHECK;

/* The user goes: nothing is waited for any more. What it has written is written nevertheless. */
void tc_user_done(struct tc_user *user);

/* A volume goes: no track of it is kept. Nobody uses it any more. */
void tc_forget(struct volume *volume);

struct tc_counts {
	uint64_t hits, misses, writes; /* since the start */
	uint64_t nr_tracks, bytes;     /* now */
	uint64_t max_bytes;
};
void tc_count(struct tc_counts *counts);

#endif
