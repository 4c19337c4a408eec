// SPDX-License-Identifier: Apache-2.0
#include "fake_users.h"
#include "unit.h"

#include <stdio.h>

START_TEST(numbers_count_on_and_wrap_around_those_in_use)
{
	struct fake_system *system = system_create();
	struct spuser *alice = &system->users[0];
	struct spfile *keep = system_add_file(system, alice, "K", 1), *file;

	ck_assert_uint_eq(keep->spid, 1);
	file = system_add_file(system, alice, "F", 1);
	ck_assert_uint_eq(file->spid, 2);
	ck_assert_int_eq(spqueue_purge(alice, file), 0);
	fake_file_destroy(system, file);
	file = system_add_file(system, alice, "F", 1);
	ck_assert_uint_eq(file->spid, 3);
	alice->next_spid = SPID_MAX;
	ck_assert_uint_eq(system_add_file(system, alice, "F", 1)->spid, SPID_MAX);
	ck_assert_uint_eq(system_add_file(system, alice, "F", 1)->spid, 2); /* 1 is in use */
	ck_assert_uint_eq(system_add_file(system, alice, "F", 1)->spid, 4); /* so is 3 */
	system_destroy(system);
}
END_TEST

START_TEST(a_user_can_have_9999_files_and_not_one_more)
{
	static struct spfile files[SPID_MAX + 1];
	static bool seen[SPID_MAX + 1];
	struct spuser user;

	spuser_init(&user, "ALICE");
	user.next_spid = 5000;
	for (unsigned i = 0; i < SPID_MAX; i++) {
		ck_assert_int_eq(spqueue_add(&user, i % SPQ_COUNT, &files[i]), 0);
		ck_assert_uint_ge(files[i].spid, 1);
		ck_assert_uint_le(files[i].spid, SPID_MAX);
		ck_assert(!seen[files[i].spid]);
		seen[files[i].spid] = true;
	}
	ck_assert_int_eq(spqueue_add(&user, SPQ_READER, &files[SPID_MAX]), -E_RANGE);
	/* the only free number is found wherever the search begins */
	spqueue_remove(&user, &files[1234]);
	ck_assert_int_eq(spqueue_add(&user, SPQ_READER, &files[SPID_MAX]), 0);
	ck_assert_uint_eq(files[SPID_MAX].spid, files[1234].spid);
}
END_TEST

START_TEST(limits_of_files_and_blocks_admit_the_last_and_refuse_the_next)
{
	struct spfile a = {.nr_blocks = 3}, b = {.nr_blocks = 2}, c = {.nr_blocks = 1};
	struct spuser user;

	spuser_init(&user, "ALICE");
	user.files_limit = 2;
	user.charge.limit = 5;
	ck_assert_int_eq(spqueue_add(&user, SPQ_READER, &a), 0);
	b.nr_blocks = 3;
	ck_assert_int_eq(spqueue_add(&user, SPQ_READER, &b), -E_RANGE);
	b.nr_blocks = 0xFFFFFFFF;
	ck_assert_int_eq(spqueue_add(&user, SPQ_READER, &b), -E_RANGE);
	b.nr_blocks = 2;
	ck_assert_int_eq(spqueue_add(&user, SPQ_READER, &b), 0);
	spqueue_remove(&user, &a);
	ck_assert_int_eq(spqueue_add(&user, SPQ_READER, &c), 0);
	a.nr_blocks = 1;
	ck_assert_int_eq(spqueue_add(&user, SPQ_READER, &a), -E_RANGE);
	ck_assert_uint_eq(user.charge.blocks, 3);
}
END_TEST

START_TEST(reader_takes_the_first_file_that_is_free_and_of_its_class)
{
	struct spfile files[4] = {{.class = 'A'}, {.class = 'B'}, {.class = 'A'}, {.class = 'B'}};
	struct spuser user;

	spuser_init(&user, "ALICE");
	ck_assert_ptr_null(spqueue_eligible(&user, SPQ_READER, SPCLASS_ANY));
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(spqueue_add(&user, SPQ_READER, &files[i]), 0);
	ck_assert_ptr_eq(spqueue_eligible(&user, SPQ_READER, SPCLASS_ANY), &files[0]);
	ck_assert_ptr_eq(spqueue_eligible(&user, SPQ_READER, 'B'), &files[1]);
	ck_assert_ptr_null(spqueue_eligible(&user, SPQ_READER, 'C'));
	ck_assert_ptr_null(spqueue_eligible(&user, SPQ_PUNCH, SPCLASS_ANY));
	files[0].hold = SPHOLD_USER;
	ck_assert_ptr_eq(spqueue_eligible(&user, SPQ_READER, 'A'), &files[2]);
	files[2].in_use = true;
	ck_assert_ptr_null(spqueue_eligible(&user, SPQ_READER, 'A'));
	spqueue_order(&user, &files[3]);
	ck_assert_ptr_eq(spqueue_eligible(&user, SPQ_READER, SPCLASS_ANY), &files[3]);
	spqueue_rotate(&user, &files[3]);
	ck_assert_ptr_eq(spqueue_eligible(&user, SPQ_READER, 'B'), &files[1]);
}
END_TEST

