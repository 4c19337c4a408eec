// SPDX-License-Identifier: Apache-2.0
/*
 * Executes at random what only CP can answer: privileged instructions with all kinds of operands,
 * channel programs, DIAGNOSE codes, commands, orders to its other CPU. The deck's parameter is the
 * seed. It may well destroy itself; it must not disturb CP or another guest.
 */
#include "bare.h"

#define STEPS    10000
#define REPORTED 2500 /* steps between two signs of life */

static uint64_t state;

static uint64_t random(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state * 0x2545F4914F6CDD1Dul;
}

static uint64_t below(uint64_t limit)
{
	return (random() >> 11) % limit;
}

#define PICK(array) ((array)[below(ARRAY_LEN(array))])

/*
 * Where storage ends, where it never was, where devices are, what overflows. Seldom where the
 * guest's own program is: it would be over too soon. Low-address protection is on for the same
 * reason.
 */
static uint64_t random_value(void)
{
	static const uint64_t edges[] = {0, 1, 4, 0x50, 0xFFFFFC, 0xFFFFF8, 0x1000000, 0x1001000,
		0x7FFFFFF8, 0x7FFFF000, 0x80000000, 0xFFFFFFFF, 0xFFFFF000, 0x100000000, BEYOND,
		~0ul, ~7ul, 1ul << 63, 0x0001FFFF, 0x40000005, 0xFFFFFFFF00000000ul};
	uint64_t value;

	switch (below(4)) {
	case 0: return PICK(edges);
	case 1:
		value = random() >> below(64);
		return value >= 0x200 && value < SCRATCH ? value + SCRATCH : value;
	default:
		return SCRATCH +
		       (below(SCRATCH_END - SCRATCH - 8192) & (below(2) ? ~7ul : ~0xFFFul));
	}
}

/* For storage that is not under low-address protection. */
static uint64_t random_address(void)
{
	uint64_t value = random_value();

	return (value & 0xFFFFFF) < SCRATCH ? value + SCRATCH : value;
}

static void random_registers(struct exec *e)
{
	*e = (struct exec){0};
	for (unsigned i = 0; i < 16; i++)
		e->gpr[i] = random_value();
	e->mask = below(8) ? 0 : PSW_PROBLEM;
	e->amode31 = below(4) == 0;
}

static void random_storage(void)
{
	uint64_t *at = (uint64_t *)(SCRATCH + (below(SCRATCH_END - SCRATCH - 4096) & ~7ul));

	for (unsigned i = 0; i < 64; i++)
		at[i] = below(3) ? random_value() : random();
}

/* Without SPX and what loads a PSW: their way back would be lost at once. */
static void privileged_instruction(void)
{
	static const uint16_t ops[] = {0x0104, 0xB202, 0xB204, 0xB206, 0xB207, 0xB208, 0xB211,
		0xB212, 0xB214, 0xB220, 0xB221, 0xB229, 0xB22A, 0xB22B, 0xB22C, 0xB230, 0xB231,
		0xB232, 0xB233, 0xB234, 0xB235, 0xB236, 0xB237, 0xB238, 0xB239, 0xB23A, 0xB23B,
		0xB23C, 0xB254, 0xB25F, 0xB274, 0xB276, 0xB27D, 0xB2B0, 0xB2B1, 0xB2F0, 0xB9A2,
		0xB9AE, 0xB9AF, 0xE501, 0xB700, 0xB600};
	uint64_t op = PICK(ops), insn = op << 48 | (random() & 0xFFFFFFFF) << 16;
	struct exec e;

	random_registers(&e);
	if (op == 0xB22B || op == 0xB9AF) /* keys of the guest's own program stay */
		e.gpr[(insn >> 32) & 15] = SCRATCH + below(0x100000);
	exec_insn(&e, insn);
}

static void random_diagnose(void)
{
	static const uint16_t codes[] = {0x000, 0x00C, 0x010, 0x014, 0x024, 0x044, 0x060, 0x064,
		0x09C, 0x0A0, 0x0A4, 0x0DC, 0x204, 0x210, 0x224, 0x250, 0x258, 0x260, 0x26C, 0x270,
		0x2C4, 0x2FC, 0x500};
	uint16_t code = below(4) ? PICK(codes) : (uint16_t)(below(0x1000) & 0xC7F);
	struct exec e;

	random_registers(&e);
	for (unsigned i = 0; i < 16; i++)
		e.gpr[i] = below(2) ? random_address() : below(16);
	if (code != 0x008) /* an empty command would stop the guest; see random_command */
		exec_insn(&e, INSN_DIAG(below(16), below(16), code));
}

static void ipl_block(void)
{
	struct exec e;

	random_registers(&e);
	e.mask = 0;
	e.gpr[2] = random_address();
	e.gpr[4] = 5 + below(2);
	exec_insn(&e, INSN_DIAG(2, 4, 0x308));
}

