// SPDX-License-Identifier: Apache-2.0
/* Spool files as operands of commands, and doing something to each of them. */
#include "cmd/spfiles.h"
#include "lib/err.h"
#include "lib/string.h"

#define BATCH 64 /* files in a row under the spool lock */

bool spool_queue_word(const struct cmd_word *word, enum spqueue *queue)
{
	if (word_is(word, "READER", 1) || word_is(word, "RDR", 0))
		*queue = SPQ_READER;
	else if (word_is(word, "PRINTER", 2) || word_is(word, "PRT", 0))
		*queue = SPQ_PRINTER;
	else if (word_is(word, "PUNCH", 2) || word_is(word, "PCH", 0))
		*queue = SPQ_PUNCH;
	else
		return false;
	return true;
}

bool spool_queue_accept(struct cmdline *line, enum spqueue *queue)
{
	struct cmd_word word;

	return cmd_peek(line, &word) && spool_queue_word(&word, queue) && cmd_next(line, &word);
}

int spool_owner(struct cmd *cmd, char userid[NAME_SIZE])
{
	const char *self = cmd->vm->userid;
	struct cmd_word word;
	enum spqueue queue;

	str_copy(userid, self, NAME_SIZE);
	if (!cmd_peek(cmd->line, &word) || spool_queue_word(&word, &queue) ||
		word_is(&word, "ALL", 0))
		return 0;
	if (cmd_userid(cmd->line, self, userid))
		return -E_INVAL;
	if (strcmp(userid, self) == 0 || (cmd_classes(cmd) & CLASS_D))
		return 0;
	return cmd_refuse(cmd->line, MSG_INVALID_OPTION, &word);
}

int spool_files_parse(struct cmd *cmd, struct spool_files *files, unsigned flags)
{
	struct cmd_word word;
	enum spqueue queue;

	*files = (struct spool_files){.queues = SPOOL_QUEUES_ALL};
	if (spool_owner(cmd, files->userid))
		return -E_INVAL;
	if (spool_queue_accept(cmd->line, &queue)) {
		files->queues = 1u << queue;
		return spool_selection(cmd, files, flags & SPOOL_SELECT_MORE);
	}
	if ((flags & SPOOL_ALL_QUEUES) && cmd_accept(cmd->line, "ALL", 0))
		return 0;
	if (!cmd_peek(cmd->line, &word))
		return cmd_refuse(cmd->line, MSG_OPERAND_MISSING, NULL);
	return cmd_refuse(cmd->line, MSG_INVALID_OPERAND, &word);
}

int spool_select_word(struct cmdline *line, struct spselect *select)
{
	int rc;

	if (cmd_accept(line, "CLASS", 2))
		rc = cmd_spool_class(line, &select->class);
	else if (cmd_accept(line, "FORM", 2))
		rc = cmd_filename(line, select->form);
	else if (cmd_accept(line, "DEST", 3))
		rc = cmd_filename(line, select->dest);
	else
		return 0;
	return rc ? rc : 1;
}

int spool_selection(struct cmd *cmd, struct spool_files *files, bool more)
{
	struct cmd_word word;
	int rc;

	while (cmd_peek(cmd->line, &word) && chr_is_digit(word.text[0])) {
		if (files->nr_spids == SPOOL_IDS_MAX)
			return cmd_refuse(cmd->line, MSG_TOO_MANY_OPERANDS, &word);
		if (cmd_spoolid(cmd->line, &files->spids[files->nr_spids]))
			return -E_INVAL;
		files->nr_spids++;
	}
	if (files->nr_spids || cmd_accept(cmd->line, "ALL", 0))
		return 0;
	rc = spool_select_word(cmd->line, &files->select);
	if (rc) {
		while (more && rc > 0)
			rc = spool_select_word(cmd->line, &files->select);
		return rc < 0 ? rc : 0;
	}
	return cmd_refuse(cmd->line, word.len ? MSG_INVALID_SPOOLID : MSG_SPOOLID_MISSING, &word);
}

int spool_check_user(struct cmd *cmd, const char *userid)
{
	bool is_valid;

	lock_take(&spool_lock);
	is_valid = spool_user_is_valid(userid);
	lock_drop(&spool_lock);
	return is_valid ? 0 : cmd_msg(cmd, MSG_NOT_IN_DIRECTORY, userid);
}

void spool_say_count(struct cmd *cmd, unsigned nr, const char *done)
{
	char count[12];

	str_format(count, sizeof(count), "%04u", nr);
	if (!nr)
		cmd_msg(cmd, MSG_NO_FILES_DONE, done);
	else
		cmd_msg(cmd, nr == 1 ? MSG_FILE_DONE : MSG_FILES_DONE, count, done);
}

int spool_saved(struct cmd *cmd)
{
	return spool_sync() ? cmd_msg(cmd, MSG_SPOOL_NOT_SAVED) : 0;
}

/* ---- Doing ----------------------------------------------------------------------------------- */

