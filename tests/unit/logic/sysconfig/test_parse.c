// SPDX-License-Identifier: Apache-2.0
#include "logic/sysconfig/sysconfig.h"

#include "lib/err.h"
#include "lib/string.h"
#include "logic/datetime.h"
#include "unit.h"

static struct sysconfig config, scratch;
static char errors[4096];

static void note(void *ctx, enum msg_id msg, const char *const args[4])
{
	char line[MSG_LINE_SIZE];
	size_t at;

	(void)ctx;
	ck_assert_int_gt(msg_format(line, sizeof(line), msg, EMSG_TEXT, args, 4), 0);
	at = strlen(errors);
	str_format(errors + at, sizeof(errors) - at, "%s\n", line + strlen("SYSTEM CONFIG "));
}

static const struct sysconfig_job job = {.cpu_type = "2817", .cpu_serial = "002623", .error = note};

static uint32_t parse(const char *text)
{
	errors[0] = '\0';
	sysconfig_default(&config, "SWATER", "SWSRES");
	return sysconfig_parse(&job, text, strlen(text), &config, &scratch);
}

START_TEST(a_whole_file_is_understood)
{
	static const char text[] =
		"/* A sample.\n   Comments may be of several lines. */\n"
		"System_Identifier_Default ELSE\n"
		"system_identifier 2817 %02623 Water1\n"
		"SYSTEM_IDENTIFIER 9999 * NOTHERE\n"
		"System_Residence,\n"
		"   Checkpoint Volid SWSRES From CYL 21 For 9 , /* old */\n"
		"   Warmstart  Volid SWSRES From CYL 30 For 9\n"
		"CP_Owned   Slot   1  SWSRES\n"
		"CP_Owned   Slot   2  swpag1 Own\r\n"
		"CP_Owned   Slot 255  RESERVED\n"
		"User_Volume_List usr001, usr002,\n"
		"\n"
		"                 USR003\n"
		"User_Volume_Include LNX* W%RK\n"
		"User_Volume_Exclude LNX9*\n"
		"Operator_Consoles 0009 700 System_3270 System_Console\n"
		"Timezone_Definition CET East 01.00.00\n"
		"Timezone_Definition CEST East 02.00\n"
		"Timezone_Definition EST West 05.00.00\n"
		"Timezone_Boundary on 2026-03-29 at 02:00:00 to CEST\n"
		"Timezone_Boundary on 2025-10-26 at 02:00:00 to CET\n"
		"Features , Disable , Set_Privclass , Auto_IPL , Enable , STP_Timezone ,\n"
		"   MaxUsers 77 , Passwords_on_Cmds , Autolog yes , Link no , Logon yes\n"
		"Features Vdisk Syslim 5000 Blocks Userlim 0 Vdisk Syslim Infinite Userlim 18446744073709551613\n"
		"Character_Defaults , Char_Delete off , Escape '\"' , Line_Delete \"'\" , Line_End "
		"'!' ,\n"
		"   Tab off\n"
		"User_Defaults Lines_per_page 60\n"
		"Tolerate_Config_Errors yes";
	struct datetime when = {.year = 2026, .month = 1, .day = 1};
	int32_t seconds;
	tod_t tod;

	ck_assert_uint_eq(parse(text), 0);
	ck_assert_str_eq(errors, "");
	ck_assert_str_eq(config.system_id, "WATER1");
	ck_assert_str_eq(config.owned[0].volid, "SWSRES");
	ck_assert_str_eq(config.owned[1].volid, "SWPAG1");
	ck_assert(config.owned[254].is_reserved);
	ck_assert_uint_eq(sysconfig_owned_slot(&config, "SWPAG1"), 2);
	ck_assert_uint_eq(sysconfig_owned_slot(&config, "USR001"), 0);
	ck_assert_uint_eq(config.nr_volumes, 6);
	ck_assert(sysconfig_is_user_volume(&config, "USR003"));
	ck_assert(sysconfig_is_user_volume(&config, "LNX123"));
	ck_assert(!sysconfig_is_user_volume(&config, "LNX923"));
	ck_assert(sysconfig_is_user_volume(&config, "WORK"));
	ck_assert(!sysconfig_is_user_volume(&config, "WOORK"));
	ck_assert_uint_eq(config.nr_consoles, 4);
	ck_assert_uint_eq(config.console[1], 0x700);
	ck_assert_uint_eq(config.console[2], SYSCONFIG_SYSTEM_3270);
	ck_assert_uint_eq(config.console[3], SYSCONFIG_SYSTEM_CONSOLE);
	ck_assert_int_eq(config.characters.line_end, '!');
	ck_assert_int_eq(config.characters.char_delete, 0);
	ck_assert_int_eq(config.characters.line_delete, '\'');
	ck_assert_int_eq(config.characters.escape, '"');
	ck_assert_uint_eq(config.max_users, 77);
	ck_assert(!config.link_password_on_line);
	ck_assert_uint_eq(config.vdisk_all, SYSCONFIG_VDISK_INFINITE);
	ck_assert_uint_eq(config.vdisk_user, SYSCONFIG_VDISK_DEFAULT - 1);
	ck_assert(config.tolerate);

	ck_assert_str_eq(sysconfig_zone(&config, 0, &seconds), "UTC");
	ck_assert_int_eq(seconds, 0);
	ck_assert_int_eq(datetime_to_tod(&when, 0, &tod), 0);
	ck_assert_str_eq(sysconfig_zone(&config, tod, &seconds), "CET");
	ck_assert_int_eq(seconds, 3600);
	when.month = 7;
	ck_assert_int_eq(datetime_to_tod(&when, 0, &tod), 0);
	ck_assert_str_eq(sysconfig_zone(&config, tod, &seconds), "CEST");
	ck_assert_int_eq(config.zone[2].seconds, -18000);
}
END_TEST

