// SPDX-License-Identifier: Apache-2.0
/* Options that are about the file and its lines. */
#include "xedit/set.h"

/* A column or length, 1 to max; "*": max. 0, or after a message a return code. */
static int take_column(struct xedit *x, struct words *words, uint32_t max, uint32_t *column)
{
	const char *at = words->at = xe_skip(words->at);
	uint32_t number;

	if (at[0] == '*' && (!at[1] || at[1] == ' ')) {
		words->at++;
		*column = max;
		return 0;
	}
	if (xe_number(words, max, &number) || !number)
		return set_bad(x, at);
	*column = number;
	return 0;
}

int set_alt(struct xedit *x, struct words *words)
{
	return xe_number(words, INT32_MAX, &x->file->alt) ? set_bad(x, words->at) : 0;
}

void get_alt(struct xedit *x, struct values *values)
{
	value_number(values, x->file->alt);
}

int set_autosave(struct xedit *x, struct words *words)
{
	struct file *f = x->file;
	char word[4];

	if (!xe_number(words, INT32_MAX, &f->set.autosave)) {
		f->alt_saved = f->alt;
		return 0;
	}
	if (!xe_word(words, word, sizeof(word)) || strcmp(word, "OFF") != 0)
		return set_bad(x, words->at);
	f->set.autosave = 0;
	return 0;
}

void get_autosave(struct xedit *x, struct values *values)
{
	if (x->file->set.autosave)
		value_number(values, x->file->set.autosave);
	else
		value_on(values, false);
}

int set_column(struct xedit *x, struct words *words)
{
	return take_column(x, words, x->file->set.trunc, &x->file->col);
}

void get_column(struct xedit *x, struct values *values)
{
	value_number(values, x->file->col);
}

/* A part of the file's name. */
static int take_name(struct xedit *x, struct words *words, char *name, size_t size)
{
	char word[12];

	if (!xe_word(words, word, sizeof(word)) || strlen(word) >= size)
		return xe_say(x, XMSG_INVALID_FILEID, word, NULL);
	str_copy(name, word, size);
	x->file->is_new = true; /* SAVE looks whether such a file exists */
	return 0;
}

int set_fname(struct xedit *x, struct words *words)
{
	return take_name(x, words, x->file->id.fn, sizeof(x->file->id.fn));
}

int set_ftype(struct xedit *x, struct words *words)
{
	return take_name(x, words, x->file->id.ft, sizeof(x->file->id.ft));
}

int set_fmode(struct xedit *x, struct words *words)
{
	struct xedit_id *id = &x->file->id;
	char old = id->fm[1];
	int rc = take_name(x, words, id->fm, sizeof(id->fm));

	if (!rc && !id->fm[1])
		id->fm[1] = old ? old : '1';
	return rc;
}

void get_fname(struct xedit *x, struct values *values)
{
	value_word(values, x->file->id.fn);
}

void get_ftype(struct xedit *x, struct values *values)
{
	value_word(values, x->file->id.ft);
}

void get_fmode(struct xedit *x, struct values *values)
{
	value_word(values, x->file->id.fm);
}

int set_lrecl(struct xedit *x, struct words *words)
{
	struct settings *set = &x->file->set;
	uint32_t lrecl;
	int rc = take_column(x, words, TEXT_LINE_MAX, &lrecl);

	if (rc)
		return rc;
	x->file->id.lrecl = lrecl;
	set->trunc = lrecl;
	set->zone2 = lrecl;
	set->zone1 = MIN(set->zone1, lrecl);
	x->file->col = MIN(x->file->col, lrecl);
	return 0;
}

void get_lrecl(struct xedit *x, struct values *values)
{
	value_number(values, x->file->id.lrecl);
}

int set_recfm(struct xedit *x, struct words *words)
{
	char word[4];

	if (!xe_word(words, word, sizeof(word)) || (strcmp(word, "F") && strcmp(word, "V")))
		return set_bad(x, words->at);
	x->file->id.recfm = word[0];
	return 0;
}

void get_recfm(struct xedit *x, struct values *values)
{
	value_text(values, &x->file->id.recfm, 1);
}

