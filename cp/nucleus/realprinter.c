// SPDX-License-Identifier: Apache-2.0
/*
 * The real printers and punches. A started one has a task while there are files for it:
 *
 *	file in a queue --> task: the oldest that fits; it is in use
 *	                          separator, records, as many as one channel program takes; copies
 *	                          purge it, or hold it when it is KEEP; the next
 *
 * A device that fails gives the file back to its queue and is drained; the operator is told.
 */
#include "nucleus/realprinter.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/spool/drain.h"
#include "mach/frame.h"
#include "nucleus/session.h"
#include "nucleus/spool.h"
#include "nucleus/storage.h"
#include "nucleus/sysconfig.h"

#define LINES        24 /* of one channel program */
#define CCW_ADDR_MAX (2 * GiB)

struct paper {
	struct ccw1 program[LINES];
	ebc8_t line[LINES][SPDRAIN_LINE_MAX];
};
static_assert(sizeof(struct paper) <= PAGE_SIZE, "paper");

enum ending { GOES_ON, FLUSHED, FLUSHED_HOLD };

/*
 * Function:      a real printer or punch
 * Located by:    rdev.owner; the list of all
 * Created by:    realprinter_arrived, for ever
 * Serialized by: its task; from `started` on: the spool lock
 */
struct printer {
	struct printer *next;
	struct rdev *rdev;
	struct paper *paper;
	bool started;
	bool runs; /* the task */
	uint8_t ending;
	char classes[PRINTER_CLASSES_MAX + 1];
	struct spool_user *user; /* whose file is printed; open */
	struct spfile *file;
};

static struct printer *printers; /* spool lock */

static bool is_punch(const struct printer *printer)
{
	return printer->rdev->class == RDEV_PUNCH;
}

bool realprinter_is(const struct rdev *rdev)
{
	return (rdev->class == RDEV_PRINTER || rdev->class == RDEV_PUNCH) && rdev->owner;
}

/* ---- Files ----------------------------------------------------------------------------------- */

/* A search for the oldest file that fits. */
struct search {
	const struct printer *printer;
	struct spfile *found;
};

static void consider(void *ctx, struct spool_file *candidate)
{
	struct search *search = ctx;
	struct spfile *file = &candidate->file;
	const char *classes = search->printer->classes;
	enum spqueue queue = is_punch(search->printer) ? SPQ_PUNCH : SPQ_PRINTER;

	if (file->queue != queue || file->hold || file->in_use)
		return;
	if (!strchr(classes, SPCLASS_ANY) && !strchr(classes, file->class))
		return;
	if (!search->found || file->created < search->found->created)
		search->found = file;
}

/* Makes a file the printer's. False: there is none. Spool lock. */
static bool take_file(struct printer *printer)
{
	struct search search = {.printer = printer};

	if (!printer->started)
		return false;
	spool_each_file(consider, &search);
	printer->file = search.found;
	if (!search.found)
		return false;
	printer->user = spool_user_open(search.found->owner);
	if (!printer->user)
		return false;
	search.found->in_use = true;
	printer->ending = GOES_ON;
	return true;
}

/* The file is done with, or goes back. Spool lock. */
static void end_file(struct printer *printer, bool is_done)
{
	struct spfile *file = printer->file;
	struct spuser *user = &printer->user->files;

	file->in_use = false;
	printer->file = NULL;
	if (is_done && (file->keep || printer->ending == FLUSHED_HOLD))
		spfile_change(user, file, &(struct spchange){.user_hold = SPSWITCH_ON});
	else if (is_done && !spqueue_purge(user, file))
		spool_file_destroy(NULL, file);
	spool_user_close(printer->user);
	printer->user = NULL;
}

/* ---- Printing -------------------------------------------------------------------------------- */

static void add_line(struct printer *printer, unsigned *nr, const struct spdrain *drain)
{
	struct paper *paper = printer->paper;
	unsigned at = *nr;

	memcpy(paper->line[at], drain->data, drain->len);
	paper->program[at] = (struct ccw1){.cmd = drain->command,
		.flags = CCW_CC | CCW_SLI,
		.count = be16(MAX(drain->len, 1)),
		.addr = be32((uint32_t)(habs_t)paper->line[at])};
	++*nr;
}

static int print_lines(struct printer *printer, unsigned nr)
{
	if (!nr)
		return 0;
	printer->paper->program[nr - 1].flags = CCW_SLI;
	return rdev_run(printer->rdev, printer->paper->program);
}

static int print_separator(struct printer *printer)
{
	int32_t zone = system_zone_now();
	struct spdrain drain;
	unsigned nr = 0;

	while (!is_punch(printer) && spdrain_separator(printer->file, nr, zone, &drain))
		add_line(printer, &nr, &drain);
	return print_lines(printer, nr);
}

