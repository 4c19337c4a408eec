// SPDX-License-Identifier: Apache-2.0
/* Minidisks in use: found, made and deleted; and the links to them. */
#include "lib/err.h"
#include "nucleus/minidisk_int.h"
#include "nucleus/storage.h"

#define NR_BUCKETS 4096

struct lock minidisks_lock = LOCK_INIT(MINIDISK);
static struct list disks = LIST_INIT(disks); /* minidisks lock, as the next one */
static struct list buckets[NR_BUCKETS];      /* minidisk.hash_link */

void minidisk_init(void)
{
	for (unsigned i = 0; i < NR_BUCKETS; i++)
		list_init(&buckets[i]);
}

struct minidisk *minidisk_next(const struct minidisk *disk)
{
	const struct list *next = disk ? disk->all_link.next : disks.next;

	return next == &disks ? NULL : LIST_ENTRY(next, struct minidisk, all_link);
}

static struct list *bucket_of(uint64_t a, uint64_t b)
{
	uint64_t hash = (a * 0x9e3779b97f4a7c15ul + b) * 0xbf58476d1ce4e5b9ul;

	return &buckets[hash >> 32 & (NR_BUCKETS - 1)];
}

static struct list *volume_bucket(const struct volume *volume, uint32_t cyl, uint32_t nr_cyls)
{
	return bucket_of((uint64_t)(habs_t)volume, (uint64_t)cyl << 32 | nr_cyls);
}

struct list *minidisk_user_bucket(const char *owner, uint16_t devno)
{
	uint64_t name = 0;

	for (unsigned i = 0; i < USERID_LEN && owner[i]; i++)
		name = name << 8 | (uint8_t)owner[i];
	return bucket_of(name, devno);
}

/* minidisks lock held. */
struct minidisk *minidisk_find(const struct volume *volume, uint32_t cyl, uint32_t nr_cyls)
{
	struct list *bucket = volume_bucket(volume, cyl, nr_cyls), *node;

	list_for_each (node, bucket) {
		struct minidisk *disk = LIST_ENTRY(node, struct minidisk, hash_link);

		if (disk->volume == volume && disk->cyl == cyl && disk->nr_cyls == nr_cyls)
			return disk;
	}
	return NULL;
}

/* bucket NULL: nobody shall find it. minidisks lock held. */
struct minidisk *minidisk_make(struct list *bucket)
{
	struct minidisk *disk = stor_alloc(sizeof(*disk));

	if (!disk)
		return NULL;
	list_init(&disk->links);
	list_init(&disk->snapshots);
	list_init(&disk->hash_link);
	list_add_tail(&disks, &disk->all_link);
	if (bucket)
		list_add_head(bucket, &disk->hash_link);
	return disk;
}

/* minidisks lock held. */
struct minidisk *minidisk_make_on_volume(struct volume *volume, uint32_t cyl, uint32_t nr_cyls)
{
	struct minidisk *disk = minidisk_make(volume_bucket(volume, cyl, nr_cyls));

	if (!disk)
		return NULL;
	volume_get(volume);
	disk->volume = volume;
	disk->cyl = cyl;
	disk->nr_cyls = nr_cyls;
	return disk;
}

int minidisk_get(const char *volid, uint32_t cyl, uint32_t nr_cyls, struct minidisk **out)
{
	struct volume *volume = volume_find(volid);
	struct minidisk *disk = NULL;

	if (!volume)
		return -E_NODEV;
	if (!nr_cyls || cyl >= volume_nr_cyls(volume) || nr_cyls > volume_nr_cyls(volume) - cyl) {
		volume_put(volume);
		return -E_RANGE;
	}
	lock_take(&minidisks_lock);
	disk = minidisk_find(volume, cyl, nr_cyls);
	if (!disk)
		disk = minidisk_make_on_volume(volume, cyl, nr_cyls);
	if (disk)
		disk->refs++;
	lock_drop(&minidisks_lock);
	volume_put(volume);
	*out = disk;
	return disk ? 0 : -E_NOMEM;
}

/* minidisks lock held. Whether it was the last reference: then the caller frees it, without locks. */
static bool put_locked(struct minidisk *disk)
{
	if (--disk->refs)
		return false;
	list_del(&disk->all_link);
	list_del(&disk->hash_link);
	if (disk->vdisk)
		minidisk_vdisk_gone(disk);
	return true;
}

static void delete(struct minidisk *disk)
{
	diskview_delete(disk->view);
	cow_close(disk->cow);
	volume_put(disk->volume);
	vdisk_delete(disk->vdisk);
	stor_free(disk, sizeof(*disk));
}

void minidisk_put(struct minidisk *disk)
{
	while (disk) {
		struct minidisk *base;
		bool is_last;

		lock_take(&minidisks_lock);
		is_last = put_locked(disk);
		lock_drop(&minidisks_lock);
		if (!is_last)
			return;
		base = disk->base;
		delete(disk);
		disk = base;
	}
}

void minidisk_hold(struct minidisk *disk)
{
	lock_take(&minidisks_lock);
	disk->refs++;
	lock_drop(&minidisks_lock);
}

uint32_t minidisk_size(const struct minidisk *disk)
{
	while (disk->base)
		disk = disk->base;
	return disk->nr_cyls;
}

bool minidisk_overlaps(const struct minidisk *a, const struct minidisk *b)
{
	if (!a->volume || !b->volume || a->view || b->view) /* in storage */
		return a == b;
	return a->volume == b->volume && a->cyl < b->cyl + b->nr_cyls &&
	       b->cyl < a->cyl + a->nr_cyls;
}

/* ---- Links ---- */

void minidisk_add_link(struct md_link *link)
{
	list_init(&link->tell_link);
	list_add_tail(&link->disk->links, &link->link);
	tc_user_init(&link->cache, link->vm, link->devno);
	link->cache.is_uncached = link->is_uncached;
}

void minidisk_remove_link(struct md_link *link)
{
	struct minidisk *disk = link->disk, *base = disk->base;
	bool is_last;

	tc_user_done(&link->cache);
	lock_take(&minidisks_lock);
	if (disk->reserved == link)
		minidisk_unreserve(disk);
	list_del(&link->link);
	list_del(&link->tell_link);
	is_last = put_locked(disk);
	lock_drop(&minidisks_lock);
	link->disk = NULL;
	if (is_last) {
		delete(disk);
		minidisk_put(base);
	}
}
