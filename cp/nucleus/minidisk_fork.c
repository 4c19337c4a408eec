// SPDX-License-Identifier: Apache-2.0
/* Minidisks that begin with what another one has: what CLONE makes of a disk, and views of a base. */
#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/minidisk_int.h"

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
	struct minidisk *disk = minidisk_make(NULL);

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
	str_copy(names.base_owner, link->owner[0] ? link->owner : link->vm->userid,
		sizeof(names.base_owner));
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
	*fork = minidisk_make_of_vdisk(minidisk_temporary_bucket(userid), userid, disk->owner_devno,
		vdisk, disk->nr_blocks);
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
	struct list *bucket = minidisk_user_bucket(names->owner, names->vdev), *node;

	list_for_each (node, bucket) {
		struct minidisk *disk = LIST_ENTRY(node, struct minidisk, hash_link);

		if (disk->view && disk->owner_devno == names->vdev &&
			!strcmp(disk->owner, names->owner))
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
		list_add_head(minidisk_user_bucket(names->owner, names->vdev), &disk->hash_link);
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
