// SPDX-License-Identifier: Apache-2.0
/* The virtual machine as a whole. */
#include "virt/machine.h"
#include "arch/prefix.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/pfault.h"
#include "nucleus/dispatch.h"
#include "nucleus/nss.h"
#include "nucleus/pageshare.h"
#include "nucleus/storage.h"
#include "nucleus/vdev.h"
#include "virt/gstore.h"
#include "virt/intr.h"
#include "virt/ipl.h"
#include "virt/sclp.h"
#include "virt/watchdog.h"

struct vcpu *vcpu_create(struct vmdbk *vm, uint16_t addr)
{
	struct vcpu *vcpu = stor_alloc(sizeof(*vcpu));

	if (!vcpu)
		return NULL;
	vcpu->vm = vm;
	vcpu->addr = addr;
	vcpu->usual_exit = VCPU_USUAL_EXIT;
	vcpu->blocked = VB_STOPPED;
	vcpu->unit.home = (uint8_t)this_cpu()->addr;
	event_init(&vcpu->out);
	timer_init(&vcpu->wakeup, vcpu_wakeup);
	vcpu_reset(vcpu, true);
	return vcpu;
}

int machine_add_cpu(struct vmdbk *vm, uint16_t addr)
{
	struct vcpu *vcpu;
	int rc = 0;

	if (addr >= VCPU_MAX || addr >= vm->max_vcpus)
		return -E_RANGE;
	vcpu = vcpu_create(vm, addr);
	if (!vcpu)
		return -E_NOMEM;
	lock_take(&vm->lock);
	if (vm->vcpu[addr]) {
		rc = -E_EXIST;
	} else {
		vm->vcpu[addr] = vcpu;
		vm->nr_vcpus++;
	}
	lock_drop(&vm->lock);
	if (rc)
		vcpu_delete(vcpu);
	return rc;
}

void machine_remove_cpu(struct vmdbk *vm, uint16_t addr)
{
	struct vcpu *vcpu;

	lock_take(&vm->lock);
	vcpu = vm->vcpu[addr];
	vm->vcpu[addr] = NULL;
	vm->nr_vcpus -= vcpu != NULL;
	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vm->vcpu[i]) { /* nobody answers to that address any more */
			vm->vcpu[i]->emergency_from &= (uint16_t)~(1u << addr);
			vm->vcpu[i]->extcall_from &= (uint16_t)~(1u << addr);
		}
	lock_drop(&vm->lock);
	vcpu_delete(vcpu);
}

/* ---- One at a time ---------------------------------------------------------------------------------------- */

#define CLAIM_WITHIN TOD_S	   /* a command waits so long for what goes on */
#define CLAIM_EVERY  (2 * TOD_MS)

/* vm lock held. */
static int claim(struct vmdbk *vm)
{
	if (vm->machine_busy)
		return -E_BUSY;
	vm->machine_busy = true;
	event_clear(&vm->machine_free);
	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vm->vcpu[i])
			vcpu_block(vm->vcpu[i], VB_RESET);
	return 0;
}

int machine_claim(struct vmdbk *vm)
{
	int rc;

	lock_take(&vm->lock);
	rc = vm->machine_wanted ? -E_BUSY : claim(vm);
	lock_drop(&vm->lock);
	return rc;
}

static void quiesce(struct vmdbk *vm, const struct vcpu *caller)
{
	vm_stop(vm, VB_RESET);
	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vm->vcpu[i] && vm->vcpu[i] != caller)
			vcpu_wait_task(vm->vcpu[i]);
}

void machine_quiesce(struct vmdbk *vm)
{
	quiesce(vm, NULL);
}

int machine_begin_for(struct vmdbk *vm, const struct vcpu *caller)
{
	tod_t limit = clock_now() + CLAIM_WITHIN;
	int rc;

	/* A guest that resets itself again and again must not win against who wants to stop it. */
	lock_take(&vm->lock);
	vm->machine_wanted++;
	while ((rc = claim(vm)) != 0 && clock_now() < limit) {
		lock_drop(&vm->lock);
		task_sleep_until(clock_now() + CLAIM_EVERY);
		lock_take(&vm->lock);
	}
	vm->machine_wanted--;
	lock_drop(&vm->lock);
	if (!rc)
		quiesce(vm, caller);
	return rc;
}

int machine_begin(struct vmdbk *vm)
{
	return machine_begin_for(vm, NULL);
}

void machine_end(struct vmdbk *vm)
{
	vm_start(vm, VB_RESET);
	lock_take(&vm->lock);
	vm->machine_busy = false;
	event_post(&vm->machine_free);
	lock_drop(&vm->lock);
}

/* ---- The end ---------------------------------------------------------------------------------------------- */

