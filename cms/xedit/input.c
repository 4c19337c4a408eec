// SPDX-License-Identifier: Apache-2.0
/* What was typed: on the screen, or as lines. */
#include "xedit/compose.h"

/* ---- The command line ---------------------------------------------------- */

static void remember(struct xedit *x, const char *text)
{
	if (x->nr_recall && strcmp(x->recall[0], text) == 0)
		return;
	memmove(x->recall[1], x->recall[0], sizeof(x->recall) - sizeof(x->recall[0]));
	str_copy(x->recall[0], text, sizeof(x->recall[0]));
	x->nr_recall = MIN(x->nr_recall + 1, (unsigned)RECALL_MAX);
}

/* ?: lines that were typed come back, one older each time. */
static void recall(struct xedit *x)
{
	if (!x->nr_recall)
		return;
	str_copy(x->command, x->recall[x->at_recall % x->nr_recall], sizeof(x->command));
	x->at_recall++;
	xe_cursor(x, CURSOR_COMMAND, 0, (uint32_t)strlen(x->command) + 1, CURSOR_USUAL);
}

/*
 * A line from the command line or a key: ? brings one back, = executes the last once more (what is
 * behind it before), & keeps the line there.
 */
static int execute(struct xedit *x, const char *text, bool is_typed)
{
	char last[XEDIT_LINE + 1];
	int rc = 0;

	x->is_key = !is_typed;
	text = xe_skip(text);
	if (*text == '?') {
		recall(x);
		return 0;
	}
	if (is_typed)
		x->at_recall = 0;
	if (*text == '=') {
		if (*xe_skip(text + 1))
			rc = xedit_command(x, text + 1);
		if (!x->last[0])
			return xe_say(x, XMSG_NO_PREVIOUS, NULL, NULL);
		str_copy(last, x->last, sizeof(last));
		return rc < 0 ? rc : xedit_command(x, last);
	}
	if (*text == '&') {
		str_copy(x->command, text, sizeof(x->command));
		text++;
	}
	if (is_typed && *text) {
		remember(x, text);
		str_copy(x->last, text, sizeof(x->last));
	}
	return xedit_command(x, text);
}

/* ---- Fields of the screen ------------------------------------------------ */

/*
 * Which characters of what is shown of a line a field of it has: all, or those of a part that
 * CTLCHAR made. False: there is no such field.
 */
static bool find_part(
	const struct xedit *x, const char *shown, unsigned col, unsigned *from, unsigned *width)
{
	struct part part = {0};

	while (xe_next_part(x->file, shown, &part)) {
		if (part.at != col - compose_first_col(x) || part.at >= xe_width(x))
			continue;
		*from = (unsigned)(part.from - shown);
		*width = part.from[part.len] ? part.len : xe_width(x) - part.at;
		return !part.control || part.control->is_input;
	}
	return false;
}

/*
 * A line was typed over: only what is not as it was shown is new, so that what cannot be shown, and
 * what is beside the screen, stays.
 */
static void typed_over(struct xedit *x, uint32_t n, unsigned col, const char *text)
{
	struct file *f = x->file;
	struct line *line = text_line(&f->text, n);
	uint32_t len = line->len;
	unsigned from, width, used = (unsigned)strlen(text);
	char shown[SCREEN_COLS_MAX + 1];
	bool is_changed = false;

	compose_line(x, line, shown);
	if (!find_part(x, shown, col, &from, &width))
		return;
	memcpy(x->work, line->data, len);
	for (unsigned i = 0; i < width; i++) {
		const struct place place = compose_place(x, from + i);
		char old = from + i < strlen(shown) ? shown[from + i] : ' ';
		char new = i < used ? text[i] : ' ';

		if (new == old || place.col >= TEXT_LINE_MAX)
			continue;
		for (; len <= place.col; len++)
			x->work[len] = ' ';
		if (compose_put(
			    place, f->set.case_ == 'U' ? chr_upper(new) : new, &x->work[place.col]))
			is_changed = true;
	}
	if (is_changed)
		xe_replace(x, n, x->work, xe_trimmed(x->work, len));
}

