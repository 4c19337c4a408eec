// SPDX-License-Identifier: Apache-2.0
/* Targets: reading them, and finding their lines. */
#include "xedit/private.h"

/* ---- Reading ------------------------------------------------------------- */

static bool is_not(char c)
{
	return c == '~' || c == '^' || (uint8_t)c == 0xAC;
}

bool target_begins(const char *text)
{
	if (*text == '+' || *text == '-')
		text++;
	if (*text == '.')
		return chr_is_alpha(text[1]);
	return chr_is_digit(*text) || *text == '*' || (*text == ':' && chr_is_digit(text[1])) ||
	       is_not(*text) ||
	       (xe_is_delimiter(*text) && *text != ':' && *text != '=' && *text != '&' &&
		       *text != '?');
}

/* A word that is a number. */
static int take_number(const char **at, int64_t *number)
{
	const char *c = *at;
	int64_t value = 0;

	while (chr_is_digit(*c) && value < INT32_MAX)
		value = value * 10 + (*c++ - '0');
	if (c == *at || chr_is_digit(*c))
		return -E_INVAL;
	*at = c;
	*number = value;
	return 0;
}

/* One string with its ~ ; its end may be missing at the end of the text. */
static int take_string(const struct xedit *x, const char **at, struct target *target, char join)
{
	struct target_string *string = &target->string[target->nr_strings];
	unsigned used = target->nr_strings ? string[-1].at + string[-1].len : 0;
	char delimiter;

	if (target->nr_strings == TARGET_STRINGS)
		return -E_INVAL;
	*string = (struct target_string){.at = (uint16_t)used, .join = join};
	while (is_not(**at)) {
		string->is_not = !string->is_not;
		++*at;
	}
	delimiter = **at;
	if (!xe_is_delimiter(delimiter))
		return -E_INVAL;
	for (++*at; **at && **at != delimiter; ++*at) {
		if (used == TARGET_TEXT)
			return -E_INVAL;
		target->text[used++] = **at;
		string->len++;
	}
	if (**at)
		++*at;
	string->len = (uint16_t)xe_hex(x, target->text + string->at, string->len);
	target->nr_strings++;
	return 0;
}

static int take_strings(const struct xedit *x, const char **at, struct target *target)
{
	int rc = take_string(x, at, target, 0);

	target->kind = TARGET_STRING;
	while (!rc) {
		const char *next = xe_skip(*at);
		char join = *next;

		if (join != '&' && join != '|')
			break;
		next = xe_skip(next + 1);
		rc = take_string(x, &next, target, join);
		*at = next;
	}
	return rc;
}

static int take_name(const char **at, struct target *target)
{
	size_t len = 0;

	for (++*at; **at && **at != ' ' && len < NAME_MAX_; ++*at)
		target->text[len++] = chr_upper(**at);
	target->text[len] = 0;
	target->kind = TARGET_POINT;
	return len ? 0 : -E_INVAL;
}

int target_parse(const struct xedit *x, const char **at, struct target *target)
{
	const char *c = xe_skip(*at);
	int rc = 0;

	memset(target, 0, sizeof(*target));
	if (!*c)
		return -E_NOENT;
	if (!target_begins(c))
		return -E_NOENT;
	*at = c;
	if (*c == '.') {
		return take_name(at, target);
	} else if (*c == ':') {
		++*at;
		target->kind = TARGET_LINE;
		return take_number(at, &target->number);
	}
	target->kind = TARGET_BY;
	target->is_backward = *c == '-';
	if (*c == '+' || *c == '-')
		++*at;
	if (**at == '*') {
		++*at;
		target->number = target->is_backward ? INT64_MIN : INT64_MAX;
	} else if (chr_is_digit(**at)) {
		rc = take_number(at, &target->number);
		if (target->is_backward)
			target->number = -target->number;
	} else {
		rc = take_strings(x, at, target);
	}
	return rc;
}

/* ---- Finding ------------------------------------------------------------- */

static bool is_same(const struct xedit *x, const char *a, const char *b, size_t len)
{
	return x->file->set.respect == 'I' ? mem_casecmp(a, b, len) == 0 : memcmp(a, b, len) == 0;
}

int64_t target_search(
	struct xedit *x, const char *data, uint32_t from, uint32_t to, const char *text, size_t len)
{
	bool ignores = x->file->set.respect == 'I';

