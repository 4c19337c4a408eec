/* SPDX-License-Identifier: Apache-2.0 */
/* Where commands of EXECs go. */
#ifndef REXX_ENVIRONMENT_H
#define REXX_ENVIRONMENT_H

#include "arch/types.h"

/*
 * Executes a command of an EXEC, len bytes and a final NUL, in an environment, upper case. Its
 * return code; RC_UNKNOWN: there is no such environment, or it does not know the command.
 */
int rexx_command(const char *environment, char *text, size_t len);

#endif
