/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A guest's absolute storage: tables that the machine walks while the guest runs, built as pages
 * are touched. Guests up to 2 GiB have a segment table, larger ones region-third and segment tables;
 * page tables are 4 KiB, with the PGSTEs that hold the guest's storage keys.
 *
 *	CR1 -> (region third ->) segment table -> page table + PGSTEs -> frame
 *
 * A page is, by its page-table entry:
 *
 *	never touched	PTE_INVALID, nothing else	costs nothing and reads as zeros
 *	private		frame				a frame of the guest's own
 *	shared		frame | PTE_PROTECT		read-only; the frame counts who has it (frame_get)
 *	out		PTE_INVALID | PTE_OUT | token	not in a frame: gspace_pte_out
 *
 * A page that becomes zero is one that was never touched: there is no frame of zeros. The first
 * touch makes a private page even if it only reads, because the emulator does not tell which it was.
 *
 * A store to a shared page gives the guest a copy of its own first; so does whatever CP stores
 * there. A page table may be shared as a whole: then the segment-table entry has STE_PROTECT, the
 * table's frame counts who has it, and who wants to change anything in that megabyte gets a copy of
 * the table first. In it pages without PTE_PROTECT are shared all the same.
 */
#ifndef NUCLEUS_GSPACE_H
#define NUCLEUS_GSPACE_H

#include "arch/dat.h"
#include "mach/lock.h"

#define GSPACE_MAX (4096 * GiB)

/*
 * Pages that are not the guest's to change as it likes, in the space of who is given them by
 * nucleus/nss.h: first to last are addresses of their first and last byte.
 */
struct gspace_part {
	gabs_t first, last;
	bool read_only; /* nobody stores there; else all who have them store into the same frames */
};
struct gspace_parts {
	struct gspace_parts *next;
	const struct gspace_part *part;
	unsigned nr;
};

struct gspace {
	struct lock lock;   /* GSTORE: guards all below and the tables */
	/* asce, top and reach change only while no virtual CPU runs, or all see nothing: gspace_extend, gspace_wake. */
	uint64_t asce;      /* for CR1 */
	uint64_t size;      /* constant: bytes, a multiple of 1 MiB */
	uint64_t *top;      /* the table that asce designates; NULL: put away */
	uint64_t reach;     /* what the tables can tell of: size, or more for what lies beyond */
	struct gspace_parts *parts; /* NULL: there are none */
	struct gspace_pattern *pattern; /* what it is compared with when put away; NULL: nothing */
	struct gspace_settled *settled; /* while put away; NULL: empty */
	uint32_t nr_pages;  /* pages in frames, its own and shared ones; put away: 0 */
	uint32_t nr_shared; /* shared ones among them */
	uint32_t nr_out;    /* pages that are out; put away: those of its own */
	uint32_t nr_page_ins, nr_page_outs; /* so often, for INDICATE */
	uint32_t nr_tables; /* frames of its own tables, without shared page tables */
	uint8_t clean_on;   /* address + 1 of a real CPU; see gspace_tlb.c */
	bool may_share;     /* it has, or had, shared pages; set with the vm lock */
	bool keeps_origins; /* a private page knows the frame that it was copied from: struct pgste
			     */
};

/* ---- Real CPUs (gspace_tlb.c) ---- */

/* This CPU's CR1 designates the space, until gspace_detach; again when asce changed. */
void gspace_attach(struct gspace *space);
void gspace_detach(void);

/* ---- The whole ---- */

/* Makes an empty space of size bytes (rounded up to 1 MiB). 0, -E_RANGE or -E_NOMEM. */
int gspace_create(struct gspace *space, uint64_t size) MUST_CHECK;

/* Gives everything back. No virtual CPU may run in it. */
void gspace_delete(struct gspace *space);

/* Makes it empty again (clear reset). No virtual CPU may run in it. */
void gspace_clear(struct gspace *space);

/* Makes it empty, with another size. 0, -E_RANGE or -E_NOMEM: then nothing changed. As
 * gspace_clear. */
int gspace_resize(struct gspace *space, uint64_t size) MUST_CHECK;

