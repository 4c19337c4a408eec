// SPDX-License-Identifier: Apache-2.0
#include "harness.h"

#define LINES "alpha/beta/gamma/delta/epsilon/"

/* A line of subcommands on LINES, entered at line 1; what the file is then, and where. */
static const struct {
	const char *commands, *lines;
	uint32_t line;
	int rc;
} cases[] = {
	/* Moving */
	{"", LINES, 1, 0},
	{"down", LINES, 2, 0},
	{"n3", LINES, 4, 0},
	{"d 3#u", LINES, 3, 0},
	{"bottom", LINES, 5, 0},
	{"bot#n", LINES, 6, 1},
	{"top", LINES, 0, 0},
	{"up 9", LINES, 0, 1},
	{":3", LINES, 3, 0},
	{":9", LINES, 6, 0},
	{"+2", LINES, 3, 0},
	{"*", LINES, 6, 0},
	{"*#-*", LINES, 0, 0},
	{"*#-1", LINES, 5, 0},
	{"down x", LINES, 1, 5},
	/* Targets */
	{"/mm/", LINES, 3, 0},
	{"/mm", LINES, 3, 0},
	{"l /lt/", LINES, 4, 0},
	{"bottom#-/a/", LINES, 4, 0},
	{"/zeta/", LINES, 6, 2},
	{"set stay on#/zeta/", LINES, 1, 2},
	{"/l/&/t/", LINES, 4, 0},
	{"/zz/ | /lo/", LINES, 5, 0},
	{"~/eta/", LINES, 3, 0},
	{"^/a/", LINES, 5, 0},
	{"/a/ & ~/e/", LINES, 3, 0},
	{":4#set wrap on#/alp/", LINES, 1, 0},
	{"/BETA/", LINES, 6, 2},
	{"case m i#/BETA/", LINES, 2, 0},
	{":3#set point .here#top#.here", LINES, 3, 0},
	{".nowhere", LINES, 6, 2},
	{"set zone 2 3#/ta/", LINES, 6, 2},
	{"set zone 2 4#/eta/", LINES, 2, 0},
	{"/mm/ down", LINES, 4, 0},
	{"find g", LINES, 3, 0},
	{"find  e", LINES, 2, 0},
	{"nfind b", LINES, 3, 0},
	{":5#fup b", LINES, 2, 0},
	{"find zz", LINES, 6, 2},
	{"locate", LINES, 1, 5},
	{"/e/#/e/#locate", LINES, 5, 0},
	/* CHANGE */
	{"c/a/x/", "xlpha/beta/gamma/delta/epsilon/", 1, 0},
	{"c/a/x/ 1 *", "xlphx/beta/gamma/delta/epsilon/", 1, 0},
	{"c/a/x/ 1 1 2", "alphx/beta/gamma/delta/epsilon/", 1, 0},
	{"c/a/x/ * *", "xlphx/betx/gxmmx/deltx/epsilon/", 5, 0},
	{"c/a//3 *", "lph/bet/gmm/delta/epsilon/", 3, 0},
	{"c//new /", "new alpha/beta/gamma/delta/epsilon/", 1, 0},
	{"c/zz/x/", LINES, 1, 4},
	{"c/a", LINES, 1, 5},
	{"c/a/x", "xlpha/beta/gamma/delta/epsilon/", 1, 0},
	{"c/a/x/ y", LINES, 1, 5},
	{"set zone 2 5#c/a/x/ 1 *", "alphx/beta/gamma/delta/epsilon/", 1, 0},
	{"c.a.b./zz/", LINES, 1, 2},
	{"set stay on#c/a/x/ * *", "xlphx/betx/gxmmx/deltx/epsilon/", 1, 0},
	/* Lines */
	{"del", "beta/gamma/delta/epsilon/", 1, 0},
	{"del 2", "gamma/delta/epsilon/", 1, 0},
	{"del *", "", 1, 0},
	{"del /delta/", "delta/epsilon/", 1, 0},
	{":4#del -2", "alpha/beta/epsilon/", 2, 0},
	{":3#del -*", "delta/epsilon/", 0, 0},
	{"top#del 2", "beta/gamma/delta/epsilon/", 1, 0},
	{"del 2#rec", "beta/gamma/delta/epsilon/", 1, 0},
	{"del 2#rec *", LINES, 1, 0},
	{"rec", LINES, 1, 5},
	{"add 2", "alpha///beta/gamma/delta/epsilon/", 1, 0},
	{"i new", "alpha/new/beta/gamma/delta/epsilon/", 2, 0},
	{"top#i new", "new/" LINES, 1, 0},
	{"*#i new", LINES "new/", 6, 0},
	{"case u#i new", "alpha/NEW/beta/gamma/delta/epsilon/", 2, 0},
	{"r new", "new/beta/gamma/delta/epsilon/", 1, 0},
	{"top#r new", LINES, 0, 5},
	{"dup", "alpha/alpha/beta/gamma/delta/epsilon/", 1, 0},
	{"dup 2 2", "alpha/beta/alpha/beta/alpha/beta/gamma/delta/epsilon/", 1, 0},
	{"copy 2 :4", "alpha/beta/gamma/delta/alpha/beta/epsilon/", 6, 0},
	{":4#copy 2 :1", "alpha/delta/epsilon/beta/gamma/delta/epsilon/", 3, 0},
	{"move 1 :3", "beta/gamma/alpha/delta/epsilon/", 3, 0},
	{":4#move 2 :0", "delta/epsilon/alpha/beta/gamma/", 2, 0},
	{"move 3 :2", LINES, 1, 5},
	{"move", LINES, 1, 5},
	{"move 1", LINES, 1, 5},
	{"move 1 /zz/", LINES, 1, 2},
	/* Columns */
	{"cappend !", "alpha!/beta/gamma/delta/epsilon/", 1, 0},
	{"cl :3#cinsert XX", "alXXpha/beta/gamma/delta/epsilon/", 1, 0},
	{"cl /ph/#creplace X", "alXha/beta/gamma/delta/epsilon/", 1, 0},
	{"cl :2#coverlay X Z_", "aXpZ /beta/gamma/delta/epsilon/", 1, 0},
	{"overlay X  _Y", "Xlp Y/beta/gamma/delta/epsilon/", 1, 0},
	{"count /a/ *", LINES, 1, 0},
	{"count //", LINES, 1, 5},
	{"restore", LINES, 1, 5},
	{"preserve#set zone 2 2#restore#c/a/x/", "xlpha/beta/gamma/delta/epsilon/", 1, 0},
	{"cl :8#creplace X", "alpha  X/beta/gamma/delta/epsilon/", 1, 0},
	{"cl :2#cdel 2", "aha/beta/gamma/delta/epsilon/", 1, 0},
	{"cl :2#cdel /a/", "aa/beta/gamma/delta/epsilon/", 1, 0},
	{"cl :90", LINES, 1, 5},
	{"cl /mm/", LINES, 3, 0},
	{"upp", "ALPHA/beta/gamma/delta/epsilon/", 1, 0},
	{"upp *#low 2", "alpha/beta/GAMMA/DELTA/EPSILON/", 1, 0},
	/* SPLIT and so on */
	{"split 3", "al/pha/beta/gamma/delta/epsilon/", 1, 0},
	{"r   two words#split al 7", "  two/  words/beta/gamma/delta/epsilon/", 1, 0},
	{"join", "alphabeta/gamma/delta/epsilon/", 1, 0},
	{"join 8", "alpha  beta/gamma/delta/epsilon/", 1, 0},
	{":5#join", LINES, 5, 5},
	{"shift r 2 2", "  alpha/  beta/gamma/delta/epsilon/", 1, 0},
	{"shift l 2", "pha/beta/gamma/delta/epsilon/", 1, 0},
	{"shift l 99", "/beta/gamma/delta/epsilon/", 1, 0},
	{"shift x", LINES, 1, 5},
	/* SORT and ALL */
	{"sort * d", "gamma/epsilon/delta/beta/alpha/", 1, 0},
	{":2#sort 3 2 3", "alpha/gamma/delta/beta/epsilon/", 2, 0},
	{"sort * 2 1", LINES, 1, 5},
	{"sort", LINES, 1, 5},
	{"all /l/#down", LINES, 4, 0},
	{"all /l/#del *", "beta/gamma/", 1, 0},
	{"all /l/#c/a/x/ * *#all", "xlphx/beta/gamma/deltx/epsilon/", 5, 0},
	{"all /l/#all#down", LINES, 2, 0},
	{"all /zz/", LINES, 1, 2},
	{"all /l/#scope all#down", LINES, 2, 0},
	/* PUT and GET */
	{"put 2#bottom#get", LINES "alpha/beta/", 7, 0},
	{"putd 2#bottom#get", "gamma/delta/epsilon/alpha/beta/", 5, 0},
	{"get", LINES, 1, 28},
	{"get other file", "alpha/one/two/three/beta/gamma/delta/epsilon/", 4, 0},
	{"get other file a 2 1", "alpha/two/beta/gamma/delta/epsilon/", 2, 0},
	{"get no file", LINES, 1, 28},
	{"put 1 other file", LINES, 1, 28},
	{"put 1 new file#get new file", "alpha/beta/alpha/gamma/delta/epsilon/", 3, 0},
	/* UNDO */
	{"undo", LINES, 1, 5},
	/* Others */
	{"nonsense", LINES, 1, 0},
	{"nothing", LINES, 1, -1},
	{"command nothing", LINES, 1, -1},
	{"set nothing", LINES, 1, 5},
	{"set linend off#down", LINES, 2, 0},
	{"trunc 3#r abcdef", "abc/beta/gamma/delta/epsilon/", 1, 0},
	{"expand *", LINES, 1, 0},
	{"tabs 4 8#r a\tb\tc#expand", "a  b   c/beta/gamma/delta/epsilon/", 1, 0},
	{"tabs 4 8#r a  b   c#compress", "a\tb\tc/beta/gamma/delta/epsilon/", 1, 0},
	{"tabs 4 4", LINES, 1, 5},
	{"qquit", NULL, 0, 0},
	{"quit", NULL, 0, 0},
	{"del#quit", "beta/gamma/delta/epsilon/", 1, 12},
};

