// SPDX-License-Identifier: Apache-2.0
/* The minidisk cache: tracks are read from volumes, and written back. */
#include "lib/err.h"
#include "mach/frame.h"
#include "nucleus/storage.h"
#include "nucleus/tctable.h"

#define BUF_ORDER 4 /* frames for the image of a track */
static_assert(DASD_TRACK_MAX <= PAGE_SIZE << BUF_ORDER, "buffer of a track");

static void *buf_alloc(void)
{
	return (void *)frame_alloc_run_dirty(FRAME_CP, BUF_ORDER);
}

static void buf_free(void *buf)
{
	if (buf)
		frame_free_run((habs_t)buf, BUF_ORDER);
}

/* ---- Reading --------------------------------------------------------------------------------- */

/* A read of some tracks in a row; the first is the one that is wanted. */
struct tc_read {
	struct dasd_io io;
	struct tc_track *track[CKDPROG_TRACKS_MAX];
	void *buf[CKDPROG_TRACKS_MAX];
};

static void read_done(struct dasd_io *dasd_io);

/* One more track. False: no storage. Lock held. */
static bool read_add(struct tc_read *read, struct tc_track *track)
{
	void *buf = buf_alloc();

	if (!buf)
		return false;
	read->buf[read->io.nr_tracks] = buf;
	read->track[read->io.nr_tracks++] = track;
	track->state = TC_READING;
	return true;
}

/*
 * Who reads one track after the other gets those that follow as well, as far as nobody has them: a
 * disk takes longer to begin than to read. Not beyond the cylinder: another minidisk can begin
 * there, whose owner may write without the cache. Lock held.
 */
static void read_ahead(struct tc_read *read)
{
	const struct tc_track *first = read->track[0];
	uint32_t nr = CKD_3390_HEADS - first->nr % CKD_3390_HEADS;

	for (uint32_t i = 1; i < MIN(nr, (uint32_t)CKDPROG_TRACKS_MAX); i++) {
		struct tc_track *track = tc_find_or_make(first->volume, first->nr + i);

		if (!track || track->image || track->state != TC_IDLE)
			return;
		if (!read_add(read, track)) {
			if (tc_is_removable(track))
				tc_delete(track);
			return;
		}
	}
}

/* The read of a track that is idle and not known. NULL: no storage. Lock held. */
static struct tc_read *read_make(struct tc_track *track, bool is_sequential)
{
	struct tc_read *read = stor_alloc(sizeof(*read));

	if (!read)
		return NULL;
	read->io = (struct dasd_io){.dasd = volume_dasd(track->volume),
		.op = DASD_READ_TRACK,
		.track = track->nr,
		.bufs = read->buf,
		.size = DASD_TRACK_MAX,
		.done = read_done};
	if (!read_add(read, track)) {
		stor_free(read, sizeof(*read));
		return NULL;
	}
	if (is_sequential)
		read_ahead(read);
	return read;
}

/* One of the tracks has been read, or not. Not with the lock. */
static int track_over(struct tc_read *read, unsigned i, int rc)
{
	struct tc_track *track = read->track[i];
	struct tc_image *image = NULL;

	if (!rc)
		rc = image_parse(read->buf[i], DASD_TRACK_MAX, &image);
	buf_free(read->buf[i]);
	lock_take(&tc_lock);
	track->state = TC_IDLE;
	tc_set_image(track, image);
	/* Nobody asked for the others: who came meanwhile tries himself. */
	tc_wake_waiters(track, i ? 0 : rc);
	if (rc && tc_is_removable(track))
		tc_delete(track);
	lock_drop(&tc_lock);
	return rc;
}

/* Some track in a row can't be read: then only the first is to be. Not with the lock. */
static bool is_alone_now(struct tc_read *read, int rc)
{
	if (!rc || rc == -E_AGAIN || read->io.nr_tracks == 1)
		return false;
	for (unsigned i = 1; i < read->io.nr_tracks; i++)
		(void)track_over(read, i, rc);
	read->io.nr_tracks = 1;
	return true;
}

