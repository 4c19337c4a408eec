// SPDX-License-Identifier: Apache-2.0
/* Subcommands that look for lines and columns. */
#include "xedit/private.h"

int xcmd_locate(struct xedit *x, const char *args)
{
	struct file *f = x->file;
	const char *at = *args ? args : x->find;
	struct target target;
	uint32_t line;
	bool wrapped;
	int rc = target_parse(x, &at, &target);

	if (rc == -E_NOENT)
		return *at ? xe_say(x, XMSG_INVALID_OPERAND, at, NULL)
			   : xe_say(x, XMSG_NO_PREVIOUS, NULL, NULL);
	if (rc)
		return xe_say(x, XMSG_INVALID_OPERAND, at, NULL);
	if (*args && target.kind == TARGET_STRING)
		str_copy(x->find, args, MIN(sizeof(x->find), (size_t)(at - args) + 1));
	rc = target_find(x, &target, &line, &wrapped);
	if (rc) {
		if (!f->set.stay)
			f->line = target.is_backward ? xe_top(f) : xe_end(f);
		return xe_say(x, XMSG_NOT_FOUND, NULL, NULL);
	}
	if (wrapped)
		xe_say(x, XMSG_WRAPPED, NULL, NULL);
	xe_go(f, line);
	at = *args ? xe_skip(at) : "";
	return *at ? xe_subcommand(x, at) : 0;
}

/* ---- FIND ---------------------------------------------------------------- */

/* A line begins like text: blanks there stand for anything, _ for a blank. */
static bool begins_like(const struct xedit *x, const struct line *line, const char *text)
{
	bool ignores = x->file->set.respect == 'I';

	for (uint32_t i = 0; text[i]; i++) {
		char is = i < line->len ? line->data[i] : ' ', wanted = text[i];

		if (wanted == ' ')
			continue;
		if (wanted == '_')
			wanted = ' ';
		if (is != wanted && !(ignores && chr_upper(is) == chr_upper(wanted)))
			return false;
	}
	return true;
}

static int find(struct xedit *x, const char *text, int step, bool wanted)
{
	struct file *f = x->file;

	for (uint32_t n = f->line + (uint32_t)step; xe_in_range(f, n); n += (uint32_t)step) {
		struct line *line = text_line(&f->text, n);

		if (!xe_in_scope(f, line) || begins_like(x, line, text) != wanted)
			continue;
		f->line = n;
		return 0;
	}
	if (!f->set.stay)
		f->line = step < 0 ? xe_top(f) : xe_end(f);
	return xe_say(x, XMSG_COLUMN_NOT_FOUND, NULL, NULL);
}

int xcmd_find(struct xedit *x, const char *args)
{
	return find(x, args, 1, true);
}

int xcmd_findup(struct xedit *x, const char *args)
{
	return find(x, args, -1, true);
}

int xcmd_nfind(struct xedit *x, const char *args)
{
	return find(x, args, 1, false);
}

int xcmd_nfindup(struct xedit *x, const char *args)
{
	return find(x, args, -1, false);
}

/* ---- Columns ------------------------------------------------------------- */

int xcmd_cfirst(struct xedit *x, const char *args)
{
	(void)args;
	x->file->col = x->file->set.zone1;
	return 0;
}

int xcmd_clast(struct xedit *x, const char *args)
{
	(void)args;
	x->file->col = x->file->set.zone2;
	return 0;
}

/* A string in the current line, or those below. */
static int locate_column(struct xedit *x, const struct target *target)
{
	struct file *f = x->file;
	const struct target_string *string = &target->string[0];
	const struct settings *set = &f->set;

	for (uint32_t n = MAX(f->line, xe_top(f) + 1); n <= xe_last(f); n++) {
		struct line *line = text_line(&f->text, n);
		uint32_t from = n == f->line ? f->col : set->zone1 - 1,
			 to = MIN(set->zone2, line->len);
		struct match match;

		if (!xe_match(x, line->data, MIN(from, to), to, target->text + string->at,
			    string->len, &match)) {
			if (!set->stream)
				break;
			continue;
		}
		f->line = n;
		f->col = match.at + 1;
		return 0;
	}
	return xe_say(x, XMSG_NOT_FOUND, NULL, NULL);
}

int xcmd_clocate(struct xedit *x, const char *args)
{
	struct file *f = x->file;
	struct target target;
	const char *at = args;
	int64_t to;

	if (target_parse(x, &at, &target) || target.kind == TARGET_POINT)
		return xe_say(x, XMSG_INVALID_OPERAND, args, NULL);
	if (target.kind == TARGET_STRING)
		return locate_column(x, &target);
	if (target.number == INT64_MAX || target.number == INT64_MIN)
		to = target.number < 0 ? f->set.zone1 : f->set.zone2;
	else
		to = target.kind == TARGET_LINE ? target.number : (int64_t)f->col + target.number;
	if (to < 1 || to > (int64_t)f->set.trunc + 1)
		return xe_say(x, XMSG_INVALID_COLUMN, args, NULL);
	f->col = (uint32_t)to;
	return 0;
}
