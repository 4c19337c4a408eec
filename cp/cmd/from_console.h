/* SPDX-License-Identifier: Apache-2.0 */
/* What connects consoles and guests to the command floor; init.c hands these to the floors below. */
#ifndef CMD_FROM_CONSOLE_H
#define CMD_FROM_CONSOLE_H

#include "nucleus/vcpu.h"
#include "nucleus/vmdbk.h"

/* For console_ops: one command of a user. The user's command task. */
void command_from_console(struct vmdbk *vm, const char *text, size_t len);

/* For guest_stopped: a virtual CPU stopped for good. Dispatcher. */
void tell_guest_stopped(struct vcpu *vcpu, const char *text);

#endif
