// SPDX-License-Identifier: Apache-2.0
#include "logic/clockguard.h"
#include "lib/ebcdic.h"
#include "unit.h"

static int second_of(const char *text)
{
	ebc8_t ebcdic[8];

	ebc_from_ascii(ebcdic, text, sizeof(ebcdic));
	return clock_second((const uint8_t *)ebcdic);
}

START_TEST(time_of_day_is_read)
{
	static const struct {
		const char *text;
		int want;
	} rows[] = {{"00:00:00", 0}, {"00:00:59", 59}, {"01:02:03", 3723}, {"23:59:59", 86399},
		{"23:59:60", 86400}, {"24:00:00", -1}, {"00:60:00", -1}, {"00:00:61", -1},
		{"1A:00:00", -1}, {"        ", -1}, {"00:0/:00", -1}, {"0::00:00", -1}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		ck_assert_msg(second_of(rows[i].text) == rows[i].want, "%s: %d", rows[i].text,
			second_of(rows[i].text));
}
END_TEST

#define BASE (1000 * TOD_S)

START_TEST(what_the_clock_is_ahead)
{
	static const struct {
		tod_t by_clock;
		uint32_t base_second, second;
		tod_t want;
	} rows[] = {
		{0, 100, 100, 0},
		{10 * TOD_S, 100, 110, 0},
		{10 * TOD_S, 100, 108, 2 * TOD_S},
		{10 * TOD_S, 100, 112, 0}, /* behind: the seconds are not split */
		{TOD_S / 2, 100, 100, 0},
		{10 * TOD_S, 86395, 5, 0}, /* midnight */
		{10 * TOD_S, 86395, 86399, 6 * TOD_S},
		{200000 * TOD_S, 0, 200000 % 86400, 0}, /* days */
		{1800 * TOD_S, 0, 0, 1800 * TOD_S},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct clock_guard guard = {.base = BASE, .base_second = rows[i].base_second};
		tod_t ahead = clock_ahead(&guard, BASE + rows[i].by_clock, rows[i].second);

		ck_assert_msg(
			ahead == rows[i].want, "row %zu: %lu s", i, (unsigned long)(ahead / TOD_S));
		ck_assert_uint_eq(guard.base, BASE);
	}
}
END_TEST

START_TEST(summer_time_begins_a_new_comparison)
{
	struct clock_guard guard = {.base = BASE, .base_second = 7200};

	ck_assert_uint_eq(clock_ahead(&guard, BASE + TOD_S, 7201 - 3600), 0);
	ck_assert_uint_eq(guard.base, BASE + TOD_S);
	ck_assert_uint_eq(clock_ahead(&guard, BASE + 5 * TOD_S, 7202 - 3600), 3 * TOD_S);
	guard = (struct clock_guard){.base = BASE, .base_second = 7200};
	ck_assert_uint_eq(clock_ahead(&guard, BASE + TOD_S, 7201 + 3600), 0);
	ck_assert_uint_eq(guard.base, BASE + TOD_S);
}
END_TEST

/* It is ahead by 900 seconds, and then goes on as the day does, or stands, or is driven. */
START_TEST(a_clock_that_somebody_has_set_is_not_waited_for)
{
	for (unsigned speed = 0; speed < 3; speed++) {
		struct clock_guard guard = {.base = BASE, .base_second = 86395};
		uint32_t second = 86395;
		tod_t clock = BASE + 900 * TOD_S, ahead = 0;

		for (unsigned i = 0; i < 10; i++) {
			ahead = clock_ahead(&guard, clock, second);
			ck_assert_uint_eq(ahead, (900 + i * speed - i) * TOD_S);
			clock += speed * TOD_S;
			second = (second + 1) % 86400;
		}
		ahead = clock_ahead(&guard, clock, second);
		ck_assert_uint_eq(ahead, speed == 1 ? 0 : (890 + 10 * speed) * TOD_S);
		ck_assert_uint_eq(guard.base, speed == 1 ? clock : BASE);
		ck_assert_uint_eq(
			clock_ahead(&guard, clock + 5 * TOD_S, second), ahead + 5 * TOD_S);
	}
}
END_TEST

START_TEST(who_is_held)
{
	const struct clock_guard guard = {.usual = 40};

	ck_assert(clock_stands(&guard, 1) && clock_stands(&guard, 19));
	ck_assert(!clock_stands(&guard, 20) && !clock_stands(&guard, 4000));
	ck_assert(!clock_must_hold(0, true) && !clock_must_hold(CLOCK_AHEAD_LIMIT - 1, true));
	ck_assert(clock_must_hold(CLOCK_AHEAD_LIMIT, true));
	ck_assert(!clock_must_hold(CLOCK_AHEAD_LIMIT, false));
	ck_assert(!clock_must_hold(CLOCK_AHEAD_ALL - 1, false) &&
		  clock_must_hold(CLOCK_AHEAD_ALL, false));
}
END_TEST

UNIT_MAIN("logic/clockguard", time_of_day_is_read, what_the_clock_is_ahead,
	summer_time_begins_a_new_comparison, a_clock_that_somebody_has_set_is_not_waited_for,
	who_is_held)
