// SPDX-License-Identifier: Apache-2.0
/*
 * Commands in the prefix area. What was typed beside a line is noted with the line, not its number;
 * then all is executed that has what it needs, and the rest waits.
 */
#include "xedit/private.h"

#define COUNT_MAX 100000

/* Those that can be executed at once, those whose second half makes a block, and the others. */
enum kind { AT_ONCE, BLOCK, SOURCE, DESTINATION, SHADOW };

static const struct {
	char name[PREFIX_NAME + 1];
	enum kind kind;
	bool on_top; /* may stand beside Top of File */
	const char *purpose;
} names[] = {
	{"A", AT_ONCE, true, "Add an empty line, A5 five"},
	{"I", AT_ONCE, true, "Add an empty line, I5 five"},
	{"D", AT_ONCE, false, "Delete the line, D5 five, D* all from there on"},
	{"\"", AT_ONCE, false, "Repeat the line"},
	{"<", AT_ONCE, false, "Move the text to the left, <5 by five columns"},
	{">", AT_ONCE, false, "Move the text to the right"},
	{"/", AT_ONCE, true, "Make the line the current one; /9 also column 9"},
	{"SI", AT_ONCE, true, "Add lines that begin where this one does, until one is left empty"},
	{"SCALE", AT_ONCE, true, "Show the scale in this row"},
	{"TABL", AT_ONCE, true, "Show the tab columns in this row"},
	{"S", SHADOW, false,
		"Beside lines not displayed: show them, S5 the first five, S-5 the last, S* all"},
	{"X", AT_ONCE, false, "Do not show the line; ALL shows it again"},
	{"XX", BLOCK, false, "Do not show the lines from one XX to the other"},
	{"DD", BLOCK, false, "Delete the lines from one DD to the other"},
	{"\"\"", BLOCK, false, "Repeat the lines from one to the other"},
	{"<<", BLOCK, false, "Move the text of lines to the left"},
	{">>", BLOCK, false, "Move the text of lines to the right"},
	{"CC", BLOCK, false, "Copy the lines from one CC to the other to where F or P is"},
	{"MM", BLOCK, false, "Move the lines from one MM to the other to where F or P is"},
	{"C", SOURCE, false, "Copy the line to where F or P is, C5 five"},
	{"M", SOURCE, false, "Move the line to where F or P is"},
	{"F", DESTINATION, true, "The line behind which lines are copied or moved"},
	{"P", DESTINATION, false, "The line before which lines are copied or moved"},
};

bool xedit_prefix_about(unsigned nr, const char **name, const char **purpose)
{
	if (nr >= ARRAY_LEN(names))
		return false;
	*name = names[nr].name;
	*purpose = names[nr].purpose;
	return true;
}

static int find(const char *name)
{
	for (unsigned i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(names[i].name, name) == 0)
			return (int)i;
	return -1;
}

/* ---- What was typed ------------------------------------------------------ */

/* A name and a number or * in any order; = and blanks are what was there before. */
bool xe_pending_take(const char *text, struct pending *pending)
{
	unsigned len = 0, used = 0;
	uint32_t number = 0;

	for (; *text; text++) {
		if (*text == '=' || *text == ' ')
			continue;
		if (chr_is_digit(*text) || *text == '*') {
			number = MIN(number * 10 + (uint32_t)(*text - '0'), (uint32_t)COUNT_MAX);
			*(*text == '*' ? &pending->is_all : &pending->has_count) = true;
			if (used < PREFIX_NAME)
				pending->operand[used++] = *text;
		} else if (len < PREFIX_NAME) {
			pending->name[len++] = chr_upper(*text);
		} else {
			return false;
		}
	}
	pending->name[len] = 0;
	pending->operand[used] = 0;
	pending->count = pending->has_count ? number : 1;
	return len && !(pending->is_all && pending->has_count);
}

