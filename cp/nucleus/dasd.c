// SPDX-License-Identifier: Apache-2.0
/*
 * Real 3390s. Each disk carries out one request at a time; the others wait in its queue. Who finds
 * the disk free starts his request himself and has the answer nearly always at once. Otherwise the
 * interruption that ends a request starts the next one.
 */
#include "nucleus/dasd.h"
#include "arch/orb.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/msg.h"
#include "logic/volume/dasderr.h"
#include "logic/volume/record.h"
#include "mach/asm.h"
#include "mach/clock.h"
#include "nucleus/session.h"
#include "nucleus/storage.h"
#include "nucleus/timer.h"

#define CCW_REACH    (2 * GiB)
#define RETRIES      5
#define OVERDUE      (30 * TOD_S)
#define POLL_LIMIT   (5 * TOD_S)
#define MESSAGES_MAX 4 /* about one disk on their way to the operator */

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
	struct rdev *rdev; /* constant, as is the next */
	struct ckdprog *program;
	uint32_t nr_cyls; /* 0: not known yet */
	bool gone;        /* atomic: no requests but those of who looks what is there now */

	struct dasd *next; /* dasds lock */

	struct lock lock;       /* RDEV */
	struct dasd_io *active; /* whose it is to change: who made it so, then its end */
	struct list queue;      /* of struct dasd_io */
	bool waits;             /* `active` has not been started: `kick` will do it */
	bool polled;            /* dasd_run_now has the disk */
	bool poll_over;         /* what it started has ended, as another CPU saw */
	struct timer kick;      /* starts `active` in the dispatcher */
	struct timer overdue;   /* looks whether a program never ends */
	bool overdue_set;
	uint32_t nr_started, nr_seen; /* programs that took longer; as of the last look */

	const char *told; /* what the operator was last told, and of which track */
	uint32_t told_track;
	bool told_write; /* of a write; until one succeeds */
	uint32_t nr_messages;
};

static struct lock dasds_lock = LOCK_INIT(RDEV);
static struct dasd *dasds; /* dasds lock */

bool dasd_is_gone(const struct dasd *dasd)
{
	return dasd->gone;
}

void dasd_set_gone(struct dasd *dasd)
{
	dasd->gone = true;
}

void dasd_set_back(struct dasd *dasd)
{
	dasd->gone = false;
}

uint32_t dasd_nr_cyls(const struct dasd *dasd)
{
	return dasd->nr_cyls;
}

struct rdev *dasd_rdev(const struct dasd *dasd)
{
	return dasd->rdev;
}

static void status_format(const struct rdev_status *status, char *buf, size_t size)
{
	const uint8_t *sense = status->sense;

	if (status->cc)
		str_format(buf, size, "condition code %u", status->cc);
	else
		str_format(buf, size, "status %02X%02X sense %02X%02X%02X%02X", status->dstat,
			status->cstat, sense[0], sense[1], sense[2], sense[3]);
}

void dasd_status_format(const struct dasd *dasd, char *buf, size_t size)
{
	status_format(&dasd->rdev->status, buf, size);
}

/* ---- Telling the operator -------------------------------------------------------------------- */

/* What is to be told: it can be about a request that somebody made with locks held, so a task tells
 * it. */
struct report {
	struct dasd *dasd;
	const char *what;
	uint32_t track;
	bool is_write;
	bool is_gone;
	struct rdev_status status;
};

static bool is_write(const struct dasd_io *io)
{
	return io->op == DASD_WRITE_TRACK || io->op == DASD_WRITE_RECORDS;
}

static void report_over(void *arg)
{
	struct report *report = arg;

	lock_take(&report->dasd->lock);
	report->dasd->nr_messages--;
	lock_drop(&report->dasd->lock);
	stor_free(report, sizeof(*report));
}

