// SPDX-License-Identifier: Apache-2.0
/* The minidisk cache: tracks are read from volumes, and written back. */
#include "lib/err.h"
#include "nucleus/storage.h"
#include "nucleus/tctable.h"

/* ---- I/O
 * --------------------------------------------------------------------------------------------- */

static struct tc_io *io_make(
	struct tc_track *track, enum dasd_op op, unsigned nr_records, bool buffer)
{
	uint32_t size = sizeof(struct tc_io) + nr_records * sizeof(struct dasd_record);
	struct tc_io *io = stor_alloc(size);

	if (!io)
		return NULL;
	io->size = size;
	io->track = track;
	io->io.dasd = volume_dasd(track->volume);
	io->io.op = (uint8_t)op;
	io->io.track = track->nr;
	io->io.record = io->record;
	io->io.buf = buffer ? stor_alloc(DASD_TRACK_MAX) : NULL;
	io->io.size = DASD_TRACK_MAX;
	if (buffer && !io->io.buf) {
		stor_free(io, size);
		return NULL;
	}
	return io;
}

static void io_free(struct tc_io *io)
{
	if (!io)
		return;
	if (io->io.buf)
		stor_free(io->io.buf, DASD_TRACK_MAX);
	stor_free(io, io->size);
}

/* A read is over. The image, or how it went wrong. Not called with the lock. */
static int read_over(struct tc_track *track, struct tc_io *io, int rc)
{
	struct tc_image *image = NULL;

	if (!rc)
		rc = image_parse(io->io.buf, io->io.len, &image);
	io_free(io);
	lock_take(&tc_lock);
	track->state = TC_IDLE;
	tc_set_image(track, image);
	tc_wake_waiters(track, rc);
	if (rc && tc_is_removable(track))
		tc_delete(track);
	lock_drop(&tc_lock);
	return rc;
}

static void read_done(struct dasd_io *dasd_io)
{
	struct tc_io *io = CONTAINER_OF(dasd_io, struct tc_io, io);

	read_over(io->track, io, dasd_io->rc);
	tc_wake_all();
}

/*
 * Reads a track that its caller has made TC_READING, among whose waiters he is. Returns -E_AGAIN,
 * or 0 or an error when it is over already, and he waits no longer.
 */
static int read_start(struct tc_track *track, struct tc_user *user)
{
	struct tc_io *io = io_make(track, DASD_READ_TRACK, 0, true);
	int rc = -E_NOMEM;

	if (io) {
		io->io.done = read_done;
		rc = dasd_start(&io->io);
	}
	if (rc == -E_AGAIN)
		return rc;
	lock_take(&tc_lock);
	list_del(&user->wait_link);
	lock_drop(&tc_lock);
	rc = read_over(track, io, rc);
	tc_wake_soon(); /* others that came meanwhile; our caller may hold locks */
	return rc;
}

/*
 * Finds the track with its image. Returns 0 with the lock held; else without: -E_AGAIN, or an
 * error.
 */
int tc_lookup(struct tc_user *user, struct volume *volume, uint32_t nr, struct tc_track **out)
{
	bool is_hit = true;
	int rc = 0;

	lock_take(&tc_lock);
	if (user->read_rc) {
		if (user->read_volume == volume && user->read_track == nr)
			rc = user->read_rc;
		user->read_rc = 0;
	}
	while (!rc) {
		struct tc_track *track = tc_find_or_make(volume, nr);

		*out = track;
		if (!track) {
			rc = -E_NOMEM;
			break;
		}
		if (track->image) {
			tc_used(user, track, is_hit);
			return 0;
		}
		tc_wait(user, track);
		if (track->state != TC_IDLE) {
			rc = -E_AGAIN;
			break;
		}
		track->state = TC_READING;
		is_hit = false;
		lock_drop(&tc_lock);
		rc = read_start(track, user);
		lock_take(&tc_lock);
	}
	lock_drop(&tc_lock);
	return rc;
}

/* ---- Writing back
 * ------------------------------------------------------------------------------------ */

static void write_done(struct dasd_io *dasd_io);

/* The records of the bits, in order of the track. */
static unsigned fill_records(
	const struct tc_image *image, const uint64_t *bits, struct dasd_record *record)
{
	unsigned nr = 0;

	for (unsigned i = 0, last = 0; i < image->track.nr_records && i < 128; i++) {
		const struct ckd_record *from = &image->track.record[i];

		if (!(bits[i / 64] & BIT64(i % 64)))
			continue;
		record[nr] = (struct dasd_record){.count = from->count,
			.is_next = nr > 0 && i == last + 1,
			.with_key = from->count.key_len > 0,
			.data = from->data};
		last = i;
		nr++;
	}
	return nr;
}

