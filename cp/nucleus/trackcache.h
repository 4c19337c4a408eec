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
 * Somebody who uses tracks for a virtual device; part of a link. tc_user_init before anything else.
 * Guarded by the cache's lock.
 */
struct tc_user {
	struct vmdbk *vm; /* whose device is woken when -E_AGAIN is over */
	uint16_t devno;
	bool is_writing;        /* a write of its dirty track is going on */
	bool is_whole;          /* all of that track is to be written */
	uint64_t records[2];    /* or these records of it, a bit each from the left */
	struct tc_track *dirty; /* the track that was written to and not flushed */
	struct list wait_link;  /* in a track's waiters, or among those to be woken */
	struct volume *read_volume;
	uint32_t read_track;    /* whose read went wrong while it waited, on that volume */
	int read_rc, write_rc;  /* how: told once */
	uint32_t hits, misses;
	uint32_t next; /* behind the track that it had last, on this volume */
	const struct volume *next_volume;

	/* A user whose tracks are not kept has the last one until he goes on to another. */
	bool is_uncached;
	bool is_last_there;
	uint32_t last;
	struct volume *last_volume;
};

void tc_user_init(struct tc_user *user, struct vmdbk *vm, uint16_t devno);

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
/* Gives a track the contents of another one; blocks are shared until they are changed. */
int tc_copy(struct tc_user *user, struct volume *from_volume, uint32_t from, struct volume *volume,
	uint32_t track) MUST_CHECK;

/* The user goes: nothing is waited for any more. What it has written is written nevertheless. */
void tc_user_done(struct tc_user *user);

/* A volume goes: no track of it is kept. Nobody uses it any more. */
void tc_forget(struct volume *volume);
/*
 * The same for one track, that nobody uses and somebody writes without the cache. False: a write goes
 * on, which is over before long. Any context; locks above MDCACHE may be held.
 */
bool tc_forget_track(struct volume *volume, uint32_t track);

/*
 * Somebody needs a frame and there is none: gives some of the cache's back. False: none could be
 * had. Any context; locks above MDCACHE may be held.
 */
bool tc_shrink(void) MUST_CHECK;

/* At start-up: takes storage for its index. */
void tc_init(void);

struct tc_counts {
	uint64_t hits, misses, writes; /* since the start */
	uint64_t nr_tracks, bytes;     /* now */
	uint64_t min_bytes, max_bytes; /* limits; max_bytes 0: nothing is kept */
	bool is_off;                   /* nor is while this is on */
};
void tc_count(struct tc_counts *counts);

/* What the users of a volume have found, or not. Guarded by the cache's lock; see volume_reads. */
struct tc_reads {
	uint64_t hits, misses;
};
void tc_count_volume(struct volume *volume, struct tc_reads *reads);
void tc_count_user(const struct tc_user *user, struct tc_reads *reads);

/* For operators. Any context; locks above MDCACHE may be held. */
void tc_set_limits(uint64_t min_bytes, uint64_t max_bytes); /* min at most max */
void tc_set_off(bool is_off);
void tc_set_uncached(struct tc_user *user, bool is_uncached);
bool tc_is_uncached(const struct tc_user *user);

#endif
