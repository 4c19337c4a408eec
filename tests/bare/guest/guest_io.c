// SPDX-License-Identifier: Apache-2.0
/* The channel subsystem: every I/O instruction, channel programs on console, reader, punch and
 * printer. */
#include "bare.h"

#define READER  0x000C
#define PUNCH   0x000D
#define PRINTER 0x000E
#define NOBODY  0x0001FFFFu /* a subchannel that is not there */
#define NO_SSID 0x00000000u /* no subsystem identification at all */

static struct schib schib __attribute__((aligned(8)));
static struct irb irb __attribute__((aligned(8)));
static struct ccw1 prog[16] __attribute__((aligned(8)));
static uint8_t data[4096] __attribute__((aligned(4096)));

static uint32_t addr32(const void *what)
{
	return (uint32_t)(uint64_t)what;
}

static struct ccw1 ccw(uint8_t cmd, uint8_t flags, uint16_t count, const void *what)
{
	return (struct ccw1){cmd, flags, be16(count), be32(addr32(what))};
}

static void settle(uint32_t ssid)
{
	io_csch(ssid);
	for (unsigned i = 0; i < 1000 && io_tsch(ssid, &irb); i++) {
		struct exec e = {0};

		exec_wait(&e, PSW_IO, 2);
	}
}

/* ---- Instructions --------------------------------------------------------------- */

static void subchannels_are_dense_and_valid(void)
{
	uint32_t ssid = SSID_ONE;
	unsigned valid = 0;

	for (; io_stsch(ssid, &schib) == 0; ssid++)
		valid += be16_get(schib.pmcw.flags) & PMCW_V;
	EXPECT(valid >= 4, "%u devices", valid);
	EXPECT(io_stsch(NOBODY, &schib) == 3, "STSCH of nobody");
	EXPECT(io_find(CONSOLE_DEVNO) && io_find(READER) && io_find(PUNCH) && io_find(PRINTER),
		"a device is missing");
}

static void functions_on_nobody_give_cc_3(void)
{
	static const uint16_t ops[] = {0xB230, 0xB231, 0xB238, 0xB276};

	for (size_t i = 0; i < ARRAY_LEN(ops); i++) {
		struct exec e = {.gpr[1] = NOBODY};

		exec_insn(&e, INSN_S(ops[i], 0));
		EXPECT(e.kind == KIND_SVC && e.cc == 3, "%04X: %s", ops[i], exec_text(&e));
	}
}

static void operands_are_checked(void)
{
	static const uint16_t words[] = {0xB232, 0xB233, 0xB234, 0xB235, 0xB236, 0xB239};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		struct exec e = {.gpr = {[1] = io_find(CONSOLE_DEVNO), [2] = SCRATCH + 2}};

		exec_insn(&e, INSN_S(words[i], 2));
		EXPECT(e.kind == KIND_PGM && e.pgm == PGM_SPECIFICATION, "%04X unaligned: %s",
			words[i], exec_text(&e));
	}
	for (size_t i = 0; i < 4; i++) {
		struct exec e = {.gpr = {[1] = io_find(CONSOLE_DEVNO), [2] = BEYOND}};

		exec_insn(&e, INSN_S(words[i], 2));
		EXPECT(e.kind == KIND_PGM && e.pgm == PGM_ADDRESSING, "%04X beyond storage: %s",
			words[i], exec_text(&e));
	}
}

static void ssid_without_its_one_is_an_operand_exception(void)
{
	static const uint16_t ops[] = {0xB230, 0xB231, 0xB234, 0xB235, 0xB238, 0xB276};

	for (size_t i = 0; i < ARRAY_LEN(ops); i++) {
		struct exec e = {.gpr = {[1] = NO_SSID, [2] = SCRATCH}};

		exec_insn(&e, INSN_S(ops[i], 2));
		EXPECT(e.kind == KIND_PGM && e.pgm == PGM_OPERAND, "%04X: %s", ops[i],
			exec_text(&e));
	}
}