/* May the name be that of a macro? */
static bool is_macro_name(const char *name)
{
	for (; *name; name++)
		if (!chr_is_alpha(*name) && !chr_is_digit(*name) && !strchr("$#@_", *name))
			return false;
	return true;
}

void xe_pending_forget(struct file *f, const struct line *line, uint32_t n)
{
	for (unsigned i = 0; i < f->nr_pending; i++)
		if (f->pending[i].line == line && (line || f->pending[i].n == n))
			f->pending[i--] = f->pending[--f->nr_pending];
}

static void set_point(struct xedit *x, uint32_t n, const char *text)
{
	uint32_t now = x->file->line;
	char option[24] = "POINT ";
	size_t len = strlen(option);

	for (; *text && len + 1 < sizeof(option); text++)
		if (*text != '=' && *text != ' ')
			option[len++] = *text;
	option[len] = 0;
	x->file->line = n;
	xe_set_option(x, option);
	x->file->line = now;
}

int xe_pending_add(struct xedit *x, struct pending *pending)
{
	struct file *f = x->file;

	if (f->nr_pending == PENDING_MAX)
		return xe_say(x, XMSG_PREFIX_FULL, NULL, NULL);
	pending->what = (int8_t)find(xe_prefix_meaning(x, pending->name));
	f->pending[f->nr_pending++] = *pending;
	return 0;
}

void xe_prefix(struct xedit *x, uint32_t n, const char *text)
{
	struct file *f = x->file;
	struct line *line = xe_line(f, n);
	const char *first = text;
	struct pending pending = {.line = line, .n = n};
	bool is_command;
	int i;

	xe_pending_forget(f, line, n);
	while (*first == '=' || *first == ' ')
		first++;
	if (*first == '.' && line) {
		set_point(x, n, first);
		return;
	}
	if (!*first)
		return;
	is_command = xe_pending_take(text, &pending);
	i = find(xe_prefix_meaning(x, pending.name));
	if (!is_command || (i < 0 && !is_macro_name(xe_prefix_meaning(x, pending.name)))) {
		xe_say(x, XMSG_INVALID_PREFIX, first, NULL);
	} else if ((i >= 0 && names[i].kind == SHADOW) ||
		   (!line && (n != xe_top(f) || (i >= 0 && !names[i].on_top)))) {
		xe_say(x, XMSG_PREFIX_TOP, pending.name, NULL);
	} else {
		xe_pending_add(x, &pending);
	}
}

/* Lines are shown again: all, the first ones, or the last ones. */
static void show_again(struct xedit *x, uint32_t first, uint32_t nr, const char *operand)
{
	struct file *f = x->file;
	struct words words = {operand + (*operand == '-' || *operand == '+')};
	uint32_t count = nr;

	if (*words.at && strcmp(words.at, "*") != 0 && xe_number(&words, COUNT_MAX, &count)) {
		xe_say(x, XMSG_INVALID_PREFIX, operand, NULL);
		return;
	}
	count = MIN(count, nr);
	if (*operand == '-')
		first += nr - count;
	for (uint32_t n = first; n < first + count && n <= f->text.nr; n++)
		text_line(&f->text, n)->level = f->set.display1;
}

void xe_prefix_shadow(struct xedit *x, uint32_t first, uint32_t nr, const char *text)
{
	char name[PREFIX_NAME + 1], operand[PREFIX_NAME + 1];
	unsigned len = 0, used = 0;

	for (; *text; text++) {
		if (*text == '=' || *text == ' ')
			continue;
		if (chr_is_digit(*text) || strchr("*+-", *text))
			operand[used] = *text, used += used < PREFIX_NAME;
		else
			name[len] = chr_upper(*text), len += len < PREFIX_NAME;
	}
	name[len] = operand[used] = 0;
	if (!len)
		return;
	if (strcmp(xe_prefix_meaning(x, name), "S") == 0)
		show_again(x, first, nr, operand);
	else
		xe_say(x,
			find(xe_prefix_meaning(x, name)) < 0 ? XMSG_INVALID_PREFIX
							     : XMSG_PREFIX_TOP,
			name, NULL);
}

