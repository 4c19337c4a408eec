/* SPDX-License-Identifier: Apache-2.0 */
/* How a guest's CP commands reach the command processor, which lies above this floor. */
#ifndef VIRT_COMMAND_H
#define VIRT_COMMAND_H

#include "nucleus/vmdbk.h"

struct guest_command {
	struct vcpu *vcpu; /* that asked */
	const char *text;  /* one command, ASCII, not NUL-ended */
	size_t len;
	/* Where the response goes, line by line; NULL: to the user's console. */
	void (*out)(void *ctx, const char *line, unsigned flags);
	void *ctx;
};

/*
 * Runs it and returns its return code. Called in the task that works for the virtual CPU, no locks
 * held. A command that resets or ends the machine does so after this task. Set at start-up.
 */
extern int (*guest_command)(const struct guest_command *command);

/*
 * Ends the DIAGNOSE X'08' that a virtual CPU was intercepted with as if its last command had responded with
 * this line and return code; what goes wrong its guest is told as by DIAGNOSE. The CPU does not run. For CLONE.
 */
void guest_command_answer(struct vcpu *vcpu, const char *line, int rc);

#endif
