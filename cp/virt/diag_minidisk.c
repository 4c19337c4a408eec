// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSE X'250' and X'A4': block I/O to virtual disks, one interception for many blocks. */
#include "lib/err.h"
#include "logic/blockio/sbio.h"
#include "mach/clock.h"
#include "nucleus/pageshare.h"
#include "nucleus/task.h"
#include "virt/dev_dasd.h"
#include "virt/diag.h"

/* ---- The guest's storage: real addresses, by pages ------------------------------------------- */

static int fetch(void *ctx, uint64_t addr, void *buf, uint32_t len, uint8_t key)
{
	return gstore_read_real_key(ctx, addr, buf, len, key);
}

static int store(void *ctx, uint64_t addr, const void *buf, uint32_t len, uint8_t key)
{
	return gstore_write_real_key(ctx, addr, buf, len, key);
}

static int map(void *ctx, uint64_t addr, const void *frame, uint8_t key)
{
	struct vcpu *vcpu = ctx;

	return pageshare_map(vcpu->vm, gstore_real_to_abs(vcpu, addr), frame, key);
}

static const struct blockio_stor_ops stor_ops = {fetch, store, map};

/* ---- Answers --------------------------------------------------------------------------------- */

/* Puts the return code into Rx + 1, and its condition code. */
static void answer(struct vcpu *vcpu, int rc, unsigned cc)
{
	vcpu_set_gpr32(vcpu, diag_rx(vcpu) + 1, (uint32_t)rc);
	vcpu_set_cc(vcpu, cc);
}

/* The disk that the guest's block names. D250_RC_*; vm lock held. */
static int find_disk(struct vmdbk *vm, be16_t devno, struct vdev **vdev, struct dasd_blocks *blocks)
{
	*vdev = vdev_find(vm, be16_get(devno));
	if (!*vdev)
		return D250_RC_NO_DEVICE;
	return dasd_as_blocks(*vdev, blocks) ? D250_RC_GOOD : D250_RC_DEVICE_TYPE;
}

static grc_t initialize(struct vcpu *vcpu, greal_t addr)
{
	struct diag250_init block;
	struct dasd_blocks blocks;
	struct vdev *vdev;
	grc_t grc = gstore_read_real(vcpu, addr, &block, sizeof(block));
	int rc;

	if (grc)
		return grc;
	lock_take(&vcpu->vm->lock);
	rc = find_disk(vcpu->vm, block.head.devno, &vdev, &blocks);
	if (!rc)
		rc = blockio_initialize(blocks.env, &blocks.disk, &block);
	lock_drop(&vcpu->vm->lock);
	if (rc == D250_RC_GOOD || rc == D250_RC_READ_ONLY)
		grc = gstore_write_real(vcpu, addr, &block, sizeof(block));
	if (!grc)
		answer(vcpu, rc, rc == D250_RC_GOOD || rc == D250_RC_READ_ONLY ? 0 : 2);
	return grc;
}

static grc_t remove(struct vcpu *vcpu, greal_t addr)
{
	struct diag250_head head;
	struct dasd_blocks blocks;
	struct vdev *vdev;
	grc_t grc = gstore_read_real(vcpu, addr, &head, sizeof(head));
	int rc;

	if (grc)
		return grc;
	lock_take(&vcpu->vm->lock);
	rc = find_disk(vcpu->vm, head.devno, &vdev, &blocks);
	if (!rc)
		rc = blockio_remove(blocks.env);
	lock_drop(&vcpu->vm->lock);
	answer(vcpu, rc, rc ? 2 : 0);
	return 0;
}

/* ---- I/O ------------------------------------------------------------------------------------- */

/* What blockio_go_on said, for the guest. */
static grc_t finish(struct vcpu *vcpu, int rc)
{
	if (rc == -E_RANGE)
		return PGM_ADDRESSING;
	if (rc == -E_PERM)
		return PGM_PROTECTION;
	if (rc < 0)
		rc = D250_RC_ERROR;
	answer(vcpu, rc,
		rc == D250_RC_GOOD                            ? 0
		: rc == D250_RC_PARTIAL || rc == D250_RC_NONE ? 1
							      : 2);
	return 0;
}

/* The disk is still the one with which the request began. vm lock held. */
static bool is_there(const struct vdev *vdev, const struct chan_dev *dev)
{
	return vdev->vm->state == VM_ACTIVE && vdev->dev == dev && dasd_link_of(vdev);
}

static int blocks_go_on(void *io)
{
	return blockio_go_on(io);
}

/*
 * Goes on until it is over; waits, without the vm lock. vm lock held. Nobody else waits for this
 * device meanwhile.
 */
static int wait_for_end(int (*go_on)(void *io), void *io, struct vdev *vdev)
{
	const struct chan_dev *dev = vdev->dev;
	struct vmdbk *vm = vdev->vm;
	struct event event;
	int rc;

	event_init(&event);
	vdev->watch = &event;
	while ((rc = go_on(io)) == -E_AGAIN) {
		lock_drop(&vm->lock);
		event_wait(&event);
		lock_take(&vm->lock);
		event_clear(&event);
		if (!is_there(vdev, dev)) {
			rc = -E_NODEV;
			break;
		}
	}
	vdev->watch = NULL;
	return rc;
}

