/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records of GLOBALV files: the name of a group (8 characters), the lengths of a variable's name
 * and value (a byte each), name and value. EBCDIC.
 */
#ifndef TEXT_GLOBALS_H
#define TEXT_GLOBALS_H

#include "arch/types.h"

#define GLOBAL_NAME_MAX   255
#define GLOBAL_RECORD_MAX (10 + 2 * GLOBAL_NAME_MAX)

/* Function: a variable. ASCII. */
struct global {
	char group[9];
	char name[GLOBAL_NAME_MAX + 1], value[GLOBAL_NAME_MAX + 1];
};

/* Makes the record of one; returns its length. */
unsigned global_record(const struct global *global, uint8_t record[GLOBAL_RECORD_MAX]);

/* Takes one apart. -E_FORMAT: it is none. */
int global_parse(struct global *global, const uint8_t *record, unsigned len) MUST_CHECK;

#endif
