// SPDX-License-Identifier: Apache-2.0
/* CP commands: finding the handler, answering. */
#include "cmd/cmd.h"
#include "lib/string.h"
#include "logic/term/term.h"
#include "nucleus/console.h"

static const struct cmd_entry rows[] = {
#define CMD(name, min, classes, flags, syntax, help, handler)                                      \
	{name, min, flags, classes, syntax, help, (void (*)(void))handler},
#include "cmd/cmd.def"
#undef CMD
};
static const char initials[] = {
#define CMD(name, min, classes, flags, syntax, help, handler) name[0],
#include "cmd/cmd.def"
#undef CMD
};
const struct cmd_table cmd_table = {
	rows, ARRAY_LEN(rows), MSG_NONE, MSG_UNKNOWN_COMMAND, initials};

void cmd_say(struct cmd *cmd, const char *format, ...)
{
	char text[MSG_LINE_SIZE];
	va_list args;

	va_start(args, format);
	str_vformat(text, sizeof(text), format, args);
	va_end(args);
	cmd->out(cmd->ctx, text, 0);
}

class_set_t cmd_classes(const struct cmd *cmd)
{
	if (cmd->from_directory)
		return ~CLASS_NONE;
	return cmd->vm ? cmd->vm->classes : CLASS_NONE;
}

/* SET IMSG is for information, SET EMSG for the rest. */
static enum emsg trim(const struct cmd *cmd, enum msg_id id)
{
	if (!msg_is_information(id) || !cmd->vm || cmd->is_for)
		return cmd->emsg;
	return cmd->vm->console->set.imsg;
}

int cmd_message(struct cmd *cmd, enum msg_id id, const char *const *args, unsigned nr_args)
{
	char text[MSG_LINE_SIZE];

	if (msg_format(text, sizeof(text), id, trim(cmd, id), args, nr_args) > 0)
		cmd->out(cmd->ctx, text, msg_number(id) ? TERM_HIGH : 0);
	return msg_number(id);
}

int cmd_refused(struct cmd *cmd)
{
	char text[MSG_LINE_SIZE];
	int rc = cmd_refusal(cmd->line, text, sizeof(text), cmd->emsg);

	if (text[0])
		cmd->out(cmd->ctx, text, TERM_HIGH);
	return rc;
}

int cmd_sub(struct cmd *cmd, const struct cmd_table *table)
{
	const struct cmd_issuer issuer = {cmd_classes(cmd), cmd->vm != NULL};
	const struct cmd_entry *entry;

	if (cmd_select(cmd->line, table, &issuer, &entry))
		return cmd_refused(cmd);
	if (!entry)
		return 0;
	if (((entry->flags & CMD_CONSOLE_ONLY) && (cmd->from_guest || cmd->from_directory)) ||
		((entry->flags & CMD_OWN_ONLY) && (cmd->is_for || cmd->from_directory)))
		return cmd_msg(cmd, MSG_COMMAND_RESTRICTED, entry->name,
			cmd->is_for	      ? "FOR"
			: cmd->from_guest ? "DIAGNOSE X'08'"
					      : "the directory");
	cmd->name = entry->name;
	return ((cmd_fn)entry->handler)(cmd);
}

int cmd_execute(struct cmd *cmd, const char *text, size_t len)
{
	struct cmdline line;

	cmd->line = &line;
	if (cmdline_init(&line, text, len))
		return cmd_refused(cmd);
	return cmd_sub(cmd, &cmd_table);
}

int cmd_find_user(struct cmd *cmd, struct vmdbk **vm)
{
	char userid[NAME_SIZE];

	*vm = NULL;
	if (cmd_userid(cmd->line, cmd->vm ? cmd->vm->userid : NULL, userid))
		return cmd_refused(cmd);
	*vm = vm_find(userid);
	return *vm ? 0 : cmd_msg(cmd, MSG_NOT_LOGGED_ON, userid);
}
