// SPDX-License-Identifier: Apache-2.0
/* The minidisk cache: the tracks in it by hash and by age, and who waits for them. */
#include "mach/abend.h"
#include "mach/frame.h"
#include "nucleus/storage.h"
#include "nucleus/tctable.h"
#include "nucleus/timer.h"
#include "nucleus/vdev.h"

#define SPARE_PART 16 /* of all storage that the cache leaves free */
#define DROP_MAX   32 /* tracks at once: the lock is held */

static void woken_expired(struct timer *timer);

struct lock tc_lock = LOCK_INIT(MDCACHE);
struct tc_counts tc_now;
static struct list *buckets; /* cache lock, as all of the following */
static uint64_t nr_buckets;
static struct list lru = LIST_INIT(lru);
static struct list woken = LIST_INIT(woken); /* tc_user.wait_link */
static struct timer wake_timer = {.expired = woken_expired};

/* ---- Who waits ------------------------------------------------------------------------------- */

void tc_user_init(struct tc_user *user, struct vmdbk *vm, uint16_t devno)
{
	*user = (struct tc_user){.vm = vm, .devno = devno};
	list_init(&user->wait_link);
}

void tc_wait(struct tc_user *user, struct tc_track *track)
{
	list_del(&user->wait_link);
	list_add_tail(&track->waiters, &user->wait_link);
}

/* An I/O for the track is over. Lock held; somebody must then call tc_wake_all, or set its timer.
 */
void tc_wake_waiters(struct tc_track *track, int read_rc)
{
	struct list *link;

	while ((link = list_pop(&track->waiters)) != NULL) {
		struct tc_user *user = LIST_ENTRY(link, struct tc_user, wait_link);

		user->read_rc = read_rc;
		user->read_volume = track->volume;
		user->read_track = track->nr;
		list_add_tail(&woken, &user->wait_link);
	}
}

/* Runs the channel programs of those who need not wait any longer. No locks held. */
void tc_wake_all(void)
{
	for (;;) {
		struct vmdbk *vm = NULL;
		uint16_t devno = 0;
		struct list *link;

		lock_take(&tc_lock);
		link = list_pop(&woken);
		if (link) {
			struct tc_user *user = LIST_ENTRY(link, struct tc_user, wait_link);

			vm = user->vm;
			devno = user->devno;
			vm_get(vm);
		}
		lock_drop(&tc_lock);
		if (!vm)
			return;
		vdev_wake(vm, devno);
		vm_put(vm);
	}
}

static void woken_expired(struct timer *timer)
{
	(void)timer;
	tc_wake_all();
}

/* Others have waited for an I/O that was over at once: locks may be held that keep them off. */
void tc_wake_soon(void)
{
	bool any;

	lock_take(&tc_lock);
	any = !list_is_empty(&woken);
	lock_drop(&tc_lock);
	if (any)
		timer_set(&wake_timer, 0);
}

/* ---- Tracks ---------------------------------------------------------------------------------- */

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

void tc_set_image(struct tc_track *track, struct tc_image *image)
{
	if (track->image)
		tc_now.bytes -= track->image->bytes;
	if (image)
		tc_now.bytes += image->bytes;
	image_put(track->image);
	track->image = image;
}

bool tc_is_removable(const struct tc_track *track)
{
	return track->state == TC_IDLE && !track->pins && list_is_empty(&track->waiters);
}

void tc_delete(struct tc_track *track)
{
	tc_set_image(track, NULL);
	list_del(&track->hash_link);
	list_del(&track->lru_link);
	stor_free(track, sizeof(*track));
	tc_now.nr_tracks--;
}

/* Drops what was not used for longest: at most nr_tracks of them, until the cache has no more than
 * so many bytes. */
static unsigned drop_oldest(unsigned nr_tracks, uint64_t bytes)
{
	struct list *link, *after;
	unsigned nr = 0;

	list_for_each_safe (link, after, &lru) {
		struct tc_track *track = LIST_ENTRY(link, struct tc_track, lru_link);

		if (nr == nr_tracks || tc_now.bytes <= bytes)
			break;
		if (!tc_is_removable(track))
			continue;
		tc_delete(track);
		nr++;
	}
	return nr;
}

static uint64_t free_frames(uint64_t *total)
{
	struct frame_counts frames;
	uint64_t used = 0;

	frame_count(&frames);
	for (unsigned i = FRAME_FREE + 1; i < NR_FRAME_USES; i++)
		used += frames.in_use[i];
	*total = frames.total;
	return frames.total - used;
}

