// SPDX-License-Identifier: Apache-2.0
/* The channel programs of Linux's dasd_eckd driver. */
#include "harness.h"

#define RUN_ALL_WAYS(body)                                                                         \
	for (int lazy = 0; lazy < 2; lazy++) {                                                     \
		setup();                                                                           \
		disk.is_lazy = lazy;                                                               \
		body();                                                                            \
		done();                                                                            \
	}

/* ---- Going online */

START_TEST(sense_id_names_a_3390_and_its_commands)
{
	static const uint8_t want[] = {0xff, 0x39, 0x90, 0xe9, 0x33, 0x90, 0x02, 0x00, 0x40, 0xfa,
		0x01, 0x00, 0x41, 0x27, 0x00, 0x04, 0x42, 0x3e, 0x00, 0x60};

	setup();
	ccw_read(CCW_CMD_SENSE_ID, CCW_SLI, 40);
	run(DSTAT_END, 0);
	ck_assert_uint_eq(prog.count, 20);
	ck_assert_mem_eq(read_bytes(0), want, sizeof(want));
	done();
}
END_TEST

START_TEST(model_goes_by_size)
{
	static const struct {
		uint32_t nr_cyls;
		uint8_t model;
	} rows[] = {
		{1, 0x02},
		{1113, 0x02},
		{1114, 0x06},
		{2226, 0x06},
		{2227, 0x0a},
		{3339, 0x0a},
		{3340, 0x0c},
		{10017, 0x0c},
		{65520, 0x0c},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		ck_assert_uint_eq(eckd_model(rows[i].nr_cyls), rows[i].model);
}
END_TEST

START_TEST(characteristics_have_size_and_track_formula)
{
	const uint8_t *answer;

	setup_size(3339, false);
	ccw_read(CKD_READ_DEV_CHAR, 0, 64);
	run(DSTAT_END, 0);
	answer = read_bytes(0);
	ck_assert_mem_eq(answer, "\x39\x90\xe9\x33\x90\x0a", 6);
	ck_assert_uint_eq(answer[6] & 0x40, 0x40); /* raw-track access needs it */
	ck_assert_mem_eq(answer + 12, "\x0d\x0b\x00\x0f\xe0", 5);
	ck_assert_mem_eq(answer + 22, "\x02\x22\x13\x09\x06\x74", 6);
	done();
}
END_TEST

/* dasd_eckd_identify_conf_parts: a NED of a device, a general NEQ, and the minidisk's token. */
START_TEST(configuration_has_what_makes_a_unique_name)
{
	const uint8_t *answer;

	setup();
	ccw_read(CKD_READ_CONFIG, 0, 256);
	run(DSTAT_END, 0);
	answer = read_bytes(0);
	ck_assert_uint_eq(answer[0] >> 6, 3);
	ck_assert_uint_eq(answer[1], 1);
	ck_assert_mem_eq(answer + 18, identity.serial, 12);
	ck_assert_uint_eq(answer[31], identity.unit_addr);
	ck_assert_uint_ne(answer[33], 1); /* the second NED is no device */
	ck_assert_uint_eq(answer[64] >> 6, 1);
	ck_assert_mem_eq(answer + 66, "\x00\x04", 2);
	ck_assert_mem_eq(answer + 72, identity.token, 16);
	ck_assert_uint_eq(answer[224] >> 6, 2);
	ck_assert_mem_eq(answer + 232, "\x12\x34", 2);
	done();
}
END_TEST

static void psf(uint8_t order, uint8_t suborder, uint16_t len)
{
	uint8_t operand[72] = {order, [6] = suborder};

	ccw(CKD_PERFORM_SUBSYS, 0, operand, len);
}

START_TEST(subsystem_functions_say_that_nothing_is_installed)
{
	static const uint8_t refused[] = {0x01, 0x03, 0x1c, 0x52, 0x53};

	setup();
	psf(0x18, 0x41, 12);
	ccw_read(CKD_READ_SUBSYS_DATA, 0, 256);
	run(DSTAT_END, 0);
	for (int i = 0; i < 256; i++)
		ck_assert_uint_eq(read_bytes(0)[i], 0);
	program_begin();
	psf(0x18, 0x0e, 12); /* dasd_alias asks: which unit addresses are aliases? */
	ccw_read(CKD_READ_SUBSYS_DATA, 0, 512);
	run(DSTAT_END, 0);
	for (int i = 0; i < 256; i++) {
		ck_assert_uint_eq(read_bytes(0)[2 * i], 1);
		ck_assert_uint_eq(read_bytes(0)[2 * i + 1], i);
	}
	program_begin();
	psf(0x1d, 0, 66); /* set subsystem characteristics */
	run(DSTAT_END, 0);
	for (size_t i = 0; i < sizeof(refused); i++) {
		program_begin();
		psf(0x18, refused[i], 12);
		ccw_read(CKD_READ_SUBSYS_DATA, 0, 512);
		run_reject(ECKD_BAD_OPERAND);
	}
	program_begin();
	ccw_read(CKD_READ_SUBSYS_DATA, 0, 256);
	run_reject(ECKD_BAD_SEQUENCE);
	program_begin();
	psf(0x18, 0x41, 11);
	run_reject(ECKD_SHORT_COUNT);
	done();
}
END_TEST

static uint8_t path_state(void)
{
	program_begin();
	ccw_read(CKD_SENSE_PATH_GROUP, 0, 12);
	run(DSTAT_END, 0);
	return read_bytes(0)[0];
}

START_TEST(path_group_lasts_until_reset)
{
	static const uint8_t set[12] = {0x80, 'p', 'a', 't', 'h'}, disband[12] = {0xa0};

	setup();
	ck_assert_uint_eq(path_state(), 0x00);
	program_begin();
	ccw(CKD_SET_PATH_GROUP, 0, set, 12);
	run(DSTAT_END, 0);
	ck_assert_uint_eq(path_state(), 0xc8); /* grouped, multipath */
	ck_assert_mem_eq(read_bytes(0) + 1, set + 1, 11);
	program_begin();
	ccw(CKD_SET_PATH_GROUP, 0, disband, 12);
	run(DSTAT_END, 0);
	ck_assert_uint_eq(path_state(), 0x80);
	eckd.dev.ops->reset(&eckd.dev);
	ck_assert_uint_eq(path_state(), 0x00);
	program_begin();
	ccw(CKD_SET_PATH_GROUP, 0, set, 11);
	run_reject(ECKD_SHORT_COUNT);
	program_begin();
	ccw(CKD_SET_PATH_GROUP, 0, "\x60-----------", 12);
	run_reject(ECKD_BAD_OPERAND);
	done();
}
END_TEST

START_TEST(reserved_disk_is_busy_for_others)
{
	setup();
	ccw_read(CKD_RESERVE, CCW_SLI, 32);
	run(DSTAT_END, 0);
	ck_assert(disk.is_reserved);
	ck_assert_uint_eq(path_state() & 0x30, 0x30);
	program_begin();
	ccw_read(CKD_RELEASE, CCW_SLI, 32);
	run(DSTAT_END, 0);
	ck_assert(!disk.is_reserved);
	disk.is_reserved_elsewhere = true;
	ck_assert_uint_eq(path_state() & 0x30, 0x20);
	program_begin();
	ccw_read(CKD_RESERVE, CCW_SLI, 32);
	run(DSTAT_BUSY, 0);
	program_begin();
	ccw(CKD_SEEK, 0, seek(0, 0), 6);
	run(DSTAT_BUSY, 0);
	program_begin();
	ccw_read(CKD_STEAL, CCW_SLI, 32);
	run(DSTAT_END, 0);
	ck_assert(disk.is_reserved);
	eckd.dev.ops->reset(&eckd.dev);
	ck_assert(!disk.is_reserved);
	done();
}
END_TEST

/* ---- dasd_eckd_analysis_ccw: the first five count fields */

static void analysis(void)
{
	program_begin();
	define_extent(CKD_MASK_WRITE_NONE, 0, 1);
	locate(CKD_OP_READ_DATA, 0, 0, 4, 0);
	for (int i = 0; i < 4; i++)
		ccw_read(CKD_READ_COUNT, 0, 8);
	locate(CKD_OP_READ_DATA, 1, 0, 1, 0);
	ccw_read(CKD_READ_COUNT, 0, 8);
}

static void analyse(void)
{
	static const uint8_t recs[] = {1, 2, 3, 4, 1};

	add_track_4k(0, 12);
	add_track_4k(1, 12);
	analysis();
	run(DSTAT_END, 0);
	for (unsigned i = 0; i < 5; i++) {
		struct ckd_count want = count_field(i / 4, recs[i], 0, 4096);

		ck_assert_mem_eq(read_bytes(i), &want, 8);
	}
}

START_TEST(layout_is_recognised){RUN_ALL_WAYS(analyse)} END_TEST

	START_TEST(disk_that_is_not_formatted_has_no_such_records)
{
	setup();
	analysis();
	run_check(0, CKD_SENSE1_NO_RECORD_FOUND, 0);
	done();
}
END_TEST

/* ---- Reading and writing runs of blocks */

static void read_runs(void)
{
	for (unsigned t = 14; t < 18; t++) /* across a cylinder's end */
		add_track_4k(t, 12);
	disk.common = 15;
	define_extent(CKD_MASK_WRITE_NONE, 14, 17);
	locate(CKD_OP_READ_DATA, 14, 11, 30, 4096);
	for (int i = 0; i < 30; i++)
		ccw_read(CKD_READ_DATA | CKD_MULTITRACK, 0, 4096);
	run(DSTAT_END, 0);
	for (unsigned i = 0; i < 30; i++) {
		unsigned rec = (10 + i) % 12 + 1;

		ck_assert_uint_eq(read_bytes(i)[0], rec * 16);
		ck_assert_uint_eq(read_bytes(i)[4095], (rec * 16 + 4095) % 256);
	}
	ck_assert_uint_eq(disk.gets, 4); /* each track once */
	ck_assert_uint_eq(mapped, 28); /* but for the first two, which nobody else has read */
	ck_assert_uint_eq(disk.flushes, 0);
}

START_TEST(runs_of_blocks_are_read_across_tracks_and_cylinders){RUN_ALL_WAYS(read_runs)} END_TEST

	static void write_runs(void)
{
	static uint8_t block[4096];

	for (unsigned t = 0; t < 3; t++)
		add_track_4k(t, 12);
	define_extent(CKD_MASK_WRITE_UPDATE, 0, 2);
	locate(CKD_OP_WRITE_DATA, 0, 3, 20, 4096);
	for (unsigned i = 0; i < 20; i++) {
		memset(block, (int)(100 + i), sizeof(block));
		ccw(CKD_WRITE_UPD_DATA, 0, block, 4096);
	}
	run(DSTAT_END, 0);
	for (unsigned i = 0; i < 36; i++) {
		uint8_t got = disk.track[i / 12]->record[i % 12].data[77];
		uint8_t old = (uint8_t)((i % 12 + 1) * 16 + 77);

		ck_assert_uint_eq(got, i < 2 || i >= 22 ? old : 98 + i);
	}
	ck_assert_uint_eq(disk.updates, 20);
	ck_assert_uint_eq(disk.flushes, 1); /* before the end, and only then */
}

START_TEST(runs_of_blocks_are_written_across_tracks){RUN_ALL_WAYS(write_runs)} END_TEST

	START_TEST(run_ends_at_the_extent)
{
	setup();
	add_track_4k(3, 12);
	add_track_4k(4, 12);
	disk.first = disk.last = 3;
	define_extent(CKD_MASK_WRITE_NONE, 3, 3);
	locate(CKD_OP_READ_DATA, 3, 12, 2, 4096);
	ccw_read(CKD_READ_DATA | CKD_MULTITRACK, 0, 4096);
	ccw_read(CKD_READ_DATA | CKD_MULTITRACK, 0, 4096);
	run_check(0, CKD_SENSE1_FILE_PROTECTED, 0);
	ck_assert_uint_eq(read_bytes(0)[0], 192);
	done();
}
END_TEST

/* The compatible disk layout has records with keys on its first two tracks. */
static void cdl(void)
{
	static const uint8_t label[84] = "VOL1VOL1ABCDEF";

	fake_add(&disk, 0, 1, 4, 24, 1);
	fake_add(&disk, 0, 2, 4, 144, 2);
	fake_add(&disk, 0, 3, 4, 80, 3);
	fake_add(&disk, 0, 4, 0, 4096, 4);
	define_extent(CKD_MASK_WRITE_UPDATE, 0, 0);
	locate(CKD_OP_WRITE_DATA, 0, 3, 1, 84);
	ccw(CKD_WRITE_UPD_KEY, 0, label, 84);
	locate(CKD_OP_READ_DATA, 0, 3, 1, 84);
	ccw_read(CKD_READ_KEY_DATA | CKD_MULTITRACK, 0, 84);
	locate(CKD_OP_READ_DATA, 0, 4, 1, 4096);
	ccw_read(CKD_READ_DATA | CKD_MULTITRACK, 0, 4096);
	run(DSTAT_END, 0);
	ck_assert_mem_eq(read_bytes(0), label, 84);
	ck_assert_uint_eq(read_bytes(1)[0], 4);
	ck_assert_uint_eq(disk.track[0]->record[1].data[0], 2);
}

START_TEST(blocks_with_keys_are_read_and_written){RUN_ALL_WAYS(cdl)} END_TEST

	START_TEST(writing_a_part_of_a_record_fills_it_with_zeros)
{
	setup();
	fake_add(&disk, 0, 1, 4, 24, 9);
	define_extent(CKD_MASK_WRITE_UPDATE, 0, 0);
	locate(CKD_OP_WRITE_DATA, 0, 1, 1, 24);
	ccw(CKD_WRITE_UPD_DATA, CCW_SLI, "new", 3);
	run(DSTAT_END, 0);
	ck_assert_mem_eq(disk.track[0]->record[0].data, "\x09\x0a\x0b\x0cnew\0\0\0", 10);
	done();
}
END_TEST

/* ---- dasd_eckd_build_format */

static void format_tracks(unsigned first, unsigned last)
{
	unsigned nr = last - first + 1;

	program_begin();
	define_extent(CKD_MASK_WRITE_NOT_R0, first, last);
	locate(CKD_OP_FORMAT, first, 0, (uint8_t)(12 * nr), 4096);
	for (unsigned t = first; t <= last; t++)
		for (unsigned rec = 1; rec <= 12; rec++)
			ccw_ckd(rec == 1 && t > first ? CKD_WRITE_CKD_NEXT : CKD_WRITE_CKD,
				count_field(t, (uint8_t)rec, 0, 4096), 0, 0);
}

static void format(void)
{
	fake_add(&disk, 16, 9, 0, 50000, 0); /* what was there does not matter */
	format_tracks(15, 17);
	run(DSTAT_END, 0);
	for (unsigned t = 15; t < 18; t++) {
		ck_assert_uint_eq(disk.track[t]->nr_records, 12);
		for (unsigned i = 0; i < 12; i++) {
			struct ckd_count want = count_field(t, (uint8_t)(i + 1), 0, 4096);

			ck_assert_mem_eq(&disk.track[t]->record[i].count, &want, 8);
			ck_assert_uint_eq(disk.track[t]->record[i].data[4095], 0);
		}
	}
	ck_assert_uint_eq(disk.flushes, 1);
}

START_TEST(dasdfmt_formats_tracks){RUN_ALL_WAYS(format)} END_TEST

	START_TEST(track_that_can_not_be_read_is_formatted)
{
	setup();
	/* the first call of the store is the format write itself, not a look at the track */
	disk.failure = 0;
	define_extent(CKD_MASK_WRITE_NOT_R0, 5, 5);
	locate(CKD_OP_FORMAT, 5, 0, 1, 4096);
	ccw_ckd(CKD_WRITE_CKD, count_field(5, 1, 0, 4096), 0, 0);
	run(DSTAT_END, 0);
	ck_assert_uint_eq(disk.gets, 0);
	done();
}
END_TEST

static void invalidate(void)
{
	add_track_4k(7, 12);
	define_extent(CKD_MASK_WRITE_NOT_R0, 7, 7);
	locate(CKD_OP_FORMAT, 7, 0, 1, 8);
	ccw_ckd(CKD_WRITE_CKD, count_field(7, 1, 0, 0), 0, 0);
	run(DSTAT_END, 0);
	ck_assert_uint_eq(disk.track[7]->nr_records, 1);
	program_begin();
	define_extent(CKD_MASK_WRITE_NONE, 7, 7);
	locate(CKD_OP_READ_DATA, 7, 1, 1, 4096);
	ccw_read(CKD_READ_DATA | CKD_MULTITRACK, CCW_SLI, 4096);
	run(DSTAT_END | DSTAT_UNIT_EXCEPTION, 0); /* end of file */
}

START_TEST(dasdfmt_invalidates_a_track){RUN_ALL_WAYS(invalidate)} END_TEST

	START_TEST(record_zero_is_written_and_the_track_behind_it)
{
	setup();
	add_track_4k(2, 12);
	define_extent(CKD_MASK_WRITE_ALL | 0x02, 2, 2);
	locate(CKD_ORIENT_HOME | CKD_OP_FORMAT, 2, 0, 2, 4096);
	ccw(CKD_WRITE_R0, CCW_SLI, &(struct ckd_count){.head = be16(2), .data_len = be16(8)}, 8);
	ccw_ckd(CKD_WRITE_CKD, count_field(2, 1, 0, 4096), 0, 0);
	run(DSTAT_END, 0);
	ck_assert_uint_eq(disk.track[2]->nr_records, 1);
	done();
}
END_TEST

START_TEST(thirteenth_block_does_not_fit)
{
	setup();
	define_extent(CKD_MASK_WRITE_NOT_R0, 0, 0);
	locate(CKD_OP_FORMAT, 0, 0, 13, 4096);
	for (unsigned rec = 1; rec <= 13; rec++)
		ccw_ckd(CKD_WRITE_CKD, count_field(0, (uint8_t)rec, 0, 4096), 0, 0);
	run_check(0, CKD_SENSE1_INVALID_TRACK, 0);
	ck_assert_uint_eq(disk.track[0]->nr_records, 12);
	ck_assert_uint_eq(disk.flushes, 1); /* what was written is not left behind */
	done();
}
END_TEST

/* ---- dasd_eckd_build_cp_raw */

static void raw(void)
{
	struct ckd_track *before;
	const uint8_t *image;
	uint32_t len = 16 + 8 + 28 + 8 + 4096 + 8;

	fake_add(&disk, 14, 1, 4, 24, 1);
	fake_add(&disk, 14, 2, 0, 4096, 2);
	add_track_4k(15, 12);
	before = fake_track_copy(disk.track[15], 12, 0);
	define_extent(CKD_MASK_WRITE_NONE, 14, 15);
	locate_extended(CKD_ORIENT_HOME | CKD_OP_READ_TRACKS, 14, 0, 2);
	ccw_read(CKD_READ_TRACK, CCW_SLI, 57326);
	ccw_read(CKD_READ_TRACK, CCW_SLI, 57326);
	run(DSTAT_END, 0);
	image = read_bytes(0);
	ck_assert_mem_eq(image, "\0\0\0\x0e\0\0\0\x08", 8);
	ck_assert_mem_eq(image + len - 8, "\xff\xff\xff\xff\xff\xff\xff\xff", 8);
	ck_assert_uint_eq(image[len], 0xAA);
	/* and back, to two other tracks, whose record 0 has their address */
	memcpy(stor + read_at[0], "\0\1\0\2", 4);
	memcpy(stor + read_at[1], "\0\1\0\3", 4);
	nr_ccws = 0;
	define_extent(CKD_MASK_WRITE_ALL, 17, 18);
	locate_extended(ECKD_OP_EXTENDED, 17, 0, 2);
	add_ccw(CKD_WRITE_FULL_TRACK, CCW_SLI, read_at[0], 57326);
	add_ccw(CKD_WRITE_FULL_TRACK, CCW_SLI, read_at[1], 57326);
	run(DSTAT_END, 0);
	ck_assert_uint_eq(disk.track[17]->nr_records, 2);
	ck_assert_uint_eq(disk.track[17]->record[0].count.key_len, 4);
	ck_assert_uint_eq(disk.track[18]->nr_records, 12);
	for (int i = 0; i < 12; i++)
		ck_assert_mem_eq(disk.track[18]->record[i].data, before->record[i].data, 4096);
	ck_assert_uint_eq(disk.flushes, 1);
	fake_track_delete(before);
}

START_TEST(whole_tracks_are_read_and_written){RUN_ALL_WAYS(raw)} END_TEST

	START_TEST(image_that_is_no_track_is_not_written)
{
	static const struct {
		unsigned at;
		uint8_t byte;
	} rows[] = {
		{3, 1},                  /* record 0 of another track */
		{7, 9},                  /* record 0 too long */
		{16 + 6, 0xff},          /* a record longer than what comes */
		{16 + 8 + 16 + 6, 0xee}, /* more than fits */
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		uint8_t image[64] = {[7] = 8, [16 + 4] = 1, [16 + 7] = 16, [16 + 8 + 16 + 4] = 2};

		image[rows[i].at] = rows[i].byte;
		setup();
		fake_add(&disk, 0, 1, 0, 80, 1);
		define_extent(CKD_MASK_WRITE_ALL, 0, 0);
		locate_extended(ECKD_OP_EXTENDED, 0, 0, 1);
		ccw(CKD_WRITE_FULL_TRACK, CCW_SLI, image, sizeof(image));
		run_check(0, CKD_SENSE1_INVALID_TRACK, 0);
		ck_assert_uint_eq(disk.track[0]->nr_records, 1);
		done();
	}
}
END_TEST

/* ---- What goes wrong below */

START_TEST(errors_of_the_store_become_sense_bytes)
{
	static const struct {
		int rc;
		uint8_t sense0, sense1;
	} rows[] = {
		{-E_NODEV, SENSE_INTERVENTION_REQUIRED, 0},
		{-E_IO, SENSE_EQUIPMENT_CHECK, CKD_SENSE1_PERMANENT},
		{-E_PERM, SENSE_COMMAND_REJECT, CKD_SENSE1_WRITE_INHIBITED},
		{-E_FORMAT, 0, CKD_SENSE1_INVALID_TRACK},
		{-E_NOMEM, SENSE_EQUIPMENT_CHECK, 0},
		{-E_NOENT, 0, CKD_SENSE1_NO_RECORD_FOUND},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		for (int at_flush = 0; at_flush < 2; at_flush++) {
			setup();
			add_track_4k(0, 12);
			define_extent(CKD_MASK_WRITE_UPDATE, 0, 0);
			locate(CKD_OP_WRITE_DATA, 0, 1, 1, 4096);
			ccw(CKD_WRITE_UPD_DATA, CCW_SLI, "x", 1);
			*(at_flush ? &disk.flush_failure : &disk.failure) = rows[i].rc;
			run_check(rows[i].sense0, rows[i].sense1, 0);
			ck_assert_uint_eq(disk.updates, at_flush ? 1 : 0);
			done();
		}
}
END_TEST

START_TEST(read_only_disk_says_that_writing_is_inhibited)
{
	setup_size(NR_CYLS, true);
	add_track_4k(0, 12);
	define_extent(CKD_MASK_WRITE_UPDATE, 0, 0);
	locate(CKD_OP_WRITE_DATA, 0, 1, 1, 4096);
	ccw(CKD_WRITE_UPD_DATA, CCW_SLI, "x", 1);
	run_check(SENSE_COMMAND_REJECT, CKD_SENSE1_WRITE_INHIBITED, 0);
	program_begin();
	ccw(CKD_SEEK, 0, seek(0, 0), 6);
	ccw(CKD_SEARCH_ID_EQ, 0, id(0, 0, 1), 5);
	tic(1);
	ccw(CKD_WRITE_DATA, CCW_SLI, "x", 1);
	run_check(SENSE_COMMAND_REJECT, CKD_SENSE1_WRITE_INHIBITED, 0);
	ck_assert_uint_eq(disk.updates, 0);
	done();
}
END_TEST

START_TEST(program_cut_off_while_it_waits_leaves_nothing_behind)
{
	for (int halt = 1; halt < 12; halt++) {
		setup();
		add_track_4k(0, 12);
		disk.is_lazy = true;
		define_extent(CKD_MASK_WRITE_UPDATE, 0, 0);
		locate(CKD_OP_WRITE_DATA, 0, 1, 2, 4096);
		ccw(CKD_WRITE_UPD_DATA, CCW_SLI, "x", 1);
		ccw(CKD_WRITE_UPD_DATA, CCW_SLI, "y", 1);
		chan_start(&prog, &eckd.dev, &stor_ops, NULL, ORB_FORMAT | ORB_LPM, CCWS);
		for (int i = 0; i < halt; i++) {
			chan_run(&prog, 1);
			chan_wake(&prog);
		}
		chan_halt(&prog);
		ck_assert_ptr_null(eckd.pin);
		disk.is_lazy = false;
		done();
	}
}
END_TEST

UNIT_MAIN("logic/eckd, as Linux uses it", sense_id_names_a_3390_and_its_commands,
	model_goes_by_size, characteristics_have_size_and_track_formula,
	configuration_has_what_makes_a_unique_name,
	subsystem_functions_say_that_nothing_is_installed, path_group_lasts_until_reset,
	reserved_disk_is_busy_for_others, layout_is_recognised,
	disk_that_is_not_formatted_has_no_such_records,
	runs_of_blocks_are_read_across_tracks_and_cylinders,
	runs_of_blocks_are_written_across_tracks, run_ends_at_the_extent,
	blocks_with_keys_are_read_and_written, writing_a_part_of_a_record_fills_it_with_zeros,
	dasdfmt_formats_tracks, track_that_can_not_be_read_is_formatted,
	dasdfmt_invalidates_a_track, record_zero_is_written_and_the_track_behind_it,
	thirteenth_block_does_not_fit, whole_tracks_are_read_and_written,
	image_that_is_no_track_is_not_written, errors_of_the_store_become_sense_bytes,
	read_only_disk_says_that_writing_is_inhibited,
	program_cut_off_while_it_waits_leaves_nothing_behind)
