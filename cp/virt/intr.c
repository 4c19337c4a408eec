// SPDX-License-Identifier: Apache-2.0
/* Interruptions of guests. */
#include "virt/intr.h"
#include "arch/prefix.h"
#include "logic/subch.h"
#include "mach/trace.h"
#include "nucleus/dispatch.h"
#include "virt/gstore.h"
#include "virt/icpt.h"
#include "virt/per.h"
#include "virt/pfault.h"
#include "virt/sclp.h"
#include "virt/stop.h"
#include "nucleus/vdev.h"

/* ---- Exchange of PSWs ------------------------------------------------------------------------------------ */

void intr_swap_psw(struct vcpu *vcpu, unsigned old, unsigned new, unsigned old390, unsigned new390)
{
	struct sie_block *sd = &vcpu->sd;

	if (vcpu_is_esame(vcpu)) {
		pfx_write(vcpu, old, &sd->psw, sizeof(sd->psw));
		pfx_read(vcpu, new, &sd->psw, sizeof(sd->psw));
	} else {
		pfx_write(vcpu, old390, &sd->psw.mask, sizeof(sd->psw.mask));
		pfx_read(vcpu, new390, &sd->psw.mask, sizeof(sd->psw.mask));
	}
}

/* ---- Program interruptions ------------------------------------------------------------------------------- */

bool program_nullifies(uint16_t code)
{
	code &= 0x7F;
	return (code >= PGM_SEGMENT_TRANS && code <= PGM_PAGE_TRANS) ||
		(code >= PGM_ASCE_TYPE && code <= PGM_REGION3_TRANS);
}

static void program(struct vcpu *vcpu, uint16_t ilc, uint16_t code)
{
	trace(TRACE_DELIVER, code, vcpu, vcpu->sd.psw.mask, vcpu->sd.psw.addr);
	if (vcpu->per)
		per_program(vcpu, ilc, code);
	pfx_write16(vcpu, PFX_PGM_ILC, ilc);
	pfx_write16(vcpu, PFX_PGM_CODE, code);
	intr_swap_psw(vcpu, PFX_PGM_OLD, PFX_PGM_NEW, PFX390_PGM_OLD, PFX390_PGM_NEW);
}

/* The translation-exception identification: 8 bytes, of ESA/390 4 in another place. */
static void store_tea(struct vcpu *vcpu, uint64_t tea, uint32_t tea390)
{
	if (vcpu_is_esame(vcpu))
		pfx_write64(vcpu, PFX_TEA, tea);
	else
		pfx_write32(vcpu, PFX390_TEA, tea390);
	pfx_write(vcpu, PFX_EXC_ACCESS, &vcpu->sd.exc_access_id, 1);
}

/* The PER address has 4 bytes in ESA/390, and the monitor code behind it. */
static void store_per(struct vcpu *vcpu)
{
	const struct sie_block *sd = &vcpu->sd;

	pfx_write16(vcpu, PFX_PER_CODE, sd->per_code);
	if (vcpu_is_esame(vcpu))
		pfx_write64(vcpu, PFX_PER_ADDR, sd->per_addr);
	else
		pfx_write32(vcpu, PFX_PER_ADDR, (uint32_t)(sd->per_addr >> 32));
}

/* Takes the program event of the instruction that CP simulated; true. */
static bool take_event(struct vcpu *vcpu)
{
	lock_take(&vcpu->vm->lock);
	vcpu->pending &= ~VP_PER;
	lock_drop(&vcpu->vm->lock);
	return true;
}

/*
 * Differs: the emulator says that the instruction was fetched within the range, but does not store code and
 * address of the event. Not yet: events of what CP stores for an instruction.
 */
static void describe_event(struct vcpu *vcpu)
{
	struct sie_block *sd = &vcpu->sd;
	uint64_t mask = sd->psw.mask, addr;

	sd->per_code = PER_CODE_FETCH | PER_CODE_VALID | (uint16_t)(mask & PSW_BA ? PER_CODE_31 : 0) |
		(uint16_t)(mask & PSW_DAT ? PER_CODE_DAT : 0) |
		(uint16_t)((mask & PSW_AS) >> PER_CODE_AS_SHIFT);
	if (vcpu_is_esame(vcpu)) {
		if (mask & PSW_EA)
			sd->per_code |= PER_CODE_64;
		sd->per_addr = insn_wrap(vcpu, sd->psw.addr - insn_len(vcpu));
	} else {
		addr = insn_wrap(vcpu, (mask & PSW390_ADDR) - insn_len(vcpu));
		sd->per_addr = addr << 32;
	}
}

