// SPDX-License-Identifier: Apache-2.0
#include "text/plist.h"

#include "unit.h"

#include "lib/err.h"

#include <string.h>

static struct plist plist;

START_TEST(words_are_cut_and_in_upper_case)
{
	ck_assert_int_eq(plist_parse(&plist, "  copyfile LongerThanEight x"), 0);
	ck_assert_uint_eq(plist.nr, 3);
	ck_assert_str_eq(plist.token[0], "COPYFILE");
	ck_assert_str_eq(plist.token[1], "LONGERTH");
	ck_assert_str_eq(plist.token[2], "X");
	ck_assert_str_eq(plist.token[3], "");
	ck_assert_uint_eq(plist.at[0], 2);
	ck_assert_uint_eq(plist.at[1], 11);
	ck_assert_uint_eq(plist.at[2], 27);
	ck_assert_uint_eq(plist.at[3], 28);
}
END_TEST

START_TEST(parentheses_are_words)
{
	ck_assert_int_eq(plist_parse(&plist, "l * *(date)x"), 0);
	ck_assert_uint_eq(plist.nr, 7);
	ck_assert_str_eq(plist.token[3], "(");
	ck_assert_str_eq(plist.token[4], "DATE");
	ck_assert_str_eq(plist.token[5], ")");
	ck_assert_str_eq(plist.token[6], "X");
}
END_TEST

START_TEST(empty_line_has_no_words)
{
	ck_assert_int_eq(plist_parse(&plist, ""), 0);
	ck_assert_uint_eq(plist.nr, 0);
	ck_assert_int_eq(plist_parse(&plist, "   "), 0);
	ck_assert_uint_eq(plist.nr, 0);
	ck_assert_str_eq(plist.token[0], "");
}
END_TEST

START_TEST(too_many_words_are_refused)
{
	char line[2 * PLIST_MAX + 3];

	memset(line, '(', sizeof(line));
	line[PLIST_MAX] = 0;
	ck_assert_int_eq(plist_parse(&plist, line), 0);
	ck_assert_uint_eq(plist.nr, PLIST_MAX);
	line[PLIST_MAX] = '(';
	line[PLIST_MAX + 1] = 0;
	ck_assert_int_eq(plist_parse(&plist, line), -E_FULL);
	ck_assert_uint_eq(plist.nr, PLIST_MAX);
	ck_assert_str_eq(plist.token[PLIST_MAX], "");
}
END_TEST

START_TEST(abbreviations_have_a_shortest_form)
{
	static const struct {
		const char *word;
		bool want;
	} rows[] = {{"", false}, {"COP", false}, {"COPY", true}, {"COPYFILE", true},
		{"COPYFILES", false}, {"COPYX", false}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		ck_assert_int_eq(is_abbreviation(rows[i].word, "COPYFILE", 4), rows[i].want);
}
END_TEST

UNIT_MAIN("cms/text/plist", words_are_cut_and_in_upper_case, parentheses_are_words,
	empty_line_has_no_words, too_many_words_are_refused, abbreviations_have_a_shortest_form)
