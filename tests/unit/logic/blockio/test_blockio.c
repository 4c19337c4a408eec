// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSE X'250' on a 3390 and on a 9336, as Linux's dasd_diag asks, in both forms. */
#include "logic/blockio/blockio.h"

#include "logic/eckd/blocks.h"
#include "logic/fba/blocks.h"
#include "unit.h"

#include "../eckd/fake_disk.h"

#define STOR_SIZE 0x40000u
#define LIST      0x1000u
#define DATA      0x10000u
#define NR_PAGES  16

static uint8_t stor[STOR_SIZE];
static struct fake_disk tracks;
static uint8_t *pages[NR_PAGES];
static struct eckd_blocks eckd_blocks;
static struct fba_blocks fba_blocks;
static struct block_disk disk;
static struct blockio_env env;

/* Storage key 1 protects X'30000' and what follows. */
static int stor_check(uint64_t addr, uint32_t len, uint8_t key)
{
	if (addr > STOR_SIZE || len > STOR_SIZE - addr)
		return -E_RANGE;
	return addr + len > 0x30000 && key > 1 ? -E_PERM : 0;
}

static int stor_fetch(void *ctx, uint64_t addr, void *buf, uint32_t len, uint8_t key)
{
	int rc = stor_check(addr, len, key);

	(void)ctx;
	if (!rc)
		memcpy(buf, stor + addr, len);
	return rc;
}

static int stor_store(void *ctx, uint64_t addr, const void *buf, uint32_t len, uint8_t key)
{
	int rc = stor_check(addr, len, key);

	(void)ctx;
	if (!rc)
		memcpy(stor + addr, buf, len);
	return rc;
}

static const struct blockio_stor_ops stor_ops = {.fetch = stor_fetch, .store = stor_store};

static unsigned nr_held; /* pages that are not done */

static uint8_t *page(void *ctx, uint32_t nr, bool make)
{
	(void)ctx;
	ck_assert_uint_lt(nr, NR_PAGES);
	if (!pages[nr] && make)
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
	free(pages[nr]);
	pages[nr] = NULL;
}

static const struct fba_store_ops pages_ops = {page, done, drop};

/* A 3390 of one cylinder; tracks 0 and 1 have blocks of 4096 bytes, the others nothing. */
static void setup_eckd(void)
{
	fake_disk_create(&tracks, 15);
	for (unsigned t = 0; t < 2; t++)
		for (unsigned i = 1; i <= 12; i++)
			fake_add(&tracks, t, (uint8_t)i, 0, 4096, (uint8_t)(t * 16 + i));
	eckd_blocks =
		(struct eckd_blocks){.store = &fake_store, .store_ctx = &tracks, .nr_tracks = 15};
	disk = (struct block_disk){.ops = &eckd_block_ops, .ctx = &eckd_blocks};
	env = (struct blockio_env){0};
	memset(stor, 0, sizeof(stor));
}

static void setup_fba(void)
{
	for (uint32_t i = 0; i < NR_PAGES; i++)
		drop(NULL, i);
	fba_blocks = (struct fba_blocks){.store = &pages_ops, .nr_blocks = NR_PAGES * 8};
	disk = (struct block_disk){.ops = &fba_block_ops, .ctx = &fba_blocks};
	env = (struct blockio_env){0};
	memset(stor, 0, sizeof(stor));
}

static int initialize(uint32_t size, int64_t offset, int64_t *first, uint64_t *last)
{
	struct diag250_init block = {.head.form = DIAG250_64_BIT, .block_size = be32(size)};
	int rc;

	block.form64.offset = be64((uint64_t)offset);
	rc = blockio_initialize(&env, &disk, &block);
	if (first)
		*first = (int64_t)be64_get(block.form64.first);
	if (last)
		*last = be64_get(block.form64.last);
	return rc;
}

static void set_entry(unsigned nr, uint8_t type, uint64_t block, uint64_t buffer)
{
	struct diag250_entry entry = {.type = type, .status = 0xEE};

	entry.form64.block = be64(block);
	entry.form64.buffer = be64(buffer);
	memcpy(stor + LIST + nr * sizeof(entry), &entry, sizeof(entry));
}

static uint8_t status(unsigned nr)
{
	return stor[LIST + nr * sizeof(struct diag250_entry) + 1];
}

