/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Minidisks: cylinders of a volume, or a V-disk, that are somebody's disk, and the links that users
 * have to them.
 *
 *	MDISK 191 3390 100 50 USR001 MR	->	minidisk_get("USR001", 100, 50, &disk)
 *	LINK ALICE 191 291 RR		->	the same minidisk; dasd_create() of virt/dev_dasd.h
 *						makes the link and its virtual device
 *
 * Who may link how is decided elsewhere (logic/link): dasd_create calls back with the links that
 * there are, while no other can be made.
 */
#ifndef NUCLEUS_MINIDISK_H
#define NUCLEUS_MINIDISK_H

#include "lib/list.h"
#include "logic/eckd/store.h"
#include "logic/sysconfig/sysconfig.h"
#include "mach/lock.h"
#include "nucleus/cow.h"
#include "nucleus/diskview.h"
#include "nucleus/trackcache.h"
#include "nucleus/vdisk.h"
#include "nucleus/vmdbk.h"
#include "nucleus/volume.h"

/*
 * Function:      a minidisk in use
 * Located by:    minidisk_get
 * Created by:    the first minidisk_get
 * Deleted by:    the last minidisk_put
 * Serialized by: see the groups
 */
struct minidisk {
	/* constant: on a volume */
	struct volume *volume; /* NULL: a V-disk */
	uint32_t cyl, nr_cyls;

	/* constant while there are links: copy-on-write */
	struct cow *cow;       /* NULL: an ordinary one */
	struct minidisk *base; /* with a reference; of a view, too */

	/* constant: what CLONE makes of a minidisk, whose volume and cylinders are named above */
	struct diskview *view; /* NULL: it is itself a minidisk */

	/* constant: a V-disk */
	struct vdisk *vdisk;
	uint32_t nr_blocks;
	char owner[USERID_LEN + 1]; /* whose statement or command made it; a view's, if it is in the directory */
	uint16_t owner_devno;

	bool is_temporary; /* constant: a T-disk, or a V-disk that DEFINE made; nobody LINKs to it
			    */

	/* minidisks lock */
	struct list all_link, hash_link;
	uint32_t refs;
	struct list links;        /* of struct md_link */
	struct md_link *reserved; /* who has RESERVEd it, of those with honours_reserve */
	bool is_busy;             /* its table is read or written: no links yet */

	struct list snapshots; /* the minidisk cache's lock: for its views, nucleus/diskview.c */
};

/*
 * Function:      one user's link to a minidisk
 * Located by:    minidisk.links; the virtual device, of which it is part
 * Created by:    dasd_create   Deleted by: vdev_delete (DETACH, LOGOFF)
 * Serialized by: constant while it is linked, but for the last group
 */
struct md_link {
	struct list link; /* minidisk.links */
	struct minidisk *disk;
	struct vmdbk *vm;
	uint16_t devno;
	bool is_writing;            /* R/W */
	bool honours_reserve;       /* mode suffix V */
	bool is_uncached;           /* as it was made: MINIOPT NOCACHE */
	char mode[4];               /* as it was granted, for displays: "MR", "RR", ... */
	char owner[USERID_LEN + 1]; /* whose MDISK statement it is ("" : none, DEFINE) */
	uint16_t owner_devno;
	struct tc_user cache; /* its tracks */

	/* minidisks lock */
	bool was_busy;         /* found the disk reserved: gets device end when it is free */
	struct list tell_link; /* among those that get it now */
};

/*
 * The minidisk on these cylinders of an attached volume, with a reference. Returns 0, -E_NODEV: no
 * such volume, -E_RANGE: the volume has not all of these cylinders, -E_NOMEM. Any context.
 */
int minidisk_get(
	const char *volid, uint32_t cyl, uint32_t nr_cyls, struct minidisk **disk) MUST_CHECK;
void minidisk_put(struct minidisk *disk); /* NULL is allowed */
void minidisk_hold(struct minidisk *disk); /* one more reference */

/*
 * The copy-on-write minidisk on these cylinders, whose base the caller has a reference to, which
 * is taken over when this returns 0. Returns as minidisk_get and cow_open; -E_BUSY: somebody uses
 * these cylinders as an ordinary minidisk, or as changes of another. Tasks only.
 */
int minidisk_get_cow(const char *volid, uint32_t cyl, uint32_t nr_cyls, struct minidisk *base,
	const struct cow_names *names, struct minidisk **disk) MUST_CHECK;

/*
 * Takes all changes back. The caller's must be the only reference: -E_BUSY. Else as cow_revert.
 * Tasks only.
 */
int minidisk_revert(struct minidisk *disk) MUST_CHECK;

