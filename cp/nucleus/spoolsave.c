// SPDX-License-Identifier: Apache-2.0
/*
 * The writer of the spool: a task that brings files to disk, one after the other, in the order in
 * which they were changed. The pages first, then the tables, then the new descriptor, then the old
 * one is cleared: whenever that stops, a descriptor on disk names only what is there.
 */
#include "lib/err.h"
#include "lib/string.h"
#include "mach/clock.h"
#include "mach/frame.h"
#include "nucleus/spooldisk.h"
#include "nucleus/storage.h"
#include "nucleus/task.h"

/* Who waits in spool_sync. */
struct sync_waiter {
	struct list link;
	uint64_t ticket;
	struct event event;
};

/* Spool lock. */
static struct list jobs = LIST_INIT(jobs);
static struct list waiters = LIST_INIT(waiters);
static uint64_t last_ticket; /* given */
static uint64_t this_ticket; /* the writer's */
static uint64_t done_ticket; /* and all before it are done */
static uint64_t bad_ticket;  /* the last that failed */
static bool writer_runs;
static uint64_t last_number;

uint64_t spool_pool; /* set by the start */

void spoolsave_init(uint64_t last)
{
	last_number = MAX(last_number, last);
}

uint64_t spoolsave_number(void)
{
	last_number = MAX(last_number + 1, clock_now());
	return last_number;
}

/* ---- One file -------------------------------------------------------------------------------- */

static bool is_table(const struct spool_page *page)
{
	return be64_get(((const struct spv_table *)page->data)->magic) == SPV_MAGIC_TABLE;
}

/* While a file is open its last page and its tables still change. */
static bool is_final(const struct spool_file *file, const struct spool_page *page)
{
	const struct splink *data = page->data;

	return file->file.spid ||
	       (!is_table(page) && be32_get(data->page) + 1 != file->file.nr_blocks);
}

/* The next dirty pages that stand in a row on one track: pages first, tables when none is left. */
static unsigned pick(struct spool_file *file, bool tables, struct spool_page *row[])
{
	struct list *node;
	unsigned nr = 0;

	lock_take(&spool_lock);
	list_for_each (node, &file->dirty) {
		struct spool_page *page = LIST_ENTRY(node, struct spool_page, link);

		if (!is_final(file, page) || is_table(page) != tables)
			continue;
		if (nr && (page->block != row[0]->block + nr ||
				  SPV_NR(page->block) % VOL_BLOCKS_PER_TRACK == 0))
			break;
		row[nr++] = page;
		if (nr == VOL_BLOCKS_PER_TRACK)
			break;
	}
	lock_drop(&spool_lock);
	return nr;
}

static int write_pages(struct spool_file *file, bool tables)
{
	struct spool_page *row[VOL_BLOCKS_PER_TRACK];
	void *data[VOL_BLOCKS_PER_TRACK];
	unsigned nr;
	int rc;

	while ((nr = pick(file, tables, row)) != 0) {
		for (unsigned i = 0; i < nr; i++) {
			data[i] = row[i]->data;
			spblock_seal(data[i]);
		}
		rc = spoolvol_write(row[0]->block, nr, data);
		if (rc)
			return rc;
		lock_take(&spool_lock);
		for (unsigned i = 0; i < nr; i++)
			spoolcache_written(row[i]);
		lock_drop(&spool_lock);
	}
	return 0;
}

/* Makes the new descriptor. Returns 0 or -E_FULL. */
static int make_descriptor(struct spool_file *file, struct spv_file *descriptor, spblk_t *block)
{
	struct spv_place place = {.pool = spool_pool};
	int rc;

	lock_take(&spool_lock);
	rc = spoolvol_alloc_descriptor(&file->file, block);
	if (!rc) {
		place.sequence = spoolsave_number();
		place.block = *block;
		spv_file_make(descriptor, &file->file, &place, file->tag);
	}
	lock_drop(&spool_lock);
	return rc;
}

