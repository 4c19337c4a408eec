// SPDX-License-Identifier: Apache-2.0
/* Options of SET, other names of subcommands, and subcommands about subcommands. */
#include "harness.h"

#define LINES "alpha/beta/gamma/delta/"

/* What cannot be put into the command line to be typed over, as it has no value of its own. */
static bool has_value(const char *name)
{
	static const char *const without[] = {"POINT", "RESERVED", "SYNONYM", "CTLCHAR", "COLOR"};

	for (unsigned i = 0; i < ARRAY_LEN(without); i++)
		if (strcmp(name, without[i]) == 0)
			return false;
	return true;
}

START_TEST(each_option_is_asked_for_extracted_and_set_to_what_it_is)
{
	const char *name, *syntax, *purpose;
	char line[XEDIT_LINE + 1], before[MESSAGE_LEN + 1], variable[24];

	for (unsigned nr = 0; xedit_option_about(nr, &name, &syntax, &purpose); nr++) {
		begin(LINES);
		xedit_command(x, ":2");
		str_format(line, sizeof(line), "query %s", name);
		ck_assert_int_eq(xedit_command(x, line), 0);
		ck_assert_uint_eq(x->nr_messages, 1);
		str_copy(before, last_message(), sizeof(before));
		ck_assert_msg(strncmp(before, name, strlen(name)) == 0, "%s: %s", name, before);
		str_format(line, sizeof(line), "extract /%s/", name);
		world.macro_runs = line;
		ck_assert_int_eq(xedit_command(x, "mymacro"), 0);
		str_format(variable, sizeof(variable), "%s.0=", name);
		ck_assert_msg(strstr(world.variables, variable), "%s: %s", name, world.variables);
		str_format(line, sizeof(line), "modify %s", name);
		if (strcmp(syntax, "QUERY and EXTRACT only") == 0) {
			ck_assert_int_eq(xedit_command(x, line), 5);
		} else if (has_value(name)) {
			ck_assert_int_eq(xedit_command(x, line), 0);
			str_copy(line, x->command, sizeof(line));
			ck_assert_msg(xedit_command(x, line) == 0, "%s: %s", line, last_message());
			str_format(line, sizeof(line), "query %s", name);
			xedit_command(x, line);
			ck_assert_str_eq(last_message(), before);
		}
		end();
	}
}
END_TEST

/* SET, and what QUERY says then; NULL: it is refused. */
static const struct {
	const char *set, *query, *answer;
} rows[] = {
	{"arbchar on ?", "arbchar", "ARBCHAR ON ?"}, {"arbchar maybe", "arbchar", NULL},
	{"arbchar on ? more", "arbchar", NULL}, {"arbchar", "arbchar", NULL},
	{"colptr off", "colptr", "COLPTR OFF"},
	{"ctlchar % escape#ctlchar & protect red none high", "ctlchar", "CTLCHAR % &"},
	{"ctlchar & noprotect blue revvideo nohigh inv", "ctlchar &",
		"CTLCHAR & NOPROTECT BLUE REVVIDEO NOHIGH PS0 INVISIBLE"},
	{"ctlchar % escape#ctlchar off", "ctlchar", "CTLCHAR OFF"},
	{"ctlchar & sideways", "ctlchar", NULL}, {"ctlchar", "ctlchar", NULL},
	{"color curline pink blink high", "color curl", "COLOR CURLINE PINK BLINK HIGH PS0"},
	{"curline on m-2", "curline", "CURLINE ON M-2"},
	{"curline on -5", "curline", "CURLINE ON -5"}, {"curline on 24", "curline", NULL},
	{"scale on m+2", "scale", "SCALE ON M+2"}, {"tabline on 4", "tabline", "TABLINE ON 4"},
	{"msgline on m", "msgline", "MSGLINE ON M"},
	{"enter before msg hello", "enter", "ENTER BEFORE msg hello"},
	{"pa2 after forward", "pa2", "PA2 AFTER forward"},
	{"pf24 ignore up 3", "pf24", "PF24 IGNORE up 3"}, {"set pf25 up", "pf1", NULL},
	{"set pa4 up", "pa1", NULL}, {"escape on !", "escape", "ESCAPE ON !"},
	{"filler .", "filler", "FILLER ."}, {"image on", "image", "IMAGE ON"},
	{"lastlorc /be/", "lastlorc", "LASTLORC /be/"}, {"set macro on", "macro", "MACRO ON"},
	{"mask immed ** **", "mask", "MASK IMMED ** **"}, {"mask sideways", "mask", NULL},
	{"nondisp \"", "nondisp", "NONDISP \""},
	{"prefix nulls right", "prefix", "PREFIX NULLS RIGHT"}, {"prefix on up", "prefix", NULL},
	{"spill word", "spill", "SPILL WORD"}, {"spill much", "spill", NULL},
	{"stream off", "stream", "STREAM OFF"},
	{"synonym eraseit 3 delete", "synonym eraseit", "SYNONYM ERASEIT 3 delete"},
	{"synonym linend ! two 2 up!down", "synonym tw", "SYNONYM TWO 2 up!down !"},
	{"synonym off", "synonym", "SYNONYM OFF"}, {"synonym waytoolongname up", "synonym", NULL},
	{"synonym short 9 up", "synonym", NULL}, {"tofeof off", "tofeof", "TOFEOF OFF"},
	{"varblank on", "varblank", "VARBLANK ON"}, {"= up 2", "=", "= up 2"},
	{"clocate :9", "eol", "EOL OFF"}, {"clocate :81", "eol", "EOL ON"},
	{"all /et/", "nbscope", "NBSCOPE 1"}, /* of delta no "et" */
};

