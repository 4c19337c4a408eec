// SPDX-License-Identifier: Apache-2.0
/*
 * TERMINAL: how lines are typed and shown. Several operands may come in one command: all of them
 * are checked before any takes effect.
 */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/console.h"
#include "nucleus/terminal.h"
#include "virt/dev_cons.h"

/* What the operands so far have set. */
struct choice {
	struct lineedit edit;
	struct term_options options;
	bool autocr, breakin_guestctl, conmode_3270;
};

/* ---- Operands: each takes its value, or notes the refusal and returns -E_INVAL --------------- */

/* A character, two hexadecimal digits for one, ON for the usual one, OFF. Letters and digits are
 * text. */
static int take_symbol(struct cmdline *line, char usual, char *symbol)
{
	struct cmd_word word;
	uint64_t code = 0;

	if (!cmd_peek(line, &word))
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	if (word_is(&word, "ON", 0))
		code = (uint8_t)usual;
	else if (word_is(&word, "OFF", 2))
		code = 0;
	else if (word.len == 1)
		code = (uint8_t)*word.text;
	else if (word.len != 2 || str_to_hex(word.text, word.len, &code) || code <= ' ')
		return cmd_refuse(line, MSG_INVALID_OPERAND, &word);
	if (code && (chr_is_alpha((char)code) || chr_is_digit((char)code)))
		return cmd_refuse(line, MSG_INVALID_OPERAND, &word);
	cmd_next(line, &word);
	*symbol = (char)code;
	return 0;
}

static int take_lineend(struct cmdline *line, struct choice *choice)
{
	return take_symbol(line, lineedit_default().lineend, &choice->edit.lineend);
}

static int take_linedel(struct cmdline *line, struct choice *choice)
{
	return take_symbol(line, lineedit_default().linedel, &choice->edit.linedel);
}

static int take_chardel(struct cmdline *line, struct choice *choice)
{
	return take_symbol(line, lineedit_default().chardel, &choice->edit.chardel);
}

static int take_escape(struct cmdline *line, struct choice *choice)
{
	return take_symbol(line, lineedit_default().escape, &choice->edit.escape);
}

static int take_more(struct cmdline *line, struct choice *choice)
{
	uint64_t more = 0, clear = 0;

	if (cmd_number(line, 0, 255, &more) || cmd_number(line, 0, 255, &clear))
		return -E_INVAL;
	choice->options.more_s = (uint8_t)more;
	choice->options.clear_s = (uint8_t)clear;
	return 0;
}

static int take_hold(struct cmdline *line, struct choice *choice)
{
	return cmd_on_off(line, &choice->options.hold);
}

static int take_hilight(struct cmdline *line, struct choice *choice)
{
	return cmd_on_off(line, &choice->options.hilight);
}

static int take_autocr(struct cmdline *line, struct choice *choice)
{
	return cmd_on_off(line, &choice->autocr);
}

static int take_breakin(struct cmdline *line, struct choice *choice)
{
	struct cmd_word word;

	if (cmd_accept(line, "IMMED", 5)) {
		choice->breakin_guestctl = false;
	} else if (cmd_accept(line, "GUESTCTL", 5)) {
		choice->breakin_guestctl = true;
	} else {
		cmd_peek(line, &word);
		return cmd_refuse(
			line, word.len ? MSG_INVALID_OPERAND : MSG_OPERAND_MISSING, &word);
	}
	return 0;
}

static int take_conmode(struct cmdline *line, struct choice *choice)
{
	struct cmd_word word;

	if (cmd_accept(line, "3270", 0)) {
		choice->conmode_3270 = true;
	} else if (cmd_accept(line, "3215", 0)) {
		choice->conmode_3270 = false;
	} else {
		cmd_peek(line, &word);
		return cmd_refuse(
			line, word.len ? MSG_INVALID_OPERAND : MSG_OPERAND_MISSING, &word);
	}
	return 0;
}

