// SPDX-License-Identifier: Apache-2.0
/* QUERY READER, PRINTER, PUNCH and FILES: the spool files of a user. */
#include "cmd/spfiles.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/storage.h"
#include "nucleus/sysconfig.h"

#define LINES 16 /* formatted at a time under the spool lock */

struct query {
	struct spool_files files;
	enum spqueue queue;
	enum spquery form;
};

struct lines {
	char line[LINES][SPTEXT_LINE_MAX];
};

/* Words that choose how dates look: the lines have only one form. */
static bool accept_date_format(struct cmdline *line)
{
	return cmd_accept(line, "SHORTDATE", 0) || cmd_accept(line, "FULLDATE", 0) ||
	       cmd_accept(line, "ISODATE", 0) || cmd_accept(line, "VMDATE", 0) ||
	       cmd_accept(line, "SYSDATE", 0);
}

/* Words of z/VM's for other columns. */
static bool is_other_form(const struct cmd_word *word)
{
	return word_is(word, "TBL", 0) || word_is(word, "PSF", 0) || word_is(word, "EXP", 0) ||
	       word_is(word, "XFER", 0);
}

/* Takes one word of the selection or the form. Returns 0 when it was one. */
static int parse_word(struct cmd *cmd, struct query *query)
{
	struct cmdline *line = cmd->line;
	struct cmd_word word;
	int rc;

	cmd_peek(line, &word);
	if (chr_is_digit(word.text[0]))
		return cmd_spoolid(line, &query->files.select.spid);
	if (cmd_accept(line, "ALL", 0)) {
		query->form = SPQUERY_ALL;
		return 0;
	}
	if (cmd_accept(line, "HOLD", 2)) {
		query->files.select.held = true;
		return 0;
	}
	if (accept_date_format(line))
		return 0;
	rc = spool_select_word(line, &query->files.select);
	if (!rc)
		return cmd_refuse(
			line, is_other_form(&word) ? MSG_NOT_SUPPORTED : MSG_INVALID_OPTION, &word);
	return rc < 0 ? rc : 0;
}

/* Is the word the userid, and not a word of the selection or the form? */
static bool is_userid(const struct cmd_word *word)
{
	static const char *const words[] = {"ALL", "HOLD", "SHORTDATE", "FULLDATE", "ISODATE",
		"VMDATE", "SYSDATE", "CLASS", "FORM", "DEST"};

	if (!word->len || chr_is_digit(word->text[0]))
		return false;
	for (unsigned i = 0; i < ARRAY_LEN(words); i++)
		if (word_is(word, words[i], 2))
			return false;
	return !is_other_form(word);
}

static int parse(struct cmd *cmd, struct query *query)
{
	struct cmd_word word;

	str_copy(query->files.userid, cmd->vm->userid, sizeof(query->files.userid));
	cmd_peek(cmd->line, &word);
	if (is_userid(&word) && spool_owner(cmd, query->files.userid))
		return -E_INVAL;
	while (cmd_peek(cmd->line, &word))
		if (parse_word(cmd, query))
			return -E_INVAL;
	return 0;
}

/*
 * Formats the next files behind the first *nr_passed. Returns how many; *more: it was not the end.
 * A file that leaves the queue meanwhile may hide another one.
 */
static unsigned format(
	const struct query *query, unsigned *nr_passed, struct lines *lines, bool *more)
{
	int32_t zone = system_zone_now();
	struct spool_user *user;
	struct spfile *file = NULL;
	unsigned nr = 0;

	lock_take(&spool_lock);
	user = spool_user_find(query->files.userid);
	if (user)
		file = spqueue_next(&user->files, query->queue, NULL);
	for (unsigned i = 0; file && i < *nr_passed; i++)
		file = spqueue_next(&user->files, query->queue, file);
	for (; file && nr < LINES; ++*nr_passed) {
		if (spselect_matches(&query->files.select, file))
			sptext_query_line(
				lines->line[nr++], SPTEXT_LINE_MAX, query->form, file, zone);
		file = spqueue_next(&user->files, query->queue, file);
	}
	lock_drop(&spool_lock);
	*more = file;
	return nr;
}

static int answer(struct cmd *cmd, const struct query *query, struct lines *lines)
{
	uint16_t spid = query->files.select.spid;
	char text[SPTEXT_LINE_MAX];
	unsigned nr_passed = 0, nr_all = 0;
	bool more = true;

	while (more) {
		unsigned nr = format(query, &nr_passed, lines, &more);

		if (nr && !nr_all) {
			sptext_query_header(text, sizeof(text), query->form);
			cmd_say(cmd, "%s", text);
		}
		for (unsigned i = 0; i < nr; i++)
			cmd_say(cmd, "%s", lines->line[i]);
		nr_all += nr;
	}
	str_format(text, sizeof(text), "%04u", spid);
	if (!nr_all && spid)
		return cmd_msg(cmd, MSG_NO_SPOOL_FILE, text);
	return nr_all ? 0 : cmd_msg(cmd, MSG_NO_FILES, sptext_queue(query->queue));
}

static int query_queue(struct cmd *cmd, enum spqueue queue)
{
	struct query query = {.queue = queue};
	struct lines *lines;
	int rc;

	if (parse(cmd, &query))
		return cmd_refused(cmd);
	rc = spool_check_user(cmd, query.files.userid);
	if (rc)
		return rc;
	lines = stor_alloc(sizeof(*lines));
	if (!lines)
		return cmd_msg(cmd, MSG_NO_STORAGE, "the answer");
	rc = answer(cmd, &query, lines);
	stor_free(lines, sizeof(*lines));
	return rc;
}

int query_reader(struct cmd *cmd)
{
	return query_queue(cmd, SPQ_READER);
}

int query_printer(struct cmd *cmd)
{
	return query_queue(cmd, SPQ_PRINTER);
}

int query_punch(struct cmd *cmd)
{
	return query_queue(cmd, SPQ_PUNCH);
}

/* ---- QUERY FILES ----------------------------------------------------------------------------- */

static void count(const char *userid, enum spqueue queue, char text[8])
{
	struct spool_user *user;
	struct list *node;
	unsigned nr = 0;

	lock_take(&spool_lock);
	user = spool_user_find(userid);
	if (user)
		list_for_each (node, &user->files.queues[queue])
			nr++;
	lock_drop(&spool_lock);
	if (nr)
		str_format(text, 8, "%04u", nr);
	else
		str_copy(text, "  NO", 8);
}

void spool_summary(const char *userid, char *text, size_t size)
{
	char reader[8], printer[8], punch[8];

	count(userid, SPQ_READER, reader);
	count(userid, SPQ_PRINTER, printer);
	count(userid, SPQ_PUNCH, punch);
	msg_say(text, size, MSG_SPOOL_SUMMARY, EMSG_ON, reader, printer, punch);
}

int query_files(struct cmd *cmd)
{
	char userid[NAME_SIZE], text[MSG_LINE_SIZE];
	int rc;

	if (spool_owner(cmd, userid) || cmd_end(cmd->line))
		return cmd_refused(cmd);
	rc = spool_check_user(cmd, userid);
	if (rc)
		return rc;
	spool_summary(userid, text, sizeof(text));
	cmd_say(cmd, "%s", text);
	return 0;
}
