// SPDX-License-Identifier: Apache-2.0
/* What a virtual disk calls of its link: the tracks or pages, and RESERVE among links that honour it. */
#include "lib/err.h"
#include "nucleus/minidisk.h"
#include "nucleus/timer.h"
#include "nucleus/vdev.h"

static void tell_free(struct timer *timer);

static struct list to_tell = LIST_INIT(to_tell); /* minidisks lock; md_link.tell_link */
static struct timer tell_timer = {.expired = tell_free};

/* ---- RESERVE --------------------------------------------------------------------------------- */

/* Gives device end to those who found the disk reserved. No locks held. */
static void tell_free(struct timer *timer)
{
	(void)timer;
	for (;;) {
		struct vmdbk *vm = NULL;
		struct vdev *vdev;
		uint16_t devno = 0;
		struct list *node;

		lock_take(&minidisks_lock);
		node = list_pop(&to_tell);
		if (node) {
			struct md_link *link = LIST_ENTRY(node, struct md_link, tell_link);

			vm = link->vm;
			devno = link->devno;
			vm_get(vm);
		}
		lock_drop(&minidisks_lock);
		if (!vm)
			return;
		lock_take(&vm->lock);
		vdev = vdev_find(vm, devno);
		if (vdev) {
			subch_unsolicited(&vdev->sch, DSTAT_DEVICE_END);
			vdev_run(vdev);
		}
		lock_drop(&vm->lock);
		vm_put(vm);
	}
}

void minidisk_unreserve(struct minidisk *disk)
{
	struct list *node;

	disk->reserved = NULL;
	list_for_each (node, &disk->links) {
		struct md_link *link = LIST_ENTRY(node, struct md_link, link);

		if (!link->was_busy)
			continue;
		link->was_busy = false;
		list_del(&link->tell_link);
		list_add_tail(&to_tell, &link->tell_link);
	}
	if (!list_is_empty(&to_tell))
		timer_set(&tell_timer, 0);
}

static int reserve_locked(struct md_link *link, enum eckd_reserve what)
{
	struct minidisk *disk = link->disk;
	bool is_other = disk->reserved && disk->reserved != link;

	switch (what) {
	case ECKD_IS_MINE: return disk->reserved == link ? 0 : -E_BUSY;
	case ECKD_STEAL: disk->reserved = link; return 0;
	case ECKD_RELEASE:
		if (disk->reserved == link)
			minidisk_unreserve(disk);
		return 0;
	default: break;
	}
	if (is_other) {
		link->was_busy = true;
		return -E_BUSY;
	}
	if (what == ECKD_RESERVE)
		disk->reserved = link;
	return 0;
}

/* Links that do not honour it are neither stopped by RESERVE nor stop others. */
static int store_reserve(void *ctx, enum eckd_reserve what)
{
	struct md_link *link = ctx;
	int rc;

	if (!link->honours_reserve)
		return what == ECKD_IS_MINE ? -E_BUSY : 0;
	lock_take(&minidisks_lock);
	rc = reserve_locked(link, what);
	lock_drop(&minidisks_lock);
	return rc;
}

/* ---- The tracks of a link -------------------------------------------------------------------- */

static uint32_t on_volume(const struct minidisk *disk, uint32_t track)
{
	return disk->cyl * CKD_3390_HEADS + track;
}

int minidisk_read_track(
	struct minidisk *disk, struct tc_user *user, uint32_t track, const struct ckd_track **out)
{
	if (disk->cow)
		return cow_get(disk->cow, user, track, out);
	return tc_get(user, disk->volume, on_volume(disk, track), out);
}

/* Before a write. */
static int keep_for_views(struct md_link *link, uint32_t track)
{
	return list_is_empty(&link->disk->snapshots) ? 0 : diskview_before_write(link, track);
}

static int store_get(void *ctx, uint32_t track, const struct ckd_track **out)
{
	struct md_link *link = ctx;

	if (link->disk->view)
		return diskview_get(link, track, out);
	return minidisk_read_track(link->disk, &link->cache, track, out);
}

static void store_put(void *ctx, const struct ckd_track *track)
{
	(void)ctx;
	tc_put(track);
}

static uint8_t *store_alloc(void *ctx, uint32_t len)
{
	return ((struct md_link *)ctx)->disk->view ? diskview_alloc(len) : tc_alloc(len);
}

static void store_free(void *ctx, uint8_t *data, uint32_t len)
{
	(void)ctx;
	tc_free(data, len);
}

static int store_update(
	void *ctx, uint32_t track, unsigned nr, const struct ckd_count *count, uint8_t *data)
{
	struct md_link *link = ctx;
	int rc;

	if (link->disk->view)
		return diskview_update(link, track, nr, count, data);
	rc = keep_for_views(link, track);
	if (rc)
		return rc;
	if (link->disk->cow)
		return cow_update(link->disk->cow, &link->cache, track, nr, count, data);
	return tc_update(&link->cache, link->disk->volume, on_volume(link->disk, track), nr, count, data);
}

static int store_format(void *ctx, uint32_t track, unsigned keep, const struct ckd_record *add,
	unsigned nr_add, const uint8_t *r0)
{
	struct md_link *link = ctx;
	int rc;

	if (link->disk->view)
		return diskview_format(link, track, keep, add, nr_add, r0);
	rc = keep_for_views(link, track);
	if (rc)
		return rc;
	if (link->disk->cow)
		return cow_format(link->disk->cow, &link->cache, track, keep, add, nr_add, r0);
	return tc_format(
		&link->cache, link->disk->volume, on_volume(link->disk, track), keep, add, nr_add, r0);
}

static int store_flush(void *ctx)
{
	struct md_link *link = ctx;

	return link->disk->cow ? cow_flush(link->disk->cow, &link->cache) : tc_flush(&link->cache);
}

const struct eckd_store_ops minidisk_store = {
	.get = store_get,
	.put = store_put,
	.alloc = store_alloc,
	.free = store_free,
	.update = store_update,
	.format = store_format,
	.flush = store_flush,
	.reserve = store_reserve,
};

/* ---- The pages of a V-disk ------------------------------------------------------------------- */

static uint8_t *vdisk_store_page(void *ctx, uint32_t nr, bool make)
{
	return vdisk_page(((struct md_link *)ctx)->disk->vdisk, nr, make);
}

static void vdisk_store_done(void *ctx)
{
	vdisk_done(((struct md_link *)ctx)->disk->vdisk);
}

static void vdisk_store_drop(void *ctx, uint32_t nr)
{
	vdisk_drop(((struct md_link *)ctx)->disk->vdisk, nr);
}

const struct fba_store_ops minidisk_vdisk_store = {
	.page = vdisk_store_page, .done = vdisk_store_done, .drop = vdisk_store_drop};
