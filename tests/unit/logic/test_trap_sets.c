// SPDX-License-Identifier: Apache-2.0
#include "lib/err.h"
#include "lib/string.h"
#include "logic/trap.h"
#include "unit.h"

static struct trap_sets sets;

/* The refusal, or MSG_NONE. */
static enum msg_id trace(const char *text)
{
	struct cmdline line;

	ck_assert_int_eq(cmdline_init(&line, text, strlen(text)), 0);
	return trap_sets_command(&line, &sets) ? line.msg : MSG_NONE;
}

static const char *active(void)
{
	return sets.sets[sets.active].name;
}

START_TEST(sets_keep_their_traps_while_another_is_active)
{
	trap_sets_init(&sets);
	ck_assert_str_eq(active(), "INITIAL");
	ck_assert(!trap_sets_in_use(&sets));
	ck_assert_int_eq(trace("I RUN"), MSG_NONE);
	ck_assert_int_eq(trace("goto two"), MSG_NONE);
	ck_assert_str_eq(active(), "TWO");
	ck_assert_uint_eq(trap_active(&sets)->nr, 0);
	ck_assert_int_eq(trace("BR"), MSG_NONE);
	ck_assert_int_eq(trace("SVC"), MSG_NONE);
	ck_assert_int_eq(trace("G INITIAL"), MSG_NONE);
	ck_assert_uint_eq(trap_active(&sets)->nr, 1);
	ck_assert_int_eq(trace("END"), MSG_NONE);
	ck_assert(trap_sets_in_use(&sets));
	ck_assert_int_eq(trace("GOTO TWO"), MSG_NONE);
	ck_assert_uint_eq(trap_active(&sets)->nr, 2);
	ck_assert_int_eq(trace("END ALL"), MSG_NONE);
	ck_assert(!trap_sets_in_use(&sets));
	ck_assert_str_eq(active(), "INITIAL");
	ck_assert_int_eq(trace("END ALL"), MSG_TRACE_NONE);
}
END_TEST

START_TEST(return_goes_back_to_the_caller_once)
{
	trap_sets_init(&sets);
	ck_assert_int_eq(trace("RETURN"), MSG_TRACE_NOT_CALLED);
	ck_assert_int_eq(trace("CALL A"), MSG_NONE);
	ck_assert_int_eq(trace("CALL B"), MSG_NONE);
	ck_assert_int_eq(trace("RETURN"), MSG_NONE);
	ck_assert_str_eq(active(), "A");
	ck_assert_int_eq(trace("RET"), MSG_NONE);
	ck_assert_str_eq(active(), "INITIAL");
	ck_assert_int_eq(trace("RETURN"), MSG_TRACE_NOT_CALLED);
	ck_assert_int_eq(trace("GOTO A"), MSG_NONE);
	ck_assert_int_eq(trace("RETURN"), MSG_TRACE_NOT_CALLED);
}
END_TEST

START_TEST(what_is_wrong_changes_nothing)
{
	static const struct {
		const char *text;
		enum msg_id msg;
	} cases[] = {
		{"GOTO", MSG_OPERAND_MISSING},
		{"CALL", MSG_OPERAND_MISSING},
		{"GOTO NINECHARS", MSG_INVALID_OPERAND},
		{"GOTO A B", MSG_EXTRA_OPTION},
		{"RETURN A", MSG_EXTRA_OPTION},
		{"GOTO E", MSG_TRACE_SETS_MAXIMUM},
	};

	trap_sets_init(&sets);
	for (const char *name = "BCD"; *name; name++) {
		char text[] = "CALL ?";

		text[5] = *name;
		ck_assert_int_eq(trace(text), MSG_NONE);
	}
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		enum msg_id msg = trace(cases[i].text);

		ck_assert_msg(msg == cases[i].msg, "%s: %d", cases[i].text, msg);
		ck_assert_str_eq(active(), "D");
	}
	ck_assert_int_eq(trace("GOTO EIGHTCHR"), MSG_TRACE_SETS_MAXIMUM);
}
END_TEST

UNIT_MAIN("trap_sets", sets_keep_their_traps_while_another_is_active,
	return_goes_back_to_the_caller_once, what_is_wrong_changes_nothing)