void machine_empty(struct vmdbk *vm)
{
	while (machine_begin(vm)) /* never ended: nothing comes after this */
		event_wait(&vm->machine_free);
	nss_detach_all(vm);
	watchdog_delete(vm);
	lock_take(&vm->lock);
	for (unsigned i = 0; i < vm->nr_vdevs; i++)
		vdev_delete(vm->vdevs[i]);
	lock_drop(&vm->lock);
	for (unsigned i = 0; i < VCPU_MAX; i++) {
		vcpu_delete(vm->vcpu[i]);
		vm->vcpu[i] = NULL;
	}
	vm->nr_vcpus = 0;
}

void machine_destroy(struct vmdbk *vm)
{
	guest_sclp_delete(vm);
	ipl_delete(vm);
	stor_free(vm->pfaults, sizeof(*vm->pfaults));
}

/* What SIE shall interpret and hand over: see the facts beside each control in arch/sie.h. */
static void set_controls(struct sie_block *sd, const struct vmdbk *vm)
{
	sd->ic[0] = SIE_IC0_STFL;
	sd->ic[2] = SIE_IC2_ISKE | SIE_IC2_SSKE | SIE_IC2_RRBE;
	sd->ec[0] = SIE_EC0_EXTA | SIE_EC0_MVPG;
	sd->ec[2] = SIE_EC2_PROTEX; /* unless CP write-protects pages, protection is the guest's own */
	if (vm->space.may_share)
		pageshare_controls(sd);
	sd->rcpo = SIE_RCPO_SKA;
	sd->mso = 0;
	sd->mse = vm->space.reach - 1;
	sd->epoch = vm->epoch;
}

void vcpu_reset(struct vcpu *vcpu, bool initial)
{
	struct sie_block *sd = &vcpu->sd;

	vcpu->pending = 0;
	vcpu->emergency_from = 0;
	vcpu->look = true; /* what is pending for any CPU must be watched for anew */
	vcpu->wait_began = 0;
	sd->v = 0;
	sd->lctl_ctl = SIE_LCTL_CR8;
	vcpu->pgm_loop = 0;
	vcpu->iucv_declared = false;
	vcpu->pfault = (struct pfault_terms){0};
	set_controls(sd, vcpu->vm);
	if (!initial)
		return;
	sd->psw = (struct psw){0, 0};
	sd->prefix = 0;
	sd->cpu_timer = 0;
	sd->ckc = 0;
	sd->tod_prog = 0;
	memset(sd->cr, 0, sizeof(sd->cr));
	sd->cr[0] = 0xE0;
	sd->cr[14] = 0xC2000000;
	vcpu->fpc = 0;
	vcpu->loaded_on = 0;
}

void vcpu_set_esame(struct vcpu *vcpu, bool esame)
{
	struct sie_block *sd = &vcpu->sd;

	if (esame == vcpu_is_esame(vcpu))
		return;
	if (esame) {
		sd->psw.addr = sd->psw.mask & PSW390_ADDR;
		sd->psw.mask = (sd->psw.mask & PSW390_MASK) & ~PSW390_ONE;
		sd->mx |= SIE_MX_ESAME;
		sd->prefix &= ~0x1FFFu;
	} else {
		sd->psw.mask = (sd->psw.mask & PSW390_MASK & ~PSW_EA) | PSW390_ONE |
			(sd->psw.addr & PSW390_ADDR);
		sd->psw.addr = 0;
		sd->mx &= (uint8_t)~SIE_MX_ESAME;
	}
}

void machine_subsystem_reset(struct vmdbk *vm)
{
	vdev_reset_all(vm);
	guest_sclp_reset(vm);
	watchdog_stop(vm);
	if (vm->pfaults)
		pfault_forget(vm->pfaults);
	vm->floating = 0;
	vm->nr_crws = 0;
}

/* All registers that a clear reset zeroes and an initial one does not. */
static void clear_registers(struct vcpu *vcpu)
{
	memset(vcpu->gpr, 0, sizeof(vcpu->gpr));
	vcpu->sd.gr14 = vcpu->sd.gr15 = 0;
	memset(vcpu->fpr, 0, sizeof(vcpu->fpr));
	memset(vcpu->ar, 0, sizeof(vcpu->ar));
	vcpu->loaded_on = 0;
}

void machine_reset(struct vmdbk *vm, enum machine_reset kind)
{
	vm_stop(vm, VB_STOPPED);
	lock_take(&vm->lock);
	machine_subsystem_reset(vm);
	lock_drop(&vm->lock);
	if (kind == RESET_CLEAR) {
		nss_detach_all(vm);
		gspace_clear(&vm->space);
	}
	for (unsigned i = 0; i < VCPU_MAX; i++) {
		struct vcpu *vcpu = vm->vcpu[i];

		if (!vcpu)
			continue;
		timer_cancel(&vcpu->wakeup);
		lock_take(&vm->lock);
		vcpu_set_esame(vcpu, false);
		vcpu_reset(vcpu, kind != RESET_NORMAL);
		if (kind != RESET_NORMAL)
			clear_registers(vcpu);
		lock_drop(&vm->lock);
		vcpu_unblock(vcpu, VB_WAIT);
	}
}

