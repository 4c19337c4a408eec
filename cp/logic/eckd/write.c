// SPDX-License-Identifier: Apache-2.0
/*
 * Writes of the virtual 3390.
 *
 * First all that can fail is checked, then the program's data are taken, then the store gets them
 * in a step of its own, which may have to be repeated. What the program does not supply is zeros.
 */
#include "logic/eckd/internal.h"

#include "lib/err.h"
#include "lib/string.h"

static void free_record(struct eckd *eckd, struct ckd_record *record)
{
	if (record->data)
		eckd->store->free(eckd->store_ctx, record->data, ckd_record_len(&record->count));
	record->data = NULL;
}

void eckd_forget_write(struct eckd *eckd)
{
	free_record(eckd, &eckd->one);
	for (unsigned i = 0; eckd->list && i < eckd->nr_add; i++)
		free_record(eckd, &eckd->list[i]);
	if (eckd->list)
		eckd->store->free(eckd->store_ctx, (uint8_t *)eckd->list,
			CKD_RECORDS_MAX * sizeof(*eckd->list));
	eckd->list = NULL;
	eckd->nr_add = 0;
	eckd->has_r0 = false;
}

/* False: the command has ended, nothing may be written. kind: IN_WRITE or IN_FORMAT. */
static bool may_write(struct eckd *eckd, struct chan_prog *io, uint8_t kind, bool is_r0)
{
	uint8_t mask = eckd->mask & CKD_MASK_WRITE;

	if (eckd->read_only) {
		eckd_fail(eckd, io, -E_PERM);
		return false;
	}
	if (mask == CKD_MASK_WRITE_NONE || (mask == CKD_MASK_WRITE_UPDATE && kind != IN_WRITE) ||
		(mask == CKD_MASK_WRITE_NOT_R0 && is_r0)) {
		eckd_reject(eckd, io, ECKD_BAD_SEQUENCE);
		return false;
	}
	return true;
}

/* Takes len bytes of the program's data, zeros when there are no more. False: they can't be had. */
static bool take(struct chan_prog *io, uint8_t *data, uint32_t len)
{
	uint32_t got = chan_get(io, data, len);

	memset(data + got, 0, len - got);
	return !chan_has_failed(io);
}

/* A check of the channel cut the data off: the record stays as it was. */
static void cut_off(struct eckd *eckd, struct chan_prog *io)
{
	eckd_forget_write(eckd);
	chan_end(io, DSTAT_END);
}

static void written(struct eckd *eckd, struct chan_prog *io, uint8_t dstat)
{
	eckd->orient = AT_DATA;
	eckd->is_dirty = true;
	eckd->seen &= (uint8_t)~SEEN_INDEX;
	eckd_forget_write(eckd);
	eckd_good(eckd, io, dstat);
}

static void not_written(struct eckd *eckd, struct chan_prog *io, int rc)
{
	eckd_forget_write(eckd);
	eckd_fail(eckd, io, rc);
}

/* ---- Update writes: a record keeps its lengths */

void eckd_step_update(struct eckd *eckd, struct chan_prog *io)
{
	int rc = eckd->store->update(
		eckd->store_ctx, eckd->track, eckd->nr, &eckd->one.count, eckd->one.data);

	if (rc == -E_AGAIN)
		return;
	if (rc)
		return not_written(eckd, io, rc);
	eckd->one.data = NULL;
	written(eckd, io, DSTAT_END);
}

/*
 * Finds the record to write: in a domain the located one or the next; else the one whose search was
 * satisfied, whose data at least have not passed yet.
 */
static bool find_record(struct eckd *eckd, struct chan_prog *io, bool with_key)
{
	bool is_there = eckd->orient == AT_COUNT || (!with_key && eckd->orient == AT_KEY);

	if (!eckd->domain && (!(eckd->seen & SEEN_MATCH) || !is_there)) {
		eckd_reject(eckd, io, ECKD_BAD_SEQUENCE);
		return false;
	}
	return is_there || eckd_next_count(eckd, io, false);
}

static void write_record(struct eckd *eckd, struct chan_prog *io, bool with_key)
{
	struct eckd_field field;
	uint32_t len, key_len;

	if (!may_write(eckd, io, IN_WRITE, false) || !find_record(eckd, io, with_key) ||
		!eckd_current(eckd, io, &field))
		return;
	if (eckd->nr == 0)
		return eckd_reject(eckd, io, ECKD_BAD_SEQUENCE);
	len = ckd_record_len(&field.count);
	key_len = field.count.key_len;
	if (!be16_get(field.count.data_len)) {
		eckd->orient = AT_DATA;
		return eckd_good(eckd, io, DSTAT_END | DSTAT_UNIT_EXCEPTION);
	}
	eckd->one.count = field.count;
	eckd->one.data = eckd->store->alloc(eckd->store_ctx, len);
	if (!eckd->one.data)
		return eckd_fail(eckd, io, -E_NOMEM);
	if (with_key)
		key_len = 0;
	else if (key_len)
		memcpy(eckd->one.data, field.data, key_len);
	if (!take(io, eckd->one.data + key_len, len - key_len))
		return cut_off(eckd, io);
	eckd_unpin(eckd);
	eckd->step = STEP_UPDATE;
	eckd_step_update(eckd, io);
}

