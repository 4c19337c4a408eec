/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables that can be forked: values by number, in trees whose nodes the copies have in common until
 * one of them changes. A fork costs nothing, whatever the size; a change then copies the nodes
 * above it.
 *
 * A tree belongs to its caller's lock. Nodes that several trees have are counted atomically, and
 * never change; so trees that were forked from each other may have different locks.
 */
#ifndef LIB_FORKTREE_H
#define LIB_FORKTREE_H

#include "arch/types.h"

#define FTREE_KEYS 11390625u /* numbers from 0 on: 15 to the power of the levels */

struct ftree_node;

struct ftree {
	struct ftree_node *root; /* NULL: it is empty */
};

/* What trees are made of. Each place in a node has one hold on its value. */
struct ftree_ops {
	void *(*alloc)(size_t size); /* cleared; NULL: there is no storage */
	void (*free)(void *block, size_t size);
	void (*get)(void *value); /* one more hold */
	void (*put)(void *value); /* one less */
};

/* The value, or NULL. */
void *ftree_find(const struct ftree *tree, uint32_t key);

/* The first value at or after *key, which becomes its number; NULL: there is none. */
void *ftree_next(const struct ftree *tree, uint32_t *key);

/*
 * Where the value is, to be changed: no other tree sees that place. Who changes it takes over the
 * hold on what was there, and gives the place his own on what he puts there. NULL: there is no
 * storage, and the tree is what it was.
 */
void **ftree_place(struct ftree *tree, const struct ftree_ops *ops, uint32_t key);

/* The tree `to`, empty, becomes one like the other. */
void ftree_fork(struct ftree *to, const struct ftree *from);

/* The tree becomes empty. */
void ftree_clear(struct ftree *tree, const struct ftree_ops *ops);

#endif
