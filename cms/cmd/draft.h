/* SPDX-License-Identifier: Apache-2.0 */
/* A note while it is written: a file fn NOTE A0, in XEDIT until SEND. */
#ifndef CMD_DRAFT_H
#define CMD_DRAFT_H

#include "arch/types.h"

#define DRAFT_LINE_MAX 300 /* characters of a line that is given back */

/* Can a note be written in XEDIT: on a display, with a disk A that can be written, not within
 * XEDIT? */
bool draft_is_possible(void);

/*
 * Edits fn NOTE A0; if there is no such file it begins with these lines. *is_sent: SEND was entered
 * there. 0 or, after a message, the return code.
 */
int draft_edit(const char *fn, char *const *line, unsigned nr, bool *is_sent);

/* Gives each line, with a final NUL, to take(), until that returns something else than 0. 0, -E_*.
 */
int draft_read(const char *fn, int (*take)(void *ctx, const char *line), void *ctx);

/* The file goes. The return code. */
int draft_erase(const char *fn);

#endif