/* Never empty: that would stop the guest for its user to type. */
static void random_command(void)
{
	static const char *const verbs[] = {"QUERY ", "SET ", "SPOOL ", "CLOSE ", "CHANGE ",
		"PURGE ", "TRANSFER ", "DISPLAY ", "INDICATE ", "TERMINAL ", "MESSAGE ", "HELP ",
		"TAG ", "XAUTOLOG ", "SIGNAL ", "COMMANDS ", "EXTERNAL ", ""};
	static const char *const words[] = {"ALL", "READER ", "RDR ", "PUNCH ", "00C ", "0009 ",
		"VIRTUAL ", "NAMES ", "* ", "BARE2 ", "OPERATOR ", "CLASS ", "G", "G0-15 ",
		"0.100 ", "R0-FFFFFFFFFFFFFFFF ", "PSW ", "FFFFFFFFFFFFFFFFF ", "-1 ",
		"99999999999999999999 ", "TIMERSLACK ", "ON ", "OFF ", "LOAD ", "USER ", "MSG ",
		"\xFF ", "T0-10 "};
	static ebc8_t text[240];
	char line[240];
	size_t len = 0;
	struct exec e;

	str_copy(line, PICK(verbs), sizeof(line));
	for (uint64_t nr = 1 + below(5); nr > 0; nr--) {
		len = strlen(line);
		str_copy(line + len, PICK(words), sizeof(line) - len);
	}
	len = strlen(line);
	ebc_from_ascii(text, line, len);
	random_registers(&e);
	e.mask = 0;
	e.amode31 = false;
	e.gpr[2] = (uint64_t)text;
	e.gpr[3] = SCRATCH + below(0x100000);
	e.gpr[4] = len | 0x40000000;
	e.gpr[5] = below(9000);
	exec_insn(&e, INSN_DIAG(2, 4, 0x008));
}

static void random_channel_program(void)
{
	static const uint8_t commands[] = {
		0x01, 0x02, 0x03, 0x04, 0x05, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x41, 0xE4, 0x14, 0x00};
	static const uint16_t devices[] = {0x000C, 0x000D, 0x000E};
	struct ccw1 *prog = (struct ccw1 *)(SCRATCH + (below(0x1000) & ~7ul));
	struct orb *orb = (struct orb *)(SCRATCH + 0x2000);
	uint32_t ssid = io_find(PICK(devices));
	struct irb irb __attribute__((aligned(8)));
	struct exec e = {0};

	for (unsigned i = 0; i < 16; i++) {
		prog[i] = (struct ccw1){PICK(commands), (uint8_t)(random() >> 20),
			be16((uint16_t)(random() >> below(16) >> 40)),
			be32((uint32_t)(below(3) ? random_address() : (uint64_t)&prog[below(16)]))};
		if (below(3) == 0)
			prog[i].flags = CCW_CC | CCW_SLI;
	}
	for (unsigned i = 0; i < 8; i++)
		((uint32_t *)orb)[i] = below(4) ? 0 : (uint32_t)random();
	orb->flags = be32(((uint32_t)random() & 0x0FFE0000) | 0x8000 | (below(8) ? ORB_FORMAT : 0));
	orb->ccw = be32((uint32_t)(uint64_t)prog | (below(10) == 0));
	e.gpr[1] = ssid;
	e.gpr[2] = (uint64_t)orb;
	exec_insn(&e, INSN_S(0xB233, 2));
	for (unsigned i = 0; i < 3; i++) {
		e = (struct exec){.gpr[1] = ssid};
		if (below(3) == 0)
			exec_insn(&e, INSN_S(below(2) ? 0xB231 : 0xB238, 0)); /* HSCH, RSCH */
		io_tsch(ssid, &irb);
	}
	io_csch(ssid);
	io_tsch(ssid, &irb);
}

#define OTHER         1
#define INITIAL_RESET 0x0B
#define SET_PREFIX    0x0D
#define SET_ARCH      0x12

/* The other CPU's prefix area: whatever interrupts it, it waits, for machine checks only. */
static uint8_t other_area[8192] __attribute__((aligned(8192)));

static void order(uint8_t code, uint64_t cpu, uint64_t parm)
{
	struct exec e = {.gpr = {[5] = parm, [6] = cpu}};

	exec_insn(&e, INSN_SIGP(4, 6, code));
}

static void set_up_other(void)
{
	struct prefix_arch *area = (struct prefix_arch *)other_area;
	const struct psw wait = {PSW_WAIT | PSW_MCCK | PSW_AMODE64, 0x911};

	area->restart_new = area->ext_new = area->svc_new = area->pgm_new = wait;
	area->mcck_new = area->io_new = wait;
	order(INITIAL_RESET, OTHER, 0);
	order(SET_PREFIX, OTHER, (uint64_t)other_area);
}

/* To itself only what it survives; set architecture concerns all, whomever it addresses. */
static void random_order(void)
{
	static const uint8_t harmless[] = {0x01, 0x02, 0x03, 0x0D, 0x0E, 0x13, 0x15, 0x7F, 0x00};
	uint64_t cpu = below(3);
	uint8_t code = (uint8_t)below(0x20);

	if (cpu == 0 || code == SET_ARCH)
		code = PICK(harmless);
	order(code, cpu, random_address());
	if (code == INITIAL_RESET || code == SET_PREFIX)
		order(SET_PREFIX, OTHER, (uint64_t)other_area);
}

static void (*const steps[])(void) = {privileged_instruction, privileged_instruction,
	privileged_instruction, privileged_instruction, random_diagnose, random_diagnose,
	random_command, random_channel_program, random_order, random_storage, ipl_block};

static void nothing_comes_of_it(void)
{
	set_up_other();
	LOAD_CR(0, CR0_LAP);
	state = *(volatile uint64_t *)&guest_parm.value | 1;
	for (unsigned i = 0; i < STEPS; i++) {
		PICK(steps)();
		LOAD_CR(0, CR0_LAP);
		LOAD_CR(6, 0x80000000ul >> CONSOLE_ISC);
		LOAD_CR(8, 0);
		if (i % REPORTED == REPORTED - 1) {
			io_enable(io_find(CONSOLE_DEVNO), CONSOLE_ISC);
			console_print("STEP %u", i + 1);
		}
	}
}

const struct test tests[] = {TEST(nothing_comes_of_it), {0}};
