// SPDX-License-Identifier: Apache-2.0
/* Pairing heaps, without recursion. */
#include "lib/heap.h"

/* Joins two heaps, either may be NULL: the greater root becomes the other's first child. */
static struct heap_node *meld(struct heap *heap, struct heap_node *a, struct heap_node *b)
{
	if (!a)
		return b;
	if (!b)
		return a;
	heap->nr_compared++;
	if (b->key < a->key) {
		struct heap_node *swap = a;

		a = b;
		b = swap;
	}
	b->prev = a;
	b->next = a->child;
	if (a->child)
		a->child->prev = b;
	a->child = b;
	return a;
}

/* Joins a chain of siblings: in pairs from left to right, then all pairs from right to left. */
static struct heap_node *meld_siblings(struct heap *heap, struct heap_node *first)
{
	struct heap_node *pairs = NULL, *result = NULL;

	while (first) {
		struct heap_node *a = first, *b = a->next, *pair;

		first = b ? b->next : NULL;
		a->next = a->prev = NULL;
		if (b)
			b->next = b->prev = NULL;
		pair = meld(heap, a, b);
		pair->next = pairs;
		pairs = pair;
	}
	while (pairs) {
		struct heap_node *pair = pairs;

		pairs = pair->next;
		pair->next = NULL;
		result = meld(heap, result, pair);
	}
	return result;
}

void heap_insert(struct heap *heap, struct heap_node *node, uint64_t key)
{
	*node = (struct heap_node){.key = key};
	heap->root = meld(heap, heap->root, node);
}

void heap_remove(struct heap *heap, struct heap_node *node)
{
	struct heap_node *children = meld_siblings(heap, node->child);

	if (node == heap->root) {
		heap->root = children;
		if (children)
			children->prev = NULL;
	} else {
		if (node->prev->child == node)
			node->prev->child = node->next;
		else
			node->prev->next = node->next;
		if (node->next)
			node->next->prev = node->prev;
		heap->root = meld(heap, heap->root, children);
	}
	*node = (struct heap_node){.key = node->key};
}