void intr_event(struct vcpu *vcpu)
{
	describe_event(vcpu);
	lock_take(&vcpu->vm->lock);
	vcpu->pending |= VP_PER;
	vcpu->look = true;
	lock_drop(&vcpu->vm->lock);
}

void intr_program(struct vcpu *vcpu, uint16_t code)
{
	unsigned len = insn_len(vcpu);

	if (program_nullifies(code))
		insn_rewind(vcpu);
	if (program_nullifies(code) || code == PGM_PROTECTION)
		store_tea(vcpu, vcpu->sd.tea, (uint32_t)vcpu->sd.tea);
	if (__builtin_expect(vcpu->pending & VP_PER, 0) && take_event(vcpu) && !program_nullifies(code)) {
		store_per(vcpu);
		code |= PGM_PER;
	}
	program(vcpu, (uint16_t)len, code);
}

/* Where the emulator puts class and code of a monitor event; those of ESA/390 are in other places. */
static void store_monitor(struct vcpu *vcpu)
{
	pfx_write16(vcpu, PFX_MONITOR_CLASS, vcpu->sd.monitor_class);
	if (vcpu_is_esame(vcpu))
		pfx_write64(vcpu, PFX_MONITOR_CODE, vcpu->sd.tea);
	else
		pfx_write32(vcpu, PFX390_MONITOR_CODE, (uint32_t)vcpu->sd.per_addr);
}

/* What exceptions of the dual-address-space and access-register facilities identify. */
static void store_space(struct vcpu *vcpu)
{
	pfx_write(vcpu, PFX_EXC_ACCESS, &vcpu->sd.exc_access_id, 1);
	if (vcpu_is_esame(vcpu))
		pfx_write32(vcpu, PFX_TEA + 4, (uint32_t)vcpu->sd.tea);
	else
		pfx_write32(vcpu, PFX390_TEA, vcpu->sd.dxc);
}

void intr_reflect(struct vcpu *vcpu)
{
	const struct sie_block *sd = &vcpu->sd;
	uint16_t code = sd->pgm_code;

	/* The image of an ESA/390 prefix area has its own order. */
	if (program_nullifies(code) || (code & 0x7F) == PGM_PROTECTION)
		store_tea(vcpu, sd->tea, sd->dxc);
	if ((code & 0x7F) == PGM_DATA)
		pfx_write32(vcpu, PFX_DXC, sd->dxc);
	if ((code & 0x7F) == PGM_MONITOR)
		store_monitor(vcpu);
	if ((code & 0x7F) >= PGM_SPACE_SWITCH && (code & 0x7F) < PGM_ASCE_TYPE)
		store_space(vcpu);
	if (code & PGM_PER)
		store_per(vcpu);
	program(vcpu, sd->pgm_ilc & 6, code);
}

/* ---- External, I/O and machine-check interruptions ---------------------------------------------------------- */

void intr_external(struct vcpu *vcpu, uint16_t code, uint16_t cpu, uint32_t parm, uint64_t parm2)
{
	trace(TRACE_DELIVER, code, vcpu, vcpu->sd.psw.mask, vcpu->sd.psw.addr);
	pfx_write32(vcpu, PFX_EXT_PARM, parm);
	pfx_write16(vcpu, PFX_EXT_CPU, cpu);
	pfx_write16(vcpu, PFX_EXT_CODE, code);
	if (vcpu_is_esame(vcpu) && code == EXT_CPSERVICE)
		pfx_write64(vcpu, PFX_EXT_PARM2, parm2);
	intr_swap_psw(vcpu, PFX_EXT_OLD, PFX_EXT_NEW, PFX390_EXT_OLD, PFX390_EXT_NEW);
}

static bool is_enabled(const struct vcpu *vcpu, uint64_t psw_bit, uint64_t mask_bits, unsigned cr)
{
	return (vcpu->sd.psw.mask & psw_bit) && (vcpu->sd.cr[cr] & mask_bits);
}

