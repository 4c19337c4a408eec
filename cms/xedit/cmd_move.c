// SPDX-License-Identifier: Apache-2.0
/* Subcommands that move the current line, the view and the cursor. */
#include "xedit/private.h"

/* The current line is typed where there is no screen. */
static void type_line(struct xedit *x, uint32_t n)
{
	struct line *line = xe_line(x->file, n);
	char text[MESSAGE_LEN + 1];
	size_t len;

	if (!line) {
		xe_message(x, n ? "EOF:" : "TOF:");
		return;
	}
	len = MIN((size_t)line->len, (size_t)MESSAGE_LEN);
	memcpy(text, line->data, len);
	text[len] = 0;
	x->ops->type(x->ctx, text);
}

int xcmd_type(struct xedit *x, const char *args)
{
	uint32_t nr;
	int rc = xe_count(x, args, 1, &nr);

	for (uint32_t i = 0; !rc && i < nr; i++) {
		uint32_t n = x->file->line + (i ? 1 : 0);

		if (i && n > xe_last(x->file))
			break;
		xe_go(x->file, n);
		type_line(x, n);
	}
	x->typed_line = x->file->line;
	return rc;
}

static int move(struct xedit *x, const char *args, int direction)
{
	struct file *f = x->file;
	uint32_t nr;
	int rc = xe_count(x, args, 1, &nr);

	if (rc)
		return rc;
	f->line = xe_move(f, f->line, (int64_t)nr * direction);
	return xe_in_range(f, f->line) ? 0 : RC_EOF;
}

int xcmd_up(struct xedit *x, const char *args)
{
	return move(x, args, -1);
}

int xcmd_down(struct xedit *x, const char *args)
{
	return move(x, args, 1);
}

int xcmd_top(struct xedit *x, const char *args)
{
	(void)args;
	x->file->line = xe_top(x->file);
	return 0;
}

int xcmd_bottom(struct xedit *x, const char *args)
{
	struct file *f = x->file;

	(void)args;
	f->line = xe_move(f, xe_end(f), -1);
	return 0;
}

/* By screens; from an end on to the other one. */
static int page(struct xedit *x, const char *args, int direction)
{
	struct file *f = x->file;
	const uint32_t top = xe_top(f), end = xe_end(f);
	uint32_t nr;
	int rc = xe_count(x, args, 1, &nr);

	if (rc)
		return rc;
	if (direction > 0 && f->line == end)
		f->line = top;
	else if (direction < 0 && f->line == top)
		f->line = end;
	else
		f->line = xe_move(f, f->line, (int64_t)nr * xe_page(x) * direction);
	return f->line == top || f->line == end ? RC_EOF : 0;
}

int xcmd_forward(struct xedit *x, const char *args)
{
	return page(x, args, 1);
}

int xcmd_backward(struct xedit *x, const char *args)
{
	return page(x, args, -1);
}

/* ---- The view ------------------------------------------------------------ */

int xcmd_right(struct xedit *x, const char *args)
{
	struct file *f = x->file;
	uint32_t nr;
	int rc = xe_count(x, args, 1, &nr);

	if (!rc)
		f->shift = nr ? (uint32_t)MIN((uint64_t)f->shift + nr, (uint64_t)f->set.trunc) : 0;
	return rc;
}

int xcmd_left(struct xedit *x, const char *args)
{
	struct file *f = x->file;
	uint32_t nr;
	int rc = xe_count(x, args, 1, &nr);

	if (!rc)
		f->shift = nr && nr < f->shift ? f->shift - nr : 0;
	return rc;
}

int xcmd_rgtleft(struct xedit *x, const char *args)
{
	struct file *f = x->file;
	uint32_t nr, now = f->shift;
	int rc = xe_count(x, args, xe_width(x) * 3 / 4, &nr);

	if (rc)
		return rc;
	f->shift = now ? 0 : MIN(nr, f->set.trunc);
	return 0;
}

/* ---- The cursor ---------------------------------------------------------- */

void xe_cursor(struct xedit *x, enum cursor_at at, uint32_t line, uint32_t col, unsigned priority)
{
	if (priority < x->cursor_priority)
		return;
	x->cursor = at;
	x->cursor_line = line;
	x->cursor_col = col;
	x->cursor_priority = priority;
}

static void cursor_to(struct xedit *x, enum cursor_at at, uint32_t line, uint32_t col)
{
	xe_cursor(x, at, line, col, CURSOR_USUAL);
}

