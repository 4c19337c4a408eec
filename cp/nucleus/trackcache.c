// SPDX-License-Identifier: Apache-2.0
/*
 * The minidisk cache.
 *
 *	absent -> being read -> idle <-> being written
 *
 * A track is in the hash from the first time that somebody wants it. One I/O at a time is going on
 * for it; who must wait for that is among its waiters. On this emulator an I/O is over at once
 *nearly always: then nobody waits, and a miss costs its reader no task.
 *
 * Writes change the image and remember in the tc_user what is to be written; one track for each
 *user. It is written when the user goes on to another track, or with tc_flush.
 */
#include "nucleus/trackcache.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/abend.h"
#include "mach/frame.h"
#include "nucleus/storage.h"
#include "nucleus/timer.h"
#include "nucleus/trackimage.h"
#include "nucleus/vdev.h"
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

/* An I/O for a track. */
struct tc_io {
	struct dasd_io io;
	struct tc_track *track;
	struct tc_user *user;   /* a write: for whom; NULL: it has gone */
	struct tc_image *image; /* held: what is written */
	uint32_t size;          /* of this block */
	struct dasd_record record[];
};

static void wake_all(struct timer *timer);

static struct lock cache_lock = LOCK_INIT(MDCACHE);
static struct list *buckets; /* cache lock, as all of the following */
static uint64_t nr_buckets;
static struct list lru = LIST_INIT(lru);
static struct list woken = LIST_INIT(woken); /* tc_user.wait_link */
static struct tc_counts counts;
static struct timer wake_timer = {.expired = wake_all};

/* ---- Who waits
 * --------------------------------------------------------------------------------------- */

void tc_user_init(struct tc_user *user, struct vmdbk *vm, uint16_t devno)
{
	*user = (struct tc_user){.vm = vm, .devno = devno};
	list_init(&user->wait_link);
}

static void wait_for(struct tc_user *user, struct tc_track *track)
{
	list_del(&user->wait_link);
	list_add_tail(&track->waiters, &user->wait_link);
}

/* An I/O for the track is over. Lock held; somebody must then call wake_all, or set its timer. */
static void wake_waiters(struct tc_track *track, int read_rc)
{
	struct list *link;

	while ((link = list_pop(&track->waiters)) != NULL) {
		struct tc_user *user = LIST_ENTRY(link, struct tc_user, wait_link);

		user->read_rc = read_rc;
		user->read_track = track->nr;
		list_add_tail(&woken, &user->wait_link);
	}
}

/* Runs the channel programs of those who need not wait any longer. No locks held. */
static void wake_all(struct timer *timer)
{
	(void)timer;
	for (;;) {
		struct vmdbk *vm = NULL;
		uint16_t devno = 0;
		struct list *link;

		lock_take(&cache_lock);
		link = list_pop(&woken);
		if (link) {
			struct tc_user *user = LIST_ENTRY(link, struct tc_user, wait_link);

			vm = user->vm;
			devno = user->devno;
			vm_get(vm);
		}
		lock_drop(&cache_lock);
		if (!vm)
			return;
		vdev_wake(vm, devno);
		vm_put(vm);
	}
}

/* ---- Tracks
 * ------------------------------------------------------------------------------------------ */

static struct list *bucket_of(const struct volume *volume, uint32_t nr)
{
	uint64_t hash = ((uint64_t)(habs_t)volume >> 6) * 0x9e3779b97f4a7c15ul + nr;

	return &buckets[hash & (nr_buckets - 1)];
}

static struct tc_track *find(const struct volume *volume, uint32_t nr)
{
	struct list *bucket = bucket_of(volume, nr), *link;

	list_for_each (link, bucket) {
		struct tc_track *track = LIST_ENTRY(link, struct tc_track, hash_link);

		if (track->nr == nr && track->volume == volume)
			return track;
	}
	return NULL;
}

static void set_image(struct tc_track *track, struct tc_image *image)
{
	if (track->image)
		counts.bytes -= track->image->bytes;
	if (image)
		counts.bytes += image->bytes;
	image_put(track->image);
	track->image = image;
}

static bool is_removable(const struct tc_track *track)
{
	return track->state == TC_IDLE && !track->pins && list_is_empty(&track->waiters);
}

