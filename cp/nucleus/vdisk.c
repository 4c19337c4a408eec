// SPDX-License-Identifier: Apache-2.0
/*
 * V-disks: trees of pages, which copies share (lib/forktree.h). A page that another disk has, too,
 * is copied before it is written to. Somebody who is linked to the same disk may be looking at the
 * old one: it is kept until nobody is at work on this disk.
 */
#include "nucleus/vdisk.h"
#include "lib/err.h"
#include "lib/forktree.h"
#include "lib/string.h"
#include "mach/frame.h"
#include "mach/lock.h"
#include "nucleus/diskroom.h"
#include "nucleus/storage.h"

static_assert(VDISK_MAX_BLOCKS / FBA_BLOCKS_PER_PAGE < FTREE_KEYS, "pages of a V-disk");

/* A page that was the disk's. */
struct old_page {
	struct old_page *next;
	uint8_t *page;
};

/*
 * Function:      a V-disk
 * Located by:    struct minidisk
 * Created by:    vdisk_create, vdisk_fork   Deleted by: vdisk_delete
 * Serialized by: its lock
 */
struct vdisk {
	struct lock lock;  /* MDCACHE */
	uint32_t nr_pages; /* constant */
	uint32_t nr_users; /* pages that are somebody's between vdisk_page and vdisk_done */
	struct ftree pages;
	struct old_page *old;
};

static void page_get(void *page)
{
	frame_get((habs_t)page);
}

static void page_put(void *page)
{
	if (frame_drop((habs_t)page))
		frame_free((habs_t)page);
}

static const struct ftree_ops page_ops = {stor_alloc, stor_free, page_get, page_put};

/* ---- Disks ----------------------------------------------------------------------------------- */

static struct vdisk *make(uint32_t nr_pages)
{
	struct vdisk *disk = stor_alloc(sizeof(*disk));

	if (!disk)
		return NULL;
	lock_init(&disk->lock, LOCK_MDCACHE);
	disk->nr_pages = nr_pages;
	return disk;
}

struct vdisk *vdisk_create(uint32_t nr_blocks)
{
	if (nr_blocks < 1 || nr_blocks > VDISK_MAX_BLOCKS)
		return NULL;
	return make((uint32_t)((nr_blocks + FBA_BLOCKS_PER_PAGE - 1) / FBA_BLOCKS_PER_PAGE));
}

int vdisk_fork(struct vdisk *disk, struct vdisk **out)
{
	struct vdisk *copy = make(disk->nr_pages);
	int rc = 0;

	*out = NULL;
	if (!copy)
		return -E_NOMEM;
	lock_take(&disk->lock);
	if (disk->nr_users)
		rc = -E_BUSY;
	else
		ftree_fork(&copy->pages, &disk->pages);
	lock_drop(&disk->lock);
	if (rc)
		stor_free(copy, sizeof(*copy));
	else
		*out = copy;
	return rc;
}

static void free_old(struct vdisk *disk)
{
	while (disk->old) {
		struct old_page *old = disk->old;

		disk->old = old->next;
		page_put(old->page);
		stor_free(old, sizeof(*old));
	}
}

void vdisk_delete(struct vdisk *disk)
{
	if (!disk)
		return;
	ftree_clear(&disk->pages, &page_ops);
	free_old(disk);
	stor_free(disk, sizeof(*disk));
}

/* ---- Pages ----------------------------------------------------------------------------------- */

/* A page is not the disk's any more. False: there is no storage to remember it. Lock held. */
static bool let_go(struct vdisk *disk, uint8_t *page)
{
	struct old_page *old;

	if (!disk->nr_users) {
		page_put(page);
		return true;
	}
	old = stor_alloc(sizeof(*old));
	if (!old)
		return false;
	old->page = page;
	old->next = disk->old;
	disk->old = old;
	return true;
}

/* The page, the disk's own, to be written to; NULL: no storage, or *is_full: no room for disks. Lock held. */
static uint8_t *own_page(struct vdisk *disk, uint32_t nr, bool *is_full)
{
	void **place = ftree_place(&disk->pages, &page_ops, nr);
	uint8_t *page = place ? *place : NULL, *fresh;

	if (!place || (page && !frame_has_others((habs_t)page)))
		return page;
	*is_full = !diskroom_is_left();
	fresh = *is_full ? NULL : (uint8_t *)frame_alloc(FRAME_VDISK);
	if (!fresh)
		return NULL;
	if (page) {
		memcpy(fresh, page, PAGE_SIZE);
		if (!let_go(disk, page)) {
			frame_free((habs_t)fresh);
			return NULL;
		}
	}
	*place = fresh;
	return fresh;
}

uint8_t *vdisk_page(struct vdisk *disk, uint32_t nr, bool make)
{
	uint8_t *page = NULL;
	bool is_full = false;

	lock_take(&disk->lock);
	if (nr < disk->nr_pages)
		page = make ? own_page(disk, nr, &is_full) : ftree_find(&disk->pages, nr);
	disk->nr_users += page != NULL;
	lock_drop(&disk->lock);
	if (is_full)
		diskroom_tell_full();
	return page;
}

void vdisk_done(struct vdisk *disk)
{
	lock_take(&disk->lock);
	if (!--disk->nr_users)
		free_old(disk);
	lock_drop(&disk->lock);
}

void vdisk_drop(struct vdisk *disk, uint32_t nr)
{
	void **place = NULL;

	lock_take(&disk->lock);
	if (nr < disk->nr_pages && ftree_find(&disk->pages, nr))
		place = ftree_place(&disk->pages, &page_ops, nr);
	if (place && let_go(disk, *place))
		*place = NULL;
	lock_drop(&disk->lock);
}
