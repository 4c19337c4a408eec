// SPDX-License-Identifier: Apache-2.0
/* MESSAGE, MSGNOH, WARNING, SMSG: texts from one user to another, to all, or to the operator. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/string.h"
#include "mach/clock.h"
#include "nucleus/console.h"
#include "nucleus/sysconfig.h"
#include "nucleus/terminal.h"

enum kind { KIND_MSG, KIND_MSGNOH, KIND_WNG, KIND_SMSG };

/* Who speaks, and what it looks like to who is told. */
struct message {
	enum kind kind;
	char text[MSG_LINE_SIZE];
};

/* What the receiver may have turned off; NULL when he has not. */
static const char *what_is_off(enum kind kind, const struct console_settings *set)
{
	switch (kind) {
	case KIND_WNG: return set->wng ? NULL : "WNG off";
	case KIND_SMSG: return set->smsg ? NULL : "SMSG off";
	default: return set->msg ? NULL : "MSG off";
	}
}

/* NULL, or why it did not reach him. */
static const char *deliver(struct vmdbk *vm, const struct message *message)
{
	struct vconsole *console = vm->console;
	const char *off;

	if (!console)
		return "logging on or off";
	off = what_is_off(message->kind, &console->set);
	if (off)
		return off;
	/* Without a terminal it may still go to the console's spool file and the secondary user. */
	console_tell(vm, message->text, TERM_HIGH | (message->kind == KIND_WNG ? TERM_ALARM : 0));
	return console->terminal || console->set.secuser[0] ? NULL : "disconnected";
}

/* A terminal where nobody is logged on has a userid that no user can have. */
static void sender(struct cmd *cmd, char userid[NAME_SIZE])
{
	char name[USER_WHERE_SIZE] = "";

	if (cmd->vm) {
		str_copy(userid, cmd->vm->userid, NAME_SIZE);
		return;
	}
	if (cmd->terminal)
		terminal_name(cmd->terminal, name, sizeof(name));
	str_format(userid, NAME_SIZE, "LOG%s", name);
}

static void compose(struct cmd *cmd, struct message *message, const struct cmd_word *words)
{
	static const enum msg_id formats[] = {
		[KIND_MSG] = MSG_MSG_FROM,
		[KIND_WNG] = MSG_WNG_FROM,
		[KIND_SMSG] = MSG_SMSG_FROM,
	};
	char time[12], userid[NAME_SIZE], from[NAME_SIZE], text[CMDLINE_MAX + 1];
	struct datetime dt;
	size_t len = MIN(words->len, sizeof(text) - 1);

	memcpy(text, words->text, len);
	text[len] = '\0';
	if (message->kind == KIND_MSGNOH) {
		msg_say(message->text, sizeof(message->text), MSG_MSG_PLAIN, EMSG_ON, text);
		return;
	}
	system_datetime(&dt, clock_now());
	datetime_time(time, sizeof(time), &dt);
	sender(cmd, userid);
	str_format(from, sizeof(from), "%-8s", userid);
	msg_say(message->text, sizeof(message->text), formats[message->kind], EMSG_ON, time, from,
		text);
}

static int send_to_all(const struct message *message)
{
	struct vmdbk *vm = NULL;

	while ((vm = vm_next(vm)) != NULL)
		deliver(vm, message);
	return 0;
}

/* The one who is to get it, with a reference; OPERATOR may be shortened to OP. */
static int find_receiver(struct cmd *cmd, struct vmdbk **vm)
{
	struct cmdline line = *cmd->line;

	if (!cmd_accept(&line, OPERATOR_USERID, 2))
		return cmd_find_user(cmd, vm);
	cmd->line->pos = line.pos;
	*vm = vm_find(OPERATOR_USERID);
	return *vm ? 0 : cmd_msg(cmd, MSG_NOT_LOGGED_ON, OPERATOR_USERID);
}

static int send(struct cmd *cmd, enum kind kind, bool may_all)
{
	struct message message = {.kind = kind};
	char userid[NAME_SIZE];
	struct vmdbk *vm = NULL;
	struct cmd_word words;
	const char *why;
	bool all;
	int rc;

	all = may_all && cmd_accept(cmd->line, "ALL", 0);
	if (!all) {
		rc = find_receiver(cmd, &vm);
		if (rc)
			return rc;
	}
	if (!cmd_rest(cmd->line, &words)) {
		vm_put(vm);
		return cmd_msg(cmd, MSG_TEXT_MISSING);
	}
	compose(cmd, &message, &words);
	if (all)
		return send_to_all(&message);
	why = deliver(vm, &message);
	str_copy(userid, vm->userid, sizeof(userid));
	vm_put(vm);
	return why ? cmd_msg(cmd, MSG_NOT_RECEIVING, userid, why) : 0;
}

int cmd_message_all(struct cmd *cmd)
{
	return send(cmd, KIND_MSG, true);
}

int cmd_message_one(struct cmd *cmd)
{
	return send(cmd, KIND_MSG, false);
}

int cmd_msgnoh(struct cmd *cmd)
{
	return send(cmd, KIND_MSGNOH, true);
}

int cmd_warning(struct cmd *cmd)
{
	return send(cmd, KIND_WNG, true);
}

/* Differs: no guest receives special messages through IUCV or VMCF: they go to the user's console.
 */
int cmd_smsg(struct cmd *cmd)
{
	return send(cmd, KIND_SMSG, false);
}