START_TEST(transfer_moves_a_file_and_its_charge_or_leaves_both)
{
	struct fake_system *system = system_create();
	struct spuser *alice = &system->users[0], *bob = &system->users[1];
	struct spfile *first = system_add_file(system, alice, "A", 1),
		      *file = system_add_file(system, alice, "F", 100),
		      *last = system_add_file(system, alice, "Z", 1);

	bob->charge.limit = file->nr_blocks - 1;
	ck_assert_int_eq(spqueue_transfer(alice, file, bob, SPQ_PUNCH), -E_RANGE);
	ck_assert_ptr_eq(spqueue_next(alice, SPQ_READER, first), file);
	ck_assert_ptr_eq(spqueue_next(alice, SPQ_READER, file), last);
	ck_assert_ptr_null(spqueue_next(alice, SPQ_READER, last));
	ck_assert_uint_eq(file->spid, 2);
	ck_assert_uint_eq(alice->nr_files, 3);
	ck_assert_str_eq(file->owner, "ALICE");
	bob->charge.limit++;
	file->in_use = true;
	ck_assert_int_eq(spqueue_transfer(alice, file, bob, SPQ_PUNCH), -E_BUSY);
	file->in_use = false;
	ck_assert_int_eq(spqueue_transfer(alice, file, bob, SPQ_PUNCH), 0);
	ck_assert_uint_eq(file->spid, 1);
	ck_assert_str_eq(file->owner, "BOB");
	ck_assert_str_eq(file->origin, "CAROL");
	ck_assert_ptr_eq(spqueue_find(bob, SPQ_PUNCH, 1), file);
	ck_assert_ptr_null(spqueue_find(bob, SPQ_READER, 1));
	ck_assert_ptr_null(spqueue_find(alice, SPQ_READER, 2));
	ck_assert_uint_eq(bob->charge.blocks, file->nr_blocks);
	ck_assert_uint_eq(alice->charge.blocks, 2);
	/* to oneself, another queue */
	ck_assert_int_eq(spqueue_transfer(bob, file, bob, SPQ_READER), 0);
	ck_assert_uint_eq(bob->nr_files, 1);
	file->in_use = true;
	ck_assert_int_eq(spqueue_purge(bob, file), -E_BUSY);
	file->in_use = false;
	system_destroy(system);
}
END_TEST

START_TEST(change_touches_what_it_names)
{
	struct spuser nobody = {};
	struct spfile file = {.class = 'A',
			      .copies = 1,
			      .form = "STANDARD",
			      .name = "N",
			      .type = "T",
			      .hold = SPHOLD_SYSTEM},
		      same = file;
	struct spchange change = {.class = 0};

	spfile_change(&nobody, &file, &change);
	ck_assert_mem_eq(&file, &same, sizeof(file));
	spfile_change(&nobody, &file,
		&(struct spchange){.class = 'Q',
			.copies = 255,
			.form = "BLUE",
			.dist = "ROOM1",
			.user_hold = SPSWITCH_ON,
			.keep = SPSWITCH_ON});
	ck_assert_int_eq(file.class, 'Q');
	ck_assert_uint_eq(file.copies, 255);
	ck_assert_str_eq(file.form, "BLUE");
	ck_assert_str_eq(file.dist, "ROOM1");
	ck_assert_str_eq(file.name, "N");
	ck_assert_uint_eq(file.hold, SPHOLD_USER | SPHOLD_SYSTEM);
	ck_assert(file.keep);
	/* what Linux's loader says at its end */
	spfile_change(
		&nobody, &file, &(struct spchange){.user_hold = SPSWITCH_OFF, .keep = SPSWITCH_ON});
	ck_assert_uint_eq(file.hold, SPHOLD_SYSTEM);
	ck_assert(file.keep);
	spfile_change(&nobody, &file, &(struct spchange){.name = "NEW"});
	ck_assert_str_eq(file.name, "NEW");
	ck_assert_str_eq(file.type, "");
	spfile_change(
		&nobody, &file, &(struct spchange){.noname = true, .system_hold = SPSWITCH_OFF});
	ck_assert_str_eq(file.name, "");
	ck_assert_uint_eq(file.hold, 0);
}
END_TEST