static void delete (struct tc_track *track)
{
	set_image(track, NULL);
	list_del(&track->hash_link);
	list_del(&track->lru_link);
	stor_free(track, sizeof(*track));
	counts.nr_tracks--;
}

/* Makes room: within its share of storage, and leaving some of it to others. Lock held. */
static void trim(void)
{
	struct frame_counts frames;
	struct list *link, *after;
	uint64_t used = 0;
	bool is_scarce;

	frame_count(&frames);
	for (unsigned i = 0; i < NR_FRAME_USES; i++)
		used += i == FRAME_FREE ? 0 : frames.in_use[i];
	is_scarce = frames.total - used < frames.total / 16;
	list_for_each_safe (link, after, &lru) {
		struct tc_track *track = LIST_ENTRY(link, struct tc_track, lru_link);

		if (counts.bytes <= counts.max_bytes && !is_scarce)
			return;
		if (!is_removable(track))
			continue;
		delete (track);
		is_scarce = false; /* one goes for each that comes */
	}
}

static struct tc_track *make(struct volume *volume, uint32_t nr)
{
	struct tc_track *track;

	trim();
	track = stor_alloc(sizeof(*track));
	if (!track)
		return NULL;
	track->volume = volume;
	track->nr = nr;
	list_init(&track->waiters);
	list_add_head(bucket_of(volume, nr), &track->hash_link);
	list_add_tail(&lru, &track->lru_link);
	counts.nr_tracks++;
	return track;
}

static struct tc_track *find_or_make(struct volume *volume, uint32_t nr)
{
	struct tc_track *track = find(volume, nr);

	if (!track)
		return make(volume, nr);
	list_del(&track->lru_link);
	list_add_tail(&lru, &track->lru_link);
	return track;
}

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
	lock_take(&cache_lock);
	track->state = TC_IDLE;
	set_image(track, image);
	wake_waiters(track, rc);
	if (rc && is_removable(track))
		delete (track);
	lock_drop(&cache_lock);
	return rc;
}

static void read_done(struct dasd_io *dasd_io)
{
	struct tc_io *io = CONTAINER_OF(dasd_io, struct tc_io, io);

	read_over(io->track, io, dasd_io->rc);
	wake_all(NULL);
}

static void wake_soon(void)
{
	lock_take(&cache_lock);
	if (!list_is_empty(&woken))
		timer_set(&wake_timer, 0);
	lock_drop(&cache_lock);
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
	lock_take(&cache_lock);
	list_del(&user->wait_link);
	lock_drop(&cache_lock);
	rc = read_over(track, io, rc);
	wake_soon(); /* others that came meanwhile; our caller may hold locks */
	return rc;
}

/*
 * Finds the track with its image. Returns 0 with the lock held; else without: -E_AGAIN, or an
 * error.
 */
static int lookup(struct tc_user *user, struct volume *volume, uint32_t nr, struct tc_track **out)
{
	bool is_hit = true;
	int rc = 0;

	lock_take(&cache_lock);
	if (user->read_rc) {
		rc = user->read_track == nr ? user->read_rc : 0;
		user->read_rc = 0;
	}
	while (!rc) {
		struct tc_track *track = find_or_make(volume, nr);

		*out = track;
		if (!track) {
			rc = -E_NOMEM;
			break;
		}
		if (track->image) {
			user->hits += is_hit;
			counts.hits += is_hit;
			return 0;
		}
		wait_for(user, track);
		if (track->state != TC_IDLE) {
			rc = -E_AGAIN;
			break;
		}
		track->state = TC_READING;
		is_hit = false;
		user->misses++;
		counts.misses++;
		lock_drop(&cache_lock);
		rc = read_start(track, user);
		lock_take(&cache_lock);
	}
	lock_drop(&cache_lock);
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
static void user_is_clean(struct tc_user *user)
{
	user->dirty->pins--;
	user->dirty = NULL;
	user->is_whole = false;
	user->records[0] = user->records[1] = 0;
}

static bool has_more(const struct tc_user *user)
{
	return user->is_whole || user->records[0] || user->records[1];
}

/* A write of the whole track for users who have gone with their writes not done. Lock held. */
static struct tc_io *write_orphaned(struct tc_track *track)
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

	lock_take(&cache_lock);
	user = io->user;
	counts.writes++;
	image_put(io->image);
	track->state = TC_IDLE;
	track->writing = NULL;
	if (rc)
		set_image(track, NULL);
	if (user) {
		user->is_writing = false;
		user->write_rc = rc;
		if (!has_more(user))
			user_is_clean(user);
	}
	next = write_orphaned(track);
	wake_waiters(track, 0);
	if (!track->image && is_removable(track))
		delete (track);
	lock_drop(&cache_lock);
	io_free(io);
	return next;
}

