// SPDX-License-Identifier: Apache-2.0
/* What a client says that it can show, and what becomes of it. */
#include "logic/term/screen.h"
#include "lib/err.h"
#include "sim3270.h"

static struct screen s;
static struct sim d;
static struct term *const t = &s.term;
static uint8_t buf[TERM_RENDER_MIN];
static uint8_t command;

#define USABLE(cols, rows)                                                                         \
	0, 10, SF_QUERY_REPLY, QR_USABLE_AREA, 0x01, 0x00, (cols) >> 8, (cols)&255, (rows) >> 8,   \
		(rows)&255
#define IMPLICIT(cols, rows)                                                                       \
	0, 17, SF_QUERY_REPLY, QR_IMPLICIT_PARTITION, 0, 0, 11, QR_IMPLICIT_SIZES, 0, 0, 80, 0,    \
		24, (cols) >> 8, (cols)&255, (rows) >> 8, (rows)&255
#define COLOUR    0, 6, SF_QUERY_REPLY, QR_COLOUR, 0, 8
#define HIGHLIGHT 0, 5, SF_QUERY_REPLY, QR_HIGHLIGHT, 0

/* A client came and was asked. */
static void asked(void)
{
	static const uint8_t question[] = {0, 5, 1, 0xFF, 2};

	ck_assert_int_eq(screen_init(&s, 2, "SYSTEMID"), 0);
	term_reset(t);
	term_ask(t);
	ck_assert_int_eq(term_render(t, buf, sizeof(buf), &command), sizeof(question));
	ck_assert_uint_eq(command, CCW_3270_WRITE_STRUCTURED);
	ck_assert_mem_eq(buf, question, sizeof(question));
	ck_assert_int_eq(term_render(t, buf, sizeof(buf), &command), 0);
}

static void answer(const uint8_t *data, size_t len)
{
	struct term_event event;

	ck_assert(term_attention(t, false, &event));
	term_input(t, data, len, 0, &event);
	ck_assert_int_eq(event.kind, TERM_EV_NONE);
}

#define ANSWER(...)                                                                                \
	do {                                                                                       \
		static const uint8_t data[] = {AID_STRUCTURED, __VA_ARGS__};                       \
		answer(data, sizeof(data));                                                        \
	} while (0)

static void shows(unsigned rows, unsigned cols)
{
	sim_init(&d, rows, cols);
	ck_assert_uint_gt(sim_update(&d, t), 0);
	ck_assert_uint_eq(d.rows, rows);
	ck_assert_uint_eq(d.cols, cols);
	ck_assert_str_eq(sim_status(&d), "RUNNING   SYSTEMID");
}

START_TEST(the_size_is_the_clients)
{
	asked();
	ANSWER(USABLE(80, 24));
	shows(24, 80);
	asked();
	ANSWER(USABLE(80, 32));
	shows(32, 80);
	asked();
	ANSWER(USABLE(80, 43));
	shows(43, 80);
	asked();
	ANSWER(USABLE(132, 27), COLOUR);
	shows(27, 132);
}
END_TEST

START_TEST(the_alternate_size_wins_over_the_usable_area)
{
	asked();
	ANSWER(USABLE(160, 62), IMPLICIT(80, 43));
	shows(43, 80);
	asked();
	ANSWER(IMPLICIT(80, 32), USABLE(160, 62));
	shows(32, 80);
}
END_TEST

START_TEST(a_size_that_does_not_fit_is_that_of_model_2)
{
	static const unsigned sizes[][2] = {{0, 0}, {80, 23}, {79, 24}, {80, 44}, {133, 24},
		{132, 28}, {0xFFFF, 0xFFFF}, {80, 0x118}, {0x150, 24}};

	for (unsigned i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		unsigned cols = sizes[i][0], rows = sizes[i][1];
		const uint8_t data[] = {
			AID_STRUCTURED, USABLE((uint8_t)(cols >> 8) << 8 | (cols & 255),
						(uint8_t)(rows >> 8) << 8 | (rows & 255))};

		asked();
		answer(data, sizeof(data));
		shows(24, 80);
	}
}
END_TEST

START_TEST(a_client_that_is_not_able_or_willing_to_answer_gets_model_2)
{
	asked();
	term_repaint(t); /* the write failed */
	shows(24, 80);
	asked();
	ck_assert_uint_eq(term_deadline(t), 0);
	term_timer(t, 5 * TOD_S);
	ck_assert_uint_eq(term_deadline(t), 7 * TOD_S);
	term_timer(t, 7 * TOD_S - 1);
	ck_assert_int_eq(term_render(t, buf, sizeof(buf), &command), 0);
	term_timer(t, 7 * TOD_S);
	shows(24, 80);
	ck_assert_uint_eq(term_deadline(t), TERM_NO_DEADLINE);
}
END_TEST

