// SPDX-License-Identifier: Apache-2.0
/* Which CCWs are refused, with what status, and where the SCSW then says the program was. */
#include "harness.h"

static struct guest guest;
static struct chan_prog prog;

/* One program of one CCW at X'1000', PoP, Input/Output: Channel-Command Word. */
static const struct {
	const char *what;
	uint32_t orb;
	uint8_t cmd, flags;
	uint16_t count;
	uint32_t addr;
	uint8_t dstat, cstat;
} single[] = {
	{"a read", ORB_FORMAT, 0x02, 0, 80, 0x2000, DSTAT_END, 0},
	{"a read by format 0", 0, 0x02, 0, 80, 0x2000, DSTAT_END, 0},
	{"command 00", ORB_FORMAT, 0x00, 0, 80, 0x2000, 0, CSTAT_PROGRAM_CHECK},
	{"command F0", ORB_FORMAT, 0xF0, 0, 80, 0x2000, 0, CSTAT_PROGRAM_CHECK},
	{"command F0, format 0", 0, 0xF0, 0, 80, 0x2000, 0, CSTAT_PROGRAM_CHECK},
	{"a count of 0, format 0", 0, 0x07, 0, 0, 0x2000, 0, CSTAT_PROGRAM_CHECK},
	{"a count of 0, format 1", ORB_FORMAT, 0x07, 0, 0, 0x2000, DSTAT_END, 0},
	{"a count of 0 with chained data", ORB_FORMAT, 0x07, CCW_CD, 0, 0x2000, 0,
		CSTAT_PROGRAM_CHECK},
	{"the highest data address", ORB_FORMAT, 0x07, CCW_SLI, 1, 0x7FFFFFFF, DSTAT_END, 0},
	{"a data address beyond 2 GB", ORB_FORMAT, 0x07, CCW_SLI, 1, 0x80000000, 0,
		CSTAT_PROGRAM_CHECK},
	{"a first CCW that is a TIC", ORB_FORMAT, 0x08, 0, 0, 0x2000, 0, CSTAT_PROGRAM_CHECK},
	{"the S flag without leave to suspend", ORB_FORMAT, 0x07, CCW_S, 0, 0, 0,
		CSTAT_PROGRAM_CHECK},
	{"MIDAWs without leave", ORB_FORMAT, 0x02, CCW_MIDA, 80, 0x2000, 0, CSTAT_PROGRAM_CHECK},
	{"MIDAWs and IDAWs at once", ORB_FORMAT | ORB_D, 0x02, CCW_MIDA | CCW_IDA, 80, 0x2000, 0,
		CSTAT_PROGRAM_CHECK},
	{"a MIDAW list on 8", ORB_FORMAT | ORB_D, 0x07, CCW_SLI | CCW_MIDA, 80, 0x2008, 0,
		CSTAT_PROGRAM_CHECK},
	{"a MIDAW list on 16", ORB_FORMAT | ORB_D, 0x07, CCW_SLI | CCW_MIDA, 80, 0x2010, DSTAT_END,
		0},
	{"an IDAW list on 2", ORB_FORMAT, 0x07, CCW_SLI | CCW_IDA, 80, 0x2002, 0,
		CSTAT_PROGRAM_CHECK},
	{"an IDAW list on 4", ORB_FORMAT, 0x07, CCW_SLI | CCW_IDA, 80, 0x2004, DSTAT_END, 0},
	{"a list of wide IDAWs on 4", ORB_FORMAT | ORB_H, 0x07, CCW_SLI | CCW_IDA, 80, 0x2004, 0,
		CSTAT_PROGRAM_CHECK},
	{"a list of wide IDAWs on 8", ORB_FORMAT | ORB_H, 0x07, CCW_SLI | CCW_IDA, 80, 0x2008,
		DSTAT_END, 0},
	{"reading backward", ORB_FORMAT, 0x0C, 0, 80, 0x2000, DSTAT_END | DSTAT_UNIT_CHECK, 0},
	{"an unknown command", ORB_FORMAT, 0xC3, 0, 80, 0x2000, DSTAT_END | DSTAT_UNIT_CHECK, 0},
	{"an unknown command with bad data", ORB_FORMAT, 0xC2, 0, 80, 0x7FFFFFFF,
		DSTAT_END | DSTAT_UNIT_CHECK, 0},
};

