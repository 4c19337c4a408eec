// SPDX-License-Identifier: Apache-2.0
/*
 * Executes at random what only CP can answer: privileged instructions with all kinds of operands,
 * channel programs, DIAGNOSE codes, commands, orders to its other CPUs; and any other instruction.
 * The deck's parameter is the seed. It may well destroy itself; it must not disturb CP or another
 * guest.
 */
#include "chaos.h"

#define STEPS    10000
#define REPORTED 2500 /* steps between two signs of life */

static void random_registers(struct exec *e)
{
	*e = (struct exec){0};
	for (unsigned i = 0; i < 16; i++)
		e->gpr[i] = random_value();
	e->mask = below(8) ? 0 : PSW_PROBLEM;
	e->amode31 = below(4) == 0;
}

/* Without SPX and what loads a PSW: their way back would be lost at once. */
static void privileged_instruction(void)
{
	static const uint16_t ops[] = {0x0104, 0xB202, 0xB204, 0xB206, 0xB207, 0xB208, 0xB211,
		0xB212, 0xB214, 0xB220, 0xB221, 0xB229, 0xB22A, 0xB22B, 0xB22C, 0xB230, 0xB231,
		0xB232, 0xB233, 0xB234, 0xB235, 0xB236, 0xB237, 0xB238, 0xB239, 0xB23A, 0xB23B,
		0xB23C, 0xB254, 0xB25F, 0xB274, 0xB276, 0xB27D, 0xB2B0, 0xB2B1, 0xB2F0, 0xB9A2,
		0xB9AE, 0xB9AF, 0xE501, 0xB700, 0xB600};
	uint64_t op = PICK(ops), insn = op << 48 | (chaos() & 0xFFFFFFFF) << 16;
	struct exec e;

	random_registers(&e);
	if (op == 0xB22B || op == 0xB9AF) /* keys of the guest's own program stay */
		e.gpr[(insn >> 32) & 15] = SCRATCH + below(0x100000);
	exec_insn(&e, insn);
}

#define KEY_1 0x0010000000000000ul

static bool changes_course(uint64_t insn)
{
	uint8_t op = (uint8_t)(insn >> 56);
	uint16_t op2 = (uint16_t)(insn >> 48);

	return op == 0x82 || op == 0xAE || op2 == 0xB2B2 || op2 == 0xB210; /* LPSW SIGP LPSWE SPX */
}

/*
 * Any instruction there is, and what it branches to. Its key is not that of the guest's program,
 * which is safe from most of its stores, and a clock brings back what loops.
 */
static void any_instruction(void)
{
	static const uint8_t groups[] = {
		0xB2, 0xB2, 0xB9, 0xB9, 0xE5, 0xE3, 0xEB, 0xB3, 0x01, 0xED, 0xC8, 0xA7, 0xC0, 0xEC};
	uint64_t insn = chaos(), limit = clock_get() + TOD_MS;
	struct exec e;

	if (below(2))
		insn = (insn & ~(0xFFul << 56)) | (uint64_t)PICK(groups) << 56;
	if (changes_course(insn) && below(64))
		return;
	random_registers(&e);
	e.mask |= KEY_1 | PSW_EXT;
	LOAD_CR(0, CR0_LAP | CR0_CKC);
	asm volatile("sckc %0" : : "Q"(limit));
	exec_insn(&e, insn);
}

