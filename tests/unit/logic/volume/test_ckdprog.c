// SPDX-License-Identifier: Apache-2.0
#include "logic/volume/ckdprog.h"

#include "lib/err.h"
#include "lib/string.h"
#include "unit.h"

#define ADDR   0x10000u
#define TRACK  (77 * 15 + 3)
#define TRACKS (100 * 15)

static struct ckdprog prog;
static uint8_t data[2 * 65536] __attribute__((aligned(4096)));

/* A command of the program: code, chained to the next, count; its IDAWs cover [from, from + count).
 */
static void expect(uint32_t nr, uint8_t cmd, uint16_t count, bool is_last)
{
	const struct ccw1 *ccw = &prog.ccw[nr];

	ck_assert_uint_eq(ccw->cmd, cmd);
	ck_assert_uint_eq(be16_get(ccw->count), count);
	ck_assert_uint_eq(ccw->flags & CCW_CC, is_last ? 0 : CCW_CC);
	ck_assert_uint_eq(is_last, nr + 1 == prog.nr_ccws);
}

static void expect_idaws(uint32_t nr, const void *from)
{
	const struct ccw1 *ccw = &prog.ccw[nr];
	uint32_t first =
		(be32_get(ccw->addr) - ADDR - (uint32_t)offsetof(struct ckdprog, idaw)) / 8;
	uint64_t at = (uintptr_t)from, last = at + be16_get(ccw->count) - 1;

	ck_assert(ccw->flags & CCW_IDA);
	ck_assert_uint_eq(be64_get(prog.idaw[first]), at);
	for (uint64_t page = at / 4096 + 1; page <= last / 4096; page++)
		ck_assert_uint_eq(be64_get(prog.idaw[++first]), page * 4096);
	ck_assert_uint_lt(first, prog.nr_idaws);
}

static const struct ckd_locate *located(uint32_t nr)
{
	return (void *)((uint8_t *)&prog + (be32_get(prog.ccw[nr].addr) - ADDR));
}

static void expect_extent(uint8_t mask, uint32_t first, uint32_t last)
{
	expect(0, CKD_DEFINE_EXTENT, 16, false);
	ck_assert_uint_eq(be32_get(prog.ccw[0].addr), ADDR + offsetof(struct ckdprog, extent));
	ck_assert_uint_eq(prog.extent.mask, mask);
	ck_assert_uint_eq(
		be16_get(prog.extent.first_cyl) * 15 + be16_get(prog.extent.first_head), first);
	ck_assert_uint_eq(
		be16_get(prog.extent.last_cyl) * 15 + be16_get(prog.extent.last_head), last);
}

START_TEST(a_whole_track_is_read_wherever_the_buffer_lies)
{
	static const uint32_t at[] = {0, 1, 4095, 100};

	for (size_t i = 0; i < ARRAY_LEN(at); i++) {
		void *const buf = data + at[i];

		ck_assert_int_eq(ckdprog_read_tracks(&prog, ADDR, TRACK, &buf, 1, 57000), 0);
		expect_extent(CKD_MASK_WRITE_NONE, TRACK, TRACK);
		expect(1, CKD_LOCATE_RECORD, 16, false);
		expect(2, CKD_READ_TRACK, 57000, true);
		ck_assert(prog.ccw[2].flags & CCW_SLI);
		expect_idaws(2, data + at[i]);
		ck_assert_uint_eq(be16_get(located(1)->seek_cyl), 77);
		ck_assert_uint_eq(be16_get(located(1)->seek_head), 3);
		ck_assert_uint_eq(be16_get(located(1)->cyl), 77);
	}
	ck_assert_int_eq(ckdprog_read_tracks(&prog, ADDR, TRACK, (void *const[]){data}, 1, 65535), 0);
	ck_assert_int_eq(ckdprog_read_tracks(&prog, ADDR, TRACK, (void *const[]){data}, 1, 65536), -E_RANGE);
}
END_TEST