static void ssch_needs_an_enabled_subchannel(void)
{
	const struct orb orb __attribute__((aligned(8))) = {
		.flags = be32(ORB_FORMAT | 0x8000), .ccw = be32(addr32(prog))};
	uint32_t ssid = io_find(PRINTER);

	EXPECT(io_stsch(ssid, &schib) == 0, "STSCH");
	schib.pmcw.flags = be16(be16_get(schib.pmcw.flags) & (uint16_t)~PMCW_E);
	EXPECT(io_msch(ssid, &schib) == 0, "MSCH");
	prog[0] = ccw(CCW_CMD_NOP, CCW_SLI, 1, data);
	EXPECT(io_ssch(ssid, &orb) == 3, "SSCH to a disabled subchannel");
	EXPECT(io_hsch(ssid) == 3 && io_csch(ssid) == 3, "HSCH, CSCH of a disabled subchannel");
	EXPECT(io_enable(ssid, 3) == 0, "MSCH enabling");
	EXPECT(io_stsch(ssid, &schib) == 0 && (be16_get(schib.pmcw.flags) & PMCW_E), "not enabled");
	EXPECT(PMCW_ISC_OF(be16_get(schib.pmcw.flags)) == 3, "subclass %u",
		PMCW_ISC_OF(be16_get(schib.pmcw.flags)));
}

static void msch_keeps_what_the_program_sets(void)
{
	uint32_t ssid = io_find(PRINTER);

	EXPECT(io_stsch(ssid, &schib) == 0, "STSCH");
	schib.pmcw.intparm = be32(0xABCD1234);
	EXPECT(io_msch(ssid, &schib) == 0, "MSCH");
	memset(&schib, 0, sizeof(schib));
	EXPECT(io_stsch(ssid, &schib) == 0, "STSCH");
	EXPECT(be32_get(schib.pmcw.intparm) == 0xABCD1234, "intparm %08X",
		be32_get(schib.pmcw.intparm));
	EXPECT(be16_get(schib.pmcw.devno) == PRINTER, "device number %04X",
		be16_get(schib.pmcw.devno));
}

static void reserved_bits_in_orb_and_schib_are_operand_exceptions(void)
{
	struct orb *orb = (struct orb *)SCRATCH;
	struct exec e = {.gpr = {[1] = io_find(PRINTER), [2] = SCRATCH}};

	*orb = (struct orb){.flags = be32(ORB_FORMAT | 0x8000 | 0x3E), .ccw = be32(addr32(prog))};
	exec_insn(&e, INSN_S(0xB233, 2));
	EXPECT_PGM(&e, PGM_OPERAND, "SSCH with reserved bits");
	*orb = (struct orb){
		.flags = be32(ORB_FORMAT | 0x8000), .ccw = be32(0x80000000u | addr32(prog))};
	exec_insn(&e, INSN_S(0xB233, 2));
	EXPECT_PGM(&e, PGM_OPERAND, "SSCH with bit 0 of the CCW address");
	EXPECT(io_stsch(io_find(PRINTER), (struct schib *)SCRATCH) == 0, "STSCH");
	((struct schib *)SCRATCH)->pmcw.flags = be16(0x4700);
	exec_insn(&e, INSN_S(0xB232, 2));
	EXPECT_PGM(&e, PGM_OPERAND, "MSCH with reserved bits");
}

static void tsch_without_status_gives_cc_1(void)
{
	settle(io_find(PRINTER));
	EXPECT(io_tsch(io_find(PRINTER), &irb) == 1, "TSCH");
	EXPECT(!(be32_get(irb.scsw.ctl) & SCSW_SC_PENDING), "status is pending");
}

static void busy_subchannel_refuses(void)
{
	const struct orb orb __attribute__((aligned(8))) = {.intparm = be32(0x5151),
		.flags = be32(ORB_FORMAT | 0x8000),
		.ccw = be32(addr32(prog))};
	uint32_t ssid = io_find(PRINTER);
	struct exec e = {0};

	LOAD_CR(6, 0); /* keep the status where it is */
	prog[0] = ccw(CCW_CMD_NOP, CCW_SLI, 1, data);
	EXPECT(io_ssch(ssid, &orb) == 0, "SSCH");
	for (unsigned i = 0; i < 1000; i++) {
		io_stsch(ssid, &schib);
		if (be32_get(schib.scsw.ctl) & SCSW_SC_PENDING)
			break;
		exec_wait(&e, 0, 2);
	}
	EXPECT(be32_get(schib.scsw.ctl) & SCSW_SC_PENDING, "no status: %08X",
		be32_get(schib.scsw.ctl));
	EXPECT(io_ssch(ssid, &orb) == 1, "SSCH with status pending");
	EXPECT(io_msch(ssid, &schib) == 1, "MSCH with status pending");
	EXPECT(io_hsch(ssid) == 1, "HSCH with status pending");
	EXPECT(io_rsch(ssid) == 1, "RSCH with status pending");
	EXPECT(io_xsch(ssid) == 1, "XSCH with status pending");
	EXPECT(io_tsch(ssid, &irb) == 0, "TSCH");
	EXPECT(io_rsch(ssid) == 2, "RSCH of nothing suspended");
	EXPECT(io_xsch(ssid) == 2, "XSCH of nothing started");
	LOAD_CR(6, 0x80000000ul >> CONSOLE_ISC);
}