int set_trunc(struct xedit *x, struct words *words)
{
	struct settings *set = &x->file->set;
	int rc = take_column(x, words, x->file->id.lrecl, &set->trunc);

	set->zone2 = MIN(set->zone2, set->trunc);
	set->zone1 = MIN(set->zone1, set->zone2);
	x->file->col = MIN(x->file->col, set->trunc);
	return rc;
}

void get_trunc(struct xedit *x, struct values *values)
{
	value_number(values, x->file->set.trunc);
}

int set_zone(struct xedit *x, struct words *words)
{
	struct settings *set = &x->file->set;
	uint32_t first, last = set->trunc;
	int rc = take_column(x, words, set->trunc, &first);

	if (!rc && !xe_is_end(words))
		rc = take_column(x, words, set->trunc, &last);
	if (rc || last < first)
		return rc ? rc : set_bad(x, words->at);
	set->zone1 = first;
	set->zone2 = last;
	x->file->col = first;
	return 0;
}

void get_zone(struct xedit *x, struct values *values)
{
	value_number(values, x->file->set.zone1);
	value_number(values, x->file->set.zone2);
}

/* ---- Lines --------------------------------------------------------------- */

static int take_level(struct xedit *x, struct words *words, uint8_t *level)
{
	uint32_t number;

	if (xe_number(words, 255, &number))
		return set_bad(x, xe_skip(words->at));
	*level = (uint8_t)number;
	return 0;
}

int set_display(struct xedit *x, struct words *words)
{
	struct settings *set = &x->file->set;
	uint8_t first = 0, last;
	int rc = take_level(x, words, &first);

	last = first;
	words->at = xe_skip(words->at);
	if (!rc && *words->at == '*') {
		words->at++;
		last = 255;
	} else if (!rc && *words->at) {
		rc = take_level(x, words, &last);
	}
	if (rc)
		return rc;
	set->display1 = first;
	set->display2 = last;
	x->file->has_levels = true;
	return 0;
}

void get_display(struct xedit *x, struct values *values)
{
	value_number(values, x->file->set.display1);
	value_number(values, x->file->set.display2);
}

int set_scope(struct xedit *x, struct words *words)
{
	char word[8];

	xe_word(words, word, sizeof(word));
	if (!xe_is_form(word, "DISPLAY", 1) && !xe_is_form(word, "ALL", 1))
		return set_bad(x, word);
	x->file->set.scope_all = word[0] == 'A';
	return 0;
}

void get_scope(struct xedit *x, struct values *values)
{
	value_word(values, x->file->set.scope_all ? "ALL" : "DISPLAY");
}

int set_select(struct xedit *x, struct words *words)
{
	uint32_t first = 0, last = 0;
	bool is_backward;
	uint8_t level = 0;
	int rc = take_level(x, words, &level);

	if (!rc)
		rc = xe_range(x, words, &first, &last, &is_backward);
	for (uint32_t n = first; !rc && n <= last; n++)
		text_line(&x->file->text, n)->level = level;
	if (!rc)
		x->file->has_levels = true;
	return rc;
}

void get_select(struct xedit *x, struct values *values)
{
	const struct line *line = xe_line(x->file, x->file->line);

	value_number(values, line ? line->level : 0);
}

/* A place in the table of names: that of the name, else a free one; NULL: it is full. */
static struct point *find_point(struct file *f, const char *name)
{
	struct point *free = NULL;

	for (unsigned i = 0; i < POINTS_MAX; i++) {
		if (!f->point[i].line)
			free = &f->point[i];
		else if (strcmp(f->point[i].name, name) == 0)
			return &f->point[i];
	}
	return free;
}

int set_point(struct xedit *x, struct words *words)
{
	struct line *line = xe_line(x->file, x->file->line);
	char word[XEDIT_NAME + 3], off[4] = "";
	struct point *point;

	if (!xe_word(words, word, sizeof(word)) || word[0] != '.' || !word[1] ||
		strlen(word) > XEDIT_NAME + 1)
		return set_bad(x, word);
	if (xe_word(words, off, sizeof(off)) && strcmp(off, "OFF") != 0)
		return set_bad(x, off);
	if (!line && !off[0])
		return xe_say(x, XMSG_INVALID_LINE, NULL, NULL);
	point = find_point(x->file, word + 1);
	if (!point)
		return xe_say(x, XMSG_PREFIX_FULL, NULL, NULL);
	str_copy(point->name, word + 1, sizeof(point->name));
	point->line = off[0] ? NULL : line;
	return 0;
}

