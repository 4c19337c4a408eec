// SPDX-License-Identifier: Apache-2.0
#include "logic/class.h"
#include "lib/err.h"
#include "lib/string.h"
#include "unit.h"

START_TEST(each_class_has_its_own_bit_from_the_left)
{
	const char *all = "ABCDEFGHIJKLMNOPQRSTUVWXYZ123456";

	for (int i = 0; all[i]; i++) {
		ck_assert_uint_eq(class_of(all[i]), BIT32(i));
		ck_assert_uint_eq(class_of(chr_lower(all[i])), BIT32(i));
	}
	ck_assert_uint_eq(CLASS_A, 0x80000000);
	ck_assert_uint_eq(CLASS_G, 0x02000000);
	ck_assert_uint_eq(class_of('6'), 1);
}
END_TEST

START_TEST(characters_that_name_no_class_are_refused)
{
	const char *bad = "07890*@[`{ \xC1";
	class_set_t set = 42;

	for (int i = 0; bad[i]; i++) {
		ck_assert_uint_eq(class_of(bad[i]), CLASS_NONE);
		ck_assert_int_eq(class_parse(&bad[i], 1, &set), -E_INVAL);
	}
	ck_assert_uint_eq(class_of('\0'), CLASS_NONE);
	ck_assert_int_eq(class_parse("", 0, &set), -E_INVAL);
	ck_assert_int_eq(class_parse("AB7", 3, &set), -E_INVAL);
	ck_assert_int_eq(class_parse("A\0", 2, &set), -E_INVAL);
	ck_assert_uint_eq(set, 42);
}
END_TEST

START_TEST(a_set_reads_back_as_it_was_written)
{
	char text[CLASS_TEXT_SIZE];
	class_set_t set;

	ck_assert_int_eq(class_parse("gab61A", 6, &set), 0);
	class_format(text, set);
	ck_assert_str_eq(text, "ABG16");
	class_format(text, CLASS_NONE);
	ck_assert_str_eq(text, "");
	class_format(text, UINT32_MAX);
	ck_assert_str_eq(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ123456");
}
END_TEST

START_TEST(signs_add_take_away_and_replace)
{
	class_set_t set = CLASS_G;

	ck_assert_int_eq(class_change("+ab", 3, &set), 0);
	ck_assert_uint_eq(set, CLASS_A | CLASS_B | CLASS_G);
	ck_assert_int_eq(class_change("-BG", 3, &set), 0);
	ck_assert_uint_eq(set, CLASS_A);
	ck_assert_int_eq(class_change("=C", 2, &set), 0);
	ck_assert_uint_eq(set, CLASS_C);
	ck_assert_int_eq(class_change("E", 1, &set), 0);
	ck_assert_uint_eq(set, CLASS_E);
	ck_assert_int_eq(class_change("+", 1, &set), -E_INVAL);
	ck_assert_int_eq(class_change("", 0, &set), -E_INVAL);
	ck_assert_int_eq(class_change("++A", 3, &set), -E_INVAL);
	ck_assert_uint_eq(set, CLASS_E);
}
END_TEST

UNIT_MAIN("logic/class", each_class_has_its_own_bit_from_the_left,
	characters_that_name_no_class_are_refused, a_set_reads_back_as_it_was_written,
	signs_add_take_away_and_replace)
