// SPDX-License-Identifier: Apache-2.0
/* The eligible list: the policy. */
#include "logic/eligible.h"
#include "lib/string.h"

void eligible_begin(const struct eligible *eligible, struct eligible_look *look,
	const struct eligible_out *out, tod_t now)
{
	*look = (struct eligible_look){.now = now,
		.nr_outs = out->nr - eligible->nr_out,
		.time_outs = out->time - eligible->time_out};
}

void eligible_consider(struct eligible_look *look, struct eligible_guest *guest, const char *userid,
	uint32_t nr_ins, bool works, bool quick)
{
	look->nr_ins += nr_ins - guest->nr_ins;
	guest->nr_ins = nr_ins;
	if (guest->held) {
		if (!look->nr_held++ || guest->since < look->held_since) {
			look->held_since = guest->since;
			str_copy(look->free, userid, sizeof(look->free));
		}
	} else if (works) {
		look->nr_in++;
		if (!quick && (!look->hold[0] || guest->since < look->in_since)) {
			look->in_since = guest->since;
			str_copy(look->hold, userid, sizeof(look->hold));
		}
	}
}

/* Do guests take pages from each other, and is that much of what happens? */
static bool is_thrashing(
	const struct eligible *eligible, const struct eligible_look *look, uint32_t nr_cpus)
{
	return eligible->looked && look->nr_ins > look->nr_outs / 2 &&
	       look->time_outs * ELIGIBLE_PART > (look->now - eligible->looked) * nr_cpus;
}

enum eligible_act eligible_end(
	struct eligible *eligible, const struct eligible_look *look, uint32_t nr_cpus)
{
	bool is_bad = is_thrashing(eligible, look, nr_cpus);
	bool is_first = !eligible->looked;

	eligible->looked = look->now;
	eligible->nr_out += look->nr_outs;
	eligible->time_out += look->time_outs;
	if (is_bad && look->nr_in > 1 && look->hold[0]) {
		eligible->changed = look->now;
		return ELIGIBLE_HOLD;
	}
	if (look->nr_held && (!look->nr_in || look->now - eligible->changed >= ELIGIBLE_TURN)) {
		eligible->changed = look->now;
		return ELIGIBLE_FREE;
	}
	if (look->nr_held || is_first || look->nr_outs)
		return ELIGIBLE_NOTHING;
	eligible->looked = 0;
	return ELIGIBLE_OVER;
}
