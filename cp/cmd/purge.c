// SPDX-License-Identifier: Apache-2.0
/* PURGE: removes spool files. */
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

	if (spool_files_parse(cmd, &files, SPOOL_ALL_QUEUES | SPOOL_SELECT_MORE) || cmd_end(cmd->line))
		return cmd_refused(cmd);
	return spool_files_do(cmd, &files, &action, NULL);
}