/* What was typed into a prefix area that showed something: only the characters that differ. */
static void typed_prefix(struct xedit *x, uint32_t n, const char *text)
{
	char shown[PREFIX_LEN + 1] = "", command[PREFIX_LEN + 1];
	unsigned used = 0;

	compose_prefix(x->file, n, shown);
	if (strcmp(text, shown) == 0)
		return;
	for (unsigned i = 0; i < PREFIX_LEN && text[i]; i++)
		if (!x->file->set.number || !chr_is_digit(shown[i]) || text[i] != shown[i])
			command[used++] = text[i];
	command[used] = 0;
	xe_prefix(x, n, command);
}

/* New lines of input mode come behind each other; empty ones between them count. */
struct input {
	uint32_t at;    /* the line behind which the next one comes */
	unsigned empty; /* rows that were left empty so far */
	unsigned row;   /* the last one that was read */
	bool is_any;
};

static void typed_input(struct xedit *x, struct input *input, unsigned row, const char *text)
{
	size_t len = xe_trimmed(text, strlen(text));
	char line[SCREEN_COLS_MAX + 1];

	if (!len)
		return;
	for (unsigned between = input->row + 1; between < row; between++)
		if (x->row[between].line == ROW_INPUT && !xe_insert(x, input->at, "", 0))
			input->at++;
	str_copy(line, text, sizeof(line));
	if (x->file->set.case_ == 'U')
		str_upper(line);
	if (!xe_insert(x, input->at, line, len))
		input->at++;
	input->row = row;
	input->is_any = true;
}

/* A field of the screen that was changed. */
static void field(struct xedit *x, struct input *input, unsigned row, unsigned col,
	const char *text, char *command)
{
	const struct row *is = &x->row[row];

	if (x->file->set.cmdline && row == x->rows - 1 && col == COMMAND_COL && !x->is_input) {
		str_copy(command, text, XEDIT_LINE + 1);
		return;
	}
	if (row > xe_last_row(x))
		return;
	if (is->line == ROW_SHADOW && x->file->set.prefix && col == compose_prefix_col(x) &&
		!x->is_input)
		xe_prefix_shadow(x, is->first_hidden, is->hidden, text);
	if (is->line == ROW_INPUT && col == compose_first_col(x) && x->is_input)
		typed_input(x, input, row, text);
	if (is->line >= ROW_FIRST || x->is_input ||
		(is->shown && xe_line(x->file, is->line) != is->shown))
		return;
	if (x->file->set.prefix && col == compose_prefix_col(x)) {
		typed_prefix(x, is->line, text);
	} else if (is->shown && col >= compose_first_col(x)) {
		typed_over(x, is->line, col, text);
		x->row[row].shown = xe_line(x->file, is->line);
	}
}

void input_field(struct xedit *x, unsigned row, unsigned col, const char *text)
{
	char command[XEDIT_LINE + 1];
	struct input input = {0};

	field(x, &input, row, col, text, command);
}

/* Where the cursor is in the file. */
void input_cursor(struct xedit *x, unsigned row, unsigned col)
{
	unsigned first = compose_first_col(x);
	const struct row *is = &x->row[MIN(row, (unsigned)SCREEN_ROWS_MAX)];

	x->key_row = row;
	x->key_at = col;
	x->key_line = x->key_col = 0;
	x->key_in_prefix = false;
	if (row < 2 || row > xe_last_row(x) || is->line >= ROW_FIRST)
		return;
	x->key_line = is->line;
	x->key_in_prefix = x->file->set.prefix && col >= compose_prefix_col(x) &&
			   col < compose_prefix_col(x) + PREFIX_LEN;
	x->key_col = compose_place(x, col < first || x->key_in_prefix ? 0 : col - first).col + 1;
}

/* The command line, which is typed; it is empty then. */
static void press_line(struct xedit *x, const char *command)
{
	x->command[0] = 0;
	if (*xe_skip(command))
		execute(x, command, true);
}