/*
 * Makes child, which is empty and of the same size, a copy of origin: from now on they share all
 * pages and page tables, and either gets its own of what it changes. Costs one table entry for each
 * MiB that origin has touched. The child's private pages remember the frame that they were copied
 * from.
 *
 * pageshare_begin was called for both machines. No virtual CPU may run in either. 0, -E_RANGE
 * (other size, or not empty), -E_NOMEM (child is empty then). Pages of origin that are out come in.
 */
int gspace_fork(struct gspace *child, struct gspace *origin) MUST_CHECK;

/* ---- What several have: saved systems and segments (gspace_share.c) ---- */

/*
 * A space that nobody runs in, an image, is filled with gspace_write and gspace_set_key, then closed:
 * nothing changes in it any more, and other spaces can have its megabytes. gspace_open_segment makes
 * the page table of a megabyte though no page there has contents. 0 or -E_NOMEM.
 */
int gspace_open_segment(struct gspace *image, gabs_t addr) MUST_CHECK;
void gspace_close(struct gspace *image);

/*
 * Makes the page at addr, if it is not there, of a frame of zeros of the caller's, as gspace_map: so that it
 * is protected where it is placed. 0 or -E_NOMEM.
 */
int gspace_fill(struct gspace *image, gabs_t addr, habs_t zeros) MUST_CHECK;

/* The tables of the space can tell of addresses up to reach, a multiple of 1 MiB. 0, -E_RANGE or
 * -E_NOMEM: nothing changed. No virtual CPU may run in it. */
int gspace_extend(struct gspace *space, uint64_t reach) MUST_CHECK;

/*
 * Puts each megabyte of the image into the space at the same address, in place of what is there: in
 * common with all who have it, each page until one stores there. is_private: copies instead. 0,
 * -E_RANGE: beyond its reach; -E_NOMEM: some may be there, gspace_unplace takes them away.
 * pageshare_begin was called unless is_private; no virtual CPU may run in it.
 */
int gspace_place(struct gspace *space, struct gspace *image, bool is_private) MUST_CHECK;

/* The pages of parts from now on are in the guest what their parts say, until gspace_forget_parts. 0 or
 * -E_NOMEM. As gspace_place, after it, not with is_private. */
int gspace_add_parts(struct gspace *space, struct gspace *image, struct gspace_parts *parts) MUST_CHECK;
void gspace_forget_parts(struct gspace *space, struct gspace_parts *parts);

/* Makes the megabytes empty that the image has. No virtual CPU may run in it. */
void gspace_unplace(struct gspace *space, struct gspace *image);

/* ---- Guests that began alike (gspace_pattern.c) ---- */

/*
 * For those who begin with the same contents, and are put away later: what one of them has become by then is in
 * storage once, and of the others what is different. gspace_pattern_new: NULL without storage; by_contents: what
 * they have made in the same way may be at other places.
 */
struct gspace_pattern *gspace_pattern_new(bool by_contents);
void gspace_pattern_put(struct gspace_pattern *pattern);

/* The space, which may share pages, is one of them, until gspace_clear. No virtual CPU may run in it. */
void gspace_follow(struct gspace *space, struct gspace_pattern *pattern);

/* ---- A guest that does nothing ---- */

/* Before the first virtual machine. */
void gspace_settle_init(void);

/* Pages: one with more of its own is too much, for its lock is held for it all. */
#define GSPACE_SETTLE_MAX 2048u

/*
 * Puts all of it away: only a note stays, of which page tables it shares and where its pages are, packed as what
 * differs from the shared ones. The first that wants anything of it fetches all of it. No virtual CPU may
 * run in it. 0; -E_BUSY: it is put away; -E_RANGE: it is too much; -E_FULL: no room. One task at a time.
 */
int gspace_settle(struct gspace *space) MUST_CHECK;

extern uint64_t gspace_nothing; /* ASCE of all who are put away: there is nothing */

static inline bool gspace_is_settled(const struct gspace *space)
{
	return __atomic_load_n(&space->asce, __ATOMIC_ACQUIRE) == gspace_nothing;
}

/* Fetches it, if it is put away, as any other verb does. 0 or -E_NOMEM. */
int gspace_wake(struct gspace *space) MUST_CHECK;

/* Told of each that was fetched, with its lock held. Set at start-up. */
extern void (*gspace_fetched)(struct gspace *space);

