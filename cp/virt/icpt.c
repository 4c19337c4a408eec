// SPDX-License-Identifier: Apache-2.0
/*
 * One turn of a virtual CPU, and what each way out of it leads to.
 *
 *	deliver what is pending -> SIE -> out: host interruption, host page fault, or interception
 *	        ^                                        |
 *	        +---- handled, nothing to wait for ------+
 */
#include "virt/icpt.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/abend.h"
#include "mach/trace.h"
#include "nucleus/dispatch.h"
#include "nucleus/pageout.h"
#include "virt/gstore.h"
#include "virt/intr.h"
#include "virt/per.h"
#include "virt/pfault.h"
#include "virt/realspace.h"
#include "virt/stop.h"
#include "virt/unshare.h"

typedef grc_t (*insn_handler)(struct vcpu *vcpu);

static const struct insn_row {
	uint16_t opcode;
	uint8_t flags;
	insn_handler handler;
	const char *name;
} rows[] = {
#define INSN(opcode, mnemonic, flags) {opcode, flags, insn_##mnemonic, #mnemonic},
#include "virt/insn.def"
#undef INSN
};

static const char *const reason_names[] = {
#define ICPT(name, text) #name,
#include "virt/icpt.def"
#undef ICPT
};

static const uint16_t diag_codes[] = {
#define DIAG(code, name, classes, text) 0x##code,
#include "virt/diag.def"
#undef DIAG
};

/* Row number + 1 by second byte of the opcode, for the two groups that have many; by search else. */
static uint8_t rows_b2[256];

static const struct insn_row *find_row(uint16_t opcode)
{
	if (opcode >> 8 == 0xB2 && rows_b2[opcode & 0xFF])
		return &rows[rows_b2[opcode & 0xFF] - 1];
	for (unsigned i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].opcode == opcode) {
			if (opcode >> 8 == 0xB2)
				rows_b2[opcode & 0xFF] = (uint8_t)(i + 1);
			return &rows[i];
		}
	return NULL;
}

void icpt_name(char *buf, size_t size, unsigned reason)
{
	if (reason < ICPT_FIRST_INSN) {
		str_copy(buf, reason_names[reason], size);
	} else if (reason < ICPT_FIRST_DIAG) {
		str_copy(buf, rows[reason - ICPT_FIRST_INSN].name, size);
		str_upper(buf);
	} else if (reason < NR_ICPT_REASONS) {
		str_format(buf, size, "DIAG %03X", diag_codes[reason - ICPT_FIRST_DIAG]);
	} else {
		str_copy(buf, "?", size);
	}
}

/* ---- Operands ------------------------------------------------------------------------------------------- */

uint64_t insn_wrap(const struct vcpu *vcpu, uint64_t addr)
{
	uint64_t mask = vcpu->sd.psw.mask;

	if (vcpu_is_esame(vcpu) && (mask & PSW_EA))
		return addr;
	return addr & (mask & PSW_BA ? 0x7FFFFFFFul : 0x00FFFFFFul);
}

static uint64_t base_address(const struct vcpu *vcpu, unsigned base, int64_t displacement)
{
	return insn_wrap(vcpu, (base ? vcpu_gpr(vcpu, base) : 0) + (uint64_t)displacement);
}

uint64_t insn_addr(const struct vcpu *vcpu)
{
	return base_address(vcpu, vcpu->sd.ipb >> 28, vcpu->sd.ipb >> 16 & 0xFFF);
}

uint64_t insn_addr_long(const struct vcpu *vcpu)
{
	int64_t displacement = (vcpu->sd.ipb >> 16 & 0xFFF) | (vcpu->sd.ipb << 4 & 0xFF000);

	return base_address(vcpu, vcpu->sd.ipb >> 28,
		displacement & 0x80000 ? displacement - 0x100000 : displacement);
}

uint64_t insn_addr2(const struct vcpu *vcpu)
{
	return base_address(vcpu, vcpu->sd.ipb >> 12 & 15, vcpu->sd.ipb & 0xFFF);
}

