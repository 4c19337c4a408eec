// SPDX-License-Identifier: Apache-2.0
/* SCREEN, QUERY SCREEN: the colours of the areas of a display terminal. */
#include "arch/ds3270.h"
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/err.h"
#include "nucleus/console.h"

struct value {
	const char *name;
	uint8_t min, value;
};

static const struct value areas[] = {
	{"CPOUT", 3, TERM_CPOUT},
	{"VMOUT", 3, TERM_VMOUT},
	{"INREDISP", 3, TERM_INREDISP},
	{"INAREA", 3, TERM_INAREA},
	{"STATAREA", 3, TERM_STATAREA},
};

static const struct value colours[] = {
	{"DEFAULT", 3, 0},
	{"BLUE", 3, XA_COLOUR_BLUE},
	{"RED", 3, XA_COLOUR_RED},
	{"PINK", 2, XA_COLOUR_PINK},
	{"GREEN", 3, XA_COLOUR_GREEN},
	{"TURQUOISE", 3, XA_COLOUR_TURQUOISE},
	{"YELLOW", 3, XA_COLOUR_YELLOW},
	{"WHITE", 3, XA_COLOUR_WHITE},
};

static const struct value highlights[] = {
	{"NONE", 3, 0},
	{"BLINK", 3, XA_HIGHLIGHT_BLINK},
	{"REVVIDEO", 3, XA_HIGHLIGHT_REVERSE},
	{"UNDERLINE", 3, XA_HIGHLIGHT_UNDERLINE},
};

/* Takes the next word if it is one of the values. */
static bool take(
	struct cmdline *line, const struct value *values, unsigned nr_values, uint8_t *value)
{
	for (unsigned i = 0; i < nr_values; i++)
		if (cmd_accept(line, values[i].name, values[i].min)) {
			*value = values[i].value;
			return true;
		}
	return false;
}

static const char *name_of(const struct value *values, unsigned nr_values, uint8_t value)
{
	for (unsigned i = 0; i < nr_values; i++)
		if (values[i].value == value)
			return values[i].name;
	return "DEFAULT";
}

/* {ALL|area} colour [highlighting]; nothing is changed when it is wrong. */
static int take_area(struct cmdline *line, struct ds_look look[NR_TERM_AREAS])
{
	bool all = cmd_accept(line, "ALL", 3);
	struct ds_look one = {0};
	uint8_t area = 0;
	struct cmd_word word;

	if (!all && !take(line, areas, ARRAY_LEN(areas), &area))
		return cmd_peek(line, &word) ? cmd_refuse(line, MSG_INVALID_OPERAND, &word)
					     : cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	if (!take(line, colours, ARRAY_LEN(colours), &one.colour))
		return cmd_peek(line, &word) ? cmd_refuse(line, MSG_INVALID_OPERAND, &word)
					     : cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	take(line, highlights, ARRAY_LEN(highlights), &one.highlight);
	for (unsigned i = 0; i < NR_TERM_AREAS; i++)
		if (all || i == area)
			look[i] = one;
	return 0;
}

int cmd_screen(struct cmd *cmd)
{
	struct term_options options = cmd->vm->console->set.options;
	struct cmd_word word;

	do {
		if (take_area(cmd->line, options.look))
			return cmd_refused(cmd);
	} while (cmd_peek(cmd->line, &word));
	cmd->vm->console->set.options = options;
	return 0;
}

int query_screen(struct cmd *cmd)
{
	const struct ds_look *look = cmd->vm->console->set.options.look;

	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	for (unsigned i = 0; i < ARRAY_LEN(areas); i++)
		cmd_say(cmd, "%-8s %-9s %-9s PS0", areas[i].name,
			name_of(colours, ARRAY_LEN(colours), look[i].colour),
			name_of(highlights, ARRAY_LEN(highlights), look[i].highlight));
	return 0;
}