/* CR6's bit for an interruption subclass. */
static uint64_t isc_mask(uint8_t isc)
{
	return 0x80000000ul >> isc;
}

/* CR0 bits of what is pending for this CPU, or for any. */
static uint64_t ext_wanted(const struct vcpu *vcpu)
{
	uint64_t wanted = vcpu->vm->floating & VF_INTKEY ? CR0_INTKEY : 0;

	if (vcpu->pending & VP_EMERGENCY)
		wanted |= CR0_EMERGENCY;
	if (vcpu->pending & VP_EXTCALL)
		wanted |= CR0_EXTCALL;
	if (vcpu->vm->floating & (VF_SERVSIG | VF_CPSERVICE))
		wanted |= CR0_SERVSIG;
	return wanted;
}

static uint64_t io_wanted(const struct vcpu *vcpu)
{
	return vcpu->vm->floating & VF_IO ? vdev_pending_iscs(vcpu->vm) : 0;
}

/*
 * Differs: SIE does not tell when a guest that was disabled for machine checks loads a PSW that enables
 * it, and intercepting LPSWE for that is not worth it: the report then comes with the guest's next wait
 * or interruption by CP.
 */
static bool crw_wanted(const struct vcpu *vcpu)
{
	return (vcpu->vm->floating & VF_CRW) && is_enabled(vcpu, PSW_MCCK, CR14_CHREPORT, 14);
}

bool intr_is_deliverable(const struct vcpu *vcpu)
{
	return (vcpu->pending & (VP_STOP | VP_RESTART | VP_PER)) || crw_wanted(vcpu) ||
		is_enabled(vcpu, PSW_EXT, ext_wanted(vcpu), 0) ||
		is_enabled(vcpu, PSW_IO, io_wanted(vcpu), 6);
}

static void deliver_external(struct vcpu *vcpu)
{
	struct vmdbk *vm = vcpu->vm;
	uint64_t can = ext_wanted(vcpu) & vcpu->sd.cr[0];

	if (can & CR0_INTKEY) {
		vm->floating &= ~VF_INTKEY;
		intr_external(vcpu, vm->intkey_code, 0, 0, 0);
	} else if (can & CR0_EMERGENCY) {
		uint16_t from = (uint16_t)__builtin_ctzl(vcpu->emergency_from);

		vcpu->emergency_from &= vcpu->emergency_from - 1;
		if (!vcpu->emergency_from)
			vcpu->pending &= ~VP_EMERGENCY;
		intr_external(vcpu, EXT_EMERGENCY, from, 0, 0);
	} else if (can & CR0_EXTCALL) {
		vcpu->pending &= ~VP_EXTCALL;
		intr_external(vcpu, EXT_EXTCALL, vcpu->extcall_from, 0, 0);
	} else if (vm->floating & VF_SERVSIG) {
		vm->floating &= ~VF_SERVSIG;
		intr_external(vcpu, EXT_SERVSIG, 0, guest_sclp_take(vm), 0);
	} else {
		pfault_deliver(vcpu);
	}
}

static void deliver_io(struct vcpu *vcpu)
{
	struct io_int_code code;
	struct vmdbk *vm = vcpu->vm;

	for (uint8_t isc = 0; isc < 8; isc++) {
		if (!(isc_mask(isc) & vcpu->sd.cr[6]) || !vdev_take_interruption(vm, isc, &code))
			continue;
		pfx_write(vcpu, PFX_IO_SCHID, &code, sizeof(code));
		trace(TRACE_DELIVER, 0, vcpu, be32_get(*(be32_t *)&code), 0);
		intr_swap_psw(vcpu, PFX_IO_OLD, PFX_IO_NEW, PFX390_IO_OLD, PFX390_IO_NEW);
		return;
	}
}

