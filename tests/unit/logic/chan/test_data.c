// SPDX-License-Identifier: Apache-2.0
/* How data moves: lengths, data chaining, IDAWs, MIDAWs, skipping, keys, mapped frames. */
#include "harness.h"

static struct guest guest;
static struct chan_prog prog;

/* PoP, Incorrect Length: the device has 80 bytes (02), wants 80 (41), or takes all (01). */
static const struct {
	uint32_t orb;
	uint8_t cmd, flags;
	uint16_t count;
	uint8_t cstat;
	uint16_t residual;
} lengths[] = {
	{ORB_FORMAT, 0x02, 0, 80, 0, 0},
	{ORB_FORMAT, 0x02, 0, 81, CSTAT_INCORRECT_LENGTH, 1},
	{ORB_FORMAT, 0x02, 0, 79, CSTAT_INCORRECT_LENGTH, 0},
	{ORB_FORMAT, 0x02, CCW_SLI, 81, 0, 1},
	{ORB_FORMAT, 0x02, CCW_SLI, 79, 0, 0},
	{ORB_FORMAT, 0x02, 0, 0, CSTAT_INCORRECT_LENGTH, 0},
	{0, 0x02, CCW_SLI, 100, 0, 20},
	{ORB_FORMAT, 0x41, 0, 80, 0, 0},
	{ORB_FORMAT, 0x41, 0, 100, CSTAT_INCORRECT_LENGTH, 20},
	{ORB_FORMAT, 0x41, 0, 60, CSTAT_INCORRECT_LENGTH, 0},
	{ORB_FORMAT, 0x41, CCW_SLI, 60, 0, 0},
	{ORB_FORMAT, 0x01, 0, 60, 0, 0},
	{ORB_FORMAT, 0x01, 0, 5000, 0, 0},
	/* Immediate operations: never by format 0, by format 1 unless L or SLI; a count of 0 is
	   right. */
	{0, 0x07, 0, 1, 0, 1},
	{ORB_FORMAT, 0x07, 0, 1, CSTAT_INCORRECT_LENGTH, 1},
	{ORB_FORMAT, 0x07, CCW_SLI, 1, 0, 1},
	{ORB_FORMAT | ORB_L, 0x07, 0, 1, 0, 1},
	{ORB_FORMAT, 0x07, 0, 0, 0, 0},
	{ORB_FORMAT, CCW_CMD_NOP, 0, 1, 0, 1},
};

START_TEST(reports_wrong_lengths)
{
	for (size_t i = 0; i < ARRAY_LEN(lengths); i++) {
		guest_init(&guest);
		if (lengths[i].orb & ORB_FORMAT)
			put_ccw1(&guest, 0x1000, lengths[i].cmd, lengths[i].flags, lengths[i].count,
				0x2000);
		else
			put_ccw0(&guest, 0x1000, lengths[i].cmd, lengths[i].flags, lengths[i].count,
				0x2000);
		run(&guest, &prog, lengths[i].orb);
		ck_assert_msg(prog.state == CHAN_ENDED && prog.dstat == DSTAT_END &&
				      prog.cstat == lengths[i].cstat &&
				      prog.count == lengths[i].residual,
			"row %d: cstat %02X, residual count %d", (int)i, prog.cstat, prog.count);
	}
}
END_TEST

START_TEST(a_wrong_length_ends_command_chaining)
{
	guest_init(&guest);
	put_ccw1(&guest, 0x1000, 0x02, CCW_CC, 79, 0x2000);
	put_ccw1(&guest, 0x1008, 0x07, 0, 0, 0);
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, DSTAT_END, CSTAT_INCORRECT_LENGTH);
	ck_assert_int_eq(guest.commands, 1);
	put_ccw1(&guest, 0x1000, 0x02, CCW_CC | CCW_SLI, 79, 0x2000);
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, DSTAT_END, 0);
	ck_assert_int_eq(guest.commands, 3);
}
END_TEST

