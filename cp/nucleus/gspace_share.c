// SPDX-License-Identifier: Apache-2.0
/*
 * Megabytes that several spaces have: of saved systems and segments.
 *
 *	image's segment table --+--> page table
 *	a guest's segment table-+     STE_PROTECT in both entries
 *
 * The image is never changed once it is closed, so that only the guest's lock is needed. A guest
 * that stores gets a page table of its own for that megabyte, and a copy of the page, as one that
 * was made by gspace_fork.
 */
#include "lib/err.h"
#include "mach/asm.h"
#include "nucleus/gspace_int.h"

bool gspace_has(struct gspace *space, gabs_t addr)
{
	const uint64_t *segment;

	if (addr < space->size)
		return true;
	segment = addr < space->reach ? gspace_segment(space, addr, false) : NULL;
	return segment && !(*segment & RTE_INVALID);
}

bool gspace_is_part_of(const struct gspace *space, gabs_t first, gabs_t last)
{
	for (const struct gspace_parts *parts = space->parts; parts; parts = parts->next)
		for (unsigned i = 0; i < parts->nr; i++)
			if (first <= parts->part[i].last && last >= parts->part[i].first)
				return true;
	return false;
}

const struct gspace_part *gspace_part_of(const struct gspace *space, gabs_t addr)
{
	for (const struct gspace_parts *parts = space->parts; parts; parts = parts->next)
		for (unsigned i = 0; i < parts->nr; i++)
			if (addr >= parts->part[i].first && addr <= parts->part[i].last)
				return &parts->part[i];
	return NULL;
}

/* ---- Images ----------------------------------------------- */

/* The entry of the next megabyte from *addr on that the space has, with *addr its address; or NULL.
 */
static uint64_t *next_segment(struct gspace *space, gabs_t *addr)
{
	for (; *addr < space->reach; *addr += SEGMENT_SIZE) {
		uint64_t *segment = gspace_segment(space, *addr, false);

		if (!segment) /* of a large one: nothing in these 2 GiB */
			*addr |= 2 * GiB - SEGMENT_SIZE;
		else if (!(*segment & RTE_INVALID))
			return segment;
	}
	return NULL;
}

int gspace_open_segment(struct gspace *image, gabs_t addr)
{
	int rc;

	lock_take(&image->lock);
	rc = gspace_own_table(image, addr) ? 0 : -E_NOMEM;
	lock_drop(&image->lock);
	return rc;
}

int gspace_fill(struct gspace *image, gabs_t addr, habs_t zeros)
{
	const struct guest_page_table *table;
	bool is_there;
	int rc;

	lock_take(&image->lock);
	table = gspace_table(image, addr);
	is_there = table && gspace_pte_is_valid(table->pte[gspace_page_index(addr)]);
	lock_drop(&image->lock);
	if (is_there)
		return 0;
	rc = gspace_map(image, addr, zeros, 0);
	return rc == -E_BUSY ? gspace_own(image, addr) : rc; /* it has a key */
}

void gspace_close(struct gspace *image)
{
	uint64_t *segment;

	lock_take(&image->lock);
	for (gabs_t addr = 0; (segment = next_segment(image, &addr)) != NULL;
		addr += SEGMENT_SIZE) {
		if (*segment & STE_PROTECT)
			continue;
		*segment |= STE_PROTECT;
		image->nr_tables--;
		gspace_lend((struct guest_page_table *)(*segment & STE_ORIGIN));
	}
	image->nr_shared = image->nr_pages;
	lock_drop(&image->lock);
}

/* ---- Placing them ----------------------------------------------- */

static unsigned count_pages(const struct guest_page_table *table)
{
	unsigned nr = 0;

	for (unsigned i = 0; i < PT_ENTRIES; i++)
		nr += gspace_pte_is_valid(table->pte[i]);
	return nr;
}

/* The megabyte becomes empty: not even its page table is left. */
static void drop_segment(struct gspace *space, uint64_t *segment)
{
	struct guest_page_table *table = (struct guest_page_table *)(*segment & STE_ORIGIN);
	unsigned nr_pages = 0, nr_shared = 0, nr_out = *gspace_nr_out(table);

	for (unsigned i = 0; i < PT_ENTRIES; i++) {
		bool is_valid = gspace_pte_is_valid(table->pte[i]);

		nr_pages += is_valid;
		nr_shared +=
			is_valid && ((*segment & STE_PROTECT) || (table->pte[i] & PTE_PROTECT));
	}
	space->nr_pages -= nr_pages;
	space->nr_shared -= nr_shared;
	space->nr_out -= nr_out;
	space->nr_tables -= !(*segment & STE_PROTECT);
	*segment = RTE_INVALID;
	gspace_purge(space);
	gspace_drop_table(table);
}

