// SPDX-License-Identifier: Apache-2.0
/*
 * Columns: which of a line are where on the screen. SET VERIFY gives windows of columns, one behind
 * the other, in which each is a character, or the two digits of its code in EBCDIC.
 */
#include "lib/ebcdic.h"
#include "xedit/compose.h"
#include "xedit/set.h"

unsigned compose_first_col(const struct xedit *x)
{
	return x->file->set.prefix && x->file->set.prefix_left ? PREFIX_LEN + 3 : 2;
}

unsigned compose_prefix_col(const struct xedit *x)
{
	return x->file->set.prefix_left ? 2 : x->cols - PREFIX_LEN + 1;
}

/* How many places a window has. */
static uint32_t places(const struct window *window)
{
	return (window->last - window->first + 1) * (window->is_hex ? 2 : 1);
}

unsigned xe_width(const struct xedit *x)
{
	const struct settings *set = &x->file->set;
	unsigned room = x->cols - compose_first_col(x) + 1, used = 0;

	if (set->prefix && !set->prefix_left)
		room -= PREFIX_LEN + 1;
	if (!set->nr_windows)
		return room;
	for (unsigned i = 0; i < set->nr_windows && used < room; i++)
		used += MIN(places(&set->window[i]), room);
	return MIN(room, used);
}

struct place compose_place(const struct xedit *x, unsigned at)
{
	const struct settings *set = &x->file->set;
	struct place place = {.col = at};

	for (unsigned i = 0; i < set->nr_windows; i++) {
		const struct window *window = &set->window[i];

		if (at < places(window) || i + 1 == set->nr_windows) {
			place.is_hex = window->is_hex;
			place.is_low = window->is_hex && at % 2;
			place.col = window->first - 1 + (window->is_hex ? at / 2 : at);
			break;
		}
		at -= places(window);
	}
	place.col += x->file->shift;
	return place;
}

unsigned compose_find(const struct xedit *x, uint32_t col)
{
	for (unsigned at = 0; at < xe_width(x); at++)
		if (compose_place(x, at).col == col)
			return at;
	return 0;
}

/* ---- What is shown ------------------------------------------------------- */

static char visible(const struct file *f, char c)
{
	uint8_t u = (uint8_t)c;

	return u < ' ' || (u >= 0x7F && u < 0xA0) ? f->set.nondisp : c;
}

void compose_line(const struct xedit *x, const struct line *line, char *text)
{
	unsigned width = xe_width(x), len = 0;

	for (unsigned at = 0; line && at < width; at++) {
		struct place place = compose_place(x, at);
		ebc8_t code;

		text[at] = ' ';
		if (place.col >= line->len)
			continue;
		len = at + 1;
		code = ebc_from_chr(line->data[place.col]);
		text[at] = !place.is_hex ? visible(x->file, line->data[place.col])
					 : "0123456789ABCDEF"[place.is_low ? code & 15 : code >> 4];
	}
	text[x->file->set.nulls ? len : width] = 0;
	if (!line)
		text[0] = 0;
}

bool compose_put(struct place place, char new, char *at)
{
	ebc8_t code = ebc_from_chr(*at);
	uint64_t digit;

	if (!place.is_hex) {
		*at = new;
		return true;
	}
	if (str_to_hex(&new, 1, &digit))
		return false;
	code = place.is_low ? (ebc8_t)((code & 0xF0) | digit) : (ebc8_t)((code & 15) | digit << 4);
	*at = ebc_to_chr(code);
	return true;
}

/* ---- SET VERIFY ---------------------------------------------------------- */

/* [ON|OFF] {[Hex] first last|*}... */
int set_verify(struct xedit *x, struct words *words)
{
	struct settings *set = &x->file->set;
	struct window window[WINDOWS_MAX];
	struct words next = *words;
	unsigned nr = 0;
	char word[6];

	if (xe_word(&next, word, sizeof(word)) && (!strcmp(word, "ON") || !strcmp(word, "OFF"))) {
		*words = next;
		if (xe_is_end(words))
			return 0;
	}
	for (; !xe_is_end(words); nr++) {
		uint32_t first, last = x->file->id.lrecl;
		bool is_hex;

		next = *words;
		is_hex = xe_word(&next, word, sizeof(word)) && xe_is_form(word, "HEX", 1);
		if (is_hex)
			*words = next;
		if (nr == WINDOWS_MAX || xe_number(words, TEXT_LINE_MAX, &first) || !first)
			return set_bad(x, xe_skip(words->at));
		next = *words;
		if (xe_word(&next, word, sizeof(word)) && strcmp(word, "*") == 0)
			*words = next;
		else if (xe_number(words, TEXT_LINE_MAX, &last) || last < first)
			return set_bad(x, xe_skip(words->at));
		window[nr] = (struct window){first, MAX(first, last), is_hex};
	}
	memcpy(set->window, window, nr * sizeof(window[0]));
	set->nr_windows = (uint8_t)nr;
	return 0;
}

void get_verify(struct xedit *x, struct values *values)
{
	const struct settings *set = &x->file->set;

	for (unsigned i = 0; i < set->nr_windows; i++) {
		if (set->window[i].is_hex)
			value_word(values, "HEX");
		value_number(values, set->window[i].first);
		value_number(values, set->window[i].last);
	}
	if (!set->nr_windows) {
		value_number(values, 1);
		value_number(values, xe_width(x));
	}
}
