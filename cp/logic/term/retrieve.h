/* SPDX-License-Identifier: Apache-2.0 */
/* The last lines that were typed, for the RETRIEVE key. */
#ifndef LOGIC_TERM_RETRIEVE_H
#define LOGIC_TERM_RETRIEVE_H

#include "logic/term/term.h"

#define RETRIEVE_LINES 8

struct retrieve {
	uint8_t count; /* lines kept, 0-RETRIEVE_LINES */
	uint8_t next;  /* where the next line goes; the youngest is just before it */
	uint8_t back;  /* how many lines back the last one shown was; 0: none yet */
	char line[RETRIEVE_LINES][TERM_INPUT_MAX + 1];
};

/* Forgets all lines; also makes one. */
void retrieve_clear(struct retrieve *r);

/* Keeps line, cut to TERM_INPUT_MAX, unless it is empty or the same as the youngest; the next one
 * shown will be it. */
void retrieve_add(struct retrieve *r, const char *line);

/* The next older line, after the oldest the youngest again; NULL if there are none. */
const char *retrieve_older(struct retrieve *r);

/* The way back: the next younger line, after the youngest the oldest again; NULL if there are none. */
const char *retrieve_newer(struct retrieve *r);

#endif
