// SPDX-License-Identifier: Apache-2.0
/*
 * The screen:
 *
 *	row 1		the file, its size, the current line
 *	row 2		messages, over lines of the file
 *	2 ... last	prefix area and lines; the current line in the middle, the scale below it
 *	the last two	the command line
 *
 * Rows are those of a view here; SET SCREEN shows several of them.
 */
#include "xedit/compose.h"

#define COMMAND_ROWS 2
#define STATUS_LEN   20
#define PARTS_MAX    16 /* fields of a line: a screen must not get too long */

unsigned xe_last_row(const struct xedit *x)
{
	return x->file && !x->file->set.cmdline ? x->rows : x->rows - COMMAND_ROWS;
}

unsigned xe_current_row(const struct xedit *x)
{
	return (unsigned)MIN(MAX(xe_row_at(x, x->file->set.curline), 2), (int)xe_last_row(x));
}

unsigned xe_page(const struct xedit *x)
{
	return xe_last_row(x) - 2;
}

/* ---- Rows ---------------------------------------------------------------- */

unsigned xe_scale_row(const struct xedit *x)
{
	const struct at_row row = x->file->set.scale_row;

	return row.from ? (unsigned)MAX(xe_row_at(x, row), 0) : xe_current_row(x) + 1;
}

unsigned xe_tab_row(const struct xedit *x)
{
	const struct at_row at = x->file->set.tabline_row;
	unsigned row = xe_current_row(x);

	return at.from ? (unsigned)MAX(xe_row_at(x, at), 0) : row > 4 ? row - 3 : row + 2;
}

static bool is_reserved(const struct xedit *x, unsigned row)
{
	const struct settings *set = &x->file->set;

	return (set->scale && row == xe_scale_row(x)) || (set->tabline && row == xe_tab_row(x)) ||
	       xe_reserved_in(x, row);
}

