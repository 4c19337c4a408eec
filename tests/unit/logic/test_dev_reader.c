// SPDX-License-Identifier: Apache-2.0
#include "spool/fake_channel.h"
#include "spool/fake_users.h"
#include "logic/dev_reader.h"
#include "logic/spool/diag14.h"
#include "logic/spool/record.h"
#include "unit.h"

#define EXCEPTION (DSTAT_END | DSTAT_UNIT_EXCEPTION)

static struct fake_system *fakes;
static struct spuser *alice;
static struct dev_reader reader;

static void setup(void)
{
	fakes = system_create();
	alice = &fakes->users[0];
	dev_reader_init(&reader, alice, &fakes->fake->store, fake_file_destroy, fakes);
}

static void done(void)
{
	spin_reset(&reader.in);
	system_destroy(fakes);
}

/* Reads one card: its first letter, 0 at unit exception, -1 otherwise. */
static int read_card(uint8_t cmd)
{
	memset(fake_storage + FAKE_DATA, 0, 200);
	switch (channel_command(&reader.dev, cmd, 0, 80)) {
	case DSTAT_END: return fake_storage[FAKE_DATA];
	case EXCEPTION: return 0;
	default: return -1;
	}
}

/*
 * What Linux's loader does: programs of 20 reads, until one ends with anything but channel end and
 * device end; then it computes from the CCW address and the residual count how much there was.
 */
static unsigned load_file(void)
{
	unsigned size = 0, programs = 0;

	for (;;) {
		for (unsigned i = 0; i < 20; i++)
			ccw_set(i, 0x02, i < 19 ? 0x60 : 0x20, 80, FAKE_DATA + i * 80);
		channel_run(&reader.dev);
		ck_assert_uint_eq(fake_prog.cstat, 0);
		if (fake_prog.dstat != DSTAT_END)
			break;
		size += 20 * 80;
		ck_assert_uint_lt(programs++, 1000);
	}
	return size + (fake_prog.cpa - FAKE_CCWS) * 10 - fake_prog.count;
}

START_TEST(linux_loads_its_three_files_twice)
{
	static const unsigned cards[] = {45, 1, 40}; /* the last fills its programs exactly */

	setup();
	for (int i = 0; i < 3; i++)
		system_add_file(fakes, alice, "F", cards[i])->keep = true;
	for (int boot = 0; boot < 2; boot++)
		for (int i = 0; i < 3; i++) {
			ck_assert_uint_eq(load_file(), cards[i] * 80);
			ck_assert_uint_eq(fake_prog.dstat, EXCEPTION);
			ck_assert_uint_eq(fake_prog.count, 80);
		}
	done();
}
END_TEST

START_TEST(loader_finds_nothing_in_an_empty_reader)
{
	setup();
	ck_assert_uint_eq(load_file(), 0);
	ck_assert_uint_eq(fake_prog.dstat, CHECKED);
	ck_assert_uint_eq(channel_sense(&reader.dev), SENSE_INTERVENTION_REQUIRED);
	done();
}
END_TEST

START_TEST(ipl_reads_24_bytes_of_the_first_card)
{
	struct ccw0 stop = {.cmd = 0x03, .count = be16(1)};

	setup();
	system_add_file(fakes, alice, "I", 2);
	memset(fake_storage, 0, 0x200);
	chan_start_ipl(&fake_prog, &reader.dev, &fake_stor, NULL);
	/* the first step stores the card; its bytes 8 to 15 are the next CCW: put one there */
	chan_run(&fake_prog, 1);
	ck_assert_uint_eq(fake_storage[0], 'I');
	ck_assert_uint_eq(fake_storage[23], 0x40);
	ck_assert_uint_eq(fake_storage[24], 0);
	memcpy(fake_storage + 8, &stop, sizeof(stop));
	ck_assert_int_eq(chan_run(&fake_prog, 10), CHAN_ENDED);
	ck_assert_uint_eq(fake_prog.dstat, DSTAT_END);
	ck_assert_uint_eq(fake_prog.cstat, 0);
	done();
}
END_TEST

