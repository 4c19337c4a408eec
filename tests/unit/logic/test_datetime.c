// SPDX-License-Identifier: Apache-2.0
#include "logic/datetime.h"
#include "lib/err.h"
#include "lib/string.h"
#include "unit.h"

#define UNIX_EPOCH 0x7D91048BCA000000ull /* TOD clock at 1970-01-01 0 h UTC */

static const struct {
	tod_t tod;
	int32_t zone_s;
	const char *stamp, *iso;
	unsigned yday;
} stamps[] = {
	{0, 0, "00:00:00 UTC MONDAY 01/01/00", "1900-01-01", 1},
	{TOD_S - 1, 0, "00:00:00 UTC MONDAY 01/01/00", "1900-01-01", 1},
	{TOD_S, 0, "00:00:01 UTC MONDAY 01/01/00", "1900-01-01", 1},
	{0, -3600, "00:00:00 UTC MONDAY 01/01/00", "1900-01-01", 1}, /* not before the epoch */
	{58ull * 86400 * TOD_S, 0, "00:00:00 UTC WEDNESDAY 02/28/00", "1900-02-28", 59},
	{59ull * 86400 * TOD_S, 0, "00:00:00 UTC THURSDAY 03/01/00", "1900-03-01",
		60}, /* no leap year */
	{UNIX_EPOCH, 0, "00:00:00 UTC THURSDAY 01/01/70", "1970-01-01", 1},
	{UNIX_EPOCH - 1, 0, "23:59:59 UTC WEDNESDAY 12/31/69", "1969-12-31", 365},
	{UNIX_EPOCH, -18000, "19:00:00 UTC WEDNESDAY 12/31/69", "1969-12-31", 365},
	{UNIX_EPOCH + 951782400ull * TOD_S, 0, "00:00:00 UTC TUESDAY 02/29/00", "2000-02-29", 60},
	{UNIX_EPOCH + 1795365135ull * TOD_S, 0, "16:32:15 UTC SUNDAY 11/22/26", "2026-11-22", 326},
	{UNIX_EPOCH + 1735689599ull * TOD_S, 0, "23:59:59 UTC TUESDAY 12/31/24", "2024-12-31", 366},
	{UINT64_MAX, 0, "23:53:47 UTC WEDNESDAY 09/17/42", "2042-09-17", 260},
	{UINT64_MAX, 50400, "13:53:47 UTC THURSDAY 09/18/42", "2042-09-18", 261},
};

START_TEST(clock_values_become_dates)
{
	struct datetime dt;
	char text[48];

	for (size_t i = 0; i < ARRAY_LEN(stamps); i++) {
		datetime_from_tod(&dt, stamps[i].tod, stamps[i].zone_s);
		datetime_stamp(text, sizeof(text), &dt, "UTC", DATE_SHORT);
		ck_assert_str_eq(text, stamps[i].stamp);
		datetime_date(text, sizeof(text), &dt, DATE_ISO);
		ck_assert_str_eq(text, stamps[i].iso);
		ck_assert_uint_eq(dt.yday, stamps[i].yday);
	}
}
END_TEST

START_TEST(dates_become_clock_values_again)
{
	struct datetime dt;
	tod_t tod, step = 1234567ull * TOD_S + 891011 * TOD_US;

	for (tod_t t = 0; t < UINT64_MAX - step; t += step) {
		datetime_from_tod(&dt, t, 3600);
		ck_assert_int_eq(datetime_to_tod(&dt, 3600, &tod), 0);
		ck_assert_uint_eq(tod, t);
	}
}
END_TEST