START_TEST(subcommands_do_what_they_say)
{
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int rc;

		begin(LINES);
		put_file(1, "OTHER", "FILE", 'V', 80, "one/two/three/");
		x->file->line = 1;
		rc = xedit_command(x, cases[i].commands);
		if (rc != cases[i].rc)
			ck_abort_msg("%s: %d, not %d: %s", cases[i].commands, rc, cases[i].rc,
				last_message());
		if (!cases[i].lines) {
			ck_assert_uint_eq(xedit_nr_files(x), 0);
		} else {
			if (strcmp(lines(), cases[i].lines) != 0)
				ck_abort_msg("%s: %s, not %s", cases[i].commands, lines(),
					cases[i].lines);
			if (x->file->line != cases[i].line)
				ck_abort_msg("%s: line %u", cases[i].commands, x->file->line);
		}
		end();
	}
}
END_TEST

START_TEST(undo_takes_back_what_changed)
{
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		if (!cases[i].lines || strstr(cases[i].commands, "undo"))
			continue;
		begin(LINES);
		put_file(1, "OTHER", "FILE", 'V', 80, "one/two/three/");
		x->file->line = 1;
		xedit_command(x, cases[i].commands);
		xedit_command(x, "set linend on");
		if (strcmp(lines(), LINES) != 0) {
			ck_assert_int_eq(xedit_command(x, "undo"), 0);
			if (strcmp(lines(), LINES) != 0)
				ck_abort_msg("%s: %s", cases[i].commands, lines());
		}
		end();
	}
}
END_TEST

