// SPDX-License-Identifier: Apache-2.0
/* CHANGE, SCHANGE and COUNT: strings in lines. */
#include "xedit/private.h"

/* ---- CHANGE -------------------------------------------------------------- */

/* Function: what CHANGE is to do. */
struct change {
	char old[XEDIT_LINE + 1], new[XEDIT_LINE + 1];
	size_t old_len, new_len;
	uint32_t nr, first; /* occurrences in a line; the first of them */
};

/* "/old/new/" and moves *at behind. False: it is not there. */
static bool take_strings(const struct xedit *x, const char **at, struct change *change)
{
	if (!xe_delimited(at, change->old, sizeof(change->old)) || !**at)
		return false;
	if (!xe_delimited(at, change->new, sizeof(change->new)))
		return false;
	if (**at)
		++*at;
	change->old_len = xe_hex(x, change->old, strlen(change->old));
	change->new_len = xe_hex(x, change->new, strlen(change->new));
	return true;
}

/* The nth ARBCHAR of the new string is the text that the nth of the old one stood for. */
static bool is_arb(const struct xedit *x, char c, const struct match *match, unsigned nr)
{
	return x->file->set.arbchar_on && c == x->file->set.arbchar && nr < match->nr_arbs;
}

static size_t new_len(const struct xedit *x, const struct change *change, const struct match *match)
{
	size_t len = 0;
	unsigned nr = 0;

	for (size_t i = 0; i < change->new_len; i++)
		len += is_arb(x, change->new[i], match, nr) ? match->arb[nr++].len : 1;
	return len;
}

