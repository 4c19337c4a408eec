// SPDX-License-Identifier: Apache-2.0
/* How far the TOD clock is ahead of time. */
#include "logic/clockguard.h"

#define DAY             86400
#define STEP            1800 /* seconds: no guest drives the clock as far between two looks */
#define SAME_FOR        10 /* seconds that a clock is ahead by the same: one that is driven goes on, */
#define SAME            2  /* one whose drivers are held stands still */
#define SET_LEAST       30 /* seconds: who drives it is held long before */
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

/* Has it been ahead by the same for long, and by much? */
static bool was_set(struct clock_guard *guard, uint32_t ahead, uint32_t second)
{
	uint32_t seen = guard->seen_ahead;

	if (ahead < SET_LEAST)
		ahead = 0;
	if (seen && ahead && (second + DAY - guard->seen_second) % DAY < SAME_FOR)
		return false;
	guard->seen_ahead = ahead;
	guard->seen_second = second;
	return seen && ahead && ahead + SAME >= seen && seen + SAME >= ahead;
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
	if (ahead > STEP || ahead < -STEP ||
		was_set(guard, ahead > 0 ? (uint32_t)ahead : 0, second)) {
		guard->base = now;
		guard->base_second = second;
		guard->seen_ahead = 0;
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
