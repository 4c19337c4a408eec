/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A guest with a virtual 3390 and channel programs that are written down CCW by CCW:
 *
 *	ccw(CKD_SEEK, 0, seek(0, 3), 6);
 *	ccw_read(CKD_READ_DATA, CCW_SLI, 100);
 *	run(DSTAT_END, 0);
 *	ck_assert_uint_eq(read_bytes(0)[0], 0x41);
 */
#ifndef ECKD_HARNESS_H
#define ECKD_HARNESS_H

#include "logic/chan/chan.h"
#include "logic/eckd/eckd.h"
#include "unit.h"

#include "fake_disk.h"

#define NR_CYLS    4
#define STOR_SIZE  (1u << 20)
#define CCWS       0x100u
#define DATA       0x10000u
#define MAX_CCWS   256
#define UNIT_CHECK (DSTAT_END | DSTAT_UNIT_CHECK)

static uint8_t stor[STOR_SIZE] __attribute__((aligned(4096)));
static struct fake_disk disk;
static struct eckd eckd;
static struct chan_prog prog;
static unsigned nr_ccws, nr_reads, mapped;
static uint32_t next_data, read_at[MAX_CCWS];

static inline int stor_fetch(void *ctx, gabs_t addr, void *buf, uint32_t len, uint8_t key)
{
	(void)ctx, (void)key;
	if (addr > STOR_SIZE || len > STOR_SIZE - addr)
		return -E_RANGE;
	memcpy(buf, stor + addr, len);
	return 0;
}

static inline int stor_store(void *ctx, gabs_t addr, const void *buf, uint32_t len, uint8_t key)
{
	(void)ctx, (void)key;
	if (addr > STOR_SIZE || len > STOR_SIZE - addr)
		return -E_RANGE;
	memcpy(stor + addr, buf, len);
	return 0;
}

static inline int stor_map(void *ctx, gabs_t addr, void *frame, uint8_t key)
{
	mapped++;
	return stor_store(ctx, addr, frame, 4096, key);
}

static const struct chan_stor_ops stor_ops = {stor_fetch, stor_store, stor_map};

static const struct eckd_identity identity = {
	.serial = {0xf0, 0xf1, 0xf2}, .token = {1, 2, 3}, .subsystem = 0x1234, .unit_addr = 0x56};

static inline void program_begin(void)
{
	nr_ccws = nr_reads = mapped = 0;
	next_data = DATA;
	memset(stor, 0, STOR_SIZE);
}

static inline void setup_size(uint32_t nr_cyls, bool read_only)
{
	fake_disk_create(&disk, nr_cyls * 15);
	eckd_init(&eckd, &fake_store, &disk, nr_cyls, read_only, &identity);
	program_begin();
}

static inline void setup(void)
{
	setup_size(NR_CYLS, false);
}

static inline void done(void)
{
	fake_disk_delete(&disk);
}

static inline void add_ccw(uint8_t cmd, uint8_t flags, uint32_t addr, uint16_t count)
{
	struct ccw1 ccw = {cmd, flags | CCW_CC, be16(count), be32(addr)};

	ck_assert_uint_lt(nr_ccws, MAX_CCWS);
	memcpy(stor + CCWS + nr_ccws++ * 8, &ccw, sizeof(ccw));
}

/* A CCW that gives len bytes to the disk. */
static inline void ccw(uint8_t cmd, uint8_t flags, const void *data, uint16_t len)
{
	ck_assert_uint_le(next_data + len, STOR_SIZE);
	if (len)
		memcpy(stor + next_data, data, len);
	add_ccw(cmd, flags, next_data, len);
	next_data += (uint32_t)ROUND_UP(len, 8);
}

/* A CCW that gets len bytes: read_bytes(n) of the n-th such. */
static inline void ccw_read(uint8_t cmd, uint8_t flags, uint16_t len)
{
	if (len == 4096) /* a page, so that it can be mapped */
		next_data = (uint32_t)ROUND_UP(next_data, 4096);
	ck_assert_uint_le(next_data + len, STOR_SIZE);
	memset(stor + next_data, 0xAA, len);
	read_at[nr_reads++] = next_data;
	add_ccw(cmd, flags, next_data, len);
	next_data += (uint32_t)ROUND_UP(len, 8);
}

static inline const uint8_t *read_bytes(unsigned nr)
{
	ck_assert_uint_lt(nr, nr_reads);
	return stor + read_at[nr];
}

/* TIC to the CCW that is `back` before this one. */
static inline void tic(unsigned back)
{
	struct ccw1 ccw = {CCW_CMD_TIC, 0, be16(0), be32(CCWS + (nr_ccws - back) * 8)};

	memcpy(stor + CCWS + nr_ccws++ * 8, &ccw, sizeof(ccw));
}

static inline void run_on(struct eckd *dev)
{
	struct ccw1 *last = (struct ccw1 *)(stor + CCWS) + (nr_ccws - 1);

	if (last->cmd != CCW_CMD_TIC)
		last->flags &= (uint8_t)~CCW_CC;
	chan_start(&prog, &dev->dev, &stor_ops, NULL, ORB_FORMAT | ORB_LPM, CCWS);
	for (int i = 0; i < 100000 && prog.state != CHAN_ENDED; i++) {
		chan_run(&prog, 1000);
		chan_wake(&prog);
	}
	ck_assert_int_eq(prog.state, CHAN_ENDED);
	ck_assert_ptr_null(dev->pin);
}