void eckd_write_data(struct eckd *eckd, struct chan_prog *io)
{
	write_record(eckd, io, false);
}

void eckd_write_kd(struct eckd *eckd, struct chan_prog *io)
{
	write_record(eckd, io, true);
}

/* ---- Format writes: the track ends behind what they write */

void eckd_step_format(struct eckd *eckd, struct chan_prog *io)
{
	const struct ckd_record *add = eckd->list ? eckd->list : &eckd->one;
	int rc = eckd->store->format(eckd->store_ctx, eckd->track, eckd->keep, add, eckd->nr_add,
		eckd->has_r0 ? eckd->r0 : NULL);

	if (rc == -E_AGAIN)
		return;
	if (rc)
		return not_written(eckd, io, rc);
	eckd->one.data = NULL;
	for (unsigned i = 0; eckd->list && i < eckd->nr_add; i++)
		eckd->list[i].data = NULL;
	eckd->nr = (uint8_t)(eckd->keep + eckd->nr_add);
	eckd->seen |= SEEN_TRACK;
	written(eckd, io, DSTAT_END);
}

static void format(struct eckd *eckd, struct chan_prog *io)
{
	eckd_unpin(eckd);
	eckd->step = STEP_FORMAT;
	eckd_step_format(eckd, io);
}

/* What the records up to the one that was passed last take. False: the command ended, or waits. */
static bool cells_kept(struct eckd *eckd, struct chan_prog *io, uint32_t *cells)
{
	*cells = 0;
	if (eckd->nr == 0)
		return true;
	if (!eckd_pin(eckd, io))
		return false;
	if (eckd->nr > eckd->pin->nr_records) {
		eckd_fail(eckd, io, -E_NOENT);
		return false;
	}
	for (unsigned i = 0; i < eckd->nr; i++)
		*cells += ckd_record_cells(&eckd->pin->record[i].count);
	return true;
}

/* In a domain, or behind a search for equal; at a record, not before record 0. */
static bool may_format_here(struct eckd *eckd, struct chan_prog *io)
{
	if (eckd->orient >= AT_COUNT && (eckd->domain || (eckd->seen & SEEN_MATCH)))
		return true;
	eckd_reject(eckd, io, ECKD_BAD_SEQUENCE);
	return false;
}

/* Takes count field, key and data of the record that is to follow the one that was passed last. */
static void write_ckd(struct eckd *eckd, struct chan_prog *io, uint32_t cells)
{
	struct ckd_record *record = &eckd->one;
	uint32_t len;

	if (!take(io, (uint8_t *)&record->count, sizeof(record->count)))
		return chan_end(io, DSTAT_END);
	len = ckd_record_len(&record->count);
	if (cells + ckd_record_cells(&record->count) > CKD_3390_CELLS)
		return eckd_fail(eckd, io, -E_FULL);
	if (len) {
		record->data = eckd->store->alloc(eckd->store_ctx, len);
		if (!record->data)
			return eckd_fail(eckd, io, -E_NOMEM);
		if (!take(io, record->data, len))
			return cut_off(eckd, io);
	}
	eckd->keep = eckd->nr;
	eckd->nr_add = 1;
	format(eckd, io);
}

void eckd_write_ckd(struct eckd *eckd, struct chan_prog *io)
{
	uint32_t cells;

	if (may_write(eckd, io, IN_FORMAT, false) && may_format_here(eckd, io) &&
		cells_kept(eckd, io, &cells))
		write_ckd(eckd, io, cells);
}

/* WRITE COUNT KEY AND DATA NEXT TRACK: behind record 0 of it. */
void eckd_write_next(struct eckd *eckd, struct chan_prog *io)
{
	if (!may_write(eckd, io, IN_FORMAT, false))
		return;
	if (!(eckd->seen & SEEN_TRACK))
		return eckd_reject(eckd, io, ECKD_BAD_SEQUENCE);
	if (!eckd_advance(eckd, io))
		return;
	eckd->orient = AT_DATA;
	write_ckd(eckd, io, 0);
}