static int place_shared(struct gspace *space, uint64_t *to, uint64_t from)
{
	const struct guest_page_table *table = (struct guest_page_table *)(from & STE_ORIGIN);
	unsigned nr = count_pages(table);

	frame_get((habs_t)table);
	*to = from;
	space->nr_pages += nr;
	space->nr_shared += nr;
	return 0;
}

/* Copies of its pages and their keys. */
static int place_copies(struct gspace *space, gabs_t addr, uint64_t from)
{
	const struct guest_page_table *table = (struct guest_page_table *)(from & STE_ORIGIN);
	struct guest_page_table *to = gspace_own_table(space, addr);

	for (unsigned i = 0; to && i < PT_ENTRIES; i++) {
		habs_t frame = 0;

		to->pgste[i].key = table->pgste[i].key;
		if (!gspace_pte_is_valid(table->pte[i]))
			continue;
		frame = gspace_own_page(space, addr + i * PAGE_SIZE);
		if (!frame)
			return -E_NOMEM;
		mvpg_copy((void *)frame, (void *)(table->pte[i] & PTE_FRAME));
	}
	return to ? 0 : -E_NOMEM;
}

int gspace_place(struct gspace *space, struct gspace *image, bool is_private)
{
	const uint64_t *from;
	int rc = 0;

	if (gspace_lock(space))
		return -E_NOMEM;
	space->keeps_origins |= !is_private;
	for (gabs_t addr = 0; !rc && (from = next_segment(image, &addr)) != NULL;
		addr += SEGMENT_SIZE) {
		uint64_t *to = addr < space->reach ? gspace_segment(space, addr, true) : NULL;

		if (!to) {
			rc = addr < space->reach ? -E_NOMEM : -E_RANGE;
			break;
		}
		if (!(*to & RTE_INVALID))
			drop_segment(space, to);
		rc = is_private ? place_copies(space, addr, *from) : place_shared(space, to, *from);
	}
	gspace_check(space);
	lock_drop(&space->lock);
	return rc;
}

void gspace_unplace(struct gspace *space, struct gspace *image)
{
	if (gspace_lock(space)) /* no storage to fetch it: it stays as it is */
		return;
	for (gabs_t addr = 0; next_segment(image, &addr); addr += SEGMENT_SIZE) {
		uint64_t *segment = addr < space->reach ? gspace_segment(space, addr, false) : NULL;

		if (segment && !(*segment & RTE_INVALID))
			drop_segment(space, segment);
	}
	lock_drop(&space->lock);
}

/* ---- Parts ----------------------------------------------- */

/* A page into which all store who have it: the image's frame, in a table of the guest's own. */
static int join_page(struct gspace *space, struct gspace *image, gabs_t addr)
{
	const struct guest_page_table *from = gspace_table(image, addr);
	struct guest_page_table *to = gspace_own_table(space, addr);
	unsigned i = gspace_page_index(addr);

	if (!to)
		return -E_NOMEM;
	if (!from || !gspace_pte_is_valid(from->pte[i]))
		return 0;
	if (gspace_pte_is_valid(to->pte[i])) {
		to->pte[i] |= PTE_INVALID;
		gspace_purge(space);
		gspace_drop_pages(space, to, i, i);
	}
	frame_get(from->pte[i] & PTE_FRAME);
	to->pte[i] = from->pte[i] & PTE_FRAME;
	to->pgste[i].key = from->pgste[i].key;
	space->nr_pages++;
	return 0;
}

int gspace_add_parts(struct gspace *space, struct gspace *image, struct gspace_parts *parts)
{
	int rc = 0;

	if (gspace_lock(space))
		return -E_NOMEM;
	for (unsigned i = 0; i < parts->nr; i++) {
		const struct gspace_part *part = &parts->part[i];

		for (gabs_t addr = part->first; !part->read_only && !rc && addr <= part->last;
			addr += PAGE_SIZE)
			rc = join_page(space, image, addr);
	}
	parts->next = space->parts;
	space->parts = parts;
	lock_drop(&space->lock);
	return rc;
}

void gspace_forget_parts(struct gspace *space, struct gspace_parts *parts)
{
	struct gspace_parts **place = &space->parts;

	lock_take(&space->lock);
	while (*place && *place != parts)
		place = &(*place)->next;
	if (*place)
		*place = parts->next;
	lock_drop(&space->lock);
}
