// SPDX-License-Identifier: Apache-2.0
/* V-disks: a table of tables of pages. */
#include "nucleus/vdisk.h"
#include "lib/string.h"
#include "mach/frame.h"
#include "mach/lock.h"
#include "nucleus/storage.h"

#define PAGES_PER_LEAF (PAGE_SIZE / sizeof(uint8_t *))

/*
 * Function:      a V-disk
 * Located by:    struct minidisk
 * Created by:    vdisk_create   Deleted by: vdisk_delete
 * Serialized by: its lock, but for what was constant from the beginning
 */
struct vdisk {
	struct lock lock;  /* MDCACHE */
	uint32_t nr_pages; /* constant, as the next two */
	uint32_t nr_leaves;
	uint8_t **leaf[]; /* each a frame of pages, made when needed */
};

static size_t size_of(uint32_t nr_leaves)
{
	return sizeof(struct vdisk) + nr_leaves * sizeof(uint8_t **);
}

struct vdisk *vdisk_create(uint32_t nr_blocks)
{
	uint32_t nr_pages = (uint32_t)((nr_blocks + FBA_BLOCKS_PER_PAGE - 1) / FBA_BLOCKS_PER_PAGE);
	uint32_t nr_leaves = (uint32_t)((nr_pages + PAGES_PER_LEAF - 1) / PAGES_PER_LEAF);
	struct vdisk *disk;

	if (nr_blocks < 1 || nr_blocks > VDISK_MAX_BLOCKS)
		return NULL;
	disk = stor_alloc(size_of(nr_leaves));
	if (!disk)
		return NULL;
	lock_init(&disk->lock, LOCK_MDCACHE);
	disk->nr_pages = nr_pages;
	disk->nr_leaves = nr_leaves;
	return disk;
}

void vdisk_delete(struct vdisk *disk)
{
	if (!disk)
		return;
	for (uint32_t i = 0; i < disk->nr_leaves; i++) {
		for (uint32_t k = 0; disk->leaf[i] && k < PAGES_PER_LEAF; k++)
			if (disk->leaf[i][k])
				frame_free((habs_t)disk->leaf[i][k]);
		if (disk->leaf[i])
			frame_free((habs_t)disk->leaf[i]);
	}
	stor_free(disk, size_of(disk->nr_leaves));
}

/* Where the page's address is; with make its table is made. NULL: it is not there. Lock held. */
static uint8_t **place_of(struct vdisk *disk, uint32_t nr, bool make)
{
	uint8_t ***leaf;

	if (nr >= disk->nr_pages)
		return NULL;
	leaf = &disk->leaf[nr / PAGES_PER_LEAF];
	if (!*leaf && make)
		*leaf = (uint8_t **)frame_alloc(FRAME_VDISK);
	return *leaf ? &(*leaf)[nr % PAGES_PER_LEAF] : NULL;
}

uint8_t *vdisk_page(struct vdisk *disk, uint32_t nr, bool make)
{
	uint8_t **place, *page = NULL;

	lock_take(&disk->lock);
	place = place_of(disk, nr, make);
	if (place && !*place && make)
		*place = (uint8_t *)frame_alloc(FRAME_VDISK);
	if (place)
		page = *place;
	lock_drop(&disk->lock);
	return page;
}

void vdisk_drop(struct vdisk *disk, uint32_t nr, bool is_shared)
{
	uint8_t **place;

	lock_take(&disk->lock);
	place = place_of(disk, nr, false);
	if (place && *place && is_shared) {
		memset(*place, 0, PAGE_SIZE);
	} else if (place && *place) {
		frame_free((habs_t)*place);
		*place = NULL;
	}
	lock_drop(&disk->lock);
}
