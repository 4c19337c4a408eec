/* SPDX-License-Identifier: Apache-2.0 */
/*
 * V-disks: fixed-block disks in storage, gone with their last link. Pages are made when written.
 *
 * A copy of one has its pages in common with it until one of the two changes them.
 */
#ifndef NUCLEUS_VDISK_H
#define NUCLEUS_VDISK_H

#include "logic/fba/fba.h"

/* As z/VM: 2 GiB but for what its tables take. */
#define VDISK_MAX_BLOCKS 4194296u

struct vdisk;

/* Makes one of nr_blocks (1 to VDISK_MAX_BLOCKS, rounded up to whole pages). NULL: no storage. */
struct vdisk *vdisk_create(uint32_t nr_blocks);
void vdisk_delete(struct vdisk *disk);

/*
 * Another one, with what is on the disk now. 0, -E_NOMEM, or -E_BUSY: somebody is reading or
 * writing; that does not take long. Any context.
 */
int vdisk_fork(struct vdisk *disk, struct vdisk **copy) MUST_CHECK;

/* Its page; see struct fba_store_ops. It stays until vdisk_done. Any context. */
uint8_t *vdisk_page(struct vdisk *disk, uint32_t nr, bool make);
void vdisk_done(struct vdisk *disk);

/* The page is zeros. */
void vdisk_drop(struct vdisk *disk, uint32_t nr);

#endif
