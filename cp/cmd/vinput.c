// SPDX-License-Identifier: Apache-2.0
/* VINPUT: an operator's command for the user's own guest, through its service processor. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/err.h"
#include "lib/string.h"
#include "virt/sclp.h"

int cmd_vinput(struct cmd *cmd)
{
	bool priority = cmd_accept(cmd->line, "PVMSG", 0);
	char text[CMDLINE_MAX + 1];
	struct cmd_word words;
	int rc;

	if (!priority && !cmd_accept(cmd->line, "VMSG", 0))
		return refuse_next(cmd);
	if (!cmd_rest(cmd->line, &words))
		return cmd_msg(cmd, MSG_TEXT_MISSING);
	if (words.len > SCLP_TEXT_MAX)
		return refuse_word(cmd, MSG_TOO_MANY_OPERANDS, NULL);
	memcpy(text, words.text, words.len);
	text[words.len] = '\0';
	rc = guest_sclp_command(cmd->vm, text, priority);
	if (rc == -E_NOENT)
		return cmd_msg(cmd, MSG_NOT_RECEIVING, cmd->vm->userid,
			priority ? "PVMSG off" : "VMSG off");
	return rc ? cmd_msg(cmd, MSG_BUSY, "VINPUT") : 0;
}
