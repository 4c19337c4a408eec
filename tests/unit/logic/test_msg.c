// SPDX-License-Identifier: Apache-2.0
#include "logic/msg.h"
#include "lib/string.h"
#include "unit.h"

START_TEST(a_message_has_header_and_text_as_emsg_says)
{
	char line[MSG_LINE_SIZE];

	ck_assert_int_eq(msg_say(line, sizeof(line), MSG_UNKNOWN_COMMAND, EMSG_ON, "XYZZY"), 36);
	ck_assert_str_eq(line, "HCPCMD001E Unknown CP command: XYZZY");
	msg_say(line, sizeof(line), MSG_UNKNOWN_COMMAND, EMSG_TEXT, "XYZZY");
	ck_assert_str_eq(line, "Unknown CP command: XYZZY");
	ck_assert_int_eq(msg_say(line, sizeof(line), MSG_UNKNOWN_COMMAND, EMSG_CODE, "XYZZY"), 10);
	ck_assert_str_eq(line, "HCPCMD001E");
	ck_assert_int_eq(msg_say(line, sizeof(line), MSG_UNKNOWN_COMMAND, EMSG_OFF, "XYZZY"), 0);
	ck_assert_str_eq(line, "");
	msg_say(line, sizeof(line), MSG_SIGP_STOP, EMSG_CODE, "00");
	ck_assert_str_eq(line, "HCPGSP2629I");
}
END_TEST

START_TEST(a_response_has_no_header_and_is_never_trimmed)
{
	char line[MSG_LINE_SIZE];

	for (int emsg = EMSG_ON; emsg <= EMSG_OFF; emsg++) {
		msg_say(line, sizeof(line), MSG_TIME_IS, (enum emsg)emsg,
			"16:32:15 UTC SUNDAY 11/22/26");
		ck_assert_str_eq(line, "TIME IS 16:32:15 UTC SUNDAY 11/22/26");
	}
	msg_say(line, sizeof(line), MSG_SESSION_TIMES, EMSG_ON, "00:01:23", "000:00.12",
		"000:00.34");
	ck_assert_str_eq(line, "CONNECT= 00:01:23 VIRTCPU= 000:00.12 TOTCPU= 000:00.34");
	ck_assert_int_eq(msg_number(MSG_TIME_IS), 0);
	ck_assert(!msg_is_information(MSG_TIME_IS));
}
END_TEST

START_TEST(missing_arguments_are_blanks_and_dropped_at_the_end)
{
	char line[MSG_LINE_SIZE];

	msg_say(line, sizeof(line), MSG_NOT_RECEIVING, EMSG_TEXT, NULL, "disconnected");
	ck_assert_str_eq(line, "  not receiving; disconnected");
	msg_say(line, sizeof(line), MSG_INVALID_OPERAND, EMSG_TEXT);
	ck_assert_str_eq(line, "Invalid operand -");
	msg_say(line, sizeof(line), MSG_LOGOFF_AT, EMSG_TEXT, "now");
	ck_assert_str_eq(line, "LOGOFF AT now");
}
END_TEST

START_TEST(arguments_can_neither_nest_nor_drive_a_terminal)
{
	char line[MSG_LINE_SIZE];

	msg_say(line, sizeof(line), MSG_NOT_RECEIVING, EMSG_TEXT, "&2&1&", "x\x15\x1B[2J\x7F\x9B");
	ck_assert_str_eq(line, "&2&1& not receiving; x..[2J..");
}
END_TEST

START_TEST(a_long_message_is_cut_at_the_size)
{
	char line[20], guard = 'g', *all = line;

	for (size_t size = 1; size <= sizeof(line); size++) {
		memset(line, '#', sizeof(line));
		ck_assert_int_le(
			msg_say(line, size, MSG_NOT_LOGGED_ON, EMSG_ON, "LINUX1"), (int)size - 1);
		ck_assert_ptr_nonnull(memchr(line, '\0', size));
		for (size_t i = size; i < sizeof(line); i++)
			ck_assert_int_eq(line[i], '#');
	}
	ck_assert_str_eq(all, "HCPMSG045E LINUX1 n");
	ck_assert_int_eq(msg_say(&guard, 0, MSG_NOT_LOGGED_ON, EMSG_ON, "LINUX1"), 0);
	ck_assert_int_eq(guard, 'g');
}
END_TEST

START_TEST(ids_outside_the_catalogue_say_nothing)
{
	const enum msg_id bad[] = {
		MSG_NONE, MSG_COUNT, (enum msg_id)(MSG_COUNT + 1), (enum msg_id)0x7FFFFFFF};
	char line[MSG_LINE_SIZE];

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		ck_assert_int_eq(msg_say(line, sizeof(line), bad[i], EMSG_ON, "A"), 0);
		ck_assert_str_eq(line, "");
		ck_assert_int_eq(msg_number(bad[i]), 0);
	}
}
END_TEST

