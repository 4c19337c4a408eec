// SPDX-License-Identifier: Apache-2.0
/*
 * Volumes. Every real 3390 has one block here that says which volume is on it: what its label says,
 * and whether it is attached to SYSTEM and under which name.
 */
#include "nucleus/volume.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/sysconfig/sysconfig.h"
#include "logic/volume/alloc.h"
#include "nucleus/pagespace.h"
#include "nucleus/session.h"
#include "nucleus/storage.h"
#include "nucleus/sysconfig.h"
#include "nucleus/trackcache.h"

struct volume {
	struct rdev *rdev; /* constant */
	struct dasd *dasd; /* constant */
	struct list link;  /* volumes lock */

	/* volumes lock; constant while there are references */
	char volid[VOLID_SIZE]; /* attached: SYSTEM's name for it; else its label's; "": none */
	char label[VOLID_SIZE]; /* as last read */
	bool is_attached;
	uint8_t slot; /* of the CP-owned list; 0: not in it */
	uint32_t nr_cyls;
	struct vol_alloc *alloc; /* checked; NULL: not formatted by CP */

	struct tc_reads reads; /* the minidisk cache's lock */

	uint32_t refs; /* volumes lock */
	bool busy;     /* volumes lock: somebody reads its label or attaches it */
};

static struct lock volumes_lock = LOCK_INIT(RDEV);
static struct list volumes = LIST_INIT(volumes); /* volumes lock */

/* ---- Finding --------------------------------------------------------------------------------- */

/* The attached one with this name. Volumes lock held. */
static struct volume *find_locked(const char *volid)
{
	struct list *link;

	list_for_each (link, &volumes) {
		struct volume *volume = LIST_ENTRY(link, struct volume, link);

		if (volume->is_attached && strcmp(volume->volid, volid) == 0)
			return volume;
	}
	return NULL;
}

static struct volume *of_rdev_locked(const struct rdev *rdev)
{
	struct list *link;

	list_for_each (link, &volumes) {
		struct volume *volume = LIST_ENTRY(link, struct volume, link);

		if (volume->rdev == rdev)
			return volume;
	}
	return NULL;
}

struct volume *volume_find(const char *volid)
{
	struct volume *volume;

	lock_take(&volumes_lock);
	volume = find_locked(volid);
	if (volume)
		volume->refs++;
	lock_drop(&volumes_lock);
	return volume;
}

void volume_get(struct volume *volume)
{
	lock_take(&volumes_lock);
	volume->refs++;
	lock_drop(&volumes_lock);
}

void volume_put(struct volume *volume)
{
	if (!volume)
		return;
	lock_take(&volumes_lock);
	volume->refs--;
	lock_drop(&volumes_lock);
}

const char *volume_volid(const struct volume *volume)
{
	return volume->volid;
}

struct dasd *volume_dasd(const struct volume *volume)
{
	return volume->dasd;
}

uint32_t volume_nr_cyls(const struct volume *volume)
{
	return volume->nr_cyls;
}

const struct vol_alloc *volume_alloc(const struct volume *volume)
{
	return volume->alloc;
}

struct tc_reads *volume_reads(struct volume *volume)
{
	return &volume->reads;
}

void volume_info(const struct rdev *rdev, struct volume_info *info)
{
	struct volume *volume;

	*info = (struct volume_info){};
	lock_take(&volumes_lock);
	volume = of_rdev_locked(rdev);
	if (volume) {
		memcpy(info->volid, volume->volid, sizeof(info->volid));
		info->is_attached = volume->is_attached;
		info->slot = volume->slot;
		info->nr_cyls = volume->nr_cyls;
		info->nr_users = volume->refs;
		if (volume->is_attached) {
			info->volume = volume;
			volume->refs++;
		}
	}
	lock_drop(&volumes_lock);
}

struct rdev *volume_rdev(const char *volid)
{
	struct volume *volume;
	struct list *link;

