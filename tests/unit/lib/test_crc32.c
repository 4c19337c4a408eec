// SPDX-License-Identifier: Apache-2.0
#include "lib/crc32.h"
#include "unit.h"

START_TEST(knows_the_published_values)
{
	static const uint8_t zeros[32];

	ck_assert_uint_eq(crc32_update(0, "", 0), 0);
	ck_assert_uint_eq(crc32_update(0, "123456789", 9), 0xcbf43926);
	ck_assert_uint_eq(crc32_update(0, "a", 1), 0xe8b7be43);
	ck_assert_uint_eq(crc32_update(0, zeros, sizeof(zeros)), 0x190a55ad);
}
END_TEST

START_TEST(goes_on_where_it_stopped)
{
	for (size_t cut = 0; cut <= 9; cut++)
		ck_assert_uint_eq(
			crc32_update(crc32_update(0, "123456789", cut), "123456789" + cut, 9 - cut),
			0xcbf43926);
}
END_TEST

UNIT_MAIN("lib/crc32", knows_the_published_values, goes_on_where_it_stopped)
