// SPDX-License-Identifier: Apache-2.0
/* Options that SPOOL, CLOSE and CHANGE have in common. */
#include "cmd/spopts.h"
#include "cmd/spfiles.h"
#include "lib/err.h"
#include "lib/string.h"

bool spool_switch(struct cmdline *line, const char *on, unsigned on_min, const char *off,
	unsigned off_min, enum spswitch *value)
{
	if (cmd_accept(line, on, on_min))
		*value = SPSWITCH_ON;
	else if (cmd_accept(line, off, off_min))
		*value = SPSWITCH_OFF;
	else
		return false;
	return true;
}

bool spool_is_unsupported(const struct cmd_word *word)
{
	static const struct {
		const char *name;
		uint8_t min;
	} options[] = {{"FLASH", 2}, {"CHARS", 2}, {"FCB", 0}, {"MODIFY", 3}, {"LPP", 0}, {"MSG", 0},
		{"NOMSG", 3}, {"FOR", 0}, {"RSCAN", 2}, {"NORSCAN", 4}, {"SECLABEL", 4}};

	for (unsigned i = 0; i < ARRAY_LEN(options); i++)
		if (word_is(word, options[i].name, options[i].min))
			return true;
	return false;
}

int spool_copies(struct cmdline *line, uint8_t *copies)
{
	struct cmd_word word;
	uint64_t value;

	cmd_accept(line, "*", 0);
	if (!cmd_peek(line, &word) || str_to_dec(word.text, word.len, &value) || value < 1 ||
		value > 255)
		return cmd_refuse(line, MSG_COPIES_MISSING, &word);
	cmd_next(line, &word);
	*copies = (uint8_t)value;
	return 0;
}

static bool is_option(const struct cmd_word *word)
{
	static const char *const options[] = {"CLASS", "COPY", "FORM", "DIST", "DEST", "HOLD",
		"NOHOLD", "KEEP", "NOKEEP", "CONT", "NOCONT", "EOF", "NOEOF", "TO", "SYSTEM", "OFF",
		"PURGE", "CLOSE", "START", "STOP"};

	for (unsigned i = 0; i < ARRAY_LEN(options); i++)
		if (word_is(word, options[i], 0))
			return true;
	return false;
}

int spool_name(struct cmdline *line, char name[NAME_SIZE], char type[NAME_SIZE])
{
	struct cmd_word word;

	if (cmd_filename(line, name))
		return -E_INVAL;
	type[0] = '\0';
	return cmd_peek(line, &word) && !is_option(&word) ? cmd_filename(line, type) : 0;
}

int spool_target(struct cmd *cmd, struct spool_target *target)
{
	enum spqueue queue = SPQ_READER;

	*target = (struct spool_target){.is_given = true};
	if (cmd_accept(cmd->line, "SYSTEM", 0)) {
		target->is_system = true;
		return 0;
	}
	if (cmd_userid(cmd->line, cmd->vm->userid, target->userid))
		return -E_INVAL;
	spool_queue_accept(cmd->line, &queue);
	target->queue = (uint8_t)queue;
	return 0;
}
