// SPDX-License-Identifier: Apache-2.0
#include "harness.h"

#define LINES "one/two/three/four/five/six/"

/* What is typed into the prefix areas of lines 0 to 7 in one screen; what the file is then. */
static const struct {
	const char *prefix[8];
	const char *lines;
	unsigned nr_pending;
} cases[] = {
	{{NULL, "i"}, "one//two/three/four/five/six/", 0},
	{{"a2"}, "//" LINES, 0},
	{{NULL, "=i3="}, "one////two/three/four/five/six/", 0},
	{{NULL, "3i==="}, "one////two/three/four/five/six/", 0},
	{{NULL, NULL, "d"}, "one/three/four/five/six/", 0},
	{{NULL, NULL, "d3"}, "one/five/six/", 0},
	{{NULL, NULL, NULL, NULL, NULL, "d9"}, "one/two/three/four/", 0},
	{{NULL, "d", "i", "d"}, "two//four/five/six/", 0},
	{{NULL, NULL, "dd", NULL, "dd"}, "one/five/six/", 0},
	{{NULL, NULL, "dd"}, LINES, 1},
	{{NULL, "\""}, "one/one/two/three/four/five/six/", 0},
	{{NULL, "\"2"}, "one/one/one/two/three/four/five/six/", 0},
	{{NULL, "\"\"2", "\"\""}, "one/two/one/two/one/two/three/four/five/six/", 0},
	{{NULL, ">2"}, "  one/two/three/four/five/six/", 0},
	{{NULL, "<2"}, "e/two/three/four/five/six/", 0},
	{{NULL, ">>", ">>"}, " one/ two/three/four/five/six/", 0},
	{{NULL, "x2", NULL, "d"}, "one/two/four/five/six/", 0},
	{{NULL, "xx", NULL, "xx"}, LINES, 0},
	{{NULL, "c", NULL, "f"}, "one/two/three/one/four/five/six/", 0},
	{{NULL, "c2", NULL, "p"}, "one/two/one/two/three/four/five/six/", 0},
	{{"f", NULL, "c"}, "two/one/two/three/four/five/six/", 0},
	{{NULL, "m", NULL, "f"}, "two/three/one/four/five/six/", 0},
	{{NULL, "p", NULL, NULL, NULL, "m2"}, "five/six/one/two/three/four/", 0},
	{{NULL, "cc", "cc", NULL, "f"}, "one/two/three/four/one/two/five/six/", 0},
	{{NULL, "mm", NULL, "mm", NULL, NULL, "f"}, "four/five/six/one/two/three/", 0},
	{{NULL, "mm", "f", "mm"}, LINES, 0}, /* into itself */
	{{NULL, "c"}, LINES, 1},
	{{NULL, NULL, "f"}, LINES, 1},
	{{NULL, "zz"}, LINES, 0},
	{{NULL, "abcd"}, LINES, 0},
	{{"d"}, LINES, 0},
	{{NULL, NULL, NULL, NULL, NULL, NULL, NULL, "i"}, LINES, 0},
	{{NULL, "i99999999999"}, NULL, 0},
	{{NULL, NULL, NULL, "d*"}, "one/two/", 0},
	{{NULL, NULL, NULL, "*d"}, "one/two/", 0},
	{{"f", NULL, NULL, NULL, "m*"}, "four/five/six/one/two/three/", 0},
	{{NULL, "p", NULL, NULL, NULL, "c*"}, "five/six/one/two/three/four/five/six/", 0},
	{{NULL, NULL, "d*5"}, LINES, 0}, /* either, not both */
	{{NULL, "5"}, LINES, 0},
	{{NULL, "*"}, LINES, 0},
	{{NULL, "s"}, LINES, 0}, /* it is for lines that are not shown */
	{{NULL, "c", NULL, NULL, "m", NULL, "f"}, "one/two/three/four/five/six/one/", 1},
	{{NULL, "mm", "c", "mm", "f", "f"}, "four/one/two/three/five/six/", 1},
	{{NULL, "dd", "i", "dd"}, "four/five/six/", 0},
	{{NULL, "cc", NULL, "cc", NULL, "cc", "p"}, "one/two/three/four/five/one/two/three/six/",
		1},
	{{NULL, "f", "f", "m"}, "one/three/two/four/five/six/", 1},
	{{NULL, "/3", NULL, "/"}, LINES, 0},
	{{NULL, "\"\"", NULL, "\"\"3"},
		"one/two/three/one/two/three/one/two/three/one/two/three/four/five/six/", 0},
	{{NULL, ">>3", "<", ">>"}, NULL, 0},
	{{NULL, "d", "m"}, "two/three/four/five/six/", 1},
	{{NULL, "?"}, LINES, 0},
	{{NULL, ".a", "d"}, "one/three/four/five/six/", 0},
};

