// SPDX-License-Identifier: Apache-2.0
/* SET TIMERSLACK, QUERY TIMERSLACK: how late an idle guest may get its clock interruptions. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "abi/directory.h"
#include "lib/string.h"

/* A guest that waits now keeps its alarm; the next wait has the new slack. Gives the reference
 * back. */
static int set_slack(struct cmd *cmd, struct vmdbk *vm)
{
	uint64_t ms = 0;
	int rc = 0;

	if (cmd_ms_or_off(cmd->line, DIR_TIMER_SLACK_MAX_MS, &ms) || cmd_end(cmd->line)) {
		rc = cmd_refused(cmd);
	} else {
		lock_take(&vm->lock);
		vm->timer_slack_ms = (uint32_t)ms;
		lock_drop(&vm->lock);
	}
	vm_put(vm);
	return rc;
}

int set_timerslack(struct cmd *cmd)
{
	vm_get(cmd->vm);
	return set_slack(cmd, cmd->vm);
}

/* Class A: two words are a userid and its slack. */
int set_timerslack_any(struct cmd *cmd)
{
	struct cmdline rest = *cmd->line;
	struct cmd_word word;
	struct vmdbk *vm;
	int rc;

	if (!cmd_next(&rest, &word) || !cmd_next(&rest, &word))
		return set_timerslack(cmd);
	rc = cmd_find_user(cmd, &vm);
	return rc ? rc : set_slack(cmd, vm);
}

static int say_slack(struct cmd *cmd, struct vmdbk *vm)
{
	char text[24] = "OFF";

	if (vm->timer_slack_ms)
		str_format(text, sizeof(text), "%u MS", vm->timer_slack_ms);
	vm_put(vm);
	return cmd_msg(cmd, MSG_TIMERSLACK_IS, text);
}

int query_timerslack(struct cmd *cmd)
{
	struct vmdbk *vm;
	int rc = user_self(cmd, &vm);

	return rc ? rc : say_slack(cmd, vm);
}

int query_timerslack_any(struct cmd *cmd)
{
	struct vmdbk *vm;
	int rc = user_operand(cmd, &vm);

	return rc ? rc : say_slack(cmd, vm);
}
