// SPDX-License-Identifier: Apache-2.0
/* Channel programs of format-0 CCWs: 24-bit addresses, chaining, what is refused. */
#include "esa.h"

#define WRITE 0x01u
#define NOP   0x03u
#define TIC   0x08u
#define CD    0x80u
#define CC    0x40u
#define SLI   0x20u
#define IDA   0x04u

static uint32_t ccw[8] __attribute__((aligned(8)));
static ebc8_t text[32];
static uint32_t idaw = BEYOND;

static void put(unsigned i, uint32_t command, const void *addr, uint32_t flags, uint32_t count)
{
	ccw[2 * i] = command << 24 | (uint32_t)addr;
	ccw[2 * i + 1] = flags << 24 | count;
}

static uint32_t console(void)
{
	return io_find(CONSOLE_DEVNO);
}

static void a_line_in_pieces(void)
{
	struct irb irb;
	int rc;

	ebc_from_ascii(text, "data-chained", 12);
	text[12] = EBC_NL;
	put(0, WRITE, text, CD, 4);
	put(1, TIC, &ccw[6], 0, 0);
	put(3, 0, text + 4, SLI, 9); /* data chaining: the command is not looked at */
	rc = io_run(console(), ccw, &irb);
	EXPECT(rc == 0 && irb.scsw.dstat == 0x0C && !irb.scsw.cstat,
		"rc %d, device %02X channel %02X", rc, irb.scsw.dstat, irb.scsw.cstat);
	EXPECT(be32_get(irb.scsw.ccw) == (uint32_t)&ccw[8], "CCW address %08X",
		be32_get(irb.scsw.ccw));
	EXPECT(!(be32_get(irb.scsw.ctl) & SCSW_FORMAT), "control %08X", be32_get(irb.scsw.ctl));
}

static void command_chaining_goes_on(void)
{
	struct irb irb;
	int rc;

	put(0, NOP, text, CC | SLI, 1);
	put(1, NOP, text, CC | SLI, 1);
	put(2, NOP, text, SLI, 1);
	rc = io_run(console(), ccw, &irb);
	EXPECT(rc == 0 && irb.scsw.dstat == 0x0C && be32_get(irb.scsw.ccw) == (uint32_t)&ccw[6],
		"rc %d, device %02X, CCW address %08X", rc, irb.scsw.dstat, be32_get(irb.scsw.ccw));
}

static void wrong_programs_are_program_checks(void)
{
	static const struct {
		const char *what;
		uint32_t command, addr, flags, count;
	} rows[] = {
		{"count zero", WRITE, SCRATCH, SLI, 0},
		{"a transfer first", TIC, SCRATCH, 0, 0},
		{"command zero", 0, SCRATCH, SLI, 1},
		{"a reserved flag", WRITE, SCRATCH, SLI | 0x01, 1},
		{"indirect data outside storage", WRITE, (uint32_t)&idaw, SLI | IDA, 8},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct irb irb = {.scsw = {.cstat = 0}};
		int rc;

		put(0, rows[i].command, (void *)rows[i].addr, rows[i].flags, rows[i].count);
		rc = io_run(console(), ccw, &irb);
		EXPECT(rc == 0 && irb.scsw.cstat & 0x20, "%s: rc %d, channel %02X", rows[i].what,
			rc, irb.scsw.cstat);
	}
}

static void ccw_address_has_24_bits(void)
{
	const struct orb orb __attribute__((aligned(8))) = {
		.flags = be32(0xFF00), .ccw = be32(0x01000000u | SCRATCH)};
	struct irb irb __attribute__((aligned(8)));
	struct exec e = {.mask = PSW0_IO | PSW0_WAIT};
	uint32_t ssid = console();

	put(0, NOP, text, SLI, 1);
	EXPECT(io_start(ssid, &orb) == 0, "SSCH");
	exec_run(&e);
	EXPECT(e.kind == KIND_IO && io_test(ssid, &irb) == 0 && irb.scsw.cstat & 0x20,
		"%s, channel %02X", exec_text(&e), irb.scsw.cstat);
}

const struct test io_tests[] = {
	TEST(a_line_in_pieces),
	TEST(command_chaining_goes_on),
	TEST(wrong_programs_are_program_checks),
	TEST(ccw_address_has_24_bits),
	{0},
};
