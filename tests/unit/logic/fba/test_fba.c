// SPDX-License-Identifier: Apache-2.0
/* The virtual 9336, by the channel programs of Linux's dasd_fba and by its refusals. */
#include "logic/fba/fba.h"

#include "lib/err.h"
#include "logic/chan/chan.h"
#include "unit.h"

#include <string.h>

#define NR_BLOCKS  100
#define STOR_SIZE  0x40000u
#define CCWS       0x100u
#define DATA       0x10000u
#define UNIT_CHECK (DSTAT_END | DSTAT_UNIT_CHECK)

static uint8_t stor[STOR_SIZE];
static uint8_t *pages[ROUND_UP(NR_BLOCKS, 8) / 8];
static unsigned nr_ccws;
static uint32_t next_data;
static bool is_full;
static struct fba fba;
static struct chan_prog prog;

static int stor_fetch(void *ctx, gabs_t addr, void *buf, uint32_t len, uint8_t key)
{
	(void)ctx, (void)key;
	if (addr > STOR_SIZE || len > STOR_SIZE - addr)
		return -E_RANGE;
	memcpy(buf, stor + addr, len);
	return 0;
}

static int stor_store(void *ctx, gabs_t addr, const void *buf, uint32_t len, uint8_t key)
{
	(void)ctx, (void)key;
	if (addr > STOR_SIZE || len > STOR_SIZE - addr)
		return -E_RANGE;
	memcpy(stor + addr, buf, len);
	return 0;
}

static const struct chan_stor_ops stor_ops = {.fetch = stor_fetch, .store = stor_store};

static unsigned nr_held; /* pages that are not done */

static uint8_t *page(void *ctx, uint32_t nr, bool make)
{
	(void)ctx;
	ck_assert_uint_lt(nr, ARRAY_LEN(pages));
	if (!pages[nr] && make && !is_full)
		pages[nr] = calloc(1, PAGE_SIZE);
	nr_held += pages[nr] != NULL;
	return pages[nr];
}

static void done(void *ctx)
{
	(void)ctx;
	ck_assert_uint_gt(nr_held, 0);
	nr_held--;
}

static void drop(void *ctx, uint32_t nr)
{
	(void)ctx;
	ck_assert_uint_lt(nr, ARRAY_LEN(pages));
	free(pages[nr]);
	pages[nr] = NULL;
}

static const struct fba_store_ops store = {page, done, drop};

static void program_begin(void)
{
	nr_ccws = 0;
	next_data = DATA;
}

static void setup(bool read_only)
{
	is_full = false;
	for (size_t i = 0; i < ARRAY_LEN(pages); i++)
		drop(NULL, (uint32_t)i);
	fba_init(&fba, &store, NULL, NR_BLOCKS, read_only);
	program_begin();
}

/* A CCW with len bytes of data; returns where they are. */
static uint8_t *ccw(uint8_t cmd, uint8_t flags, const void *data, uint16_t len)
{
	struct ccw1 ccw = {cmd, flags | (flags & CCW_CD ? 0 : CCW_CC), be16(len), be32(next_data)};
	uint8_t *at = stor + next_data;

	memcpy(stor + CCWS + nr_ccws++ * 8, &ccw, sizeof(ccw));
	if (data)
		memcpy(at, data, len);
	else
		memset(at, 0xAA, len);
	next_data += len;
	return at;
}

static void extent(uint8_t mask, uint32_t locator, uint32_t first, uint32_t last)
{
	const struct fba_extent operand = {.mask = mask,
		.block_size = be16(512),
		.locator = be32(locator),
		.first = be32(first),
		.last = be32(last)};

	ccw(FBA_DEFINE_EXTENT, 0, &operand, sizeof(operand));
}

static void locate(uint8_t operation, uint32_t first, uint16_t nr)
{
	const struct fba_locate operand = {
		.operation = operation, .nr_blocks = be16(nr), .first = be32(first)};

	ccw(FBA_LOCATE, 0, &operand, sizeof(operand));
}

static unsigned run(void)
{
	struct ccw1 *last = (struct ccw1 *)(stor + CCWS) + (nr_ccws - 1);

	last->flags &= (uint8_t)~CCW_CC;
	chan_start(&prog, &fba.dev, &stor_ops, NULL, ORB_FORMAT | ORB_LPM, CCWS);
	ck_assert_int_eq(chan_run(&prog, 1000), CHAN_ENDED);
	ck_assert_uint_eq(nr_held, 0);
	return prog.dstat;
}

static void write_blocks(uint32_t first, uint16_t nr, uint8_t fill)
{
	program_begin();
	extent(0, first, 0, nr - 1u);
	locate(FBA_OP_WRITE_VERIFY, 0, nr);
	memset(ccw(FBA_WRITE, 0, NULL, (uint16_t)(nr * 512)), fill, nr * 512u);
	ck_assert_uint_eq(run(), DSTAT_END);
	ck_assert_uint_eq(prog.cstat, 0);
}

