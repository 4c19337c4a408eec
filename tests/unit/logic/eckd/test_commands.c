// SPDX-License-Identifier: Apache-2.0
/* The commands of the virtual 3390 one by one: what each does, and where it is refused. */
#include "harness.h"

static void setup_tracks(void)
{
	setup();
	fake_add(&disk, 0, 1, 4, 24, 0x10);
	fake_add(&disk, 0, 2, 0, 16, 0x20);
	fake_add(&disk, 0, 3, 8, 0, 0x30);
	fake_add(&disk, 1, 1, 0, 16, 0x40);
	fake_add(&disk, 14, 1, 0, 16, 0x50);
	fake_add(&disk, 15, 1, 0, 16, 0x60);
}

/* ---- Searches and reads of before DEFINE EXTENT */

/* What CP/67 did already: SEEK, SEARCH ID EQUAL, TIC back, READ DATA. */
START_TEST(search_loop_finds_a_record)
{
	for (int lazy = 0; lazy < 2; lazy++) {
		setup_tracks();
		disk.is_lazy = lazy;
		ccw(CKD_SEEK, 0, seek(0, 0), 6);
		ccw(CKD_SEARCH_ID_EQ, 0, id(0, 0, 2), 5);
		tic(1);
		ccw_read(CKD_READ_DATA, 0, 16);
		run(DSTAT_END, 0);
		ck_assert_uint_eq(read_bytes(0)[0], 0x20);
		done();
	}
}
END_TEST

START_TEST(search_for_what_is_not_there_ends_at_the_second_index)
{
	setup_tracks();
	ccw(CKD_SEEK, 0, seek(0, 0), 6);
	ccw(CKD_SEARCH_ID_EQ, 0, id(0, 0, 9), 5);
	tic(1);
	ccw_read(CKD_READ_DATA, 0, 16);
	run_check(0, CKD_SENSE1_NO_RECORD_FOUND, 0);
	done();
}
END_TEST

START_TEST(multitrack_search_ends_at_the_end_of_the_cylinder)
{
	setup_tracks();
	ccw(CKD_SEEK, 0, seek(0, 0), 6);
	ccw(CKD_SEARCH_ID_EQ | CKD_MULTITRACK, 0, id(0, 14, 1), 5);
	tic(1);
	ccw_read(CKD_READ_DATA, 0, 16);
	run(DSTAT_END, 0);
	ck_assert_uint_eq(read_bytes(0)[0], 0x50);
	program_begin();
	ccw(CKD_SEEK, 0, seek(0, 0), 6);
	ccw(CKD_SEARCH_ID_EQ | CKD_MULTITRACK, 0, id(1, 0, 1), 5);
	tic(1);
	ccw_read(CKD_READ_DATA, 0, 16);
	run_check(0, CKD_SENSE1_END_OF_CYLINDER, 0);
	done();
}
END_TEST

