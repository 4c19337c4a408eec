// SPDX-License-Identifier: Apache-2.0
/*
 * Real 3390s. One channel program reads up to a cylinder:
 *
 *	for each track: SEEK, SEARCH ID for its first block, TIC to the search, READ DATA for each
 *block
 */
#include "nucleus/dasd.h"
#include "arch/ckd.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/volume/record.h"
#include "nucleus/storage.h"

#define NR_BLOCKS_IO (VOL_TRACKS_PER_CYL * VOL_BLOCKS_PER_TRACK)
#define NR_TRACKS_IO                                                                               \
	(VOL_TRACKS_PER_CYL + 1) /* a run of so many blocks may begin anywhere on a track */
#define NR_CCWS_FIND 3
#define CCW_REACH    (2 * GiB)

/* What the channel fetches and stores besides the data. */
struct dasd_program {
	struct ccw1 ccw[NR_BLOCKS_IO + NR_TRACKS_IO * NR_CCWS_FIND];
	struct ckd_seek operand[NR_TRACKS_IO];
};

/* READ DEVICE CHARACTERISTICS, as far as it matters here. */
struct device_characteristics {
	uint8_t reserved_0[12]; /* X'00' */
	be16_t nr_cyls;         /* X'0C' primary cylinders */
	be16_t nr_heads;        /* X'0E' */
	uint8_t reserved_10[48];
};
static_assert(sizeof(struct device_characteristics) == 64, "device characteristics");

/*
 * Function:      a real disk
 * Located by:    dasd_open
 * Created by:    the first dasd_open
 * Deleted by:    never
 * Serialized by: see the groups
 */
struct dasd {
	struct rdev *rdev; /* constant, as are the next two */
	uint32_t nr_cyls;
	struct dasd_program *program;

	struct dasd *next; /* dasds lock */

	struct lock lock; /* RDEV: guards busy; who made it true owns the program and the device */
	bool busy;
	struct event free; /* posted when busy ends */
};

static struct lock dasds_lock = LOCK_INIT(RDEV);
static struct dasd *dasds; /* dasds lock */

uint32_t dasd_nr_cyls(const struct dasd *dasd)
{
	return dasd->nr_cyls;
}

struct rdev *dasd_rdev(const struct dasd *dasd)
{
	return dasd->rdev;
}

void dasd_status_format(const struct dasd *dasd, char *buf, size_t size)
{
	const struct rdev_status *status = &dasd->rdev->status;
	const uint8_t *sense = status->sense;

	if (status->cc)
		str_format(buf, size, "condition code %u", status->cc);
	else
		str_format(buf, size, "status %02X%02X sense %02X%02X%02X%02X", status->dstat,
			status->cstat, sense[0], sense[1], sense[2], sense[3]);
}

/* ---- Turns
 * ------------------------------------------------------------------------------------------- */

static void turn_take(struct dasd *dasd)
{
	lock_take(&dasd->lock);
	while (dasd->busy) {
		dasd->free.posted = false;
		lock_drop(&dasd->lock);
		event_wait(&dasd->free);
		lock_take(&dasd->lock);
	}
	dasd->busy = true;
	lock_drop(&dasd->lock);
}

static void turn_give(struct dasd *dasd)
{
	lock_take(&dasd->lock);
	dasd->busy = false;
	lock_drop(&dasd->lock);
	event_post(&dasd->free);
}

/* ---- Channel programs
 * ----------------------------------------------------------------------------------- */

static bool is_reachable(const void *buf, uint64_t len)
{
	return (habs_t)buf < CCW_REACH && len <= CCW_REACH - (habs_t)buf;
}

static struct ccw1 ccw(uint8_t cmd, uint8_t flags, uint16_t count, const void *data)
{
	return (struct ccw1){cmd, flags, be16(count), be32((uint32_t)(habs_t)data)};
}

/* CCWs that find a record; returns the place behind them. */
static struct ccw1 *find_record(struct ccw1 *next, struct ckd_seek *operand, struct vol_place place)
{
	*operand = (struct ckd_seek){
		.cyl = be16((uint16_t)place.cyl), .head = be16(place.head), .rec = place.rec};
	next[0] = ccw(CKD_SEEK, CCW_CC, CKD_SEEK_LEN, operand);
	next[1] = ccw(CKD_SEARCH_ID_EQ, CCW_CC, CKD_SEARCH_ID_LEN, &operand->cyl);
	next[2] = ccw(CKD_TIC, 0, 0, &next[1]);
	return next + NR_CCWS_FIND;
}