/* The first byte of each block, as hexadecimal digits would be too long: compared with want. */
static void expect_blocks(uint32_t first, uint16_t nr, const char *want)
{
	const uint8_t *data;

	program_begin();
	extent(FBA_MASK_WRITE_NOT, first, 0, nr - 1u);
	locate(FBA_OP_READ, 0, nr);
	data = ccw(FBA_READ, 0, NULL, (uint16_t)(nr * 512));
	ck_assert_uint_eq(run(), DSTAT_END);
	ck_assert_uint_eq(prog.cstat, 0);
	for (unsigned i = 0; i < nr; i++) {
		char got = data[i * 512] ? (char)data[i * 512] : '.';

		ck_assert_msg(got == want[i] && data[i * 512] == data[i * 512 + 511],
			"block %u is %c, not %c", (unsigned)first + i, got, want[i]);
	}
}

START_TEST(linux_learns_what_it_is)
{
	const uint8_t *data;

	setup(false);
	data = ccw(CCW_CMD_SENSE_ID, CCW_SLI, NULL, 40);
	ck_assert_uint_eq(run(), DSTAT_END);
	ck_assert_mem_eq(data, "\xff\x63\x10\x00\x93\x36\x10", 7);
	program_begin();
	data = ccw(FBA_READ_DEVICE_CHAR, 0, NULL, 32);
	ck_assert_uint_eq(run(), DSTAT_END);
	ck_assert_uint_eq(prog.cstat, 0);
	ck_assert_mem_eq(data + 4, "\x02\x00", 2);
	ck_assert_mem_eq(data + 14, "\0\0\0\x64", 4);
	ck_assert_uint_eq(data[0] & 0x10, 0x10); /* data chaining */
}
END_TEST

START_TEST(what_was_written_is_read_and_the_rest_is_zeros)
{
	setup(false);
	expect_blocks(0, 100,
		".................................................................................."
		"..................");
	write_blocks(6, 4, 'a');
	write_blocks(99, 1, 'z');
	expect_blocks(0, 16, "......aaaa......");
	expect_blocks(90, 10, ".........z");
	ck_assert_ptr_null(pages[2]); /* reading makes no pages */
}
END_TEST

/* With the data-chaining bit Linux has one CCW for each piece of a request. */
START_TEST(data_may_be_chained)
{
	setup(false);
	extent(0, 8, 0, 15);
	locate(FBA_OP_WRITE_VERIFY, 0, 16);
	memset(ccw(FBA_WRITE, CCW_CD, NULL, 1024), 'a', 1024);
	memset(ccw(0, CCW_CD, NULL, 4096), 'b', 4096);
	memset(ccw(0, 0, NULL, 3072), 'c', 3072);
	ck_assert_uint_eq(run(), DSTAT_END);
	ck_assert_uint_eq(prog.cstat, 0);
	expect_blocks(7, 18, ".aabbbbbbbbcccccc.");
}
END_TEST

/* dasd_fba_build_cp_discard: a part of a page, whole pages, a part of a page. */
START_TEST(blocks_that_are_discarded_give_their_pages_back)
{
	uint8_t zeros[3 * 512] = {0};

	setup(false);
	write_blocks(0, 40, 'x');
	program_begin();
	extent(0, 5, 0, 21);
	locate(FBA_OP_WRITE_VERIFY, 0, 3);
	ccw(FBA_WRITE, CCW_SLI, zeros, 3 * 512);
	locate(FBA_OP_WRITE_VERIFY, 3, 16);
	ccw(FBA_WRITE, CCW_SLI, NULL, 0);
	locate(FBA_OP_WRITE_VERIFY, 19, 3);
	ccw(FBA_WRITE, CCW_SLI, zeros, 3 * 512);
	ck_assert_uint_eq(run(), DSTAT_END);
	expect_blocks(0, 40, "xxxxx......................xxxxxxxxxxxxx");
	ck_assert_ptr_nonnull(pages[0]);
	ck_assert_ptr_null(pages[1]);
	ck_assert_ptr_null(pages[2]);
	ck_assert_ptr_nonnull(pages[3]);
}
END_TEST

START_TEST(short_data_end_their_block_with_zeros)
{
	setup(false);
	write_blocks(0, 3, 'o');
	program_begin();
	extent(0, 0, 0, 2);
	locate(FBA_OP_WRITE, 0, 3);
	ccw(FBA_WRITE, CCW_SLI, "new", 3);
	ck_assert_uint_eq(run(), DSTAT_END);
	ck_assert_mem_eq(pages[0], "new\0\0", 5);
	ck_assert_uint_eq(pages[0][511], 0);
	ck_assert_uint_eq(pages[0][512], 'o');
}
END_TEST

