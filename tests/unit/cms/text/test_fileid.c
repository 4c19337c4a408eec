// SPDX-License-Identifier: Apache-2.0
#include "text/fileid.h"

#include "unit.h"

START_TEST(patterns_fit)
{
	static const struct {
		const char *name, *pattern;
		bool want;
	} rows[] = {
		{"PROFILE", "*", true},
		{"PROFILE", "PROFILE", true},
		{"PROFILE", "PRO*", true},
		{"PROFILE", "*FILE", true},
		{"PROFILE", "*O*L*", true},
		{"PROFILE", "P*X", false},
		{"PROFILE", "PROFIL", false},
		{"PROFILE", "PROFILEX", false},
		{"PROFILE", "PROFIL%", true},
		{"PROFILE", "%%%%%%%", true},
		{"PROFILE", "%%%%%%", false},
		{"AAB", "*AB", true},
		{"ABAB", "*AB", true},
		{"ABAC", "*AB", false},
		{"A", "A*", true},
		{"A", "%*", true},
		{"A", "%%*", false},
		{"", "*", true},
		{"", "%", false},
		{"A", "", false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		ck_assert_msg(fileid_fits(rows[i].name, rows[i].pattern) == rows[i].want, "%s %s",
			rows[i].name, rows[i].pattern);
}
END_TEST

START_TEST(modes_are_a_letter_and_a_number)
{
	static const struct {
		const char *text;
		bool want;
		char mode, number;
	} rows[] = {
		{"A", true, 'A', '*'},
		{"z", true, 'Z', '*'},
		{"A0", true, 'A', '0'},
		{"A6", true, 'A', '6'},
		{"A7", false, 0, 0},
		{"AB", false, 0, 0},
		{"A11", false, 0, 0},
		{"*", true, '*', '*'},
		{"*1", false, 0, 0},
		{"1", false, 0, 0},
		{"", false, 0, 0},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char mode, number;
		bool good = fileid_mode(rows[i].text, &mode, &number);

		ck_assert_msg(good == rows[i].want, "%s", rows[i].text);
		if (good)
			ck_assert_msg(mode == rows[i].mode && number == rows[i].number, "%s",
				rows[i].text);
	}
}
END_TEST

START_TEST(fileids_are_checked)
{
	static const struct {
		const char *fn, *ft, *fm;
		bool is_pattern;
		enum fileid_fault want;
	} rows[] = {
		{"A", "B", "", false, FILEID_GOOD},
		{"A", "B", "C1", false, FILEID_GOOD},
		{"", "B", "", false, FILEID_INCOMPLETE},
		{"A", "", "", false, FILEID_INCOMPLETE},
		{"A.", "B", "", false, FILEID_CHARACTER},
		{"A", "B=", "", false, FILEID_CHARACTER},
		{"A*", "B", "", false, FILEID_CHARACTER},
		{"A*", "B%", "*", true, FILEID_GOOD},
		{"$#@+-:_", "B", "", false, FILEID_GOOD},
		{"A", "B", "AA", false, FILEID_MODE},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct fileid id;
		const char *bad;

		ck_assert_msg(fileid_make(&id, rows[i].fn, rows[i].ft, rows[i].fm, 'A',
				      rows[i].is_pattern, &bad) == rows[i].want,
			"%s %s %s", rows[i].fn, rows[i].ft, rows[i].fm);
	}
}
END_TEST

START_TEST(equal_sign_stands_for_the_old_part)
{
	char out[FILEID_PART + 1];

	ck_assert(fileid_equal(out, "=", "TEST"));
	ck_assert_str_eq(out, "TEST");
	ck_assert(fileid_equal(out, "X=Y", "TEST12"));
	ck_assert_str_eq(out, "XTEST12Y");
	ck_assert(!fileid_equal(out, "X=YZ", "TEST12"));
	ck_assert(!fileid_equal(out, "=", "LONGERTHAN"));
	ck_assert(fileid_equal(out, "NEW", "TEST"));
	ck_assert_str_eq(out, "NEW");
}
END_TEST

UNIT_MAIN("cms/text/fileid", patterns_fit, modes_are_a_letter_and_a_number, fileids_are_checked,
	equal_sign_stands_for_the_old_part)
