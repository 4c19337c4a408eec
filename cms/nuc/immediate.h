/* SPDX-License-Identifier: Apache-2.0 */
/* Immediate commands: typed while something runs, obeyed before it goes on. */
#ifndef NUC_IMMEDIATE_H
#define NUC_IMMEDIATE_H

#include "arch/types.h"

/*
 * A line was typed: notes it if it is an immediate command; false: it is not. Ends a program that
 * was interrupted, for HX. In the interruption handler.
 */
bool immediate_command(const char *line);

/* Ends the command (does not return) if HX was typed. Not in the interruption handler. */
void immediate_obey(void);

/* Output is wanted: HT was not typed, or RT since. */
bool immediate_is_typing(void);

/* An immediate command for HELP; false: there are not so many. */
bool immediate_about(unsigned nr, const char **name, const char **purpose);

/* What HT and RT do. */
void immediate_type(bool is_typing);

/* What HT did is over; HX is not asked for. */
void immediate_begin(void);

#endif