/* The next lines into the paper. Returns 0, -E_NOENT: there are no more, -E_*: the file is bad. */
static int read_lines(struct printer *printer, struct sprec_pos *pos, unsigned *nr)
{
	struct spdrain drain;
	struct sprec record;
	ebc8_t data[SPDRAIN_LINE_MAX];
	int rc = 0;

	lock_take(&spool_lock);
	if (printer->ending != GOES_ON)
		rc = -E_NOENT;
	while (!rc && *nr < LINES) {
		rc = sprec_read(printer->file, &spool_store, pos, &record, data, sizeof(data));
		if (rc == -E_AGAIN) {
			spool_wait();
			rc = 0;
		} else if (!rc && spdrain_record(is_punch(printer), &record, data, &drain)) {
			add_line(printer, nr, &drain);
		}
	}
	lock_drop(&spool_lock);
	return rc;
}

/* One copy. Returns 0, -E_NODEV or -E_IO of the device, or what is wrong with the file. */
static int print_copy(struct printer *printer)
{
	struct sprec_pos pos = {0};
	int rc = 0, end = print_separator(printer);

	while (!end && !rc) {
		unsigned nr = 0;

		rc = read_lines(printer, &pos, &nr);
		end = print_lines(printer, nr);
	}
	if (end)
		return end;
	return rc == -E_NOENT ? 0 : -E_FORMAT;
}

static void tell(const struct printer *printer, enum msg_id msg)
{
	const struct rdev_status *status = &printer->rdev->status;
	char devno[8], spid[8], state[24];

	str_format(devno, sizeof(devno), "%04X", printer->rdev->devno);
	str_format(spid, sizeof(spid), "%04u", printer->file->spid);
	str_format(state, sizeof(state), "status %02X%02X sense %02X%02X", status->dstat,
		status->cstat, status->sense[0], status->sense[1]);
	operator_msg(msg, devno, spid, printer->file->owner, state);
}

static void print_file(struct printer *printer)
{
	unsigned copies = printer->file->copies;
	int rc = 0;

	for (unsigned i = 0; i < copies && !rc && printer->ending == GOES_ON; i++)
		rc = print_copy(printer);
	if (rc)
		tell(printer, rc == -E_FORMAT ? MSG_PRINTER_BAD_FILE : MSG_PRINTER_FAILED);
	lock_take(&spool_lock);
	if (rc)
		printer->started = false;
	end_file(printer, !rc);
	lock_drop(&spool_lock);
}

static void printer_task(void *arg)
{
	struct printer *printer = arg;
	bool more;

	for (;;) {
		lock_take(&spool_lock);
		more = take_file(printer);
		printer->runs = more;
		lock_drop(&spool_lock);
		if (!more)
			return;
		print_file(printer);
	}
}

static void printer_abended(void *arg)
{
	struct printer *printer = arg;

	printer->started = printer->runs = false;
}

void realprinter_look(void)
{
	for (struct printer *printer = printers; printer; printer = printer->next) {
		if (!printer->started || printer->runs)
			continue;
		printer->runs =
			!task_start("printer", printer_task, printer, NULL, printer_abended);
	}
}

/* ---- Commands -------------------------------------------------------------------------------- */

void realprinter_start(struct rdev *rdev, const char *classes)
{
	struct printer *printer = rdev->owner;

	lock_take(&spool_lock);
	if (*classes)
		str_copy(printer->classes, classes, sizeof(printer->classes));
	printer->started = true;
	realprinter_look();
	lock_drop(&spool_lock);
}

void realprinter_drain(struct rdev *rdev)
{
	lock_take(&spool_lock);
	((struct printer *)rdev->owner)->started = false;
	lock_drop(&spool_lock);
}

bool realprinter_flush(struct rdev *rdev, bool hold)
{
	struct printer *printer = rdev->owner;
	bool prints;

	lock_take(&spool_lock);
	prints = printer->file != NULL;
	if (prints)
		printer->ending = hold ? FLUSHED_HOLD : FLUSHED;
	lock_drop(&spool_lock);
	return prints;
}

void realprinter_state(const struct rdev *rdev, char *buf, size_t size)
{
	const struct printer *printer = rdev->owner;

	lock_take(&spool_lock);
	if (printer->file)
		str_format(buf, size, "PRINTING FILE %04u OF %s", printer->file->spid,
			printer->file->owner);
	else
		str_format(buf, size, "%s CLASS %s", printer->started ? "STARTED" : "DRAINED",
			printer->classes);
	lock_drop(&spool_lock);
}

/* ---- Devices --------------------------------------------------------------------------------- */

void realprinter_arrived(struct rdev *rdev)
{
	struct printer *printer = rdev->owner ? NULL : stor_alloc(sizeof(*printer));
	habs_t paper = printer ? frame_alloc(FRAME_CP) : 0;

	/* Frames come from the bottom; without a low one the printer is not used. */
	if (!paper || paper >= CCW_ADDR_MAX) {
		stor_free(printer, sizeof(*printer));
		if (paper)
			frame_free(paper);
		return;
	}
	printer->rdev = rdev;
	printer->paper = (struct paper *)paper;
	str_copy(printer->classes, "A", sizeof(printer->classes));
	lock_take(&spool_lock);
	rdev->owner = printer;
	printer->next = printers;
	printers = printer;
	lock_drop(&spool_lock);
}

void realprinter_init(void)
{
	for (struct rdev *rdev = rdev_next(NULL); rdev; rdev = rdev_next(rdev))
		if (rdev->class == RDEV_PRINTER || rdev->class == RDEV_PUNCH)
			realprinter_arrived(rdev);
}
