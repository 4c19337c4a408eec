// SPDX-License-Identifier: Apache-2.0
/*
 * Spool blocks in storage.
 *
 *	dirty		made here and not on disk yet; in the list of its file
 *	clean		as on disk. Tables stay; of pages, those used lately
 *	reading		on its way
 *	failed		could not be read, and who wanted it does not know yet
 */
#include "lib/err.h"
#include "lib/string.h"
#include "mach/frame.h"
#include "nucleus/spooldisk.h"
#include "nucleus/storage.h"
#include "nucleus/task.h"

#define NR_BUCKETS    4096
#define CLEAN_PART    64 /* of storage for clean pages */
#define DIRTY_PART    2  /* of storage for all */
#define CLEAN_MIN     64
#define DIRTY_AT_ONCE 48 /* pages of one open file, then they go to disk */

enum { DIRTY, CLEAN, READING, FAILED, DROPPED };

/* Blocks of a track that are being read. */
struct spool_read {
	struct dasd_io io;
	unsigned nr;
	struct dasd_record record[VOL_BLOCKS_PER_TRACK];
	struct spool_page *page[VOL_BLOCKS_PER_TRACK];
};

struct waiter {
	struct list link;
	struct event event;
};

/* All of it: spool lock. */
static struct list buckets[NR_BUCKETS]; /* zero: empty */
static struct list lru = LIST_INIT(lru);
static struct list waiters = LIST_INIT(waiters);
static uint32_t nr_pages, nr_clean, max_pages, max_clean, nr_reads;
static int why;

void spoolcache_init(void)
{
	uint64_t frames = frame_storage_size() / PAGE_SIZE;

	max_clean = (uint32_t)MAX(frames / CLEAN_PART, (uint64_t)CLEAN_MIN);
	max_pages = (uint32_t)(frames / DIRTY_PART);
}

/* ---- Pages ----------------------------------------------------------------------------------- */

static struct list *bucket_of(spblk_t block)
{
	struct list *bucket = &buckets[(block ^ block >> 16) % NR_BUCKETS];

	if (!bucket->next)
		list_init(bucket);
	return bucket;
}

static struct spool_page *find(spblk_t block)
{
	struct list *node, *bucket = bucket_of(block);

	list_for_each (node, bucket) {
		struct spool_page *page = LIST_ENTRY(node, struct spool_page, hash);

		if (page->block == block)
			return page;
	}
	return NULL;
}

static void page_free(struct spool_page *page)
{
	frame_free((habs_t)page->data);
	stor_free(page, sizeof(*page));
	nr_pages--;
}

/* Out of sight; the storage goes as soon as nothing is read into it any more. */
static void page_drop(struct spool_page *page)
{
	list_del(&page->hash);
	if (!list_is_empty(&page->link) && page->state == CLEAN)
		nr_clean--;
	if (page->state == DIRTY)
		page->file->nr_dirty--;
	list_del(&page->link);
	if (page->state == READING)
		page->state = DROPPED;
	else
		page_free(page);
}

/* A frame; where there is none, that of the clean page that was used longest ago. */
static habs_t page_frame(void)
{
	habs_t frame = nr_pages < max_pages ? frame_alloc(FRAME_SPOOL) : 0;

	if (frame || list_is_empty(&lru))
		return frame;
	page_drop(LIST_ENTRY(lru.next, struct spool_page, link));
	return nr_pages < max_pages ? frame_alloc(FRAME_SPOOL) : 0;
}

static struct spool_page *page_make(spblk_t block, unsigned state)
{
	struct spool_page *page;
	habs_t frame = page_frame();

	page = frame ? stor_alloc(sizeof(*page)) : NULL;
	if (!page) {
		if (frame)
			frame_free(frame);
		return NULL;
	}
	page->block = block;
	page->state = (uint8_t)state;
	page->data = (void *)frame;
	list_init(&page->link);
	list_add_tail(bucket_of(block), &page->hash);
	nr_pages++;
	return page;
}

static bool is_table(const struct spool_page *page)
{
	return be64_get(((const struct spv_table *)page->data)->magic) == SPV_MAGIC_TABLE;
}

static void make_clean(struct spool_page *page)
{
	page->state = CLEAN;
	page->file = NULL;
	if (is_table(page))
		return;
	list_add_tail(&lru, &page->link);
	if (++nr_clean > max_clean)
		page_drop(LIST_ENTRY(lru.next, struct spool_page, link));
}

void spoolcache_written(struct spool_page *page)
{
	page->file->nr_dirty--;
	list_del(&page->link);
	make_clean(page);
}

void spoolcache_drop(spblk_t block)
{
	struct spool_page *page = find(block);

	if (page)
		page_drop(page);
}

/* ---- Reading --------------------------------------------------------------------------------- */

void spoolcache_wait(void)
{
	struct waiter waiter;

	if (!nr_reads)
		return;
	event_init(&waiter.event);
	list_add_tail(&waiters, &waiter.link);
	lock_drop(&spool_lock);
	event_wait(&waiter.event);
	lock_take(&spool_lock);
}

