// SPDX-License-Identifier: Apache-2.0
/* Reads of the virtual 3390. */
#include "logic/eckd/internal.h"

#include "lib/string.h"

/* Transferring data, or a home address, begins the count of index marks anew. */
static void read_end(struct eckd *eckd, struct chan_prog *io, const struct ckd_count *count)
{
	eckd->orient = AT_DATA;
	eckd->seen &= (uint8_t)~SEEN_INDEX;
	eckd_good(
		eckd, io, be16_get(count->data_len) ? DSTAT_END : DSTAT_END | DSTAT_UNIT_EXCEPTION);
}

/* The data of a record; a whole page of it, that others read too, may be mapped into the guest. */
static void put_data(const struct eckd *eckd, struct chan_prog *io, const struct eckd_field *field)
{
	uint32_t key_len = field->count.key_len, len = be16_get(field->count.data_len);
	const uint8_t *data;

	if (!len)
		return; /* perhaps without an area at all */
	data = field->data + key_len;
	if (len == PAGE_SIZE && eckd->pin->is_common && (uintptr_t)data % PAGE_SIZE == 0 &&
		chan_put_frame(io, (void *)(uintptr_t)data))
		return;
	chan_put(io, data, len);
}

static void put_key(struct chan_prog *io, const struct eckd_field *field)
{
	if (field->count.key_len)
		chan_put(io, field->data, field->count.key_len);
}

static void read_data(struct eckd *eckd, struct chan_prog *io)
{
	struct eckd_field field;

	if (!eckd_current(eckd, io, &field))
		return;
	put_data(eckd, io, &field);
	read_end(eckd, io, &field.count);
}

void eckd_read_data(struct eckd *eckd, struct chan_prog *io)
{
	bool is_there = eckd->orient == AT_COUNT || eckd->orient == AT_KEY;

	if (is_there || eckd_next_count(eckd, io, false))
		read_data(eckd, io);
}

/* READ IPL: the data of record 1 of the first track. */
void eckd_read_ipl(struct eckd *eckd, struct chan_prog *io)
{
	if (eckd->seen & (SEEN_EXTENT | SEEN_MASK))
		return eckd_reject(eckd, io, ECKD_BAD_SEQUENCE);
	eckd_move(eckd, 0);
	eckd->seen &= (uint8_t)~SEEN_INDEX;
	eckd->seen |= SEEN_SEEK;
	if (eckd_next_count(eckd, io, false))
		read_data(eckd, io);
}

void eckd_read_kd(struct eckd *eckd, struct chan_prog *io)
{
	struct eckd_field field;

	if (eckd->orient != AT_COUNT && !eckd_next_count(eckd, io, false))
		return;
	if (!eckd_current(eckd, io, &field))
		return;
	put_key(io, &field);
	put_data(eckd, io, &field);
	read_end(eckd, io, &field.count);
}

static void read_whole(struct eckd *eckd, struct chan_prog *io)
{
	struct eckd_field field;

	if (!eckd_current(eckd, io, &field))
		return;
	chan_put(io, &field.count, sizeof(field.count));
	put_key(io, &field);
	put_data(eckd, io, &field);
	read_end(eckd, io, &field.count);
}

void eckd_read_ckd(struct eckd *eckd, struct chan_prog *io)
{
	if (eckd_next_count(eckd, io, false))
		read_whole(eckd, io);
}

void eckd_read_count(struct eckd *eckd, struct chan_prog *io)
{
	struct eckd_field field;

	if (!eckd_next_count(eckd, io, false) || !eckd_current(eckd, io, &field))
		return;
	chan_put(io, &field.count, sizeof(field.count));
	eckd_good(eckd, io, DSTAT_END);
}

/* With the multitrack bit these two are of the next track. False: the command has ended. */
static bool go_to_index(struct eckd *eckd, struct chan_prog *io)
{
	if (eckd->step == STEP_MOVED)
		return true;
	if (!(chan_cmd(io) & CKD_MULTITRACK))
		eckd_move(eckd, eckd->track);
	else if (!eckd_advance(eckd, io))
		return false;
	eckd->step = STEP_MOVED;
	return true;
}

void eckd_read_r0(struct eckd *eckd, struct chan_prog *io)
{
	if (go_to_index(eckd, io) && eckd_next_count(eckd, io, true))
		read_whole(eckd, io);
}

void eckd_read_home(struct eckd *eckd, struct chan_prog *io)
{
	struct ckd_home home = {.flag = 0};

	if (!go_to_index(eckd, io))
		return;
	home.cyl = be16((uint16_t)(eckd->track / CKD_3390_HEADS));
	home.head = be16(eckd->track % CKD_3390_HEADS);
	chan_put(io, &home, sizeof(home));
	eckd->orient = AT_HOME;
	eckd->seen &= (uint8_t)~SEEN_INDEX;
	eckd_good(eckd, io, DSTAT_END);
}

/* All records from the one that was passed last to the end of the track. */
static void put_rest(struct eckd *eckd, struct chan_prog *io)
{
	struct eckd_field field;

	for (; eckd_current(eckd, io, &field); eckd->nr++) {
		chan_put(io, &field.count, sizeof(field.count));
		put_key(io, &field);
		put_data(eckd, io, &field);
		if (eckd->nr == eckd->pin->nr_records || chan_has_failed(io))
			break;
	}
	eckd->orient = AT_DATA;
	eckd->seen &= (uint8_t)~SEEN_INDEX;
}

/* READ MULTIPLE COUNT KEY AND DATA. */
void eckd_read_rest(struct eckd *eckd, struct chan_prog *io)
{
	if (!eckd_next_count(eckd, io, false))
		return;
	put_rest(eckd, io);
	eckd_good(eckd, io, DSTAT_END);
}

/* READ TRACK: record 0, all others and an end mark; the second in a domain is of the next track. */
void eckd_read_track(struct eckd *eckd, struct chan_prog *io)
{
	uint8_t end[CKD_IMAGE_END_LEN];

	if (eckd->step != STEP_MOVED) {
		if (!(eckd->seen & SEEN_TRACK))
			eckd_move(eckd, eckd->track);
		else if (!eckd_advance(eckd, io))
			return;
		eckd->step = STEP_MOVED;
	}
	if (!eckd_next_count(eckd, io, true))
		return;
	put_rest(eckd, io);
	memset(end, 0xff, sizeof(end));
	chan_put(io, end, sizeof(end));
	eckd->seen |= SEEN_TRACK;
	eckd_good(eckd, io, DSTAT_END);
}

void eckd_read_sector(struct eckd *eckd, struct chan_prog *io)
{
	uint8_t sector;

	if (!eckd_pin(eckd, io))
		return;
	sector = ckd_sector(eckd->pin, eckd->orient >= AT_COUNT ? eckd->nr : 0);
	chan_put(io, &sector, sizeof(sector));
	eckd_good(eckd, io, DSTAT_END);
}