static void csch_and_hsch_end_with_their_function_bit(void)
{
	uint32_t ssid = io_find(PRINTER);
	struct exec e = {0};

	LOAD_CR(6, 0x80000000ul >> 3);
	EXPECT(io_csch(ssid) == 0, "CSCH");
	EXPECT(exec_wait(&e, PSW_IO, 1000) && e.kind == KIND_IO, "CSCH: %s", exec_text(&e));
	EXPECT(io_tsch(ssid, &irb) == 0 && (be32_get(irb.scsw.ctl) & SCSW_FC_CLEAR), "clear: %08X",
		be32_get(irb.scsw.ctl));
	EXPECT(io_hsch(ssid) == 0, "HSCH");
	EXPECT(exec_wait(&e, PSW_IO, 1000) && e.kind == KIND_IO, "HSCH: %s", exec_text(&e));
	EXPECT(io_tsch(ssid, &irb) == 0 && (be32_get(irb.scsw.ctl) & SCSW_FC_HALT), "halt: %08X",
		be32_get(irb.scsw.ctl));
	LOAD_CR(6, 0x80000000ul >> CONSOLE_ISC);
}

static void interruption_names_subchannel_and_parameter(void)
{
	const struct orb orb __attribute__((aligned(8))) = {.intparm = be32(0x12345678),
		.flags = be32(ORB_FORMAT | 0x8000),
		.ccw = be32(addr32(prog))};
	uint32_t ssid = io_find(PRINTER);
	struct exec e = {0};

	prog[0] = ccw(CCW_CMD_NOP, CCW_SLI, 1, data);
	LOAD_CR(6, 0x80000000ul >> 3);
	EXPECT(io_ssch(ssid, &orb) == 0, "SSCH");
	EXPECT(exec_wait(&e, PSW_IO, 1000) && e.kind == KIND_IO, "%s", exec_text(&e));
	EXPECT(lowcore()->io_schid == ssid, "subchannel %08X", lowcore()->io_schid);
	EXPECT(lowcore()->io_intparm == 0x12345678, "parameter %08X", lowcore()->io_intparm);
	EXPECT(lowcore()->io_word >> 27 == 3, "word %08X", lowcore()->io_word);
	EXPECT(io_tsch(ssid, &irb) == 0 && irb.scsw.dstat == DSTAT_END, "device status %02X",
		irb.scsw.dstat);
	/* A subclass that CR6 masks off waits; TPI finds it only when CR6 allows. */
	LOAD_CR(6, 0);
	EXPECT(io_ssch(ssid, &orb) == 0, "SSCH again");
	EXPECT(!exec_wait(&e, PSW_IO, 20), "interrupted though masked: %s", exec_text(&e));
	e = (struct exec){.gpr[2] = SCRATCH};
	exec_insn(&e, INSN_S(0xB236, 2));
	EXPECT_CC(&e, 0, "TPI masked");
	LOAD_CR(6, 0x80000000ul >> 3);
	e = (struct exec){.gpr[2] = SCRATCH};
	exec_insn(&e, INSN_S(0xB236, 2));
	EXPECT_CC(&e, 1, "TPI");
	EXPECT(*(uint32_t *)SCRATCH == ssid, "TPI stored %08X", *(uint32_t *)SCRATCH);
	exec_insn(&e, INSN_S(0xB236, 2));
	EXPECT_CC(&e, 0, "TPI again");
	EXPECT(io_tsch(ssid, &irb) == 0, "TSCH");
	LOAD_CR(6, 0x80000000ul >> CONSOLE_ISC);
}