/* The record is higher, equal or lower than the argument; and the CCW that is jumped over. */
START_TEST(searches_compare_as_their_names_say)
{
	static const struct {
		uint8_t cmd;
		bool low, equal, high; /* satisfied when the record is so */
	} rows[] = {
		{CKD_SEARCH_ID_EQ, false, true, false},
		{CKD_SEARCH_ID_HIGH, false, false, true},
		{CKD_SEARCH_ID_HE, false, true, true},
		{CKD_SEARCH_KEY_EQ, false, true, false},
		{CKD_SEARCH_KEY_HIGH, false, false, true},
		{CKD_SEARCH_KEY_HE, false, true, true},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		for (int argument = -1; argument <= 1; argument++) {
			bool is_key = (rows[i].cmd & 0x1f) == 0x09;
			const uint8_t key[4] = {0x10, 0x11, 0x12, (uint8_t)(0x13 + argument)};
			bool want = argument > 0   ? rows[i].low
				    : argument < 0 ? rows[i].high
						   : rows[i].equal;

			setup_tracks();
			ccw(CKD_SEEK, 0, seek(0, 0), 6);
			if (!is_key) /* record 0 has passed: the next is record 1 */
				ccw_read(CKD_READ_R0, CCW_SLI, 16);
			if (is_key)
				ccw(rows[i].cmd, 0, key, 4);
			else
				ccw(rows[i].cmd, 0, id(0, 0, (uint8_t)(1 + argument)), 5);
			ccw_read(CKD_READ_SECTOR, 0, 1); /* jumped over, if satisfied */
			ccw_read(CKD_READ_COUNT, 0, 8);
			run(DSTAT_END, 0);
			ck_assert_msg((read_bytes(nr_reads - 2)[0] == 0xAA) == want, "%02X %d",
				rows[i].cmd, argument);
			done();
		}
}
END_TEST

START_TEST(key_search_looks_at_the_record_whose_count_has_passed)
{
	setup_tracks();
	ccw(CKD_SEEK, 0, seek(0, 0), 6);
	ccw(CKD_SEARCH_ID_EQ, 0, id(0, 0, 1), 5);
	tic(1);
	ccw(CKD_SEARCH_KEY_EQ, 0, "\x10\x11\x12\x13", 4);
	tic(2);
	ccw_read(CKD_READ_DATA, 0, 24);
	run(DSTAT_END, 0);
	ck_assert_uint_eq(read_bytes(0)[0], 0x14);
	done();
}
END_TEST

START_TEST(record_without_key_satisfies_no_key_search)
{
	setup_tracks();
	ccw(CKD_SEEK, 0, seek(0, 1), 6);
	ccw(CKD_SEARCH_KEY_HE, CCW_SLI, "\0", 1);
	tic(1);
	ccw_read(CKD_READ_DATA, 0, 24);
	run_check(0, CKD_SENSE1_NO_RECORD_FOUND, 0);
	done();
}
END_TEST

START_TEST(home_address_is_that_of_the_track)
{
	setup_tracks();
	ccw(CKD_SEEK, 0, seek(1, 0), 6);
	ccw(CKD_SEARCH_HOME_EQ, 0, "\0\1\0\0", 4);
	tic(1);
	ccw_read(CKD_READ_R0, 0, 16);
	ccw_read(CKD_READ_HOME, 0, 5);
	ccw_read(CKD_READ_HOME | CKD_MULTITRACK, 0, 5);
	run(DSTAT_END, 0);
	ck_assert_mem_eq(read_bytes(0), "\0\1\0\0\0\0\0\x08\0\0\0\0\0\0\0\0", 16);
	ck_assert_mem_eq(read_bytes(1), "\0\0\1\0\0", 5);
	ck_assert_mem_eq(read_bytes(2), "\0\0\1\0\1", 5);
	done();
}
END_TEST

START_TEST(reads_give_their_parts_of_the_next_record)
{
	static const uint8_t count1[] = {0, 0, 0, 0, 1, 4, 0, 24};

	for (int lazy = 0; lazy < 2; lazy++) {
		setup_tracks();
		disk.is_lazy = lazy;
		ccw(CKD_SEEK, 0, seek(0, 0), 6);
		ccw_read(CKD_READ_COUNT, 0, 8);     /* of 1 */
		ccw_read(CKD_READ_KEY_DATA, 0, 28); /* of 1, too */
		ccw_read(CKD_READ_CKD, 0, 24);      /* 2 */
		ccw_read(CKD_READ_COUNT, 0, 8);     /* 3 */
		ccw_read(CKD_READ_COUNT, 0, 8);     /* 1, after the index */
		ccw_read(CKD_READ_DATA, 0, 24);
		ccw_read(CKD_READ_SECTOR, 0, 1);
		ccw_read(CKD_READ_MULTI_CKD, CCW_SLI, 100); /* 2 and 3 */
		run(DSTAT_END, 0);
		ck_assert_mem_eq(read_bytes(0), count1, 8);
		ck_assert_uint_eq(read_bytes(1)[0], 0x10);
		ck_assert_uint_eq(read_bytes(2)[4], 2);
		ck_assert_uint_eq(read_bytes(2)[8], 0x20);
		ck_assert_uint_eq(read_bytes(3)[4], 3);
		ck_assert_mem_eq(read_bytes(4), count1, 8);
		ck_assert_uint_eq(read_bytes(5)[0], 0x14);
		ck_assert_uint_eq(read_bytes(6)[0], 6);
		ck_assert_uint_eq(read_bytes(7)[4], 2);
		ck_assert_uint_eq(read_bytes(7)[24 + 4], 3);
		ck_assert_uint_eq(read_bytes(7)[40], 0xAA);
		done();
	}
}
END_TEST

START_TEST(multitrack_reads_go_on_with_the_next_track)
{
	setup_tracks();
	ccw(CKD_SEEK, 0, seek(0, 0), 6);
	for (int i = 0; i < 4; i++)
		ccw_read(CKD_READ_COUNT | CKD_MULTITRACK, 0, 8);
	run(DSTAT_END, 0);
	ck_assert_mem_eq(read_bytes(3), "\0\0\0\1\1\0\0\x10", 8);
	done();
}
END_TEST

START_TEST(file_mark_is_a_unit_exception)
{
	static const uint8_t reads[] = {CKD_READ_DATA, CKD_READ_KEY_DATA, CKD_READ_CKD};

	for (size_t i = 0; i < sizeof(reads); i++) {
		setup_tracks();
		ccw(CKD_SEEK, 0, seek(0, 0), 6);
		ccw(CKD_SEARCH_ID_EQ, 0, id(0, 0, reads[i] == CKD_READ_CKD ? 2 : 3), 5);
		tic(1);
		ccw_read(reads[i], CCW_SLI, 100);
		ccw(CKD_NOP, CCW_SLI, "", 1);
		run(DSTAT_END | DSTAT_UNIT_EXCEPTION, 0);
		done();
	}
}
END_TEST

START_TEST(ipl_reads_record_1)
{
	setup();
	fake_add(&disk, 0, 1, 0, 24, 0x77);
	chan_start_ipl(&prog, &eckd.dev, &stor_ops, NULL);
	chan_run(&prog, 1);
	ck_assert_uint_eq(stor[0], 0x77);
	ck_assert_uint_eq(stor[23], 0x77 + 23);
	chan_halt(&prog);
	done();
}
END_TEST

/* zipl's first record continues so: a format-0 chain after READ IPL may LOCATE RECORD at once. */
START_TEST(locate_record_may_follow_read_ipl)
{
	setup();
	fake_add(&disk, 0, 1, 0, 24, 1);
	add_track_4k(1, 12);
	ccw_read(CKD_READ_IPL, CCW_SLI, 24);
	locate(CKD_OP_READ_DATA, 1, 3, 2, 4096);
	ccw_read(CKD_READ_DATA | CKD_MULTITRACK, 0, 4096);
	ccw_read(CKD_READ_DATA | CKD_MULTITRACK, 0, 4096);
	run(DSTAT_END, 0);
	ck_assert_uint_eq(read_bytes(2)[0], 64);
	done();
}
END_TEST

/* ---- Writes of before */

START_TEST(found_record_is_written)
{
	for (int lazy = 0; lazy < 2; lazy++) {
		setup_tracks();
		disk.is_lazy = lazy;
		ccw(CKD_SEEK, 0, seek(0, 0), 6);
		ccw(CKD_SEARCH_ID_EQ, 0, id(0, 0, 1), 5);
		tic(1);
		ccw(CKD_WRITE_KEY_DATA, CCW_SLI, "KEYSdata", 8);
		ccw(CKD_SEARCH_ID_EQ, 0, id(0, 0, 2), 5);
		tic(1);
		ccw(CKD_WRITE_DATA, 0, "0123456789abcdef", 16);
		run(DSTAT_END, 0);
		ck_assert_mem_eq(disk.track[0]->record[0].data, "KEYSdata\0\0", 10);
		ck_assert_mem_eq(disk.track[0]->record[1].data, "0123456789abcdef", 16);
		ck_assert_uint_eq(disk.flushes, 1);
		done();
	}
}
END_TEST

START_TEST(writing_needs_a_search_for_equal_that_found_its_record)
{
	static const uint8_t writes[] = {
		CKD_WRITE_DATA, CKD_WRITE_KEY_DATA, CKD_WRITE_CKD, CKD_ERASE};

	for (size_t i = 0; i < sizeof(writes); i++)
		for (int way = 0; way < 4; way++) {
			setup_tracks();
			ccw(CKD_SEEK, 0, seek(0, 0), 6);
			if (way == 1)
				ccw(CKD_SEARCH_ID_EQ, 0, id(0, 0, 9), 5);
			if (way == 2) {
				ccw(CKD_SEARCH_ID_EQ, 0, id(0, 0, 0), 5);
				ccw(CKD_NOP, CCW_SLI, "", 1);
				ccw(CKD_SEEK, 0, seek(0, 0), 6);
			}
			if (way == 3)
				ccw(CKD_SEARCH_ID_HIGH, 0, id(0, 0, 9), 5);
			ccw(writes[i], CCW_SLI, "\0\0\0\0\0\0\0\0", 8);
			run_reject(ECKD_BAD_SEQUENCE);
			ck_assert_uint_eq(disk.updates + disk.formats, 0);
			done();
		}
}
END_TEST

START_TEST(records_are_added_behind_the_one_that_was_found)
{
	for (int lazy = 0; lazy < 2; lazy++) {
		setup_tracks();
		disk.is_lazy = lazy;
		ccw(CKD_SEEK, 0, seek(0, 0), 6);
		ccw(CKD_SEARCH_ID_EQ, 0, id(0, 0, 1), 5);
		tic(1);
		ccw_ckd(CKD_WRITE_CKD, count_field(0, 7, 2, 3), 5, 'a');
		ccw_ckd(CKD_WRITE_CKD, count_field(0, 8, 0, 0), 0, 0);
		run(DSTAT_END, 0);
		ck_assert_uint_eq(disk.track[0]->nr_records, 3);
		ck_assert_uint_eq(disk.track[0]->record[1].count.rec, 7);
		ck_assert_mem_eq(disk.track[0]->record[1].data, "abcde", 5);
		ck_assert_uint_eq(disk.track[0]->record[2].count.rec, 8);
		done();
	}
}
END_TEST

START_TEST(erase_ends_the_track)
{
	setup_tracks();
	ccw(CKD_SEEK, 0, seek(0, 0), 6);
	ccw(CKD_SEARCH_ID_EQ, 0, id(0, 0, 2), 5);
	tic(1);
	ccw_ckd(CKD_ERASE, count_field(0, 3, 0, 0), 0, 0);
	run(DSTAT_END, 0);
	ck_assert_uint_eq(disk.track[0]->nr_records, 2);
	done();
}
END_TEST

START_TEST(record_zero_is_written_behind_a_home_address)
{
	for (int found = 0; found < 2; found++) {
		struct ckd_count r0 = count_field(0, 0, 0, 8);
		uint8_t operand[16] = {[8] = 'r', 'e', 'c', 'z', 'e', 'r', 'o', '!'};

		setup_tracks();
		memcpy(operand, &r0, 8);
		ccw(CKD_SET_FILE_MASK, 0, "\xc0", 1);
		ccw(CKD_SEEK, 0, seek(0, 0), 6);
		ccw(CKD_SEARCH_HOME_EQ, 0, found ? "\0\0\0\0" : "\0\0\0\1", 4);
		if (found)
			tic(1);
		ccw(CKD_WRITE_R0, 0, operand, 16);
		if (found) {
			run(DSTAT_END, 0);
			ck_assert_mem_eq(disk.track[0]->r0, "reczero!", 8);
			ck_assert_uint_eq(disk.track[0]->nr_records, 0);
		} else {
			run_reject(ECKD_BAD_SEQUENCE);
		}
		done();
	}
}
END_TEST

/* ---- File masks and extents */

START_TEST(file_mask_stops_writes)
{
	static const struct {
		uint8_t mask;
		bool update, format, r0;
	} rows[] = {
		{CKD_MASK_WRITE_NOT_R0, true, true, false},
		{CKD_MASK_WRITE_NONE, false, false, false},
		{CKD_MASK_WRITE_UPDATE, true, false, false},
		{CKD_MASK_WRITE_ALL, true, true, true},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		for (int what = 0; what < 3; what++) {
			bool good = what == 0   ? rows[i].update
				    : what == 1 ? rows[i].format
						: rows[i].r0;
			struct ckd_count r0 = count_field(0, 0, 0, 8);

			setup_tracks();
			define_extent(rows[i].mask, 0, 0);
			if (what == 0) {
				locate(CKD_OP_WRITE_DATA, 0, 2, 1, 16);
				ccw(CKD_WRITE_UPD_DATA, CCW_SLI, "x", 1);
			} else if (what == 1) {
				locate(CKD_OP_FORMAT, 0, 0, 1, 8);
				ccw_ckd(CKD_WRITE_CKD, count_field(0, 1, 0, 8), 8, 0);
			} else {
				locate(CKD_ORIENT_HOME | CKD_OP_FORMAT, 0, 0, 1, 8);
				ccw(CKD_WRITE_R0, CCW_SLI, &r0, 8);
			}
			if (good)
				run(DSTAT_END, 0);
			else
				run_reject(ECKD_BAD_SEQUENCE);
			ck_assert_uint_eq(disk.updates + disk.formats, good);
			done();
		}
}
END_TEST

START_TEST(file_mask_stops_seeks)
{
	static const struct {
		uint8_t mask;
		bool seek, cyl, head, next;
	} rows[] = {
		{ECKD_MASK_SEEK_ALL, true, true, true, true},
		{ECKD_MASK_SEEK_CYL, false, true, true, true},
		{ECKD_MASK_SEEK_HEAD, false, false, true, true},
		{ECKD_MASK_SEEK_NONE, false, false, false, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		for (int what = 0; what < 5; what++) {
			static const uint8_t seeks[] = {
				CKD_SEEK, CKD_RECALIBRATE, CKD_SEEK_CYL, CKD_SEEK_HEAD};
			bool good = what < 2    ? rows[i].seek
				    : what == 2 ? rows[i].cyl
				    : what == 3 ? rows[i].head
						: rows[i].next;

			setup_tracks();
			ccw(CKD_SET_FILE_MASK, 0, &rows[i].mask, 1);
			if (what == 1)
				ccw(CKD_RECALIBRATE, CCW_SLI, "", 0);
			else if (what < 4)
				ccw(seeks[what], 0, seek(0, 0), 6);
			for (int k = 0; what == 4 && k < 4; k++)
				ccw_read(CKD_READ_COUNT | CKD_MULTITRACK, 0, 8);
			if (good)
				run(DSTAT_END, 0);
			else
				run_check(0, CKD_SENSE1_FILE_PROTECTED, 0);
			done();
		}
}
END_TEST

START_TEST(nothing_outside_of_the_extent_is_reached)
{
	for (int what = 0; what < 5; what++) {
		setup_tracks();
		if (what == 4) { /* found before the extent was defined */
			ccw(CKD_SEARCH_ID_EQ, 0, id(0, 0, 2), 5);
			tic(1);
			define_extent(0, 1, 1);
			ccw(CKD_WRITE_DATA, CCW_SLI, "x", 1);
			run_reject(ECKD_BAD_SEQUENCE);
			done();
			continue;
		}
		disk.first = disk.last = 1;
		define_extent(0, 1, 1);
		switch (what) {
		case 0: ccw(CKD_SEEK, 0, seek(0, 0), 6); break;
		case 1: ccw(CKD_SEEK, 0, seek(0, 2), 6); break;
		case 2: locate(CKD_OP_READ_DATA, 0, 1, 1, 0); break;
		default: ccw_read(CKD_READ_COUNT, 0, 8); break; /* the heads are at track 0 */
		}
		run_check(0, CKD_SENSE1_FILE_PROTECTED, 0);
		done();
	}
}
END_TEST

/* ---- Operands: one fault a row, in a program that is good otherwise */

START_TEST(bad_extents_are_refused)
{
	static const struct {
		unsigned at;
		uint8_t byte;
		bool is_good;
	} rows[] = {
		{0, 0x00, true},
		{0, 0x20, false},
		{1, 0x80, false},
		{1, 0x40, false},
		{1, 0x00, false},
		{1, 0xfc, true},
		{8, 1, false},
		{9, 4, false},
		{9, 1, false},
		{10, 1, false},
		{11, 15, false},
		{11, 14, true},
		{12, 1, false},
		{13, 4, false},
		{13, 3, true},
		{14, 1, false},
		{15, 15, false},
		{15, 14, true},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		uint8_t operand[16] = {[1] = 0xc0, [15] = 14};

		setup();
		operand[rows[i].at] = rows[i].byte;
		ccw(CKD_DEFINE_EXTENT, 0, operand, sizeof(operand));
		if (rows[i].is_good)
			run(DSTAT_END, 0);
		else
			run_reject(ECKD_BAD_OPERAND);
		done();
	}
	setup();
	ccw(CKD_DEFINE_EXTENT, 0, (const uint8_t[15]){0, 0xc0}, 15);
	run_reject(ECKD_SHORT_COUNT);
	done();
}
END_TEST

START_TEST(bad_locates_are_refused)
{
	static const struct {
		unsigned at;
		uint8_t byte;
		bool is_good;
	} rows[] = {
		{0, 0x06, true},
		{0, 0x46, true},
		{0, 0x86, true},
		{0, 0xc6, false},
		{0, 0x16, true},
		{0, 0xd6, true},
		{0, 0x02, false},
		{0, 0x3f, false},
		{0, 0x0a, false},
		{0, 0x41, false},
		{0, 0x83, false},
		{0, 0x00, false},
		{1, 0x02, false},
		{1, 0x40, false},
		{1, 0x01, false},
		{1, 0x80, false},
		{2, 1, false},
		{3, 0, false},
		{3, 255, true},
		{5, 4, false},
		{7, 15, false},
		{13, 223, true},
		{13, 224, false},
		{13, 0xff, true},
		{15, 1, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		uint8_t operand[16] = {[0] = 0x06, [3] = 1};

		setup();
		fake_add(&disk, 0, 1, 0, 8, 0);
		operand[rows[i].at] = rows[i].byte;
		define_extent(CKD_MASK_WRITE_ALL, 0, 59);
		ccw(CKD_LOCATE_RECORD, 0, operand, sizeof(operand));
		if (rows[i].is_good)
			run(DSTAT_END, 0);
		else
			run_reject(ECKD_BAD_OPERAND);
		done();
	}
}
END_TEST

START_TEST(bad_extended_locates_are_refused)
{
	static const struct {
		unsigned at;
		uint8_t byte;
		bool is_good;
	} rows[] = {
		{0, 0x3f, true},
		{16, 1, false},
		{17, 0, false},
		{17, 0x23, false},
		{19, 0, false},
		{19, 3, false},
		{20, 0x80, false},
		{20, 0x40, false},
		{21, 1, false},
		{3, 1, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		uint8_t operand[22] = {
			[0] = 0x3f, [3] = 2, [13] = 0xff, [17] = 0x11, [19] = 2, [20] = 0xc0};

		setup();
		operand[rows[i].at] = rows[i].byte;
		define_extent(CKD_MASK_WRITE_ALL, 0, 59);
		ccw(CKD_LOCATE_RECORD_EX, CCW_SLI, operand, sizeof(operand));
		if (rows[i].is_good)
			run(DSTAT_END, 0);
		else
			run_reject(ECKD_BAD_OPERAND);
		done();
	}
}
END_TEST

START_TEST(bad_seeks_are_refused)
{
	static const struct {
		unsigned at;
		uint8_t byte;
	} rows[] = {{0, 1}, {1, 1}, {2, 1}, {3, 4}, {4, 1}, {5, 15}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		uint8_t operand[6] = {0};

		setup();
		operand[rows[i].at] = rows[i].byte;
		ccw(CKD_SEEK, 0, operand, sizeof(operand));
		run_reject(ECKD_BAD_OPERAND);
		program_begin();
		ccw(CKD_SEEK, 0, operand, 5);
		run_reject(ECKD_SHORT_COUNT);
		done();
	}
}
END_TEST

/* ---- Which command may stand where */

enum place { OUTSIDE, READING, WRITING, FORMATTING, TRACKS, FULL, NR_PLACES };

static void go_to(enum place place)
{
	static const uint8_t operation[] = {0, CKD_OP_READ, CKD_OP_WRITE_DATA, CKD_OP_FORMAT,
		CKD_OP_READ_TRACKS, ECKD_OP_EXTENDED};

	define_extent(CKD_MASK_WRITE_ALL, 0, 59);
	if (place == FULL)
		locate_extended(operation[place], 0, 0, 2);
	else if (place != OUTSIDE)
		locate(operation[place], 0, place == FORMATTING ? 0 : 2, 2, 0);
}

START_TEST(commands_stand_where_they_belong)
{
	static const struct {
		uint8_t cmd;
		const char *places; /* o r w f t F; others are an invalid sequence */
	} rows[] = {
		{CKD_READ_DATA, "or"},
		{0x86, "or"},
		{CKD_READ_KEY_DATA, "or"},
		{0x8e, "or"},
		{CKD_READ_CKD, "or"},
		{0x9e, "or"},
		{CKD_READ_COUNT, "orw"},
		{0x92, "orw"},
		{CKD_READ_MULTI_CKD, "or"},
		{CKD_READ_R0, "or"},
		{CKD_READ_HOME, "or"},
		{CKD_READ_TRACK, "t"},
		{CKD_WRITE_UPD_DATA, "w"},
		{CKD_WRITE_UPD_KEY, "w"},
		{CKD_WRITE_DATA, "w"},
		{CKD_WRITE_KEY_DATA, "w"},
		{CKD_WRITE_CKD, "f"},
		{CKD_ERASE, "f"},
		{CKD_WRITE_CKD_NEXT, ""},
		{CKD_WRITE_FULL_TRACK, "F"},
		{CKD_SEARCH_ID_EQ, "o"},
		{CKD_SEARCH_KEY_EQ, "o"},
		{CKD_SEARCH_HOME_EQ, "o"},
		{CKD_SEEK, "o"},
		{CKD_SEEK_CYL, "o"},
		{CKD_SEEK_HEAD, "o"},
		{CKD_RECALIBRATE, "o"},
		{CKD_SET_SECTOR, "o"},
		{CKD_LOCATE_RECORD, ""},
		{CKD_DEFINE_EXTENT, ""},
		{CKD_SET_FILE_MASK, ""},
		{CKD_READ_IPL, ""},
		{CKD_READ_DEV_CHAR, "o"},
		{CKD_READ_CONFIG, "o"},
		{CKD_SENSE_SUBSYS, "o"},
		{CKD_READ_LOG, "o"},
		{CKD_SET_SUBSYS_MODE, "o"},
		{CKD_SENSE_PATH_GROUP, "o"},
		{CKD_SET_PATH_GROUP, "o"},
		{CKD_RESERVE, ""},
		{CKD_RELEASE, ""},
		{CKD_STEAL, ""},
		{CKD_READ_SECTOR, "o"},
		{CKD_SUSPEND_PATHS, "o"},
	};
	static const char names[] = "orwftF";
	static const uint8_t zeros[64];

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		for (enum place place = OUTSIDE; place < NR_PLACES; place++) {
			bool is_bad, want = !strchr(rows[i].places, names[place]);

			setup_tracks();
			go_to(place);
			ccw(rows[i].cmd, CCW_SLI, zeros, sizeof(zeros));
			if (rows[i].cmd == CKD_LOCATE_RECORD && place == OUTSIDE)
				want = false; /* it is the operand that is bad */
			run_on(&eckd);
			is_bad = prog.dstat == UNIT_CHECK && eckd.dev.sense[7] == ECKD_BAD_SEQUENCE;
			ck_assert_msg(is_bad == want, "%02X at %c", rows[i].cmd, names[place]);
			done();
		}
}
END_TEST

START_TEST(commands_that_do_not_exist_are_refused)
{
	static const uint8_t cmds[] = {0x01, 0x09, 0x0a, 0x0f, 0x17, 0x19, 0x21, 0x25, 0x2b, 0x44,
		0x6f, 0x83, 0x91, 0x97, 0xa5, 0xa6, 0xbf, 0xc4, 0xca, 0xd5, 0xe7, 0xea, 0xf3, 0xf7,
		0xf9, 0xff};

	for (size_t i = 0; i < sizeof(cmds); i++) {
		setup();
		ccw(cmds[i], CCW_SLI, "", 1);
		run_reject(ECKD_BAD_COMMAND);
		done();
	}
}
END_TEST

START_TEST(domain_ends_with_its_count)
{
	setup_tracks();
	define_extent(CKD_MASK_WRITE_NONE, 0, 1);
	locate(CKD_OP_READ_DATA, 0, 1, 2, 0);
	ccw_read(CKD_READ_DATA, CCW_SLI, 24);
	ccw_read(CKD_READ_DATA, CCW_SLI, 24);
	ccw(CKD_SEEK, 0, seek(0, 1), 6); /* is allowed again */
	locate(CKD_OP_READ_DATA, 1, 1, 1, 0);
	ccw_read(CKD_READ_DATA, CCW_SLI, 16);
	run(DSTAT_END, 0);
	ck_assert_uint_eq(read_bytes(2)[0], 0x40);
	done();
}
END_TEST

START_TEST(data_that_can_not_be_had_are_not_written)
{
	setup_tracks();
	define_extent(CKD_MASK_WRITE_ALL, 0, 1);
	locate(CKD_OP_WRITE_DATA, 0, 2, 1, 16);
	add_ccw(CKD_WRITE_UPD_DATA, 0, STOR_SIZE, 16);
	run(DSTAT_END, CSTAT_PROGRAM_CHECK);
	program_begin();
	define_extent(CKD_MASK_WRITE_ALL, 0, 1);
	locate(CKD_OP_FORMAT, 0, 0, 1, 16);
	add_ccw(CKD_WRITE_CKD, CCW_SLI, STOR_SIZE, 16);
	run(DSTAT_END, CSTAT_PROGRAM_CHECK);
	ck_assert_uint_eq(disk.updates + disk.formats, 0);
	ck_assert_uint_eq(disk.track[0]->nr_records, 3);
	done();
}
END_TEST

START_TEST(writes_before_a_refused_ccw_are_flushed)
{
	setup_tracks();
	define_extent(CKD_MASK_WRITE_ALL, 0, 1);
	locate(CKD_OP_WRITE_DATA, 0, 2, 2, 16);
	ccw(CKD_WRITE_UPD_DATA, CCW_SLI, "new", 3);
	add_ccw(0x00, 0, DATA, 1); /* no command */
	run(DSTAT_END, CSTAT_PROGRAM_CHECK);
	ck_assert_uint_eq(disk.updates, 1);
	ck_assert_uint_eq(disk.flushes, 1);
	done();
}
END_TEST

UNIT_MAIN("logic/eckd, command by command", search_loop_finds_a_record,
	search_for_what_is_not_there_ends_at_the_second_index,
	multitrack_search_ends_at_the_end_of_the_cylinder, searches_compare_as_their_names_say,
	key_search_looks_at_the_record_whose_count_has_passed,
	record_without_key_satisfies_no_key_search, home_address_is_that_of_the_track,
	reads_give_their_parts_of_the_next_record, multitrack_reads_go_on_with_the_next_track,
	file_mark_is_a_unit_exception, ipl_reads_record_1, locate_record_may_follow_read_ipl,
	found_record_is_written, writing_needs_a_search_for_equal_that_found_its_record,
	records_are_added_behind_the_one_that_was_found, erase_ends_the_track,
	record_zero_is_written_behind_a_home_address, file_mask_stops_writes, file_mask_stops_seeks,
	nothing_outside_of_the_extent_is_reached, bad_extents_are_refused, bad_locates_are_refused,
	bad_extended_locates_are_refused, bad_seeks_are_refused, commands_stand_where_they_belong,
	commands_that_do_not_exist_are_refused, domain_ends_with_its_count,
	data_that_can_not_be_had_are_not_written, writes_before_a_refused_ccw_are_flushed)
