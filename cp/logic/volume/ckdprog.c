// SPDX-License-Identifier: Apache-2.0
/* Channel programs for real 3390s. */
#include "logic/volume/ckdprog.h"

#include "lib/err.h"
#include "lib/string.h"

#define IDAW_BLOCK     4096u
#define SECTOR_UNKNOWN 0xff

static void begin(struct ckdprog *prog, uint32_t addr, uint32_t track)
{
	prog->addr = addr;
	prog->track = track;
	prog->nr_ccws = prog->nr_idaws = prog->nr_locates = 0;
}

/* Adds a command, chained to the one before it. */
static struct ccw1 *add(struct ckdprog *prog, uint8_t cmd, uint32_t count, uint32_t addr)
{
	struct ccw1 *ccw = &prog->ccw[prog->nr_ccws];

	if (prog->nr_ccws++)
		ccw[-1].flags |= CCW_CC;
	*ccw = (struct ccw1){.cmd = cmd, .count = be16((uint16_t)count), .addr = be32(addr)};
	return ccw;
}

/* Adds a command with data anywhere. */
static int add_data(struct ckdprog *prog, uint8_t cmd, uint64_t data, uint32_t len)
{
	uint32_t nr = (uint32_t)((data % IDAW_BLOCK + len + IDAW_BLOCK - 1) / IDAW_BLOCK);
	uint64_t first = data - data % IDAW_BLOCK;
	struct ccw1 *ccw;

	if (len > UINT16_MAX || prog->nr_idaws + nr > CKDPROG_IDAWS ||
		prog->nr_ccws >= CKDPROG_CCWS - 1)
		return -E_RANGE;
	ccw = add(prog, cmd, len,
		prog->addr + (uint32_t)offsetof(struct ckdprog, idaw) +
			prog->nr_idaws * (uint32_t)sizeof(prog->idaw[0]));
	if (nr)
		ccw->flags |= CCW_IDA;
	for (uint32_t i = 0; i < nr; i++)
		prog->idaw[prog->nr_idaws++] = be64(i ? first + i * IDAW_BLOCK : data);
	return 0;
}

/* The tracks from prog->track to last. */
static void add_extent(struct ckdprog *prog, uint8_t mask, uint32_t last)
{
	const be16_t cyl = be16((uint16_t)(prog->track / CKD_3390_HEADS));
	const be16_t head = be16(prog->track % CKD_3390_HEADS);

	prog->extent = (struct ckd_define_extent){.mask = mask,
		.attributes = CKD_ATTR_ECKD,
		.first_cyl = cyl,
		.first_head = head,
		.last_cyl = be16((uint16_t)(last / CKD_3390_HEADS)),
		.last_head = be16(last % CKD_3390_HEADS)};
	add(prog, CKD_DEFINE_EXTENT, sizeof(prog->extent),
		prog->addr + (uint32_t)offsetof(struct ckdprog, extent));
}

/* LOCATE RECORD on a track, for nr commands; the caller fills in what it must say besides. */
static struct ckd_locate *add_locate(
	struct ckdprog *prog, uint8_t operation, uint32_t nr, uint32_t track)
{
	const be16_t cyl = be16((uint16_t)(track / CKD_3390_HEADS));
	const be16_t head = be16(track % CKD_3390_HEADS);
	struct ckd_locate *locate = &prog->locate[prog->nr_locates];

	*locate = (struct ckd_locate){.operation = operation,
		.nr = (uint8_t)nr,
		.seek_cyl = cyl,
		.seek_head = head,
		.cyl = cyl,
		.head = head,
		.sector = SECTOR_UNKNOWN};
	add(prog, CKD_LOCATE_RECORD, sizeof(*locate),
		prog->addr + (uint32_t)offsetof(struct ckdprog, locate) +
			prog->nr_locates++ * (uint32_t)sizeof(*locate));
	return locate;
}

int ckdprog_characteristics(struct ckdprog *prog, uint32_t addr, const void *buf, uint32_t size)
{
	int rc;

	begin(prog, addr, 0);
	rc = add_data(prog, CKD_READ_DEV_CHAR, (uintptr_t)buf, size);
	prog->ccw[0].flags |= CCW_SLI;
	return rc;
}

int ckdprog_read_tracks(struct ckdprog *prog, uint32_t addr, uint32_t track, void *const *buf,
	uint32_t nr, uint32_t size)
{
	int rc = 0;

	if (nr < 1 || nr > CKDPROG_TRACKS_MAX)
		return -E_RANGE;
	begin(prog, addr, track);
	add_extent(prog, CKD_MASK_WRITE_NONE, track + nr - 1);
	add_locate(prog, CKD_ORIENT_HOME | CKD_OP_READ_TRACKS, nr, track);
	for (uint32_t i = 0; !rc && i < nr; i++) {
		rc = add_data(prog, CKD_READ_TRACK, (uintptr_t)buf[i], size);
		prog->ccw[prog->nr_ccws - 1].flags |= CCW_SLI;
	}
	return rc;
}

