// SPDX-License-Identifier: Apache-2.0
#include "harness.h"

#define LINES "alpha/beta/gamma/"

START_TEST(the_screen_is_as_people_know_it)
{
	begin(LINES);
	xedit_command(x, ":2");
	compose();
	ck_assert_str_eq(shown(1, 1, 64),
		" TEST     FILE     A1  F 80  Trunc=80 Size=3 Line=2 Col=1 Alt=0 ");
	ck_assert_str_eq(shown(10, 1, 30), " ===== * * * Top of File * * *");
	ck_assert_str_eq(shown(11, 1, 12), " ===== alpha");
	ck_assert_str_eq(shown(12, 1, 12), " ===== beta ");
	ck_assert_str_eq(shown(13, 1, 20), "       |...+....1...");
	ck_assert_str_eq(shown(14, 1, 12), " ===== gamma");
	ck_assert_str_eq(shown(15, 1, 30), " ===== * * * End of File * * *");
	ck_assert_str_eq(shown(23, 1, 7), " ====> ");
	ck_assert_str_eq(shown(24, 60, 18), " X E D I T  1 File");
	end();
}
END_TEST

START_TEST(settings_change_the_screen)
{
	begin(LINES);
	xedit_command(x, "prefix off#scale off#curline on 3");
	compose();
	ck_assert_str_eq(shown(3, 1, 24), " * * * Top of File * * *");
	ck_assert_str_eq(shown(4, 1, 6), " alpha");
	xedit_command(x, "number on#prefix on#scale on 10#right 2");
	compose();
	ck_assert_str_eq(shown(4, 1, 12), " 00001 pha  ");
	ck_assert_str_eq(shown(10, 1, 12), "       ..+..");
	xedit_command(x, "cmdline off#left 0#tabs 3 5#tabline on 11#nulls on");
	compose();
	ck_assert_str_eq(shown(11, 1, 13), "         T T ");
	ck_assert_str_eq(shown(23, 1, 6), "      ");
	xedit_set_size(x, 43, 132); /* there is none such */
	ck_assert_uint_eq(x->rows, 24);
	xedit_set_size(x, 27, 132);
	xedit_set_size(x, 43, 80);
	xedit_command(x, "curline on m#cmdline on");
	compose();
	ck_assert_str_eq(shown(21, 1, 10), " 00000 * *");
	ck_assert_str_eq(shown(42, 1, 6), " ====>");
	end();
}
END_TEST

START_TEST(all_leaves_shadows)
{
	begin(LINES);
	xedit_command(x, "all /alpha/");
	compose();
	ck_assert_str_eq(shown(12, 1, 12), " ===== alpha");
	ck_assert_str_eq(shown(14, 8, 41), "-------- 2 line(s) not displayed --------");
	ck_assert_str_eq(shown(15, 8, 12), "* * * End of");
	xedit_command(x, "shadow off");
	compose();
	ck_assert_str_eq(shown(14, 8, 12), "* * * End of");
	end();
}
END_TEST

START_TEST(lines_are_typed_over)
{
	begin(LINES);
	compose();
	press_key(AID_ENTER, 14, 9);
	type(14, 8, "aLpha");
	type(15, 8, "beta more   ");
	send();
	ck_assert_str_eq(lines(), "aLpha/beta more/gamma/");
	ck_assert_uint_eq(x->file->alt, 2);
	xedit_command(x, "undo");
	ck_assert_str_eq(lines(), LINES);
	end();
}
END_TEST

START_TEST(what_is_beside_the_screen_or_cannot_be_shown_stays)
{
	begin("ab\1cd/");
	xedit_command(x, "right 1");
	compose();
	press_key(AID_ENTER, 14, 9);
	type(14, 8, "B cd");
	send();
	ck_assert_str_eq(lines(), "aB\1cd/");
	end();
}
END_TEST

START_TEST(capital_letters_come_of_themselves)
{
	begin(LINES);
	xedit_command(x, "case u");
	compose();
	press_key(AID_ENTER, 14, 9);
	type(14, 8, "alphb");
	send();
	ck_assert_str_eq(lines(), "alphB/beta/gamma/");
	end();
}
END_TEST

START_TEST(prefix_and_command_line_go_together)
{
	begin(LINES);
	compose();
	press_key(AID_ENTER, 23, 8);
	type(14, 2, "d====");
	type(23, 8, "bottom");
	send();
	ck_assert_str_eq(lines(), "beta/gamma/");
	ck_assert_uint_eq(x->file->line, 2);
	compose();
	press_key(AID_ENTER, 23, 8);
	type(12, 2, "=cc==");
	send();
	compose();
	ck_assert_str_eq(shown(12, 1, 7), " CC=== ");
	xedit_command(x, "number on");
	compose();
	ck_assert_str_eq(shown(12, 1, 7), " CC002 ");
	press_key(AID_ENTER, 23, 8);
	type(11, 2, "i0001");
	send();
	ck_assert_str_eq(lines(), "beta//gamma/");
	end();
}
END_TEST