/* How many are put away, and how often that was done and undone since IPL. */
struct gspace_settle_counts {
	uint64_t nr_settled, nr_pages; /* now; pages that are packed */
	uint64_t nr_settles, nr_wakes;
	uint64_t nr_bytes; /* of notes, now */
};
void gspace_count_settled(struct gspace_settle_counts *counts);

/* ---- Pages ---- */

/*
 * Makes sure that the page at addr is there, perhaps shared; called for a host page fault, too.
 * Returns 0, -E_RANGE outside the guest's storage and of what lies beyond, -E_NOMEM.
 */
int gspace_touch(struct gspace *space, gabs_t addr) MUST_CHECK;

/* Is the page at addr on a disk, so that whoever touches it waits for that? As of a moment ago. */
bool gspace_is_on_disk(struct gspace *space, gabs_t addr);

/* Makes sure that it is there and private, so that the guest may store. Returns as gspace_touch;
 * -E_PERM: nobody may. */
int gspace_own(struct gspace *space, gabs_t addr) MUST_CHECK;

/*
 * For a protection exception: true if CP's tables forbade a store to the page at addr. *rc is then
 * 0 if the guest may try again (the page is its own now), or -E_NOMEM.
 */
bool gspace_unprotect(struct gspace *space, gabs_t addr, int *rc) MUST_CHECK;

/*
 * Puts a frame of the caller's into the guest at addr, a page boundary, shared, in place of what is
 * there; the guest has the frame besides the caller (frame_get), and nobody may change it again. It
 * is as a store with the access key: -E_RANGE, -E_PERM; -E_NOMEM; -E_BUSY: the page can't be a
 * shared one, as its key is not 0; nothing was changed with any. No virtual CPU may have the page
 * as a prefix page.
 */
int gspace_map(struct gspace *space, gabs_t addr, habs_t frame, uint8_t key) MUST_CHECK;

/*
 * Gives back the pages from first to last (addresses of their first bytes), as if never touched. 0,
 * or -E_NOMEM: a page table that is shared could not be copied; then some may have been given back.
 */
int gspace_release(struct gspace *space, gabs_t first, gabs_t last) MUST_CHECK;

/* ---- Contents ---- */

/*
 * Copies between CP and the guest; the range may cross pages. Returns 0, -E_RANGE when not all of
 * it is guest storage (then nothing was stored), -E_NOMEM. No protection is checked but with a key
 * (0-15, 0 matches all): -E_PERM. Reading a page that was never touched gives zeros and does not
 * make it.
 */
int gspace_read(struct gspace *space, gabs_t addr, void *buf, size_t len) MUST_CHECK;

/*
 * Passes over pages that were never touched, and hold zeros therefore: the address of the first page from addr
 * (of a page's first byte) on that was, or of one up to which it has looked, so that a large guest is not
 * kept long; the size of storage when there is none.
 */
gabs_t gspace_next_touched(struct gspace *space, gabs_t addr);
int gspace_write(struct gspace *space, gabs_t addr, const void *buf, size_t len) MUST_CHECK;
int gspace_read_key(
	struct gspace *space, gabs_t addr, void *buf, size_t len, uint8_t key) MUST_CHECK;
int gspace_write_key(
	struct gspace *space, gabs_t addr, const void *buf, size_t len, uint8_t key) MUST_CHECK;

/*
 * Makes the page at addr zero; its key stays. What was never touched is not made, what is shared is given up.
 * 0, -E_RANGE or -E_NOMEM.
 */
int gspace_zero(struct gspace *space, gabs_t addr) MUST_CHECK;

/*
 * Storage keys as the guest sees them: access control, fetch, reference, change (SKEY_*). The page
 * must be in the guest's storage: -E_RANGE else. gspace_reset_ref gives the condition code of RRBE.
 * -E_NOMEM.
 */
int gspace_get_key(struct gspace *space, gabs_t addr, uint8_t *key) MUST_CHECK;
int gspace_set_key(struct gspace *space, gabs_t addr, uint8_t key) MUST_CHECK;
int gspace_reset_ref(struct gspace *space, gabs_t addr, int *cc) MUST_CHECK;

#endif
