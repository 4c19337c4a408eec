// SPDX-License-Identifier: Apache-2.0
/* One page of a guest: made, shared, and made its own. */
#include "lib/err.h"
#include "lib/string.h"
#include "mach/asm.h"
#include "nucleus/gspace_int.h"
#include "nucleus/pageout.h"
#include "nucleus/trackcache.h"

habs_t gspace_take_frame(enum frame_use use)
{
	habs_t frame = frame_alloc(use);

	/* Of what the cache gives up guests may still have some. */
	while (!frame && tc_shrink())
		frame = frame_alloc(use);
	pageout_look();
	return frame;
}

/* ---- Page tables ----------------------------------------------- */

struct guest_page_table *gspace_table(struct gspace *space, gabs_t addr)
{
	const uint64_t *segment = gspace_segment(space, addr, false);

	if (!segment || (*segment & RTE_INVALID))
		return NULL;
	return (struct guest_page_table *)(*segment & STE_ORIGIN);
}

static struct guest_page_table *make_table(struct gspace *space, uint64_t *segment)
{
	struct guest_page_table *table =
		(struct guest_page_table *)gspace_take_frame(FRAME_GUEST_TABLE);

	if (!table)
		return NULL;
	for (unsigned i = 0; i < PT_ENTRIES; i++)
		table->pte[i] = PTE_INVALID;
	space->nr_tables++;
	*segment = (habs_t)table;
	return table;
}

/* Nobody else has the page table any more: its pages are as private as they say. */
static void take_over_table(
	struct gspace *space, uint64_t *segment, struct guest_page_table *table)
{
	for (unsigned i = 0; i < PT_ENTRIES; i++)
		space->nr_shared -= !(table->pte[i] & (PTE_INVALID | PTE_PROTECT));
	gspace_lend_no_more(table);
	*segment &= ~STE_PROTECT;
	space->nr_tables++;
	gspace_purge(space);
}

/* Others may copy the same one at the same time: what they do to it is the same. */
struct guest_page_table *gspace_copy_table(struct guest_page_table *from)
{
	struct guest_page_table *table =
		(struct guest_page_table *)gspace_take_frame(FRAME_GUEST_TABLE);

	if (!table)
		return NULL;
	mvpg_copy(table, from);
	for (unsigned i = 0; i < PT_ENTRIES; i++) {
		if (gspace_origin(&table->pgste[i]))
			frame_share(gspace_origin(&table->pgste[i]));
		if (!gspace_pte_is_valid(table->pte[i]))
			continue;
		frame_share(table->pte[i] & PTE_FRAME);
		table->pte[i] |= PTE_PROTECT;
		from->pte[i] = table->pte[i];
	}
	return table;
}

static habs_t copy_page(struct gspace *space, struct guest_page_table *table, unsigned i);

/* Pages that many changed who had the same are copied now. False: there was none. */
static bool copy_ahead(struct gspace *space, struct guest_page_table *table, const struct guest_page_table *from)
{
	bool any = false;

	for (uint64_t groups = gspace_hot_groups(from); groups; groups &= groups - 1) {
		unsigned first = (unsigned)__builtin_ctzl(groups) * GSPACE_GROUP;

		for (unsigned i = first; i < first + GSPACE_GROUP; i++) {
			if (!gspace_is_hot(from, i) || gspace_origin(&table->pgste[i]))
				continue;
			if (pageout_is_short() || !copy_page(space, table, i))
				return any;
			any = true;
		}
	}
	return any;
}

/* A shared page table becomes one of the guest's own. Most pages stay where they are. */
static struct guest_page_table *copy_table(
	struct gspace *space, uint64_t *segment, struct guest_page_table *from)
{
	struct guest_page_table *table =
		space->keeps_origins ? gspace_borrow_table(from) : gspace_copy_table(from);
	bool purge = false;

	if (!table)
		return NULL;
	space->nr_tables++;
	if (space->keeps_origins)
		purge = copy_ahead(space, table, from);
	*segment = (habs_t)table;
	if (purge)
		gspace_purge(space);
	if (!space->keeps_origins)
		gspace_drop_table(from);
	return table;
}

struct guest_page_table *gspace_own_table(struct gspace *space, gabs_t addr)
{
	uint64_t *segment = gspace_segment(space, addr, true);
	struct guest_page_table *table;

	if (!segment)
		return NULL;
	if (*segment & RTE_INVALID)
		return make_table(space, segment);
	table = (struct guest_page_table *)(*segment & STE_ORIGIN);
	if (!(*segment & STE_PROTECT))
		return table;
	if (frame_has_others((habs_t)table))
		return copy_table(space, segment, table);
	take_over_table(space, segment, table);
	return table;
}

/* ---- Pages ----------------------------------------------- */

void gspace_set_frame_key(habs_t frame, const struct pgste *pgste)
{
	if (!pgste->key)
		return;
	sske(frame, pgste->key);
	frame_of(frame)->key = pgste->key;
}

/* A page that was never touched. */
static habs_t make_page(struct gspace *space, uint64_t *pte, const struct pgste *pgste)
{
	habs_t frame = gspace_take_frame(FRAME_GUEST);

	if (!frame)
		return 0;
	gspace_set_frame_key(frame, pgste);
	space->nr_pages++;
	*pte = frame;
	return frame;
}

