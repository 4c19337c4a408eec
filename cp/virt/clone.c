// SPDX-License-Identifier: Apache-2.0
/* Images of running machines. */
#include "virt/clone.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/pfault.h"
#include "logic/sclp.h"
#include "mach/clock.h"
#include "nucleus/console.h"
#include "nucleus/dispatch.h"
#include "nucleus/nss.h"
#include "nucleus/pageshare.h"
#include "nucleus/storage.h"
#include "nucleus/vdev.h"
#include "virt/command.h"
#include "virt/intr.h"
#include "virt/ipl.h"
#include "virt/machine.h"
#include "virt/watchdog.h"

#define REST_WITHIN (2 * TOD_S) /* devices get so long to come to rest */
#define REST_EVERY  (10 * TOD_MS)

/*
 * Function:      what children are made from
 * Located by:    the task of the command
 * Created by:    clone_capture   Deleted by: clone_forget
 * Serialized by: one task has it
 */
struct clone_image {
	struct gspace space;
	struct vcpu *vcpu[VCPU_MAX]; /* copies that never run */
	struct vdev_image *vdevs;
	uint16_t nr_vdevs;
	uint16_t max_vdevs; /* room for so many */
	uint8_t ipl_cpu;
	bool has_caller;
	uint16_t caller; /* address of the CPU that issued the command */

	/* as in the VMDBK */
	uint64_t epoch;
	uint32_t floating;
	uint32_t crw[8];
	uint8_t nr_crws;
	uint8_t intkey_code;
	struct pfault pfaults; /* all are back */
	bool runs_in_cp; /* SET RUN ON */
	struct sclp_state sclp;
	struct ipl_source ipl_now, ipl_next;
	bool is_loaded, is_next_set;
};

/* ---- Taking it ------------------------------------------------------------------------------- */

/* vm lock held, the machine stands still. */
static void save_machine(struct clone_image *image, const struct vmdbk *vm)
{
	const struct ipl_info *ipl = vm->ipl;

	image->ipl_cpu = vm->ipl_cpu;
	image->epoch = vm->epoch;
	image->floating = vm->floating;
	memcpy(image->crw, vm->crw, sizeof(image->crw));
	image->nr_crws = vm->nr_crws;
	image->intkey_code = vm->intkey_code;
	if (vm->pfaults)
		pfault_copy(&image->pfaults, vm->pfaults);
	image->runs_in_cp = vm->flags & VMF_RUN_IN_CP;
	image->sclp = *(const struct sclp_state *)vm->sclp;
	if (ipl) {
		image->ipl_now = ipl->now;
		image->ipl_next = ipl->next;
		image->is_loaded = ipl->is_loaded;
		image->is_next_set = ipl->is_next_set;
	}
}

static int save_cpus(
	struct clone_image *image, const struct vmdbk *vm, struct clone_failure *failure)
{
	for (unsigned i = 0; i < VCPU_MAX; i++) {
		if (!vm->vcpu[i])
			continue;
		if (vm->vcpu[i]->per) {
			failure->why = CLONE_TRACED;
			return -E_PERM;
		}
		image->vcpu[i] = stor_alloc(sizeof(struct vcpu));
		if (!image->vcpu[i])
			return -E_NOMEM;
		*image->vcpu[i] = *vm->vcpu[i];
	}
	return 0;
}

/* One try. vm lock held. */
static int save_devices_now(
	struct clone_image *image, struct vmdbk *vm, struct clone_failure *failure)
{
	int rc = 0;

	for (uint16_t nr = 0; !rc && nr < vm->nr_vdevs; nr++) {
		struct vdev *vdev = vm->vdevs[nr];

		rc = vdev_save(vdev, &image->vdevs[nr]);
		image->nr_vdevs = nr + 1u;
		failure->devno = vdev->devno;
	}
	if (rc)
		failure->why = rc == -E_BUSY ? CLONE_DEVICE_BUSY : CLONE_DEVICE_NEVER;
	return rc == -E_NOMEM || !rc ? rc : -E_PERM;
}

