// SPDX-License-Identifier: Apache-2.0
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

UNIT_MAIN("lib/string", a_hash_is_that_of_the_published_function, userids_of_a_pool_spread_evenly)
