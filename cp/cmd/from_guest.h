/* SPDX-License-Identifier: Apache-2.0 */
/* Commands that a guest gives by DIAGNOSE X'08'. */
#ifndef CMD_FROM_GUEST_H
#define CMD_FROM_GUEST_H

#include "virt/command.h"

/* For guest_command: executes one command as the guest's user. Returns its return code. */
int command_from_guest(const struct guest_command *command);

/* For per_say: a line to the user of a guest, as an answer to its commands would go. */
void say_from_guest(struct vmdbk *vm, const char *text);

#endif
