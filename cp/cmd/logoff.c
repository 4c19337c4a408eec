// SPDX-License-Identifier: Apache-2.0
/* LOGOFF, DISCONNECT: a user ends his session, or leaves his terminal. */
#include "cmd/cmd.h"
#include "cmd/logon.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/dispatch.h"
#include "nucleus/session.h"
#include "nucleus/terminal.h"

int cmd_end_later(struct cmd *cmd, struct vmdbk *vm, const char *by)
{
	int rc = session_end_later(vm, by);

	return rc == -E_NOMEM ? cmd_msg(cmd, MSG_NO_STORAGE, "the end of a session")
	       : rc           ? cmd_msg(cmd, MSG_LOGOFF_PENDING, vm->userid)
			      : 0;
}

/* The guest executes nothing any more. Its virtual CPUs do not go before this task, which works for one, is over. */
static int logoff_of_guest(struct cmd *cmd)
{
	int rc = cmd_end_later(cmd, cmd->vm, NULL);

	for (unsigned i = 0; i < VCPU_MAX && !rc; i++)
		if (cmd->vm->vcpu[i])
			vcpu_block(cmd->vm->vcpu[i], VB_RESET);
	return rc;
}

int cmd_logoff(struct cmd *cmd)
{
	cmd_accept(cmd->line, "HOLD", 4); /* terminals here are never switched: both forms are the same */
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	if (strcmp(cmd->vm->userid, OPERATOR_USERID) == 0)
		return cmd_msg(cmd, MSG_FORCE_OPERATOR, cmd->vm->userid);
	if (cmd->from_guest)
		return logoff_of_guest(cmd);
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