static void put_new(const struct xedit *x, const struct change *change, const struct line *line,
	const struct match *match, char *at)
{
	unsigned nr = 0;

	for (size_t i = 0; i < change->new_len; i++) {
		if (!is_arb(x, change->new[i], match, nr)) {
			*at++ = change->new[i];
			continue;
		}
		memcpy(at, line->data + match->arb[nr].at, match->arb[nr].len);
		at += match->arb[nr++].len;
	}
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
		const bool skips = ++seen < change->first;
		struct match match;
		size_t len_before, len_new;

		if (at > to ||
			!xe_match(x, line->data, at, to, change->old, change->old_len, &match))
			break;
		len_new = skips ? match.len : new_len(x, change, &match);
		len_before = match.at - at;
		if (used + len_before + len_new > TEXT_LINE_MAX)
			break;
		memcpy(x->work + used, line->data + at, len_before);
		used += len_before;
		if (skips)
			memcpy(x->work + used, line->data + match.at, len_new);
		else
			put_new(x, change, line, &match, x->work + used);
		used += len_new;
		at = match.at + match.len;
		nr += !skips;
		if (!match.len)
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
		uint32_t nr, more;
		size_t len;
		int rc;

		if (!xe_in_scope(f, line))
			continue;
		nr = change_line(x, change, line, f->set.zone1 - 1, &len);
		if (!nr)
			continue;
		more = f->text.nr;
		nr_cut += xe_trimmed(x->work, MIN(len, (size_t)TEXT_LINE_MAX)) > f->set.trunc;
		rc = xe_fill(x, n, x->work, MIN(len, (size_t)TEXT_LINE_MAX));
		if (rc)
			return rc;
		more = f->text.nr - more; /* lines that SPILL made */
		n += more;
		last += more;
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
	return nr_cut ? xe_say_number(x,
				f->set.spill == 'F' ? XMSG_RECORDS_TRUNCATED : XMSG_RECORDS_SPILLED,
				nr_cut)
		      : 0;
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

static int change_range(struct xedit *x, struct change *change, struct words *words)
{
	uint32_t first, last;
	bool is_backward;
	int rc = xe_range(x, words, &first, &last, &is_backward);

	if (!rc)
		rc = take_numbers(x, words, change);
	return rc ? rc : change_lines(x, change, first, last, is_backward);
}

int xe_change(struct xedit *x, char from, char to, const char *args)
{
	struct change change = {.old = {from}, .new = {to}, .old_len = 1, .new_len = 1};
	struct words words = {args};

	return change_range(x, &change, &words);
}

int xcmd_change(struct xedit *x, const char *args)
{
	struct words words;
	struct change change;

	if (!*args)
		args = x->change;
	if (!*args)
		return xe_say(x, XMSG_NO_PREVIOUS, NULL, NULL);
	words.at = args;
	if (!take_strings(x, &words.at, &change))
		return xe_say(x, XMSG_INVALID_OPERAND, args, NULL);
	if (args != x->change)
		str_copy(x->change, args, sizeof(x->change));
	return change_range(x, &change, &words);
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
	change.old_len = xe_hex(x, change.old, strlen(change.old));
	rc = xe_range(x, &words, &first, &last, &is_backward);
	for (uint32_t n = first; !rc && n <= last; n++) {
		struct line *line = text_line(&x->file->text, n);

		if (xe_in_scope(x->file, line))
			nr += change_line(x, &change, line, x->file->set.zone1 - 1, &len);
	}
	return rc ? rc : xe_say_number(x, XMSG_COUNTED, nr);
}

/* ---- SCHANGE ------------------------------------------------------------- */

/* A CHANGE in the command line, which was not executed, is the one that is meant. */
static void take_change(struct xedit *x)
{
	const char *text = xe_skip(x->command);
	char name[8];
	size_t len = 0;

	while (chr_is_alpha(text[len]) && len + 1 < sizeof(name)) {
		name[len] = chr_upper(text[len]);
		len++;
	}
	name[len] = 0;
	text = xe_skip(text + len);
	if (xe_is_form(name, "CHANGE", 1) && xe_is_delimiter(*text))
		str_copy(x->change, text, sizeof(x->change));
}

static int changed_there(struct xedit *x, const struct change *change)
{
	struct file *f = x->file;
	size_t len;

	change_line(x, change, text_line(&f->text, f->line), f->col - 1, &len);
	xe_cursor(x, CURSOR_FILE, f->line, f->col, CURSOR_USUAL);
	return xe_fill(x, f->line, x->work, MIN(len, (size_t)TEXT_LINE_MAX));
}

/* Is the string where the cursor is, and the column pointer? */
static bool is_there(struct xedit *x, const struct change *change)
{
	const struct file *f = x->file;
	const struct line *line = xe_line(x->file, f->line);
	struct match match;

	return x->key_line == f->line && x->key_col == f->col && line && f->col <= line->len + 1 &&
	       xe_match(x, line->data, f->col - 1, line->len, change->old, change->old_len,
		       &match) &&
	       match.at == f->col - 1;
}

static int find_next(struct xedit *x, const struct change *change)
{
	struct file *f = x->file;

	for (uint32_t n = MAX(f->line, xe_top(f) + 1); n <= xe_last(f); n++) {
		uint32_t from = n == f->line && x->key_line == n ? f->col : f->set.zone1 - 1;
		const struct line *line = text_line(&f->text, n);
		uint32_t to = MIN(f->set.zone2, line->len);
		struct match match;

		if (!xe_match(
			    x, line->data, MIN(from, to), to, change->old, change->old_len, &match))
			continue;
		xe_go(f, n);
		f->col = match.at + 1;
		xe_cursor(x, CURSOR_FILE, n, f->col, CURSOR_USUAL);
		return 0;
	}
	return xe_say(x, XMSG_NOT_FOUND, NULL, NULL);
}

static bool last_change(struct xedit *x, struct change *change)
{
	const char *at = x->change;

	*change = (struct change){.nr = 1, .first = 1};
	return *at && take_strings(x, &at, change);
}

bool xe_schange_key(struct xedit *x)
{
	struct change change;

	if (!last_change(x, &change) || !is_there(x, &change))
		return false;
	changed_there(x, &change);
	return true;
}

int xcmd_schange(struct xedit *x, const char *args)
{
	struct words words = {args};
	struct change change;
	uint32_t key = 0;

	if (xe_number(&words, 24, &key) == -E_INVAL || !xe_is_end(&words))
		return xe_say(x, XMSG_INVALID_OPERAND, xe_skip(words.at), NULL);
	take_change(x);
	if (!last_change(x, &change))
		return xe_say(x, XMSG_NO_PREVIOUS, NULL, NULL);
	x->schange = (uint8_t)key;
	return !key && is_there(x, &change) ? changed_there(x, &change) : find_next(x, &change);
}
