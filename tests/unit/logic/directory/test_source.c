// SPDX-License-Identifier: Apache-2.0
#include "harness.h"

START_TEST(comments_blank_lines_and_case_do_not_matter)
{
	struct dir_user user;

	find("* a comment with \xc3\xa9, and a comma,\n"
	     "   * another\n"
	     "\n"
	     "\tuser linux1 Secret 12m\r\n"
	     "   \r\n"
	     "*\n"
	     "machine z\n",
		"LINUX1", &user);
	ck_assert_uint_eq(user.storage, 12 * MiB);
	ck_assert_int_eq(user.machine, DIR_MACHINE_Z);
}
END_TEST

START_TEST(a_comma_continues_a_statement)
{
	struct dir_user user;
	struct dir_item item;

	find("USER A,\n  NOLOG ,\n* between\n 8M,\n16M\nXAUTOLOG B,\nC\n", "A", &user);
	ck_assert_uint_eq(user.storage, 8 * MiB);
	ck_assert_uint_eq(user.max_storage, 16 * MiB);
	ck_assert(item_at(&user, DIR_ITEM_XAUTOLOG, 1, &item));
	ck_assert_str_eq(item.name, "C");
	expect("USER A NOLOG,\n\nMACHINE Z\n", "1:13 9010E");
	expect("USER A NOLOG,\n", "1:13 757E");
	expect("USER A NOLOG\n,\n", "2:1 757E");
	expect("USER A NOLOG,", "1:13 757E");
	expect("USER A NOLOG,\n* the end\n", "1:13 757E");
	/* What comes behind the comma is an operand, even if it looks like a statement. */
	expect("USER A NOLOG 8M 8M G,\nMACHINE ZZ\n", "2:9 9020E");
}
END_TEST

START_TEST(text_keeps_case_and_blanks_within_a_line)
{
	struct dir_user user;
	struct dir_item item;

	find("USER A NOLOG\nCOMMAND Msg  Op 'Hi,  there',\n   more\n", "A", &user);
	ck_assert(dir_first(&user, DIR_ITEM_COMMAND, &item));
	ck_assert_uint_eq(item.command.len, 25);
	ck_assert_mem_eq(item.command.text, "Msg  Op 'Hi,  there' more", 25);
}
END_TEST

START_TEST(columns_from_73_are_not_read)
{
	static const struct {
		const char *tail, *messages;
	} cases[] = {
		{"00010000", ""},
		{"ABC00010", ""},
		{"abc00010\r", ""},
		{"", ""},
		{"   ", ""},
		{"ABCD0010", "1:73 9008W"},
		{"0001000", "1:73 9008W"},
		{"00010000 ", ""},
		{"000100000", "1:73 9008W"},
		{"junk", "1:73 9008W"},
		{" 0010000", "1:73 9008W"},
		{"\xff", "1:73 9008W"},
	};
	char text[200];

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		str_format(text, sizeof(text), "%-72s%s\n", "USER A NOLOG", cases[i].tail);
		expect(text, cases[i].messages);
	}
	/* A word that runs over the end is cut, and that is said though its rest looks like a
	 * number. */
	str_format(text, sizeof(text), "%-70sAB00010000\n", "USER A NOLOG 1M 1M G - ON ON ON");
	expect(text, "1:73 9008W, 1:71 9020E");
	/* A comma in column 72 continues, one in 73 does not. */
	str_format(text, sizeof(text), "%-71s,\n1M\n", "USER A NOLOG");
	expect(text, "");
	str_format(text, sizeof(text), "%-72s,\n1M\n", "USER A NOLOG");
	expect(text, "1:73 9008W, 2:1 9001E");
}
END_TEST

START_TEST(only_printable_characters_are_taken)
{
	static const char nul[] = "USER A NOLOG\nMACH\0INE Z\n";
	static const char nul_unit[] = "USER A NOLOG 1\0\n";

	expect("USER A NOLOG\n\x7f MACHINE\n", "2:1 9007E");
	expect("USER A NOLOG\nMACH\xc3\xa4NE Z\n", "2:5 9007E");
	ck_assert(strstr(text_seen, "X'C3'") != NULL);
	/* The entry begins all the same: no errors follow from the first. */
	expect("USER \x01 NOLOG 9Q\nMACHINE Z\nUSER B NOLOG\n", "1:6 9007E");
	harness_init(nul, sizeof(nul) - 1);
	ck_assert_int_eq(dir_compile(&job), -E_INVAL);
	ck_assert_str_eq(seen, "2:5 9007E");
	harness_init(nul_unit, sizeof(nul_unit) - 1);
	ck_assert_int_eq(dir_compile(&job), -E_INVAL);
	ck_assert_str_eq(seen, "1:15 9007E");
}
END_TEST

START_TEST(a_statement_has_128_words_at_most)
{
	char text[1024] = "USER A NOLOG\nXAUTOLOG";
	size_t at = strlen(text);

	for (int i = 0; i < 127; i++) {
		memcpy(text + at, i % 20 == 19 ? ",\n" : "  ", 2);
		text[at + 2] = 'B';
		at += 3;
	}
	text[at] = '\0';
	expect(text, "");
	memcpy(text + at, " C D", 5);
	expect(text, "8:24 9009E");
}
END_TEST

START_TEST(a_file_needs_a_user)
{
	expect("", "0:0 762E");
	expect("\n", "0:0 762E");
	expect("* only\nPROFILE P\n", "0:0 762E");
	expect(",", "1:1 757E, 0:0 762E");
	harness_init(NULL, 0);
	ck_assert_int_eq(dir_compile(&job), -E_INVAL);
}
END_TEST

UNIT_MAIN("logic/directory/source", comments_blank_lines_and_case_do_not_matter,
	a_comma_continues_a_statement, text_keeps_case_and_blanks_within_a_line,
	columns_from_73_are_not_read, only_printable_characters_are_taken,
	a_statement_has_128_words_at_most, a_file_needs_a_user)