static int run(uint32_t nr, uint8_t key)
{
	struct diag250_io block = {.head.form = DIAG250_64_BIT, .key = key, .nr_entries = be32(nr)};
	struct blockio io;
	int rc;

	block.form64.list = be64(LIST);
	rc = blockio_begin(&io, &env, &disk, &stor_ops, NULL, &block);
	if (rc)
		return rc;
	for (int i = 0; i < 10000; i++) {
		rc = blockio_go_on(&io);
		if (rc != -E_AGAIN) {
			ck_assert_uint_eq(nr_held, 0);
			return rc;
		}
		ck_assert_ptr_null(eckd_blocks.pin);
	}
	ck_abort_msg("never ends");
	return -1;
}

START_TEST(initialize_tells_how_many_blocks_there_are)
{
	static const struct {
		uint32_t size;
		uint64_t eckd, fba;
	} rows[] = {
		{512, 15 * 49, 128}, {1024, 15 * 33, 64}, {2048, 15 * 21, 32}, {4096, 15 * 12, 16}};
	int64_t first;
	uint64_t last;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		setup_eckd();
		ck_assert_int_eq(initialize(rows[i].size, 0, &first, &last), D250_RC_GOOD);
		ck_assert_int_eq(first, 1);
		ck_assert_uint_eq(last, rows[i].eckd);
		fake_disk_delete(&tracks);
		setup_fba();
		ck_assert_int_eq(initialize(rows[i].size, 5, &first, &last), D250_RC_GOOD);
		ck_assert_int_eq(first, -4);
		ck_assert_uint_eq(last, rows[i].fba - 5);
	}
}
END_TEST

START_TEST(states_and_sizes_are_checked)
{
	static const uint32_t bad[] = {0, 511, 256, 8192, 3000};

	setup_fba();
	ck_assert_int_eq(run(1, 0), D250_RC_STATE);
	ck_assert_int_eq(blockio_remove(&env), D250_RC_STATE);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		ck_assert_int_eq(initialize(bad[i], 0, NULL, NULL), D250_RC_BLOCK_SIZE);
	ck_assert_int_eq(initialize(512, 0, NULL, NULL), D250_RC_GOOD);
	ck_assert_int_eq(initialize(512, 0, NULL, NULL), D250_RC_STATE);
	ck_assert_int_eq(run(0, 0), D250_RC_NR_ENTRIES);
	ck_assert_int_eq(run(257, 0), D250_RC_NR_ENTRIES);
	ck_assert_int_eq(blockio_remove(&env), D250_RC_GOOD);
	disk.read_only = true;
	ck_assert_int_eq(initialize(512, 0, NULL, NULL), D250_RC_READ_ONLY);
}
END_TEST

START_TEST(blocks_of_a_3390_are_read_and_written)
{
	for (unsigned lazy = 0; lazy < 6; lazy++) {
		setup_eckd();
		tracks.lazy_period = lazy ? lazy + 2 : 0;
		ck_assert_int_eq(initialize(4096, 0, NULL, NULL), D250_RC_GOOD);
		memset(stor + DATA, 0x99, 4096);
		set_entry(0, DIAG250_WRITE, 13, DATA); /* track 1, record 1 */
		set_entry(1, DIAG250_READ, 12, DATA + 0x1000);
		set_entry(2, DIAG250_READ, 13, DATA + 0x2000);
		set_entry(3, DIAG250_READ, 14, DATA + 0x3000);
		ck_assert_int_eq(run(4, 0), D250_RC_GOOD);
		for (unsigned i = 0; i < 4; i++)
			ck_assert_uint_eq(status(i), D250_DONE);
		ck_assert_uint_eq(stor[DATA + 0x1000], 12);
		ck_assert_uint_eq(stor[DATA + 0x2FFF], 0x99);
		ck_assert_uint_eq(stor[DATA + 0x3000], 18);
		ck_assert_uint_eq(tracks.track[1]->record[0].data[0], 0x99);
		ck_assert_uint_eq(tracks.flushes, 1);
		fake_disk_delete(&tracks);
	}
}
END_TEST

START_TEST(blocks_of_a_9336_are_read_and_written)
{
	setup_fba();
	ck_assert_int_eq(initialize(1024, 2, NULL, NULL), D250_RC_GOOD);
	memset(stor + DATA, 0x77, 1024);
	set_entry(0, DIAG250_WRITE, 3, DATA);             /* the fifth */
	set_entry(1, DIAG250_READ, -1ull, DATA + 0x1000); /* the first */
	set_entry(2, DIAG250_READ, 3, DATA + 0x2000);
	ck_assert_int_eq(run(3, 0), D250_RC_GOOD);
	ck_assert_uint_eq(pages[1][0], 0x77);
	ck_assert_uint_eq(stor[DATA + 0x1000], 0);
	ck_assert_uint_eq(stor[DATA + 0x23FF], 0x77);
}
END_TEST

