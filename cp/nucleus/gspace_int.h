/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of gspace share, and those that take pages out of frames. The space's lock is held
 * for everything here.
 *
 * Whoever replaces a frame, takes one away or loosens protection calls gspace_purge before the old
 * frame can be used for anything else, and before the guest runs on: entries of translation buffers
 * stay until then. A page that was never touched has none.
 */
#ifndef NUCLEUS_GSPACE_INT_H
#define NUCLEUS_GSPACE_INT_H

#include "mach/frame.h"
#include "nucleus/gspace.h"

#define SEGMENT_SIZE MiB /* what one page table maps */

/* A page that is out: 56 bits say where, around the bits that the machine and we look at. */
#define PTE_OUT 0x800ull

static inline uint64_t gspace_pte_out(uint64_t token)
{
	return token >> 8 << 16 | PTE_OUT | PTE_INVALID | (token & 0xFF);
}

static inline bool gspace_pte_is_out(uint64_t pte)
{
	return (pte & (PTE_OUT | PTE_INVALID)) == (PTE_OUT | PTE_INVALID);
}

static inline uint64_t gspace_pte_token(uint64_t pte)
{
	return pte >> 16 << 8 | (pte & 0xFF);
}

static inline bool gspace_pte_is_valid(uint64_t pte)
{
	return !(pte & PTE_INVALID);
}

static inline unsigned gspace_page_index(gabs_t addr)
{
	return addr >> PAGE_SHIFT & (PT_ENTRIES - 1);
}

/*
 * The frame from which a private page was copied when its guest, made by gspace_fork, first stored
 * there; 0: none. The page has that frame as a sharer has it, so nobody changes it: what the page
 * became can be kept as its difference from it.
 */
static inline habs_t gspace_origin(const struct pgste *pgste)
{
	return (habs_t)be32_get(pgste->origin) << PAGE_SHIFT;
}

/*
 * The shared page table that a guest, made by gspace_fork, copied its own from; NULL: none, or not known. It
 * is had by the copy as by a sharer, so nobody changes it: what is different can be noted.
 */
static inline struct guest_page_table *gspace_model(const struct guest_page_table *table)
{
	return (struct guest_page_table *)frame_of((habs_t)table)->next;
}

/*
 * Page tables with a model borrow pages (gspace_borrow.c): a shared page that the model has, too, at the same place
 * is there because the model is, and the table does not count as one who has it, nor as one who has its origin.
 */
static inline bool gspace_is_borrowed(const struct guest_page_table *table, unsigned i)
{
	const struct guest_page_table *model = gspace_model(table);

	return model && !(model->pte[i] & PTE_INVALID) && !((table->pte[i] ^ model->pte[i]) & ~PTE_INVALID);
}

/* A shared page table can be borrowed from until its only owner wants to change it again. */
void gspace_lend(struct guest_page_table *table);
void gspace_lend_no_more(struct guest_page_table *table);

/*
 * A new page table with all that `from`, a shared one, stands for: `from` is its model, and the caller's hold on it is
 * the copy's. NULL: no storage.
 */
struct guest_page_table *gspace_borrow_table(struct guest_page_table *from);

/* Before an entry changes that may be borrowed: the table has the page, and its origin, as any sharer. */
void gspace_stop_borrowing(const struct guest_page_table *table, unsigned i);

/* An entry was made that of a shared page, without an origin: our hold on that is not wanted if the model has it. */
void gspace_start_borrowing(const struct guest_page_table *table, unsigned i);

/* Entries i to i + GSPACE_CHUNK - 1 are the model's, keys and origins as well. */
#define GSPACE_CHUNK 32u
bool gspace_is_chunk_as(const struct guest_page_table *table, const struct guest_page_table *model, unsigned i);

/*
 * Do guests that share the page change it? (gspace_heat.c) A guest was seen to store there, or to have changed it when
 * it was put away, or to have a copy in vain. Page `i` of a shared table that others copied theirs from. Any context;
 * what two say at once may count as one.
 */
enum gspace_seen { GSPACE_STORED, GSPACE_CHANGED, GSPACE_IN_VAIN };
void gspace_learn(struct guest_page_table *table, unsigned i, enum gspace_seen seen);
bool gspace_is_hot(const struct guest_page_table *table, unsigned i);

/* Where it has pages that are: a bit, from the right, for each GSPACE_GROUP of them. */
#define GSPACE_GROUP 4u
uint64_t gspace_hot_groups(const struct guest_page_table *table);

/* How many pages of a page table are out: whoever puts pages out or in keeps it. */
static inline uint16_t *gspace_nr_out(struct guest_page_table *table)
{
	return &frame_of((habs_t)table)->a;
}

/* No real CPU uses translations of the space from before, from now on. The tables are changed already. */
void gspace_purge(struct gspace *space);

/* Is there storage at addr: the guest's own, or some that was placed beyond it? */
bool gspace_has(struct gspace *space, gabs_t addr);

/* The part that has the page at addr, or NULL. */
const struct gspace_part *gspace_part_of(const struct gspace *space, gabs_t addr);

/* Is a page from first to last in some part? */
bool gspace_is_part_of(const struct gspace *space, gabs_t first, gabs_t last);

static inline bool gspace_is_read_only(const struct gspace *space, gabs_t addr)
{
	const struct gspace_part *part = space->parts ? gspace_part_of(space, addr) : NULL;

	return part && part->read_only;
}

/* Larger guests have region tables. */
#define GSPACE_ONE_TABLE (2 * GiB)

