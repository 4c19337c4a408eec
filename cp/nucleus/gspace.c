// SPDX-License-Identifier: Apache-2.0
/* A guest's absolute storage as a whole: its tables. */
#include "nucleus/gspace.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/asm.h"
#include "mach/frame.h"
#include "nucleus/gspace_int.h"

#define ENTRY_PER_PAGE 512u /* table lengths count in these */

/* ---- Region and segment tables ----------------------------------------------- */

static unsigned table_order(uint64_t entries)
{
	return entries > 2 * ENTRY_PER_PAGE ? 2 : entries > ENTRY_PER_PAGE ? 1 : 0;
}

static uint64_t *table_create(struct gspace *space, uint64_t entries)
{
	unsigned order = table_order(entries);
	uint64_t *table = (uint64_t *)frame_alloc_run(FRAME_GUEST_TABLE, order);

	if (!table)
		return NULL;
	for (unsigned i = 0; i < ENTRY_PER_PAGE << order; i++)
		table[i] = RTE_INVALID;
	space->nr_tables += 1u << order;
	return table;
}

static void table_delete(struct gspace *space, uint64_t *table, uint64_t entries)
{
	frame_free_run((habs_t)table, table_order(entries));
	space->nr_tables -= 1u << table_order(entries);
}

static uint64_t top_entries(const struct gspace *space)
{
	return gspace_has_regions(space) ? ROUND_UP(space->reach, 2 * GiB) / (2 * GiB)
					 : space->reach / SEGMENT_SIZE;
}

int gspace_make_top(struct gspace *space)
{
	space->top = table_create(space, top_entries(space));
	return space->top ? 0 : -E_NOMEM;
}

void gspace_set_asce(struct gspace *space)
{
	uint64_t asce = (habs_t)space->top | (gspace_has_regions(space) ? ASCE_DT_R3 : ASCE_DT_SEG) |
			((1u << table_order(top_entries(space))) - 1);

	space->clean_on = 0;
	__atomic_store_n(&space->asce, asce, __ATOMIC_RELEASE);
}

void gspace_delete_top(struct gspace *space)
{
	table_delete(space, space->top, top_entries(space));
	space->top = NULL;
}

int gspace_create(struct gspace *space, uint64_t size)
{
	memset(space, 0, sizeof(*space));
	lock_init(&space->lock, LOCK_GSTORE);
	space->size = space->reach = ROUND_UP(size, SEGMENT_SIZE);
	if (!space->size || space->size > GSPACE_MAX || space->size < size)
		return -E_RANGE;
	if (gspace_make_top(space))
		return -E_NOMEM;
	gspace_set_asce(space);
	return 0;
}

uint64_t *gspace_segment(struct gspace *space, gabs_t addr, bool make)
{
	uint64_t *region;

	if (!gspace_has_regions(space))
		return &space->top[addr / SEGMENT_SIZE];
	region = &space->top[addr / (2 * GiB)];
	if (*region & RTE_INVALID) {
		uint64_t *segments = make ? table_create(space, DAT_ENTRIES) : NULL;

		if (!segments)
			return NULL;
		*region = (habs_t)segments | RTE_TT_R3 | RTE_TL;
	}
	return (uint64_t *)(*region & RTE_ORIGIN) + addr / SEGMENT_SIZE % DAT_ENTRIES;
}

int gspace_extend(struct gspace *space, uint64_t reach)
{
	struct gspace fresh;
	uint64_t *segments;
	int rc;

	if (reach <= space->reach)
		return 0;
	rc = gspace_create(&fresh, reach);
	if (rc)
		return rc;
	if (gspace_lock(space)) {
		gspace_delete(&fresh);
		return -E_NOMEM;
	}
	segments = fresh.top;
	if (gspace_has_regions(&fresh) && !gspace_has_regions(space)) {
		segments = table_create(space, DAT_ENTRIES);
		if (segments)
			fresh.top[0] = (habs_t)segments | RTE_TT_R3 | RTE_TL;
		else
			rc = -E_NOMEM;
	}
	if (!rc) {
		memcpy(segments, space->top, top_entries(space) * sizeof(*segments));
		table_delete(space, space->top, top_entries(space));
		space->nr_tables += fresh.nr_tables;
		space->top = fresh.top;
		space->asce = fresh.asce;
		space->reach = fresh.reach;
		gspace_purge(space);
	}
	lock_drop(&space->lock);
	if (rc)
		gspace_delete(&fresh);
	return rc;
}

/* ---- Giving pages back ----------------------------------------------- */

void gspace_drop_shared(habs_t frame)
{
	if (frame && frame_unshare(frame))
		frame_free(frame);
}

/* The holds of an entry that is not borrowed. */
static void drop_entry(struct gspace *space, struct guest_page_table *table, unsigned i)
{
	uint64_t pte = table->pte[i];

	if (gspace_pte_is_out(pte))
		gspace_forget_out(space, table, gspace_pte_token(pte));
	else if (pte & PTE_PROTECT)
		gspace_drop_shared(pte & PTE_FRAME);
	else if (frame_drop(pte & PTE_FRAME))
		frame_free(pte & PTE_FRAME);
	gspace_drop_shared(gspace_origin(&table->pgste[i]));
}

