/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of minidisks share. The minidisks lock is held for everything here. */
#ifndef NUCLEUS_MINIDISK_INT_H
#define NUCLEUS_MINIDISK_INT_H

#include "nucleus/minidisk.h"

/* The one on these cylinders, or NULL. */
struct minidisk *minidisk_find(const struct volume *volume, uint32_t cyl, uint32_t nr_cyls);

/* Where those are found by user and device number that have these. */
struct list *minidisk_user_bucket(const char *owner, uint16_t devno);

/*
 * A new one, without references; minidisk_make: in that bucket, NULL: nobody shall find it. NULL: no storage.
 * minidisk_make_of_vdisk takes vdisk, unless it returns NULL.
 */
struct minidisk *minidisk_make(struct list *bucket);
struct minidisk *minidisk_make_on_volume(struct volume *volume, uint32_t cyl, uint32_t nr_cyls);
struct minidisk *minidisk_make_of_vdisk(struct list *bucket, const char *owner, uint16_t devno,
	struct vdisk *vdisk, uint32_t nr_blocks);

/* Nobody looks for a V-disk that DEFINE made by its number: all of a user are in one bucket. */
struct list *minidisk_temporary_bucket(const char *owner);

/* A V-disk is being deleted: its blocks count no longer. */
void minidisk_vdisk_gone(const struct minidisk *disk);

#endif
