// SPDX-License-Identifier: Apache-2.0
/* A 3270 whose client is broken or hostile, and a long random life of one whose client is good. */
#include "logic/term/screen.h"
#include "random.h"
#include "sim3270.h"

static struct screen s;
static struct sim d;
static struct term *const t = &s.term;

START_TEST(throws_garbage_away_and_paints_again)
{
	static const struct {
		size_t len;
		uint8_t in[12];
	} rows[] = {
		{0, {0}},
		{1, {0x00}},
		{1, {0xFF}},
		{1, {0x7E}}, /* selector pen */
		{2, {AID_ENTER, 0x40}},
		{4, {AID_ENTER, 0x40, 0x40, 0xC1}},               /* no field list */
		{6, {AID_ENTER, 0x40, 0x40, DS_SBA, 0x40, 0x40}}, /* no field is there */
		{6, {AID_ENTER, 0x40, 0x40, DS_SBA, 0xBF, 0xFF}}, /* reserved address */
		{6, {AID_ENTER, 0x40, 0x40, DS_SBA, 0x3F, 0xFF}}, /* off the screen */
		{5, {AID_ENTER, 0x40, 0x40, DS_SBA, 0x5B}},       /* cut */
		{9, {AID_PF1, 0x40, 0x40, DS_SBA, 0x5B, 0x61, 0xC1, DS_SBA, 0}},
	};
	struct term_event event;

	for (int mode = TERM_LOGO; mode <= TERM_CONSOLE; mode++) {
		ck_assert_int_eq(screen_init(&s, 2, "SYSTEMID"), 0);
		sim_init(&d, 24, 80);
		term_set_mode(t, (enum term_mode)mode);
		(void)!term_put(t, "stays", 5, 0, 0);
		sim_update(&d, t);
		for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
			unsigned erases = d.erases;

			if (mode == TERM_LOGO && rows[i].in[0] == AID_PF1)
				continue; /* means nothing there, whatever comes with it */
			term_input(t, rows[i].in, rows[i].len, 0, &event);
			ck_assert_msg(event.kind == TERM_EV_GARBAGE, "row %zu", i);
			ck_assert_str_eq(event.line, "");
			sim_update(&d, t);
			ck_assert_uint_eq(d.erases, erases + 1);
			ck_assert_str_eq(sim_row(&d, mode == TERM_LOGO ? 23 : 1),
				mode == TERM_LOGO ? " stays" : "stays");
			ck_assert(!d.locked);
		}
	}
}
END_TEST

START_TEST(refuses_a_field_longer_than_it_is)
{
	uint8_t in[6 + 139] = {AID_ENTER, 0x40, 0x40, DS_SBA, 0x5B, 0x61};
	struct term_event event;

	memset(in + 6, 0xC1, 139);
	ck_assert_int_eq(screen_init(&s, 2, "SYSTEMID"), 0);
	term_set_mode(t, TERM_CONSOLE);
	ck_assert_uint_eq(screen_input_at(&s), 27 * 64 + 33);
	term_input(t, in, 6 + 138, 0, &event);
	ck_assert_int_eq(event.kind, TERM_EV_LINE);
	ck_assert_uint_eq(strlen(event.line), 138);
	term_input(t, in, 6 + 139, 0, &event);
	ck_assert_int_eq(event.kind, TERM_EV_GARBAGE);
}
END_TEST

/* A stream of likely bytes, at most size of them. */
static size_t random_input(uint8_t *in, size_t size)
{
	static const uint8_t likely[] = {AID_ENTER, AID_CLEAR, AID_PA1, AID_PA2, AID_PF1, DS_SBA,
		0x5B, 0x61, 0x40, 0xC1, 0x00, DS_SF, 0xD7, 0x5E, 0xD9, 0xF2};
	size_t len = random_below((uint32_t)size);

	for (size_t i = 0; i < len; i++)
		in[i] = random_below(3) ? likely[random_below(sizeof(likely))]
					: (uint8_t)random_below(256);
	if (len > 6 && random_below(2))
		memcpy(in, (const uint8_t[]){AID_ENTER, 0x40, 0x40, DS_SBA, 0x5B, 0x61}, 6);
	return len;
}

