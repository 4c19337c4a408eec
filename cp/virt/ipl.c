// SPDX-License-Identifier: Apache-2.0
/* Initial program load of a virtual machine. PoP, Control, Initial Program Loading. */
#include "virt/ipl.h"
#include "arch/prefix.h"
#include "arch/scsw.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/chan/dev.h"
#include "mach/clock.h"
#include "nucleus/dispatch.h"
#include "nucleus/nss.h"
#include "nucleus/storage.h"
#include "nucleus/vdev.h"
#include "virt/machine.h"
#include "virt/nss.h"
#include "virt/stop.h"

#define LIMIT (60 * TOD_S) /* that a device may take */

/* ---- What is kept ---------------------------------------------------------------------------- */

static void limit_reached(struct timer *timer)
{
	event_post(&CONTAINER_OF(timer, struct ipl_info, limit)->ended);
}

struct ipl_info *ipl_info(struct vmdbk *vm)
{
	struct ipl_info *info = vm->ipl, *fresh;

	if (info)
		return info;
	fresh = stor_alloc(sizeof(*fresh));
	if (!fresh)
		return NULL;
	event_init(&fresh->ended);
	timer_init(&fresh->limit, limit_reached);
	lock_take(&vm->lock);
	if (!vm->ipl) {
		vm->ipl = fresh;
		fresh = NULL;
	}
	info = vm->ipl;
	lock_drop(&vm->lock);
	stor_free(fresh, sizeof(*fresh));
	return info;
}

void ipl_delete(struct vmdbk *vm)
{
	struct ipl_info *info = vm->ipl;

	if (info)
		timer_cancel_wait(&info->limit);
	stor_free(info, sizeof(*info));
	vm->ipl = NULL;
}

const char *ipl_loadparm(struct vmdbk *vm)
{
	const struct ipl_info *info = vm->ipl;

	return info && info->is_loaded ? info->now.loadparm : "";
}

/* ---- Failures -------------------------------------------------------------------------------- */

static bool failed(struct ipl_failure *failure, enum msg_id msg, const char *arg)
{
	failure->msg = msg;
	str_copy(failure->args[0], arg, sizeof(failure->args[0]));
	return false;
}

static bool failed_device(struct ipl_failure *failure, enum msg_id msg, uint16_t devno)
{
	char text[8];

	str_format(text, sizeof(text), "%04X", devno);
	return failed(failure, msg, text);
}

/* DIAGNOSE X'210's device classes from which a machine can be loaded. */
static bool is_loadable(const struct vdev_type *type)
{
	enum { FIXED_BLOCK = 0x01, CKD = 0x04, TAPE = 0x08, UNIT_RECORD_INPUT = 0x20 };
	uint8_t class = type->diag210[0];

	return class == FIXED_BLOCK || class == CKD || class == TAPE || class == UNIT_RECORD_INPUT;
}

bool ipl_is_possible(struct vmdbk *vm, const struct ipl_source *source, struct ipl_failure *failure)
{
	struct vdev *vdev;
	enum msg_id msg = MSG_NONE;

	memset(failure, 0, sizeof(*failure));
	if (source->is_nss)
		return nss_ipl_is_possible(vm, source, failure);
	lock_take(&vm->lock);
	vdev = vdev_find(vm, source->devno);
	if (!vdev)
		msg = MSG_NO_DEVICE;
	else if (!is_loadable(vdev->type))
		msg = MSG_IPL_DEVICE_TYPE;
	lock_drop(&vm->lock);
	return msg ? failed_device(failure, msg, source->devno) : true;
}

/* ---- The channel program --------------------------------------------------------------------- */

static bool is_over(const struct vdev *vdev)
{
	struct schib schib;

	if (!vdev->dev)
		return true;
	subch_store(&vdev->sch, &schib);
	return be32_get(schib.scsw.ctl) & SCSW_SC_SECONDARY;
}

/*
 * Lets the device's program run to its end, or for as long as it may; not longer than the session.
 * vm lock held, but not all the time.
 */
