// SPDX-License-Identifier: Apache-2.0
/* Subcommands that split and join lines, and move text within them. */
#include "xedit/private.h"

/* Function: what SPLIT and JOIN were told. */
struct place {
	uint32_t n, col; /* the line, and the column; 0: none was said */
	bool is_aligned;
};

static int take_place(struct xedit *x, const char *args, struct place *place)
{
	struct words words = {args};
	uint64_t number;
	char word[10];

	*place = (struct place){.n = x->file->line};
	while (xe_word(&words, word, sizeof(word))) {
		if (xe_is_form(word, "ALIGNED", 2)) {
			place->is_aligned = true;
		} else if (xe_is_form(word, "COLUMN", 1)) {
			place->col = x->file->col;
		} else if (xe_is_form(word, "CURSOR", 2) && x->key_line) {
			place->n = x->key_line;
			place->col = x->key_col;
		} else if (!str_to_dec(word, strlen(word), &number) && number >= 1 &&
			   number <= TEXT_LINE_MAX) {
			place->col = (uint32_t)number;
		} else {
			return xe_say(x, XMSG_INVALID_OPERAND, word, NULL);
		}
	}
	return xe_line(x->file, place->n) ? 0 : xe_say(x, XMSG_INVALID_LINE, NULL, NULL);
}

static uint32_t blanks_before(const struct line *line)
{
	uint32_t nr = 0;

	while (nr < line->len && line->data[nr] == ' ')
		nr++;
	return nr < line->len ? nr : 0;
}

static int split(struct xedit *x, const struct place *place)
{
	struct line *line = text_line(&x->file->text, place->n);
	uint32_t at = MIN((place->col ? place->col : x->file->col) - 1, line->len);
	uint32_t indent = place->is_aligned ? blanks_before(line) : 0;
	uint32_t rest = line->len - at;
	int rc;

	indent = MIN(indent, TEXT_LINE_MAX - rest);
	memset(x->work, ' ', indent);
	memcpy(x->work + indent, line->data + at, rest);
	rc = xe_insert(x, place->n, x->work, indent + rest);
	if (rc)
		return rc;
	line = text_line(&x->file->text, place->n);
	memcpy(x->work, line->data, at);
	return xe_replace(x, place->n, x->work, xe_trimmed(x->work, at));
}

static int join(struct xedit *x, const struct place *place)
{
	struct file *f = x->file;
	struct line *line = text_line(&f->text, place->n), *next = xe_line(f, place->n + 1);
	size_t at = place->col ? place->col - 1 : xe_trimmed(line->data, line->len);
	size_t from = 0, room;
	int rc;

	if (!next)
		return xe_say(x, XMSG_INVALID_LINE, NULL, NULL);
	if (place->is_aligned)
		from = blanks_before(next);
	room = MIN(x->file->set.trunc, (uint32_t)TEXT_LINE_MAX);
	if (at + next->len - from > room)
		return xe_say_number(x, XMSG_RECORDS_TRUNCATED, 1);
	memcpy(x->work, line->data, MIN(at, (size_t)line->len));
	if (at > line->len)
		memset(x->work + line->len, ' ', at - line->len);
	memcpy(x->work + at, next->data + from, next->len - from);
	rc = xe_replace(x, place->n, x->work, at + next->len - from);
	return rc ? rc : xe_delete(x, place->n + 1, false);
}

int xcmd_split(struct xedit *x, const char *args)
{
	struct place place;
	int rc = take_place(x, args, &place);

	return rc ? rc : split(x, &place);
}

int xcmd_join(struct xedit *x, const char *args)
{
	struct place place;
	int rc = take_place(x, args, &place);

	return rc ? rc : join(x, &place);
}

int xcmd_spltjoin(struct xedit *x, const char *args)
{
	struct place place = {.n = x->key_line, .col = x->key_col};
	struct line *line = xe_line(x->file, place.n);

	(void)args;
	if (!line)
		return xe_say(x, XMSG_INVALID_LINE, NULL, NULL);
	xe_cursor(x, CURSOR_FILE, place.n, place.col, CURSOR_USUAL);
	return place.col > xe_trimmed(line->data, line->len) ? join(x, &place) : split(x, &place);
}