unsigned insn_len(const struct vcpu *vcpu)
{
	static const uint8_t lengths[4] = {2, 4, 4, 6};

	/* Differs: of EXECUTE RELATIVE LONG, 6 bytes, the emulator does not tell; no guest was seen to
	 * execute a privileged instruction with it. */
	if (vcpu->sd.f & SIE_F_EX)
		return 4;
	return lengths[vcpu->sd.ipa >> 14];
}

uint64_t vcpu_psw_addr(const struct vcpu *vcpu)
{
	return vcpu_is_esame(vcpu) ? vcpu->sd.psw.addr : vcpu->sd.psw.mask & PSW390_ADDR;
}

void vcpu_set_psw_addr(struct vcpu *vcpu, uint64_t addr)
{
	addr = insn_wrap(vcpu, addr);
	if (vcpu_is_esame(vcpu))
		vcpu->sd.psw.addr = addr;
	else
		vcpu->sd.psw.mask = (vcpu->sd.psw.mask & ~PSW390_ADDR) | addr;
}

void insn_rewind(struct vcpu *vcpu)
{
	vcpu_set_psw_addr(vcpu, vcpu_psw_addr(vcpu) - insn_len(vcpu));
}

/* ---- Handlers' results -------------------------------------------------------------------------------------- */

/* What a handler's result means to the guest. */
static inline void reflect(struct vcpu *vcpu, grc_t rc)
{
	if (rc > 0)
		intr_program(vcpu, (uint16_t)rc);
	else if (rc < 0)
		guest_stop_no_storage(vcpu);
}

void insn_result(struct vcpu *vcpu, grc_t rc)
{
	reflect(vcpu, rc);
}

void insn_task_done(struct vcpu *vcpu, grc_t rc)
{
	reflect(vcpu, rc);
	vcpu_unblock(vcpu, VB_TASK);
}

/* The task failed: the guest sees an instruction that did nothing, its operator the abend. */
static void task_abandoned(void *vcpu)
{
	vcpu_unblock(vcpu, VB_TASK);
}

grc_t insn_in_task(struct vcpu *vcpu, const char *name, void (*fn)(void *vcpu))
{
	vcpu_save(vcpu);
	vcpu_block(vcpu, VB_TASK);
	if (task_start(name, fn, vcpu, vcpu->vm, task_abandoned)) {
		vcpu_unblock(vcpu, VB_TASK);
		return -E_NOMEM;
	}
	return 0;
}

/* ---- Interceptions ------------------------------------------------------------------------------------------- */

static void instruction(struct vcpu *vcpu)
{
	uint16_t opcode = vcpu->sd.ipa;
	const struct insn_row *row;

	if (opcode >> 8 == 0x83) /* counted by its code */
		return reflect(vcpu, vcpu_is_problem_state(vcpu) ? PGM_PRIVILEGED : insn_diag(vcpu));
	if (opcode >> 8 == 0x0A || opcode >> 8 == 0xAE || opcode >> 8 == 0xB6 || opcode >> 8 == 0xB7)
		opcode &= 0xFF00;
	else if (opcode >> 8 == 0xEB)
		opcode = 0xEB00 | (vcpu->sd.ipb & 0xFF);
	row = find_row(opcode);
	if (!row) {
		vcpu->vm->icpt_count[ICPT_OTHER]++;
		return intr_program(vcpu, PGM_OPERATION);
	}
	vcpu->vm->icpt_count[ICPT_FIRST_INSN + (row - rows)]++;
	/* The emulator intercepts some before its own check of the problem state. */
	if (vcpu_is_problem_state(vcpu) && !(row->flags & INSN_PROBLEM))
		return intr_program(vcpu, PGM_PRIVILEGED);
	reflect(vcpu, row->handler(vcpu));
}

#define PROGRAM_LOOP 8 /* so many in a row end it */

/*
 * A program interruption that SIE leaves to CP. A guest whose new PSW is wrong, or points where there is
 * no storage, causes the next one before its handler's first instruction: it would loop for ever, and is
 * stopped.
 */