static void forget_devices(struct clone_image *image)
{
	for (uint16_t nr = 0; nr < image->nr_vdevs; nr++)
		vdev_forget(&image->vdevs[nr]);
	image->nr_vdevs = 0;
}

static int save_devices(struct clone_image *image, struct vmdbk *vm, struct clone_failure *failure)
{
	tod_t limit = clock_now() + REST_WITHIN;
	int rc;

	/* No device comes while the machine stands still: DEFINE, LINK and DETACH of its user may.
	 */
	image->max_vdevs = vm->max_vdevs;
	if (!image->max_vdevs)
		return 0;
	image->vdevs = stor_alloc(image->max_vdevs * sizeof(image->vdevs[0]));
	if (!image->vdevs)
		return -E_NOMEM;
	for (;;) {
		lock_take(&vm->lock);
		if (vm->nr_vdevs > image->max_vdevs) {
			failure->why = CLONE_BUSY;
			rc = -E_PERM;
		} else {
			rc = save_devices_now(image, vm, failure);
		}
		if (!rc)
			save_machine(image, vm);
		lock_drop(&vm->lock);
		if (!rc || failure->why != CLONE_DEVICE_BUSY || clock_now() >= limit)
			return rc;
		forget_devices(image);
		task_sleep_until(clock_now() + REST_EVERY);
	}
}

static int save_all(struct clone_image *image, struct vmdbk *vm, struct clone_failure *failure)
{
	int rc;

	if (watchdog_runs(vm)) {
		failure->why = CLONE_WATCHDOG;
		return -E_PERM;
	}
	if (!nss_is_copied_by_fork(vm)) {
		failure->why = CLONE_SEGMENT;
		return -E_PERM;
	}
	lock_take(&vm->lock);
	pageshare_begin(vm);
	lock_drop(&vm->lock);
	rc = save_devices(image, vm, failure);
	rc = rc ? rc : save_cpus(image, vm, failure);
	rc = rc ? rc : gspace_create(&image->space, vm->space.size);
	if (rc)
		return rc;
	image->space.may_share = true;
	return gspace_fork(&image->space, &vm->space);
}

int clone_capture(struct vmdbk *origin, struct vcpu *caller, struct clone_image **out,
	struct clone_failure *failure)
{
	struct clone_image *image = stor_alloc(sizeof(*image));
	int rc;

	*failure = (struct clone_failure){CLONE_NO_STORAGE, 0};
	if (!image)
		return -E_PERM;
	if (machine_begin_for(origin, caller)) {
		stor_free(image, sizeof(*image));
		failure->why = CLONE_BUSY;
		return -E_PERM;
	}
	image->has_caller = caller != NULL;
	image->caller = caller ? caller->addr : 0;
	rc = save_all(image, origin, failure);
	machine_end(origin);
	if (rc) {
		clone_forget(image);
		return -E_PERM;
	}
	*out = image;
	return 0;
}

void clone_forget(struct clone_image *image)
{
	forget_devices(image);
	stor_free(image->vdevs, image->max_vdevs * sizeof(image->vdevs[0]));
	for (unsigned i = 0; i < VCPU_MAX; i++)
		stor_free(image->vcpu[i], sizeof(struct vcpu));
	gspace_delete(&image->space);
	stor_free(image, sizeof(*image));
}

uint64_t clone_storage(const struct clone_image *image)
{
	return image->space.size;
}

unsigned clone_highest_cpu(const struct clone_image *image)
{
	unsigned highest = 0;

	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (image->vcpu[i])
			highest = i;
	return highest;
}

/* ---- Making machines of it ------------------------------------------------------------------- */

/* What the guest can tell of a virtual CPU, and what is pending for it; not where it was in CP's
 * lists. */
