// SPDX-License-Identifier: Apache-2.0
/* Control instructions of guests: PoP, Control Instructions. */
#include "arch/prefix.h"
#include "logic/facility.h"
#include "mach/asm.h"
#include "mach/clock.h"
#include "nucleus/dispatch.h"
#include "virt/gstore.h"
#include "virt/icpt.h"
#include "virt/intr.h"
#include "virt/machine.h"

/* ---- Prefix, identity ------------------------------------------------------------------------------------- */

grc_t insn_spx(struct vcpu *vcpu)
{
	uint64_t addr = insn_addr(vcpu);
	uint32_t prefix;
	grc_t rc;

	if (addr & 3)
		return PGM_SPECIFICATION;
	rc = gstore_read(vcpu, addr, &prefix, sizeof(prefix));
	if (rc)
		return rc;
	lock_take(&vcpu->vm->lock);
	rc = vcpu_set_prefix(vcpu, prefix);
	lock_drop(&vcpu->vm->lock);
	return rc;
}

grc_t vcpu_set_prefix(struct vcpu *vcpu, uint32_t prefix)
{
	unsigned len = vcpu_is_esame(vcpu) ? 0x2000 : 0x1000;

	prefix &= 0x7FFFFFFFu & ~(len - 1);
	/* SIE wants the prefix area there. */
	if (prefix + len > vcpu->vm->space.size || gspace_own(&vcpu->vm->space, prefix) ||
		gspace_touch(&vcpu->vm->space, prefix + len - 1))
		return PGM_ADDRESSING;
	vcpu->sd.prefix = prefix;
	return 0;
}

grc_t insn_stpx(struct vcpu *vcpu)
{
	uint64_t addr = insn_addr(vcpu);

	if (addr & 3)
		return PGM_SPECIFICATION;
	return gstore_write(vcpu, addr, &vcpu->sd.prefix, sizeof(vcpu->sd.prefix));
}

grc_t insn_stap(struct vcpu *vcpu)
{
	uint64_t addr = insn_addr(vcpu);

	if (addr & 1)
		return PGM_SPECIFICATION;
	return gstore_write(vcpu, addr, &vcpu->addr, sizeof(vcpu->addr));
}

uint64_t machine_cpu_id(uint16_t addr)
{
	/* Version X'FF' says: in a virtual machine. The real CPU's own digit is no business of guests. */
	return (stidp() & 0x000FFFFFFFFFFFFFul) | 0xFFul << 56 | (uint64_t)(addr & 15) << 52;
}

grc_t insn_stidp(struct vcpu *vcpu)
{
	uint64_t addr = insn_addr(vcpu), id = machine_cpu_id(vcpu->addr);

	if (addr & 7)
		return PGM_SPECIFICATION;
	return gstore_write(vcpu, addr, &id, sizeof(id));
}

/* ---- Facilities --------------------------------------------------------------------------------------------- */

static void guest_facilities(const struct vcpu *vcpu, uint64_t list[FACILITY_DWORDS])
{
	uint64_t host[FACILITY_DWORDS];

	stfle(host, FACILITY_DWORDS);
	facility_guest_list(list, host, FACILITY_DWORDS, vcpu_is_esame(vcpu));
}

grc_t insn_stfl(struct vcpu *vcpu)
{
	uint64_t list[FACILITY_DWORDS];

	guest_facilities(vcpu, list);
	pfx_write32(vcpu, PFX_STFL, facility_stfl(list));
	return 0;
}

grc_t insn_stfle(struct vcpu *vcpu)
{
	uint64_t list[FACILITY_DWORDS], addr = insn_addr(vcpu), gr0 = vcpu_gpr(vcpu, 0);
	size_t nr;
	grc_t rc;
	int cc;

	if (addr & 7)
		return PGM_SPECIFICATION;
	guest_facilities(vcpu, list);
	cc = facility_stfle(list, &gr0, &nr);
	rc = gstore_write(vcpu, addr, list, nr * sizeof(list[0]));
	if (rc)
		return rc;
	vcpu_set_gpr(vcpu, 0, gr0);
	vcpu_set_cc(vcpu, (unsigned)cc);
	return 0;
}

/* ---- Clocks --------------------------------------------------------------------------------------------------- */

/* SET CLOCK moves the guest's epoch; all its CPUs have one clock. */
grc_t insn_sck(struct vcpu *vcpu)
{
	struct vmdbk *vm = vcpu->vm;
	uint64_t addr = insn_addr(vcpu), tod;
	grc_t rc;

	if (addr & 7)
		return PGM_SPECIFICATION;
	rc = gstore_read(vcpu, addr, &tod, sizeof(tod));
	if (rc)
		return rc;
	lock_take(&vm->lock);
	vm->epoch = tod - clock_now();
	for (unsigned i = 0; i < VCPU_MAX; i++) {
		struct vcpu *other = vm->vcpu[i];

		if (!other)
			continue;
		other->sd.epoch = vm->epoch;
		/* SIE reads the epoch when it begins, a wait when it is entered. */
		if (other != vcpu)
			vcpu_intervene(other, SIE_V_STOP);
		vcpu_unblock(other, VB_WAIT);
	}
	lock_drop(&vm->lock);
	vcpu_set_cc(vcpu, 0);
	return 0;
}

