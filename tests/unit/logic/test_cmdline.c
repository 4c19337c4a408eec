// SPDX-License-Identifier: Apache-2.0
#include "logic/cmdline.h"
#include "logic/cmdtab.h"
#include "lib/err.h"
#include "lib/string.h"
#include "unit.h"

static struct cmdline line;

static struct cmdline *begin(const char *text)
{
	ck_assert_int_eq(cmdline_init(&line, text, strlen(text)), 0);
	return &line;
}

/* The refusal's message as the user sees it. */
static const char *refusal(void)
{
	static char text[MSG_LINE_SIZE];

	ck_assert_int_eq(cmd_refusal(&line, text, sizeof(text), EMSG_ON), msg_number(line.msg));
	return text;
}

START_TEST(words_have_columns_and_keep_their_case)
{
	struct cmd_word word;
	char text[8];

	begin("  Query\tNames \n");
	ck_assert(cmd_peek(&line, &word));
	ck_assert_uint_eq(word.column, 3);
	ck_assert(cmd_next(&line, &word));
	ck_assert_uint_eq(word.len, 5);
	ck_assert_mem_eq(word.text, "Query", 5);
	ck_assert(cmd_next(&line, &word));
	ck_assert_uint_eq(word.column, 9);
	word_upper(text, sizeof(text), &word);
	ck_assert_str_eq(text, "NAMES");
	word_upper(text, 3, &word);
	ck_assert_str_eq(text, "NA");
	ck_assert(!cmd_next(&line, &word));
	ck_assert(!cmd_next(&line, &word));
	ck_assert_uint_eq(word.len, 0);
	ck_assert_int_eq(cmd_end(&line), 0);
}
END_TEST

START_TEST(a_word_that_was_looked_at_is_not_kept_when_the_line_has_moved_on)
{
	struct cmdline *line = begin("pf01 text");
	struct cmdline copy;
	struct cmd_word word;

	ck_assert(cmd_peek(line, &word));
	ck_assert_uint_eq(word.len, 4);
	line->pos = 2;
	ck_assert(cmd_peek(line, &word));
	ck_assert_uint_eq(word.len, 2);
	ck_assert_uint_eq(word.column, 3);
	copy = *line;
	ck_assert(cmd_next(&copy, &word));
	ck_assert(cmd_next(&copy, &word));
	ck_assert_uint_eq(word.column, 6);
	ck_assert(!cmd_peek(&copy, &word));
	ck_assert(cmd_next(line, &word));
	ck_assert_uint_eq(word.column, 3);
}
END_TEST

START_TEST(control_characters_separate_words_and_blanks_are_no_words)
{
	const char text[] = "A\0B\x01"
			    "C\x7F\x15";
	struct cmd_word word;
	int count = 0;

	ck_assert_int_eq(cmdline_init(&line, text, sizeof(text)), 0);
	for (; cmd_next(&line, &word); count++)
		ck_assert_uint_eq(word.len, 1);
	ck_assert_int_eq(count, 3);
	begin("");
	ck_assert(!cmd_peek(&line, &word));
	begin(" \t \n ");
	ck_assert(!cmd_peek(&line, &word));
	ck_assert_int_eq(cmdline_init(&line, NULL, 0), 0);
	ck_assert(!cmd_next(&line, &word));
}
END_TEST

START_TEST(lines_longer_than_the_limit_are_refused_whole)
{
	char text[CMDLINE_MAX + 21];
	struct cmd_word word;

	memset(text, 'x', sizeof(text));
	ck_assert_int_eq(cmdline_init(&line, text, CMDLINE_MAX), 0);
	ck_assert(cmd_next(&line, &word));
	ck_assert_uint_eq(word.len, CMDLINE_MAX);
	ck_assert_int_eq(cmdline_init(&line, text, CMDLINE_MAX + 1), -E_INVAL);
	ck_assert_str_eq(refusal(), "HCPCFC7000E Command line is longer than 240 characters");
	ck_assert(!cmd_next(&line, &word));
	memset(text + CMDLINE_MAX, ' ', 21);
	ck_assert_int_eq(cmdline_init(&line, text, sizeof(text)), 0);
}
END_TEST

