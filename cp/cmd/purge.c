// SPDX-License-Identifier: Apache-2.0
/* PURGE: removes spool files. */
#include "cmd/nss.h"
#include "cmd/spfiles.h"

static int purge(struct spool_action *action, struct spool_user *user, struct spfile *file)
{
	int rc = spqueue_purge(&user->files, file);

	(void)action;
	if (rc)
		return rc;
	spool_file_destroy(NULL, file);
	return SPOOL_GONE;
}

int cmd_purge(struct cmd *cmd)
{
	struct spool_action action = {.fn = purge, .done = "PURGED"};
	struct spool_files files;
	struct cmd_word word;

	if ((cmd_classes(cmd) & CLASS_E) && cmd_accept(cmd->line, "NSS", 3))
		return purge_nss(cmd);
	if (!(cmd_classes(cmd) & (CLASS_D | CLASS_G))) {
		cmd_peek(cmd->line, &word);
		return cmd_refuse(cmd->line, MSG_INVALID_OPERAND, &word), cmd_refused(cmd);
	}
	if (spool_files_parse(cmd, &files, SPOOL_ALL_QUEUES | SPOOL_SELECT_MORE) || cmd_end(cmd->line))
		return cmd_refused(cmd);
	return spool_files_do(cmd, &files, &action, NULL);
}
