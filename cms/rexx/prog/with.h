/* SPDX-License-Identifier: Apache-2.0 */
/* ADDRESS ... WITH, around a command. */
#ifndef REXX_PROG_WITH_H
#define REXX_PROG_WITH_H

#include "rexx/prog/prog.h"

enum with_kind { WITH_NORMAL, WITH_STEM, WITH_STREAM, WITH_LIFO, WITH_FIFO };

/* Function: one side. */
struct with_part {
	enum with_kind kind;
	int is_append;
	streng *name; /* of a stem or stream, with room for a number behind it */
	int name_len;
};

/* Function: a command's. On its stack. */
struct with {
	struct with_part in, out;
	int has_buffer, buffer; /* of the program stack: its number */
	int is_kept;            /* what is typed */
};

/*
 * Before and behind a command for the environment of that name; overwrite: what stands behind WITH
 * in this ADDRESS, or NULL.
 */
void with_begin(tsd_t *TSD, struct with *with, const streng *name, cnodeptr overwrite);
void with_end(tsd_t *TSD, struct with *with);

#endif
