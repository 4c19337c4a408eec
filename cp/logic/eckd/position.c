// SPDX-License-Identifier: Apache-2.0
/* Where the heads of the virtual 3390 are, and what passes below them. */
#include "logic/eckd/internal.h"

#include "lib/err.h"

void eckd_unpin(struct eckd *eckd)
{
	if (eckd->pin)
		eckd->store->put(eckd->store_ctx, eckd->pin);
	eckd->pin = NULL;
}

void eckd_move(struct eckd *eckd, uint32_t track)
{
	if (track != eckd->track)
		eckd_unpin(eckd);
	eckd->track = track;
	eckd->nr = 0;
	eckd->orient = AT_INDEX;
}

int eckd_track_of(const struct eckd *eckd, be16_t cyl, be16_t head, uint32_t *track)
{
	*track = be16_get(cyl) * (uint32_t)CKD_3390_HEADS + be16_get(head);
	return be16_get(head) < CKD_3390_HEADS && *track < eckd->nr_tracks ? 0 : -E_RANGE;
}

static bool is_reachable(const struct eckd *eckd, uint32_t track)
{
	return track >= eckd->first && track <= eckd->last && track < eckd->nr_tracks;
}

bool eckd_may_reach(struct eckd *eckd, struct chan_prog *io, uint32_t track)
{
	if (is_reachable(eckd, track))
		return true;
	eckd_sense(eckd, io, 0, CKD_SENSE1_FILE_PROTECTED);
	return false;
}

bool eckd_pin(struct eckd *eckd, struct chan_prog *io)
{
	int rc;

	if (eckd->pin)
		return true;
	if (!eckd_may_reach(eckd, io, eckd->track))
		return false;
	rc = eckd->store->get(eckd->store_ctx, eckd->track, &eckd->pin);
	if (rc)
		eckd->pin = NULL;
	if (rc && rc != -E_AGAIN)
		eckd_fail(eckd, io, rc);
	return rc == 0;
}

bool eckd_advance(struct eckd *eckd, struct chan_prog *io)
{
	if (!eckd->domain && (eckd->mask & ECKD_MASK_SEEK) == ECKD_MASK_SEEK_NONE) {
		eckd_sense(eckd, io, 0, CKD_SENSE1_FILE_PROTECTED);
		return false;
	}
	if (!eckd->domain && eckd->track % CKD_3390_HEADS == CKD_3390_HEADS - 1) {
		eckd_sense(eckd, io, 0, CKD_SENSE1_END_OF_CYLINDER);
		return false;
	}
	if (!eckd_may_reach(eckd, io, eckd->track + 1))
		return false;
	eckd_move(eckd, eckd->track + 1);
	return true;
}

static bool is_search(uint8_t cmd)
{
	return (cmd & 0x07) == 0x01;
}

static bool is_key_search(uint8_t cmd)
{
	return (cmd & 0x1f) == 0x09;
}

/*
 * The index comes by: the same track once more, or the next one. A command that has seen it twice
 * without anything transferred finds no record; but outside a domain multitrack commands stop at
 * the end of the cylinder only.
 */
static bool pass_index(struct eckd *eckd, struct chan_prog *io)
{
	uint8_t cmd = chan_cmd(io);
	bool is_multi = cmd & CKD_MULTITRACK;
	bool goes_on = is_multi && !eckd->domain && (!is_search(cmd) || is_key_search(cmd));

	if ((eckd->seen & SEEN_INDEX) && !goes_on) {
		eckd_sense(eckd, io, 0, CKD_SENSE1_NO_RECORD_FOUND);
		return false;
	}
	if (!is_multi) {
		eckd->seen |= SEEN_INDEX;
		eckd_move(eckd, eckd->track);
		return true;
	}
	if (!eckd_advance(eckd, io))
		return false;
	if (!is_search(cmd))
		eckd->seen |= SEEN_INDEX;
	return true;
}

bool eckd_next_count(struct eckd *eckd, struct chan_prog *io, bool with_r0)
{
	for (;;) {
		unsigned next = eckd->orient >= AT_COUNT ? eckd->nr + 1u : with_r0 ? 0 : 1;

		if (!eckd_pin(eckd, io))
			return false;
		if (next <= eckd->pin->nr_records) {
			eckd->nr = (uint8_t)next;
			eckd->orient = AT_COUNT;
			return true;
		}
		if (!pass_index(eckd, io))
			return false;
	}
}

bool eckd_current(struct eckd *eckd, struct chan_prog *io, struct eckd_field *field)
{
	if (!eckd_pin(eckd, io))
		return false;
	if (eckd->nr > eckd->pin->nr_records) { /* another disk has formatted the track */
		eckd_fail(eckd, io, -E_NOENT);
		return false;
	}
	if (eckd->nr == 0) {
		*field = (struct eckd_field){eckd_r0_count(eckd), eckd->pin->r0};
	} else {
		const struct ckd_record *record = &eckd->pin->record[eckd->nr - 1];

		*field = (struct eckd_field){record->count, record->data};
	}
	return true;
}