/* The table that asce designates: has it regions, how many entries, of how many frames (order)? */
static inline bool gspace_has_regions(const struct gspace *space)
{
	return space->reach > GSPACE_ONE_TABLE;
}

/*
 * A frame, or 0; the minidisk cache gives some of its own when there is no other. When few are left,
 * pages begin to be taken out of theirs.
 */
habs_t gspace_take_frame(enum frame_use use);

/* The uppermost table, with nothing in it: 0 or -E_NOMEM. Others see it with gspace_set_asce. */
int gspace_make_top(struct gspace *space) MUST_CHECK;
void gspace_delete_top(struct gspace *space);
void gspace_set_asce(struct gspace *space);

/* Takes the lock, and fetches the guest's storage if it is put away. 0; -E_NOMEM, without the lock. */
int gspace_lock(struct gspace *space) MUST_CHECK;

/* A guest's storage that is put away is not wanted any more: it is empty. */
void gspace_forget_settled(struct gspace *space);

/* The segment-table entry for addr, or NULL; `make` makes the table that it is in. */
uint64_t *gspace_segment(struct gspace *space, gabs_t addr, bool make);

/* The page table for addr to look at, perhaps shared; NULL: nothing there was touched. */
struct guest_page_table *gspace_table(struct gspace *space, gabs_t addr);

/*
 * A new page table with all that `from`, a shared one that the caller has, stands for: its pages are shared one by
 * one, in both, and it has no model. NULL: no storage.
 */
struct guest_page_table *gspace_copy_table(struct guest_page_table *from);

/* The page table for addr to change, made or copied if need be. NULL: no storage. */
struct guest_page_table *gspace_own_table(struct gspace *space, gabs_t addr);

/*
 * The frame of the page at addr to store into, made, copied or brought in if need be. 0: no
 * storage. What it replaces is purged from translation buffers.
 */
habs_t gspace_own_page(struct gspace *space, gabs_t addr);

/*
 * Forgets what entries first..last of one of its own page tables stand for. The caller has made
 * them invalid (PTE_INVALID added, the rest left) and purged.
 */
void gspace_drop_pages(
	struct gspace *space, struct guest_page_table *table, unsigned first, unsigned last);

/*
 * The page table of a segment-table entry becomes a shared one: what it has is, too. True: it was none before, and
 * the caller purges. No page of it is out; no virtual CPU may run.
 */
bool gspace_share_table(struct gspace *space, uint64_t *segment);

/*
 * A guest that is about to be put away, without region tables: its page tables become the pattern that it follows,
 * if there is none yet, and others follow it, too. gspace_pattern_table: what the pattern has of a megabyte, or NULL.
 * Only the task that puts guests away.
 */
void gspace_pattern_make(struct gspace *space);
struct guest_page_table *gspace_pattern_table(const struct gspace *space, uint64_t nr);

/*
 * What a guest that is made later has in that megabyte, if `model` is what this one's page table is compared with: in
 * a clone's pattern its origin's table, for the pattern's own is one that changed; else the model itself.
 */
struct guest_page_table *gspace_pattern_base(
	const struct gspace *space, uint64_t nr, const struct guest_page_table *model);

/* A frame of the pattern that has the contents of this page, and key 0; or 0. The same task. */
habs_t gspace_pattern_find(const struct gspace *space, const void *page);

/* A page that is out comes in. The frame, or 0: no storage, or its disk failed. */
habs_t gspace_page_in(struct gspace *space, struct guest_page_table *table, unsigned index);

/* All pages of one of its own page tables that are out come in. 0 or -E_NOMEM (some may be in). */
int gspace_page_in_table(struct gspace *space, struct guest_page_table *table) MUST_CHECK;

/* What a page that is out has is of no use any more. space NULL: it is not counted there. */
void gspace_forget_out(struct gspace *space, struct guest_page_table *table, uint64_t token);

/* A frame gets the guest's key. */
void gspace_set_frame_key(habs_t frame, const struct pgste *pgste);

/* A guest does not have a shared frame any more; 0: none. */
void gspace_drop_shared(habs_t frame);

/* A space has no use for the page table any more, with all in it; purged before. */
void gspace_drop_table(struct guest_page_table *table);

/* A debug build looks whether the counts of pages, tables and sharers are true. */
#ifdef DEBUG
void gspace_check(struct gspace *space);
#else
static inline void gspace_check(struct gspace *space)
{
	(void)space;
}
#endif

/*
 * A debug build also looks whether pages come back as they were kept. gspace_note_page notes what a page is that
 * goes out, gspace_verify_page abends if what came is another one. A digest is of several pages in their order.
 */
#ifdef DEBUG
struct gspace_digest {
	uint64_t sum;
};
void gspace_note_page(struct pgste *pgste, const void *page);
void gspace_verify_page(const struct pgste *pgste, const void *page);
void gspace_digest_add(struct gspace_digest *digest, const void *page);
void gspace_digest_verify(const struct gspace_digest *kept, const struct gspace_digest *found);
#else
struct gspace_digest {
};
static inline void gspace_note_page(struct pgste *pgste, const void *page)
{
	(void)pgste, (void)page;
}
static inline void gspace_verify_page(const struct pgste *pgste, const void *page)
{
	(void)pgste, (void)page;
}
static inline void gspace_digest_add(struct gspace_digest *digest, const void *page)
{
	(void)digest, (void)page;
}
static inline void gspace_digest_verify(
	const struct gspace_digest *kept, const struct gspace_digest *found)
{
	(void)kept, (void)found;
}
#endif

#endif