START_TEST(impossible_dates_are_refused)
{
	static const struct {
		struct datetime dt;
		int32_t zone_s;
		int rc;
	} cases[] = {
		{{.year = 2023, .month = 2, .day = 29}, 0, -E_INVAL},
		{{.year = 2024, .month = 2, .day = 29}, 0, 0},
		{{.year = 2024, .month = 2, .day = 30}, 0, -E_INVAL},
		{{.year = 1900, .month = 2, .day = 29}, 0, -E_INVAL},
		{{.year = 2024, .month = 0, .day = 1}, 0, -E_INVAL},
		{{.year = 2024, .month = 13, .day = 1}, 0, -E_INVAL},
		{{.year = 2024, .month = 1, .day = 0}, 0, -E_INVAL},
		{{.year = 2024, .month = 4, .day = 31}, 0, -E_INVAL},
		{{.year = 2024, .month = 1, .day = 1, .hour = 24}, 0, -E_INVAL},
		{{.year = 2024, .month = 1, .day = 1, .minute = 60}, 0, -E_INVAL},
		{{.year = 2024, .month = 1, .day = 1, .second = 60}, 0, -E_INVAL},
		{{.year = 2024, .month = 1, .day = 1, .us = 1000000}, 0, -E_INVAL},
		{{.year = 1899, .month = 12, .day = 31}, 0, -E_RANGE},
		{{.year = 1900, .month = 1, .day = 1}, 1, -E_RANGE},
		{{.year = 2042, .month = 9, .day = 17, .hour = 23, .minute = 53, .second = 47}, 0,
			0},
		{{.year = 2042, .month = 9, .day = 17, .hour = 23, .minute = 53, .second = 48}, 0,
			-E_RANGE},
		{{.year = 65535, .month = 1, .day = 1}, 0, -E_RANGE},
	};
	tod_t tod;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tod = 99;
		ck_assert_msg(datetime_to_tod(&cases[i].dt, cases[i].zone_s, &tod) == cases[i].rc,
			"case %d", (int)i);
		ck_assert(cases[i].rc == 0 || tod == 99);
	}
}
END_TEST

START_TEST(dates_have_three_forms_and_are_cut_at_the_size)
{
	struct datetime dt;
	char text[16];

	datetime_from_tod(&dt, UNIX_EPOCH + 5 * TOD_S, 0);
	datetime_date(text, sizeof(text), &dt, DATE_SHORT);
	ck_assert_str_eq(text, "01/01/70");
	datetime_date(text, sizeof(text), &dt, DATE_FULL);
	ck_assert_str_eq(text, "01/01/1970");
	datetime_time(text, sizeof(text), &dt);
	ck_assert_str_eq(text, "00:00:05");
	ck_assert_int_eq(datetime_stamp(text, sizeof(text), &dt, "EST", DATE_SHORT), 30);
	ck_assert_str_eq(text, "00:00:05 EST TH");
}
END_TEST

START_TEST(durations_show_as_on_the_logoff_line)
{
	char text[24];

	duration_clock(text, sizeof(text), 83 * TOD_S);
	ck_assert_str_eq(text, "00:01:23");
	duration_clock(text, sizeof(text), 360000 * TOD_S - 1);
	ck_assert_str_eq(text, "99:59:59");
	duration_clock(text, sizeof(text), 360000 * TOD_S);
	ck_assert_str_eq(text, "100:00:00");
	duration_cpu(text, sizeof(text), 129 * TOD_MS);
	ck_assert_str_eq(text, "000:00.12");
	duration_cpu(text, sizeof(text), 61 * TOD_S);
	ck_assert_str_eq(text, "001:01.00");
	duration_cpu(text, sizeof(text), 60000 * TOD_S);
	ck_assert_str_eq(text, "1000:00.00");
	ck_assert_int_lt(duration_cpu(text, sizeof(text), UINT64_MAX), (int)sizeof(text));
}
END_TEST

START_TEST(times_of_day_are_read_whole_or_refused)
{
	static const struct {
		const char *text;
		int rc;
		uint32_t seconds;
	} cases[] = {
		{"00:00", 0, 0},
		{"9:05", 0, 32700},
		{"23:59:59", 0, 86399},
		{"24:00", -E_INVAL, 0},
		{"23:60", -E_INVAL, 0},
		{"23:59:60", -E_INVAL, 0},
		{"", -E_INVAL, 0},
		{":", -E_INVAL, 0},
		{"12", -E_INVAL, 0},
		{"12:", -E_INVAL, 0},
		{":30", -E_INVAL, 0},
		{"12:30:", -E_INVAL, 0},
		{"12:30:00:", -E_INVAL, 0},
		{"1:2:3:4", -E_INVAL, 0},
		{"012:30", -E_INVAL, 0},
		{"-1:30", -E_INVAL, 0},
		{"1a:30", -E_INVAL, 0},
	};
	uint32_t seconds;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		seconds = 7;
		ck_assert_msg(time_of_day_parse(cases[i].text, strlen(cases[i].text), &seconds) ==
				      cases[i].rc,
			"%s", cases[i].text);
		ck_assert_uint_eq(seconds, cases[i].rc ? 7 : cases[i].seconds);
	}
}
END_TEST

UNIT_MAIN("logic/datetime", clock_values_become_dates, dates_become_clock_values_again,
	impossible_dates_are_refused, dates_have_three_forms_and_are_cut_at_the_size,
	durations_show_as_on_the_logoff_line, times_of_day_are_read_whole_or_refused)
