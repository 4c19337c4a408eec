// SPDX-License-Identifier: Apache-2.0
/* Views: the screen in several parts, above or beside each other, each with a file and a command line. */
#include "xedit/set.h"

void xe_view(struct xedit *x, unsigned nr)
{
	struct view *view = &x->view[x->at];
	struct file *f = x->file;

	if (f) {
		view->file = f;
		view->line = f->line;
		view->col = f->col;
		view->shift = f->shift;
	}
	if (nr != x->at && f) {
		view = &x->view[nr];
		if (view->file) {
			f = x->file = view->file;
			xe_go(f, view->line);
			f->col = MIN(view->col, f->set.trunc);
			f->shift = view->shift;
		}
	}
	x->at = nr;
	x->row = x->view[nr].row;
	x->rows = x->view[nr].rows;
	x->cols = x->view[nr].cols;
}

/* Is an area on the display, large enough, and beside all those before it? */
static bool fits(const struct xedit *x, const struct area *area, unsigned nr)
{
	const struct area *is = &area[nr];

	if (is->rows < VIEW_ROWS_MIN || is->cols < VIEW_COLS_MIN ||
		is->top + is->rows > x->all_rows || is->left + is->cols > x->all_cols)
		return false;
	for (unsigned i = 0; i < nr; i++)
		if (area[i].top < is->top + is->rows && is->top < area[i].top + area[i].rows &&
			area[i].left < is->left + is->cols &&
			is->left < area[i].left + area[i].cols)
			return false;
	return true;
}

/* A view that is not as wide as the display ends with a border of two columns. */
static unsigned usable(const struct xedit *x, const struct area *area)
{
	return area->cols == x->all_cols ? area->cols : area->cols - BORDER_COLS;
}

bool xe_views(struct xedit *x, unsigned nr, const struct area *area, enum parted parted)
{
	struct file *f = x->file;

	if (nr < 1 || nr > VIEWS_MAX)
		return false;
	for (unsigned i = 0; i < nr; i++)
		if (!fits(x, area, i))
			return false;
	for (unsigned i = 0; i < nr; i++) {
		struct view *view = &x->view[i];

		if (i >= x->nr_views || !view->file)
			*view = (struct view){.file = f, .line = f ? f->line : 0, .col = 1};
		view->top = area[i].top;
		view->left = area[i].left;
		view->rows = area[i].rows;
		view->cols = usable(x, &area[i]);
		view->row_file = NULL;
		f = f ? f->next : NULL;
	}
	x->nr_views = nr;
	x->parted = parted;
	x->at = MIN(x->at, nr - 1);
	x->row = x->view[x->at].row;
	x->rows = x->view[x->at].rows;
	x->cols = x->view[x->at].cols;
	return true;
}

/* Parts of about the same size, above or beside each other. */
static bool same_views(struct xedit *x, unsigned nr, enum parted parted)
{
	const bool beside = parted == PARTED_WIDTH;
	const unsigned all = beside ? x->all_cols : x->all_rows;
	struct area area[VIEWS_MAX];
	unsigned at = 0;

	for (unsigned i = 0; i < MIN(nr, (unsigned)VIEWS_MAX); i++) {
		unsigned size = all / nr + (i < all % nr);

		area[i] = beside ? (struct area){0, at, x->all_rows, size}
				 : (struct area){at, 0, size, x->all_cols};
		at += size;
	}
	return xe_views(x, nr, area, parted);
}

void xe_views_forget(struct xedit *x, const struct file *f)
{
	for (unsigned i = 0; i < x->nr_views; i++) {
		if (x->view[i].row_file == f)
			x->view[i].row_file = NULL;
		if (x->view[i].file == f)
			x->view[i].file = NULL;
	}
}

void xedit_set_size(struct xedit *x, unsigned rows, unsigned cols)
{
	screen_fit(&rows, &cols);
	if (rows == x->all_rows && cols == x->all_cols)
		return;
	x->all_rows = rows;
	x->all_cols = cols;
	if (x->parted == PARTED_DEFINE || !same_views(x, x->nr_views, x->parted))
		same_views(x, 1, PARTED_SIZE);
}