START_TEST(abbreviations_have_a_shortest_form)
{
	static const struct {
		const char *word, *name;
		unsigned min;
		bool is;
	} cases[] = {
		{"Q", "QUERY", 1, true},
		{"query", "QUERY", 1, true},
		{"QUERYX", "QUERY", 1, false},
		{"QE", "QUERY", 1, false},
		{"SHU", "SHUTDOWN", 4, false},
		{"SHUT", "SHUTDOWN", 4, true},
		{"SHUTDOWN", "SHUTDOWN", 0, true},
		{"SHUTDOW", "SHUTDOWN", 0, false},
		{"ON", "ON", 5, true},
		{"*", "*", 0, true},
		{"**", "*", 0, false},
	};
	struct cmd_word word;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		cmd_next(begin(cases[i].word), &word);
		ck_assert_msg(word_is(&word, cases[i].name, cases[i].min) == cases[i].is, "%s",
			cases[i].word);
	}
	cmd_next(begin(""), &word);
	ck_assert(!word_is(&word, "QUERY", 1));
	ck_assert(!word_is(&word, "", 0));
}
END_TEST

START_TEST(text_keeps_its_case_and_its_blanks_inside)
{
	struct cmd_word rest;

	begin("msg op   Hello,  World  ");
	ck_assert(cmd_accept(&line, "MESSAGE", 1) == false);
	ck_assert(cmd_accept(&line, "MSG", 1));
	ck_assert(cmd_accept(&line, "OPERATOR", 2));
	ck_assert(cmd_rest(&line, &rest));
	ck_assert_uint_eq(rest.len, 13);
	ck_assert_mem_eq(rest.text, "Hello,  World", 13);
	ck_assert_uint_eq(rest.column, 10);
	ck_assert(!cmd_rest(&line, &rest));
}
END_TEST

/* Every operand in one table: text, what is made of it (0: the value follows; else the message
 * shown). */
enum kind {
	USERID,
	USERID_SELF,
	VDEV,
	RDEV,
	RANGE,
	NUMBER, /* 2 .. 100 */
	MS,     /* up to 5000 */
	HEX4,
	STORAGE,
	ON_OFF,
	CLASS,
	SPOOLID,
	FILENAME,
};

