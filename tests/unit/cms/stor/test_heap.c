// SPDX-License-Identifier: Apache-2.0
/* Storage management, against a record of what was given out. */
#include "stor/heap.h"

#include "unit.h"

#include <string.h>
#include <time.h>
#include <stdio.h>

#define PAGES 64
#define SLOTS 200

static uint8_t arena[PAGES * PAGE_SIZE] __attribute__((aligned(4096)));

START_TEST(pages_that_touch_are_one_run_again)
{
	struct heap heap = {};
	uint8_t *a, *b, *c;

	heap_pages_put(&heap, arena, 8);
	a = heap_pages_get(&heap, 2);
	b = heap_pages_get(&heap, 3);
	c = heap_pages_get(&heap, 3);
	ck_assert_ptr_eq(a, arena);
	ck_assert_ptr_eq(b, arena + 2 * PAGE_SIZE);
	ck_assert_ptr_nonnull(c);
	ck_assert_ptr_null(heap_pages_get(&heap, 1));
	heap_pages_put(&heap, a, 2);
	heap_pages_put(&heap, c, 3);
	ck_assert_ptr_null(heap_pages_get(&heap, 4));
	heap_pages_put(&heap, b, 3);
	ck_assert_uint_eq(heap.nr_free, 8);
	ck_assert_ptr_eq(heap_pages_get(&heap, 8), arena);
	ck_assert_ptr_null(heap_pages_get(&heap, 0));
}
END_TEST

START_TEST(sizes_are_from_the_smallest_to_pages)
{
	struct heap heap = {};

	heap_pages_put(&heap, arena, 4);
	ck_assert_ptr_null(heap_get(&heap, 0));
	ck_assert_ptr_nonnull(heap_get(&heap, 1));
	ck_assert_ptr_nonnull(heap_get(&heap, HEAP_PIECE_MAX));
	ck_assert_uint_eq(heap.nr_free, 2);
	ck_assert_ptr_nonnull(heap_get(&heap, HEAP_PIECE_MAX + 1));
	ck_assert_ptr_null(heap_get(&heap, PAGE_SIZE + 1));
	ck_assert_ptr_nonnull(heap_get(&heap, PAGE_SIZE));
	ck_assert_ptr_null(heap_get(&heap, 64));
	ck_assert_ptr_nonnull(heap_get(&heap, 16));
	heap_put(&heap, NULL, 100);
}
END_TEST

START_TEST(what_is_given_out_does_not_overlap)
{
	static struct {
		uint8_t *at, fill;
		size_t size;
	} slot[SLOTS];
	struct heap heap = {};
	unsigned seed = (unsigned)time(NULL);

	printf("SEED=%u\n", seed);
	srand(seed);
	heap_pages_put(&heap, arena + 32 * PAGE_SIZE, 32);
	heap_pages_put(&heap, arena, 30);
	for (unsigned turn = 0; turn < 5000; turn++) {
		unsigned nr = (unsigned)rand() % SLOTS;

		bool is_whole = true;

		for (size_t i = 0; i < slot[nr].size; i++)
			is_whole &= slot[nr].at[i] == slot[nr].fill;
		ck_assert(is_whole);
		heap_put(&heap, slot[nr].at, slot[nr].size);
		slot[nr].size = (size_t)rand() % (turn % 7 ? 300 : 9000);
		slot[nr].at = heap_get(&heap, slot[nr].size);
		if (!slot[nr].at)
			slot[nr].size = 0;
		ck_assert_uint_eq((uintptr_t)slot[nr].at % HEAP_PIECE_MIN, 0);
		slot[nr].fill = (uint8_t)rand();
		memset(slot[nr].at ? slot[nr].at : arena, slot[nr].fill, slot[nr].size);
	}
}
END_TEST

UNIT_MAIN("cms/stor/heap", pages_that_touch_are_one_run_again, sizes_are_from_the_smallest_to_pages,
	what_is_given_out_does_not_overlap)