/* Makes room for one more: within the cache's share of storage, and leaving some of it to others.
 */
static void trim(void)
{
	uint64_t total, free = free_frames(&total), bytes = tc_now.max_bytes, missing;

	if (free < total / SPARE_PART) {
		missing = (total / SPARE_PART - free) * PAGE_SIZE;
		bytes = MIN(bytes, tc_now.bytes > missing ? tc_now.bytes - missing : 0);
	}
	drop_oldest(DROP_MAX, MAX(bytes, tc_now.min_bytes));
}

bool tc_shrink(void)
{
	unsigned nr;

	lock_take(&tc_lock);
	nr = drop_oldest(DROP_MAX, tc_now.min_bytes);
	lock_drop(&tc_lock);
	return nr > 0;
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
	tc_now.nr_tracks++;
	return track;
}

struct tc_track *tc_find_or_make(struct volume *volume, uint32_t nr)
{
	struct tc_track *track = find(volume, nr);

	if (!track)
		return make(volume, nr);
	list_del(&track->lru_link);
	list_add_tail(&lru, &track->lru_link);
	return track;
}

void tc_forget(struct volume *volume)
{
	struct list *link, *after;

	lock_take(&tc_lock);
	list_for_each_safe (link, after, &lru) {
		struct tc_track *track = LIST_ENTRY(link, struct tc_track, lru_link);

		if (track->volume == volume && tc_is_removable(track))
			tc_delete(track);
	}
	lock_drop(&tc_lock);
}

bool tc_forget_track(struct volume *volume, uint32_t nr)
{
	struct tc_track *track;

	lock_take(&tc_lock);
	track = find(volume, nr);
	if (track && tc_is_removable(track)) {
		tc_delete(track);
		track = NULL;
	}
	lock_drop(&tc_lock);
	return !track;
}

void tc_count(struct tc_counts *out)
{
	lock_take(&tc_lock);
	*out = tc_now;
	lock_drop(&tc_lock);
}

/* ---- What is counted, and limits ------------------------------------------------------------- */

void tc_drop_last(struct tc_user *user)
{
	struct tc_track *track = user->is_last_there ? find(user->last_volume, user->last) : NULL;

	if (track && tc_is_removable(track))
		tc_delete(track);
	user->is_last_there = false;
}

void tc_used(struct tc_user *user, const struct tc_track *track, bool is_hit)
{
	struct tc_reads *reads = volume_reads(track->volume);

	user->hits += is_hit;
	reads->hits += is_hit;
	tc_now.hits += is_hit;
	user->misses += !is_hit;
	reads->misses += !is_hit;
	tc_now.misses += !is_hit;
	if (__builtin_expect(!user->is_uncached && !tc_now.is_off, true))
		return;
	if (user->is_last_there && user->last == track->nr && user->last_volume == track->volume)
		return;
	tc_drop_last(user);
	user->is_last_there = true;
	user->last = track->nr;
	user->last_volume = track->volume;
}

void tc_count_volume(struct volume *volume, struct tc_reads *reads)
{
	lock_take(&tc_lock);
	*reads = *volume_reads(volume);
	lock_drop(&tc_lock);
}

void tc_count_user(const struct tc_user *user, struct tc_reads *reads)
{
	lock_take(&tc_lock);
	*reads = (struct tc_reads){user->hits, user->misses};
	lock_drop(&tc_lock);
}

bool tc_is_uncached(const struct tc_user *user)
{
	return user->is_uncached;
}

void tc_set_uncached(struct tc_user *user, bool is_uncached)
{
	lock_take(&tc_lock);
	user->is_uncached = is_uncached;
	lock_drop(&tc_lock);
}

/* Lets go of tracks until there are no more than so many bytes; the lock is not held for long. */
static void shrink_to(uint64_t bytes)
{
	unsigned nr;

	do {
		lock_take(&tc_lock);
		nr = drop_oldest(DROP_MAX, bytes);
		lock_drop(&tc_lock);
	} while (nr);
}

void tc_set_limits(uint64_t min_bytes, uint64_t max_bytes)
{
	lock_take(&tc_lock);
	tc_now.min_bytes = min_bytes;
	tc_now.max_bytes = max_bytes;
	lock_drop(&tc_lock);
	shrink_to(max_bytes);
}

void tc_set_off(bool is_off)
{
	lock_take(&tc_lock);
	tc_now.is_off = is_off;
	lock_drop(&tc_lock);
	if (is_off)
		shrink_to(0);
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
	tc_now.max_bytes = frame_storage_size() / 2;
}
