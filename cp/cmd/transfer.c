// SPDX-License-Identifier: Apache-2.0
/* TRANSFER: moves spool files to another user's queue, or back from it. */
#include "cmd/spfiles.h"
#include "lib/err.h"
#include "lib/string.h"

struct transfer {
	struct spool_action action;
	const char *issuer;
	char userid[NAME_SIZE]; /* to whom */
	enum spqueue queue;     /* the reader by default */
	struct spool_user *to;
};

static int transfer(struct spool_action *action, struct spool_user *user, struct spfile *file)
{
	struct transfer *request = CONTAINER_OF(action, struct transfer, action);
	enum spqueue from = (enum spqueue)file->queue;
	bool is_mine = strcmp(request->userid, request->issuer) == 0;
	char text[SPTEXT_LINE_MAX];
	uint16_t was = file->spid;
	int rc;

	if (user == request->to && request->queue == from)
		return SPOOL_STAYS;
	rc = spqueue_transfer(&user->files, file, &request->to->files, request->queue);
	if (rc)
		return rc;
	if (request->to->held_queues & 1u << request->queue)
		file->hold |= SPHOLD_SYSTEM;
	sptext_sent_from(text, sizeof(text), file, from, was);
	spool_notify(file, is_mine ? NULL : text);
	if (is_mine)
		str_copy(action->line, text, sizeof(action->line));
	else
		sptext_sent_to(action->line, sizeof(action->line), file, from, was);
	return SPOOL_GONE;
}

/* TO userid [queue], or FROM userid [queue]: files that the issuer made come back to him. */
static int parse(struct cmd *cmd, struct spool_files *files, struct transfer *request)
{
	struct cmdline *line = cmd->line;
	const char *self = cmd->vm->userid;
	struct cmd_word word;

	if (spool_files_parse(cmd, files, SPOOL_SELECT_MORE))
		return -E_INVAL;
	if (cmd_accept(line, "TO", 0)) {
		if (cmd_userid(line, self, request->userid))
			return -E_INVAL;
	} else if (cmd_accept(line, "FROM", 0)) {
		if (cmd_userid(line, self, files->userid))
			return -E_INVAL;
		str_copy(request->userid, self, sizeof(request->userid));
		str_copy(files->origin, self, sizeof(files->origin));
	} else {
		bool missing = !cmd_peek(line, &word);

		return cmd_refuse(line, missing ? MSG_OPERAND_MISSING : MSG_INVALID_OPTION, &word);
	}
	request->queue = SPQ_READER;
	spool_queue_accept(line, &request->queue);
	return cmd_end(line);
}

static int run(struct cmd *cmd, const struct spool_files *files, struct transfer *request)
{
	int rc, failed;

	lock_take(&spool_lock);
	request->to = spool_user_open(request->userid);
	lock_drop(&spool_lock);
	if (!request->to)
		return cmd_msg(cmd, MSG_NO_STORAGE, "the command");
	rc = spool_files_do(cmd, files, &request->action, &failed);
	lock_take(&spool_lock);
	spool_user_close(request->to);
	lock_drop(&spool_lock);
	return failed ? cmd_msg(cmd, MSG_SPOOL_FILES_MAXIMUM, request->userid) : rc;
}

int cmd_transfer(struct cmd *cmd)
{
	struct transfer request = {
		.action = {.fn = transfer, .done = "TRANSFERRED"}, .issuer = cmd->vm->userid};
	struct spool_files files;
	int rc;

	if (parse(cmd, &files, &request))
		return cmd_refused(cmd);
	rc = spool_check_user(cmd, request.userid);
	if (!rc)
		rc = spool_check_user(cmd, files.userid);
	return rc ? rc : run(cmd, &files, &request);
}