static const struct {
	enum kind kind;
	const char *text;
	const char *refusal; /* NULL: accepted */
	const char *name;
	uint64_t value;
} operands[] = {
	{USERID, "linux1", NULL, "LINUX1", 0},
	{USERID, "A$#@_-+1", NULL, "A$#@_-+1", 0},
	{USERID, "NINECHARS", "HCPCFC007E Invalid userid - NINECHARS", "", 0},
	{USERID, "a.b", "HCPCFC007E Invalid userid - A.B", "", 0},
	{USERID, "a:b", "HCPCFC007E Invalid userid - A:B", "", 0},
	{USERID, "a\xC4", "HCPCFC007E Invalid userid - A\xC4", "", 0},
	{USERID, "*", "HCPCFC007E Invalid userid - *", "", 0},
	{USERID, "", "HCPCFC020E Userid missing or invalid", "", 0},
	{USERID_SELF, "*", NULL, "MYSELF", 0},
	{USERID_SELF, "**", "HCPCFC007E Invalid userid - **", "", 0},
	{VDEV, "9", NULL, "", 9},
	{VDEV, "00Cf", NULL, "", 0xCF},
	{VDEV, "FFFF", NULL, "", 0xFFFF},
	{VDEV, "00009", "HCPCFC022E A virtual device number was not supplied or it was invalid", "",
		0},
	{VDEV, "G", "HCPCFC022E A virtual device number was not supplied or it was invalid", "", 0},
	{VDEV, "-1", "HCPCFC022E A virtual device number was not supplied or it was invalid", "",
		0},
	{VDEV, "0x9", "HCPCFC022E A virtual device number was not supplied or it was invalid", "",
		0},
	{VDEV, "", "HCPCFC022E A virtual device number was not supplied or it was invalid", "", 0},
	{RDEV, "0700", NULL, "", 0x700},
	{RDEV, "", "HCPCFC021E A real device number was not supplied or it was invalid", "", 0},
	{RANGE, "c-e", NULL, "", 0x000C000E},
	{RANGE, "000C-000c", NULL, "", 0x000C000C},
	{RANGE, "c", NULL, "", 0x000C000C},
	{RANGE, "E-C", "HCPCDM009E Invalid range - E-C", "", 0},
	{RANGE, "C-", "HCPCFC022E A virtual device number was not supplied or it was invalid", "",
		0},
	{RANGE, "-C", "HCPCFC022E A virtual device number was not supplied or it was invalid", "",
		0},
	{RANGE, "-", "HCPCFC022E A virtual device number was not supplied or it was invalid", "",
		0},
	{RANGE, "C-D-E", "HCPCFC022E A virtual device number was not supplied or it was invalid",
		"", 0},
	{RANGE, "", "HCPCFC022E A virtual device number was not supplied or it was invalid", "", 0},
	{NUMBER, "2", NULL, "", 2},
	{NUMBER, "0100", NULL, "", 100},
	{NUMBER, "1", "HCPCFC7001E Invalid operand - 1; it must be from 2 to 100", "", 0},
	{NUMBER, "101", "HCPCFC7001E Invalid operand - 101; it must be from 2 to 100", "", 0},
	{NUMBER, "18446744073709551618",
		"HCPCFC7001E Invalid operand - 18446744073709551618; it must be from 2 to 100", "",
		0},
	{NUMBER, "-5", "HCPCFC002E Invalid operand - -5", "", 0},
	{NUMBER, "5a", "HCPCFC002E Invalid operand - 5A", "", 0},
	{NUMBER, "", "HCPCFC026E Operand missing or invalid", "", 0},
	{MS, "off", NULL, "", 0},
	{MS, "5000", NULL, "", 5000},
	{MS, "5001", "HCPCFC7001E Invalid operand - 5001; it must be from 0 to 5000", "", 0},
	{MS, "OF", "HCPCFC002E Invalid operand - OF", "", 0},
	{HEX4, "beEF", NULL, "", 0xBEEF},
	{HEX4, "0BEEF", "HCPCDB005E Invalid hexdata - 0BEEF", "", 0},
	{HEX4, "", "HCPCDB025E Data missing or invalid", "", 0},
	{STORAGE, "512M", NULL, "", 512 * MiB},
	{STORAGE, "2g", NULL, "", 2 * GiB},
	{STORAGE, "1024K", NULL, "", MiB},
	{STORAGE, "16T", NULL, "", 1ull << 44},
	{STORAGE, "1P", NULL, "", 1ull << 50},
	{STORAGE, "15E", NULL, "", 15ull << 60},
	{STORAGE, "16E", "HCPCFC7002E Invalid storage size - 16E", "", 0},
	{STORAGE, "18014398509481984K", "HCPCFC7002E Invalid storage size - 18014398509481984K", "",
		0},
	{STORAGE, "0M", "HCPCFC7002E Invalid storage size - 0M", "", 0},
	{STORAGE, "M", "HCPCFC7002E Invalid storage size - M", "", 0},
	{STORAGE, "512", "HCPCFC7002E Invalid storage size - 512", "", 0},
	{STORAGE, "512MB", "HCPCFC7002E Invalid storage size - 512MB", "", 0},
	{STORAGE, "5.2M", "HCPCFC7002E Invalid storage size - 5.2M", "", 0},
	{STORAGE, "-1M", "HCPCFC7002E Invalid storage size - -1M", "", 0},
	{STORAGE, "", "HCPCFC026E Operand missing or invalid", "", 0},
	{ON_OFF, "on", NULL, "", 1},
	{ON_OFF, "OFF", NULL, "", 0},
	{ON_OFF, "of", NULL, "", 0},
	{ON_OFF, "O", "HCPCFC002E Invalid operand - O", "", 0},
	{ON_OFF, "ONN", "HCPCFC002E Invalid operand - ONN", "", 0},
	{ON_OFF, "", "HCPCFC026E Operand missing or invalid", "", 0},
	{CLASS, "a", NULL, "", 'A'},
	{CLASS, "9", NULL, "", '9'},
	{CLASS, "AB", "HCPCSF028E Class missing or invalid", "", 0},
	{CLASS, "*", "HCPCSF028E Class missing or invalid", "", 0},
	{CLASS, "", "HCPCSF028E Class missing or invalid", "", 0},
	{SPOOLID, "1", NULL, "", 1},
	{SPOOLID, "9999", NULL, "", 9999},
	{SPOOLID, "0042", NULL, "", 42},
	{SPOOLID, "0", "HCPCSF008E Invalid spoolid - 0", "", 0},
	{SPOOLID, "10000", "HCPCSF008E Invalid spoolid - 10000", "", 0},
	{SPOOLID, "4294967297", "HCPCSF008E Invalid spoolid - 4294967297", "", 0},
	{SPOOLID, "", "HCPCSF027E Spoolid missing or invalid", "", 0},
	{FILENAME, "profile:", NULL, "PROFILE:", 0},
	{FILENAME, "a*", "HCPCSF029E Filename missing or invalid", "", 0},
	{FILENAME, "", "HCPCSF029E Filename missing or invalid", "", 0},
};

