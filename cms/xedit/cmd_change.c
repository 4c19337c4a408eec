// SPDX-License-Identifier: Apache-2.0
/* Subcommands that change text in lines. */
#include "xedit/private.h"

/* ---- CHANGE -------------------------------------------------------------- */

/* Function: what CHANGE is to do. */
struct change {
	char old[XEDIT_LINE + 1], new[XEDIT_LINE + 1];
	size_t old_len, new_len;
	uint32_t nr, first; /* occurrences in a line; the first of them */
};

/* "/old/new/" and moves *at behind. False: it is not there. */
static bool take_strings(const char **at, struct change *change)
{
	if (!xe_delimited(at, change->old, sizeof(change->old)) || !**at)
		return false;
	if (!xe_delimited(at, change->new, sizeof(change->new)))
		return false;
	if (**at)
		++*at;
	change->old_len = strlen(change->old);
	change->new_len = strlen(change->new);
	return true;
}

/*
 * Makes the changed line in x->work, from column `from` (0 the first) on. Returns the number of
 * changes; *len is the new length, which may be more than there is room for.
 */
static uint32_t change_line(struct xedit *x, const struct change *change, const struct line *line,
	uint32_t from, size_t *len)
{
	uint32_t to = MIN(x->file->set.zone2, line->len), at = MIN(from, line->len), seen = 0,
		 nr = 0;
	size_t used = at;

	memcpy(x->work, line->data, at);
	while (at <= line->len && nr < change->nr) {
		int64_t next = at <= to ? target_search(x, line->data, at, to, change->old,
						  change->old_len)
					: -1;
		bool skips = ++seen < change->first;
		size_t len_before, len_new = skips ? change->old_len : change->new_len;

		if (next < 0)
			break;
		len_before = (size_t)next - at;
		if (used + len_before + len_new > TEXT_LINE_MAX)
			break;
		memcpy(x->work + used, line->data + at, len_before);
		used += len_before;
		memcpy(x->work + used, skips ? line->data + next : change->new, len_new);
		used += len_new;
		at = (uint32_t)next + (uint32_t)change->old_len;
		nr += !skips;
		if (!change->old_len)
			break;
	}
	*len = used + line->len - at;
	memcpy(x->work + used, line->data + at, MIN(line->len - at, TEXT_LINE_MAX - used));
	return nr;
}

static int change_lines(struct xedit *x, const struct change *change, uint32_t first, uint32_t last,
	bool is_backward)
{
	struct file *f = x->file;
	uint32_t nr_changes = 0, nr_lines = 0, nr_cut = 0;
	char text[2][12];

	for (uint32_t n = first; n <= last; n++) {
		struct line *line = text_line(&f->text, n);
		uint32_t nr;
		size_t len;
		int rc;

		if (!xe_in_scope(f, line))
			continue;
		nr = change_line(x, change, line, f->set.zone1 - 1, &len);
		if (!nr)
			continue;
		nr_cut += xe_trimmed(x->work, MIN(len, (size_t)TEXT_LINE_MAX)) > f->set.trunc;
		rc = xe_replace(x, n, x->work, MIN(len, (size_t)TEXT_LINE_MAX));
		if (rc)
			return rc;
		nr_changes += nr;
		nr_lines++;
	}
	if (!nr_lines)
		return xe_say(x, XMSG_NO_OCCURRENCE, NULL, NULL);
	if (!f->set.stay && last > first)
		xe_go(f, is_backward ? first : last);
	str_format(text[0], sizeof(text[0]), "%u", nr_changes);
	str_format(text[1], sizeof(text[1]), "%u", nr_lines);
	xe_say(x, XMSG_CHANGED, text[0], text[1]);
	return nr_cut ? xe_say_number(x, XMSG_RECORDS_TRUNCATED, nr_cut) : 0;
}

/* The numbers behind CHANGE's target. */
static int take_numbers(struct xedit *x, struct words *words, struct change *change)
{
	change->nr = change->first = 1;
	words->at = xe_skip(words->at);
	if (*words->at == '*') {
		words->at++;
		change->nr = UINT32_MAX;
	} else if (xe_number(words, INT32_MAX, &change->nr) == -E_INVAL) {
		return xe_say(x, XMSG_INVALID_NUMBER, words->at, NULL);
	}
	if (xe_number(words, INT32_MAX, &change->first) == -E_INVAL || !xe_is_end(words))
		return xe_say(x, XMSG_INVALID_NUMBER, words->at, NULL);
	return 0;
}

