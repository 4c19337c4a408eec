// SPDX-License-Identifier: Apache-2.0
/* CLOSE: ends the file that a spool device reads or writes. */
#include "cmd/spdevs.h"
#include "cmd/spfiles.h"
#include "cmd/spopts.h"
#include "lib/err.h"
#include "lib/string.h"

static void refuse(struct spool_answer *answer, int rc, const char *userid)
{
	static const char files_max[] = "9999";

	if (rc == -E_NOMEM)
		answer->msg = MSG_NO_STORAGE;
	else
		answer->msg = rc == -E_NOENT ? MSG_NOT_IN_DIRECTORY : MSG_SPOOL_FILES_MAXIMUM;
	str_copy(answer->args[0], rc == -E_NOMEM ? "a file" : userid, sizeof(answer->args[0]));
	str_copy(answer->args[1], files_max, sizeof(answer->args[1]));
}

static void close_output(
	const struct spool_dev *dev, const struct spclose *close, struct spool_answer *answer)
{
	struct spout *out = dev->out;
	const char *to = *close->to ? close->to : out->opts.to;
	enum spqueue from = out->dev == SPDEV_PUNCH ? SPQ_PUNCH : SPQ_PRINTER;
	struct spclosed closed;
	int rc = spout_close(out, close, &closed);

	if (rc || closed.refused)
		refuse(answer, closed.refused ? closed.refused : rc, to);
	if (rc || !closed.delivered)
		return;
	/* Linux's vmur reads the number of the file where either line has it. */
	if (strcmp(closed.file->owner, out->origin) == 0)
		sptext_sent_from(answer->line, sizeof(answer->line), closed.file, from, 0);
	else
		sptext_sent_to(answer->line, sizeof(answer->line), closed.file, from, 0);
}

void spool_close_dev(const struct spool_dev *dev, void *ctx, struct spool_answer *answer)
{
	const struct spool_close *request = ctx;
	struct spclose close = request->operands;

	if (dev->in) {
		if (close.purge)
			close.hold = close.keep = SPSWITCH_OFF;
		spin_close(dev->in, &close);
		return;
	}
	if (request->to_system) {
		str_copy(close.to, dev->user->files.userid, sizeof(close.to));
		close.to_queue = dev->out->dev == SPDEV_PUNCH ? SPQ_PUNCH : SPQ_PRINTER;
	}
	close_output(dev, &close, answer);
}

static int option(struct cmd *cmd, struct spool_close *close)
{
	struct spclose *operands = &close->operands;
	struct cmdline *line = cmd->line;
	struct spool_target target;
	struct cmd_word word;

	if (cmd_accept(line, "NAME", 2))
		return spool_name(line, operands->name, operands->type);
	if (cmd_accept(line, "DIST", 2))
		return cmd_filename(line, operands->dist);
	if (cmd_accept(line, "DEST", 3))
		return cmd_filename(line, operands->dest);
	if (cmd_accept(line, "TO", 0)) {
		if (spool_target(cmd, &target))
			return -E_INVAL;
		close->to_system = target.is_system;
		str_copy(operands->to, target.userid, sizeof(operands->to));
		operands->to_queue = target.queue;
	} else if (cmd_accept(line, "PURGE", 3)) {
		operands->purge = true;
	} else if (!spool_switch(line, "HOLD", 2, "NOHOLD", 3, &operands->hold) &&
		   !spool_switch(line, "KEEP", 2, "NOKEEP", 3, &operands->keep)) {
		cmd_peek(line, &word);
		return cmd_refuse(line,
			spool_is_unsupported(&word) ? MSG_NOT_SUPPORTED : MSG_INVALID_OPTION, &word);
	}
	return 0;
}

int cmd_close(struct cmd *cmd)
{
	struct spool_close close = {.to_system = false};
	struct spool_devs devs;
	struct cmd_word word;
	int rc = 0;

	if (spool_devs_parse(cmd, &devs))
		return cmd_refused(cmd);
	while (cmd_peek(cmd->line, &word))
		if (option(cmd, &close))
			return cmd_refused(cmd);
	if (*close.operands.to)
		rc = spool_check_user(cmd, close.operands.to);
	return rc ? rc : spool_devs_each(cmd, &devs, spool_close_dev, &close);
}
