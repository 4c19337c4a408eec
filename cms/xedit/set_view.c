// SPDX-License-Identifier: Apache-2.0
/* Options that are about the screen and what is typed. */
#include "xedit/set.h"

/* ON or OFF. */
static int take_on(struct xedit *x, struct words *words, bool *is_on)
{
	char word[4];

	xe_word(words, word, sizeof(word));
	if (strcmp(word, "ON") != 0 && strcmp(word, "OFF") != 0)
		return set_bad(x, word);
	*is_on = word[1] == 'N';
	return 0;
}

#define SWITCH(name, member)                                                                       \
	int set_##name(struct xedit *x, struct words *words)                                       \
	{                                                                                          \
		return take_on(x, words, &x->file->set.member);                                    \
	}                                                                                          \
	void get_##name(struct xedit *x, struct values *values)                                    \
	{                                                                                          \
		value_on(values, x->file->set.member);                                             \
	}

SWITCH(cmdline, cmdline)
SWITCH(colptr, colptr)
SWITCH(hex, hex)
SWITCH(image, image)
SWITCH(impcmscp, impcmscp)
SWITCH(macro, macro_first)
SWITCH(msgmode, msgmode)
SWITCH(nulls, nulls)
SWITCH(number, number)
SWITCH(shadow, shadow)
SWITCH(stay, stay)
SWITCH(stream, stream)
SWITCH(tofeof, tofeof)
SWITCH(varblank, varblank)
SWITCH(wrap, wrap)

int set_prefix(struct xedit *x, struct words *words)
{
	struct settings *set = &x->file->set;
	bool left = true;
	char word[8], side[8];

	xe_word(words, word, sizeof(word));
	if (xe_is_form(word, "SYNONYM", 2))
		return set_prefix_synonym(x, words);
	if (strcmp(word, "ON") != 0 && strcmp(word, "OFF") != 0 && !xe_is_form(word, "NULLS", 1))
		return set_bad(x, word);
	if (xe_word(words, side, sizeof(side))) {
		left = xe_is_form(side, "LEFT", 1);
		if (!left && !xe_is_form(side, "RIGHT", 1))
			return set_bad(x, side);
	}
	set->prefix = strcmp(word, "OFF") != 0;
	set->prefix_nulls = word[0] == 'N';
	set->prefix_left = left;
	return 0;
}

void get_prefix(struct xedit *x, struct values *values)
{
	const struct settings *set = &x->file->set;
	struct words words = {values->args};
	char word[10];

	if (xe_word(&words, word, sizeof(word)) && xe_is_form(word, "SYNONYM", 2) &&
		xe_word(&words, word, sizeof(word))) {
		value_copy(values, word);
		value_copy(values, xe_prefix_meaning(x, word));
		return;
	}
	value_word(values, !set->prefix ? "OFF" : set->prefix_nulls ? "NULLS" : "ON");
	value_word(values, set->prefix_left ? "LEFT" : "RIGHT");
}

/* Rows that can be given to the scale and so on; none: it stays as it is. */
static int take_row(struct xedit *x, struct words *words, struct at_row *row)
{
	const char *before = xe_skip(words->at);
	struct at_row taken;

	if (!*before)
		return 0;
	if (!xe_take_row(words, &taken) || xe_row_at(x, taken) < 2 ||
		xe_row_at(x, taken) > (int)xe_last_row(x))
		return set_bad(x, before);
	*row = taken;
	return 0;
}

/* As it was said, or where it is otherwise. */
static void value_row(struct values *values, struct at_row row, unsigned usual)
{
	char text[8];

	if (!row.from)
		row = (struct at_row){'T', (int8_t)usual};
	xe_row_text(row, text);
	value_copy(values, text);
}

int set_scale(struct xedit *x, struct words *words)
{
	int rc = take_on(x, words, &x->file->set.scale);

	return rc ? rc : take_row(x, words, &x->file->set.scale_row);
}

void get_scale(struct xedit *x, struct values *values)
{
	value_on(values, x->file->set.scale);
	value_row(values, x->file->set.scale_row, xe_scale_row(x));
}

int set_tabline(struct xedit *x, struct words *words)
{
	int rc = take_on(x, words, &x->file->set.tabline);

	return rc ? rc : take_row(x, words, &x->file->set.tabline_row);
}

void get_tabline(struct xedit *x, struct values *values)
{
	value_on(values, x->file->set.tabline);
	value_row(values, x->file->set.tabline_row, xe_tab_row(x));
}

