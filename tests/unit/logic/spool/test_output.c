// SPDX-License-Identifier: Apache-2.0
#include "fake_users.h"
#include "unit.h"

static const struct spclose plain;

static void make_output(struct spout *out, struct fake_system *system, enum spdev dev)
{
	spout_init(out, dev, &fake_out_ops, system, &system->fake->store, &system->users[0].charge,
		"ALICE", "ROOM1");
}

static void put(struct spout *out, unsigned nr)
{
	uint8_t data[80];

	memset(data, 0xC1, sizeof(data));
	for (unsigned i = 0; i < nr; i++)
		ck_assert_int_eq(spout_write(out, 0x01, data, sizeof(data)), 0);
}

START_TEST(close_without_a_file_does_nothing)
{
	struct fake_system *system = system_create();
	struct spclosed closed;
	struct spout out;

	make_output(&out, system, SPDEV_PUNCH);
	ck_assert_int_eq(spout_close(&out, &plain, &closed), 0);
	ck_assert(!closed.delivered && !closed.purged);
	system_destroy(system);
}
END_TEST

START_TEST(file_goes_to_its_makers_own_queue_with_the_devices_options)
{
	struct fake_system *system = system_create();
	struct spclosed closed;
	struct spout out;

	make_output(&out, system, SPDEV_PRINTER);
	out.opts.class = 'Q';
	out.opts.copies = 3;
	out.opts.hold = true;
	strcpy(out.opts.form, "BLUE");
	put(&out, 50);
	ck_assert_uint_eq(system->users[0].charge.blocks, 2);
	ck_assert_int_eq(spout_close(&out, &plain, &closed), 0);
	ck_assert(closed.delivered);
	ck_assert_ptr_eq(spqueue_find(&system->users[0], SPQ_PRINTER, 1), closed.file);
	ck_assert_int_eq(closed.file->class, 'Q');
	ck_assert_uint_eq(closed.file->copies, 3);
	ck_assert_uint_eq(closed.file->hold, SPHOLD_USER);
	ck_assert_str_eq(closed.file->form, "BLUE");
	ck_assert_str_eq(closed.file->dist, "ROOM1");
	ck_assert_str_eq(closed.file->origin, "ALICE");
	ck_assert_uint_eq(closed.file->record_len, 132);
	ck_assert(closed.file->created == 1000 * TOD_S);
	ck_assert_uint_eq(system->users[0].charge.blocks, 2);
	system_destroy(system);
}
END_TEST

START_TEST(close_to_another_user_goes_before_the_options)
{
	struct fake_system *system = system_create();
	struct spclose close = {
		.to = "BOB", .to_queue = SPQ_READER, .name = "FN", .hold = SPSWITCH_ON};
	struct spclosed closed;
	struct spout out;

	make_output(&out, system, SPDEV_PUNCH);
	strcpy(out.opts.name, "OTHER");
	strcpy(out.opts.type, "OTHER");
	put(&out, 1);
	ck_assert_int_eq(spout_close(&out, &close, &closed), 0);
	ck_assert_ptr_eq(spqueue_find(&system->users[1], SPQ_READER, 1), closed.file);
	ck_assert_str_eq(closed.file->name, "FN");
	ck_assert_str_eq(closed.file->type, "");
	ck_assert_uint_eq(closed.file->hold, SPHOLD_USER);
	ck_assert_uint_eq(system->users[0].charge.blocks, 0);
	ck_assert_uint_eq(system->users[1].charge.blocks, 1);
	system_destroy(system);
}
END_TEST

START_TEST(spooled_cont_keeps_the_file_open_unless_purged)
{
	struct fake_system *system = system_create();
	struct spclosed closed;
	struct spout out;

	make_output(&out, system, SPDEV_PUNCH);
	out.opts.cont = true;
	put(&out, 1);
	ck_assert_int_eq(spout_close(&out, &plain, &closed), 0);
	ck_assert(!closed.delivered && out.file);
	put(&out, 1);
	out.opts.cont = false;
	ck_assert_int_eq(spout_close(&out, &plain, &closed), 0);
	ck_assert_uint_eq(closed.file->nr_records, 2);
	out.opts.cont = true;
	put(&out, 100);
	ck_assert_int_eq(spout_close(&out, &(struct spclose){.purge = true}, &closed), 0);
	ck_assert(closed.purged && !out.file);
	ck_assert_uint_eq(system->users[0].charge.blocks, 1);
	system_destroy(system);
}
END_TEST

START_TEST(refused_file_stays_with_its_maker_in_hold)
{
	struct fake_system *system = system_create();
	struct spclose close = {.to = "BOB", .to_queue = SPQ_READER};
	struct spclosed closed;
	struct spout out;

	make_output(&out, system, SPDEV_PUNCH);
	system->users[1].files_limit = 0;
	put(&out, 1);
	ck_assert_int_eq(spout_close(&out, &close, &closed), 0);
	ck_assert(closed.delivered);
	ck_assert_int_eq(closed.refused, -E_RANGE);
	ck_assert_ptr_eq(spqueue_find(&system->users[0], SPQ_PUNCH, 1), closed.file);
	ck_assert_uint_eq(closed.file->hold, SPHOLD_USER);
	strcpy(close.to, "NOBODY");
	put(&out, 1);
	ck_assert_int_eq(spout_close(&out, &close, &closed), 0);
	ck_assert_int_eq(closed.refused, -E_NOENT);
	/* and nothing is lost when that is full as well */
	system->users[0].files_limit = 2;
	put(&out, 3);
	ck_assert_int_eq(spout_close(&out, &close, &closed), -E_RANGE);
	ck_assert(out.file && out.file->nr_records == 3);
	ck_assert_uint_eq(system->users[0].charge.blocks, 3);
	system->users[0].files_limit = 3;
	ck_assert_int_eq(spout_close(&out, &plain, &closed), 0);
	ck_assert_uint_eq(closed.file->nr_records, 3);
	system_destroy(system);
}
END_TEST

START_TEST(first_record_that_finds_no_room_leaves_no_file)
{
	struct fake_system *system = system_create();
	uint8_t data[SPOUT_RECORD_MAX + 1] = {1};
	struct spout out;

	make_output(&out, system, SPDEV_PUNCH);
	system->no_storage = true;
	ck_assert_int_eq(spout_write(&out, 1, data, 80), -E_NOMEM);
	system->no_storage = false;
	system->fake->limit = 0;
	ck_assert_int_eq(spout_write(&out, 1, data, 80), -E_FULL);
	ck_assert_int_eq(spout_write_immediate(&out, 0x8B), -E_FULL);
	system->fake->limit = FAKE_BLOCKS;
	ck_assert_int_eq(spout_write(&out, 1, data, SPOUT_RECORD_MAX + 1), -E_RANGE);
	system->users[0].charge.limit = 0;
	ck_assert_int_eq(spout_write(&out, 1, data, SPOUT_RECORD_MAX), -E_RANGE);
	ck_assert_ptr_null(out.file);
	ck_assert_uint_eq(system->nr_files, 0);
	system_destroy(system);
}
END_TEST

UNIT_MAIN("logic/spool/output", close_without_a_file_does_nothing,
	file_goes_to_its_makers_own_queue_with_the_devices_options,
	close_to_another_user_goes_before_the_options,
	spooled_cont_keeps_the_file_open_unless_purged, refused_file_stays_with_its_maker_in_hold,
	first_record_that_finds_no_room_leaves_no_file)