START_TEST(stores_exactly_what_the_count_allows)
{
	guest_init(&guest);
	memset(guest.stor + 0x2000, 0xEE, 100);
	put_ccw1(&guest, 0x1000, 0x02, CCW_SLI, 10, 0x2001);
	run(&guest, &prog, ORB_FORMAT);
	ck_assert_int_eq(guest.stor[0x2000], 0xEE);
	ck_assert_int_eq(guest.stor[0x2001], 0);
	ck_assert_int_eq(guest.stor[0x200A], 9);
	ck_assert_int_eq(guest.stor[0x200B], 0xEE);
}
END_TEST

START_TEST(data_chaining_spreads_one_record)
{
	guest_init(&guest);
	put_ccw1(&guest, 0x1000, 0x02, CCW_CD, 30, 0x2000);
	put_ccw1(&guest, 0x1008, 0x00, CCW_CD | CCW_SKIP, 10, 0x3000); /* the command is ignored */
	put_ccw1(&guest, 0x1010, 0x08, 0, 0, 0x1100);
	put_ccw1(&guest, 0x1100, 0xFF, CCW_PCI, 40, 0x4000);
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, DSTAT_END, CSTAT_PCI);
	ck_assert_uint_eq(prog.cpa, 0x1108);
	ck_assert_int_eq(guest.stor[0x201D], 29);
	ck_assert_int_eq(guest.stor[0x3001], 0);
	ck_assert_int_eq(guest.stor[0x4000], 40);
	ck_assert_int_eq(guest.stor[0x4027], 79);
	ck_assert_int_eq(guest.commands, 1);
}
END_TEST

START_TEST(a_record_that_ends_before_its_chain_has_a_wrong_length)
{
	guest_init(&guest);
	put_ccw1(&guest, 0x1000, 0x02, CCW_CD | CCW_SLI, 90, 0x2000); /* SLI does not help */
	put_ccw1(&guest, 0x1008, 0x00, CCW_SLI, 10, 0x3000);
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, DSTAT_END, CSTAT_INCORRECT_LENGTH);
	ck_assert_uint_eq(prog.cpa, 0x1008);
	ck_assert_int_eq(prog.count, 10);
	put_ccw1(&guest, 0x1000, 0x02, CCW_CD, 75, 0x2000);
	run(&guest, &prog, ORB_FORMAT); /* the last CCW counts, and it has SLI */
	assert_status(&prog, DSTAT_END, 0);
	ck_assert_int_eq(prog.count, 5);
	ck_assert_uint_eq(prog.cpa, 0x1010);
}
END_TEST

START_TEST(data_chaining_refuses_bad_ccws)
{
	static const struct {
		uint8_t flags;
		uint16_t count;
		uint32_t addr;
	} bad[] = {{0, 0, 0x3000}, {CCW_S, 10, 0x3000}, {0, 10, 0x80000000}};

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		guest_init(&guest);
		put_ccw1(&guest, 0x1000, 0x01, CCW_CD, 30, 0x2000);
		put_ccw1(&guest, 0x1008, 0x01, bad[i].flags, bad[i].count, bad[i].addr);
		run(&guest, &prog, ORB_FORMAT | ORB_S);
		assert_status(&prog, DSTAT_END, CSTAT_PROGRAM_CHECK);
		ck_assert_uint_eq(guest.got_len, 30);
		ck_assert_uint_eq(prog.cpa, 0x1010);
	}
}
END_TEST

START_TEST(endless_data_chaining_ends)
{
	guest_init(&guest);
	put_ccw1(&guest, 0x1000, 0x01, CCW_CD, 1, 0x2000);
	put_ccw1(&guest, 0x1008, 0x08, 0, 0, 0x1000);
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, DSTAT_END, CSTAT_PROGRAM_CHECK);
	ck_assert_uint_eq(guest.got_len, 4097);
}
END_TEST

START_TEST(data_stops_at_the_end_of_storage)
{
	guest_init(&guest);
	put_ccw1(&guest, 0x1000, 0x02, CCW_CC, 80, STOR_SIZE - 79);
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, DSTAT_END, CSTAT_PROGRAM_CHECK);
	put_ccw1(&guest, 0x1000, 0x02, 0, 80, STOR_SIZE - 80);
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, DSTAT_END, 0);
	ck_assert_int_eq(guest.stor[STOR_SIZE - 1], 79);
}
END_TEST

