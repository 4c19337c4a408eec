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
SWITCH(hex, hex)
SWITCH(impcmscp, impcmscp)
SWITCH(msgmode, msgmode)
SWITCH(nulls, nulls)
SWITCH(number, number)
SWITCH(shadow, shadow)
SWITCH(stay, stay)
SWITCH(wrap, wrap)

int set_prefix(struct xedit *x, struct words *words)
{
	char word[8];
	int rc = take_on(x, words, &x->file->set.prefix);

	if (!rc && xe_word(words, word, sizeof(word)) && !xe_is_form(word, "LEFT", 1))
		rc = set_bad(x, word);
	return rc;
}

void get_prefix(struct xedit *x, struct values *values)
{
	value_on(values, x->file->set.prefix);
	value_word(values, "LEFT");
}

/* Rows that can be given to the scale and so on; 0 when none is said. */
static int take_row(struct xedit *x, struct words *words, uint8_t *row)
{
	uint32_t number = 0;
	int rc = xe_number(words, xe_last_row(x), &number);

	if (rc == -E_NOENT)
		return 0;
	if (rc || number < 2)
		return set_bad(x, xe_skip(words->at));
	*row = (uint8_t)number;
	return 0;
}

int set_scale(struct xedit *x, struct words *words)
{
	int rc = take_on(x, words, &x->file->set.scale);

	return rc ? rc : take_row(x, words, &x->file->set.scale_row);
}

void get_scale(struct xedit *x, struct values *values)
{
	value_on(values, x->file->set.scale);
	value_number(values, x->file->set.scale_row);
}

int set_tabline(struct xedit *x, struct words *words)
{
	int rc = take_on(x, words, &x->file->set.tabline);

	return rc ? rc : take_row(x, words, &x->file->set.tabline_row);
}

void get_tabline(struct xedit *x, struct values *values)
{
	value_on(values, x->file->set.tabline);
	value_number(values, x->file->set.tabline_row);
}

int set_msgline(struct xedit *x, struct words *words)
{
	bool is_on;
	int rc = take_on(x, words, &is_on);

	if (!rc && !is_on)
		return set_bad(x, "OFF");
	return rc ? rc : take_row(x, words, &x->file->set.msgline_row);
}

void get_msgline(struct xedit *x, struct values *values)
{
	value_on(values, true);
	value_number(values, x->file->set.msgline_row ? x->file->set.msgline_row : 2);
}

int set_curline(struct xedit *x, struct words *words)
{
	struct settings *set = &x->file->set;
	char word[8];
	uint64_t number = 0;

	xe_word(words, word, sizeof(word));
	if (strcmp(word, "ON") == 0)
		xe_word(words, word, sizeof(word));
	if (word[0] == 'M') {
		if (word[1] &&
			((word[1] != '+' && word[1] != '-') ||
				str_to_dec(word + 2, strlen(word + 2), &number) || number > 40))
			return set_bad(x, word);
		set->curline_middle = true;
		set->curline_offset = word[1] == '-' ? -(int)number : (int)number;
		return 0;
	}
	if (str_to_dec(word, strlen(word), &number) || number < 2 || number > xe_last_row(x))
		return set_bad(x, word);
	set->curline_middle = false;
	set->curline = (uint8_t)number;
	return 0;
}

/* Its setting, its row, and the text of the current line. */
void get_curline(struct xedit *x, struct values *values)
{
	const struct line *line = xe_line(x->file, x->file->line);

	value_word(values, x->file->set.curline_middle ? "M" : "ON");
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

int set_verify(struct xedit *x, struct words *words)
{
	struct settings *set = &x->file->set;
	uint32_t first, last;

	if (xe_is_end(words)) {
		set->verify1 = 1;
		set->verify2 = 0;
		return 0;
	}
	if (xe_number(words, TEXT_LINE_MAX, &first) || xe_number(words, TEXT_LINE_MAX, &last) ||
		!first || last < first)
		return set_bad(x, xe_skip(words->at));
	set->verify1 = first;
	set->verify2 = last;
	return 0;
}

void get_verify(struct xedit *x, struct values *values)
{
	const struct settings *set = &x->file->set;

	value_number(values, set->verify1);
	value_number(values, set->verify2 ? set->verify2 : set->verify1 + xe_width(x) - 1);
}

/* Line and column of the file, 0 when it was not in the file. */
void get_cursor(struct xedit *x, struct values *values)
{
	value_number(values, x->key_line);
	value_number(values, x->key_col);
}
