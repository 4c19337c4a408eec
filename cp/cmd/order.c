// SPDX-License-Identifier: Apache-2.0
/* ORDER: spool files to the start of their queue, in the order in which they are named. */
#include "cmd/spfiles.h"
#include "lib/string.h"

static struct spfile *find(struct spool_user *user, const struct spool_files *files, uint16_t spid)
{
	struct spfile *file = NULL;

	for (unsigned queue = 0; user && queue < SPQ_COUNT && !file; queue++)
		if (files->queues & 1u << queue)
			file = spqueue_find(&user->files, (enum spqueue)queue, spid);
	return file;
}

/* Returns the first number that is not there, or 0. Spool lock held. */
static uint16_t missing(struct spool_user *user, const struct spool_files *files)
{
	for (unsigned i = 0; i < files->nr_spids; i++)
		if (!find(user, files, files->spids[i]))
			return files->spids[i];
	return 0;
}

static unsigned length(const struct list *head)
{
	struct list *node;
	unsigned nr = 0;

	list_for_each (node, head)
		nr++;
	return nr;
}

/* From the end: what is moved to the start last is the first one then. Spool lock held. */
static unsigned order_selected(
	struct spool_user *user, enum spqueue queue, const struct spselect *select)
{
	struct list *head = &user->files.queues[queue], *node = head->prev, *before;
	unsigned nr = 0;

	/* Those that were moved lie before those not yet looked at: each is met once. */
	for (unsigned left = length(head); left; left--, node = before) {
		struct spfile *file = LIST_ENTRY(node, struct spfile, link);

		before = node->prev;
		if (!spselect_matches(select, file))
			continue;
		spqueue_order(&user->files, file);
		nr++;
	}
	return nr;
}

int cmd_order(struct cmd *cmd)
{
	struct spool_files files;
	struct spool_user *user;
	char number[8];
	uint16_t absent;
	unsigned nr = 0;
	int rc;

	if (spool_files_parse(cmd, &files, SPOOL_SELECT_MORE) || cmd_end(cmd->line))
		return cmd_refused(cmd);
	lock_take(&spool_lock);
	user = spool_user_find(files.userid);
	absent = missing(user, &files);
	for (unsigned queue = 0; user && !files.nr_spids && queue < SPQ_COUNT; queue++)
		if (files.queues & 1u << queue)
			nr += order_selected(user, (enum spqueue)queue, &files.select);
	for (unsigned i = files.nr_spids; i-- && !absent; nr++)
		spqueue_order(&user->files, find(user, &files, files.spids[i]));
	lock_drop(&spool_lock);
	str_format(number, sizeof(number), "%04u", absent);
	if (absent)
		return cmd_msg(cmd, MSG_NO_SPOOL_FILE, number);
	rc = spool_saved(cmd);
	spool_say_count(cmd, nr, "ORDERED");
	return rc;
}
