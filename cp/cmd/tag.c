// SPDX-License-Identifier: Apache-2.0
/* TAG: a line of text that goes with a spool file, for who processes it. */
#include "cmd/spdevs.h"
#include "cmd/spfiles.h"
#include "lib/err.h"
#include "lib/string.h"

struct tag {
	bool query;
	const char *text; /* to set; "" removes it */
	char shown[SPOOL_TAG_MAX + 1];
};

/* Sets or copies a tag. Spool lock held. */
static int apply(struct tag *tag, char **place)
{
	if (tag->query)
		str_copy(tag->shown, *place ? *place : "", sizeof(tag->shown));
	else if (*tag->text)
		return spool_set_tag(place, tag->text);
	else
		spool_forget_tag(place);
	return 0;
}

static void tag_dev(const struct spool_dev *dev, void *ctx, struct spool_answer *answer)
{
	if (!dev->source)
		answer->msg = MSG_INVALID_DEVICE_TYPE;
	else if (apply(ctx, &dev->source->tag))
		answer->msg = MSG_NO_STORAGE;
	if (answer->msg)
		str_copy(answer->args[0],
			dev->source ? "a tag"
			: dev->in   ? "READER"
				    : "CONSOLE",
			sizeof(answer->args[0]));
}

static int tag_file(struct cmd *cmd, uint16_t spid, struct tag *tag)
{
	struct spool_user *user;
	struct spfile *file = NULL;
	char number[8];
	int rc = 0;

	lock_take(&spool_lock);
	user = spool_user_find(cmd->vm->userid);
	for (unsigned queue = 0; user && queue < SPQ_COUNT && !file; queue++)
		file = spqueue_find(&user->files, (enum spqueue)queue, spid);
	if (file)
		rc = apply(tag, &CONTAINER_OF(file, struct spool_file, file)->tag);
	if (file && !rc && !tag->query)
		spool_file_changed(file);
	lock_drop(&spool_lock);
	str_format(number, sizeof(number), "%04u", spid);
	if (!file)
		return cmd_msg(cmd, MSG_NO_SPOOL_FILE, number);
	return rc ? cmd_msg(cmd, MSG_NO_STORAGE, "a tag") : spool_saved(cmd);
}

/* What is left of the line is the tag. Returns 0 or the command's return code. */
static int take_text(struct cmd *cmd, char text[SPOOL_TAG_MAX + 1])
{
	struct cmd_word rest;
	char limit[8];

	text[0] = '\0';
	if (!cmd_rest(cmd->line, &rest))
		return 0;
	str_format(limit, sizeof(limit), "%d", SPOOL_TAG_MAX);
	if (rest.len > SPOOL_TAG_MAX)
		return cmd_msg(cmd, MSG_TAG_TOO_LONG, limit);
	memcpy(text, rest.text, rest.len);
	text[rest.len] = '\0';
	return 0;
}

int cmd_tag(struct cmd *cmd)
{
	struct cmdline *line = cmd->line;
	struct tag tag = {.query = cmd_accept(line, "QUERY", 1)};
	char text[SPOOL_TAG_MAX + 1];
	struct spool_devs devs;
	struct cmd_word word;
	uint16_t spid = 0;
	bool is_file;
	int rc;

	cmd_peek(line, &word);
	is_file = cmd_accept(line, "FILE", 1);
	if (!is_file && !cmd_accept(line, "DEVICE", 3))
		cmd_refuse(line, word.len ? MSG_INVALID_OPERAND : MSG_OPERAND_MISSING, &word);
	if (line->msg || (is_file ? cmd_spoolid(line, &spid) : spool_devs_parse(cmd, &devs)) ||
		(tag.query && cmd_end(line)))
		return cmd_refused(cmd);
	rc = take_text(cmd, text);
	if (rc)
		return rc;
	tag.text = text;
	rc = is_file ? tag_file(cmd, spid, &tag) : spool_devs_each(cmd, &devs, tag_dev, &tag);
	if (!rc && tag.query && tag.shown[0])
		cmd_say(cmd, "%s", tag.shown);
	else if (!rc && tag.query)
		cmd_msg(cmd, MSG_NO_TAG);
	return rc;
}
