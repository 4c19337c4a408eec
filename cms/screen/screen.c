// SPDX-License-Identifier: Apache-2.0
/* 3270 data streams of fields. */
#include "screen/screen.h"

#include "lib/ebcdic.h"
#include "lib/string.h"

#define PLACES_MAX 4096

static const uint8_t codes[64] = DS_CODE_TABLE;

/* ---- Output -------------------------------------------------------------- */

static void put(struct screen_out *out, uint8_t byte)
{
	if (out->len == out->size)
		out->overflow = true;
	else
		out->buf[out->len++] = byte;
}

static void put_address(struct screen_out *out, unsigned at)
{
	put(out, codes[at >> 6 & 63]);
	put(out, codes[at & 63]);
}

static unsigned place(const struct screen_out *out, unsigned row, unsigned col)
{
	return (row - 1) * out->cols + col - 1;
}

static bool is_there(const struct screen_out *out, unsigned row, unsigned col)
{
	return row >= 1 && row <= out->rows && col >= 1 && col <= out->cols;
}

/* Display clients have the square brackets elsewhere than code page 037. */
static ebc8_t to_display(char c)
{
	ebc8_t e = ebc_from_chr(c);

	if (c == '[')
		return 0xAD;
	if (c == ']')
		return 0xBD;
	return e < EBC_BLANK || e == 0xFF ? EBC_BLANK : e; /* what is no graphic may be an order */
}

static char from_display(ebc8_t c)
{
	return c == 0xAD ? '[' : c == 0xBD ? ']' : c < EBC_BLANK || c == 0xFF ? ' ' : ebc_to_chr(c);
}

void screen_fit(unsigned *rows, unsigned *cols)
{
	if (*rows >= 24 && *rows <= SCREEN_ROWS_MAX && *cols >= 80 && *cols <= SCREEN_COLS_MAX &&
		*rows * *cols <= PLACES_MAX)
		return;
	*rows = 24;
	*cols = 80;
}

void screen_begin(struct screen_out *out, uint8_t *buf, unsigned size, unsigned rows, unsigned cols)
{
	*out = (struct screen_out){
		.buf = buf, .size = size, .rows = rows, .cols = cols, .cursor = -1};
	put(out, codes[0]); /* the write control character, in the end */
}

static void put_attribute(struct screen_out *out, unsigned attribute, uint8_t colour)
{
	if (!colour && !out->highlight) {
		put(out, DS_SF);
		put(out, codes[attribute & 63]);
		return;
	}
	put(out, DS_SFE);
	put(out, 1 + (colour != 0) + (out->highlight != 0));
	put(out, XA_FIELD);
	put(out, codes[attribute & 63]);
	if (out->highlight) {
		put(out, XA_HIGHLIGHT);
		put(out, out->highlight);
	}
	if (colour) {
		put(out, XA_COLOUR);
		put(out, colour);
	}
}

void screen_field(struct screen_out *out, unsigned row, unsigned col, unsigned len,
	enum screen_kind kind, uint8_t colour, const char *text)
{
	bool is_input = !(kind & FA_PROTECTED);
	unsigned at, room;

	if (!is_there(out, row, col))
		return;
	at = place(out, row, col);
	room = MIN(len, out->rows * out->cols - at - 1);
	put(out, DS_SBA);
	put_address(out, at);
	put_attribute(out, kind, colour);
	if (is_input && out->cursor < 0)
		out->cursor = (int)at + 1;
	for (unsigned i = 0; i < room; i++) {
		if (*text)
			put(out, to_display(*text++));
		else
			put(out, is_input ? 0 : EBC_BLANK);
	}
}

void screen_stop(struct screen_out *out, unsigned row, unsigned col)
{
	if (!is_there(out, row, col))
		return;
	put(out, DS_SBA);
	put_address(out, place(out, row, col));
	put_attribute(out, SCREEN_PROTECTED, 0);
}

void screen_cursor(struct screen_out *out, unsigned row, unsigned col)
{
	if (is_there(out, row, col))
		out->cursor = (int)place(out, row, col);
}

unsigned screen_end(struct screen_out *out, bool alarm)
{
	if (out->cursor >= 0) {
		put(out, DS_SBA);
		put_address(out, (unsigned)out->cursor);
		put(out, DS_IC);
	}
	out->buf[0] = codes[WCC_KEYBOARD_RESTORE | WCC_RESET_MDT | (alarm ? WCC_ALARM : 0)];
	return out->len;
}

uint8_t screen_control(const struct screen_out *out)
{
	return out->rows == 24 && out->cols == 80 ? 0x80 : 0xC0;
}

/* ---- Input --------------------------------------------------------------- */

static enum screen_key key_of(uint8_t aid)
{
	switch (aid) {
	case AID_ENTER: return KEY_ENTER;
	case AID_CLEAR: return KEY_CLEAR;
	case AID_PA1: return KEY_PA1;
	case AID_PA2: return KEY_PA2;
	case AID_PA3: return KEY_PA3;
	default: break;
	}
	if (aid >= AID_PF1 && aid < AID_PF1 + 9)
		return KEY_PF1 + aid - AID_PF1;
	if (aid >= AID_PF10 && aid < AID_PF10 + 3)
		return KEY_PF1 + 9 + aid - AID_PF10;
	if (aid >= AID_PF13 && aid < AID_PF13 + 9)
		return KEY_PF1 + 12 + aid - AID_PF13;
	if (aid >= AID_PF22 && aid < AID_PF22 + 3)
		return KEY_PF1 + 21 + aid - AID_PF22;
	return KEY_NONE;
}

/* Two bytes of address; false: off the screen. */
static bool take_address(struct screen_in *in, unsigned *row, unsigned *col)
{
	unsigned at, high, low;

	if (in->len - in->at < 2)
		return false;
	high = in->data[in->at++];
	low = in->data[in->at++];
	at = high & 0xC0 ? (high & 63) << 6 | (low & 63) : high << 8 | low;
	if (at >= in->rows * in->cols)
		return false;
	*row = at / in->cols + 1;
	*col = at % in->cols + 1;
	return true;
}

void screen_input(
	struct screen_in *in, const uint8_t *data, unsigned len, unsigned rows, unsigned cols)
{
	*in = (struct screen_in){.data = data, .len = len, .rows = rows, .cols = cols};
	if (!len)
		return;
	in->key = key_of(data[in->at++]);
	if (in->at == len || in->key == KEY_NONE || take_address(in, &in->row, &in->col))
		return;
	in->key = KEY_NONE;
	in->at = len;
}

bool screen_next(struct screen_in *in, unsigned *row, unsigned *col, char *text, unsigned size)
{
	unsigned used = 0;

	if (in->key == KEY_NONE || in->at == in->len || in->data[in->at++] != DS_SBA ||
		!take_address(in, row, col)) {
		in->at = in->len;
		return false;
	}
	while (in->at < in->len && in->data[in->at] != DS_SBA) {
		uint8_t byte = in->data[in->at++];

		if (byte && used + 1 < size)
			text[used++] = from_display(byte);
	}
	text[used] = 0;
	return true;
}