static void report_task(void *arg)
{
	struct report *report = arg;
	char text[MSG_LINE_SIZE], devno[5], cyl[12], head[12], status[48];

	str_format(devno, sizeof(devno), "%04X", report->dasd->rdev->devno);
	str_format(cyl, sizeof(cyl), "%u", report->track / CKD_3390_HEADS);
	str_format(head, sizeof(head), "%u", report->track % CKD_3390_HEADS);
	status_format(&report->status, status, sizeof(status));
	if (report->is_gone)
		msg_say(text, sizeof(text), MSG_DASD_NOT_READY, EMSG_ON, devno, report->what);
	else
		msg_say(text, sizeof(text), MSG_DASD_ERROR, EMSG_ON, devno, report->what,
			report->is_write ? "write" : "read", cyl, head, status);
	operator_tell(text);
	report_over(report);
}

/* Tells an error of the request once: not again while the same trouble goes on. */
static void tell(struct dasd *dasd, const struct dasd_io *io, const struct dasd_verdict *verdict)
{
	bool everywhere = verdict->rc == -E_NODEV || verdict->rc == -E_PERM;
	struct report *report;
	bool known;

	lock_take(&dasd->lock);
	known = dasd->told == verdict->what && (everywhere || dasd->told_track == io->track);
	known |= dasd->nr_messages >= MESSAGES_MAX;
	if (!known) {
		dasd->told = verdict->what;
		dasd->told_track = io->track;
		dasd->told_write = is_write(io);
		dasd->nr_messages++;
	}
	lock_drop(&dasd->lock);
	if (known)
		return;
	report = stor_alloc(sizeof(*report));
	if (!report)
		return;
	*report = (struct report){.dasd = dasd,
		.what = verdict->what,
		.track = io->track,
		.is_write = is_write(io),
		.is_gone = verdict->rc == -E_NODEV,
		.status = dasd->rdev->status};
	if (task_start("disk error", report_task, report, NULL, report_over))
		report_over(report);
}

/* ---- One request ----------------------------------------------------------------------------- */

static int build(struct dasd *dasd, const struct dasd_io *io)
{
	struct ckdprog *program = dasd->program;
	uint32_t addr = (uint32_t)(habs_t)program;
	int rc;

	switch (io->op) {
	case DASD_READ_TRACK:
		rc = ckdprog_read_tracks(program, addr, io->track, io->nr_tracks ? io->bufs : &io->buf,
			io->nr_tracks ? io->nr_tracks : 1, io->size);
		break;
	case DASD_WRITE_TRACK:
		rc = ckdprog_write_track(program, addr, io->track, io->buf, io->size);
		break;
	case DASD_READ_CHARACTERISTICS:
		rc = ckdprog_characteristics(program, addr, io->buf, io->size);
		break;
	default:
		rc = ckdprog_records(program, addr, io->track, io->op == DASD_WRITE_RECORDS,
			io->record, io->nr_records);
		break;
	}
	if (!rc && io->confirm && is_write(io))
		ckdprog_confirm(program, dasd->nr_cyls * CKD_3390_HEADS);
	return rc;
}

/* The device's program has ended: fills in the request's answer. Returns false: try once more. */
static bool settle(struct dasd *dasd, struct dasd_io *io)
{
	const struct rdev_status *status = &dasd->rdev->status;
	const struct dasd_end end = {status->cc, status->dstat, status->cstat, status->sense};
	const struct dasd_verdict verdict = dasd_judge(&end);

	if (verdict.retry && io->nr_retries < RETRIES) {
		io->nr_retries++;
		return false;
	}
	io->rc = verdict.rc;
	if (verdict.rc == -E_NODEV)
		dasd->gone = true;
	if (verdict.rc) {
		memcpy(io->sense, status->sense, sizeof(io->sense));
		if (verdict.tell && (io->nr_tracks <= 1 || verdict.rc == -E_NODEV))
			tell(dasd, io, &verdict);
		return true;
	}
	if (dasd->told && dasd->told_write == is_write(io))
		dasd->told = NULL; /* the trouble is over */
	if (io->op == DASD_READ_TRACK)
		io->len = io->size - status->count;
	return true;
}

