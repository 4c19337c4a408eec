// SPDX-License-Identifier: Apache-2.0
#include "logic/pfault.h"
#include "lib/err.h"
#include "unit.h"

#define TOKEN(i) (1000 + (uint64_t)(i))

START_TEST(pages_are_told_in_the_order_in_which_they_came)
{
	struct pfault pfault = {0};
	uint64_t token = 0;

	ck_assert(!pfault_take(&pfault, &token));
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(pfault_begin(&pfault, TOKEN(i)), i);
	ck_assert(!pfault_is_back(&pfault));
	ck_assert(pfault_end(&pfault, 2));
	ck_assert(pfault_end(&pfault, 0));
	ck_assert(pfault_is_back(&pfault));
	ck_assert(pfault_take(&pfault, &token));
	ck_assert_uint_eq(token, TOKEN(2));
	ck_assert(pfault_end(&pfault, 1));
	ck_assert(pfault_take(&pfault, &token));
	ck_assert_uint_eq(token, TOKEN(0));
	ck_assert(pfault_take(&pfault, &token));
	ck_assert_uint_eq(token, TOKEN(1));
	ck_assert(!pfault_take(&pfault, &token));
}
END_TEST

START_TEST(there_are_so_many_and_no_more)
{
	struct pfault pfault = {0};
	uint64_t token;

	for (unsigned i = 0; i < PFAULT_MAX; i++)
		ck_assert_int_eq(pfault_begin(&pfault, TOKEN(i)), (int)i);
	ck_assert_int_eq(pfault_begin(&pfault, 1), -E_FULL);
	for (unsigned i = 0; i < PFAULT_MAX; i++)
		ck_assert(pfault_end(&pfault, PFAULT_MAX - 1 - i));
	ck_assert_int_eq(pfault_begin(&pfault, 1), -E_FULL); /* until the guest was told of one */
	for (unsigned i = 0; i < PFAULT_MAX; i++) {
		ck_assert(pfault_take(&pfault, &token));
		ck_assert_uint_eq(token, TOKEN(PFAULT_MAX - 1 - i));
	}
	ck_assert_int_eq(pfault_begin(&pfault, 1), 0);
	pfault_cancel(&pfault, 0);
	ck_assert_int_eq(pfault_begin(&pfault, 1), 0);
}
END_TEST

START_TEST(reset_forgets_those_that_come_later_as_well)
{
	struct pfault pfault = {0};
	uint64_t token;

	ck_assert_int_eq(pfault_begin(&pfault, TOKEN(0)), 0);
	ck_assert_int_eq(pfault_begin(&pfault, TOKEN(1)), 1);
	ck_assert(pfault_end(&pfault, 1));
	pfault_forget(&pfault);
	ck_assert(!pfault_is_back(&pfault));
	ck_assert(!pfault_take(&pfault, &token));
	ck_assert_int_eq(pfault_begin(&pfault, TOKEN(2)), 1);
	ck_assert_int_eq(pfault_begin(&pfault, TOKEN(3)), 2); /* number 0 is still on its way */
	ck_assert(!pfault_end(&pfault, 0));
	ck_assert(!pfault_take(&pfault, &token));
	ck_assert_int_eq(pfault_begin(&pfault, TOKEN(4)), 0);
}
END_TEST

START_TEST(copy_has_all_that_were_missing)
{
	struct pfault pfault = {0}, copy;
	uint64_t token;

	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(pfault_begin(&pfault, TOKEN(i)), i);
	ck_assert(pfault_end(&pfault, 1));
	pfault_copy(&copy, &pfault);
	ck_assert(pfault_take(&copy, &token));
	ck_assert_uint_eq(token, TOKEN(1));
	ck_assert(pfault_take(&copy, &token));
	ck_assert_uint_eq(token, TOKEN(0));
	ck_assert(pfault_take(&copy, &token));
	ck_assert_uint_eq(token, TOKEN(2));
	ck_assert(!pfault_take(&copy, &token));
	ck_assert(pfault_end(&pfault, 0)); /* the first is as it was */

	pfault_forget(&pfault);
	pfault_copy(&copy, &pfault);
	ck_assert(!pfault_take(&copy, &token));
	for (int i = 0; i < (int)PFAULT_MAX;
		i++) /* nothing of the first is on its way to the copy */
		ck_assert_int_eq(pfault_begin(&copy, TOKEN(i)), i);
}
END_TEST

UNIT_MAIN("logic/pfault", pages_are_told_in_the_order_in_which_they_came,
	there_are_so_many_and_no_more, reset_forgets_those_that_come_later_as_well,
	copy_has_all_that_were_missing)
