/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages as small records: a page as what differs from the page it came from (its origin), or
 * compressed with LZ4, whichever is least.
 */
#ifndef LOGIC_PAGECODEC_H
#define LOGIC_PAGECODEC_H

#include "arch/types.h"
#include "lib/lz4.h"

/* What a record is. The first two have no bytes. */
enum page_form {
	PAGE_SAME,    /* as its origin */
	PAGE_ZERO,    /* zeros, the origin is not */
	PAGE_RLE,     /* runs of bytes that differ from the origin's */
	PAGE_LZ4,     /* LZ4 of the page */
	PAGE_LZ4_XOR, /* LZ4 of the page, exclusive-ored with its origin */
	PAGE_RAW,     /* the page itself: nothing is smaller */
	NR_PAGE_FORMS
};

/* How much is tried. */
enum pack_effort {
	PACK_QUICK, /* only what costs little: most pages are PAGE_RAW */
	PACK_TWICE, /* the records are compressed once more, together: runs of bytes are left as they are */
	PACK_BEST   /* everything */
};

/* What who packs must lend. */
struct pagecodec {
	uint64_t state[(LZ4_STATE_BYTES + 7) / 8];
	uint64_t xored[PAGE_SIZE / 8];
	uint8_t trial[PAGE_SIZE];
};

/*
 * Packs a page of 4096 bytes. The origin, NULL: zeros, is what pagecodec_unpack will be given; both
 * lie on a doubleword boundary. Stores the record in out, which has 4096 bytes, and its length in
 * *len (0 to 4096). Returns its form.
 */
enum page_form pagecodec_pack(struct pagecodec *work, const void *page, const void *origin,
	enum pack_effort effort, uint8_t *out, size_t *len);

/*
 * Makes the page of 4096 bytes, on a doubleword boundary, out of such a record. Returns 0, or
 * -E_FORMAT: it is not one; the page has any content then. Nothing else is stored whatever the
 * record is.
 */
int pagecodec_unpack(enum page_form form, const uint8_t *record, size_t len, const void *origin,
	void *page) MUST_CHECK;

#endif
