/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Storage management: pages out of runs of free ones, and pieces out of pages.
 *
 * A run of free pages says in its first bytes how long it is and where the next one is, so that
 * free storage needs no storage. Pieces have sizes that are powers of two; the free ones of each
 * are a list.
 */
#ifndef STOR_HEAP_H
#define STOR_HEAP_H

#include "arch/types.h"

#define HEAP_PIECE_MIN 16u
#define HEAP_PIECE_MAX 2048u
#define HEAP_CLASSES   8 /* sizes from the smallest to the largest */

struct heap_run {
	struct heap_run *next; /* at a higher address */
	uint64_t nr_pages;
};

/* Function: the free storage of a machine. All zeros at first. */
struct heap {
	struct heap_run *runs;
	void *pieces[HEAP_CLASSES];
	uint64_t nr_free; /* pages in runs */
};

/* Gives the heap nr pages from a page boundary on, which nobody uses. */
void heap_pages_put(struct heap *heap, void *at, uint64_t nr);

/* Takes nr pages, the first that are free together; NULL: there are none. Any content. */
void *heap_pages_get(struct heap *heap, uint64_t nr);

/* Takes size bytes, on a 16-byte boundary; NULL: there are none. Any content. size 0: NULL. */
void *heap_get(struct heap *heap, size_t size);

/* Gives back what heap_get gave for the same size; NULL: nothing. */
void heap_put(struct heap *heap, void *at, size_t size);

#endif