START_TEST(undo_goes_back_step_by_step)
{
	begin(LINES);
	xedit_command(x, ":1 del 2");
	xedit_command(x, "i one");
	xedit_command(x, "c/one/two/");
	xedit_command(x, "undo");
	ck_assert_str_eq(lines(), "gamma/one/delta/epsilon/");
	xedit_command(x, "undo 2");
	ck_assert_str_eq(lines(), LINES);
	ck_assert_int_eq(xedit_command(x, "undo"), 5);
	end();
}
END_TEST

START_TEST(macros_and_commands_are_called)
{
	begin(LINES);
	world.macro_runs = "extract /size/line/curline/";
	ck_assert_int_eq(xedit_command(x, ":2#mymacro some words"), 0);
	ck_assert_str_eq(world.commands, "some words/");
	ck_assert_str_eq(world.variables, "SIZE.0=1/SIZE.1=5/LINE.0=1/LINE.1=2/CURLINE.0=3/"
					  "CURLINE.1=M/CURLINE.2=12/CURLINE.3=beta/");
	world.macro_runs = "mymacro"; /* which calls itself */
	ck_assert_int_eq(xedit_command(x, "mymacro"), 5);
	world.commands[0] = 0;
	ck_assert_int_eq(xedit_command(x, "cms listfile"), 0);
	ck_assert_int_eq(xedit_command(x, "cp query names"), 0);
	ck_assert_int_eq(xedit_command(x, "help add"), 0);
	ck_assert_int_eq(xedit_command(x, "listfile * *"), 0);
	ck_assert_str_eq(
		world.commands, "CMS/listfile/CP/query names/CMS/HELP XEDIT add/CMS/listfile * */");
	ck_assert_int_eq(xedit_command(x, ":2#stack 2"), 0);
	ck_assert_str_eq(world.stacked, "beta/gamma/");
	end();
}
END_TEST