static void wait_for_end(struct vdev *vdev, struct ipl_info *info)
{
	struct vmdbk *vm = vdev->vm;
	tod_t until = clock_now() + LIMIT;

	vdev->watch = &info->ended;
	vdev_run(vdev);
	if (!is_over(vdev))
		timer_set(&info->limit, until);
	for (;;) {
		event_clear(&info->ended); /* before the look: what comes after it is not missed */
		if (is_over(vdev) || clock_now() >= until || vm->state != VM_ACTIVE)
			break;
		lock_drop(&vm->lock);
		event_wait(&info->ended);
		lock_take(&vm->lock);
	}
	timer_cancel(&info->limit);
	vdev->watch = NULL;
}

/* The program has ended: well, or how not. vm lock held. */
static bool take_status(struct vdev *vdev, struct ipl_failure *failure)
{
	uint16_t devno = vdev->devno;
	struct irb irb;

	if (!vdev->dev)
		return failed_device(failure, MSG_NO_DEVICE, devno);
	if (subch_test(&vdev->sch, &irb) != 0) {
		subch_reset(&vdev->sch);
		return failed_device(failure, MSG_IPL_NOT_READY, devno);
	}
	if (!vdev_pending_iscs(vdev->vm))
		vdev->vm->floating &= ~VF_IO;
	if (irb.scsw.dstat == DSTAT_END && !irb.scsw.cstat)
		return true;
	if ((irb.scsw.dstat & DSTAT_UNIT_CHECK) &&
		(vdev->dev->sense[0] & SENSE_INTERVENTION_REQUIRED))
		return failed_device(failure, MSG_IPL_NOT_READY, devno);
	str_format(failure->args[1], sizeof(failure->args[1]), "%08X %08X %02X%02X%04X",
		be32_get(irb.scsw.ctl), be32_get(irb.scsw.ccw), irb.scsw.dstat, irb.scsw.cstat,
		be16_get(irb.scsw.count));
	str_format(failure->args[2], sizeof(failure->args[2]), "%02X%02X", vdev->dev->sense[0],
		vdev->dev->sense[1]);
	return failed_device(failure, MSG_IPL_UNIT_ERROR, devno);
}

/* Loads from the device and leaves its subchannel's name where the loaded program looks for it. */
static bool run_device(
	struct vmdbk *vm, uint16_t devno, struct ipl_info *info, struct ipl_failure *failure)
{
	struct io_int_code code = {.intparm = be32(0)};
	struct vdev *vdev;
	bool good;

	lock_take(&vm->lock);
	vdev = vdev_find(vm, devno);
	if (!vdev) {
		good = failed_device(failure, MSG_NO_DEVICE, devno);
	} else if (subch_ipl(&vdev->sch) != 0) {
		good = failed_device(failure, MSG_IPL_NOT_READY, devno);
	} else {
		wait_for_end(vdev, info);
		good = take_status(vdev, failure);
		code.ssid = be32(SSID_ONE | vdev->sch.nr);
	}
	lock_drop(&vm->lock);
	if (good && gspace_write(&vm->space, PFX_IO_SCHID, &code, 8))
		good = failed(failure, MSG_NO_STORAGE, "the prefix area");
	return good;
}

/* ---- The CPU --------------------------------------------------------------------------------- */

/* PoP of ESA/390, Control, Program-Status Word: bits that must be zero or one. */
static bool is_valid_psw(uint64_t psw)
{
	const uint64_t zeros = BIT64(0) | BIT64(2) | BIT64(3) | BIT64(4) | 0x000000FF00000000ul;

	if ((psw & zeros) || !(psw & PSW390_ONE))
		return false;
	return (psw & PSW390_BA) || (psw & PSW390_ADDR) <= 0x00FFFFFFul;
}

/* Gives a stopped CPU in ESA/390 the PSW at absolute 0. */
static bool load_psw(struct vcpu *vcpu, struct ipl_failure *failure)
{
	uint64_t psw = 0;
	char text[20];

	if (gspace_read(&vcpu->vm->space, 0, &psw, sizeof(psw)))
		psw = 0;
	vcpu->sd.psw = (struct psw){psw, 0};
	if (is_valid_psw(psw))
		return true;
	str_format(text, sizeof(text), "%08X %08X", (unsigned)(psw >> 32), (unsigned)psw);
	return failed(failure, MSG_IPL_BAD_PSW, text);
}