START_TEST(keys_do_what_is_set)
{
	begin(LINES);
	compose();
	press_key(AID_PF1 + 7, 23, 8); /* FORWARD */
	send();
	ck_assert_uint_eq(x->file->line, 4);
	xedit_command(x, "pf2 top#input first");
	xedit_command(x, "top");
	compose();
	press_key(AID_PF10 + 1, 14, 10); /* SPLTJOIN */
	send();
	ck_assert_str_eq(lines(), "al/pha/beta/gamma/first/");
	compose();
	press_key(AID_PF10 + 1, 14, 30);
	send();
	ck_assert_str_eq(lines(), "al                    pha/beta/gamma/first/");
	compose();
	press_key(AID_PF1 + 2, 23, 8); /* QUIT */
	send();
	compose();
	ck_assert_str_eq(shown(2, 1, 20), " DMSXSU577E File has");
	end();
}
END_TEST

START_TEST(commands_come_back)
{
	begin(LINES);
	compose();
	press_key(AID_ENTER, 23, 8);
	type(23, 8, "down 1");
	send();
	press_key(AID_PF1 + 8, 23, 8); /* = */
	send();
	ck_assert_uint_eq(x->file->line, 2);
	press_key(AID_PF1 + 5, 23, 8); /* ? */
	send();
	compose();
	ck_assert_str_eq(shown(23, 8, 7), "down 1 ");
	press_key(AID_ENTER, 23, 8);
	type(23, 8, "&up 1");
	send();
	compose();
	ck_assert_str_eq(shown(23, 8, 7), "&up 1  ");
	ck_assert_uint_eq(x->file->line, 1);
	end();
}
END_TEST

START_TEST(input_mode_takes_lines)
{
	begin(LINES);
	xedit_command(x, ":1#input");
	compose();
	ck_assert_str_eq(shown(23, 8, 22), "* * * Input Zone * * *");
	press_key(AID_ENTER, 15, 8);
	type(14, 8, "new");
	type(16, 8, "newer");
	send();
	ck_assert_str_eq(lines(), "alpha/new//newer/beta/gamma/");
	ck_assert_uint_eq(x->file->line, 4);
	ck_assert(x->is_input);
	compose();
	press_key(AID_ENTER, 14, 8);
	send();
	ck_assert(!x->is_input);
	end();
}
END_TEST

START_TEST(schange_finds_and_changes)
{
	begin("a cat/no/a cat too/");
	xedit_command(x, ":1#c/cat/dog/");
	ck_assert_str_eq(lines(), "a dog/no/a cat too/");
	compose();
	press_key(AID_PF1 + 4, 23, 8);
	send();
	ck_assert_uint_eq(x->file->line, 3);
	compose();
	press_key(AID_PF1 + 4, 12, 10);
	send();
	ck_assert_str_eq(lines(), "a dog/no/a dog too/");
	end();
}
END_TEST

START_TEST(input_that_does_not_fit_the_screen_is_ignored)
{
	begin(LINES);
	xedit_keys(x, &(struct screen_in){.key = KEY_ENTER});
	compose();
	press_key(AID_ENTER, 24, 80);
	type(1, 2, "x");
	type(13, 8, "x");
	type(14, 3, "x");
	type(14, 40, "x");
	type(10, 8, "x"); /* above Top of File */
	type(12, 8, "x"); /* it */
	type(24, 70, "x");
	send();
	ck_assert_str_eq(lines(), LINES);
	xedit_command(x, "x other file");
	press_key(AID_ENTER, 14, 8);
	type(14, 8, "typed for the other file");
	send();
	ck_assert_uint_eq(x->file->text.nr, 0);
	end();
}
END_TEST

START_TEST(a_line_terminal_types_lines)
{
	begin(LINES);
	xedit_set_lines(x, true);
	xedit_line(x, "down");
	xedit_line(x, "q line");
	xedit_line(x, "bottom");
	xedit_line(x, "input");
	xedit_line(x, "delta");
	xedit_line(x, "");
	xedit_line(x, "n");
	ck_assert_str_eq(world.typed, "alpha/LINE 1/gamma/DMSXIN573I Input mode:/EOF:/");
	ck_assert_str_eq(lines(), "alpha/beta/gamma/delta/");
	end();
}
END_TEST

UNIT_MAIN("cms/xedit/screen", the_screen_is_as_people_know_it, settings_change_the_screen,
	all_leaves_shadows, lines_are_typed_over,
	what_is_beside_the_screen_or_cannot_be_shown_stays, capital_letters_come_of_themselves,
	prefix_and_command_line_go_together, keys_do_what_is_set, commands_come_back,
	input_mode_takes_lines, schange_finds_and_changes,
	input_that_does_not_fit_the_screen_is_ignored, a_line_terminal_types_lines)