/* Reads one operand; the value in *value or name. */
static int read_operand(enum kind kind, uint64_t *value, char name[NAME_SIZE])
{
	uint16_t u16 = (uint16_t)*value, last = 0;
	bool on = false;
	char class = 0;
	int rc = -1;

	switch (kind) {
	case USERID: return cmd_userid(&line, NULL, name);
	case USERID_SELF: return cmd_userid(&line, "MYSELF", name);
	case FILENAME: return cmd_filename(&line, name);
	case NUMBER: return cmd_number(&line, 2, 100, value);
	case MS: return cmd_ms_or_off(&line, 5000, value);
	case HEX4: return cmd_hex(&line, 4, value);
	case STORAGE: return cmd_storage(&line, value);
	case VDEV: rc = cmd_vdev(&line, &u16); break;
	case RDEV: rc = cmd_rdev(&line, &u16); break;
	case SPOOLID: rc = cmd_spoolid(&line, &u16); break;
	case RANGE: rc = cmd_vdev_range(&line, &u16, &last); break;
	case ON_OFF: rc = cmd_on_off(&line, &on); break;
	case CLASS: rc = cmd_spool_class(&line, &class); break;
	}
	if (!rc)
		*value = kind == RANGE    ? (uint64_t)u16 << 16 | last
			 : kind == ON_OFF ? on
			 : kind == CLASS  ? (uint64_t)(uint8_t) class
					  : u16;
	return rc;
}

START_TEST(operands_are_read_or_refused_by_their_own_message)
{
	for (size_t i = 0; i < ARRAY_LEN(operands); i++) {
		char name[NAME_SIZE] = "same", text[64];
		uint64_t value = 0x7777;
		struct cmd_word next;
		int rc;

		str_format(text, sizeof(text), "  %s%s", operands[i].text,
			*operands[i].text ? " NEXT" : "");
		begin(text);
		rc = read_operand(operands[i].kind, &value, name);
		if (operands[i].refusal) {
			ck_assert_msg(rc == -E_INVAL, "case %d %s", (int)i, text);
			ck_assert_str_eq(refusal(), operands[i].refusal);
			ck_assert_uint_eq(value, 0x7777);
			ck_assert_str_eq(name, "same");
			ck_assert_uint_eq(line.pos, 0);
			continue;
		}
		ck_assert_msg(rc == 0, "case %d %s", (int)i, text);
		if (*operands[i].name)
			ck_assert_str_eq(name, operands[i].name);
		else
			ck_assert_uint_eq(value, operands[i].value);
		ck_assert(cmd_next(&line, &next));
		ck_assert_mem_eq(next.text, "NEXT", 4);
	}
}
END_TEST

START_TEST(words_that_are_left_are_refused)
{
	begin("0009 now");
	ck_assert(cmd_accept(&line, "0009", 0));
	ck_assert_int_eq(cmd_end(&line), -E_INVAL);
	ck_assert_str_eq(refusal(),
		"HCPCFC003E Invalid option - command contains extra option(s) starting with NOW");
	ck_assert_uint_eq(line.bad.column, 6);
}
END_TEST

START_TEST(sizes_show_in_the_unit_that_divides_them)
{
	static const struct {
		uint64_t bytes;
		const char *text;
	} cases[] = {{0, "0"}, {1023, "1023"}, {1024, "1K"}, {1025, "1025"}, {512 * MiB, "512M"},
		{GiB, "1G"}, {GiB + MiB, "1025M"}, {1ull << 60, "1E"},
		{UINT64_MAX, "18446744073709551615"}};
	char text[24];

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		storage_format(text, sizeof(text), cases[i].bytes);
		ck_assert_str_eq(text, cases[i].text);
	}
}
END_TEST

static const struct cmd_entry rows[] = {
	{"FORCE", 5, 0, CLASS_A, "FORCE userid", "a", NULL},
	{"INDICATE", 3, 0, CLASS_B | CLASS_C | CLASS_E, "INDICATE", "b", NULL},
	{"INDICATE", 3, 0, CLASS_G, "INDICATE", "c", NULL},
	{"LOGON", 1, CMD_BEFORE_LOGON | CMD_SECRET, 0, "LOGON userid", "d", NULL},
	{"MESSAGE", 1, CMD_ANY | CMD_BEFORE_LOGON, 0, "MESSAGE userid text", "e", NULL},
	{"SET", 3, 0, CLASS_G, "SET", "f", NULL},
	{"SEND", 2, 0, CLASS_C, "SEND", "g", NULL},
	{"SENDX", 2, 0, CLASS_G, "SENDX", "h", NULL},
};
static const struct cmd_table table = {
	rows, ARRAY_LEN(rows), MSG_NONE, MSG_UNKNOWN_COMMAND, "FIILMSSS"};