START_TEST(data_crosses_pages_in_parts)
{
	guest_init(&guest);
	put_ccw1(&guest, 0x1000, 0x02, 0, 80, 0x2FFF);
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, DSTAT_END, 0);
	ck_assert_int_eq(guest.stor[0x304E], 79);
	/* The first page has the data when the second is protected, and the count says so. */
	guest_init(&guest);
	guest.keys[0x3000 / 2048] = 0x10;
	put_ccw1(&guest, 0x1000, 0x02, 0, 80, 0x2FF0);
	run(&guest, &prog, ORB_FORMAT | 0x50000000);
	assert_status(&prog, DSTAT_END, CSTAT_PROTECTION_CHECK);
	guest.keys[0x2800 / 2048] = 0x50;
	run(&guest, &prog, ORB_FORMAT | 0x50000000);
	assert_status(&prog, DSTAT_END, CSTAT_PROTECTION_CHECK);
	ck_assert_int_eq(guest.stor[0x2FFF], 15);
	ck_assert_int_eq(prog.count, 64);
	/* Fetching needs no matching key without fetch protection. */
	put_ccw1(&guest, 0x1000, 0x01, 0, 80, 0x2FF0);
	run(&guest, &prog, ORB_FORMAT | 0x50000000);
	assert_status(&prog, DSTAT_END, 0);
	guest.keys[0x3000 / 2048] = 0x11;
	run(&guest, &prog, ORB_FORMAT | 0x50000000);
	assert_status(&prog, DSTAT_END, CSTAT_PROTECTION_CHECK);
}
END_TEST

START_TEST(storage_that_fails_is_a_data_check)
{
	guest_init(&guest);
	put_ccw1(&guest, 0x1000, 0x0A, 0, 5, 0x2000);
	run(&guest, &prog, ORB_FORMAT);
	guest.is_broken = true;
	guest.lines = 1;
	chan_wake(&prog);
	chan_run(&prog, 1);
	assert_status(&prog, DSTAT_END, CSTAT_DATA_CHECK);
}
END_TEST

/* IDAW lists at X'1800', 3000 bytes read to X'2010'...; PoP, Indirect-Data-Address Word. */
static const struct {
	const char *what;
	uint32_t orb;
	uint16_t count;
	uint64_t idaw[3];
	uint8_t cstat;
} idaws[] = {
	{"2 KB blocks", ORB_FORMAT, 4096, {0x2000, 0x4000}, 0},
	{"first inside a block", ORB_FORMAT, 4096, {0x2010, 0x4000, 0x5800}, 0},
	{"second inside a block", ORB_FORMAT, 4096, {0x2010, 0x4010, 0}, CSTAT_PROGRAM_CHECK},
	{"bit 0 of format 1", ORB_FORMAT, 4096, {0x80002000, 0x4000}, CSTAT_PROGRAM_CHECK},
	{"outside storage", ORB_FORMAT, 4096, {0x2000, STOR_SIZE}, CSTAT_PROGRAM_CHECK},
	{"not needed and bad", ORB_FORMAT, 2048, {0x2000, 0x80000001}, CSTAT_INCORRECT_LENGTH},
	{"4 KB blocks", ORB_FORMAT | ORB_H, 4096, {0x2010, 0x4000}, 0},
	{"second on 2 KB", ORB_FORMAT | ORB_H, 4096, {0x2010, 0x4800}, CSTAT_PROGRAM_CHECK},
	{"2 KB blocks of format 2", ORB_FORMAT | ORB_H | ORB_T, 4096, {0x2010, 0x4800, 0x6000}, 0},
	{"format 2 beyond storage", ORB_FORMAT | ORB_H, 4096, {0x2010, 0x8000000000000000ull},
		CSTAT_PROGRAM_CHECK},
	{"at the end of addresses", ORB_FORMAT | ORB_H, 4096, {0xFFFFFFFFFFFFFFFFull, 0},
		CSTAT_PROGRAM_CHECK},
	{"T means nothing to format 1", ORB_FORMAT | ORB_T, 4096, {0x2000, 0x4800}, 0},
	{"CCWs of format 0, wide IDAWs", ORB_H, 4096, {0x2010, 0x4000}, 0},
};