	if (len == 0)
		return from <= to ? (int64_t)from : -1;
	for (uint64_t at = from; at + len <= to; at++) {
		if (!ignores) {
			const char *next = memchr(data + at, *text, to - at);

			if (!next || (uint64_t)(next - data) + len > to)
				return -1;
			at = (uint64_t)(next - data);
		}
		if (is_same(x, data + at, text, len))
			return (int64_t)at;
	}
	return -1;
}

int64_t target_search_back(
	struct xedit *x, const char *data, uint32_t from, uint32_t to, const char *text, size_t len)
{
	for (int64_t at = (int64_t)to - (int64_t)len; at >= (int64_t)from; at--)
		if (is_same(x, data + at, text, len))
			return at;
	return -1;
}

bool target_is_in(
	struct xedit *x, const struct target *target, const struct line *line, uint32_t *col)
{
	const struct settings *set = &x->file->set;
	uint32_t from = MIN(set->zone1 - 1, line->len), to = MIN(set->zone2, line->len);
	bool is_in = false;

	for (unsigned i = 0; i < target->nr_strings; i++) {
		const struct target_string *string = &target->string[i];
		struct match match;
		bool is_there = xe_match(
			x, line->data, from, to, target->text + string->at, string->len, &match);
		bool this_is = is_there != string->is_not;

		if (is_there && !string->is_not)
			*col = match.at + 1;
		is_in = string->join == '&'   ? is_in && this_is
			: string->join == '|' ? is_in || this_is
					      : this_is;
	}
	return is_in;
}

/* From the line behind `from` to the end, or the other way; at most `left` lines. 0: not there. */
static uint32_t walk(struct xedit *x, const struct target *target, uint32_t from, uint32_t left)
{
	struct file *f = x->file;
	int step = target->is_backward ? -1 : 1;
	uint32_t col;

	for (uint32_t n = from + (uint32_t)step; xe_in_range(f, n) && left; left--) {
		struct line *line = text_line(&f->text, n);

		if (xe_in_scope(f, line) && target_is_in(x, target, line, &col))
			return n;
		n += (uint32_t)step;
	}
	return 0;
}

static int find_string(struct xedit *x, const struct target *target, uint32_t *line, bool *wrapped)
{
	struct file *f = x->file;
	uint32_t end = xe_end(f), far = target->is_backward ? end : xe_top(f);

	*line = walk(x, target, f->line, f->text.nr);
	if (*line || !f->set.wrap)
		return *line ? 0 : -E_NOENT;
	*line = walk(x, target, far, target->is_backward ? end - f->line : f->line);
	*wrapped = *line;
	return *line ? 0 : -E_NOENT;
}

static int find_point(struct file *f, const char *name, uint32_t *line)
{
	for (unsigned i = 0; i < POINTS_MAX; i++) {
		if (!f->point[i].line || strcmp(f->point[i].name, name) != 0)
			continue;
		*line = text_number(&f->text, f->point[i].line);
		return xe_in_range(f, *line) ? 0 : -E_NOENT;
	}
	return -E_NOENT;
}

int target_find(struct xedit *x, const struct target *target, uint32_t *line, bool *wrapped)
{
	struct file *f = x->file;

	*wrapped = false;
	switch (target->kind) {
	case TARGET_LINE:
		*line = (uint32_t)MIN(MAX(target->number, (int64_t)xe_top(f)), (int64_t)xe_end(f));
		return 0;
	case TARGET_BY:
		if (target->number == INT64_MAX || target->number == INT64_MIN)
			*line = target->number < 0 ? xe_top(f) : xe_end(f);
		else
			*line = xe_move(f, f->line, target->number);
		return 0;
	case TARGET_POINT: return find_point(f, target->text, line);
	default: return find_string(x, target, line, wrapped);
	}
}

int xe_range(
	struct xedit *x, struct words *words, uint32_t *first, uint32_t *last, bool *is_backward)
{
	struct file *f = x->file;
	struct target target;
	uint32_t to;
	bool wrapped;
	int rc = target_parse(x, &words->at, &target);

	if (rc == -E_NOENT)
		to = xe_move(f, f->line, 1);
	else if (rc)
		return xe_say(x, XMSG_INVALID_OPERAND, words->at, NULL);
	else if (target_find(x, &target, &to, &wrapped))
		return xe_say(x, XMSG_NOT_FOUND, NULL, NULL);
	if (to == f->line)
		to++;
	*is_backward = to < f->line;
	*first = MAX(*is_backward ? to + 1 : f->line, xe_top(f) + 1);
	*last = MIN(*is_backward ? f->line : to - 1, xe_last(f));
	return 0;
}
