// SPDX-License-Identifier: Apache-2.0
#include "harness.h"

#define LINES "one two  three/two one/a(b)c(d)/blank   blanks/"

/* What is entered before, and where LOCATE goes from the top then: 0: nowhere. */
static const struct {
	const char *set, *locate;
	uint32_t line;
} places[] = {
	{"arbchar off", "/one$three/", 0},
	{"arbchar on", "/one$three/", 1},
	{"arbchar on", "/two$one/", 2},
	{"arbchar on", "/three$one/", 0}, /* not over the end of a line */
	{"arbchar on", "/(b$d)/", 3},
	{"arbchar on", "/d$/", 3},
	{"arbchar on", "/$d/", 3},
	{"arbchar on", "/$/", 1},
	{"arbchar on", "/on$$ee/", 1},
	{"arbchar on %", "/one%three/", 1},
	{"arbchar on %", "/one$three/", 0},
	{"arbchar %", "/one%three/", 1},
	{"arbchar on 5B", "/one$three/", 1}, /* X'5B' is $ */
	{"arbchar on#zone 1 6", "/one$three/", 0},
	{"arbchar on#case m i", "/ONE$THREE/", 1},
	{"arbchar on", "~/o$e/", 3},
	{"varblank off", "/two three/", 0},
	{"varblank on", "/two three/", 1},
	{"varblank on", "/two    three/", 1},
	{"varblank on", "/blank blanks/", 4},
	{"varblank on", "/t wo/", 0},
	{"varblank on#arbchar on", "/$two thr$/", 1},
};

START_TEST(strings_have_characters_that_stand_for_others)
{
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		begin(LINES);
		ck_assert_int_eq(xedit_command(x, places[i].set), 0);
		xedit_command(x, places[i].locate);
		if (x->file->line != (places[i].line ? places[i].line : x->file->text.nr + 1))
			ck_abort_msg("%s, %s: %u", places[i].set, places[i].locate, x->file->line);
		end();
	}
}
END_TEST

static const struct {
	const char *set, *change, *lines;
} changes[] = {
	{"arbchar on", "c/(b$d)/[$]/", "a[)c(]/"},
	{"arbchar on", "c/a($)c($)/$,$/", "b,d/"},
	{"arbchar on", "c/($)/<$>/ 1 *", "a<b>c<d>/"},
	{"arbchar on", "c/($)/<$>/ 1 1 2", "a(b)c<d>/"},
	{"arbchar on", "c/($)/<$$>/", "a<b$>c(d)/"}, /* there is one text only */
	{"arbchar on", "c/($)//", "ac(d)/"},
	{"arbchar on", "c/$/x/", "x/"},
	{"arbchar on", "c/$c/x/", "x(d)/"},
	{"arbchar off", "c/($)/x/", "a(b)c(d)/"},
	{"hex on", "alter 4D 5B *", "a$b)c(d)/"}, /* X'4D' is ( */
	{"hex off", "alter ( ! 1 *", "a!b)c!d)/"},
	{"hex off", "alter ( ! 1 1 2", "a(b)c!d)/"},
};

START_TEST(what_they_stand_for_stays_when_lines_are_changed)
{
	for (size_t i = 0; i < ARRAY_LEN(changes); i++) {
		begin("a(b)c(d)/");
		ck_assert_int_eq(xedit_command(x, changes[i].set), 0);
		xedit_command(x, ":1");
		xedit_command(x, changes[i].change);
		if (strcmp(lines(), changes[i].lines) != 0)
			ck_abort_msg("%s: %s", changes[i].change, lines());
		end();
	}
}
END_TEST

START_TEST(what_does_not_fit_spills)
{
	begin("one two three four/last/");
	ck_assert_int_eq(xedit_command(x, "trunc 18#spill on"), 0);
	ck_assert_int_eq(xedit_command(x, ":1#c/two/2 and 2/"), 3);
	ck_assert_str_eq(last_message(), "DMSXTR503I 1 record(s) spilled");
	ck_assert_str_eq(lines(), "one 2 and 2 three/four/last/");
	xedit_command(x, "undo#spill word#trunc 17");
	ck_assert_int_eq(xedit_command(x, ":1#c/two/2 and 2/ *"), 3);
	ck_assert_str_eq(lines(), "one 2 and 2 three/ four/last/");
	xedit_command(x, "undo#spill off#trunc 18");
	ck_assert_int_eq(xedit_command(x, ":1#c/two/2 and 2/"), 3);
	ck_assert_str_eq(lines(), "one 2 and 2 three /last/");
	ck_assert_int_eq(xedit_command(x, "undo#spill word#:1#cappend , five, six and seven"), 0);
	ck_assert_str_eq(lines(), "one two three/four, five, six/and seven/last/");
	end();
}
END_TEST

UNIT_MAIN("cms/xedit/pattern", strings_have_characters_that_stand_for_others,
	what_they_stand_for_stays_when_lines_are_changed, what_does_not_fit_spills)
