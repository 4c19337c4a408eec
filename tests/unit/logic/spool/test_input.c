// SPDX-License-Identifier: Apache-2.0
#include "fake_users.h"
#include "unit.h"

static struct fake_system *fakes;
static struct spuser *alice;
static struct spin in;

static void setup(void)
{
	fakes = system_create();
	alice = &fakes->users[0];
	spin_init(&in, alice, &fakes->fake->store, fake_file_destroy, fakes);
}

START_TEST(what_becomes_of_a_file_that_was_read)
{
	enum { PURGED, HELD, KEPT };
	static const struct {
		bool hold, keep, file_keep; /* SPOOL HOLD, SPOOL KEEP, CHANGE KEEP */
		enum spswitch close_hold, close_keep;
		int fate;
	} rows[] = {
		{false, false, false, SPSWITCH_AS_IS, SPSWITCH_AS_IS, PURGED},
		{true, false, false, SPSWITCH_AS_IS, SPSWITCH_AS_IS, HELD},
		{false, true, false, SPSWITCH_AS_IS, SPSWITCH_AS_IS, KEPT},
		{false, false, true, SPSWITCH_AS_IS, SPSWITCH_AS_IS, KEPT},
		{true, true, true, SPSWITCH_OFF, SPSWITCH_OFF, PURGED}, /* vmur receive */
		{false, false, false, SPSWITCH_ON, SPSWITCH_AS_IS, HELD},
		{false, false, false, SPSWITCH_AS_IS, SPSWITCH_ON, KEPT},
		{true, false, false, SPSWITCH_OFF, SPSWITCH_ON, KEPT},
		{true, false, true, SPSWITCH_AS_IS, SPSWITCH_AS_IS, HELD},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct spclose close = {.hold = rows[i].close_hold, .keep = rows[i].close_keep};
		struct spfile *file, *other;

		setup();
		in.opts.hold = rows[i].hold;
		in.opts.keep = rows[i].keep;
		file = system_add_file(fakes, alice, "A", 1);
		other = system_add_file(fakes, alice, "B", 1);
		file->keep = rows[i].file_keep;
		ck_assert_int_eq(spin_open(&in, SPIN_CHANNEL), 0);
		ck_assert_ptr_eq(in.file, file);
		ck_assert(spin_close(&in, &close));
		ck_assert_uint_eq(alice->nr_files, rows[i].fate == PURGED ? 1 : 2);
		if (rows[i].fate != PURGED) {
			ck_assert(!file->in_use);
			ck_assert_uint_eq(file->hold, rows[i].fate == HELD ? SPHOLD_USER : 0);
		}
		if (rows[i].fate == KEPT)
			ck_assert_ptr_eq(spqueue_next(alice, SPQ_READER, other), file);
		system_destroy(fakes);
	}
}
END_TEST

START_TEST(kept_files_are_in_order_again_after_all_were_read)
{
	static const struct spclose plain;
	struct spfile *files[3];

	setup();
	for (int i = 0; i < 3; i++) {
		files[i] = system_add_file(fakes, alice, "F", 1);
		files[i]->keep = true;
	}
	for (int i = 0; i < 7; i++) {
		ck_assert_int_eq(spin_open(&in, SPIN_CHANNEL), 0);
		ck_assert_ptr_eq(in.file, files[i % 3]);
		spin_close(&in, &plain);
	}
	system_destroy(fakes);
}
END_TEST

START_TEST(reset_gives_the_file_back_unread)
{
	struct spfile *file;

	setup();
	ck_assert_int_eq(spin_open(&in, SPIN_CHANNEL), -E_NOENT);
	ck_assert(!spin_is_ready(&in));
	file = system_add_file(fakes, alice, "F", 1);
	ck_assert(spin_is_ready(&in));
	ck_assert_int_eq(spin_open(&in, SPIN_CHANNEL), 0);
	ck_assert_int_eq(spin_select(&in, file, SPIN_CHANNEL), -E_BUSY);
	in.pos.record = 1;
	spin_reset(&in);
	spin_reset(&in);
	ck_assert(!file->in_use);
	ck_assert_int_eq(spin_open(&in, SPIN_DIAGNOSE), 0);
	ck_assert_ptr_eq(in.file, file);
	ck_assert_uint_eq(in.pos.record, 0);
	spin_reset(&in);
	system_destroy(fakes);
}
END_TEST

START_TEST(device_end_is_for_the_file_that_ends_a_lack)
{
	struct spfile *first, *second, *other_class;

	setup();
	in.opts.class = 'A';
	other_class = system_add_file(fakes, alice, "X", 1);
	other_class->class = 'B';
	ck_assert(!spin_arrived(&in, other_class));
	first = system_add_file(fakes, alice, "F", 1);
	ck_assert(spin_arrived(&in, first));
	second = system_add_file(fakes, alice, "S", 1);
	ck_assert(!spin_arrived(&in, second)); /* there was one to read before */
	first->hold = SPHOLD_USER;
	ck_assert(spin_arrived(&in, second));
	ck_assert_int_eq(spin_open(&in, SPIN_CHANNEL), 0);
	first->hold = 0;
	ck_assert(!spin_arrived(&in, first)); /* it is reading */
	spin_reset(&in);
	system_destroy(fakes);
}
END_TEST

UNIT_MAIN("logic/spool/input", what_becomes_of_a_file_that_was_read,
	kept_files_are_in_order_again_after_all_were_read, reset_gives_the_file_back_unread,
	device_end_is_for_the_file_that_ends_a_lack)
