// SPDX-License-Identifier: Apache-2.0
/*
 * The minidisk cache.
 *
 *	absent -> being read -> idle <-> being written
 *
 * A track is in the hash from the first time that somebody wants it. One I/O at a time is going on
 * for it; who must wait for that is among its waiters. On this emulator an I/O is over at once
 * nearly always: then nobody waits, and a miss costs its reader no task.
 *
 * Writes change the image and remember in the tc_user what is to be written; one track for each
 * user. It is written when the user goes on to another track, or with tc_flush.
 */
#include "nucleus/trackcache.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/tctable.h"

/* ---- What users do --------------------------------------------------------------------------- */

static struct tc_image *image_of(const struct ckd_track *track)
{
	return CONTAINER_OF(track, struct tc_image, track);
}

/*
 * To be looked at by the user. What only one looks at he gets for himself: most of it is never
 * wanted by another, and a page in common costs more when it is changed than a copy does now. Lock
 * held.
 */
static void get_image(struct tc_image *image, const struct tc_user *user)
{
	image->refs++;
	if (!image->user)
		image->user = user;
	else if (image->user != user)
		image->track.is_common = true;
}

int tc_get(struct tc_user *user, struct volume *volume, uint32_t nr, const struct ckd_track **out)
{
	struct tc_track *track;
	int rc = tc_lookup(user, volume, nr, &track);

	if (rc)
		return rc;
	get_image(track->image, user);
	*out = &track->image->track;
	lock_drop(&tc_lock);
	return 0;
}

void tc_put(const struct ckd_track *track)
{
	lock_take(&tc_lock);
	image_put(image_of(track));
	lock_drop(&tc_lock);
}

uint8_t *tc_alloc(uint32_t len)
{
	return block_alloc(len, FRAME_CACHE);
}

void tc_free(uint8_t *data, uint32_t len)
{
	lock_take(&tc_lock);
	block_put(data, len);
	lock_drop(&tc_lock);
}

/* The user will write to this track: what it has written to another one goes to the volume first.
 */
static int leave_other(struct tc_user *user, const struct volume *volume, uint32_t nr)
{
	int rc = 0;

	lock_take(&tc_lock);
	if (user->dirty && (user->dirty->nr != nr || user->dirty->volume != volume))
		rc = tc_write_back(user);
	if (!rc) {
		rc = user->write_rc;
		user->write_rc = 0;
	}
	lock_drop(&tc_lock);
	return rc;
}

static void make_dirty(struct tc_user *user, struct tc_track *track)
{
	if (user->dirty)
		return;
	user->dirty = track;
	track->pins++;
}

/* An image that only the track has, so that it can be changed. Lock held. */
static struct tc_image *own_image(struct tc_track *track)
{
	struct tc_image *image = track->image;

	if (image->refs == 1)
		return image;
	image = image_copy(image);
	if (image)
		tc_set_image(track, image);
	return image;
}

int tc_update(struct tc_user *user, struct volume *volume, uint32_t nr, unsigned rec,
	const struct ckd_count *count, uint8_t *data)
{
	struct tc_track *track;
	int rc = leave_other(user, volume, nr);

	if (!rc)
		rc = tc_lookup(user, volume, nr, &track);
	if (rc)
		return rc;
	if (!image_has(track->image, rec, count))
		rc = -E_NOENT;
	else if (!own_image(track))
		rc = -E_NOMEM;
	if (!rc) {
		image_replace(track->image, rec - 1, data);
		make_dirty(user, track);
		user->records[(rec - 1) / 64] |= BIT64((rec - 1) % 64);
	}
	lock_drop(&tc_lock);
	return rc;
}

/* As tc_lookup, but the image need not be known. */
static int lookup_any(
	struct tc_user *user, struct volume *volume, uint32_t nr, struct tc_track **out)
{
	lock_take(&tc_lock);
	*out = tc_find_or_make(volume, nr);
	if (*out && (*out)->state != TC_READING)
		return 0;
	if (*out)
		tc_wait(user, *out);
	lock_drop(&tc_lock);
	return *out ? -E_AGAIN : -E_NOMEM;
}

int tc_format(struct tc_user *user, struct volume *volume, uint32_t nr, unsigned keep,
	const struct ckd_record *add, unsigned nr_add, const uint8_t *r0)
{
	struct tc_track *track;
	struct tc_image *image;
	int rc = leave_other(user, volume, nr);

	if (!rc && keep)
		rc = tc_lookup(user, volume, nr, &track);
	else if (!rc)
		rc = lookup_any(user, volume, nr, &track);
	if (rc)
		return rc;
	rc = image_format(track->image, keep, add, nr_add, r0, &image);
	if (!rc) {
		tc_set_image(track, image);
		make_dirty(user, track);
		user->is_whole = true;
	}
	lock_drop(&tc_lock);
	return rc;
}

/* An image like the track's, held once; -E_NOMEM, or as tc_lookup. */
static int copy_image(
	struct tc_user *user, struct volume *volume, uint32_t nr, struct tc_image **copy)
{
	struct tc_track *track;
	int rc = tc_lookup(user, volume, nr, &track);

	if (rc)
		return rc;
	*copy = image_copy(track->image);
	lock_drop(&tc_lock);
	return *copy ? 0 : -E_NOMEM;
}

int tc_copy(struct tc_user *user, struct volume *from_volume, uint32_t from, struct volume *volume,
	uint32_t nr)
{
	struct tc_image *image;
	struct tc_track *track;
	int rc = leave_other(user, volume, nr);

	if (!rc)
		rc = copy_image(user, from_volume, from, &image);
	if (rc)
		return rc;
	rc = lookup_any(user, volume, nr, &track);
	if (rc) {
		lock_take(&tc_lock);
		image_put(image);
	} else {
		tc_set_image(track, image);
		make_dirty(user, track);
		user->is_whole = true;
	}
	lock_drop(&tc_lock);
	return rc;
}

int tc_flush(struct tc_user *user)
{
	int rc = 0;

	lock_take(&tc_lock);
	if (user->dirty)
		rc = tc_write_back(user);
	if (!rc) {
		rc = user->write_rc;
		user->write_rc = 0;
	}
	lock_drop(&tc_lock);
	return rc;
}

void tc_user_done(struct tc_user *user)
{
	struct tc_track *track;
	struct tc_io *io = NULL;

	lock_take(&tc_lock);
	track = user->dirty;
	if (track) {
		if (user->is_writing)
			track->writing->user = NULL;
		track->is_orphaned |= tc_has_more(user);
		tc_user_is_clean(user);
		if (track->state == TC_IDLE)
			io = tc_write_orphaned(track);
	}
	list_del(&user->wait_link);
	tc_drop_last(user);
	lock_drop(&tc_lock);
	tc_write_all(io);
	tc_wake_soon();
}
