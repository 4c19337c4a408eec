// SPDX-License-Identifier: Apache-2.0
/*
 * DIAGNOSE X'A8' and X'18': channel programs, for any device and for disks alone, that are over
 * when the instruction is.
 *
 * They run like those of START SUBCHANNEL, in a task, where one may wait. Nearly always the program
 * ends at once; for one that does not the task looks again and again, at longer and longer
 * intervals: nothing tells it when the machine is reset meanwhile.
 */
#include "abi/syncio.h"
#include "arch/ckd.h"
#include "arch/psw.h"
#include "lib/string.h"
#include "logic/blockio/sbio.h"
#include "mach/clock.h"
#include "nucleus/task.h"
#include "virt/dev_dasd.h"
#include "virt/diag.h"

#define FIRST_LOOK TOD_MS
#define LAST_LOOK  (64 * TOD_MS)

/* A channel program and how it went. */
struct call {
	struct vcpu *vcpu;
	uint16_t devno;
	bool is_disk;   /* must the device be one? */
	bool clear;     /* are the sense bytes given, and forgotten? */
	uint32_t flags; /* of the ORB */
	uint32_t ccw;
	struct scsw scsw;
	uint8_t sense[SENSE_MAX];
};

/* The program is carried out. vm lock held, but for the waits. */
static void wait_for_end(struct vdev *vdev, const struct chan_dev *dev)
{
	struct vmdbk *vm = vdev->vm;
	tod_t pause = FIRST_LOOK;

	vdev_run(vdev);
	while (vdev->dev == dev && vm->state == VM_ACTIVE && !subch_call_is_over(&vdev->sch)) {
		lock_drop(&vm->lock);
		task_sleep_until(clock_now() + pause);
		pause = MIN(2 * pause, LAST_LOOK);
		lock_take(&vm->lock);
	}
}

/* SYNCIO_GOOD: it has ended, as the status says. vm lock held. */
static int run(struct call *call)
{
	struct vdev *vdev = vdev_find(call->vcpu->vm, call->devno);
	const struct chan_dev *dev;

	if (!vdev)
		return SYNCIO_NO_DEVICE;
	if (call->is_disk && !dasd_link_of(vdev))
		return SYNCIO_DEVICE_TYPE;
	switch (subch_call(&vdev->sch, call->flags, call->ccw)) {
	case 0: break;
	case 3: return SYNCIO_NO_DEVICE;
	default: return SYNCIO_BUSY;
	}
	dev = vdev->dev;
	wait_for_end(vdev, dev);
	if (vdev->dev != dev)
		return SYNCIO_NO_DEVICE;
	subch_call_end(&vdev->sch, &call->scsw, call->sense, call->clear);
	vdev_run(vdev); /* what has waited for this end */
	return call->scsw.dstat == DSTAT_END && !call->scsw.cstat ? SYNCIO_GOOD : SYNCIO_ERROR;
}

static int call_program(struct call *call)
{
	struct vmdbk *vm = call->vcpu->vm;
	int rc;

	lock_take(&vm->lock);
	rc = run(call);
	lock_drop(&vm->lock);
	return rc;
}

static void answer(struct vcpu *vcpu, int rc, unsigned cc)
{
	vcpu_set_gpr32(vcpu, 15, (uint32_t)rc);
	vcpu_set_cc(vcpu, cc);
}

/* ---- X'A8' */

static bool is_valid(const struct sgiop *parm)
{
	static const uint8_t zeros[sizeof(parm->status.zeros_0c)];
	uint32_t ccw = be32_get(parm->ccw);
	uint32_t max = parm->flags & SGIOP_FORMAT_1 ? CCW_ADDR_MAX_1 : CCW_ADDR_MAX_0;

	return !(parm->key & 0x0F) && !(parm->flags & ~SGIOP_FLAGS) && ccw % 8 == 0 && ccw <= max &&
	       !be32_get(parm->zero_04) && !be32_get(parm->zero_0c) &&
	       !memcmp(parm->status.zeros_05, zeros, sizeof(parm->status.zeros_05)) &&
	       !memcmp(parm->status.zeros_0c, zeros, sizeof(parm->status.zeros_0c));
}

