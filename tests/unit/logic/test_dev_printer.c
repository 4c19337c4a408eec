// SPDX-License-Identifier: Apache-2.0
#include "spool/fake_channel.h"
#include "spool/fake_users.h"
#include "logic/dev_printer.h"
#include "logic/spool/record.h"
#include "unit.h"

static struct fake_system *fakes;
static struct dev_printer printer;

static void setup(void)
{
	fakes = system_create();
	spout_init(&printer.out, SPDEV_PRINTER, &fake_out_ops, fakes, &fakes->fake->store,
		&fakes->users[0].charge, "ALICE", "");
	dev_printer_init(&printer);
}

static void done(void)
{
	struct spclosed closed;

	ck_assert_int_eq(spout_close(&printer.out, &(struct spclose){.purge = true}, &closed), 0);
	system_destroy(fakes);
}

/* 0 rejected, 1 prints a line, 2 moves the paper, 3 accepted without a record */
static int fate_of(unsigned cmd)
{
	static const uint8_t others[] = {0x63, 0xF3, 0xFB, 0x23, 0x43, 0x73, 0x7B, 0xEB, 0xE4};
	static const uint8_t spaces[] = {0x01, 0x09, 0x11, 0x19};
	static const uint8_t skips[] = {
		0x89, 0x91, 0x99, 0xA1, 0xA9, 0xB1, 0xB9, 0xC1, 0xC9, 0xD1, 0xD9, 0xE1};

	if (cmd == 0x03 || cmd == 0x04 || memchr(others, (int)cmd, sizeof(others)))
		return 3;
	if (memchr(spaces, (int)cmd, sizeof(spaces)) || memchr(skips, (int)cmd, sizeof(skips)))
		return 1;
	cmd ^= 2;
	return memchr(spaces, (int)cmd, sizeof(spaces)) || memchr(skips, (int)cmd, sizeof(skips))
		       ? 2
		       : 0;
}

START_TEST(each_command_prints_moves_paper_or_is_refused)
{
	struct sprec_pos pos = {0};
	struct sprec record;
	uint8_t line[132];

	setup();
	for (unsigned cmd = 1; cmd < 256; cmd++) {
		if (!(cmd & 0xF) || (cmd & 0xF) == 8)
			continue;
		ck_assert_uint_eq(channel_command(&printer.dev, (uint8_t)cmd, CCW_SLI, 132),
			fate_of(cmd) ? DSTAT_END : CHECKED);
	}
	ck_assert_uint_eq(printer.out.file->nr_records, 31);
	for (unsigned cmd = 1; cmd < 256; cmd++) {
		int fate = fate_of(cmd);

		if ((fate != 1 && fate != 2) || !(cmd & 0xF))
			continue;
		ck_assert_int_eq(sprec_read(printer.out.file, &fakes->fake->store, &pos, &record,
					 line, sizeof(line)),
			0);
		ck_assert_uint_eq(record.command, cmd);
		ck_assert_int_eq(record.immediate, fate == 2);
	}
	channel_command(&printer.dev, 0xE4, CCW_SLI, 40);
	ck_assert_mem_eq(fake_storage + FAKE_DATA, "\xFF\x14\x03\x00\x14\x03\x00", 7);
	done();
}
END_TEST

START_TEST(short_lines_are_good_and_long_ones_incorrect_length)
{
	static const struct {
		uint16_t count;
		uint8_t flags, cstat;
	} rows[] = {
		{1, 0, 0},
		{132, 0, 0},
		{133, 0, CSTAT_INCORRECT_LENGTH},
		{133, CCW_SLI, 0},
	};

	setup();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		ck_assert_uint_eq(channel_command(&printer.dev, 0x09, rows[i].flags, rows[i].count),
			DSTAT_END);
		ck_assert_uint_eq(fake_prog.cstat, rows[i].cstat);
	}
	ck_assert_uint_eq(printer.out.file->nr_records, ARRAY_LEN(rows));
	ck_assert_uint_eq(printer.out.file->record_len, 132);
	done();
}
END_TEST

START_TEST(full_spool_is_intervention_required)
{
	setup();
	fakes->fake->limit = 0;
	ck_assert_uint_eq(channel_command(&printer.dev, 0x09, CCW_SLI, 10), CHECKED);
	ck_assert_uint_eq(channel_sense(&printer.dev), SENSE_INTERVENTION_REQUIRED);
	ck_assert_uint_eq(channel_command(&printer.dev, 0x8B, CCW_SLI, 1), CHECKED);
	ck_assert_ptr_null(printer.out.file);
	done();
}
END_TEST

START_TEST(data_outside_storage_prints_nothing)
{
	setup();
	ccw_set(0, 0x09, 0, 132, FAKE_STORAGE - 40);
	channel_run(&printer.dev);
	ck_assert_uint_eq(fake_prog.cstat & CSTAT_PROGRAM_CHECK, CSTAT_PROGRAM_CHECK);
	ck_assert_ptr_null(printer.out.file);
	done();
}
END_TEST

UNIT_MAIN("logic/dev_printer", each_command_prints_moves_paper_or_is_refused,
	short_lines_are_good_and_long_ones_incorrect_length, full_spool_is_intervention_required,
	data_outside_storage_prints_nothing)
