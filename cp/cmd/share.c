// SPDX-License-Identifier: Apache-2.0
/* SET SHARE, QUERY SHARE. Not yet: the dispatcher takes turns and looks at no share. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/err.h"
#include "lib/string.h"

#define RELATIVE_MAX   10000
#define RELATIVE_USUAL 100

/* 50%, 12.5% in tenths of a percent. 0, or -E_INVAL. */
static int percent(const struct cmd_word *word, uint16_t *tenths)
{
	size_t len = word->len;
	uint64_t whole = 0, tenth = 0;
	const char *point;

	if (len && word->text[len - 1] == '%')
		len--;
	point = memchr(word->text, '.', len);
	if (point) {
		size_t whole_len = (size_t)(point - word->text);

		if (len - whole_len != 2 || str_to_dec(point + 1, 1, &tenth))
			return -E_INVAL;
		len = whole_len;
	}
	if (str_to_dec(word->text, len, &whole) || whole > 100)
		return -E_INVAL;
	whole = whole * 10 + tenth;
	if (!whole || whole > 1000)
		return -E_INVAL;
	*tenths = (uint16_t)whole;
	return 0;
}

/* The operands behind the userid. 0, or the refusal is noted. */
static int take_share(struct cmdline *line, uint16_t *share, bool *is_absolute)
{
	uint64_t relative = RELATIVE_USUAL;
	struct cmd_word word;

	*is_absolute = cmd_accept(line, "ABSOLUTE", 3);
	if (*is_absolute) {
		if (!cmd_next(line, &word))
			return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
		return percent(&word, share) ? cmd_refuse(line, MSG_INVALID_OPERAND, &word)
					     : cmd_end(line);
	}
	if (!cmd_accept(line, "INITIAL", 4)) {
		if (!cmd_accept(line, "RELATIVE", 3)) {
			cmd_peek(line, &word);
			return cmd_refuse(
				line, word.len ? MSG_INVALID_OPTION : MSG_OPERAND_MISSING, &word);
		}
		if (cmd_number(line, 1, RELATIVE_MAX, &relative))
			return -E_INVAL;
	}
	*share = (uint16_t)relative;
	return cmd_end(line);
}

/* Gives the reference back. */
static int say_share(struct cmd *cmd, struct vmdbk *vm)
{
	uint16_t share;
	bool is_absolute;

	lock_take(&vm->lock);
	share = vm->share ? vm->share : RELATIVE_USUAL;
	is_absolute = vm->share_is_absolute;
	lock_drop(&vm->lock);
	if (is_absolute)
		cmd_say(cmd, "USER %-8s: ABSOLUTE SHARE = %u.%u%%", vm->userid, share / 10,
			share % 10);
	else
		cmd_say(cmd, "USER %-8s: RELATIVE SHARE = %5u", vm->userid, share);
	cmd_say(cmd, "               MAXIMUM SHARE = NOLIMIT");
	vm_put(vm);
	return 0;
}

int set_share(struct cmd *cmd)
{
	bool is_absolute;
	struct vmdbk *vm;
	uint16_t share = 0;
	int rc = cmd_find_user(cmd, &vm);

	if (rc)
		return rc;
	if (take_share(cmd->line, &share, &is_absolute)) {
		vm_put(vm);
		return cmd_refused(cmd);
	}
	lock_take(&vm->lock);
	vm->share = share;
	vm->share_is_absolute = is_absolute;
	lock_drop(&vm->lock);
	say_share(cmd, vm);
	return cmd_msg(cmd, MSG_SHARE_UNUSED);
}

int query_share(struct cmd *cmd)
{
	struct vmdbk *vm;
	int rc = user_self(cmd, &vm);

	return rc ? rc : say_share(cmd, vm);
}

int query_share_any(struct cmd *cmd)
{
	struct vmdbk *vm;
	int rc = user_operand(cmd, &vm);

	return rc ? rc : say_share(cmd, vm);
}
