// SPDX-License-Identifier: Apache-2.0
/* I/O instructions of guests: PoP, Input/Output Instructions, over logic/subch. */
#include "arch/ioint.h"
#include "arch/prefix.h"
#include "lib/string.h"
#include "logic/chsc.h"
#include "nucleus/vdev.h"
#include "virt/gstore.h"
#include "virt/icpt.h"
#include "virt/intr.h"


/* The subchannel that GR1 names; vm lock held. cc 3 for one that is not there is the caller's. */
static grc_t find_subchannel(struct vcpu *vcpu, struct vdev **vdev)
{
	uint32_t schid = (uint32_t)vcpu_gpr(vcpu, 1);

	*vdev = NULL;
	/* Bits 0-12 zero but for the cssid rules, bit 15 one; other subchannel sets are not there. */
	if (!(schid & 0x00010000u) || (schid & 0xFFF80000u))
		return PGM_OPERAND;
	if ((schid & ~0xFFFFu) == SSID_ONE)
		*vdev = vdev_by_subchannel(vcpu->vm, schid & 0xFFFF);
	return 0;
}

/* The same with the vm lock taken, for subchannel_end to drop; not when it fails. */
static grc_t subchannel_begin(struct vcpu *vcpu, struct vdev **vdev)
{
	grc_t rc;

	lock_take(&vcpu->vm->lock);
	rc = find_subchannel(vcpu, vdev);
	if (rc)
		lock_drop(&vcpu->vm->lock);
	return rc;
}

/* A function was done, with this condition code: what it set going runs. */
static void subchannel_end(struct vcpu *vcpu, struct vdev *vdev, int cc)
{
	vcpu_set_cc(vcpu, (unsigned)cc);
	if (vdev)
		vdev_run(vdev);
	lock_drop(&vcpu->vm->lock);
}

/* The functions without an operand: CSCH, HSCH, RSCH, XSCH. */
static grc_t subchannel_function(struct vcpu *vcpu, int (*function)(struct subch *sch))
{
	struct vdev *vdev;
	grc_t rc = subchannel_begin(vcpu, &vdev);

	if (!rc)
		subchannel_end(vcpu, vdev, vdev && vdev->dev ? function(&vdev->sch) : 3);
	return rc;
}

grc_t insn_csch(struct vcpu *vcpu)
{
	return subchannel_function(vcpu, subch_clear);
}

grc_t insn_hsch(struct vcpu *vcpu)
{
	return subchannel_function(vcpu, subch_halt);
}

grc_t insn_rsch(struct vcpu *vcpu)
{
	return subchannel_function(vcpu, subch_resume);
}

grc_t insn_xsch(struct vcpu *vcpu)
{
	return subchannel_function(vcpu, subch_cancel);
}

grc_t insn_ssch(struct vcpu *vcpu)
{
	uint64_t addr = insn_addr(vcpu);
	struct vdev *vdev;
	struct orb orb;
	grc_t rc;

	if (addr & 3)
		return PGM_SPECIFICATION;
	memset(&orb, 0, sizeof(orb));
	rc = gstore_read(vcpu, addr, &orb, ORB_SHORT);
	if (!rc && (be32_get(orb.flags) & ORB_X))
		rc = gstore_read(vcpu, addr, &orb, sizeof(orb));
	if (rc)
		return rc;
	if (!subch_orb_is_valid(&orb))
		return PGM_OPERAND;
	rc = subchannel_begin(vcpu, &vdev);
	if (!rc)
		subchannel_end(vcpu, vdev, vdev && vdev->dev ? subch_start(&vdev->sch, &orb) : 3);
	return rc;
}

grc_t insn_msch(struct vcpu *vcpu)
{
	uint64_t addr = insn_addr(vcpu);
	struct schib schib;
	struct vdev *vdev;
	grc_t rc;

	if (addr & 3)
		return PGM_SPECIFICATION;
	rc = gstore_read(vcpu, addr, &schib, sizeof(schib));
	if (rc)
		return rc;
	if (!subch_schib_is_valid(&schib))
		return PGM_OPERAND;
	rc = subchannel_begin(vcpu, &vdev);
	if (!rc) /* status that is pending may get another subclass, and interrupt */
		subchannel_end(vcpu, vdev, vdev ? subch_modify(&vdev->sch, &schib) : 3);
	return rc;
}

grc_t insn_stsch(struct vcpu *vcpu)
{
	struct vmdbk *vm = vcpu->vm;
	uint64_t addr = insn_addr(vcpu);
	struct schib schib;
	struct vdev *vdev;
	unsigned cc = 3;
	grc_t rc;

	if (addr & 3)
		return PGM_SPECIFICATION;
	lock_take(&vm->lock);
	rc = find_subchannel(vcpu, &vdev);
	if (!rc && vdev)
		cc = (unsigned)subch_store(&vdev->sch, &schib);
	lock_drop(&vm->lock);
	if (!rc && cc == 0)
		rc = gstore_write(vcpu, addr, &schib, sizeof(schib));
	if (!rc)
		vcpu_set_cc(vcpu, cc);
	return rc;
}

/* The extended-measurement word is stored only where that facility is: guests have room for 64 bytes. */
#define IRB_STORED offsetof(struct irb, emw)

