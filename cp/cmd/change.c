// SPDX-License-Identifier: Apache-2.0
/* CHANGE: other attributes for spool files. HOLD and FREE: SYSTEM hold for all files of a user. */
#include "cmd/spfiles.h"
#include "cmd/spopts.h"
#include "lib/err.h"

struct change {
	struct spool_action action;
	struct spchange to;
};

static int change(struct spool_action *action, struct spool_user *user, struct spfile *file)
{
	spfile_change(&user->files, file, &CONTAINER_OF(action, struct change, action)->to);
	return SPOOL_STAYS;
}

/* Takes one option. */
static int change_option(struct cmd *cmd, struct spchange *to)
{
	struct cmdline *line = cmd->line;
	struct cmd_word word;

	if (cmd_accept(line, "CLASS", 2))
		return cmd_spool_class(line, &to->class);
	if (cmd_accept(line, "COPY", 2))
		return spool_copies(line, &to->copies);
	if (cmd_accept(line, "FORM", 2))
		return cmd_filename(line, to->form);
	if (cmd_accept(line, "DIST", 2))
		return cmd_filename(line, to->dist);
	if (cmd_accept(line, "DEST", 3))
		return cmd_filename(line, to->dest);
	if (cmd_accept(line, "NAME", 2))
		return spool_name(line, to->name, to->type);
	if (cmd_accept(line, "NONAME", 4))
		to->noname = true;
	else if ((cmd_classes(cmd) & CLASS_D) && cmd_accept(line, "SYSHOLD", 4))
		to->system_hold = SPSWITCH_ON;
	else if ((cmd_classes(cmd) & CLASS_D) && cmd_accept(line, "NOSYSHOLD", 6))
		to->system_hold = SPSWITCH_OFF;
	else if (!spool_switch(line, "HOLD", 2, "NOHOLD", 3, &to->user_hold) &&
		 !spool_switch(line, "KEEP", 2, "NOKEEP", 3, &to->keep)) {
		cmd_peek(line, &word);
		return cmd_refuse(line,
			spool_is_unsupported(&word) ? MSG_NOT_SUPPORTED : MSG_INVALID_OPTION, &word);
	}
	return 0;
}

int cmd_change(struct cmd *cmd)
{
	struct change request = {.action = {.fn = change, .done = "CHANGED"}};
	struct spool_files files;
	struct cmd_word word;

	if (spool_files_parse(cmd, &files, 0))
		return cmd_refused(cmd);
	if (!cmd_peek(cmd->line, &word)) {
		cmd_refuse(cmd->line, MSG_OPERAND_MISSING, NULL);
		return cmd_refused(cmd);
	}
	while (cmd_peek(cmd->line, &word))
		if (change_option(cmd, &request.to))
			return cmd_refused(cmd);
	return spool_files_do(cmd, &files, &request.action, NULL);
}

/* ---- HOLD and FREE --------------------------------------------------------------------------- */

/* The setting for files that come later. */
static int set_held(struct cmd *cmd, const struct spool_files *files, bool hold)
{
	struct spool_user *user;

	lock_take(&spool_lock);
	user = spool_user_open(files->userid);
	if (user) {
		user->held_queues = (uint8_t)(hold ? user->held_queues | files->queues
						   : user->held_queues & ~files->queues);
		spool_user_close(user);
	}
	lock_drop(&spool_lock);
	return user ? 0 : cmd_msg(cmd, MSG_NO_STORAGE, "the command");
}

static int hold_or_free(struct cmd *cmd, bool hold)
{
	struct change request = {
		.action = {.fn = change, .done = hold ? "HELD" : "FREED"},
		.to.system_hold = hold ? SPSWITCH_ON : SPSWITCH_OFF,
	};
	struct spool_files files = {.queues = SPOOL_QUEUES_ALL};
	enum spqueue queue;
	int rc;

	if (cmd_userid(cmd->line, cmd->vm->userid, files.userid))
		return cmd_refused(cmd);
	if (spool_queue_accept(cmd->line, &queue))
		files.queues = 1u << queue;
	else
		cmd_accept(cmd->line, "ALL", 0);
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	rc = spool_check_user(cmd, files.userid);
	if (!rc)
		rc = set_held(cmd, &files, hold);
	return rc ? rc : spool_files_do(cmd, &files, &request.action, NULL);
}

int cmd_hold(struct cmd *cmd)
{
	return hold_or_free(cmd, true);
}

int cmd_free(struct cmd *cmd)
{
	return hold_or_free(cmd, false);
}
