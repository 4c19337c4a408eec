/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Circular doubly linked lists whose links are members of what they link. An empty head points to
 * itself; so does a node that is in no list, after list_init or list_del.
 */
#ifndef LIB_LIST_H
#define LIB_LIST_H

#include "arch/types.h"

struct list {
	struct list *next, *prev;
};

#define LIST_INIT(name) {&(name), &(name)}

static inline void list_init(struct list *head)
{
	head->next = head->prev = head;
}

static inline bool list_is_empty(const struct list *head)
{
	return head->next == head;
}

static inline void list_insert_between(struct list *node, struct list *prev, struct list *next)
{
	node->next = next;
	node->prev = prev;
	prev->next = node;
	next->prev = node;
}

static inline void list_add_head(struct list *head, struct list *node)
{
	list_insert_between(node, head, head->next);
}

static inline void list_add_tail(struct list *head, struct list *node)
{
	list_insert_between(node, head->prev, head);
}

static inline void list_del(struct list *node)
{
	node->prev->next = node->next;
	node->next->prev = node->prev;
	list_init(node);
}

/* Takes the first node out and returns it; NULL from an empty list. */
static inline struct list *list_pop(struct list *head)
{
	struct list *node = head->next;

	if (node == head)
		return NULL;
	list_del(node);
	return node;
}

#define LIST_ENTRY(ptr, type, member) CONTAINER_OF(ptr, type, member)

#define list_for_each(node, head) for (node = (head)->next; node != (head); node = node->next)

#define list_for_each_safe(node, after, head)                                                      \
	for (node = (head)->next, after = node->next; node != (head);                              \
	     node = after, after = node->next)

#endif