static int write_descriptor(struct spool_file *file)
{
	void *descriptor = (void *)frame_alloc(FRAME_SPOOL);
	spblk_t block = 0, other = file->descriptor;
	int rc = descriptor ? make_descriptor(file, descriptor, &block) : -E_NOMEM;

	if (!rc) {
		rc = spoolvol_write(block, 1, &descriptor);
		if (!rc) {
			file->descriptor = block;
			if (other)
				rc = spoolvol_clear(other);
		} else {
			other = block;
		}
		/* One that could not be cleared is never used again. */
		if (other && (!rc || other == block)) {
			lock_take(&spool_lock);
			spoolvol_free(other);
			lock_drop(&spool_lock);
		}
	}
	if (descriptor)
		frame_free((habs_t)descriptor);
	return rc;
}

static int save(struct spool_file *file)
{
	int rc = write_pages(file, false);

	if (!rc)
		rc = write_pages(file, true);
	if (!rc)
		rc = write_descriptor(file);
	file->unsaved = rc;
	return rc;
}

/* A file whose descriptor can't be cleared comes back with the next start: its blocks stay. */
static int delete (struct spool_file *file)
{
	int rc = file->descriptor ? spoolvol_clear(file->descriptor) : 0;

	if (rc)
		return rc;
	lock_take(&spool_lock);
	if (file->descriptor)
		spoolvol_free(file->descriptor);
	spfile_release(&file->file, &spool_store);
	lock_drop(&spool_lock);
	stor_free(file, sizeof(*file));
	return 0;
}

/* ---- The queue ------------------------------------------------------------------------------- */

static void job_over(int rc)
{
	struct list *node, *next;

	done_ticket = this_ticket;
	if (rc)
		bad_ticket = this_ticket;
	list_for_each_safe (node, next, &waiters) {
		struct sync_waiter *waiter = LIST_ENTRY(node, struct sync_waiter, link);

		if (waiter->ticket > done_ticket)
			continue;
		list_del(node);
		event_post(&waiter->event);
	}
}

static struct spool_file *next_job(uint8_t *wanted)
{
	struct spool_file *file = NULL;
	struct list *node;

	lock_take(&spool_lock);
	node = list_pop(&jobs);
	if (node) {
		file = LIST_ENTRY(node, struct spool_file, job);
		*wanted = file->jobs;
		this_ticket = file->ticket;
		file->jobs = 0;
	} else {
		writer_runs = false;
	}
	lock_drop(&spool_lock);
	return file;
}

static void writer(void *arg)
{
	struct spool_file *file;
	uint8_t wanted;
	int rc;

	(void)arg;
	while ((file = next_job(&wanted)) != NULL) {
		if (wanted & SPOOL_JOB_DELETE)
			rc = delete (file);
		else if (wanted & SPOOL_JOB_SAVE)
			rc = save(file);
		else
			rc = write_pages(file, false);
		lock_take(&spool_lock);
		job_over(rc);
		lock_drop(&spool_lock);
	}
}

/* After an abend of the writer one change is lost; the others go on. */
static void writer_abended(void *arg)
{
	(void)arg;
	job_over(-E_IO);
	writer_runs = false;
}

static void writer_start(void)
{
	if (!writer_runs && !list_is_empty(&jobs))
		writer_runs = !task_start("spool writer", writer, NULL, NULL, writer_abended);
}

void spoolsave_queue(struct spool_file *file, enum spool_job job)
{
	if (!file->jobs) {
		file->ticket = ++last_ticket;
		list_add_tail(&jobs, &file->job);
	}
	file->jobs |= job;
	writer_start();
}

int spool_sync(void)
{
	struct sync_waiter waiter;
	uint64_t from;
	bool waits;
	int rc;

	event_init(&waiter.event);
	lock_take(&spool_lock);
	from = done_ticket;
	waiter.ticket = last_ticket;
	waits = done_ticket < last_ticket;
	if (waits) {
		list_add_tail(&waiters, &waiter.link);
		writer_start(); /* there was no storage for it before */
	}
	lock_drop(&spool_lock);
	if (!waits)
		return 0;
	event_wait(&waiter.event);
	lock_take(&spool_lock);
	rc = bad_ticket > from && bad_ticket <= waiter.ticket ? -E_IO : 0;
	lock_drop(&spool_lock);
	return rc;
}
