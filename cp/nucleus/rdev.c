// SPDX-License-Identifier: Apache-2.0
/* Real devices: found and sensed at start-up, one channel program at a time each. */
#include "nucleus/rdev.h"
#include "arch/orb.h"
#include "arch/schib.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/abend.h"
#include "mach/asm.h"
#include "mach/clock.h"
#include "mach/lock.h"
#include "nucleus/storage.h"

#define PATH_ALL     0xFF00u
#define SENSE_LEN    32
#define SENSE_ID_MS  500 /* how long a device may take to say what it is */
#define CCW_ADDR_MAX (2 * GiB)

static struct rdev **rdevs; /* constant after start-up */
static unsigned nr_rdevs, max_rdevs;

struct rdev *rdev_find(uint16_t devno)
{
	for (unsigned i = 0; i < nr_rdevs; i++)
		if (rdevs[i]->devno == devno)
			return rdevs[i];
	return NULL;
}

struct rdev *rdev_next(struct rdev *rdev)
{
	for (unsigned i = 0; i < nr_rdevs; i++)
		if (!rdev || (rdev == rdevs[i] && ++i < nr_rdevs))
			return rdevs[i];
	return NULL;
}

/* ---- Starting and ending a channel program ------------------------------------------------------------------ */

static int start(struct rdev *rdev, const struct ccw1 *program)
{
	struct orb orb = {.intparm = be32((uint32_t)(habs_t)rdev),
		.flags = be32(ORB_FORMAT | PATH_ALL),
		.ccw = be32((uint32_t)(habs_t)program)};

	return ssch(rdev->schid, &orb);
}

/* Takes a status. Returns the unsolicited part of it: device status that belongs to no program of ours. */
static uint8_t take_status(struct rdev *rdev, const struct irb *irb)
{
	uint32_t ctl = be32_get(irb->scsw.ctl);
	struct rdev_status *status = &rdev->status;

	if (!rdev->busy || !(ctl & SCSW_FC))
		return irb->scsw.dstat;
	if (ctl & SCSW_CC) {
		status->cc = (uint8_t)((ctl & SCSW_CC) >> 24);
		rdev->busy = false;
		return 0;
	}
	status->dstat |= irb->scsw.dstat;
	status->cstat |= irb->scsw.cstat;
	if (ctl & SCSW_SC_PRIMARY) {
		status->count = be16_get(irb->scsw.count);
		status->ccw = be32_get(irb->scsw.ccw);
	}
	if (be32_get(irb->esw.erw) & ERW_CONS)
		memcpy(status->sense, irb->ecw, sizeof(status->sense));
	/* Channel end alone: device end comes later. */
	if (status->dstat == DSTAT_CHANNEL_END && !status->cstat)
		return 0;
	rdev->busy = false;
	return 0;
}

static void status_pending(struct rdev *rdev)
{
	struct irb irb;
	uint8_t unsolicited;
	bool done;

	lock_take(&rdev->lock);
	if (tsch(rdev->schid, &irb) != 0) {
		lock_drop(&rdev->lock);
		return;
	}
	done = rdev->busy;
	unsolicited = take_status(rdev, &irb);
	done = done && !rdev->busy;
	lock_drop(&rdev->lock);
	if (done)
		event_post(&rdev->done);
	if (unsolicited && rdev->unsolicited)
		rdev->unsolicited(rdev, unsolicited);
}

void rdev_interruption(void)
{
	struct rdev *rdev = (struct rdev *)(habs_t)prefix()->arch.io_intparm;

	if (rdev)
		status_pending(rdev);
}

/* A channel report: devices were attached or detached. Not yet: new devices; they wait for the next IPL. */
void rdev_machine_check(void)
{
	uint32_t crw;

	while (stcrw(&crw) == 0)
		;
}

