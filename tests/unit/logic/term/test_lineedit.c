// SPDX-License-Identifier: Apache-2.0
#include "logic/term/lineedit.h"
#include "random.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

/* The logical lines of in: joined by "|", those for CP in <>. */
static const char *edited(const struct lineedit *edit, const char *in)
{
	static char all[1024];
	struct lineedit_iter it;
	char out[256], *to = all;
	bool cp;

	ck_assert_uint_lt(strlen(in), sizeof(out));
	lineedit_begin(&it, edit, in, strlen(in));
	all[0] = '\0';
	for (int i = 0; lineedit_next(&it, out, &cp); i++) {
		ck_assert_int_lt(i, 300);
		to += sprintf(to, cp ? "%s<%s>" : "%s%s", i ? "|" : "", out);
	}
	return all;
}

struct row {
	const char *in, *out;
};

static void check_rows(const struct lineedit *edit, const struct row *row, size_t rows)
{
	for (size_t i = 0; i < rows; i++)
		ck_assert_msg(strcmp(edited(edit, row[i].in), row[i].out) == 0,
			"%s becomes %s, not %s", row[i].in, edited(edit, row[i].in), row[i].out);
}

START_TEST(edits_as_z_vm)
{
	static const struct row rows[] = {
		{"", ""},
		{"query time", "query time"},
		{"a#b", "a|b"},
		{"a#", "a"},
		{"#", ""},
		{"a##b", "a||b"},
		{"#a", "|a"},
		{"ab@c", "ac"},
		{"@@ab", "ab"},
		{"ab@@@@c", "c"},
		{"abc\xA2"
		 "d",
			"d"},
		{"a#bc\xA2"
		 "d#e",
			"a|d|e"},
		{"a#@b", "a|b"},
		{"a\"#b", "a#b"},
		{"a\"@b", "a@b"},
		{"ABC\"\xA2"
		 "D",
			"ABC\xA2"
			"D"},
		{"\"\"ABC\"\"", "\"ABC\""},
		{"ABC\"\"@DEF", "ABCDEF"},
		{"ABC\"\"@@DEF", "ABCDEF"},
		{"ABC\"", "ABC"},
		{"\"", ""},
		{"a\"b", "ab"},
	};
	struct lineedit edit = lineedit_default();

	check_rows(&edit, rows, ARRAY_LEN(rows));
}
END_TEST

START_TEST(finds_lines_for_cp)
{
	static const struct row rows[] = {
		{"#CP", "<>"},
		{"#cp", "<>"},
		{"#CP ", "<>"},
		{"#CP query names", "<query names>"},
		{"#cp   q n", "<q n>"},
		{"#CPX", "|CPX"},
		{"CP Q T", "CP Q T"},
		{"ls#CP Q T", "ls|<Q T>"},
		{"#CP Q T#Q N", "<Q T>|<Q N>"},
		{"#CP Q T#CP Q N#", "<Q T>|<Q N>"},
		{"#CP#CP", "<>|<>"},
		{"\"#CP Q T", "#CP Q T"},
		{"##CP Q T", "||<Q T>"},
		{"#CP MSG * a\"#b", "<MSG * a#b>"},
	};
	struct lineedit edit = lineedit_default();

	check_rows(&edit, rows, ARRAY_LEN(rows));
}
END_TEST

START_TEST(leaves_all_else_alone_when_off)
{
	static const struct row rows[] = {
		{"a#b@c\"d\xA2", "a#b@c\"d\xA2"},
		{"#CP Q T#Q N", "<Q T#Q N>"},
		{"a#CP Q T", "a#CP Q T"},
		{"#CPX", "#CPX"},
	};
	struct lineedit edit = lineedit_default();

	edit.on = false;
	check_rows(&edit, rows, ARRAY_LEN(rows));
}
END_TEST

START_TEST(takes_other_characters_or_none)
{
	static const struct row percent[] = {
		{"a%b#c", "a|b#c"}, {"%CP Q T", "<Q T>"}, {"#CP Q", "#CP Q"}};
	static const struct row none[] = {{"#CP a@\"\xA2%", "#CP a@\"\xA2%"}};
	struct lineedit edit = lineedit_default();

	edit.lineend = '%';
	check_rows(&edit, percent, ARRAY_LEN(percent));
	edit = (struct lineedit){.on = true};
	check_rows(&edit, none, ARRAY_LEN(none));
}
END_TEST

START_TEST(never_writes_more_than_it_was_given)
{
	static const char alphabet[] = "ab #@\"\xA2"
				       "cCpP";
	struct lineedit edit = lineedit_default();

	random_begin("lineedit");
	for (int round = 0; round < 20000; round++) {
		size_t len = random_below(40);
		char in[40], *out = malloc(len + 1);
		struct lineedit_iter it;
		int lines = 0;
		bool cp;

		for (size_t i = 0; i < len; i++)
			in[i] = alphabet[random_below(sizeof(alphabet))]; /* also NUL */
		edit.on = random_below(4) > 0;
		lineedit_begin(&it, &edit, in, len);
		while (lineedit_next(&it, out, &cp)) {
			if (strlen(out) > len || ++lines > 41)
				ck_abort_msg("round %d: line %d of %zu", round, lines, len);
		}
		if (lines == 0)
			ck_abort_msg("round %d: no line", round);
		free(out);
	}
}
END_TEST

UNIT_MAIN("logic/term/lineedit", edits_as_z_vm, finds_lines_for_cp, leaves_all_else_alone_when_off,
	takes_other_characters_or_none, never_writes_more_than_it_was_given)