START_TEST(checks_each_ccw)
{
	for (size_t i = 0; i < ARRAY_LEN(single); i++) {
		guest_init(&guest);
		if (single[i].orb & ORB_FORMAT)
			put_ccw1(&guest, 0x1000, single[i].cmd, single[i].flags, single[i].count,
				single[i].addr);
		else
			put_ccw0(&guest, 0x1000, single[i].cmd, single[i].flags, single[i].count,
				single[i].addr);
		run(&guest, &prog, single[i].orb);
		ck_assert_msg(prog.state == CHAN_ENDED && prog.dstat == single[i].dstat &&
				      prog.cstat == single[i].cstat && prog.cpa == 0x1008,
			"%s: status %02X%02X, cpa %X", single[i].what, prog.dstat, prog.cstat,
			prog.cpa);
	}
}
END_TEST

static const struct {
	const char *what;
	uint32_t orb, addr;
	uint8_t cstat;
} first[] = {
	{"on 4", ORB_FORMAT, 0x1004, CSTAT_PROGRAM_CHECK},
	{"outside storage", ORB_FORMAT, STOR_SIZE, CSTAT_PROGRAM_CHECK},
	{"the last place of format 1", ORB_FORMAT, 0x7FFFFFF8, CSTAT_PROGRAM_CHECK},
	{"beyond format 0", 0, 0x01000000, CSTAT_PROGRAM_CHECK},
	{"the last CCW in storage", ORB_FORMAT, STOR_SIZE - 8, 0},
	{"the last CCW in storage, format 0", 0, STOR_SIZE - 8, 0},
};

START_TEST(checks_the_address_of_the_first_ccw)
{
	for (size_t i = 0; i < ARRAY_LEN(first); i++) {
		guest_init(&guest);
		if (first[i].orb)
			put_ccw1(&guest, STOR_SIZE - 8, 0x07, CCW_SLI, 1, 0);
		else
			put_ccw0(&guest, STOR_SIZE - 8, 0x07, CCW_SLI, 1, 0);
		run_at(&guest, &prog, first[i].orb, first[i].addr);
		ck_assert_msg(prog.state == CHAN_ENDED && prog.cstat == first[i].cstat &&
				      prog.dstat == (first[i].cstat ? 0 : DSTAT_END) &&
				      prog.cpa == first[i].addr + 8,
			"%s", first[i].what);
		ck_assert_int_eq(guest.commands, first[i].cstat ? 0 : 1);
	}
}
END_TEST

/* The second CCW, at X'1008', is a TIC; PoP, Transfer in Channel, and CCW Address in the SCSW. */
static const struct {
	const char *what;
	uint32_t orb;
	uint8_t cmd, flags;
	uint16_t count;
	uint32_t addr;
	uint8_t cstat;
	uint32_t cpa;
} tic[] = {
	{"good, format 1", ORB_FORMAT, 0x08, 0, 0, 0x3000, 0, 0x3008},
	{"good, format 0, with rubbish in it", 0, 0xF8, 0xFF, 1, 0x3000, 0, 0x3008},
	{"format 1, high digit", ORB_FORMAT, 0xF8, 0, 0, 0x3000, CSTAT_PROGRAM_CHECK, 0x1010},
	{"format 1, flags", ORB_FORMAT, 0x08, CCW_CC, 0, 0x3000, CSTAT_PROGRAM_CHECK, 0x1010},
	{"format 1, count", ORB_FORMAT, 0x08, 0, 1, 0x3000, CSTAT_PROGRAM_CHECK, 0x1010},
	{"to 4", ORB_FORMAT, 0x08, 0, 0, 0x3004, CSTAT_PROGRAM_CHECK, 0x1010},
	{"beyond 2 GB", ORB_FORMAT, 0x08, 0, 0, 0x80003000, CSTAT_PROGRAM_CHECK, 0x1010},
	{"outside storage", ORB_FORMAT, 0x08, 0, 0, STOR_SIZE, CSTAT_PROGRAM_CHECK, 0x1010},
	{"to a TIC", ORB_FORMAT, 0x08, 0, 0, 0x3800, CSTAT_PROGRAM_CHECK, 0x3808},
	{"to itself", ORB_FORMAT, 0x08, 0, 0, 0x1008, CSTAT_PROGRAM_CHECK, 0x1010},
	{"to protected storage", ORB_FORMAT | 0x50000000, 0x08, 0, 0, 0x4000,
		CSTAT_PROTECTION_CHECK, 0x4008},
};

