// SPDX-License-Identifier: Apache-2.0
#include "logic/trap.h"
#include "lib/err.h"
#include "lib/string.h"
#include "unit.h"

static struct trap_set set;
static struct cmdline line;

static int trace(const char *text)
{
	ck_assert_int_eq(cmdline_init(&line, text, strlen(text)), 0);
	return trap_command(&line, &set);
}

static void setup(const char *text)
{
	set.nr = 0;
	ck_assert_msg(trace(text) == 0, "%s", text);
}

static struct trap_event at(uint8_t kinds, uint64_t addr)
{
	return (struct trap_event){
		.kinds = kinds, .addr = addr, .next = addr + 4, .stored = {0x2000, 0x2003}};
}

START_TEST(commands_set_traps)
{
	static const struct {
		const char *text;
		uint8_t kind;
		bool has_from, has_into, run;
		uint64_t first, last; /* of the range that there is */
	} cases[] = {
		{"INSTR", TRACED_INSTR, false, false, false, 0, 0},
		{"i", TRACED_INSTR, false, false, false, 0, 0},
		{"I RUN", TRACED_INSTR, false, false, true, 0, 0},
		{"I RUN NORUN", TRACED_INSTR, false, false, false, 0, 0},
		{"I R 1000-1fff", TRACED_INSTR, true, false, false, 0x1000, 0x1FFF},
		{"I PSWA 1000", TRACED_INSTR, true, false, false, 0x1000, 0x1000},
		{"I FROM 197BC.4000 RUN", TRACED_INSTR, true, false, true, 0x197BC, 0x1D7BB},
		{"INST 0.ffffffffffffffff", TRACED_INSTR, true, false, false, 0, UINT64_MAX - 1},
		{"INST RANGE 1000-END", TRACED_INSTR, true, false, false, 0x1000, UINT64_MAX},
		{"BR", TRACED_BRANCH, false, false, false, 0, 0},
		{"BRANCH INTO 0", TRACED_BRANCH, false, true, false, 0, 0},
		{"BR FROM 1000:1004", TRACED_BRANCH, true, false, false, 0x1000, 0x1004},
		{"STORE INTO 800.8", TRACED_STORE, false, true, false, 0x800, 0x807},
		{"ST 800.8", TRACED_STORE, false, true, false, 0x800, 0x807},
		{"PROG", TRACED_PROGRAM, false, false, false, 0, 0},
		{"PR 10-11", TRACED_PROGRAM, false, true, false, 0x10, 0x11},
		{"PROG 4 FROM 1000", TRACED_PROGRAM, true, true, false, 4, 4},
		{"SVC 5", TRACED_SVC, false, true, false, 5, 5},
		{"SVC 0-FF", TRACED_SVC, false, true, false, 0, 0xFF},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct trap *trap = &set.traps[0];
		const struct trap_range *range;

		setup(cases[i].text);
		range = trap->has_into ? &trap->into : &trap->from;
		ck_assert_uint_eq(set.nr, 1);
		ck_assert_str_eq(trap->ident, "1");
		ck_assert_msg(trap->kind == cases[i].kind && trap->run == cases[i].run &&
				      trap->has_from == cases[i].has_from &&
				      trap->has_into == cases[i].has_into,
			"%s", cases[i].text);
		if (trap->has_from || trap->has_into)
			ck_assert_msg(
				range->first == cases[i].first && range->last == cases[i].last,
				"%s", cases[i].text);
	}
}
END_TEST