	lock_take(&volumes_lock);
	volume = find_locked(volid);
	for (link = volumes.next; !volume && link != &volumes; link = link->next)
		if (strcmp(LIST_ENTRY(link, struct volume, link)->volid, volid) == 0)
			volume = LIST_ENTRY(link, struct volume, link);
	lock_drop(&volumes_lock);
	return volume ? volume->rdev : NULL;
}

/* ---- Reading labels -------------------------------------------------------------------------- */

/* What stands on a disk. */
struct findings {
	char label[VOLID_SIZE]; /* "": none */
	uint32_t nr_cyls;
	struct vol_alloc *alloc; /* to be freed; NULL: none, or damaged */
	bool map_is_damaged;
};

static void take_map(const uint8_t *image, const struct label *label, struct findings *found)
{
	uint32_t bad;

	found->alloc = stor_alloc(sizeof(*found->alloc));
	for (unsigned i = 0; found->alloc && i < ARRAY_LEN(label->map_at); i++) {
		if (!label->map_at[i])
			continue;
		memcpy(found->alloc, image + label->map_at[i], sizeof(*found->alloc));
		if (alloc_check(found->alloc, found->nr_cyls, &bad) == 0)
			return;
		found->map_is_damaged = true;
	}
	stor_free(found->alloc, sizeof(*found->alloc));
	found->alloc = NULL;
}

/* Returns 0, or -E_* of dasd_start; a disk without label is good. */
static int look(struct rdev *rdev, struct dasd *dasd, struct findings *found)
{
	struct dasd_io io = {.dasd = dasd, .op = DASD_READ_TRACK, .is_probe = true};
	struct label label;
	int rc;

	*found = (struct findings){};
	rc = dasd_open(rdev, &dasd);
	if (rc)
		return rc;
	found->nr_cyls = dasd_nr_cyls(dasd);
	io.size = DASD_TRACK_MAX;
	io.buf = stor_alloc(io.size);
	if (!io.buf)
		return -E_NOMEM;
	rc = dasd_run(&io);
	if (!rc && !label_read(io.buf, io.len, &label)) {
		memcpy(found->label, label.volid, sizeof(found->label));
		if (label.is_cp)
			take_map(io.buf, &label, found);
	}
	stor_free(io.buf, DASD_TRACK_MAX);
	return rc;
}

/* The block of a disk, made if there is none; NULL: not a 3390, or no storage. */
static struct volume *volume_of(struct rdev *rdev)
{
	struct volume *volume, *made;
	struct dasd *dasd;

	lock_take(&volumes_lock);
	volume = of_rdev_locked(rdev);
	lock_drop(&volumes_lock);
	if (volume || dasd_open(rdev, &dasd))
		return volume;
	made = stor_alloc(sizeof(*made));
	if (!made)
		return NULL;
	made->rdev = rdev;
	made->dasd = dasd;
	lock_take(&volumes_lock);
	volume = of_rdev_locked(rdev);
	if (!volume) {
		list_add_tail(&volumes, &made->link);
		volume = made;
		made = NULL;
	}
	lock_drop(&volumes_lock);
	stor_free(made, sizeof(*made));
	return volume;
}

/* Only one at a time reads the label of a disk and acts on it. False: somebody else does. */
static bool begin(struct volume *volume)
{
	bool mine;

	lock_take(&volumes_lock);
	mine = !volume->busy;
	volume->busy = true;
	lock_drop(&volumes_lock);
	return mine;
}

static void end(struct volume *volume)
{
	lock_take(&volumes_lock);
	volume->busy = false;
	lock_drop(&volumes_lock);
}

/* Notes what was found on a disk that is not attached. */
static void note(struct volume *volume, struct findings *found)
{
	struct vol_alloc *old;

	lock_take(&volumes_lock);
	old = volume->alloc;
	memcpy(volume->label, found->label, sizeof(volume->label));
	memcpy(volume->volid, found->label, sizeof(volume->volid));
	volume->nr_cyls = found->nr_cyls;
	volume->alloc = found->alloc;
	lock_drop(&volumes_lock);
	found->alloc = NULL;
	stor_free(old, sizeof(*old));
}