/* Returns -E_AGAIN, or how it has ended. */
static int read_start(struct tc_read *read)
{
	int rc;

	do {
		rc = dasd_start(&read->io);
	} while (is_alone_now(read, rc));
	return rc;
}

/* The rc of the track that was wanted. Not with the lock. */
static int read_over(struct tc_read *read, int rc)
{
	int wanted = track_over(read, 0, rc);

	for (unsigned i = 1; i < read->io.nr_tracks; i++)
		(void)track_over(read, i, rc);
	stor_free(read, sizeof(*read));
	return wanted;
}

static void read_done(struct dasd_io *dasd_io)
{
	struct tc_read *read = CONTAINER_OF(dasd_io, struct tc_read, io);
	int rc = dasd_io->rc;

	if (is_alone_now(read, rc))
		rc = read_start(read);
	if (rc == -E_AGAIN)
		return;
	(void)read_over(read, rc);
	tc_wake_all();
}

/* Reads for a user who is among the waiters. -E_AGAIN, or it is over, and he waits no longer. */
static int read_for(struct tc_read *read, struct tc_user *user)
{
	int rc = read_start(read);

	if (rc == -E_AGAIN)
		return rc;
	lock_take(&tc_lock);
	list_del(&user->wait_link);
	lock_drop(&tc_lock);
	rc = read_over(read, rc);
	tc_wake_soon(); /* others that came meanwhile; our caller may hold locks */
	return rc;
}

/* The track is the one behind that which the user had last. Lock held. */
static bool is_sequential(const struct tc_user *user, const struct tc_track *track)
{
	return user->next == track->nr && user->next_volume == track->volume &&
	       !user->is_uncached && !tc_now.is_off;
}

static void remember(struct tc_user *user, const struct tc_track *track)
{
	user->next = track->nr + 1;
	user->next_volume = track->volume;
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
		struct tc_read *read;

		*out = track;
		if (!track) {
			rc = -E_NOMEM;
			break;
		}
		if (track->image) {
			remember(user, track);
			tc_used(user, track, is_hit);
			return 0;
		}
		if (track->state != TC_IDLE) {
			tc_wait(user, track);
			rc = -E_AGAIN;
			break;
		}
		read = read_make(track, is_sequential(user, track));
		if (!read) {
			if (tc_is_removable(track))
				tc_delete(track);
			rc = -E_NOMEM;
			break;
		}
		tc_wait(user, track);
		is_hit = false;
		lock_drop(&tc_lock);
		rc = read_for(read, user);
		lock_take(&tc_lock);
	}
	lock_drop(&tc_lock);
	return rc;
}

/* ---- Writing back ---------------------------------------------------------------------------- */

static struct tc_io *io_make(struct tc_track *track, unsigned nr_records, bool is_whole)
{
	uint32_t size = sizeof(struct tc_io) + nr_records * sizeof(struct dasd_record);
	struct tc_io *io = stor_alloc(size);

	if (!io)
		return NULL;
	io->size = size;
	io->track = track;
	io->io.dasd = volume_dasd(track->volume);
	io->io.op = is_whole ? DASD_WRITE_TRACK : DASD_WRITE_RECORDS;
	io->io.track = track->nr;
	io->io.record = io->record;
	io->io.buf = is_whole ? buf_alloc() : NULL;
	if (is_whole && !io->io.buf) {
		stor_free(io, size);
		return NULL;
	}
	return io;
}

static void io_free(struct tc_io *io)
{
	buf_free(io->io.buf);
	stor_free(io, io->size);
}

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
	struct tc_io *io = io_make(track, nr, is_whole);

	if (!io)
		return NULL;
	io->io.done = write_done;
	io->io.confirm = true; /* or the next program, somebody else's, would hear of the error */
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
 * not all the time.
 */
int tc_write_back(struct tc_user *user)
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
