// SPDX-License-Identifier: Apache-2.0
/* FORCE: somebody's session ends, at once or when his guest had time to end its work. */
#include "cmd/cmd.h"
#include "cmd/logon.h"
#include "cmd/signal.h"
#include "cmd/user.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/session.h"

/* [NOW|IMMEDIATE|WITHIN seconds]: 0, or the refusal is noted. */
static int take_within(struct cmdline *line, uint64_t *within_s)
{
	*within_s = 0;
	if (cmd_accept(line, "WITHIN", 6)) {
		if (cmd_number(line, 1, SIGNAL_WITHIN_MAX, within_s))
			return -E_INVAL;
	} else if (!cmd_accept(line, "NOW", 0)) {
		cmd_accept(line, "IMMEDIATE", 5);
	}
	return cmd_end(line);
}

static int force(struct cmd *cmd, struct vmdbk *vm, uint32_t within_s)
{
	if (strcmp(vm->userid, OPERATOR_USERID) == 0)
		return cmd_msg(cmd, MSG_FORCE_OPERATOR, vm->userid);
	if (vm->state == VM_LOGGING_OFF)
		return cmd_msg(cmd, MSG_LOGOFF_PENDING, vm->userid);
	if (within_s)
		return signal_user(cmd, vm, within_s, true);
	if (cmd->from_guest)
		return cmd_end_later(cmd, vm, cmd->vm->userid);
	session_end(vm, cmd->vm ? cmd->vm->userid : OPERATOR_USERID);
	return 0;
}

int cmd_force(struct cmd *cmd)
{
	uint64_t within_s;
	struct vmdbk *vm;
	int rc = cmd_find_user(cmd, &vm);

	if (rc)
		return rc;
	rc = take_within(cmd->line, &within_s) ? cmd_refused(cmd)
					       : force(cmd, vm, (uint32_t)within_s);
	vm_put(vm);
	return rc;
}
