// SPDX-License-Identifier: Apache-2.0
#include "logic/blockio/sbio.h"

#include "arch/ccw.h"
#include "lib/err.h"
#include "lib/string.h"
#include "unit.h"

#define STOR_SIZE 0x10000u
#define LIST      0x1000u
#define DATA      0x8000u
#define NR        4

static uint8_t stor[STOR_SIZE], blocks[NR][512];
static int read_rc, flush_rc;
static unsigned flushes;

static int stor_fetch(void *ctx, uint64_t addr, void *buf, uint32_t len, uint8_t key)
{
	(void)ctx;
	if (addr > STOR_SIZE || len > STOR_SIZE - addr)
		return -E_RANGE;
	if (key == 9)
		return -E_PERM;
	memcpy(buf, stor + addr, len);
	return 0;
}

static int stor_store(void *ctx, uint64_t addr, const void *buf, uint32_t len, uint8_t key)
{
	(void)ctx;
	if (addr > STOR_SIZE || len > STOR_SIZE - addr)
		return -E_RANGE;
	if (key == 8)
		return -E_PERM;
	memcpy(stor + addr, buf, len);
	return 0;
}

static uint64_t nr_blocks(void *ctx, uint32_t size)
{
	(void)ctx;
	return size == 512 ? NR : 0;
}

static int read(void *ctx, uint32_t size, uint64_t block, const uint8_t **data, bool *is_common)
{
	(void)ctx, (void)size;
	*data = blocks[block];
	*is_common = false;
	return read_rc;
}

static int write_begin(void *ctx, uint32_t size, uint64_t block, uint8_t **data)
{
	(void)ctx, (void)size;
	*data = blocks[block];
	return 0;
}

static int write_end(void *ctx, uint32_t size, uint64_t block, uint8_t *data, bool is_good)
{
	(void)ctx, (void)size, (void)block, (void)data, (void)is_good;
	return 0;
}

static int flush(void *ctx)
{
	(void)ctx;
	flushes++;
	return flush_rc;
}

static const struct block_disk_ops ops = {nr_blocks, read, write_begin, write_end, flush};
static const struct blockio_stor_ops stor_ops = {stor_fetch, stor_store, NULL};

/* A request for blocks from `first` on; each has a buffer of its own. */
static struct sbiop request(uint8_t type, uint32_t first, uint32_t nr)
{
	for (uint32_t i = 0; i < nr && i < 8; i++) {
		struct sbi_entry entry = {be32(first + i), be32(DATA + i * 512)};

		memcpy(stor + LIST + i * sizeof(entry), &entry, sizeof(entry));
	}
	return (struct sbiop){
		.type = type, .block_size = be32(512), .list = be32(LIST), .nr = be32(nr)};
}

static int run_on(struct sbiop *parm, bool read_only)
{
	struct block_disk disk = {.ops = &ops, .read_only = read_only};
	struct sbio sbio;
	int rc = sbio_begin(&sbio, parm, &disk, &stor_ops, NULL);

	return rc ? rc : sbio_go_on(&sbio);
}

static int run(struct sbiop *parm)
{
	return run_on(parm, false);
}

START_TEST(blocks_count_from_0_and_are_counted)
{
	struct sbiop parm = request(DIAG250_WRITE, 1, 3);

	flushes = 0;
	stor[DATA] = 0xA1;
	stor[DATA + 2 * 512 + 511] = 0xA3;
	ck_assert_int_eq(run(&parm), SYNCIO_GOOD);
	ck_assert_uint_eq(be32_get(parm.nr_done), 3);
	ck_assert_uint_eq(parm.status.dstat, DSTAT_END);
	ck_assert_uint_eq(blocks[1][0], 0xA1);
	ck_assert_uint_eq(blocks[3][511], 0xA3);
	ck_assert_uint_eq(flushes, 1);
	parm = request(DIAG250_READ, 3, 1);
	ck_assert_int_eq(run(&parm), SYNCIO_GOOD);
	ck_assert_uint_eq(stor[DATA + 511], 0xA3);
}
END_TEST

