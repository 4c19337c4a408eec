// SPDX-License-Identifier: Apache-2.0
/* QUERY NAMES, QUERY USERS: who is logged on, and where. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/string.h"
#include "nucleus/task.h"

#define NAMES_PER_LINE 4
#define AT_ONCE        256u /* users: then others run, for there may be a million, and tasks are not interrupted */

int query_names(struct cmd *cmd)
{
	char line[100] = "", where[USER_WHERE_SIZE];
	struct vmdbk *vm = NULL;
	unsigned nr = 0, nr_users = 0;
	int len = 0;

	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	while ((vm = vm_next(vm)) != NULL) {
		if (++nr_users % AT_ONCE == 0)
			task_sleep_until(0);
		user_where(vm, where);
		if (nr == NAMES_PER_LINE) {
			cmd_say(cmd, "%s", line);
			nr = 0;
			len = 0;
		}
		len += str_format(line + len, sizeof(line) - (size_t)len, "%s%-8s -%s",
			nr++ ? ", " : "", vm->userid, where);
	}
	if (nr)
		cmd_say(cmd, "%s", line);
	return 0;
}

int query_users(struct cmd *cmd)
{
	char where[USER_WHERE_SIZE];
	struct cmd_word word;
	struct vmdbk *vm;
	int rc;

	if (!cmd_peek(cmd->line, &word)) {
		cmd_say(cmd, "%6u USERS, %5u DIALED, %5u NET", vm_count(), 0, 0);
		return 0;
	}
	rc = user_operand(cmd, &vm);
	if (rc)
		return rc;
	user_where(vm, where);
	cmd_say(cmd, "%-8s -%s", vm->userid, where);
	vm_put(vm);
	return 0;
}