START_TEST(wrong_commands_are_refused_and_change_nothing)
{
	static const struct {
		const char *text;
		enum msg_id msg;
	} cases[] = {
		{"", MSG_OPERAND_MISSING},
		{"NONSENSE", MSG_INVALID_OPERAND},
		{"B", MSG_INVALID_OPERAND},
		{"I/O", MSG_NOT_SUPPORTED},
		{"DIAG", MSG_NOT_SUPPORTED},
		{"INSTR NONSENSE", MSG_INVALID_OPTION},
		{"INSTR PSWA", MSG_OPERAND_MISSING},
		{"INSTR PSWA XYZ", MSG_INVALID_HEXLOC},
		{"INSTR PSWA 1000-", MSG_INVALID_HEXLOC},
		{"INSTR PSWA 1000-FFF", MSG_INVALID_RANGE},
		{"INSTR PSWA 1000.0", MSG_INVALID_RANGE},
		{"INSTR PSWA 2.FFFFFFFFFFFFFFFF", MSG_INVALID_RANGE},
		{"INSTR PSWA 11111111111111111", MSG_INVALID_HEXLOC},
		{"INSTR PSWA 1 FROM 2", MSG_CONFLICTING_OPTION},
		{"INSTR INTO 1000", MSG_INVALID_OPTION},
		{"INSTR SKIP", MSG_OPERAND_MISSING},
		{"INSTR SKIP X", MSG_INVALID_OPERAND},
		{"INSTR SKIP 10000", MSG_NUMBER_RANGE},
		{"INSTR PASS -1", MSG_INVALID_OPERAND},
		{"INSTR STEP 99999999999999999999", MSG_NUMBER_RANGE},
		{"INSTR CMD", MSG_OPERAND_MISSING},
		{"INSTR IDENT", MSG_OPERAND_MISSING},
		{"INSTR IDENT ALL", MSG_INVALID_OPERAND},
		{"INSTR IDENT FIVEC", MSG_INVALID_OPERAND},
		{"INSTR IDENT OLD", MSG_CONFLICTING_OPTION},
		{"INSTR LOUDER", MSG_INVALID_OPTION},
		{"PROG 80", MSG_INVALID_OPERAND},
		{"SVC 100", MSG_INVALID_OPERAND},
		{"TRAP", MSG_OPERAND_MISSING},
		{"TRAP OLD", MSG_OPERAND_MISSING},
		{"TRAP NEW RUN", MSG_NO_TRAP},
		{"TRAP OLD RUN NONSENSE", MSG_INVALID_OPTION},
		{"DELETE", MSG_OPERAND_MISSING},
		{"DELETE NEW", MSG_NO_TRAP},
		{"DELETE OLD NEW", MSG_NO_TRAP},
		{"END NEW", MSG_NO_TRAP},
		{"END ALL ALL", MSG_EXTRA_OPTION},
	};
	struct trap_set before;

	setup("SVC 5 IDENT OLD SKIP 3");
	before = set;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		ck_assert_msg(trace(cases[i].text) == -E_INVAL, "%s", cases[i].text);
		ck_assert_msg(line.msg == cases[i].msg, "%s: %d", cases[i].text, line.msg);
		ck_assert_uint_eq(set.nr, 1);
		ck_assert_mem_eq(&set.traps[0], &before.traps[0], sizeof(set.traps[0]));
	}
}
END_TEST

START_TEST(traps_have_an_end_of_their_number)
{
	char text[100];

	set.nr = 0;
	for (unsigned i = 0; i < TRAPS_MAX; i++)
		ck_assert_int_eq(trace("SVC"), 0);
	ck_assert_int_eq(trace("SVC"), -E_INVAL);
	ck_assert_int_eq(line.msg, MSG_TRAPS_MAXIMUM);
	memset(text, 'X', sizeof(text));
	memcpy(text, "I CMD ", 6);
	text[6 + TRAP_CMD_SIZE] = '\0';
	set.nr = 0;
	ck_assert_int_eq(trace(text), -E_INVAL);
	ck_assert_int_eq(line.msg, MSG_TRAP_CMD_LONG);
	text[6 + TRAP_CMD_SIZE - 1] = '\0';
	ck_assert_int_eq(trace(text), 0);
	ck_assert_uint_eq(strlen(set.traps[0].cmd), TRAP_CMD_SIZE - 1);
}
END_TEST