START_TEST(query_shows_what_set_changed)
{
	static const char *const pairs[][2] = {{"trunc 70", "TRUNC 70"}, {"zone 2 *", "ZONE 2 80"},
		{"case u i", "CASE UPPER IGNORE"}, {"wrap on", "WRAP ON"}, {"tabs 3 9", "TABS 3 9"},
		{"number on", "NUMBER ON"}, {"prefix off", "PREFIX OFF LEFT"},
		{"curline on 3", "CURLINE ON 3"}, {"display 1 3", "DISPLAY 1 3"},
		{"pf4 sort *", "PF4 ONLY sort *"}, {"recfm f", "RECFM F"},
		{"autosave 10", "AUTOSAVE 10"}, {"lrecl 100", "LRECL 100"},
		{"linend on ;", "LINEND ON ;"}, {"verify 2 30", "VERIFY 2 30"},
		{"scale on 5", "SCALE ON 5"}, {"fname other", "FNAME OTHER"},
		{"stay on", "STAY ON"}, {"shadow off", "SHADOW OFF"}, {"scope all", "SCOPE ALL"}};
	char line[80];

	for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
		begin(LINES);
		str_format(line, sizeof(line), "set %s", pairs[i][0]);
		if (xedit_command(x, line))
			ck_abort_msg("%s: %s", line, last_message());
		str_format(line, sizeof(line), "query %s", pairs[i][0]);
		ck_assert_int_eq(xedit_command(x, line), 0);
		ck_assert_str_eq(last_message(), pairs[i][1]);
		end();
	}
}
END_TEST

START_TEST(set_refuses_what_cannot_be)
{
	static const char *const wrong[] = {"trunc 81", "trunc 0", "zone 5 4", "zone 0", "case x",
		"wrap maybe", "wrap", "tabs", "tabs x", "curline 1", "curline 23", "curline m*",
		"display x", "recfm u", "autosave x", "lrecl 65536", "linend on ab", "verify 5",
		"verify 5 4", "scale on 1", "scale on 99", "fname toolongname", "point x",
		"point .toolongname", "select 256", "number on off", "msgline off", "line 5"};
	char line[80];

	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		begin(LINES);
		str_format(line, sizeof(line), "set %s", wrong[i]);
		if (xedit_command(x, line) <= 0)
			ck_abort_msg("%s is taken", line);
		ck_assert_str_eq(lines(), LINES);
		end();
	}
}
END_TEST

START_TEST(all_subcommands_and_messages_are_explained)
{
	const char *name, *syntax, *purpose;
	unsigned nr = 0, number;

	for (; xedit_about(nr, &name, &syntax, &purpose); nr++) {
		ck_assert_uint_gt(strlen(syntax), 0);
		ck_assert_uint_gt(strlen(purpose), 0);
	}
	ck_assert_uint_gt(nr, 60);
	for (nr = 0; xedit_message_about(nr, &number, &syntax, &purpose); nr++)
		ck_assert(number && syntax[0]);
	ck_assert_uint_eq(nr, NR_XMSG);
}
END_TEST

UNIT_MAIN("cms/xedit/commands", subcommands_do_what_they_say, undo_takes_back_what_changed,
	undo_goes_back_step_by_step, macros_and_commands_are_called, query_shows_what_set_changed,
	set_refuses_what_cannot_be, all_subcommands_and_messages_are_explained)