/* The key itself, after all fields: it says whether the command line counts, and when. */
static void press(struct xedit *x, enum screen_key key, const char *command)
{
	const unsigned at = key >= KEY_PF1 && key <= KEY_PF24  ? AT_PF1 + (key - KEY_PF1)
			    : key >= KEY_PA1 && key <= KEY_PA3 ? AT_PA1 + (key - KEY_PA1)
							       : AT_ENTER;
	const struct key pressed = x->key[at];
	const bool is_any = *xe_skip(command), is_change = x->schange == at + 1 - AT_PF1;

	if (key == KEY_CLEAR)
		return;
	if (is_change) {
		str_copy(x->command, command, sizeof(x->command));
		undo_step(&x->file->undo);
		if (xe_schange_key(x))
			return;
	}
	x->schange = 0;
	switch (pressed.when) {
	case 'O':
		str_copy(x->command, command, sizeof(x->command)); /* it stays there */
		execute(x, pressed.text, false);
		break;
	case 'A':
		press_line(x, command);
		execute(x, pressed.text, false);
		break;
	case 'B':
		x->command[0] = 0;
		execute(x, pressed.text, false);
		if (is_any && x->file)
			execute(x, command, true);
		break;
	default:
		if (is_any)
			press_line(x, command);
		else
			execute(x, pressed.text, false);
	}
}

/* The view in which a place of the display is; nr_views: none. */
unsigned input_view(const struct xedit *x, unsigned row, unsigned col)
{
	unsigned nr = 0;

	for (; nr < x->nr_views; nr++) {
		const struct view *view = &x->view[nr];

		if (row > view->top && row <= view->top + view->rows && col > view->left &&
			col <= view->left + view->cols)
			break;
	}
	return nr;
}

/*
 * All fields of a view, and what they ask for; then in the view with the key the key, in another
 * one its command line.
 */
static void take_view(struct xedit *x, struct screen_in in, unsigned nr, bool has_key)
{
	const unsigned top = x->view[nr].top, left = x->view[nr].left;
	char text[XEDIT_LINE + 1], command[XEDIT_LINE + 1] = "";
	bool was_input = x->is_input && has_key;
	struct input input;
	unsigned row, col;

	xe_view(x, nr);
	if (x->view[nr].row_file != x->file)
		return;
	input = (struct input){
		.at = MIN(x->file->line, xe_last(x->file)), .row = xe_current_row(x)};
	if (has_key)
		str_copy(command, x->command, sizeof(command));
	undo_step(&x->file->undo);
	x->key_line = x->key_col = x->key_row = x->key_at = 0;
	x->key_in_prefix = false;
	if (in.row && has_key && input_view(x, in.row, in.col) == nr)
		input_cursor(x, in.row - top, in.col - left);
	x->depth++; /* all of it is one step */
	while (screen_next(&in, &row, &col, text, sizeof(text)))
		if (input_view(x, row, col) == nr)
			field(x, &input, row - top, col - left, text, command);
	xe_prefix_execute(x);
	if (x->file && x->file->si && has_key && in.key == KEY_ENTER)
		xe_structured_next(x);
	x->depth--;
	if (!x->file)
		return;
	if (input.is_any)
		xe_go(x->file, input.at);
	else if (was_input && in.key == KEY_ENTER)
		xe_input_mode(x, false);
	if (has_key)
		press(x, in.key, command);
	else if (in.key == KEY_ENTER && *xe_skip(command))
		execute(x, command, true);
	if (x->file)
		file_autosave(x, x->file);
}

void xedit_keys(struct xedit *x, struct screen_in *in)
{
	unsigned at;

	if (!x->file || in->key == KEY_NONE)
		return;
	at = in->row && !x->is_input ? input_view(x, in->row, in->col) : x->at;
	if (at == x->nr_views)
		at = x->at;
	for (unsigned nr = 0; nr < x->nr_views && x->file && !x->is_input; nr++)
		if (nr != at)
			take_view(x, *in, nr, false);
	if (x->file && at < x->nr_views)
		take_view(x, *in, at, true);
}

/* ---- Lines --------------------------------------------------------------- */

void xedit_set_lines(struct xedit *x, bool is_lines)
{
	x->is_lines = is_lines;
	x->typed_line = UINT32_MAX;
}

void xedit_line(struct xedit *x, const char *text)
{
	struct file *before = x->file;
	uint32_t line;

	if (!x->file)
		return;
	if (x->is_input) {
		/* Differs: blanks end it, too, since the emulator's line terminals are stopped by
		 * an empty line. */
		if (x->file->set.escape_on && *text == x->file->set.escape)
			execute(x, text + 1, true);
		else if (*xe_skip(text))
			xcmd_input(x, text);
		else
			xe_input_mode(x, false);
		return;
	}
	line = x->file->line;
	execute(x, text, true);
	if (x->file && !x->is_input && (x->file != before || x->file->line != line))
		xcmd_type(x, "");
}
