// SPDX-License-Identifier: Apache-2.0
/* The output area of a 3270 console. */
#include "logic/term/page.h"

#include "arch/ds3270.h"
#include "lib/string.h"

void page_init(struct page *p, uint8_t rows, uint8_t cols)
{
	memset(p, 0, sizeof(*p));
	p->rows = rows;
	p->cols = cols;
}

void page_clear(struct page *p)
{
	for (unsigned i = 0; i < p->used; i++)
		p->row[i] = (struct page_row){.unsent = true};
	p->used = 0;
	memset(p->cell, ' ', sizeof(p->cell));
}

static bool is_alike(const struct page_row *row, bool high, struct ds_look look)
{
	return row->high == high && row->look.colour == look.colour &&
	       row->look.highlight == look.highlight;
}

size_t page_add_row(struct page *p, const char *text, size_t len, bool high, struct ds_look look)
{
	struct page_row *row = &p->row[p->used];
	const struct page_row *above = p->used > 0 ? row - 1 : NULL;
	char *cell = p->cell + (size_t)p->used * p->cols;
	size_t room = p->cols, take = 0;

	*row = (struct page_row){.high = high, .look = look, .unsent = true};
	if (above && above->len == p->cols && !is_alike(above, high, look)) {
		row->inner = true;
		*cell++ = ' ';
		room--;
	}
	while (take < len && take < room && text[take] != '\n') {
		cell[take] = text[take];
		take++;
	}
	row->len = (uint8_t)(take + row->inner);
	p->used++;
	return take < len && text[take] == '\n' ? take + 1 : take;
}

static void render_attr(const struct page *p, unsigned row, struct ds_writer *w)
{
	static const struct page_row none;
	const struct page_row *r = row < p->rows ? &p->row[row] : &none;

	dsw_field_look(w, FA_PROTECTED | (r->high ? FA_HIGH : 0), r->look);
}

void page_render_first_attr(const struct page *p, struct ds_writer *w)
{
	render_attr(p, 0, w);
}

void page_erased(struct page *p)
{
	for (unsigned i = 0; i < p->rows; i++)
		p->row[i].unsent = i < p->used;
}

bool page_has_unsent(const struct page *p)
{
	for (unsigned i = 0; i < p->rows; i++)
		if (p->row[i].unsent)
			return true;
	return false;
}

/*
 * One row. follows: the row above was just written, the device stands at this one and its attribute
 * is there. The row's last column, unless text is in it, gets the attribute of the row below.
 */
static void render_row(const struct page *p, unsigned nr, bool follows, struct ds_writer *w)
{
	const struct page_row *row = &p->row[nr];
	unsigned from = nr * p->cols, last = from + p->cols - 1u;

	if (!follows && nr > 0 && p->row[nr - 1].len < p->cols) {
		dsw_address(w, from - 1);
		render_attr(p, nr, w);
	} else if (!follows) {
		dsw_address(w, from);
	}
	if (row->inner)
		render_attr(p, nr, w);
	dsw_text(w, p->cell + from + row->inner, (size_t)row->len - row->inner);
	if (row->len < p->cols) {
		dsw_nulls(w, from + row->len, last);
		render_attr(p, nr + 1, w);
	}
}

void page_render(struct page *p, struct ds_writer *w)
{
	bool follows = false;

	for (unsigned i = 0; i < p->rows; i++) {
		size_t before = w->len;

		if (!p->row[i].unsent) {
			follows = false;
			continue;
		}
		render_row(p, i, follows, w);
		if (w->overflow) {
			w->len = before;
			w->overflow = false;
			return;
		}
		p->row[i].unsent = false;
		follows = true;
	}
}