int xcmd_change(struct xedit *x, const char *args)
{
	struct words words;
	struct change change;
	uint32_t first, last;
	bool is_backward;
	int rc;

	if (!*args)
		args = x->change;
	if (!*args)
		return xe_say(x, XMSG_NO_PREVIOUS, NULL, NULL);
	words.at = args;
	if (!take_strings(&words.at, &change))
		return xe_say(x, XMSG_INVALID_OPERAND, args, NULL);
	if (args != x->change)
		str_copy(x->change, args, sizeof(x->change));
	rc = xe_range(x, &words, &first, &last, &is_backward);
	if (!rc)
		rc = take_numbers(x, &words, &change);
	return rc ? rc : change_lines(x, &change, first, last, is_backward);
}

int xcmd_count(struct xedit *x, const char *args)
{
	struct change change = {.nr = UINT32_MAX, .first = 1};
	struct words words = {args};
	uint32_t first, last, nr = 0;
	bool is_backward;
	size_t len;
	int rc;

	if (!xe_delimited(&words.at, change.old, sizeof(change.old)) || !change.old[0])
		return xe_say(x, XMSG_INVALID_OPERAND, args, NULL);
	words.at += *words.at != 0;
	change.old_len = strlen(change.old);
	rc = xe_range(x, &words, &first, &last, &is_backward);
	for (uint32_t n = first; !rc && n <= last; n++) {
		struct line *line = text_line(&x->file->text, n);

		if (xe_in_scope(x->file, line))
			nr += change_line(x, &change, line, x->file->set.zone1 - 1, &len);
	}
	return rc ? rc : xe_say_number(x, XMSG_COUNTED, nr);
}

int xcmd_schange(struct xedit *x, const char *args)
{
	struct file *f = x->file;
	const char *at = x->change;
	struct change change = {.nr = 1};
	struct line *line;
	size_t len;

	(void)args;
	if (!*at || !take_strings(&at, &change))
		return xe_say(x, XMSG_NO_PREVIOUS, NULL, NULL);
	change.nr = change.first = 1;
	line = xe_line(f, f->line);
	if (x->key_line == f->line && x->key_col == f->col && line && f->col <= line->len + 1 &&
		target_search(x, line->data, f->col - 1,
			MIN(line->len, f->col - 1 + (uint32_t)change.old_len), change.old,
			change.old_len) == (int64_t)f->col - 1) {
		change_line(x, &change, line, f->col - 1, &len);
		x->cursor = CURSOR_FILE;
		x->cursor_line = f->line;
		x->cursor_col = f->col;
		return xe_replace(x, f->line, x->work, MIN(len, (size_t)TEXT_LINE_MAX));
	}
	for (uint32_t n = MAX(f->line, 1u); n <= f->text.nr; n++) {
		uint32_t from = n == f->line && x->key_line == n ? f->col : f->set.zone1 - 1, to;
		int64_t found;

		line = text_line(&f->text, n);
		to = MIN(f->set.zone2, line->len);
		found = target_search(x, line->data, MIN(from, to), to, change.old, change.old_len);
		if (found < 0)
			continue;
		xe_go(f, n);
		f->col = x->cursor_col = (uint32_t)found + 1;
		x->cursor = CURSOR_FILE;
		x->cursor_line = n;
		return 0;
	}
	return xe_say(x, XMSG_NOT_FOUND, NULL, NULL);
}

/* ---- From the column pointer on ------------------------------------------ */

/*
 * The current line in x->work with blanks up to a column, of at least `room` characters. NULL after
 * a message; *rc is the return code.
 */
static struct line *work_on(struct xedit *x, size_t room, int *rc)
{
	struct line *line = xe_line(x->file, x->file->line);
	size_t len;

