/* SPDX-License-Identifier: Apache-2.0 */
/* Virtual disks: a 3390 on a minidisk of a volume, a 9336 on a V-disk. */
#ifndef VIRT_DEV_DASD_H
#define VIRT_DEV_DASD_H

#include "logic/eckd/blocks.h"
#include "logic/fba/blocks.h"
#include "nucleus/minidisk.h"
#include "nucleus/vdev.h"

extern const struct vdev_type dasd_type, fba_type;

/* A link that somebody wants. */
struct dasd_request {
	uint16_t devno;
	struct minidisk *disk; /* dasd_create takes the caller's reference over when it returns 0 */
	const char *owner;     /* whose MDISK statement it is, and its device number */
	uint16_t owner_devno;
	/*
	 * Looks at disk->links and decides: 0, with is_writing, honours_reserve and mode of `link`
	 *set, or an error, which dasd_create then returns. No link is made or undone meanwhile:
	 *must not wait, nor take a lock above MINIDISK. ctx is the request's.
	 */
	int (*decide)(void *ctx, const struct minidisk *disk, struct md_link *link);
	void *ctx;
};

/*
 * Adds a virtual disk. Returns 0; -E_EXIST: the device number is in use; -E_NOMEM, -E_FULL as
 * vdev_create; or what decide returned: then nothing was added. Takes the vm lock. vdev_delete
 * undoes it.
 */
int dasd_create(struct vmdbk *vm, const struct dasd_request *request) MUST_CHECK;

/* The link of a virtual disk on a minidisk, or NULL: the device is of another kind. vm lock held.
 */
struct md_link *dasd_link_of(const struct vdev *vdev);

/* A virtual disk as blocks, for DIAGNOSE X'250'. */
struct dasd_blocks {
	struct block_disk disk;
	struct blockio_env *env; /* the device's */
	union {
		struct eckd_blocks eckd;
		struct fba_blocks fba;
	};
};

/* Fills it in; not to be moved. False: the device is no disk. vm lock held. */
bool dasd_as_blocks(const struct vdev *vdev, struct dasd_blocks *blocks);

#endif
