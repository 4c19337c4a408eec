// SPDX-License-Identifier: Apache-2.0
#include "lib/string.h"
#include "lib/err.h"
#include "unit.h"

#include <stdio.h>

START_TEST(agrees_with_the_c_library)
{
	char ours[200], theirs[200];
	int len;

#define SAME(...)                                                                                  \
	do {                                                                                       \
		len = snprintf(theirs, sizeof(theirs), __VA_ARGS__);                               \
		ck_assert_int_eq(str_format(ours, sizeof(ours), __VA_ARGS__), len);                \
		ck_assert_str_eq(ours, theirs);                                                    \
	} while (0)
	SAME("%d %5d|%-5d|%05d|%i", -1, 42, 42, -42, 0);
	SAME("%u %x %X %08X %016lX", 4000000000u, 255, 255, 0xbeefu, 0x123456789abcdefUL);
	SAME("%s|%10s|%-10s|%.2s|%.*s", "abc", "abc", "abc", "abc", 1, "xyz");
	SAME("%c%c%%", 'a', 'b');
	SAME("%lld %llu %zu %hd %hhx", -5ll, 5ull, (size_t)7, (short)-3, (unsigned char)0xfe);
	SAME("%*d|%-*d|%.3d|%5.3d", 6, 1, 6, 1, 7, 7);
	SAME("%lu", (unsigned long)UINT64_MAX);
	SAME("%lld", (long long)INT64_MIN);
}
END_TEST

START_TEST(cuts_at_the_size_and_says_the_whole_length)
{
	char buf[4] = "zzz";

	ck_assert_int_eq(str_format(buf, sizeof(buf), "%s", "abcdef"), 6);
	ck_assert_str_eq(buf, "abc");
	ck_assert_int_eq(str_format(NULL, 0, "%d", 12345), 5);
}
END_TEST

START_TEST(reads_numbers_and_refuses_others)
{
	uint64_t v = 7;

	ck_assert_int_eq(str_to_dec("18446744073709551615", 20, &v), 0);
	ck_assert_uint_eq(v, UINT64_MAX);
	ck_assert_int_eq(str_to_dec("18446744073709551616", 20, &v), -E_RANGE);
	ck_assert_int_eq(str_to_hex("ffffffffffffffff", 16, &v), 0);
	ck_assert_uint_eq(v, UINT64_MAX);
	ck_assert_int_eq(str_to_hex("10000000000000000", 17, &v), -E_RANGE);
	ck_assert_int_eq(str_to_dec("", 0, &v), -E_INVAL);
	ck_assert_int_eq(str_to_dec("1a", 2, &v), -E_INVAL);
	ck_assert_int_eq(str_to_hex("1g", 2, &v), -E_INVAL);
	ck_assert_uint_eq(v, UINT64_MAX);
}
END_TEST

UNIT_MAIN("lib/format", agrees_with_the_c_library, cuts_at_the_size_and_says_the_whole_length,
	reads_numbers_and_refuses_others)
