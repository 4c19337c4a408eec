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

/* What the operands say of one key. */
struct choice {
	bool retrieve, forward, immed, nodisp;
	struct cmd_word text;
};

static int take_choice(struct cmdline *line, struct choice *choice)
{
	if (cmd_accept(line, "RETRIEVE", 3)) {
		choice->retrieve = true;
		choice->forward = cmd_accept(line, "FORWARD", 1);
		if (!choice->forward)
			cmd_accept(line, "BACKWARD", 1);
		return cmd_end(line);
	}
	choice->immed = cmd_accept(line, "IMMED", 2);
	if (!choice->immed)
		cmd_accept(line, "DELAYED", 3);
	choice->nodisp = cmd_accept(line, "NODISP", 3);
	cmd_rest(line, &choice->text);
	return choice->text.len > TERM_COMMAND_MAX ? cmd_refuse(line, MSG_TOO_MANY_OPERANDS, NULL)
						   : 0;
}

int set_pf(struct cmd *cmd)
{
	struct console_settings *set = &cmd->vm->console->set;
	struct choice choice = {.text = {"", 0, 0}};
	uint64_t number = 0;
	unsigned key;

	if (cmd_number(cmd->line, 1, PF_KEYS, &number) || take_choice(cmd->line, &choice))
		return cmd_refused(cmd);
	key = (unsigned)number - 1;
	if (choice.text.len && !has_table(set))
		return cmd_msg(cmd, MSG_NO_STORAGE, "SET PF");
	/* The terminal may look at the same time: the last byte is always NUL. */
	if (set->pf) {
		memcpy(set->pf->text[key], choice.text.text, choice.text.len);
		set->pf->text[key][choice.text.len] = '\0';
	}
	change_bit(&set->pf_immed, key, choice.immed);
	change_bit(&set->pf_nodisp, key, choice.nodisp);
	change_bit(&set->pf_retrieve, key, choice.retrieve);
	change_bit(&set->pf_forward, key, choice.forward);
	return 0;
}

static void say_key(struct cmd *cmd, unsigned key)
{
	const struct console_settings *set = &cmd->vm->console->set;
	uint32_t bit = 1u << key;
	char number[8];

	str_format(number, sizeof(number), "%02u", key + 1);
	if (set->pf_retrieve & bit)
		cmd_say(cmd, "PF%s RETRIEVE %s", number,
			set->pf_forward & bit ? "FORWARD" : "BACKWARD");
	else if (set->pf && set->pf->text[key][0])
		cmd_say(cmd, "PF%s %s%s %s", number, set->pf_immed & bit ? "IMMED  " : "DELAYED",
			set->pf_nodisp & bit ? " NODISP" : "", set->pf->text[key]);
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
