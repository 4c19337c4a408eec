/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the minidisk cache share with each other and nobody else. */
#ifndef NUCLEUS_TCTABLE_H
#define NUCLEUS_TCTABLE_H

#include "mach/lock.h"
#include "nucleus/trackcache.h"
#include "nucleus/trackimage.h"
#include "nucleus/volume.h"

enum tc_state { TC_IDLE, TC_READING, TC_WRITING };

/*
 * Function:      a track in the cache
 * Located by:    the hash
 * Created by:    the first tc_get or tc_format
 * Deleted by:    trim, tc_forget, an I/O that failed
 * Serialized by: the cache's lock
 */
struct tc_track {
	struct list hash_link;
	struct list lru_link; /* in order of use, the latest last */
	struct volume *volume;
	uint32_t nr;
	uint16_t pins;          /* users with writes to it that are not flushed */
	uint8_t state;          /* enum tc_state */
	bool is_orphaned;       /* such a user has gone: to be written as a whole */
	struct tc_image *image; /* NULL: not known */
	struct tc_io *writing;  /* when TC_WRITING */
	struct list waiters;    /* tc_user.wait_link */
};

/* A write of a track. */
struct tc_io {
	struct dasd_io io;
	struct tc_track *track;
	struct tc_user *user;   /* for whom; NULL: it has gone */
	struct tc_image *image; /* held: what is written */
	uint32_t size;          /* of this block */
	struct dasd_record record[];
};

extern struct lock tc_lock;     /* MDCACHE: guards all of the cache */
extern struct tc_counts tc_now; /* its lock */

/* ---- tctable.c: tracks, and who waits for them. The lock is held where nothing else is said. */

/* The track, used last now, or NULL: no storage. Room is made for a new one. */
struct tc_track *tc_find_or_make(struct volume *volume, uint32_t nr);
/* Gives it other contents, whose reference it takes; NULL: they are not known. */
void tc_set_image(struct tc_track *track, struct tc_image *image);
/* One more use of it, a hit or not. Tracks that the user does not keep go. */
void tc_used(struct tc_user *user, const struct tc_track *track, bool is_hit);
/* The last track of a user who does not keep them goes. */
void tc_drop_last(struct tc_user *user);
/* Nobody needs it in storage. */
bool tc_is_removable(const struct tc_track *track);
void tc_delete(struct tc_track *track);

/* The user waits for the I/O of the track. */
void tc_wait(struct tc_user *user, struct tc_track *track);
/* An I/O for the track is over; then tc_wake_all or tc_wake_soon must be called. */
void tc_wake_waiters(struct tc_track *track, int read_rc);
/* Runs the channel programs of those who need not wait any longer. No locks held. */
void tc_wake_all(void);
/* The same, before long. Not with the lock; others above it may be held. */
void tc_wake_soon(void);

/* ---- tcio.c */

/*
 * Finds the track with its image. Returns 0 with the lock held; else without: -E_AGAIN, or an
 * error.
 */
int tc_lookup(
	struct tc_user *user, struct volume *volume, uint32_t nr, struct tc_track **out) MUST_CHECK;

/*
 * Writes the user's track. Returns 0 when that is done, or an error, or -E_AGAIN. Lock held, but
 * not all the time.
 */
int tc_write_back(struct tc_user *user) MUST_CHECK;

/* The user has writes to its track that were not begun. Lock held. */
bool tc_has_more(const struct tc_user *user);
/* The user has nothing more to be written there. Lock held. */
void tc_user_is_clean(struct tc_user *user);

/* A write of the whole track for users who have gone with their writes not done, or NULL. Lock
 * held.
 */
struct tc_io *tc_write_orphaned(struct tc_track *track);
/* Carries writes out as far as they end at once. NULL is allowed. Not with the lock. */
void tc_write_all(struct tc_io *io);

#endif
