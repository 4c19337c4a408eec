// SPDX-License-Identifier: Apache-2.0
/* SET SCREEN: views beside each other. */
#include "harness.h"

#define LINES "alpha/beta/gamma/"

static void begin_two(const char *screen)
{
	begin(LINES);
	put_file(1, "OTHER", "FILE", 'F', 80, "one/two/");
	xedit_command(x, ":1#xedit other file#:1");
	ck_assert_int_eq(xedit_command(x, screen), 0);
	compose();
}

START_TEST(views_are_beside_each_other)
{
	begin_two("screen 2 vertical");
	ck_assert_str_eq(shown(1, 1, 15), " OTHER    FILE ");
	ck_assert_str_eq(shown(1, 39, 17), " | TEST     FILE ");
	ck_assert_str_eq(shown(12, 1, 15), " ===== one     ");
	ck_assert_str_eq(shown(12, 39, 15), " | ===== alpha ");
	ck_assert_str_eq(shown(23, 1, 7), " ====> ");
	ck_assert_str_eq(shown(23, 41, 7), " ====> ");
	ck_assert_str_eq(shown(24, 59, 18), "X E D I T  2 Files");
	end();
}
END_TEST

START_TEST(what_is_typed_goes_where_it_is_typed)
{
	begin_two("screen 2 v");
	press_key(AID_ENTER, 23, 48); /* in the second one's command line */
	type(12, 8, "ONE");
	type(12, 48, "ALPHA");
	type(13, 42, "d");
	type(23, 48, "cappend !");
	type(13, 40, "nowhere");
	send();
	ck_assert_str_eq(x->file->id.fn, "TEST");
	ck_assert_str_eq(lines(), "ALPHA!/beta/gamma/");
	x->file = x->file->next;
	ck_assert_str_eq(lines(), "ONE/two/");
	end();
	begin_two("screen 2 v");
	press_key(AID_PF1 + 7, 20, 50); /* FORWARD, below the second file's last line */
	send();
	ck_assert_str_eq(x->file->id.fn, "TEST");
	ck_assert_uint_eq(x->file->line, 4);
	compose();
	ck_assert_str_eq(shown(12, 8, 4), "one ");
	ck_assert_str_eq(shown(12, 48, 12), "* * * End of");
	end();
}
END_TEST

START_TEST(a_prefix_command_is_for_its_view)
{
	begin_two("screen 2 v");
	press_key(AID_ENTER, 14, 42);
	type(14, 42, "d");
	send();
	ck_assert_str_eq(lines(), "alpha/gamma/");
	compose();
	ck_assert_str_eq(shown(14, 41, 12), " ===== gamma");
	end();
}
END_TEST

static const struct {
	const char *set, *answer;
} sizes[] = {
	{"screen 2 v", "SCREEN WIDTH 40 40"},
	{"screen 3 v", "SCREEN WIDTH 27 27 26"},
	{"screen 4 v", NULL}, /* 20 are too few */
	{"screen width 24 56", "SCREEN WIDTH 24 56"},
	{"screen width 23 57", NULL},
	{"screen width 40 41", NULL},
	{"screen width 40 39", NULL},
	{"screen width", NULL},
	{"screen width 80", "SCREEN WIDTH 80"},
	{"screen 2 h", "SCREEN SIZE 12 12"},
	{"screen 2 sideways", NULL},
	{"screen 0 v", NULL},
	{"screen define 12 80 1 1 12 40 13 1 12 40 13 41",
		"SCREEN DEFINE 12 80 1 1 12 40 13 1 12 40 13 41"},
	{"screen define 12 80 1 1 12 40 12 1", NULL}, /* one over the other */
	{"screen define 12 80 14 1", NULL},
	{"screen define 12 80 1 2", NULL},
	{"screen define 12 80 1", NULL},
	{"screen define 4 80 1 1", NULL},
};

START_TEST(screens_have_the_sizes_that_are_said)
{
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		int rc;

		begin_two("screen 1");
		rc = xedit_command(x, sizes[i].set);
		ck_assert_msg(rc == (sizes[i].answer ? 0 : 5), "%s: %d", sizes[i].set, rc);
		compose();
		xedit_command(x, "query screen");
		ck_assert_str_eq(
			last_message(), sizes[i].answer ? sizes[i].answer : "SCREEN SIZE 24");
		end();
	}
}
END_TEST

