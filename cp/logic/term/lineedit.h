/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CP's editing of typed lines: what came from a terminal becomes logical lines, some of them for
 * CP.
 *
 * LINEND ends a logical line, CHARDEL deletes the character before it, LINEDEL all of the logical
 * line so far; ESCAPE makes the next character an ordinary one. A logical line that follows a
 * LINEND and is the word CP, alone or with more behind a blank, is for CP whatever the terminal's
 * state is: that is #CP. So are the logical lines behind it: #CP takes several commands.
 */
#ifndef LOGIC_TERM_LINEEDIT_H
#define LOGIC_TERM_LINEEDIT_H

#include "arch/types.h"

/* What TERMINAL and SET LINEDIT set; a character that is 0 is OFF. */
struct lineedit {
	bool on; /* SET LINEDIT; when off, only #CP at the very front is still seen */
	char lineend;
	char linedel;
	char chardel;
	char escape;
};

/* ON # cent-sign @ " */
struct lineedit lineedit_default(void);

struct lineedit_iter {
	struct lineedit edit;
	const char *in;
	size_t len, pos;
	bool after_lineend; /* the line that comes follows a LINEND */
	bool cp;            /* #CP was seen */
	bool done;
};

/* Begins with the typed line in, len ASCII characters, which must stay until the end. */
void lineedit_begin(
	struct lineedit_iter *it, const struct lineedit *edit, const char *in, size_t len);

/*
 * The next logical line, NUL-ended in out, which has room for len + 1. cp: it is for CP, and what
 * stands there is the command without the word CP, empty for "#CP" alone. False: there are no more.
 * An empty typed line is one empty logical line; nothing behind the last LINEND is none.
 */
bool lineedit_next(struct lineedit_iter *it, char *out, bool *cp);

#endif
