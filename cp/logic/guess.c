// SPDX-License-Identifier: Apache-2.0
/* Slows the guessing of passwords. */
#include "logic/guess.h"

#include "lib/err.h"
#include "lib/string.h"

#define STEP (GUESS_STEP_S * TOD_S)

static tod_t *slot_of(struct guess *g, const char *userid)
{
	return &g->paid_till[str_hash(userid) % GUESS_SLOTS];
}

int guess_begin(struct guess *g, const char *userid, tod_t now, tod_t *when)
{
	tod_t *slot = slot_of(g, userid);
	tod_t paid = MAX(*slot, now);

	/* What was had in advance is to be paid before more is. */
	*when = MAX(now, paid - MIN(paid, (GUESS_FREE - 1) * STEP));
	if (*when - now > GUESS_WAIT_MAX_S * TOD_S) {
		*when -= GUESS_WAIT_MAX_S * TOD_S;
		return -E_AGAIN;
	}
	*slot = paid + STEP;
	return 0;
}

void guess_right(struct guess *g, const char *userid)
{
	tod_t *slot = slot_of(g, userid);

	*slot -= MIN(*slot, STEP);
}
