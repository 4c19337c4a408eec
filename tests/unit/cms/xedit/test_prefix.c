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

UNIT_MAIN("cms/xedit/prefix", prefix_commands_do_what_they_say, a_block_may_end_on_another_screen,
	excluded_lines_are_passed_over, reset_and_deleting_forget_what_is_pending,
	a_slash_makes_a_line_current_and_a_name_names_it)
