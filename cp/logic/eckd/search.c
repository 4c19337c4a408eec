// SPDX-License-Identifier: Apache-2.0
/*
 * Searches of the virtual 3390: each compares one home address, count field or key with what the
 * program has, and jumps over the next CCW, usually a transfer in channel back to the search, when
 * it is what was looked for.
 */
#include "logic/eckd/internal.h"

#include "lib/string.h"

#define PIECE 32 /* of the key at once */

/* EQ is X'x1', HIGH X'5x'/X'4x', high or equal X'7x'/X'6x': bits 1 and 2 of the code. */
static bool is_match(uint8_t cmd, int record_to_argument)
{
	bool if_high = cmd & 0x40, if_equal = cmd & 0x20;

	return record_to_argument > 0 ? if_high : record_to_argument == 0 && if_equal;
}

/* Compares a field with the program's data, as far as both go. True: there were any to compare. */
static bool compare(struct chan_prog *io, const uint8_t *field, uint32_t len, int *result)
{
	uint8_t piece[PIECE];
	uint32_t done = 0;

	*result = 0;
	while (done < len) {
		uint32_t got = chan_get(io, piece, MIN(len - done, (uint32_t)PIECE));

		if (*result == 0)
			*result = memcmp(field + done, piece, got);
		done += got;
		if (got < PIECE)
			break;
	}
	return done > 0;
}

static void search_end(struct eckd *eckd, struct chan_prog *io, bool found, uint8_t seen)
{
	eckd->seen &= (uint8_t) ~(SEEN_MATCH | SEEN_HOME);
	if (found)
		eckd->seen |= seen;
	eckd_good(eckd, io, found ? DSTAT_END | DSTAT_STATUS_MODIFIER : DSTAT_END);
}

void eckd_search_home(struct eckd *eckd, struct chan_prog *io)
{
	struct ckd_count home;
	bool any;
	int result;

	if ((chan_cmd(io) & CKD_MULTITRACK) && !eckd_advance(eckd, io))
		return;
	eckd_move(eckd, eckd->track);
	home = eckd_r0_count(eckd);
	eckd->orient = AT_HOME;
	any = compare(io, (const uint8_t *)&home, 4, &result);
	search_end(eckd, io, any && result == 0, SEEN_HOME);
}

void eckd_search_id(struct eckd *eckd, struct chan_prog *io)
{
	struct eckd_field field;
	bool any;
	int result;

	if (!eckd_next_count(eckd, io, true) || !eckd_current(eckd, io, &field))
		return;
	any = compare(io, (const uint8_t *)&field.count, CKD_SEARCH_ID_LEN, &result);
	search_end(eckd, io, any && is_match(chan_cmd(io), result), result == 0 ? SEEN_MATCH : 0);
}

void eckd_search_key(struct eckd *eckd, struct chan_prog *io)
{
	struct eckd_field field;
	bool any;
	int result;

	if (eckd->orient != AT_COUNT && !eckd_next_count(eckd, io, false))
		return;
	if (!eckd_current(eckd, io, &field))
		return;
	any = compare(io, field.data, field.count.key_len, &result);
	eckd->orient = AT_KEY;
	search_end(eckd, io, any && is_match(chan_cmd(io), result), result == 0 ? SEEN_MATCH : 0);
}
