// SPDX-License-Identifier: Apache-2.0
/* XAUTOLOG: a user is logged on without a terminal. */
#include "cmd/cmd.h"
#include "cmd/logon.h"
#include "cmd/shutdown.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/console.h"
#include "nucleus/directory.h"
#include "nucleus/session.h"

struct options {
	uint64_t storage; /* 0: what the directory says */
	bool noipl;
	char ipl[CMDLINE_MAX + 1]; /* an IPL command; "": what the directory says */
};

/* Class A and B start anybody; class G whom the directory's XAUTOLOG statement lets them. */
static bool may_start(const struct cmd *cmd, const struct dir_user *user)
{
	return (cmd_classes(cmd) & (CLASS_A | CLASS_B)) ||
	       dir_is_listed(user, DIR_ITEM_XAUTOLOG, cmd->vm->userid);
}

/* IPL and all behind it. */
static int take_ipl(struct cmdline *line, const struct cmd_word *ipl, struct options *options)
{
	struct cmd_word rest;

	if (!cmd_rest(line, &rest))
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	str_format(options->ipl, sizeof(options->ipl), "%.*s %.*s", (int)ipl->len, ipl->text,
		(int)rest.len, rest.text);
	return 0;
}

/* What z/VM has and this system has not. */
static bool is_unsupported(const struct cmd_word *word)
{
	return word_is(word, "PROMPT", 0) || word_is(word, "ON", 0) ||
	       word_is(word, "PASSWORD", 0) || word_is(word, "NEWPASS", 0);
}

static const char hidden[] = "(not shown)";

/* 0, or the refusal is noted. */
static int take_options(struct cmdline *line, struct options *options)
{
	struct cmd_word word;
	int rc = 0;

	while (!rc && cmd_peek(line, &word)) {
		if (cmd_accept(line, "NOIPL", 5))
			options->noipl = true;
		else if (cmd_accept(line, "SYNCH", 5) || cmd_accept(line, "ASYNCH", 6))
			continue; /* Differs: IPL is never waited for */
		else if (cmd_accept(line, "STORAGE", 4))
			rc = cmd_storage(line, &options->storage);
		else if (cmd_accept(line, "IPL", 1))
			rc = options->noipl ? cmd_refuse(line, MSG_CONFLICTING_OPTION, &word)
					    : take_ipl(line, &word, options);
		else if (is_unsupported(&word))
			rc = cmd_refuse(line, MSG_NOT_SUPPORTED, &word);
		else /* the password that AUTOLOG once had here must not be shown */
			rc = cmd_refuse(line, MSG_INVALID_OPTION,
				&(struct cmd_word){hidden, strlen(hidden), word.column});
	}
	return rc;
}

/* The directory's words about the user, changed by the options. Returns 0 or the return code. */
static int apply(struct cmd *cmd, const struct options *options, struct dir_user *user)
{
	char text[24];

	if (!options->storage)
		return 0;
	if (options->storage > user->max_storage) {
		storage_format(text, sizeof(text), user->max_storage);
		return cmd_msg(cmd, MSG_STORAGE_MAXIMUM, text);
	}
	user->storage = options->storage;
	return 0;
}

static int start(struct cmd *cmd, const struct dir_user *user, const struct options *options)
{
	char users[12];
	struct vmdbk *vm;
	enum msg_id id = session_create(user, &vm);

	if (id != MSG_NONE)
		return cmd_msg(cmd, id, user->userid);
	if (options->ipl[0])
		session_begin_with(vm, options->ipl);
	else
		session_begin(vm, options->noipl);
	str_format(users, sizeof(users), "%u", vm_count());
	operator_msg(MSG_OPERATOR_AUTOLOG, user->userid, users);
	vm_put(vm);
	return cmd_msg(cmd, MSG_COMMAND_ACCEPTED);
}

int cmd_xautolog(struct cmd *cmd)
{
	struct options options = {.storage = 0};
	char userid[NAME_SIZE];
	struct dir_user user;
	struct vmdbk *vm;
	int rc;

	if (cmd_userid(cmd->line, NULL, userid) || take_options(cmd->line, &options))
		return cmd_refused(cmd);
	if (directory_find(userid, &user))
		return cmd_msg(cmd, MSG_NOT_IN_DIRECTORY, userid);
	if (!may_start(cmd, &user))
		return cmd_msg(cmd, MSG_NOT_AUTHORISED, cmd->vm->userid, userid);
	if (shutdown_is_pending())
		return cmd_msg(cmd, MSG_SHUTDOWN_PENDING);
	vm = vm_find(userid);
	if (vm) {
		vm_put(vm);
		return cmd_msg(cmd, MSG_ALREADY_LOGGED_ON, userid);
	}
	rc = apply(cmd, &options, &user);
	return rc ? rc : start(cmd, &user, &options);
}
