// SPDX-License-Identifier: Apache-2.0
/*
 * Pages that are in no frame.
 *
 *	token = block's number << 16 | slot in the block << 8 | form
 *	table of blocks: where each is, and how many records in it are alive
 *
 * Blocks in frames are in bins by the room that is left in them; a new record goes where it just
 * fits. Those without room wait, the oldest first, to be moved to paging space. There, records can
 * only be forgotten: a block goes when its last one does. A page that no packing makes smaller
 * (PAGE_RAW) is a block of its own and goes there at once.
 */
#include "nucleus/pagestore.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/pagepack.h"
#include "mach/abend.h"
#include "mach/asm.h"
#include "mach/cpu.h"
#include "mach/frame.h"
#include "mach/lock.h"
#include "nucleus/pagespace.h"

#define BIN_BYTES 128u
#define NR_BINS   (PAGE_SIZE / BIN_BYTES)
#define LEAF      512u /* entries of a part of the table: one frame */
#define NR_LEAVES 8192u
#define NR_MIDS   (NR_LEAVES / 512u)
#define FORM_PART 0xFF /* in a token: not a page */

enum where { UNUSED, IN_FRAME, IN_SPACE };

struct entry {
	uint32_t place; /* frame number, place in paging space; unused: the next unused one */
	uint16_t nr_live;
	uint8_t where;
	uint8_t pad;
};
static_assert(sizeof(struct entry) * LEAF == PAGE_SIZE, "a leaf is a frame");

/* What one real CPU needs to pack and unpack; CP does not wait in between. Begins on a page
 * boundary. */
struct work {
	uint64_t block[PAGE_SIZE / 8];
	uint8_t record[PAGE_SIZE];
	struct pagecodec codec;
};
#define WORK_ORDER 3
static_assert(sizeof(struct work) <= PAGE_SIZE << WORK_ORDER, "so many frames");

struct bin {
	habs_t first, last; /* linked by next and prev of the frames' descriptors */
};

static struct lock store_lock = LOCK_INIT(PAGESTORE);
static struct entry **table[NR_MIDS];     /* each of 512 leaves */
static uint32_t nr_entries, first_unused; /* entries begin with 1 */
static struct bin bins[NR_BINS];
static struct pagestore_counts counts;
static struct work *works[CPU_MAX]; /* constant */

void pagestore_init(void)
{
	for (unsigned i = 0; i < CPU_MAX; i++)
		if (cpus[i].pfx)
			works[i] = (struct work *)frame_alloc_run(FRAME_CP, WORK_ORDER);
	nr_entries = 1;
}

/* ---- Tokens and the table of blocks ---------------------------------------------------------- */

static uint64_t token_of(uint32_t id, unsigned slot, unsigned form)
{
	return (uint64_t)id << 16 | slot << 8 | form;
}

static unsigned token_form(uint64_t token)
{
	return token & 0xFF;
}

static unsigned token_slot(uint64_t token)
{
	return token >> 8 & 0xFF;
}

static bool has_block(unsigned form)
{
	return form != PAGE_SAME && form != PAGE_ZERO;
}

static struct entry *entry_of(uint32_t id)
{
	return &table[id / LEAF / 512][id / LEAF % 512][id % LEAF];
}

static struct entry *token_entry(uint64_t token)
{
	struct entry *entry;

	cp_assert(token >> 16 && token >> 16 < nr_entries, PGS001);
	entry = entry_of((uint32_t)(token >> 16));
	cp_assert(entry->where != UNUSED && entry->nr_live, PGS001);
	return entry;
}

/* Makes the part of the table that holds entry id. */
static bool grow(uint32_t id)
{
	uint32_t leaf = id / LEAF;

	if (leaf >= NR_LEAVES)
		return false;
	if (!table[leaf / 512])
		table[leaf / 512] = (struct entry **)frame_alloc(FRAME_PAGES);
	if (!table[leaf / 512])
		return false;
	if (!table[leaf / 512][leaf % 512])
		table[leaf / 512][leaf % 512] = (struct entry *)frame_alloc(FRAME_PAGES);
	return table[leaf / 512][leaf % 512];
}

/* 0: no storage. */
static uint32_t entry_new(enum where where, uint32_t place)
{
	uint32_t id = first_unused;

	if (id)
		first_unused = entry_of(id)->place;
	else if (grow(nr_entries))
		id = nr_entries++;
	else
		return 0;
	*entry_of(id) = (struct entry){.place = place, .where = (uint8_t)where};
	return id;
}

static void entry_delete(uint32_t id)
{
	*entry_of(id) = (struct entry){.place = first_unused};
	first_unused = id;
}

/* ---- Blocks in frames ------------------------------------------------------------------------ */

