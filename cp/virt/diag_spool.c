// SPDX-License-Identifier: Apache-2.0
/*
 * DIAGNOSE X'14': spool files by pages.
 *
 *	Rx	real address of the answer below 2 GB, or a number of the subcode
 *	Ry	device number of a reader; X'FFF': number of a spool file
 *	Ry + 1	subcode DIAG14_*
 *
 * Condition code 3 when the device is not a reader; a subcode that is not there is a specification
 * exception.
 */
#include "lib/err.h"
#include "logic/spool/diag14.h"
#include "nucleus/sysconfig.h"
#include "virt/dev_ur.h"
#include "virt/diag.h"

#define ADDR_31 0x7FFFFFFFu

/* The operands, copied once. */
struct request {
	uint32_t x, y, subcode;
};

static struct request request_of(const struct vcpu *vcpu)
{
	unsigned ry = diag_ry(vcpu);

	return (struct request){
		.x = (uint32_t)vcpu_gpr(vcpu, diag_rx(vcpu)),
		.y = (uint32_t)vcpu_gpr(vcpu, ry),
		.subcode = (uint32_t)vcpu_gpr(vcpu, ry + 1),
	};
}

/* What an answer is stored over; nothing may be read from a file for a buffer that is not there. */
static grc_t check_buffer(const struct vcpu *vcpu, uint32_t addr, uint32_t len)
{
	uint64_t size = vcpu->vm->space.size;

	return addr < size && len <= size - addr ? 0 : PGM_ADDRESSING;
}

/* Does what a subcode for a reader does; block: SPOOL_BLOCK_BYTES. vm and spool lock held. */
static int reader_request(struct spin *in, const struct request *request, void *block)
{
	switch (request->subcode) {
	case DIAG14_READ_BLOCK: return diag14_read_block(in, block);
	case DIAG14_SELECT: return diag14_select(in, request->x);
	case DIAG14_RESTART: return diag14_restart(in);
	case DIAG14_BACKSPACE: return diag14_backspace(in);
	default: return diag14_position(in, request->x);
	}
}

static int use_reader(struct vmdbk *vm, const struct request *request, void *block)
{
	struct vdev *vdev;
	int cc = 3;

	lock_take(&vm->lock);
	vdev = request->y <= 0xFFFF ? vdev_find(vm, (uint16_t)request->y) : NULL;
	if (vdev && vdev->type == &ur_reader_type) {
		lock_take(&spool_lock);
		cc = reader_request(&((struct ur_dev *)vdev->dev)->reader.in, request, block);
		lock_drop(&spool_lock);
	}
	lock_drop(&vm->lock);
	return cc;
}

static void reader_task(void *arg)
{
	struct vcpu *vcpu = arg;
	struct request request = request_of(vcpu);
	uint8_t block[SPOOL_BLOCK_BYTES] __attribute__((aligned(8)));
	grc_t rc = 0;
	int cc;

	while ((cc = use_reader(vcpu->vm, &request, block)) == -E_AGAIN) {
		lock_take(&spool_lock);
		spool_wait();
		lock_drop(&spool_lock);
	}
	if (request.subcode == DIAG14_READ_BLOCK && cc == 0)
		rc = gstore_write_real(vcpu, request.x & ADDR_31, block, sizeof(block));
	if (!rc)
		vcpu_set_cc(vcpu, (unsigned)cc);
	insn_task_done(vcpu, rc);
}

static grc_t next_descriptor(struct vcpu *vcpu, const struct request *request)
{
	int32_t zone = system_zone_now();
	struct spool_user *user;
	struct sfblok sfb;
	int cc = 1; /* no files, no user of the spool */
	grc_t rc = 0;

	lock_take(&spool_lock);
	user = spool_user_find(vcpu->vm->userid);
	if (user)
		cc = diag14_next_descriptor(&user->files, request->y, zone, &sfb);
	lock_drop(&spool_lock);
	if (cc == 0)
		rc = gstore_write_real(vcpu, request->x & ADDR_31, &sfb, sizeof(sfb));
	if (!rc)
		vcpu_set_cc(vcpu, (unsigned)cc);
	return rc;
}

grc_t diag_014(struct vcpu *vcpu)
{
	struct request request;
	grc_t rc = 0;

	if (diag_ry(vcpu) == 15)
		return PGM_SPECIFICATION;
	request = request_of(vcpu);
	switch (request.subcode) {
	case DIAG14_NEXT_DESCRIPTOR:
		rc = check_buffer(vcpu, request.x & ADDR_31, sizeof(struct sfblok));
		return rc ? rc : next_descriptor(vcpu, &request);
	case DIAG14_READ_BLOCK:
		rc = check_buffer(vcpu, request.x & ADDR_31, SPOOL_BLOCK_BYTES);
		break;
	case DIAG14_SELECT:
	case DIAG14_RESTART:
	case DIAG14_BACKSPACE:
	case DIAG14_POSITION: break;
	default: return PGM_SPECIFICATION;
	}
	return rc ? rc : insn_in_task(vcpu, "DIAGNOSE 14", reader_task);
}