int ckdprog_write_track(
	struct ckdprog *prog, uint32_t addr, uint32_t track, const void *image, uint32_t len)
{
	struct trackimage_record record;
	uint32_t used, at = 0;
	int rc = trackimage_check(image, len, &used);

	if (rc < 0)
		return rc;
	if (rc > DASD_RECORDS_MAX)
		return -E_RANGE; /* the count in LOCATE RECORD is a byte */
	begin(prog, addr, track);
	add_extent(prog, CKD_MASK_WRITE_ALL, track);
	add_locate(prog, CKD_ORIENT_HOME | CKD_OP_FORMAT, (uint32_t)rc, track);
	while ((rc = trackimage_next(image, len, &at, &record)) > 0) {
		rc = add_data(prog, record.at ? CKD_WRITE_CKD : CKD_WRITE_R0,
			(uintptr_t)image + record.at, record.len);
		if (rc)
			break;
	}
	return rc;
}

/* LOCATE RECORD for the record and those that follow it without a search and are of its length. */
static void locate_run(
	struct ckdprog *prog, bool write, const struct dasd_record *record, uint32_t nr)
{
	const uint32_t key_len = record->with_key ? record->count.key_len : 0;
	struct ckd_locate *locate;
	uint32_t nr_run = 1;

	while (nr_run < nr && record[nr_run].is_next &&
		record[nr_run].with_key == record->with_key &&
		record[nr_run].count.key_len == record->count.key_len &&
		be16_get(record[nr_run].count.data_len) == be16_get(record->count.data_len))
		nr_run++;
	locate = add_locate(prog, CKD_ORIENT_COUNT | (write ? CKD_OP_WRITE_DATA : CKD_OP_READ_DATA),
		nr_run, prog->track);
	locate->cyl = record->count.cyl;
	locate->head = record->count.head;
	locate->rec = record->count.rec;
	if (write) {
		locate->auxiliary = CKD_AUX_LENGTH;
		locate->length = be16((uint16_t)(key_len + be16_get(record->count.data_len)));
	}
}

static uint8_t record_command(const struct dasd_record *record, bool write)
{
	if (write)
		return record->with_key ? CKD_WRITE_UPD_KEY : CKD_WRITE_UPD_DATA;
	return record->with_key ? CKD_READ_KEY_DATA : CKD_READ_DATA;
}

int ckdprog_records(struct ckdprog *prog, uint32_t addr, uint32_t track, bool write,
	const struct dasd_record *record, uint32_t nr)
{
	uint32_t left = 0; /* commands that the last LOCATE RECORD covers yet */

	if (nr == 0 || nr > DASD_RECORDS_MAX)
		return -E_RANGE;
	begin(prog, addr, track);
	add_extent(prog, write ? CKD_MASK_WRITE_UPDATE : CKD_MASK_WRITE_NONE, track);
	for (uint32_t i = 0; i < nr; i++) {
		const struct dasd_record *now = &record[i];
		uint32_t key_len = now->with_key ? now->count.key_len : 0;
		uint32_t data_len = be16_get(now->count.data_len);
		int rc;

		/* A record without data is an end-of-file mark: there is nothing to read or write.
		 */
		if (data_len == 0)
			return -E_RANGE;
		if (left == 0) {
			locate_run(prog, write, now, nr - i);
			left = prog->locate[prog->nr_locates - 1].nr;
		}
		rc = add_data(
			prog, record_command(now, write), (uintptr_t)now->data, key_len + data_len);
		if (rc)
			return rc;
		left--;
	}
	return 0;
}

void ckdprog_confirm(struct ckdprog *prog, uint32_t nr_tracks)
{
	uint32_t other = prog->track + 1 < nr_tracks ? prog->track + 1 : prog->track - 1;

	if (other > prog->track) {
		prog->extent.last_cyl = be16((uint16_t)(other / CKD_3390_HEADS));
		prog->extent.last_head = be16(other % CKD_3390_HEADS);
	} else {
		prog->extent.first_cyl = be16((uint16_t)(other / CKD_3390_HEADS));
		prog->extent.first_head = be16(other % CKD_3390_HEADS);
	}
	add_locate(prog, CKD_ORIENT_HOME | CKD_OP_ORIENT, 0, other);
}
