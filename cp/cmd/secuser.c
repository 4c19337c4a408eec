// SPDX-License-Identifier: Apache-2.0
/* SET SECUSER, QUERY SECUSER, SEND: a user who looks after another one that has no terminal. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/console.h"

/* ---- The secondary user ---------------------------------------------------------------------- */

static void get_secuser(struct vmdbk *vm, char secuser[NAME_SIZE])
{
	lock_take(&vm->console->lock);
	str_copy(secuser, vm->console->set.secuser, NAME_SIZE);
	lock_drop(&vm->console->lock);
}

/* The rest of the command: OFF, or who it is to be. Gives the reference back. */
static int change_secuser(struct cmd *cmd, struct vmdbk *vm)
{
	char secuser[NAME_SIZE] = "";
	struct cmd_word word;
	int rc = 0;

	cmd_peek(cmd->line, &word);
	if (!cmd_accept(cmd->line, "OFF", 0) && cmd_userid(cmd->line, cmd->vm->userid, secuser)) {
		rc = cmd_refused(cmd);
	} else if (cmd_end(cmd->line)) {
		rc = cmd_refused(cmd);
	} else if (strcmp(secuser, vm->userid) == 0) {
		rc = refuse_word(cmd, MSG_INVALID_OPERAND, &word);
	} else {
		lock_take(&vm->console->lock);
		str_copy(vm->console->set.secuser, secuser, sizeof(vm->console->set.secuser));
		lock_drop(&vm->console->lock);
	}
	vm_put(vm);
	return rc;
}

int set_secuser(struct cmd *cmd)
{
	vm_get(cmd->vm);
	return change_secuser(cmd, cmd->vm);
}

/* Classes A and C: with two words the first one is whose secondary user it is. */
int set_secuser_any(struct cmd *cmd)
{
	struct cmdline rest = *cmd->line;
	struct cmd_word word;
	struct vmdbk *vm;
	int rc;

	if (!cmd_next(&rest, &word) || !cmd_next(&rest, &word))
		return set_secuser(cmd);
	rc = cmd_find_user(cmd, &vm);
	return rc ? rc : change_secuser(cmd, vm);
}

static int say_secuser(struct cmd *cmd, struct vmdbk *vm)
{
	char secuser[NAME_SIZE];
	int rc = 0;

	get_secuser(vm, secuser);
	if (secuser[0])
		cmd_say(cmd, "SECUSER OF %s IS %s", vm->userid, secuser);
	else
		rc = cmd_msg(cmd, MSG_NO_SECONDARY);
	vm_put(vm);
	return rc;
}

int query_secuser(struct cmd *cmd)
{
	struct vmdbk *vm;
	int rc = user_self(cmd, &vm);

	return rc ? rc : say_secuser(cmd, vm);
}

int query_secuser_any(struct cmd *cmd)
{
	struct vmdbk *vm;
	int rc = user_operand(cmd, &vm);

	return rc ? rc : say_secuser(cmd, vm);
}

/* ---- SEND ------------------------------------------------------------------------------------ */

/* As if it were typed at his terminal; with CP it is a command for CP whatever his guest does. */
static int give_line(struct cmd *cmd, struct vmdbk *vm, bool cp)
{
	struct cmd_word text;
	int rc;

	cmd_rest(cmd->line, &text);
	if (cp && !text.len)
		return cmd_msg(cmd, MSG_TEXT_MISSING);
	rc = cp ? console_queue_input(vm, text.text, text.len, true)
		: console_input_line(vm, text.text, text.len);
	return rc ? cmd_msg(cmd, MSG_BUSY, vm->userid) : 0;
}

static int send(struct cmd *cmd, bool to_any)
{
	bool cp = cmd_accept(cmd->line, "CP", 2);
	char secuser[NAME_SIZE];
	struct vmdbk *vm;
	int rc = cmd_find_user(cmd, &vm);

	if (rc)
		return rc;
	get_secuser(vm, secuser);
	if (!to_any && strcmp(secuser, cmd->vm->userid) != 0)
		rc = cmd_msg(cmd, MSG_NO_SECUSER, vm->userid);
	else
		rc = give_line(cmd, vm, cp);
	vm_put(vm);
	return rc;
}

int cmd_send_any(struct cmd *cmd)
{
	return send(cmd, true);
}

int cmd_send(struct cmd *cmd)
{
	return send(cmd, false);
}