static struct pagepack *block_of(const struct entry *entry)
{
	return (struct pagepack *)((habs_t)entry->place << PAGE_SHIFT);
}

static void bin_add(habs_t block)
{
	struct bin *bin = &bins[pagepack_room((struct pagepack *)block) / BIN_BYTES];
	struct frame *frame = frame_of(block);

	frame->a = (uint16_t)(bin - bins);
	frame->next = 0;
	frame->prev = bin->last;
	if (bin->last)
		frame_of(bin->last)->next = block;
	else
		bin->first = block;
	bin->last = block;
}

static void bin_remove(habs_t block)
{
	struct frame *frame = frame_of(block);
	struct bin *bin = &bins[frame->a];

	if (frame->prev)
		frame_of(frame->prev)->next = frame->next;
	else
		bin->first = frame->next;
	if (frame->next)
		frame_of(frame->next)->prev = frame->prev;
	else
		bin->last = frame->prev;
}

/* After a change of its room. */
static void bin_move(habs_t block)
{
	if (frame_of(block)->a == pagepack_room((struct pagepack *)block) / BIN_BYTES)
		return;
	bin_remove(block);
	bin_add(block);
}

static habs_t block_new(void)
{
	habs_t block = frame_alloc(FRAME_PAGES);
	uint32_t id;

	if (!block)
		return 0;
	id = entry_new(IN_FRAME, (uint32_t)(block >> PAGE_SHIFT));
	if (!id) {
		frame_free(block);
		return 0;
	}
	pagepack_init((struct pagepack *)block);
	frame_of(block)->owner = id;
	counts.nr_frames++;
	bin_add(block);
	return block;
}

/* The block with the least room that takes len bytes, else a new one. */
static habs_t find_room(size_t len)
{
	habs_t block = bins[len / BIN_BYTES].first;

	if (block && pagepack_room((struct pagepack *)block) >= len)
		return block;
	for (size_t i = len / BIN_BYTES + 1; i < NR_BINS; i++)
		if (bins[i].first)
			return bins[i].first;
	return block_new();
}

static int put_record(
	struct work *work, const void *record, size_t len, unsigned form, uint64_t *token)
{
	habs_t block = find_room(len);
	uint32_t id;
	int slot;

	if (!block)
		return -E_FULL;
	slot = pagepack_add((struct pagepack *)block, work->block, record, len);
	cp_assert(slot >= 0, PGS002);
	bin_move(block);
	id = (uint32_t)frame_of(block)->owner;
	entry_of(id)->nr_live++;
	*token = token_of(id, (unsigned)slot, form);
	return 0;
}

static void block_delete(habs_t block)
{
	bin_remove(block);
	entry_delete((uint32_t)frame_of(block)->owner);
	frame_free(block);
	counts.nr_frames--;
}

/* ---- Blocks in paging space ------------------------------------------------------------------ */

/* A page that has been written there. */
static int put_raw(uint32_t place, uint64_t *token)
{
	uint32_t id = entry_new(IN_SPACE, place);

	if (!id) {
		pagespace_free(place);
		return -E_FULL;
	}
	entry_of(id)->nr_live = 1;
	counts.nr_out++;
	*token = token_of(id, 0, PAGE_RAW);
	return 0;
}

bool pagestore_shrink(void)
{
	struct entry *entry;
	habs_t block = 0;
	uint32_t place;
	bool moved;

	lock_take(&store_lock);
	for (unsigned i = 0; !block && i < NR_BINS; i++)
		block = bins[i].first;
	moved = block && pagespace_write((void *)block, &place) == 0;
	if (moved) {
		entry = entry_of((uint32_t)frame_of(block)->owner);
		counts.nr_bytes -= ((struct pagepack *)block)->used;
		bin_remove(block);
		frame_free(block);
		entry->where = IN_SPACE;
		entry->place = place;
		counts.nr_frames--;
		counts.nr_out++;
	}
	lock_drop(&store_lock);
	return moved;
}

/* ---- What others call ------------------------------------------------------------------------ */

int pagestore_put(const void *page, const void *origin, bool quick, uint64_t *token)
{
	struct work *work = works[this_cpu()->addr];
	enum page_form form;
	uint32_t place;
	size_t len;
	int rc = 0;

	if (!work)
		return -E_FULL;
	for (quick = quick && pagespace_is_ample();; quick = false) {
		form = pagecodec_pack(&work->codec, page, origin,
			quick ? PACK_QUICK : PACK_BEST, work->record, &len);
		if (form != PAGE_RAW || !pagespace_write(page, &place))
			break;
		if (!quick)
			return -E_FULL;
	}
	*token = form;
	lock_take(&store_lock);
	if (form == PAGE_RAW)
		rc = put_raw(place, token);
	else if (has_block(form))
		rc = put_record(work, work->record, len, form, token);
	if (!rc) {
		counts.nr_pages++;
		counts.nr_form[form]++;
		counts.nr_bytes += form == PAGE_RAW ? 0 : len;
		counts.nr_puts++;
	}
	lock_drop(&store_lock);
	return rc;
}

