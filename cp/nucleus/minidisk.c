// SPDX-License-Identifier: Apache-2.0
/* Minidisks in use, and the links to them. */
#include "nucleus/minidisk.h"
#include "arch/fba.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/clock.h"
#include "mach/frame.h"
#include "nucleus/storage.h"
#include "nucleus/sysconfig.h"
#include "nucleus/task.h"

#define NR_BUCKETS 4096

struct lock minidisks_lock = LOCK_INIT(MINIDISK);
static struct list disks = LIST_INIT(disks); /* minidisks lock, as the next one */
static struct list buckets[NR_BUCKETS];	     /* minidisk.hash_link */

/* ---- Minidisks ------------------------------------------------------------------------------- */

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

static struct list *vdisk_bucket(const char *owner, uint16_t devno)
{
	uint64_t name = 0;

	for (unsigned i = 0; i < USERID_LEN && owner[i]; i++)
		name = name << 8 | (uint8_t)owner[i];
	return bucket_of(name, devno);
}

/* minidisks lock held. */
static struct minidisk *find(const struct volume *volume, uint32_t cyl, uint32_t nr_cyls)
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
static struct minidisk *make(struct list *bucket)
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
static struct minidisk *make_on_volume(struct volume *volume, uint32_t cyl, uint32_t nr_cyls)
{
	struct minidisk *disk = make(volume_bucket(volume, cyl, nr_cyls));

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
	disk = find(volume, cyl, nr_cyls);
	if (!disk)
		disk = make_on_volume(volume, cyl, nr_cyls);
	if (disk)
		disk->refs++;
	lock_drop(&minidisks_lock);
	volume_put(volume);
	*out = disk;
	return disk ? 0 : -E_NOMEM;
}

/* ---- Copy-on-write --------------------------------------------------------------------------- */

#define TABLE_WAIT (10 * TOD_MS) /* between looks whether a table has been read */

static struct cow_identity identity_of(uint32_t cyl, uint32_t nr_cyls, const struct minidisk *base)
{
	struct cow_identity id = {.base_cyl = base->cyl,
		.base_nr_cyls = base->nr_cyls,
		.cyl = cyl,
		.nr_cyls = nr_cyls};

	str_copy(id.base_volid, volume_volid(base->volume), sizeof(id.base_volid));
	return id;
}

/*
 * The minidisk, made if it is not there: then its table must be read, as *is_new tells. -E_AGAIN:
 * that is going on.
 */
static int find_or_make_cow(struct volume *volume, const struct cow_identity *id,
	struct minidisk *base, struct minidisk **out, bool *is_new)
{
	struct minidisk *disk;
	int rc = 0;

	lock_take(&minidisks_lock);
	disk = find(volume, id->cyl, id->nr_cyls);
	*is_new = !disk;
	if (!disk) {
		disk = make_on_volume(volume, id->cyl, id->nr_cyls);
		if (disk) {
			disk->is_busy = true;
			disk->base = base;
		}
	} else if (disk->is_busy) {
		rc = -E_AGAIN;
	} else if (!disk->cow || !cow_is_of(disk->cow, id)) {
		rc = -E_BUSY;
	}
	if (disk && !rc)
		disk->refs++;
	lock_drop(&minidisks_lock);
	*out = disk;
	return disk ? rc : -E_NOMEM;
}

/* Reads the table of a new one; if that can't be done it goes, but not its base. */
static int read_cow(
	struct minidisk *disk, const struct cow_identity *id, const struct cow_names *names)
{
	int rc = cow_open(disk->volume, disk->base->volume, id, names, &disk->cow);

	lock_take(&minidisks_lock);
	disk->is_busy = false;
	if (rc)
		disk->base = NULL;
	lock_drop(&minidisks_lock);
	if (rc)
		minidisk_put(disk);
	return rc;
}

int minidisk_get_cow(const char *volid, uint32_t cyl, uint32_t nr_cyls, struct minidisk *base,
	const struct cow_names *names, struct minidisk **out)
{
	struct volume *volume = volume_find(volid);
	struct cow_identity id;
	bool is_new;
	int rc;

	if (!volume)
		return -E_NODEV;
	if (!nr_cyls || cyl >= volume_nr_cyls(volume) || nr_cyls > volume_nr_cyls(volume) - cyl) {
		volume_put(volume);
		return -E_RANGE;
	}
	id = identity_of(cyl, nr_cyls, base);
	while ((rc = find_or_make_cow(volume, &id, base, out, &is_new)) == -E_AGAIN)
		task_sleep_until(clock_now() + TABLE_WAIT);
	if (!rc && is_new)
		rc = read_cow(*out, &id, names);
	else if (!rc)
		minidisk_put(base); /* it has one */
	volume_put(volume);
	return rc;
}

