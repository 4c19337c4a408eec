// SPDX-License-Identifier: Apache-2.0
/* Sets of traps: TRACE GOTO, CALL and RETURN. */
#include "lib/err.h"
#include "lib/string.h"
#include "logic/trap.h"

void trap_sets_init(struct trap_sets *sets)
{
	memset(sets, 0, sizeof(*sets));
	str_copy(sets->sets[0].name, "INITIAL", TRAP_NAME_SIZE);
}

bool trap_sets_in_use(const struct trap_sets *sets)
{
	for (unsigned i = 0; i < TRAP_SETS_MAX; i++)
		if (sets->sets[i].set.nr)
			return true;
	return sets->active;
}

/* The set of that name, else an unused place: TRAP_SETS_MAX when there is none. */
static uint8_t find(const struct trap_sets *sets, const char *name)
{
	uint8_t unused = TRAP_SETS_MAX;

	for (uint8_t i = 0; i < TRAP_SETS_MAX; i++) {
		if (strcmp(sets->sets[i].name, name) == 0)
			return i;
		if (!sets->sets[i].name[0] && unused == TRAP_SETS_MAX)
			unused = i;
	}
	return unused;
}

/* GOTO and CALL: the rest of the line is the name. */
static int go(struct cmdline *line, struct trap_sets *sets, bool is_call)
{
	char name[TRAP_NAME_SIZE];
	struct cmd_word word;
	uint8_t to;

	if (!cmd_next(line, &word))
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	if (word.len >= TRAP_NAME_SIZE)
		return cmd_refuse(line, MSG_INVALID_OPERAND, &word);
	word_upper(name, sizeof(name), &word);
	if (cmd_end(line))
		return -E_INVAL;
	to = find(sets, name);
	if (to == TRAP_SETS_MAX)
		return cmd_refuse(line, MSG_TRACE_SETS_MAXIMUM, NULL);
	str_copy(sets->sets[to].name, name, TRAP_NAME_SIZE);
	if (is_call)
		sets->sets[to].caller = (uint8_t)(sets->active + 1);
	sets->active = to;
	return 0;
}

static int go_back(struct cmdline *line, struct trap_sets *sets)
{
	uint8_t caller = sets->sets[sets->active].caller;

	if (cmd_end(line))
		return -E_INVAL;
	if (!caller)
		return cmd_refuse(line, MSG_TRACE_NOT_CALLED, NULL);
	sets->sets[sets->active].caller = 0;
	sets->active = (uint8_t)(caller - 1);
	return 0;
}

/* END ALL, and nothing behind it? */
static bool is_end_all(struct cmdline *line)
{
	struct cmdline ahead = *line;
	struct cmd_word word;

	return cmd_accept(&ahead, "END", 0) && cmd_accept(&ahead, "ALL", 0) &&
	       !cmd_peek(&ahead, &word);
}

int trap_sets_command(struct cmdline *line, struct trap_sets *sets)
{
	if (cmd_accept(line, "GOTO", 1))
		return go(line, sets, false);
	if (cmd_accept(line, "CALL", 3))
		return go(line, sets, true);
	if (cmd_accept(line, "RETURN", 3))
		return go_back(line, sets);
	if (is_end_all(line) && trap_sets_in_use(sets)) {
		trap_sets_init(sets);
		return 0;
	}
	return trap_command(line, trap_active(sets));
}
