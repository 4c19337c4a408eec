// SPDX-License-Identifier: Apache-2.0
#include "fake_users.h"
#include "lib/ebcdic.h"
#include "logic/spool/diag14.h"
#include "unit.h"

static struct fake_system *fakes;
static struct spuser *alice;
static struct spin in;
static struct splink page;
static const struct spclose plain;

static void setup(void)
{
	fakes = system_create();
	alice = &fakes->users[0];
	spin_init(&in, alice, &fakes->fake->store, fake_file_destroy, fakes);
}

START_TEST(pages_are_read_to_the_end_and_the_file_stays_active)
{
	struct spfile *file;

	setup();
	ck_assert_int_eq(diag14_read_block(&in, &page), 2);
	file = system_add_file(fakes, alice, "F", 100);
	for (unsigned i = 0; i < 3; i++) {
		ck_assert_int_eq(diag14_read_block(&in, &page), 0);
		ck_assert_uint_eq(be32_get(page.nr_records), i < 2 ? 44 : 12);
		ck_assert_uint_eq(be16_get(page.spid), 1);
		ck_assert_uint_eq(be16_get(page.record_len), 80);
	}
	ck_assert_int_eq(diag14_read_block(&in, &page), 1);
	ck_assert_int_eq(diag14_read_block(&in, &page), 1);
	ck_assert(file->in_use);
	/* Linux's driver positions before each read, and at the end one too far */
	ck_assert_int_eq(diag14_position(&in, 4), 3);
	ck_assert_int_eq(diag14_position(&in, 0), 3);
	ck_assert_int_eq(diag14_position(&in, 3), 0);
	ck_assert_int_eq(diag14_read_block(&in, &page), 0);
	ck_assert_uint_eq(be32_get(page.nr_records), 12);
	ck_assert_int_eq(diag14_backspace(&in), 0);
	ck_assert_int_eq(diag14_restart(&in), 0);
	ck_assert_int_eq(diag14_backspace(&in), 1);
	ck_assert_int_eq(diag14_read_block(&in, &page), 0);
	ck_assert_uint_eq(page.data[12], 'F');
	ck_assert_uint_eq(page.data[14], 0);
	ck_assert(spin_close(&in, &plain));
	ck_assert_uint_eq(alice->nr_files, 0);
	ck_assert_int_eq(diag14_position(&in, 1), 2);
	ck_assert_int_eq(diag14_restart(&in), 2);
	ck_assert(!spin_close(&in, &plain));
	system_destroy(fakes);
}
END_TEST

START_TEST(channel_and_diagnose_do_not_share_a_file)
{
	setup();
	system_add_file(fakes, alice, "F", 1);
	ck_assert_int_eq(spin_open(&in, SPIN_CHANNEL), 0);
	ck_assert_int_eq(diag14_read_block(&in, &page), 3);
	ck_assert_int_eq(diag14_restart(&in), 3);
	ck_assert_int_eq(diag14_position(&in, 1), 2);
	spin_reset(&in);
	ck_assert_int_eq(diag14_read_block(&in, &page), 0);
	spin_reset(&in);
	system_destroy(fakes);
}
END_TEST

START_TEST(damaged_space_is_condition_code_3)
{
	struct spfile *file;

	setup();
	file = system_add_file(fakes, alice, "F", 1);
	fakes->fake->unreadable = file->direct[0];
	ck_assert_int_eq(diag14_read_block(&in, &page), 3);
	fakes->fake->unreadable = 0;
	spin_reset(&in);
	system_destroy(fakes);
}
END_TEST

START_TEST(select_takes_a_file_by_number)
{
	struct spfile *second, *held;

	setup();
	system_add_file(fakes, alice, "A", 1);
	second = system_add_file(fakes, alice, "B", 1);
	held = system_add_file(fakes, alice, "C", 1);
	held->hold = SPHOLD_SYSTEM;
	ck_assert_int_eq(diag14_select(&in, 0), 1);
	ck_assert_int_eq(diag14_select(&in, 4), 1);
	ck_assert_int_eq(diag14_select(&in, 0x10002), 1);
	ck_assert_int_eq(diag14_select(&in, 3), 2);
	ck_assert_int_eq(diag14_select(&in, 2), 0);
	ck_assert_int_eq(diag14_select(&in, 1), 3);
	ck_assert_int_eq(diag14_read_block(&in, &page), 0);
	ck_assert_uint_eq(page.data[12], 'B');
	ck_assert_ptr_eq(in.file, second);
	spin_reset(&in);
	system_destroy(fakes);
}
END_TEST

START_TEST(descriptors_are_walked_from_the_first_to_none)
{
	struct sfblok sfb;
	struct spfile *first;
	char text[9] = "";

	setup();
	ck_assert_int_eq(diag14_next_descriptor(alice, 0, 0, &sfb), 1);
	first = system_add_file(fakes, alice, "A", 50);
	system_add_file(fakes, alice, "B", 1)->hold = SPHOLD_USER | SPHOLD_SYSTEM;
	first->in_use = true;
	first->class = 'Q';
	ck_assert_int_eq(diag14_next_descriptor(alice, 0, 0, &sfb), 0);
	ck_assert_uint_eq(be16_get(sfb.spid), 1);
	ck_assert_uint_eq(be32_get(sfb.nr_records), 50);
	ck_assert_uint_eq(be16_get(sfb.record_len), 80);
	ck_assert_uint_eq(sfb.status, SFB_IN_USE);
	ck_assert_uint_eq(sfb.device_type, 0x82);
	ck_assert_uint_eq(sfb.class, 0xD8);
	ebc_to_ascii(text, sfb.owner, 8);
	ck_assert_str_eq(text, "ALICE   ");
	ebc_to_ascii(text, sfb.origin, 8);
	ck_assert_str_eq(text, "CAROL   ");
	ebc_to_ascii(text, sfb.create_date, 8);
	ck_assert_str_eq(text, "01/01/00");
	ebc_to_ascii(text, sfb.create_time, 8);
	ck_assert_str_eq(text, "00:16:40");
	first->in_use = false;
	ck_assert_int_eq(diag14_next_descriptor(alice, 1, 0, &sfb), 0);
	ck_assert_uint_eq(be16_get(sfb.spid), 2);
	ck_assert_uint_eq(sfb.status, SFB_USER_HOLD | SFB_SYSTEM_HOLD);
	ck_assert_int_eq(diag14_next_descriptor(alice, 2, 0, &sfb), 1);
	ck_assert_int_eq(diag14_next_descriptor(alice, 3, 0, &sfb), 2);
	ck_assert_int_eq(diag14_next_descriptor(alice, 0x10001, 0, &sfb), 2);
	system_destroy(fakes);
}
END_TEST

UNIT_MAIN("logic/spool/diag14", pages_are_read_to_the_end_and_the_file_stays_active,
	channel_and_diagnose_do_not_share_a_file, damaged_space_is_condition_code_3,
	select_takes_a_file_by_number, descriptors_are_walked_from_the_first_to_none)
