/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TOD clock values as dates and times of day, and the forms in which CP shows them.
 *
 * The clock counts from 1 January 1900, 0 h UTC. Zones are seconds east of UTC (-43200 to 50400).
 * Every function that writes text returns the whole length, as str_format does, and cuts at size.
 *
 * Not yet: on 17 September 2042 the clock wraps to 0, which these functions take for 1900.
 */
#ifndef LOGIC_DATETIME_H
#define LOGIC_DATETIME_H

#include "arch/types.h"

struct datetime {
	uint16_t year;   /* 1900 .. 2042 */
	uint8_t month;   /* 1 .. 12 */
	uint8_t day;     /* 1 .. 31 */
	uint8_t hour;    /* 0 .. 23 */
	uint8_t minute;  /* 0 .. 59 */
	uint8_t second;  /* 0 .. 59: the clock has no leap seconds */
	uint8_t weekday; /* 0 Sunday .. 6 Saturday */
	uint16_t yday;   /* 1 .. 366 */
	uint32_t us;     /* 0 .. 999999 */
};

/* The forms of the directory's DATEFORMAT statement. */
enum date_format {
	DATE_SHORT, /* mm/dd/yy */
	DATE_FULL,  /* mm/dd/yyyy */
	DATE_ISO,   /* yyyy-mm-dd */
};

/* A time before the clock's epoch (early 1900, west of UTC) becomes the epoch. */
void datetime_from_tod(struct datetime *dt, tod_t tod, int32_t zone_s);

/*
 * The inverse; weekday and yday are not looked at. Returns 0, -E_INVAL when a member is outside its
 * range (30 February, 24:00:00), -E_RANGE when the clock can't show that time.
 */
int datetime_to_tod(const struct datetime *dt, int32_t zone_s, tod_t *tod) MUST_CHECK;

/* "SUNDAY" and so on; upper case, never NULL. */
const char *datetime_weekday(const struct datetime *dt);

/* The date in one of its forms; the time as hh:mm:ss. */
int datetime_date(char *buf, size_t size, const struct datetime *dt, enum date_format format);
int datetime_time(char *buf, size_t size, const struct datetime *dt);

/* What follows TIME IS, LOGON AT, LOGOFF AT...: "16:32:15 UTC SUNDAY 11/22/26". */
int datetime_stamp(char *buf, size_t size, const struct datetime *dt, const char *zone,
	enum date_format format);

/* An elapsed time, in TOD units, as hh:mm:ss; more digits for the hours from 100 on (CONNECT=). */
int duration_clock(char *buf, size_t size, tod_t elapsed);

/* A CPU time, in TOD units, as mmm:ss.hh; more digits for the minutes from 1000 on (VIRTCPU=). */
int duration_cpu(char *buf, size_t size, tod_t used);

/*
 * Reads hh:mm or hh:mm:ss (one or two digits each, 00:00 to 23:59:59) as seconds after midnight.
 * Returns 0, or -E_INVAL with *seconds unchanged.
 */
int time_of_day_parse(const char *text, size_t len, uint32_t *seconds) MUST_CHECK;

#endif
