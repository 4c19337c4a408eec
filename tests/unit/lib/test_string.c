// SPDX-License-Identifier: Apache-2.0
#include "lib/err.h"
#include "lib/string.h"
#include "unit.h"

#define NR_NAMES   10000
#define NR_BUCKETS 1024

START_TEST(a_hash_is_that_of_the_published_function)
{
	ck_assert_uint_eq(str_hash(""), 0x811C9DC5);
	ck_assert_uint_eq(str_hash("a"), 0xE40C292C);
	ck_assert_uint_eq(str_hash("foobar"), 0xBF9CF968);
}
END_TEST

START_TEST(userids_of_a_pool_spread_evenly)
{
	static uint16_t nr[NR_BUCKETS];
	char name[16];

	for (unsigned i = 0; i < NR_NAMES; i++) {
		str_format(name, sizeof(name), "LX%05u", i);
		nr[str_hash(name) % NR_BUCKETS]++;
	}
	for (unsigned i = 0; i < NR_BUCKETS; i++)
		ck_assert_uint_le(nr[i], 6 * NR_NAMES / NR_BUCKETS);
}
END_TEST

START_TEST(numbers_have_as_many_hexadecimal_digits_as_are_asked_for)
{
	char text[17];

	str_hex(text, 0x1A2, 4);
	ck_assert_str_eq(text, "01A2");
	str_hex(text, 0xFEDCBA9876543210, 16);
	ck_assert_str_eq(text, "FEDCBA9876543210");
	str_hex(text, 0x12345, 4); /* the last ones */
	ck_assert_str_eq(text, "2345");
}
END_TEST

START_TEST(numbers_of_any_length_are_read_or_refused)
{
	static const struct {
		const char *text;
		int dec, hex;
		uint64_t dec_value, hex_value;
	} cases[] = {
		{"0", 0, 0, 0, 0},
		{"19", 0, 0, 19, 0x19},
		{"aF", -E_INVAL, 0, 0, 0xAF},
		{"g", -E_INVAL, -E_INVAL, 0, 0},
		{"G", -E_INVAL, -E_INVAL, 0, 0},
		{"@", -E_INVAL, -E_INVAL, 0, 0},
		{"`", -E_INVAL, -E_INVAL, 0, 0},
		{":", -E_INVAL, -E_INVAL, 0, 0},
		{"/", -E_INVAL, -E_INVAL, 0, 0},
		{"\xE1", -E_INVAL, -E_INVAL, 0, 0},
		{"", -E_INVAL, -E_INVAL, 0, 0},
		{"FFFFFFFFFFFFFFFF", -E_INVAL, 0, 0, UINT64_MAX},
		{"10000000000000000", 0, -E_RANGE, 10000000000000000, 0},
		{"0000000000000000000000012", 0, 0, 12, 0x12},
		{"9999999999999999999", 0, -E_RANGE, 9999999999999999999u, 0},
		{"18446744073709551615", 0, -E_RANGE, UINT64_MAX, 0},
		{"18446744073709551616", -E_RANGE, -E_RANGE, 0, 0},
		{"99999999999999999999", -E_RANGE, -E_RANGE, 0, 0},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		size_t len = strlen(cases[i].text);
		uint64_t value = 0;

		ck_assert_msg(str_to_dec(cases[i].text, len, &value) == cases[i].dec, "%s", cases[i].text);
		ck_assert_uint_eq(value, cases[i].dec_value);
		value = 0;
		ck_assert_msg(str_to_hex(cases[i].text, len, &value) == cases[i].hex, "%s", cases[i].text);
		ck_assert_uint_eq(value, cases[i].hex_value);
	}
}
END_TEST

UNIT_MAIN("lib/string", numbers_have_as_many_hexadecimal_digits_as_are_asked_for,
	numbers_of_any_length_are_read_or_refused, a_hash_is_that_of_the_published_function, userids_of_a_pool_spread_evenly)
