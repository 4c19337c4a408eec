// SPDX-License-Identifier: Apache-2.0
/* CP, the comment, DIAL and what else is refused: commands that do little. */
#include "cmd/cmd.h"
#include "cmd/tables.h"

/* CP command: the command. However often CP stands before it, it is looked up once. */
int cmd_cp(struct cmd *cmd)
{
	while (cmd_accept(cmd->line, "CP", 0))
		;
	return cmd_sub(cmd, &cmd_table);
}

int cmd_comment(struct cmd *cmd)
{
	(void)cmd;
	return 0;
}

int cmd_dial(struct cmd *cmd)
{
	return cmd_msg(cmd, MSG_DIAL_REFUSED);
}

/* Rows with CMD_REFUSED. */
int cmd_not_supported(struct cmd *cmd)
{
	return cmd_msg(cmd, MSG_NOT_SUPPORTED, cmd->name);
}