	*rc = 0;
	if (!line) {
		*rc = xe_say(x, XMSG_INVALID_LINE, NULL, NULL);
		return NULL;
	}
	len = MIN((size_t)line->len, (size_t)TEXT_LINE_MAX);
	memcpy(x->work, line->data, len);
	if (room > len)
		memset(x->work + len, ' ', MIN(room, (size_t)TEXT_LINE_MAX) - len);
	return line;
}

int xcmd_cappend(struct xedit *x, const char *args)
{
	int rc;
	struct line *line = work_on(x, 0, &rc);
	size_t len = line ? xe_trimmed(line->data, line->len) : 0, more = strlen(args);

	if (!line)
		return rc;
	x->file->col = (uint32_t)MIN(len + 1, (size_t)x->file->set.trunc);
	if (len + more > TEXT_LINE_MAX)
		more = TEXT_LINE_MAX - len;
	memcpy(x->work + len, args, more);
	return xe_replace(x, x->file->line, x->work, len + more);
}

int xcmd_cinsert(struct xedit *x, const char *args)
{
	size_t at = x->file->col - 1, more = strlen(args), len;
	int rc;
	struct line *line = work_on(x, at, &rc);

	if (!line)
		return rc;
	len = MAX((size_t)line->len, at);
	if (len + more > TEXT_LINE_MAX)
		return xe_say(x, XMSG_INVALID_COLUMN, "", NULL);
	memmove(x->work + at + more, x->work + at, len - at);
	memcpy(x->work + at, args, more);
	return xe_replace(x, x->file->line, x->work, len + more);
}

static int overwrite(struct xedit *x, size_t at, const char *args, bool skips_blanks)
{
	size_t more = strlen(args), len;
	int rc;
	struct line *line = work_on(x, at + more, &rc);

	if (!line)
		return rc;
	if (at + more > TEXT_LINE_MAX)
		return xe_say(x, XMSG_INVALID_COLUMN, "", NULL);
	for (size_t i = 0; i < more; i++) {
		char c = args[i] == '_' && skips_blanks ? ' ' : args[i];

		if (!skips_blanks || args[i] != ' ')
			x->work[at + i] = c;
	}
	len = MAX((size_t)line->len, at + more);
	return xe_replace(x, x->file->line, x->work, len);
}

int xcmd_creplace(struct xedit *x, const char *args)
{
	return overwrite(x, x->file->col - 1, args, false);
}

int xcmd_coverlay(struct xedit *x, const char *args)
{
	return overwrite(x, x->file->col - 1, args, true);
}

int xcmd_overlay(struct xedit *x, const char *args)
{
	return overwrite(x, 0, args, true);
}

int xcmd_cdelete(struct xedit *x, const char *args)
{
	struct file *f = x->file;
	uint32_t from = f->col, to;
	int rc;
	struct line *line = work_on(x, 0, &rc);

	if (!line)
		return rc;
	if (!*args)
		args = "1";
	rc = xcmd_clocate(x, args);
	to = f->col;
	f->col = from;
	if (rc)
		return rc;
	if (to < from) {
		uint32_t swap = from;

		from = to + 1;
		to = swap + 1;
	}
	if (from > line->len)
		return 0;
	to = MIN(to, line->len + 1);
	memmove(x->work + from - 1, x->work + to - 1, line->len + 1 - to);
	return xe_replace(x, f->line, x->work, line->len - (to - from));
}

/* ---- Letters ------------------------------------------------------------- */

static int change_case(struct xedit *x, const char *args, char (*letter)(char c))
{
	struct words words = {args};
	uint32_t first, last;
	bool is_backward;
	int rc = xe_range(x, &words, &first, &last, &is_backward);

	for (uint32_t n = first; !rc && n <= last; n++) {
		struct line *line = text_line(&x->file->text, n);
		const struct settings *set = &x->file->set;

		if (!xe_in_scope(x->file, line))
			continue;
		for (uint32_t i = 0; i < line->len; i++)
			x->work[i] = i + 1 >= set->zone1 && i < set->zone2 ? letter(line->data[i])
									   : line->data[i];
		rc = xe_replace(x, n, x->work, line->len);
	}
	return rc;
}

int xcmd_uppercas(struct xedit *x, const char *args)
{
	return change_case(x, args, chr_upper);
}

int xcmd_lowercas(struct xedit *x, const char *args)
{
	return change_case(x, args, chr_lower);
}