static void the_rest_answer(void)
{
	struct exec e = {.gpr[2] = SCRATCH};

	exec_insn(&e, INSN_S(0xB239, 2));
	EXPECT_CC(&e, 1, "STCRW without a report");
	EXPECT(*(uint32_t *)SCRATCH == 0, "STCRW stored %08X", *(uint32_t *)SCRATCH);
	e = (struct exec){.gpr[2] = SCRATCH};
	exec_insn(&e, INSN_S(0xB23A, 2));
	EXPECT_DONE(&e, "STCPS");
	e = (struct exec){.gpr[2] = SCRATCH + 8};
	exec_insn(&e, INSN_S(0xB23A, 2));
	EXPECT_PGM(&e, PGM_SPECIFICATION, "STCPS unaligned");
	e = (struct exec){.gpr[1] = 0};
	exec_insn(&e, INSN_S(0xB23C, 0));
	EXPECT_DONE(&e, "SCHM");
	e = (struct exec){.gpr[1] = 0};
	exec_insn(&e, INSN_S(0xB237, 0));
	EXPECT_DONE(&e, "SAL");
	e = (struct exec){.gpr[1] = 0x80000000};
	exec_insn(&e, INSN_S(0xB237, 0));
	EXPECT_PGM(&e, PGM_OPERAND, "SAL with bit 32");
	e = (struct exec){.gpr[1] = 0xFF};
	exec_insn(&e, INSN_S(0xB23B, 0));
	EXPECT(e.kind == KIND_SVC, "RCHP: %s", exec_text(&e));
}

static void chsc_answers_unknown_requests(void)
{
	struct exec e = {.gpr[1] = (uint64_t)data};

	memset(data, 0, sizeof(data));
	*(uint32_t *)data = 0x00107FFF;
	exec_insn(&e, INSN_RRE(0xB25F, 1, 0));
	if (!is_vm)
		return test_skip("CP's own");
	EXPECT_CC(&e, 0, "CHSC");
	EXPECT(*(uint16_t *)(data + 0x14) != 0x0001 || *(uint16_t *)(data + 0x10) != 0,
		"no response");
	e = (struct exec){.gpr[1] = (uint64_t)data + 8};
	exec_insn(&e, INSN_RRE(0xB25F, 1, 0));
	EXPECT_PGM(&e, PGM_SPECIFICATION, "CHSC off the page boundary");
}

/* ---- Channel programs ----------------------------------------------------------- */

static void expect_program(uint32_t ssid, uint8_t dstat, uint8_t cstat, const char *what)
{
	int rc = io_run(ssid, prog, &irb);

	EXPECT(rc == 0, "%s: %d", what, rc);
	EXPECT(irb.scsw.dstat == dstat && irb.scsw.cstat == cstat,
		"%s: device %02X subchannel %02X, wanted %02X %02X", what, irb.scsw.dstat,
		irb.scsw.cstat, dstat, cstat);
}

/* io_run waits for interruptions of the console's subclass. */
static uint32_t ready(uint16_t devno)
{
	uint32_t ssid = io_find(devno);

	io_enable(ssid, CONSOLE_ISC);
	settle(ssid);
	return ssid;
}

static void sense_id_tells_each_device(void)
{
	static const struct {
		uint16_t devno, type;
	} rows[] = {{CONSOLE_DEVNO, 0x3215}, {READER, 0x2540}, {PUNCH, 0x2540}, {PRINTER, 0x1403}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct sense_id *id = (struct sense_id *)data;

		memset(data, 0, 16);
		prog[0] = ccw(CCW_CMD_SENSE_ID, CCW_SLI, 7, data);
		expect_program(ready(rows[i].devno), DSTAT_END, 0, "SENSE ID");
		EXPECT(id->ff == 0xFF, "%04X: %02X", rows[i].devno, id->ff);
		EXPECT(!is_vm || be16_get(id->cu_type) == rows[i].type ||
				be16_get(id->dev_type) == rows[i].type,
			"%04X is %04X %04X", rows[i].devno, be16_get(id->cu_type),
			be16_get(id->dev_type));
	}
}