/* Makes the program that reads nr blocks, at most NR_BLOCKS_IO. */
static void build_read(
	struct dasd_program *program, uint32_t track, uint32_t first, uint32_t nr, uint8_t *buf)
{
	struct ckd_seek *operand = program->operand;
	struct ccw1 *next = program->ccw;

	for (uint32_t i = 0; i < nr; i++) {
		const struct vol_place place = vol_block_place(track, first + i);

		if (i == 0 || place.rec == 1)
			next = find_record(next, operand++, place);
		*next++ = ccw(CKD_READ_DATA, i + 1 < nr ? CCW_CC : 0, VOL_BLOCK_SIZE,
			buf + (size_t)i * VOL_BLOCK_SIZE);
	}
}

int dasd_read_blocks(struct dasd *dasd, uint32_t track, uint32_t first, uint32_t nr, void *buf)
{
	const uint64_t end = (uint64_t)track * VOL_BLOCKS_PER_TRACK + first + nr;
	uint32_t done = 0;
	int rc = 0;

	if (end > (uint64_t)dasd->nr_cyls * NR_BLOCKS_IO ||
		!is_reachable(buf, (uint64_t)nr * VOL_BLOCK_SIZE))
		return -E_RANGE;
	turn_take(dasd);
	while (!rc && done < nr) {
		uint32_t now = MIN(nr - done, NR_BLOCKS_IO);

		build_read(dasd->program, track, first + done, now,
			(uint8_t *)buf + (size_t)done * VOL_BLOCK_SIZE);
		rc = rdev_run(dasd->rdev, dasd->program->ccw);
		done += now;
	}
	turn_give(dasd);
	return rc;
}

/* ---- Finding disks
 * ------------------------------------------------------------------------------------- */

static int read_characteristics(struct dasd *dasd)
{
	struct device_characteristics *data = (void *)dasd->program->operand;
	int rc;

	static_assert(sizeof(*data) <= sizeof(dasd->program->operand), "room for the answer");
	dasd->program->ccw[0] = ccw(CKD_READ_DEV_CHAR, CCW_SLI, sizeof(*data), data);
	rc = rdev_run(dasd->rdev, dasd->program->ccw);
	if (rc)
		return rc;
	if (be16_get(data->nr_heads) != CKD_3390_HEADS)
		return -E_INVAL;
	dasd->nr_cyls = be16_get(data->nr_cyls);
	return 0;
}

static struct dasd *dasd_create(struct rdev *rdev)
{
	struct dasd *dasd = stor_alloc(sizeof(*dasd));

	if (!dasd)
		return NULL;
	dasd->rdev = rdev;
	lock_init(&dasd->lock, LOCK_RDEV);
	event_init(&dasd->free);
	dasd->program = stor_alloc(sizeof(*dasd->program));
	if (!dasd->program || !is_reachable(dasd->program, sizeof(*dasd->program))) {
		stor_free(dasd->program, sizeof(*dasd->program));
		stor_free(dasd, sizeof(*dasd));
		return NULL;
	}
	return dasd;
}

/* The one for the device, made if there is none yet. */
static struct dasd *dasd_get(struct rdev *rdev)
{
	struct dasd *dasd;

	lock_take(&dasds_lock);
	for (dasd = dasds; dasd; dasd = dasd->next)
		if (dasd->rdev == rdev)
			break;
	if (!dasd && (dasd = dasd_create(rdev)) != NULL) {
		dasd->next = dasds;
		dasds = dasd;
	}
	lock_drop(&dasds_lock);
	return dasd;
}

int dasd_open(struct rdev *rdev, struct dasd **out)
{
	struct dasd *dasd;
	int rc = 0;

	if (rdev->class != RDEV_DASD || rdev->dev_type != CKD_3390_TYPE)
		return -E_INVAL;
	dasd = dasd_get(rdev);
	if (!dasd)
		return -E_NOMEM;
	turn_take(dasd);
	if (!dasd->nr_cyls)
		rc = read_characteristics(dasd);
	turn_give(dasd);
	*out = dasd;
	return rc;
}
