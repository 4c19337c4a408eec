/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was changed in a file, so that UNDO can change it back: one entry for each line that was
 * added, taken out, or replaced. What one key or one macro did is one step.
 */
#ifndef XEDIT_UNDO_H
#define XEDIT_UNDO_H

#include "xedit/text.h"

#define UNDO_KEPT 20000 /* entries; older steps are forgotten, but never the last one */

enum undo_kind { UNDO_ADDED, UNDO_REMOVED, UNDO_REPLACED };

struct undo_entry {
	struct line *line; /* that is no longer there; NULL if it was added */
	uint32_t n;        /* its number, or whose */
	uint32_t step;
	enum undo_kind kind;
};

/* Function: the log of a file. */
struct undo {
	const struct text_mem *mem;
	struct undo_entry *entry;
	uint32_t nr, room, step;
};

void undo_init(struct undo *undo, const struct text_mem *mem);
void undo_clear(struct undo *undo);

/* What comes now is another step. */
void undo_step(struct undo *undo);

/*
 * Notes a change; the line that is no longer in the file is the log's from now on. Without storage
 * all is forgotten: what was changed cannot be undone, and that is all.
 */
void undo_note(struct undo *undo, enum undo_kind kind, uint32_t n, struct line *line);

/*
 * Takes the last step back; *n is a line where it was. gone: called with each line before it goes,
 * as others may point to it. 1: done, 0: there is nothing, -E_NOMEM: a part of it could not be.
 */
int undo_take_back(struct undo *undo, struct text *text, uint32_t *n,
	void (*gone)(void *ctx, struct line *old, struct line *new), void *ctx) MUST_CHECK;

#endif