START_TEST(each_entry_has_its_own_status)
{
	setup_eckd();
	ck_assert_int_eq(initialize(4096, 0, NULL, NULL), D250_RC_GOOD);
	set_entry(0, DIAG250_READ, 0, DATA);
	set_entry(1, DIAG250_READ, 181, DATA);
	set_entry(2, DIAG250_READ, 25, DATA); /* a track that is not formatted */
	set_entry(3, 3, 1, DATA);
	set_entry(4, DIAG250_READ, 1, STOR_SIZE - 4095);
	set_entry(5, DIAG250_READ, 1, 0x2F001);
	set_entry(6, DIAG250_WRITE, 1, 0x30000);
	set_entry(7, DIAG250_READ, 1, DATA);
	stor[LIST + 7 * 24 + 2] = 1;
	set_entry(8, DIAG250_READ, 1, DATA);
	stor[LIST + 8 * 24 + 7] = 1;
	set_entry(9, DIAG250_READ, 1, DATA);
	ck_assert_int_eq(run(10, 0x20), D250_RC_PARTIAL);
	ck_assert_uint_eq(status(0), D250_NO_BLOCK);
	ck_assert_uint_eq(status(1), D250_NO_BLOCK);
	ck_assert_uint_eq(status(2), D250_LENGTH);
	ck_assert_uint_eq(status(3), D250_TYPE);
	ck_assert_uint_eq(status(4), D250_NO_STORAGE);
	ck_assert_uint_eq(status(5), D250_PROTECTED);
	ck_assert_uint_eq(status(6), D250_PROTECTED);
	ck_assert_uint_eq(status(7), D250_NOT_ZERO);
	ck_assert_uint_eq(status(8), D250_ALET);
	ck_assert_uint_eq(status(9), D250_DONE);
	ck_assert_int_eq(run(9, 0x20), D250_RC_NONE);
	ck_assert_uint_eq(tracks.updates, 0);
	fake_disk_delete(&tracks);
}
END_TEST

START_TEST(wrong_block_size_finds_records_of_another_length)
{
	setup_eckd();
	ck_assert_int_eq(initialize(512, 0, NULL, NULL), D250_RC_GOOD);
	set_entry(0, DIAG250_READ, 3, DATA);
	ck_assert_int_eq(run(1, 0), D250_RC_NONE);
	ck_assert_uint_eq(status(0), D250_LENGTH);
	fake_disk_delete(&tracks);
}
END_TEST

START_TEST(read_only_disks_and_broken_ones)
{
	setup_eckd();
	ck_assert_int_eq(initialize(4096, 0, NULL, NULL), D250_RC_GOOD);
	set_entry(0, DIAG250_WRITE, 1, DATA);
	disk.read_only = true;
	ck_assert_int_eq(run(1, 0), D250_RC_NONE);
	ck_assert_uint_eq(status(0), D250_READ_ONLY);
	disk.read_only = false;
	tracks.failure = -E_IO;
	ck_assert_int_eq(run(1, 0), D250_RC_NONE);
	ck_assert_uint_eq(status(0), D250_IO_ERROR);
	tracks.flush_failure = -E_IO;
	ck_assert_int_eq(run(1, 0), D250_RC_ERROR);
	fake_disk_delete(&tracks);
}
END_TEST

START_TEST(list_that_leaves_storage_ends_the_request)
{
	struct diag250_io block = {.head.form = DIAG250_64_BIT, .nr_entries = be32(2)};
	struct blockio io;

	setup_eckd();
	ck_assert_int_eq(initialize(4096, 0, NULL, NULL), D250_RC_GOOD);
	memset(stor + DATA, 0x11, 4096);
	set_entry(0, DIAG250_WRITE, 1, DATA);
	memmove(stor + STOR_SIZE - 24, stor + LIST, 24);
	block.form64.list = be64(STOR_SIZE - 24);
	ck_assert_int_eq(blockio_begin(&io, &env, &disk, &stor_ops, NULL, &block), 0);
	ck_assert_int_eq(blockio_go_on(&io), -E_RANGE);
	ck_assert_uint_eq(tracks.track[0]->record[0].data[0], 0x11);
	ck_assert_uint_eq(tracks.flushes, 1);
	fake_disk_delete(&tracks);
}
END_TEST

