// SPDX-License-Identifier: Apache-2.0
/* The console screen, seen through a display. */
#include "logic/term/screen.h"
#include "lib/err.h"
#include "sim3270.h"

#include <stdio.h>

static struct screen s;
static struct sim d;
static struct term *const t = &s.term;

/* A console page of a logged-on user on a 3270 of model 2-5, RUNNING. */
static void start_model(unsigned model, unsigned rows, unsigned cols)
{
	ck_assert_int_eq(screen_init(&s, model, "SYSTEMID"), 0);
	sim_init(&d, rows, cols);
	term_set_mode(t, TERM_CONSOLE);
	sim_update(&d, t);
}

static void start(void)
{
	start_model(2, 24, 80);
}

static void put(const char *text, unsigned flags)
{
	ck_assert_int_eq(term_put(t, text, strlen(text), flags, 0), 0);
}

/* "line from" to "line to". */
static void put_lines(int from, int to)
{
	char text[24];

	for (; from <= to; from++) {
		sprintf(text, "line %d", from);
		put(text, 0);
	}
}

static struct term_event press(uint8_t aid, tod_t now)
{
	struct term_event event = sim_press(&d, t, aid, now);

	sim_update(&d, t);
	return event;
}

START_TEST(shows_an_empty_page_at_first)
{
	start();
	for (unsigned row = 1; row <= 23; row++)
		ck_assert_str_eq(sim_row(&d, row), "");
	ck_assert_str_eq(sim_status(&d), "RUNNING   SYSTEMID");
	ck_assert_uint_eq(d.cursor, 22 * 80 + 1);
	ck_assert(!d.locked);
	ck_assert_uint_eq(sim_update(&d, t), 0);
}
END_TEST

START_TEST(shows_states)
{
	start();
	term_set_status(t, TERM_CP_READ);
	sim_update(&d, t);
	ck_assert_str_eq(sim_status(&d), "CP READ   SYSTEMID");
	term_set_status(t, TERM_VM_READ);
	sim_update(&d, t);
	ck_assert_str_eq(sim_status(&d), "VM READ   SYSTEMID");
	term_set_status(t, TERM_VM_READ);
	ck_assert_uint_eq(sim_update(&d, t), 0);
}
END_TEST

START_TEST(fills_the_page_from_the_top)
{
	start();
	put("first", 0);
	put("", 0);
	put("third \t\x01|", TERM_HIGH);
	put("two\nrows\n", 0);
	sim_update(&d, t);
	ck_assert_str_eq(sim_row(&d, 1), "first");
	ck_assert_str_eq(sim_row(&d, 2), "");
	ck_assert_str_eq(sim_row(&d, 3), "third   |");
	ck_assert_str_eq(sim_row(&d, 4), "two");
	ck_assert_str_eq(sim_row(&d, 5), "rows");
	ck_assert_str_eq(sim_row(&d, 6), "");
	ck_assert(!sim_is_high(&d, 1));
	ck_assert(sim_is_high(&d, 3));
	ck_assert(!sim_is_high(&d, 4));
}
END_TEST

START_TEST(highlights_the_first_row_and_forgets_it_with_the_page)
{
	start();
	put("high", TERM_HIGH);
	put("low", 0);
	sim_update(&d, t);
	ck_assert_str_eq(sim_row(&d, 1), "high");
	ck_assert(sim_is_high(&d, 1));
	ck_assert(!sim_is_high(&d, 2));
	press(AID_PA2, 0);
	put("low", 0);
	sim_update(&d, t);
	ck_assert_str_eq(sim_row(&d, 1), "low");
	ck_assert(!sim_is_high(&d, 1));
}
END_TEST

START_TEST(wraps_lines_at_the_width)
{
	char text[200], expect[200];

	for (int i = 0; i < 199; i++)
		text[i] = (char)('a' + i % 26);
	text[199] = '\0';
	start();
	put(text, 0);
	text[80] = '\0';
	put(text, TERM_HIGH);
	put("normal", 0);
	put("next", 0);
	text[79] = '\0';
	put(text, TERM_HIGH);
	put("end", 0);
	sim_update(&d, t);
	memcpy(expect, text, 79);
	expect[79] = (char)('a' + 79 % 26);
	expect[80] = '\0';
	ck_assert_str_eq(sim_row(&d, 1), expect);
	ck_assert_uint_eq(strlen(sim_row(&d, 2)), 80);
	ck_assert_uint_eq(strlen(sim_row(&d, 3)), 39);
	ck_assert_str_eq(sim_row(&d, 4), expect);
	ck_assert(sim_is_high(&d, 4));
	/* Row 4 is full to its last column: row 5 has its attribute in its own first column. */
	ck_assert_str_eq(sim_row(&d, 5), " normal");
	ck_assert(!sim_is_high(&d, 5));
	ck_assert_str_eq(sim_row(&d, 6), "next");
	ck_assert_str_eq(sim_row(&d, 7), text);
	ck_assert(sim_is_high(&d, 7));
	ck_assert_str_eq(sim_row(&d, 8), "end");
	ck_assert(!sim_is_high(&d, 8));
}
END_TEST

