/* SPDX-License-Identifier: Apache-2.0 */
/* Taking pages of a guest out of their frames, into nucleus/pagestore.h, for nucleus/pageout.h. */
#ifndef NUCLEUS_GSPACE_OUT_H
#define NUCLEUS_GSPACE_OUT_H

#include "nucleus/gspace.h"

/* A walk through a guest's storage. */
struct gspace_walk {
	gabs_t at;      /* where to go on; the guest's size at its end */
	bool take_used; /* also pages that were referenced since the last walk */
	bool quick;     /* what goes will be wanted soon: see pagestore_put */
	/*
	 * Must the page stay, as a prefix page? Asked with the gspace lock held, when the guest
	 * can't reach the page any more.
	 */
	bool (*is_pinned)(void *ctx, gabs_t page);
	void *ctx;

	/* The answers. */
	uint64_t nr_taken;  /* pages; counted up */
	uint64_t nr_spared; /* likewise: those that may only go the next time */
	bool is_full;       /* the store took no more */
};

/*
 * One step of a walk: takes out some pages of one megabyte and moves on. Pages that are shared, or
 * in a shared page table, stay. Tasks; no locks below the vm lock held.
 */
void gspace_page_out(struct gspace *space, struct gspace_walk *walk);

#endif