static void faulty_programs_get_program_check(void)
{
	static const struct {
		const char *what;
		struct ccw1 first, second;
	} rows[] = {
		{"TIC first", {.cmd = CCW_CMD_TIC, .addr = {SCRATCH}}, {0}},
		{"command zero", {.cmd = 0, .flags = CCW_SLI, .count = {1}, .addr = {SCRATCH}},
			{0}},
		{"data beyond storage",
			{.cmd = CCW_CMD_SENSE_ID,
				.flags = CCW_SLI,
				.count = {7},
				.addr = {0x7FFFF000}},
			{0}},
		{"CCW address bit 0",
			{.cmd = CCW_CMD_SENSE_ID,
				.flags = CCW_SLI,
				.count = {7},
				.addr = {0x80000000}},
			{0}},
		{"TIC to TIC", {.cmd = CCW_CMD_NOP, .flags = CCW_CC | CCW_SLI, .count = {1}},
			{.cmd = CCW_CMD_TIC, .addr = {0x10}}},
	};
	uint32_t ssid = ready(PRINTER);

	((struct ccw1 *)0x10)[0] = (struct ccw1){.cmd = CCW_CMD_TIC, .addr = be32(0x10)};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		prog[0] = rows[i].first;
		prog[1] = rows[i].second;
		EXPECT(io_run(ssid, prog, &irb) == 0, "%s: no end", rows[i].what);
		EXPECT(irb.scsw.cstat & CSTAT_PROGRAM_CHECK, "%s: subchannel status %02X",
			rows[i].what, irb.scsw.cstat);
		settle(ssid);
	}
}

static void lengths_are_compared(void)
{
	uint32_t ssid = ready(PRINTER);

	prog[0] = ccw(CCW_CMD_SENSE_ID, 0, 200, data);
	EXPECT(io_run(ssid, prog, &irb) == 0, "no end");
	EXPECT(irb.scsw.cstat == CSTAT_INCORRECT_LENGTH, "subchannel status %02X", irb.scsw.cstat);
	EXPECT(be16_get(irb.scsw.count) > 0 && be16_get(irb.scsw.count) < 200, "residual count %u",
		be16_get(irb.scsw.count));
	EXPECT(be32_get(irb.scsw.ccw) == addr32(&prog[1]), "CCW address %08X",
		be32_get(irb.scsw.ccw));
	prog[0] = ccw(CCW_CMD_SENSE_ID, CCW_SLI, 200, data);
	expect_program(ssid, DSTAT_END, 0, "with SLI");
	memset(data, 0xEE, 16);
	prog[0] = ccw(CCW_CMD_SENSE_ID, CCW_SLI | CCW_SKIP, 7, data);
	expect_program(ssid, DSTAT_END, 0, "with SKIP");
	EXPECT(data[0] == 0xEE, "skipped data was stored");
}

static void chains_go_on_over_tic_and_data(void)
{
	uint32_t ssid = ready(PRINTER);

	memset(data, 0xEE, 64);
	prog[0] = ccw(CCW_CMD_NOP, CCW_CC | CCW_SLI, 1, data);
	prog[1] = ccw(CCW_CMD_TIC, 0, 0, &prog[4]);
	prog[4] = ccw(CCW_CMD_SENSE_ID, CCW_CD, 1, data + 8);
	prog[5] = ccw(0, CCW_SLI, 6, data + 16);
	expect_program(ssid, DSTAT_END, 0, "chains");
	EXPECT(data[8] == 0xFF && data[9] == 0xEE && data[16] != 0xEE && data[17] != 0xEE,
		"data %02X %02X %02X", data[8], data[9], data[16]);
	EXPECT(be32_get(irb.scsw.ccw) == addr32(&prog[6]), "CCW address %08X",
		be32_get(irb.scsw.ccw));
}

