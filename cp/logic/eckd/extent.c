// SPDX-License-Identifier: Apache-2.0
/*
 * Control commands of the virtual 3390: DEFINE EXTENT, LOCATE RECORD and LOCATE RECORD EXTENDED,
 * seeks and the file mask. Storage Control Reference has their operands and checks.
 */
#include "logic/eckd/internal.h"

#include "lib/err.h"
#include "lib/string.h"

/* Takes an operand of len bytes. False: the command has ended. */
static bool get_operand(struct eckd *eckd, struct chan_prog *io, void *operand, uint32_t len)
{
	if (chan_get(io, operand, len) == len)
		return true;
	if (chan_has_failed(io))
		chan_end(io, DSTAT_END);
	else
		eckd_reject(eckd, io, ECKD_SHORT_COUNT);
	return false;
}

void eckd_define_extent(struct eckd *eckd, struct chan_prog *io)
{
	struct ckd_define_extent operand;
	uint8_t more[ECKD_EXTENT_LEN_LONG - sizeof(operand)];
	uint32_t first, last;

	if (!get_operand(eckd, io, &operand, sizeof(operand)))
		return;
	chan_get(io, more, sizeof(more)); /* time stamp and performance hints, if they are there */
	if (chan_has_failed(io))
		return chan_end(io, DSTAT_END);
	if (eckd->seen & (SEEN_EXTENT | SEEN_MASK | SEEN_SEEK))
		return eckd_reject(eckd, io, ECKD_BAD_SEQUENCE);
	if ((operand.mask & ECKD_MASK_ZERO) ||
		(operand.attributes & CKD_ATTR_ECKD) != CKD_ATTR_ECKD ||
		eckd_track_of(eckd, operand.first_cyl, operand.first_head, &first) ||
		eckd_track_of(eckd, operand.last_cyl, operand.last_head, &last) || first > last)
		return eckd_reject(eckd, io, ECKD_BAD_OPERAND);
	eckd->mask = operand.mask;
	eckd->block_size = be16_get(operand.block_size);
	eckd->first = first;
	eckd->last = last;
	/* What was found before may lie outside: it is forgotten. */
	eckd_unpin(eckd);
	eckd_move(eckd, eckd->track);
	eckd->seen &= (uint8_t)~(SEEN_INDEX | SEEN_MATCH | SEEN_HOME);
	eckd->seen |= SEEN_EXTENT;
	eckd_good(eckd, io, DSTAT_END);
}

/* ---- LOCATE RECORD */

uint8_t eckd_domain_kind(const struct eckd *eckd)
{
	switch (eckd->locate & ECKD_OPERATION) {
	case CKD_OP_WRITE_DATA: return IN_WRITE;
	case CKD_OP_FORMAT:
	case CKD_OP_WRITE_TRACK: return IN_FORMAT;
	case CKD_OP_READ_DATA:
	case ECKD_OP_READ_ANY:
	case CKD_OP_READ: return IN_READ;
	case CKD_OP_READ_TRACKS: return IN_TRACKS;
	case ECKD_OP_EXTENDED: return IN_FULL;
	default: return IN_NONE;
	}
}

static bool is_writing(uint8_t kind)
{
	return kind == IN_WRITE || kind == IN_FORMAT || kind == IN_FULL;
}

/* Which orientations an operation may have: bits X'1' count, X'2' home, X'4' data, X'8' index. */
static uint8_t orientations(uint8_t operation)
{
	switch (operation) {
	case CKD_OP_ORIENT: return 0x7;
	case CKD_OP_WRITE_DATA: return 0x5;
	case CKD_OP_FORMAT: return 0xb;
	case CKD_OP_READ_DATA: return 0x7;
	case CKD_OP_WRITE_TRACK: return 0x3;
	case CKD_OP_READ_TRACKS: return 0x3;
	case CKD_OP_READ: return 0xf;
	case ECKD_OP_READ_ANY: return 0xf;
	case ECKD_OP_EXTENDED: return 0x1;
	default: return 0;
	}
}