START_TEST(sends_only_what_changed)
{
	size_t before;

	start();
	put_lines(1, 10);
	sim_update(&d, t);
	before = d.bytes;
	put("one more", 0);
	ck_assert_uint_eq(sim_update(&d, t), 1);
	ck_assert_uint_lt(d.bytes - before, 30);
	ck_assert_uint_eq(d.erases, 1);
	ck_assert_str_eq(sim_row(&d, 10), "line 10");
	ck_assert_str_eq(sim_row(&d, 11), "one more");
}
END_TEST

START_TEST(gives_a_typed_line_and_shows_it_again)
{
	struct term_event event;

	start();
	sim_type(&d, "query time");
	event = press(AID_ENTER, 0);
	ck_assert_int_eq(event.kind, TERM_EV_LINE);
	ck_assert_str_eq(event.line, "query time");
	ck_assert_str_eq(sim_row(&d, 23), " query time");
	term_accept(t, event.line, true, 0);
	sim_update(&d, t);
	ck_assert_str_eq(sim_row(&d, 1), "query time");
	ck_assert(!sim_is_high(&d, 1));
	ck_assert_str_eq(sim_row(&d, 23), "");
	ck_assert_uint_eq(d.cursor, 22 * 80 + 1);
	ck_assert(!d.locked);
	event = press(AID_ENTER, 0);
	ck_assert_int_eq(event.kind, TERM_EV_LINE);
	ck_assert_str_eq(event.line, "");
	t->options.hilight = true;
	term_accept(t, "again", true, 0);
	sim_update(&d, t);
	ck_assert_str_eq(sim_row(&d, 2), "again");
	ck_assert(sim_is_high(&d, 2));
}
END_TEST

START_TEST(takes_the_longest_line_that_the_input_area_holds)
{
	char text[139];
	struct term_event event;

	memset(text, 'x', 138);
	text[138] = '\0';
	start();
	ck_assert_uint_eq(screen_input_size(&s), 138);
	sim_type(&d, text);
	event = press(AID_ENTER, 0);
	ck_assert_int_eq(event.kind, TERM_EV_LINE);
	ck_assert_str_eq(event.line, text);
	ck_assert_str_eq(sim_status(&d), "RUNNING   SYSTEMID");
}
END_TEST

START_TEST(leaves_alone_who_is_typing)
{
	struct term_event event;

	start();
	sim_type(&d, "half a li");
	put_lines(1, 30);
	sim_update(&d, t);
	term_timer(t, 50 * TOD_S);
	sim_update(&d, t);
	term_timer(t, 60 * TOD_S);
	sim_update(&d, t);
	ck_assert_str_eq(sim_row(&d, 1), "line 23");
	ck_assert_str_eq(sim_row(&d, 23), " half a li");
	sim_type(&d, "ne");
	event = press(AID_ENTER, 60 * TOD_S);
	ck_assert_int_eq(event.kind, TERM_EV_LINE);
	ck_assert_str_eq(event.line, "half a line");
}
END_TEST

START_TEST(says_more_only_when_a_line_waits)
{
	start();
	put_lines(1, 22);
	sim_update(&d, t);
	ck_assert_str_eq(sim_status(&d), "RUNNING   SYSTEMID");
	ck_assert(term_deadline(t) == TERM_NO_DEADLINE);
	put_lines(23, 23);
	sim_update(&d, t);
	ck_assert_str_eq(sim_status(&d), "MORE...   SYSTEMID");
	ck_assert_str_eq(sim_row(&d, 1), "line 1");
	ck_assert_str_eq(sim_row(&d, 22), "line 22");
	press(AID_PA2, 0);
	ck_assert_str_eq(sim_status(&d), "RUNNING   SYSTEMID");
	ck_assert_str_eq(sim_row(&d, 1), "line 23");
	ck_assert_str_eq(sim_row(&d, 2), "");
	ck_assert_str_eq(sim_row(&d, 22), "");
	ck_assert(term_deadline(t) == TERM_NO_DEADLINE);
}
END_TEST

