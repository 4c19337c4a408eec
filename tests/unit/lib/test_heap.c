// SPDX-License-Identifier: Apache-2.0
#include "lib/heap.h"
#include "unit.h"

#include <stdio.h>

#define NODES 500

START_TEST(gives_the_least_first_whatever_is_taken_out)
{
	static struct heap_node nodes[NODES];
	static bool queued[NODES];
	struct heap heap = {0};
	unsigned seed = 20260101, nr = 0;

	printf("seed %u\n", seed);
	for (int step = 0; step < 20000; step++) {
		unsigned i;

		seed = seed * 1103515245 + 12345;
		i = seed / 65536 % NODES;
		if (!queued[i]) {
			heap_insert(&heap, &nodes[i], seed / 7 % 1000);
			queued[i] = true;
			nr++;
		} else if (seed & 0x100000) {
			heap_remove(&heap, &nodes[i]);
			queued[i] = false;
			nr--;
		}
		for (unsigned j = 0; nr && j < NODES; j++)
			ck_assert(!queued[j] || nodes[j].key >= heap_least(&heap)->key);
	}
	for (uint64_t last = 0; heap_least(&heap); nr--) {
		struct heap_node *least = heap_least(&heap);

		ck_assert_uint_le(last, least->key);
		last = least->key;
		heap_remove(&heap, least);
	}
	ck_assert_uint_eq(nr, 0);
}
END_TEST

UNIT_MAIN("lib/heap", gives_the_least_first_whatever_is_taken_out)
