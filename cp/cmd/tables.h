/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of commands, for those that show them: HELP, COMMANDS. */
#ifndef CMD_TABLES_H
#define CMD_TABLES_H

#include "logic/cmdtab.h"

extern const struct cmd_table cmd_table;
extern const struct cmd_table query_table; /* operands of QUERY */
extern const struct cmd_table set_table;   /* options of SET */
extern const struct cmd_table define_table; /* operands of DEFINE */

#endif
