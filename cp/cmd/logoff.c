// SPDX-License-Identifier: Apache-2.0
/* LOGOFF, DISCONNECT, XAUTOLOG, FORCE: sessions begin and end by command. */
#include "cmd/cmd.h"
#include "cmd/logon.h"
#include "lib/string.h"
#include "nucleus/console.h"
#include "nucleus/directory.h"
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

/*
 * From a guest: the end of a session waits for all tasks that work for its virtual CPUs. This may be one of
 * them, or one for which the other's waits: so the user's own command task does it.
 */
static int force_later(struct cmd *cmd)
{
	if (console_queue_input(cmd->vm, cmd->line->text, cmd->line->len, true))
		return cmd_msg(cmd, MSG_BUSY, "The console");
	return 0;
}

int cmd_force(struct cmd *cmd)
{
	struct vmdbk *vm;
	int rc = cmd_find_user(cmd, &vm);

	if (rc)
		return rc;
	if (cmd_end(cmd->line))
		rc = cmd_refused(cmd);
	else if (strcmp(vm->userid, OPERATOR_USERID) == 0)
		rc = cmd_msg(cmd, MSG_FORCE_OPERATOR, vm->userid);
	else if (vm->state == VM_LOGGING_OFF)
		rc = cmd_msg(cmd, MSG_LOGOFF_PENDING, vm->userid);
	else if (cmd->from_guest)
		rc = force_later(cmd);
	else
		session_end(vm, cmd->vm ? cmd->vm->userid : OPERATOR_USERID);
	vm_put(vm);
	return rc;
}

/* Class A and B start anybody; class G whom the directory's XAUTOLOG statement lets them. */
static bool may_start(const struct cmd *cmd, const struct dir_user *user)
{
	return (cmd->vm->classes & (CLASS_A | CLASS_B)) ||
		dir_is_listed(user, DIR_ITEM_XAUTOLOG, cmd->vm->userid);
}

int cmd_xautolog(struct cmd *cmd)
{
	char userid[NAME_SIZE], users[12];
	struct dir_user user;
	struct vmdbk *vm;
	enum msg_id id;

	if (cmd_userid(cmd->line, NULL, userid) || cmd_end(cmd->line))
		return cmd_refused(cmd);
	if (directory_find(userid, &user))
		return cmd_msg(cmd, MSG_NOT_IN_DIRECTORY, userid);
	if (!may_start(cmd, &user))
		return cmd_msg(cmd, MSG_NOT_AUTHORISED, cmd->vm->userid, userid);
	vm = vm_find(userid);
	if (vm) {
		vm_put(vm);
		return cmd_msg(cmd, MSG_ALREADY_LOGGED_ON, userid);
	}
	id = session_create(&user, &vm);
	if (id != MSG_NONE)
		return cmd_msg(cmd, id, userid);
	session_begin(vm, &user, false);
	str_format(users, sizeof(users), "%u", vm_count());
	operator_msg(MSG_OPERATOR_AUTOLOG, userid, users);
	vm_put(vm);
	return cmd_msg(cmd, MSG_COMMAND_ACCEPTED), 0;
}
