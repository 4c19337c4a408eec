/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DIAGNOSE X'10', release pages: what of the range that a guest names may really be taken away. SIE
 * works on the prefix area of a virtual CPU through an address of its own, so no prefix area goes,
 * whoever asks.
 */
#ifndef LOGIC_DIAG010_H
#define LOGIC_DIAG010_H

#include "arch/types.h"

/* A range of guest storage: addresses of its first and its last page. */
struct page_range {
	gabs_t first, last;
};

/*
 * Rx and Ry: the first page and the last. Returns 0; PGM_SPECIFICATION when one is not on a page
 * boundary, they are in the wrong order or the first 8 KB are among them; PGM_ADDRESSING beyond the
 * guest's storage.
 */
grc_t diag_010_range(
	uint64_t first, uint64_t last, uint64_t storage, struct page_range *range) MUST_CHECK;

/*
 * Cuts the next piece of at most max_bytes (a multiple of the page size) off the front of *range
 * that is outside all `nr` prefix areas, prefix[], of 8 KB each, in any order. False when none is
 * left: *range is used up. Work grows with nr squared, not with the range.
 */
bool diag010_next(struct page_range *range, const uint32_t *prefix, unsigned nr, uint64_t max_bytes,
	struct page_range *piece);

#endif