void vcpu_restart(struct vcpu *vcpu)
{
	lock_take(&vcpu->vm->lock);
	intr_post_vcpu(vcpu, VP_RESTART);
	lock_drop(&vcpu->vm->lock);
	vcpu_unblock(vcpu, VB_STOPPED | VB_WAIT);
}

/* In the ordinary place, the architecture in which the rest is stored is told beside it. */
static int store_mode(struct vcpu *vcpu, gabs_t base)
{
	uint8_t mode = vcpu_is_esame(vcpu);

	return base ? 0 : gspace_write(&vcpu->vm->space, PFX_ARCH_MODE, &mode, 1);
}

/* PoP of ESA/390, Control, Store Status: everything is 32 bits wide, from X'D8' on. */
static int store_status_390(struct vcpu *vcpu, gabs_t base)
{
	struct gspace *space = &vcpu->vm->space;
	uint64_t clocks[2] = {vcpu->sd.cpu_timer, vcpu->sd.ckc};
	uint32_t gpr[16], cr[16];
	int rc;

	for (unsigned i = 0; i < 16; i++) {
		gpr[i] = (uint32_t)vcpu_gpr(vcpu, i);
		cr[i] = (uint32_t)vcpu->sd.cr[i];
	}
	rc = store_mode(vcpu, base);
	rc = rc ? rc : gspace_write(space, base + PFX390_SAVE_TIMER, clocks, sizeof(clocks));
	rc = rc ? rc : gspace_write(space, base + PFX390_SAVE_PSW, &vcpu->sd.psw.mask, 8);
	rc = rc ? rc : gspace_write(space, base + PFX390_SAVE_PREFIX, &vcpu->sd.prefix, 4);
	rc = rc ? rc : gspace_write(space, base + PFX390_SAVE_AR, vcpu->ar, sizeof(vcpu->ar));
	for (unsigned i = 0; !rc && i < 4; i++)
		rc = gspace_write(space, base + PFX390_SAVE_FPR + 8 * i, &vcpu->fpr[2 * i], 8);
	rc = rc ? rc : gspace_write(space, base + PFX390_SAVE_GPR, gpr, sizeof(gpr));
	return rc ? rc : gspace_write(space, base + PFX390_SAVE_CR, cr, sizeof(cr));
}

static int store_status(struct vcpu *vcpu, gabs_t base)
{
	struct gspace *space = &vcpu->vm->space;
	const struct sie_block *sd = &vcpu->sd;
	uint64_t gpr[16], ckc = sd->ckc >> 8;
	uint32_t tod_prog = sd->tod_prog;
	int rc;

	for (unsigned i = 0; i < 16; i++)
		gpr[i] = vcpu_gpr(vcpu, i);
	rc = store_mode(vcpu, base);
	rc = rc ? rc : gspace_write(space, base + PFX_SAVE_FPR, vcpu->fpr, sizeof(vcpu->fpr));
	rc = rc ? rc : gspace_write(space, base + PFX_SAVE_GPR, gpr, sizeof(gpr));
	rc = rc ? rc : gspace_write(space, base + PFX_SAVE_PSW, &sd->psw, sizeof(sd->psw));
	rc = rc ? rc : gspace_write(space, base + PFX_SAVE_PREFIX, &sd->prefix, 4);
	rc = rc ? rc : gspace_write(space, base + PFX_SAVE_FPC, &vcpu->fpc, 4);
	rc = rc ? rc : gspace_write(space, base + PFX_SAVE_TODPROG, &tod_prog, 4);
	rc = rc ? rc : gspace_write(space, base + PFX_SAVE_TIMER, &sd->cpu_timer, 8);
	rc = rc ? rc : gspace_write(space, base + PFX_SAVE_CKC, &ckc, 8);
	rc = rc ? rc : gspace_write(space, base + PFX_SAVE_AR, vcpu->ar, sizeof(vcpu->ar));
	return rc ? rc : gspace_write(space, base + PFX_SAVE_CR, sd->cr, sizeof(sd->cr));
}

grc_t vcpu_store_status(struct vcpu *vcpu, gabs_t base)
{
	int rc = vcpu_is_esame(vcpu) ? store_status(vcpu, base) : store_status_390(vcpu, base);

	return rc == -E_RANGE ? PGM_ADDRESSING : rc;
}
