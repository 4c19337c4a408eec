// SPDX-License-Identifier: Apache-2.0
/*
 * SET CTLCHAR: parts of a line, or of a reserved row, that are fields of their own. Two characters
 * of the text, the escape character and one that has a meaning, are one place of the screen: the
 * attribute.
 */
#include "xedit/set.h"

static const struct control *find(const struct file *f, char c)
{
	for (unsigned i = 0; i < CONTROLS_MAX; i++)
		if (c && f->control[i].c == c)
			return &f->control[i];
	return NULL;
}

/* The next mark in a text; NULL: there is none. */
static const char *next_mark(const struct file *f, const char *text)
{
	while (f->ctl_escape && (text = strchr(text, f->ctl_escape)) != NULL) {
		if (find(f, text[1]))
			return text;
		text++;
	}
	return NULL;
}

bool xe_has_controls(const struct file *f, const char *text)
{
	return next_mark(f, text) != NULL;
}

bool xe_next_part(const struct file *f, const char *text, struct part *part)
{
	const char *mark;

	if (!part->from) {
		*part = (struct part){.from = text};
	} else {
		mark = part->from + part->len;
		if (!*mark)
			return false;
		part->at += part->len + 1;
		part->control = find(f, mark[1]);
		part->from = mark + 2;
	}
	mark = next_mark(f, part->from);
	part->len = (unsigned)(mark ? (size_t)(mark - part->from) : strlen(part->from));
	return true;
}

/* ---- SET, QUERY ---------------------------------------------------------- */

static struct control *place_of(struct file *f, char c)
{
	for (unsigned i = 0; i < CONTROLS_MAX; i++)
		if (f->control[i].c == c)
			return &f->control[i];
	return NULL;
}

/* PROTECT or NOPROTECT, then how it looks, or INVISIBLE. */
static int take_meaning(struct xedit *x, struct words *words, const char *word, char c)
{
	struct control control = {.c = c}, *place = place_of(x->file, c);
	char invisible[12];
	struct words next;

	control.is_input = xe_is_form(word, "NOPROTECT", 3);
	if (!control.is_input && !xe_is_form(word, "PROTECT", 1))
		return set_bad(x, word);
	xe_take_look(words, &control.look);
	next = *words;
	if (xe_word(&next, invisible, sizeof(invisible)) && xe_is_form(invisible, "INVISIBLE", 3)) {
		control.is_hidden = true;
		*words = next;
	}
	place = place ? place : place_of(x->file, 0);
	if (!place)
		return xe_say(x, XMSG_CONTROLS_FULL, NULL, NULL);
	if (xe_is_end(words))
		*place = control;
	return 0;
}

/* char ESCAPE; char PROTECT|NOPROTECT ...; char OFF; OFF: all */
int set_ctlchar(struct xedit *x, struct words *words)
{
	struct file *f = x->file;
	struct control *place;
	char word[12] = "";
	char c;

	words->at = xe_skip(words->at);
	if (chr_upper(words->at[0]) == 'O' && words->at[1] && words->at[1] != ' ') {
		xe_word(words, word, sizeof(word));
		if (strcmp(word, "OFF") != 0)
			return set_bad(x, word);
		memset(f->control, 0, sizeof(f->control));
		f->ctl_escape = 0;
		return 0;
	}
	c = *words->at;
	if (!c || (words->at[1] && words->at[1] != ' '))
		return set_bad(x, words->at);
	words->at++;
	if (!xe_word(words, word, sizeof(word)))
		return set_bad(x, "");
	if (strcmp(word, "ESCAPE") == 0) {
		f->ctl_escape = c;
		return 0;
	}
	if (strcmp(word, "OFF") != 0)
		return take_meaning(x, words, word, c);
	place = place_of(f, c);
	if (place)
		place->c = 0;
	if (f->ctl_escape == c)
		f->ctl_escape = 0;
	return 0;
}

/* All characters, the escape character first; or what one means. */
void get_ctlchar(struct xedit *x, struct values *values)
{
	const struct file *f = x->file;
	const struct control *control = find(f, *values->args);
	char text[48];

	if (*values->args) {
		value_text(values, values->args, 1);
		if (*values->args == f->ctl_escape) {
			value_word(values, "ESCAPE");
		} else if (!control) {
			value_on(values, false);
		} else {
			value_word(values, control->is_input ? "NOPROTECT" : "PROTECT");
			xe_look_text(&control->look, text, sizeof(text));
			value_copy(values, text);
			if (control->is_hidden)
				value_word(values, "INVISIBLE");
		}
		return;
	}
	if (!f->ctl_escape) {
		value_on(values, false);
		return;
	}
	value_text(values, &f->ctl_escape, 1);
	for (unsigned i = 0; i < CONTROLS_MAX; i++)
		if (f->control[i].c)
			value_text(values, &f->control[i].c, 1);
}