/* One pass over files. */
struct pass {
	struct cmd *cmd;
	const struct spool_files *files;
	struct spool_action *action;
	struct spool_user *user;
	unsigned nr_done;
	int failed;
	int unsaved; /* the return code of spool_saved */
};

static void say_line(struct pass *pass)
{
	if (!pass->action->line[0])
		return;
	pass->unsaved = spool_saved(pass->cmd);
	pass->cmd->out(pass->cmd->ctx, pass->action->line, 0);
	pass->action->line[0] = '\0';
}

/* By number. Returns the command's return code. */
static int do_numbered(struct pass *pass, uint16_t spid)
{
	struct spfile *file = NULL;
	char number[8];
	int rc = 0;

	lock_take(&spool_lock);
	for (unsigned queue = 0; queue < SPQ_COUNT && !file; queue++)
		if (pass->files->queues & 1u << queue)
			file = spqueue_find(&pass->user->files, (enum spqueue)queue, spid);
	if (file && pass->files->origin[0] && strcmp(file->origin, pass->files->origin) != 0)
		file = NULL;
	if (file)
		rc = pass->action->fn(pass->action, pass->user, file);
	lock_drop(&spool_lock);
	say_line(pass);
	str_format(number, sizeof(number), "%04u", spid);
	if (!file)
		return cmd_msg(pass->cmd, MSG_NO_SPOOL_FILE, number);
	if (rc == -E_BUSY)
		return cmd_msg(pass->cmd, MSG_FILE_IN_USE, number);
	if (rc < 0)
		pass->failed = rc;
	else
		pass->nr_done++;
	return 0;
}

static bool is_meant(const struct spool_files *files, const struct spfile *file)
{
	if (files->origin[0] && strcmp(file->origin, files->origin) != 0)
		return false;
	return spselect_matches(&files->select, file);
}

/*
 * Goes on with a queue behind the first *nr_passed files. Returns false at its end. Spool lock
 * held.
 */
static bool do_batch(struct pass *pass, enum spqueue queue, unsigned *nr_passed)
{
	struct spuser *user = &pass->user->files;
	struct spfile *file = spqueue_next(user, queue, NULL), *next;

	for (unsigned i = 0; file && i < *nr_passed; i++)
		file = spqueue_next(user, queue, file);
	for (unsigned i = 0; file && i < BATCH; i++, file = next) {
		int rc = -E_NOENT;

		next = spqueue_next(user, queue, file);
		if (is_meant(pass->files, file))
			rc = pass->action->fn(pass->action, pass->user, file);
		if (rc != SPOOL_GONE)
			++*nr_passed;
		if (rc >= 0)
			pass->nr_done++;
		else if (rc != -E_BUSY && rc != -E_NOENT)
			pass->failed = rc;
		if (pass->failed)
			return false;
		if (pass->action->line[0])
			return true; /* it is to be said first */
	}
	return file;
}

static void do_queue(struct pass *pass, enum spqueue queue)
{
	unsigned nr_passed = 0;
	bool more;

	do {
		lock_take(&spool_lock);
		more = do_batch(pass, queue, &nr_passed);
		lock_drop(&spool_lock);
		say_line(pass);
	} while (more);
}

/* Opens the user, and sees whether his readers have something to read. */
static bool pass_begin(struct pass *pass, bool *was_ready)
{
	lock_take(&spool_lock);
	pass->user = spool_user_open(pass->files->userid);
	*was_ready = pass->user && spqueue_eligible(&pass->user->files, SPQ_READER, SPCLASS_ANY);
	lock_drop(&spool_lock);
	return pass->user;
}

/* A file that was let out of hold is one that arrived. */
static void pass_end(struct pass *pass, bool was_ready)
{
	struct spfile *file;

	lock_take(&spool_lock);
	file = spqueue_eligible(&pass->user->files, SPQ_READER, SPCLASS_ANY);
	if (file && !was_ready)
		spool_notify(file, NULL);
	spool_user_close(pass->user);
	lock_drop(&spool_lock);
}

int spool_files_do(
	struct cmd *cmd, const struct spool_files *files, struct spool_action *action, int *failed)
{
	struct pass pass = {.cmd = cmd, .files = files, .action = action};
	bool was_ready;
	int rc = 0;

	if (failed)
		*failed = 0;
	action->line[0] = '\0';
	if (!pass_begin(&pass, &was_ready))
		return cmd_msg(cmd, MSG_NO_STORAGE, "the command");
	for (unsigned i = 0; i < files->nr_spids && !pass.failed; i++) {
		int one = do_numbered(&pass, files->spids[i]);

		rc = one ? one : rc;
	}
	for (unsigned queue = 0; queue < SPQ_COUNT && !files->nr_spids && !pass.failed; queue++)
		if (files->queues & 1u << queue)
			do_queue(&pass, (enum spqueue)queue);
	pass_end(&pass, was_ready);
	if (failed)
		*failed = pass.failed;
	if (!pass.unsaved)
		pass.unsaved = spool_saved(cmd);
	if (pass.nr_done || (!rc && !pass.failed))
		spool_say_count(cmd, pass.nr_done, action->done);
	return rc ? rc : pass.unsaved;
}
