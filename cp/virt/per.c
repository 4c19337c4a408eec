// SPDX-License-Identifier: Apache-2.0
/* Program-event recording for CP's own TRACE. */
#include "virt/per.h"
#include "arch/prefix.h"
#include "lib/string.h"
#include "nucleus/console.h"
#include "nucleus/dispatch.h"
#include "nucleus/storage.h"
#include "virt/command.h"
#include "virt/dev_ur.h"
#include "virt/gstore.h"
#include "virt/icpt.h"
#include "virt/intr.h"

#define LINE_SIZE 120

/*
 * Function:      what is traced of a virtual CPU, and the event that it left SIE with
 * Located by:    vcpu.per
 * Created by:    per_set_begin   Deleted by: per_set_end, vcpu_delete
 * Serialized by: sets: the vm lock and VB_LOOK to change it; the rest: the real CPU that runs the
 * virtual one, then the task that shows
 */
struct per {
	struct trap_sets sets;
	struct {
		uint64_t cr[3]; /* 9 to 11 */
		uint16_t lctl_ctl;
		uint8_t m, ic0, ic1, ec0;
	} own;               /* the guest's own, while it is in SIE with CP's */
	bool is_armed;       /* the last entry into SIE was with CP's events */
	bool is_exact;       /* a storage event can only be that of the one range */
	bool has_event;      /* in `event` and `line` */
	bool is_intercepted; /* CP simulates that instruction */
	uint64_t before;     /* left half of the PSW at the last entry into SIE */
	uint16_t program;    /* code of the program interruption, with PER */
	struct trap_event event;
	struct trap_line line;
	struct trap_verdict verdict;
	char text[2][LINE_SIZE]; /* what the task shows; "" for nothing */
};
static_assert(sizeof(struct per) <= VCPU_PER_BYTES, "trace control block");

void (*per_say)(struct vmdbk *vm, const char *text);

/* ---- The traps ---- */

struct trap_sets *per_set_begin(struct vcpu *vcpu)
{
	struct per *per = vcpu->per;

	if (!per) {
		per = vcpu->per = stor_alloc(VCPU_PER_BYTES);
		if (!per)
			return NULL;
		trap_sets_init(&per->sets);
		vcpu->usual_exit = 0; /* none */
		vcpu->look = true;
	}
	return &per->sets;
}

void per_set_end(struct vcpu *vcpu)
{
	struct per *per = vcpu->per;

	if (!per || trap_sets_in_use(&per->sets))
		return;
	vcpu->per = NULL;
	vcpu->usual_exit = VCPU_USUAL_EXIT;
	stor_free(per, VCPU_PER_BYTES);
}

const struct trap_sets *per_traps(const struct vcpu *vcpu)
{
	const struct per *per = vcpu->per;

	return per ? &per->sets : NULL;
}

/* ---- Into SIE ---- */

#define OWN_EVENTS (CR9_BRANCH | CR9_FETCH | CR9_STORE | CR9_STURA)

static bool guest_has_events(const struct vcpu *vcpu)
{
	return vcpu->sd.cr[9] & OWN_EVENTS;
}

static uint32_t wanted_events(uint8_t kinds)
{
	return (kinds & TRACED_INSTR ? CR9_FETCH : 0) |
	       (kinds & TRACED_BRANCH ? CR9_BRANCH | CR9_BRANCH_RANGE : 0) |
	       (kinds & TRACED_STORE ? CR9_STORE : 0);
}