/* Carries writes out as far as they end at once. */
static void write_all(struct tc_io *io)
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
	write_all(write_over(CONTAINER_OF(dasd_io, struct tc_io, io), dasd_io->rc));
	wake_all(NULL);
}

/*
 * Writes the user's track. Returns 0 when that is done, or an error, or -E_AGAIN. Lock held, but
 * not all the time. is_last: nothing follows, so make sure that it is on the volume.
 */
static int write_back(struct tc_user *user, bool is_last)
{
	struct tc_track *track = user->dirty;
	struct tc_io *io;
	int rc;

	if (user->is_writing || track->state != TC_IDLE) {
		wait_for(user, track);
		return -E_AGAIN;
	}
	io = track->image ? write_make(track, user->records, user->is_whole) : NULL;
	if (!io) { /* somebody else's write has failed, or there is no storage */
		user_is_clean(user);
		set_image(track, NULL);
		return -E_IO;
	}
	io->user = user;
	io->io.confirm = is_last;
	user->is_whole = false;
	user->records[0] = user->records[1] = 0;
	user->is_writing = true;
	track->state = TC_WRITING;
	track->writing = io;
	wait_for(user, track);
	lock_drop(&cache_lock);
	rc = dasd_start(&io->io);
	if (rc != -E_AGAIN) {
		lock_take(&cache_lock);
		list_del(&user->wait_link);
		lock_drop(&cache_lock);
		write_all(write_over(io, rc));
		wake_soon();
	}
	lock_take(&cache_lock);
	if (rc != -E_AGAIN)
		user->write_rc = 0;
	return rc;
}

/* ---- What users do
 * ----------------------------------------------------------------------------------- */

static struct tc_image *image_of(const struct ckd_track *track)
{
	return CONTAINER_OF(track, struct tc_image, track);
}

int tc_get(struct tc_user *user, struct volume *volume, uint32_t nr, const struct ckd_track **out)
{
	struct tc_track *track;
	int rc = lookup(user, volume, nr, &track);

	if (rc)
		return rc;
	track->image->refs++;
	*out = &track->image->track;
	lock_drop(&cache_lock);
	return 0;
}

void tc_put(const struct ckd_track *track)
{
	lock_take(&cache_lock);
	image_put(image_of(track));
	lock_drop(&cache_lock);
}

uint8_t *tc_alloc(uint32_t len)
{
	return block_alloc(len);
}

void tc_free(uint8_t *data, uint32_t len)
{
	lock_take(&cache_lock);
	block_put(data, len);
	lock_drop(&cache_lock);
}

/* The user will write to this track: what it has written to another one goes to the volume first.
 */
static int leave_other(struct tc_user *user, const struct volume *volume, uint32_t nr)
{
	int rc = 0;

	lock_take(&cache_lock);
	if (user->dirty && (user->dirty->nr != nr || user->dirty->volume != volume))
		rc = write_back(user, false);
	if (!rc) {
		rc = user->write_rc;
		user->write_rc = 0;
	}
	lock_drop(&cache_lock);
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
	image = image_make(image, image->track.nr_records, 0);
	if (image)
		set_image(track, image);
	return image;
}

int tc_update(struct tc_user *user, struct volume *volume, uint32_t nr, unsigned rec,
	const struct ckd_count *count, uint8_t *data)
{
	struct tc_track *track;
	struct ckd_record *record;
	int rc = leave_other(user, volume, nr);

	if (!rc)
		rc = lookup(user, volume, nr, &track);
	if (rc)
		return rc;
	if (rec < 1 || rec > track->image->track.nr_records ||
		memcmp(&track->image->track.record[rec - 1].count, count, sizeof(*count)) != 0)
		rc = -E_NOENT;
	else if (!own_image(track))
		rc = -E_NOMEM;
	if (!rc) {
		record = &track->image->track.record[rec - 1];
		block_put(record->data, ckd_record_len(count));
		record->data = data;
		make_dirty(user, track);
		user->records[(rec - 1) / 64] |= BIT64((rec - 1) % 64);
	}
	lock_drop(&cache_lock);
	return rc;
}