START_TEST(turns_the_page_by_itself_after_an_alarm)
{
	start();
	for (int i = 0; i < 3; i++)
		put_lines(1 + 22 * i, 22 + 22 * i);
	sim_update(&d, t);
	ck_assert(term_deadline(t) == 50 * TOD_S);
	term_timer(t, 50 * TOD_S - 1);
	ck_assert_uint_eq(sim_update(&d, t), 0);
	term_timer(t, 50 * TOD_S);
	sim_update(&d, t);
	ck_assert_uint_eq(d.alarms, 1);
	ck_assert_str_eq(sim_status(&d), "MORE...   SYSTEMID");
	ck_assert(term_deadline(t) == 60 * TOD_S);
	term_timer(t, 60 * TOD_S - 1);
	ck_assert_uint_eq(sim_update(&d, t), 0);
	term_timer(t, 60 * TOD_S);
	sim_update(&d, t);
	ck_assert_uint_eq(d.alarms, 1);
	ck_assert_str_eq(sim_row(&d, 1), "line 23");
	/* A third page waits: the next round begins now. */
	ck_assert_str_eq(sim_status(&d), "MORE...   SYSTEMID");
	ck_assert(term_deadline(t) == 110 * TOD_S);
	t->options.clear_s = 0;
	term_timer(t, 110 * TOD_S);
	ck_assert(term_deadline(t) == 110 * TOD_S);
	term_timer(t, 110 * TOD_S);
	sim_update(&d, t);
	ck_assert_str_eq(sim_row(&d, 22), "line 66");
	ck_assert_str_eq(sim_status(&d), "RUNNING   SYSTEMID");
}
END_TEST

START_TEST(holds_the_page_after_enter)
{
	static const struct {
		uint8_t key;
		enum term_event_kind kind;
	} out[] = {{AID_PA2, TERM_EV_PA2}, {AID_CLEAR, TERM_EV_CLEAR}};

	for (size_t i = 0; i < ARRAY_LEN(out); i++) {
		start();
		put_lines(1, 30);
		sim_update(&d, t);
		ck_assert_int_eq(press(AID_ENTER, 0).kind, TERM_EV_NONE);
		ck_assert_str_eq(sim_status(&d), "HOLDING   SYSTEMID");
		ck_assert(term_deadline(t) == TERM_NO_DEADLINE);
		term_timer(t, 1000 * TOD_S);
		ck_assert_uint_eq(sim_update(&d, t), 0);
		ck_assert_int_eq(press(AID_ENTER, 0).kind, TERM_EV_NONE);
		ck_assert_str_eq(sim_status(&d), "HOLDING   SYSTEMID");
		ck_assert(!d.locked);
		ck_assert_int_eq(press(out[i].key, 0).kind, out[i].kind);
		ck_assert_str_eq(sim_status(&d), "RUNNING   SYSTEMID");
		ck_assert_str_eq(sim_row(&d, 1), "line 23");
		ck_assert_str_eq(sim_row(&d, 8), "line 30");
		ck_assert_str_eq(sim_row(&d, 9), "");
	}
}
END_TEST

START_TEST(holds_what_was_typed_too)
{
	struct term_event event;

	start();
	put_lines(1, 30);
	sim_update(&d, t);
	sim_type(&d, "later");
	ck_assert_int_eq(press(AID_ENTER, 0).kind, TERM_EV_NONE);
	ck_assert_str_eq(sim_status(&d), "HOLDING   SYSTEMID");
	ck_assert_str_eq(sim_row(&d, 23), " later");
	press(AID_PA2, 0);
	ck_assert_str_eq(sim_row(&d, 23), " later");
	event = press(AID_ENTER, 0);
	ck_assert_int_eq(event.kind, TERM_EV_LINE);
	ck_assert_str_eq(event.line, "later");
}
END_TEST

START_TEST(turns_the_page_at_enter_with_hold_off)
{
	start();
	t->options.hold = false;
	put_lines(1, 30);
	sim_update(&d, t);
	ck_assert_int_eq(press(AID_ENTER, 0).kind, TERM_EV_NONE);
	ck_assert_str_eq(sim_status(&d), "RUNNING   SYSTEMID");
	ck_assert_str_eq(sim_row(&d, 1), "line 23");
}
END_TEST

