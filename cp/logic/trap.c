// SPDX-License-Identifier: Apache-2.0
/* TRACE: which traps an event springs, and how it looks. */
#include "logic/trap.h"
#include "lib/string.h"

static bool is_in(const struct trap_range *range, uint64_t value)
{
	return value >= range->first && value <= range->last;
}

static bool overlap(const struct trap_range *a, const struct trap_range *b)
{
	return a->first <= b->last && b->first <= a->last;
}

static bool into_fits(const struct trap *trap, const struct trap_event *event)
{
	switch (trap->kind) {
	case TRACED_BRANCH: return is_in(&trap->into, event->next);
	case TRACED_STORE: return overlap(&trap->into, &event->stored);
	case TRACED_PROGRAM: return is_in(&trap->into, event->program);
	case TRACED_SVC: return is_in(&trap->into, event->svc);
	default: return true;
	}
}

bool trap_fits(const struct trap *trap, const struct trap_event *event)
{
	return (trap->kind & event->kinds) &&
	       (!trap->has_from || is_in(&trap->from, event->addr)) &&
	       (!trap->has_into || into_fits(trap, event));
}

/* One event less to go: false when none was left. */
static bool count_down(struct trap *trap, enum trap_counter counter)
{
	if (!trap->left[counter])
		return false;
	trap->left[counter]--;
	return true;
}

static bool is_shown(struct trap *trap)
{
	if (count_down(trap, COUNT_SKIP) || count_down(trap, COUNT_PASS))
		return false;
	trap->left[COUNT_PASS] = trap->count[COUNT_PASS];
	return true;
}

/* STOP counts what is shown down to the first stop, STEP from each stop to the next. */
static bool is_stop(struct trap *trap)
{
	if (trap->left[COUNT_STOP] > 1) {
		trap->left[COUNT_STOP]--;
		return false;
	}
	trap->left[COUNT_STOP] = trap->count[COUNT_STEP];
	return !trap->run;
}

struct trap_verdict trap_judge(struct trap_set *set, const struct trap_event *event)
{
	struct trap_verdict verdict = {0};

	for (unsigned i = 0; i < set->nr; i++) {
		struct trap *trap = &set->traps[i];

		if (!trap_fits(trap, event))
			continue;
		trap->seen++;
		if (trap->counts || !is_shown(trap))
			continue;
		verdict.shown |= 1u << i;
		verdict.kinds |= trap->kind;
		verdict.term |= !trap->no_term;
		verdict.print |= trap->print;
		verdict.cmd |= trap->cmd[0] != 0;
		verdict.stop |= is_stop(trap);
	}
	return verdict;
}

uint8_t trap_kinds(const struct trap_set *set)
{
	uint8_t kinds = 0;

	for (unsigned i = 0; i < set->nr; i++)
		kinds |= set->traps[i].kind;
	return kinds;
}

struct trap_range trap_hull(const struct trap_set *set)
{
	struct trap_range hull = {UINT64_MAX, 0};

	for (unsigned i = 0; i < set->nr; i++) {
		const struct trap *trap = &set->traps[i];
		bool by_from = trap->kind == TRACED_INSTR;
		const struct trap_range *range = by_from ? &trap->from : &trap->into;

		if (!(trap->kind & (TRACED_INSTR | TRACED_BRANCH | TRACED_STORE)))
			continue;
		if (!(by_from ? trap->has_from : trap->has_into))
			return (struct trap_range){0, UINT64_MAX};
		hull.first = MIN(hull.first, range->first);
		hull.last = hull.last > range->last ? hull.last : range->last;
	}
	return hull;
}

/* ---- Lines ---- */

static int put_addr(
	char *buf, size_t size, const struct trap_line *line, const struct trap_addr *addr)
{
	return str_format(buf, size, "%0*llX%c", line->is_long ? 16 : 8,
		(unsigned long long)addr->addr, addr->letter);
}

static void put_insn(char *buf, size_t size, const struct trap_line *line)
{
	unsigned len = line->has_insn ? insn_text_len(line->insn[0]) : 0;

	buf[0] = '\0';
	for (unsigned i = 0; i < len; i++)
		str_format(buf + 2 * i, size - 2 * i, "%02X", line->insn[i]);
}

int trap_insn_line(char *buf, size_t size, const struct trap_line *line)
{
	char at[20], insn[2 * INSN_MAX + 1], other[24] = "";

	put_addr(at, sizeof(at), line, &line->at);
	put_insn(insn, sizeof(insn), line);
	if (line->has_target || line->has_operand) {
		str_copy(other, line->has_target ? " -> " : " >> ", sizeof(other));
		put_addr(other + 4, sizeof(other) - 4, line,
			line->has_target ? &line->target : &line->operand);
	}
	return str_format(buf, size, "-> %s %-5s %-8s%s%s   CC %u", at,
		line->has_insn ? insn_mnemonic(line->insn) : "????", insn, other, *other ? "" : " ",
		line->cc);
}

int trap_program_line(char *buf, size_t size, const struct trap_line *line, uint16_t code)
{
	char at[20], target[20];

	put_addr(at, sizeof(at), line, &line->at);
	put_addr(target, sizeof(target), line, &line->target);
	return str_format(
		buf, size, "*** %s PROG  %04X -> %s  %s", at, code, target, program_name(code));
}

static void put_ranges(char *buf, size_t size, const struct trap *trap)
{
	int digits = trap->kind & (TRACED_PROGRAM | TRACED_SVC) ? 4 : 8, len = 0;

	buf[0] = '\0';
	if (trap->has_into)
		len = str_format(buf, size, "  %s %0*llX-%0*llX", digits == 4 ? "CODE" : "INTO",
			digits, (unsigned long long)trap->into.first, digits,
			(unsigned long long)trap->into.last);
	if (trap->has_from)
		str_format(buf + len, size - (size_t)len, "  PSWA %08llX-%08llX",
			(unsigned long long)trap->from.first, (unsigned long long)trap->from.last);
}

static const char *where_shown(const struct trap *trap)
{
	if (trap->print)
		return trap->no_term ? "PRINTER" : "BOTH";
	return trap->no_term ? "NOTERM" : "TERM";
}

bool trap_query_line(char *buf, size_t size, const struct trap *trap, unsigned n)
{
	static const char *const names[] = {"INSTR", "BRANCH", "STORE", "PROG", "SVC"};
	char ranges[100];

	if (trap->counts && n > 1)
		return false;
	switch (n) {
	case 0:
		put_ranges(ranges, sizeof(ranges), trap);
		str_format(buf, size, "  %4s  %-6s%s", trap->ident,
			trap->counts ? "COUNT" : names[__builtin_ctz(trap->kind)], ranges);
		return true;
	case 1:
		if (trap->counts)
			str_format(
				buf, size, "        COUNTED %llu", (unsigned long long)trap->seen);
		else
			str_format(buf, size, "        %s %s", where_shown(trap),
				trap->run ? "RUN" : "NORUN");
		return true;
	case 2:
		str_format(buf, size, "        SKIP %05u  PASS %05u  STOP %05u  STEP %05u",
			trap->left[COUNT_SKIP], trap->count[COUNT_PASS], trap->count[COUNT_STOP],
			trap->count[COUNT_STEP]);
		return true;
	case 3:
		str_format(buf, size, "        CMD  %s", trap->cmd[0] ? trap->cmd : "NONE");
		return true;
	default: return false;
	}
}
