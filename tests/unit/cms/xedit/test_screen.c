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

/* The colour and highlighting of the field that begins at a place, 0: none, and its attribute. */
static void look_at(
	unsigned row, unsigned col, uint8_t *colour, uint8_t *highlight, uint8_t *attribute)
{
	unsigned at = 0, wanted = (row - 1) * x->all_cols + col - 1;

	*colour = *highlight = *attribute = 0;
	for (unsigned i = 1; i + 2 < screen.len; i++) {
		if (stream[i] == DS_SBA) {
			at = (stream[i + 1] & 63u) << 6 | (stream[i + 2] & 63u);
			i += 2;
		} else if (stream[i] == DS_SFE) {
			for (unsigned j = 0; j < stream[i + 1] && at == wanted; j++) {
				uint8_t type = stream[i + 2 + 2 * j], value = stream[i + 3 + 2 * j];

				*(type == XA_COLOUR            ? colour
					: type == XA_HIGHLIGHT ? highlight
							       : attribute) = value;
			}
			i += 1u + 2u * stream[i + 1];
			at++;
		} else if (stream[i] == DS_SF) {
			i++;
			at++;
		} else if (stream[i] != DS_IC) {
			at++;
		}
	}
}

START_TEST(areas_have_the_colours_that_were_set)
{
	uint8_t colour, highlight, attribute;

	begin(LINES);
	compose();
	look_at(1, 1, &colour, &highlight, &attribute);
	ck_assert_uint_eq(colour, XA_COLOUR_BLUE);
	ck_assert_uint_eq(highlight, 0);
	ck_assert(attribute & FA_HIGH);
	ck_assert_int_eq(xedit_command(x, "set color idline yellow reverse nohigh"), 5);
	compose();
	look_at(1, 1, &colour, &highlight, &attribute);
	ck_assert_uint_eq(colour, XA_COLOUR_BLUE);
	ck_assert_int_eq(
		xedit_command(x, "color idline yellow revvideo nohigh ps0#color pr pink"), 0);
	compose();
	look_at(1, 1, &colour, &highlight, &attribute);
	ck_assert_uint_eq(colour, XA_COLOUR_YELLOW);
	ck_assert_uint_eq(highlight, XA_HIGHLIGHT_REVERSE);
	ck_assert(!(attribute & FA_HIGH));
	look_at(13, 1, &colour, &highlight, &attribute);
	look_at(14, 1, &colour, &highlight, &attribute);
	ck_assert_uint_eq(colour, XA_COLOUR_PINK);
	ck_assert_int_eq(xedit_command(x, "color nosuch red"), 5);
	ck_assert_int_eq(xedit_command(x, "color idline"), 5);
	ck_assert_int_eq(xedit_command(x, "color * white none h"), 0);
	xedit_command(x, "mymacro");
	world.macro_runs = "extract /color/";
	xedit_command(x, "mymacro");
	ck_assert_ptr_nonnull(
		strstr(world.variables, "COLOR.0=13/COLOR.1=ARROW WHITE NONE HIGH PS0/"));
	ck_assert_ptr_nonnull(strstr(world.variables, "COLOR.13=TOFEOF WHITE NONE HIGH PS0/"));
	end();
}
END_TEST

START_TEST(rows_are_reserved_for_texts)
{
	begin(LINES);
	ck_assert_int_eq(
		xedit_command(x, "set reserved 3 high  A title#reserved -1 red nohigh 3= Quit"), 0);
	ck_assert_int_eq(xedit_command(x, "reserved m+3 yellow none high ps0 middle"), 0);
	compose();
	ck_assert_str_eq(shown(3, 1, 10), "  A title ");
	ck_assert_str_eq(shown(24, 1, 9), " 3= Quit ");
	ck_assert_str_eq(shown(24, 60, 18), "                  ");
	ck_assert_str_eq(shown(15, 1, 8), " middle ");
	ck_assert_str_eq(shown(14, 8, 5), "alpha");
	ck_assert_str_eq(shown(16, 8, 4), "beta");
	press_key(AID_ENTER, 23, 8);
	type(15, 8, "typed");
	type(3, 2, "typed");
	send();
	ck_assert_str_eq(lines(), LINES);
	for (unsigned i = 0; i < 4; i++) {
		static const char *const bad[] = {"reserved 25 h x", "reserved 12 h current line",
			"reserved 23 h command line", "reserved m* h x"};

		ck_assert_int_eq(xedit_command(x, bad[i]), 5);
		ck_assert_str_eq(last_message(), "DMSXDC521E Invalid line number");
	}
	ck_assert_int_eq(xedit_command(x, "reserved 5 text"), 5);
	ck_assert_int_eq(xedit_command(x, "reserved 3 off#reserved -1 off#reserved m+3 off"), 0);
	compose();
	ck_assert_str_eq(shown(15, 8, 4), "beta");
	ck_assert_str_eq(shown(24, 60, 18), " X E D I T  1 File");
	for (unsigned i = 0; i <= RESERVED_MAX; i++) {
		char text[24];

		str_format(text, sizeof(text), "reserved %u h x", i < 9 ? i + 2 : i + 5);
		ck_assert_int_eq(xedit_command(x, text), i < RESERVED_MAX ? 0 : 5);
	}
	end();
}
END_TEST

START_TEST(strings_can_be_hexadecimal)
{
	begin("a\1b/x'c1'/A/");
	ck_assert_int_eq(xedit_command(x, "c /x'c1'/B/"), 4);
	ck_assert_int_eq(xedit_command(x, "hex on#:1#/x'c1'/"), 0);
	ck_assert_uint_eq(x->file->line, 3);
	ck_assert_int_eq(xedit_command(x, ":1#c /x'01'/x'c2c3'/"), 0);
	ck_assert_int_eq(xedit_command(x, ":3#c /A/x'c'/"), 0);
	ck_assert_str_eq(lines(), "aBCb/x'c1'/x'c'/");
	end();
}
END_TEST

