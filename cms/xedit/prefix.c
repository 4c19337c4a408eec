// SPDX-License-Identifier: Apache-2.0
/*
 * Commands in the prefix area. What was typed beside a line is noted with the line, not its number;
 * then all is executed that has what it needs, and the rest waits.
 */
#include "xedit/private.h"

#define COUNT_MAX 100000

/* Those that can be executed at once, those whose second half makes a block, and the others. */
enum kind { AT_ONCE, BLOCK, SOURCE, DESTINATION };

static const struct {
	char name[3];
	enum kind kind;
	bool on_top; /* may stand beside Top of File */
	const char *purpose;
} names[] = {
	{"A", AT_ONCE, true, "Add an empty line, A5 five"},
	{"I", AT_ONCE, true, "Add an empty line, I5 five"},
	{"D", AT_ONCE, false, "Delete the line, D5 five"},
	{"\"", AT_ONCE, false, "Repeat the line"},
	{"<", AT_ONCE, false, "Move the text to the left, <5 by five columns"},
	{">", AT_ONCE, false, "Move the text to the right"},
	{"/", AT_ONCE, true, "Make the line the current one"},
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

/* A name and a number in any order; = and blanks are what was there before. */
static bool take_apart(const char *text, char name[4], uint32_t *count)
{
	unsigned len = 0;
	uint32_t number = 0;
	bool has_number = false;

	for (; *text; text++) {
		if (*text == '=' || *text == ' ')
			continue;
		if (chr_is_digit(*text)) {
			number = MIN(number * 10 + (uint32_t)(*text - '0'), (uint32_t)COUNT_MAX);
			has_number = true;
		} else if (len < 3) {
			name[len++] = chr_upper(*text);
		} else {
			return false;
		}
	}
	name[len] = 0;
	*count = has_number ? number : 1;
	return len || has_number;
}

static void forget_at(struct file *f, const struct line *line)
{
	for (unsigned i = 0; i < f->nr_pending; i++)
		if (f->pending[i].line == line)
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

void xe_prefix(struct xedit *x, uint32_t n, const char *text)
{
	struct file *f = x->file;
	struct line *line = xe_line(f, n);
	const char *first = text;
	struct pending pending = {.line = line, .n = n};
	int i;

	forget_at(f, line);
	while (*first == '=' || *first == ' ')
		first++;
	if (*first == '.' && line) {
		set_point(x, n, first);
		return;
	}
	if (!*first)
		return;
	i = take_apart(text, pending.name, &pending.count) ? find(pending.name) : -1;
	if (i < 0) {
		xe_say(x, XMSG_INVALID_PREFIX, first, NULL);
	} else if (!line && (n || !names[i].on_top)) {
		xe_say(x, XMSG_PREFIX_TOP, pending.name, NULL);
	} else if (f->nr_pending == PENDING_MAX) {
		xe_say(x, XMSG_PREFIX_FULL, NULL, NULL);
	} else {
		f->pending[f->nr_pending++] = pending;
	}
}

int xcmd_reset(struct xedit *x, const char *args)
{
	(void)args;
	x->file->nr_pending = 0;
	return 0;
}

/* ---- Executing ----------------------------------------------------------- */

/* The line's number now. */
static uint32_t number_of(struct file *f, const struct pending *pending)
{
	if (!pending->line || xe_line(f, pending->n) == pending->line)
		return pending->n;
	return text_number(&f->text, pending->line);
}

static struct pending take(struct file *f, unsigned i)
{
	struct pending pending = f->pending[i];

	pending.n = number_of(f, &pending);
	f->nr_pending--;
	memmove(f->pending + i, f->pending + i + 1, (f->nr_pending - i) * sizeof(pending));
	return pending;
}

static void add_lines(struct xedit *x, uint32_t at, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (xe_insert(x, at + i, "", 0))
			return;
	x->cursor = CURSOR_FILE;
	x->cursor_line = at + 1;
	x->cursor_col = 1;
}

/* The last of `count` lines from n on. */
static uint32_t last_of(const struct file *f, uint32_t n, uint32_t count)
{
	return MIN(n + MAX(count, 1u) - 1, f->text.nr);
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

static void do_at_once(struct xedit *x, const struct pending *p)
{
	struct file *f = x->file;

	switch (p->name[0]) {
	case 'A':
	case 'I': add_lines(x, p->n, p->count); break;
	case '/': xe_go(f, p->n); break;
	case 'D':
	case 'X': do_lines(x, p->name[0], p->n, last_of(f, p->n, p->count), 1); break;
	default: do_lines(x, p->name[0], p->n, p->n, p->count); break;
	}
}

/* Where lines are to go, if somebody said so: behind which. */
static bool take_destination(struct file *f, uint32_t *at)
{
	for (unsigned i = 0; i < f->nr_pending; i++) {
		char what = f->pending[i].name[0];

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
		if (f->pending[i].name[0] == 'F' || f->pending[i].name[0] == 'P')
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
		if (strcmp(f->pending[i].name, f->pending[of].name) == 0)
			return (int)i;
	return -1;
}

static bool do_block(struct xedit *x, unsigned i)
{
	struct file *f = x->file;
	char what = f->pending[i].name[0];
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

/* Executes the command if it has what it needs. */
static bool try_one(struct xedit *x, unsigned i)
{
	struct file *f = x->file;
	struct pending p;

	switch (names[find(f->pending[i].name)].kind) {
	case AT_ONCE:
		p = take(f, i);
		do_at_once(x, &p);
		return true;
	case BLOCK: return do_block(x, i);
	case SOURCE:
		if (!has_destination(f))
			return false;
		p = take(f, i);
		copy_or_move(x, p.n, last_of(f, p.n, p.count), p.name[0] == 'M');
		return true;
	default: return false;
	}
}

void xe_prefix_execute(struct xedit *x)
{
	struct file *f = x->file;
	unsigned i = 0;

	while (i < f->nr_pending) {
		if (try_one(x, i))
			i = 0; /* the table is another one now */
		else
			i++;
	}
}