static void devno_of(const struct rdev *rdev, char devno[5])
{
	str_format(devno, 5, "%04X", rdev->devno);
}

static void tell_damaged_map(const struct rdev *rdev, const struct findings *found)
{
	char devno[5];

	devno_of(rdev, devno);
	if (found->map_is_damaged)
		operator_msg(MSG_VOLUME_NO_MAP, devno);
}

/* ---- Attaching ------------------------------------------------------------------------------- */

static enum msg_id attach_looked_at(struct volume *volume, const char *as, char volid[VOLID_SIZE])
{
	struct volume *other;

	lock_take(&volumes_lock);
	str_copy(volid, as ? as : volume->label, VOLID_SIZE);
	other = volid[0] ? find_locked(volid) : NULL;
	if (volid[0] && !other) {
		str_copy(volume->volid, volid, sizeof(volume->volid));
		volume->is_attached = true;
	}
	lock_drop(&volumes_lock);
	if (!volid[0])
		return MSG_VOLUME_NO_LABEL;
	return other ? MSG_VOLUME_NAME_USED : MSG_NONE;
}

/* CP-owned volumes are; where no configuration says which are, all that have PAGE space. */
static bool is_for_paging(const char *volid)
{
	return !sysconfig_was_read() || sysconfig_owned_slot(&sysconfig, volid);
}

enum msg_id volume_attach(struct rdev *rdev, const char *as, char volid[VOLID_SIZE])
{
	struct volume *volume = volume_of(rdev);
	enum msg_id msg = MSG_VOLUME_UNREADABLE;
	struct findings found;

	volid[0] = '\0';
	if (!volume)
		return MSG_VOLUME_UNREADABLE;
	if (!begin(volume))
		return MSG_VOLUME_BUSY;
	if (volume->is_attached) {
		str_copy(volid, volume->volid, VOLID_SIZE);
		msg = MSG_VOLUME_ATTACHED_ALREADY;
	} else if (!look(rdev, volume->dasd, &found)) {
		tell_damaged_map(rdev, &found);
		dasd_set_back(volume->dasd);
		note(volume, &found);
		msg = attach_looked_at(volume, as, volid);
		if (msg == MSG_NONE && is_for_paging(volid))
			pagespace_add(volume);
	}
	end(volume);
	return msg;
}

enum msg_id volume_detach(struct rdev *rdev, char volid[VOLID_SIZE])
{
	enum msg_id msg = MSG_NONE;
	struct volume *volume;
	bool paging;

	volid[0] = '\0';
	lock_take(&volumes_lock);
	volume = of_rdev_locked(rdev);
	lock_drop(&volumes_lock);
	paging = volume && volume->is_attached && is_for_paging(volume->volid);
	if (paging && !pagespace_remove(volume)) {
		str_copy(volid, volume->volid, VOLID_SIZE);
		return MSG_VOLUME_IN_USE;
	}
	lock_take(&volumes_lock);
	if (!volume || !volume->is_attached) {
		msg = MSG_VOLUME_NOT_ATTACHED;
	} else if (volume->busy) {
		msg = MSG_VOLUME_BUSY;
	} else {
		str_copy(volid, volume->volid, VOLID_SIZE);
		if (volume->refs) {
			msg = MSG_VOLUME_IN_USE;
		} else {
			volume->is_attached = false;
			memcpy(volume->volid, volume->label, sizeof(volume->volid));
		}
	}
	lock_drop(&volumes_lock);
	if (msg == MSG_NONE) /* it can come back with other contents */
		tc_forget(volume);
	else if (paging)
		pagespace_add(volume);
	return msg;
}

/* ---- Disks come and go ----------------------------------------------------------------------- */