int xcmd_reset(struct xedit *x, const char *args)
{
	(void)args;
	x->file->nr_pending = 0;
	return 0;
}

/* ---- Executing ----------------------------------------------------------- */

/* The line's number now. */
uint32_t xe_pending_number(struct file *f, const struct pending *pending)
{
	if (!pending->line || xe_line(f, pending->n) == pending->line)
		return pending->n;
	return text_number(&f->text, pending->line);
}

static struct pending take(struct file *f, unsigned i)
{
	struct pending pending = f->pending[i];

	pending.n = xe_pending_number(f, &pending);
	f->nr_pending--;
	memmove(f->pending + i, f->pending + i + 1, (f->nr_pending - i) * sizeof(pending));
	return pending;
}

static void add_lines(struct xedit *x, uint32_t at, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (xe_add_line(x, at + i))
			return;
	xe_cursor(x, CURSOR_FILE, at + 1, 1, CURSOR_USUAL);
}

/* The last of `count` lines from n on. */
static uint32_t last_of(const struct file *f, const struct pending *p)
{
	return p->is_all ? xe_last(f) : MIN(p->n + MAX(p->count, 1u) - 1, xe_last(f));
}

/* Lines are no longer shown, until ALL; the current one stays. */
static void exclude(struct file *f, uint32_t first, uint32_t last)
{
	uint8_t level = f->set.display2 < UINT8_MAX ? f->set.display2 + 1 : f->set.display1 - 1;

	if (f->set.display1 == 0 && f->set.display2 == UINT8_MAX)
		return; /* all levels are shown */
	for (uint32_t n = first; n <= last; n++)
		text_line(&f->text, n)->level = level;
	f->has_levels = true;
}

/* Deletes, repeats, excludes or shifts lines. */
static void do_lines(struct xedit *x, char what, uint32_t first, uint32_t last, uint32_t count)
{
	uint32_t nr;

	switch (what) {
	case 'D':
		for (uint32_t n = first; n <= last; n++)
			xe_delete(x, first, true);
		break;
	case 'X': exclude(x->file, first, last); break;
	case '"':
		for (uint32_t i = 0; i < count; i++)
			if (xe_copy_lines(x, first, last, last, &nr))
				break;
		break;
	default:
		for (uint32_t n = first; n <= last; n++)
			xe_shift_line(x, n, count, what == '<');
	}
}

/* The scale, or the tab columns, from now on in the row of a line. */
static void show_in_row(struct xedit *x, uint32_t n, bool is_scale)
{
	struct settings *set = &x->file->set;

	for (unsigned row = 2; row <= xe_last_row(x); row++) {
		if (x->row[row].line != n)
			continue;
		*(is_scale ? &set->scale : &set->tabline) = true;
		*(is_scale ? &set->scale_row : &set->tabline_row) =
			(struct at_row){'T', (int8_t)row};
		return;
	}
}

static void do_at_once(struct xedit *x, const struct pending *p)
{
	const char *name = names[p->what].name;
	struct file *f = x->file;

	switch (name[0]) {
	case 'A':
	case 'I': add_lines(x, p->n, p->count); break;
	case '/':
		xe_go(f, p->n);
		if (p->has_count)
			f->col = MIN(MAX(p->count, 1u), f->set.trunc);
		break;
	case 'D':
	case 'X': do_lines(x, name[0], p->n, last_of(f, p), 1); break;
	case 'S':
		if (name[1] == 'I')
			xe_structured(x, p->n);
		else
			show_in_row(x, p->n, true);
		break;
	case 'T': show_in_row(x, p->n, false); break;
	default: do_lines(x, name[0], p->n, p->n, p->count); break;
	}
}

/* The first letter of what it does; 0: a macro does. */
static char letter(const struct pending *p)
{
	return p->what < 0 || p->is_held ? 0 : names[p->what].name[0];
}