START_TEST(prefix_commands_do_what_they_say)
{
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		begin(LINES);
		for (unsigned n = 0; n < 8; n++)
			if (cases[i].prefix[n])
				xe_prefix(x, n, cases[i].prefix[n]);
		xe_prefix_execute(x);
		if (cases[i].lines && strcmp(lines(), cases[i].lines) != 0)
			ck_abort_msg("%zu: %s, not %s", i, lines(), cases[i].lines);
		ck_assert_uint_eq(x->file->nr_pending, cases[i].nr_pending);
		end();
	}
}
END_TEST

START_TEST(a_block_may_end_on_another_screen)
{
	begin(LINES);
	xe_prefix(x, 2, "mm");
	xe_prefix_execute(x);
	xedit_command(x, ":1#i new");
	xe_prefix(x, 4, "mm");
	xe_prefix_execute(x);
	ck_assert_uint_eq(x->file->nr_pending, 2);
	xe_prefix(x, 7, "f");
	xe_prefix_execute(x);
	ck_assert_str_eq(lines(), "one/new/four/five/six/two/three/");
	end();
}
END_TEST

START_TEST(reset_and_deleting_forget_what_is_pending)
{
	begin(LINES);
	xe_prefix(x, 2, "cc");
	xedit_command(x, "reset");
	ck_assert_uint_eq(x->file->nr_pending, 0);
	xe_prefix(x, 2, "cc");
	xedit_command(x, ":2#del");
	ck_assert_uint_eq(x->file->nr_pending, 0);
	xe_prefix(x, 2, "cc");
	xe_prefix(x, 2, "=====");
	ck_assert_uint_eq(x->file->nr_pending, 0);
	xe_prefix(x, 2, "m");
	xe_prefix(x, 2, "c"); /* takes its place */
	ck_assert_uint_eq(x->file->nr_pending, 1);
	end();
}
END_TEST

START_TEST(excluded_lines_are_passed_over)
{
	begin(LINES);
	xe_prefix(x, 2, "xx");
	xe_prefix(x, 4, "xx");
	xe_prefix_execute(x);
	xedit_command(x, ":1#down");
	ck_assert_uint_eq(x->file->line, 5);
	xedit_command(x, "all#up");
	ck_assert_uint_eq(x->file->line, 4);
	end();
}
END_TEST

START_TEST(a_slash_makes_a_line_current_and_a_name_names_it)
{
	begin(LINES);
	xe_prefix(x, 3, "/");
	xe_prefix(x, 4, ".here");
	xe_prefix_execute(x);
	ck_assert_uint_eq(x->file->line, 3);
	xedit_command(x, "top#.here");
	ck_assert_uint_eq(x->file->line, 4);
	end();
}
END_TEST

START_TEST(lines_that_are_not_shown_are_shown_again)
{
	static const struct {
		const char *typed;
		uint32_t shown[6], nr;
	} cases[] = {{"s", {1, 2, 3, 4, 5, 6}, 6}, {"s1", {1, 2, 6}, 3}, {"=s-2", {1, 4, 5, 6}, 4},
		{"s*", {1, 2, 3, 4, 5, 6}, 6}, {"s99", {1, 2, 3, 4, 5, 6}, 6}, {"d", {1, 6}, 2},
		{"zap", {1, 6}, 2}, {"s-", {1, 2, 3, 4, 5, 6}, 6}};

	for (unsigned i = 0; i < ARRAY_LEN(cases); i++) {
		unsigned nr = 0;

		begin(LINES);
		xe_prefix(x, 2, "x4");
		xe_prefix_execute(x);
		xedit_command(x, ":1");
		compose();
		ck_assert_str_eq(shown(14, 1, 41), " ===== -------- 4 line(s) not displayed -");
		press_key(AID_ENTER, 14, 2);
		type(14, 2, cases[i].typed);
		send();
		for (uint32_t n = 1; n <= x->file->text.nr; n++)
			if (xe_is_shown(x->file, text_line(&x->file->text, n)))
				ck_assert_uint_eq(n, cases[i].shown[nr++]);
		ck_assert_uint_eq(nr, cases[i].nr);
		end();
	}
}
END_TEST

