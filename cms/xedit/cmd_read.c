// SPDX-License-Identifier: Apache-2.0
/* READ and REFRESH: a macro shows the screen; SI: lines that begin below each other. */
#include "xedit/compose.h"

/* Function: what READ was told. */
struct read {
	bool all, changes, numbers, tags;
};

static int take_options(struct xedit *x, const char *args, struct read *read)
{
	struct words words = {args};
	char word[10];

	*read = (struct read){.changes = true};
	while (xe_word(&words, word, sizeof(word))) {
		if (xe_is_form(word, "ALL", 1))
			read->all = true;
		else if (xe_is_form(word, "NOCHANGE", 3))
			read->all = !(read->changes = false);
		else if (xe_is_form(word, "NUMBER", 1))
			read->numbers = true;
		else if (xe_is_form(word, "TAG", 1))
			read->tags = true;
		else if (!xe_is_form(word, "CMDLINE", 1) && !xe_is_form(word, "NONUMBER", 3) &&
			 !xe_is_form(word, "NOTAG", 3))
			return xe_say(x, XMSG_INVALID_OPERAND, word, NULL);
	}
	return 0;
}

/* "TAG row column text", as far as it is wanted. */
static int stack(struct xedit *x, const struct read *read, const char *tag, uint32_t row,
	uint32_t col, const char *text)
{
	char line[XEDIT_LINE + 40], numbers[24] = "";

	if (read->numbers && row)
		str_format(numbers, sizeof(numbers), "%u %u ", row, col);
	str_format(line, sizeof(line), "%s%s%s%s", read->tags ? tag : "", read->tags ? " " : "",
		numbers, text);
	return x->ops->stack(x->ctx, line, strlen(line), false);
}

static int stack_key(struct xedit *x, const struct read *read, enum screen_key key)
{
	char text[PF_MAX + 8];

	if (key >= KEY_PF1 && key <= KEY_PF24) {
		unsigned nr = key - KEY_PF1;

		str_format(text, sizeof(text), "%u %s", nr + 1, x->key[AT_PF1 + nr].text);
		return stack(x, read, "PFK", 0, 0, read->tags ? text : x->key[AT_PF1 + nr].text);
	}
	if (key >= KEY_PA1 && key <= KEY_PA3) {
		unsigned nr = key - KEY_PA1;

		str_format(text, sizeof(text), "%u %s", nr + 1, x->key[AT_PA1 + nr].text);
		return stack(x, read, "PAK", 0, 0, read->tags ? text : x->key[AT_PA1 + nr].text);
	}
	if (!read->tags)
		return 0;
	return stack(x, read, key == KEY_CLEAR ? "CLR" : "ETK", 0, 0, "");
}

/* A field that was changed: the command line, a line, its prefix area, or a reserved row. */
static int take_field(
	struct xedit *x, const struct read *read, unsigned row, unsigned col, const char *text)
{
	const struct row *is = &x->row[row];
	int rc = 0;

	if (x->file->set.cmdline && row == x->rows - 1 && col == COMMAND_COL)
		return stack(x, read, "CMD", 0, 0, text);
	if (read->all && is->line == ROW_NONE && xe_reserved_in(x, row))
		return stack(x, read, "RES", row, col, text);
	if (row > xe_last_row(x) || is->line >= ROW_FIRST)
		return 0;
	if (read->all && x->file->set.prefix && col == compose_prefix_col(x))
		rc = stack(x, read, "PRF", is->line, 1, text);
	else if (read->all && is->shown)
		rc = stack(x, read, "FIL", is->line, compose_place(x, 0).col + 1, text);
	if (read->changes)
		input_field(x, row, col, text);
	return rc;
}

static int take_screen(struct xedit *x, const struct read *read, struct screen_in *in)
{
	const struct view *view = &x->view[x->at];
	char text[XEDIT_LINE + 1];
	unsigned row, col;
	int rc = stack_key(x, read, in->key);

	if (view->row_file != x->file)
		return rc;
	if (in->row && input_view(x, in->row, in->col) == x->at)
		input_cursor(x, in->row - view->top, in->col - view->left);
	while (!rc && screen_next(in, &row, &col, text, sizeof(text)))
		if (input_view(x, row, col) == x->at)
			rc = take_field(x, read, row - view->top, col - view->left, text);
	if (read->changes && x->file)
		xe_prefix_execute(x);
	x->command[0] = 0;
	return rc;
}

int xcmd_read(struct xedit *x, const char *args)
{
	struct screen_in in;
	struct read read;
	int rc = take_options(x, args, &read);

	if (rc)
		return rc;
	if (x->is_lines || x->ops->show(x->ctx, &in))
		return xe_say(x, XMSG_NO_DISPLAY, NULL, NULL);
	return take_screen(x, &read, &in);
}

int xcmd_refresh(struct xedit *x, const char *args)
{
	if (*args)
		return xe_say(x, XMSG_INVALID_OPERAND, args, NULL);
	if (!x->is_lines)
		x->ops->show(x->ctx, NULL);
	return 0;
}

/* ---- SI ------------------------------------------------------------------ */

int xe_structured(struct xedit *x, uint32_t n)
{
	struct file *f = x->file;
	const struct line *line = xe_line(f, n);
	uint32_t col = 1;
	int rc;

	while (line && col <= line->len && line->data[col - 1] == ' ')
		col++;
	if (line && col > line->len)
		col = 1;
	/* Blanks, for a display does not send places that are empty. */
	memset(x->work, ' ', col);
	rc = xe_insert(x, n, x->work, col - 1);
	if (rc)
		return rc;
	f->si = text_line(&f->text, n + 1);
	f->si_typed = false;
	xe_cursor(x, CURSOR_FILE, n + 1, col, CURSOR_USUAL);
	return 0;
}

void xe_structured_next(struct xedit *x)
{
	struct file *f = x->file;
	uint32_t n = text_number(&f->text, f->si);
	bool goes_on = f->si_typed;

	f->si = NULL;
	if (!n)
		return;
	if (goes_on)
		xe_structured(x, n);
	else
		xe_delete(x, n, false);
}

int xcmd_si(struct xedit *x, const char *args)
{
	return *args ? xe_say(x, XMSG_INVALID_OPERAND, args, NULL)
		     : xe_structured(x, MIN(x->file->line, xe_last(x->file)));
}