START_TEST(cards_are_whole_again_with_their_blanks)
{
	uint8_t *data = fake_storage + FAKE_DATA;
	struct spfile *file;

	setup();
	file = system_add_file(fakes, alice, "C", 1);
	file->nr_records = 1;
	ck_assert_int_eq(sprec_write(file, &fakes->fake->store, &alice->charge, 0x01,
				 (const uint8_t *)"\xC1\x40\x40", 3),
		0);
	ck_assert_int_eq(read_card(0x02), 'C');
	ck_assert_uint_eq(data[79], 'x');
	ck_assert_int_eq(read_card(0x42), 0xC1);
	for (int i = 1; i < 80; i++)
		ck_assert_uint_eq(data[i], 0x40);
	ck_assert_uint_eq(data[80], 0);
	ck_assert_int_eq(read_card(0x82), 0);
	ck_assert_uint_eq(alice->nr_files, 0);
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
		{79, CCW_SLI, 0},
		{81, CCW_SLI, 0},
	};

	setup();
	system_add_file(fakes, alice, "C", 5);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		ck_assert_uint_eq(channel_command(&reader.dev, 0x02, rows[i].flags, rows[i].count),
			DSTAT_END);
		ck_assert_uint_eq(fake_prog.cstat, rows[i].cstat);
	}
	done();
}
END_TEST

START_TEST(feeding_and_reading_can_be_apart)
{
	setup();
	system_add_file(fakes, alice, "F", 3);
	ck_assert_int_eq(read_card(0xC2), 'F');
	ck_assert_uint_eq(fake_storage[FAKE_DATA + 2], 0);
	ck_assert_int_eq(read_card(0xC2), 'F');
	ck_assert_uint_eq(fake_storage[FAKE_DATA + 2], 0);
	ck_assert_uint_eq(channel_command(&reader.dev, 0x23, CCW_SLI, 1), DSTAT_END);
	ck_assert_int_eq(read_card(0x02), 'F');
	ck_assert_uint_eq(fake_storage[FAKE_DATA + 2], 1);
	done();
}
END_TEST

START_TEST(cont_and_eof_decide_what_the_end_of_a_file_is)
{
	static const struct {
		bool cont, eof;
		int answers[6];
	} rows[] = {
		{false, true, {'A', 0, 'B', 0, -1, -1}},
		{true, true, {'A', 'B', 0, -1, -1, -1}},
		{false, false, {'A', -1, 'B', -1, -1, -1}},
		{true, false, {'A', 'B', -1, -1, -1, -1}},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		setup();
		reader.in.opts.cont = rows[i].cont;
		reader.in.opts.eof = rows[i].eof;
		system_add_file(fakes, alice, "A", 1);
		system_add_file(fakes, alice, "B", 1);
		for (int k = 0; k < 6; k++)
			ck_assert_int_eq(read_card(0x02), rows[i].answers[k]);
		done();
	}
}
END_TEST

START_TEST(lines_of_a_printer_are_cards_and_its_paper_motion_is_not)
{
	struct spfile *file;

	setup();
	file = system_add_file(fakes, alice, "A", 1);
	for (int i = 0; i < 3000; i++)
		ck_assert_int_eq(
			sprec_write_immediate(file, &fakes->fake->store, &alice->charge, 0x8B), 0);
	ck_assert_int_eq(sprec_write(file, &fakes->fake->store, &alice->charge, 0x03,
				 (const uint8_t *)"TAG", 3),
		0);
	ck_assert_int_eq(sprec_write(file, &fakes->fake->store, &alice->charge, 0x09,
				 (const uint8_t *)"Z", 1),
		0);
	ck_assert_int_eq(read_card(0x02), 'A');
	ck_assert_int_eq(read_card(0x02), 'Z');
	ck_assert_int_eq(read_card(0x02), 0);
	done();
}
END_TEST