static void program(struct vcpu *vcpu)
{
	uint64_t at = vcpu_psw_addr(vcpu);

	vcpu->vm->icpt_count[ICPT_PROGRAM]++;
	intr_reflect(vcpu);
	/* The address may have been advanced over that instruction. */
	if (at - vcpu_psw_addr(vcpu) > 6)
		vcpu->pgm_loop = 0;
	else if (++vcpu->pgm_loop >= PROGRAM_LOOP)
		guest_stop_program_loop(vcpu);
}

static void interception(struct vcpu *vcpu)
{
	uint32_t *count = vcpu->vm->icpt_count;

	if (vcpu->sd.c != SIE_C_WAIT)
		vcpu->other_work = true;
	if (vcpu->sd.c != SIE_C_PGM)
		vcpu->pgm_loop = 0;
	if (vcpu->sd.f & SIE_F_IF_PER)
		intr_event(vcpu);
	switch (vcpu->sd.c) {
	case SIE_C_INSN:
	case SIE_C_IOINSN:
		trace(TRACE_ICPT, vcpu->sd.ipa, vcpu, vcpu->sd.ipb, vcpu->sd.psw.addr);
		return instruction(vcpu);
	case SIE_C_INSN_PGM:
		instruction(vcpu);
		return program(vcpu);
	case SIE_C_WAIT:
		count[ICPT_WAIT]++;
		return icpt_wait(vcpu);
	case SIE_C_EXTREQ:
		count[ICPT_EXTREQ]++;
		vcpu->look = true;
		return;
	case SIE_C_IOREQ:
		count[ICPT_IOREQ]++;
		vcpu->look = true;
		return;
	case SIE_C_STOPREQ:
		count[ICPT_STOPREQ]++;
		vcpu_intervene_no_more(vcpu, SIE_V_STOP);
		vcpu->look = true;
		return;
	case SIE_C_PGM:
		trace(TRACE_ICPT, vcpu->sd.pgm_code, vcpu, vcpu->sd.tea, vcpu->sd.psw.addr);
		return program(vcpu);
	case SIE_C_EXTINT: /* only with EXTA off */
		count[ICPT_EXTINT]++;
		return intr_external(vcpu, vcpu->sd.ext_code, 0, 0, 0);
	case SIE_C_OPEREX:
		count[ICPT_OPEREX]++;
		return intr_program(vcpu, PGM_OPERATION);
	case SIE_C_VALIDITY:
		count[ICPT_VALIDITY]++;
		/* SIE does not fault the prefix area in, nor stores into a shared one: it says X'37'. */
		if (vcpu->sd.ipb >> 16 != 0x0037)
			return guest_stop_validity(vcpu);
		switch (gspace_own(&vcpu->vm->space, vcpu->sd.prefix)) {
		case 0: return vcpu_load_space(vcpu);
		case -E_NOMEM: return guest_stop_no_storage(vcpu);
		default: return guest_stop_validity(vcpu);
		}
	default:
		count[ICPT_OTHER]++;
		return guest_stop_validity(vcpu);
	}
}

/* A host page fault: the guest touched a page that is not there. */
static void page_fault(struct vcpu *vcpu)
{
	struct prefix_area *pfx = prefix();
	uint16_t code = pfx->arch.pgm_code & 0xFF;
	gabs_t addr = pfx->arch.trans_exc_addr & ~(PAGE_SIZE - 1);

	vcpu->vm->nr_faults++;
	trace(TRACE_FAULT, code, vcpu, addr, vcpu->sd.psw.addr);
	if (code < PGM_SEGMENT_TRANS || (code > PGM_PAGE_TRANS && code < PGM_ASCE_TYPE) ||
		code > PGM_REGION3_TRANS)
		abend(ABEND_SIE001, code);
	if (pfault_tell(vcpu, addr))
		return;
	if (pageout_is_short())
		return pageout_hold(vcpu) ? (void)0 : guest_stop_no_storage(vcpu);
	switch (gspace_touch(&vcpu->vm->space, addr)) {
	case 0: return vcpu_load_space(vcpu);
	case -E_RANGE:
		/* Beyond the guest's storage within its last table: SIE's limit catches it before. */
		vcpu->sd.ipa = 0;
		return intr_program(vcpu, PGM_ADDRESSING);
	default: return guest_stop_no_storage(vcpu);
	}
}

