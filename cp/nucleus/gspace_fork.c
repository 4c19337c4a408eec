// SPDX-License-Identifier: Apache-2.0
/*
 * A copy of a guest's storage that shares all of it, down to the page tables.
 *
 *	origin's segment table --+--> page table (two have it)
 *	child's segment table ---+     STE_PROTECT in both entries
 *
 * Frames count the page tables that name them, so those below a shared table need not be looked at.
 */
#include "lib/err.h"
#include "mach/asm.h"
#include "nucleus/gspace_int.h"

bool gspace_share_table(struct gspace *origin, uint64_t *segment)
{
	struct guest_page_table *table = (struct guest_page_table *)(*segment & STE_ORIGIN);

	if (*segment & STE_PROTECT)
		return false;
	*segment |= STE_PROTECT;
	origin->nr_tables--;
	for (unsigned i = 0; i < PT_ENTRIES; i++)
		origin->nr_shared += !(table->pte[i] & (PTE_INVALID | PTE_PROTECT));
	gspace_lend(table);
	return true;
}

static int share_segment(
	struct gspace *child, gabs_t addr, struct gspace *origin, uint64_t *segment, bool *purge)
{
	struct guest_page_table *table = (struct guest_page_table *)(*segment & STE_ORIGIN);
	uint64_t *to = gspace_segment(child, addr, true);

	if (!to)
		return -E_NOMEM;
	if (!(*to & RTE_INVALID))
		return -E_RANGE;
	if (gspace_page_in_table(origin, table))
		return -E_NOMEM;
	/* The first time it was perhaps stored into; of an image that only others are made from
	 * never again. */
	if (gspace_share_table(origin, segment))
		*purge = true;
	frame_get((habs_t)table);
	*to = *segment;
	return 0;
}

/* What copies become is alike as long as the origin does not change. Its lock is held. */
static void follow(struct gspace *child, struct gspace *origin, bool is_changed)
{
	if (is_changed || !origin->pattern) {
		gspace_pattern_put(origin->pattern);
		origin->pattern = gspace_pattern_new(false);
	}
	gspace_follow(child, origin->pattern);
}

int gspace_fork(struct gspace *child, struct gspace *origin)
{
	bool purge = false;
	int rc = 0;

	if (child->size != origin->size || child->nr_pages)
		return -E_RANGE;
	if (gspace_lock(origin))
		return -E_NOMEM;
	for (gabs_t addr = 0; addr < origin->size && !rc; addr += SEGMENT_SIZE) {
		uint64_t *segment = gspace_segment(origin, addr, false);

		if (!segment) /* of a large guest: nothing in these 2 GiB */
			addr |= 2 * GiB - SEGMENT_SIZE;
		else if (!(*segment & RTE_INVALID))
			rc = share_segment(child, addr, origin, segment, &purge);
	}
	if (!rc)
		child->nr_pages = child->nr_shared = origin->nr_pages;
	child->keeps_origins = true;
	if (!rc)
		follow(child, origin, purge);
	if (purge)
		gspace_purge(origin);
	gspace_check(origin);
	if (!rc)
		gspace_check(child);
	lock_drop(&origin->lock);
	if (rc)
		gspace_clear(child);
	return rc;
}