static void random_diagnose(void)
{
	static const uint16_t codes[] = {0x000, 0x00C, 0x010, 0x014, 0x024, 0x044, 0x060, 0x064,
		0x09C, 0x0A0, 0x0A4, 0x0DC, 0x204, 0x210, 0x224, 0x250, 0x258, 0x260, 0x26C, 0x270,
		0x2C4, 0x2FC, 0x500};
	uint16_t code = below(2) ? PICK(codes) : (uint16_t)chaos();
	uint16_t displacement = code & 0xFFF;
	struct exec e;

	random_registers(&e);
	for (unsigned i = 0; i < 16; i++)
		e.gpr[i] = below(2) ? random_address() : below(16);
	e.gpr[1] = code - displacement; /* the code has sixteen bits, a displacement twelve */
	if (code != 0x008) /* an empty command would stop the guest; see random_command */
		exec_insn(&e, INSN_RS(0x83, below(16), below(16), 1, displacement));
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
	if (below(8) == 0) /* no word that anybody knows */
		for (len = 0; len < 1 + below(200); len++)
			line[len] = (char)(1 + below(255)), line[len + 1] = 0;
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

#define CPUS          4 /* as many as the directory gives it, or fewer */
#define INITIAL_RESET 0x0B
#define SET_PREFIX    0x0D
#define SET_ARCH      0x12

/* The other CPUs' prefix area: whatever interrupts one, it waits, for machine checks only. */
static uint8_t other_area[8192] __attribute__((aligned(8192)));

static void order(uint8_t code, uint64_t cpu, uint64_t parm)
{
	struct exec e = {.gpr = {[5] = parm, [6] = cpu}};

	exec_insn(&e, INSN_SIGP(4, 6, code));
}

static void set_up_others(void)
{
	struct prefix_arch *area = (struct prefix_arch *)other_area;
	const struct psw wait = {PSW_WAIT | PSW_MCCK | PSW_AMODE64, 0x911};

	area->restart_new = area->ext_new = area->svc_new = area->pgm_new = wait;
	area->mcck_new = area->io_new = wait;
	for (uint64_t cpu = 1; cpu < CPUS; cpu++) {
		order(INITIAL_RESET, cpu, 0);
		order(SET_PREFIX, cpu, (uint64_t)other_area);
	}
}

/* The prefix area moves about; in the end it is where it was. */
static void prefix_game(void)
{
	static uint32_t operand;
	uint64_t seed, area = (SCRATCH + below(SCRATCH_END - SCRATCH - 0x4000)) & ~0x1FFFul;
	struct exec e = {.gpr = {[2] = (uint64_t)&operand}};

	memcpy((void *)area, lowcore(), 0x2000);
	operand = (uint32_t)area | (uint32_t)below(0x2000) | (uint32_t)(below(2) << 31);
	exec_insn(&e, INSN_S(0xB210, 2));
	for (uint64_t i = below(4); i > 0; i--) {
		random_registers(&e);
		e.mask = 0;
		exec_insn(&e, INSN_RRE(below(2) ? 0xB22C : 0xB246, 1, 2)); /* TB, STURA */
	}
	operand = (uint32_t)below(0x2000);
	seed = chaos();
	e = (struct exec){.gpr = {[2] = (uint64_t)&operand}};
	exec_insn(&e, INSN_S(0xB210, 2));
	chaos_seed(seed); /* or the same numbers would come again */
	/* Beyond storage, and where no area fits. */
	operand = (uint32_t)PICK(((uint32_t[]){0xFFE000, 0x1000000, 0x7FFFE000, 0x3FFE000}));
	if (operand != 0xFFE000)
		exec_insn(&e, INSN_S(0xB210, 2));
}

/* To itself only what it survives; set architecture concerns all, whomever it addresses. */
static void random_order(void)
{
	static const uint8_t harmless[] = {0x01, 0x02, 0x03, 0x0D, 0x0E, 0x13, 0x15, 0x7F, 0x00};
	uint64_t cpu = below(CPUS + 1);
	uint8_t code = (uint8_t)below(0x20);

	if (cpu == 0 || code == SET_ARCH)
		code = PICK(harmless);
	order(code, cpu, random_address());
	if (code == INITIAL_RESET || code == SET_PREFIX)
		order(SET_PREFIX, cpu, (uint64_t)other_area);
}

static void (*const steps[])(void) = {privileged_instruction, privileged_instruction,
	privileged_instruction, privileged_instruction, random_diagnose, random_diagnose,
	random_command, random_channel_program, random_order, random_storage, ipl_block,
	random_service_call, random_chsc, random_stsi, prefix_game, any_instruction,
	any_instruction, any_instruction};

/*
 * Whatever was asked of CP, nothing of the neighbour, whose storage is full of it, and nothing of
 * CP, has come here. Turned round, and volatile, so that this program does not find itself: a random
 * instruction had moved the compiler's constant into the storage that is looked at.
 */
static const volatile uint64_t not_secret_constant = ~SECRET;

static void expect_no_secret(void)
{
	const uint64_t not_secret = not_secret_constant;

	for (uint64_t addr = SCRATCH; addr < SCRATCH_END; addr += 8)
		EXPECT(*(uint64_t *)addr != ~not_secret, "the neighbour's storage is seen at %lX",
			addr);
}

static void nothing_comes_of_it(void)
{
	chaos_seed(*(volatile uint64_t *)&guest_parm.value);
	for (uint64_t page = SCRATCH; page < SCRATCH_END; page += PAGE_SIZE)
		asm volatile("sske %0,%1" : : "d"(0x10ul), "a"(page) : "memory");
	set_up_others();
	for (unsigned i = 0; i < STEPS; i++) {
		tame_control_registers();
		PICK(steps)();
		if (i % REPORTED == REPORTED - 1) {
			tame_control_registers();
			io_enable(io_find(CONSOLE_DEVNO), CONSOLE_ISC);
			console_print("STEP %u", i + 1);
		}
	}
	tame_control_registers();
	io_enable(io_find(CONSOLE_DEVNO), CONSOLE_ISC);
	expect_no_secret();
}

const struct test tests[] = {TEST(nothing_comes_of_it), {0}};