int minidisk_revert(struct minidisk *disk)
{
	int rc = 0;

	lock_take(&minidisks_lock);
	if (disk->refs > 1 || (!disk->cow && !disk->view))
		rc = -E_BUSY;
	else
		disk->is_busy = true;
	lock_drop(&minidisks_lock);
	if (rc)
		return rc;
	rc = disk->view ? 0 : cow_revert(disk->cow); /* of a view that nobody has there are no changes */
	lock_take(&minidisks_lock);
	disk->is_busy = false;
	lock_drop(&minidisks_lock);
	return rc;
}

/* ---- V-disks --------------------------------------------------------------------------------- */

#define VDISK_PART 8 /* of real storage that one user's V-disks may have, by DEFINE */

/* What was set. minidisks lock. */
static struct vdisk_limits vdisk_limits = {VDISK_DEFAULT, VDISK_DEFAULT};
static uint64_t nr_vdisk_blocks; /* minidisks lock: of all V-disks */

/* minidisks lock held. */
static uint64_t vdisk_limit_all(void)
{
	uint64_t set = vdisk_limits.all;

	if (set == VDISK_DEFAULT)
		set = sysconfig.vdisk_all;
	return set == VDISK_DEFAULT ? VDISK_INFINITE : set;
}

/* minidisks lock held. */
static uint64_t vdisk_limit_user(void)
{
	uint64_t set = vdisk_limits.user;

	if (set == VDISK_DEFAULT)
		set = sysconfig.vdisk_user;
	return set == VDISK_DEFAULT ? frame_storage_size() / VDISK_PART / FBA_BLOCK_SIZE : set;
}

struct vdisk_limits minidisk_vdisk_limits(uint64_t *nr_blocks)
{
	struct vdisk_limits limits;

	lock_take(&minidisks_lock);
	limits = (struct vdisk_limits){vdisk_limit_all(), vdisk_limit_user()};
	*nr_blocks = nr_vdisk_blocks;
	lock_drop(&minidisks_lock);
	return limits;
}

void minidisk_limit_vdisks(bool all, uint64_t blocks)
{
	lock_take(&minidisks_lock);
	if (all)
		vdisk_limits.all = blocks;
	else
		vdisk_limits.user = blocks;
	lock_drop(&minidisks_lock);
}

/* Would so many more be too many for a limit? */
static bool is_beyond(uint64_t limit, uint64_t now, uint32_t more)
{
	return now > limit || more > limit - now;
}

/* minidisks lock held. */
static struct minidisk *find_vdisk(const char *owner, uint16_t devno)
{
	struct list *bucket = vdisk_bucket(owner, devno), *node;

	list_for_each (node, bucket) {
		struct minidisk *disk = LIST_ENTRY(node, struct minidisk, hash_link);

		if (disk->vdisk && !disk->is_temporary && disk->owner_devno == devno &&
			!strcmp(disk->owner, owner))
			return disk;
	}
	return NULL;
}

/* Nobody looks for a V-disk that DEFINE made by its number: all of a user are in one bucket. */
static struct list *temporary_bucket(const char *owner)
{
	return vdisk_bucket(owner, 0);
}

/* minidisks lock held. NULL: no storage, and vdisk is not taken. */
static struct minidisk *make_of_vdisk(struct list *bucket, const char *owner, uint16_t devno,
	struct vdisk *vdisk, uint32_t nr_blocks)
{
	struct minidisk *disk = make(bucket);

	if (!disk)
		return NULL;
	disk->vdisk = vdisk;
	disk->nr_blocks = (uint32_t)ROUND_UP(nr_blocks, FBA_BLOCKS_PER_PAGE);
	nr_vdisk_blocks += disk->nr_blocks;
	str_copy(disk->owner, owner, sizeof(disk->owner));
	disk->owner_devno = devno;
	return disk;
}

int minidisk_get_vdisk(const char *owner, uint16_t devno, uint32_t nr_blocks, struct minidisk **out)
{
	struct minidisk *disk;
	struct vdisk *vdisk;
	bool is_full;

	if (nr_blocks < 1 || nr_blocks > VDISK_MAX_BLOCKS)
		return -E_RANGE;
	vdisk = vdisk_create(nr_blocks);
	if (!vdisk)
		return -E_NOMEM;
	lock_take(&minidisks_lock);
	disk = find_vdisk(owner, devno);
	is_full = !disk && is_beyond(vdisk_limit_all(), nr_vdisk_blocks, nr_blocks);
	if (!disk && !is_full && (disk = make_of_vdisk(vdisk_bucket(owner, devno), owner, devno, vdisk,
			      nr_blocks)) != NULL)
		vdisk = NULL;
	if (disk)
		disk->refs++;
	lock_drop(&minidisks_lock);
	vdisk_delete(vdisk); /* there was one */
	*out = disk;
	return disk ? 0 : is_full ? -E_BUSY : -E_NOMEM;
}

