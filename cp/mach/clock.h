/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clocks. Differs: on this emulator every read of the TOD clock (also each SIE entry and exit) moves it
 * by at least 1 us, so code that runs often does not read it.
 */
#ifndef MACH_CLOCK_H
#define MACH_CLOCK_H

#include "mach/asm.h"
#include "mach/cpu.h"

#define CLOCK_NEVER (~0ull)

static inline tod_t clock_now(void)
{
	return stckf();
}

/* This CPU's next clock interruption: CLOCK_NEVER for none. */
static inline void clock_set(tod_t due)
{
	struct prefix_area *pfx = prefix();

	if (pfx->ckc == due)
		return;
	pfx->ckc = due;
	sckc(due);
}

/* Likewise, if `due` comes before what is set. */
static inline void clock_advance(tod_t due)
{
	if (due < prefix()->ckc)
		clock_set(due);
}

#endif