START_TEST(gives_break_in_every_state)
{
	start();
	ck_assert_int_eq(press(AID_PA1, 0).kind, TERM_EV_BREAK);
	ck_assert(!d.locked);
	put_lines(1, 30);
	sim_update(&d, t);
	ck_assert_int_eq(press(AID_PA1, 0).kind, TERM_EV_BREAK);
	ck_assert_str_eq(sim_status(&d), "MORE...   SYSTEMID");
	press(AID_ENTER, 0);
	ck_assert_int_eq(press(AID_PA1, 0).kind, TERM_EV_BREAK);
	ck_assert_str_eq(sim_status(&d), "HOLDING   SYSTEMID");
}
END_TEST

START_TEST(clears_and_paints_again)
{
	start();
	put_lines(1, 5);
	sim_update(&d, t);
	sim_type(&d, "gone");
	ck_assert_int_eq(press(AID_CLEAR, 0).kind, TERM_EV_CLEAR);
	for (unsigned row = 1; row <= 23; row++)
		ck_assert_str_eq(sim_row(&d, row), "");
	ck_assert_str_eq(sim_status(&d), "RUNNING   SYSTEMID");
	ck_assert(!d.locked);
	sim_type(&d, "x");
	ck_assert_str_eq(press(AID_ENTER, 0).line, "x");
}
END_TEST

START_TEST(ignores_keys_without_meaning)
{
	static const uint8_t keys[] = {AID_PA3, AID_SYSREQ, AID_STRUCTURED, AID_NONE};

	start();
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		ck_assert_int_eq(press(keys[i], 0).kind, TERM_EV_NONE);
		ck_assert(!d.locked);
	}
	ck_assert_uint_eq(d.erases, 1);
}
END_TEST

START_TEST(refuses_for_three_seconds)
{
	struct term_event event;

	start();
	sim_type(&d, "too fast");
	event = press(AID_ENTER, TOD_S);
	ck_assert_int_eq(event.kind, TERM_EV_LINE);
	term_refuse(t, TOD_S);
	sim_update(&d, t);
	ck_assert_str_eq(sim_status(&d), "NOT ACCEPTED SYSTEM");
	ck_assert_str_eq(sim_row(&d, 1), "");
	ck_assert_str_eq(sim_part(&d, 23, 1, 40), " too fast");
	ck_assert(term_deadline(t) == 4 * TOD_S);
	term_timer(t, 4 * TOD_S - 1);
	ck_assert_uint_eq(sim_update(&d, t), 0);
	term_timer(t, 4 * TOD_S);
	sim_update(&d, t);
	ck_assert_str_eq(sim_status(&d), "RUNNING   SYSTEMID");
	ck_assert(term_deadline(t) == TERM_NO_DEADLINE);
	event = press(AID_ENTER, 5 * TOD_S);
	ck_assert_str_eq(event.line, "too fast");
}
END_TEST

START_TEST(gives_pf_keys_with_what_was_typed)
{
	struct term_event event;

	start();
	sim_type(&d, "abc");
	event = press(AID_PF10 + 1, 0);
	ck_assert_int_eq(event.kind, TERM_EV_PF);
	ck_assert_uint_eq(event.pf, 11);
	ck_assert_str_eq(event.line, "abc");
}
END_TEST

START_TEST(retrieves_lines_that_enter_sends_again)
{
	struct term_event event;

	start();
	ck_assert(!term_retrieve(t, false));
	term_accept(t, "first", true, 0);
	term_accept(t, "second", true, 0);
	term_accept(t, "LOGON ME secret", false, 0);
	ck_assert(term_retrieve(t, false));
	ck_assert(term_retrieve(t, false));
	sim_update(&d, t);
	ck_assert_str_eq(sim_row(&d, 23), " first");
	sim_type(&d, " and more");
	event = press(AID_ENTER, 0);
	ck_assert_str_eq(event.line, "first and more");
	term_accept(t, event.line, true, 0);
	ck_assert(term_retrieve(t, false));
	sim_update(&d, t);
	event = press(AID_ENTER, 0);
	ck_assert_str_eq(event.line, "first and more");
	/* Another user at this terminal must not see them. */
	term_set_mode(t, TERM_LOGO);
	term_set_mode(t, TERM_CONSOLE);
	ck_assert(!term_retrieve(t, false));
}
END_TEST

