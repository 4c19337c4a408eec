// SPDX-License-Identifier: Apache-2.0
/* LOGON: at the logo, as a line on a bare screen, and asking for the password. */
#include "cmd/logon.h"
#include "cmd/cmd.h"
#include "cmd/shutdown.h"
#include "lib/string.h"
#include "logic/directory/password.h"
#include "logic/term/term.h"
#include "nucleus/console.h"
#include "nucleus/directory.h"
#include "nucleus/session.h"
#include "nucleus/storage.h"
#include "nucleus/terminal.h"


/* LOGON that waits for its password; terminal_context of the terminal. */
struct pending_logon {
	char userid[NAME_SIZE];
	bool here, noipl;
};

static void say(struct terminal *terminal, enum msg_id id, const char *arg)
{
	char text[MSG_LINE_SIZE];

	msg_say(text, sizeof(text), id, EMSG_ON, arg);
	terminal_say(terminal, text, TERM_HIGH);
}

/* The password is right: connect to the session that there is, or begin one. */
static void enter(struct terminal *terminal, const struct dir_user *user, bool here, bool noipl)
{
	struct vmdbk *vm;
	enum msg_id id;

	if (shutdown_is_pending())
		return say(terminal, MSG_SHUTDOWN_PENDING, NULL);
	vm = vm_find(user->userid);
	if (vm) {
		char name[16] = "";

		if (vm->console->terminal)
			terminal_name(vm->console->terminal, name, sizeof(name));
		if (vm->state == VM_LOGGING_OFF)
			say(terminal, MSG_LOGOFF_PENDING, vm->userid);
		else if (name[0] && !here)
			say(terminal, MSG_ALREADY_LOGGED_ON, name);
		else
			session_connect(vm, terminal, false);
		vm_put(vm);
		return;
	}
	id = session_create(user, &vm);
	if (id != MSG_NONE) {
		say(terminal, id, user->userid);
		return;
	}
	session_connect(vm, terminal, true);
	session_begin(vm, user, noipl);
	vm_put(vm);
}

static void check_and_enter(struct terminal *terminal, const struct pending_logon *logon,
	const char *password, size_t len)
{
	struct dir_user user;
	/* An unknown userid takes as long as a wrong password, and is told the same. */
	bool known = directory_find(logon->userid, &user) == 0;

	if (!known && directory_find(OPERATOR_USERID, &user))
		memset(&user, 0, sizeof(user));
	if (!dir_password_ok(&user.password, password, len) || !known) {
		say(terminal, MSG_LOGON_FAILED, NULL);
		return;
	}
	enter(terminal, &user, logon->here, logon->noipl);
}

/* ---- The three ways -------------------------------------------------------------------------------------------------- */

void logon_from_logo(struct terminal *terminal, const struct term_logon *fields)
{
	struct pending_logon logon;
	struct cmd_word word = {fields->userid, (uint16_t)strlen(fields->userid), 1};

	memset(&logon, 0, sizeof(logon));
	if (!fields->userid[0]) {
		if (fields->command[0])
			logon_line(terminal, fields->command, strlen(fields->command));
		else
			say(terminal, MSG_ENTER_USERID, NULL);
		return;
	}
	if (word_to_userid(&word, logon.userid)) {
		say(terminal, MSG_LOGON_FAILED, NULL);
		return;
	}
	check_and_enter(terminal, &logon, fields->password, strlen(fields->password));
	if (fields->command[0] && terminal_user(terminal) &&
		console_queue_input(terminal_user(terminal), fields->command,
			strlen(fields->command), true))
		say(terminal, MSG_NOT_READY, fields->command);
}

static void forget(struct terminal *terminal)
{
	stor_free(terminal_context(terminal), sizeof(struct pending_logon));
	terminal_set_context(terminal, NULL);
}

static void out(void *ctx, const char *text, unsigned flags)
{
	terminal_say(ctx, text, flags);
}

void logon_line(struct terminal *terminal, const char *text, size_t len)
{
	struct pending_logon *logon = terminal_context(terminal);
	struct cmd cmd = {.terminal = terminal, .out = out, .ctx = terminal};

	if (logon) { /* this line is the password */
		check_and_enter(terminal, logon, text, len);
		forget(terminal);
		return;
	}
	cmd_execute(&cmd, text, len);
}

/* LOGON userid [password] [HERE] [NOIPL]: where nobody is logged on. */
int cmd_logon(struct cmd *cmd)
{
	struct pending_logon logon;
	struct cmd_word word, password = {NULL, 0, 0};

	if (cmd->vm || !cmd->terminal)
		return cmd_msg(cmd, MSG_TERMINAL_IN_USE, cmd->vm ? cmd->vm->userid : "");
	memset(&logon, 0, sizeof(logon));
	if (cmd_userid(cmd->line, NULL, logon.userid))
		return cmd_refused(cmd);
	while (cmd_next(cmd->line, &word)) {
		if (word_is(&word, "HERE", 4))
			logon.here = true;
		else if (word_is(&word, "NOIPL", 5))
			logon.noipl = true;
		else if (!password.len)
			password = word;
		else
			return cmd_refuse(cmd->line, MSG_INVALID_OPTION, &word), cmd_refused(cmd);
	}
	if (password.len) {
		check_and_enter(cmd->terminal, &logon, password.text, password.len);
		return 0;
	}
	forget(cmd->terminal);
	terminal_set_context(cmd->terminal, stor_alloc(sizeof(logon)));
	if (!terminal_context(cmd->terminal))
		return cmd_msg(cmd, MSG_NO_STORAGE, logon.userid);
	memcpy(terminal_context(cmd->terminal), &logon, sizeof(logon));
	cmd_msg(cmd, MSG_ENTER_PASSWORD);
	terminal_hide_next(cmd->terminal);
	return 0;
}
