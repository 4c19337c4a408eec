// SPDX-License-Identifier: Apache-2.0
/* V-disks as minidisks, and how many blocks of them there may be. */
#include "arch/fba.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/frame.h"
#include "nucleus/minidisk_int.h"
#include "nucleus/sysconfig.h"

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
	struct list *bucket = minidisk_user_bucket(owner, devno), *node;

	list_for_each (node, bucket) {
		struct minidisk *disk = LIST_ENTRY(node, struct minidisk, hash_link);

		if (disk->vdisk && !disk->is_temporary && disk->owner_devno == devno &&
			!strcmp(disk->owner, owner))
			return disk;
	}
	return NULL;
}

/* Nobody looks for a V-disk that DEFINE made by its number: all of a user are in one bucket. */
struct list *minidisk_temporary_bucket(const char *owner)
{
	return minidisk_user_bucket(owner, 0);
}

/* minidisks lock held. NULL: no storage, and vdisk is not taken. */
struct minidisk *minidisk_make_of_vdisk(struct list *bucket, const char *owner, uint16_t devno,
	struct vdisk *vdisk, uint32_t nr_blocks)
{
	struct minidisk *disk = minidisk_make(bucket);

	if (!disk)
		return NULL;
	disk->vdisk = vdisk;
	disk->nr_blocks = (uint32_t)ROUND_UP(nr_blocks, FBA_BLOCKS_PER_PAGE);
	nr_vdisk_blocks += disk->nr_blocks;
	str_copy(disk->owner, owner, sizeof(disk->owner));
	disk->owner_devno = devno;
	return disk;
}

/* The contents of one, all zeros: 0, -E_RANGE, -E_NOMEM. */
static int make_contents(uint32_t nr_blocks, struct vdisk **vdisk)
{
	if (nr_blocks < 1 || nr_blocks > VDISK_MAX_BLOCKS)
		return -E_RANGE;
	*vdisk = vdisk_create(nr_blocks);
	return *vdisk ? 0 : -E_NOMEM;
}

/*
 * One more, if the system has room for it: *out, with the contents, and *vdisk becomes NULL. -E_BUSY, -E_NOMEM; *out is
 * NULL then. minidisks lock held.
 */
static int add_vdisk(struct list *bucket, const char *owner, uint16_t devno, uint32_t nr_blocks,
	struct vdisk **vdisk, struct minidisk **out)
{
	*out = NULL;
	if (is_beyond(vdisk_limit_all(), nr_vdisk_blocks, nr_blocks))
		return -E_BUSY;
	*out = minidisk_make_of_vdisk(bucket, owner, devno, *vdisk, nr_blocks);
	if (!*out)
		return -E_NOMEM;
	*vdisk = NULL;
	return 0;
}

int minidisk_get_vdisk(const char *owner, uint16_t devno, uint32_t nr_blocks, struct minidisk **out)
{
	struct vdisk *vdisk;
	int rc = make_contents(nr_blocks, &vdisk);

	if (rc)
		return rc;
	lock_take(&minidisks_lock);
	*out = find_vdisk(owner, devno);
	if (!*out)
		rc = add_vdisk(minidisk_user_bucket(owner, devno), owner, devno, nr_blocks, &vdisk, out);
	if (*out)
		(*out)->refs++;
	lock_drop(&minidisks_lock);
	vdisk_delete(vdisk); /* there was one, or may be none */
	return rc;
}

void minidisk_vdisk_gone(const struct minidisk *disk)
{
	nr_vdisk_blocks -= disk->nr_blocks;
}

/* What the user's V-disks that DEFINE made have together. minidisks lock held. */
static uint64_t blocks_of(const char *owner)
{
	struct list *bucket = minidisk_temporary_bucket(owner), *node;
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
	struct vdisk *vdisk;
	int rc = make_contents(nr_blocks, &vdisk);

	if (rc)
		return rc;
	*out = NULL;
	lock_take(&minidisks_lock);
	rc = is_beyond(vdisk_limit_user(), blocks_of(owner), nr_blocks)
		     ? -E_FULL
		     : add_vdisk(minidisk_temporary_bucket(owner), owner, devno, nr_blocks, &vdisk, out);
	if (*out) {
		(*out)->is_temporary = true;
		(*out)->refs++;
	}
	lock_drop(&minidisks_lock);
	vdisk_delete(vdisk); /* there may be none */
	return rc;
}
