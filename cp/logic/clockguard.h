/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How far the TOD clock is ahead of time.
 *
 * Differs: the emulator makes clock values unique by moving the clock on by a microsecond with each
 * look at it, and there is no other clock. A guest that does nothing but look drives it ahead of
 * time, ten seconds and more a second; afterwards it stands still until time has caught up. While
 * it stands no clock interrupts: no time slice ends, no guest's timer comes, and the emulator
 * check-stops a CPU that has not left SIE for 20 seconds. So CP compares the clock with the
 * emulator's DIAGNOSE X'0C', which tells the host's time of day in seconds, and holds guests that
 * drive it away: see nucleus/clockguard.c.
 */
#ifndef LOGIC_CLOCKGUARD_H
#define LOGIC_CLOCKGUARD_H

#include "arch/types.h"

#define CLOCK_AHEAD_LIMIT (2 * TOD_S) /* from here on who drives the clock is held */
#define CLOCK_AHEAD_ALL   (4 * TOD_S) /* from here on everybody is held */

struct clock_guard {
	tod_t base;           /* a value of the clock */
	uint32_t base_second; /* the second of the day then */
	tod_t usual; /* what the clock moves on during a look at its motion, when it runs */
	/* By how many seconds it was ahead at that second, if by many; else 0. */
	uint32_t seen_ahead, seen_second;
};

/* The second of the day in "HH:MM:SS", EBCDIC. Negative: that is none. */
int clock_second(const uint8_t text[8]);

/*
 * By how much the clock is ahead now that the day has this second; right to a second, and 0 when it
 * is not ahead. Steps of the time of day by more than half an hour (summer time) begin a new
 * comparison. So does a clock that has been ahead by the same, half a minute or more, for ten
 * seconds: it runs as the day does, and somebody has set it.
 */
tod_t clock_ahead(struct clock_guard *guard, tod_t now, uint32_t second);

/* Does a clock stand still that moved on by so much during a look? */
bool clock_stands(const struct clock_guard *guard, tod_t moved);

/* Must the virtual CPU that has just run be held? Nobody else drives a clock that stands now. */
bool clock_must_hold(tod_t ahead, bool stands);

#endif