int rdev_run(struct rdev *rdev, struct ccw1 *program)
{
	struct rdev_status *status = &rdev->status;
	int cc;

	cp_assert((habs_t)program < CCW_ADDR_MAX, RIO001);
	lock_take(&rdev->lock);
	memset(status, 0, sizeof(*status));
	rdev->done.posted = false;
	rdev->busy = true;
	cc = start(rdev, program);
	while (cc == 1) { /* status was pending: unsolicited; its interruption can still come */
		lock_drop(&rdev->lock);
		status_pending(rdev);
		lock_take(&rdev->lock);
		rdev->busy = true;
		cc = start(rdev, program);
	}
	if (cc)
		rdev->busy = false;
	lock_drop(&rdev->lock);
	if (cc) {
		status->cc = (uint8_t)cc;
		return cc == 3 ? -E_NODEV : -E_BUSY;
	}
	event_wait(&rdev->done);
	if (status->cc)
		return status->cc == 3 ? -E_NODEV : -E_IO;
	if ((status->dstat & DSTAT_UNIT_CHECK) && (status->sense[0] & 0x40))
		return -E_NODEV;
	return status->dstat == DSTAT_END && !status->cstat ? 0 : -E_IO;
}

/* ---- Start-up --------------------------------------------------------------------------------------------------- */

/* Runs a program with interruptions off, polling, for SENSE ID at start-up. */
static bool run_polled(struct rdev *rdev, struct ccw1 *program)
{
	tod_t limit = clock_now() + SENSE_ID_MS * TOD_MS;
	struct irb irb;

	memset(&rdev->status, 0, sizeof(rdev->status));
	rdev->busy = true;
	if (start(rdev, program)) {
		rdev->busy = false;
		return false;
	}
	while (rdev->busy && clock_now() < limit) {
		if (tsch(rdev->schid, &irb) == 0)
			take_status(rdev, &irb);
		else
			diag44();
	}
	if (rdev->busy) {
		csch(rdev->schid);
		rdev->busy = false;
		return false;
	}
	return rdev->status.dstat == DSTAT_END;
}

static uint8_t classify(const struct rdev *rdev)
{
	switch (rdev->dev_type) {
	case 0x3278:
	case 0x3277: return RDEV_GRAPHIC;
	case 0x3505: return RDEV_READER;
	case 0x3525: return RDEV_PUNCH;
	case 0x1403:
	case 0x3211: return RDEV_PRINTER;
	case 0x3390:
	case 0x3380: return RDEV_DASD;
	default: break;
	}
	return rdev->cu_type == 0x3215 || rdev->dev_type == 0x3215 || rdev->cu_type == 0x1052
		? RDEV_TYPEWRITER
		: RDEV_UNKNOWN;
}

static void sense_id(struct rdev *rdev)
{
	static uint8_t id[16] __attribute__((aligned(8)));
	static struct ccw1 program __attribute__((aligned(8)));

	memset(id, 0, sizeof(id));
	program = (struct ccw1){.cmd = CCW_CMD_SENSE_ID,
		.flags = CCW_SLI,
		.count = be16(sizeof(id)),
		.addr = be32((uint32_t)(habs_t)id)};
	if (!run_polled(rdev, &program))
		return;
	rdev->cu_type = (uint16_t)(id[1] << 8 | id[2]);
	rdev->cu_model = id[3];
	rdev->dev_type = (uint16_t)(id[4] << 8 | id[5]);
	rdev->dev_model = id[6];
}

static void add(uint32_t schid, struct schib *schib)
{
	struct rdev *rdev;

	/* 1024 devices fit; more are not used. */
	if (nr_rdevs == max_rdevs || !(rdev = stor_alloc(sizeof(*rdev))))
		return;
	rdev->schid = schid;
	rdev->devno = be16_get(schib->pmcw.devno);
	lock_init(&rdev->lock, LOCK_RDEV);
	event_init(&rdev->done);
	schib->pmcw.intparm = be32((uint32_t)(habs_t)rdev);
	schib->pmcw.flags = be16(be16_get(schib->pmcw.flags) | PMCW_E);
	schib->pmcw.flags6 = be32(be32_get(schib->pmcw.flags6) | PMCW6_S);
	if (msch(schid, schib)) {
		stor_free(rdev, sizeof(*rdev));
		return;
	}
	sense_id(rdev);
	rdev->class = classify(rdev);
	rdevs[nr_rdevs++] = rdev;
}

void rdev_init(void)
{
	struct schib schib;

	max_rdevs = 1024;
	rdevs = stor_alloc(max_rdevs * sizeof(rdevs[0]));
	cp_assert(rdevs, FRM002);
	for (uint32_t schid = SSID_ONE; schid < SSID_ONE + 0x10000 && stsch(schid, &schib) == 0; schid++)
		if (be16_get(schib.pmcw.flags) & PMCW_V)
			add(schid, &schib);
}