void get_point(struct xedit *x, struct values *values)
{
	const struct line *line = xe_line(x->file, x->file->line);

	for (unsigned i = 0; i < POINTS_MAX; i++)
		if (line && x->file->point[i].line == line)
			value_word(values, x->file->point[i].name);
}

/* From target1 to target2, both of them in it; targets are of the whole file. */
int set_range(struct xedit *x, struct words *words)
{
	struct file *f = x->file;
	const uint32_t above = f->above, below = f->below;
	uint32_t line[2];
	bool wrapped;
	int rc = 0;

	f->above = f->below = 0;
	for (unsigned i = 0; i < 2 && !rc; i++) {
		struct target target;

		if (target_parse(x, &words->at, &target))
			rc = set_bad(x, xe_skip(words->at));
		else if (target_find(x, &target, &line[i], &wrapped))
			rc = xe_say(x, XMSG_NOT_FOUND, NULL, NULL);
	}
	if (!rc && (line[0] > line[1] || line[0] > f->text.nr || (!line[1] && f->text.nr)))
		rc = xe_say(x, XMSG_INVALID_LINE, NULL, NULL);
	if (rc) {
		f->above = above;
		f->below = below;
		return rc;
	}
	f->above = line[0] ? line[0] - 1 : 0;
	f->below = f->text.nr - MIN(line[1], f->text.nr);
	xe_go(f, f->line);
	return 0;
}

/* Numbers for EXTRACT, else targets. */
void get_range(struct xedit *x, struct values *values)
{
	const struct file *f = x->file;
	char text[2][12] = {"-*", "*"};

	if (f->above || values->is_extract)
		str_format(text[0], sizeof(text[0]), "%s%u", values->is_extract ? "" : ":",
			xe_top(f) + 1);
	if (f->below || values->is_extract)
		str_format(text[1], sizeof(text[1]), "%s%u", values->is_extract ? "" : ":",
			xe_last(f));
	value_copy(values, text[0]);
	value_copy(values, text[1]);
}

/* ---- What can only be asked for ------------------------------------------ */

void get_line(struct xedit *x, struct values *values)
{
	value_number(values, x->file->line);
}

void get_size(struct xedit *x, struct values *values)
{
	value_number(values, x->file->text.nr);
}

void get_tof(struct xedit *x, struct values *values)
{
	value_on(values, x->file->line <= xe_top(x->file));
}

void get_eof(struct xedit *x, struct values *values)
{
	value_on(values, x->file->line >= xe_end(x->file));
}

void get_length(struct xedit *x, struct values *values)
{
	const struct line *line = xe_line(x->file, x->file->line);

	value_number(values, line ? line->len : 0);
}

void get_width(struct xedit *x, struct values *values)
{
	value_number(values, x->file->id.lrecl);
}

void get_eol(struct xedit *x, struct values *values)
{
	value_on(values, x->file->col > x->file->set.zone2);
}

void get_tol(struct xedit *x, struct values *values)
{
	value_on(values, x->file->col < x->file->set.zone1);
}

/* Lines that subcommands reach. */
void get_nbscope(struct xedit *x, struct values *values)
{
	struct file *f = x->file;
	uint32_t nr = xe_last(f) - xe_top(f);

	if (f->has_levels && !f->set.scope_all)
		for (uint32_t n = xe_top(f) + 1; n <= xe_last(f); n++)
			nr -= !xe_in_scope(f, text_line(&f->text, n));
	value_number(values, nr);
}

void get_terminal(struct xedit *x, struct values *values)
{
	value_word(values, x->is_lines ? "TYPEWRITER" : "DISPLAY");
}

void get_nbfile(struct xedit *x, struct values *values)
{
	value_number(values, x->nr_files);
}

void get_ring(struct xedit *x, struct values *values)
{
	struct file *f = x->file;

	value_number(values, x->nr_files);
	for (unsigned i = 0; i < x->nr_files; i++, f = f->next) {
		value_word(values, f->id.fn);
		value_word(values, f->id.ft);
		value_word(values, f->id.fm);
	}
}

void get_version(struct xedit *x, struct values *values)
{
	(void)x;
	value_word(values, "XEDIT");
	value_word(values, "STILLWATER");
}
