// SPDX-License-Identifier: Apache-2.0
/* Changing lines of a file. */
#include "xedit/private.h"

struct line *xe_line(struct file *f, uint32_t n)
{
	return xe_in_range(f, n) ? text_line(&f->text, n) : NULL;
}

size_t xe_trimmed(const char *data, size_t len)
{
	while (len && data[len - 1] == ' ')
		len--;
	return len;
}

/* What points to a line points to the one that takes its place; NULL: to nothing. */
static void follow(void *ctx, struct line *old, struct line *new)
{
	struct file *f = ctx;

	if (f->si == old) {
		f->si = new;
		f->si_typed = true;
	}
	for (unsigned i = 0; i < POINTS_MAX; i++)
		if (f->point[i].line == old)
			f->point[i].line = new;
	for (unsigned i = 0; i < f->nr_pending; i++) {
		if (f->pending[i].line != old)
			continue;
		f->pending[i].line = new;
		if (!new)
			f->pending[i--] = f->pending[--f->nr_pending];
	}
}

static void altered(struct file *f)
{
	f->alt++;
}

/* The characters that go into a line: none behind TRUNC. */
static size_t cut(const struct file *f, size_t len)
{
	return MIN(len, (size_t)f->set.trunc);
}

int xe_insert(struct xedit *x, uint32_t n, const char *data, size_t len)
{
	struct file *f = x->file;
	uint8_t level = f->set.display1;
	struct line *line = line_make(&x->mem, data, cut(f, len), level);

	if (!line || text_insert(&f->text, n, line)) {
		line_drop(&x->mem, line);
		return xe_say(x, XMSG_NO_STORAGE, NULL, NULL);
	}
	f->above += n < f->above;
	f->below += n >= f->text.nr - f->below;
	undo_note(&f->undo, UNDO_ADDED, n + 1, NULL);
	f->line += n < f->line; /* the current line stays the same one */
	altered(f);
	return 0;
}

int xe_replace(struct xedit *x, uint32_t n, const char *data, size_t len)
{
	struct file *f = x->file;
	struct line *old = text_line(&f->text, n);
	struct line *line;

	len = cut(f, len);
	if (len == old->len && memcmp(data, old->data, len) == 0)
		return 0;
	line = line_make(&x->mem, data, len, old->level);
	if (!line)
		return xe_say(x, XMSG_NO_STORAGE, NULL, NULL);
	text_exchange(&f->text, n, line);
	follow(f, old, line);
	undo_note(&f->undo, UNDO_REPLACED, n, old);
	altered(f);
	return 0;
}

/* How much of data the line keeps: with SPILL WORD up to a blank, if there is one. */
static size_t keeps(const struct settings *set, const char *data, size_t len)
{
	size_t at = set->trunc;

	if (len <= at)
		return len;
	if (set->spill == 'W')
		while (at && data[at] != ' ' && data[at - 1] != ' ')
			at--;
	return at ? at : set->trunc;
}

int xe_fill(struct xedit *x, uint32_t n, const char *data, size_t len)
{
	const struct settings *set = &x->file->set;
	int rc = 0;

	if (set->spill != 'F')
		while (!rc && len > set->trunc) {
			/* From the end on, so that line n is the first. */
			size_t at = 0, next = keeps(set, data, len);

			while (at + next < len) {
				at += next;
				next = keeps(set, data + at, len - at);
			}
			rc = xe_insert(x, n, data + at, len - at);
			len = xe_trimmed(data, at);
		}
	return rc ? rc : xe_replace(x, n, data, len);
}

#define RECOVER_KEPT 1000 /* lines */

static void remember(struct xedit *x, const struct line *old)
{
	struct text *kept = &x->file->recover;
	struct line *line = line_make(&x->mem, old->data, old->len, 0);

	if (kept->nr == RECOVER_KEPT)
		line_drop(&x->mem, text_remove(kept, 1));
	if (line && text_insert(kept, kept->nr, line))
		line_drop(&x->mem, line);
}

int xe_delete(struct xedit *x, uint32_t n, bool keep)
{
	struct file *f = x->file;
	struct line *old = text_remove(&f->text, n);

	if (keep)
		remember(x, old);
	follow(f, old, NULL);
	f->above -= n <= f->above;
	f->below -= n > f->text.nr + 1 - f->below;
	undo_note(&f->undo, UNDO_REMOVED, n, old);
	f->line -= n < f->line;
	altered(f);
	return 0;
}

/* ---- Which lines there are for whom -------------------------------------- */

bool xe_is_shown(const struct file *f, const struct line *line)
{
	return !f->has_levels || (line->level >= f->set.display1 && line->level <= f->set.display2);
}

bool xe_in_scope(const struct file *f, const struct line *line)
{
	return f->set.scope_all || xe_is_shown(f, line);
}

uint32_t xe_move(struct file *f, uint32_t from, int64_t by)
{
	const uint32_t top = xe_top(f), end = xe_end(f);
	int step = by < 0 ? -1 : 1;

	if (!f->has_levels || f->set.scope_all) {
		int64_t to = (int64_t)from + by;

		return to < top ? top : to > end ? end : (uint32_t)to;
	}
	while (by) {
		if (step < 0 ? from == top : from == end)
			break;
		from += (uint32_t)step;
		if (from == top || from == end || xe_in_scope(f, text_line(&f->text, from)))
			by -= step;
	}
	return from;
}

void xe_go(struct file *f, uint32_t n)
{
	f->line = MIN(MAX(n, xe_top(f)), xe_end(f));
}

/* ---- UNDO and RECOVER ---------------------------------------------------- */

int xcmd_undo(struct xedit *x, const char *args)
{
	struct file *f = x->file;
	uint32_t n = f->line, times;
	int rc = xe_count(x, args, 1, &times);

	for (uint32_t i = 0; !rc && i < times; i++) {
		int done = undo_take_back(&f->undo, &f->text, &n, follow, f);

		if (done < 0)
			rc = xe_say(x, XMSG_NO_STORAGE, NULL, NULL);
		else if (!done && !i)
			rc = xe_say(x, XMSG_NO_LINES, NULL, NULL);
		if (done <= 0)
			break;
		altered(f);
		if (f->above + f->below > f->text.nr)
			f->above = f->below = 0;
		xe_go(f, n);
		if (i == 0)
			xe_say(x, XMSG_UNDONE, NULL, NULL);
	}
	xe_go(f, f->line);
	return rc;
}

int xcmd_recover(struct xedit *x, const char *args)
{
	struct file *f = x->file;
	uint32_t wanted, nr = 0;
	uint32_t line = f->line;
	int rc = xe_count(x, args, 1, &wanted);

	if (rc)
		return rc;
	if (!f->recover.nr)
		return xe_say(x, XMSG_NO_LINES, NULL, NULL);
	wanted = MIN(wanted, f->recover.nr);
	/* The first of them takes its place above the current line, the others follow. */
	for (uint32_t at = MAX(line ? line - 1 : 0, xe_top(f)); !rc && nr < wanted; nr++, at++) {
		struct line *line = text_line(&f->recover, f->recover.nr - wanted + nr + 1);

		rc = xe_insert(x, at, line->data, line->len);
	}
	for (uint32_t i = 0; i < nr; i++)
		line_drop(&x->mem, text_remove(&f->recover, f->recover.nr));
	xe_go(f, MAX(line, 1u));
	return rc ? rc : xe_say_number(x, XMSG_RECOVERED, nr);
}