static const struct operand {
	const char *name;
	uint8_t min;
	int (*take)(struct cmdline *line, struct choice *choice);
	const char *only; /* when take is NULL: the one value that there is */
} operands[] = {
	{"LINEND", 5, take_lineend, NULL},
	{"LINEDEL", 5, take_linedel, NULL},
	{"CHARDEL", 2, take_chardel, NULL},
	{"ESCAPE", 3, take_escape, NULL},
	{"MORE", 2, take_more, NULL},
	{"HOLD", 2, take_hold, NULL},
	{"HILIGHT", 2, take_hilight, NULL},
	{"AUTOCR", 5, take_autocr, NULL},
	{"BREAKIN", 5, take_breakin, NULL},
	{"CONMODE", 3, take_conmode, NULL},
	{"BRKKEY", 3, NULL, "PA1"},
	{"LINESIZE", 5, NULL, "80"},
	{"ATTN", 2, NULL, "OFF"},
	{"APL", 3, NULL, "OFF"},
	{"TEXT", 4, NULL, "OFF"},
	{"MODE", 4, NULL, "VM"},
	{"SCRNSAVE", 5, NULL, "OFF"},
	{"TABCHAR", 4, NULL, "OFF"},
	{"TIMESTAMP", 5, NULL, "OFF"},
	{"SYS3270", 3, NULL, "OFF"},
};

static const struct operand *find_operand(const struct cmd_word *word)
{
	for (unsigned i = 0; i < ARRAY_LEN(operands); i++)
		if (word_is(word, operands[i].name, operands[i].min))
			return &operands[i];
	return NULL;
}

/* An operand of z/VM that has one value here: any other is refused by name. Returns the return
 * code. */
static int take_only(struct cmd *cmd, const struct operand *operand)
{
	char text[40], value[16];
	struct cmd_word word;

	if (cmd_accept(cmd->line, operand->only, 0))
		return 0;
	if (!cmd_peek(cmd->line, &word))
		return refuse_next(cmd);
	word_upper(value, sizeof(value), &word);
	str_format(text, sizeof(text), "TERMINAL %s %s", operand->name, value);
	return cmd_msg(cmd, MSG_NOT_SUPPORTED, text);
}

/* Two functions of one character: which would it be? */
static bool is_ambiguous(const struct lineedit *edit)
{
	const char symbols[] = {edit->lineend, edit->linedel, edit->chardel, edit->escape};

	for (unsigned i = 0; i < sizeof(symbols); i++)
		for (unsigned j = i + 1; j < sizeof(symbols); j++)
			if (symbols[i] && symbols[i] == symbols[j])
				return true;
	return false;
}

int cmd_terminal(struct cmd *cmd)
{
	struct console_settings *set = &cmd->vm->console->set;
	struct choice choice = {set->edit, set->options, set->autocr, set->breakin_guestctl,
		set->conmode_3270};
	const struct operand *operand;
	struct cmd_word word;
	int rc;

	if (!cmd_peek(cmd->line, &word))
		return refuse_next(cmd);
	while (cmd_peek(cmd->line, &word)) {
		operand = find_operand(&word);
		if (!operand)
			return refuse_word(cmd, MSG_INVALID_OPTION, &word);
		cmd_next(cmd->line, &word);
		if (!operand->take) {
			rc = take_only(cmd, operand);
			if (rc)
				return rc;
		} else if (operand->take(cmd->line, &choice)) {
			return cmd_refused(cmd);
		} else if (is_ambiguous(&choice.edit)) {
			return refuse_word(cmd, MSG_CONFLICTING_OPTION, &word);
		}
	}
	if (choice.conmode_3270 && cmd->terminal && !terminal_is_display(cmd->terminal))
		return cmd_msg(cmd, MSG_NOT_3270, "CONMODE 3270");
	if (console_set_conmode(cmd->vm, choice.conmode_3270))
		return cmd_msg(cmd, MSG_NO_STORAGE, "a virtual 3270");
	set->edit = choice.edit;
	set->options = choice.options;
	set->autocr = choice.autocr;
	set->breakin_guestctl = choice.breakin_guestctl;
	return 0;
}
