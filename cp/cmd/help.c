// SPDX-License-Identifier: Apache-2.0
/* HELP, COMMANDS: pages from the tables of commands, messages, directory statements and DIAGNOSE
 * codes. */
#include "cmd/cmd.h"
#include "cmd/tables.h"
#include "cmd/topics.h"
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
	if (!is_shown(cmd, &table->rows[row]) || table->rows[row].flags & CMD_REFUSED)
		return false;
	while (row-- && strcmp(table->rows[row].name, table->rows[row + 1].name) == 0)
		if (is_shown(cmd, &table->rows[row]))
			return false;
	return true;
}

/* ---- Text ------------------------------------------------------------------------------------ */

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

/* ---- Commands -------------------------------------------------------------------------------- */

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

static void say_entry(struct cmd *cmd, const char *prefix, const struct cmd_entry *entry)
{
	size_t len = strlen(entry->name);
	unsigned min = entry->min ? entry->min : (unsigned)len;

	cmd_say(cmd, "%s%s %s", prefix, entry->name, entry->help);
	say_paragraph(cmd, "  ", entry->syntax);
	if (min < len)
		cmd_say(cmd, "  Shortest form: %s%.*s", prefix, (int)min, entry->name);
	say_classes(cmd, entry);
}

/* The pages of all versions that he may use, and what there is to say about all. Returns how many.
 */
static unsigned say_command(struct cmd *cmd, const struct cmd_table *table, const char *prefix,
	const struct cmd_word *word)
{
	unsigned nr = 0, row = cmd_find(table, word, 0);
	const char *name = row < table->nr_rows ? table->rows[row].name : "";
	const char *page = topic_page(prefix, name);

	for (; row < table->nr_rows; row = cmd_find(table, word, row + 1)) {
		/* Of several names that the word abbreviates only the first. */
		if (!is_shown(cmd, &table->rows[row]) || strcmp(table->rows[row].name, name) != 0)
			continue;
		say_entry(cmd, prefix, &table->rows[row]);
		nr++;
	}
	if (nr && page)
		say_paragraph(cmd, "  ", page);
	return nr;
}

/* ---- Messages -------------------------------------------------------------------------------- */

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

/* ---- Directory statements and DIAGNOSE codes ------------------------------------------------- */

static void say_options(struct cmd *cmd)
{
	char line[WIDTH + 1];
	const char *option;
	int len = 0;

	for (unsigned n = 0; (option = topic_option(n)) != NULL; n++) {
		if (len && (size_t)len + strlen(option) + 3 > WIDTH) {
			cmd_say(cmd, "%s", line);
			len = 0;
		}
		len += str_format(line + len, sizeof(line) - (size_t)len, "  %s", option);
	}
	if (len)
		cmd_say(cmd, "%s", line);
}

/* Returns how many pages there are: 0 or 1. */
static unsigned say_statement(struct cmd *cmd, const struct cmd_word *word)
{
	const struct topic_statement *statement = topic_find_statement(word);

	if (!statement)
		return 0;
	cmd_say(cmd, "%s (a statement of USER DIRECT)", statement->name);
	say_paragraph(cmd, "  ", statement->text);
	if (!statement->syntax[0])
		say_paragraph(cmd, "  ", "Not supported yet: it is warned of, and has no effect.");
	say_paragraph(cmd, "  ", statement->syntax);
	if (strcmp(statement->name, "OPTION") == 0)
		say_options(cmd);
	return 1;
}

static unsigned list_statements(struct cmd *cmd)
{
	const struct topic_statement *statement;
	unsigned n = 0;

	for (; (statement = topic_statement(n)) != NULL; n++)
		cmd_say(cmd, "%-12s %s%s", statement->name, statement->text,
			statement->syntax[0] ? "" : " (not yet)");
	return n;
}

/* The code that the word says, all without one. */
static unsigned say_diagnoses(struct cmd *cmd, const struct cmd_word *word)
{
	const struct topic_diagnose *diagnose;
	uint16_t code = 0;
	unsigned nr = 0;

	if (word->len && word_to_devno(word, &code))
		return 0;
	for (unsigned n = 0; (diagnose = topic_diagnose(n)) != NULL; n++)
		if (!word->len || diagnose->code == code) {
			cmd_say(cmd, "DIAGNOSE X'%03X' %s", diagnose->code, diagnose->text);
			nr++;
		}
	return nr;
}

/* ---- The commands ---------------------------------------------------------------------------- */

/* QUERY, SET and DEFINE have operands with pages of their own. */
static const struct cmd_table *operand_table(const struct cmd_word *word, const char **prefix)
{
	*prefix = "QUERY ";
	if (word_is(word, "QUERY", 1))
		return &query_table;
	*prefix = "DEFINE ";
	if (word_is(word, "DEFINE", 3))
		return &define_table;
	*prefix = "SET ";
	return word_is(word, "SET", 3) ? &set_table : NULL;
}

/* Explains the words, the second of which may be missing. Returns how many pages that was. */
static unsigned explain(
	struct cmd *cmd, const struct cmd_word *word, const struct cmd_word *operand)
{
	const char *prefix;
	const struct cmd_table *table = operand_table(word, &prefix);
	unsigned nr;

	if (table && operand->len)
		return say_command(cmd, table, prefix, operand);
	if (word_is(word, "DIAGNOSE", 4))
		return say_diagnoses(cmd, operand);
	if (word_is(word, "DIRECTORY", 4))
		return operand->len ? say_statement(cmd, operand) : list_statements(cmd);
	nr = say_command(cmd, &cmd_table, "", word);
	if (nr && table)
		list(cmd, table, "  ");
	nr += say_statement(cmd, word);
	return nr + say_messages(cmd, word);
}

/* HELP [command [operand] | DIAGNOSE [code] | DIRECTORY [statement] | statement | message] */
int cmd_help(struct cmd *cmd)
{
	struct cmd_word word, operand;
	char name[24];

	if (!cmd_next(cmd->line, &word)) {
		list(cmd, &cmd_table, "");
		return 0;
	}
	cmd_next(cmd->line, &operand);
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	if (explain(cmd, &word, &operand))
		return 0;
	word_upper(name, sizeof(name), operand.len ? &operand : &word);
	return cmd_msg(cmd, MSG_HELP_NONE, name);
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
