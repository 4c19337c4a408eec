// SPDX-License-Identifier: Apache-2.0
/* HELP, COMMANDS: pages from the tables of commands and of messages. */
#include "cmd/cmd.h"
#include "cmd/tables.h"
#include "cmd/user.h"
#include "lib/string.h"

#define WIDTH    78 /* columns of a page */
#define PER_LINE 7

static struct cmd_issuer issuer_of(const struct cmd *cmd)
{
	return (struct cmd_issuer){cmd_classes(cmd), true};
}

/* Does HELP show it to him? */
static bool is_shown(const struct cmd *cmd, const struct cmd_entry *entry)
{
	const struct cmd_issuer issuer = issuer_of(cmd);

	return !(entry->flags & CMD_HIDDEN) && cmd_allowed(entry, &issuer);
}

/* The versions of a command stand together: is this the first that he may use? */
static bool is_first_shown(const struct cmd *cmd, const struct cmd_table *table, unsigned row)
{
	if (!is_shown(cmd, &table->rows[row]))
		return false;
	while (row-- && strcmp(table->rows[row].name, table->rows[row + 1].name) == 0)
		if (is_shown(cmd, &table->rows[row]))
			return false;
	return true;
}

/* ---- Text
 * ------------------------------------------------------------------------------------------ */

/* A paragraph, broken at blanks and \n, each line behind `indent`. */
static void say_paragraph(struct cmd *cmd, const char *indent, const char *text)
{
	size_t room = WIDTH - strlen(indent);

	while (*text) {
		const char *newline = strchr(text, '\n');
		size_t len = newline ? (size_t)(newline - text) : strlen(text), cut = len;

		if (len > room) {
			for (cut = room; cut && text[cut] != ' '; cut--)
				;
			cut = cut ? cut : room;
		}
		cmd_say(cmd, "%s%.*s", indent, (int)cut, text);
		text += cut;
		while (*text == ' ' || *text == '\n')
			text++;
	}
}

/* ---- Commands
 * --------------------------------------------------------------------------------------- */

/* All that he may use, one line each. prefix: "QUERY " for its operands, "" for commands. */
static void list(struct cmd *cmd, const struct cmd_table *table, const char *prefix)
{
	for (unsigned i = 0; i < table->nr_rows; i++)
		if (is_first_shown(cmd, table, i))
			cmd_say(cmd, "%s%-12s %s", prefix, table->rows[i].name,
				table->rows[i].help);
}

static void say_classes(struct cmd *cmd, const struct cmd_entry *entry)
{
	char classes[CLASS_TEXT_SIZE];

	class_format(classes, entry->classes);
	if (entry->flags & CMD_BEFORE_LOGON)
		cmd_say(cmd, "  Class: any user, also before logon");
	else if (entry->flags & CMD_ANY)
		cmd_say(cmd, "  Class: any user");
	else
		cmd_say(cmd, "  Class: %s", classes);
}

static void say_entry(struct cmd *cmd, const struct cmd_entry *entry)
{
	size_t len = strlen(entry->name);
	unsigned min = entry->min ? entry->min : (unsigned)len;

	cmd_say(cmd, "%s %s", entry->name, entry->help);
	say_paragraph(cmd, "  ", entry->syntax);
	if (min < len)
		cmd_say(cmd, "  Shortest form: %.*s", (int)min, entry->name);
	say_classes(cmd, entry);
}

/* The pages of all versions that he may use. Returns how many. */
static unsigned say_command(
	struct cmd *cmd, const struct cmd_table *table, const struct cmd_word *word)
{
	unsigned nr = 0, row = cmd_find(table, word, 0);
	const char *name = row < table->nr_rows ? table->rows[row].name : "";

	for (; row < table->nr_rows; row = cmd_find(table, word, row + 1)) {
		/* Of several names that the word abbreviates only the first. */
		if (!is_shown(cmd, &table->rows[row]) || strcmp(table->rows[row].name, name) != 0)
			continue;
		say_entry(cmd, &table->rows[row]);
		nr++;
	}
	return nr;
}

/* ---- Messages
 * ---------------------------------------------------------------------------------------- */

static unsigned say_messages(struct cmd *cmd, const struct cmd_word *word)
{
	enum msg_id id = MSG_NONE;
	char code[MSG_CODE_SIZE];
	unsigned nr = 0;

	while ((id = msg_find(word->text, word->len, id)) != MSG_NONE) {
		msg_code(code, id);
		cmd_say(cmd, "%s %s", code, msg_get(id)->text);
		say_paragraph(cmd, "  ", msg_get(id)->explanation);
		cmd_say(cmd, "  Action:");
		say_paragraph(cmd, "  ", msg_get(id)->action);
		nr++;
	}
	return nr;
}

/* ---- The commands
 * ---------------------------------------------------------------------------------------- */

/* QUERY, SET and DEFINE have operands with pages of their own. */
static const struct cmd_table *operand_table(const struct cmd_word *word)
{
	if (word_is(word, "QUERY", 1))
		return &query_table;
	if (word_is(word, "DEFINE", 3))
		return &define_table;
	return word_is(word, "SET", 3) ? &set_table : NULL;
}

int cmd_help(struct cmd *cmd)
{
	const struct cmd_table *table;
	struct cmd_word word, operand;
	char name[24];
	unsigned nr;

	if (!cmd_next(cmd->line, &word)) {
		list(cmd, &cmd_table, "");
		return 0;
	}
	table = operand_table(&word);
	if (table && cmd_next(cmd->line, &operand)) {
		word = operand;
		nr = say_command(cmd, table, &word);
	} else {
		nr = say_command(cmd, &cmd_table, &word);
		if (nr && table)
			list(cmd, table, "  ");
		nr += say_messages(cmd, &word);
	}
	word_upper(name, sizeof(name), &word);
	return nr ? 0 : cmd_msg(cmd, MSG_HELP_NONE, name);
}

int cmd_commands(struct cmd *cmd)
{
	char line[PER_LINE * 11 + 1];
	unsigned column = 0;
	int len = 0;

	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	for (unsigned i = 0; i < cmd_table.nr_rows; i++) {
		if (!is_first_shown(cmd, &cmd_table, i))
			continue;
		len += str_format(
			line + len, sizeof(line) - (size_t)len, "%-11.10s", cmd_table.rows[i].name);
		if (++column < PER_LINE)
			continue;
		cmd_say(cmd, "%s", line);
		column = 0;
		len = 0;
	}
	if (column)
		cmd_say(cmd, "%s", line);
	return 0;
}
