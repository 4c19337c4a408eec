/* SPDX-License-Identifier: Apache-2.0 */
/* Pages with equal contents, of one guest or several, become one: the verbs for nucleus/merge.h. */
#ifndef NUCLEUS_GSPACE_MERGE_H
#define NUCLEUS_GSPACE_MERGE_H

#include "nucleus/gspace.h"

/* A page that could be one that others have, or that has zeros. */
struct gspace_page {
	gabs_t addr;
	uint32_t digest; /* of its contents; of zeros 0 */
	bool is_own;     /* nobody else has its frame */
};

/*
 * Must the page stay the guest's own, as a prefix page? Asked with the gspace lock held, when the
 * guest can't reach the page any more.
 */
struct gspace_pins {
	bool (*is_pinned)(void *ctx, gabs_t page);
	void *ctx;
};

/*
 * Looks at pages of one megabyte, from *at on, which moves on; at the end of storage it is the guest's size. Returns
 * how many of them, max at most, are in page[]. What they hold may change at any time.
 */
unsigned gspace_look_alike(
	struct gspace *space, gabs_t *at, struct gspace_page *page, unsigned max);

/*
 * The frame of the page at addr if it has the digest: from now on it stays as it is, and who stores there gets a copy.
 * The caller has it, too (frame_get), and drops it. 0: it has not, or can't be shared. pageshare_begin was called.
 * Tasks; the vm lock held, so that the pins stay.
 */
habs_t gspace_offer(
	struct gspace *space, gabs_t addr, uint32_t digest, const struct gspace_pins *pins);

/*
 * The page at addr becomes that frame, which was offered, if it has the same contents; frame 0: it becomes one that was
 * never touched if it has zeros. False: nothing changed. As gspace_offer.
 */
bool gspace_merge(struct gspace *space, gabs_t addr, habs_t frame, const struct gspace_pins *pins);

#endif