START_TEST(what_is_wrong_is_told)
{
	static const struct {
		uint8_t type;
		uint32_t size, nr, first, list;
		uint8_t key;
		bool read_only;
		int read_rc, flush_rc;
		int rc;
		uint32_t nr_done;
		uint8_t cstat, sense0;
	} rows[] = {
		{DIAG250_READ, 511, 1, 0, LIST, 0, false, 0, 0, SYNCIO_BLOCK_SIZE, 0, 0, 0},
		{DIAG250_READ, 512, 0, 0, LIST, 0, false, 0, 0, SYNCIO_COUNT, 0, 0, 0},
		{DIAG250_READ, 512, 501, 0, LIST, 0, false, 0, 0, SYNCIO_COUNT, 0, 0, 0},
		{DIAG250_READ, 512, 1, 0, STOR_SIZE, 0, false, 0, 0, SYNCIO_LIST, 0, 0, 0},
		{DIAG250_READ, 512, 1, 0, LIST, 9, false, 0, 0, SYNCIO_LIST, 0, 0, 0},
		{DIAG250_READ, 512, 3, 2, LIST, 0, false, 0, 0, SYNCIO_ERROR, 2, 0,
			SENSE_COMMAND_REJECT},
		{DIAG250_READ, 512, 1, 0, LIST, 8, false, 0, 0, SYNCIO_ERROR, 0,
			CSTAT_PROTECTION_CHECK, 0},
		{DIAG250_READ, 512, 1, 0, LIST, 0, false, -E_FORMAT, 0, SYNCIO_ERROR, 0,
			CSTAT_INCORRECT_LENGTH, 0},
		{DIAG250_READ, 512, 1, 0, LIST, 0, false, -E_IO, 0, SYNCIO_ERROR, 0, 0,
			SENSE_EQUIPMENT_CHECK},
		{DIAG250_WRITE, 512, 1, 0, LIST, 0, true, 0, 0, SYNCIO_READ_ONLY, 0, 0, 0},
		{DIAG250_WRITE, 512, 2, 0, LIST, 0, false, 0, -E_IO, SYNCIO_ERROR, 2, 0,
			SENSE_EQUIPMENT_CHECK},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct sbiop parm = request(rows[i].type, rows[i].first, rows[i].nr);

		parm.block_size = be32(rows[i].size);
		parm.list = be32(rows[i].list);
		parm.key = (uint8_t)(rows[i].key << 4);
		read_rc = rows[i].read_rc;
		flush_rc = rows[i].flush_rc;
		ck_assert_int_eq(run_on(&parm, rows[i].read_only), rows[i].rc);
		ck_assert_uint_eq(be32_get(parm.nr_done), rows[i].nr_done);
		ck_assert_uint_eq(parm.status.cstat, rows[i].cstat);
		ck_assert_uint_eq(parm.status.sense[0], rows[i].sense0);
		ck_assert_int_eq((parm.status.dstat & DSTAT_UNIT_CHECK) != 0, rows[i].sense0 != 0);
	}
	read_rc = flush_rc = 0;
}
END_TEST

START_TEST(who_must_wait_goes_on_where_he_was)
{
	struct sbiop parm = request(DIAG250_READ, 0, 2);
	struct block_disk disk = {.ops = &ops};
	struct sbio sbio;

	ck_assert_int_eq(sbio_begin(&sbio, &parm, &disk, &stor_ops, NULL), 0);
	read_rc = -E_AGAIN;
	ck_assert_int_eq(sbio_go_on(&sbio), -E_AGAIN);
	read_rc = 0;
	flush_rc = -E_AGAIN;
	ck_assert_int_eq(sbio_go_on(&sbio), -E_AGAIN);
	flush_rc = 0;
	ck_assert_int_eq(sbio_go_on(&sbio), SYNCIO_GOOD);
	ck_assert_uint_eq(be32_get(parm.nr_done), 2);
}
END_TEST

START_TEST(reserved_fields_are_looked_at)
{
	const struct sbiop good = request(DIAG250_READ, 0, 1);
	struct sbiop parm = good;

	ck_assert(sbio_is_valid(&parm));
	parm.key = 0xF0;
	ck_assert(sbio_is_valid(&parm));
	parm.key = 0x01;
	ck_assert(!sbio_is_valid(&parm));
	parm = good;
	parm.type = 4;
	ck_assert(!sbio_is_valid(&parm));
	parm = good;
	parm.list = be32(LIST + 4);
	ck_assert(!sbio_is_valid(&parm));
	parm = good;
	parm.status.zeros_0c[23] = 1;
	ck_assert(!sbio_is_valid(&parm));
	parm = good;
	parm.status.sense[0] = 1; /* what the last request left there does no harm */
	ck_assert(sbio_is_valid(&parm));
}
END_TEST

UNIT_MAIN("logic/blockio/sbio", blocks_count_from_0_and_are_counted, what_is_wrong_is_told,
	who_must_wait_goes_on_where_he_was, reserved_fields_are_looked_at)
