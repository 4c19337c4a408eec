// SPDX-License-Identifier: Apache-2.0
/* Subcommands that change text from the column pointer on, and letters. */
#include "xedit/private.h"

/*
 * The current line in x->work with blanks up to a column, of at least `room` characters. NULL after
 * a message; *rc is the return code.
 */
static struct line *work_on(struct xedit *x, size_t room, int *rc)
{
	struct line *line = xe_line(x->file, x->file->line);
	size_t len;

	*rc = 0;
	if (!line) {
		*rc = xe_say(x, XMSG_INVALID_LINE, NULL, NULL);
		return NULL;
	}
	len = MIN((size_t)line->len, (size_t)TEXT_LINE_MAX);
	memcpy(x->work, line->data, len);
	if (room > len)
		memset(x->work + len, ' ', MIN(room, (size_t)TEXT_LINE_MAX) - len);
	return line;
}

int xcmd_cappend(struct xedit *x, const char *args)
{
	int rc;
	struct line *line = work_on(x, 0, &rc);
	size_t len = line ? xe_trimmed(line->data, line->len) : 0, more = strlen(args);

	if (!line)
		return rc;
	x->file->col = (uint32_t)MIN(len + 1, (size_t)x->file->set.trunc);
	if (len + more > TEXT_LINE_MAX)
		more = TEXT_LINE_MAX - len;
	memcpy(x->work + len, args, more);
	return xe_fill(x, x->file->line, x->work, len + more);
}

int xcmd_cinsert(struct xedit *x, const char *args)
{
	size_t at = x->file->col - 1, more = strlen(args), len;
	int rc;
	struct line *line = work_on(x, at, &rc);

	if (!line)
		return rc;
	len = MAX((size_t)line->len, at);
	if (len + more > TEXT_LINE_MAX)
		return xe_say(x, XMSG_INVALID_COLUMN, "", NULL);
	memmove(x->work + at + more, x->work + at, len - at);
	memcpy(x->work + at, args, more);
	return xe_fill(x, x->file->line, x->work, len + more);
}

static int overwrite(struct xedit *x, size_t at, const char *args, bool skips_blanks)
{
	size_t more = strlen(args), len;
	int rc;
	struct line *line = work_on(x, at + more, &rc);

	if (!line)
		return rc;
	if (at + more > TEXT_LINE_MAX)
		return xe_say(x, XMSG_INVALID_COLUMN, "", NULL);
	for (size_t i = 0; i < more; i++) {
		char c = args[i] == '_' && skips_blanks ? ' ' : args[i];

		if (!skips_blanks || args[i] != ' ')
			x->work[at + i] = c;
	}
	len = MAX((size_t)line->len, at + more);
	return xe_fill(x, x->file->line, x->work, len);
}

int xcmd_creplace(struct xedit *x, const char *args)
{
	return overwrite(x, x->file->col - 1, args, false);
}

int xcmd_coverlay(struct xedit *x, const char *args)
{
	return overwrite(x, x->file->col - 1, args, true);
}

int xcmd_overlay(struct xedit *x, const char *args)
{
	return overwrite(x, 0, args, true);
}

int xcmd_cdelete(struct xedit *x, const char *args)
{
	struct file *f = x->file;
	uint32_t from = f->col, to;
	int rc;
	struct line *line = work_on(x, 0, &rc);

	if (!line)
		return rc;
	if (!*args)
		args = "1";
	rc = xcmd_clocate(x, args);
	to = f->col;
	f->col = from;
	if (rc)
		return rc;
	if (to < from) {
		uint32_t swap = from;

		from = to + 1;
		to = swap + 1;
	}
	if (from > line->len)
		return 0;
	to = MIN(to, line->len + 1);
	memmove(x->work + from - 1, x->work + to - 1, line->len + 1 - to);
	return xe_replace(x, f->line, x->work, line->len - (to - from));
}

/* ---- Letters ------------------------------------------------------------- */

static int change_case(struct xedit *x, const char *args, char (*letter)(char c))
{
	struct words words = {args};
	uint32_t first, last;
	bool is_backward;
	int rc = xe_range(x, &words, &first, &last, &is_backward);

	for (uint32_t n = first; !rc && n <= last; n++) {
		struct line *line = text_line(&x->file->text, n);
		const struct settings *set = &x->file->set;

		if (!xe_in_scope(x->file, line))
			continue;
		for (uint32_t i = 0; i < line->len; i++)
			x->work[i] = i + 1 >= set->zone1 && i < set->zone2 ? letter(line->data[i])
									   : line->data[i];
		rc = xe_replace(x, n, x->work, line->len);
	}
	return rc;
}

int xcmd_uppercas(struct xedit *x, const char *args)
{
	return change_case(x, args, chr_upper);
}

int xcmd_lowercas(struct xedit *x, const char *args)
{
	return change_case(x, args, chr_lower);
}