static void check_idaw_data(size_t i)
{
	uint32_t block = idaws[i].orb & ORB_H && !(idaws[i].orb & ORB_T) ? 4096 : 2048;
	uint32_t at = 0;

	for (int n = 0; at < idaws[i].count; n++) {
		uint32_t addr = (uint32_t)idaws[i].idaw[n];

		do {
			ck_assert_msg(guest.stor[addr] == (uint8_t)at, "%s: byte %u at %X is %02X",
				idaws[i].what, at, addr, guest.stor[addr]);
			addr++;
			at++;
		} while (addr % block && at < idaws[i].count);
	}
}

START_TEST(idaws_name_the_blocks)
{
	for (size_t i = 0; i < ARRAY_LEN(idaws); i++) {
		guest_init(&guest);
		for (uint32_t n = 0; n < 3; n++) {
			if (idaws[i].orb & ORB_H)
				put_u64(&guest, 0x1800 + 8 * n, idaws[i].idaw[n]);
			else
				put_u32(&guest, 0x1800 + 4 * n, (uint32_t)idaws[i].idaw[n]);
		}
		if (idaws[i].orb & ORB_FORMAT)
			put_ccw1(&guest, 0x1000, 0x22, CCW_IDA, idaws[i].count, 0x1800);
		else
			put_ccw0(&guest, 0x1000, 0x22, CCW_IDA, idaws[i].count, 0x1800);
		run(&guest, &prog, idaws[i].orb);
		ck_assert_msg(prog.state == CHAN_ENDED && prog.cstat == idaws[i].cstat, "%s: %02X",
			idaws[i].what, prog.cstat);
		if (!(idaws[i].cstat & CSTAT_PROGRAM_CHECK))
			check_idaw_data(i);
	}
}
END_TEST

START_TEST(idaws_are_read_when_they_are_needed)
{
	guest_init(&guest);
	put_ccw1(&guest, 0x1000, 0x02, CCW_IDA | CCW_SKIP, 80, STOR_SIZE);
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, DSTAT_END, 0); /* nothing is stored: no list is needed */
	put_ccw1(&guest, 0x1000, 0x02, CCW_IDA, 80, STOR_SIZE);
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, DSTAT_END, CSTAT_PROGRAM_CHECK);
	put_ccw1(&guest, 0x1000, 0x01, CCW_IDA | CCW_SKIP, 80, STOR_SIZE);
	run(&guest, &prog, ORB_FORMAT); /* there is no skipping of output */
	assert_status(&prog, DSTAT_END, CSTAT_PROGRAM_CHECK);
}
END_TEST

struct midaw_case {
	const char *what;
	uint32_t list;
	struct {
		uint8_t flags;
		uint16_t count;
		uint64_t addr;
	} midaw[3];
	uint8_t cstat;
};

