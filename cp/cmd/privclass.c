// SPDX-License-Identifier: Apache-2.0
/* SET PRIVCLASS, QUERY PRIVCLASS: which commands a user may give. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/string.h"

/* Gives the reference back. */
static int say_classes(struct cmd *cmd, struct vmdbk *vm)
{
	char current[CLASS_TEXT_SIZE], directory[CLASS_TEXT_SIZE];

	class_format(current, vm->classes);
	class_format(directory, vm->directory_classes);
	cmd_msg(cmd, MSG_PRIVCLASS_IS, vm->userid);
	cmd_say(cmd, "        CURRENTLY: %s", current);
	cmd_say(cmd, "        DIRECTORY: %s", directory);
	vm_put(vm);
	return 0;
}

/* RESET, or =classes, +classes, -classes. 0, or the refusal is noted. */
static int take_change(struct cmd *cmd, const struct vmdbk *vm, class_set_t *set)
{
	struct cmd_word word;

	*set = vm->classes;
	if (cmd_accept(cmd->line, "RESET", 0)) {
		*set = vm->directory_classes;
		return cmd_end(cmd->line);
	}
	if (!cmd_next(cmd->line, &word))
		return cmd_refuse(cmd->line, MSG_OPERAND_MISSING, NULL);
	if (class_change(word.text, word.len, set))
		return cmd_refuse(cmd->line, MSG_INVALID_OPERAND, &word);
	return cmd_end(cmd->line);
}

/* Gives the reference back. */
static int change(struct cmd *cmd, struct vmdbk *vm, class_set_t allowed)
{
	char classes[CLASS_TEXT_SIZE];
	class_set_t set;
	int rc = 0;

	if (take_change(cmd, vm, &set)) {
		rc = cmd_refused(cmd);
	} else if (set & ~allowed) {
		class_format(classes, set & ~allowed);
		rc = cmd_msg(cmd, MSG_PRIVCLASS_DIRECTORY, vm->userid, classes);
	} else {
		lock_take(&vm->lock);
		vm->classes = set;
		lock_drop(&vm->lock);
		return say_classes(cmd, vm);
	}
	vm_put(vm);
	return rc;
}

/* Everybody for himself: what the directory gives him, and no more. */
int set_privclass(struct cmd *cmd)
{
	char userid[NAME_SIZE];

	if (cmd_userid(cmd->line, cmd->vm->userid, userid))
		return cmd_refused(cmd);
	if (strcmp(userid, cmd->vm->userid) != 0)
		return cmd_msg(cmd, MSG_INVALID_OPERAND, userid);
	vm_get(cmd->vm);
	return change(cmd, cmd->vm, cmd->vm->directory_classes);
}

/* Class C: anything to anybody. */
int set_privclass_any(struct cmd *cmd)
{
	struct vmdbk *vm;
	int rc = cmd_find_user(cmd, &vm);

	return rc ? rc : change(cmd, vm, ~CLASS_NONE);
}

int query_privclass(struct cmd *cmd)
{
	struct vmdbk *vm;
	int rc = user_self(cmd, &vm);

	return rc ? rc : say_classes(cmd, vm);
}

int query_privclass_any(struct cmd *cmd)
{
	struct vmdbk *vm;
	int rc = user_operand(cmd, &vm);

	return rc ? rc : say_classes(cmd, vm);
}
