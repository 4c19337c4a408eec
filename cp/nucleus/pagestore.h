/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where pages are that are in no frame: as small records (logic/pagecodec.h) in blocks that hold
 * many, and blocks in frames of CP's, or, as whole blocks, in paging space (nucleus/pagespace.h).
 */
#ifndef NUCLEUS_PAGESTORE_H
#define NUCLEUS_PAGESTORE_H

#include "logic/pagecodec.h"

/* When all real CPUs are known. Without storage for it no page can be put. */
void pagestore_init(void);

/*
 * Keeps a page; the origin (NULL: zeros) must be given again to get it back, unchanged. Both lie on
 * page boundaries. *token, less than 2 to the 56th, says where it is. Returns 0, or -E_FULL: there
 * is no room, nothing was kept. `quick`: it will be wanted soon; it goes to paging space as it is
 * rather than be compressed, while there is much of that. Any context; locks above PAGESTORE may be
 * held.
 */
int pagestore_put(const void *page, const void *origin, bool quick, uint64_t *token) MUST_CHECK;

/*
 * Makes the page again; it is also kept. Returns 0; -E_IO, -E_NODEV: its disk failed; -E_FORMAT:
 * what is kept is damaged. As pagestore_put.
 */
int pagestore_get(uint64_t token, const void *origin, void *page) MUST_CHECK;

/*
 * The same for any bytes, 1 to PAGESTORE_PART_MAX: they can be got only as such, and dropped. Room in storage is
 * as for pages. `buf` has `size` bytes: -E_FORMAT if that is too little.
 */
#define PAGESTORE_PART_MAX 4084
int pagestore_put_part(const void *part, size_t len, uint64_t *token) MUST_CHECK;
int pagestore_get_part(uint64_t token, void *buf, size_t size, size_t *len) MUST_CHECK;

/* Is it on a disk, rather than in storage? As pagestore_put. */
bool pagestore_is_on_disk(uint64_t token);

/* Forgets it. As pagestore_put. */
void pagestore_drop(uint64_t token);

/* Moves the oldest full block out of its frame into paging space. False: none, or there is no room.
 */
bool pagestore_shrink(void);

struct pagestore_counts {
	uint64_t nr_pages; /* that are kept */
	uint64_t nr_form[NR_PAGE_FORMS];
	uint64_t nr_parts; /* bytes that are kept, not pages */
	uint64_t nr_bytes;         /* of their records, in frames */
	uint64_t nr_frames;        /* blocks in frames */
	uint64_t nr_out;           /* blocks in paging space */
	uint64_t nr_puts, nr_gets; /* since IPL */
};
void pagestore_count(struct pagestore_counts *counts);

#endif