/* Sets the controls for CP's events; with the guest's own ones, for each instruction. */
static void arm_events(struct vcpu *vcpu, uint32_t events)
{
	struct per *per = vcpu->per;
	struct sie_block *sd = &vcpu->sd;
	struct trap_range range = trap_hull(trap_active(&per->sets));

	per->is_exact = trap_active(&per->sets)->nr == 1;
	if (guest_has_events(vcpu)) {
		/* The PSW must be known before each instruction: nothing may change it within SIE.
		 */
		events |= CR9_FETCH | (uint32_t)(sd->cr[9] & OWN_EVENTS);
		range = (struct trap_range){0, UINT64_MAX};
		per->is_exact = false;
		sd->ic[0] |= SIE_IC0_PGMALL;
		sd->ec[0] &= (uint8_t)~SIE_EC0_EXTA;
	}
	sd->m |= SIE_M_GPE;
	sd->ic[1] |= SIE_IC1_STCTL;
	sd->lctl_ctl |= SIE_LCTL_CR9 | SIE_LCTL_CR10 | SIE_LCTL_CR11;
	sd->cr[9] = events;
	sd->cr[10] = range.first;
	sd->cr[11] = range.last;
}

void per_arm(struct vcpu *vcpu)
{
	struct per *per = vcpu->per;
	struct sie_block *sd = &vcpu->sd;
	uint8_t kinds = trap_kinds(trap_active(&per->sets));

	memcpy(per->own.cr, &sd->cr[9], sizeof(per->own.cr));
	per->own.lctl_ctl = sd->lctl_ctl;
	per->own.m = sd->m;
	per->own.ic0 = sd->ic[0];
	per->own.ic1 = sd->ic[1];
	per->own.ec0 = sd->ec[0];
	per->before = sd->psw.mask;
	per->is_armed = wanted_events(kinds);
	if (per->is_armed)
		arm_events(vcpu, wanted_events(kinds));
	if (kinds & TRACED_PROGRAM)
		sd->ic[0] |= SIE_IC0_PGMALL;
	if (kinds & TRACED_SVC)
		sd->svc_ctl = SIE_SVC_ALL;
}

void per_disarm(struct vcpu *vcpu)
{
	const struct per *per = vcpu->per;
	struct sie_block *sd = &vcpu->sd;

	memcpy(&sd->cr[9], per->own.cr, sizeof(per->own.cr));
	sd->lctl_ctl = per->own.lctl_ctl;
	sd->m = per->own.m;
	sd->ic[0] = per->own.ic0;
	sd->ic[1] = per->own.ic1;
	sd->ec[0] = per->own.ec0;
	sd->svc_ctl = 0;
	vcpu->look = true; /* armed again before the next entry */
}

/* ---- The event ---- */

static uint64_t psw_addr(const struct vcpu *vcpu)
{
	return vcpu_is_esame(vcpu) ? vcpu->sd.psw.addr : vcpu->sd.psw.mask & PSW390_ADDR;
}

static bool is_long(const struct vcpu *vcpu, uint64_t mask)
{
	return vcpu_is_esame(vcpu) && (mask & PSW_EA);
}

static uint64_t addr_mask(const struct vcpu *vcpu, uint64_t mask)
{
	return is_long(vcpu, mask) ? UINT64_MAX : mask & PSW_BA ? 0x7FFFFFFF : 0xFFFFFF;
}

static char letter(uint64_t mask)
{
	if (!(mask & PSW_DAT))
		return ' ';
	return (mask & PSW_AS) == PSW_AS_HOME ? '"' : '\'';
}

/* The PSW bits by which the instruction of a program event was fetched, from the event's code. */
static uint64_t fetch_mask(const struct sie_block *sd)
{
	uint16_t code = sd->per_code;

	if (!(code & PER_CODE_VALID))
		return sd->psw.mask;
	return (code & PER_CODE_64 ? PSW_EA : 0) | (code & PER_CODE_31 ? PSW_BA : 0) |
	       (code & PER_CODE_DAT ? PSW_DAT : 0) |
	       (uint64_t)(code & PER_CODE_AS) << PER_CODE_AS_SHIFT;
}

