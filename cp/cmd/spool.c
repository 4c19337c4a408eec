// SPDX-License-Identifier: Apache-2.0
/* SPOOL: the options of virtual spool devices. */
#include "cmd/spdevs.h"
#include "cmd/spfiles.h"
#include "cmd/spopts.h"
#include "lib/err.h"
#include "lib/string.h"

/* What to change; an empty, zero or AS_IS member stays. */
struct changes {
	char class;
	uint8_t copies;
	enum spswitch cont, hold, keep, eof, start;
	char form[NAME_SIZE], dist[NAME_SIZE], dest[NAME_SIZE], name[NAME_SIZE], type[NAME_SIZE];
	bool noname;
	struct spool_target to;
	bool close; /* afterwards */
	struct spool_close closing;
};

static void set_switch(bool *value, enum spswitch to)
{
	if (to != SPSWITCH_AS_IS)
		*value = to == SPSWITCH_ON;
}

static void set_word(char *word, const char *to)
{
	if (*to)
		str_copy(word, to, NAME_SIZE);
}

static void set_target(const struct spool_dev *dev, const struct spool_target *to)
{
	struct spopts *opts = dev->opts;

	if (!to->is_given || !dev->out)
		return;
	str_copy(opts->to, to->is_system ? dev->user->files.userid : to->userid, sizeof(opts->to));
	opts->to_queue = to->queue;
	if (to->is_system)
		opts->to_queue = dev->out->dev == SPDEV_PUNCH ? SPQ_PUNCH : SPQ_PRINTER;
}

static void change_dev(const struct spool_dev *dev, void *ctx, struct spool_answer *answer)
{
	struct changes *changes = ctx;
	struct spopts *opts = dev->opts;

	if (changes->class && (dev->in || changes->class != SPCLASS_ANY))
		opts->class = changes->class;
	if (changes->copies)
		opts->copies = changes->copies;
	set_switch(&opts->cont, changes->cont);
	set_switch(&opts->hold, changes->hold);
	set_switch(&opts->keep, changes->keep);
	set_switch(&opts->eof, changes->eof);
	set_word(opts->form, changes->form);
	set_word(opts->dist, changes->dist);
	set_word(opts->dest, changes->dest);
	if (changes->noname || *changes->name) {
		str_copy(opts->name, changes->name, sizeof(opts->name));
		str_copy(opts->type, changes->type, sizeof(opts->type));
	}
	set_target(dev, &changes->to);
	if (dev->out && !dev->source && changes->start != SPSWITCH_AS_IS)
		spool_console_start(dev->user, changes->start == SPSWITCH_ON);
	if (changes->close)
		spool_close_dev(dev, &changes->closing, answer);
}

/* CLASS: "*" is a reader's. */
static int parse_class(struct cmdline *line, const struct spool_devs *devs, char *class)
{
	bool may_read = devs->kind == SPDEVS_READER || devs->kind == SPDEVS_NUMBER;

	if (may_read && cmd_accept(line, "*", 0)) {
		*class = SPCLASS_ANY;
		return 0;
	}
	return cmd_spool_class(line, class);
}

/* FORM, DIST, DEST: OFF or "*" is what a new device has. */
static int parse_word(struct cmdline *line, const char *standard, char word[NAME_SIZE])
{
	if (!cmd_accept(line, "OFF", 0) && !cmd_accept(line, "*", 0))
		return cmd_filename(line, word);
	str_copy(word, standard, NAME_SIZE);
	return 0;
}

static bool parse_switches(
	struct cmdline *line, const struct spool_devs *devs, struct changes *changes)
{
	if (devs->kind == SPDEVS_CONSOLE || devs->kind == SPDEVS_NUMBER)
		if (spool_switch(line, "START", 3, "STOP", 3, &changes->start))
			return true;
	return spool_switch(line, "CONT", 3, "NOCONT", 3, &changes->cont) ||
	       spool_switch(line, "HOLD", 2, "NOHOLD", 3, &changes->hold) ||
	       spool_switch(line, "KEEP", 2, "NOKEEP", 3, &changes->keep) ||
	       spool_switch(line, "EOF", 3, "NOEOF", 5, &changes->eof);
}

/* Takes one option. */
static int parse_option(struct cmd *cmd, const struct spool_devs *devs, struct changes *changes)
{
	struct cmdline *line = cmd->line;
	struct cmd_word word;

	if (cmd_accept(line, "CLASS", 2))
		return parse_class(line, devs, &changes->class);
	if (cmd_accept(line, "COPY", 3))
		return spool_copies(line, &changes->copies);
	cmd_peek(line, &word);
	if (!word_is(&word, "FOR", 0) && cmd_accept(line, "FORM", 2))
		return parse_word(line, "STANDARD", changes->form);
	if (cmd_accept(line, "DIST", 2))
		return parse_word(line, cmd->vm->userid, changes->dist);
	if (cmd_accept(line, "DEST", 3))
		return parse_word(line, "OFF", changes->dest);
	if (cmd_accept(line, "NAME", 2))
		return spool_name(line, changes->name, changes->type);
	if (cmd_accept(line, "TO", 0))
		return spool_target(cmd, &changes->to);
	cmd_peek(line, &word);
	if (cmd_accept(line, "NONAME", 4))
		changes->noname = true;
	else if (cmd_accept(line, "SYSTEM", 3) || cmd_accept(line, "OFF", 0))
		changes->to = (struct spool_target){.is_given = true, .is_system = true};
	else if (cmd_accept(line, "CLOSE", 3))
		changes->close = true;
	else if (cmd_accept(line, "PURGE", 3))
		changes->close = changes->closing.operands.purge = true;
	else if (!parse_switches(line, devs, changes))
		return cmd_refuse(line,
			spool_is_unsupported(&word) ? MSG_NOT_SUPPORTED : MSG_INVALID_OPTION,
			&word);
	return 0;
}

int cmd_spool(struct cmd *cmd)
{
	struct changes changes = {.class = 0};
	struct spool_devs devs;
	struct cmd_word word;
	int rc = 0;

	if (spool_devs_parse(cmd, &devs))
		return cmd_refused(cmd);
	if (!cmd_peek(cmd->line, &word)) {
		cmd_refuse(cmd->line, MSG_OPERAND_MISSING, NULL);
		return cmd_refused(cmd);
	}
	while (cmd_peek(cmd->line, &word))
		if (parse_option(cmd, &devs, &changes))
			return cmd_refused(cmd);
	if (changes.to.is_given && !changes.to.is_system)
		rc = spool_check_user(cmd, changes.to.userid);
	return rc ? rc : spool_devs_each(cmd, &devs, change_dev, &changes);
}
