// SPDX-License-Identifier: Apache-2.0
/* Storage that outlives the commands that are called meanwhile. */
#include "nuc/kept.h"

#include "lib/list.h"
#include "lib/string.h"
#include "nuc/storage.h"

/* Function: stands before each piece. */
struct kept {
	struct list link;
	size_t size; /* with this */
	size_t pad;
};

static struct list all;

static struct list *pieces(void)
{
	if (!all.next)
		list_init(&all);
	return &all;
}

static void drop(struct kept *piece)
{
	list_del(&piece->link);
	stor_put(piece, piece->size);
}

void *kept_resize(void *old, size_t old_size, size_t size)
{
	struct kept *piece = size ? stor_get(size + sizeof(*piece)) : NULL;

	if (size && !piece)
		return NULL;
	if (piece) {
		piece->size = size + sizeof(*piece);
		list_add_head(pieces(), &piece->link);
	}
	if (piece && old)
		memcpy(piece + 1, old, MIN(old_size, size));
	if (old)
		drop((struct kept *)old - 1);
	return piece ? piece + 1 : NULL;
}

void kept_recover(void)
{
	while (!list_is_empty(pieces()))
		drop(LIST_ENTRY(all.next, struct kept, link));
}