static void watch(struct dasd *dasd)
{
	bool set;

	lock_take(&dasd->lock);
	dasd->nr_started++;
	set = dasd->overdue_set;
	dasd->overdue_set = true;
	lock_drop(&dasd->lock);
	if (!set)
		timer_set(&dasd->overdue, clock_now() + OVERDUE);
}

/* Carries the active request out. Returns whether it has ended; if not it may be gone by now. */
static bool attempt(struct dasd *dasd, struct dasd_io *io)
{
	io->rc = build(dasd, io);
	if (io->rc)
		return true;
	do {
		if (rdev_start(dasd->rdev, dasd->program->ccw, ORB_H)) {
			watch(dasd);
			return false;
		}
	} while (!settle(dasd, io));
	return true;
}

/*
 * The active request has ended: makes the next one active and returns it, NULL: there is none. `waits`:
 * the caller lets `kick` start it.
 */
static struct dasd_io *take_next(struct dasd *dasd, bool waits)
{
	struct list *link;

	lock_take(&dasd->lock);
	link = list_pop(&dasd->queue);
	dasd->active = link ? LIST_ENTRY(link, struct dasd_io, link) : NULL;
	dasd->waits = link && waits;
	lock_drop(&dasd->lock);
	return link ? LIST_ENTRY(link, struct dasd_io, link) : NULL;
}

/* Carries out the active request and those that wait, as far as they end at once. Dispatcher. */
static void run_queue(struct dasd *dasd, struct dasd_io *io)
{
	while (io && attempt(dasd, io)) {
		struct dasd_io *next = take_next(dasd, false);

		io->done(io);
		io = next;
	}
}

static void kicked(struct timer *timer)
{
	struct dasd *dasd = CONTAINER_OF(timer, struct dasd, kick);
	bool waits, polled;

	lock_take(&dasd->lock);
	waits = dasd->waits;
	polled = dasd->polled;
	dasd->waits = waits && polled;
	lock_drop(&dasd->lock);
	if (waits && polled)
		timer_set(&dasd->kick, 0);
	else if (waits)
		run_queue(dasd, dasd->active);
}

/* The interruption. */
static void program_ended(struct rdev *rdev)
{
	struct dasd *dasd = rdev->owner;
	struct dasd_io *io = dasd->active, *next;

	if (__atomic_load_n(&dasd->polled, __ATOMIC_ACQUIRE)) {
		__atomic_store_n(&dasd->poll_over, true, __ATOMIC_RELEASE);
		return;
	}
	if (!settle(dasd, io)) {
		run_queue(dasd, io);
		return;
	}
	next = take_next(dasd, false);
	io->done(io);
	run_queue(dasd, next);
}

/* A program that never ends is cleared: its request ends with an error. */
static void look_overdue(struct timer *timer)
{
	struct dasd *dasd = CONTAINER_OF(timer, struct dasd, overdue);
	bool busy, overdue;

	lock_take(&dasd->lock);
	busy = dasd->active != NULL;
	overdue = busy && dasd->nr_seen == dasd->nr_started;
	dasd->nr_seen = dasd->nr_started;
	dasd->overdue_set = busy;
	lock_drop(&dasd->lock);
	if (busy)
		timer_set(&dasd->overdue, clock_now() + OVERDUE);
	if (overdue)
		rdev_clear(dasd->rdev);
}

/* ---- What others call ------------------------------------------------------------------------ */

static int check(const struct dasd_io *io)
{
	uint32_t nr_tracks = io->dasd->nr_cyls * CKD_3390_HEADS;

	if (io->op != DASD_READ_CHARACTERISTICS &&
		(io->track >= nr_tracks || io->nr_tracks > nr_tracks - io->track))
		return -E_RANGE;
	if (io->op == DASD_READ_RECORDS || io->op == DASD_WRITE_RECORDS)
		return 0;
	return io->size > UINT16_MAX ? -E_RANGE : 0;
}

static int prepare(struct dasd_io *io)
{
	io->len = io->nr_retries = 0;
	memset(io->sense, 0, sizeof(io->sense));
	io->rc = io->dasd->gone && !io->is_probe ? -E_NODEV : check(io);
	return io->rc;
}

