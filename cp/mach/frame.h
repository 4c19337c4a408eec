/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Real frames of 4 KiB. Never-used frames are taken in order from the bottom, so that the emulator,
 * which never gives a page back to its own host, touches as few as possible; freed ones first.
 */
#ifndef MACH_FRAME_H
#define MACH_FRAME_H

#include "arch/types.h"

enum frame_use {
	FRAME_FREE,
	FRAME_CP,	 /* tables and buffers of CP */
	FRAME_STORAGE,	 /* a slab of control storage */
	FRAME_GUEST,	 /* a page of a guest */
	FRAME_SHARED,	 /* a page that guests share, or have shared: read-only */
	FRAME_GUEST_TABLE, /* region, segment and page tables of guests */
	FRAME_SPOOL,	 /* spool file blocks */
	FRAME_CACHE,	 /* records of 4096 bytes in the minidisk cache */
	FRAME_VDISK,	 /* pages and tables of V-disks */
	FRAME_PAGES,	 /* pages that are out, packed */
	NR_FRAME_USES
};

struct frame {
	uint8_t use;	   /* enum frame_use */
	uint8_t key;	   /* storage key that was set, if not 0 */
	uint16_t a;	   /* for the owner; of what is shared, its use before */
	uint32_t b;	   /* for the owner; of what is shared, how many others have it: frame_get */
	uint64_t owner;	   /* for the owner; free: next free frame's address; shared: by how many guests */
	uint64_t next, prev; /* for the owner */
};
static_assert(sizeof(struct frame) == 32, "frame descriptor");

/*
 * Manages the storage from `start` (CP's end) to `size`; abends if that is too little. Once, before
 * everything else here.
 */
void frame_init(habs_t start, uint64_t size);

/* One frame, cleared, or 0 when there is none. Any context. */
habs_t frame_alloc(enum frame_use use) MUST_CHECK;

/*
 * 2^order frames in a row (order 0 to 4), aligned to their size, cleared; 0 when there are none.
 * Freed runs are kept by order.
 */
habs_t frame_alloc_run(enum frame_use use, unsigned order) MUST_CHECK;

/* The same, with whatever the last owner left in them: for who overwrites all of it before he looks. */
habs_t frame_alloc_run_dirty(enum frame_use use, unsigned order) MUST_CHECK;

/*
 * nr frames in a row, cleared, out of those that were never used; 0 when there are not so many. For what
 * is large and taken at start-up. Given back, they are single frames.
 */
habs_t frame_alloc_contiguous(enum frame_use use, uint64_t nr) MUST_CHECK;
void frame_free_contiguous(habs_t addr, uint64_t nr);

void frame_free(habs_t addr);
void frame_free_run(habs_t addr, unsigned order);

struct frame *frame_of(habs_t addr);

/*
 * A frame that several have: who allocates it is the first, frame_get adds another one. frame_drop takes
 * one away, and is true for the last: he frees it. What it holds may be changed only by somebody who
 * has it alone. Atomic; any context, no locks.
 */
void frame_get(habs_t addr);
bool frame_drop(habs_t addr) MUST_CHECK;
bool frame_has_others(habs_t addr);

/*
 * The same for guests, one for each page table that names it: it counts as FRAME_SHARED while there is any
 * but the one that had it first, if that was a guest's. frame_make_private: the one guest who has it alone
 * may change it from now on.
 */
void frame_share(habs_t addr);
bool frame_unshare(habs_t addr) MUST_CHECK;
void frame_make_private(habs_t addr);

struct frame_counts {
	uint64_t total, never_used, in_use[NR_FRAME_USES];
};
void frame_count(struct frame_counts *counts);
uint64_t frame_storage_size(void);

/* How many are in use for that: near enough, without a lock. */
uint64_t frame_nr_used(enum frame_use use);

/* How many are free or were never used: near enough, without a lock. */
uint64_t frame_nr_free(void);

#endif