/*
 * Forgets what a page table's entries first..last stand for; returns how many were in frames. space
 * NULL: nobody's any more.
 */
static unsigned forget(struct gspace *space, struct guest_page_table *table, unsigned first,
	unsigned last, unsigned *nr_shared)
{
	unsigned nr = 0;

	for (unsigned i = first; i <= last; i++) {
		uint64_t pte = table->pte[i];

		if (!(pte & ~PTE_INVALID))
			continue;
		if (!gspace_is_borrowed(table, i))
			drop_entry(space, table, i);
		nr += !gspace_pte_is_out(pte);
		*nr_shared += !gspace_pte_is_out(pte) && (pte & PTE_PROTECT);
		table->pte[i] = PTE_INVALID;
		memset(&table->pgste[i], 0, sizeof(table->pgste[i]));
	}
	return nr;
}

void gspace_drop_pages(
	struct gspace *space, struct guest_page_table *table, unsigned first, unsigned last)
{
	unsigned nr_shared = 0;

	space->nr_pages -= forget(space, table, first, last, &nr_shared);
	space->nr_shared -= nr_shared;
}

void gspace_drop_table(struct guest_page_table *table)
{
	unsigned nr_shared = 0;

	while (table && frame_drop((habs_t)table)) {
		struct guest_page_table *model = gspace_model(table);

		gspace_lend_no_more(table);
		for (unsigned i = 0; i < PT_ENTRIES; i += GSPACE_CHUNK)
			if (!model || !gspace_is_chunk_as(table, model, i))
				(void)forget(NULL, table, i, i + GSPACE_CHUNK - 1, &nr_shared);
		frame_free((habs_t)table);
		table = model;
	}
}

int gspace_release(struct gspace *space, gabs_t first, gabs_t last)
{
	int rc = 0;

	if (first >= space->size || last < first)
		return 0;
	last = MIN(last, space->size - 1);
	if (gspace_lock(space))
		return -E_NOMEM;
	for (gabs_t addr = first & ~(PAGE_SIZE - 1); addr <= last && !rc;) {
		gabs_t end = MIN((addr | (SEGMENT_SIZE - 1)), last);
		unsigned from = gspace_page_index(addr), to = gspace_page_index(end);
		bool is_there = gspace_table(space, addr) && !gspace_is_part_of(space, addr, end);
		struct guest_page_table *table = is_there ? gspace_own_table(space, addr) : NULL;

		if (table) {
			for (unsigned i = from; i <= to; i++)
				table->pte[i] |= PTE_INVALID;
			gspace_purge(space);
			gspace_drop_pages(space, table, from, to);
		} else if (is_there) {
			rc = -E_NOMEM;
		}
		addr = (addr | (SEGMENT_SIZE - 1)) + 1;
	}
	lock_drop(&space->lock);
	return rc;
}

/* Purged before, and nobody runs in it. */
static void clear_segments(struct gspace *space, uint64_t *segments, uint64_t nr)
{
	for (uint64_t i = 0; i < nr; i++) {
		uint64_t segment = segments[i];

		if (segment & RTE_INVALID)
			continue;
		segments[i] = RTE_INVALID;
		space->nr_tables -= !(segment & STE_PROTECT);
		gspace_drop_table((struct guest_page_table *)(segment & STE_ORIGIN));
	}
}

static void stop_following(struct gspace *space)
{
	gspace_pattern_put(space->pattern);
	space->pattern = NULL;
}

void gspace_clear(struct gspace *space)
{
	uint64_t nr = top_entries(space);

	stop_following(space);
	lock_take(&space->lock);
	if (gspace_is_settled(space)) {
		gspace_forget_settled(space);
		lock_drop(&space->lock);
		return;
	}
	if (space->nr_pages)
		gspace_check(space);
	gspace_purge(space);
	if (!gspace_has_regions(space)) {
		clear_segments(space, space->top, nr);
	} else {
		for (uint64_t i = 0; i < nr; i++) {
			uint64_t *segments = (uint64_t *)(space->top[i] & RTE_ORIGIN);

			if (space->top[i] & RTE_INVALID)
				continue;
			space->top[i] = RTE_INVALID;
			clear_segments(space, segments, DAT_ENTRIES);
			table_delete(space, segments, DAT_ENTRIES);
		}
	}
	space->nr_pages = space->nr_shared = space->nr_out = 0;
	gspace_purge(space);
	lock_drop(&space->lock);
}

void gspace_delete(struct gspace *space)
{
	if (!space->size)
		return;
	gspace_clear(space);
	if (space->top)
		gspace_delete_top(space);
}

int gspace_resize(struct gspace *space, uint64_t size)
{
	struct gspace old, fresh;
	int rc = gspace_create(&fresh, size);

	if (rc)
		return rc;
	lock_take(&space->lock);
	old = *space;
	fresh.lock = space->lock;
	*space = fresh;
	lock_drop(&space->lock);
	lock_init(&old.lock, LOCK_GSTORE);
	gspace_delete(&old);
	return 0;
}