/* 80 bytes by a CCW of count 80. */
static const struct midaw_case midaws[] = {
	{"two", 0x1800, {{0, 30, 0x2FE2}, {MIDAW_LAST, 50, 0x4001}}, 0},
	{"one with a hole", 0x1800,
		{{0, 10, 0x2000}, {MIDAW_SKIP, 20, 0x1FFFFFFFFull}, {MIDAW_LAST, 50, 0x4000}}, 0},
	{"data-transfer interruption", 0x1800, {{MIDAW_LAST | MIDAW_DTI, 80, 0x2000}}, CSTAT_PCI},
	{"last too early", 0x1800, {{MIDAW_LAST, 30, 0x2000}, {MIDAW_LAST, 50, 0x4000}},
		CSTAT_PROGRAM_CHECK},
	{"never last", 0x1800, {{0, 30, 0x2000}, {0, 50, 0x4000}}, CSTAT_PROGRAM_CHECK},
	{"too much", 0x1800, {{0, 30, 0x2000}, {MIDAW_LAST, 51, 0x4000}}, CSTAT_PROGRAM_CHECK},
	{"count 0", 0x1800, {{0, 0, 0x2000}, {MIDAW_LAST, 80, 0x4000}}, CSTAT_PROGRAM_CHECK},
	{"reserved flag", 0x1800, {{MIDAW_LAST | 1, 80, 0x2000}}, CSTAT_PROGRAM_CHECK},
	{"up to a page's end", 0x1800, {{MIDAW_LAST, 80, 0x2FB0}}, 0},
	{"across a page's end", 0x1800, {{MIDAW_LAST, 80, 0x2FB1}}, CSTAT_PROGRAM_CHECK},
	{"a list across a page's end", 0x1FF0, {{0, 30, 0x3000}, {MIDAW_LAST, 50, 0x4000}},
		CSTAT_PROGRAM_CHECK},
	{"outside storage", 0x1800, {{MIDAW_LAST, 80, STOR_SIZE}}, CSTAT_PROGRAM_CHECK},
};

START_TEST(midaws_name_the_pieces)
{
	for (size_t i = 0; i < ARRAY_LEN(midaws); i++) {
		const struct midaw_case *row = &midaws[i];
		uint8_t value = 0;

		guest_init(&guest);
		for (uint32_t n = 0; n < 3; n++)
			put_midaw(&guest, row->list + 16 * n, row->midaw[n].flags,
				row->midaw[n].count, row->midaw[n].addr);
		put_ccw1(&guest, 0x1000, 0x02, CCW_MIDA, 80, row->list);
		run(&guest, &prog, ORB_FORMAT | ORB_D);
		ck_assert_msg(prog.state == CHAN_ENDED && prog.cstat == row->cstat, "%s: %02X",
			row->what, prog.cstat);
		for (int n = 0; n < 3 && !(row->cstat & ~CSTAT_PCI); n++) {
			for (uint16_t k = 0; k < row->midaw[n].count; k++, value++) {
				if (!(row->midaw[n].flags & MIDAW_SKIP))
					ck_assert_int_eq(guest.stor[row->midaw[n].addr + k], value);
			}
		}
	}
}
END_TEST

START_TEST(midaw_with_rubbish_in_its_zeros_is_refused)
{
	for (uint32_t byte = 0; byte < 5; byte++) {
		guest_init(&guest);
		put_midaw(&guest, 0x1800, MIDAW_LAST, 80, 0x2000);
		guest.stor[0x1800 + byte] = 1;
		put_ccw1(&guest, 0x1000, 0x02, CCW_MIDA, 80, 0x1800);
		run(&guest, &prog, ORB_FORMAT | ORB_D);
		assert_status(&prog, DSTAT_END, CSTAT_PROGRAM_CHECK);
	}
}
END_TEST

START_TEST(direct_data_ends_where_addresses_end)
{
	guest_init(&guest);
	guest.is_huge = true;
	put_ccw0(&guest, 0x1000, 0x01, 0, 2, 0xFFFFFF);
	run(&guest, &prog, 0);
	assert_status(&prog, DSTAT_END, CSTAT_PROGRAM_CHECK);
	ck_assert_uint_eq(guest.got_len, 1);
	ck_assert_int_eq(prog.count, 1);
	put_ccw1(&guest, 0x1000, 0x01, 0, 2, 0x7FFFFFFF);
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, DSTAT_END, CSTAT_PROGRAM_CHECK);
	ck_assert_uint_eq(guest.got_len, 2);
	put_ccw1(&guest, 0x1000, 0x01, 0, 2, 0x7FFFFFFE);
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, DSTAT_END, 0);
}
END_TEST

