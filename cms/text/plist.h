/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A command line in tokens of at most eight characters, as CMS commands get it. The line itself,
 * with longer words and in its own case, stays the extended parameter list.
 */
#ifndef TEXT_PLIST_H
#define TEXT_PLIST_H

#include "arch/types.h"

#define PLIST_MAX   32 /* tokens */
#define PLIST_TOKEN 8

/* Function: the tokens of a line; token[nr] is "". Lives on its user's stack. */
struct plist {
	unsigned nr;
	char token[PLIST_MAX + 1][PLIST_TOKEN + 1]; /* upper case */
	uint16_t at[PLIST_MAX + 1];                 /* where each begins in the line */
};

/*
 * Takes a line apart: words end at blanks; each parenthesis is a token of its own. Returns 0, or
 * -E_FULL when there are too many; then *plist has the first ones.
 */
int plist_parse(struct plist *plist, const char *line) MUST_CHECK;

/* Is word a form of name that is at least min characters long? Upper case both. */
bool is_abbreviation(const char *word, const char *name, unsigned min);

#endif