static void restore_cpu(struct vcpu *vcpu, const struct vcpu *from)
{
	vcpu->sd = from->sd;
	vcpu->sd.v = 0;
	vcpu->sd.mse = vcpu->vm->space.reach - 1;
	memcpy(vcpu->gpr, from->gpr, sizeof(vcpu->gpr));
	memcpy(vcpu->fpr, from->fpr, sizeof(vcpu->fpr));
	memcpy(vcpu->ar, from->ar, sizeof(vcpu->ar));
	vcpu->fpc = from->fpc;
	vcpu->loaded_on = 0;
	vcpu->pgm_loop = from->pgm_loop;
	vcpu->pending = from->pending;
	vcpu->iucv_declared = from->iucv_declared;
	vcpu->emergency_from = from->emergency_from;
	vcpu->extcall_from = from->extcall_from;
	vcpu->stop_from = from->stop_from;
	vcpu->nr_idle_turns = from->nr_idle_turns;
	vcpu->usual_exit = from->usual_exit;
	vcpu->wait_began = from->wait_began;
	vcpu->pfault = from->pfault;
	vcpu->look = true;
	vcpu->blocked = VB_RESET | (from->blocked & (VB_STOPPED | VB_WAIT));
}

static int restore_cpus(const struct clone_image *image, struct vmdbk *child)
{
	for (uint16_t addr = 0; addr < VCPU_MAX; addr++) {
		int rc = image->vcpu[addr] ? machine_add_cpu(child, addr) : 0;

		if (rc)
			return rc;
		if (image->vcpu[addr])
			restore_cpu(child->vcpu[addr], image->vcpu[addr]);
	}
	child->ipl_cpu = image->ipl_cpu;
	return 0;
}

/* Processes of the origin wait for pages, which the child has or gets like any other. vm lock held. */
static int restore_pfaults(const struct clone_image *image, struct vmdbk *child)
{
	if (!pfault_is_back(&image->pfaults))
		return 0;
	child->pfaults = stor_alloc(sizeof(*child->pfaults));
	if (!child->pfaults)
		return -E_NOMEM;
	*child->pfaults = image->pfaults;
	child->floating |= VF_CPSERVICE;
	return 0;
}

static int restore_machine(const struct clone_image *image, struct vmdbk *child)
{
	struct ipl_info *ipl = image->is_loaded || image->is_next_set ? ipl_info(child) : NULL;
	int rc = 0;

	if (!ipl && (image->is_loaded || image->is_next_set))
		return -E_NOMEM;
	lock_take(&child->lock);
	for (uint16_t nr = 0; !rc && nr < image->nr_vdevs; nr++)
		rc = vdev_restore(child, &image->vdevs[nr]);
	child->epoch = image->epoch;
	child->floating = image->floating;
	rc = rc ? rc : restore_pfaults(image, child);
	memcpy(child->crw, image->crw, sizeof(child->crw));
	child->nr_crws = image->nr_crws;
	child->intkey_code = image->intkey_code;
	child->flags |= image->runs_in_cp ? VMF_RUN_IN_CP : 0;
	*(struct sclp_state *)child->sclp = image->sclp;
	if (ipl) {
		ipl->now = image->ipl_now;
		ipl->next = image->ipl_next;
		ipl->is_loaded = image->is_loaded;
		ipl->is_next_set = image->is_next_set;
	}
	lock_drop(&child->lock);
	return rc;
}

int clone_machine(struct clone_image *image, struct vmdbk *child)
{
	int rc;

	lock_take(&child->lock);
	pageshare_begin(child);
	lock_drop(&child->lock);
	rc = gspace_fork(&child->space, &image->space);
	rc = rc ? rc : restore_cpus(image, child);
	return rc ? rc : restore_machine(image, child);
}

void clone_answer(const struct clone_image *image, struct vmdbk *child, const char *line, int rc)
{
	if (image->has_caller)
		guest_command_answer(child->vcpu[image->caller], line, rc);
	else
		console_tell(child, line, 0);
}

/* A virtual CPU that waits goes on waiting: until there is something to do a clone does nothing. */
void clone_start(struct vmdbk *child)
{
	console_leave_cp(child);
	lock_take(&child->lock);
	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (child->vcpu[i] && child->vcpu[i]->blocked & VB_WAIT)
			vcpu_wait_on(child->vcpu[i]);
	lock_drop(&child->lock);
	vm_start(child, VB_RESET);
}