START_TEST(messages_are_found_by_what_is_shown_of_them)
{
	static const struct {
		const char *name;
		enum msg_id id;
	} cases[] = {
		{"HCPCMD001E", MSG_UNKNOWN_COMMAND},
		{"hcpcmd001e", MSG_UNKNOWN_COMMAND},
		{"HCP001E", MSG_UNKNOWN_COMMAND},
		{"HCPCMD001", MSG_UNKNOWN_COMMAND},
		{"001E", MSG_UNKNOWN_COMMAND},
		{"1", MSG_UNKNOWN_COMMAND},
		{"0001", MSG_UNKNOWN_COMMAND},
		{"HCPGSP2629I", MSG_SIGP_STOP},
		{"2629", MSG_SIGP_STOP},
		{"450W", MSG_DISABLED_WAIT},
		{"450E", MSG_NONE},
		{"HCPXXX450W", MSG_NONE},
		{"00001", MSG_NONE},
		{"0", MSG_NONE},
		{"", MSG_NONE},
		{"HCP", MSG_NONE},
		{"HCPCMD", MSG_NONE},
		{"E", MSG_NONE},
		{"1EE", MSG_NONE},
		{"1-", MSG_NONE},
		{"99999999999999999999", MSG_NONE},
		{"9999", MSG_NONE},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		ck_assert_msg(
			msg_find(cases[i].name, strlen(cases[i].name), MSG_NONE) == cases[i].id,
			"%s", cases[i].name);
	ck_assert_int_eq(msg_find("003E", 4, MSG_NONE), MSG_INVALID_OPTION);
	ck_assert_int_eq(msg_find("003E", 4, MSG_INVALID_OPTION), MSG_EXTRA_OPTION);
	ck_assert_int_eq(msg_find("003E", 4, MSG_EXTRA_OPTION), MSG_NONE);
	ck_assert_int_eq(msg_find("003E", 4, MSG_COUNT), MSG_NONE);
}
END_TEST

static void check_text(const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++) {
		ck_assert_msg(text[i] >= ' ' && text[i] <= '~', "%s", text);
		if (text[i] == '&') {
			i++;
			ck_assert_msg(
				(text[i] >= '1' && text[i] <= '9') || text[i] == '&', "%s", text);
		}
	}
	ck_assert_msg(len && text[len - 1] != '.' && text[len - 1] != ' ', "'%s'", text);
	ck_assert_msg(len < 120, "%s", text);
}

START_TEST(every_row_of_the_catalogue_is_in_order)
{
	for (enum msg_id id = MSG_NONE + 1; id < MSG_COUNT; id++) {
		const struct msg *msg = msg_get(id);

		check_text(msg->text);
		ck_assert_msg(strchr("ADEIRSTW", msg->severity), "%s", msg->text);
		ck_assert_msg(strlen(msg->explanation) && strlen(msg->action), "%s", msg->text);
		ck_assert_msg(strlen(msg->module) == (msg->number ? 3 : 0), "%s", msg->text);
		ck_assert_msg((msg->number == 0) == (msg->severity == 'R'), "%s", msg->text);
		ck_assert_int_le(msg->number, 9999);
		/* One number may have several texts, but it can't be an error here and not there.
		 */
		for (enum msg_id other = id + 1; other < MSG_COUNT; other++)
			if (msg->number && msg_get(other)->number == msg->number)
				ck_assert_msg(
					msg_get(other)->severity == msg->severity, "%s", msg->text);
		/* Those that z/VM has not are each used once. */
		for (enum msg_id other = id + 1; other < MSG_COUNT; other++)
			ck_assert_msg(msg->number < 7000 || msg_get(other)->number != msg->number,
				"%u: %s", (unsigned)msg->number, msg->text);
	}
}
END_TEST

START_TEST(numbers_that_users_know_have_not_changed)
{
	static const struct {
		enum msg_id id;
		int number;
		char severity;
	} known[] = {
		{MSG_UNKNOWN_COMMAND, 1, 'E'},
		{MSG_INVALID_OPERAND, 2, 'E'},
		{MSG_INVALID_OPTION, 3, 'E'},
		{MSG_INVALID_DEVICE_TYPE, 6, 'E'},
		{MSG_INVALID_USERID, 7, 'E'},
		{MSG_USERID_MISSING, 20, 'E'},
		{MSG_VDEV_MISSING, 22, 'E'},
		{MSG_OPERAND_MISSING, 26, 'E'},
		{MSG_NO_DEVICE, 40, 'E'},
		{MSG_NOT_LOGGED_ON, 45, 'E'},
		{MSG_LOGON_FAILED, 50, 'E'},
		{MSG_NOT_IN_DIRECTORY, 53, 'E'},
		{MSG_ALREADY_LOGGED_ON, 54, 'E'},
		{MSG_NOT_RECEIVING, 57, 'I'},
		{MSG_TOO_MANY_OPERANDS, 263, 'E'},
		{MSG_LOGOFF_PENDING, 361, 'E'},
		{MSG_DISABLED_WAIT, 450, 'W'},
		{MSG_PROGRAM_LOOP, 453, 'W'},
	};

	for (size_t i = 0; i < ARRAY_LEN(known); i++) {
		ck_assert_int_eq(msg_number(known[i].id), known[i].number);
		ck_assert_int_eq(msg_get(known[i].id)->severity, known[i].severity);
		ck_assert(msg_is_information(known[i].id) == (known[i].severity == 'I'));
	}
}
END_TEST

UNIT_MAIN("logic/msg", a_message_has_header_and_text_as_emsg_says,
	a_response_has_no_header_and_is_never_trimmed,
	missing_arguments_are_blanks_and_dropped_at_the_end,
	arguments_can_neither_nest_nor_drive_a_terminal, a_long_message_is_cut_at_the_size,
	ids_outside_the_catalogue_say_nothing, messages_are_found_by_what_is_shown_of_them,
	every_row_of_the_catalogue_is_in_order, numbers_that_users_know_have_not_changed)