int dasd_start(struct dasd_io *io)
{
	struct dasd *dasd = io->dasd;
	bool queued;

	if (prepare(io))
		return io->rc;
	lock_take(&dasd->lock);
	queued = dasd->active || dasd->polled;
	if (queued)
		list_add_tail(&dasd->queue, &io->link);
	else
		dasd->active = io;
	lock_drop(&dasd->lock);
	if (queued || !attempt(dasd, io))
		return -E_AGAIN;
	if (take_next(dasd, true))
		timer_set(&dasd->kick, 0);
	return io->rc;
}

/* ---- Where nobody may wait ------------------------------------------------------------------- */

/* Takes the disk when no program runs on it. False: that takes too long. */
static bool poll_begin(struct dasd *dasd)
{
	tod_t limit = clock_now() + POLL_LIMIT;
	bool mine;

	do {
		lock_take(&dasd->lock);
		mine = !dasd->polled && (!dasd->active || dasd->waits);
		if (mine)
			dasd->polled = true;
		dasd->poll_over = dasd->poll_over && !mine;
		lock_drop(&dasd->lock);
		if (!mine)
			diag44();
	} while (!mine && clock_now() < limit);
	return mine;
}

/* Gives it back; those who came meanwhile are in the queue. */
static void poll_end(struct dasd *dasd)
{
	struct list *link = NULL;

	lock_take(&dasd->lock);
	dasd->polled = false;
	if (!dasd->active)
		link = list_pop(&dasd->queue);
	if (link) {
		dasd->active = LIST_ENTRY(link, struct dasd_io, link);
		dasd->waits = true;
	}
	lock_drop(&dasd->lock);
	if (link)
		timer_set(&dasd->kick, 0);
}

/* Looks until the program has ended. False: it takes too long, and is cleared. */
static bool poll_program(struct dasd *dasd)
{
	tod_t limit = clock_now() + POLL_LIMIT;
	enum rdev_poll state;

	while ((state = rdev_poll(dasd->rdev)) == RDEV_RUNS) {
		if (clock_now() > limit) {
			rdev_clear(dasd->rdev);
			return false;
		}
		diag44();
	}
	while (state == RDEV_ENDS && !__atomic_load_n(&dasd->poll_over, __ATOMIC_ACQUIRE))
		diag44();
	return true;
}

int dasd_run_now(struct dasd_io *io)
{
	struct dasd *dasd = io->dasd;

	if (prepare(io))
		return io->rc;
	if (!poll_begin(dasd))
		return io->rc = -E_IO;
	do {
		dasd->poll_over = false;
		io->rc = build(dasd, io);
		if (!io->rc && rdev_start(dasd->rdev, dasd->program->ccw, ORB_H) &&
			!poll_program(dasd))
			io->rc = -E_IO;
	} while (!io->rc && !settle(dasd, io));
	poll_end(dasd);
	return io->rc;
}

/* A request that a task waits for. */
struct waited_io {
	struct dasd_io io;
	struct event over;
};

static void waited_over(struct dasd_io *io)
{
	event_post(&CONTAINER_OF(io, struct waited_io, io)->over);
}

int dasd_run(struct dasd_io *io)
{
	struct waited_io waited = {.io = *io};

	waited.io.done = waited_over;
	event_init(&waited.over);
	if (dasd_start(&waited.io) == -E_AGAIN)
		event_wait(&waited.over);
	*io = waited.io;
	return io->rc;
}

/* Reads or writes blocks of one track: nr of them from record rec on. */
static int run_blocks(struct dasd_io *io, struct vol_place place, uint32_t nr, uint8_t *buf)
{
	struct dasd_record record[VOL_BLOCKS_PER_TRACK];

	for (uint32_t i = 0; i < nr; i++)
		record[i] = (struct dasd_record){
			.count = {be16((uint16_t)place.cyl), be16(place.head),
				(uint8_t)(place.rec + i), 0, be16(VOL_BLOCK_SIZE)},
			.is_next = i > 0,
			.data = buf + (size_t)i * VOL_BLOCK_SIZE};
	io->track = place.cyl * CKD_3390_HEADS + place.head;
	io->record = record;
	io->nr_records = (uint16_t)nr;
	return dasd_run(io);
}

