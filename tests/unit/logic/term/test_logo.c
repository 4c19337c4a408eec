// SPDX-License-Identifier: Apache-2.0
/* The logo, seen through a display. */
#include "logic/term/logo.h"
#include "logic/term/screen.h"
#include "sim3270.h"

static struct screen s;
static struct sim d;
static struct term *const t = &s.term;

static void start(void)
{
	ck_assert_int_eq(screen_init(&s, 2, "SYSTEMID"), 0);
	sim_init(&d, 24, 80);
	sim_update(&d, t);
}

static struct term_event press(uint8_t aid)
{
	struct term_event event = sim_press(&d, t, aid, 0);

	sim_update(&d, t);
	return event;
}

START_TEST(shows_its_fields_and_the_system)
{
	start();
	ck_assert_str_eq(sim_row(&d, 10), "                     S  T  I  L  L  W  A  T  E  R");
	ck_assert(sim_is_high(&d, 10));
	ck_assert_str_eq(sim_row(&d, 16),
		"    Fill in USERID and PASSWORD, or COMMAND; ENTER alone: a command line");
	ck_assert_str_eq(sim_row(&d, 18), "    USERID   ===>");
	ck_assert_str_eq(sim_row(&d, 19), "    PASSWORD ===>");
	ck_assert_str_eq(sim_row(&d, 21), "    COMMAND  ===>");
	ck_assert_str_eq(sim_status(&d), "RUNNING   SYSTEMID");
	ck_assert_uint_eq(d.cursor, 17 * 80 + 18);
	ck_assert_uint_eq(sim_update(&d, t), 0);
}
END_TEST

START_TEST(gives_what_was_filled_in)
{
	struct term_event event;

	start();
	sim_type(&d, "  operator");
	sim_tab(&d);
	sim_type(&d, "SESAME");
	sim_tab(&d);
	sim_type(&d, "noipl ");
	ck_assert_str_eq(sim_row(&d, 18), "    USERID   ===>   operator");
	ck_assert_str_eq(sim_row(&d, 19), "    PASSWORD ===>");
	event = press(AID_ENTER);
	ck_assert_int_eq(event.kind, TERM_EV_LOGON);
	ck_assert_str_eq(event.logon.userid, "operator");
	ck_assert_str_eq(event.logon.password, "SESAME");
	ck_assert_str_eq(event.logon.command, "noipl");
	/* Nothing stays on the screen, and it is ready for the next try. */
	ck_assert_str_eq(sim_row(&d, 18), "    USERID   ===>");
	for (unsigned i = 0; i < TERM_PASSWORD_MAX; i++)
		ck_assert_uint_eq(d.cell[18 * 80 + 18 + i], 0);
	ck_assert_uint_eq(d.cursor, 17 * 80 + 18);
	ck_assert_int_eq(term_put(t, "LOGON unsuccessful", 18, TERM_HIGH, 0), 0);
	sim_update(&d, t);
	ck_assert_str_eq(sim_row(&d, 23), " LOGON unsuccessful");
	ck_assert(!d.locked);
	sim_type(&d, "x");
	event = press(AID_ENTER);
	ck_assert_int_eq(event.kind, TERM_EV_LOGON);
	ck_assert_str_eq(event.logon.userid, "x");
	ck_assert_str_eq(event.logon.password, "");
	ck_assert_str_eq(sim_row(&d, 23), "");
}
END_TEST

START_TEST(takes_full_fields)
{
	char userid[TERM_USERID_MAX + 1], password[TERM_PASSWORD_MAX + 1],
		command[TERM_COMMAND_MAX + 1];
	struct term_event event;

	memset(userid, 'u', sizeof(userid));
	memset(password, 'p', sizeof(password));
	memset(command, 'c', sizeof(command));
	userid[TERM_USERID_MAX] = password[TERM_PASSWORD_MAX] = command[TERM_COMMAND_MAX] = '\0';
	start();
	sim_type(&d, userid);
	sim_tab(&d);
	sim_type(&d, password);
	sim_tab(&d);
	sim_type(&d, command);
	event = press(AID_ENTER);
	ck_assert_str_eq(event.logon.userid, userid);
	ck_assert_str_eq(event.logon.password, password);
	ck_assert_str_eq(event.logon.command, command);
}
END_TEST

START_TEST(gives_way_to_a_command_line)
{
	struct term_event event;

	start();
	sim_type(&d, "   ");
	ck_assert_int_eq(press(AID_ENTER).kind, TERM_EV_NONE);
	ck_assert_str_eq(sim_row(&d, 18), "");
	ck_assert_str_eq(sim_status(&d), "CP READ   SYSTEMID");
	sim_type(&d, "logon me");
	event = press(AID_ENTER);
	ck_assert_int_eq(event.kind, TERM_EV_LINE);
	ck_assert_str_eq(event.line, "logon me");
}
END_TEST

START_TEST(comes_back_after_clear_and_stays_at_other_keys)
{
	static const uint8_t keys[] = {AID_CLEAR, AID_PA1, AID_PA2, AID_PF1, AID_PA3};

	start();
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		ck_assert_int_eq(press(keys[i]).kind, TERM_EV_NONE);
		ck_assert_str_eq(sim_row(&d, 18), "    USERID   ===>");
		ck_assert(!d.locked);
	}
}
END_TEST

START_TEST(cuts_a_message_to_its_row)
{
	char text[TERM_LINE_MAX];

	memset(text, 'm', sizeof(text));
	start();
	ck_assert_int_eq(term_put(t, text, sizeof(text), 0, 0), 0);
	sim_update(&d, t);
	ck_assert_uint_eq(strlen(sim_row(&d, 23)), 1 + LOGO_MESSAGE_MAX);
	ck_assert_str_eq(sim_status(&d), "RUNNING   SYSTEMID");
	ck_assert_str_eq(sim_row(&d, 22), "");
}
END_TEST

UNIT_MAIN("logic/term/logo", shows_its_fields_and_the_system, gives_what_was_filled_in,
	takes_full_fields, gives_way_to_a_command_line,
	comes_back_after_clear_and_stays_at_other_keys, cuts_a_message_to_its_row)