/* The next line that is shown, in the direction of step; *hidden counts those that are not. */
static uint32_t next_shown(struct file *f, uint32_t n, int step, uint32_t *hidden)
{
	*hidden = 0;
	for (;;) {
		n += (uint32_t)step;
		if (!xe_in_range(f, n) || xe_is_shown(f, text_line(&f->text, n)))
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
	uint32_t n = f->line, end = step < 0 ? xe_top(f) - 1 : xe_end(f) + 1, hidden;
	const unsigned last = xe_last_row(x);

	for (unsigned row = xe_current_row(x) + (unsigned)step; row >= 2 && row <= last;) {
		if (is_reserved(x, row)) {
			row += (unsigned)step;
			continue;
		}
		n = next_shown(f, n, step, &hidden);
		if (hidden && f->set.shadow) {
			x->row[row] = (struct row){.line = ROW_SHADOW,
				.hidden = hidden,
				.first_hidden = step < 0 ? n + 1 : n - hidden};
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
	x->view[x->at].row_file = x->file;
}

/* ---- Drawing ------------------------------------------------------------- */

/* A field in an area, which the person may have given another look. */
static void draw_as(const struct xedit *x, struct screen_out *out, unsigned row, unsigned col,
	unsigned len, enum screen_kind kind, const struct look *look, const char *text)
{
	out->highlight = look->highlight;
	screen_field(out, x->view[x->at].top + row, x->view[x->at].left + col, len,
		(enum screen_kind)(kind | (look->is_high ? FA_HIGH : 0)), look->colour, text);
	out->highlight = 0;
}

/* The same of a text that may have fields of its own. */
static void draw_parts(const struct xedit *x, struct screen_out *out, unsigned row, unsigned col,
	unsigned len, enum screen_kind kind, const struct look *look, const char *text)
{
	struct part part = {0};
	char of_part[SCREEN_COLS_MAX + 1];

	if (!xe_has_controls(x->file, text)) {
		draw_as(x, out, row, col, len, kind, look, text);
		return;
	}
	for (unsigned nr = 0;
		nr < PARTS_MAX && xe_next_part(x->file, text, &part) && part.at <= len; nr++) {
		const struct control *control = part.control;
		enum screen_kind is = !control            ? kind
				      : control->is_input ? SCREEN_INPUT
							  : SCREEN_PROTECTED;
		struct look hidden = control ? control->look : *look;
		unsigned used = MIN(part.len, len - part.at);
		bool is_last = !part.from[part.len];

		if (control && control->is_hidden) {
			is = (enum screen_kind)(is | FA_NONDISPLAY);
			hidden.is_high = false;
		}
		str_format(of_part, sizeof(of_part), "%.*s", (int)used, part.from);
		draw_as(x, out, row, col + part.at, is_last ? len - part.at : used, is, &hidden,
			of_part);
	}
}

static void draw(const struct xedit *x, struct screen_out *out, unsigned row, unsigned col,
	unsigned len, enum screen_kind kind, enum xe_area area, const char *text)
{
	draw_as(x, out, row, col, len, kind, &x->file->set.look[area], text);
}

static void draw_id(struct xedit *x, struct screen_out *out)
{
	const struct file *f = x->file;
	char text[SCREEN_COLS_MAX + 1];

	str_format(text, sizeof(text),
		"%-8s %-8s %-2s  %c %u  Trunc=%u Size=%u Line=%u Col=%u Alt=%u", f->id.fn, f->id.ft,
		f->id.fm, f->id.recfm, f->id.lrecl, f->set.trunc, f->text.nr, f->line, f->col,
		f->alt);
	draw(x, out, 1, 1, x->cols - 1, SCREEN_PROTECTED, AREA_ID, text);
}

/* Messages take the rows of lines. */
static void draw_messages(struct xedit *x, struct screen_out *out)
{
	const struct at_row at = x->file->set.msgline;
	unsigned row = at.from ? (unsigned)MAX(xe_row_at(x, at), 2) : 2;

	row = MIN(row, xe_last_row(x)); /* which may be less in another view */
	for (unsigned i = 0; i < x->nr_messages && row <= xe_last_row(x); i++, row++) {
		draw(x, out, row, 1, x->cols - 1, SCREEN_PROTECTED, AREA_MSG, x->message[i]);
		x->row[row] = (struct row){.line = ROW_MESSAGE};
	}
	x->nr_messages = 0;
}

/* "....+....1....+" under the columns that are shown, with the column pointer. */
static void draw_scale(struct xedit *x, struct screen_out *out)
{
	unsigned width = xe_width(x);
	char text[SCREEN_COLS_MAX + 1];

	for (unsigned i = 0; i < width; i++) {
		uint32_t col = compose_place(x, i).col + 1;

		text[i] = x->file->set.colptr && col == x->file->col ? '|'
			  : col % 10 == 0                            ? (char)('0' + col / 10 % 10)
			  : col % 5 == 0                             ? '+'
								     : '.';
	}
	text[width] = 0;
	draw(x, out, xe_scale_row(x), compose_first_col(x) - 1, width, SCREEN_PROTECTED, AREA_SCALE,
		text);
}

static void draw_tabs(struct xedit *x, struct screen_out *out)
{
	const struct settings *set = &x->file->set;
	unsigned width = xe_width(x);
	char text[SCREEN_COLS_MAX + 1];

	for (unsigned i = 0; i < width; i++) {
		uint32_t col = compose_place(x, i).col + 1;

		text[i] = ' ';
		for (unsigned nr = 0; nr < set->nr_tabs; nr++)
			if (set->tabs[nr] == col)
				text[i] = 'T';
	}
	text[width] = 0;
	draw(x, out, xe_tab_row(x), compose_first_col(x) - 1, width, SCREEN_PROTECTED, AREA_TABLINE,
		text);
}

/* Over what is shown otherwise: its name, and what was typed with it. */
static void show_pending(char text[PREFIX_LEN + 1], const struct pending *pending)
{
	char shown[2 * PREFIX_LEN + 1];
	size_t len = strlen(text);

	str_format(shown, sizeof(shown), "%s%s", pending->name, pending->operand);
	memcpy(text, shown, MIN(strlen(shown) + (len < strlen(shown)), (size_t)PREFIX_LEN));
	text[PREFIX_LEN] = 0;
}

bool compose_prefix(const struct file *f, uint32_t n, char text[PREFIX_LEN + 1])
{
	bool is_pending = false;
	const struct line *line = xe_line((struct file *)f, n);

	if (f->set.number)
		str_format(text, PREFIX_LEN + 1, "%05u", n % 100000);
	else
		str_copy(text, f->set.prefix_nulls ? "" : "=====", PREFIX_LEN + 1);
	for (unsigned i = 0; i < f->nr_pending; i++) {
		const struct pending *pending = &f->pending[i];

		if (pending->line == line && (line || pending->n == n)) {
			show_pending(text, pending);
			is_pending = true;
		}
	}
	return is_pending;
}

static void draw_edge(struct xedit *x, struct screen_out *out, unsigned row, uint32_t n)
{
	const struct file *f = x->file;
	const bool is_top = n <= xe_top(f), is_range = is_top ? f->above : f->below;
	char text[40] = "";

	if (f->set.tofeof)
		str_format(text, sizeof(text), "* * * %s of %s * * *", is_top ? "Top" : "End",
			is_range ? "Range" : "File");
	draw(x, out, row, compose_first_col(x) - 1, xe_width(x), SCREEN_PROTECTED, AREA_EDGE, text);
}

/* A row that has no line: of lines that are not shown, for new ones, or reserved. */
static void draw_other(struct xedit *x, struct screen_out *out, unsigned row)
{
	const struct reserved *reserved = xe_reserved_in(x, row);
	unsigned col = compose_first_col(x) - 1, width = xe_width(x);
	char text[SCREEN_COLS_MAX + 1];

	if (x->row[row].line == ROW_SHADOW) {
		if (x->file->set.prefix)
			draw(x, out, row, compose_prefix_col(x) - 1, PREFIX_LEN,
				x->is_input ? SCREEN_PROTECTED : SCREEN_INPUT, AREA_PREFIX,
				x->file->set.prefix_nulls ? "" : "=====");
		str_format(text, sizeof(text), "-------- %u line(s) not displayed --------",
			x->row[row].hidden);
		draw(x, out, row, col, width, SCREEN_PROTECTED, AREA_SHADOW, text);
	} else if (x->row[row].line == ROW_INPUT) {
		draw(x, out, row, col, width, SCREEN_INPUT, AREA_FILE, "");
	} else if (x->row[row].line == ROW_NONE && reserved) {
		draw_parts(x, out, row, 1, x->cols - 1, SCREEN_PROTECTED, &reserved->look,
			reserved->text);
	}
}

static void draw_row(struct xedit *x, struct screen_out *out, unsigned row)
{
	const struct settings *set = &x->file->set;
	const struct row *is = &x->row[row];
	unsigned col = compose_first_col(x) - 1, width = xe_width(x);
	enum screen_kind kind = x->is_input ? SCREEN_PROTECTED : SCREEN_INPUT;
	char text[SCREEN_COLS_MAX + 1];

	if (is->line >= ROW_FIRST) {
		draw_other(x, out, row);
		return;
	}
	if (set->prefix)
		draw(x, out, row, compose_prefix_col(x) - 1, PREFIX_LEN, kind,
			compose_prefix(x->file, is->line, text) ? AREA_PENDING : AREA_PREFIX, text);
	if (!is->shown) {
		draw_edge(x, out, row, is->line);
		return;
	}
	compose_line(x, is->shown, text);
	draw_parts(x, out, row, col, width, kind,
		&x->file->set.look[is->line == x->file->line ? AREA_CURLINE : AREA_FILE], text);
	if (col + width < x->cols - (set->prefix && !set->prefix_left ? PREFIX_LEN + 1 : 0))
		screen_stop(out, x->view[x->at].top + row, x->view[x->at].left + col + width + 1);
}

/* The last row can be reserved: the command line is shorter then. */
static void draw_command(struct xedit *x, struct screen_out *out, const char *command)
{
	unsigned row = x->rows - 1, len = x->cols - COMMAND_COL;
	bool is_reserved = xe_reserved_in(x, x->rows) != NULL;
	bool is_short = is_reserved || x->cols < x->all_cols;
	char status[STATUS_LEN + 8];

	if (!x->file->set.cmdline)
		return;
	str_format(status, sizeof(status), "%s  %u File%s",
		x->is_input ? "Input-mode" : "X E D I T", x->nr_files, x->nr_files == 1 ? "" : "s");
	draw(x, out, row, 1, 5, SCREEN_PROTECTED, AREA_ARROW, "====>");
	if (x->is_input)
		draw(x, out, row, COMMAND_COL - 1, len, SCREEN_PROTECTED, AREA_CMDLINE,
			"* * * Input Zone * * *");
	else
		draw(x, out, row, COMMAND_COL - 1, is_short ? len : len + x->cols - STATUS_LEN,
			SCREEN_INPUT, AREA_CMDLINE, command);
	if (!is_reserved)
		draw(x, out, row + 1, x->cols - STATUS_LEN, STATUS_LEN, SCREEN_PROTECTED,
			AREA_STATUS, status);
}

/* Beside a view that is not as wide as the display: nothing that is typed goes on there. */
static void draw_border(struct xedit *x, struct screen_out *out)
{
	const bool is_last = x->view[x->at].left + x->cols + BORDER_COLS == x->all_cols;

	for (unsigned row = 1; row <= x->rows; row++)
		draw(x, out, row, x->cols + 1, BORDER_COLS - 1, SCREEN_PROTECTED, AREA_ARROW,
			is_last ? "" : "|");
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
	unsigned col = compose_find(x, x->cursor_col - 1);
	const unsigned top = x->view[x->at].top, left = x->view[x->at].left;
	unsigned row = x->cursor == CURSOR_FILE ? row_of(x, x->cursor_line) : 0;

	if (x->is_input) {
		row = row_of(x, ROW_INPUT);
		col = 0;
	}
	if (row) {
		screen_cursor(out, top + row, left + compose_first_col(x) + col);
	} else if (x->cursor == CURSOR_SCREEN && x->cursor_line && x->cursor_col) {
		screen_cursor(out, top + x->cursor_line, left + x->cursor_col);
	} else if (x->file->set.cmdline) {
		unsigned at = x->cursor == CURSOR_COMMAND && x->cursor_col ? x->cursor_col : 1;

		at = MIN(at, x->cols - COMMAND_COL);
		screen_cursor(out, top + x->rows - 1, left + COMMAND_COL + at - 1);
	} else {
		screen_cursor(out, top + xe_current_row(x), left + compose_first_col(x));
	}
	x->cursor = CURSOR_COMMAND;
	x->cursor_priority = 0;
	x->cursor_col = 1;
}

/* A view: of one that is not worked in the command line is empty, and no cursor is put. */
static void compose_view(struct xedit *x, struct screen_out *out, bool is_at)
{
	const struct settings *set = &x->file->set;

	give_rows(x);
	draw_id(x, out);
	if (is_at)
		draw_messages(x, out);
	for (unsigned row = 2; row <= x->rows; row++)
		draw_row(x, out, row);
	if (set->scale && xe_scale_row(x) <= xe_last_row(x) &&
		x->row[xe_scale_row(x)].line == ROW_NONE && !xe_reserved_in(x, xe_scale_row(x)))
		draw_scale(x, out);
	if (set->tabline && xe_tab_row(x) <= xe_last_row(x) &&
		x->row[xe_tab_row(x)].line == ROW_NONE && !xe_reserved_in(x, xe_tab_row(x)))
		draw_tabs(x, out);
	draw_command(x, out, is_at ? x->command : "");
	if (x->cols < x->all_cols)
		draw_border(x, out);
	if (is_at)
		put_cursor(x, out);
}

bool xedit_compose(struct xedit *x, struct screen_out *out)
{
	const unsigned at = x->at;
	bool alarm = x->alarm, is_input = x->is_input;

	x->alarm = false;
	x->is_input = false;
	for (unsigned nr = 0; nr < x->nr_views; nr++) {
		if (nr == at)
			continue;
		xe_view(x, nr);
		compose_view(x, out, false);
	}
	xe_view(x, at);
	x->is_input = is_input;
	compose_view(x, out, true);
	return alarm;
}