START_TEST(options_take_what_they_say)
{
	char line[XEDIT_LINE + 1];

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int rc;

		begin(LINES);
		rc = xedit_command(x, rows[i].set);
		str_format(line, sizeof(line), "query %s", rows[i].query);
		ck_assert_msg(rows[i].answer ? rc == 0 : rc != 0, "%s: %d", rows[i].set, rc);
		x->nr_messages = 0;
		xedit_command(x, line);
		if (rows[i].answer && strcmp(last_message(), rows[i].answer) != 0)
			ck_abort_msg("%s: %s", rows[i].set, last_message());
		end();
	}
}
END_TEST

START_TEST(synonyms_are_subcommands)
{
	begin(LINES);
	xedit_command(x, "synonym mine 2 cappend#synonym delete 3 msg kept#synonym up down");
	xedit_command(x, ":1#mine  x#mi y");
	ck_assert_str_eq(lines(), "alpha xy/beta/gamma/delta/");
	xedit_command(x, "del 2"); /* not what it was */
	ck_assert_str_eq(last_message(), "kept 2");
	xedit_command(x, "up"); /* another one, which is not a synonym */
	ck_assert_uint_eq(x->file->line, 2);
	xedit_command(x, "command up");
	ck_assert_uint_eq(x->file->line, 1);
	xedit_command(x, "synonym off#delete");
	ck_assert_str_eq(lines(), "beta/gamma/delta/");
	xedit_command(x, "synonym on#synonym delete#delete");
	ck_assert_str_eq(lines(), "gamma/delta/");
	xedit_command(x, "synonym linend ! @2 2 down!cappend");
	xedit_command(x, "top#@2 ?#@2 !");
	ck_assert_str_eq(lines(), "gamma?/delta!/");
	for (unsigned i = 0; i < SYNONYMS_MAX; i++) {
		char line[40];

		str_format(line, sizeof(line), "synonym n%u up", i);
		xedit_command(x, line);
	}
	ck_assert_ptr_nonnull(strstr(last_message(), "There are too many synonyms"));
	end();
}
END_TEST

START_TEST(a_macro_comes_first_when_it_is_told_to)
{
	begin(LINES);
	xedit_command(x, "synonym up mymacro was up#up#set macro on#mymacro again");
	ck_assert_str_eq(world.commands, "was up/again/");
	end();
}
END_TEST

START_TEST(repeat_does_it_again_on_the_next_lines)
{
	begin(LINES);
	ck_assert_int_eq(xedit_command(x, "repeat"), 5);
	xedit_command(x, ":1#cappend !#repeat");
	ck_assert_str_eq(lines(), "alpha!/beta!/gamma/delta/");
	xedit_command(x, "repeat 2");
	ck_assert_str_eq(lines(), "alpha!/beta!/gamma!/delta!/");
	ck_assert_int_eq(xedit_command(x, ":1#c/!/?/#repeat *"), RC_EOF);
	ck_assert_str_eq(lines(), "alpha?/beta?/gamma?/delta?/");
	ck_assert_int_eq(xedit_command(x, ":4#cappend .#repeat -2"), 0);
	ck_assert_str_eq(lines(), "alpha?/beta?./gamma?./delta?./");
	ck_assert_int_eq(xedit_command(x, "repeat sideways"), 5);
	end();
}
END_TEST