#define run(want_dstat, want_cstat)                                                                \
	do {                                                                                       \
		run_on(&eckd);                                                                     \
		ck_assert_msg(prog.dstat == (want_dstat) && prog.cstat == (want_cstat),            \
			"status %02X%02X after CCW %u sense %02X %02X message %02X", prog.dstat,   \
			prog.cstat, (prog.cpa - CCWS) / 8, eckd.dev.sense[0], eckd.dev.sense[1],   \
			eckd.dev.sense[7]);                                                        \
	} while (0)

/* The program ends with unit check and this sense. */
#define run_check(sense0, sense1, message)                                                         \
	do {                                                                                       \
		run(UNIT_CHECK, prog.cstat);                                                       \
		ck_assert_uint_eq(eckd.dev.sense[0], sense0);                                      \
		ck_assert_uint_eq(eckd.dev.sense[1], sense1);                                      \
		ck_assert_uint_eq(eckd.dev.sense[7], message);                                     \
		ck_assert_uint_eq(eckd.dev.sense[27], 0x80);                                       \
	} while (0)

#define run_reject(message) run_check(SENSE_COMMAND_REJECT, 0, message)

/* Operands. Each call overwrites the last of its kind. */
static inline const void *seek(uint16_t cyl, uint16_t head)
{
	static struct ckd_seek operand;

	operand = (struct ckd_seek){.cyl = be16(cyl), .head = be16(head)};
	return &operand;
}

static inline const void *id(uint16_t cyl, uint16_t head, uint8_t rec)
{
	static struct ckd_seek operand;

	operand = (struct ckd_seek){.cyl = be16(cyl), .head = be16(head), .rec = rec};
	return &operand.cyl;
}

/* DEFINE EXTENT of some tracks, as Linux makes it. */
static inline void define_extent(uint8_t mask, unsigned first, unsigned last)
{
	struct ckd_define_extent operand = {.mask = mask,
		.attributes = CKD_ATTR_ECKD,
		.first_cyl = be16((uint16_t)(first / 15)),
		.first_head = be16(first % 15),
		.last_cyl = be16((uint16_t)(last / 15)),
		.last_head = be16(last % 15)};

	ccw(CKD_DEFINE_EXTENT, 0, &operand, sizeof(operand));
}

static inline struct ckd_locate locate_operand(
	uint8_t operation, unsigned track, uint8_t rec, uint8_t nr, uint16_t len)
{
	return (struct ckd_locate){.operation = operation,
		.auxiliary = len ? CKD_AUX_LENGTH : 0,
		.nr = nr,
		.seek_cyl = be16((uint16_t)(track / 15)),
		.seek_head = be16(track % 15),
		.cyl = be16((uint16_t)(track / 15)),
		.head = be16(track % 15),
		.rec = rec,
		.length = be16(len)};
}

static inline void locate(uint8_t operation, unsigned track, uint8_t rec, uint8_t nr, uint16_t len)
{
	struct ckd_locate operand = locate_operand(operation, track, rec, nr, len);

	ccw(CKD_LOCATE_RECORD, 0, &operand, sizeof(operand));
}

static inline void locate_extended(uint8_t operation, unsigned track, uint8_t rec, uint8_t nr)
{
	struct eckd_locate_extended operand = {
		.base = locate_operand(operation, track, rec, nr, 0)};
	bool is_full = (operation & ECKD_OPERATION) == ECKD_OP_EXTENDED;

	operand.base.sector = 0xff;
	if (is_full) {
		uint16_t bits = (uint16_t)(0xffff << (16 - nr));

		operand.operation = ECKD_EXTENDED_WRITE;
		operand.parameter_len = be16(2);
		operand.parameter[0] = (uint8_t)(bits >> 8);
		operand.parameter[1] = (uint8_t)bits;
	}
	ccw(CKD_LOCATE_RECORD_EX, 0, &operand, is_full ? 22 : 20);
}

static inline struct ckd_count count_field(
	unsigned track, uint8_t rec, uint8_t key_len, uint16_t data_len)
{
	return (struct ckd_count){.cyl = be16((uint16_t)(track / 15)),
		.head = be16(track % 15),
		.rec = rec,
		.key_len = key_len,
		.data_len = be16(data_len)};
}

/* WRITE CKD or its kin with a count field and len bytes, fill, fill + 1, ... behind it. */
static inline void ccw_ckd(uint8_t cmd, struct ckd_count count, uint16_t len, uint8_t fill)
{
	static uint8_t buf[65536];

	memcpy(buf, &count, sizeof(count));
	for (unsigned i = 0; i < len; i++)
		buf[8 + i] = (uint8_t)(fill + i);
	ccw(cmd, CCW_SLI, buf, (uint16_t)(8 + len));
}

/* A track of nr records of 4096 bytes; record n is filled from n * 16. */
static inline void add_track_4k(unsigned track, unsigned nr)
{
	for (unsigned i = 1; i <= nr; i++)
		fake_add(&disk, track, (uint8_t)i, 0, 4096, (uint8_t)(i * 16));
}

#endif
