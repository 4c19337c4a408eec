/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Volumes: the real disks that are attached to SYSTEM, known by the names in their labels. Tracks
 * are read and written through nucleus/dasd.h with volume_dasd().
 */
#ifndef NUCLEUS_VOLUME_H
#define NUCLEUS_VOLUME_H

#include "logic/msg.h"
#include "logic/volume/label.h"
#include "nucleus/dasd.h"

struct sysconfig;

/*
 * Function:      a real 3390, and what is known of the volume on it
 * Located by:    volume_find, when attached to SYSTEM; volume_of
 * Created by:    volume_start_up, volume_arrived
 * Deleted by:    never, as its rdev
 * Serialized by: the volumes lock
 */
struct volume;

/*
 * The attached volume with this name (upper case), with a reference, or NULL. While there are
 * references the volume cannot be detached: whoever keeps a minidisk on it, or has it in use
 * otherwise, holds one for as long. Any context.
 */
struct volume *volume_find(const char *volid);
void volume_get(struct volume *volume);
void volume_put(struct volume *volume); /* NULL is allowed */

/* Of a volume that the caller has a reference to: these do not change. */
const char *volume_volid(const struct volume *volume);
struct dasd *volume_dasd(const struct volume *volume);
uint32_t volume_nr_cyls(const struct volume *volume); /* each of CKD_3390_HEADS tracks */

/*
 * The allocation map, when CP formatted the volume (it passed alloc_check), else NULL: then all of
 * it but cylinder 0 is as PERM. Minidisks belong on PERM space.
 */
const struct vol_alloc *volume_alloc(const struct volume *volume);

/* What the minidisk cache counts of it; for the cache, whose lock guards it. */
struct tc_reads;
struct tc_reads *volume_reads(struct volume *volume);

/* ---- For operators --------------------------------------------------------------------------- */

/*
 * Reads the labels of all disks and attaches those that the configuration names; the operator is
 * told what is mounted, missing or there twice. Once, in a task.
 */
void volume_start_up(const struct sysconfig *config);

/*
 * Attaches a disk to SYSTEM by the name in its label, or as the name `as` if not NULL. Returns
 * MSG_NONE with volid filled in, or why not, a message with two arguments: the device's number and
 * volid, which is filled in for it. Tasks only.
 */
enum msg_id volume_attach(struct rdev *rdev, const char *as, char volid[VOLID_SIZE]) MUST_CHECK;

/* Detaches it. Returns as volume_attach. Tasks only. */
enum msg_id volume_detach(struct rdev *rdev, char volid[VOLID_SIZE]) MUST_CHECK;

/* A disk came, or was varied online; and one went. Tasks only, no locks held. */
void volume_arrived(struct rdev *rdev);
void volume_gone(struct rdev *rdev);

/* What QUERY shows. */
struct volume_info {
	char volid[VOLID_SIZE]; /* "": no label, or it can't be read */
	bool is_attached;       /* to SYSTEM */
	uint8_t slot;           /* of the CP-owned list; 0: not in it */
	uint32_t nr_cyls;       /* 0: not a 3390, or not known */
	uint32_t nr_users;
	struct volume *volume; /* when attached, with a reference: volume_put; else NULL */
};
void volume_info(const struct rdev *rdev, struct volume_info *info);

/* The device that has this volume attached, or failing that, has a label of this name. NULL: none.
 */
struct rdev *volume_rdev(const char *volid);

#endif
