/* SPDX-License-Identifier: Apache-2.0 */
/* Where things are on the screen: for those who draw it and those who read it. */
#ifndef XEDIT_COMPOSE_H
#define XEDIT_COMPOSE_H

#include "xedit/private.h"

#define PREFIX_LEN  5
#define COMMAND_COL 8 /* where the command line's text begins, in the row before the last */

/* The column of the screen where lines begin; their first column that is shown, from 0. */
unsigned compose_first_col(const struct xedit *x);
uint32_t compose_first_shown(const struct file *f);

/* A character as it is shown. */
char compose_visible(char c);

/* What is in the prefix area of line n (true: something pending), and what is shown of a line: as
 * it was drawn. */
bool compose_prefix(const struct file *f, uint32_t n, char text[PREFIX_LEN + 1]);
void compose_line(const struct xedit *x, const struct line *line, char *text);

#endif
