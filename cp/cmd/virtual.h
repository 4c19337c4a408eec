/* SPDX-License-Identifier: Apache-2.0 */
/* Lines about a user's virtual machine that more than one command shows. */
#ifndef CMD_VIRTUAL_H
#define CMD_VIRTUAL_H

#include "cmd/cmd.h"

/*
 * The virtual console, as QUERY CONSOLE shows it. Linux looks for the device number in columns 6-9
 * and for what follows "SUBCHANNEL = ". Returns 0, or the number of the refusal when there is none.
 */
int virtual_console(struct cmd *cmd);

/* "STORAGE = 512M" */
void virtual_storage(struct cmd *cmd);

#endif