START_TEST(each_error_is_told_with_its_place_and_changes_nothing)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{"NONSENSE 1", "line 1 column 1: NONSENSE is not a statement\n"},
		{"\n\n  CP_OWN SLOT 1 A", "line 3 column 3: CP_OWN is not a statement\n"},
		{"CP_OWNED", "line 1 column 9: SLOT is missing\n"},
		{"CP_OWNED SLOTS 2 A", "line 1 column 10: SLOTS is not SLOT\n"},
		{"CP_OWNED SLOT 0 A", "line 1 column 15: 0 is not a slot from 1 to 255\n"},
		{"CP_OWNED SLOT 256 A", "line 1 column 15: 256 is not a slot from 1 to 255\n"},
		{"CP_OWNED SLOT 2 TOOLONG",
			"line 1 column 17: TOOLONG is not a volume's name or RESERVED\n"},
		{"CP_OWNED SLOT 2 A MINE", "line 1 column 19: MINE is not OWN or SHARED\n"},
		{"CP_OWNED SLOT 2 A OWN B", "line 1 column 23: B is too much\n"},
		{"CP_OWNED SLOT 2 SWSRES", "line 1 column 17: SWSRES is there twice\n"},
		{"USER_VOLUME_LIST A* ", "line 1 column 18: A* is not a volume's name\n"},
		{"USER_VOLUME_LIST GOOD,\n BAD!", "line 2 column 2: BAD! is not a volume's name\n"},
		{"USER_VOLUME_INCLUDE A*!",
			"line 1 column 21: A*! is not a volume's name or a pattern\n"},
		{"SYSTEM_IDENTIFIER", "line 1 column 18: the system's name is missing\n"},
		{"SYSTEM_IDENTIFIER 2817 002623",
			"line 1 column 30: the system's name is missing\n"},
		{"SYSTEM_IDENTIFIER NINECHARS",
			"line 1 column 19: NINECHARS is not a name of 1 to 8 "
			"letters and digits\n"},
		{"OPERATOR_CONSOLES 00009", "line 1 column 19: 00009 is not a device number, "
					    "SYSTEM_3270 or SYSTEM_CONSOLE\n"},
		{"TIMEZONE_DEFINITION CET NORTH 01.00",
			"line 1 column 25: NORTH is not EAST or WEST\n"},
		{"TIMEZONE_DEFINITION CET EAST 1.00", "line 1 column 30: 1.00 is not hh.mm.ss\n"},
		{"TIMEZONE_DEFINITION CET EAST 01.60", "line 1 column 30: 01.60 is not hh.mm.ss\n"},
		{"TIMEZONE_DEFINITION CET EAST 14.00.01",
			"line 1 column 30: 14.00.01 is not at most 14.00.00\n"},
		{"TIMEZONE_DEFINITION ABCDE EAST 01.00",
			"line 1 column 21: ABCDE is not a time zone of 1 to 4 letters or digits\n"},
		{"TIMEZONE_BOUNDARY ON 2026-02-30 AT 00:00:00 TO X",
			"line 1 column 48: X is not a zone of an earlier TIMEZONE_DEFINITION\n"},
		{"CHARACTER_DEFAULTS LINE_END X",
			"line 1 column 29: X is not a character in quotes or OFF\n"},
		{"CHARACTER_DEFAULTS LINE_END '!' ESCAPE",
			"line 1 column 39: a character in quotes or OFF is missing\n"},
		{"FEATURES ENABLE MAGIC",
			"line 1 column 17: MAGIC is not ENABLE, DISABLE, MAXUSERS, "
			"PASSWORDS_ON_CMDS or VDISK\n"},
		{"FEATURES VDISK SYSLIM LARGE",
			"line 1 column 23: LARGE is not a number of blocks or INFINITE\n"},
		{"FEATURES VDISK USERLIM 18446744073709551614",
			"line 1 column 24: 18446744073709551614 is not a number of blocks or INFINITE\n"},
		{"FEATURES SYSLIM 5",
			"line 1 column 10: SYSLIM is not ENABLE, DISABLE, MAXUSERS, "
			"PASSWORDS_ON_CMDS or VDISK\n"},
		{"FEATURES MAXUSERS 0",
			"line 1 column 19: 0 is not a number of users or NOLIMIT\n"},
		{"FEATURES PASSWORDS_ON_CMDS LOGON MAYBE",
			"line 1 column 34: MAYBE is not YES or NO\n"},
		{"USER_DEFAULTS LINES_PER_PAGE 29",
			"line 1 column 30: 29 is not a number from 30 to 255\n"},
		{"TOLERATE_CONFIG_ERRORS", "line 1 column 23: YES or NO is missing\n"},
		{"VMLAN LIMIT 3", "line 1 column 1: VMLAN says nothing to this system\n"},
		{" /* open\nCP_OWNED", "line 1 column 2: the comment does not end\n"},
		{"\001", "line 1 column 1: . is not a statement\n"},
	};
	struct sysconfig before;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		sysconfig_default(&before, "SWATER", "SWSRES");
		ck_assert_uint_eq(parse(rows[i].text), 1);
		ck_assert_str_eq(errors, rows[i].error);
		ck_assert_mem_eq(&config, &before, sizeof(config));
	}
}
END_TEST

