// SPDX-License-Identifier: Apache-2.0
/* SET PFnn, QUERY PFnn: what the program function keys of a 3270 do. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/string.h"
#include "nucleus/console.h"
#include "nucleus/storage.h"

#define PF_KEYS 24

/* The table of texts comes with the first key that has one. */
static bool has_table(struct console_settings *set)
{
	if (!set->pf)
		set->pf = stor_alloc(sizeof(*set->pf));
	return set->pf;
}

static void change_bit(uint32_t *bits, unsigned key, bool on)
{
	*bits = on ? *bits | 1u << key : *bits & ~(1u << key);
}

int set_pf(struct cmd *cmd)
{
	struct console_settings *set = &cmd->vm->console->set;
	bool immed = false, retrieve = false;
	struct cmd_word text = {"", 0, 0};
	uint64_t number = 0;
	unsigned key;

	if (cmd_number(cmd->line, 1, PF_KEYS, &number))
		return cmd_refused(cmd);
	key = (unsigned)number - 1;
	if (cmd_accept(cmd->line, "RETRIEVE", 3)) {
		retrieve = true;
		if (!cmd_accept(cmd->line, "BACKWARD", 4) && cmd_end(cmd->line))
			return cmd_refused(cmd);
	} else {
		immed = cmd_accept(cmd->line, "IMMED", 2);
		if (!immed)
			cmd_accept(cmd->line, "DELAYED", 3);
		cmd_rest(cmd->line, &text);
	}
	if (text.len > TERM_COMMAND_MAX)
		return refuse_word(cmd, MSG_TOO_MANY_OPERANDS, NULL);
	if (text.len && !has_table(set))
		return cmd_msg(cmd, MSG_NO_STORAGE, "SET PF");
	/* The terminal may look at the same time: the last byte is always NUL. */
	if (set->pf) {
		memcpy(set->pf->text[key], text.text, text.len);
		set->pf->text[key][text.len] = '\0';
	}
	change_bit(&set->pf_immed, key, immed);
	change_bit(&set->pf_retrieve, key, retrieve);
	return 0;
}

static void say_key(struct cmd *cmd, unsigned key)
{
	const struct console_settings *set = &cmd->vm->console->set;
	char number[8];

	str_format(number, sizeof(number), "%02u", key + 1);
	if (set->pf_retrieve & 1u << key)
		cmd_say(cmd, "PF%s RETRIEVE BACKWARD", number);
	else if (set->pf && set->pf->text[key][0])
		cmd_say(cmd, "PF%s %s %s", number,
			set->pf_immed & 1u << key ? "IMMED  " : "DELAYED", set->pf->text[key]);
	else
		cmd_msg(cmd, MSG_PF_UNDEFINED, number);
}

int query_pf(struct cmd *cmd)
{
	uint64_t number = 0;
	struct cmd_word word;

	if (!cmd_peek(cmd->line, &word)) {
		for (unsigned key = 0; key < PF_KEYS; key++)
			say_key(cmd, key);
		return 0;
	}
	if (cmd_number(cmd->line, 1, PF_KEYS, &number) || cmd_end(cmd->line))
		return cmd_refused(cmd);
	say_key(cmd, (unsigned)number - 1);
	return 0;
}
