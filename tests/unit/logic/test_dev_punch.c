// SPDX-License-Identifier: Apache-2.0
#include "spool/fake_channel.h"
#include "spool/fake_users.h"
#include "logic/dev_punch.h"
#include "logic/spool/record.h"
#include "unit.h"

static struct fake_system *fakes;
static struct dev_punch punch;

static void setup(void)
{
	fakes = system_create();
	spout_init(&punch.out, SPDEV_PUNCH, &fake_out_ops, fakes, &fakes->fake->store,
		&fakes->users[0].charge, "ALICE", "");
	dev_punch_init(&punch);
}

static void done(void)
{
	struct spclosed closed;

	ck_assert_int_eq(spout_close(&punch.out, &(struct spclose){.purge = true}, &closed), 0);
	system_destroy(fakes);
}

/* vmur: a chain of writes with suppressed length, and a NO-OPERATION. */
START_TEST(vmurs_program_punches_511_cards)
{
	struct sprec_pos pos = {0};
	struct sprec record;
	uint8_t card[80];

	setup();
	for (unsigned i = 0; i < 511; i++) {
		ccw_set(i, 0x01, CCW_CC | CCW_SLI, 80, FAKE_DATA + 0x1000 + i * 80);
		memset(fake_storage + FAKE_DATA + 0x1000 + i * 80, (int)i % 60 + 1, 80);
	}
	ccw_set(511, 0x03, 0, 0, 0);
	/* the CCWs reach X'1100', the data begins at X'2000' */
	channel_run(&punch.dev);
	ck_assert_uint_eq(fake_prog.dstat, DSTAT_END);
	ck_assert_uint_eq(fake_prog.cstat, 0);
	ck_assert_uint_eq(punch.out.file->nr_records, 511);
	for (unsigned i = 0; i < 511; i++) {
		ck_assert_int_eq(sprec_read(punch.out.file, &fakes->fake->store, &pos, &record,
					 card, sizeof(card)),
			0);
		ck_assert_uint_eq(record.command, 0x01);
		ck_assert_uint_eq(record.len, 80);
		ck_assert_uint_eq(card[0], i % 60 + 1);
		ck_assert_uint_eq(card[79], i % 60 + 1);
	}
	done();
}
END_TEST

START_TEST(counts_that_differ_from_80_are_incorrect_length)
{
	static const struct {
		uint16_t count;
		uint8_t flags, cstat;
	} rows[] = {
		{80, 0, 0},
		{79, 0, CSTAT_INCORRECT_LENGTH},
		{81, 0, CSTAT_INCORRECT_LENGTH},
		{1, CCW_SLI, 0},
		{81, CCW_SLI, 0},
	};

	setup();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		ck_assert_uint_eq(channel_command(&punch.dev, i % 2 ? 0x41 : 0x81, rows[i].flags,
					  rows[i].count),
			DSTAT_END);
		ck_assert_uint_eq(fake_prog.cstat, rows[i].cstat);
	}
	ck_assert_uint_eq(punch.out.file->nr_records, ARRAY_LEN(rows));
	done();
}
END_TEST

START_TEST(full_spool_is_intervention_required_and_loses_no_card)
{
	setup();
	memset(fake_storage + FAKE_DATA, 0xC1, 80);
	fakes->users[0].charge.limit = 1;
	for (int i = 0; i < 44; i++)
		ck_assert_uint_eq(channel_command(&punch.dev, 0x01, 0, 80), DSTAT_END);
	ck_assert_uint_eq(channel_command(&punch.dev, 0x01, 0, 80), CHECKED);
	ck_assert_uint_eq(channel_sense(&punch.dev), SENSE_INTERVENTION_REQUIRED);
	ck_assert_uint_eq(punch.out.file->nr_records, 44);
	fakes->users[0].charge.limit = 2;
	ck_assert_uint_eq(channel_command(&punch.dev, 0x01, 0, 80), DSTAT_END);
	ck_assert_uint_eq(punch.out.file->nr_records, 45);
	done();
}
END_TEST

START_TEST(data_outside_storage_punches_nothing)
{
	setup();
	ccw_set(0, 0x01, 0, 80, FAKE_STORAGE - 40);
	channel_run(&punch.dev);
	ck_assert_uint_eq(fake_prog.cstat & CSTAT_PROGRAM_CHECK, CSTAT_PROGRAM_CHECK);
	ck_assert_ptr_null(punch.out.file);
	done();
}
END_TEST

START_TEST(only_punching_is_accepted)
{
	setup();
	for (int cmd = 0; cmd < 256; cmd++) {
		bool good = cmd == 0x01 || cmd == 0x41 || cmd == 0x81 || cmd == 0xC1 ||
			    cmd == 0x03 || cmd == 0x04 || cmd == 0xE4;

		if (!(cmd & 0xF) || (cmd & 0xF) == 8)
			continue;
		ck_assert_uint_eq(channel_command(&punch.dev, (uint8_t)cmd, CCW_SLI, 80),
			good ? DSTAT_END : CHECKED);
	}
	channel_command(&punch.dev, 0xE4, CCW_SLI, 40);
	ck_assert_mem_eq(fake_storage + FAKE_DATA, "\xFF\x25\x40\x00\x25\x40\x00", 7);
	done();
}
END_TEST

UNIT_MAIN("logic/dev_punch", vmurs_program_punches_511_cards,
	counts_that_differ_from_80_are_incorrect_length,
	full_spool_is_intervention_required_and_loses_no_card, data_outside_storage_punches_nothing,
	only_punching_is_accepted)
