// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSE codes: what each answers, what it refuses, and that nothing else is accepted. */
#include "bare.h"
#include "command.h"

#include "abi/diag.h"

#define REFUSED PGM_SPECIFICATION

static uint8_t buffer[8192] __attribute__((aligned(4096)));
static ebc8_t command[256];

static uint64_t at(const void *what)
{
	return (uint64_t)what;
}

static void diag(struct exec *e, unsigned rx, unsigned ry, unsigned code)
{
	exec_insn(e, INSN_DIAG(rx, ry, code));
}

static uint64_t set_command(const char *text)
{
	ebc_from_ascii(command, text, strlen(text));
	return strlen(text);
}

/* All of z/VM's that this system has not got, and some that nobody has. */
static void unknown_codes_are_specification_exceptions(void)
{
	static const uint16_t codes[] = {0x001, 0x004, 0x01C, 0x020, 0x028, 0x02C, 0x030, 0x034,
		0x038, 0x03C, 0x040, 0x048, 0x04C, 0x050, 0x054, 0x05C, 0x068, 0x070, 0x07C, 0x084,
		0x088, 0x090, 0x094, 0x098, 0x0A0, 0x0B0, 0x0B4, 0x0B8, 0x0BC, 0x0C8, 0x0CC, 0x0D0,
		0x0D4, 0x0D8, 0x0E0, 0x0E4, 0x0EC, 0x0F8, 0x0FC, 0x214, 0x218, 0x21C, 0x220, 0x238,
		0x23C, 0x240, 0x244, 0x248, 0x24C, 0x254, 0x264, 0x268, 0x26C, 0x274, 0x27C, 0x280,
		0x290, 0x29C, 0x2A0, 0x2A8, 0x2C0, 0x2C4, 0x2E0, 0x300, 0x304, 0x310, 0x318, 0x320,
		0x324, 0x49C, 0x500, 0x7FF, 0xFFF};

	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		struct exec e = {.gpr = {[2] = at(buffer), [4] = 0}};

		diag(&e, 2, 4, codes[i]);
		EXPECT(e.kind == KIND_PGM && e.pgm == REFUSED && e.ilc == 4, "X'%03X': %s",
			codes[i], exec_text(&e));
	}
}

static void every_code_is_privileged(void)
{
	static const uint16_t codes[] = {0x000, 0x008, 0x00C, 0x010, 0x024, 0x044, 0x060, 0x09C,
		0x204, 0x210, 0x258, 0x260, 0x270, 0x288, 0x308, 0x500, 0xFFF};

	for (size_t i = 0; i < ARRAY_LEN(codes); i++)
		expect_privileged(INSN_DIAG(2, 4, codes[i]), "DIAGNOSE in the problem state");
}

/* ---- X'08' ---------------------------------------------------------------------- */

static void d008_answers_into_a_buffer(void)
{
	struct exec e = {.gpr = {[2] = at(command), [3] = at(buffer), [5] = sizeof(buffer)}};
	char text[40] = "";

	memset(buffer, 0xEE, sizeof(buffer));
	e.gpr[4] = set_command("QUERY USERID") | 0x40000000;
	diag(&e, 2, 4, 0x008);
	EXPECT_CC(&e, 0, "QUERY USERID");
	EXPECT(e.gpr[4] == 0, "return code %lu", e.gpr[4]);
	EXPECT(e.gpr[5] > 4 && e.gpr[5] < 60, "%lu bytes", e.gpr[5]);
	ebc_to_ascii(text, buffer, 4);
	EXPECT(memcmp(text, "BARE", 4) == 0, "answer '%.4s'", text);
	EXPECT(buffer[e.gpr[5] - 1] == 0x15, "ends with %02X", buffer[e.gpr[5] - 1]);
	EXPECT(buffer[e.gpr[5]] == 0xEE, "more was stored than said");
}

static void d008_says_what_did_not_fit(void)
{
	struct exec e = {.gpr = {[2] = at(command), [3] = at(buffer), [5] = 6}};

	memset(buffer, 0xEE, 64);
	e.gpr[4] = set_command("QUERY USERID") | 0x40000000;
	diag(&e, 2, 4, 0x008);
	EXPECT_CC(&e, 1, "a buffer of 6 bytes");
	EXPECT(e.gpr[5] > 0 && e.gpr[5] < 60, "%lu bytes did not fit", e.gpr[5]);
	EXPECT(buffer[5] != 0xEE && buffer[6] == 0xEE, "stored %02X %02X", buffer[5], buffer[6]);
}

