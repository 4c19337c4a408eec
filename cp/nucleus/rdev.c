// SPDX-License-Identifier: Apache-2.0
/*
 * Real devices: found and sensed at start-up and when channel reports tell of changes, one channel
 * program at a time each.
 */
#include "nucleus/rdev.h"
#include "arch/orb.h"
#include "arch/schib.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/abend.h"
#include "mach/asm.h"
#include "mach/clock.h"
#include "mach/lock.h"
#include "nucleus/rdev_path.h"
#include "nucleus/session.h"
#include "nucleus/storage.h"

#define PATH_ALL     0xFF00u
#define SENSE_LEN    32
#define CLEAR_MS     1000 /* for all devices to be idle */
#define SENSE_ID_MS  500 /* how long a device may take to say what it is */
#define SENSE_ID_POLL_MS 10
#define CCW_ADDR_MAX (2 * GiB)
#define RDEV_MAX     1024 /* more devices are not used */

/* Entries come, by one task, and never go; the interruption parameter is a place in here, from 1. */
static struct rdev *rdevs[RDEV_MAX];
static unsigned nr_rdevs;

static const struct rdev_ops *ops;

void rdev_set_ops(const struct rdev_ops *rdev_ops)
{
	ops = rdev_ops;
}

struct rdev *rdev_find(uint16_t devno)
{
	for (unsigned i = 0; i < nr_rdevs; i++)
		if (rdevs[i]->devno == devno && !rdevs[i]->gone)
			return rdevs[i];
	return NULL;
}

struct rdev *rdev_next(struct rdev *rdev)
{
	unsigned i = 0;

	while (rdev && i < nr_rdevs && rdevs[i++] != rdev)
		;
	while (i < nr_rdevs && rdevs[i]->gone)
		i++;
	return i < nr_rdevs ? rdevs[i] : NULL;
}

const char *rdev_class_name(const struct rdev *rdev)
{
	static const char *const names[] = {
		[RDEV_UNKNOWN] = "DEV",
		[RDEV_GRAPHIC] = "GRAF",
		[RDEV_TYPEWRITER] = "CONS",
		[RDEV_READER] = "RDR",
		[RDEV_PUNCH] = "PUN",
		[RDEV_PRINTER] = "PRT",
		[RDEV_DASD] = "DASD",
	};

	return names[rdev->class];
}

/* ---- Starting and ending a channel program ------------------------------------------------------------------ */

static int start(struct rdev *rdev, const struct ccw1 *program, uint32_t flags)
{
	struct orb orb = {.intparm = be32(rdev->nr),
		.flags = be32(ORB_FORMAT | PATH_ALL | flags),
		.ccw = be32((uint32_t)(habs_t)program)};

	return ssch(rdev->schid, &orb);
}

/* Takes a status. Returns the unsolicited part of it: device status that belongs to no program of ours. */
static uint8_t take_status(struct rdev *rdev, const struct irb *irb)
{
	uint32_t ctl = be32_get(irb->scsw.ctl);
	struct rdev_status *status = &rdev->status;

	if (!rdev->busy)
		return irb->scsw.dstat;
	/*
	 * Differs: a client that connects to a terminal resets the emulator's device. Of a program that has
	 * ended, and whose interruption has not come, nothing is left then but the client's device end.
	 */
	if (!(ctl & SCSW_FC)) {
		status->cc = 3;
		rdev->busy = false;
		return irb->scsw.dstat;
	}
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
	/* An interruption can come so late that the block has no device any more: see replace. */
	if (!rdev->schid || tsch(rdev->schid, &irb) != 0) {
		lock_drop(&rdev->lock);
		return;
	}
	done = rdev->busy;
	unsolicited = take_status(rdev, &irb);
	done = done && !rdev->busy;
	lock_drop(&rdev->lock);
	if (done && rdev->ended)
		rdev->ended(rdev);
	else if (done)
		event_post(&rdev->done);
	if (unsolicited && rdev->unsolicited && !rdev->offline)
		rdev->unsolicited(rdev, unsolicited);
}

void rdev_interruption(void)
{
	uint32_t nr = prefix()->arch.io_intparm;

	if (nr && nr <= nr_rdevs)
		status_pending(rdevs[nr - 1]);
}

/*
 * Starts a program. Returns START SUBCHANNEL's condition code; the device's lock is held then, and it is
 * busy when that is 0.
 */
