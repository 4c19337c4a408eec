// SPDX-License-Identifier: Apache-2.0
#include "lib/ebcdic.h"
#include "unit.h"

START_TEST(every_code_comes_back)
{
	for (int c = 0; c < 256; c++) {
		ck_assert_int_eq((uint8_t)ebc_to_chr(ebc_from_chr((char)c)), c);
		ck_assert_int_eq(ebc_from_chr(ebc_to_chr((ebc8_t)c)), c);
	}
}
END_TEST

START_TEST(known_codes_stand_where_page_037_has_them)
{
	static const struct {
		char ascii;
		ebc8_t ebcdic;
	} rows[] = {{' ', 0x40}, {'A', 0xC1}, {'Z', 0xE9}, {'a', 0x81}, {'0', 0xF0}, {'9', 0xF9},
		{'[', 0xBA}, {']', 0xBB}, {'|', 0x4F}, {'!', 0x5A}, {'\n', 0x15}, {'/', 0x61}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		ck_assert_int_eq(ebc_from_chr(rows[i].ascii), rows[i].ebcdic);
}
END_TEST

START_TEST(fields_are_cut_and_padded)
{
	ebc8_t field[8];

	ebc_from_str(field, "AB", sizeof(field));
	ck_assert_mem_eq(field, "\xC1\xC2\x40\x40\x40\x40\x40\x40", 8);
	ebc_from_str(field, "ABCDEFGHIJ", sizeof(field));
	ck_assert_mem_eq(field, "\xC1\xC2\xC3\xC4\xC5\xC6\xC7\xC8", 8);
}
END_TEST

UNIT_MAIN("lib/ebcdic", every_code_comes_back, known_codes_stand_where_page_037_has_them,
	fields_are_cut_and_padded)
