// SPDX-License-Identifier: Apache-2.0
/*
 * Strings in which ARBCHAR stands for any text, and a blank, with VARBLANK, for one or more. What
 * is found is the first place, and there the shortest text for each ARBCHAR.
 */
#include "xedit/private.h"

static bool is_same(const struct xedit *x, char a, char b)
{
	return a == b || (x->file->set.respect == 'I' && chr_upper(a) == chr_upper(b));
}

/* How much of data a piece without ARBCHAR takes at its begin; -1: it is not there. */
static int64_t take_piece(
	const struct xedit *x, const char *data, uint32_t left, const char *text, size_t len)
{
	uint32_t used = 0;

	for (size_t i = 0; i < len; i++, used++) {
		if (used >= left || !is_same(x, data[used], text[i]))
			return -1;
		if (text[i] != ' ' || !x->file->set.varblank)
			continue;
		while (i + 1 < len && text[i + 1] == ' ')
			i++;
		while (used + 1 < left && data[used + 1] == ' ')
			used++;
	}
	return used;
}

/* The first place for a piece from *at on; its length, -1: there is none. */
static int64_t find_piece(const struct xedit *x, const char *data, uint32_t *at, uint32_t to,
	const char *text, size_t len)
{
	for (; *at <= to; ++*at) {
		int64_t used = take_piece(x, data + *at, to - *at, text, len);

		if (used >= 0)
			return used;
	}
	return -1;
}

static bool is_plain(const struct settings *set, const char *text, size_t len)
{
	return !(set->arbchar_on && memchr(text, set->arbchar, len)) &&
	       !(set->varblank && memchr(text, ' ', len));
}

/* An ARBCHAR was passed; with nothing behind it it takes all. */
static void add_arb(struct match *match, uint32_t at, uint32_t len)
{
	if (match->nr_arbs == ARBS_MAX)
		return;
	match->arb[match->nr_arbs].at = at;
	match->arb[match->nr_arbs++].len = len;
}

bool xe_match(struct xedit *x, const char *data, uint32_t from, uint32_t to, const char *text,
	size_t len, struct match *match)
{
	const struct settings *set = &x->file->set;
	uint32_t at = from;
	bool is_first = true;

	match->nr_arbs = 0;
	if (from > to)
		return false;
	if (is_plain(set, text, len)) {
		int64_t found = target_search(x, data, from, to, text, len);

		match->at = (uint32_t)MAX(found, 0);
		match->len = (uint32_t)len;
		return found >= 0;
	}
	for (const char *end = text + len;; text++) {
		const char *arb =
			set->arbchar_on ? memchr(text, set->arbchar, (size_t)(end - text)) : NULL;
		size_t piece = (size_t)((arb ? arb : end) - text);
		uint32_t before = at;
		int64_t used = 0;

		if (is_first || piece)
			used = find_piece(x, data, &at, to, text, piece);
		else if (!arb)
			at = to; /* nothing behind the last one: it is all that is left */
		if (used < 0)
			return false;
		if (is_first)
			match->at = at;
		else
			add_arb(match, before, at - before);
		is_first = false;
		at += (uint32_t)used;
		text = arb;
		if (!arb)
			break;
	}
	match->len = at - match->at;
	return true;
}
