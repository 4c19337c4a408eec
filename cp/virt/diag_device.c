// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSE X'24' and X'210': what a virtual device is, and the real one behind it. */
#include "logic/diagdev.h"
#include "nucleus/vdev.h"
#include "virt/diag.h"

/*
 * About the device of that number; the condition code as diagdev_build gives it. vm lock held.
 * Not yet: the models of real devices.
 */
static int describe(struct vmdbk *vm, uint16_t devno, struct diag_device *device)
{
	const struct vdev *vdev = vdev_find(vm, devno);
	const uint8_t *codes;

	if (!vdev)
		return diagdev_build(NULL, device);
	codes = vdev->type->diag210;
	*device = (struct diag_device){
		.vclass = codes[0], .vtype = codes[1], .rclass = codes[2], .rtype = codes[3]};
	if (vdev->type->model)
		device->rmodel = vdev->type->model(vdev);
	if (!device->vclass)
		diagdev_code(vdev->type->type_code, 0, &device->vclass, &device->vtype);
	if (vdev->type->is_read_only && vdev->type->is_read_only(vdev))
		device->vflags |= DIAG210_READ_ONLY;
	return device->rclass ? 0 : 2;
}

/* The device number of the console; false: there is none. vm lock held. */
static bool find_console(struct vmdbk *vm, uint16_t *devno)
{
	for (uint16_t nr = 0; nr < vm->nr_vdevs; nr++) {
		const struct vdev *vdev = vdev_by_subchannel(vm, nr);

		if (!vdev->dev ||
			!(vdev->type->diag210[0] & (DEVCLASS_TERMINAL | DEVCLASS_GRAPHIC)))
			continue;
		*devno = vdev->devno;
		return true;
	}
	return false;
}

/* Four bytes of the answer as X'24' has them in a register. */
static uint32_t word(uint8_t a, uint8_t b, uint8_t c, uint8_t d)
{
	return (uint32_t)a << 24 | (uint32_t)b << 16 | (uint32_t)c << 8 | d;
}

/* X'24': Rx has the device number, or -1 for the console's, which it then gets; Ry and Ry + 1
 * answer. */
grc_t diag_024(struct vcpu *vcpu)
{
	unsigned rx = diag_rx(vcpu), ry = diag_ry(vcpu);
	uint32_t wanted = (uint32_t)vcpu_gpr(vcpu, rx);
	struct vmdbk *vm = vcpu->vm;
	uint16_t devno = (uint16_t)wanted;
	struct diag_device device;
	int cc = wanted > 0xFFFF ? 1 : 0;

	lock_take(&vm->lock);
	if (wanted == ~0u)
		cc = find_console(vm, &devno) ? 0 : 3;
	if (cc == 0)
		cc = describe(vm, devno, &device);
	lock_drop(&vm->lock);
	if (cc == 0 || cc == 2) {
		vcpu_set_gpr32(vcpu, rx, devno);
		vcpu_set_gpr32(
			vcpu, ry, word(device.vclass, device.vtype, device.vstatus, device.vflags));
	}
	if (cc == 0 && ry < 15)
		vcpu_set_gpr32(vcpu, ry + 1,
			word(device.rclass, device.rtype, device.rmodel, device.rfeat));
	vcpu_set_cc(vcpu, (unsigned)cc);
	return 0;
}

/* X'210': Rx has the real address of a block that asks, and gets the answer; no longer than it
 * says. */
grc_t diag_210(struct vcpu *vcpu)
{
	greal_t addr = diag_addr(vcpu, diag_rx(vcpu));
	const size_t head = offsetof(struct diag_210, device);
	struct vmdbk *vm = vcpu->vm;
	struct diag_210 block;
	uint16_t len;
	grc_t rc;
	int cc;

	if (addr & 3)
		return PGM_SPECIFICATION;
	rc = gstore_read_real(vcpu, addr, &block, head);
	if (rc)
		return rc;
	len = be16_get(block.len);
	if (len < head)
		return PGM_SPECIFICATION;
	lock_take(&vm->lock);
	cc = describe(vm, be16_get(block.devno), &block.device);
	lock_drop(&vm->lock);
	if (cc == 0 || cc == 2)
		rc = gstore_write_real(
			vcpu, addr + head, &block.device, MIN(len, sizeof(block)) - head);
	if (!rc)
		vcpu_set_cc(vcpu, (unsigned)cc);
	return rc;
}
