// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "lib/err.h"
#include "text/globals.h"
#include "unit.h"

START_TEST(record_is_taken_apart_as_it_was_made)
{
	static const struct global rows[] = {
		{"", "A", ""}, {"GROUP", "NAME", "a value"}, {"LONGNAME", "X", " with blanks "}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		uint8_t record[GLOBAL_RECORD_MAX];
		unsigned len = global_record(&rows[i], record);
		struct global out;

		ck_assert_uint_eq(len, 10 + strlen(rows[i].name) + strlen(rows[i].value));
		ck_assert_int_eq(global_parse(&out, record, len), 0);
		ck_assert_str_eq(out.group, rows[i].group);
		ck_assert_str_eq(out.name, rows[i].name);
		ck_assert_str_eq(out.value, rows[i].value);
		ck_assert_int_eq(global_parse(&out, record, len - 1), -E_FORMAT);
		ck_assert_int_eq(global_parse(&out, record, len + 1), -E_FORMAT);
	}
}
END_TEST

START_TEST(longest_names_and_values_fit)
{
	static struct global longest, out;
	uint8_t record[GLOBAL_RECORD_MAX];

	strcpy(longest.group, "G");
	memset(longest.name, 'N', GLOBAL_NAME_MAX);
	memset(longest.value, 'V', GLOBAL_NAME_MAX);
	ck_assert_uint_eq(global_record(&longest, record), GLOBAL_RECORD_MAX);
	ck_assert_int_eq(global_parse(&out, record, GLOBAL_RECORD_MAX), 0);
	ck_assert_uint_eq(strlen(out.name), GLOBAL_NAME_MAX);
	ck_assert_uint_eq(strlen(out.value), GLOBAL_NAME_MAX);
}
END_TEST

START_TEST(other_records_are_refused)
{
	static const struct {
		uint8_t name, value;
		unsigned len;
	} rows[] = {{1, 1, 9}, {0, 2, 12}, {255, 255, 12}, {1, 0, 12}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		uint8_t record[12] = {0};
		struct global out;

		record[8] = rows[i].name;
		record[9] = rows[i].value;
		ck_assert_int_eq(global_parse(&out, record, rows[i].len), -E_FORMAT);
	}
}
END_TEST

UNIT_MAIN("cms/text/globals", record_is_taken_apart_as_it_was_made, longest_names_and_values_fit,
	other_records_are_refused)