/* What the user's V-disks that DEFINE made have together. minidisks lock held. */
static uint64_t blocks_of(const char *owner)
{
	struct list *bucket = temporary_bucket(owner), *node;
	uint64_t nr = 0;

	list_for_each (node, bucket) {
		const struct minidisk *disk = LIST_ENTRY(node, struct minidisk, hash_link);

		if (disk->vdisk && disk->is_temporary && !strcmp(disk->owner, owner))
			nr += disk->nr_blocks;
	}
	return nr;
}

int minidisk_make_vdisk(
	const char *owner, uint16_t devno, uint32_t nr_blocks, struct minidisk **out)
{
	struct minidisk *disk = NULL;
	struct vdisk *vdisk;
	int rc = -E_NOMEM;

	if (nr_blocks < 1 || nr_blocks > VDISK_MAX_BLOCKS)
		return -E_RANGE;
	vdisk = vdisk_create(nr_blocks);
	if (!vdisk)
		return -E_NOMEM;
	lock_take(&minidisks_lock);
	if (is_beyond(vdisk_limit_user(), blocks_of(owner), nr_blocks))
		rc = -E_FULL;
	else if (is_beyond(vdisk_limit_all(), nr_vdisk_blocks, nr_blocks))
		rc = -E_BUSY;
	else if ((disk = make_of_vdisk(temporary_bucket(owner), owner, devno, vdisk,
				 nr_blocks)) != NULL) {
		disk->is_temporary = true;
		disk->refs++;
	}
	lock_drop(&minidisks_lock);
	if (!disk)
		vdisk_delete(vdisk);
	*out = disk;
	return disk ? 0 : rc;
}

/* ---- T-disks: whose cylinders are those that are in use -------------------------------------- */

/* A T-disk with some of these cylinders, or NULL. minidisks lock held. */
static const struct minidisk *tdisk_on(
	const struct volume *volume, uint32_t cyl, uint32_t nr, const struct minidisk *after)
{
	const struct minidisk *disk = after;

	while ((disk = minidisk_next(disk)) != NULL)
		if (disk->is_temporary && disk->volume == volume && disk->cyl < cyl + nr &&
			cyl < disk->cyl + disk->nr_cyls)
			break;
	return disk;
}

int minidisk_make_tdisk(struct volume *volume, uint32_t cyl, uint32_t nr_here, uint32_t nr_cyls,
	struct minidisk **out)
{
	const uint32_t end = cyl + nr_here;
	const struct minidisk *other = NULL;
	struct minidisk *disk = NULL;
	bool has_room;

	*out = NULL;
	lock_take(&minidisks_lock);
	while ((has_room = nr_cyls <= end - cyl) && (other = tdisk_on(volume, cyl, nr_cyls, NULL)))
		cyl = MIN(end, other->cyl + other->nr_cyls);
	if (has_room)
		disk = make_on_volume(volume, cyl, nr_cyls);
	if (disk) {
		disk->is_temporary = true;
		disk->refs++;
	}
	lock_drop(&minidisks_lock);
	*out = disk;
	return disk ? 0 : has_room ? -E_NOMEM : -E_FULL;
}

uint32_t minidisk_tdisk_cyls(const struct volume *volume, uint32_t cyl, uint32_t nr_here)
{
	const struct minidisk *disk = NULL;
	uint32_t nr = 0;

	lock_take(&minidisks_lock);
	while ((disk = tdisk_on(volume, cyl, nr_here, disk)) != NULL)
		nr += disk->nr_cyls;
	lock_drop(&minidisks_lock);
	return nr;
}

/* minidisks lock held. Whether it was the last reference: then the caller frees it, without locks.
 */
static bool put_locked(struct minidisk *disk)
{
	if (--disk->refs)
		return false;
	list_del(&disk->all_link);
	list_del(&disk->hash_link);
	if (disk->vdisk)
		nr_vdisk_blocks -= disk->nr_blocks;
	return true;
}

static void delete (struct minidisk *disk)
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
		delete (disk);
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
	return a->volume == b->volume && a->cyl < b->cyl + b->nr_cyls && b->cyl < a->cyl + a->nr_cyls;
}

/* ---- For clones ------------------------------------------------------------------------------ */

