// SPDX-License-Identifier: Apache-2.0
/* FOR: a command as if another user had given it; the answers come to the issuer. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/string.h"

/*
 * This task is not the other user's command task: so the rules are those for commands from his
 * guest. What resets his machine or ends his session is done by his own task, and told on his
 * console.
 */
static int run(struct cmd *cmd, struct vmdbk *vm, const struct cmd_word *text)
{
	struct cmd other = *cmd;

	other.vm = vm;
	other.terminal = NULL;
	other.from_guest = other.is_for = true;
	other.from_directory = false;
	other.vcpu = vm->ipl_cpu;
	return cmd_execute(&other, text->text, text->len);
}

/* FOR userid CMD command */
int cmd_for(struct cmd *cmd)
{
	struct cmd_word text, word;
	struct vmdbk *vm;
	int rc;

	if (cmd->is_for) /* one is enough, and CP does not call itself without end */
		return cmd_msg(cmd, MSG_COMMAND_RESTRICTED, "FOR", "FOR");
	rc = cmd_find_user(cmd, &vm);
	if (rc)
		return rc;
	cmd_peek(cmd->line, &word);
	if (!cmd_accept(cmd->line, "CMD", 0))
		rc = word.len ? refuse_word(cmd, MSG_INVALID_OPTION, &word) : refuse_next(cmd);
	else if (!cmd_rest(cmd->line, &text))
		rc = refuse_next(cmd);
	else if (vm->state != VM_ACTIVE)
		rc = cmd_msg(cmd, MSG_LOGOFF_PENDING, vm->userid);
	else
		rc = run(cmd, vm, &text);
	vm_put(vm);
	return rc;
}