/* The register set that a machine-check handler reloads from its save areas. */
static void store_save_areas(struct vcpu *vcpu)
{
	uint64_t gpr[16], fpr[16];
	uint32_t ar[16], fpc;

	for (unsigned i = 0; i < 16; i++)
		gpr[i] = vcpu_gpr(vcpu, i);
	vcpu_save(vcpu);
	for (unsigned i = 0; i < 16; i++) {
		fpr[i] = vcpu->fpr[i];
		ar[i] = vcpu->ar[i];
	}
	fpc = vcpu->fpc;
	pfx_write(vcpu, PFX_SAVE_FPR, fpr, sizeof(fpr));
	pfx_write(vcpu, PFX_SAVE_GPR, gpr, sizeof(gpr));
	pfx_write32(vcpu, PFX_SAVE_FPC, fpc);
	pfx_write32(vcpu, PFX_SAVE_TODPROG, vcpu->sd.tod_prog);
	pfx_write64(vcpu, PFX_SAVE_TIMER, vcpu->sd.cpu_timer);
	pfx_write64(vcpu, PFX_SAVE_CKC, vcpu->sd.ckc >> 8);
	pfx_write(vcpu, PFX_SAVE_AR, ar, sizeof(ar));
	pfx_write(vcpu, PFX_SAVE_CR, vcpu->sd.cr, sizeof(vcpu->sd.cr));
}

/* The same in ESA/390, where the area has 4 KB: words, and four floating-point registers. */
static void store_save_areas_390(struct vcpu *vcpu)
{
	uint32_t gpr[16], cr[16], ar[16];

	vcpu_save(vcpu);
	for (unsigned i = 0; i < 16; i++) {
		gpr[i] = (uint32_t)vcpu_gpr(vcpu, i);
		cr[i] = (uint32_t)vcpu->sd.cr[i];
		ar[i] = vcpu->ar[i];
	}
	pfx_write64(vcpu, PFX390_SAVE_TIMER, vcpu->sd.cpu_timer);
	pfx_write64(vcpu, PFX390_SAVE_TIMER + 8, vcpu->sd.ckc);
	pfx_write(vcpu, PFX390_SAVE_AR, ar, sizeof(ar));
	for (unsigned i = 0; i < 4; i++)
		pfx_write64(vcpu, PFX390_SAVE_FPR + 8 * i, vcpu->fpr[2 * i]);
	pfx_write(vcpu, PFX390_SAVE_GPR, gpr, sizeof(gpr));
	pfx_write(vcpu, PFX390_SAVE_CR, cr, sizeof(cr));
}

static void deliver_machine_check(struct vcpu *vcpu)
{
	/* Channel report pending, with every validity bit on. */
	const uint64_t code = 0x00400F1D40330000ul;

	vcpu->vm->floating &= ~VF_CRW;
	if (vcpu_is_esame(vcpu))
		store_save_areas(vcpu);
	else
		store_save_areas_390(vcpu);
	pfx_write64(vcpu, PFX_MCCK_CODE, code);
	intr_swap_psw(vcpu, PFX_MCCK_OLD, PFX_MCCK_NEW, PFX390_MCCK_OLD, PFX390_MCCK_NEW);
}

/* The program event of a simulated instruction, unless CP put the PSW back to it. */
static void deliver_event(struct vcpu *vcpu)
{
	struct sie_block *sd = &vcpu->sd;
	bool is_z = vcpu_is_esame(vcpu);

	vcpu->pending &= ~VP_PER;
	if (is_z ? sd->psw.addr == sd->per_addr
		 : (sd->psw.mask & PSW390_ADDR) == sd->per_addr >> 32)
		return;
	store_per(vcpu);
	program(vcpu, (uint16_t)insn_len(vcpu), PGM_PER);
}

static void deliver_restart(struct vcpu *vcpu)
{
	vcpu->pending &= ~VP_RESTART;
	intr_swap_psw(vcpu, PFX_RESTART_OLD, PFX_RESTART_NEW, PFX390_RESTART_OLD, PFX390_RESTART_NEW);
}

/*
 * After a delivery, or when none was possible: what is still pending must bring the CPU back here as
 * soon as its masks allow. The PSW's masks are watched by the intervention bits, those of the control
 * registers by interception of LOAD CONTROL.
 */