/* "PRIORITY n" at the end. 0; -E_INVAL */
static int take_priority(struct words *words, unsigned *priority)
{
	uint32_t number;
	char word[10];

	*priority = CURSOR_USUAL;
	if (!xe_word(words, word, sizeof(word)))
		return 0;
	if (!xe_is_form(word, "PRIORITY", 2) || xe_number(words, 256, &number) || !xe_is_end(words))
		return -E_INVAL;
	*priority = number;
	return 0;
}

/* HOME: between the command line and where the cursor was in the file. */
static void cursor_home(struct xedit *x, unsigned priority)
{
	if (x->key_line)
		xe_cursor(x, CURSOR_COMMAND, 0, 1, priority);
	else
		xe_cursor(x, CURSOR_FILE, x->file->line, x->file->col, priority);
}

static enum cursor_at where(const char *word)
{
	return strcmp(word, "HOME") == 0        ? CURSOR_HOME
	       : xe_is_form(word, "COLUMN", 3)  ? CURSOR_COLUMN
	       : xe_is_form(word, "CMDLINE", 3) ? CURSOR_COMMAND
	       : xe_is_form(word, "FILE", 1)    ? CURSOR_FILE
	       : xe_is_form(word, "SCREEN", 1)  ? CURSOR_SCREEN
						: CURSOR_NOWHERE;
}

int xcmd_cursor(struct xedit *x, const char *args)
{
	struct words words = {args};
	uint32_t line = 1, col = 1;
	unsigned priority;
	enum cursor_at at;
	char word[10];
	int rc = 0;

	if (!xe_word(&words, word, sizeof(word)))
		return xe_say(x, XMSG_MISSING_OPERAND, NULL, NULL);
	at = where(word);
	if (at == CURSOR_COMMAND && chr_is_digit(*xe_skip(words.at)))
		rc = xe_number(&words, XEDIT_LINE, &col);
	if (at == CURSOR_FILE || at == CURSOR_SCREEN)
		rc = xe_number(&words, INT32_MAX, &line);
	if (!rc && (at == CURSOR_FILE || (at == CURSOR_SCREEN)))
		rc = xe_number(&words, TEXT_LINE_MAX, &col);
	if (rc || at == CURSOR_NOWHERE || take_priority(&words, &priority))
		return xe_say(x, XMSG_INVALID_OPERAND, args, NULL);
	switch (at) {
	case CURSOR_HOME: cursor_home(x, priority); break;
	case CURSOR_COLUMN: xe_cursor(x, CURSOR_FILE, x->file->line, x->file->col, priority); break;
	default: xe_cursor(x, at, line, MAX(col, 1u), priority);
	}
	return 0;
}

int xcmd_tabkey(struct xedit *x, const char *args)
{
	const struct settings *set = &x->file->set;

	(void)args;
	if (!x->key_line)
		return 0;
	cursor_to(x, CURSOR_FILE, x->key_line, x->key_col);
	for (unsigned i = 0; i < set->nr_tabs; i++) {
		if (set->tabs[i] <= x->key_col)
			continue;
		x->cursor_col = set->tabs[i];
		return 0;
	}
	cursor_to(x, CURSOR_FILE, x->key_line + 1, set->nr_tabs ? set->tabs[0] : 1);
	return 0;
}

int xcmd_sos(struct xedit *x, const char *args)
{
	uint32_t n = x->key_line ? x->key_line : x->file->line;
	struct words words = {args};
	char word[10];
	int rc = 0;

	if (!xe_word(&words, word, sizeof(word)))
		return xe_say(x, XMSG_MISSING_OPERAND, NULL, NULL);
	if (xe_is_form(word, "LINEADD", 5)) {
		n = MIN(n, xe_last(x->file));
		rc = xe_add_line(x, n);
		if (!rc)
			cursor_to(x, CURSOR_FILE, n + 1, 1);
		return rc;
	}
	if (xe_is_form(word, "LINEDEL", 5))
		return xe_in_range(x->file, n) ? xe_delete(x, n, true) : 0;
	if (xe_is_form(word, "ALARM", 2))
		x->alarm = true;
	else if (xe_is_form(word, "TABCMD", 4))
		cursor_to(x, CURSOR_COMMAND, 0, 1);
	else if (strcmp(word, "CLEAR") == 0)
		x->nr_messages = 0;
	else
		rc = xe_say(x, XMSG_INVALID_OPERAND, word, NULL);
	return rc;
}
