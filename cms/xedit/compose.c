// SPDX-License-Identifier: Apache-2.0
/*
 * The screen:
 *
 *	row 1		the file, its size, the current line
 *	row 2		messages, over lines of the file
 *	2 ... last	prefix area and lines; the current line in the middle, the scale below it
 *	the last two	the command line
 */
#include "xedit/compose.h"

#define COMMAND_ROWS 2
#define STATUS_LEN   20

unsigned xe_last_row(const struct xedit *x)
{
	return x->file && !x->file->set.cmdline ? x->rows : x->rows - COMMAND_ROWS;
}

unsigned xe_current_row(const struct xedit *x)
{
	const struct settings *set = &x->file->set;
	int row = set->curline_middle ? (int)x->rows / 2 + set->curline_offset : set->curline;

	return (unsigned)MIN(MAX(row, 2), (int)xe_last_row(x));
}

unsigned compose_first_col(const struct xedit *x)
{
	return x->file->set.prefix ? PREFIX_LEN + 3 : 2;
}

unsigned xe_width(const struct xedit *x)
{
	const struct settings *set = &x->file->set;
	unsigned room = x->cols - compose_first_col(x) + 1;

	return set->verify2 ? MIN(room, set->verify2 - set->verify1 + 1) : room;
}

uint32_t compose_first_shown(const struct file *f)
{
	return f->set.verify1 - 1 + f->shift;
}

unsigned xe_page(const struct xedit *x)
{
	return xe_last_row(x) - 2;
}

char compose_visible(char c)
{
	uint8_t u = (uint8_t)c;

	return u < ' ' || (u >= 0x7F && u < 0xA0) ? ' ' : c;
}

/* ---- Rows ---------------------------------------------------------------- */

static unsigned scale_row(const struct xedit *x)
{
	const struct settings *set = &x->file->set;

	return set->scale_row ? set->scale_row : xe_current_row(x) + 1;
}

static unsigned tab_row(const struct xedit *x)
{
	const struct settings *set = &x->file->set;
	unsigned row = xe_current_row(x);

	return set->tabline_row ? set->tabline_row : row > 4 ? row - 3 : row + 2;
}

static bool is_reserved(const struct xedit *x, unsigned row)
{
	const struct settings *set = &x->file->set;

	return (set->scale && row == scale_row(x)) || (set->tabline && row == tab_row(x));
}

/* The next line that is shown, in the direction of step; *hidden counts those that are not. */
static uint32_t next_shown(struct file *f, uint32_t n, int step, uint32_t *hidden)
{
	*hidden = 0;
	for (;;) {
		n += (uint32_t)step;
		if (n == 0 || n > f->text.nr || xe_is_shown(f, text_line(&f->text, n)))
			return n;
		++*hidden;
	}
}

static void set_row(struct xedit *x, unsigned row, uint32_t n)
{
	x->row[row] = (struct row){.line = n, .shown = xe_line(x->file, n)};
}

/* Gives rows their lines, from the current one on in one direction. */
static void fill(struct xedit *x, int step)
{
	struct file *f = x->file;
	uint32_t n = f->line, end = step < 0 ? UINT32_MAX : f->text.nr + 2, hidden;
	const unsigned last = xe_last_row(x);

	for (unsigned row = xe_current_row(x) + (unsigned)step; row >= 2 && row <= last;) {
		if (is_reserved(x, row)) {
			row += (unsigned)step;
			continue;
		}
		n = next_shown(f, n, step, &hidden);
		if (hidden && f->set.shadow) {
			x->row[row] = (struct row){.line = ROW_SHADOW, .hidden = hidden};
			do
				row += (unsigned)step;
			while (row >= 2 && row <= last && is_reserved(x, row));
			if (row < 2 || row > last)
				break;
		}
		if (n == end)
			break;
		set_row(x, row, n);
		row += (unsigned)step;
	}
}

/* In input mode new lines are typed where those behind the current one are otherwise. */
static void fill_input(struct xedit *x)
{
	for (unsigned row = xe_current_row(x) + 1; row <= xe_last_row(x); row++)
		x->row[row].line = is_reserved(x, row) ? ROW_NONE : ROW_INPUT;
}

static void give_rows(struct xedit *x)
{
	for (unsigned row = 0; row <= SCREEN_ROWS_MAX; row++)
		x->row[row] = (struct row){.line = ROW_NONE};
	set_row(x, xe_current_row(x), x->file->line);
	fill(x, -1);
	if (x->is_input)
		fill_input(x);
	else
		fill(x, 1);
	x->row_file = x->file;
}