START_TEST(extents_and_locates_stay_on_the_disk)
{
	static const struct {
		uint32_t locator, first, last, at;
		uint16_t nr;
		uint8_t sense0, sense1; /* none: good */
	} rows[] = {
		{0, 0, 99, 0, 100, 0, 0},
		{0, 0, 100, 0, 1, 0, FBA_SENSE1_FILE_PROTECTED},
		{99, 7, 7, 7, 1, 0, 0},
		{100, 7, 7, 7, 1, 0, FBA_SENSE1_FILE_PROTECTED},
		{99, 7, 8, 7, 1, 0, FBA_SENSE1_FILE_PROTECTED},
		{0, 0, 0xffffffff, 0, 1, 0, FBA_SENSE1_FILE_PROTECTED},
		{50, 0xfffffff0, 0xffffffff, 0xffffffff, 1, 0, 0},
		{0, 2, 1, 1, 1, SENSE_COMMAND_REJECT, 0},
		{0, 10, 19, 9, 1, 0, FBA_SENSE1_FILE_PROTECTED},
		{0, 10, 19, 19, 1, 0, 0},
		{0, 10, 19, 19, 2, 0, FBA_SENSE1_FILE_PROTECTED},
		{0, 10, 19, 20, 1, 0, FBA_SENSE1_FILE_PROTECTED},
		{0, 10, 19, 10, 0, SENSE_COMMAND_REJECT, 0},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		bool is_good = !rows[i].sense0 && !rows[i].sense1;

		setup(false);
		extent(0, rows[i].locator, rows[i].first, rows[i].last);
		locate(FBA_OP_READ, rows[i].at, rows[i].nr);
		ccw(FBA_READ, 0, NULL, (uint16_t)(rows[i].nr * 512));
		ck_assert_uint_eq(run(), is_good ? DSTAT_END : UNIT_CHECK);
		ck_assert_uint_eq(fba.dev.sense[0], rows[i].sense0);
		ck_assert_uint_eq(fba.dev.sense[1], rows[i].sense1);
	}
}
END_TEST

START_TEST(commands_need_their_order)
{
	static const struct {
		const char *order; /* e extent, R W locate, r read, w write, i IPL */
		unsigned dstat;
	} rows[] = {
		{"eRr", DSTAT_END},
		{"eWw", DSTAT_END},
		{"eRrWw", DSTAT_END},
		{"i", DSTAT_END},
		{"R", UNIT_CHECK},
		{"r", UNIT_CHECK},
		{"er", UNIT_CHECK},
		{"eRw", UNIT_CHECK},
		{"eWr", UNIT_CHECK},
		{"eRrr", UNIT_CHECK},
		{"eWww", UNIT_CHECK},
		{"ee", UNIT_CHECK},
		{"ei", UNIT_CHECK},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		setup(false);
		for (const char *c = rows[i].order; *c; c++)
			switch (*c) {
			case 'e': extent(0, 0, 0, 9); break;
			case 'R': locate(FBA_OP_READ, 0, 1); break;
			case 'W': locate(FBA_OP_WRITE, 0, 1); break;
			case 'r': ccw(FBA_READ, 0, NULL, 512); break;
			case 'w': ccw(FBA_WRITE, 0, NULL, 512); break;
			default: ccw(FBA_READ_IPL, 0, NULL, 512); break;
			}
		ck_assert_msg(run() == rows[i].dstat, "%s", rows[i].order);
	}
}
END_TEST

START_TEST(writes_are_refused_where_they_must_be)
{
	for (int way = 0; way < 3; way++) {
		setup(way == 0);
		is_full = way == 2;
		extent(way == 1 ? FBA_MASK_WRITE_NOT : 0, 0, 0, 9);
		locate(FBA_OP_WRITE, 0, 1);
		ccw(FBA_WRITE, 0, NULL, 512);
		ck_assert_uint_eq(run(), UNIT_CHECK);
		ck_assert_uint_eq(
			fba.dev.sense[0], way == 2 ? SENSE_EQUIPMENT_CHECK : SENSE_COMMAND_REJECT);
		ck_assert_uint_eq(fba.dev.sense[1], way == 0 ? FBA_SENSE1_WRITE_INHIBITED : 0);
		ck_assert_ptr_null(pages[0]);
	}
}
END_TEST

START_TEST(wrong_lengths_are_told)
{
	static const struct {
		uint16_t len;
		uint8_t flags, cstat;
	} rows[] = {{1024, 0, 0}, {1023, 0, CSTAT_INCORRECT_LENGTH},
		{1025, 0, CSTAT_INCORRECT_LENGTH}, {1023, CCW_SLI, 0}, {1025, CCW_SLI, 0}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		setup(false);
		extent(0, 0, 0, 9);
		locate(FBA_OP_READ, 0, 2);
		ccw(FBA_READ, rows[i].flags, NULL, rows[i].len);
		ck_assert_uint_eq(run(), DSTAT_END);
		ck_assert_uint_eq(prog.cstat, rows[i].cstat);
	}
}
END_TEST

UNIT_MAIN("logic/fba", linux_learns_what_it_is, what_was_written_is_read_and_the_rest_is_zeros,
	data_may_be_chained, blocks_that_are_discarded_give_their_pages_back,
	short_data_end_their_block_with_zeros, extents_and_locates_stay_on_the_disk,
	commands_need_their_order, writes_are_refused_where_they_must_be, wrong_lengths_are_told)