/* The operator's PARM, in EBCDIC, fills the general registers, four characters each. */
static void load_parm(struct vcpu *vcpu, const char *parm)
{
	be32_t words[IPLBLOCK_PARM_MAX / sizeof(be32_t)];

	memset(words, 0, sizeof(words));
	ebc_from_ascii((ebc8_t *)words, parm, MIN(strlen(parm), sizeof(words)));
	for (unsigned i = 0; i < ARRAY_LEN(words) && parm[0]; i++)
		vcpu_set_gpr32(vcpu, i, be32_get(words[i]));
}

static void note(struct vmdbk *vm, struct ipl_info *info, const struct ipl_source *source)
{
	lock_take(&vm->lock);
	info->now = *source;
	info->is_loaded = true;
	info->is_next_set = false;
	lock_drop(&vm->lock);
}

bool ipl_load(struct vmdbk *vm, const struct ipl_source *source, uint16_t cpu, bool clear,
	struct ipl_failure *failure)
{
	struct vcpu *vcpu = cpu < VCPU_MAX ? vm->vcpu[cpu] : NULL;
	struct ipl_info *info = ipl_info(vm);
	char text[8];

	if (!ipl_is_possible(vm, source, failure))
		return false;
	if (!info)
		return failed(failure, MSG_NO_STORAGE, "IPL");
	if (!vcpu) {
		str_format(text, sizeof(text), "%02X", cpu);
		return failed(failure, MSG_NO_CPU, text);
	}
	if (source->is_nss) {
		if (!nss_ipl(vm, vcpu, source, failure))
			return false;
		note(vm, info, source);
		return true;
	}
	nss_detach_all(vm);
	machine_reset(vm, clear ? RESET_CLEAR : RESET_NORMAL);
	vcpu_reset(vcpu, true);
	if (!run_device(vm, source->devno, info, failure) || !load_psw(vcpu, failure))
		return false;
	load_parm(vcpu, source->parm);
	note(vm, info, source);
	return true;
}

/* ---- Again ----------------------------------------------------------------------------------- */

/* PoP: a reset whose CPU goes on with the PSW at absolute 0; its general registers stay. */
static bool reset_and_go(
	struct vmdbk *vm, struct vcpu *vcpu, bool clear, struct ipl_failure *failure)
{
	memset(failure, 0, sizeof(*failure));
	machine_reset(vm, clear ? RESET_MODIFIED_CLEAR : RESET_NORMAL);
	vcpu_reset(vcpu, true);
	return load_psw(vcpu, failure);
}

static void again_over(void *arg)
{
	struct vmdbk *vm = arg;

	machine_end(vm);
	vm_put(vm);
}

static void again_task(void *arg)
{
	struct vmdbk *vm = arg;
	struct ipl_info *info = vm->ipl;
	struct vcpu *vcpu = vm->vcpu[info->cpu];
	struct ipl_source source;
	struct ipl_failure failure;
	char text[MSG_LINE_SIZE];
	bool good;

	machine_quiesce(vm);
	lock_take(&vm->lock);
	source = info->is_next_set ? info->next : info->now;
	lock_drop(&vm->lock);
	switch (info->again) {
	case AGAIN_CLEAR_RESET:
	case AGAIN_RESET:
		good = reset_and_go(vm, vcpu, info->again == AGAIN_CLEAR_RESET, &failure);
		break;
	default:
		good = ipl_load(vm, &source, info->cpu, info->again == AGAIN_LOAD_CLEAR, &failure);
		break;
	}
	if (good) {
		vcpu_unblock(vcpu, VB_STOPPED);
	} else {
		vm_stop(vm, VB_STOPPED);
		msg_say(text, sizeof(text), failure.msg, EMSG_ON, failure.args[0], failure.args[1],
			failure.args[2]);
		guest_stop_failed(vcpu, text);
	}
	again_over(vm);
}

int ipl_again(struct vcpu *vcpu, enum ipl_again again)
{
	struct vmdbk *vm = vcpu->vm;
	struct ipl_info *info = ipl_info(vm);
	int rc;

	if (!info)
		return -E_NOMEM;
	if (again >= AGAIN_LOAD_CLEAR && !info->is_loaded && !info->is_next_set)
		return -E_NOENT;
	rc = machine_claim(vm);
	if (rc)
		return rc;
	info->again = again;
	info->cpu = vcpu->addr;
	vm_get(vm);
	rc = task_start("IPL", again_task, vm, vm, again_over);
	if (rc)
		again_over(vm);
	return rc;
}
