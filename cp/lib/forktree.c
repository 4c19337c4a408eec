// SPDX-License-Identifier: Apache-2.0
/* Tables that can be forked. */
#include "lib/forktree.h"
#include "lib/string.h"

#define FAN    15 /* so that a node has 128 bytes */
#define LEVELS 6

struct ftree_node {
	uint32_t refs; /* places and roots that lead here: atomic */
	void *at[FAN]; /* nodes; on the last level values */
};
static_assert(sizeof(void *) != 8 || sizeof(struct ftree_node) == 128, "a node");

/* Numbers behind one place of a node on each level. */
static const uint32_t span[LEVELS] = {759375, 50625, 3375, 225, 15, 1};
static_assert(FTREE_KEYS == 759375 * FAN, "numbers of a tree");

static unsigned digit(uint32_t key, unsigned level)
{
	return key / span[level] % FAN;
}

/* ---- Looking --------------------------------------------------------------------------------- */

void *ftree_find(const struct ftree *tree, uint32_t key)
{
	const void *at = key < FTREE_KEYS ? tree->root : NULL;

	for (unsigned level = 0; at && level < LEVELS; level++)
		at = ((const struct ftree_node *)at)->at[digit(key, level)];
	return (void *)at;
}

void *ftree_next(const struct ftree *tree, uint32_t *key)
{
	uint32_t next = *key;

	while (next < FTREE_KEYS) {
		const void *at = tree->root;
		unsigned level = 0;

		while (at && level < LEVELS)
			at = ((const struct ftree_node *)at)->at[digit(next, level++)];
		if (at) {
			*key = next;
			return (void *)at;
		}
		if (!level) /* it is empty */
			break;
		next = (next / span[level - 1] + 1) * span[level - 1];
	}
	return NULL;
}

/* ---- Letting go ------------------------------------------------------------------------------ */

static bool is_last(struct ftree_node *node)
{
	return __atomic_sub_fetch(&node->refs, 1, __ATOMIC_ACQ_REL) == 0;
}

/* One less leads to the node, which is on that level. */
static void node_put(struct ftree_node *node, unsigned top, const struct ftree_ops *ops)
{
	struct {
		struct ftree_node *node;
		unsigned next;
	} path[LEVELS];
	unsigned level = top;

	if (!is_last(node))
		return;
	path[level].node = node;
	path[level].next = 0;
	for (;;) {
		void *child;

		if (path[level].next == FAN) {
			ops->free(path[level].node, sizeof(struct ftree_node));
			if (level-- == top)
				return;
			continue;
		}
		child = path[level].node->at[path[level].next++];
		if (!child)
			continue;
		if (level == LEVELS - 1) {
			ops->put(child);
		} else if (is_last(child)) {
			path[++level].node = child;
			path[level].next = 0;
		}
	}
}

void ftree_clear(struct ftree *tree, const struct ftree_ops *ops)
{
	struct ftree_node *root = tree->root;

	tree->root = NULL;
	if (root)
		node_put(root, 0, ops);
}

/* ---- Changing -------------------------------------------------------------------------------- */

static void node_get(struct ftree_node *node)
{
	__atomic_add_fetch(&node->refs, 1, __ATOMIC_RELAXED);
}

/* The node at a place of one that only this tree has, made if there is none, and that tree's alone.
 */
static struct ftree_node *own_node(void **place, unsigned level, const struct ftree_ops *ops)
{
	struct ftree_node *old = *place, *node;

	if (old && __atomic_load_n(&old->refs, __ATOMIC_ACQUIRE) == 1)
		return old;
	node = ops->alloc(sizeof(*node));
	if (!node)
		return NULL;
	if (old)
		memcpy(node->at, old->at, sizeof(node->at));
	node->refs = 1;
	for (unsigned i = 0; i < FAN; i++) {
		if (!node->at[i])
			continue;
		if (level == LEVELS - 1)
			ops->get(node->at[i]);
		else
			node_get(node->at[i]);
	}
	*place = node;
	if (old)
		node_put(old, level, ops);
	return node;
}

void **ftree_place(struct ftree *tree, const struct ftree_ops *ops, uint32_t key)
{
	void *root = tree->root, **place = &root;

	if (key >= FTREE_KEYS)
		return NULL;
	for (unsigned level = 0; level < LEVELS; level++) {
		struct ftree_node *node = own_node(place, level, ops);

		tree->root = root;
		if (!node)
			return NULL;
		place = &node->at[digit(key, level)];
	}
	return place;
}

void ftree_fork(struct ftree *to, const struct ftree *from)
{
	to->root = from->root;
	if (to->root)
		node_get(to->root);
}
