/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pairing heaps: priority queues whose nodes are members of what they queue. Insert O(1), take the
 * least or any other node out O(log n) amortised. A node that is in no heap has all links NULL and is
 * not the root.
 */
#ifndef LIB_HEAP_H
#define LIB_HEAP_H

#include "arch/types.h"

struct heap_node {
	uint64_t key;
	struct heap_node *child, *next; /* first child; next sibling */
	struct heap_node *prev;		/* previous sibling, or parent if the first child */
};

struct heap {
	struct heap_node *root; /* least key */
	uint64_t nr_compared;	/* how often two keys were compared: what it costs */
};

void heap_insert(struct heap *heap, struct heap_node *node, uint64_t key);

/* Takes node, which must be in the heap, out. */
void heap_remove(struct heap *heap, struct heap_node *node);

static inline struct heap_node *heap_least(const struct heap *heap)
{
	return heap->root;
}

#endif