int set_msgline(struct xedit *x, struct words *words)
{
	bool is_on;
	int rc = take_on(x, words, &is_on);

	if (!rc && !is_on)
		return set_bad(x, "OFF");
	return rc ? rc : take_row(x, words, &x->file->set.msgline);
}

void get_msgline(struct xedit *x, struct values *values)
{
	value_on(values, true);
	value_row(values, x->file->set.msgline, 2);
}

int set_curline(struct xedit *x, struct words *words)
{
	struct words next = *words;
	char word[8];

	if (xe_word(&next, word, sizeof(word)) && strcmp(word, "ON") == 0)
		*words = next;
	if (xe_is_end(words))
		return set_bad(x, "");
	return take_row(x, words, &x->file->set.curline);
}

/* Its setting; for EXTRACT also its row, and the text of the current line. */
void get_curline(struct xedit *x, struct values *values)
{
	const struct line *line = xe_line(x->file, x->file->line);

	if (!values->is_extract)
		value_on(values, true);
	value_row(values, x->file->set.curline, 0);
	if (!values->is_extract)
		return;
	value_number(values, xe_current_row(x));
	if (line)
		value_text(values, line->data, line->len);
	else
		value_word(values, "");
}

int set_case(struct xedit *x, struct words *words)
{
	struct settings *set = &x->file->set;
	char word[12];

	xe_word(words, word, sizeof(word));
	if (!xe_is_form(word, "UPPERCASE", 1) && !xe_is_form(word, "MIXED", 1))
		return set_bad(x, word);
	set->case_ = word[0];
	if (!xe_word(words, word, sizeof(word)))
		return 0;
	if (!xe_is_form(word, "RESPECT", 1) && !xe_is_form(word, "IGNORE", 1))
		return set_bad(x, word);
	set->respect = word[0];
	return 0;
}

void get_case(struct xedit *x, struct values *values)
{
	value_word(values, x->file->set.case_ == 'U' ? "UPPER" : "MIXED");
	value_word(values, x->file->set.respect == 'I' ? "IGNORE" : "RESPECT");
}

int set_linend(struct xedit *x, struct words *words)
{
	struct settings *set = &x->file->set;
	char word[4];
	int rc = take_on(x, words, &set->linend_on);

	if (rc || !xe_word(words, word, sizeof(word)))
		return rc;
	if (word[1])
		return set_bad(x, word);
	set->linend = word[0];
	return 0;
}

void get_linend(struct xedit *x, struct values *values)
{
	value_on(values, x->file->set.linend_on);
	value_text(values, &x->file->set.linend, 1);
}

int set_tabs(struct xedit *x, struct words *words)
{
	struct settings *set = &x->file->set;
	uint16_t tabs[TABS_MAX];
	uint32_t number;
	uint8_t nr = 0;

	while (!xe_is_end(words)) {
		if (nr == TABS_MAX || xe_number(words, TEXT_LINE_MAX, &number) || !number ||
			(nr && number <= tabs[nr - 1]))
			return xe_say(x, XMSG_TABS, NULL, NULL);
		tabs[nr++] = (uint16_t)number;
	}
	if (!nr)
		return xe_say(x, XMSG_MISSING_OPERAND, NULL, NULL);
	memcpy(set->tabs, tabs, sizeof(tabs));
	set->nr_tabs = nr;
	return 0;
}

void get_tabs(struct xedit *x, struct values *values)
{
	for (unsigned i = 0; i < x->file->set.nr_tabs; i++)
		value_number(values, x->file->set.tabs[i]);
}

/*
 * Row and column of the view, and line and column of the file, -1 elsewhere: where the cursor was
 * when the key was pressed, then the same of where it will be.
 */
void get_cursor(struct xedit *x, struct values *values)
{
	const bool will_be = x->cursor_priority && x->cursor == CURSOR_FILE;

	for (unsigned i = 0; i < 2; i++) {
		bool in_file = i ? will_be || (!x->cursor_priority && x->key_line) : x->key_line;

		value_number(values, x->key_row);
		value_number(values, x->key_at);
		if (in_file) {
			value_number(values, i && will_be ? x->cursor_line : x->key_line);
			value_number(values, i && will_be ? x->cursor_col : x->key_col);
		} else {
			value_word(values, "-1");
			value_word(values, "-1");
		}
	}
}
