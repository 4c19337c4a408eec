/* SPDX-License-Identifier: Apache-2.0 */
/* CP commands from inside a bare guest: DIAGNOSE X'08'. */
#ifndef COMMAND_H
#define COMMAND_H

#include "arch/types.h"

/* The response of the last command, lines ended by \n. */
extern char cp_text[513];

/* Gives CP a command. Returns its return code; a test fails if CP does not take it at all. */
uint64_t cp(const char *line);

#endif