static void d008_gives_the_return_code(void)
{
	struct exec e = {.gpr = {[2] = at(command), [3] = at(buffer), [5] = sizeof(buffer)}};

	e.gpr[4] = set_command("NOSUCH COMMAND") | 0x40000000;
	diag(&e, 2, 4, 0x008);
	EXPECT_CC(&e, 0, "an unknown command");
	EXPECT(e.gpr[4] == 1, "return code %lu", e.gpr[4]);
}

static void d008_without_a_buffer(void)
{
	struct exec e = {.gpr[2] = at(command)};

	e.gpr[4] = set_command("QUERY CPLEVEL");
	diag(&e, 2, 4, 0x008);
	EXPECT_DONE(&e, "QUERY CPLEVEL to the console");
	EXPECT(e.gpr[4] == 0, "return code %lu", e.gpr[4]);
}

static void d008_refuses_bad_operands(void)
{
	static const struct {
		const char *what;
		unsigned rx, ry;
		uint64_t len, size, cmd, buf;
		uint16_t pgm;
	} rows[] = {
		{"Rx + 1 is Ry", 3, 4, 0x40000005, 100, SCRATCH, SCRATCH, PGM_SPECIFICATION},
		{"Ry + 1 is Rx", 5, 4, 0x40000005, SCRATCH, SCRATCH, SCRATCH, PGM_SPECIFICATION},
		{"buffer beyond storage", 2, 4, 0x40000005, 100, SCRATCH, BEYOND, PGM_ADDRESSING},
		{"too long", 2, 4, 241, 100, SCRATCH, SCRATCH, PGM_SPECIFICATION},
		{"command beyond storage", 2, 4, 5, 0, BEYOND, SCRATCH, PGM_ADDRESSING},
	};

	memset((void *)SCRATCH, 0x40, 256);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct exec e = {.gpr = {[2] = rows[i].cmd,
					 [3] = rows[i].buf,
					 [4] = rows[i].len,
					 [5] = rows[i].size}};

		diag(&e, rows[i].rx, rows[i].ry, 0x008);
		EXPECT(e.kind == KIND_PGM && e.pgm == rows[i].pgm, "%s: %s", rows[i].what,
			exec_text(&e));
	}
}

/* ---- Identity and time ---------------------------------------------------------- */

static void d000_identifies(void)
{
	static const ebc8_t bare[4] = {0xC2, 0xC1, 0xD9, 0xC5};
	const struct diag_000 *id = (struct diag_000 *)buffer;
	struct exec e = {.gpr = {[2] = at(buffer), [4] = sizeof(*id)}};

	memset(buffer, 0, 64);
	diag(&e, 2, 4, 0x000);
	EXPECT_DONE(&e, "DIAGNOSE 0");
	EXPECT(memcmp(id->userid, bare, 4) == 0, "userid %02X%02X", id->userid[0], id->userid[1]);
	EXPECT(id->version_code == 0xFF, "version code %02X", id->version_code);
}

static void d00c_and_d270_tell_the_time(void)
{
	const struct diag_270 *block = (struct diag_270 *)buffer;
	struct exec e = {.gpr[2] = at(buffer)};

	memset(buffer, 0, 128);
	diag(&e, 2, 2, 0x00C);
	EXPECT_DONE(&e, "X'0C'");
	EXPECT(block->date[2] == 0x61 && block->time[2] == 0x7A, "date %02X time %02X",
		block->date[2], block->time[2]);
	EXPECT(be64_get(block->total_us) >= be64_get(block->virtual_us), "virtual %lu total %lu",
		be64_get(block->virtual_us), be64_get(block->total_us));
	EXPECT(buffer[DIAG00C_LEN] == 0, "X'0C' stored more than 32 bytes");
	e = (struct exec){.gpr = {[2] = at(buffer), [4] = 64}};
	diag(&e, 2, 4, 0x270);
	EXPECT_DONE(&e, "X'270'");
	EXPECT(block->date_full[0] != 0, "no full date");
}

/* ---- Storage -------------------------------------------------------------------- */

