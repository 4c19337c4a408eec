// SPDX-License-Identifier: Apache-2.0
/* The operands of TRACE (see logic/trap.h for what they look like). */
#include "logic/display_operand.h"
#include "logic/trap.h"
#include "lib/err.h"
#include "lib/string.h"

/* ---- Ranges ---- */

/* Reads loc, loc-loc, loc:loc or loc.count. MSG_NONE, or what refuses it. */
static enum msg_id read_range(const struct cmd_word *word, struct trap_range *range)
{
	struct cursor at = {word->text, word->len}, term = take_term(&at);
	uint64_t value;
	char sign;

	if (!parse_location(&term, &range->first))
		return MSG_INVALID_HEXLOC;
	range->last = range->first;
	if (!at.len)
		return MSG_NONE;
	sign = *at.text++;
	at.len--;
	if (at.len == 3 && mem_casecmp(at.text, "END", 3) == 0) {
		range->last = UINT64_MAX;
		return MSG_NONE;
	}
	if (!parse_location(&at, &value))
		return MSG_INVALID_HEXLOC;
	if (sign == '.' && (!value || value - 1 > UINT64_MAX - range->first))
		return MSG_INVALID_RANGE;
	range->last = sign == '.' ? range->first + (value - 1) : value;
	return range->last < range->first ? MSG_INVALID_RANGE : MSG_NONE;
}

static int take_range(struct cmdline *line, struct trap_range *range, bool *has, uint64_t top)
{
	struct trap_range found;
	struct cmd_word word;
	enum msg_id msg;

	if (!cmd_peek(line, &word))
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	if (*has)
		return cmd_refuse(line, MSG_CONFLICTING_OPTION, &word);
	msg = read_range(&word, &found);
	if (!msg && found.first > top)
		msg = MSG_INVALID_OPERAND;
	if (msg)
		return cmd_refuse(line, msg, &word);
	cmd_next(line, &word);
	*range = found;
	*has = true;
	return 0;
}

/* A range may stand without a word before it: is there one? */
static bool is_range_next(struct cmdline *line)
{
	struct trap_range range;
	struct cmd_word word;

	return cmd_peek(line, &word) && chr_is_digit(*word.text) &&
	       read_range(&word, &range) != MSG_INVALID_HEXLOC;
}

/* ---- Identifiers ---- */

static struct trap *find(struct trap_set *set, const char *ident)
{
	for (unsigned i = 0; i < set->nr; i++)
		if (strcmp(set->traps[i].ident, ident) == 0)
			return &set->traps[i];
	return NULL;
}

static int take_ident(struct cmdline *line, char ident[TRAP_IDENT_SIZE])
{
	struct cmd_word word;

	if (!cmd_peek(line, &word))
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	if (word.len >= TRAP_IDENT_SIZE || word_is(&word, "ALL", 0))
		return cmd_refuse(line, MSG_INVALID_OPERAND, &word);
	word_upper(ident, TRAP_IDENT_SIZE, &word);
	cmd_next(line, &word);
	return 0;
}

static struct trap *take_trap(struct cmdline *line, struct trap_set *set)
{
	struct trap *trap;
	char ident[TRAP_IDENT_SIZE];
	struct cmd_word word;

	cmd_peek(line, &word);
	if (take_ident(line, ident))
		return NULL;
	trap = find(set, ident);
	if (!trap)
		cmd_refuse(line, MSG_NO_TRAP, &word);
	return trap;
}

/* The lowest number that no trap has. */
static void number(const struct trap_set *set, char ident[TRAP_IDENT_SIZE])
{
	unsigned n = 1;

	do
		str_format(ident, TRAP_IDENT_SIZE, "%u", n++);
	while (find((struct trap_set *)(uintptr_t)set, ident));
}

/* ---- Options ---- */

static int take_count(struct cmdline *line, struct trap *trap, enum trap_counter counter)
{
	uint64_t value;

	if (cmd_number(line, 0, TRAP_COUNT_MAX, &value))
		return -E_INVAL;
	trap->count[counter] = (uint16_t)value;
	if (counter == COUNT_SKIP || counter == COUNT_STOP)
		trap->left[counter] = (uint16_t)value;
	else if (counter == COUNT_STEP && !trap->count[COUNT_STOP])
		trap->left[COUNT_STOP] = (uint16_t)value;
	return 0;
}

static int take_command(struct cmdline *line, struct trap *trap)
{
	struct cmd_word rest;

	if (!cmd_rest(line, &rest))
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	if (rest.len >= TRAP_CMD_SIZE)
		return cmd_refuse(line, MSG_TRAP_CMD_LONG, &rest);
	if (rest.len == 4 && mem_casecmp(rest.text, "NONE", 4) == 0)
		rest.len = 0;
	memcpy(trap->cmd, rest.text, rest.len);
	trap->cmd[rest.len] = '\0';
	return 0;
}

static bool take_switch(struct cmdline *line, struct trap *trap)
{
	if (cmd_accept(line, "RUN", 2))
		trap->run = true;
	else if (cmd_accept(line, "NORUN", 3))
		trap->run = false;
	else if (cmd_accept(line, "TERMINAL", 4))
		trap->no_term = trap->print = false;
	else if (cmd_accept(line, "PRINTER", 3))
		trap->no_term = trap->print = true;
	else if (cmd_accept(line, "BOTH", 4))
		trap->print = true, trap->no_term = false;
	else if (cmd_accept(line, "NOTERMINAL", 3))
		trap->no_term = true;
	else if (cmd_accept(line, "NOPRINTER", 3))
		trap->print = false;
	else
		return false;
	return true;
}

