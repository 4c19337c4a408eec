// SPDX-License-Identifier: Apache-2.0
#include "logic/term/lineterm.h"
#include "arch/ds3270.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "unit.h"

#include <string.h>

static struct lineterm lt;
static struct term *const t = &lt.term;
static char paper[16384];

/* Appends all that the terminal has to the paper, as the emulator prints it. */
static const char *print(void)
{
	uint8_t buf[TERM_RENDER_MIN], command;
	size_t at = strlen(paper);
	int len;

	while ((len = term_render(t, buf, sizeof(buf), &command)) > 0) {
		ck_assert_int_le(len, LINETERM_WRITE_MAX);
		ck_assert_uint_lt(at + (size_t)len + 2, sizeof(paper));
		if (command == CCW_3215_ALARM) {
			paper[at++] = '\a';
			continue;
		}
		for (int i = 0; i < len; i++)
			ck_assert(buf[i] >= EBC_BLANK);
		ebc_to_ascii(paper + at, buf, (size_t)len);
		at += (size_t)len;
		if (command == CCW_3215_WRITE_LINE)
			paper[at++] = '\n';
		else
			ck_assert_uint_eq(command, CCW_3215_WRITE);
	}
	ck_assert_int_eq(len, 0);
	paper[at] = '\0';
	return paper;
}

static void start(void)
{
	lineterm_init(&lt, "SYSTEMID");
	print();
	memset(paper, 0, sizeof(paper));
}

static void put(const char *text, unsigned flags)
{
	ck_assert_int_eq(term_put(t, text, strlen(text), flags, 0), 0);
}

static struct term_event type(const char *text)
{
	uint8_t data[512];
	struct term_event event;

	ebc_from_ascii(data, text, strlen(text));
	ck_assert(term_attention(t, false, &event));
	term_input(t, data, strlen(text), 0, &event);
	return event;
}

START_TEST(greets_a_new_client)
{
	lineterm_init(&lt, "SYSTEMID");
	memset(paper, 0, sizeof(paper));
	ck_assert_str_eq(print(), "STILLWATER SYSTEMID ONLINE\n");
	put("lost", 0);
	term_reset(t);
	memset(paper, 0, sizeof(paper));
	ck_assert_str_eq(print(), "STILLWATER SYSTEMID ONLINE\n");
}
END_TEST

START_TEST(prints_lines_in_order)
{
	start();
	put("first", 0);
	put("", 0);
	put("two\nlines", TERM_HIGH);
	put("\n\nx\n", 0);
	put("a\tb\x01", TERM_ALARM);
	ck_assert_str_eq(print(), "\afirst\n \ntwo\nlines\n \n \nx\na b \n");
}
END_TEST

START_TEST(lets_an_answer_follow_its_prompt)
{
	start();
	put("Enter password: ", TERM_PROMPT);
	put("done", 0);
	put("a\nb:", TERM_PROMPT);
	ck_assert_str_eq(print(), "Enter password: done\na\nb:");
}
END_TEST

START_TEST(prints_long_lines_whole)
{
	char text[TERM_LINE_MAX + 1];

	for (int i = 0; i < TERM_LINE_MAX; i++)
		text[i] = (char)('a' + i % 26);
	text[TERM_LINE_MAX] = '\0';
	start();
	put(text, 0);
	print();
	ck_assert_uint_eq(strlen(paper), TERM_LINE_MAX + 1);
	ck_assert_mem_eq(paper, text, TERM_LINE_MAX);
	ck_assert_int_eq(paper[TERM_LINE_MAX], '\n');
	ck_assert_int_eq(term_put(t, text, TERM_LINE_MAX + 1, 0, 0), -E_RANGE);
}
END_TEST

START_TEST(gives_typed_lines)
{
	uint8_t data[TERM_INPUT_MAX + 1];
	struct term_event event;

	start();
	event = type("query time");
	ck_assert_int_eq(event.kind, TERM_EV_LINE);
	ck_assert_str_eq(event.line, "query time");
	event = type("");
	ck_assert_int_eq(event.kind, TERM_EV_LINE);
	ck_assert_str_eq(event.line, "");
	event = type("up to here\nnot this");
	ck_assert_str_eq(event.line, "up to here");
	memset(data, 0xC1, sizeof(data));
	data[3] = 0x00;
	data[4] = 0xFF;
	term_input(t, data, TERM_INPUT_MAX, 0, &event);
	ck_assert_int_eq(event.kind, TERM_EV_LINE);
	ck_assert_uint_eq(strlen(event.line), TERM_INPUT_MAX);
	term_input(t, data, TERM_INPUT_MAX + 1, 0, &event);
	ck_assert_int_eq(event.kind, TERM_EV_GARBAGE);
	ck_assert_str_eq(event.line, "");
}
END_TEST

START_TEST(breaks_at_unit_exception)
{
	struct term_event event;

	start();
	ck_assert(!term_attention(t, true, &event));
	ck_assert_int_eq(event.kind, TERM_EV_BREAK);
}
END_TEST

START_TEST(tells_cp_read_and_refusals)
{
	start();
	term_set_mode(t, TERM_CONSOLE);
	term_set_status(t, TERM_CP_READ);
	term_set_status(t, TERM_CP_READ);
	term_set_status(t, TERM_VM_READ);
	term_refuse(t, 0);
	term_accept(t, "x", true, 0);
	ck_assert_str_eq(print(), "CP\nNOT ACCEPTED\n");
}
END_TEST

START_TEST(tells_cp_read_again_after_each_line)
{
	start();
	term_set_mode(t, TERM_CONSOLE);
	term_set_status(t, TERM_CP_READ);
	term_accept(t, "quick", true, 0);
	term_set_status(t, TERM_CP_READ);
	ck_assert_str_eq(print(), "CP\nCP\n");
}
END_TEST

START_TEST(stops_a_flood_and_says_when_it_may_go_on)
{
	int accepted = 0;

	start();
	while (term_put(t, "0123456789", 10, 0, 0) == 0)
		ck_assert_int_lt(accepted++, 1000);
	ck_assert(!term_take_room(t));
	for (int i = 0; i < 1000; i++)
		term_refuse(t, 0);
	print();
	ck_assert(term_take_room(t));
	ck_assert(!term_take_room(t));
	ck_assert_int_eq(term_put(t, "x", 1, 0, 0), 0);
}
END_TEST

START_TEST(has_no_time_and_no_memory_of_lines)
{
	start();
	ck_assert(term_deadline(t) == TERM_NO_DEADLINE);
	term_timer(t, TOD_S);
	term_accept(t, "line", true, 0);
	ck_assert(!term_retrieve(t, false));
	ck_assert_str_eq(t->ops->name, "3215");
}
END_TEST

UNIT_MAIN("logic/term/lineterm", greets_a_new_client, prints_lines_in_order,
	lets_an_answer_follow_its_prompt, prints_long_lines_whole, gives_typed_lines,
	breaks_at_unit_exception, tells_cp_read_and_refusals, tells_cp_read_again_after_each_line,
	stops_a_flood_and_says_when_it_may_go_on, has_no_time_and_no_memory_of_lines)