START_TEST(a_word_finds_the_row_for_the_issuers_classes)
{
	static const struct {
		const char *text;
		struct cmd_issuer issuer;
		const char *help; /* of the row; NULL: refused */
		enum msg_id msg;
	} cases[] = {
		{"force x", {CLASS_A, true}, "a", 0},
		{"forc x", {CLASS_A, true}, NULL, MSG_UNKNOWN_COMMAND},
		{"force x", {CLASS_B | CLASS_G, true}, NULL, MSG_UNKNOWN_COMMAND},
		{"ind", {CLASS_E | CLASS_G, true}, "b", 0},
		{"ind", {CLASS_G, true}, "c", 0},
		{"ind", {CLASS_A, true}, NULL, MSG_UNKNOWN_COMMAND},
		{"in", {CLASS_G, true}, NULL, MSG_UNKNOWN_COMMAND},
		{"m", {CLASS_NONE, true}, "e", 0},
		{"m", {CLASS_NONE, false}, "e", 0},
		{"l linux1", {CLASS_NONE, false}, "d", 0},
		{"l linux1", {UINT32_MAX, true}, NULL, MSG_UNKNOWN_COMMAND},
		{"set", {CLASS_NONE, false}, NULL, MSG_NOT_BEFORE_LOGON},
		{"se", {CLASS_G, true}, "h", 0}, /* an abbreviation prefers what one may use */
		{"send", {CLASS_G, true}, NULL, MSG_UNKNOWN_COMMAND}, /* a full name means itself */
		{"send", {CLASS_C | CLASS_G, true}, "g", 0},
		{"xyzzy", {UINT32_MAX, true}, NULL, MSG_UNKNOWN_COMMAND},
		{"xyzzy", {CLASS_NONE, false}, NULL, MSG_UNKNOWN_COMMAND},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct cmd_entry *entry = rows;
		int rc = cmd_select(begin(cases[i].text), &table, &cases[i].issuer, &entry);

		ck_assert_msg(rc == (cases[i].help ? 0 : -E_INVAL), "case %d", (int)i);
		if (cases[i].help)
			ck_assert_str_eq(entry->help, cases[i].help);
		else
			ck_assert_ptr_null(entry);
		ck_assert_int_eq(line.msg, cases[i].msg);
		ck_assert(cases[i].help ? line.pos > 0 : line.pos == 0);
	}
}
END_TEST

START_TEST(an_empty_line_is_an_error_only_where_the_table_says_so)
{
	const struct cmd_table query = {
		rows, ARRAY_LEN(rows), MSG_OPERAND_MISSING, MSG_INVALID_OPTION, "FIILMSSS"};
	const struct cmd_issuer issuer = {CLASS_G, true};
	const struct cmd_entry *entry;

	ck_assert_int_eq(cmd_select(begin(""), &table, &issuer, &entry), 0);
	ck_assert_ptr_null(entry);
	ck_assert_int_eq(cmd_select(begin(" "), &query, &issuer, &entry), -E_INVAL);
	ck_assert_str_eq(refusal(), "HCPCFC026E Operand missing or invalid");
	ck_assert_int_eq(cmd_select(begin("foo"), &query, &issuer, &entry), -E_INVAL);
	ck_assert_str_eq(refusal(), "HCPCFC003E Invalid option - FOO");
}
END_TEST

START_TEST(help_finds_every_row_of_a_name)
{
	struct cmd_word word;

	cmd_next(begin("indic"), &word);
	ck_assert_uint_eq(cmd_find(&table, &word, 0), 1);
	ck_assert_uint_eq(cmd_find(&table, &word, 2), 2);
	ck_assert_uint_eq(cmd_find(&table, &word, 3), ARRAY_LEN(rows));
}
END_TEST

UNIT_MAIN("logic/cmdline", words_have_columns_and_keep_their_case,
	a_word_that_was_looked_at_is_not_kept_when_the_line_has_moved_on,
	control_characters_separate_words_and_blanks_are_no_words,
	lines_longer_than_the_limit_are_refused_whole, abbreviations_have_a_shortest_form,
	text_keeps_its_case_and_its_blanks_inside,
	operands_are_read_or_refused_by_their_own_message, words_that_are_left_are_refused,
	sizes_show_in_the_unit_that_divides_them, a_word_finds_the_row_for_the_issuers_classes,
	an_empty_line_is_an_error_only_where_the_table_says_so, help_finds_every_row_of_a_name)
