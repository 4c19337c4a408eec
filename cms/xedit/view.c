// SPDX-License-Identifier: Apache-2.0
/* Views: the screen in several parts, one above the other, each with a file and a command line. */
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
			f->line = MIN(view->line, f->text.nr + 1);
			f->col = MIN(view->col, f->set.trunc);
			f->shift = view->shift;
		}
	}
	x->at = nr;
	x->row = x->view[nr].row;
	x->rows = x->view[nr].rows;
}

bool xe_views(struct xedit *x, unsigned nr, const uint8_t *sizes)
{
	struct file *f = x->file;
	unsigned top = 0;

	if (nr < 1 || nr > VIEWS_MAX || nr * VIEW_ROWS_MIN > x->all_rows)
		return false;
	for (unsigned i = 0; i < nr; i++) {
		struct view *view = &x->view[i];

		view->rows = sizes ? sizes[i] : x->all_rows / nr + (i < x->all_rows % nr);
		view->top = top;
		view->row_file = NULL;
		top += view->rows;
		if (i >= x->nr_views || !view->file)
			*view = (struct view){.file = f,
				.line = f ? f->line : 0,
				.col = 1,
				.top = view->top,
				.rows = view->rows};
		f = f ? f->next : NULL;
	}
	x->nr_views = nr;
	x->at = MIN(x->at, nr - 1);
	x->row = x->view[x->at].row;
	x->rows = x->view[x->at].rows;
	return true;
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
	x->cols = cols;
	if (rows == x->all_rows)
		return;
	x->all_rows = rows;
	if (!xe_views(x, x->nr_views, NULL))
		xe_views(x, 1, NULL);
}

/* SIZE n1 n2 ...: all rows, none more. */
static int take_sizes(struct xedit *x, struct words *words)
{
	uint8_t sizes[VIEWS_MAX];
	unsigned nr = 0, sum = 0;
	uint32_t number;

	while (!xe_is_end(words)) {
		if (nr == VIEWS_MAX || xe_number(words, SCREEN_ROWS_MAX, &number) ||
			number < VIEW_ROWS_MIN)
			return set_bad(x, xe_skip(words->at));
		sizes[nr++] = (uint8_t)number;
		sum += number;
	}
	if (!nr)
		return set_bad(x, "");
	if (sum != x->all_rows || !xe_views(x, nr, sizes))
		return set_bad(x, "SIZE");
	return 0;
}

/* Not yet: parts beside each other (VERTICAL, WIDTH, DEFINE). */
int set_screen(struct xedit *x, struct words *words)
{
	const struct words before = *words;
	uint32_t number;
	char word[12];

	xe_view(x, x->at);
	if (!xe_number(words, VIEWS_MAX, &number)) {
		if (xe_word(words, word, sizeof(word)) && !xe_is_form(word, "HORIZONTAL", 1))
			return set_bad(x, word);
		if (xe_views(x, number, NULL))
			return 0;
		*words = before;
		return set_bad(x, xe_skip(words->at));
	}
	if (!xe_word(words, word, sizeof(word)) || !xe_is_form(word, "SIZE", 1))
		return set_bad(x, word);
	return take_sizes(x, words);
}

void get_screen(struct xedit *x, struct values *values)
{
	value_word(values, "SIZE");
	for (unsigned i = 0; i < x->nr_views; i++)
		value_number(values, x->view[i].rows);
}

/* Rows and columns of the view, its first row and column, and those of the whole display. */
void get_lscreen(struct xedit *x, struct values *values)
{
	value_number(values, x->rows);
	value_number(values, x->cols);
	value_number(values, x->view[x->at].top + 1);
	value_number(values, 1);
	value_number(values, x->all_rows);
	value_number(values, x->cols);
}
