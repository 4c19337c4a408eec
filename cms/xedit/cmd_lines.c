// SPDX-License-Identifier: Apache-2.0
/* Subcommands that add, delete, copy and move lines. */
#include "xedit/private.h"

/* Behind which line new ones come. */
static uint32_t behind(const struct file *f)
{
	return MIN(f->line, xe_last(f));
}

/* Text as SET CASE and IMAGE want what is typed. */
static const char *typed(struct xedit *x, const char *text, char buf[XEDIT_LINE + 1])
{
	const struct settings *set = &x->file->set;
	size_t len = 0;

	for (; *text && len < XEDIT_LINE; text++) {
		size_t to = len + 1;

		buf[len] = *text;
		if (set->image && *text == '\t') {
			to = MIN(xe_next_tab(set, (uint32_t)len + 1) - 1, XEDIT_LINE);
			memset(buf + len, set->filler, to - len);
		}
		len = to;
	}
	buf[len] = 0;
	if (set->case_ == 'U')
		str_upper(buf);
	return buf;
}

int xcmd_add(struct xedit *x, const char *args)
{
	uint32_t nr, at = behind(x->file);
	int rc = xe_count(x, args, 1, &nr);

	nr = MIN(nr, 100000u);
	for (uint32_t i = 0; !rc && i < nr; i++)
		rc = xe_add_line(x, at + i);
	xe_cursor(x, CURSOR_FILE, at + 1, 1, CURSOR_USUAL);
	return rc;
}

void xe_input_mode(struct xedit *x, bool is_input)
{
	x->is_input = is_input;
	if (is_input)
		xe_say(x, XMSG_INPUT_MODE, NULL, NULL);
}

int xcmd_input(struct xedit *x, const char *args)
{
	struct file *f = x->file;
	char buf[XEDIT_LINE + 1];
	uint32_t at = behind(f);
	int rc;

	if (!*args) {
		xe_input_mode(x, true);
		return 0;
	}
	args = typed(x, args, buf);
	rc = xe_insert(x, at, args, strlen(args));
	if (!rc)
		xe_go(f, at + 1);
	return rc;
}

int xcmd_replace(struct xedit *x, const char *args)
{
	struct file *f = x->file;
	char buf[XEDIT_LINE + 1];

	if (!xe_line(f, f->line))
		return xe_say(x, XMSG_INVALID_LINE, NULL, NULL);
	if (*args) {
		args = typed(x, args, buf);
		return xe_replace(x, f->line, args, strlen(args));
	}
	xe_delete(x, f->line, true);
	xe_go(f, f->line - 1);
	xe_input_mode(x, true);
	return 0;
}

int xcmd_delete(struct xedit *x, const char *args)
{
	struct words words = {args};
	struct file *f = x->file;
	uint32_t first, last, nr = 0;
	bool is_backward;
	int rc = xe_range(x, &words, &first, &last, &is_backward);

	if (rc)
		return rc;
	if (!xe_is_end(&words))
		return xe_say(x, XMSG_INVALID_OPERAND, words.at, NULL);
	for (uint32_t n = first; n <= last;) {
		if (!xe_in_scope(f, text_line(&f->text, n))) {
			n++;
			continue;
		}
		xe_delete(x, n, true);
		last--;
		nr++;
	}
	xe_go(f, is_backward ? first - 1 : first);
	return xe_say_number(x, XMSG_DELETED, nr);
}

#define BATCH 64

int xe_copy_lines(struct xedit *x, uint32_t first, uint32_t last, uint32_t at, uint32_t *nr)
{
	struct file *f = x->file;
	const struct line
		*batch[BATCH]; /* so that the way from there to `at` is not gone for each */

	*nr = 0;
	for (uint32_t n = first; n <= last;) {
		unsigned used = 0;

		for (; n <= last && used < BATCH; n++) {
			/* Those that were put before it moved it on. */
			const struct line *line = text_line(&f->text, n > at ? n + *nr : n);

			if (xe_in_scope(f, line))
				batch[used++] = line;
		}
		for (unsigned i = 0; i < used; i++) {
			int rc = xe_insert(x, at + *nr, batch[i]->data, batch[i]->len);

			if (rc)
				return rc;
			++*nr;
		}
	}
	return 0;
}

int xcmd_duplicat(struct xedit *x, const char *args)
{
	struct words words = {args};
	uint32_t times = 1, first, last, nr;
	bool is_backward;
	int rc = xe_number(&words, 100000, &times);

	if (rc == -E_INVAL)
		return xe_say(x, XMSG_INVALID_NUMBER, words.at, NULL);
	rc = xe_range(x, &words, &first, &last, &is_backward);
	for (uint32_t i = 0; !rc && i < times && first <= last; i++)
		rc = xe_copy_lines(x, first, last, last, &nr);
	return rc;
}

/* The operands of COPY and MOVE: which lines, behind which line. */
static int take_two(
	struct xedit *x, const char *args, uint32_t *first, uint32_t *last, uint32_t *to)
{
	struct words words = {args};
	struct target target;
	bool is_backward, wrapped;
	int rc;

	if (xe_is_end(&words))
		return xe_say(x, XMSG_MISSING_OPERAND, NULL, NULL);
	rc = xe_range(x, &words, first, last, &is_backward);
	if (rc)
		return rc;
	rc = target_parse(x, &words.at, &target);
	if (rc == -E_NOENT && xe_is_end(&words))
		return xe_say(x, XMSG_MISSING_OPERAND, NULL, NULL);
	if (rc || !xe_is_end(&words))
		return xe_say(x, XMSG_INVALID_OPERAND, words.at, NULL);
	if (target_find(x, &target, to, &wrapped))
		return xe_say(x, XMSG_NOT_FOUND, NULL, NULL);
	*to = MIN(MAX(*to, xe_top(x->file)), xe_last(x->file));
	return 0;
}

int xcmd_copy(struct xedit *x, const char *args)
{
	uint32_t first, last, to, nr;
	int rc = take_two(x, args, &first, &last, &to);

	if (!rc)
		rc = xe_copy_lines(x, first, last, to, &nr);
	if (rc)
		return rc;
	xe_go(x->file, to + nr);
	return xe_say_number(x, XMSG_COPIED, nr);
}

int xcmd_move(struct xedit *x, const char *args)
{
	struct file *f = x->file;
	uint32_t first, last, to, nr;
	int rc = take_two(x, args, &first, &last, &to);

	if (rc)
		return rc;
	if (to >= first && to < last)
		return xe_say(x, XMSG_ALIKE, NULL, NULL);
	rc = xe_copy_lines(x, first, last, to, &nr);
	if (rc)
		return rc;
	if (to < first) { /* they were moved on by their copies */
		first += nr;
		last += nr;
	}
	for (uint32_t n = first; n <= last;) {
		if (!xe_in_scope(f, text_line(&f->text, n))) {
			n++;
			continue;
		}
		xe_delete(x, n, false);
		last--;
	}
	xe_go(f, to < first ? to + nr : to);
	return xe_say_number(x, XMSG_MOVED, nr);
}
