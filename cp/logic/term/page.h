/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The output area of a 3270 console: rows of text that fill from the top, and which of them the
 * device has not been sent yet.
 *
 * A field attribute takes a position of the screen. So that text begins in column 1, the attribute
 * of a row stands in the last column of the row above it (the first row's: in the last position of
 * the screen). Where that column holds text, the row looks like the row above, or
 * begins with its attribute and has one column less.
 */
#ifndef LOGIC_TERM_PAGE_H
#define LOGIC_TERM_PAGE_H

#include "logic/term/dswrite.h"

#define PAGE_ROWS_MAX 41         /* 43 x 80 less the input area */
#define PAGE_CELLS    (25 * 132) /* at least 41 x 80 */

struct page_row {
	uint8_t len; /* columns used, with its own attribute if inner */
	bool high;   /* highlighted */
	struct ds_look look;
	bool inner;  /* column 1 is its attribute */
	bool unsent; /* the device shows something else */
};

struct page {
	uint8_t rows, cols; /* of the output area */
	uint8_t used;       /* rows with text */
	struct page_row row[PAGE_ROWS_MAX];
	char cell[PAGE_CELLS];
};

static_assert(PAGE_CELLS >= PAGE_ROWS_MAX * 80, "the longest screen fits too");

/* An empty page, rows 1-PAGE_ROWS_MAX, rows * cols at most PAGE_CELLS. */
void page_init(struct page *p, uint8_t rows, uint8_t cols);

static inline bool page_is_full(const struct page *p)
{
	return p->used == p->rows;
}

/* Takes all text out. */
void page_clear(struct page *p);

/*
 * Puts as much of text (len ASCII characters, perhaps 0) as goes into the next free row there. '\n'
 * ends the row. Returns how much was taken, a '\n' that ended it included. The page must not be
 * full.
 */
size_t page_add_row(
	struct page *p, const char *text, size_t len, bool high, struct ds_look look);

/* Writes the attribute of the first row, for the last position of the screen. */
void page_render_first_attr(const struct page *p, struct ds_writer *w);

/* The device was erased: only rows with text are left to be sent. */
void page_erased(struct page *p);

bool page_has_unsent(const struct page *p);

/* Writes rows that the device doesn't show, as many as fit whole. */
void page_render(struct page *p, struct ds_writer *w);

#endif
