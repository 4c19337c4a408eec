// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSE X'58' and X'8C': the terminal behind a 3215 console, used as a 3270. */
#include "abi/diag.h"
#include "arch/orb.h"
#include "lib/string.h"
#include "logic/subch.h"
#include "nucleus/console.h"
#include "nucleus/vdev.h"
#include "virt/dev_cons.h"
#include "virt/diag.h"

/*
 * X'58': Rx has the real address of CCWs of format 0, which logic/dev_con3215.h describes, Ry the
 * console's device number. The condition code is that of START SUBCHANNEL with these CCWs, and an
 * interruption of the console tells their end in the same way.
 *
 * Differs: addresses in the CCWs are absolute ones, which only a guest notices that has data of its
 * screen in its prefix area.
 */
grc_t diag_058(struct vcpu *vcpu)
{
	greal_t ccw = diag_addr(vcpu, diag_rx(vcpu));
	uint32_t devno = (uint32_t)vcpu_gpr(vcpu, diag_ry(vcpu));
	struct vmdbk *vm = vcpu->vm;
	struct vdev *vdev;
	struct orb orb;
	int cc = 3;

	if (ccw % 8 || ccw >= 0x80000000)
		return PGM_SPECIFICATION;
	memset(&orb, 0, sizeof(orb));
	orb.flags = be32(ORB_LPM);
	orb.ccw = be32((uint32_t)gstore_real_to_abs(vcpu, ccw));
	lock_take(&vm->lock);
	vdev = devno <= UINT16_MAX ? vdev_find(vm, (uint16_t)devno) : NULL;
	if (vdev && vdev->type == &vdev_console) {
		orb.intparm = vdev->sch.pmcw.intparm;
		cc = subch_start(&vdev->sch, &orb);
		vdev_run(vdev);
	}
	lock_drop(&vm->lock);
	vcpu_set_cc(vcpu, (unsigned)cc);
	return 0;
}

/*
 * X'8C': Rx has the real address of a block, Rx + 1 the console's device number, Ry the block's
 * length. Rx + 1 gets 0, or 4 if that is not the console.
 */
grc_t diag_08C(struct vcpu *vcpu)
{
	unsigned rx = diag_rx(vcpu), rows = 24, cols = 80;
	uint32_t devno = (uint32_t)vcpu_gpr(vcpu, rx + 1);
	uint32_t len = (uint32_t)vcpu_gpr(vcpu, diag_ry(vcpu));
	struct vmdbk *vm = vcpu->vm;
	struct diag_08C block = {.flags = DIAG08C_COLOUR};
	const struct vdev *vdev;
	bool is_console;
	grc_t rc = 0;

	if (rx == 15 || len > INT32_MAX)
		return PGM_SPECIFICATION;
	lock_take(&vm->lock);
	vdev = devno <= UINT16_MAX ? vdev_find(vm, (uint16_t)devno) : NULL;
	is_console = vdev && vdev == vm->console->vdev;
	if (is_console)
		console_screen_size(vm, &rows, &cols);
	lock_drop(&vm->lock);
	block.rows = be16((uint16_t)rows);
	block.cols = be16((uint16_t)cols);
	if (is_console)
		rc = gstore_write_real(vcpu, diag_addr(vcpu, rx), &block, MIN(len, sizeof(block)));
	if (!rc)
		vcpu_set_gpr32(vcpu, rx + 1, is_console ? 0 : 4);
	return rc;
}
