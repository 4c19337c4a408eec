/* SPDX-License-Identifier: Apache-2.0 */
/* Synonyms: a person's own names of commands. */
#ifndef NUC_SYNONYM_H
#define NUC_SYNONYM_H

#include "text/plist.h"

#define SYNONYMS_MAX 64

/* Function: one. */
struct synonym {
	char command[PLIST_TOKEN + 1], name[PLIST_TOKEN + 1];
	uint8_t min; /* characters of the shortest abbreviation of name */
};

/* The command that a name stands for; NULL: none. */
const char *synonym_find(const char *name);

/* nr from 0; NULL: no more. */
const struct synonym *synonym_nr(unsigned nr);

/* False: there are too many. */
bool synonym_add(const struct synonym *synonym);
void synonym_clear(void);

#endif