grc_t insn_tsch(struct vcpu *vcpu)
{
	struct vmdbk *vm = vcpu->vm;
	uint64_t addr = insn_addr(vcpu);
	struct irb irb;
	struct vdev *vdev;
	unsigned cc = 3;
	grc_t rc;

	if (addr & 3)
		return PGM_SPECIFICATION;
	/* The status is cleared when it is given, so the operand must be known to be good before. */
	rc = gstore_read(vcpu, addr, &irb, IRB_STORED);
	if (!rc)
		rc = gstore_write(vcpu, addr, &irb, IRB_STORED);
	if (rc)
		return rc;
	lock_take(&vm->lock);
	rc = find_subchannel(vcpu, &vdev);
	if (!rc && vdev && vdev->dev) {
		cc = (unsigned)subch_test(&vdev->sch, &irb);
		vdev_run(vdev);
	}
	lock_drop(&vm->lock);
	if (!rc && cc < 2)
		rc = gstore_write(vcpu, addr, &irb, IRB_STORED);
	if (!rc)
		vcpu_set_cc(vcpu, cc);
	return rc;
}

grc_t insn_tpi(struct vcpu *vcpu)
{
	struct vmdbk *vm = vcpu->vm;
	uint64_t addr = insn_addr(vcpu);
	struct io_int_code code;
	bool taken = false;
	grc_t rc = 0;

	if (addr & 3)
		return PGM_SPECIFICATION;
	if (addr) { /* the interruption is cleared when it is stored: the operand must be good */
		rc = gstore_read(vcpu, addr, &code, 8);
		if (!rc)
			rc = gstore_write(vcpu, addr, &code, 8);
		if (rc)
			return rc;
	}
	lock_take(&vm->lock);
	for (uint8_t isc = 0; isc < 8 && !taken; isc++)
		if (vcpu->sd.cr[6] & (0x80000000ul >> isc))
			taken = vdev_take_interruption(vm, isc, &code);
	lock_drop(&vm->lock);
	if (taken && addr)
		rc = gstore_write(vcpu, addr, &code, 8);
	else if (taken)
		rc = gstore_write_real(vcpu, PFX_IO_SCHID, &code, sizeof(code));
	if (!rc)
		vcpu_set_cc(vcpu, taken);
	return rc;
}

grc_t insn_stcrw(struct vcpu *vcpu)
{
	struct vmdbk *vm = vcpu->vm;
	uint64_t addr = insn_addr(vcpu);
	uint32_t crw = 0;
	bool any;
	grc_t rc;

	if (addr & 3)
		return PGM_SPECIFICATION;
	rc = gstore_write(vcpu, addr, &crw, sizeof(crw));
	if (rc)
		return rc;
	lock_take(&vm->lock);
	any = vm->nr_crws > 0;
	if (any) {
		crw = vm->crw[0];
		vm->nr_crws--;
		for (unsigned i = 0; i < vm->nr_crws; i++)
			vm->crw[i] = vm->crw[i + 1];
	}
	lock_drop(&vm->lock);
	if (any)
		rc = gstore_write(vcpu, addr, &crw, sizeof(crw));
	if (!rc)
		vcpu_set_cc(vcpu, any ? 0 : 1);
	return rc;
}

/* Channel monitoring, address limits, path status: accepted, without effect or result. */
grc_t insn_schm(struct vcpu *vcpu)
{
	return vcpu_gpr(vcpu, 1) & 0x0FFFFFFCu ? PGM_OPERAND : 0;
}

grc_t insn_sal(struct vcpu *vcpu)
{
	return vcpu_gpr(vcpu, 1) & 0x8000FFFFu ? PGM_OPERAND : 0;
}

grc_t insn_stcps(struct vcpu *vcpu)
{
	uint64_t addr = insn_addr(vcpu);
	uint8_t busy[32] = {0};

	if (addr & 31)
		return PGM_SPECIFICATION;
	return gstore_write(vcpu, addr, busy, sizeof(busy));
}

/* RESET CHANNEL PATH: there is nothing behind a virtual path that a reset would change. */
grc_t insn_rchp(struct vcpu *vcpu)
{
	if (vcpu_gpr(vcpu, 1) & 0xFF00FF00u)
		return PGM_OPERAND;
	vcpu_set_cc(vcpu, 3);
	return 0;
}

grc_t insn_siga(struct vcpu *vcpu)
{
	vcpu_set_cc(vcpu, 3);
	return 0;
}

/* ---- CHSC ------------------------------------------------------------------------------------------------ */

static bool chsc_subch(void *ctx, uint16_t nr, struct chsc_subch *out)
{
	struct vdev *vdev = vdev_by_subchannel(ctx, nr);

	if (!vdev)
		return false;
	*out = (struct chsc_subch){.device_valid = vdev->dev != NULL,
		.devno = vdev->devno,
		.path_mask = SUBCH_PATH};
	return true;
}

static bool chsc_has_path(void *ctx, uint8_t chpid)
{
	(void)ctx;
	return chpid == 0;
}

/* The request is a page, more than a handler's stack should hold: it runs in a task. */
static void chsc_task(void *arg)
{
	struct vcpu *vcpu = arg;
	uint64_t addr = insn_wrap(vcpu, vcpu_gpr(vcpu, insn_rre_r1(vcpu)));
	const struct chsc_ops ops = {chsc_subch, chsc_has_path, vcpu->vm};
	uint8_t page[PAGE_SIZE];
	grc_t rc;

	rc = gstore_read(vcpu, addr, page, sizeof(page));
	if (!rc) {
		lock_take(&vcpu->vm->lock);
		rc = insn_chsc_page(&ops, page);
		lock_drop(&vcpu->vm->lock);
	}
	if (!rc)
		rc = gstore_write(vcpu, addr, page, sizeof(page));
	if (!rc)
		vcpu_set_cc(vcpu, 0);
	insn_task_done(vcpu, rc);
}

grc_t insn_chsc(struct vcpu *vcpu)
{
	if (insn_wrap(vcpu, vcpu_gpr(vcpu, insn_rre_r1(vcpu))) & (PAGE_SIZE - 1))
		return PGM_SPECIFICATION;
	return insn_in_task(vcpu, "CHSC", chsc_task);
}