static bool locate_is_valid(const struct eckd *eckd, const struct ckd_locate *locate)
{
	uint8_t operation = locate->operation & ECKD_OPERATION;
	uint16_t length = be16_get(locate->length);

	if (!(orientations(operation) & 1 << (locate->operation >> 6)))
		return false;
	if ((locate->auxiliary & ~(CKD_AUX_LENGTH | CKD_AUX_READ_COUNT)) || locate->reserved_2)
		return false;
	if ((operation == CKD_OP_ORIENT) != (locate->nr == 0))
		return false;
	if ((locate->auxiliary & CKD_AUX_READ_COUNT) &&
		(locate->nr < 2 || (operation != CKD_OP_WRITE_DATA && operation != CKD_OP_READ)))
		return false;
	if (locate->sector != ECKD_SECTOR_UNKNOWN && locate->sector >= CKD_3390_SECTORS)
		return false;
	if (eckd->block_size && length > eckd->block_size)
		return false;
	return !(locate->auxiliary & CKD_AUX_LENGTH) == !length;
}

/* A format write behind record 0, which is always there: the track need not be readable. */
static bool is_for_r0(const struct eckd *eckd)
{
	struct ckd_count r0 = eckd_r0_count(eckd);

	return (eckd_domain_kind(eckd) & (IN_FORMAT | IN_FULL)) &&
	       memcmp(&r0, &eckd->target.cyl, CKD_SEARCH_ID_LEN) == 0;
}

/* Looks on the track for the record of the search argument. */
static int find_target(struct eckd *eckd)
{
	const struct ckd_track *track = eckd->pin;
	struct ckd_count r0 = eckd_r0_count(eckd);

	if (memcmp(&r0, &eckd->target.cyl, CKD_SEARCH_ID_LEN) == 0)
		return 0;
	for (unsigned i = 0; i < track->nr_records; i++)
		if (memcmp(&track->record[i].count, &eckd->target.cyl, CKD_SEARCH_ID_LEN) == 0)
			return (int)i + 1;
	return -E_NOENT;
}

static void located(struct eckd *eckd, struct chan_prog *io)
{
	uint8_t domain = eckd->domain;

	eckd->domain = 0; /* the command itself does not count */
	eckd_good(eckd, io, DSTAT_END);
	eckd->domain = domain;
}

static void not_located(struct eckd *eckd, struct chan_prog *io)
{
	eckd->domain = 0;
	eckd_fail(eckd, io, -E_NOENT);
}

void eckd_step_locate(struct eckd *eckd, struct chan_prog *io)
{
	struct ckd_count r0 = eckd_r0_count(eckd);
	int nr = 0;

	switch (eckd->locate & ECKD_ORIENT) {
	case CKD_ORIENT_INDEX: return located(eckd, io);
	case CKD_ORIENT_HOME:
		if (memcmp(&r0, &eckd->target.cyl, 4) != 0)
			return not_located(eckd, io);
		eckd->orient = AT_HOME;
		return located(eckd, io);
	default: break;
	}
	if (!is_for_r0(eckd)) {
		if (!eckd_pin(eckd, io))
			return;
		nr = find_target(eckd);
		if (nr < 0)
			return not_located(eckd, io);
	}
	eckd->nr = (uint8_t)nr;
	eckd->orient = (eckd->locate & ECKD_ORIENT) == CKD_ORIENT_DATA ? AT_DATA : AT_COUNT;
	located(eckd, io);
}

static void locate(struct eckd *eckd, struct chan_prog *io, const struct ckd_locate *operand)
{
	uint32_t track;

	if (!(eckd->seen & (SEEN_EXTENT | SEEN_SEEK)))
		return eckd_reject(eckd, io, ECKD_BAD_SEQUENCE);
	if (!locate_is_valid(eckd, operand) ||
		eckd_track_of(eckd, operand->seek_cyl, operand->seek_head, &track))
		return eckd_reject(eckd, io, ECKD_BAD_OPERAND);
	eckd->locate = operand->operation;
	if (eckd->read_only && is_writing(eckd_domain_kind(eckd)))
		return eckd_fail(eckd, io, -E_PERM);
	if (!eckd_may_reach(eckd, io, track))
		return;
	eckd_move(eckd, track);
	eckd->domain = operand->nr;
	eckd->seen &= (uint8_t) ~(SEEN_INDEX | SEEN_MATCH | SEEN_HOME | SEEN_TRACK);
	eckd->target.cyl = operand->cyl;
	eckd->target.head = operand->head;
	eckd->target.rec = operand->rec;
	eckd->step = STEP_LOCATE;
	eckd_step_locate(eckd, io);
}

void eckd_locate(struct eckd *eckd, struct chan_prog *io)
{
	struct ckd_locate operand;

	if (!get_operand(eckd, io, &operand, sizeof(operand)))
		return;
	if ((operand.operation & ECKD_OPERATION) == ECKD_OP_EXTENDED ||
		(operand.operation & ECKD_OPERATION) == ECKD_OP_READ_ANY)
		return eckd_reject(eckd, io, ECKD_BAD_OPERAND);
	locate(eckd, io, &operand);
}