static int begin(struct rdev *rdev, struct ccw1 *program, uint32_t flags)
{
	int cc;

	cp_assert((habs_t)program < CCW_ADDR_MAX, RIO001);
	lock_take(&rdev->lock);
	memset(&rdev->status, 0, sizeof(rdev->status));
	rdev->done.posted = false;
	while (rdev->frozen) { /* its path is being reset: no longer than a lock is held */
		lock_drop(&rdev->lock);
		diag44();
		lock_take(&rdev->lock);
	}
	while ((cc = rdev->gone || rdev->offline ? 3 : start(rdev, program, flags)) == 1) {
		/* Status was pending: unsolicited; its interruption can still come. */
		lock_drop(&rdev->lock);
		status_pending(rdev);
		lock_take(&rdev->lock);
	}
	rdev->busy = cc == 0;
	rdev->status.cc = (uint8_t)cc;
	return cc;
}

int rdev_start(struct rdev *rdev, struct ccw1 *program, uint32_t flags)
{
	int rc = 0, cc = begin(rdev, program, flags);
	struct irb irb;

	/* The lock is held all the time: no interruption on another CPU can get in between. */
	if (cc == 0) {
		if (tsch(rdev->schid, &irb) == 0)
			take_status(rdev, &irb);
		rc = rdev->busy ? -E_AGAIN : 0;
	}
	lock_drop(&rdev->lock);
	return rc;
}

enum rdev_poll rdev_poll(struct rdev *rdev)
{
	enum rdev_poll result = RDEV_RUNS;
	struct irb irb;

	lock_take(&rdev->lock);
	if (!rdev->busy)
		result = RDEV_ENDS;
	else if (tsch(rdev->schid, &irb) == 0)
		take_status(rdev, &irb);
	if (!rdev->busy && result == RDEV_RUNS)
		result = RDEV_ENDED;
	lock_drop(&rdev->lock);
	return result;
}

/* No interruption will come any more: who waits hears that the device is gone. */
static void end_without(struct rdev *rdev)
{
	bool ended;

	lock_take(&rdev->lock);
	ended = rdev->busy;
	rdev->busy = false;
	rdev->status.cc = 3;
	lock_drop(&rdev->lock);
	if (ended && rdev->ended)
		rdev->ended(rdev);
	else
		event_post(&rdev->done);
}

void rdev_clear(struct rdev *rdev)
{
	if (rdev->gone || csch(rdev->schid) == 3)
		end_without(rdev);
}

void rdev_clear_all(void)
{
	tod_t limit = clock_now() + CLEAR_MS * TOD_MS;
	struct irb irb;

	for (unsigned i = 0; i < nr_rdevs; i++)
		if (!rdevs[i]->gone && csch(rdevs[i]->schid))
			continue;
	for (unsigned i = 0; i < nr_rdevs; i++)
		while (!rdevs[i]->gone && clock_now() < limit && tsch(rdevs[i]->schid, &irb) == 1)
			;
}

int rdev_run(struct rdev *rdev, struct ccw1 *program)
{
	struct rdev_status *status = &rdev->status;
	int cc = begin(rdev, program, 0);

	lock_drop(&rdev->lock);
	if (cc)
		return cc == 3 ? -E_NODEV : -E_BUSY;
	event_wait(&rdev->done);
	if (status->cc)
		return status->cc == 3 ? -E_NODEV : -E_IO;
	if ((status->dstat & DSTAT_UNIT_CHECK) && (status->sense[0] & 0x40))
		return -E_NODEV;
	return status->dstat == DSTAT_END && !status->cstat ? 0 : -E_IO;
}

/* ---- What a device is ------------------------------------------------------------------------------------------- */

/*
 * Runs a program and looks again and again whether it has ended, for SENSE ID: at start-up, with interruptions
 * off, and in a task, where another CPU may take the interruption.
 */
