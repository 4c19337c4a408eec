// SPDX-License-Identifier: Apache-2.0
/*
 * What guests that began alike have become, as far as that is the same.
 *
 *	a saved system, or a machine that was cloned --> guest, guest, guest ... each goes on from there, and
 * changes much in the same way
 *	the first one of several that is put away: its page tables are shared from then on, a pattern
 *	the others, put away: only what differs from those
 *
 * A page of a saved system's pattern is also found by its contents, as kernels do not put the same at the
 * same place each time. Clones do.
 *
 * Unlike the tables that a guest began with the pattern has what the guest's kernel has made since.
 * It is there as long as somebody follows it.
 */
#include "lib/string.h"
#include "logic/pageindex.h"
#include "mach/asm.h"
#include "nucleus/gspace_int.h"
#include "nucleus/storage.h"

#define ENOUGH      3u /* who made it, and two guests */
#define LEAST_OWN   16u /* pages: a guest that has changed less is no pattern for those that did something */
#define INDEX_ORDER 4u
#define NR_INDEX    ((PAGE_SIZE << INDEX_ORDER) / sizeof(struct pageindex_place))

/*
 * Function:      page tables of a guest that others are compared with
 * Located by:    gspace.pattern, nss.pattern
 * Created by:    gspace_pattern_new  Deleted by: gspace_pattern_put
 * Serialized by: tables: the task that puts guests away
 */
struct gspace_pattern {
	uint32_t refs;                   /* atomic */
	uint32_t nr;                     /* megabytes; 0: there are no tables yet */
	bool by_contents;                /* constant */
	struct guest_page_table **table; /* NULL: none; with a hold on each */
	struct pageindex_place *index;   /* NR_INDEX places; NULL: none */
};

struct gspace_pattern *gspace_pattern_new(bool by_contents)
{
	struct gspace_pattern *pattern = stor_alloc(sizeof(*pattern));

	if (!pattern)
		return NULL;
	pattern->refs = 1;
	pattern->by_contents = by_contents;
	return pattern;
}

void gspace_pattern_put(struct gspace_pattern *pattern)
{
	if (!pattern || __atomic_sub_fetch(&pattern->refs, 1, __ATOMIC_ACQ_REL))
		return;
	for (uint32_t i = 0; i < pattern->nr; i++)
		gspace_drop_table(pattern->table[i]);
	if (pattern->nr)
		stor_free(pattern->table, pattern->nr * sizeof(pattern->table[0]));
	if (pattern->index)
		frame_free_run((habs_t)pattern->index, INDEX_ORDER);
	stor_free(pattern, sizeof(*pattern));
}

/* ---- Contents -------------------------------------------------------------------------------- */

/* Only pages with key 0: who finds one may have no other. */
static void note_pages(struct gspace_pattern *pattern, struct guest_page_table *table)
{
	for (unsigned i = 0; i < PT_ENTRIES; i++) {
		habs_t frame = table->pte[i] & PTE_FRAME;

		if (!gspace_pte_is_valid(table->pte[i]))
			continue;
		table->pte[i] |= PTE_PROTECT; /* others get it one by one */
		if (pattern->index && !frame_of(frame)->key)
			(void)pageindex_add(pattern->index, NR_INDEX, pageindex_digest((void *)frame),
				(uint32_t)(frame >> PAGE_SHIFT));
	}
}

habs_t gspace_pattern_find(const struct gspace *space, const void *page)
{
	const struct gspace_pattern *pattern = space->pattern;
	habs_t frame;

	if (!pattern || !pattern->index)
		return 0;
	frame = (habs_t)pageindex_find(pattern->index, NR_INDEX, pageindex_digest(page)) << PAGE_SHIFT;
	return frame && memcmp((void *)frame, page, PAGE_SIZE) == 0 ? frame : 0;
}

void gspace_follow(struct gspace *space, struct gspace_pattern *pattern)
{
	if (!pattern || space->pattern)
		return;
	__atomic_add_fetch(&pattern->refs, 1, __ATOMIC_RELAXED);
	space->pattern = pattern;
}

/* Copies that were made ahead, in vain, are not what others will have: shared again. The caller purges. */
static void give_back_copies(struct gspace *space, struct guest_page_table *table)
{
	for (unsigned i = 0; i < PT_ENTRIES; i++) {
		habs_t frame = table->pte[i] & PTE_FRAME;
		struct pgste *pgste = &table->pgste[i];
		habs_t origin = gspace_origin(pgste);

		if (!gspace_pte_is_valid(table->pte[i]) || table->pte[i] & PTE_PROTECT || !origin || pgste->key ||
			memcmp((void *)frame, (void *)origin, PAGE_SIZE) != 0)
			continue;
		pgste->bits |= iske(frame) & (SKEY_R | SKEY_C);
		pgste->origin = be32(0);
		table->pte[i] = origin | PTE_PROTECT; /* and with it our hold on it */
		gspace_start_borrowing(table, i);
		space->nr_shared++;
		frame_free(frame);
	}
}

void gspace_pattern_make(struct gspace *space)
{
	struct gspace_pattern *pattern = space->pattern;
	uint32_t nr = (uint32_t)(space->size / MiB);

	if (!pattern || pattern->nr || __atomic_load_n(&pattern->refs, __ATOMIC_RELAXED) < ENOUGH ||
		space->nr_pages - space->nr_shared < LEAST_OWN)
		return;
	pattern->table = stor_alloc(nr * sizeof(pattern->table[0]));
	if (!pattern->table)
		return;
	pattern->nr = nr;
	if (pattern->by_contents)
		pattern->index = (struct pageindex_place *)frame_alloc_run(FRAME_CP, INDEX_ORDER);
	for (uint32_t i = 0; i < nr; i++) {
		uint64_t *segment = &space->top[i];
		struct guest_page_table *table = (struct guest_page_table *)(*segment & STE_ORIGIN);

		if (*segment & RTE_INVALID || gspace_page_in_table(space, table))
			continue;
		if (!(*segment & STE_PROTECT))
			give_back_copies(space, table);
		(void)gspace_share_table(space, segment);
		frame_get((habs_t)table);
		pattern->table[i] = table;
		note_pages(pattern, table);
	}
	tlb_purge_all();
}

struct guest_page_table *gspace_pattern_table(const struct gspace *space, uint64_t nr)
{
	const struct gspace_pattern *pattern = space->pattern;

	return pattern && nr < pattern->nr ? pattern->table[nr] : NULL;
}

struct guest_page_table *gspace_pattern_base(
	const struct gspace *space, uint64_t nr, const struct guest_page_table *model)
{
	const struct gspace_pattern *pattern = space->pattern;

	return model && pattern && !pattern->by_contents && gspace_pattern_table(space, nr) == model
		       ? gspace_model(model)
		       : (struct guest_page_table *)model;
}