START_TEST(retrieves_a_line_as_long_as_the_input_area)
{
	char text[TERM_INPUT_MAX + 1];
	struct term_event event;

	memset(text, 'y', TERM_INPUT_MAX);
	text[TERM_INPUT_MAX] = '\0';
	start();
	term_accept(t, text, true, 0);
	ck_assert(term_retrieve(t, false));
	sim_update(&d, t);
	ck_assert_uint_eq(d.cursor, 22 * 80 + 1);
	ck_assert_str_eq(sim_status(&d), "RUNNING   SYSTEMID");
	event = press(AID_ENTER, 0);
	ck_assert_uint_eq(strlen(event.line), 138);
}
END_TEST

/* Whether text is anywhere in len bytes. */
static bool has_bytes(const void *where, size_t len, const char *text)
{
	const char *at = where;
	size_t n = strlen(text);

	for (size_t i = 0; i + n <= len; i++)
		if (memcmp(at + i, text, n) == 0)
			return true;
	return false;
}

START_TEST(hides_and_forgets_a_password)
{
	struct term_event event;

	start();
	put("Enter password", TERM_PROMPT);
	term_set_hidden(t, true);
	sim_update(&d, t);
	sim_type(&d, "SESAME");
	ck_assert_str_eq(sim_row(&d, 23), "");
	event = press(AID_ENTER, 0);
	ck_assert_int_eq(event.kind, TERM_EV_LINE);
	ck_assert_str_eq(event.line, "SESAME");
	term_accept(t, event.line, true, 0);
	sim_update(&d, t);
	ck_assert_str_eq(sim_row(&d, 2), "");
	ck_assert(!term_retrieve(t, false));
	ck_assert(!has_bytes(&s, sizeof(s), "SESAME"));
	for (unsigned i = 22 * 80 + 1; i < 23 * 80 + 59; i++)
		ck_assert_uint_eq(d.cell[i], 0);
	/* Only that one line. */
	sim_type(&d, "seen");
	ck_assert_str_eq(sim_row(&d, 23), " seen");
}
END_TEST

START_TEST(stops_a_flood_and_says_when_it_may_go_on)
{
	char text[TERM_LINE_MAX];
	int accepted = 0, pages = 0;

	memset(text, 'z', sizeof(text));
	start();
	ck_assert_int_eq(term_put(t, text, TERM_LINE_MAX + 1, 0, 0), -E_RANGE);
	while (term_put(t, text, 100, 0, 0) == 0)
		ck_assert_int_lt(accepted++, 100);
	/* 11 lines of two rows on the page, the rest of the queue. */
	ck_assert_int_gt(accepted, 11 + 30);
	ck_assert_int_eq(term_put(t, text, 100, 0, 0), -E_AGAIN);
	ck_assert(!term_take_room(t));
	while (!term_take_room(t)) {
		sim_update(&d, t);
		press(AID_PA2, 0);
		ck_assert_int_lt(pages++, 100);
	}
	ck_assert_int_ge(pages, 1);
	ck_assert(!term_take_room(t));
	ck_assert_int_eq(term_put(t, text, TERM_LINE_MAX, 0, 0), 0);
}
END_TEST

START_TEST(shows_all_of_a_flood_in_order)
{
	int put_next = 0, seen_next = 0;
	char text[24];

	start();
	while (seen_next < 1000) {
		sprintf(text, "%d", put_next);
		while (put_next < 1000 && term_put(t, text, strlen(text), 0, 0) == 0)
			sprintf(text, "%d", ++put_next);
		sim_update(&d, t);
		for (unsigned row = 1; row <= 22 && seen_next < 1000; row++) {
			sprintf(text, "%d", seen_next++);
			ck_assert_str_eq(sim_row(&d, row), text);
		}
		press(AID_PA2, 0);
	}
}
END_TEST

START_TEST(refuses_pf_lines_that_could_not_be_shown)
{
	char text[139];
	int taken = 0;

	memset(text, 'p', sizeof(text));
	text[138] = '\0';
	start();
	while (term_put(t, text, 100, 0, 0) == 0)
		;
	sim_update(&d, t);
	while (press(AID_PF1, 0).kind == TERM_EV_PF) {
		term_accept(t, text, true, 0);
		sim_update(&d, t);
		ck_assert_int_lt(taken++, 10);
	}
	ck_assert_int_ge(taken, 1);
	ck_assert_str_eq(sim_status(&d), "NOT ACCEPTED SYSTEM");
}
END_TEST