START_TEST(numbers_of_deleted_traps_come_again)
{
	setup("I");
	ck_assert_int_eq(trace("BR"), 0);
	ck_assert_int_eq(trace("SVC"), 0);
	ck_assert_int_eq(trace("DELETE 2"), 0);
	ck_assert_uint_eq(set.nr, 2);
	ck_assert_str_eq(set.traps[1].ident, "3");
	ck_assert_int_eq(trace("PROG"), 0);
	ck_assert_str_eq(set.traps[2].ident, "2");
	ck_assert_int_eq(trace("END 1 3"), 0);
	ck_assert_uint_eq(set.nr, 1);
	ck_assert_uint_eq(set.traps[0].kind, TRACED_PROGRAM);
	ck_assert_int_eq(trace("END"), 0);
	ck_assert_uint_eq(set.nr, 0);
	ck_assert_int_eq(trace("END"), -E_INVAL);
	ck_assert_int_eq(line.msg, MSG_TRACE_NONE);
}
END_TEST

START_TEST(trap_alters_what_it_names)
{
	setup("STORE INTO 800 SKIP 2");
	ck_assert_int_eq(trace("TRAP 1 RUN INTO 900.10 IDENT ME"), 0);
	ck_assert_str_eq(set.traps[0].ident, "ME");
	ck_assert(set.traps[0].run && set.traps[0].into.first == 0x900);
	ck_assert_uint_eq(set.traps[0].count[COUNT_SKIP], 2);
	ck_assert_int_eq(trace("TRAP ME NORUN CMD q time"), 0);
	ck_assert(set.traps[0].has_into && set.traps[0].into.last == 0x90F);
	ck_assert_str_eq(set.traps[0].cmd, "q time");
	ck_assert_int_eq(trace("TRAP ME CMD NONE"), 0);
	ck_assert_str_eq(set.traps[0].cmd, "");
}
END_TEST