/* What was read ahead and is not good goes without a word. */
static void read_over(struct spool_read *read, int rc)
{
	for (unsigned i = 0; i < read->nr; i++) {
		struct spool_page *page = read->page[i];

		if (page->state == DROPPED)
			page_free(page);
		else if (!rc && !spblock_check(page->data))
			make_clean(page);
		else if (i == 0)
			page->state = FAILED;
		else {
			page->state = CLEAN;
			page_drop(page);
		}
	}
	stor_free(read, sizeof(*read));
	nr_reads--;
}

static void read_done(struct dasd_io *io)
{
	struct list *node;

	lock_take(&spool_lock);
	read_over(CONTAINER_OF(io, struct spool_read, io), io->rc);
	while ((node = list_pop(&waiters)))
		event_post(&LIST_ENTRY(node, struct waiter, link)->event);
	lock_drop(&spool_lock);
}

static bool read_add(struct spool_read *read, spblk_t block)
{
	struct spool_page *page = page_make(block, READING);
	uint32_t nr = SPV_NR(block), track = nr / VOL_BLOCKS_PER_TRACK;

	if (!page)
		return false;
	read->record[read->nr] = (struct dasd_record){
		.count = {be16((uint16_t)(track / VOL_TRACKS_PER_CYL)),
			be16(track % VOL_TRACKS_PER_CYL), (uint8_t)(nr % VOL_BLOCKS_PER_TRACK + 1),
			0, be16(VOL_BLOCK_SIZE)},
		.is_next = read->nr > 0,
		.data = page->data};
	read->page[read->nr++] = page;
	return true;
}

/* Begins to read a block, and those behind it on the track that are likely of the same file. */
static void read_start(struct spool_volume *volume, spblk_t block)
{
	uint32_t nr = SPV_NR(block);
	struct spool_read *read = stor_alloc(sizeof(*read));
	int rc;

	if (!read || !read_add(read, block)) {
		stor_free(read, sizeof(*read));
		return;
	}
	for (nr++; nr % VOL_BLOCKS_PER_TRACK && spspace_is_used(&volume->space, nr); nr++)
		if (find(SPV_BLOCK(volume->slot, nr)) ||
			!read_add(read, SPV_BLOCK(volume->slot, nr)))
			break;
	read->io.dasd = volume_dasd(volume->volume);
	read->io.op = DASD_READ_RECORDS;
	read->io.track = SPV_NR(block) / VOL_BLOCKS_PER_TRACK;
	read->io.record = read->record;
	read->io.nr_records = (uint16_t)read->nr;
	read->io.done = read_done;
	nr_reads++;
	rc = dasd_start(&read->io);
	if (rc != -E_AGAIN)
		read_over(read, rc);
}

/* ---- The store ------------------------------------------------------------------------------- */

static int cache_alloc(void *ctx, struct spfile *file, spblk_t *block)
{
	struct spool_file *owner = CONTAINER_OF(file, struct spool_file, file);
	struct spool_page *page;

	(void)ctx;
	if (spoolvol_alloc(file, block))
		return -E_FULL;
	spoolcache_drop(*block); /* what a damaged file's map had led to */
	page = page_make(*block, DIRTY);
	if (!page) {
		spoolvol_free(*block);
		return -E_FULL;
	}
	page->file = owner;
	list_add_tail(&owner->dirty, &page->link);
	if (++owner->nr_dirty >= DIRTY_AT_ONCE)
		spoolsave_queue(owner, SPOOL_JOB_PAGES);
	return 0;
}

static void cache_release(void *ctx, spblk_t block)
{
	(void)ctx;
	spoolcache_drop(block);
	spoolvol_free(block);
}

static void *cache_map(void *ctx, spblk_t block)
{
	struct spool_volume *volume = spoolvol_of(block);
	struct spool_page *page = find(block);

	(void)ctx;
	why = -E_IO;
	if (!page && volume && SPV_NR(block) < volume->space.nr_blocks) {
		read_start(volume, block);
		page = find(block);
	}
	if (!page)
		return NULL;
	if (page->state == READING) {
		why = -E_AGAIN;
		return NULL;
	}
	if (page->state == FAILED) {
		page_drop(page);
		return NULL;
	}
	if (page->state == CLEAN && !list_is_empty(&page->link)) {
		list_del(&page->link);
		list_add_tail(&lru, &page->link);
	}
	return page->data;
}

static int cache_why(void *ctx)
{
	(void)ctx;
	return why;
}

/* What is changed is dirty: only open files change, and their last page and tables stay so. */
static void cache_unmap(void *ctx, spblk_t block, bool changed)
{
	(void)ctx;
	(void)block;
	(void)changed;
}

const struct spool_store_ops spool_cache_ops = {
	.alloc = cache_alloc,
	.release = cache_release,
	.map = cache_map,
	.why = cache_why,
	.unmap = cache_unmap,
};
