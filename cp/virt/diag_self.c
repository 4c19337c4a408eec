// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSEs that tell a guest about itself: X'00', X'0C', X'60', X'260', X'270'. */
#include "logic/diagvm.h"
#include "mach/clock.h"
#include "nucleus/sysconfig.h"
#include "virt/diag.h"


/* Of a real CPU, this turn included. Differs: what CP did for the guest is not told apart. */
static uint64_t time_us(const struct vcpu *vcpu)
{
	tod_t turn = vcpu->running == this_cpu() ? clock_now() - this_cpu()->turn_began : 0;

	return (vcpu->time_used + turn) / TOD_US;
}

/*
 * Stores at most the whole block and at most *len bytes at the real address in Rx, which must be on
 * a doubleword boundary; *len becomes what was stored.
 */
static grc_t store_block(struct vcpu *vcpu, const void *block, size_t size, uint32_t *len)
{
	greal_t addr = diag_addr(vcpu, diag_rx(vcpu));

	if (addr & 7)
		return PGM_SPECIFICATION;
	*len = MIN(*len, (uint32_t)size);
	return gstore_write_real(vcpu, addr, block, *len);
}

/* X'00', store extended-identification code: Ry has the buffer's length, and gets what is left of
 * it. */
grc_t diag_000(struct vcpu *vcpu)
{
	const struct diag000_facts facts = {.system = "VM/ESA", /* what programs of VM look for */
		.userid = vcpu->vm->userid,
		.cpu_addr = this_cpu()->addr,
		.version_code = 0xFF,
		.zone_s = system_zone_now()};
	int32_t room = (int32_t)vcpu_gpr(vcpu, diag_ry(vcpu));
	uint32_t len = (uint32_t)room;
	struct diag_000 block;
	grc_t rc;

	if (room < 0)
		return PGM_SPECIFICATION;
	diag000_build(&facts, &block);
	rc = store_block(vcpu, &block, sizeof(block), &len);
	if (!rc)
		vcpu_set_gpr32(vcpu, diag_ry(vcpu), (uint32_t)room - len);
	return rc;
}

static grc_t pseudo_timer(struct vcpu *vcpu, uint32_t len)
{
	uint64_t used_us = time_us(vcpu);
	struct diag_270 block;

	diag270_build(clock_now(), system_zone_now(), used_us, used_us, &block);
	return store_block(vcpu, &block, sizeof(block), &len);
}

/* X'0C', pseudo timer. */
grc_t diag_00C(struct vcpu *vcpu)
{
	return pseudo_timer(vcpu, DIAG00C_LEN);
}

/* X'270', extended pseudo timer: Ry has the buffer's length. */
grc_t diag_270(struct vcpu *vcpu)
{
	int32_t room = (int32_t)vcpu_gpr(vcpu, diag_ry(vcpu));

	return room > 0 ? pseudo_timer(vcpu, (uint32_t)room) : PGM_SPECIFICATION;
}

/* X'60': Rx gets the size of storage. */
grc_t diag_060(struct vcpu *vcpu)
{
	vcpu_set_gpr32(vcpu, diag_rx(vcpu), diag060_size(vcpu->vm->space.size));
	return 0;
}

static grc_t storage_extents(struct vcpu *vcpu)
{
	unsigned rx = diag_rx(vcpu);
	struct diag_260_extent extent;
	uint64_t addr, nr;
	grc_t rc;

	if (rx & 1)
		return PGM_SPECIFICATION;
	addr = diag_addr(vcpu, rx);
	rc = diag_260_extents(vcpu->vm->space.size, addr, vcpu_gpr(vcpu, rx + 1), &extent, &nr);
	if (!rc)
		rc = gstore_write_real(vcpu, addr, &extent, sizeof(extent));
	if (rc)
		return rc;
	vcpu_set_gpr(vcpu, diag_ry(vcpu), nr);
	vcpu_set_cc(vcpu, 0);
	return 0;
}

/* X'260', virtual machine information: Ry has the subcode. */
grc_t diag_260(struct vcpu *vcpu)
{
	unsigned rx = diag_rx(vcpu), ry = diag_ry(vcpu);

	switch ((uint32_t)vcpu_gpr(vcpu, ry)) {
	case DIAG260_HIGHEST:
		vcpu_set_gpr(vcpu, rx, vcpu->vm->space.size - 1);
		vcpu_set_gpr(vcpu, ry, vcpu->vm->space.size - 1);
		return 0;
	case DIAG260_EXTENTS: return storage_extents(vcpu);
	default: return PGM_SPECIFICATION;
	}
}