START_TEST(selection_takes_files_that_fit_all_its_members)
{
	static const struct spfile file = {.spid = 7,
		.class = 'B',
		.form = "STANDARD",
		.dest = "OFF",
		.name = "FN",
		.type = "FT"};
	static const struct {
		struct spselect select;
		bool fits;
	} rows[] = {
		{{.spid = 0}, true},
		{{.spid = 7}, true},
		{{.spid = 8}, false},
		{{.class = 'B'}, true},
		{{.class = '*'}, true},
		{{.class = 'A'}, false},
		{{.spid = 7, .class = 'A'}, false},
		{{.form = "STANDARD", .dest = "OFF"}, true},
		{{.form = "STANDAR"}, false},
		{{.name = "FN", .type = "FT"}, true},
		{{.name = "FN", .type = "F"}, false},
		{{.held = true}, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		ck_assert_int_eq(spselect_matches(&rows[i].select, &file), rows[i].fits);
}
END_TEST

static struct spfile *restored(struct fake_system *system, uint16_t spid, uint64_t order, int rc)
{
	struct spfile *file = fake_file_create(system);

	list_init(&file->link);
	file->spid = spid;
	file->order = order;
	file->queue = SPQ_READER;
	ck_assert_int_eq(spqueue_restore(&system->users[0], file), rc);
	return file;
}

START_TEST(files_come_back_in_their_order_whatever_the_limits)
{
	struct fake_system *system = system_create();
	struct spuser *alice = &system->users[0];
	struct spfile *first, *second, *third, *twin;

	alice->files_limit = 0;
	third = restored(system, 30, 300, 0);
	first = restored(system, 10, 100, 0);
	second = restored(system, 20, 200, 0);
	ck_assert_ptr_eq(spqueue_next(alice, SPQ_READER, NULL), first);
	ck_assert_ptr_eq(spqueue_next(alice, SPQ_READER, first), second);
	ck_assert_ptr_eq(spqueue_next(alice, SPQ_READER, second), third);
	twin = restored(system, 20, 50, -E_EXIST); /* gets a number of its own */
	ck_assert_uint_eq(twin->spid, 31);
	ck_assert_ptr_eq(spqueue_next(alice, SPQ_READER, NULL), twin);
	ck_assert_uint_eq(alice->nr_files, 4);
	alice->files_limit = SPUSER_FILES_MAX;
	ck_assert_uint_eq(system_add_file(system, alice, "N", 1)->spid, 32); /* counts on */
	system_destroy(system);
}
END_TEST

static unsigned nr_changed;

static void note_change(struct spfile *file)
{
	ck_assert(!list_is_empty(&file->link));
	nr_changed++;
}

START_TEST(each_change_of_a_file_in_a_queue_is_told)
{
	struct fake_system *system = system_create();
	struct spuser *alice = &system->users[0], *bob = &system->users[1];
	struct spfile *file;

	alice->changed = bob->changed = note_change;
	nr_changed = 0;
	file = system_add_file(system, alice, "A", 1);
	ck_assert_uint_eq(nr_changed, 1);
	spqueue_order(alice, file);
	spqueue_rotate(alice, file);
	spfile_change(alice, file, &(struct spchange){.class = 'B'});
	ck_assert_uint_eq(nr_changed, 4);
	bob->files_limit = 0;
	ck_assert_int_eq(spqueue_transfer(alice, file, bob, SPQ_READER), -E_RANGE);
	ck_assert_uint_eq(nr_changed, 4);
	bob->files_limit = 9;
	ck_assert_int_eq(spqueue_transfer(alice, file, bob, SPQ_READER), 0);
	ck_assert_uint_eq(nr_changed, 5);
	system_destroy(system);
}
END_TEST

UNIT_MAIN("logic/spool/queue", numbers_count_on_and_wrap_around_those_in_use,
	a_user_can_have_9999_files_and_not_one_more,
	limits_of_files_and_blocks_admit_the_last_and_refuse_the_next,
	reader_takes_the_first_file_that_is_free_and_of_its_class,
	transfer_moves_a_file_and_its_charge_or_leaves_both, change_touches_what_it_names,
	selection_takes_files_that_fit_all_its_members,
	files_come_back_in_their_order_whatever_the_limits,
	each_change_of_a_file_in_a_queue_is_told)