/* Where lines are to go, if somebody said so: behind which. */
static bool take_destination(struct file *f, uint32_t *at)
{
	for (unsigned i = 0; i < f->nr_pending; i++) {
		char what = letter(&f->pending[i]);

		if (what != 'F' && what != 'P')
			continue;
		*at = take(f, i).n;
		*at -= what == 'P';
		return true;
	}
	return false;
}

static bool has_destination(const struct file *f)
{
	for (unsigned i = 0; i < f->nr_pending; i++)
		if (letter(&f->pending[i]) == 'F' || letter(&f->pending[i]) == 'P')
			return true;
	return false;
}

static void copy_or_move(struct xedit *x, uint32_t first, uint32_t last, bool moves)
{
	struct file *f = x->file;
	uint32_t at = 0, nr;

	if (!take_destination(f, &at))
		return;
	if (moves && at >= first && at < last) {
		xe_say(x, XMSG_ALIKE, NULL, NULL);
		return;
	}
	if (xe_copy_lines(x, first, last, at, &nr) || !moves)
		return;
	if (at < first) {
		first += nr;
		last += nr;
	}
	for (uint32_t n = first; n <= last; n++)
		xe_delete(x, first, false);
	xe_go(f, f->line);
}

/* The other half of a block; -1: it is not there. */
static int find_mate(const struct file *f, unsigned of)
{
	for (unsigned i = of + 1; i < f->nr_pending; i++)
		if (!f->pending[i].is_held && f->pending[i].what == f->pending[of].what)
			return (int)i;
	return -1;
}

static bool do_block(struct xedit *x, unsigned i)
{
	struct file *f = x->file;
	char what = letter(&f->pending[i]);
	bool goes = what == 'C' || what == 'M';
	int mate = find_mate(f, i);
	struct pending one, two;
	uint32_t first, last;

	if (mate < 0 || (goes && !has_destination(f)))
		return false;
	two = take(f, (unsigned)mate);
	one = take(f, i);
	first = MIN(one.n, two.n);
	last = MAX(one.n, two.n);
	if (goes)
		copy_or_move(x, first, last, what == 'M');
	else
		do_lines(x, what, first, last, MAX(one.count, two.count));
	return true;
}

/* A macro of that name is called with the number of the line, and what was typed with it. */
static void call_macro(struct xedit *x, const struct pending *p)
{
	char args[40];

	str_format(args, sizeof(args), "PREFIX SET %u%s%s", p->n, p->operand[0] ? " " : "",
		p->operand);
	if (x->ops->macro(x->ctx, xe_prefix_meaning(x, p->name), args) == RC_UNKNOWN_COMMAND)
		xe_say(x, XMSG_INVALID_PREFIX, p->name, NULL);
}

/* Executes the command if it has what it needs. */
static bool try_one(struct xedit *x, unsigned i)
{
	struct file *f = x->file;
	struct pending p;

	if (f->pending[i].is_held)
		return false;
	if (f->pending[i].what < 0) {
		p = take(f, i);
		call_macro(x, &p);
		return true;
	}
	switch (names[f->pending[i].what].kind) {
	case AT_ONCE:
		p = take(f, i);
		do_at_once(x, &p);
		return true;
	case BLOCK: return do_block(x, i);
	case SOURCE:
		if (!has_destination(f))
			return false;
		p = take(f, i);
		copy_or_move(x, p.n, last_of(f, &p), letter(&p) == 'M');
		return true;
	default: return false;
	}
}

void xe_prefix_execute(struct xedit *x)
{
	struct file *f = x->file;
	unsigned i = 0, nr_left = PENDING_MAX; /* macros may make others */

	while (x->file == f && i < f->nr_pending) {
		if (nr_left && try_one(x, i)) {
			i = 0; /* the table is another one now */
			nr_left--;
		} else {
			i++;
		}
	}
}