int pagestore_put_part(const void *part, size_t len, uint64_t *token)
{
	struct work *work = works[this_cpu()->addr];
	int rc;

	if (!work)
		return -E_FULL;
	lock_take(&store_lock);
	rc = put_record(work, part, len, FORM_PART, token);
	if (!rc) {
		counts.nr_parts++;
		counts.nr_bytes += len;
	}
	lock_drop(&store_lock);
	return rc;
}

/*
 * The record of a token: where it lies in work. In a frame its block may move as soon as the lock
 * is dropped; in paging space nothing does while one of its records is alive.
 */
static int get_record(struct work *work, uint64_t token, const void **record, size_t *len)
{
	const struct entry *entry;
	const void *found;
	uint32_t place;
	bool is_out;
	int rc = 0;

	lock_take(&store_lock);
	entry = token_entry(token);
	is_out = entry->where == IN_SPACE;
	place = entry->place;
	if (!is_out) {
		found = pagepack_get(block_of(entry), token_slot(token), len);
		if (found)
			*record = memcpy(work->record, found, *len);
		else
			rc = -E_FORMAT;
	}
	lock_drop(&store_lock);
	if (!is_out)
		return rc;
	rc = pagespace_read(place, work->block);
	*record = rc ? NULL : pagepack_get((struct pagepack *)work->block, token_slot(token), len);
	return rc || *record ? rc : -E_FORMAT;
}

/* A page that is a block of its own. */
static int get_raw(uint64_t token, void *page)
{
	uint32_t place;

	lock_take(&store_lock);
	place = token_entry(token)->place;
	lock_drop(&store_lock);
	return pagespace_read(place, page);
}

int pagestore_get(uint64_t token, const void *origin, void *page)
{
	enum page_form form = token_form(token);
	struct work *work = works[this_cpu()->addr];
	const void *record = NULL;
	size_t len = 0;
	int rc = 0;

	__atomic_add_fetch(&counts.nr_gets, 1, __ATOMIC_RELAXED);
	if (form == PAGE_RAW)
		return get_raw(token, page);
	if (has_block(form))
		rc = get_record(work, token, &record, &len);
	return rc ? rc : pagecodec_unpack(form, record, len, origin, page);
}

int pagestore_get_part(uint64_t token, void *buf, size_t size, size_t *len)
{
	const void *record = NULL;
	int rc;

	cp_assert(token_form(token) == FORM_PART, PGS001);
	rc = get_record(works[this_cpu()->addr], token, &record, len);
	if (!rc && *len > size)
		rc = -E_FORMAT;
	if (!rc)
		memcpy(buf, record, *len);
	return rc;
}

bool pagestore_is_on_disk(uint64_t token)
{
	const struct entry *entry;
	bool is_on_disk;

	if (!has_block(token_form(token)))
		return false;
	lock_take(&store_lock);
	entry = token_entry(token);
	is_on_disk = entry->where == IN_SPACE && pagespace_is_on_disk(entry->place);
	lock_drop(&store_lock);
	return is_on_disk;
}

/* A record in a frame; what it had is gone. Returns how long it was. */
static size_t drop_record(uint64_t token, struct entry *entry)
{
	struct pagepack *block = block_of(entry);
	size_t len = 0;

	cp_assert(pagepack_get(block, token_slot(token), &len), PGS001);
	cp_assert(!pagepack_drop(block, token_slot(token)), PGS001);
	if (--entry->nr_live)
		bin_move((habs_t)block);
	else
		block_delete((habs_t)block);
	return len;
}

void pagestore_drop(uint64_t token)
{
	unsigned form = token_form(token);
	struct entry *entry;

	lock_take(&store_lock);
	if (form == FORM_PART) {
		counts.nr_parts--;
	} else {
		counts.nr_pages--;
		counts.nr_form[form]--;
	}
	if (has_block(form)) {
		entry = token_entry(token);
		if (entry->where == IN_FRAME) {
			counts.nr_bytes -= drop_record(token, entry);
		} else if (--entry->nr_live == 0) {
			pagespace_free(entry->place);
			entry_delete((uint32_t)(token >> 16));
			counts.nr_out--;
		}
	}
	lock_drop(&store_lock);
}

void pagestore_count(struct pagestore_counts *out)
{
	lock_take(&store_lock);
	*out = counts;
	lock_drop(&store_lock);
}
