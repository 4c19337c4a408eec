/* SPDX-License-Identifier: Apache-2.0 */
/* V-disks: fixed-block disks in storage, gone with their last link. Pages are made when written. */
#ifndef NUCLEUS_VDISK_H
#define NUCLEUS_VDISK_H

#include "logic/fba/fba.h"

/* As z/VM: 2 GiB but for what its tables take. */
#define VDISK_MAX_BLOCKS 4194296u

struct vdisk;

/* Makes one of nr_blocks (1 to VDISK_MAX_BLOCKS, rounded up to whole pages). NULL: no storage. */
struct vdisk *vdisk_create(uint32_t nr_blocks);
void vdisk_delete(struct vdisk *disk);

/* Its page; see struct fba_store_ops. Pages stay where they are until dropped. Any context. */
uint8_t *vdisk_page(struct vdisk *disk, uint32_t nr, bool make);

/* The page is zeros. is_shared: others may look at it now, so it is cleared, not given back. */
void vdisk_drop(struct vdisk *disk, uint32_t nr, bool is_shared);

#endif