START_TEST(events_fit_by_kind_and_both_ends_of_ranges)
{
	static const struct {
		const char *trap;
		struct trap_event event;
		bool fits;
	} cases[] = {
		{"I", {.kinds = TRACED_INSTR}, true},
		{"I", {.kinds = TRACED_BRANCH | TRACED_STORE}, false},
		{"I R 1000-1003", {.kinds = TRACED_INSTR, .addr = 0xFFF}, false},
		{"I R 1000-1003", {.kinds = TRACED_INSTR, .addr = 0x1000}, true},
		{"I R 1000-1003", {.kinds = TRACED_INSTR, .addr = 0x1003}, true},
		{"I R 1000-1003", {.kinds = TRACED_INSTR, .addr = 0x1004}, false},
		{"BR INTO 2000", {.kinds = TRACED_BRANCH, .addr = 0x2000, .next = 0x1000}, false},
		{"BR INTO 2000", {.kinds = TRACED_BRANCH, .addr = 0x1000, .next = 0x2000}, true},
		{"BR INTO 2000", {.kinds = TRACED_INSTR, .addr = 0x1000, .next = 0x2000}, false},
		{"ST 800.8", {.kinds = TRACED_STORE, .stored = {0x7FC, 0x7FF}}, false},
		{"ST 800.8", {.kinds = TRACED_STORE, .stored = {0x7FD, 0x800}}, true},
		{"ST 800.8", {.kinds = TRACED_STORE, .stored = {0x807, 0x80A}}, true},
		{"ST 800.8", {.kinds = TRACED_STORE, .stored = {0x808, 0x80B}}, false},
		{"ST 800.8", {.kinds = TRACED_STORE, .stored = {0, UINT64_MAX}}, true},
		{"PROG 10-11", {.kinds = TRACED_PROGRAM, .program = 0x11}, true},
		{"PROG 10-11", {.kinds = TRACED_PROGRAM, .program = 0x12}, false},
		{"SVC 5", {.kinds = TRACED_SVC, .svc = 5}, true},
		{"SVC 5", {.kinds = TRACED_SVC, .svc = 4}, false},
		{"SVC 5 FROM 1000", {.kinds = TRACED_SVC, .svc = 5, .addr = 0x1002}, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		setup(cases[i].trap);
		ck_assert_msg(trap_fits(&set.traps[0], &cases[i].event) == cases[i].fits, "%zu", i);
	}
}
END_TEST

/* What becomes of a row of equal events: s shown, S shown and stopped, . neither. */
static const char *row(const char *command, unsigned nr)
{
	static char text[40];
	const struct trap_event event = at(TRACED_INSTR, 0x1000);

	setup(command);
	for (unsigned i = 0; i < nr; i++) {
		struct trap_verdict verdict = trap_judge(&set, &event);

		text[i] = !verdict.shown ? '.' : verdict.stop ? 'S' : 's';
	}
	text[nr] = '\0';
	return text;
}

START_TEST(counters_skip_pass_and_stop)
{
	ck_assert_str_eq(row("I", 4), "SSSS");
	ck_assert_str_eq(row("I RUN", 4), "ssss");
	ck_assert_str_eq(row("I SKIP 2", 5), "..SSS");
	ck_assert_str_eq(row("I PASS 2", 7), "S..S..S");
	ck_assert_str_eq(row("I SKIP 1 PASS 1", 6), ".S.S.S");
	ck_assert_str_eq(row("I STEP 3", 8), "ssSssSss");
	ck_assert_str_eq(row("I STOP 3", 6), "ssSSSS");
	ck_assert_str_eq(row("I STOP 2 STEP 3", 9), "sSssSssSs");
	ck_assert_str_eq(row("I RUN STEP 2", 4), "ssss");
}
END_TEST

START_TEST(several_traps_share_one_line)
{
	struct trap_event event = at(TRACED_INSTR | TRACED_STORE, 0x1000);
	struct trap_verdict verdict;

	setup("I RUN");
	ck_assert_int_eq(trace("STORE INTO 2000 NOTERM"), 0);
	ck_assert_int_eq(trace("BRANCH"), 0);
	verdict = trap_judge(&set, &event);
	ck_assert_uint_eq(verdict.shown, 3);
	ck_assert_uint_eq(verdict.kinds, TRACED_INSTR | TRACED_STORE);
	ck_assert(verdict.stop && verdict.term && !verdict.cmd);
	event.kinds = TRACED_PROGRAM;
	verdict = trap_judge(&set, &event);
	ck_assert(!verdict.shown && !verdict.stop && !verdict.term);
	setup("I RUN NOTERM");
	event.kinds = TRACED_INSTR;
	verdict = trap_judge(&set, &event);
	ck_assert(verdict.shown && !verdict.stop && !verdict.term && !verdict.cmd);
	ck_assert_int_eq(trace("TRAP 1 CMD q time"), 0);
	ck_assert(trap_judge(&set, &event).cmd);
}
END_TEST

START_TEST(the_hull_spans_what_events_must_report)
{
	struct trap_range hull;

	setup("I R 1000-1FFF");
	ck_assert_int_eq(trace("STORE INTO 800.8"), 0);
	ck_assert_int_eq(trace("SVC"), 0);
	hull = trap_hull(&set);
	ck_assert(hull.first == 0x800 && hull.last == 0x1FFF);
	ck_assert_uint_eq(trap_kinds(&set), TRACED_INSTR | TRACED_STORE | TRACED_SVC);
	ck_assert_int_eq(trace("BRANCH FROM 1000"), 0);
	hull = trap_hull(&set);
	ck_assert(hull.first == 0 && hull.last == UINT64_MAX);
}
END_TEST

START_TEST(lines_look_as_on_zvm)
{
	char text[120];
	struct trap_line l = {.at = {0x1AFF8, '\''}, .insn = {0x18, 0x0F}, .has_insn = true};

	trap_insn_line(text, sizeof(text), &l);
	ck_assert_str_eq(text, "-> 0001AFF8' LR    180F        CC 0");
	l = (struct trap_line){.at = {0x198BA, '\''},
		.insn = {0xA7, 0x84, 0x00, 0x04},
		.has_insn = true,
		.has_target = true,
		.target = {0x198C2, '\''}};
	trap_insn_line(text, sizeof(text), &l);
	ck_assert_str_eq(text, "-> 000198BA' BRC   A7840004 -> 000198C2'   CC 0");
	l = (struct trap_line){.at = {0x198CE, ' '},
		.insn = {0x90, 0x0E, 0xF0, 0x68},
		.has_insn = true,
		.has_operand = true,
		.operand = {0xFA95E78, ' '},
		.cc = 2};
	trap_insn_line(text, sizeof(text), &l);
	ck_assert_str_eq(text, "-> 000198CE  STM   900EF068 >> 0FA95E78    CC 2");
	l = (struct trap_line){.is_long = true,
		.at = {0x10000, '"'},
		.insn = {0xE3, 0x10, 0xF0, 0x08, 0x00, 0x24},
		.has_insn = true,
		.has_operand = true,
		.operand = {0x123456789A, '"'}};
	trap_insn_line(text, sizeof(text), &l);
	ck_assert_str_eq(
		text, "-> 0000000000010000\" STG   E310F0080024 >> 000000123456789A\"   CC 0");
	l = (struct trap_line){.at = {0x10, ' '}};
	trap_insn_line(text, sizeof(text), &l);
	ck_assert_str_eq(text, "-> 00000010  ????              CC 0");
	l.target = (struct trap_addr){0x200, ' '};
	trap_program_line(text, sizeof(text), &l, 1);
	ck_assert_str_eq(text, "*** 00000010  PROG  0001 -> 00000200   OPERATION");
}
END_TEST

START_TEST(query_tells_all_of_a_trap)
{
	static const char *const lines[] = {
		"   ABC  STORE   INTO 00000800-00000807  PSWA 00001000-00001FFF",
		"        TERM RUN", "        SKIP 00002  PASS 00003  STOP 00005  STEP 00004",
		"        CMD  display g"};
	char text[120];

	setup("STORE INTO 800.8 FROM 1000.1000 IDENT ABC RUN SKIP 2 PASS 3 STEP 4 STOP 5 CMD "
	      "display g");
	for (unsigned i = 0; i < ARRAY_LEN(lines); i++) {
		ck_assert(trap_query_line(text, sizeof(text), &set.traps[0], i));
		ck_assert_str_eq(text, lines[i]);
	}
	ck_assert(!trap_query_line(text, sizeof(text), &set.traps[0], ARRAY_LEN(lines)));
	setup("COUNT 1000");
	ck_assert(trap_query_line(text, sizeof(text), &set.traps[0], 1));
	ck_assert_str_eq(text, "        COUNTED 0");
	ck_assert(!trap_query_line(text, sizeof(text), &set.traps[0], 2));
	setup("I PRINTER");
	ck_assert(trap_query_line(text, sizeof(text), &set.traps[0], 1));
	ck_assert_str_eq(text, "        PRINTER NORUN");
	setup("I BOTH RUN");
	ck_assert(trap_query_line(text, sizeof(text), &set.traps[0], 1));
	ck_assert_str_eq(text, "        BOTH RUN");
	setup("PROG 4");
	ck_assert(trap_query_line(text, sizeof(text), &set.traps[0], 0));
	ck_assert_str_eq(text, "     1  PROG    CODE 0004-0004");
}
END_TEST

START_TEST(lines_go_where_the_trap_says_and_counting_shows_none)
{
	static const struct {
		const char *text;
		bool term, print, shown;
	} cases[] = {
		{"I", true, false, true},
		{"I PRINTER", false, true, true},
		{"I BOTH", true, true, true},
		{"I BOTH NOTERM", false, true, true},
		{"I BOTH NOPRINTER", true, false, true},
		{"I PRINTER TERM", true, false, true},
		{"COUNT", false, false, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct trap_event event = at(TRACED_INSTR, 0x1000);
		struct trap_verdict verdict;

		setup(cases[i].text);
		verdict = trap_judge(&set, &event);
		ck_assert_msg(verdict.term == cases[i].term && verdict.print == cases[i].print &&
				      (verdict.shown != 0) == cases[i].shown &&
				      verdict.stop == cases[i].shown,
			"%s", cases[i].text);
		ck_assert_uint_eq(set.traps[0].seen, 1);
	}
}
END_TEST

UNIT_MAIN("trap", lines_go_where_the_trap_says_and_counting_shows_none, commands_set_traps,
	wrong_commands_are_refused_and_change_nothing, traps_have_an_end_of_their_number,
	numbers_of_deleted_traps_come_again, trap_alters_what_it_names,
	events_fit_by_kind_and_both_ends_of_ranges, counters_skip_pass_and_stop,
	several_traps_share_one_line, the_hull_spans_what_events_must_report, lines_look_as_on_zvm,
	query_tells_all_of_a_trap)
