// SPDX-License-Identifier: Apache-2.0
/* How far the TOD clock is ahead of time. */
#include "logic/clockguard.h"

#define DAY             86400
#define STEP            1800 /* seconds: no guest drives the clock as far between two looks */
#define EBC_0           0xF0
#define TO_SECONDS(tod) ((int64_t)((tod) / TOD_S))

static int two_digits(const uint8_t *text)
{
	unsigned tens = text[0] - EBC_0, ones = text[1] - EBC_0;

	return tens > 9 || ones > 9 ? -1 : (int)(tens * 10 + ones);
}

int clock_second(const uint8_t text[8])
{
	int hours = two_digits(text), minutes = two_digits(text + 3),
	    seconds = two_digits(text + 6);

	if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60)
		return -1;
	return (hours * 60 + minutes) * 60 + seconds;
}

tod_t clock_ahead(struct clock_guard *guard, tod_t now, uint32_t second)
{
	tod_t by_clock = now - guard->base;
	int64_t by_day = (int64_t)second - guard->base_second;
	int64_t ahead = (TO_SECONDS(by_clock) - by_day) % DAY;

	if (ahead > DAY / 2)
		ahead -= DAY;
	if (ahead < -DAY / 2)
		ahead += DAY;
	if (ahead > STEP || ahead < -STEP) {
		guard->base = now;
		guard->base_second = second;
		return 0;
	}
	return ahead > 0 ? (tod_t)ahead * TOD_S : 0;
}

bool clock_stands(const struct clock_guard *guard, tod_t moved)
{
	return moved < guard->usual / 2;
}

bool clock_must_hold(tod_t ahead, bool stands)
{
	return ahead >= CLOCK_AHEAD_ALL || (ahead >= CLOCK_AHEAD_LIMIT && stands);
}
