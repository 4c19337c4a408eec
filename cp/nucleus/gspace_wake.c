// SPDX-License-Identifier: Apache-2.0
/* How the storage of a guest that was put away is fetched (gspace_settle_int.h). */
#include "lib/err.h"
#include "logic/settled.h"
#include "mach/cpu.h"
#include "nucleus/gspace_settle_int.h"
#include "nucleus/pagestore.h"

/* What a real CPU needs to fetch; CP does not wait in between. */
struct wake_work {
	uint8_t record[PAGE_SIZE];
	struct settled_reader reader;
	uint32_t nr_parts, nr_held; /* taken */
	struct gspace_digest digest;
};
#define WAKE_ORDER 3
static_assert(sizeof(struct wake_work) <= PAGE_SIZE << WAKE_ORDER, "so many frames");

void (*gspace_fetched)(struct gspace *space);
static struct wake_work *wakes[CPU_MAX]; /* constant */

void gspace_wake_init(void)
{
	for (unsigned i = 0; i < CPU_MAX; i++)
		if (cpus[i].pfx)
			wakes[i] = (struct wake_work *)frame_alloc_run(FRAME_CP, WAKE_ORDER);
}

static int get_part(void *ctx, uint8_t *part, size_t size, size_t *len)
{
	struct gspace_settled *note = ctx;
	struct wake_work *to = wakes[this_cpu()->addr];

	if (to->nr_parts == note->nr_parts)
		return -E_FORMAT;
	return pagestore_get_part(note->part[to->nr_parts++], part, size, len);
}

/* The page becomes one of the guest's own, which remembers the frame that was there. */
static int get_page(
	struct guest_page_table *table, const struct settled_entry *entry, struct wake_work *from)
{
	uint64_t *pte = &table->pte[entry->index];
	struct pgste *pgste = &table->pgste[entry->index];
	habs_t origin = gspace_pte_is_valid(*pte) ? *pte & PTE_FRAME : 0;
	habs_t frame = gspace_take_frame(FRAME_GUEST);
	int rc = frame ? 0 : -E_NOMEM;

	rc = rc ? rc
		: pagecodec_unpack(
			  entry->form, from->record, entry->len, (void *)origin, (void *)frame);
	if (rc) {
		if (frame)
			frame_free(frame);
		return rc;
	}
	gspace_digest_add(&from->digest, (void *)frame);
	gspace_stop_borrowing(table, entry->index);
	gspace_drop_shared(gspace_origin(pgste));
	pgste->origin = be32((uint32_t)(origin >> PAGE_SHIFT));
	*pte = frame;
	gspace_set_frame_key(frame, pgste);
	return 0;
}

/* The page becomes a shared frame, 0: none. */
static void get_frame(struct guest_page_table *table, unsigned i, habs_t frame)
{
	gspace_stop_borrowing(table, i);
	if (gspace_pte_is_valid(table->pte[i]))
		gspace_drop_shared(table->pte[i] & PTE_FRAME);
	gspace_drop_shared(gspace_origin(&table->pgste[i]));
	table->pgste[i].origin = be32(0);
	if (frame)
		frame_share(frame);
	table->pte[i] = frame ? frame | PTE_PROTECT : PTE_INVALID;
	if (frame)
		gspace_start_borrowing(table, i);
}

static int get_entry(
	struct gspace_settled *note, struct guest_page_table *table, struct wake_work *from)
{
	struct settled_entry entry;
	struct pgste *pgste;
	int rc = settled_get(&from->reader, &entry, from->record);

	if (rc)
		return rc;
	pgste = &table->pgste[entry.index];
	pgste->key = entry.key & (SKEY_ACC | SKEY_F);
	pgste->bits = entry.key & (SKEY_R | SKEY_C);
	switch (entry.kind) {
	case SETTLED_PAGE: return get_page(table, &entry, from);
	case SETTLED_GONE: get_frame(table, entry.index, 0); return 0;
	default: break;
	}
	if (from->nr_held == note->nr_held)
		return -E_FORMAT;
	get_frame(table, entry.index, (habs_t)held_of(note)[from->nr_held++] << PAGE_SHIFT);
	return 0;
}

static struct guest_page_table *get_table(struct guest_page_table *model)
{
	struct guest_page_table *table;

	if (model) {
		table = gspace_borrow_table(model);
		if (table)
			frame_get((habs_t)model);
		return table;
	}
	table = (struct guest_page_table *)gspace_take_frame(FRAME_GUEST_TABLE);
	for (unsigned i = 0; table && i < PT_ENTRIES; i++)
		table->pte[i] = PTE_INVALID;
	return table;
}

static int get_segment(struct gspace *space, uint32_t i, struct wake_work *from)
{
	uint32_t word = segments_of(space->settled)[i];
	struct guest_page_table *table = segment_table(word);
	unsigned nr = 0;
	int rc;

	if (segment_kind(word) == SEGMENT_NONE)
		return 0;
	if (segment_kind(word) == SEGMENT_SHARED) {
		space->top[i] = (habs_t)table | STE_PROTECT;
		return 0;
	}
	table = get_table(table);
	if (!table)
		return -E_NOMEM;
	space->top[i] = (habs_t)table;
	space->nr_tables++;
	rc = settled_get_count(&from->reader, &nr);
	while (!rc && nr--)
		rc = get_entry(space->settled, table, from);
	return rc;
}

/* As before; no virtual CPU has seen what is given back. */
static void undo_wake(struct gspace *space)
{
	for (uint32_t i = 0; i < space->settled->nr_segments; i++)
		if (!(space->top[i] & (RTE_INVALID | STE_PROTECT)))
			gspace_drop_table((struct guest_page_table *)(space->top[i] & STE_ORIGIN));
	gspace_delete_top(space);
	space->nr_tables = 0;
}

static int get_all(struct gspace *space)
{
	struct wake_work *from = wakes[this_cpu()->addr];
	struct gspace_settled *note = space->settled;
	int rc = from ? 0 : -E_NOMEM;

	if (rc)
		return rc;
	from->nr_parts = from->nr_held = 0;
	from->digest = (struct gspace_digest){};
	settled_read(&from->reader, get_part, note);
	for (uint32_t i = 0; !rc && i < note->nr_segments; i++)
		rc = get_segment(space, i, from);
	if (rc)
		return rc;
	gspace_digest_verify(&note->digest, &from->digest);
	space->nr_pages = note->nr_pages;
	space->nr_shared = note->nr_shared;
	space->nr_out = 0;
	return 0;
}

/* With the space's lock. Others see the uppermost table when all is there. */
static int wake(struct gspace *space)
{
	int rc = gspace_make_top(space);

	if (rc)
		return rc;
	if (space->settled) {
		if (get_all(space)) {
			undo_wake(space);
			return -E_NOMEM;
		}
		gspace_note_fetched(space->settled);
		space->settled = NULL;
	}
	gspace_set_asce(space);
	gspace_check(space);
	if (gspace_fetched)
		gspace_fetched(space);
	return 0;
}

int gspace_lock(struct gspace *space)
{
	int rc = 0;

	lock_take(&space->lock);
	if (__builtin_expect(gspace_is_settled(space), false))
		rc = wake(space);
	if (rc)
		lock_drop(&space->lock);
	return rc;
}

int gspace_wake(struct gspace *space)
{
	if (!gspace_is_settled(space))
		return 0;
	if (gspace_lock(space))
		return -E_NOMEM;
	lock_drop(&space->lock);
	return 0;
}