/* The bit mask of WRITE FULL TRACK: one bit for each track from the first on. */
static bool has_full_tracks(const struct eckd_locate_extended *operand)
{
	uint16_t bits = (uint16_t)(operand->parameter[0] << 8 | operand->parameter[1]);
	uint8_t nr = operand->base.nr;

	return nr >= 1 && nr <= 16 && bits == (uint16_t)(0xffffu << (16 - nr));
}

void eckd_locate_extended(struct eckd *eckd, struct chan_prog *io)
{
	struct eckd_locate_extended operand = {.zero_10 = 0};
	uint16_t more;
	bool is_full;

	if (!get_operand(eckd, io, &operand, ECKD_LRE_LEN))
		return;
	more = be16_get(operand.parameter_len);
	is_full = (operand.base.operation & ECKD_OPERATION) == ECKD_OP_EXTENDED;
	if (operand.zero_10 || more != (is_full ? sizeof(operand.parameter) : 0) ||
		operand.operation != (is_full ? ECKD_EXTENDED_WRITE : 0))
		return eckd_reject(eckd, io, ECKD_BAD_OPERAND);
	if (is_full && !get_operand(eckd, io, operand.parameter, more))
		return;
	if (is_full && !has_full_tracks(&operand))
		return eckd_reject(eckd, io, ECKD_BAD_OPERAND);
	locate(eckd, io, &operand.base);
}

/* ---- Seeks and masks */

/* Whether the file mask allows the seek. */
static bool may_seek(const struct eckd *eckd, uint8_t cmd)
{
	switch (eckd->mask & ECKD_MASK_SEEK) {
	case ECKD_MASK_SEEK_ALL: return true;
	case ECKD_MASK_SEEK_CYL: return cmd == CKD_SEEK_CYL || cmd == CKD_SEEK_HEAD;
	case ECKD_MASK_SEEK_HEAD: return cmd == CKD_SEEK_HEAD;
	default: return false;
	}
}

static void seek(struct eckd *eckd, struct chan_prog *io, uint32_t track)
{
	if (!may_seek(eckd, chan_cmd(io)))
		return eckd_sense(eckd, io, 0, CKD_SENSE1_FILE_PROTECTED);
	if (!eckd_may_reach(eckd, io, track))
		return;
	eckd_move(eckd, track);
	eckd->seen &= (uint8_t) ~(SEEN_INDEX | SEEN_MATCH | SEEN_HOME);
	eckd->seen |= SEEN_SEEK;
	eckd_good(eckd, io, DSTAT_END);
}

void eckd_seek(struct eckd *eckd, struct chan_prog *io)
{
	struct ckd_seek operand;
	uint32_t track;

	if (!get_operand(eckd, io, &operand, CKD_SEEK_LEN))
		return;
	if (chan_cmd(io) == CKD_SEEK_HEAD)
		operand.cyl = be16((uint16_t)(eckd->track / CKD_3390_HEADS));
	if (be16_get(operand.bin) || eckd_track_of(eckd, operand.cyl, operand.head, &track))
		return eckd_reject(eckd, io, ECKD_BAD_OPERAND);
	seek(eckd, io, track);
}

void eckd_recalibrate(struct eckd *eckd, struct chan_prog *io)
{
	seek(eckd, io, 0);
}

void eckd_set_mask(struct eckd *eckd, struct chan_prog *io)
{
	uint8_t mask;

	if (!get_operand(eckd, io, &mask, sizeof(mask)))
		return;
	if (eckd->seen & (SEEN_EXTENT | SEEN_MASK))
		return eckd_reject(eckd, io, ECKD_BAD_SEQUENCE);
	if (mask & ECKD_MASK_ZERO)
		return eckd_reject(eckd, io, ECKD_BAD_OPERAND);
	eckd->mask = mask;
	eckd->seen |= SEEN_MASK;
	eckd_good(eckd, io, DSTAT_END);
}

/* Nothing turns here, so that there is nothing to wait for. */
void eckd_set_sector(struct eckd *eckd, struct chan_prog *io)
{
	uint8_t sector;

	if (!get_operand(eckd, io, &sector, sizeof(sector)))
		return;
	if (sector != ECKD_SECTOR_UNKNOWN && sector >= CKD_3390_SECTORS)
		return eckd_reject(eckd, io, ECKD_BAD_OPERAND);
	eckd_good(eckd, io, DSTAT_END);
}
