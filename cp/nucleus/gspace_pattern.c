// SPDX-License-Identifier: Apache-2.0
/*
 * What guests that began alike have become, as far as that is the same.
 *
 *	a saved system --> guest, guest, guest ... each starts it, and changes much in the same way
 *	the first one of several that is put away: its page tables are shared from then on, a pattern
 *	the others, put away: only what differs from those
 *
 * A page of the pattern is also found by its contents, as kernels do not put the same at the same
 * place each time.
 *
 * Unlike the tables that a guest began with the pattern has what the guest's kernel has made since.
 * It is there as long as somebody has the saved system.
 */
#include "lib/string.h"
#include "mach/asm.h"
#include "nucleus/gspace_int.h"
#include "nucleus/storage.h"

#define ENOUGH      3u /* who made it, and two guests */
#define INDEX_ORDER 4u
#define NR_INDEX    ((PAGE_SIZE << INDEX_ORDER) / sizeof(struct known))
#define NR_KNOWN    (NR_INDEX / 4 * 3)
#define FACTOR      0x9E3779B97F4A7C15ull

/* A page of the pattern. */
struct known {
	uint32_t digest;
	uint32_t frame; /* its number; 0: there is none here */
};

/*
 * Function:      page tables of a guest that others are compared with
 * Located by:    nss.pattern, gspace.pattern
 * Created by:    gspace_pattern_new  Deleted by: gspace_pattern_put
 * Serialized by: tables: the task that puts guests away
 */
struct gspace_pattern {
	uint32_t refs;                   /* atomic */
	uint32_t nr;                     /* megabytes; 0: there are no tables yet */
	struct guest_page_table **table; /* NULL: none; with a hold on each */
	struct known
		*index; /* NR_INDEX places: the first that is free from the digest on; NULL: none */
	uint32_t nr_known;
};

struct gspace_pattern *gspace_pattern_new(void)
{
	struct gspace_pattern *pattern = stor_alloc(sizeof(*pattern));

	if (pattern)
		pattern->refs = 1;
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

static uint32_t digest_of(const void *page)
{
	const uint64_t *words = page;
	uint64_t sum = 0;

	for (unsigned i = 0; i < PAGE_SIZE / 8; i++)
		sum = ((sum << 7 | sum >> 57) ^ words[i]) * FACTOR;
	return (uint32_t)(sum >> 32);
}

/* Only pages with key 0: who finds one may have no other. */
static void note_pages(struct gspace_pattern *pattern, struct guest_page_table *table)
{
	for (unsigned i = 0; i < PT_ENTRIES; i++) {
		habs_t frame = table->pte[i] & PTE_FRAME;
		uint32_t digest, at;

		if (!gspace_pte_is_valid(table->pte[i]))
			continue;
		table->pte[i] |= PTE_PROTECT; /* others get it one by one */
		if (!pattern->index || frame_of(frame)->key || pattern->nr_known == NR_KNOWN)
			continue;
		digest = digest_of((void *)frame);
		for (at = digest % NR_INDEX; pattern->index[at].frame;)
			at = (at + 1) % NR_INDEX;
		pattern->index[at] = (struct known){digest, (uint32_t)(frame >> PAGE_SHIFT)};
		pattern->nr_known++;
	}
}

habs_t gspace_pattern_find(const struct gspace *space, const void *page)
{
	const struct gspace_pattern *pattern = space->pattern;
	const struct known *index = pattern ? pattern->index : NULL;
	uint32_t digest = index ? digest_of(page) : 0;

	for (uint32_t at = digest % NR_INDEX; index && index[at].frame; at = (at + 1) % NR_INDEX) {
		habs_t frame = (habs_t)index[at].frame << PAGE_SHIFT;

		if (index[at].digest == digest && memcmp((void *)frame, page, PAGE_SIZE) == 0)
			return frame;
	}
	return 0;
}

void gspace_follow(struct gspace *space, struct gspace_pattern *pattern)
{
	if (!pattern || space->pattern)
		return;
	__atomic_add_fetch(&pattern->refs, 1, __ATOMIC_RELAXED);
	space->pattern = pattern;
}

void gspace_pattern_make(struct gspace *space)
{
	struct gspace_pattern *pattern = space->pattern;
	uint32_t nr = (uint32_t)(space->size / MiB);

	if (!pattern || pattern->nr || __atomic_load_n(&pattern->refs, __ATOMIC_RELAXED) < ENOUGH)
		return;
	pattern->table = stor_alloc(nr * sizeof(pattern->table[0]));
	if (!pattern->table)
		return;
	pattern->nr = nr;
	pattern->index = (struct known *)frame_alloc_run(FRAME_CP, INDEX_ORDER);
	for (uint32_t i = 0; i < nr; i++) {
		uint64_t *segment = &space->top[i];
		struct guest_page_table *table = (struct guest_page_table *)(*segment & STE_ORIGIN);

		if (*segment & RTE_INVALID || gspace_page_in_table(space, table))
			continue;
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