START_TEST(a_late_answer_changes_no_size_and_takes_nothing_away)
{
	asked();
	term_repaint(t);
	shows(24, 80);
	d.locked = false;
	sim_type(&d, "LINUX1");
	ANSWER(USABLE(132, 27));
	sim_update(&d, t);
	ck_assert_uint_eq(d.cols, 80);
	ck_assert_uint_eq(d.erases, 1);
}
END_TEST

START_TEST(lies_and_cut_off_answers_do_no_harm)
{
	asked();
	ANSWER(0);
	shows(24, 80);
	asked();
	ANSWER(0, 0, 0x81, 0x81);
	shows(24, 80);
	asked();
	ANSWER(0xFF, 0xFF, 0x81, 0x81, 0, 0, 0, 80, 0, 43);
	shows(24, 80);
	asked();
	ANSWER(0, 9, 0x81, 0x81, 0, 0, 0, 80, 0, 43);
	shows(24, 80);
	asked();
	ANSWER(0, 17, 0x81, 0xA6, 0, 0, 12, 1, 0, 0, 80, 0, 24, 0, 80, 0, 43);
	shows(24, 80);
	asked();
	ANSWER(0, 8, 0x81, 0xA6, 0, 0, 1, 1, USABLE(80, 32));
	shows(32, 80);
	asked();
	ANSWER(0, 8, 0x81, 0xA6, 0, 0, 0, 0, USABLE(80, 32));
	shows(32, 80);
}
END_TEST

START_TEST(all_cut_off_answers_of_a_real_client_do_no_harm)
{
	static const uint8_t data[] = {
		AID_STRUCTURED, USABLE(80, 43), COLOUR, HIGHLIGHT, IMPLICIT(80, 43)};

	for (size_t len = 1; len <= sizeof(data); len++) {
		uint8_t *copy = malloc(len); /* so that a read behind its end is seen */

		memcpy(copy, data, len);
		asked();
		answer(copy, len);
		free(copy);
		ck_assert_uint_eq(s.rows, len > 10 ? 43 : 24);
		ck_assert(s.colours == (len > 16));
		ck_assert(s.highlights == (len > 21));
	}
}
END_TEST

static void set_colours(void)
{
	for (unsigned i = 0; i < NR_TERM_AREAS; i++)
		t->options.look[i].colour = (uint8_t)(XA_COLOUR_BLUE + i);
	t->options.look[TERM_VMOUT].highlight = XA_HIGHLIGHT_UNDERLINE;
	term_set_mode(t, TERM_CONSOLE);
	ck_assert_int_eq(term_put(t, "of CP", 5, 0, 0), 0);
	ck_assert_int_eq(term_put(t, "of the guest", 12, TERM_VM, 0), 0);
	term_accept(t, "typed", true, 0);
	sim_init(&d, 24, 80);
	sim_update(&d, t);
	ck_assert_str_eq(sim_row(&d, 1), "of CP");
	ck_assert_str_eq(sim_row(&d, 2), "of the guest");
	ck_assert_str_eq(sim_row(&d, 3), "typed");
}

START_TEST(areas_have_their_colours)
{
	asked();
	ANSWER(USABLE(80, 24), COLOUR, HIGHLIGHT);
	set_colours();
	ck_assert_uint_eq(sim_colour(&d, 1, 1), XA_COLOUR_BLUE + TERM_CPOUT);
	ck_assert_uint_eq(sim_colour(&d, 2, 1), XA_COLOUR_BLUE + TERM_VMOUT);
	ck_assert_uint_eq(sim_colour(&d, 3, 1), XA_COLOUR_BLUE + TERM_INREDISP);
	ck_assert_uint_eq(sim_colour(&d, 4, 1), 0);
	ck_assert_uint_eq(sim_colour(&d, 23, 2), XA_COLOUR_BLUE + TERM_INAREA);
	ck_assert_uint_eq(sim_colour(&d, 24, 70), XA_COLOUR_BLUE + TERM_STATAREA);
}
END_TEST

START_TEST(a_client_without_colours_is_sent_none)
{
	asked();
	ANSWER(USABLE(80, 24));
	set_colours();
	for (unsigned row = 1; row <= 24; row++)
		ck_assert_uint_eq(sim_colour(&d, row, 70), 0);
}
END_TEST

UNIT_MAIN("logic/term/screen_answer", the_size_is_the_clients,
	the_alternate_size_wins_over_the_usable_area, a_size_that_does_not_fit_is_that_of_model_2,
	a_client_that_is_not_able_or_willing_to_answer_gets_model_2,
	a_late_answer_changes_no_size_and_takes_nothing_away, lies_and_cut_off_answers_do_no_harm,
	all_cut_off_answers_of_a_real_client_do_no_harm, areas_have_their_colours,
	a_client_without_colours_is_sent_none)