static int take_option(struct cmdline *line, struct trap_set *set, struct trap *trap)
{
	static const char *const counters[] = {"SKIP", "PASS", "STOP", "STEP"};
	struct cmd_word word;

	cmd_peek(line, &word);
	if (take_switch(line, trap))
		return 0;
	for (unsigned i = 0; i < NR_TRAP_COUNTERS; i++)
		if (cmd_accept(line, counters[i], i == COUNT_SKIP || i == COUNT_PASS ? 2 : 3))
			return take_count(line, trap, i);
	if (cmd_accept(line, "CMD", 0))
		return take_command(line, trap);
	if (cmd_accept(line, "RANGE", 1) || cmd_accept(line, "FROM", 2) ||
		cmd_accept(line, "PSWA", 1))
		return take_range(line, &trap->from, &trap->has_from, UINT64_MAX);
	if ((trap->kind & (TRACED_BRANCH | TRACED_STORE)) && cmd_accept(line, "INTO", 2))
		return take_range(line, &trap->into, &trap->has_into, UINT64_MAX);
	if (cmd_accept(line, "IDENTIFIER", 2)) {
		char ident[TRAP_IDENT_SIZE];

		cmd_peek(line, &word);
		if (take_ident(line, ident))
			return -E_INVAL;
		if (find(set, ident))
			return cmd_refuse(line, MSG_CONFLICTING_OPTION, &word);
		str_copy(trap->ident, ident, sizeof(trap->ident));
		return 0;
	}
	return cmd_refuse(line, MSG_INVALID_OPTION, &word);
}

static int take_options(struct cmdline *line, struct trap_set *set, struct trap *trap)
{
	struct cmd_word word;

	while (cmd_peek(line, &word))
		if (take_option(line, set, trap))
			return -E_INVAL;
	return 0;
}

/* ---- The command ---- */

static int delete_traps(struct cmdline *line, struct trap_set *set, bool all_without)
{
	struct cmd_word word;
	uint32_t gone = 0;
	unsigned kept = 0;

	if (!cmd_peek(line, &word) && !all_without)
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	if (!set->nr)
		return cmd_refuse(line, MSG_TRACE_NONE, &word);
	if (cmd_accept(line, "ALL", 0) || !cmd_peek(line, &word)) {
		if (cmd_end(line))
			return -E_INVAL;
		set->nr = 0;
		return 0;
	}
	while (cmd_peek(line, &word)) {
		const struct trap *trap = take_trap(line, set);

		if (!trap)
			return -E_INVAL;
		gone |= 1u << (trap - set->traps);
	}
	for (unsigned i = 0; i < set->nr; i++)
		if (!(gone & 1u << i))
			set->traps[kept++] = set->traps[i];
	set->nr = kept;
	return 0;
}

static int alter(struct cmdline *line, struct trap_set *set)
{
	struct trap *trap = take_trap(line, set), changed;
	struct cmd_word word;

	if (!trap)
		return -E_INVAL;
	if (!cmd_peek(line, &word))
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	changed = *trap;
	/* A new range replaces the old one. */
	changed.has_from = changed.has_into = false;
	if (take_options(line, set, &changed))
		return -E_INVAL;
	if (!changed.has_from)
		changed.from = trap->from;
	if (!changed.has_into)
		changed.into = trap->into;
	changed.has_from |= trap->has_from;
	changed.has_into |= trap->has_into;
	*trap = changed;
	return 0;
}

static int add(struct cmdline *line, struct trap_set *set, uint8_t kind, bool counts)
{
	struct trap trap = {.kind = kind, .counts = counts};
	bool by_code = kind & (TRACED_PROGRAM | TRACED_SVC);
	int rc = 0;

	if (set->nr == TRAPS_MAX)
		return cmd_refuse(line, MSG_TRAPS_MAXIMUM, NULL);
	if (is_range_next(line) && kind == TRACED_INSTR)
		rc = take_range(line, &trap.from, &trap.has_from, UINT64_MAX);
	else if (is_range_next(line))
		rc = take_range(line, &trap.into, &trap.has_into,
			kind == TRACED_SVC ? 0xFF
			: by_code          ? 0x7F
					   : UINT64_MAX);
	if (rc || take_options(line, set, &trap))
		return -E_INVAL;
	if (!trap.ident[0])
		number(set, trap.ident);
	set->traps[set->nr++] = trap;
	return 0;
}

/* Kinds of z/VM's that are not traced here. */
static bool is_other_kind(const struct cmd_word *word)
{
	static const char *const kinds[] = {
		"I/O", "IO", "MC", "DIAG", "GUEST", "HOST", "SIGP", "ALL"};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (word_is(word, kinds[i], 0))
			return true;
	return false;
}

int trap_command(struct cmdline *line, struct trap_set *set)
{
	static const struct {
		const char *name;
		uint8_t min, kind;
	} kinds[] = {{"INSTRUCTIONS", 1, TRACED_INSTR}, {"BRANCH", 2, TRACED_BRANCH},
		{"STORE", 2, TRACED_STORE}, {"PROGRAM", 2, TRACED_PROGRAM}, {"SVC", 2, TRACED_SVC}};
	struct cmd_word word;

	if (!cmd_peek(line, &word))
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (cmd_accept(line, kinds[i].name, kinds[i].min))
			return add(line, set, kinds[i].kind, false);
	if (cmd_accept(line, "COUNT", 5))
		return add(line, set, TRACED_INSTR, true);
	if (cmd_accept(line, "END", 0))
		return delete_traps(line, set, true);
	if (cmd_accept(line, "DELETE", 3))
		return delete_traps(line, set, false);
	if (cmd_accept(line, "TRAP", 2))
		return alter(line, set);
	return cmd_refuse(
		line, is_other_kind(&word) ? MSG_NOT_SUPPORTED : MSG_INVALID_OPERAND, &word);
}