/* Somebody may write to its cylinders without this disk's knowing. minidisks lock held. */
static bool is_written_otherwise(const struct minidisk *disk)
{
	const struct minidisk *other = NULL;
	struct list *node;

	while ((other = minidisk_next(other)) != NULL) {
		if (other == disk || !minidisk_overlaps(disk, other))
			continue;
		list_for_each (node, &other->links)
			if (LIST_ENTRY(node, struct md_link, link)->is_writing)
				return true;
	}
	return false;
}

/* The view becomes a minidisk that looks like the base. minidisks lock held. NULL: no storage. */
static struct minidisk *make_of_view(struct minidisk *base, struct diskview *view)
{
	struct minidisk *disk = make(NULL);

	if (!disk)
		return NULL;
	volume_get(base->volume);
	disk->volume = base->volume;
	disk->cyl = base->cyl;
	disk->nr_cyls = base->nr_cyls;
	disk->view = view;
	disk->base = base;
	disk->refs = 1;
	base->refs++;
	return disk;
}

static struct cow_names names_of(const struct md_link *link)
{
	struct cow_names names = {.vdev = link->devno, .base_vdev = link->owner_devno};

	str_copy(names.owner, link->vm->userid, sizeof(names.owner));
	str_copy(names.base_owner, link->owner[0] ? link->owner : link->vm->userid, sizeof(names.base_owner));
	return names;
}

static int fork_tracks(struct minidisk *disk, const struct md_link *link, struct minidisk **fork)
{
	struct minidisk *base = disk->view ? disk->base : disk;
	struct diskview *view = NULL;
	struct cow_names names;
	bool is_refused = false;

	if (link)
		names = names_of(link);
	*fork = NULL;
	lock_take(&minidisks_lock);
	if (disk->view)
		view = diskview_fork(disk->view);
	else if (!(is_refused = is_written_otherwise(disk)))
		view = diskview_create(disk, &names);
	if (view)
		*fork = make_of_view(base, view);
	lock_drop(&minidisks_lock);
	if (!*fork)
		diskview_delete(view);
	return *fork ? 0 : is_refused ? -E_PERM : -E_NOMEM;
}

static int fork_vdisk(struct minidisk *disk, const char *userid, struct minidisk **fork)
{
	struct vdisk *vdisk;
	int rc = vdisk_fork(disk->vdisk, &vdisk);

	if (rc)
		return rc;
	lock_take(&minidisks_lock);
	*fork = make_of_vdisk(temporary_bucket(userid), userid, disk->owner_devno, vdisk,
		disk->nr_blocks);
	if (*fork) {
		(*fork)->is_temporary = true;
		(*fork)->refs = 1;
	}
	lock_drop(&minidisks_lock);
	if (!*fork)
		vdisk_delete(vdisk);
	return *fork ? 0 : -E_NOMEM;
}

/* minidisks lock held. */
static struct minidisk *find_view(const struct cow_names *names)
{
	struct list *bucket = vdisk_bucket(names->owner, names->vdev), *node;

	list_for_each (node, bucket) {
		struct minidisk *disk = LIST_ENTRY(node, struct minidisk, hash_link);

		if (disk->view && disk->owner_devno == names->vdev && !strcmp(disk->owner, names->owner))
			return disk;
	}
	return NULL;
}

int minidisk_get_view(struct minidisk *base, const struct cow_names *names, struct minidisk **out)
{
	struct diskview *view = diskview_create(base, names);
	struct minidisk *disk;
	int rc = 0;

	if (!view)
		return -E_NOMEM;
	lock_take(&minidisks_lock);
	disk = find_view(names);
	if (!disk && (disk = make_of_view(base, view)) != NULL) {
		view = NULL;
		str_copy(disk->owner, names->owner, sizeof(disk->owner));
		disk->owner_devno = names->vdev;
		list_add_head(vdisk_bucket(names->owner, names->vdev), &disk->hash_link);
		base->refs--; /* the caller's is enough */
	} else if (!disk) {
		rc = -E_NOMEM;
	} else if (disk->base != base) {
		rc = -E_BUSY;
	} else {
		disk->refs++;
		base->refs--; /* it has one, so this is not the last */
	}
	lock_drop(&minidisks_lock);
	diskview_delete(view);
	*out = disk;
	return rc;
}

int minidisk_fork(struct minidisk *disk, const struct md_link *link, const char *userid,
	struct minidisk **fork)
{
	return disk->vdisk ? fork_vdisk(disk, userid, fork) : fork_tracks(disk, link, fork);
}

/* ---- Links ----------------------------------------------------------------------------------- */

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
		delete (disk);
		minidisk_put(base);
	}
}