START_TEST(tracks_in_a_row_are_read_into_buffers_of_their_own)
{
	void *buf[CKDPROG_TRACKS_MAX + 1];

	for (unsigned i = 0; i < ARRAY_LEN(buf); i++)
		buf[i] = data + i;
	ck_assert_int_eq(ckdprog_read_tracks(&prog, ADDR, TRACK, buf, CKDPROG_TRACKS_MAX, 58786), 0);
	expect_extent(CKD_MASK_WRITE_NONE, TRACK, TRACK + CKDPROG_TRACKS_MAX - 1);
	ck_assert_uint_eq(located(1)->nr, CKDPROG_TRACKS_MAX);
	for (unsigned i = 0; i < CKDPROG_TRACKS_MAX; i++) {
		expect(2 + i, CKD_READ_TRACK, 58786, i + 1 == CKDPROG_TRACKS_MAX);
		ck_assert(prog.ccw[2 + i].flags & CCW_SLI);
		expect_idaws(2 + i, data + i);
	}
	ck_assert_int_eq(ckdprog_read_tracks(&prog, ADDR, TRACK, buf, 0, 58786), -E_RANGE);
	ck_assert_int_eq(ckdprog_read_tracks(&prog, ADDR, TRACK, buf, CKDPROG_TRACKS_MAX + 1, 58786), -E_RANGE);
}
END_TEST

/* The record's count field carries another cylinder than its track, as on a minidisk. */
static struct dasd_record record_of(uint8_t rec, uint8_t key_len, uint16_t data_len, void *to)
{
	return (struct dasd_record){
		.count = {be16(5), be16(3), rec, key_len, be16(data_len)}, .data = to};
}

START_TEST(records_in_a_row_need_one_search)
{
	struct dasd_record record[4];

	for (uint8_t i = 0; i < 4; i++) {
		record[i] = record_of(i + 1, 0, 4096, data + i * 4096);
		record[i].is_next = i != 0;
	}
	ck_assert_int_eq(ckdprog_records(&prog, ADDR, TRACK, true, record, 4), 0);
	expect_extent(CKD_MASK_WRITE_UPDATE, TRACK, TRACK);
	ck_assert_uint_eq(located(1)->nr, 4);
	ck_assert_uint_eq(located(1)->operation, CKD_ORIENT_COUNT | CKD_OP_WRITE_DATA);
	ck_assert_uint_eq(be16_get(located(1)->length), 4096);
	ck_assert_uint_eq(be16_get(located(1)->seek_cyl), 77);
	ck_assert_uint_eq(be16_get(located(1)->cyl), 5);
	ck_assert_uint_eq(located(1)->rec, 1);
	for (uint32_t i = 0; i < 4; i++) {
		expect(2 + i, CKD_WRITE_UPD_DATA, 4096, i == 3);
		expect_idaws(2 + i, data + i * 4096);
	}
}
END_TEST

START_TEST(records_apart_or_of_another_length_are_searched_for)
{
	struct dasd_record record[3] = {record_of(1, 4, 24, data), record_of(2, 4, 144, data + 99),
		record_of(4, 4, 144, data + 300)};

	record[1].is_next = true;
	for (int i = 0; i < 3; i++)
		record[i].with_key = true;
	ck_assert_int_eq(ckdprog_records(&prog, ADDR, TRACK, true, record, 3), 0);
	for (uint32_t i = 0; i < 3; i++) {
		expect(1 + 2 * i, CKD_LOCATE_RECORD, 16, false);
		ck_assert_uint_eq(located(1 + 2 * i)->nr, 1);
		ck_assert_uint_eq(be16_get(located(1 + 2 * i)->length), i ? 148 : 28);
		expect(2 + 2 * i, CKD_WRITE_UPD_KEY, i ? 148 : 28, i == 2);
	}
	record[0].with_key = false;
	ck_assert_int_eq(ckdprog_records(&prog, ADDR, TRACK, false, record, 1), 0);
	expect(2, CKD_READ_DATA, 24, true);
	ck_assert_uint_eq(located(1)->operation, CKD_ORIENT_COUNT | CKD_OP_READ_DATA);
}
END_TEST