/* ---- Drawing ------------------------------------------------------------- */

static void draw_id(struct xedit *x, struct screen_out *out)
{
	const struct file *f = x->file;
	char text[SCREEN_COLS_MAX + 1];

	str_format(text, sizeof(text),
		"%-8s %-8s %-2s  %c %u  Trunc=%u Size=%u Line=%u Col=%u Alt=%u", f->id.fn, f->id.ft,
		f->id.fm, f->id.recfm, f->id.lrecl, f->set.trunc, f->text.nr, f->line, f->col,
		f->alt);
	screen_field(out, 1, 1, x->cols - 1, SCREEN_HIGH, XA_COLOUR_BLUE, text);
}

/* Messages take the rows of lines. */
static void draw_messages(struct xedit *x, struct screen_out *out)
{
	unsigned row = x->file->set.msgline_row ? x->file->set.msgline_row : 2;

	for (unsigned i = 0; i < x->nr_messages && row <= xe_last_row(x); i++, row++) {
		screen_field(out, row, 1, x->cols - 1, SCREEN_HIGH, XA_COLOUR_RED, x->message[i]);
		x->row[row] = (struct row){.line = ROW_MESSAGE};
	}
	x->nr_messages = 0;
}

/* "....+....1....+" under the columns that are shown, with the column pointer. */
static void draw_scale(struct xedit *x, struct screen_out *out)
{
	uint32_t first = compose_first_shown(x->file);
	unsigned width = xe_width(x);
	char text[SCREEN_COLS_MAX + 1];

	for (unsigned i = 0; i < width; i++) {
		uint32_t col = first + i + 1;

		text[i] = col == x->file->col ? '|'
			  : col % 10 == 0     ? (char)('0' + col / 10 % 10)
			  : col % 5 == 0      ? '+'
					      : '.';
	}
	text[width] = 0;
	screen_field(out, scale_row(x), compose_first_col(x) - 1, width, SCREEN_PROTECTED,
		XA_COLOUR_BLUE, text);
}

static void draw_tabs(struct xedit *x, struct screen_out *out)
{
	const struct settings *set = &x->file->set;
	uint32_t first = compose_first_shown(x->file);
	unsigned width = xe_width(x);
	char text[SCREEN_COLS_MAX + 1];

	memset(text, ' ', width);
	text[width] = 0;
	for (unsigned i = 0; i < set->nr_tabs; i++)
		if (set->tabs[i] > first && set->tabs[i] <= first + width)
			text[set->tabs[i] - first - 1] = 'T';
	screen_field(out, tab_row(x), compose_first_col(x) - 1, width, SCREEN_PROTECTED,
		XA_COLOUR_BLUE, text);
}

void compose_prefix(const struct file *f, uint32_t n, char text[PREFIX_LEN + 1])
{
	const struct line *line =
		n >= 1 && n <= f->text.nr ? text_line((struct text *)&f->text, n) : NULL;

	if (f->set.number)
		str_format(text, PREFIX_LEN + 1, "%05u", n % 100000);
	else
		str_copy(text, "=====", PREFIX_LEN + 1);
	for (unsigned i = 0; i < f->nr_pending; i++) {
		const struct pending *pending = &f->pending[i];

		if (pending->line == line && (line || pending->n == n))
			memcpy(text, pending->name, strlen(pending->name));
	}
}

void compose_line(const struct xedit *x, const struct line *line, char *text)
{
	uint32_t first = compose_first_shown(x->file);
	unsigned width = xe_width(x), len = 0;

	for (; line && len < width && first + len < line->len; len++)
		text[len] = compose_visible(line->data[first + len]);
	if (!x->file->set.nulls)
		for (; len < width; len++)
			text[len] = ' ';
	text[len] = 0;
}

static void draw_edge(struct xedit *x, struct screen_out *out, unsigned row, uint32_t n)
{
	screen_field(out, row, compose_first_col(x) - 1, xe_width(x), SCREEN_PROTECTED,
		XA_COLOUR_TURQUOISE, n ? "* * * End of File * * *" : "* * * Top of File * * *");
}

