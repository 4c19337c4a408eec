/* SPDX-License-Identifier: Apache-2.0 */
/* EXECs: REXX programs, and lists of commands. */
#ifndef CMD_EXECLIST_H
#define CMD_EXECLIST_H

/* Runs fn EXEC. Returns what it returned; RC_UNKNOWN: there is no such file. */
int exec_run(const char *fn, const char *args);

#endif