static void fill(struct sgiop *parm, const struct call *call)
{
	struct syncio_status *status = &parm->status;

	parm->last_ccw = call->scsw.ccw;
	status->dstat = call->scsw.dstat;
	status->cstat = call->scsw.cstat;
	status->residual = call->scsw.count;
	if (!(call->scsw.dstat & DSTAT_UNIT_CHECK))
		return;
	memcpy(status->sense, call->sense, sizeof(status->sense));
	status->sense_len = be16(sizeof(status->sense));
}

static grc_t general(struct vcpu *vcpu, greal_t addr)
{
	struct call call = {.vcpu = vcpu, .clear = true};
	struct sgiop parm;
	grc_t grc = gstore_read_real(vcpu, addr, &parm, sizeof(parm));
	int rc;

	if (grc)
		return grc;
	if (!is_valid(&parm))
		return PGM_OPERAND;
	grc = gstore_write_real(vcpu, addr, &parm, sizeof(parm)); /* it must be possible then */
	if (grc)
		return grc;
	call.devno = be16_get(parm.devno);
	call.flags = (uint32_t)parm.key << 24 | (uint32_t)parm.flags << 16 | ORB_LPM;
	call.ccw = be32_get(parm.ccw);
	rc = call_program(&call);
	if (rc == SYNCIO_GOOD || rc == SYNCIO_ERROR) {
		fill(&parm, &call);
		grc = gstore_write_real(vcpu, addr, &parm, sizeof(parm));
	}
	if (!grc)
		answer(vcpu, rc, syncio_cc(rc));
	return grc;
}

static void general_task(void *arg)
{
	struct vcpu *vcpu = arg;

	insn_task_done(vcpu, general(vcpu, diag_addr(vcpu, diag_rx(vcpu))));
}

/* Rx has the real address of the block. */
grc_t diag_0A8(struct vcpu *vcpu)
{
	if (diag_addr(vcpu, diag_rx(vcpu)) % 4)
		return PGM_SPECIFICATION;
	return insn_in_task(vcpu, "DIAGNOSE X'A8'", general_task);
}

/* ---- X'18' */

#define TRANSFERS_MAX 15

/* What a disk said that was not to be written. */
static bool is_write_inhibited(const struct call *call)
{
	return (call->scsw.dstat & DSTAT_UNIT_CHECK) &&
	       (call->sense[1] & CKD_SENSE1_WRITE_INHIBITED);
}

/* The sense bytes stay with the device, where SENSE gets them. */
static void standard_task(void *arg)
{
	struct vcpu *vcpu = arg;
	struct call call = {.vcpu = vcpu,
		.is_disk = true,
		.devno = (uint16_t)vcpu_gpr(vcpu, diag_rx(vcpu)),
		.flags = (uint32_t)(vcpu->sd.psw.mask >> 52 & 0xF) << 28 | ORB_LPM,
		.ccw = (uint32_t)diag_addr(vcpu, diag_ry(vcpu))};
	int rc = call_program(&call);

	if (rc == SYNCIO_ERROR && is_write_inhibited(&call))
		rc = SYNCIO_READ_ONLY;
	answer(vcpu, rc, syncio_cc(rc));
	insn_task_done(vcpu, 0);
}

/*
 * Rx has the device number, Ry the real address of CCWs of format 0, register 15 the number of
 * reads and writes among them. Differs: they need not be SEEK, SEARCH and the like in the order of
 * the book; what is wrong with one of them the disk says, with return code 13.
 */
grc_t diag_018(struct vcpu *vcpu)
{
	uint64_t ccw = diag_addr(vcpu, diag_ry(vcpu));
	uint32_t nr = (uint32_t)vcpu_gpr(vcpu, 15);

	if (ccw % 8 || ccw > CCW_ADDR_MAX_0) {
		answer(vcpu, SYNCIO_CCW_ADDRESS, 2);
		return 0;
	}
	if (nr < 1 || nr > TRANSFERS_MAX) {
		answer(vcpu, SYNCIO_COUNT, 2);
		return 0;
	}
	return insn_in_task(vcpu, "DIAGNOSE X'18'", standard_task);
}