START_TEST(the_command_line_is_filled)
{
	begin(LINES);
	xedit_command(x, "modify zone");
	ck_assert_str_eq(x->command, "SET ZONE 1 80");
	compose();
	ck_assert_str_eq(shown(23, 8, 15), "SET ZONE 1 80  ");
	press_key(AID_ENTER, 23, 8);
	type(23, 8, "SET ZONE 2 80");
	send();
	ck_assert_uint_eq(x->file->set.zone1, 2);
	ck_assert_str_eq(x->command, "");
	xedit_command(x, "cmsg what now");
	ck_assert_str_eq(x->command, "what now");
	ck_assert_int_eq(xedit_command(x, "modify size"), 5);
	ck_assert_int_eq(xedit_command(x, "modify"), 5);
	xedit_command(x, "status");
	ck_assert_ptr_nonnull(strstr(last_message(), "ZONE 2 80"));
	xedit_command(x, "transfer size line");
	ck_assert_str_eq(world.stacked, "4/0/");
	end();
}
END_TEST

START_TEST(keys_come_before_or_after_the_command_line)
{
	static const struct {
		const char *key, *typed, *messages;
		bool stays;
	} cases[] = {{"pf4 only msg key", "msg line", "key", true},
		{"pf4 before msg key", "msg line", "key line", false},
		{"pf4 after msg key", "msg line", "line key", false},
		{"pf4 ignore msg key", "msg line", "line", false},
		{"pf4 ignore msg key", "", "key", false}, {"pf4 before msg key", "", "key", false}};

	for (unsigned i = 0; i < ARRAY_LEN(cases); i++) {
		char said[80] = "";

		begin(LINES);
		xedit_command(x, cases[i].key);
		compose();
		press_key(AID_PF1 + 3, 23, 8);
		type(23, 8, cases[i].typed);
		send();
		for (unsigned nr = 0; nr < x->nr_messages; nr++)
			str_format(said + strlen(said), sizeof(said) - strlen(said), "%s%s",
				nr ? " " : "", x->message[nr]);
		ck_assert_str_eq(said, cases[i].messages);
		ck_assert_str_eq(x->command, cases[i].stays ? cases[i].typed : "");
		end();
	}
	begin(LINES);
	xedit_command(x, "set enter after msg entered");
	compose();
	press_key(AID_ENTER, 23, 8);
	type(23, 8, "cursor screen 3 9 priority 90#cursor home priority 20");
	send();
	ck_assert_str_eq(last_message(), "entered");
	ck_assert_uint_eq(x->cursor, CURSOR_SCREEN);
	end();
}
END_TEST

START_TEST(lines_are_merged_and_codes_shown)
{
	begin("ab/c d/12345/6789/");
	ck_assert_int_eq(xedit_command(x, ":1#merge 2 :3 2"), 0);
	ck_assert_str_eq(lines(), "1ab45/6c8d/");
	ck_assert_uint_eq(x->file->line, 2);
	ck_assert_int_eq(xedit_command(x, ":1#merge 1 :1"), 5);
	ck_assert_int_eq(xedit_command(x, ":1#merge 2 :2"), 5);
	ck_assert_int_eq(xedit_command(x, ":1#merge 1 :3"), 5);
	ck_assert_int_eq(xedit_command(x, "merge 1"), 5);
	ck_assert_str_eq(lines(), "1ab45/6c8d/");
	xedit_command(x, ":1#hextype");
	ck_assert_str_eq(last_message(), "F18182F4 F5");
	xedit_command(x, "top#lprefix i#:1#lprefix d");
	ck_assert_str_eq(lines(), "1ab45/6c8d/");
	xedit_command(x, "mask immed note:#:1#add#sos linedel#add");
	ck_assert_str_eq(lines(), "note:/note:/6c8d/");
	xedit_command(x, "xedit other file#cancel");
	ck_assert_uint_eq(x->nr_files, 1);
	ck_assert_str_eq(x->file->id.fn, "TEST");
	end();
}
END_TEST

