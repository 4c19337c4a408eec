// SPDX-License-Identifier: Apache-2.0
/* Fields that macros make, and the screens that they show. */
#include "harness.h"

#define LINES "alpha/beta/gamma/"

START_TEST(reserved_rows_have_fields)
{
	begin(LINES);
	xedit_command(x, "ctlchar % escape#ctlchar i noprotect white none high");
	xedit_command(x, "ctlchar p protect blue none nohigh#ctlchar h noprotect inv");
	ck_assert_int_eq(
		xedit_command(x, "reserved 3 high Name%iJohn%p Secret%hpass%p100% done"), 0);
	compose();
	ck_assert_str_eq(shown(3, 1, 40), " Name John  Secret pass 100% done       ");
	end();
}
END_TEST

START_TEST(lines_have_fields)
{
	begin("one%itwo%pthree/no fields/");
	xedit_command(x, "ctlchar % escape#ctlchar i noprotect white none high#ctlchar p protect");
	compose();
	ck_assert_str_eq(shown(14, 8, 14), "one two three ");
	press_key(AID_ENTER, 14, 8);
	type(14, 8, "ONE");
	type(14, 12, "TW");
	type(14, 16, "THREE"); /* which is protected */
	type(15, 8, "No fields");
	send();
	ck_assert_str_eq(lines(), "ONE%iTW %pthree/No fields/");
	xedit_command(x, "ctlchar off");
	compose();
	ck_assert_str_eq(shown(14, 8, 17), "ONE%iTW %pthree  ");
	end();
}
END_TEST

static void types_everywhere(void)
{
	press_key(AID_PF1 + 3, 3, 7);
	type(3, 7, "Jane");
	type(14, 8, "Alpha");
	type(15, 2, "d");
	type(23, 8, "words");
}

START_TEST(a_macro_reads_a_screen)
{
	begin(LINES);
	xedit_command(x, "ctlchar % escape#ctlchar i noprotect white none high");
	xedit_command(x, "reserved 3 high Name%iJohn#set pf4 what ever");
	world.person = types_everywhere;
	ck_assert_int_eq(xedit_command(x, "read all number tag"), 0);
	ck_assert_str_eq(
		world.stacked, "PFK 4 what ever/RES 3 7 Jane/FIL 1 1 Alpha/PRF 2 1 d/CMD words/");
	ck_assert_str_eq(lines(), "Alpha/gamma/");
	ck_assert_str_eq(world.commands, "");
	world.stacked[0] = 0;
	ck_assert_int_eq(xedit_command(x, "undo#read nochange tag"), 0);
	ck_assert_str_eq(world.stacked, "PFK 4 what ever/RES Jane/FIL Alpha/PRF d/CMD words/");
	ck_assert_str_eq(lines(), LINES);
	world.stacked[0] = 0;
	ck_assert_int_eq(xedit_command(x, "read"), 0);
	ck_assert_str_eq(world.stacked, "what ever/words/");
	ck_assert_int_eq(xedit_command(x, "read something"), 5);
	world.person = NULL;
	ck_assert_int_eq(xedit_command(x, "read"), 5);
	ck_assert_int_eq(xedit_command(x, "refresh"), 0);
	end();
}
END_TEST

START_TEST(structured_input_goes_on_until_a_line_is_left)
{
	begin("if x/   then/end/");
	xedit_command(x, ":2#si");
	compose();
	ck_assert_int_eq(screen.cursor, (14 - 1) * 80 + 8 - 1 + 3); /* below "then" */
	press_key(AID_ENTER, 14, 11);
	type(14, 8, "   say x");
	send();
	compose();
	press_key(AID_ENTER, 15, 12);
	type(15, 8, "   exit");
	send();
	ck_assert_str_eq(lines(), "if x/   then/   say x/   exit/   /end/");
	compose();
	press_key(AID_ENTER, 16, 12);
	send();
	ck_assert_str_eq(lines(), "if x/   then/   say x/   exit/end/");
	press_key(AID_ENTER, 16, 12);
	send();
	ck_assert_str_eq(lines(), "if x/   then/   say x/   exit/end/");
	end();
}
END_TEST

START_TEST(extract_tells_where_the_cursor_was)
{
	begin(LINES);
	xedit_command(x, "set pf4 mymacro");
	world.macro_runs = "extract /cursor/";
	compose();
	press_key(AID_PF1 + 3, 14, 10);
	send();
	ck_assert_str_eq(world.variables,
		"CURSOR.0=8/CURSOR.1=14/CURSOR.2=10/CURSOR.3=1/CURSOR.4=3/CURSOR.5=14/CURSOR.6=10/"
		"CURSOR.7=1/CURSOR.8=3/");
	world.variables[0] = 0;
	press_key(AID_PF1 + 3, 23, 10);
	send();
	ck_assert_ptr_nonnull(strstr(world.variables, "CURSOR.1=23/CURSOR.2=10/CURSOR.3=-1/"));
	end();
}
END_TEST

UNIT_MAIN("cms/xedit/read", reserved_rows_have_fields, lines_have_fields, a_macro_reads_a_screen,
	structured_input_goes_on_until_a_line_is_left, extract_tells_where_the_cursor_was)
