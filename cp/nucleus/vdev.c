// SPDX-License-Identifier: Apache-2.0
/* Virtual devices: subchannels are dense, in the order in which devices were made. */
#include "nucleus/vdev.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/longio.h"
#include "nucleus/pageshare.h"
#include "nucleus/storage.h"

#define RUN_BUDGET   4096 /* CCWs at once, before a channel program goes on in pieces */
#define PIECE_BUDGET 512  /* CCWs of a piece */
#define MAX_VDEVS    4096
#define CHPID        0x00

void (*vdev_post)(struct vmdbk *vm, uint32_t floating);

static int stor_fetch(void *ctx, gabs_t addr, void *buf, uint32_t len, uint8_t key)
{
	return gspace_read_key(&((struct vmdbk *)ctx)->space, addr, buf, len, key);
}

static int stor_store(void *ctx, gabs_t addr, const void *buf, uint32_t len, uint8_t key)
{
	return gspace_write_key(&((struct vmdbk *)ctx)->space, addr, buf, len, key);
}

static int stor_map(void *ctx, gabs_t addr, void *frame, uint8_t key)
{
	return pageshare_map(ctx, addr, frame, key);
}

static const struct chan_stor_ops stor_ops = {
	.fetch = stor_fetch, .store = stor_store, .map = stor_map};

struct vdev *vdev_find(struct vmdbk *vm, uint16_t devno)
{
	for (unsigned i = 0; i < vm->nr_vdevs; i++)
		if (vm->vdevs[i]->dev && vm->vdevs[i]->devno == devno)
			return vm->vdevs[i];
	return NULL;
}

struct vdev *vdev_by_subchannel(struct vmdbk *vm, uint16_t nr)
{
	return nr < vm->nr_vdevs ? vm->vdevs[nr] : NULL;
}

/* A new one at the end. NULL: no storage, or there are too many. */
static struct vdev *subchannel_add(struct vmdbk *vm)
{
	if (vm->nr_vdevs == vm->max_vdevs) {
		unsigned max = MAX(vm->max_vdevs * 2u, 8u);
		struct vdev **vdevs = max <= MAX_VDEVS ? stor_alloc(max * sizeof(*vdevs)) : NULL;

		if (!vdevs)
			return NULL;
		if (vm->nr_vdevs)
			memcpy(vdevs, vm->vdevs, vm->nr_vdevs * sizeof(*vdevs));
		stor_free(vm->vdevs, vm->max_vdevs * sizeof(*vdevs));
		vm->vdevs = vdevs;
		vm->max_vdevs = (uint16_t)max;
	}
	vm->vdevs[vm->nr_vdevs] = stor_alloc(sizeof(struct vdev));
	return vm->vdevs[vm->nr_vdevs] ? vm->vdevs[vm->nr_vdevs++] : NULL;
}

/* A subchannel without a device, or a new one at the end. */
static struct vdev *subchannel_get(struct vmdbk *vm)
{
	for (unsigned i = 0; i < vm->nr_vdevs; i++)
		if (!vm->vdevs[i]->dev && !vm->vdevs[i]->long_queued)
			return vm->vdevs[i];
	return subchannel_add(vm);
}

/* Makes the device of subchannel nr, which has none. */
static int device_make(struct vmdbk *vm, uint16_t nr, uint16_t devno, const struct vdev_type *type)
{
	struct vdev *vdev = vm->vdevs[nr];
	int rc;

	*vdev = (struct vdev){.vm = vm, .type = type, .devno = devno};
	vdev->dev = stor_alloc(type->size);
	if (!vdev->dev)
		return -E_NOMEM;
	subch_init(&vdev->sch, nr, devno, CHPID, vdev->dev, &stor_ops, vm);
	rc = type->init(vdev);
	if (rc) {
		stor_free(vdev->dev, type->size);
		vdev->dev = NULL;
		subch_detach(&vdev->sch);
	}
	return rc;
}

int vdev_create(struct vmdbk *vm, uint16_t devno, const struct vdev_type *type, struct vdev **out)
{
	struct vdev *vdev;
	uint16_t nr = 0;
	int rc;

	if (vdev_find(vm, devno))
		return -E_EXIST;
	vdev = subchannel_get(vm);
	if (!vdev)
		return -E_NOMEM;
	while (vm->vdevs[nr] != vdev)
		nr++;
	rc = device_make(vm, nr, devno, type);
	if (!rc && out)
		*out = vdev;
	return rc;
}

/* ---- Images ------------------------------------------------------------------------------------------- */