static void d010_releases_pages(void)
{
	uint8_t *pages = (uint8_t *)SCRATCH;
	struct exec e = {.gpr = {[2] = SCRATCH + PAGE_SIZE, [4] = SCRATCH + 2 * PAGE_SIZE}};

	memset(pages, 0xAB, 4 * PAGE_SIZE);
	diag(&e, 2, 4, 0x010);
	EXPECT_DONE(&e, "X'10'");
	EXPECT(pages[4095] == 0xAB && pages[3 * PAGE_SIZE] == 0xAB, "neighbours were released");
	EXPECT(pages[PAGE_SIZE] == 0 && pages[3 * PAGE_SIZE - 1] == 0, "released pages hold %02X",
		pages[PAGE_SIZE]);
	e = (struct exec){.gpr = {[2] = SCRATCH + 1, [4] = SCRATCH}};
	diag(&e, 2, 4, 0x010);
	EXPECT_PGM(&e, PGM_SPECIFICATION, "off the page boundary");
	e = (struct exec){.gpr = {[2] = SCRATCH + PAGE_SIZE, [4] = SCRATCH}};
	diag(&e, 2, 4, 0x010);
	EXPECT_PGM(&e, PGM_SPECIFICATION, "end before the beginning");
	e = (struct exec){.gpr = {[2] = SCRATCH, [4] = BEYOND}};
	diag(&e, 2, 4, 0x010);
	EXPECT(e.kind == KIND_PGM, "beyond storage: %s", exec_text(&e));
}

static void d060_and_d260_tell_the_size(void)
{
	struct exec e = {0}, f = {.gpr = {[2] = at(buffer), [3] = 128, [4] = 0x10}};
	const struct diag_260_extent *extent = (struct diag_260_extent *)buffer;
	uint64_t size;

	diag(&e, 2, 2, 0x060);
	EXPECT_DONE(&e, "X'60'");
	size = e.gpr[2];
	EXPECT(size >= MiB && !(size & (MiB - 1)), "size %lX", size);
	diag(&f, 2, 4, 0x260);
	EXPECT_CC(&f, 0, "X'260' subcode X'10'");
	EXPECT(f.gpr[4] == 1, "%lu extents", f.gpr[4]);
	EXPECT(be64_get(extent->first) == 0 && be64_get(extent->last) == size - 1,
		"extent %lX-%lX of %lX", be64_get(extent->first), be64_get(extent->last), size);
	f = (struct exec){.gpr[4] = 0x55};
	diag(&f, 2, 4, 0x260);
	EXPECT_PGM(&f, PGM_SPECIFICATION, "X'260' with an unknown subcode");
	/* And it is true: the last byte is there, the next is not. */
	e = (struct exec){.gpr[2] = size - 4};
	exec_insn(&e, INSN_RS(0x58, 1, 0, 2, 0));
	EXPECT_DONE(&e, "the last word of storage");
	e = (struct exec){.gpr[2] = size};
	exec_insn(&e, INSN_RS(0x58, 1, 0, 2, 0));
	EXPECT_PGM(&e, PGM_ADDRESSING, "the first word beyond");
}

static void d064_has_no_segment_of_that_name(void)
{
	struct exec e = {.gpr = {[2] = at(buffer), [4] = 0x20}};

	memset(buffer, 0x40, 16);
	diag(&e, 2, 4, 0x064);
	EXPECT(e.kind == KIND_SVC && e.cc >= 2 && e.gpr[4] == 44, "%s, return code %lu",
		exec_text(&e), e.gpr[4]);
}

/* ---- Devices -------------------------------------------------------------------- */

static void d210_and_d024_describe_devices(void)
{
	static const struct {
		uint16_t devno;
		uint8_t vclass, vtype;
	} rows[] = {{0x0009, 0x80, 0x00}, {0x000C, 0x20, 0x82}, {0x000D, 0x10, 0x82},
		{0x000E, 0x10, 0x41}};
	struct diag_210 *block = (struct diag_210 *)buffer;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct exec e = {.gpr[2] = at(block)};

		*block = (struct diag_210){
			.devno = be16(rows[i].devno), .len = be16(sizeof(*block))};
		diag(&e, 2, 0, 0x210);
		EXPECT(e.kind == KIND_SVC && (e.cc == 0 || e.cc == 2), "%04X: %s", rows[i].devno,
			exec_text(&e));
		EXPECT(block->device.vclass == rows[i].vclass &&
				block->device.vtype == rows[i].vtype,
			"%04X is %02X %02X", rows[i].devno, block->device.vclass,
			block->device.vtype);
		e = (struct exec){.gpr[2] = rows[i].devno};
		diag(&e, 2, 4, 0x024);
		EXPECT(e.kind == KIND_SVC && e.cc != 3, "X'24' %04X: %s", rows[i].devno,
			exec_text(&e));
	}
	*block = (struct diag_210){.devno = be16(0x0777), .len = be16(sizeof(*block))};
	struct exec e = {.gpr[2] = at(block)};

	diag(&e, 2, 0, 0x210);
	EXPECT_CC(&e, 3, "no device");
	e = (struct exec){.gpr[2] = 0x0777};
	diag(&e, 2, 4, 0x024);
	EXPECT_CC(&e, 3, "X'24' no device");
}

