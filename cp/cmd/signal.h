/* SPDX-License-Identifier: Apache-2.0 */
/* Shutdown signals: guests are asked to end their work, and watched. */
#ifndef CMD_SIGNAL_H
#define CMD_SIGNAL_H

#include "cmd/cmd.h"

#define SIGNAL_WITHIN_MAX 3600 /* seconds */

/*
 * Signals a user's guest; the issuer hears how it ends. A session that goes on after within_s
 * seconds is ended when force is set. Returns the command's return code: a guest that does not
 * listen is refused.
 */
int signal_user(struct cmd *cmd, struct vmdbk *vm, uint32_t within_s, bool force);

/* All virtual CPUs are stopped, or the session ends. */
bool signal_has_ended(struct vmdbk *vm);

#endif