/* The request: all of it, or, if may_wait is not set, as far as it goes at once: then -E_AGAIN. */
static int run(struct vcpu *vcpu, const struct diag250_io *block, bool may_wait)
{
	struct vmdbk *vm = vcpu->vm;
	struct dasd_blocks blocks;
	struct blockio io;
	struct vdev *vdev;
	int rc;

	lock_take(&vm->lock);
	rc = find_disk(vm, block->head.devno, &vdev, &blocks);
	while (!rc && may_wait && vdev->watch) { /* another virtual CPU waits for it */
		lock_drop(&vm->lock);
		task_sleep_until(clock_now() + TOD_MS);
		lock_take(&vm->lock);
		rc = find_disk(vm, block->head.devno, &vdev, &blocks);
	}
	if (!rc)
		rc = blockio_begin(&io, blocks.env, &blocks.disk, &stor_ops, vcpu, block);
	if (!rc)
		rc = may_wait ? wait_for_end(blocks_go_on, &io, vdev) : blockio_go_on(&io);
	lock_drop(&vm->lock);
	return rc == -E_NODEV ? D250_RC_NO_DEVICE : rc;
}

static void io_task(void *arg)
{
	struct vcpu *vcpu = arg;
	struct diag250_io block;
	grc_t grc = gstore_read_real(vcpu, diag_addr(vcpu, diag_rx(vcpu)), &block, sizeof(block));

	if (!grc)
		grc = finish(vcpu, run(vcpu, &block, true));
	insn_task_done(vcpu, grc);
}

/* Nearly always all is in the cache or comes at once; else it begins anew in a task, which does no
 * harm. */
static grc_t input_output(struct vcpu *vcpu, greal_t addr)
{
	struct diag250_io block;
	grc_t grc = gstore_read_real(vcpu, addr, &block, sizeof(block));
	int rc;

	if (grc)
		return grc;
	rc = run(vcpu, &block, false);
	if (rc == -E_AGAIN)
		return insn_in_task(vcpu, "DIAGNOSE X'250'", io_task);
	return finish(vcpu, rc);
}

/* Rx, even, has the real address of the block; Ry the function. */
grc_t diag_250(struct vcpu *vcpu)
{
	unsigned rx = diag_rx(vcpu);
	greal_t addr = diag_addr(vcpu, rx);

	if (rx % 2 || addr % 8)
		return PGM_SPECIFICATION;
	switch ((uint32_t)vcpu_gpr(vcpu, diag_ry(vcpu))) {
	case DIAG250_INITIALIZE: return initialize(vcpu, addr);
	case DIAG250_IO: return input_output(vcpu, addr);
	case DIAG250_REMOVE: return remove(vcpu, addr);
	default: return PGM_SPECIFICATION;
	}
}

/* ---- X'A4' ----------------------------------------------------------------------------------- */

static int list_go_on(void *sbio)
{
	return sbio_go_on(sbio);
}

/* enum syncio_rc. vm lock held, but for waits. */
static int run_list(struct vcpu *vcpu, struct sbiop *parm)
{
	struct vdev *vdev = vdev_find(vcpu->vm, be16_get(parm->devno));
	struct dasd_blocks blocks;
	struct sbio sbio;
	int rc;

	if (!vdev)
		return SYNCIO_NO_DEVICE;
	if (!dasd_as_blocks(vdev, &blocks))
		return SYNCIO_DEVICE_TYPE;
	if (vdev->watch)
		return SYNCIO_BUSY;
	rc = sbio_begin(&sbio, parm, &blocks.disk, &stor_ops, vcpu);
	if (!rc)
		rc = wait_for_end(list_go_on, &sbio, vdev);
	return rc == -E_NODEV ? SYNCIO_NO_DEVICE : rc;
}

static grc_t list_io(struct vcpu *vcpu, greal_t addr)
{
	struct sbiop parm;
	grc_t grc = gstore_read_real(vcpu, addr, &parm, sizeof(parm));
	int rc;

	if (grc)
		return grc;
	if (!sbio_is_valid(&parm))
		return PGM_OPERAND;
	grc = gstore_write_real(vcpu, addr, &parm, sizeof(parm)); /* it must be possible then */
	if (grc)
		return grc;
	lock_take(&vcpu->vm->lock);
	rc = run_list(vcpu, &parm);
	lock_drop(&vcpu->vm->lock);
	grc = gstore_write_real(vcpu, addr, &parm, sizeof(parm));
	if (grc)
		return grc;
	vcpu_set_gpr32(vcpu, 15, (uint32_t)rc);
	vcpu_set_cc(vcpu, syncio_cc(rc));
	return 0;
}

static void list_task(void *arg)
{
	struct vcpu *vcpu = arg;

	insn_task_done(vcpu, list_io(vcpu, diag_addr(vcpu, diag_rx(vcpu))));
}

/* Rx has the real address of the block. */
grc_t diag_0A4(struct vcpu *vcpu)
{
	if (diag_addr(vcpu, diag_rx(vcpu)) % 4)
		return PGM_SPECIFICATION;
	return insn_in_task(vcpu, "DIAGNOSE X'A4'", list_task);
}