static void draw_row(struct xedit *x, struct screen_out *out, unsigned row)
{
	const struct row *is = &x->row[row];
	unsigned col = compose_first_col(x) - 1, width = xe_width(x);
	bool is_current = is->line == x->file->line, is_fixed = x->is_input;
	uint8_t colour = is_current ? XA_COLOUR_WHITE : XA_COLOUR_GREEN;
	char text[SCREEN_COLS_MAX + 1];

	if (is->line == ROW_SHADOW) {
		str_format(text, sizeof(text), "-------- %u line(s) not displayed --------",
			is->hidden);
		screen_field(out, row, col, width, SCREEN_PROTECTED, XA_COLOUR_TURQUOISE, text);
	} else if (is->line == ROW_INPUT) {
		screen_field(out, row, col, width, SCREEN_INPUT, XA_COLOUR_GREEN, "");
	}
	if (is->line >= ROW_FIRST)
		return;
	if (x->file->set.prefix) {
		compose_prefix(x->file, is->line, text);
		screen_field(out, row, 1, PREFIX_LEN, is_fixed ? SCREEN_PROTECTED : SCREEN_INPUT,
			XA_COLOUR_TURQUOISE, text);
	}
	if (!is->shown) {
		draw_edge(x, out, row, is->line);
		return;
	}
	compose_line(x, is->shown, text);
	screen_field(out, row, col, width,
		is_fixed     ? SCREEN_PROTECTED
		: is_current ? SCREEN_INPUT_HIGH
			     : SCREEN_INPUT,
		colour, text);
	if (col + width < x->cols)
		screen_stop(out, row, col + width + 1);
}

static void draw_command(struct xedit *x, struct screen_out *out)
{
	unsigned row = x->rows - 1;
	char status[STATUS_LEN + 8];

	if (!x->file->set.cmdline)
		return;
	str_format(status, sizeof(status), "%s  %u File%s",
		x->is_input ? "Input-mode" : "X E D I T", x->nr_files, x->nr_files == 1 ? "" : "s");
	screen_field(out, row, 1, 5, SCREEN_HIGH, XA_COLOUR_TURQUOISE, "====>");
	if (x->is_input)
		screen_field(out, row, COMMAND_COL - 1, x->cols - COMMAND_COL, SCREEN_PROTECTED,
			XA_COLOUR_RED, "* * * Input Zone * * *");
	else
		screen_field(out, row, COMMAND_COL - 1,
			x->cols - COMMAND_COL + 1 + x->cols - STATUS_LEN - 1, SCREEN_INPUT,
			XA_COLOUR_RED, x->command);
	screen_field(out, row + 1, x->cols - STATUS_LEN, STATUS_LEN, SCREEN_PROTECTED,
		XA_COLOUR_BLUE, status);
}

/* ---- The cursor ---------------------------------------------------------- */

/* The row of a line of the file; 0: it is not shown. */
static unsigned row_of(const struct xedit *x, uint32_t n)
{
	for (unsigned row = 2; row <= xe_last_row(x); row++)
		if (x->row[row].line == n)
			return row;
	return 0;
}

static void put_cursor(struct xedit *x, struct screen_out *out)
{
	uint32_t first = compose_first_shown(x->file), col = x->cursor_col;
	unsigned row = x->cursor == CURSOR_FILE ? row_of(x, x->cursor_line) : 0;

	if (x->is_input) {
		row = row_of(x, ROW_INPUT);
		col = first + 1;
	}
	if (row) {
		col = col > first && col <= first + xe_width(x) ? col - first : 1;
		screen_cursor(out, row, compose_first_col(x) + col - 1);
	} else if (x->cursor == CURSOR_SCREEN && x->cursor_line && x->cursor_col) {
		screen_cursor(out, x->cursor_line, x->cursor_col);
	} else if (x->file->set.cmdline) {
		unsigned at = x->cursor == CURSOR_COMMAND && x->cursor_col ? x->cursor_col : 1;

		at = MIN(at, x->cols - COMMAND_COL);
		screen_cursor(out, x->rows - 1, COMMAND_COL + at - 1);
	} else {
		screen_cursor(out, xe_current_row(x), compose_first_col(x));
	}
	x->cursor = CURSOR_COMMAND;
	x->cursor_col = 1;
}

void xedit_set_size(struct xedit *x, unsigned rows, unsigned cols)
{
	screen_fit(&rows, &cols);
	x->rows = rows;
	x->cols = cols;
}

bool xedit_compose(struct xedit *x, struct screen_out *out)
{
	bool alarm = x->alarm;

	x->alarm = false;
	give_rows(x);
	draw_id(x, out);
	draw_messages(x, out);
	for (unsigned row = 2; row <= xe_last_row(x); row++)
		draw_row(x, out, row);
	if (x->file->set.scale && x->row[scale_row(x)].line == ROW_NONE)
		draw_scale(x, out);
	if (x->file->set.tabline && x->row[tab_row(x)].line == ROW_NONE)
		draw_tabs(x, out);
	draw_command(x, out);
	put_cursor(x, out);
	return alarm;
}