START_TEST(a_range_is_all_that_there_is)
{
	static const struct {
		const char *command, *lines;
		uint32_t line;
	} cases[] = {{"top", "1/2/3/4/5/6/", 1}, {"bottom", "1/2/3/4/5/6/", 4},
		{":1", "1/2/3/4/5/6/", 1}, {":6", "1/2/3/4/5/6/", 5}, {"/5/", "1/2/3/4/5/6/", 5},
		{"-/1/", "1/2/3/4/5/6/", 1}, {"/4/", "1/2/3/4/5/6/", 4},
		{"up *", "1/2/3/4/5/6/", 1}, {"down *", "1/2/3/4/5/6/", 5},
		{":2#del *", "1/5/6/", 2}, {":4#input new", "1/2/3/4/new/5/6/", 5},
		{"top#input new", "1/new/2/3/4/5/6/", 2},
		{"bottom#down#input new", "1/2/3/4/new/5/6/", 5},
		{":2#c/6/x/ *", "1/2/3/4/5/6/", 2}, {":2#shift right 1 *", "1/ 2/ 3/ 4/5/6/", 2},
		{":2#join#join#join", "1/234/5/6/", 2}, {":2#del 1#undo", "1/2/3/4/5/6/", 2},
		{":3#dup 1 *", "1/2/3/4/3/4/5/6/", 3}, {":2#copy 1 *", "1/2/3/4/2/5/6/", 5},
		{":2#move 1 *", "1/3/4/2/5/6/", 4}, {":4#move 1 -*", "1/4/2/3/5/6/", 2},
		{":2#sort * d", "1/4/3/2/5/6/", 2}, {":3#del#recover", "1/2/3/4/5/6/", 3},
		{"fup 1", "1/2/3/4/5/6/", 1}, {":2#stack 9", "1/2/3/4/5/6/", 2},
		{"top#all /3/", "1/2/3/4/5/6/", 3}, {":2#lprefix d*", "1/5/6/", 2},
		{":2#merge 1 :6", "1/2/3/4/5/6/", 2}, {"forward", "1/2/3/4/5/6/", 5}};

	for (unsigned i = 0; i < ARRAY_LEN(cases); i++) {
		begin("1/2/3/4/5/6/");
		ck_assert_int_eq(xedit_command(x, "range :2 :4"), 0);
		xedit_command(x, cases[i].command);
		if (strcmp(lines(), cases[i].lines) != 0 || x->file->line != cases[i].line)
			ck_abort_msg("%s: %s %u", cases[i].command, lines(), x->file->line);
		compose();
		xedit_command(x, "all#range -* *#top#del *");
		ck_assert_str_eq(lines(), "");
		end();
	}
}
END_TEST

START_TEST(the_edges_of_a_range_are_shown)
{
	begin("1/2/3/4/5/6/");
	xedit_command(x, "range :2 /4/");
	compose();
	ck_assert_str_eq(shown(12, 8, 23), "* * * Top of Range * * ");
	ck_assert_str_eq(shown(14, 8, 3), "2  ");
	ck_assert_str_eq(shown(17, 8, 23), "* * * End of Range * * ");
	press_key(AID_ENTER, 12, 2);
	type(12, 2, "i");
	type(17, 2, "d");
	send();
	ck_assert_str_eq(lines(), "1//2/3/4/5/6/");
	ck_assert_ptr_nonnull(strstr(last_message(), "661E"));
	xedit_command(x, "query range#query nbscope");
	ck_assert_str_eq(x->message[1], "RANGE :2 :5");
	ck_assert_str_eq(last_message(), "NBSCOPE 4");
	ck_assert_int_eq(xedit_command(x, "range :4 :3"), 5);
	ck_assert_int_eq(xedit_command(x, "range :9 :9"), 5);
	ck_assert_int_eq(xedit_command(x, "range /none/ *"), 2);
	ck_assert_int_eq(xedit_command(x, "range :4"), 5);
	xedit_command(x, "query range");
	ck_assert_str_eq(last_message(), "RANGE :2 :5");
	xedit_command(x, "file");
	ck_assert_str_eq(world.file[0].text, "1//2/3/4/5/6/");
	ck_assert_uint_eq(x->nr_files, 0);
	end();
}
END_TEST

UNIT_MAIN("cms/xedit/options", each_option_is_asked_for_extracted_and_set_to_what_it_is,
	options_take_what_they_say, synonyms_are_subcommands,
	a_macro_comes_first_when_it_is_told_to, repeat_does_it_again_on_the_next_lines,
	the_command_line_is_filled, keys_come_before_or_after_the_command_line,
	lines_are_merged_and_codes_shown, a_range_is_all_that_there_is,
	the_edges_of_a_range_are_shown)
