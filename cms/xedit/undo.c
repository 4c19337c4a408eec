// SPDX-License-Identifier: Apache-2.0
/* The log of changes. */
#include "xedit/undo.h"

#include "lib/err.h"
#include "lib/string.h"

#define FIRST_ROOM 64

void undo_init(struct undo *undo, const struct text_mem *mem)
{
	*undo = (struct undo){.mem = mem};
}

void undo_clear(struct undo *undo)
{
	for (uint32_t i = 0; i < undo->nr; i++)
		line_drop(undo->mem, undo->entry[i].line);
	if (undo->entry)
		undo->mem->put(undo->mem->ctx, undo->entry, undo->room * sizeof(*undo->entry));
	*undo = (struct undo){.mem = undo->mem, .step = undo->step};
}

/* Old steps go, when there are many entries. */
static void forget(struct undo *undo)
{
	uint32_t nr = 0;

	if (undo->nr <= UNDO_KEPT)
		return;
	while (nr < undo->nr &&
		(undo->nr - nr > UNDO_KEPT / 2 ||
			(nr && undo->entry[nr].step == undo->entry[nr - 1].step)) &&
		undo->entry[nr].step != undo->entry[undo->nr - 1].step)
		line_drop(undo->mem, undo->entry[nr++].line);
	undo->nr -= nr;
	memmove(undo->entry, undo->entry + nr, undo->nr * sizeof(*undo->entry));
}

void undo_step(struct undo *undo)
{
	undo->step++;
	forget(undo);
}

static bool grow(struct undo *undo)
{
	const struct text_mem *mem = undo->mem;
	uint32_t room = undo->room ? undo->room * 2 : FIRST_ROOM;
	struct undo_entry *entry;

	if (undo->nr < undo->room)
		return true;
	entry = mem->get(mem->ctx, room * sizeof(*entry));
	if (!entry)
		return false;
	if (undo->room) {
		memcpy(entry, undo->entry, undo->nr * sizeof(*entry));
		mem->put(mem->ctx, undo->entry, undo->room * sizeof(*entry));
	}
	undo->entry = entry;
	undo->room = room;
	return true;
}

void undo_note(struct undo *undo, enum undo_kind kind, uint32_t n, struct line *line)
{
	if (!grow(undo)) {
		undo_clear(undo);
		line_drop(undo->mem, line);
		return;
	}
	undo->entry[undo->nr++] =
		(struct undo_entry){.line = line, .n = n, .step = undo->step, .kind = kind};
}

int undo_take_back(struct undo *undo, struct text *text, uint32_t *n,
	void (*gone)(void *ctx, struct line *old, struct line *new), void *ctx)
{
	uint32_t step = undo->nr ? undo->entry[undo->nr - 1].step : 0;

	if (!undo->nr)
		return 0;
	while (undo->nr && undo->entry[undo->nr - 1].step == step) {
		struct undo_entry *entry = &undo->entry[undo->nr - 1];
		struct line *old = NULL;

		if (entry->kind == UNDO_REMOVED && text_insert(text, entry->n - 1, entry->line))
			return -E_NOMEM;
		if (entry->kind == UNDO_ADDED)
			old = text_remove(text, entry->n);
		if (entry->kind == UNDO_REPLACED)
			old = text_exchange(text, entry->n, entry->line);
		if (old)
			gone(ctx, old, entry->kind == UNDO_REPLACED ? entry->line : NULL);
		line_drop(undo->mem, old);
		*n = entry->n;
		undo->nr--;
	}
	return 1;
}