START_TEST(follows_one_tic_and_no_more)
{
	for (size_t i = 0; i < ARRAY_LEN(tic); i++) {
		guest_init(&guest);
		guest.keys[0x4000 / 2048] = 0x31;
		if (tic[i].orb & ORB_FORMAT) {
			put_ccw1(&guest, 0x1000, 0x07, CCW_CC, 0, 0);
			put_ccw1(&guest, 0x1008, tic[i].cmd, tic[i].flags, tic[i].count,
				tic[i].addr);
			put_ccw1(&guest, 0x3000, 0x07, 0, 0, 0);
			put_ccw1(&guest, 0x3800, 0x08, 0, 0, 0x3000);
		} else {
			put_ccw0(&guest, 0x1000, 0x07, CCW_CC | CCW_SLI, 1, 0);
			put_ccw0(&guest, 0x1008, tic[i].cmd, tic[i].flags, tic[i].count,
				tic[i].addr);
			put_ccw0(&guest, 0x3000, 0x07, CCW_SLI, 1, 0);
		}
		run(&guest, &prog, tic[i].orb);
		ck_assert_msg(prog.state == CHAN_ENDED && prog.cstat == tic[i].cstat &&
				      prog.cpa == tic[i].cpa && prog.dstat == DSTAT_END,
			"%s: cstat %02X, cpa %X", tic[i].what, prog.cstat, prog.cpa);
		ck_assert_int_eq(guest.commands, tic[i].cstat ? 1 : 2);
	}
}
END_TEST

START_TEST(reads_ccws_with_the_key_of_the_orb)
{
	guest_init(&guest);
	put_ccw1(&guest, 0x1000, 0x07, 0, 0, 0);
	guest.keys[0x1000 / 2048] = 0x30; /* no fetch protection */
	run(&guest, &prog, ORB_FORMAT | 0x50000000);
	assert_status(&prog, DSTAT_END, 0);
	guest.keys[0x1000 / 2048] = 0x31;
	run(&guest, &prog, ORB_FORMAT | 0x50000000);
	assert_status(&prog, 0, CSTAT_PROTECTION_CHECK);
	run(&guest, &prog, ORB_FORMAT | 0x30000000);
	assert_status(&prog, DSTAT_END, 0);
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, DSTAT_END, 0);
}
END_TEST

START_TEST(storage_that_fails_is_a_control_check)
{
	guest_init(&guest);
	guest.is_broken = true;
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, 0, CSTAT_CONTROL_CHECK);
}
END_TEST

START_TEST(program_ends_where_addresses_end)
{
	guest_init(&guest);
	put_ccw1(&guest, STOR_SIZE - 8, 0x07, CCW_CC, 0, 0);
	run_at(&guest, &prog, ORB_FORMAT, STOR_SIZE - 8);
	assert_status(&prog, DSTAT_END, CSTAT_PROGRAM_CHECK);
	ck_assert_uint_eq(prog.cpa, STOR_SIZE + 8);
	ck_assert_int_eq(guest.commands, 1);
}
END_TEST

UNIT_MAIN("logic/chan/ccw", checks_each_ccw, checks_the_address_of_the_first_ccw,
	follows_one_tic_and_no_more, reads_ccws_with_the_key_of_the_orb,
	storage_that_fails_is_a_control_check, program_ends_where_addresses_end)