START_TEST(fits_the_smallest_buffer)
{
	char text[TERM_LINE_MAX];
	uint8_t buf[TERM_RENDER_MIN], command;
	static const struct {
		unsigned model, rows, cols;
	} models[] = {{2, 24, 80}, {3, 32, 80}, {4, 43, 80}, {5, 27, 132}};

	memset(text, 'w', sizeof(text));
	for (size_t i = 0; i < ARRAY_LEN(models); i++) {
		ck_assert_int_eq(screen_init(&s, models[i].model, "X"), 0);
		sim_init(&d, models[i].rows, models[i].cols);
		ck_assert_int_eq(term_render(t, buf, TERM_RENDER_MIN - 1, &command), -E_RANGE);
		sim_update_sized(&d, t, TERM_RENDER_MIN);
		ck_assert_str_eq(sim_part(&d, d.rows - 6, 5, 13), "USERID   ===>");
		term_set_mode(t, TERM_CONSOLE);
		memset(s.input, 'q', screen_input_size(&s));
		for (int n = 0; n < 6; n++)
			(void)!term_put(t, text, TERM_LINE_MAX, n & 1 ? TERM_HIGH : 0, 0);
		ck_assert_uint_gt(sim_update_sized(&d, t, TERM_RENDER_MIN), 3);
		ck_assert_uint_eq(d.rows, models[i].rows);
		ck_assert_uint_eq(d.cols, models[i].cols);
		for (unsigned row = 1; row <= d.rows - 2; row++)
			ck_assert_str_ne(sim_row(&d, row), "");
		ck_assert_str_eq(sim_status(&d), "MORE...   X");
	}
	ck_assert_int_eq(screen_init(&s, 1, "X"), -E_INVAL);
	ck_assert_int_eq(screen_init(&s, 6, "X"), -E_INVAL);
}
END_TEST

START_TEST(serves_the_wide_screen)
{
	char text[TERM_INPUT_MAX + 1];
	struct term_event event;

	start_model(5, 27, 132);
	ck_assert_uint_eq(screen_input_size(&s), TERM_INPUT_MAX);
	memset(text, 'v', TERM_INPUT_MAX);
	text[TERM_INPUT_MAX] = '\0';
	sim_type(&d, text);
	event = press(AID_ENTER, 0);
	ck_assert_str_eq(event.line, text);
	put_lines(1, 26);
	sim_update(&d, t);
	ck_assert_str_eq(sim_row(&d, 25), "line 25");
	ck_assert_str_eq(sim_status(&d), "MORE...   SYSTEMID");
}
END_TEST

START_TEST(paints_all_again_for_a_new_client)
{
	start();
	put_lines(1, 25);
	sim_update(&d, t);
	sim_init(&d, 24, 80);
	term_repaint(t);
	sim_update(&d, t);
	ck_assert_str_eq(sim_row(&d, 22), "line 22");
	ck_assert_str_eq(sim_status(&d), "MORE...   SYSTEMID");
	term_reset(t);
	sim_update(&d, t);
	ck_assert_str_eq(sim_part(&d, 18, 5, 13), "USERID   ===>");
	ck_assert(term_deadline(t) == TERM_NO_DEADLINE);
}
END_TEST

START_TEST(sounds_the_alarm_once)
{
	start();
	put("wake up", TERM_ALARM | TERM_HIGH);
	sim_update(&d, t);
	put("sleep on", 0);
	sim_update(&d, t);
	ck_assert_uint_eq(d.alarms, 1);
}
END_TEST

UNIT_MAIN("logic/term/screen", shows_an_empty_page_at_first, shows_states,
	fills_the_page_from_the_top, highlights_the_first_row_and_forgets_it_with_the_page,
	wraps_lines_at_the_width, sends_only_what_changed, gives_a_typed_line_and_shows_it_again,
	takes_the_longest_line_that_the_input_area_holds, leaves_alone_who_is_typing,
	says_more_only_when_a_line_waits, turns_the_page_by_itself_after_an_alarm,
	holds_the_page_after_enter, holds_what_was_typed_too, turns_the_page_at_enter_with_hold_off,
	gives_break_in_every_state, clears_and_paints_again, ignores_keys_without_meaning,
	refuses_for_three_seconds, gives_pf_keys_with_what_was_typed,
	retrieves_lines_that_enter_sends_again, retrieves_a_line_as_long_as_the_input_area,
	hides_and_forgets_a_password, stops_a_flood_and_says_when_it_may_go_on,
	shows_all_of_a_flood_in_order, refuses_pf_lines_that_could_not_be_shown,
	fits_the_smallest_buffer, serves_the_wide_screen, paints_all_again_for_a_new_client,
	sounds_the_alarm_once)