START_TEST(peek_looks_and_does_not_take)
{
	guest_init(&guest);
	memcpy(guest.stor + 0x2000, "abcdefgh", 9);
	put_ccw1(&guest, 0x1000, 0x12, 0, 8, 0x2000);
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, DSTAT_END, 0);
	ck_assert_str_eq((char *)guest.stor + 0x2000, "abcdmore");
	put_ccw1(&guest, 0x1000, 0x12, 0, 8, STOR_SIZE);
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, DSTAT_END, CSTAT_PROGRAM_CHECK);
	/* It stays within a CCW, and chains nothing. */
	memcpy(guest.stor + 0x2000, "abcdefgh", 9);
	put_ccw1(&guest, 0x1000, 0x12, CCW_CD, 2, 0x2000);
	put_ccw1(&guest, 0x1008, 0x00, 0, 6, 0x2002);
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, DSTAT_END, 0);
	ck_assert_mem_eq(guest.stor + 0x2000, "ab\0\0more", 8);
}
END_TEST

START_TEST(frames_are_mapped_where_they_fit)
{
	guest_init(&guest);
	guest.can_map = true;
	put_ccw1(&guest, 0x1000, 0x22, 0, 4096, 0x3000);
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, DSTAT_END, 0);
	ck_assert_int_eq(guest.mapped[3], 1);
	ck_assert_int_eq(prog.count, 0);
	ck_assert_int_eq(guest.stor[0x3FFF], 0xFF);
	/* By a wide IDAW too. */
	put_ccw1(&guest, 0x1000, 0x22, CCW_IDA, 4096, 0x1800);
	put_u64(&guest, 0x1800, 0x5000);
	run(&guest, &prog, ORB_FORMAT | ORB_H);
	assert_status(&prog, DSTAT_END, 0);
	ck_assert_int_eq(guest.mapped[5], 1);
}
END_TEST

START_TEST(frames_are_copied_where_they_do_not_fit)
{
	static const struct {
		uint8_t flags;
		uint32_t addr, orb;
		uint16_t count;
	} rows[] = {{0, 0x3008, 0, 4096}, {CCW_SKIP, 0x3000, 0, 4096}, {0, 0x3000, 0, 4095},
		{CCW_IDA, 0x1800, 0, 4096}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		guest_init(&guest);
		guest.can_map = true;
		put_u32(&guest, 0x1800, 0x5000);
		put_u32(&guest, 0x1804, 0x5800);
		put_ccw1(
			&guest, 0x1000, 0x22, rows[i].flags | CCW_SLI, rows[i].count, rows[i].addr);
		run(&guest, &prog, ORB_FORMAT);
		assert_status(&prog, DSTAT_END, 0);
		ck_assert_int_eq(prog.count, 0);
		for (size_t page = 0; page < sizeof(guest.mapped); page++)
			ck_assert_int_eq(guest.mapped[page], 0);
	}
	ck_assert_int_eq(guest.stor[0x5FFF], 0xFF);
	/* A hole takes nothing at all. */
	put_midaw(&guest, 0x1800, MIDAW_LAST | MIDAW_SKIP, 4096, 0x6000);
	put_ccw1(&guest, 0x1000, 0x22, CCW_MIDA, 4096, 0x1800);
	run(&guest, &prog, ORB_FORMAT | ORB_D);
	assert_status(&prog, DSTAT_END, 0);
	ck_assert_int_eq(guest.mapped[6], 0);
	ck_assert_int_eq(guest.stor[0x6001], 0);
}
END_TEST

UNIT_MAIN("logic/chan/data", reports_wrong_lengths, a_wrong_length_ends_command_chaining,
	stores_exactly_what_the_count_allows, data_chaining_spreads_one_record,
	a_record_that_ends_before_its_chain_has_a_wrong_length, data_chaining_refuses_bad_ccws,
	endless_data_chaining_ends, data_stops_at_the_end_of_storage, data_crosses_pages_in_parts,
	storage_that_fails_is_a_data_check, idaws_name_the_blocks,
	idaws_are_read_when_they_are_needed, midaws_name_the_pieces,
	midaw_with_rubbish_in_its_zeros_is_refused, direct_data_ends_where_addresses_end,
	peek_looks_and_does_not_take, frames_are_mapped_where_they_fit,
	frames_are_copied_where_they_do_not_fit)
