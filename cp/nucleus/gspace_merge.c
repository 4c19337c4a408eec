// SPDX-License-Identifier: Apache-2.0
/*
 * Pages with equal contents become one.
 *
 *	one page is looked at: its digest          another with that digest, seen before, is offered:
 *		|                                  protected, so that it stays what it is
 *		+--> out of the guest's reach, purged, compared byte by byte <--+
 *			equal: both guests have the offered frame, protected
 *			else:  it is as before
 *
 * One space's lock is held at a time: between the steps the offered frame is held as a sharer has it.
 */
#include "nucleus/gspace_merge.h"
#include "lib/string.h"
#include "logic/pageindex.h"
#include "mach/asm.h"
#include "nucleus/gspace_int.h"

/* The page table of the space's own for addr, or NULL. */
static struct guest_page_table *own_table(struct gspace *space, gabs_t addr)
{
	const uint64_t *segment;

	if (gspace_is_settled(space) || addr >= space->size)
		return NULL;
	segment = gspace_segment(space, addr, false);
	if (!segment || *segment & (RTE_INVALID | STE_PROTECT))
		return NULL;
	return (struct guest_page_table *)(*segment & STE_ORIGIN);
}

/* Is there a page that guests could share? Their key is 0: nobody could have another one. */
static bool is_sharable(struct gspace *space, gabs_t addr, const struct guest_page_table *table)
{
	unsigned i = gspace_page_index(addr);
	uint64_t pte = table->pte[i];

	return gspace_pte_is_valid(pte) && !table->pgste[i].key &&
	       !frame_of(pte & PTE_FRAME)->key && !gspace_is_part_of(space, addr, addr);
}

static bool is_own(uint64_t pte)
{
	habs_t frame = pte & PTE_FRAME;

	return !(pte & PTE_PROTECT) && frame_of(frame)->use == FRAME_GUEST &&
	       !frame_has_others(frame);
}

/* ---- Looking --------------------------------------------------------------------------------- */

static bool look_at(struct gspace *space, gabs_t addr, const struct guest_page_table *table,
	struct gspace_page *page)
{
	uint64_t pte = table->pte[gspace_page_index(addr)];

	if (!is_sharable(space, addr, table) || !(pte & PTE_PROTECT || is_own(pte)))
		return false;
	*page = (struct gspace_page){
		addr, pageindex_digest((const void *)(pte & PTE_FRAME)), is_own(pte)};
	return true;
}

unsigned gspace_look_alike(struct gspace *space, gabs_t *at, struct gspace_page *page, unsigned max)
{
	gabs_t end = (*at | (SEGMENT_SIZE - 1)) + 1;
	const struct guest_page_table *table;
	unsigned nr = 0;

	lock_take(&space->lock);
	table = own_table(space, *at);
	for (; table && nr < max && *at < end; *at += PAGE_SIZE)
		nr += look_at(space, *at, table, &page[nr]);
	if (!table) /* of a large guest: perhaps nothing in these 2 GiB */
		*at = gspace_is_settled(space)            ? space->size
		      : gspace_segment(space, *at, false) ? end
							  : (*at | (2 * GiB - 1)) + 1;
	*at = MIN(*at, space->size);
	lock_drop(&space->lock);
	return nr;
}

/* ---- Merging --------------------------------------------------------------------------------- */

/* The guest can't reach the page any more. False: it must be able to, and is. */
static bool hide(struct gspace *space, uint64_t *pte, gabs_t addr, const struct gspace_pins *pins)
{
	__atomic_or_fetch(pte, PTE_INVALID, __ATOMIC_SEQ_CST);
	if (pins->is_pinned(pins->ctx, addr)) {
		*pte &= ~PTE_INVALID;
		return false;
	}
	gspace_purge(space);
	return true;
}

habs_t gspace_offer(
	struct gspace *space, gabs_t addr, uint32_t digest, const struct gspace_pins *pins)
{
	struct guest_page_table *table;
	habs_t frame = 0;
	uint64_t *pte;

	lock_take(&space->lock);
	table = own_table(space, addr);
	pte = table && is_sharable(space, addr, table) ? &table->pte[gspace_page_index(addr)]
						       : NULL;
	if (pte && pageindex_digest((const void *)(*pte & PTE_FRAME)) == digest) {
		if (*pte & PTE_PROTECT) {
			frame = *pte & PTE_FRAME;
		} else if (is_own(*pte) && hide(space, pte, addr, pins)) {
			frame = *pte & PTE_FRAME;
			*pte = frame | PTE_PROTECT;
			space->nr_shared++;
		}
	}
	if (frame)
		frame_get(frame);
	lock_drop(&space->lock);
	return frame;
}

static bool is_equal(habs_t own, habs_t frame)
{
	const uint64_t *words = (const uint64_t *)own;

	if (frame)
		return memcmp(words, (const void *)frame, PAGE_SIZE) == 0;
	return !words[0] && memcmp(words, words + 1, PAGE_SIZE - sizeof(words[0])) == 0;
}

/*
 * The page, which is hidden, becomes the frame; false: it does not have its contents. What the guest stored before it
 * still sees as changed; nor may it see that of a page that it has not changed, because somebody else has.
 */
static bool replace(struct gspace *space, struct guest_page_table *table, unsigned i, habs_t frame)
{
	habs_t own = table->pte[i] & PTE_FRAME;
	uint8_t bits = table->pgste[i].bits | (iske(own) & (SKEY_R | SKEY_C));

	static_assert(SKEY_R == PGSTE_GUEST_R && SKEY_C == PGSTE_GUEST_C, "the same bits");
	if (!is_equal(own, frame) || (frame && iske(frame) & SKEY_C && !(bits & SKEY_C)))
		return false;
	gspace_drop_pages(space, table, i, i);
	table->pgste[i].bits = bits;
	if (frame) {
		frame_share(frame);
		table->pte[i] = frame | PTE_PROTECT;
		gspace_start_borrowing(table, i);
		space->nr_pages++;
		space->nr_shared++;
	}
	return true;
}

bool gspace_merge(struct gspace *space, gabs_t addr, habs_t frame, const struct gspace_pins *pins)
{
	unsigned i = gspace_page_index(addr);
	struct guest_page_table *table;
	bool done = false;

	lock_take(&space->lock);
	table = own_table(space, addr);
	if (table && is_sharable(space, addr, table) && is_own(table->pte[i]) &&
		(table->pte[i] & PTE_FRAME) != frame && hide(space, &table->pte[i], addr, pins)) {
		done = replace(space, table, i, frame);
		if (!done)
			table->pte[i] &= ~PTE_INVALID;
	}
	lock_drop(&space->lock);
	return done;
}
