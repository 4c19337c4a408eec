/* SPDX-License-Identifier: Apache-2.0 */
/* Where things are on the screen: for those who draw it and those who read it. */
#ifndef XEDIT_COMPOSE_H
#define XEDIT_COMPOSE_H

#include "xedit/private.h"

#define PREFIX_LEN  5
#define COMMAND_COL 8 /* where the command line's text begins, in the row before the last */

/* The column of the screen where lines begin, and where the prefix area's text is. */
unsigned compose_first_col(const struct xedit *x);
unsigned compose_prefix_col(const struct xedit *x);

/* Function: what is at a place of a line as it is shown, 0 the first. */
struct place {
	uint32_t col;        /* of the line, 0 the first */
	bool is_hex, is_low; /* a digit of its code; the second one */
};

struct place compose_place(const struct xedit *x, unsigned at);
/* The place of a column; 0, if it is not shown. */
unsigned compose_find(const struct xedit *x, uint32_t col);
/* A character is typed there, over *at of the line. False: it is no hexadecimal digit. */
bool compose_put(struct place place, char new, char *at);

/* What is in the prefix area of line n (true: something pending), and what is shown of a line: as
 * it was drawn. */
bool compose_prefix(const struct file *f, uint32_t n, char text[PREFIX_LEN + 1]);
void compose_line(const struct xedit *x, const struct line *line, char *text);

/* ---- Input ---- */

/* The view in which a place of the display is; nr_views: none. */
unsigned input_view(const struct xedit *x, unsigned row, unsigned col);
/* A field of the view that was changed: of a line or its prefix area, others are nothing. */
void input_field(struct xedit *x, unsigned row, unsigned col, const char *text);
/* Where the cursor is in the view. */
void input_cursor(struct xedit *x, unsigned row, unsigned col);

#endif
