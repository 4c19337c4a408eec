/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Slows the guessing of passwords, from however many terminals it comes.
 *
 * Each try costs its userid GUESS_STEP_S of time, and GUESS_FREE tries may be had in advance: who
 * mistypes notices nothing, who guesses gets one try in that time. A right password costs nothing.
 * Userids share slots by their hash, so that there is nothing to fill up and nobody to push out;
 * two userids of one slot slow each other. Userids that don't exist are treated alike.
 */
#ifndef LOGIC_GUESS_H
#define LOGIC_GUESS_H

#include "arch/types.h"

#define GUESS_SLOTS      256
#define GUESS_FREE       3
#define GUESS_STEP_S     10
#define GUESS_WAIT_MAX_S 30 /* a try that would have to wait longer is refused */

struct guess {
	tod_t paid_till[GUESS_SLOTS]; /* zero: nothing was ever tried */
};

/*
 * A password for userid (NUL-ended, upper case) is about to be checked at now. Returns 0 and in
 * *when the time to do so, now when it need not wait; or -E_AGAIN and in *when the time from which
 * on it may be tried again: it must not be checked, and costs nothing.
 */
int guess_begin(struct guess *g, const char *userid, tod_t now, tod_t *when) MUST_CHECK;

/* The try that guess_begin allowed was right: it costs nothing. */
void guess_right(struct guess *g, const char *userid);

#endif