/* A shared page without an origin becomes a copy, and what it was its origin, with our hold on it. Purges nothing. */
static habs_t copy_page(struct gspace *space, struct guest_page_table *table, unsigned i)
{
	habs_t shared = table->pte[i] & PTE_FRAME, frame = gspace_take_frame(FRAME_GUEST);

	if (!frame)
		return 0;
	gspace_stop_borrowing(table, i);
	mvpg_copy((void *)frame, (void *)shared);
	gspace_set_frame_key(frame, &table->pgste[i]);
	table->pgste[i].origin = be32((uint32_t)(shared >> PAGE_SHIFT));
	table->pte[i] = frame;
	space->nr_shared--;
	return frame;
}

/* A shared page becomes private: the frame itself if nobody else has it, else a copy. */
static habs_t unshare(struct gspace *space, struct guest_page_table *table, unsigned i)
{
	uint64_t *pte = &table->pte[i];
	struct pgste *pgste = &table->pgste[i];
	habs_t shared = *pte & PTE_FRAME, frame = shared;

	if (frame_has_others(shared)) {
		frame = gspace_take_frame(FRAME_GUEST);
		if (!frame)
			return 0;
		if (gspace_is_borrowed(table, i))
			gspace_learn(gspace_model(table), i, GSPACE_STORED);
		gspace_stop_borrowing(table, i);
		mvpg_copy((void *)frame, (void *)shared);
		gspace_set_frame_key(frame, pgste);
	} else {
		frame_make_private(frame);
	}
	*pte = frame;
	space->nr_shared--;
	gspace_purge(space);
	if (frame == shared)
		return frame;
	if (space->keeps_origins && !gspace_origin(pgste))
		pgste->origin =
			be32((uint32_t)(shared >> PAGE_SHIFT)); /* and with it our hold on it */
	else if (frame_unshare(shared))
		frame_free(shared);
	return frame;
}

habs_t gspace_own_page(struct gspace *space, gabs_t addr)
{
	struct guest_page_table *table = gspace_own_table(space, addr);
	unsigned i = gspace_page_index(addr);

	if (!table)
		return 0;
	if (gspace_pte_is_out(table->pte[i]))
		return gspace_page_in(space, table, i);
	if (!gspace_pte_is_valid(table->pte[i]))
		return make_page(space, &table->pte[i], &table->pgste[i]);
	if (table->pte[i] & PTE_PROTECT)
		return unshare(space, table, i);
	return table->pte[i] & PTE_FRAME;
}

int gspace_own(struct gspace *space, gabs_t addr)
{
	int rc = 0;

	if (gspace_lock(space))
		return -E_NOMEM;
	if (!gspace_has(space, addr))
		rc = -E_RANGE;
	else if (gspace_is_read_only(space, addr))
		rc = -E_PERM;
	else if (!gspace_own_page(space, addr))
		rc = -E_NOMEM;
	lock_drop(&space->lock);
	return rc;
}

static bool is_there(struct gspace *space, gabs_t addr)
{
	const struct guest_page_table *table = gspace_table(space, addr);

	return table && gspace_pte_is_valid(table->pte[gspace_page_index(addr)]);
}

int gspace_touch(struct gspace *space, gabs_t addr)
{
	int rc = 0;

	if (gspace_lock(space))
		return -E_NOMEM;
	if (!gspace_has(space, addr))
		rc = -E_RANGE;
	else if (!is_there(space, addr) && !gspace_own_page(space, addr))
		rc = -E_NOMEM;
	lock_drop(&space->lock);
	return rc;
}

bool gspace_unprotect(struct gspace *space, gabs_t addr, int *rc)
{
	const struct guest_page_table *table;
	const uint64_t *segment;
	bool is_shared = false;

	*rc = 0;
	if (gspace_lock(space)) {
		*rc = -E_NOMEM;
		return true;
	}
	if (!gspace_has(space, addr) || gspace_is_read_only(space, addr)) {
		lock_drop(&space->lock);
		return false;
	}
	segment = gspace_segment(space, addr, false);
	table = gspace_table(space, addr);
	if (table)
		is_shared = (*segment & STE_PROTECT) ||
			    (table->pte[gspace_page_index(addr)] & PTE_PROTECT);
	if (is_shared && !gspace_own_page(space, addr))
		*rc = -E_NOMEM;
	lock_drop(&space->lock);
	return is_shared;
}

/* ---- A frame of somebody else's ----------------------------------------------- */

static int check_map(struct gspace *space, gabs_t addr, uint8_t key)
{
	const struct guest_page_table *table = gspace_table(space, addr);
	uint8_t page_key = table ? table->pgste[gspace_page_index(addr)].key : 0;

	if (key && page_key >> 4 != key)
		return -E_PERM;
	return page_key ? -E_BUSY : 0;
}

static int map(struct gspace *space, gabs_t addr, habs_t frame)
{
	struct guest_page_table *table = gspace_own_table(space, addr);
	unsigned i = gspace_page_index(addr);

	if (!table)
		return -E_NOMEM;
	if (table->pte[i] & ~PTE_INVALID) {
		table->pte[i] |= PTE_INVALID;
		gspace_purge(space);
		gspace_drop_pages(space, table, i, i);
	}
	frame_share(frame);
	table->pte[i] = frame | PTE_PROTECT;
	gspace_start_borrowing(table, i);
	space->nr_pages++;
	space->nr_shared++;
	return 0;
}

int gspace_map(struct gspace *space, gabs_t addr, habs_t frame, uint8_t key)
{
	int rc;

	if (addr >= space->size || addr % PAGE_SIZE)
		return -E_RANGE;
	if (gspace_lock(space))
		return -E_NOMEM;
	rc = gspace_is_part_of(space, addr, addr) ? -E_PERM : check_map(space, addr, key);
	rc = rc ? rc : map(space, addr, frame);
	lock_drop(&space->lock);
	return rc;
}