/* ---- SHIFT --------------------------------------------------------------- */

int xe_shift_line(struct xedit *x, uint32_t n, uint32_t by, bool is_left)
{
	struct line *line = text_line(&x->file->text, n);
	uint32_t len = line->len;

	by = MIN(by, (uint32_t)TEXT_LINE_MAX);
	if (is_left) {
		by = MIN(by, len);
		memcpy(x->work, line->data + by, len - by);
		return xe_replace(x, n, x->work, len - by);
	}
	if (!len)
		return 0;
	len = MIN(len, TEXT_LINE_MAX - by);
	memset(x->work, ' ', by);
	memcpy(x->work + by, line->data, len);
	return xe_replace(x, n, x->work, len + by);
}

int xcmd_shift(struct xedit *x, const char *args)
{
	struct words words = {args};
	uint32_t by = 1, first, last;
	bool is_left, is_backward;
	char word[8];
	int rc;

	if (!xe_word(&words, word, sizeof(word)))
		return xe_say(x, XMSG_MISSING_OPERAND, NULL, NULL);
	is_left = xe_is_form(word, "LEFT", 1);
	if (!is_left && !xe_is_form(word, "RIGHT", 1))
		return xe_say(x, XMSG_INVALID_OPERAND, word, NULL);
	if (xe_number(&words, TEXT_LINE_MAX, &by) == -E_INVAL)
		return xe_say(x, XMSG_INVALID_NUMBER, words.at, NULL);
	rc = xe_range(x, &words, &first, &last, &is_backward);
	for (uint32_t n = first; !rc && n <= last; n++)
		if (xe_in_scope(x->file, text_line(&x->file->text, n)))
			rc = xe_shift_line(x, n, by, is_left);
	return rc;
}

/* ---- Tabs ---------------------------------------------------------------- */

uint32_t xe_next_tab(const struct settings *set, uint32_t col)
{
	for (unsigned i = 0; i < set->nr_tabs; i++)
		if (set->tabs[i] > col)
			return set->tabs[i];
	return col + 1;
}

static size_t expand_line(const struct settings *set, const struct line *line, char *work)
{
	uint32_t len = 0;

	for (uint32_t i = 0; i < line->len && len < TEXT_LINE_MAX; i++) {
		uint32_t to = line->data[i] == '\t' ? xe_next_tab(set, len + 1) - 1 : len + 1;

		to = MIN(to, (uint32_t)TEXT_LINE_MAX);
		if (line->data[i] == '\t')
			memset(work + len, set->filler, to - len);
		else
			work[len] = line->data[i];
		len = to;
	}
	return len;
}

static size_t compress_line(const struct settings *set, const struct line *line, char *work)
{
	size_t len = 0;

	for (uint32_t i = 0; i < line->len;) {
		uint32_t blanks = 0, to = xe_next_tab(set, i + 1) - 1;

		while (i + blanks < line->len && line->data[i + blanks] == ' ')
			blanks++;
		if (blanks > 1 && to <= i + blanks && to > i + 1) {
			work[len++] = '\t';
			i = to;
		} else {
			work[len++] = line->data[i++];
		}
	}
	return len;
}

static int change_tabs(struct xedit *x, const char *args,
	size_t (*change)(const struct settings *set, const struct line *line, char *work))
{
	struct words words = {args};
	uint32_t first, last;
	bool is_backward;
	int rc = xe_range(x, &words, &first, &last, &is_backward);

	for (uint32_t n = first; !rc && n <= last; n++) {
		struct line *line = text_line(&x->file->text, n);

		if (xe_in_scope(x->file, line))
			rc = xe_replace(x, n, x->work, change(&x->file->set, line, x->work));
	}
	return rc;
}

int xcmd_expand(struct xedit *x, const char *args)
{
	return change_tabs(x, args, expand_line);
}

int xcmd_compress(struct xedit *x, const char *args)
{
	return change_tabs(x, args, compress_line);
}