/* What is to be written, of the image as it is now. Lock held. NULL: no storage. */
static struct tc_io *write_make(struct tc_track *track, const uint64_t *bits, bool is_whole)
{
	unsigned nr = is_whole ? 0 : track->image->track.nr_records;
	struct tc_io *io =
		io_make(track, is_whole ? DASD_WRITE_TRACK : DASD_WRITE_RECORDS, nr, is_whole);

	if (!io)
		return NULL;
	io->io.done = write_done;
	io->image = track->image;
	io->image->refs++;
	if (is_whole)
		io->io.size = image_write(io->image, track->nr, io->io.buf);
	else
		io->io.nr_records = (uint16_t)fill_records(io->image, bits, io->record);
	return io;
}

/* The user has nothing more to be written on its track. Lock held. */
void tc_user_is_clean(struct tc_user *user)
{
	user->dirty->pins--;
	user->dirty = NULL;
	user->is_whole = false;
	user->records[0] = user->records[1] = 0;
}

bool tc_has_more(const struct tc_user *user)
{
	return user->is_whole || user->records[0] || user->records[1];
}

/* A write of the whole track for users who have gone with their writes not done. Lock held. */
struct tc_io *tc_write_orphaned(struct tc_track *track)
{
	static const uint64_t none[2];
	struct tc_io *io = NULL;

	if (track->is_orphaned && track->image)
		io = write_make(track, none, true);
	track->is_orphaned = false;
	if (io) {
		track->state = TC_WRITING;
		track->writing = io;
	}
	return io;
}

/*
 * A write is over. What stands on the track after an error is not known: the image is dropped.
 * Returns the next write of the track, which its caller must start, or NULL.
 */
static struct tc_io *write_over(struct tc_io *io, int rc)
{
	struct tc_track *track = io->track;
	struct tc_user *user;
	struct tc_io *next;

	lock_take(&tc_lock);
	user = io->user;
	tc_now.writes++;
	image_put(io->image);
	track->state = TC_IDLE;
	track->writing = NULL;
	if (rc)
		tc_set_image(track, NULL);
	if (user) {
		user->is_writing = false;
		user->write_rc = rc;
		if (!tc_has_more(user))
			tc_user_is_clean(user);
	}
	next = tc_write_orphaned(track);
	tc_wake_waiters(track, 0);
	if (!track->image && tc_is_removable(track))
		tc_delete(track);
	lock_drop(&tc_lock);
	io_free(io);
	return next;
}

/* Carries writes out as far as they end at once. */
void tc_write_all(struct tc_io *io)
{
	while (io) {
		int rc = dasd_start(&io->io);

		if (rc == -E_AGAIN)
			return;
		io = write_over(io, rc);
	}
}

static void write_done(struct dasd_io *dasd_io)
{
	tc_write_all(write_over(CONTAINER_OF(dasd_io, struct tc_io, io), dasd_io->rc));
	tc_wake_all();
}

/*
 * Writes the user's track. Returns 0 when that is done, or an error, or -E_AGAIN. Lock held, but
 * not all the time. is_last: nothing follows, so make sure that it is on the volume.
 */
int tc_write_back(struct tc_user *user, bool is_last)
{
	struct tc_track *track = user->dirty;
	struct tc_io *io;
	int rc;

	if (user->is_writing || track->state != TC_IDLE) {
		tc_wait(user, track);
		return -E_AGAIN;
	}
	io = track->image ? write_make(track, user->records, user->is_whole) : NULL;
	if (!io) { /* somebody else's write has failed, or there is no storage */
		tc_user_is_clean(user);
		tc_set_image(track, NULL);
		return -E_IO;
	}
	io->user = user;
	io->io.confirm = is_last;
	user->is_whole = false;
	user->records[0] = user->records[1] = 0;
	user->is_writing = true;
	track->state = TC_WRITING;
	track->writing = io;
	tc_wait(user, track);
	lock_drop(&tc_lock);
	rc = dasd_start(&io->io);
	if (rc != -E_AGAIN) {
		lock_take(&tc_lock);
		list_del(&user->wait_link);
		lock_drop(&tc_lock);
		tc_write_all(write_over(io, rc));
		tc_wake_soon();
	}
	lock_take(&tc_lock);
	if (rc != -E_AGAIN)
		user->write_rc = 0;
	return rc;
}
