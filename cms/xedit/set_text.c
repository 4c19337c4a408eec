// SPDX-License-Identifier: Apache-2.0
/* Options that are about strings, and characters of lines. */
#include "lib/ebcdic.h"
#include "xedit/set.h"

/* ON or OFF, and then a character, if there is one. */
static int take_char(struct xedit *x, struct words *words, bool *is_on, char *c)
{
	struct words next = *words;
	bool on;
	char word[4] = "";

	xe_word(&next, word, sizeof(word));
	on = strcmp(word, "ON") == 0;
	if (on || strcmp(word, "OFF") == 0)
		*words = next;
	else
		on = true;
	if (xe_is_end(words) && !word[0])
		return set_bad(x, "");
	if (!xe_is_end(words) && !xe_take_char(words, c))
		return set_bad(x, xe_skip(words->at));
	if (xe_is_end(words))
		*is_on = on;
	return 0;
}

#define CHARACTER(name, is_on, c)                                                                  \
	int set_##name(struct xedit *x, struct words *words)                                       \
	{                                                                                          \
		return take_char(x, words, &x->file->set.is_on, &x->file->set.c);                  \
	}                                                                                          \
	void get_##name(struct xedit *x, struct values *values)                                    \
	{                                                                                          \
		value_on(values, x->file->set.is_on);                                              \
		value_text(values, &x->file->set.c, 1);                                            \
	}

CHARACTER(arbchar, arbchar_on, arbchar)
CHARACTER(escape, escape_on, escape)

/* A character that may be a blank: none said. */
static int take_filler(struct words *words, char *c)
{
	if (xe_is_end(words))
		*c = ' ';
	else if (!xe_take_char(words, c))
		return -E_INVAL;
	return 0;
}

int set_filler(struct xedit *x, struct words *words)
{
	return take_filler(words, &x->file->set.filler) ? set_bad(x, xe_skip(words->at)) : 0;
}

void get_filler(struct xedit *x, struct values *values)
{
	if (x->file->set.filler != ' ' || values->is_extract)
		value_text(values, &x->file->set.filler, 1);
}

int set_nondisp(struct xedit *x, struct words *words)
{
	return take_filler(words, &x->file->set.nondisp) ? set_bad(x, xe_skip(words->at)) : 0;
}

void get_nondisp(struct xedit *x, struct values *values)
{
	if (x->file->set.nondisp != ' ' || values->is_extract)
		value_text(values, &x->file->set.nondisp, 1);
}

/* ---- What does not fit --------------------------------------------------- */

static const char *const spills[] = {"OFF", "ON", "WORD"};

int set_spill(struct xedit *x, struct words *words)
{
	char word[8];

	xe_word(words, word, sizeof(word));
	for (unsigned i = 0; i < ARRAY_LEN(spills); i++)
		if (strcmp(word, spills[i]) == 0) {
			x->file->set.spill = word[1] == 'F' ? 'F' : word[1] == 'N' ? 'N' : 'W';
			return 0;
		}
	return set_bad(x, word);
}

void get_spill(struct xedit *x, struct values *values)
{
	const char spill = x->file->set.spill;

	value_word(values, spills[spill == 'N' ? 1 : spill == 'W' ? 2 : 0]);
}

/* ---- New lines ----------------------------------------------------------- */

/* IMMED text; DEFINE and MODIFY: the command line has it, to be typed over. */
int set_mask(struct xedit *x, struct words *words)
{
	struct settings *set = &x->file->set;
	char word[12];

	xe_word(words, word, sizeof(word));
	if (xe_is_form(word, "IMMED", 1)) {
		const char *text = *words->at ? words->at + 1 : "";

		str_copy(set->mask, text, sizeof(set->mask));
		set->mask[xe_trimmed(set->mask, strlen(set->mask))] = 0;
		words->at += strlen(words->at);
		return 0;
	}
	if (!xe_is_form(word, "DEFINE", 1) && !xe_is_form(word, "MODIFY", 1))
		return set_bad(x, word);
	str_format(x->command, sizeof(x->command), "SET MASK IMMED %s", set->mask);
	xe_cursor(x, CURSOR_COMMAND, 0, 16, CURSOR_USUAL);
	return 0;
}

void get_mask(struct xedit *x, struct values *values)
{
	if (!values->is_extract)
		value_word(values, "IMMED");
	value_word(values, x->file->set.mask);
}

int xe_add_line(struct xedit *x, uint32_t n)
{
	const char *mask = x->file->set.mask;

	return xe_insert(x, n, mask, strlen(mask));
}

/* ---- What was said before ------------------------------------------------ */

/* The operands of the last LOCATE. */
int set_lastlorc(struct xedit *x, struct words *words)
{
	words->at = xe_skip(words->at);
	str_copy(x->find, words->at, sizeof(x->find));
	words->at += strlen(words->at);
	return 0;
}

void get_lastlorc(struct xedit *x, struct values *values)
{
	value_word(values, x->find);
}

/* What "=" does. */
int set_equals(struct xedit *x, struct words *words)
{
	words->at = xe_skip(words->at);
	str_copy(x->last, words->at, sizeof(x->last));
	words->at += strlen(words->at);
	return 0;
}

void get_equals(struct xedit *x, struct values *values)
{
	value_word(values, x->last);
}