/* What must be true of an event whatever came. */
static void check_event(const struct term_event *event)
{
	sim_check(event->kind <= TERM_EV_GARBAGE && event->pf <= 24, "event %d", event->kind);
	if (event->kind == TERM_EV_LINE || event->kind == TERM_EV_PF)
		sim_check(memchr(event->line, 0, screen_input_size(&s) + 1), "no end");
}

static void random_step(tod_t now)
{
	static char text[TERM_LINE_MAX];
	uint8_t in[400];
	struct term_event event;
	size_t len;

	switch (random_below(8)) {
	case 0:
	case 1:
		len = random_below(random_below(4) ? 100 : TERM_LINE_MAX + 1);
		for (size_t i = 0; i < len; i++)
			text[i] = (char)(random_below(20) ? 'a' + i % 26 : random_below(256));
		(void)!term_put(t, text, len, random_below(8), now);
		break;
	case 2: term_set_status(t, (enum term_status)random_below(3)); break;
	case 3: term_timer(t, now); break;
	case 4:
		if (random_below(20) == 0)
			term_set_mode(t, (enum term_mode)(random_below(4) > 0));
		else if (random_below(10) == 0)
			term_set_hidden(t, random_below(2));
		else
			term_retrieve(t, false);
		break;
	default:
		len = random_input(in, sizeof(in));
		term_input(t, in, len, now, &event);
		check_event(&event);
		if (event.kind == TERM_EV_LINE || event.kind == TERM_EV_PF) {
			if (random_below(4))
				term_accept(t, event.line, random_below(4) > 0, now);
			else
				term_refuse(t, now);
		}
	}
}

/* The display must at any time show what a fresh display of the same screen would. */
static void check_shown(void)
{
	static struct sim fresh;
	static char row[SIM_CELLS + 1];
	static struct screen copy;

	copy = s;
	sim_init(&fresh, s.rows, s.cols);
	term_repaint(&copy.term);
	sim_update(&fresh, &copy.term);
	for (unsigned r = 1; r <= s.rows; r++) {
		if (r >= s.rows - 1u && s.mode == TERM_CONSOLE)
			continue; /* what was typed is the display's own */
		strcpy(row, sim_row(&fresh, r));
		sim_check(strcmp(sim_row(&d, r), row) == 0, "row %u: [%s] not [%s]", r,
			sim_row(&d, r), row);
		if (s.mode == TERM_CONSOLE)
			sim_check(sim_is_high(&d, r) == sim_is_high(&fresh, r), "row %u", r);
	}
	strcpy(row, sim_status(&fresh));
	ck_assert_str_eq(sim_status(&d), row);
}

START_TEST(survives_a_long_random_life)
{
	static const uint8_t model_rows[] = {24, 32, 43, 27}, model_cols[] = {80, 80, 80, 132};

	random_begin("screen");
	for (unsigned model = 2; model <= 5; model++) {
		tod_t now = 0;

		ck_assert_int_eq(screen_init(&s, model, "SYSTEMID"), 0);
		sim_init(&d, model_rows[model - 2], model_cols[model - 2]);
		for (int step = 0; step < 4000; step++) {
			now += random_below(10) * TOD_S;
			random_step(now);
			sim_check(s.mode == TERM_LOGO || s.flow != FLOW_FREE ||
					  outq_is_empty(&s.queue),
				"lines wait for nothing");
			if (random_below(3))
				continue;
			sim_update_sized(&d, t, TERM_RENDER_MIN + random_below(3000));
			if (random_below(4) == 0)
				check_shown();
		}
	}
}
END_TEST

UNIT_MAIN("logic/term/screen_garbage", throws_garbage_away_and_paints_again,
	refuses_a_field_longer_than_it_is, survives_a_long_random_life)