/* ERASE: the operand, a count field with what follows it, says what was there. */
void eckd_erase(struct eckd *eckd, struct chan_prog *io)
{
	struct ckd_count count;
	uint32_t cells;

	if (!may_write(eckd, io, IN_FORMAT, false) || !may_format_here(eckd, io) ||
		!cells_kept(eckd, io, &cells))
		return;
	if (!take(io, (uint8_t *)&count, sizeof(count)))
		return chan_end(io, DSTAT_END);
	chan_skip(io, ckd_record_len(&count));
	if (chan_has_failed(io))
		return chan_end(io, DSTAT_END);
	eckd->keep = eckd->nr;
	eckd->nr_add = 0;
	format(eckd, io);
}

/* WRITE RECORD ZERO, of 8 bytes as all systems have it; erases all records. */
void eckd_write_r0(struct eckd *eckd, struct chan_prog *io)
{
	struct ckd_count count, r0;
	bool is_home = eckd->domain ? eckd->orient == AT_HOME || eckd->orient == AT_INDEX
				    : (eckd->seen & SEEN_HOME) && eckd->orient == AT_HOME;

	if (!may_write(eckd, io, IN_FORMAT, true))
		return;
	if (!is_home)
		return eckd_reject(eckd, io, ECKD_BAD_SEQUENCE);
	if (!take(io, (uint8_t *)&count, sizeof(count)) || !take(io, eckd->r0, sizeof(eckd->r0)))
		return chan_end(io, DSTAT_END);
	r0 = eckd_r0_count(eckd);
	if (memcmp(&count, &r0, sizeof(r0)) != 0)
		return eckd_fail(eckd, io, -E_FORMAT);
	eckd->seen |= SEEN_MATCH;
	eckd->has_r0 = true;
	eckd->keep = eckd->nr_add = 0;
	format(eckd, io);
}

/* ---- WRITE FULL TRACK */

/* Takes one record of the track's image: 1, 0 at the end mark or where data end, or an error. */
static int take_record(struct chan_prog *io, struct eckd *eckd, struct ckd_record *record)
{
	static const uint8_t end[CKD_IMAGE_END_LEN] = {
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
	uint32_t len, got = chan_get(io, &record->count, sizeof(record->count));

	if (got == 0 || (got == sizeof(end) && memcmp(&record->count, end, sizeof(end)) == 0))
		return 0;
	len = ckd_record_len(&record->count);
	if (got < sizeof(record->count) || ckd_record_cells(&record->count) > CKD_3390_CELLS)
		return -E_FORMAT;
	if (!len)
		return 1;
	record->data = eckd->store->alloc(eckd->store_ctx, len);
	if (!record->data)
		return -E_NOMEM;
	if (chan_get(io, record->data, len) == len)
		return 1;
	free_record(eckd, record);
	return -E_FORMAT;
}

/* Takes the whole image but record 0. Returns 0 or an error. */
static int take_records(struct chan_prog *io, struct eckd *eckd)
{
	uint32_t cells = 0;

	for (;;) {
		struct ckd_record record = {.data = NULL};
		int rc = take_record(io, eckd, &record);

		if (rc <= 0)
			return rc;
		cells += ckd_record_cells(&record.count);
		if (cells > CKD_3390_CELLS) {
			free_record(eckd, &record);
			return -E_FULL;
		}
		eckd->list[eckd->nr_add++] = record;
	}
}

static int take_track(struct chan_prog *io, struct eckd *eckd)
{
	struct ckd_count count, r0 = eckd_r0_count(eckd);

	if (chan_get(io, &count, sizeof(count)) < sizeof(count) ||
		chan_get(io, eckd->r0, sizeof(eckd->r0)) < sizeof(eckd->r0) ||
		memcmp(&count, &r0, sizeof(r0)) != 0)
		return -E_FORMAT;
	eckd->list = (struct ckd_record *)eckd->store->alloc(
		eckd->store_ctx, CKD_RECORDS_MAX * sizeof(*eckd->list));
	if (!eckd->list)
		return -E_NOMEM;
	eckd->nr_add = 0;
	return take_records(io, eckd);
}

void eckd_write_full(struct eckd *eckd, struct chan_prog *io)
{
	int rc;

	if (!may_write(eckd, io, IN_FORMAT, true))
		return;
	if ((eckd->seen & SEEN_TRACK) && !eckd_advance(eckd, io))
		return;
	eckd->seen |= SEEN_TRACK;
	rc = take_track(io, eckd);
	if (chan_has_failed(io))
		return cut_off(eckd, io);
	if (rc)
		return not_written(eckd, io, rc);
	eckd->has_r0 = true;
	eckd->keep = 0;
	format(eckd, io);
}