START_TEST(kept_files_without_cards_do_not_hold_the_channel)
{
	struct spfile *file;

	setup();
	file = system_add_file(fakes, alice, "A", 1);
	spfile_release(file, &fakes->fake->store);
	alice->charge.blocks = 0;
	file->keep = true;
	reader.in.opts.cont = true;
	ccw_set(0, 0x02, 0, 80, FAKE_DATA);
	chan_start(&fake_prog, &reader.dev, &fake_stor, NULL, ORB_FORMAT | ORB_LPM, FAKE_CCWS);
	for (int i = 0; i < 100; i++)
		ck_assert_int_eq(chan_run(&fake_prog, 10), CHAN_DEVICE);
	chan_halt(&fake_prog);
	ck_assert_int_eq(fake_prog.state, CHAN_ENDED);
	done();
}
END_TEST

START_TEST(file_that_diagnose_reads_is_not_for_the_channel)
{
	struct splink page;

	setup();
	system_add_file(fakes, alice, "A", 1);
	ck_assert_int_eq(diag14_read_block(&reader.in, &page), 0);
	ck_assert_int_eq(read_card(0x02), -1);
	ck_assert_uint_eq(channel_sense(&reader.dev), SENSE_INTERVENTION_REQUIRED);
	reader.dev.ops->reset(&reader.dev);
	ck_assert_int_eq(read_card(0x02), 'A');
	done();
}
END_TEST

START_TEST(damaged_file_is_an_equipment_check)
{
	struct spfile *file;

	setup();
	file = system_add_file(fakes, alice, "A", 1);
	fakes->fake->unreadable = file->direct[0];
	ck_assert_int_eq(read_card(0x02), -1);
	ck_assert_uint_eq(channel_sense(&reader.dev), SENSE_EQUIPMENT_CHECK);
	fakes->fake->unreadable = 0;
	done();
}
END_TEST

START_TEST(only_reads_and_feeds_are_accepted)
{
	static const uint8_t accepted[] = {
		0x02, 0x03, 0x04, 0x23, 0x42, 0x63, 0x82, 0xA3, 0xC2, 0xE4};

	setup();
	for (int cmd = 0; cmd < 256; cmd++) {
		if (!(cmd & 0xF) || (cmd & 0xF) == 8)
			continue; /* the channel's own */
		if (memchr(accepted, cmd, sizeof(accepted))) {
			channel_command(&reader.dev, (uint8_t)cmd, CCW_SLI, 80);
			ck_assert_uint_ne(reader.dev.sense[0], SENSE_COMMAND_REJECT);
		} else {
			ck_assert_uint_eq(
				channel_command(&reader.dev, (uint8_t)cmd, CCW_SLI, 80), CHECKED);
			ck_assert_uint_eq(channel_sense(&reader.dev), SENSE_COMMAND_REJECT);
		}
	}
	channel_command(&reader.dev, 0xE4, CCW_SLI, 40);
	ck_assert_mem_eq(fake_storage + FAKE_DATA, "\xFF\x25\x40\x00\x25\x40\x00", 7);
	done();
}
END_TEST

UNIT_MAIN("logic/dev_reader", linux_loads_its_three_files_twice,
	loader_finds_nothing_in_an_empty_reader, ipl_reads_24_bytes_of_the_first_card,
	cards_are_whole_again_with_their_blanks, counts_that_differ_from_80_are_incorrect_length,
	feeding_and_reading_can_be_apart, cont_and_eof_decide_what_the_end_of_a_file_is,
	lines_of_a_printer_are_cards_and_its_paper_motion_is_not,
	kept_files_without_cards_do_not_hold_the_channel,
	file_that_diagnose_reads_is_not_for_the_channel, damaged_file_is_an_equipment_check,
	only_reads_and_feeds_are_accepted)