/* Begins an event, or goes on with that of the same instruction. mask: how it was fetched. */
static void note(struct vcpu *vcpu, uint8_t kinds, uint64_t addr, uint64_t mask)
{
	struct per *per = vcpu->per;

	if (!per->has_event || per->event.addr != addr) {
		per->has_event = true;
		per->is_intercepted = false;
		per->event = (struct trap_event){.addr = addr, .stored = {1, 0}};
		per->line = (struct trap_line){
			.is_long = is_long(vcpu, mask), .at = {addr, letter(mask)}};
		per->line.has_insn = !gstore_read_insn(vcpu, mask, addr, per->line.insn);
	}
	per->event.kinds |= kinds;
}

static bool operand(struct vcpu *vcpu, uint64_t mask, struct insn_operand *operand)
{
	const struct per *per = vcpu->per;
	struct insn_place place = {.addr = per->event.addr, .addr_mask = addr_mask(vcpu, mask)};

	for (unsigned i = 0; i < 16; i++)
		place.gpr[i] = vcpu_gpr(vcpu, i);
	return per->line.has_insn && insn_operand(per->line.insn, &place, operand);
}

static void note_operand(struct vcpu *vcpu, uint64_t mask)
{
	struct per *per = vcpu->per;
	struct insn_operand found;
	bool is_known = operand(vcpu, mask, &found);

	if (is_known && (!found.may_be_old || (per->event.kinds & TRACED_STORE))) {
		per->line.has_operand = true;
		per->line.operand = (struct trap_addr){found.addr, letter(mask)};
	}
	if (!(per->event.kinds & TRACED_STORE))
		return;
	/* The event does not tell where the store was. */
	if (is_known && !per->is_exact && found.addr <= UINT64_MAX - found.len)
		per->event.stored = (struct trap_range){found.addr, found.addr + found.len - 1};
	else
		per->event.stored = (struct trap_range){0, UINT64_MAX};
}

static bool is_in_own_range(const struct vcpu *vcpu, const struct trap_range *range)
{
	const uint64_t *cr = vcpu->sd.cr;
	bool is_behind = range->last >= cr[10], is_before = range->first <= cr[11];

	return cr[10] <= cr[11] ? is_behind && is_before : is_behind || is_before;
}

/* Which of the events (CR9_*) the guest asked for; its PSW before the instruction counts. */
static uint32_t own_events(const struct vcpu *vcpu, uint32_t events)
{
	const struct per *per = vcpu->per;
	const struct trap_range at = {per->event.addr, per->event.addr};
	const struct trap_range next = {psw_addr(vcpu), psw_addr(vcpu)};
	uint32_t own = events & (uint32_t)vcpu->sd.cr[9] & OWN_EVENTS;

	if (!(per->before & PSW_PER))
		return 0;
	if ((own & CR9_FETCH) && !is_in_own_range(vcpu, &at))
		own &= ~CR9_FETCH;
	if ((own & CR9_BRANCH) && (vcpu->sd.cr[9] & CR9_BRANCH_RANGE) &&
		!is_in_own_range(vcpu, &next))
		own &= ~CR9_BRANCH;
	if ((own & CR9_STORE) && !is_in_own_range(vcpu, &per->event.stored))
		own &= ~CR9_STORE;
	return own;
}

static uint8_t kinds_of(uint32_t events)
{
	return (events & CR9_FETCH ? TRACED_INSTR : 0) | (events & CR9_BRANCH ? TRACED_BRANCH : 0) |
	       (events & CR9_STORE ? TRACED_STORE : 0);
}

/* A program interruption for an event, alone or with another cause. True: nothing is left of it. */
static bool program_event(struct vcpu *vcpu)
{
	struct per *per = vcpu->per;
	struct sie_block *sd = &vcpu->sd;
	uint32_t events = (uint32_t)(sd->per_code & 0xFF00) << 16, own;
	uint64_t mask = fetch_mask(sd);

	note(vcpu, kinds_of(events), vcpu_is_esame(vcpu) ? sd->per_addr : sd->per_addr >> 32, mask);
	per->event.next = psw_addr(vcpu);
	note_operand(vcpu, mask);
	own = own_events(vcpu, events);
	sd->per_code = (uint16_t)(own >> 16 | (sd->per_code & (own & CR9_STORE ? 0xFF : 0xFC)));
	if (!own)
		sd->pgm_code &= (uint16_t)~PGM_PER;
	return !sd->pgm_code;
}

