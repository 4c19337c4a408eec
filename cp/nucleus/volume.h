/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Volumes: the real disks that are attached to SYSTEM, known by the names in their labels. Tracks
 * are read and written through nucleus/dasd.h with volume_dasd().
 */
#ifndef NUCLEUS_VOLUME_H
#define NUCLEUS_VOLUME_H

#include "abi/volume.h"
#include "nucleus/dasd.h"

#define VOLID_SIZE 7 /* 1 to 6 characters and the final NUL */

/*
 * Function:      a volume attached to SYSTEM
 * Located by:    volume_find, volume_next
 * Created by:    volume_attach (start-up does it for the volumes of SYSTEM CONFIG)
 * Deleted by:    the last volume_put after volume_detach
 * Serialized by: its members are constant, but for those of volume.c
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

const char *volume_volid(const struct volume *volume);
struct dasd *volume_dasd(const struct volume *volume);
uint32_t volume_nr_cyls(const struct volume *volume); /* each of CKD_3390_HEADS tracks */

/*
 * The allocation map, when CP formatted the volume (it passed alloc_check), else NULL: then all of
 * it but cylinder 0 is as PERM. Minidisks belong on PERM space.
 */
const struct vol_alloc *volume_alloc(const struct volume *volume);

#endif