static void watch_masks(struct vcpu *vcpu)
{
	uint64_t ext = ext_wanted(vcpu), io = io_wanted(vcpu);
	uint8_t v = 0;
	uint16_t lctl = SIE_LCTL_CR8; /* always: vcpu_set_cr says why */

	if (ext & vcpu->sd.cr[0])
		v |= SIE_V_EXT;
	if (ext & ~vcpu->sd.cr[0])
		lctl |= SIE_LCTL_CR0;
	if (io & vcpu->sd.cr[6])
		v |= SIE_V_IO;
	if (io & ~vcpu->sd.cr[6])
		lctl |= SIE_LCTL_CR6;
	if ((vcpu->vm->floating & VF_CRW) && !(vcpu->sd.cr[14] & CR14_CHREPORT))
		lctl |= SIE_LCTL_CR14;
	vcpu_intervene_no_more(vcpu, (uint8_t)(~v & (SIE_V_EXT | SIE_V_IO)));
	vcpu_intervene(vcpu, v);
	vcpu->sd.lctl_ctl = lctl;
}

void intr_deliver(struct vcpu *vcpu)
{
	struct vmdbk *vm = vcpu->vm;
	bool stopped = false;

	lock_take(&vm->lock);
	vcpu->look = false;
	if (vcpu->pending & VP_PER) {
		deliver_event(vcpu);
	} else if (crw_wanted(vcpu)) {
		deliver_machine_check(vcpu);
	} else if (is_enabled(vcpu, PSW_EXT, ext_wanted(vcpu), 0)) {
		deliver_external(vcpu);
	} else if (is_enabled(vcpu, PSW_IO, io_wanted(vcpu), 6)) {
		deliver_io(vcpu);
	} else if (vcpu->pending & VP_RESTART) {
		deliver_restart(vcpu);
	} else if (vcpu->pending & VP_STOP) {
		/* A CPU takes what it is enabled for before it stops: PoP, Control, Stop Function. */
		vcpu->pending &= ~VP_STOP;
		vcpu_block(vcpu, VB_STOPPED);
		stopped = true;
	}
	/* The new PSW may leave more classes enabled: then once more, in the order of priority. */
	if (intr_is_deliverable(vcpu))
		vcpu->look = true;
	watch_masks(vcpu);
	if (vm->nr_vcpus > 1 && vm->floating)
		intr_post_vm(vm, 0);
	lock_drop(&vm->lock);
	if (stopped)
		guest_stop_by_sigp(vcpu);
}

/* ---- Posting -------------------------------------------------------------------------------------------------- */

void intr_post_vcpu(struct vcpu *vcpu, uint32_t pending)
{
	vcpu->pending |= pending;
	vcpu->look = true;
	if (pending & (VP_EMERGENCY | VP_EXTCALL))
		vcpu_intervene(vcpu, SIE_V_EXT);
	if (pending & (VP_STOP | VP_RESTART))
		vcpu_intervene(vcpu, SIE_V_STOP);
	if (intr_is_deliverable(vcpu))
		vcpu_unblock(vcpu, VB_WAIT);
}

/*
 * Has it a real CPU, or will it have one before long? If not it will see in time what was told to it
 * before: `look` is looked at after `running` was set.
 */
static bool vcpu_is_in_turn(const struct vcpu *vcpu)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	return __atomic_load_n(&vcpu->running, __ATOMIC_RELAXED);
}

/* Is it this one's to take, of several that could: the first that waits enabled. */
void intr_post_vm(struct vmdbk *vm, uint32_t floating)
{
	unsigned nr_left = vm->nr_vcpus;
	bool woken = false;

	vm->floating |= floating;
	for (unsigned i = 0; i < VCPU_MAX && nr_left && vm->floating; i++) {
		struct vcpu *vcpu = vm->vcpu[i];

		if (!vcpu)
			continue;
		nr_left--;
		if (floating)
			vcpu->look = true;
		if (vcpu->blocked & VB_WAIT) {
			if (woken || !intr_is_deliverable(vcpu))
				continue;
			woken = true;
			vcpu_unblock(vcpu, VB_WAIT);
		} else if (floating & (VF_SERVSIG | VF_CPSERVICE | VF_INTKEY)) {
			vcpu_intervene(vcpu, SIE_V_EXT);
		} else if (floating & VF_IO) {
			vcpu_intervene(vcpu, SIE_V_IO);
		} else if (floating & VF_CRW && vcpu_is_in_turn(vcpu)) {
			/* No intervention watches the machine-check mask: have it look once. */
			vcpu_intervene(vcpu, SIE_V_STOP);
		}
	}
}