/* PERFORM TIMING FACILITY FUNCTION: the facility is not shown to guests; the query says: none. */
grc_t insn_ptff(struct vcpu *vcpu)
{
	uint64_t query[2] = {0, 0};
	uint8_t function = vcpu_gpr(vcpu, 0) & 0x7F;
	grc_t rc;

	if (vcpu_gpr(vcpu, 0) & 0x80)
		return PGM_SPECIFICATION;
	if (vcpu_is_problem_state(vcpu) && function & 0x40)
		return PGM_PRIVILEGED;
	if (function != 0) {
		vcpu_set_cc(vcpu, 3);
		return 0;
	}
	rc = gstore_write(vcpu, insn_wrap(vcpu, vcpu_gpr(vcpu, 1)), query, sizeof(query));
	if (!rc)
		vcpu_set_cc(vcpu, 0);
	return rc;
}

/* ---- Control registers ------------------------------------------------------------------------------------------ */

/*
 * Differs: the emulator's MONITOR CALL updates a counter in the host's storage where the guest's page
 * ends, and so in the next frame, which may be CP's or another guest's. Guests therefore see no
 * enhanced-monitor facility, and the masks that would make it count never get into control register 8.
 */
void vcpu_set_cr(struct vcpu *vcpu, unsigned nr, uint64_t value)
{
	vcpu->sd.cr[nr] = nr == 8 ? value & ~CR8_COUNT : value;
}

/*
 * LOAD CONTROL is intercepted for control register 8, and while an interruption waits for a mask bit in
 * one of the others; see intr.c.
 */
grc_t insn_lctl(struct vcpu *vcpu)
{
	uint64_t addr = insn_addr(vcpu);
	unsigned r1 = insn_r1(vcpu), r3 = insn_r3(vcpu), nr = ((r3 - r1) & 15) + 1;
	uint32_t value[16];
	grc_t rc;

	if (addr & 3)
		return PGM_SPECIFICATION;
	rc = gstore_read(vcpu, addr, value, nr * sizeof(value[0]));
	if (rc)
		return rc;
	for (unsigned i = 0; i < nr; i++) {
		unsigned nr_cr = (r1 + i) & 15;

		vcpu_set_cr(vcpu, nr_cr, (vcpu->sd.cr[nr_cr] & 0xFFFFFFFF00000000ul) | value[i]);
	}
	vcpu->look = true;
	return 0;
}

grc_t insn_lctlg(struct vcpu *vcpu)
{
	uint64_t addr = insn_addr_long(vcpu), value[16];
	unsigned r1 = insn_r1(vcpu), r3 = insn_r3(vcpu), nr = ((r3 - r1) & 15) + 1;
	grc_t rc;

	if (addr & 7)
		return PGM_SPECIFICATION;
	rc = gstore_read(vcpu, addr, value, nr * sizeof(value[0]));
	if (rc)
		return rc;
	for (unsigned i = 0; i < nr; i++)
		vcpu_set_cr(vcpu, (r1 + i) & 15, value[i]);
	vcpu->look = true;
	return 0;
}

/*
 * STORE CONTROL is intercepted only while the virtual CPU is traced: then CP's own program-event controls
 * are in the registers.
 */
grc_t insn_stctl(struct vcpu *vcpu)
{
	unsigned r1 = insn_r1(vcpu), nr = ((insn_r3(vcpu) - r1) & 15) + 1;
	uint64_t addr = insn_addr(vcpu);
	uint32_t value[16];

	if (addr & 3)
		return PGM_SPECIFICATION;
	for (unsigned i = 0; i < nr; i++)
		value[i] = (uint32_t)vcpu->sd.cr[(r1 + i) & 15];
	return gstore_write(vcpu, addr, value, nr * sizeof(value[0]));
}

grc_t insn_stctg(struct vcpu *vcpu)
{
	unsigned r1 = insn_r1(vcpu), nr = ((insn_r3(vcpu) - r1) & 15) + 1;
	uint64_t addr = insn_addr_long(vcpu), value[16];

	if (addr & 7)
		return PGM_SPECIFICATION;
	for (unsigned i = 0; i < nr; i++)
		value[i] = vcpu->sd.cr[(r1 + i) & 15];
	return gstore_write(vcpu, addr, value, nr * sizeof(value[0]));
}

/* SUPERVISOR CALL is intercepted only while it is traced. */
grc_t insn_svc(struct vcpu *vcpu)
{
	uint32_t id = (uint32_t)insn_len(vcpu) << 16 | (vcpu->sd.ipa & 0xFF);

	pfx_write32(vcpu, PFX_SVC_ID, id);
	intr_swap_psw(vcpu, PFX_SVC_OLD, PFX_SVC_NEW, PFX390_SVC_OLD, PFX390_SVC_NEW);
	return 0;
}

/* ---- Not there ------------------------------------------------------------------------------------------------------ */

/* A virtual machine's own use of SIE. Not yet: CP simulating it. The guest sees a machine without SIE. */
grc_t insn_sie(struct vcpu *vcpu)
{
	(void)vcpu;
	return PGM_OPERATION;
}

/* Topology is not shown to guests. */
grc_t insn_ptf(struct vcpu *vcpu)
{
	(void)vcpu;
	return PGM_OPERATION;
}