static void protected_storage_gets_protection_check(void)
{
	const struct orb orb __attribute__((aligned(8))) = {
		.flags = be32(0x10000000u | ORB_FORMAT | 0x8000), .ccw = be32(addr32(prog))};
	struct exec key = {.gpr = {0, 0x20, SCRATCH}}, e = {0};
	uint32_t ssid = ready(PRINTER);

	exec_insn(&key, INSN_RRE(0xB22B, 1, 2));
	prog[0] = ccw(CCW_CMD_SENSE_ID, CCW_SLI, 7, (void *)SCRATCH);
	EXPECT(io_ssch(ssid, &orb) == 0, "SSCH");
	EXPECT(exec_wait(&e, PSW_IO, 1000), "no interruption");
	EXPECT(io_tsch(ssid, &irb) == 0 && (irb.scsw.cstat & CSTAT_PROTECTION_CHECK),
		"subchannel status %02X", irb.scsw.cstat);
	key.gpr[1] = 0;
	exec_insn(&key, INSN_RRE(0xB22B, 1, 2));
	settle(ssid);
}

static void unknown_commands_are_rejected(void)
{
	uint32_t ssid = ready(PRINTER);

	prog[0] = ccw(0xC7, CCW_SLI, 8, data);
	EXPECT(io_run(ssid, prog, &irb) == 0, "no end");
	EXPECT(irb.scsw.dstat & DSTAT_UNIT_CHECK, "device status %02X", irb.scsw.dstat);
	if (!(be32_get(irb.esw.erw) & ERW_CONS)) {
		prog[0] = ccw(CCW_CMD_BASIC_SENSE, CCW_SLI, 1, data);
		expect_program(ssid, DSTAT_END, 0, "SENSE");
		EXPECT(data[0] & SENSE_COMMAND_REJECT, "sense %02X", data[0]);
	}
}

static void idaws_of_both_formats(void)
{
	static uint32_t list1[2] __attribute__((aligned(8)));
	static uint64_t list2[2] __attribute__((aligned(8)));
	struct orb orb __attribute__((aligned(8))) = {
		.flags = be32(ORB_FORMAT | 0x8000), .ccw = be32(addr32(prog))};
	uint32_t ssid = ready(PRINTER);
	struct exec e = {0};

	list1[0] = SCRATCH + 2048 - 3; /* the rest goes on at the beginning of the next block */
	list1[1] = SCRATCH + 0x3000;
	memset((void *)SCRATCH, 0xEE, 0x4000);
	prog[0] = ccw(CCW_CMD_SENSE_ID, CCW_SLI | CCW_IDA, 7, list1);
	expect_program(ssid, DSTAT_END, 0, "IDAWs of format 1");
	EXPECT(((uint8_t *)SCRATCH)[2045] == 0xFF && ((uint8_t *)SCRATCH)[0x3000] != 0xEE &&
			((uint8_t *)SCRATCH)[2048] == 0xEE,
		"format 1: %02X %02X", ((uint8_t *)SCRATCH)[2045], ((uint8_t *)SCRATCH)[0x3000]);
	list2[0] = SCRATCH + 4096 - 3;
	list2[1] = SCRATCH + 0x3000;
	memset((void *)SCRATCH, 0xEE, 0x4000);
	orb.flags = be32(ORB_FORMAT | ORB_H | 0x8000);
	prog[0] = ccw(CCW_CMD_SENSE_ID, CCW_SLI | CCW_IDA, 7, list2);
	EXPECT(io_ssch(ssid, &orb) == 0 && exec_wait(&e, PSW_IO, 1000) && io_tsch(ssid, &irb) == 0,
		"format 2");
	EXPECT(irb.scsw.cstat == 0 && ((uint8_t *)SCRATCH)[4093] == 0xFF &&
			((uint8_t *)SCRATCH)[0x3000] != 0xEE,
		"format 2: %02X, %02X %02X", irb.scsw.cstat, ((uint8_t *)SCRATCH)[4093],
		((uint8_t *)SCRATCH)[0x3000]);
	list2[1] = SCRATCH + 0x3008; /* only the first may begin within a block */
	EXPECT(io_ssch(ssid, &orb) == 0 && exec_wait(&e, PSW_IO, 1000) && io_tsch(ssid, &irb) == 0,
		"format 2");
	EXPECT(irb.scsw.cstat & CSTAT_PROGRAM_CHECK, "second IDAW off its block: %02X",
		irb.scsw.cstat);
}

