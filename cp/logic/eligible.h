/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The eligible list: which guests are held back when all together want more storage than there is.
 *
 * Guests that take each other's pages all the time do nothing else. Fewer of them at once get
 * further: while it is so, at each look one more is held, the one that was let run for longest; the
 * last one never is. Who was held for longest comes back after a while, and if that is too much
 * again, the next one goes. So all get their turns, long ones, and nothing needs to know how much
 * storage a guest works with.
 *
 * Nothing here locks or reads a clock.
 */
#ifndef LOGIC_ELIGIBLE_H
#define LOGIC_ELIGIBLE_H

#include "abi/directory.h"
#include "arch/types.h"

#define ELIGIBLE_LOOK (TOD_S / 2) /* between two looks */
#define ELIGIBLE_TURN (8 * TOD_S) /* how long guests are let run before another is tried */
#define ELIGIBLE_PART 10u /* of the real CPUs' time, to take out pages that come back: too much */

/* One guest. Zeros to begin with. */
struct eligible_guest {
	tod_t since;     /* when it was held or let run last */
	uint32_t nr_ins; /* pages that had come back at the last look */
	bool held;
};

/* All of them. Zeros to begin with. */
struct eligible {
	tod_t looked;    /* when the last look was */
	tod_t changed;   /* when the last guest was held or let run */
	uint64_t nr_out; /* at that look: see struct eligible_out */
	tod_t time_out;
};

/* Pages that were taken from guests at work since IPL, and the time that it took. */
struct eligible_out {
	uint64_t nr;
	tod_t time;
};

/* One look: begin, consider each guest, end. */
struct eligible_look {
	tod_t now;
	uint64_t nr_outs, nr_ins; /* since the last one, as below */
	tod_t time_outs;
	unsigned nr_in, nr_held; /* guests that work, and are let run; that are held */
	tod_t in_since, held_since;
	char hold[DIR_USERID_LEN + 1], free[DIR_USERID_LEN + 1]; /* the first of each; "": none */
};

void eligible_begin(const struct eligible *eligible, struct eligible_look *look,
	const struct eligible_out *out, tod_t now);

/*
 * `nr_ins`: its pages that came back since IPL, modulo 2 to the 32nd. `works`: it runs or would
 * like to. `quick`: it is never held.
 */
void eligible_consider(struct eligible_look *look, struct eligible_guest *guest, const char *userid,
	uint32_t nr_ins, bool works, bool quick);

enum eligible_act {
	ELIGIBLE_NOTHING,
	ELIGIBLE_HOLD, /* look->hold */
	ELIGIBLE_FREE, /* look->free */
	ELIGIBLE_OVER, /* nobody is held, and no look is needed until pages of guests at work go
			  again */
};
enum eligible_act eligible_end(
	struct eligible *eligible, const struct eligible_look *look, uint32_t nr_cpus);

#endif