/* ---- SET, QUERY ---------------------------------------------------------- */

/* SIZE n1 n2 ... and WIDTH n1 n2 ...: all rows or columns, none more. */
static int take_sizes(struct xedit *x, struct words *words, enum parted parted)
{
	const bool beside = parted == PARTED_WIDTH;
	struct area area[VIEWS_MAX];
	unsigned nr = 0, at = 0;
	uint32_t number;

	while (!xe_is_end(words)) {
		if (nr == VIEWS_MAX || xe_number(words, SCREEN_COLS_MAX, &number))
			return set_bad(x, xe_skip(words->at));
		area[nr++] = beside ? (struct area){0, at, x->all_rows, number}
				    : (struct area){at, 0, number, x->all_cols};
		at += number;
	}
	if (!nr)
		return set_bad(x, "");
	if (at != (beside ? x->all_cols : x->all_rows) || !xe_views(x, nr, area, parted))
		return set_bad(x, beside ? "WIDTH" : "SIZE");
	return 0;
}

/* DEFINE rows columns row column ...: anywhere, not one over the other. */
static int take_areas(struct xedit *x, struct words *words)
{
	struct area area[VIEWS_MAX];
	unsigned nr = 0;

	for (; !xe_is_end(words); nr++) {
		uint32_t number[4];

		for (unsigned i = 0; i < 4; i++)
			if (nr == VIEWS_MAX || xe_number(words, SCREEN_COLS_MAX, &number[i]) ||
				!number[i])
				return set_bad(x, xe_skip(words->at));
		area[nr] = (struct area){number[2] - 1, number[3] - 1, number[0], number[1]};
	}
	if (!nr)
		return set_bad(x, "");
	return xe_views(x, nr, area, PARTED_DEFINE) ? 0 : set_bad(x, "DEFINE");
}

int set_screen(struct xedit *x, struct words *words)
{
	const struct words before = *words;
	enum parted parted = PARTED_SIZE;
	uint32_t number;
	char word[12];

	xe_view(x, x->at);
	if (!xe_number(words, VIEWS_MAX, &number)) {
		if (xe_word(words, word, sizeof(word))) {
			if (xe_is_form(word, "VERTICAL", 1))
				parted = PARTED_WIDTH;
			else if (!xe_is_form(word, "HORIZONTAL", 1))
				return set_bad(x, word);
		}
		if (number && same_views(x, number, parted))
			return 0;
		*words = before;
		return set_bad(x, xe_skip(words->at));
	}
	xe_word(words, word, sizeof(word));
	if (xe_is_form(word, "SIZE", 1))
		return take_sizes(x, words, PARTED_SIZE);
	if (xe_is_form(word, "WIDTH", 1))
		return take_sizes(x, words, PARTED_WIDTH);
	if (xe_is_form(word, "DEFINE", 1))
		return take_areas(x, words);
	return set_bad(x, word);
}

void get_screen(struct xedit *x, struct values *values)
{
	static const char *const names[] = {"SIZE", "WIDTH", "DEFINE"};

	value_word(values, names[x->parted]);
	for (unsigned i = 0; i < x->nr_views; i++) {
		const struct view *view = &x->view[i];
		unsigned cols = view->cols + (view->cols == x->all_cols ? 0 : BORDER_COLS);

		if (x->parted != PARTED_WIDTH)
			value_number(values, view->rows);
		if (x->parted != PARTED_SIZE)
			value_number(values, cols);
		if (x->parted == PARTED_DEFINE) {
			value_number(values, view->top + 1);
			value_number(values, view->left + 1);
		}
	}
}

/* Rows and columns of the view, its first row and column, and those of the whole display. */
void get_lscreen(struct xedit *x, struct values *values)
{
	value_number(values, x->rows);
	value_number(values, x->cols);
	value_number(values, x->view[x->at].top + 1);
	value_number(values, x->view[x->at].left + 1);
	value_number(values, x->all_rows);
	value_number(values, x->all_cols);
}