START_TEST(old_form_has_31_bits)
{
	struct diag250_init init = {.block_size = be32(512)};
	struct diag250_io block = {.nr_entries = be32(2)};
	struct diag250_entry entry = {.type = DIAG250_WRITE};
	struct blockio io;

	setup_fba();
	init.form31.offset = be32((uint32_t)-1);
	ck_assert_int_eq(blockio_initialize(&env, &disk, &init), D250_RC_GOOD);
	ck_assert_uint_eq(be32_get(init.form31.first), 2);
	ck_assert_uint_eq(be32_get(init.form31.last), 129);
	entry.form31.block = be32(2);
	entry.form31.buffer = be32(DATA);
	memcpy(stor + LIST, &entry, DIAG250_ENTRY31_LEN);
	entry.type = DIAG250_READ;
	entry.form31.buffer = be32(DATA + 0x1000);
	memcpy(stor + LIST + DIAG250_ENTRY31_LEN, &entry, DIAG250_ENTRY31_LEN);
	memset(stor + DATA, 0x44, 512);
	block.form31.list = be32(LIST);
	ck_assert_int_eq(blockio_begin(&io, &env, &disk, &stor_ops, NULL, &block), 0);
	ck_assert_int_eq(blockio_go_on(&io), D250_RC_GOOD);
	ck_assert_uint_eq(pages[0][511], 0x44);
	ck_assert_uint_eq(stor[DATA + 0x11FF], 0x44);
}
END_TEST

/* ---- Frames ------------------------------------------------------------------------ */

static uint8_t frame[PAGE_SIZE + 16] __attribute__((aligned(4096)));
static unsigned frame_skew;
static bool frame_is_common;

static uint64_t frames_nr(void *ctx, uint32_t size)
{
	(void)ctx;
	return size >= 2048 ? 4 : 0;
}

static int frames_read(
	void *ctx, uint32_t size, uint64_t block, const uint8_t **data, bool *is_common)
{
	(void)ctx, (void)size, (void)block;
	*data = frame + frame_skew;
	*is_common = frame_is_common;
	return 0;
}

static int frames_flush(void *ctx)
{
	(void)ctx;
	return 0;
}

static int map_rc;
static uint64_t mapped;

static int stor_map(void *ctx, uint64_t addr, const void *data, uint8_t key)
{
	(void)ctx, (void)key;
	ck_assert_ptr_eq(data, frame);
	mapped = map_rc ? 0 : addr;
	return map_rc;
}

START_TEST(whole_pages_are_mapped_if_all_agree)
{
	static const struct block_disk_ops ops = {
		.nr_blocks = frames_nr, .read = frames_read, .flush = frames_flush};
	static const struct blockio_stor_ops with_map = {stor_fetch, stor_store, stor_map};
	static const struct {
		uint32_t size;
		bool is_common, has_map;
		uint32_t addr;
		unsigned skew;
		int rc;
		bool is_mapped;
	} rows[] = {
		{4096, true, true, DATA, 0, 0, true},
		{4096, true, true, DATA + 2048, 0, 0, false},
		{4096, true, true, DATA, 8, 0, false},
		{2048, true, true, DATA, 0, 0, false},
		{4096, false, true, DATA, 0, 0, false},
		{4096, true, false, DATA, 0, 0, false},
		{4096, true, true, DATA, 0, -E_PERM, false},
	};
	struct diag250_io block = {.head.form = DIAG250_64_BIT, .nr_entries = be32(1)};
	struct blockio io;

	memset(frame, 0x5A, sizeof(frame));
	block.form64.list = be64(LIST);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		memset(stor, 0, sizeof(stor));
		mapped = 0;
		map_rc = rows[i].rc;
		frame_skew = rows[i].skew;
		env = (struct blockio_env){.block_size = rows[i].size};
		frame_is_common = rows[i].is_common;
		disk = (struct block_disk){.ops = &ops};
		set_entry(0, DIAG250_READ, 1, rows[i].addr);
		ck_assert_int_eq(blockio_begin(&io, &env, &disk, rows[i].has_map ? &with_map : &stor_ops,
					 NULL, &block),
			0);
		ck_assert_int_eq(blockio_go_on(&io), D250_RC_GOOD);
		ck_assert_uint_eq(status(0), D250_DONE);
		ck_assert_uint_eq(mapped, rows[i].is_mapped ? rows[i].addr : 0);
		ck_assert_uint_eq(stor[rows[i].addr], rows[i].is_mapped ? 0 : 0x5A);
	}
}
END_TEST

UNIT_MAIN("logic/blockio", initialize_tells_how_many_blocks_there_are, states_and_sizes_are_checked,
	blocks_of_a_3390_are_read_and_written, blocks_of_a_9336_are_read_and_written,
	each_entry_has_its_own_status, wrong_block_size_finds_records_of_another_length,
	read_only_disks_and_broken_ones, list_that_leaves_storage_ends_the_request,
	old_form_has_31_bits, whole_pages_are_mapped_if_all_agree)
