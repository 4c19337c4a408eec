// SPDX-License-Identifier: Apache-2.0
/* TOD clock values as dates and times of day. */
#include "logic/datetime.h"
#include "lib/err.h"
#include "lib/string.h"

#define EPOCH_YEAR 1900 /* began on a Monday */
#define S_PER_DAY  86400
#define US_PER_S   1000000

static const uint8_t month_days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

static bool is_leap(unsigned year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static unsigned days_of_year(unsigned year)
{
	return is_leap(year) ? 366 : 365;
}

/* month: 1 .. 12 */
static unsigned days_of_month(unsigned year, unsigned month)
{
	return month_days[month - 1] + (month == 2 && is_leap(year));
}

/* At most 143 years and 12 months: counting is simpler than clever, and it is not a hot path. */
static void set_date(struct datetime *dt, unsigned days)
{
	unsigned year = EPOCH_YEAR, month = 1;

	dt->weekday = (uint8_t)((days + 1) % 7);
	for (; days >= days_of_year(year); year++)
		days -= days_of_year(year);
	dt->yday = (uint16_t)(days + 1);
	for (; days >= days_of_month(year, month); month++)
		days -= days_of_month(year, month);
	dt->year = (uint16_t)year;
	dt->month = (uint8_t)month;
	dt->day = (uint8_t)(days + 1);
}

void datetime_from_tod(struct datetime *dt, tod_t tod, int32_t zone_s)
{
	int64_t us = (int64_t)(tod / TOD_US) + (int64_t)zone_s * US_PER_S;
	uint64_t seconds;

	us = MAX(us, 0);
	seconds = (uint64_t)us / US_PER_S;
	dt->us = (uint32_t)((uint64_t)us % US_PER_S);
	dt->second = (uint8_t)(seconds % 60);
	dt->minute = (uint8_t)(seconds / 60 % 60);
	dt->hour = (uint8_t)(seconds / 3600 % 24);
	set_date(dt, (unsigned)(seconds / S_PER_DAY));
}

static bool is_valid(const struct datetime *dt)
{
	return dt->month >= 1 && dt->month <= 12 && dt->day >= 1 &&
	       dt->day <= days_of_month(dt->year, dt->month) && dt->hour < 24 && dt->minute < 60 &&
	       dt->second < 60 && dt->us < US_PER_S;
}

int datetime_to_tod(const struct datetime *dt, int32_t zone_s, tod_t *tod)
{
	int64_t us, days = dt->day - 1;

	if (!is_valid(dt))
		return -E_INVAL;
	if (dt->year < EPOCH_YEAR || dt->year > EPOCH_YEAR + 143)
		return -E_RANGE;
	for (unsigned year = EPOCH_YEAR; year < dt->year; year++)
		days += days_of_year(year);
	for (unsigned month = 1; month < dt->month; month++)
		days += days_of_month(dt->year, month);
	us = days * S_PER_DAY + dt->hour * 3600 + dt->minute * 60 + dt->second - zone_s;
	us = us * US_PER_S + dt->us;
	if (us < 0 || (uint64_t)us > UINT64_MAX / TOD_US)
		return -E_RANGE;
	*tod = (uint64_t)us * TOD_US;
	return 0;
}

const char *datetime_weekday(const struct datetime *dt)
{
	static const char *const names[7] = {
		"SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"};

	return names[dt->weekday % 7];
}

int datetime_date(char *buf, size_t size, const struct datetime *dt, enum date_format format)
{
	switch (format) {
	case DATE_ISO: return str_format(buf, size, "%04u-%02u-%02u", dt->year, dt->month, dt->day);
	case DATE_FULL:
		return str_format(buf, size, "%02u/%02u/%04u", dt->month, dt->day, dt->year);
	default: return str_format(buf, size, "%02u/%02u/%02u", dt->month, dt->day, dt->year % 100);
	}
}

int datetime_time(char *buf, size_t size, const struct datetime *dt)
{
	return str_format(buf, size, "%02u:%02u:%02u", dt->hour, dt->minute, dt->second);
}

int datetime_stamp(char *buf, size_t size, const struct datetime *dt, const char *zone,
	enum date_format format)
{
	char time[12], date[16];

	datetime_time(time, sizeof(time), dt);
	datetime_date(date, sizeof(date), dt, format);
	return str_format(buf, size, "%s %s %s %s", time, zone, datetime_weekday(dt), date);
}

int duration_clock(char *buf, size_t size, tod_t elapsed)
{
	unsigned long seconds = elapsed / TOD_S;

	return str_format(
		buf, size, "%02lu:%02lu:%02lu", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

int duration_cpu(char *buf, size_t size, tod_t used)
{
	unsigned long hundredths = used / (10 * TOD_MS);

	return str_format(buf, size, "%03lu:%02lu.%02lu", hundredths / 6000, hundredths / 100 % 60,
		hundredths % 100);
}

int time_of_day_parse(const char *text, size_t len, uint32_t *seconds)
{
	unsigned part[3] = {0, 0, 0}, nr_parts = 0, digits = 0;

	for (size_t i = 0; i < len; i++) {
		if (text[i] == ':' && digits && nr_parts < 2) {
			nr_parts++;
			digits = 0;
		} else if (chr_is_digit(text[i]) && digits < 2) {
			part[nr_parts] = part[nr_parts] * 10 + (unsigned)(text[i] - '0');
			digits++;
		} else {
			return -E_INVAL;
		}
	}
	if (!digits || !nr_parts || part[0] > 23 || part[1] > 59 || part[2] > 59)
		return -E_INVAL;
	*seconds = part[0] * 3600 + part[1] * 60 + part[2];
	return 0;
}