static void d014_without_a_file(void)
{
	struct exec e = {.gpr = {[2] = at(buffer), [4] = 0x000D, [5] = 0x000}};

	diag(&e, 2, 4, 0x014);
	EXPECT(e.kind == KIND_PGM || e.cc != 0, "reading a punch: %s", exec_text(&e));
}

/* ---- Processors, performance, pages --------------------------------------------- */

static void d044_and_d09c_come_back(void)
{
	struct exec e = {.gpr[2] = 0};

	diag(&e, 0, 0, 0x044);
	EXPECT_DONE(&e, "X'44'");
	diag(&e, 2, 0, 0x09C);
	EXPECT_DONE(&e, "X'9C' to oneself");
	e.gpr[2] = 0xFFFF;
	diag(&e, 2, 0, 0x09C);
	EXPECT(e.kind == KIND_SVC || e.pgm == PGM_SPECIFICATION, "X'9C' to nobody: %s",
		exec_text(&e));
}

static void d204_describes_the_partition(void)
{
	struct exec e = {.gpr = {[2] = at(buffer), [3] = PAGE_SIZE, [4] = 4}};

	diag(&e, 2, 4, 0x204);
	EXPECT(e.kind == KIND_SVC || e.pgm == PGM_SPECIFICATION, "%s", exec_text(&e));
}

static void d258_accepts_a_token_request(void)
{
	static struct {
		uint16_t code, function, len, version;
		uint64_t token_addr, select, compare, reserved;
	} block __attribute__((aligned(8))) = {
		0x258, 0, 5, 2, 0x398, 1ul << 48, 1ul << 48, 0x8000000000000000ul};
	struct exec e = {.gpr = {[2] = at(&block), [4] = 99}};

	diag(&e, 2, 4, 0x258);
	EXPECT_DONE(&e, "establish");
	EXPECT(e.gpr[4] == 0, "return code %lu", e.gpr[4]);
	block.function = 1;
	diag(&e, 2, 4, 0x258);
	EXPECT_PGM(&e, PGM_SPECIFICATION, "cancel that names a token");
	block.token_addr = block.select = block.compare = block.reserved = 0;
	diag(&e, 2, 4, 0x258);
	EXPECT_DONE(&e, "cancel");
	EXPECT(e.gpr[4] == 0, "return code %lu of cancel", e.gpr[4]);
	diag(&e, 2, 4, 0x258);
	EXPECT(e.kind == KIND_SVC && e.gpr[4] == 4, "cancel of nothing: %s, %lu", exec_text(&e),
		e.gpr[4]);
	block.function = 7;
	diag(&e, 2, 4, 0x258);
	EXPECT(e.kind == KIND_PGM || e.gpr[4] != 0, "function 7: %s", exec_text(&e));
	e = (struct exec){.gpr[2] = at(&block) + 4};
	diag(&e, 2, 4, 0x258);
	EXPECT_PGM(&e, PGM_SPECIFICATION, "unaligned block");
}

static void d288_watchdog_is_set_and_cancelled(void)
{
	struct exec e = {.gpr = {[2] = 0, [3] = 60, [4] = at(command)}};

	e.gpr[5] = set_command("SYSTEM RESET");
	exec_insn(&e, INSN_DIAG(2, 4, 0x288));
	EXPECT_DONE(&e, "init");
	e = (struct exec){.gpr = {[2] = 2}};
	exec_insn(&e, INSN_DIAG(2, 4, 0x288));
	EXPECT_DONE(&e, "cancel");
	e = (struct exec){.gpr = {[2] = 0, [3] = 1, [4] = at(command), [5] = 12}};
	exec_insn(&e, INSN_DIAG(2, 4, 0x288));
	EXPECT_PGM(&e, PGM_SPECIFICATION, "an interval of 1 second");
}

