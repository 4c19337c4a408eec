// SPDX-License-Identifier: Apache-2.0
/* ALL: lines that are shown; SORT. */
#include "xedit/private.h"

int xcmd_all(struct xedit *x, const char *args)
{
	struct file *f = x->file;
	struct target target;
	const char *at = args;
	uint32_t col, first = 0;

	if (!*args) {
		f->has_levels = false;
		f->set.display1 = f->set.display2 = 0;
		for (uint32_t n = 1; n <= f->text.nr; n++)
			text_line(&f->text, n)->level = 0;
		return 0;
	}
	if (target_parse(x, &at, &target) || target.kind != TARGET_STRING || *xe_skip(at))
		return xe_say(x, XMSG_INVALID_OPERAND, args, NULL);
	for (uint32_t n = xe_top(f) + 1; n <= xe_last(f) && !first; n++)
		if (target_is_in(x, &target, text_line(&f->text, n), &col))
			first = n;
	if (!first)
		return xe_say(x, XMSG_NOT_FOUND, NULL, NULL);
	for (uint32_t n = xe_top(f) + 1; n <= xe_last(f); n++) {
		struct line *line = text_line(&f->text, n);

		line->level = target_is_in(x, &target, line, &col);
	}
	f->has_levels = true;
	f->set.display1 = f->set.display2 = 1;
	f->set.scope_all = false;
	if (!xe_line(f, f->line) || !xe_line(f, f->line)->level)
		xe_go(f, first);
	return 0;
}

/* ---- SORT ---------------------------------------------------------------- */

#define KEYS_MAX 8

/* Function: by which columns, from 1, lines are sorted. */
struct keys {
	unsigned nr;
	bool descends;
	uint32_t from[KEYS_MAX], to[KEYS_MAX];
};

/* A character of a line, blank behind its end. */
static uint8_t char_at(const struct line *line, uint32_t col)
{
	return col <= line->len ? (uint8_t)line->data[col - 1] : ' ';
}

static int compare_key(const struct line *a, const struct line *b, uint32_t from, uint32_t to)
{
	uint32_t end = MIN(to, MAX(a->len, b->len));

	for (uint32_t col = from; col <= end; col++) {
		int difference = char_at(a, col) - char_at(b, col);

		if (difference)
			return difference;
	}
	return 0;
}

static bool is_behind(const struct keys *keys, const struct line *a, const struct line *b)
{
	for (unsigned i = 0; i < keys->nr; i++) {
		int difference = compare_key(a, b, keys->from[i], keys->to[i]);

		if (difference)
			return keys->descends ? difference < 0 : difference > 0;
	}
	return false;
}

/* Merges two runs of `from` that lie behind each other into `to`. */
static void merge(
	const struct keys *keys, struct line **from, struct line **to, uint32_t left, uint32_t all)
{
	uint32_t i = 0, j = left;

	for (uint32_t k = 0; k < all; k++) {
		bool takes_second = i == left || (j < all && is_behind(keys, from[i], from[j]));

		to[k] = takes_second ? from[j++] : from[i++];
	}
}

/* Sorts nr lines; returns which of the two tables has them. */
static struct line **merge_sort(
	const struct keys *keys, struct line **table, struct line **other, uint32_t nr)
{
	for (uint64_t run = 1; run < nr; run *= 2) {
		struct line **swap = table;

		for (uint64_t at = 0; at < nr; at += 2 * run) {
			uint32_t all = (uint32_t)MIN(2 * run, nr - at);

			merge(keys, table + at, other + at, (uint32_t)MIN(run, (uint64_t)all), all);
		}
		table = other;
		other = swap;
	}
	return table;
}

/* Sorts the lines of the file from first to last that are in scope. */
static int sort_lines(struct xedit *x, const struct keys *keys, uint32_t first, uint32_t last)
{
	struct file *f = x->file;
	size_t size = 2 * (size_t)(last - first + 1) * sizeof(struct line *);
	struct line **table = x->mem.get(x->mem.ctx, size), **sorted;
	uint32_t nr = 0, at = 0;
	int rc = 0;

	if (!table)
		return xe_say(x, XMSG_NO_STORAGE, NULL, NULL);
	/* Copies: those of the file go when others take their places. */
	for (uint32_t n = first; n <= last && !rc; n++) {
		struct line *line = text_line(&f->text, n);

		if (!xe_in_scope(f, line))
			continue;
		table[nr] = line_make(&x->mem, line->data, line->len, 0);
		if (table[nr])
			nr++;
		else
			rc = xe_say(x, XMSG_NO_STORAGE, NULL, NULL);
	}
	sorted = rc ? table : merge_sort(keys, table, table + (last - first + 1), nr);
	for (uint32_t n = first; n <= last && !rc && at < nr; n++)
		if (xe_in_scope(f, text_line(&f->text, n))) {
			rc = xe_replace(x, n, sorted[at]->data, sorted[at]->len);
			at++;
		}
	for (uint32_t i = 0; i < nr; i++)
		line_drop(&x->mem, sorted[i]);
	x->mem.put(x->mem.ctx, table, size);
	return rc;
}

static int take_keys(struct xedit *x, struct words *words, struct keys *keys)
{
	const char *before = words->at;
	char word[12];

	if (xe_word(words, word, sizeof(word)) && (!strcmp(word, "A") || !strcmp(word, "D")))
		keys->descends = word[0] == 'D';
	else
		words->at = before;
	while (!xe_is_end(words)) {
		uint32_t from, to;

		if (keys->nr == KEYS_MAX || xe_number(words, TEXT_LINE_MAX, &from) || !from ||
			xe_number(words, TEXT_LINE_MAX, &to) || to < from)
			return xe_say(x, XMSG_INVALID_OPERAND, before, NULL);
		keys->from[keys->nr] = from;
		keys->to[keys->nr++] = to;
	}
	if (!keys->nr) {
		keys->from[0] = x->file->set.zone1;
		keys->to[0] = x->file->set.zone2;
		keys->nr = 1;
	}
	return 0;
}

int xcmd_sort(struct xedit *x, const char *args)
{
	struct words words = {args};
	struct keys keys = {0};
	uint32_t first, last;
	bool is_backward;
	int rc;

	if (xe_is_end(&words))
		return xe_say(x, XMSG_MISSING_OPERAND, NULL, NULL);
	rc = xe_range(x, &words, &first, &last, &is_backward);
	if (!rc)
		rc = take_keys(x, &words, &keys);
	return rc || first >= last ? rc : sort_lines(x, &keys, first, last);
}