/*
 * The user's minidisk that is a view of that one, to which the caller has a reference, which is taken over when
 * this returns 0: made, with what is on the base now, unless somebody is linked to it. 0, -E_NOMEM, -E_BUSY:
 * somebody is linked to one with another base. Any context.
 */
int minidisk_get_view(struct minidisk *base, const struct cow_names *names, struct minidisk **disk) MUST_CHECK;

/*
 * Another minidisk, with what is on the disk of the link now, or, without the link, on one that this made
 * before: a V-disk's for the user, a view of others. It is in no directory: nobody else finds it. 0; -E_NOMEM;
 * -E_BUSY: try again; -E_PERM: its cylinders may be written as those of another minidisk. vm lock held.
 */
int minidisk_fork(struct minidisk *disk, const struct md_link *link, const char *userid,
	struct minidisk **fork) MUST_CHECK;

/* Have two minidisks in use cylinders in common? */
bool minidisk_overlaps(const struct minidisk *a, const struct minidisk *b);

/* The track of a minidisk that is no view; as eckd_store_ops' get. */
int minidisk_read_track(struct minidisk *disk, struct tc_user *user, uint32_t track,
	const struct ckd_track **out) MUST_CHECK;

/* Cylinders that who is linked to it sees. */
uint32_t minidisk_size(const struct minidisk *disk);

/* How many blocks V-disks may have together: all that there are, and those that one user defines. */
struct vdisk_limits {
	uint64_t all, user; /* VDISK_INFINITE: no limit */
};

#define VDISK_INFINITE SYSCONFIG_VDISK_INFINITE
#define VDISK_DEFAULT  SYSCONFIG_VDISK_DEFAULT

/* What holds now, and how many blocks all V-disks have. Any context. */
struct vdisk_limits minidisk_vdisk_limits(uint64_t *nr_blocks);

/*
 * Another limit holds from now on, for all V-disks or for those of a user. VDISK_DEFAULT: that of SYSTEM
 * CONFIG, or else no limit for all, and an eighth of real storage for a user. Any context.
 */
void minidisk_limit_vdisks(bool all, uint64_t blocks);

/*
 * The V-disk of that user and device number: made, of nr_blocks, unless somebody is linked to it
 * now. Returns 0, -E_RANGE: no V-disk has so many blocks, -E_BUSY: with it all V-disks would have
 * too many, -E_NOMEM. Any context.
 */
int minidisk_get_vdisk(
	const char *owner, uint16_t devno, uint32_t nr_blocks, struct minidisk **disk) MUST_CHECK;

/*
 * A V-disk for this user alone, whatever others there are. Returns as minidisk_get_vdisk; -E_FULL:
 * his V-disks of this kind would have too many blocks together. Any context.
 */
int minidisk_make_vdisk(
	const char *owner, uint16_t devno, uint32_t nr_blocks, struct minidisk **disk) MUST_CHECK;

/*
 * Takes the first nr_cyls cylinders (at least 1) of these of a volume that no T-disk has, for one;
 * what is on them is somebody else's. The caller has a reference to the volume. Returns 0, -E_FULL,
 * -E_NOMEM. Any context.
 */
int minidisk_make_tdisk(struct volume *volume, uint32_t cyl, uint32_t nr_here, uint32_t nr_cyls,
	struct minidisk **disk) MUST_CHECK;

/* How many of these cylinders T-disks have. Any context. */
uint32_t minidisk_tdisk_cyls(const struct volume *volume, uint32_t cyl, uint32_t nr_here);

/* At start-up. */
void minidisk_init(void);

/* Guards all links: held while a decision to link is made. Rank MINIDISK, below VM. */
extern struct lock minidisks_lock;

/*
 * The minidisk after disk among all that are in use (NULL: the first), NULL at the end. minidisks
 * lock held. To find overlaps.
 */
struct minidisk *minidisk_next(const struct minidisk *disk);

/* The tracks of a link as a virtual 3390 wants them; its context is a struct md_link. */
extern const struct eckd_store_ops minidisk_store;
/* The same of a V-disk, for a virtual 9336. */
extern const struct fba_store_ops minidisk_vdisk_store;

/*
 * For dasd_create: the link, of which all but the lists is filled in, is the disk's. vm and
 * minidisks lock held.
 */
void minidisk_add_link(struct md_link *link);
/* The disk is nobody's any more: who found it reserved gets device end. minidisks lock held. */
void minidisk_unreserve(struct minidisk *disk);
/* The reverse, and the link's reference to the disk is given back. vm lock held. */
void minidisk_remove_link(struct md_link *link);

#endif