/* The image that a format write makes. Lock held. */
static int make_formatted(struct tc_track *track, unsigned keep, const struct ckd_record *add,
	unsigned nr_add, const uint8_t *r0)
{
	struct tc_image *image;
	uint32_t cells = 0;

	if (keep > (track->image ? track->image->track.nr_records : 0))
		return -E_NOENT;
	for (unsigned i = 0; i < keep; i++)
		cells += ckd_record_cells(&track->image->track.record[i].count);
	for (unsigned i = 0; i < nr_add; i++)
		cells += ckd_record_cells(&add[i].count);
	if (cells > CKD_3390_CELLS)
		return -E_FULL;
	image = image_make(track->image, keep, nr_add);
	if (!image)
		return -E_NOMEM;
	for (unsigned i = 0; i < nr_add; i++)
		image_set(image, keep + i, &add[i]);
	if (r0)
		memcpy(image->track.r0, r0, sizeof(image->track.r0));
	set_image(track, image);
	return 0;
}

/* As lookup, but the image need not be known. */
static int lookup_any(
	struct tc_user *user, struct volume *volume, uint32_t nr, struct tc_track **out)
{
	lock_take(&cache_lock);
	*out = find_or_make(volume, nr);
	if (*out && (*out)->state != TC_READING)
		return 0;
	if (*out)
		wait_for(user, *out);
	lock_drop(&cache_lock);
	return *out ? -E_AGAIN : -E_NOMEM;
}

int tc_format(struct tc_user *user, struct volume *volume, uint32_t nr, unsigned keep,
	const struct ckd_record *add, unsigned nr_add, const uint8_t *r0)
{
	struct tc_track *track;
	int rc = leave_other(user, volume, nr);

	if (!rc && keep)
		rc = lookup(user, volume, nr, &track);
	else if (!rc)
		rc = lookup_any(user, volume, nr, &track);
	if (rc)
		return rc;
	rc = make_formatted(track, keep, add, nr_add, r0);
	if (!rc) {
		make_dirty(user, track);
		user->is_whole = true;
	}
	lock_drop(&cache_lock);
	return rc;
}

int tc_flush(struct tc_user *user)
{
	int rc = 0;

	lock_take(&cache_lock);
	if (user->dirty)
		rc = write_back(user, true);
	if (!rc) {
		rc = user->write_rc;
		user->write_rc = 0;
	}
	lock_drop(&cache_lock);
	return rc;
}

void tc_user_done(struct tc_user *user)
{
	struct tc_track *track;
	struct tc_io *io = NULL;

	lock_take(&cache_lock);
	track = user->dirty;
	if (track) {
		if (user->is_writing)
			track->writing->user = NULL;
		track->is_orphaned |= has_more(user);
		user_is_clean(user);
		if (track->state == TC_IDLE)
			io = write_orphaned(track);
	}
	list_del(&user->wait_link);
	lock_drop(&cache_lock);
	write_all(io);
	wake_soon();
}

void tc_forget(struct volume *volume)
{
	struct list *link, *after;

	lock_take(&cache_lock);
	list_for_each_safe (link, after, &lru) {
		struct tc_track *track = LIST_ENTRY(link, struct tc_track, lru_link);

		if (track->volume == volume && is_removable(track))
			delete (track);
	}
	lock_drop(&cache_lock);
}

void tc_count(struct tc_counts *out)
{
	lock_take(&cache_lock);
	*out = counts;
	lock_drop(&cache_lock);
}

void tc_init(void)
{
	uint64_t nr_frames = frame_storage_size() / PAGE_SIZE;

	/* A bucket for each track that there can be, about. */
	for (nr_buckets = PAGE_SIZE / sizeof(*buckets); nr_buckets * 32 < nr_frames;)
		nr_buckets *= 2;
	buckets = (struct list *)frame_alloc_contiguous(
		FRAME_CP, nr_buckets * sizeof(*buckets) / PAGE_SIZE);
	cp_assert(buckets, MDC001);
	for (uint64_t i = 0; i < nr_buckets; i++)
		list_init(&buckets[i]);
	counts.max_bytes = frame_storage_size() / 2;
}