static bool run_polled(struct rdev *rdev, struct ccw1 *program)
{
	tod_t limit = clock_now() + SENSE_ID_MS * TOD_MS;

	memset(&rdev->status, 0, sizeof(rdev->status));
	rdev->busy = true;
	if (start(rdev, program, 0)) {
		rdev->busy = false;
		return false;
	}
	status_pending(rdev);
	while (__atomic_load_n(&rdev->busy, __ATOMIC_RELAXED) && clock_now() < limit) {
		if (task_current())
			task_sleep_until(clock_now() + SENSE_ID_POLL_MS * TOD_MS);
		else
			diag44();
		status_pending(rdev);
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
	static uint8_t id[16] __attribute__((aligned(8))); /* one device at a time */
	static struct ccw1 program __attribute__((aligned(8)));

	memset(id, 0, sizeof(id));
	program = (struct ccw1){.cmd = CCW_CMD_SENSE_ID,
		.flags = CCW_SLI,
		.count = be16(sizeof(id)),
		.addr = be32((uint32_t)(habs_t)id)};
	if (run_polled(rdev, &program)) {
		rdev->cu_type = (uint16_t)(id[1] << 8 | id[2]);
		rdev->cu_model = id[3];
		rdev->dev_type = (uint16_t)(id[4] << 8 | id[5]);
		rdev->dev_model = id[6];
	}
	rdev->class = classify(rdev);
}

/* ---- Subchannels that can't be used ------------------------------------------------------------------------------- */

static uint32_t unusable[8]; /* the last ones, until their devices go: it is said once, however often all are looked at */

static uint32_t *find_unusable(uint32_t schid)
{
	for (unsigned i = 0; i < ARRAY_LEN(unusable); i++)
		if (unusable[i] == schid)
			return &unusable[i];
	return NULL;
}

static void forget_unusable(uint32_t schid)
{
	uint32_t *place = find_unusable(schid);

	if (place)
		*place = 0;
}

/* No room for its device, or it can't be enabled. */
static void tell_unusable(uint32_t schid, uint16_t devno)
{
	static unsigned nr_told;
	char number[8];

	if (find_unusable(schid))
		return;
	unusable[nr_told++ % ARRAY_LEN(unusable)] = schid;
	str_format(number, sizeof(number), "%04X", devno);
	operator_msg(MSG_DEVICE_UNUSABLE, number);
}

/* ---- Devices come ---------------------------------------------------------------------------------------------- */

int rdev_enable(struct rdev *rdev, struct schib *schib)
{
	schib->pmcw.intparm = be32(rdev->nr);
	schib->pmcw.flags = be16(be16_get(schib->pmcw.flags) | PMCW_E);
	schib->pmcw.flags6 = be32(be32_get(schib->pmcw.flags6) | PMCW6_S);
	return msch(rdev->schid, schib);
}

/*
 * Differs: when a device is detached in the middle of an I/O the emulator keeps the status of that for the next
 * device on the subchannel, where MODIFY SUBCHANNEL is refused then and nothing else can take the status.
 */
static bool enable_new(struct rdev *rdev, struct schib *schib)
{
	if (!rdev_enable(rdev, schib))
		return true;
	return task_current() && !find_unusable(rdev->schid) && !rdev_path_reset(rdev->chpid) &&
	       !rdev_enable(rdev, schib);
}

/* One that was here before, has the number again and is of the same kind: who owned it owns it again. */
static struct rdev *returned(const struct rdev *found)
{
	for (unsigned i = 0; i < nr_rdevs; i++)
		if (rdevs[i]->gone && rdevs[i] != found && rdevs[i]->devno == found->devno &&
			rdevs[i]->class == found->class)
			return rdevs[i];
	return NULL;
}

/* The new block's device is that of the old one. The new one's place stays, without a device. */
static struct rdev *replace(struct rdev *found, struct schib *schib)
{
	struct rdev *old = returned(found);

	if (!old)
		return found;
	lock_take(&old->lock);
	old->schid = found->schid;
	old->gone = old->offline = false;
	old->busy = false;
	lock_drop(&old->lock);
	if (rdev_enable(old, schib))
		old->gone = true;
	lock_take(&found->lock);
	found->schid = 0;
	found->gone = true;
	lock_drop(&found->lock);
	return old;
}

/* A block for a device: one without a device, or a new one. NULL: there is no room. */
static struct rdev *rdev_get(void)
{
	struct rdev *rdev;

	for (unsigned i = 0; i < nr_rdevs; i++)
		if (rdevs[i]->gone && !rdevs[i]->owner)
			return rdevs[i];
	if (nr_rdevs == RDEV_MAX || !(rdev = stor_alloc(sizeof(*rdev))))
		return NULL;
	lock_init(&rdev->lock, LOCK_RDEV);
	event_init(&rdev->done);
	rdev->gone = true; /* nobody finds it yet */
	rdev->nr = nr_rdevs + 1;
	rdevs[nr_rdevs] = rdev;
	__atomic_store_n(&nr_rdevs, nr_rdevs + 1, __ATOMIC_RELEASE);
	return rdev;
}

/* The device of a valid subchannel, enabled and sensed; NULL if it can't be used. */
static struct rdev *add(uint32_t schid, struct schib *schib)
{
	struct rdev *rdev = rdev_get();

	if (!rdev)
		return NULL;
	rdev->schid = schid;
	rdev->devno = be16_get(schib->pmcw.devno);
	rdev->chpid = schib->pmcw.chpid[0];
	rdev->offline = false;
	rdev->cu_type = rdev->dev_type = rdev->cu_model = rdev->dev_model = 0;
	if (!enable_new(rdev, schib))
		return NULL;
	sense_id(rdev);
	rdev = replace(rdev, schib);
	rdev->gone = false;
	return rdev;
}

static bool is_valid(const struct schib *schib)
{
	return be16_get(schib->pmcw.flags) & PMCW_V;
}

void rdev_init(void)
{
	struct schib schib;

	for (uint32_t schid = SSID_ONE; schid < SSID_ONE + 0x10000 && stsch(schid, &schib) == 0; schid++)
		if (is_valid(&schib))
			add(schid, &schib);
}

/* ---- Devices come and go later ----------------------------------------------------------------------------------- */

/* Whoever waits for it hears that it is not there. */
static void lose(struct rdev *rdev)
{
	lock_take(&rdev->lock);
	rdev->gone = true;
	lock_drop(&rdev->lock);
	end_without(rdev);
	if (ops && ops->gone)
		ops->gone(rdev);
}

static struct rdev *on_subchannel(uint32_t schid)
{
	for (unsigned i = 0; i < nr_rdevs; i++)
		if (!rdevs[i]->gone && rdevs[i]->schid == schid)
			return rdevs[i];
	return NULL;
}

static void look_at(uint32_t schid, struct schib *schib)
{
	struct rdev *rdev = on_subchannel(schid);
	bool valid = is_valid(schib);

	/* A new device in the place of an old one is not enabled. */
	if (rdev && valid && (be16_get(schib->pmcw.flags) & PMCW_E) &&
		be16_get(schib->pmcw.devno) == rdev->devno)
		return;
	if (rdev)
		lose(rdev);
	if (!valid) {
		forget_unusable(schid);
		return;
	}
	rdev = add(schid, schib);
	if (rdev && ops && ops->arrived)
		ops->arrived(rdev, true);
	if (!rdev)
		tell_unusable(schid, be16_get(schib->pmcw.devno));
}

static uint32_t nr_reports; /* atomic: channel reports not yet looked into */

static void report_task(void *arg)
{
	struct schib schib;
	uint32_t seen;

	(void)arg;
	do {
		seen = __atomic_load_n(&nr_reports, __ATOMIC_ACQUIRE);
		for (uint32_t schid = SSID_ONE;
			schid < SSID_ONE + 0x10000 && stsch(schid, &schib) == 0; schid++)
			look_at(schid, &schib);
	} while (__atomic_sub_fetch(&nr_reports, seen, __ATOMIC_ACQ_REL));
}

static void report_abended(void *arg)
{
	(void)arg;
	__atomic_store_n(&nr_reports, 0, __ATOMIC_RELEASE);
}

/*
 * What the reports say is not needed: all subchannels are looked at, which finds also what was lost. Differs:
 * the emulator makes a report of a device that it is still making ready, and it may be fetched, and its
 * subchannel looked at, too early; the interruption comes in the end. So they are looked at also when an
 * interruption has no report left.
 */
void rdev_machine_check(void)
{
	uint32_t crw, nr = 1;

	while (stcrw(&crw) == 0)
		nr++;
	if (__atomic_fetch_add(&nr_reports, nr, __ATOMIC_ACQ_REL))
		return;
	if (task_start("channel report", report_task, NULL, NULL, report_abended))
		report_abended(NULL); /* no storage: the next report tries again */
}

bool rdev_vary(struct rdev *rdev, bool online)
{
	bool changes;

	lock_take(&rdev->lock);
	changes = rdev->offline == online;
	rdev->offline = !online;
	lock_drop(&rdev->lock);
	if (changes && online && ops && ops->arrived)
		ops->arrived(rdev, false);
	return changes;
}
