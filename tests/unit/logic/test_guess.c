// SPDX-License-Identifier: Apache-2.0
#include "logic/guess.h"
#include "lib/err.h"
#include "unit.h"

#include <string.h>

#define START (1000000 * TOD_S)

static struct guess g;

/* Seconds that a try at START + at_s has to wait; -1: refused. */
static int wait_s(const char *userid, int at_s)
{
	tod_t now = START + (tod_t)at_s * TOD_S, when = 0;

	if (guess_begin(&g, userid, now, &when)) {
		ck_assert_uint_gt(when, now);
		return -1;
	}
	return (int)((when - now) / TOD_S);
}

START_TEST(the_first_three_tries_need_not_wait_and_then_each_ten_seconds)
{
	memset(&g, 0, sizeof(g));
	static const int waits[] = {0, 0, 0, 10, 20, 30, -1, -1};

	for (unsigned i = 0; i < ARRAY_LEN(waits); i++)
		ck_assert_int_eq(wait_s("LINUX1", 0), waits[i]);
}
END_TEST

START_TEST(another_userid_need_not_wait)
{
	memset(&g, 0, sizeof(g));
	for (int i = 0; i < 8; i++)
		(void)wait_s("LINUX1", 0);
	ck_assert_int_eq(wait_s("LINUX2", 0), 0);
}
END_TEST

START_TEST(a_right_password_costs_nothing)
{
	memset(&g, 0, sizeof(g));
	for (int i = 0; i < 20; i++) {
		ck_assert_int_eq(wait_s("LINUX1", 0), 0);
		guess_right(&g, "LINUX1");
	}
}
END_TEST

START_TEST(who_waited_may_try_and_in_time_all_is_forgotten)
{
	memset(&g, 0, sizeof(g));
	for (int i = 0; i < 8; i++)
		(void)wait_s("LINUX1", 0);
	/* Six were let through: 60 seconds, of which 20 are in advance. */
	ck_assert_int_eq(wait_s("LINUX1", 40), 0);
	ck_assert_int_eq(wait_s("LINUX1", 40), 10);
	for (int i = 0; i < GUESS_FREE; i++)
		ck_assert_int_eq(wait_s("LINUX1", 200), 0);
	ck_assert_int_eq(wait_s("LINUX1", 200), 10);
}
END_TEST

START_TEST(a_refused_try_is_told_when_one_would_be_let_through)
{
	memset(&g, 0, sizeof(g));
	tod_t when;

	for (int i = 0; i < 6; i++)
		(void)wait_s("LINUX1", 0);
	ck_assert_int_eq(guess_begin(&g, "LINUX1", START, &when), -E_AGAIN);
	ck_assert_int_eq(guess_begin(&g, "LINUX1", when - 1, &when), -E_AGAIN);
	ck_assert_int_eq(guess_begin(&g, "LINUX1", when, &when), 0);
}
END_TEST

START_TEST(a_clock_near_zero_and_a_gift_harm_nothing)
{
	memset(&g, 0, sizeof(g));
	tod_t when;

	guess_right(&g, "X");
	for (int i = 0; i < GUESS_FREE; i++) {
		ck_assert_int_eq(guess_begin(&g, "X", 1, &when), 0);
		ck_assert_uint_eq(when, 1);
	}
}
END_TEST

UNIT_MAIN("logic/guess", the_first_three_tries_need_not_wait_and_then_each_ten_seconds,
	another_userid_need_not_wait, a_right_password_costs_nothing,
	who_waited_may_try_and_in_time_all_is_forgotten,
	a_refused_try_is_told_when_one_would_be_let_through,
	a_clock_near_zero_and_a_gift_harm_nothing)
