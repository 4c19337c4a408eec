// SPDX-License-Identifier: Apache-2.0
/* QUERY and SET: their operands are tables of their own. */
#include "cmd/cmd.h"
#include "cmd/realdev.h"
#include "cmd/tables.h"
#include "cmd/user.h"
#include "lib/string.h"

static const struct cmd_entry query_rows[] = {
#define CMD(name, min, classes, flags, syntax, help, handler)                                      \
	{name, min, flags, classes, syntax, help, (void (*)(void))handler},
#include "cmd/query.def"
};
static const struct cmd_entry set_rows[] = {
#include "cmd/set.def"
#undef CMD
};

#define CMD(name, min, classes, flags, syntax, help, handler) name[0],
static const char query_initials[] = {
#include "cmd/query.def"
};
static const char set_initials[] = {
#include "cmd/set.def"
};
#undef CMD

const struct cmd_table query_table = {query_rows, ARRAY_LEN(query_rows), MSG_OPERAND_MISSING,
	MSG_INVALID_OPTION, query_initials};
const struct cmd_table set_table = {
	set_rows, ARRAY_LEN(set_rows), MSG_OPERAND_MISSING, MSG_INVALID_OPTION, set_initials};

/* PF01 is the operand PF and the number 01: as if there were a blank between. */
static bool take_pf(struct cmdline *line)
{
	struct cmd_word word;

	if (!cmd_peek(line, &word) || word.len < 3 || word.len > 4 ||
		mem_casecmp(word.text, "PF", 2))
		return false;
	for (unsigned i = 2; i < word.len; i++)
		if (!chr_is_digit(word.text[i]))
			return false;
	line->pos = (uint16_t)(word.column - 1 + 2);
	return true;
}

/* QUERY LINUX1: where is he? A word that is no operand and could be a userid. */
static int query_user(struct cmd *cmd)
{
	char userid[NAME_SIZE], where[USER_WHERE_SIZE];
	struct vmdbk *vm;
	int rc = cmd_find_user(cmd, &vm);

	if (rc)
		return rc;
	str_copy(userid, vm->userid, sizeof(userid));
	user_where(vm, where);
	vm_put(vm);
	cmd_say(cmd, "%-8s -%s", userid, where);
	return 0;
}

/* QUERY 0700: a real device that there is, or several. */
static bool is_lone_rdev(const struct cmd *cmd)
{
	struct cmdline rest = *cmd->line;
	uint16_t first, last;
	struct cmd_word word;

	if (!(cmd_classes(cmd) & (CLASS_B | CLASS_E)) || !cmd_next(&rest, &word) || cmd_end(&rest) ||
		word_to_devno_range(&word, &first, &last))
		return false;
	return first != last || rdev_find(first);
}

static bool is_lone_userid(const struct cmdline *line)
{
	struct cmdline rest = *line;
	char userid[NAME_SIZE];
	struct cmd_word word;

	return cmd_next(&rest, &word) && !word_to_userid(&word, userid) && !cmd_end(&rest) &&
	       cmd_find(&query_table, &word, 0) == query_table.nr_rows;
}

int cmd_query(struct cmd *cmd)
{
	const struct cmd_issuer issuer = {cmd_classes(cmd), true};
	struct cmdline line = *cmd->line;
	const struct cmd_entry *entry;

	if (take_pf(cmd->line))
		return query_pf(cmd);
	if (cmd_select(&line, &query_table, &issuer, &entry) && line.msg == MSG_INVALID_OPTION) {
		if (is_lone_rdev(cmd))
			return query_rdev(cmd);
		if (is_lone_userid(cmd->line))
			return query_user(cmd);
	}
	return cmd_sub(cmd, &query_table);
}

int cmd_set(struct cmd *cmd)
{
	if (take_pf(cmd->line))
		return set_pf(cmd);
	return cmd_sub(cmd, &set_table);
}