START_TEST(the_screen_is_parted)
{
	begin(LINES);
	put_file(1, "OTHER", "FILE", 'F', 80, "one/two/");
	ck_assert_int_eq(xedit_command(x, "x other file#x test file#screen 2"), 0);
	compose();
	ck_assert_str_eq(shown(1, 1, 15), " TEST     FILE ");
	ck_assert_str_eq(shown(13, 1, 15), " OTHER    FILE ");
	ck_assert_str_eq(shown(11, 1, 7), " ====> ");
	ck_assert_str_eq(shown(23, 1, 7), " ====> ");
	ck_assert_str_eq(shown(8, 8, 6), "alpha ");
	ck_assert_str_eq(shown(20, 8, 4), "one ");
	press_key(AID_ENTER, 23, 8);
	type(8, 8, "ALPHA");
	type(20, 8, "ONE");
	type(23, 8, "down 2");
	send();
	ck_assert_str_eq(lines(), "ONE/two/");
	ck_assert_uint_eq(x->file->line, 2);
	compose();
	ck_assert_str_eq(shown(8, 8, 6), "ALPHA ");
	ck_assert_str_eq(shown(18, 8, 4), "two ");
	press_key(AID_PF1 + 7, 11, 8); /* FORWARD */
	send();
	ck_assert_str_eq(lines(), "ALPHA/beta/gamma/");
	ck_assert_uint_eq(x->file->line, 4);
	xedit_command(x, "q screen#extract /lscreen/");
	ck_assert_str_eq(x->message[0], "SCREEN SIZE 12 12");
	ck_assert_int_eq(xedit_command(x, "screen size 8 16"), 0);
	compose();
	ck_assert_str_eq(shown(9, 1, 15), " OTHER    FILE ");
	ck_assert_int_eq(xedit_command(x, "screen 5"), 5);
	ck_assert_int_eq(xedit_command(x, "screen 0"), 5);
	ck_assert_int_eq(xedit_command(x, "screen size 4 20"), 5);
	ck_assert_int_eq(xedit_command(x, "screen size 8 15"), 5);
	ck_assert_int_eq(xedit_command(x, "screen 4"), 0);
	xedit_set_size(x, 43, 80);
	ck_assert_uint_eq(x->nr_views, 4);
	compose();
	xedit_command(x, "qquit");
	compose();
	xedit_command(x, "screen 1");
	compose();
	ck_assert_str_eq(shown(1, 1, 15), " OTHER    FILE ");
	end();
}
END_TEST

START_TEST(two_views_of_a_file_have_lines_of_their_own)
{
	begin(LINES);
	xedit_command(x, ":1#screen 2");
	compose();
	press_key(AID_ENTER, 23, 8);
	type(23, 8, "bottom");
	send();
	compose();
	ck_assert_str_eq(shown(6, 8, 6), "alpha ");
	ck_assert_str_eq(shown(18, 8, 6), "gamma ");
	press_key(AID_ENTER, 11, 8);
	type(11, 8, "del *");
	send();
	compose();
	ck_assert_str_eq(shown(18, 8, 12), "* * * End of");
	ck_assert_str_eq(lines(), "");
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
	press_key(AID_PF1 + 5, 12, 10); /* PF6, of SCHANGE 6 */
	send();
	ck_assert_str_eq(lines(), "a dog/no/a dog too/");
	press_key(AID_PF1 + 5, 12, 10); /* it is not there any more: PF6 is what it was */
	send();
	ck_assert_str_eq(lines(), "a dog/no/a dog too/");
	end();
	begin("a cat cat/cat/");
	xedit_command(x, ":1");
	compose();
	press_key(AID_PF1 + 4, 23, 8);
	type(23, 8, "change /cat/dog/");
	send();
	compose();
	ck_assert_int_eq(screen.cursor, 11 * 80 + 7 + 2);
	press_key(AID_PF1 + 4, 12, 10); /* the next one */
	send();
	compose();
	ck_assert_int_eq(screen.cursor, 11 * 80 + 7 + 6);
	press_key(AID_PF1 + 5, 12, 14);
	send();
	ck_assert_str_eq(lines(), "a cat dog/cat/");
	ck_assert_str_eq(x->command, "change /cat/dog/");
	press_key(AID_ENTER, 23, 8); /* which is executed after all */
	send();
	ck_assert_str_eq(lines(), "a dog dog/cat/");
	xedit_command(x, "set pf5 schange#undo 2");
	compose();
	press_key(AID_PF1 + 4, 23, 8);
	send();
	press_key(AID_PF1 + 4, 12, 10);
	send();
	ck_assert_str_eq(lines(), "a dog cat/cat/");
	ck_assert_int_eq(xedit_command(x, "schange 25"), 5);
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
	areas_have_the_colours_that_were_set, rows_are_reserved_for_texts,
	strings_can_be_hexadecimal, the_screen_is_parted,
	two_views_of_a_file_have_lines_of_their_own, all_leaves_shadows, lines_are_typed_over,
	what_is_beside_the_screen_or_cannot_be_shown_stays, capital_letters_come_of_themselves,
	prefix_and_command_line_go_together, keys_do_what_is_set, commands_come_back,
	input_mode_takes_lines, schange_finds_and_changes,
	input_that_does_not_fit_the_screen_is_ignored, a_line_terminal_types_lines)
