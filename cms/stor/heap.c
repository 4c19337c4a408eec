// SPDX-License-Identifier: Apache-2.0
/* Pages and pieces of storage. */
#include "stor/heap.h"

/* ---- Pages --------------------------------------------------------------- */

static uint8_t *run_end(struct heap_run *run)
{
	return (uint8_t *)run + run->nr_pages * PAGE_SIZE;
}

/* Makes one run of two that touch. */
static void join(struct heap_run *run)
{
	struct heap_run *next = run->next;

	if (!next || run_end(run) != (uint8_t *)next)
		return;
	run->nr_pages += next->nr_pages;
	run->next = next->next;
}

void heap_pages_put(struct heap *heap, void *at, uint64_t nr)
{
	struct heap_run *run = at, *before = NULL, *after = heap->runs;

	if (!nr)
		return;
	for (; after && (uint8_t *)after < (uint8_t *)at; after = after->next)
		before = after;
	*run = (struct heap_run){after, nr};
	heap->nr_free += nr;
	join(run);
	if (!before) {
		heap->runs = run;
		return;
	}
	before->next = run;
	join(before);
}

void *heap_pages_get(struct heap *heap, uint64_t nr)
{
	struct heap_run **at = &heap->runs, *run, *rest;

	while (*at && (*at)->nr_pages < nr)
		at = &(*at)->next;
	run = *at;
	if (!run || !nr)
		return NULL;
	rest = run->next;
	if (run->nr_pages > nr) {
		rest = (struct heap_run *)((uint8_t *)run + nr * PAGE_SIZE);
		*rest = (struct heap_run){run->next, run->nr_pages - nr};
	}
	*at = rest;
	heap->nr_free -= nr;
	return run;
}

/* ---- Pieces -------------------------------------------------------------- */

static unsigned class_of(size_t size)
{
	unsigned class = 0;

	while ((HEAP_PIECE_MIN << class) < size)
		class ++;
	return class;
}

static uint64_t pages_for(size_t size)
{
	return (size + PAGE_SIZE - 1) / PAGE_SIZE;
}

static void push(struct heap *heap, unsigned class, void *piece)
{
	*(void **)piece = heap->pieces[class];
	heap->pieces[class] = piece;
}

void *heap_get(struct heap *heap, size_t size)
{
	unsigned class;
	uint8_t *page;
	void *piece;

	if (size > HEAP_PIECE_MAX || size == 0)
		return heap_pages_get(heap, pages_for(size));
	class = class_of(size);
	if (!heap->pieces[class]) {
		page = heap_pages_get(heap, 1);
		for (size_t at = PAGE_SIZE; page && at; at -= HEAP_PIECE_MIN << class)
			push(heap, class, page + at - (HEAP_PIECE_MIN << class));
	}
	piece = heap->pieces[class];
	if (piece)
		heap->pieces[class] = *(void **)piece;
	return piece;
}

void heap_put(struct heap *heap, void *at, size_t size)
{
	if (!at || !size)
		return;
	if (size > HEAP_PIECE_MAX)
		heap_pages_put(heap, at, pages_for(size));
	else
		push(heap, class_of(size), at);
}