START_TEST(records_are_counted)
{
	static struct dasd_record record[DASD_RECORDS_MAX + 1];

	for (size_t i = 0; i < ARRAY_LEN(record); i++)
		record[i] = record_of((uint8_t)i, 0, 2, data + 4095 + 4096 * (i % 8));
	ck_assert_int_eq(ckdprog_records(&prog, ADDR, TRACK, true, record, 0), -E_RANGE);
	ck_assert_int_eq(
		ckdprog_records(&prog, ADDR, TRACK, true, record, DASD_RECORDS_MAX + 1), -E_RANGE);
	ck_assert_int_eq(ckdprog_records(&prog, ADDR, TRACK, true, record, DASD_RECORDS_MAX), 0);
	ckdprog_confirm(&prog, TRACKS);
	ck_assert_uint_le(prog.nr_ccws, CKDPROG_CCWS);
	ck_assert_uint_le(prog.nr_locates, CKDPROG_LOCATES);
	ck_assert_uint_eq(prog.nr_idaws, 2 * DASD_RECORDS_MAX);
	record[1].count.data_len = be16(0);
	ck_assert_int_eq(ckdprog_records(&prog, ADDR, TRACK, true, record, 2), -E_RANGE);
	for (size_t i = 0; i < ARRAY_LEN(record); i++)
		record[i].count.data_len = be16(UINT16_MAX);
	ck_assert_int_eq(
		ckdprog_records(&prog, ADDR, TRACK, false, record, DASD_RECORDS_MAX), -E_RANGE);
}
END_TEST

static uint32_t image_make(uint32_t nr, uint16_t data_len)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < nr; i++) {
		struct ckd_count count = {be16(5), be16(3), (uint8_t)i, 0, be16(i ? data_len : 8)};

		memcpy(data + at, &count, sizeof(count));
		at += sizeof(count) + (i ? data_len : 8);
	}
	memset(data + at, 0xff, TRACKIMAGE_END_LEN);
	return at + TRACKIMAGE_END_LEN;
}

START_TEST(a_whole_track_is_written_record_by_record)
{
	uint32_t len = image_make(13, 4096);

	ck_assert_int_eq(ckdprog_write_track(&prog, ADDR, TRACK, data, len), 0);
	expect_extent(CKD_MASK_WRITE_ALL, TRACK, TRACK);
	ck_assert_uint_eq(located(1)->operation, CKD_ORIENT_HOME | CKD_OP_FORMAT);
	ck_assert_uint_eq(located(1)->nr, 13);
	expect(2, CKD_WRITE_R0, 16, false);
	expect_idaws(2, data);
	for (uint32_t i = 1; i < 13; i++) {
		expect(2 + i, CKD_WRITE_CKD, 4104, i == 12);
		expect_idaws(2 + i, data + 16 + (i - 1) * 4104);
	}
	ck_assert_int_eq(ckdprog_write_track(&prog, ADDR, TRACK, data, len - 1), -E_FORMAT);
	len = image_make(DASD_RECORDS_MAX, 100);
	ck_assert_int_eq(ckdprog_write_track(&prog, ADDR, TRACK, data, len), 0);
	len = image_make(DASD_RECORDS_MAX + 1, 100);
	ck_assert_int_eq(ckdprog_write_track(&prog, ADDR, TRACK, data, len), -E_RANGE);
}
END_TEST

START_TEST(confirmation_leaves_the_track)
{
	struct dasd_record record = record_of(1, 0, 4096, data);

	ck_assert_int_eq(ckdprog_records(&prog, ADDR, TRACK, true, &record, 1), 0);
	ckdprog_confirm(&prog, TRACKS);
	expect_extent(CKD_MASK_WRITE_UPDATE, TRACK, TRACK + 1);
	expect(3, CKD_LOCATE_RECORD, 16, true);
	ck_assert_uint_eq(located(3)->nr, 0);
	ck_assert_uint_eq(be16_get(located(3)->seek_head), 4);
	ck_assert_int_eq(ckdprog_records(&prog, ADDR, TRACKS - 1, true, &record, 1), 0);
	ckdprog_confirm(&prog, TRACKS);
	expect_extent(CKD_MASK_WRITE_UPDATE, TRACKS - 2, TRACKS - 1);
}
END_TEST

UNIT_MAIN("logic/volume/ckdprog", a_whole_track_is_read_wherever_the_buffer_lies,
	tracks_in_a_row_are_read_into_buffers_of_their_own, records_in_a_row_need_one_search, records_apart_or_of_another_length_are_searched_for,
	records_are_counted, a_whole_track_is_written_record_by_record,
	confirmation_leaves_the_track)