/* An instruction that CP simulates was fetched. */
static void intercepted_event(struct vcpu *vcpu)
{
	struct per *per = vcpu->per;
	struct sie_block *sd = &vcpu->sd;

	note(vcpu, TRACED_INSTR, addr_mask(vcpu, sd->psw.mask) & (psw_addr(vcpu) - insn_len(vcpu)),
		sd->psw.mask);
	per->is_intercepted = true;
	note_operand(vcpu, sd->psw.mask);
	if (!own_events(vcpu, CR9_FETCH))
		sd->f &= (uint8_t)~SIE_F_IF_PER;
}

bool per_left_sie(struct vcpu *vcpu)
{
	struct per *per = vcpu->per;
	struct sie_block *sd = &vcpu->sd;

	if (sd->c == SIE_C_PGM)
		return per->is_armed && (sd->pgm_code & PGM_PER) && program_event(vcpu);
	if (!(sd->f & SIE_F_FORMAT2))
		return false;
	if (per->is_armed && (sd->f & SIE_F_IF_PER))
		intercepted_event(vcpu);
	if (sd->c == SIE_C_INSN && sd->ipa >> 8 == 0x0A) {
		note(vcpu, TRACED_SVC,
			addr_mask(vcpu, sd->psw.mask) & (psw_addr(vcpu) - insn_len(vcpu)),
			sd->psw.mask);
		per->event.svc = sd->ipa & 0xFF;
	}
	return false;
}

void per_program(struct vcpu *vcpu, uint16_t ilc, uint16_t code)
{
	struct per *per = vcpu->per;
	uint64_t mask = vcpu->sd.psw.mask, addr = psw_addr(vcpu);

	if (!program_nullifies(code))
		addr = (addr - ilc) & addr_mask(vcpu, mask);
	/* With an event, the instruction's address is known. */
	note(vcpu, TRACED_PROGRAM, per->has_event ? per->event.addr : addr, mask);
	per->event.program = code & 0x7F;
	per->program = code;
	per->line.cc = (mask & PSW_CC) >> PSW_CC_SHIFT;
}

void per_stored(struct vcpu *vcpu, gvirt_t addr, size_t len)
{
	struct per *per = vcpu->per;
	const struct trap_range range = {addr, addr + len - 1};

	if (!(trap_kinds(trap_active(&per->sets)) & TRACED_STORE))
		return;
	note(vcpu, TRACED_STORE,
		addr_mask(vcpu, vcpu->sd.psw.mask) & (psw_addr(vcpu) - insn_len(vcpu)),
		vcpu->sd.psw.mask);
	per->event.stored = range;
	per->line.has_operand = true;
	per->line.operand = (struct trap_addr){addr, letter(vcpu->sd.psw.mask)};
}

/* ---- Showing it ---- */

/* Copies, since the command that is run, or another, may change the traps, and which set is active. */
static bool copy_command(struct vcpu *vcpu, uint8_t nr, unsigned i, char cmd[TRAP_CMD_SIZE])
{
	const struct trap_sets *sets;
	bool found;

	lock_take(&vcpu->vm->lock);
	sets = per_traps(vcpu);
	found = sets && sets->active == nr && i < sets->sets[nr].set.nr;
	if (found)
		memcpy(cmd, sets->sets[nr].set.traps[i].cmd, TRAP_CMD_SIZE);
	lock_drop(&vcpu->vm->lock);
	return found;
}