START_TEST(another_display_has_views_that_fit)
{
	begin_two("screen 3 v");
	xedit_set_size(x, 43, 80);
	xedit_command(x, "query screen");
	ck_assert_str_eq(last_message(), "SCREEN WIDTH 27 27 26");
	xedit_set_size(x, 27, 132);
	xedit_command(x, "screen 5 v");
	compose();
	xedit_set_size(x, 24, 80); /* too narrow for five */
	xedit_command(x, "query screen");
	ck_assert_str_eq(last_message(), "SCREEN SIZE 24");
	xedit_command(x, "screen define 10 40 3 5");
	compose();
	ck_assert_str_eq(shown(3, 5, 10), " OTHER    ");
	press_key(AID_ENTER, 1, 1); /* outside of all */
	type(7, 12, "far away");
	type(1, 2, "nothing");
	send();
	ck_assert_str_eq(lines(), "far away/two/");
	xedit_set_size(x, 43, 80);
	ck_assert_uint_eq(x->cols, 80);
	xedit_command(x, "qquit#qquit");
	end();
}
END_TEST

START_TEST(the_prefix_area_is_on_the_right)
{
	begin_two("prefix on right");
	ck_assert_str_eq(shown(12, 1, 5), " one ");
	ck_assert_str_eq(shown(12, 75, 6), " =====");
	press_key(AID_ENTER, 12, 76);
	type(14, 76, "\"");
	type(12, 2, "first");
	send();
	ck_assert_str_eq(lines(), "first/two/two/");
	xedit_command(x, "prefix nulls left");
	compose();
	ck_assert_str_eq(shown(12, 1, 12), "       first");
	press_key(AID_ENTER, 12, 2);
	type(12, 2, "m");
	send();
	compose();
	ck_assert_str_eq(shown(12, 1, 12), " M     first");
	end();
}
END_TEST

START_TEST(windows_of_columns_are_shown)
{
	begin("abcdefgh/x/");
	ck_assert_int_eq(xedit_command(x, ":1#verify 1 3 hex 2 4 8 8"), 0);
	compose();
	ck_assert_str_eq(shown(12, 8, 12), "abc828384h  ");
	ck_assert_str_eq(shown(13, 8, 12), "|.........  ");
	ck_assert_str_eq(shown(14, 8, 12), "x           ");
	press_key(AID_ENTER, 12, 12);
	type(12, 8, "Abc818384H");
	type(14, 8, "x  ..C1   ");
	send();
	ck_assert_str_eq(lines(), "AacdefgH/x A/");
	ck_assert_uint_eq(x->key_col, 2); /* the second digit of column 2 */
	xedit_command(x, "query verify");
	ck_assert_str_eq(last_message(), "VERIFY 1 3 HEX 2 4 8 8");
	xedit_command(x, "right 1");
	compose();
	ck_assert_str_eq(shown(12, 8, 12), "acd838485   ");
	ck_assert_int_eq(xedit_command(x, "verify hex 3 *"), 0);
	ck_assert_int_eq(xedit_command(x, "verify 3"), 5);
	ck_assert_int_eq(xedit_command(x, "verify 3 2"), 5);
	ck_assert_int_eq(xedit_command(x, "verify hex"), 5);
	ck_assert_int_eq(xedit_command(x, "verify 1 2 1 2 1 2 1 2 1 2 1 2 1 2 1 2 1 2"), 5);
	ck_assert_int_eq(xedit_command(x, "verify on"), 0);
	xedit_command(x, "left#verify");
	compose();
	ck_assert_str_eq(shown(12, 8, 12), "AacdefgH    ");
	end();
}
END_TEST

UNIT_MAIN("cms/xedit/views", views_are_beside_each_other, what_is_typed_goes_where_it_is_typed,
	a_prefix_command_is_for_its_view, screens_have_the_sizes_that_are_said,
	another_display_has_views_that_fit, the_prefix_area_is_on_the_right,
	windows_of_columns_are_shown)