/* An attached disk is back: is it the same? */
static void check_back(struct volume *volume, struct findings *found)
{
	char devno[5];
	bool same;

	lock_take(&volumes_lock);
	same = strcmp(volume->label, found->label) == 0 && volume->nr_cyls == found->nr_cyls;
	lock_drop(&volumes_lock);
	devno_of(volume->rdev, devno);
	if (same)
		dasd_set_back(volume->dasd);
	operator_msg(same ? MSG_VOLUME_BACK : MSG_VOLUME_CHANGED, devno, volume->volid,
		found->label[0] ? found->label : "no label");
	stor_free(found->alloc, sizeof(*found->alloc));
}

void volume_arrived(struct rdev *rdev)
{
	struct volume *volume = volume_of(rdev);
	struct findings found;

	if (!volume || !begin(volume))
		return;
	if (!look(rdev, volume->dasd, &found)) {
		if (volume->is_attached) {
			check_back(volume, &found);
		} else {
			dasd_set_back(volume->dasd);
			note(volume, &found);
		}
	}
	end(volume);
}

void volume_gone(struct rdev *rdev)
{
	char devno[5], volid[VOLID_SIZE] = "";
	struct volume *volume;

	lock_take(&volumes_lock);
	volume = of_rdev_locked(rdev);
	if (volume && volume->is_attached)
		str_copy(volid, volume->volid, sizeof(volid));
	lock_drop(&volumes_lock);
	if (!volume)
		return;
	dasd_set_gone(volume->dasd);
	devno_of(rdev, devno);
	if (volid[0])
		operator_msg(MSG_VOLUME_GONE, devno, volid);
}

/* ---- Start-up -------------------------------------------------------------------------------- */

/* Attaches it if the configuration names it. */
static void start_up_one(const struct sysconfig *config, struct rdev *rdev, const char *label)
{
	uint32_t slot = sysconfig_owned_slot(config, label);
	char devno[5], other[5] = "", volid[VOLID_SIZE];
	enum msg_id msg;

	if (!slot && !sysconfig_is_user_volume(config, label))
		return;
	devno_of(rdev, devno);
	msg = volume_attach(rdev, NULL, volid);
	if (msg == MSG_VOLUME_NAME_USED) {
		devno_of(volume_rdev(volid), other);
		operator_msg(MSG_VOLUME_TWICE, volid, other, devno);
		return;
	}
	if (msg != MSG_NONE) {
		operator_msg(msg, devno, volid);
		return;
	}
	lock_take(&volumes_lock);
	of_rdev_locked(rdev)->slot = (uint8_t)slot;
	lock_drop(&volumes_lock);
	operator_msg(slot ? MSG_VOLUME_MOUNTED : MSG_USER_VOLUME_MOUNTED, volid, devno);
}

static void tell_missing(const char *volid, enum msg_id msg)
{
	struct volume *volume;

	lock_take(&volumes_lock);
	volume = find_locked(volid);
	lock_drop(&volumes_lock);
	if (!volume)
		operator_msg(msg, volid);
}

void volume_start_up(const struct sysconfig *config)
{
	struct rdev *rdev = NULL;
	struct volume_info info;

	while ((rdev = rdev_next(rdev)) != NULL) {
		if (rdev->class != RDEV_DASD)
			continue;
		volume_arrived(rdev);
		volume_info(rdev, &info);
		if (info.volid[0] && !info.is_attached)
			start_up_one(config, rdev, info.volid);
		volume_put(info.volume);
	}
	for (uint32_t i = 0; i < SYSCONFIG_OWNED_MAX; i++)
		if (config->owned[i].volid[0])
			tell_missing(config->owned[i].volid, MSG_VOLUME_MISSING);
	for (uint32_t i = 0; i < config->nr_volumes; i++)
		if (!config->volume[i].is_pattern)
			tell_missing(config->volume[i].pattern, MSG_USER_VOLUME_MISSING);
}
