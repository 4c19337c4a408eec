/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The storage of a guest that does nothing, put away (gspace_settle.c) and fetched (gspace_wake.c).
 *
 *	segment table, page tables, pages  -->  a note:  for each megabyte nothing, a page table
 * that it shares, or such a one and what is different in it; that is packed (logic/settled.h) in
 * nucleus/pagestore.h
 *
 * The note keeps the holds that the tables had on shared tables and frames, so what a page differs
 * from can't change meanwhile. Addresses are in the note only: what the page store gives back may be
 * damaged.
 */
#ifndef NUCLEUS_GSPACE_SETTLE_INT_H
#define NUCLEUS_GSPACE_SETTLE_INT_H

#include "nucleus/gspace_int.h"

/* What a megabyte is, in the last bits of its word; above, the number of the page table's frame. */
enum segment_kind {
	SEGMENT_NONE,   /* nothing was touched */
	SEGMENT_SHARED, /* a shared page table */
	SEGMENT_OWN, /* as this page table, if there is one, but for the entries that are packed */
};
#define KIND_BITS 2

/*
 * Function:      a guest's storage that is put away
 * Located by:    gspace.settled
 * Created by:    gspace_settle   Deleted by: gspace_note_fetched, gspace_forget_settled
 * Serialized by: the space's lock
 */
struct gspace_settled {
	uint32_t nr_segments, nr_parts, nr_held;
	uint32_t nr_pages, nr_shared; /* as in the space when it is fetched */
	uint32_t nr_packed;
	struct gspace_digest digest; /* of pages that are packed */
	uint64_t part[]; /* tokens; behind them words of segments, then numbers of held frames */
};

static inline uint32_t *segments_of(struct gspace_settled *note)
{
	return (uint32_t *)&note->part[note->nr_parts];
}

static inline uint32_t *held_of(struct gspace_settled *note)
{
	return segments_of(note) + note->nr_segments;
}

static inline uint32_t segment_word(const struct guest_page_table *table, enum segment_kind kind)
{
	return (uint32_t)((habs_t)table >> PAGE_SHIFT << KIND_BITS) | kind;
}

static inline enum segment_kind segment_kind(uint32_t word)
{
	return word & ((1u << KIND_BITS) - 1);
}

static inline struct guest_page_table *segment_table(uint32_t word)
{
	return (struct guest_page_table *)((habs_t)(word >> KIND_BITS) << PAGE_SHIFT);
}

/*
 * The guest has all that its note says: the note goes. Its holds on shared page tables are the guest's from now on;
 * the others are dropped.
 */
void gspace_note_fetched(struct gspace_settled *note);

/* What each real CPU needs to fetch. */
void gspace_wake_init(void);

#endif