/* SIE runs the CPU timer only while the guest executes; in the architecture it runs in the wait state, too. */
static void end_wait(struct vcpu *vcpu)
{
	if (vcpu->wait_began)
		vcpu->sd.cpu_timer -= this_cpu()->turn_began - vcpu->wait_began;
	vcpu->wait_began = 0;
}

/*
 * Before SIE, when something may be pending; for a virtual CPU that is traced, or runs in a real space, always.
 * True: the turn goes on with the loop, not into SIE.
 */
static bool look(struct vcpu *vcpu)
{
	if (vcpu->per && per_look(vcpu))
		return true;
	intr_deliver(vcpu);
	if (vcpu->look || vcpu->blocked)
		return true;
	if (!vcpu->per)
		return !realspace_begin(vcpu);
	per_arm(vcpu);
	return false;
}

/* Left SIE in another way than the usual one. */
static void unusual_exit(struct vcpu *vcpu, enum entry_reason reason)
{
	bool was_real = realspace_is_on(vcpu);

	if (was_real)
		realspace_end(vcpu);
	else if (vcpu->per)
		per_disarm(vcpu);
	if (reason == ENTRY_PGM)
		return page_fault(vcpu);
	if (reason != ENTRY_INTERCEPT) {
		vcpu->vm->nr_host_int++;
		dispatch_interruption(reason);
		dispatch_set_clock();
		realspace_consider(vcpu);
	}
	if (vcpu->sd.c == SIE_C_NONE)
		return;
	if (vcpu->sd.c == SIE_C_PGM && vcpu->vm->space.may_share && unshare_fault(vcpu)) {
		vcpu->other_work = true;
		return;
	}
	if (was_real && realspace_left(vcpu))
		return;
	if (vcpu->per && per_left_sie(vcpu))
		vcpu->vm->icpt_count[ICPT_TRACE]++;
	else
		interception(vcpu);
}

void vcpu_run(struct vcpu *vcpu)
{
	struct sie_block *sd;
	enum entry_reason reason;

	end_wait(vcpu);
	sie_prepare();
	/* It may need some frames for its I/O: CP's last ones must not be used up. */
	if (pageout_should_wait() && pageout_hold(vcpu))
		return;
	while (!dispatch_must_leave()) {
		if (vcpu_needs_care(vcpu)) {
			if (vcpu->blocked)
				break;
			if (vcpu->look && look(vcpu))
				continue;
		}
		dispatch_arm_clock();
		vcpu->sd.c = SIE_C_NONE;
		vcpu->vm->nr_sie++;
		sd = &vcpu->sd;
		reason = sie_run(&sd);
		vcpu = LIST_ENTRY(sd, struct vcpu, sd);
		if (__builtin_expect(reason != ENTRY_INTERCEPT, false)) {
			unusual_exit(vcpu, reason);
			continue;
		}
		/* An instruction, neither executed by another one nor a program event. */
		if (__builtin_expect(sie_c_f(sd) == vcpu->usual_exit, true)) {
			vcpu->other_work = true;
			vcpu->pgm_loop = 0;
			trace(TRACE_ICPT, sd->ipa, vcpu, sd->ipb, sd->psw.addr);
			/* DIAGNOSE without a call of `instruction`: guests yield with it, often. */
			if (sd->ipa >> 8 == 0x83 && !vcpu_is_problem_state(vcpu))
				reflect(vcpu, insn_diag(vcpu));
			else
				instruction(vcpu);
		} else {
			unusual_exit(vcpu, ENTRY_INTERCEPT);
		}
	}
}
