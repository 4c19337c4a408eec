// SPDX-License-Identifier: Apache-2.0
/*
 * CP's editing of typed lines.
 *
 * An escape stays in the output as a NUL until the line is complete, so that a CHARDEL behind an
 * escaped character and a second one delete first the character, then the escape, as z/VM does.
 */
#include "logic/term/lineedit.h"

#include "lib/string.h"

#define CENT_SIGN ((char)0xA2)

struct lineedit lineedit_default(void)
{
	return (struct lineedit){
		.on = true, .lineend = '#', .linedel = CENT_SIGN, .chardel = '@', .escape = '"'};
}

/* The word CP and then nothing, a blank, or the character end unless that is 0. */
static bool is_cp_word(const char *s, size_t len, char end)
{
	return len >= 2 && mem_casecmp(s, "CP", 2) == 0 &&
	       (len == 2 || s[2] == ' ' || (end != '\0' && s[2] == end));
}

void lineedit_begin(
	struct lineedit_iter *it, const struct lineedit *edit, const char *in, size_t len)
{
	char lineend = edit->lineend;

	*it = (struct lineedit_iter){.edit = *edit, .in = in, .len = len};
	if (len > 0 && lineend != '\0' && in[0] == lineend &&
		is_cp_word(in + 1, len - 1, edit->on ? lineend : '\0')) {
		it->pos = 1;
		it->after_lineend = true;
	}
}

/* Takes the NULs out of the len characters in s; returns how many are left, and ends them with a
 * NUL. */
static size_t squeeze(char *s, size_t len)
{
	size_t left = 0;

	for (size_t i = 0; i < len; i++)
		if (s[i] != '\0')
			s[left++] = s[i];
	s[left] = '\0';
	return left;
}

static bool is_edit(char c, char edit)
{
	return edit != '\0' && c == edit;
}

/* Copies up to the end of the logical line. Returns its length so far; *ended if a LINEND ended it.
 */
static size_t edit_one(struct lineedit_iter *it, char *out, bool *ended)
{
	const struct lineedit *edit = &it->edit;
	size_t len = 0;

	*ended = false;
	while (it->pos < it->len && !*ended) {
		char c = it->in[it->pos++];

		if (!edit->on) {
			out[len++] = c;
		} else if (is_edit(c, edit->escape)) {
			out[len++] = '\0';
			if (it->pos < it->len)
				out[len++] = it->in[it->pos++];
		} else if (is_edit(c, edit->lineend)) {
			*ended = true;
		} else if (is_edit(c, edit->linedel)) {
			len = 0;
		} else if (is_edit(c, edit->chardel)) {
			len -= len > 0;
		} else {
			out[len++] = c;
		}
	}
	return squeeze(out, len);
}

bool lineedit_next(struct lineedit_iter *it, char *out, bool *cp)
{
	bool ended;
	size_t len, skip = 2;

	if (it->done)
		return false;
	len = edit_one(it, out, &ended);
	if (it->after_lineend && is_cp_word(out, len, '\0')) {
		it->cp = true;
		while (out[skip] == ' ')
			skip++;
		memmove(out, out + skip, len - skip + 1);
	}
	*cp = it->cp;
	it->after_lineend = ended;
	it->done = it->pos >= it->len;
	return true;
}