static void d0dc_authorizes_nobody(void)
{
	/* As Linux has it: start, 32 bytes, the length of the data, addresses of identifier and data. */
	static uint32_t parm[8] __attribute__((aligned(8))) = {0x00DC8020, 0, 8};
	struct exec e = {.gpr = {[2] = at(parm), [4] = 0xEE}};

	diag(&e, 2, 4, 0x0DC);
	EXPECT_DONE(&e, "start");
	EXPECT(e.gpr[4] == DIAG0DC_NOT_AUTHORIZED, "return code %lX", e.gpr[4]);
	parm[0] = 0x00DC800F;
	diag(&e, 2, 4, 0x0DC);
	EXPECT_PGM(&e, PGM_SPECIFICATION, "a list that is too short");
	parm[0] = 0x00DD8020;
	diag(&e, 2, 4, 0x0DC);
	EXPECT_PGM(&e, PGM_SPECIFICATION, "a list of another code");
	e = (struct exec){.gpr[2] = 0x7FFFFFF0};
	diag(&e, 2, 4, 0x0DC);
	EXPECT_PGM(&e, PGM_ADDRESSING, "a list outside storage");
}

static void d2fc_describes_this_guest(void)
{
	static struct diag_2fc_parm parm __attribute__((aligned(8)));
	struct exec e = {.gpr[2] = at(&parm)};

	memset(parm.userid, 0x40, 16);
	parm.addr = be64(at(buffer));
	parm.size = be32(sizeof(buffer));
	parm.format = be32(2);
	diag(&e, 2, 4, 0x2FC);
	EXPECT(e.kind == KIND_SVC || e.pgm == PGM_SPECIFICATION, "%s", exec_text(&e));
}

/* ---- X'308' --------------------------------------------------------------------- */

static void d308_stores_the_ipl_block(void)
{
	struct exec e = {.gpr = {[2] = at(buffer), [3] = 0, [4] = 6}};

	memset(buffer, 0xEE, PAGE_SIZE);
	diag(&e, 2, 4, 0x308);
	EXPECT_DONE(&e, "store");
	EXPECT(e.gpr[3] == 1, "return code %lX", e.gpr[3]);
	EXPECT(*(uint16_t *)(buffer + 0x6E) == 0x000C, "device number %04X",
		*(uint16_t *)(buffer + 0x6E));
	e = (struct exec){.gpr = {[2] = at(buffer), [3] = 0, [4] = 5}};
	diag(&e, 2, 4, 0x308);
	EXPECT_DONE(&e, "set");
	EXPECT(e.gpr[3] == 1, "return code of set %lX", e.gpr[3]);
}

static void d308_refuses(void)
{
	static const struct {
		const char *what;
		unsigned rx;
		uint64_t addr, subcode;
		uint16_t pgm;
	} rows[] = {
		{"subcode 2", 2, 0, 2, PGM_SPECIFICATION},
		{"subcode 99", 2, 0, 99, PGM_SPECIFICATION},
		{"odd Rx", 3, 0, 6, PGM_SPECIFICATION},
		{"block off its page", 2, SCRATCH + 8, 6, PGM_SPECIFICATION},
		{"block beyond storage", 2, BEYOND, 6, PGM_ADDRESSING},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct exec e = {.gpr = {[2] = rows[i].addr, [4] = rows[i].subcode}};

		diag(&e, rows[i].rx, 4, 0x308);
		EXPECT(e.kind == KIND_PGM && e.pgm == rows[i].pgm, "%s: %s", rows[i].what,
			exec_text(&e));
	}
	struct exec e = {.gpr = {[2] = SCRATCH, [4] = 5}};

	memset((void *)SCRATCH, 0xFF, PAGE_SIZE);
	diag(&e, 2, 4, 0x308);
	EXPECT(e.kind == KIND_SVC && e.gpr[3] != 1, "set of a bad block: %s, return code %lX",
		exec_text(&e), e.gpr[3]);
}

