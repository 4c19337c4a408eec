// SPDX-License-Identifier: Apache-2.0
/* LOGOFF, DISCONNECT: a user ends his session, or leaves his terminal. */
#include "cmd/cmd.h"
#include "cmd/logon.h"
#include "lib/string.h"
#include "nucleus/console.h"
#include "nucleus/dispatch.h"
#include "nucleus/session.h"
#include "nucleus/terminal.h"

int cmd_logoff(struct cmd *cmd)
{
	static const char command[] = "LOGOFF";

	cmd_accept(cmd->line, "HOLD", 4); /* terminals here are never switched: both forms are the same */
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	if (strcmp(cmd->vm->userid, OPERATOR_USERID) == 0)
		return cmd_msg(cmd, MSG_FORCE_OPERATOR, cmd->vm->userid);
	if (cmd->from_guest) {
		/*
		 * This task works for a virtual CPU that is about to go: the user's own command task
		 * does it. The guest executes nothing any more.
		 */
		for (unsigned i = 0; i < VCPU_MAX; i++)
			if (cmd->vm->vcpu[i])
				vcpu_block(cmd->vm->vcpu[i], VB_RESET);
		if (console_queue_input(cmd->vm, command, strlen(command), true))
			return cmd_msg(cmd, MSG_LOGOFF_PENDING, cmd->vm->userid);
		return 0;
	}
	session_end(cmd->vm, NULL);
	return 0;
}

int cmd_disconnect(struct cmd *cmd)
{
	cmd_accept(cmd->line, "HOLD", 4); /* terminals here are never switched: both forms are the same */
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	session_disconnect(cmd->vm);
	return 0;
}
