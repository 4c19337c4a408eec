// SPDX-License-Identifier: Apache-2.0
#include "screen/screen.h"

#include "unit.h"

#include <string.h>

static uint8_t buf[8192];
static struct screen_out out;
static struct screen_in in;
static unsigned row, col;
static char text[100];

START_TEST(a_field_is_its_place_attribute_and_text)
{
	static const uint8_t stream[] = {0xC3, DS_SBA, 0x40, 0xD3, DS_SF, 0xF8, 0xC8, 0xC9, 0x40,
		DS_SBA, 0xC1, 0x50, DS_SFE, 2, XA_FIELD, 0x40, XA_COLOUR, XA_COLOUR_RED, 0xC1, 0, 0,
		DS_SBA, 0xC1, 0xD1, DS_IC};

	screen_begin(&out, buf, sizeof(buf), 24, 80);
	screen_field(&out, 1, 20, 3, SCREEN_HIGH, 0, "HI");
	screen_field(&out, 2, 1, 3, SCREEN_INPUT, XA_COLOUR_RED, "A");
	ck_assert_uint_eq(screen_end(&out, false), sizeof(stream));
	ck_assert(!out.overflow);
	ck_assert_mem_eq(buf, stream, sizeof(stream));
	ck_assert_uint_eq(screen_control(&out), 0x80);
}
END_TEST

START_TEST(what_is_not_on_the_screen_is_left_out)
{
	screen_begin(&out, buf, sizeof(buf), 43, 80);
	screen_field(&out, 44, 1, 3, SCREEN_HIGH, 0, "HI");
	screen_field(&out, 0, 1, 3, SCREEN_HIGH, 0, "HI");
	screen_field(&out, 1, 81, 3, SCREEN_HIGH, 0, "HI");
	screen_cursor(&out, 44, 1);
	screen_stop(&out, 44, 1);
	ck_assert_uint_eq(screen_end(&out, true), 1);
	ck_assert_uint_eq(buf[0], 0xC7);
	ck_assert_uint_eq(screen_control(&out), 0xC0);
	screen_field(&out, 43, 79, 30, SCREEN_PROTECTED, 0, "ABCDEF"); /* one place is left */
	ck_assert_uint_eq(out.len, 7);
}
END_TEST

START_TEST(a_buffer_that_is_full_is_told)
{
	screen_begin(&out, buf, 10, 24, 80);
	screen_field(&out, 1, 1, 50, SCREEN_PROTECTED, 0, "A");
	ck_assert(out.overflow);
	ck_assert_uint_eq(screen_end(&out, false), 10);
}
END_TEST

START_TEST(input_is_a_key_a_cursor_and_fields)
{
	static const uint8_t data[] = {AID_PF1 + 2, 0xC1, 0x50, DS_SBA, 0x40, 0xC1, 0xC8, 0, 0xC9,
		DS_SBA, 0xC1, 0xD1, DS_SBA, 0x5D, 0x7F, 0xAD};

	screen_input(&in, data, sizeof(data), 24, 80);
	ck_assert_uint_eq(in.key, KEY_PF1 + 2);
	ck_assert_uint_eq(in.row, 2);
	ck_assert_uint_eq(in.col, 1);
	ck_assert(screen_next(&in, &row, &col, text, sizeof(text)));
	ck_assert_uint_eq(row, 1);
	ck_assert_uint_eq(col, 2);
	ck_assert_str_eq(text, "HI");
	ck_assert(screen_next(&in, &row, &col, text, sizeof(text)));
	ck_assert_uint_eq(row, 2);
	ck_assert_str_eq(text, "");
	ck_assert(screen_next(&in, &row, &col, text, sizeof(text)));
	ck_assert_uint_eq(row, 24);
	ck_assert_uint_eq(col, 80);
	ck_assert_str_eq(text, "[");
	ck_assert(!screen_next(&in, &row, &col, text, sizeof(text)));
}
END_TEST

START_TEST(a_text_is_cut_to_its_buffer)
{
	static const uint8_t data[] = {AID_ENTER, 0x40, 0x40, DS_SBA, 0x40, 0x40, 0xC1, 0xC2, 0xC3};

	screen_input(&in, data, sizeof(data), 24, 80);
	ck_assert(screen_next(&in, &row, &col, text, 3));
	ck_assert_str_eq(text, "AB");
}
END_TEST

START_TEST(all_keys_have_names)
{
	static const struct {
		uint8_t aid;
		unsigned key;
	} keys[] = {{AID_ENTER, KEY_ENTER}, {AID_CLEAR, KEY_CLEAR}, {AID_PA1, KEY_PA1},
		{AID_PA2, KEY_PA2}, {AID_PA3, KEY_PA3}, {AID_PF1, KEY_PF1}, {0xF9, KEY_PF1 + 8},
		{AID_PF10, KEY_PF1 + 9}, {0x7C, KEY_PF1 + 11}, {AID_PF13, KEY_PF1 + 12},
		{0xC9, KEY_PF1 + 20}, {AID_PF22, KEY_PF1 + 21}, {0x4C, KEY_PF24}, {0, KEY_NONE},
		{AID_NONE, KEY_NONE}, {0xFA, KEY_NONE}};

	for (unsigned i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		screen_input(&in, &keys[i].aid, 1, 24, 80);
		ck_assert_uint_eq(in.key, keys[i].key);
		ck_assert(!screen_next(&in, &row, &col, text, sizeof(text)));
	}
	screen_input(&in, buf, 0, 24, 80);
	ck_assert_uint_eq(in.key, KEY_NONE);
}
END_TEST

START_TEST(garbage_is_no_input)
{
	static const uint8_t off[] = {AID_ENTER, 0x5D, 0x7F + 1}, half[] = {AID_ENTER, 0x40},
			     text_first[] = {AID_ENTER, 0x40, 0x40, 0xC1},
			     field_off[] = {AID_ENTER, 0x40, 0x40, DS_SBA, 0x0F, 0xFF, 0xC1},
			     field_half[] = {AID_ENTER, 0x40, 0x40, DS_SBA, 0x0F};

	screen_input(&in, off, sizeof(off), 24, 80);
	ck_assert_uint_eq(in.row, 24); /* six bits count */
	screen_input(&in, half, sizeof(half), 24, 80);
	ck_assert_uint_eq(in.key, KEY_NONE);
	screen_input(&in, text_first, sizeof(text_first), 24, 80);
	ck_assert(!screen_next(&in, &row, &col, text, sizeof(text)));
	screen_input(&in, field_off, sizeof(field_off), 24, 80);
	ck_assert(!screen_next(&in, &row, &col, text, sizeof(text)));
	screen_input(&in, field_half, sizeof(field_half), 24, 80);
	ck_assert(!screen_next(&in, &row, &col, text, sizeof(text)));
}
END_TEST

UNIT_MAIN("cms/screen", a_field_is_its_place_attribute_and_text,
	what_is_not_on_the_screen_is_left_out, a_buffer_that_is_full_is_told,
	input_is_a_key_a_cursor_and_fields, a_text_is_cut_to_its_buffer, all_keys_have_names,
	garbage_is_no_input)