/* CPU and subsystem reset, then the PSW at absolute 0; the mode is ESA/390 again. */
static void d308_load_normal_reset_takes_the_psw_at_zero(void)
{
	register uint64_t reg4 asm("4") = 1;
	struct prefix_arch saved = *lowcore();
	uint64_t came = 0;

	asm volatile("	stmg	%%r6,%%r15,0x400\n"
		     "	larl	%%r7,0f\n"
		     "	llilh	%%r8,0x8000\n"
		     "	or	%%r8,%%r7\n"
		     "	llilh	%%r9,0x0008\n"
		     "	st	%%r9,0\n"
		     "	st	%%r8,4\n"
		     "	lghi	%%r2,0\n"
		     "	diag	%%r2,%%r4,0x308\n"
		     "	.short	0\n"
		     "0:	lhi	%%r1,1\n"
		     "	xr	%%r2,%%r2\n"
		     "1:	sigp	%%r1,%%r2,0x12\n"
		     "	brc	2,1b\n"
		     "	sam64\n"
		     "	lmg	%%r6,%%r15,0x400\n"
		     "	lghi	%0,0x308\n"
		     : "=&d"(came)
		     : "d"(reg4)
		     : "1", "2", "3", "7", "8", "9", "cc", "memory");
	*lowcore() = saved;
	EXPECT(came == 0x308, "did not come back");
	EXPECT(STORE_CR(0) == 0xE0 && STORE_CR(6) == 0, "CR0 %lX CR6 %lX", STORE_CR(0),
		STORE_CR(6));
	LOAD_CR(0, 0);
	LOAD_CR(6, 0x80000000ul >> CONSOLE_ISC);
	EXPECT(io_enable(io_find(CONSOLE_DEVNO), CONSOLE_ISC) == 0,
		"the console can't be enabled again");
}

/* ---- Commands: DIAGNOSE X'08' ---- */

#define TABLES  0x200000ul
#define ENTRIES 2048u

/* A table of which each entry leads to the next one. Its origin. */
static uint64_t make_table(unsigned nr, uint64_t entry)
{
	uint64_t *table = (uint64_t *)(TABLES + nr * ENTRIES * sizeof(entry));

	for (unsigned i = 0; i < ENTRIES; i++)
		table[i] = entry;
	return (uint64_t)table;
}

/* All of 2**64 bytes are one page of zeros, again and again: to look at each would take CP for ever. */
static void vmdump_of_a_space_without_end_ends(void)
{
	static const char ended[] = "HCPCDM7035I";
	uint64_t at;
	bool is_ended = false;

	if (!is_vm)
		return test_skip("in virtual machines only");
	memset((void *)SCRATCH, 0, PAGE_SIZE);
	at = make_table(0, SCRATCH); /* of pages: its first 256 entries */
	at = make_table(1, at);      /* of segments */
	for (unsigned level = 1; level < 4; level++)
		at = make_table(1 + level, at | level << 2 | 3);
	at |= 3 << 2 | 3;
	LOAD_CR(1, at);
	cp("VMDUMP V0-FFFFFFFFFFFFFFFF");
	LOAD_CR(1, 0);
	for (unsigned i = 0; i + sizeof(ended) <= sizeof(cp_text); i++)
		is_ended |= memcmp(cp_text + i, ended, sizeof(ended) - 1) == 0;
	EXPECT(is_ended, "%s", cp_text);
	cp("PURGE READER CLASS V");
}

const struct test tests[] = {
	TEST(unknown_codes_are_specification_exceptions),
	TEST(every_code_is_privileged),
	TEST(d000_identifies),
	TEST(d008_answers_into_a_buffer),
	TEST(d008_says_what_did_not_fit),
	TEST(d008_gives_the_return_code),
	TEST(d008_without_a_buffer),
	TEST(d008_refuses_bad_operands),
	TEST(d00c_and_d270_tell_the_time),
	TEST(d010_releases_pages),
	TEST(d014_without_a_file),
	TEST(d210_and_d024_describe_devices),
	TEST(d044_and_d09c_come_back),
	TEST(d060_and_d260_tell_the_size),
	TEST(d064_has_no_segment_of_that_name),
	TEST(d204_describes_the_partition),
	TEST(d258_accepts_a_token_request),
	TEST(d288_watchdog_is_set_and_cancelled),
	TEST(d0dc_authorizes_nobody),
	TEST(d2fc_describes_this_guest),
	TEST(d308_stores_the_ipl_block),
	TEST(d308_refuses),
	TEST(d308_load_normal_reset_takes_the_psw_at_zero),
	TEST(vmdump_of_a_space_without_end_ends),
	{0},
};