START_TEST(the_scale_is_shown_where_it_is_typed)
{
	begin(LINES);
	xedit_command(x, ":1");
	compose();
	press_key(AID_ENTER, 14, 2);
	type(14, 2, "scale");
	type(16, 2, "tabl=");
	send();
	compose();
	ck_assert_str_eq(shown(14, 8, 10), "|...+....1");
	ck_assert_str_eq(shown(16, 8, 10), "T    T    ");
	end();
}
END_TEST

/* The macro's arguments are kept by the world, which knows a macro MYMACRO. */
START_TEST(macros_are_prefix_commands)
{
	begin(LINES);
	xedit_command(x, "prefix synonym my mymacro#prefix synonym del d#prefix synonym toolong d");
	ck_assert_str_eq(last_message(), "DMSXMD520E Invalid operand: TOOLON");
	xedit_command(x, "query prefix synonym my");
	ck_assert_str_eq(last_message(), "PREFIX MY MYMACRO");
	xe_prefix(x, 2, "my5");
	xe_prefix(x, 4, "del");
	xe_prefix(x, 6, "none");
	xe_prefix_execute(x);
	ck_assert_str_eq(world.commands, "PREFIX SET 2 5/");
	ck_assert_str_eq(last_message(), "DMSXPX659E Invalid prefix subcommand: NONE");
	ck_assert_str_eq(lines(), "one/two/three/five/six/");
	xedit_command(x, "prefix synonym del del");
	xe_prefix(x, 1, "del");
	xe_prefix_execute(x);
	ck_assert_str_eq(lines(), "one/two/three/five/six/");
	end();
}
END_TEST

START_TEST(macros_have_pending_prefix_commands)
{
	begin(LINES);
	xedit_command(x, ":2#set pending block zz3#:4#set pending on yy#:5#set pending error bad");
	xedit_command(x, ":2");
	compose();
	ck_assert_str_eq(shown(12, 2, 5), "ZZ3==");
	ck_assert_str_eq(shown(15, 2, 5), "YY===");
	ck_assert_str_eq(shown(16, 2, 5), "?BAD=");
	world.macro_runs = "extract /pending block zz/";
	xedit_command(x, "mymacro");
	ck_assert_ptr_nonnull(
		strstr(world.variables, "PENDING.0=7/PENDING.1=2/PENDING.2=ZZ/PENDING.3=ZZ/"
					"PENDING.4=3/PENDING.5=/PENDING.6=/"
					"PENDING.7=BLOCK/"));
	world.variables[0] = 0;
	world.macro_runs = "extract /pending * :3 :6/";
	xedit_command(x, "mymacro");
	ck_assert_ptr_nonnull(strstr(world.variables, "PENDING.1=4/PENDING.2=YY/"));
	world.variables[0] = 0;
	world.macro_runs = "extract /pending block yy/";
	xedit_command(x, "mymacro");
	ck_assert_str_eq(world.variables, "PENDING.0=0/");
	xe_prefix_execute(x); /* they wait for macros */
	ck_assert_uint_eq(x->file->nr_pending, 3);
	xedit_command(x, "set pending off");
	ck_assert_uint_eq(x->file->nr_pending, 2);
	ck_assert_int_eq(xedit_command(x, "set pending maybe zz"), 5);
	ck_assert_int_eq(xedit_command(x, "set pending on"), 5);
	xe_prefix(x, 5, "=====");
	xedit_command(x, ":4#delete");
	ck_assert_uint_eq(x->file->nr_pending, 0);
	end();
}
END_TEST

UNIT_MAIN("cms/xedit/prefix", prefix_commands_do_what_they_say, a_block_may_end_on_another_screen,
	excluded_lines_are_passed_over, reset_and_deleting_forget_what_is_pending,
	a_slash_makes_a_line_current_and_a_name_names_it, lines_that_are_not_shown_are_shown_again,
	the_scale_is_shown_where_it_is_typed, macros_are_prefix_commands,
	macros_have_pending_prefix_commands)