static int all_blocks(struct dasd_io *io, uint32_t track, uint32_t first, uint32_t nr, uint8_t *buf)
{
	const uint64_t end = (uint64_t)track * VOL_BLOCKS_PER_TRACK + first + nr;
	int rc = 0;

	if (end > (uint64_t)io->dasd->nr_cyls * CKD_3390_HEADS * VOL_BLOCKS_PER_TRACK)
		return -E_RANGE;
	for (uint32_t done = 0, now; !rc && done < nr; done += now) {
		struct vol_place place = vol_block_place(track, first + done);

		now = MIN(nr - done, VOL_BLOCKS_PER_TRACK + 1u - place.rec);
		rc = run_blocks(io, place, now, buf + (size_t)done * VOL_BLOCK_SIZE);
	}
	return rc;
}

int dasd_read_blocks(struct dasd *dasd, uint32_t track, uint32_t first, uint32_t nr, void *buf)
{
	struct dasd_io io = {.dasd = dasd, .op = DASD_READ_RECORDS};

	return all_blocks(&io, track, first, nr, buf);
}

int dasd_write_blocks(struct dasd *dasd, uint32_t track, uint32_t first, uint32_t nr,
	const void *buf, bool confirm)
{
	struct dasd_io io = {.dasd = dasd, .op = DASD_WRITE_RECORDS, .confirm = confirm};

	return all_blocks(&io, track, first, nr, (uint8_t *)buf);
}

/* ---- Finding disks --------------------------------------------------------------------------- */

static struct dasd *dasd_create(struct rdev *rdev)
{
	struct dasd *dasd = stor_alloc(sizeof(*dasd));

	if (!dasd)
		return NULL;
	dasd->rdev = rdev;
	lock_init(&dasd->lock, LOCK_RDEV);
	list_init(&dasd->queue);
	timer_init(&dasd->kick, kicked);
	timer_init(&dasd->overdue, look_overdue);
	dasd->program = stor_alloc(sizeof(*dasd->program));
	if (!dasd->program || (habs_t)dasd->program + sizeof(*dasd->program) > CCW_REACH) {
		stor_free(dasd->program, sizeof(*dasd->program));
		stor_free(dasd, sizeof(*dasd));
		return NULL;
	}
	return dasd;
}

/* The one for the device, made if there is none yet. */
static struct dasd *dasd_get(struct rdev *rdev)
{
	struct dasd *dasd, *made = dasd_create(rdev);

	lock_take(&dasds_lock);
	for (dasd = dasds; dasd && dasd->rdev != rdev; dasd = dasd->next)
		;
	if (!dasd && made) {
		made->next = dasds;
		dasds = made;
		rdev->owner = made;
		rdev->ended = program_ended;
		dasd = made;
		made = NULL;
	}
	lock_drop(&dasds_lock);
	if (made) {
		stor_free(made->program, sizeof(*made->program));
		stor_free(made, sizeof(*made));
	}
	return dasd;
}

int dasd_open(struct rdev *rdev, struct dasd **out)
{
	struct device_characteristics data = {};
	struct dasd_io io = {.op = DASD_READ_CHARACTERISTICS,
		.is_probe = true,
		.buf = &data,
		.size = sizeof(data)};
	int rc;

	if (rdev->class != RDEV_DASD || rdev->dev_type != CKD_3390_TYPE)
		return -E_INVAL;
	io.dasd = dasd_get(rdev);
	if (!io.dasd)
		return -E_NOMEM;
	rc = dasd_run(&io);
	if (rc)
		return rc;
	if (be16_get(data.nr_heads) != CKD_3390_HEADS || be16_get(data.nr_cyls) == 0)
		return -E_INVAL;
	io.dasd->nr_cyls = be16_get(data.nr_cyls);
	*out = io.dasd;
	return 0;
}
