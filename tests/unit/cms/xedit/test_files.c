// SPDX-License-Identifier: Apache-2.0
#include "harness.h"

#define LINES "alpha/beta/gamma/"

START_TEST(a_file_is_saved_and_the_editor_goes_on)
{
	begin(LINES);
	xedit_command(x, ":1#c/alpha/first/");
	ck_assert_int_eq(xedit_command(x, "save"), 0);
	ck_assert_str_eq(world.file[0].text, "first/beta/gamma/");
	ck_assert_uint_eq(x->file->alt, 0);
	ck_assert_int_eq(xedit_command(x, "quit"), 0);
	ck_assert_uint_eq(xedit_nr_files(x), 0);
	end();
}
END_TEST

START_TEST(another_file_is_not_written_over_by_accident)
{
	begin(LINES);
	put_file(1, "OTHER", "FILE", 'V', 80, "one/");
	ck_assert_int_eq(xedit_command(x, "file other"), 24);
	ck_assert_int_eq(xedit_command(x, "set fname other"), 0);
	ck_assert_int_eq(xedit_command(x, "save"), 24);
	ck_assert_str_eq(world.file[1].text, "one/");
	ck_assert_int_eq(xedit_command(x, "ssave"), 0);
	ck_assert_str_eq(world.file[1].text, LINES);
	ck_assert_int_eq(xedit_command(x, "ffile third = ="), 0);
	ck_assert_str_eq(world.file[2].fn, "THIRD");
	ck_assert_str_eq(world.file[2].ft, "FILE");
	end();
}
END_TEST

START_TEST(a_write_that_fails_loses_nothing)
{
	begin(LINES);
	world.rc_write = 13;
	xedit_command(x, ":1#del");
	ck_assert_int_eq(xedit_command(x, "file"), 13);
	ck_assert_str_eq(last_message(), "DMSXFD105S Error 13 writing file TEST FILE A1");
	ck_assert_uint_eq(xedit_nr_files(x), 1);
	ck_assert_uint_eq(x->file->alt, 1);
	ck_assert_str_eq(lines(), "beta/gamma/");
	end();
}
END_TEST

START_TEST(names_that_cannot_be_are_refused)
{
	static const char *const wrong[] = {"file ninechars", "file a ninechars", "file a b c22",
		"file a b c1 d", "xedit ninechars file", "get ninechars file"};

	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		begin(LINES);
		ck_assert_int_gt(xedit_command(x, wrong[i]), 0);
		ck_assert_uint_eq(xedit_nr_files(x), 1);
		end();
	}
}
END_TEST

START_TEST(files_are_in_a_ring)
{
	begin(LINES);
	put_file(1, "OTHER", "FILE", 'F', 80, "one/");
	ck_assert_int_eq(xedit_command(x, "xedit other"), 0);
	ck_assert_str_eq(x->file->id.fn, "OTHER");
	ck_assert_int_eq(xedit_command(x, "xedit new exec"), 0);
	ck_assert_int_eq(x->file->id.recfm, 'V');
	ck_assert_uint_eq(xedit_nr_files(x), 3);
	ck_assert_int_eq(xedit_command(x, "xedit test file"), 0);
	ck_assert_uint_eq(xedit_nr_files(x), 3);
	ck_assert_str_eq(lines(), LINES);
	xedit_command(x, "query ring");
	ck_assert_uint_eq(strncmp(last_message(), "RING 3 TEST FILE A1 ", 20), 0);
	xedit_command(x, ":1#put 2#x other#get");
	ck_assert_str_eq(lines(), "alpha/beta/one/");
	ck_assert_int_eq(xedit_command(x, "quit"), 12);
	for (unsigned i = 3; i; i--) {
		ck_assert_uint_eq(xedit_nr_files(x), i);
		ck_assert_int_eq(xedit_command(x, "qquit"), 0);
	}
	ck_assert_int_eq(xedit_command(x, "down"), 0); /* nothing is there to go down in */
	end();
}
END_TEST

START_TEST(records_have_the_form_of_their_file)
{
	begin(LINES);
	put_file(1, "FIXED", "FILE", 'F', 10, "a   /b/");
	put_file(2, "VAR", "FILE", 'V', 10, "a   /b/");
	xedit_command(x, "x fixed");
	ck_assert_str_eq(lines(), "a/b/");
	ck_assert_uint_eq(x->file->set.trunc, 10);
	xedit_command(x, "x var");
	ck_assert_str_eq(lines(), "a   /b/");
	ck_assert_uint_eq(x->file->set.trunc, 255);
	end();
}
END_TEST

START_TEST(an_empty_file_is_not_written)
{
	begin(LINES);
	xedit_command(x, ":1#del *");
	ck_assert_int_eq(xedit_command(x, "save"), 0);
	ck_assert_str_eq(world.file[0].text, LINES);
	end();
}
END_TEST

START_TEST(autosave_writes_beside_the_file)
{
	begin(LINES);
	xedit_command(x, "set autosave 2");
	xedit_command(x, "i one");
	ck_assert_str_eq(world.file[1].fn, "");
	xedit_command(x, "i two");
	ck_assert_str_eq(world.file[1].ft, "AUTOSAVE");
	ck_assert_str_eq(world.file[1].text, "one/two/" LINES);
	ck_assert_str_eq(world.file[0].text, LINES);
	ck_assert_uint_eq(x->file->alt, 2);
	end();
}
END_TEST

/* Each allocation in turn fails: what was asked for is done, or told. */
START_TEST(no_storage_is_told_and_survived)
{
	for (long i = 0; i < 200; i++) {
		begin(LINES);
		put_file(1, "OTHER", "FILE", 'F', 80, "one/two/");
		world.allocations_left = i;
		xedit_command(x, "x other#i three#dup 50 *#sort *#c/o/00/ * *#move 2 *#putd "
				 "3#get#all /0/#del *#undo");
		xe_prefix(x, 1, "\"9");
		xe_prefix_execute(x);
		compose();
		world.allocations_left = -1;
		end();
	}
}
END_TEST

START_TEST(large_files_keep_their_lines)
{
	begin(LINES);
	xedit_command(x, ":1#dup 30000 *");
	ck_assert_uint_eq(x->file->text.nr, 90003);
	xedit_command(x, "bottom#i the end#top#/the end/");
	ck_assert_uint_eq(x->file->line, 90004);
	xedit_command(x, ":1#c/beta/b/ *");
	ck_assert_str_eq(last_message(), "DMSXCG517I 30001 occurrence(s) changed on 30001 line(s)");
	xedit_command(x, "undo");
	xedit_command(x, ":1#all /the/#all");
	compose();
	ck_assert_uint_eq(x->file->text.nr, 90004);
	ck_assert_uint_eq(xe_line(x->file, 60002)->len, strlen("beta"));
	ck_assert_uint_eq(xe_line(x->file, 90004)->len, strlen("the end"));
	end();
}
END_TEST

UNIT_MAIN("cms/xedit/files", a_file_is_saved_and_the_editor_goes_on,
	another_file_is_not_written_over_by_accident, a_write_that_fails_loses_nothing,
	names_that_cannot_be_are_refused, files_are_in_a_ring, records_have_the_form_of_their_file,
	an_empty_file_is_not_written, autosave_writes_beside_the_file,
	no_storage_is_told_and_survived, large_files_keep_their_lines)