static void run_commands(struct vcpu *vcpu, uint8_t set, uint32_t traps)
{
	char cmd[TRAP_CMD_SIZE];

	for (unsigned i = 0; i < TRAPS_MAX && vcpu->vm->state == VM_ACTIVE; i++) {
		if (!(traps & 1u << i) || !copy_command(vcpu, set, i, cmd) || !cmd[0])
			continue;
		guest_command(
			&(struct guest_command){.vcpu = vcpu, .text = cmd, .len = strlen(cmd)});
	}
}

/* In a task, while the virtual CPU waits. */
static void show(void *arg)
{
	struct vcpu *vcpu = arg;
	struct trap_verdict verdict = {0};
	char text[2][LINE_SIZE] = {"", ""};
	uint8_t set = 0;

	lock_take(&vcpu->vm->lock);
	if (vcpu->per) {
		const struct per *per = vcpu->per;

		set = per->sets.active;
		verdict = per->verdict;
		memcpy(text, per->text, sizeof(text));
	}
	lock_drop(&vcpu->vm->lock);
	for (unsigned i = 0; i < 2 && vcpu->vm->state == VM_ACTIVE; i++) {
		if (text[i][0] && verdict.print && ur_print(vcpu->vm, text[i]))
			verdict.term = true; /* no printer, or no room: who traces sees it */
		if (text[i][0] && verdict.term)
			per_say(vcpu->vm, text[i]);
	}
	run_commands(vcpu, set, verdict.shown);
	if (verdict.stop && vcpu->vm->state == VM_ACTIVE)
		console_enter_cp(vcpu->vm);
	insn_task_done(vcpu, 0);
}

/* With several virtual CPUs each line begins with the address of its own. */
static unsigned prefix_line(const struct vcpu *vcpu, char *text)
{
	if (vcpu->vm->nr_vcpus < 2)
		return 0;
	return (unsigned)str_format(text, LINE_SIZE, "%02X: ", vcpu->addr);
}

static void make_lines(struct vcpu *vcpu)
{
	struct per *per = vcpu->per;
	struct trap_line *line = &per->line;
	uint8_t kinds = per->verdict.kinds;
	unsigned len;

	per->text[0][0] = per->text[1][0] = '\0';
	if (kinds & ~TRACED_PROGRAM) {
		len = prefix_line(vcpu, per->text[0]);
		trap_insn_line(per->text[0] + len, LINE_SIZE - len, line);
	}
	if (kinds & TRACED_PROGRAM) {
		line->target = (struct trap_addr){psw_addr(vcpu), letter(vcpu->sd.psw.mask)};
		len = prefix_line(vcpu, per->text[1]);
		trap_program_line(per->text[1] + len, LINE_SIZE - len, line, per->program);
	}
}

/* Where the instruction led, unless that was simply to the one behind it. */
static void complete(struct vcpu *vcpu)
{
	struct per *per = vcpu->per;
	struct trap_line *line = &per->line;
	uint64_t follows = per->event.addr + (line->has_insn ? insn_text_len(line->insn[0]) : 0);

	if (per->event.kinds & TRACED_PROGRAM)
		return;
	per->event.next = psw_addr(vcpu);
	line->cc = (vcpu->sd.psw.mask & PSW_CC) >> PSW_CC_SHIFT;
	line->has_target = line->has_insn && per->event.next != follows;
	line->target = (struct trap_addr){per->event.next, letter(vcpu->sd.psw.mask)};
}

bool per_look(struct vcpu *vcpu)
{
	struct per *per = vcpu->per;

	if (!per->has_event)
		return false;
	per->has_event = false;
	complete(vcpu);
	/* CP put the PSW back: it is not executed yet. */
	if (per->is_intercepted && per->event.next == per->event.addr &&
		!(per->event.kinds & TRACED_PROGRAM))
		return false;
	per->verdict = trap_judge(trap_active(&per->sets), &per->event);
	if (!per->verdict.term && !per->verdict.print && !per->verdict.stop && !per->verdict.cmd)
		return false; /* nothing to do, for which a task would be a hundred times the cost */
	make_lines(vcpu);
	return !insn_in_task(vcpu, "trace", show);
}
