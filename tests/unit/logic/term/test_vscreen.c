// SPDX-License-Identifier: Apache-2.0
/* A virtual 3270's screen: streams in, a display that must show them, keys, and what the guest
 * reads. */
#include "logic/term/vscreen.h"
#include "sim3270.h"
#include "random.h"

static struct vscreen v;
static struct sim d;
static uint8_t out[8192];
static size_t out_len;

#define A(addr) (uint8_t)((addr) >> 8), (uint8_t)((addr)&0xFF)

static void fresh(void)
{
	vscreen_init(&v, 43, 80);
	sim_init(&d, 43, 80);
}

static bool guest(uint8_t command, const uint8_t *data, size_t len)
{
	bool good = true;

	vscreen_begin(&v, command);
	for (size_t i = 0; i < len && good; i++)
		good = vscreen_byte(&v, data[i]);
	return good;
}

#define GUEST(command, ...)                                                                        \
	guest(command, (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

/* The display is sent all that there is, in pieces of size bytes. */
static unsigned update_sized(size_t size)
{
	static uint8_t buf[8192];
	uint8_t command;
	unsigned writes = 0;
	int len;

	while ((len = vscreen_render(&v, buf, size, 43, 80, true, &command)) > 0) {
		ck_assert_uint_le((size_t)len, size);
		sim_write(&d, command, buf, (size_t)len);
		ck_assert_uint_lt(++writes, 1000);
	}
	ck_assert_int_eq(len, 0);
	return writes;
}

static unsigned update(void)
{
	return update_sized(2000);
}

static bool put(void *ctx, uint8_t byte)
{
	(void)ctx;
	ck_assert_uint_lt(out_len, sizeof(out));
	out[out_len++] = byte;
	return true;
}

static void guest_reads(bool all)
{
	out_len = 0;
	vscreen_read(&v, all, put, NULL);
}

static uint8_t press(uint8_t aid)
{
	static uint8_t data[SIM_CELLS * 2];
	size_t len = sim_key(&d, aid, data);

	return vscreen_input(&v, data, len, 80);
}

/* "NAME" protected, an input field of ten, and a field that stops it; keyboard restored. */
static void form(void)
{
	fresh();
	ck_assert(GUEST(CCW_3270_ERASE_WRITE, 0xC3, DS_SBA, A(80), DS_SF, 0x60, 0xD5, 0xC1, 0xD4,
		0xC5, DS_SF, 0x40, DS_IC, DS_RA, A(96), 0x00, DS_SF, 0x60));
	ck_assert_uint_eq(update(), 1);
}

START_TEST(shows_what_the_guest_writes)
{
	form();
	ck_assert_str_eq(sim_row(&d, 2), " NAME");
	ck_assert_uint_eq(d.cursor, 86);
	ck_assert(!d.locked);
	ck_assert_uint_eq(d.rows, 24);
	ck_assert_uint_eq(update(), 0);
	ck_assert(GUEST(CCW_3270_WRITE, 0xC1, DS_SBA, A(160), 0xC1));
	update();
	ck_assert_str_eq(sim_row(&d, 3), "A");
	ck_assert_uint_eq(d.erases, 1);
}
END_TEST

START_TEST(the_guest_reads_what_was_typed)
{
	static const uint8_t modified[] = {
		AID_ENTER, 0xC1, 0xD9, DS_SBA, 0xC1, 0xD6, 0xC2, 0xD6, 0xC2};

	form();
	sim_type(&d, "BOB");
	ck_assert_uint_eq(press(AID_ENTER), AID_ENTER);
	guest_reads(false);
	ck_assert_uint_eq(out_len, sizeof(modified));
	ck_assert_mem_eq(out, modified, sizeof(modified));
	guest_reads(false);
	ck_assert_uint_eq(out[0], AID_NONE);
	guest_reads(true);
	ck_assert_uint_eq(out_len, 3 + 24 * 80 + 3); /* each of three fields is two bytes */
}
END_TEST

START_TEST(the_keyboard_stays_locked_till_the_guest_restores_it)
{
	form();
	ck_assert_uint_eq(press(AID_PF1), AID_PF1);
	ck_assert(GUEST(CCW_3270_WRITE, 0x40, DS_SBA, A(160), 0xC1));
	update();
	ck_assert(d.locked);
	vscreen_repaint(&v);
	update();
	ck_assert(d.locked);
	ck_assert(GUEST(CCW_3270_WRITE, 0xC2));
	update();
	ck_assert(!d.locked);
}
END_TEST

START_TEST(clear_empties_both_screens)
{
	form();
	ck_assert_uint_eq(press(AID_CLEAR), AID_CLEAR);
	guest_reads(false);
	ck_assert_uint_eq(out_len, 1);
	ck_assert_uint_eq(out[0], AID_CLEAR);
	ck_assert_uint_eq(v.cursor, 0);
	ck_assert(GUEST(CCW_3270_WRITE, 0xC3, DS_SF, 0x60, 0xD6, 0xD2));
	update();
	ck_assert_str_eq(sim_row(&d, 1), " OK");
}
END_TEST

START_TEST(a_repaint_brings_typed_and_written_text_back)
{
	form();
	sim_type(&d, "BOB");
	press(AID_ENTER);
	sim_init(&d, 43, 80);
	vscreen_repaint(&v);
	update();
	ck_assert_str_eq(sim_row(&d, 2), " NAME BOB");
	ck_assert_uint_eq(d.cursor, 89);
}
END_TEST

START_TEST(erases_what_is_unprotected)
{
	form();
	sim_type(&d, "BOB");
	press(AID_ENTER);
	vscreen_erase_unprotected(&v);
	update();
	ck_assert_str_eq(sim_row(&d, 2), " NAME");
	ck_assert_uint_eq(d.cursor, 86);
	ck_assert(!d.locked);
	press(AID_ENTER);
	guest_reads(false);
	ck_assert_uint_eq(out_len, 3); /* nothing is modified */
}
END_TEST

START_TEST(the_alternate_size)
{
	fresh();
	ck_assert(GUEST(CCW_3270_ERASE_WRITE_ALT, 0xC3, DS_SBA, A(42 * 80), DS_SF, 0x60, 0xC1));
	update();
	ck_assert_uint_eq(d.rows, 43);
	ck_assert_str_eq(sim_row(&d, 43), " A");
	ck_assert(GUEST(CCW_3270_ERASE_WRITE, 0xC3, DS_SF, 0x60));
	ck_assert(!GUEST(CCW_3270_WRITE, 0xC3, DS_SBA, A(24 * 80)));
}
END_TEST

START_TEST(colours_of_fields_and_characters)
{
	fresh();
	ck_assert(GUEST(CCW_3270_ERASE_WRITE, 0xC3, DS_SFE, 3, XA_FIELD, 0x60, XA_COLOUR,
		XA_COLOUR_RED, XA_HIGHLIGHT, XA_HIGHLIGHT_BLINK, 0xC1, DS_SBA, A(80), DS_SFE, 0,
		DS_SBA, A(80), DS_MF, 1, XA_COLOUR, XA_COLOUR_PINK));
	update();
	ck_assert_uint_eq(sim_colour(&d, 1, 2), XA_COLOUR_RED);
	ck_assert_uint_eq(sim_colour(&d, 2, 2), XA_COLOUR_PINK);
	ck_assert(GUEST(CCW_3270_WRITE, 0xC3, DS_SBA, A(5), DS_SA, XA_COLOUR, XA_COLOUR_GREEN, 0xC1,
		DS_SA, 0, 0, 0xC1));
	ck_assert_uint_eq(v.cell[5].look.colour, XA_COLOUR_GREEN);
	ck_assert_uint_eq(v.cell[6].look.colour, 0);
}
END_TEST

START_TEST(program_tab_goes_from_field_to_field)
{
	form();
	ck_assert(GUEST(CCW_3270_WRITE, 0x40, DS_SBA, A(0), DS_PT, 0xD1, 0xD6, DS_PT, DS_IC));
	update();
	ck_assert_str_eq(sim_row(&d, 2), " NAME JO");
	ck_assert_uint_eq(d.cursor, 0);
}
END_TEST

START_TEST(orders_that_can_not_be_end_the_stream)
{
	fresh();
	ck_assert(GUEST(CCW_3270_ERASE_WRITE, 0xC3, DS_SBA, A(24 * 80 - 1)));
	ck_assert(!GUEST(CCW_3270_WRITE, 0xC3, DS_SBA, A(24 * 80)));
	ck_assert(!GUEST(CCW_3270_WRITE, 0xC3, DS_RA, A(0x3FFF), 0xC1));
	ck_assert(!GUEST(CCW_3270_WRITE, 0xC3, DS_EUA, A(24 * 80), 0xC1));
	ck_assert(!vscreen_byte(&v, 0xC1));
	ck_assert(GUEST(CCW_3270_WRITE, 0xC3, DS_RA, A(0), DS_GE, 0xC1)); /* all around */
	ck_assert_uint_eq(v.cell[0].ch, 0xC1);
}
END_TEST

START_TEST(takes_no_input_that_the_screen_could_not_have_sent)
{
	static const uint8_t wrong[][8] = {
		{AID_ENTER, 0xC1, 0xD9, DS_SBA, 0xC1, 0xD7, 0xC2}, /* in the middle of the field */
		{AID_ENTER, 0xC1, 0xD9, DS_SF, 0xC1, 0xD6, 0xC2},
		{AID_ENTER, 0x7F, 0x7F, DS_SBA, 0xC1, 0xD6, 0xC2}, /* the cursor off the screen */
		{0x00, 0xC1, 0xD9, DS_SBA, 0xC1, 0xD6, 0xC2},
		{AID_STRUCTURED, 0xC1, 0xD9, DS_SBA, 0xC1, 0xD6, 0xC2},
	};

	form();
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		ck_assert_uint_eq(vscreen_input(&v, wrong[i], 7, 80), 0);
	ck_assert_uint_eq(vscreen_input(&v, wrong[0], 0, 80), 0);
	ck_assert_uint_eq(v.cell[86].ch, 0);
	ck_assert(!v.is_locked);
}
END_TEST

/* A stream of likely bytes. */
static void random_stream(void)
{
	static const uint8_t likely[] = {DS_SBA, DS_SF, DS_IC, DS_PT, DS_RA, DS_EUA, DS_GE, DS_SFE,
		DS_SA, DS_MF, 0x00, 0x01, 0x02, 0x40, 0xC1, 0x5D, 0x60, XA_COLOUR, XA_FIELD, 0xF2};
	static const uint8_t commands[] = {
		CCW_3270_WRITE, CCW_3270_WRITE, CCW_3270_ERASE_WRITE, CCW_3270_ERASE_WRITE_ALT};
	uint8_t data[200];
	size_t len = random_below(sizeof(data));

	for (size_t i = 0; i < len; i++)
		data[i] = random_below(3) ? likely[random_below(sizeof(likely))]
					  : (uint8_t)random_below(256);
	(void)guest(commands[random_below(4)], data, len);
}

/* What the display shows must be what the cells say. */
static void check_shown(void)
{
	for (unsigned at = 0; at < (unsigned)v.rows * v.cols; at++) {
		const struct vcell *cell = &v.cell[at];

		sim_check(!(cell->attr & VCELL_DIRTY), "%u is dirty", at);
		sim_check(d.is_attr[at] == !!(cell->attr & VCELL_FIELD), "attribute at %u", at);
		if (d.is_attr[at])
			sim_check(d.cell[at] == (cell->attr & 0x3F), "attribute at %u", at);
		else
			sim_check(d.cell[at] == cell->ch, "%u: %02X not %02X", at, d.cell[at],
				cell->ch);
	}
	sim_check(d.cursor == v.cursor, "cursor %u not %u", d.cursor, v.cursor);
	sim_check(d.locked == v.is_locked, "keyboard");
}

START_TEST(survives_a_long_random_life)
{
	static const uint8_t aids[] = {
		AID_ENTER, AID_CLEAR, AID_PA1, AID_PF1, 0x00, AID_STRUCTURED};
	uint8_t data[300];

	random_begin("vscreen");
	fresh();
	for (int step = 0; step < 20000; step++) {
		if (random_below(4)) {
			random_stream();
		} else if (random_below(2)) {
			update();
			if (!d.locked)
				ck_assert_uint_ne(press(aids[random_below(4)]), 0);
		} else if (random_below(8) == 0) {
			size_t len = 1 + random_below(sizeof(data) - 1);

			for (size_t i = 0; i < len; i++)
				data[i] = (uint8_t)random_below(256);
			data[0] = aids[random_below(sizeof(aids))];
			(void)vscreen_input(&v, data, len, 80);
			sim_init(&d, 43, 80); /* that was another display */
			vscreen_repaint(&v);
		} else if (random_below(8) == 0) {
			vscreen_erase_unprotected(&v);
		} else {
			guest_reads(random_below(2));
		}
		if (random_below(3))
			continue;
		update_sized(64 + random_below(2000));
		check_shown();
	}
}
END_TEST

START_TEST(leaves_out_what_a_smaller_display_has_no_room_for)
{
	static uint8_t buf[8192];
	uint8_t command;
	int len;

	vscreen_init(&v, 27, 132);
	ck_assert(GUEST(CCW_3270_ERASE_WRITE_ALT, 0xC3, DS_SF, 0x60, DS_RA, A(0), 0xC1));
	sim_init(&d, 24, 80);
	while ((len = vscreen_render(&v, buf, 500, 24, 80, false, &command)) > 0)
		sim_write(&d, command, buf, (size_t)len);
	ck_assert_uint_eq(strlen(sim_row(&d, 24)), 80);
	ck_assert_uint_eq(d.rows, 24);
}
END_TEST

UNIT_MAIN("logic/term/vscreen", shows_what_the_guest_writes, the_guest_reads_what_was_typed,
	the_keyboard_stays_locked_till_the_guest_restores_it, clear_empties_both_screens,
	a_repaint_brings_typed_and_written_text_back, erases_what_is_unprotected,
	the_alternate_size, colours_of_fields_and_characters, program_tab_goes_from_field_to_field,
	orders_that_can_not_be_end_the_stream, takes_no_input_that_the_screen_could_not_have_sent,
	survives_a_long_random_life, leaves_out_what_a_smaller_display_has_no_room_for)