START_TEST(other_statements_count_in_spite_of_errors)
{
	ck_assert_uint_eq(parse("CP_OWNED SLOT 2 SWPAG1\nRUBBISH ,\n more\nCP_OWNED SLOT 3 !\n"
				"CP_OWNED SLOT 4 SWPAG2\n"),
		2);
	ck_assert_uint_eq(sysconfig_owned_slot(&config, "SWPAG1"), 2);
	ck_assert_uint_eq(sysconfig_owned_slot(&config, "SWPAG2"), 4);
}
END_TEST

START_TEST(lists_end_at_their_size)
{
	static char text[24 * (SYSCONFIG_VOLUMES_MAX + 1)];
	size_t at = 0;

	for (int i = 0; i <= SYSCONFIG_VOLUMES_MAX; i++)
		at += (size_t)str_format(text + at, sizeof(text) - at, "USER_VOLUME_INC V%d\n", i);
	ck_assert_uint_eq(parse(text), SYSCONFIG_VOLUMES_MAX + 1); /* too short a name */
	at = 0;
	for (int i = 0; i <= SYSCONFIG_VOLUMES_MAX; i++)
		at += (size_t)str_format(
			text + at, sizeof(text) - at, "%s V%d", i ? ",\n" : "USER_VOLUME_LIST", i);
	ck_assert_uint_eq(parse(text), 1);
	ck_assert_uint_eq(config.nr_volumes, 0);
	text[strlen(text) - 7] = '\0'; /* without the last */
	ck_assert_uint_eq(parse(text), 0);
	ck_assert_uint_eq(config.nr_volumes, SYSCONFIG_VOLUMES_MAX);
}
END_TEST

/* Pieces of statements in any order: no crash, and errors are counted. */
START_TEST(garbage_is_refused)
{
	static const char *const pieces[] = {"CP_OWNED ", "SLOT ", "1 ", "USER_VOLUME_LIST ", "A ",
		"/*", "*/", ",", "\n", "'", "\"#\"", "FEATURES ", "ENABLE ", "TIMEZONE_DEFINITION ",
		"CET ", "EAST ", "01.00 ", "TIMEZONE_BOUNDARY ON 2026-01-01 AT 00:00 TO ", "\xff",
		"CHARACTER_DEFAULTS ESCAPE ", "99999999999999999999 ", "SYSTEM_IDENTIFIER * ",
		"PASSWORDS_ON_CMDS LOGON ", "OPERATOR_CONSOLES "};
	char text[600];
	uint32_t seed = 1;

	for (int i = 0; i < 3000; i++) {
		text[0] = '\0';
		for (int j = 0; j < 12; j++) {
			seed = seed * 1103515245 + 12345;
			strcat(text, pieces[(seed >> 16) % ARRAY_LEN(pieces)]);
		}
		parse(text);
	}
}
END_TEST

UNIT_MAIN("logic/sysconfig/parse", a_whole_file_is_understood,
	each_error_is_told_with_its_place_and_changes_nothing,
	other_statements_count_in_spite_of_errors, lists_end_at_their_size, garbage_is_refused)