static void pci_interrupts_in_the_middle(void)
{
	uint32_t ssid = ready(PRINTER);
	const struct orb orb __attribute__((aligned(8))) = {
		.flags = be32(ORB_FORMAT | 0x8000), .ccw = be32(addr32(prog))};
	bool seen = false, ended = false;

	prog[0] = ccw(CCW_CMD_NOP, CCW_CC | CCW_SLI | CCW_PCI, 1, data);
	prog[1] = ccw(CCW_CMD_NOP, CCW_SLI, 1, data);
	EXPECT(io_ssch(ssid, &orb) == 0, "SSCH");
	for (unsigned i = 0; i < 4 && !ended; i++) {
		struct exec e = {0};

		exec_wait(&e, PSW_IO, 500);
		if (io_tsch(ssid, &irb))
			continue;
		seen |= (irb.scsw.cstat & CSTAT_PCI) != 0;
		ended = irb.scsw.dstat == DSTAT_END;
	}
	EXPECT(seen && ended, "PCI %d, end %d", seen, ended);
}

static void suspended_program_resumes(void)
{
	uint32_t ssid = ready(PRINTER);
	const struct orb orb __attribute__((aligned(8))) = {
		.flags = be32(ORB_S | ORB_FORMAT | 0x8000), .ccw = be32(addr32(prog))};
	struct exec e = {0};

	prog[0] = ccw(CCW_CMD_NOP, CCW_CC | CCW_SLI, 1, data);
	prog[1] = ccw(CCW_CMD_NOP, CCW_SLI | CCW_S, 1, data);
	EXPECT(io_ssch(ssid, &orb) == 0, "SSCH");
	EXPECT(exec_wait(&e, PSW_IO, 1000), "no interruption for the suspension");
	EXPECT(io_tsch(ssid, &irb) == 0 && (be32_get(irb.scsw.ctl) & SCSW_AC_SUSPENDED),
		"not suspended: %08X", be32_get(irb.scsw.ctl));
	prog[1].flags = CCW_SLI;
	EXPECT(io_rsch(ssid) == 0, "RSCH");
	EXPECT(exec_wait(&e, PSW_IO, 1000) && io_tsch(ssid, &irb) == 0, "no end");
	EXPECT(irb.scsw.dstat == DSTAT_END, "device status %02X", irb.scsw.dstat);
}

/* ---- Unit record ---------------------------------------------------------------- */

static void deck_has_been_read_to_its_end(void)
{
	prog[0] = ccw(0x02, CCW_SLI, 80, data);
	EXPECT(io_run(ready(READER), prog, &irb) == 0, "no end");
	EXPECT((irb.scsw.dstat & DSTAT_UNIT_EXCEPTION) || (irb.scsw.dstat & DSTAT_UNIT_CHECK),
		"after the last card: device status %02X", irb.scsw.dstat);
}

static void punch_and_printer_take_records(void)
{
	memset(data, 0xC1, 132);
	prog[0] = ccw(0x41, CCW_SLI, 80, data);
	expect_program(ready(PUNCH), DSTAT_END, 0, "punch");
	prog[0] = ccw(0x09, CCW_SLI, 132, data);
	expect_program(ready(PRINTER), DSTAT_END, 0, "print");
}

const struct test tests[] = {
	TEST(subchannels_are_dense_and_valid),
	TEST(functions_on_nobody_give_cc_3),
	TEST(operands_are_checked),
	TEST(ssid_without_its_one_is_an_operand_exception),
	TEST(ssch_needs_an_enabled_subchannel),
	TEST(msch_keeps_what_the_program_sets),
	TEST(reserved_bits_in_orb_and_schib_are_operand_exceptions),
	TEST(tsch_without_status_gives_cc_1),
	TEST(busy_subchannel_refuses),
	TEST(csch_and_hsch_end_with_their_function_bit),
	TEST(interruption_names_subchannel_and_parameter),
	TEST(the_rest_answer),
	TEST(chsc_answers_unknown_requests),
	TEST(sense_id_tells_each_device),
	TEST(faulty_programs_get_program_check),
	TEST(lengths_are_compared),
	TEST(chains_go_on_over_tic_and_data),
	TEST(protected_storage_gets_protection_check),
	TEST(unknown_commands_are_rejected),
	TEST(idaws_of_both_formats),
	TEST(pci_interrupts_in_the_middle),
	TEST(suspended_program_resumes),
	TEST(deck_has_been_read_to_its_end),
	TEST(punch_and_printer_take_records),
	{0},
};