int vdev_save(struct vdev *vdev, struct vdev_image *image)
{
	int rc;

	memset(image, 0, sizeof(*image));
	if (vdev->long_queued)
		return -E_BUSY;
	rc = subch_save(&vdev->sch, &image->sch);
	if (rc || !vdev->dev)
		return rc;
	rc = vdev->type->save ? vdev->type->save(vdev, image->own) : -E_PERM;
	if (rc)
		return rc;
	image->type = vdev->type;
	image->devno = vdev->devno;
	return 0;
}

void vdev_forget(struct vdev_image *image)
{
	if (image->type && image->type->forget)
		image->type->forget(image->own);
	image->type = NULL;
}

int vdev_restore(struct vmdbk *vm, const struct vdev_image *image)
{
	struct vdev *vdev = subchannel_add(vm);
	int rc = 0;

	if (!vdev)
		return -E_NOMEM;
	if (!image->type) {
		*vdev = (struct vdev){.vm = vm};
		vdev->sch.nr = (uint16_t)(vm->nr_vdevs - 1);
	} else {
		rc = device_make(vm, (uint16_t)(vm->nr_vdevs - 1), image->devno, image->type);
	}
	if (!rc && image->type && image->type->restore)
		rc = image->type->restore(vdev, image->own);
	if (!rc)
		subch_restore(&vdev->sch, &image->sch);
	return rc;
}

int vdev_replace(struct vdev *vdev, const struct vdev_type *type)
{
	struct chan_dev *dev = stor_alloc(type->size), *old_dev = vdev->dev;
	const struct vdev_type *old = vdev->type;
	int rc;

	if (!dev)
		return -E_NOMEM;
	subch_reset(&vdev->sch);
	if (old->done)
		old->done(vdev);
	vdev->dev = vdev->sch.dev = dev;
	vdev->type = type;
	rc = type->init(vdev);
	if (rc) { /* the old one was there before: its init can't fail */
		vdev->dev = vdev->sch.dev = old_dev;
		vdev->type = old;
		(void)!old->init(vdev);
		stor_free(dev, type->size);
		return rc;
	}
	stor_free(old_dev, old->size);
	return 0;
}

void vdev_delete(struct vdev *vdev)
{
	if (!vdev->dev)
		return;
	subch_detach(&vdev->sch);
	if (vdev->watch)
		event_post(vdev->watch);
	if (vdev->type->done)
		vdev->type->done(vdev);
	stor_free(vdev->dev, vdev->type->size);
	vdev->dev = NULL;
}

static void run(struct vdev *vdev, unsigned budget)
{
	if (!vdev->dev)
		return;
	if (subch_is_ready(&vdev->sch))
		subch_run(&vdev->sch, budget);
	if (vdev->watch)
		event_post(vdev->watch);
	if (subch_is_interrupting(&vdev->sch))
		vdev_post(vdev->vm, VF_IO);
	if (subch_is_ready(&vdev->sch))
		longio_queue(vdev);
}

void vdev_run(struct vdev *vdev)
{
	run(vdev, RUN_BUDGET);
}

void vdev_run_piece(struct vdev *vdev)
{
	run(vdev, PIECE_BUDGET);
}

void vdev_wake(struct vmdbk *vm, uint16_t devno)
{
	struct vdev *vdev;

	lock_take(&vm->lock);
	vdev = vdev_find(vm, devno);
	if (vdev) {
		subch_wake(&vdev->sch);
		vdev_run(vdev);
	}
	lock_drop(&vm->lock);
}

uint64_t vdev_pending_iscs(struct vmdbk *vm)
{
	uint64_t mask = 0;

	for (unsigned i = 0; i < vm->nr_vdevs; i++)
		if (vm->vdevs[i]->dev && subch_is_interrupting(&vm->vdevs[i]->sch))
			mask |= 0x80000000ul >> subch_isc(&vm->vdevs[i]->sch);
	return mask;
}

bool vdev_take_interruption(struct vmdbk *vm, uint8_t isc, struct io_int_code *code)
{
	bool taken = false, more = false;

	for (unsigned i = 0; i < vm->nr_vdevs; i++) {
		struct vdev *vdev = vm->vdevs[i];

		if (!vdev->dev || !subch_is_interrupting(&vdev->sch))
			continue;
		if (!taken && subch_isc(&vdev->sch) == isc) {
			subch_interrupt(&vdev->sch, code);
			taken = true;
		} else {
			more = true;
		}
	}
	if (!more)
		vm->floating &= ~VF_IO;
	return taken;
}

void vdev_reset_all(struct vmdbk *vm)
{
	for (unsigned i = 0; i < vm->nr_vdevs; i++) {
		struct vdev *vdev = vm->vdevs[i];

		if (!vdev->dev)
			continue;
		subch_reset(&vdev->sch);
		if (vdev->type->reset)
			vdev->type->reset(vdev);
	}
	vm->floating &= ~VF_IO;
}
