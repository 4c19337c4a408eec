/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A 3270 display for tests: applies outbound data streams as a device does, strictly (anything that
 * it would reject fails the test), lets a test type and press keys, and makes the inbound data
 * stream.
 */
#ifndef SIM3270_H
#define SIM3270_H

#include "arch/ds3270.h"
#include "lib/ebcdic.h"
#include "logic/term/term.h"
#include "unit.h"

#include <string.h>

#define SIM_CELLS 3564

/* ck_assert_msg without the cost of noting that it was passed: these run for every cell. */
#define sim_check(condition, ...)                                                                  \
	do {                                                                                       \
		if (!(condition))                                                                  \
			ck_abort_msg(__VA_ARGS__);                                                 \
	} while (0)

struct sim {
	unsigned model_rows, model_cols; /* after an ERASE/WRITE ALTERNATE */
	unsigned rows, cols;
	uint8_t cell[SIM_CELLS]; /* EBCDIC, or the attribute's six bits */
	bool is_attr[SIM_CELLS];
	uint8_t colour[SIM_CELLS]; /* of an attribute that has one */
	unsigned cursor;
	bool locked;
	unsigned alarms, writes, erases;
	size_t bytes;
	char text[SIM_CELLS + 1]; /* what sim_row gave last */
};

static inline void sim_init(struct sim *d, unsigned rows, unsigned cols)
{
	memset(d, 0, sizeof(*d));
	d->model_rows = rows;
	d->model_cols = cols;
	d->rows = 24;
	d->cols = 80;
	d->locked = true;
}

static inline unsigned sim_size(const struct sim *d)
{
	return d->rows * d->cols;
}

static inline unsigned sim_decode(uint8_t code)
{
	static const uint8_t codes[64] = DS_CODE_TABLE;

	/* The low six bits of a code are what it stands for. */
	sim_check(codes[code & 63] == code, "X'%02X' is no code", code);
	return code & 63;
}

/* The attribute that rules position at; it is at *where. */
static inline unsigned sim_attr(const struct sim *d, unsigned at, unsigned *where)
{
	for (unsigned i = 0; i < sim_size(d); i++) {
		unsigned p = (at + sim_size(d) - i) % sim_size(d);

		if (d->is_attr[p]) {
			*where = p;
			return d->cell[p];
		}
	}
	ck_abort_msg("the screen is not formatted");
	return 0;
}

static inline void sim_put(struct sim *d, unsigned *at, uint8_t byte, bool attr)
{
	sim_check(*at < sim_size(d), "%u is off the screen", *at);
	d->cell[*at] = byte;
	d->is_attr[*at] = attr;
	d->colour[*at] = 0;
	*at = (*at + 1) % sim_size(d);
}

static inline unsigned sim_get_address(const struct sim *d, const uint8_t *from)
{
	unsigned addr = sim_decode(from[0]) << 6 | sim_decode(from[1]);

	sim_check(addr < sim_size(d), "%u is off the screen", addr);
	return addr;
}

static inline size_t sim_extended(struct sim *d, unsigned *at, const uint8_t *data, size_t left)
{
	uint8_t attr = 0, colour = 0;
	size_t len;

	sim_check(left >= 2 && left >= 2 + 2u * data[1], "cut off");
	len = 2 + 2u * data[1];
	for (size_t i = 2; i < len; i += 2)
		switch (data[i]) {
		case XA_FIELD: attr = (uint8_t)sim_decode(data[i + 1]); break;
		case XA_COLOUR: colour = data[i + 1]; break;
		case XA_HIGHLIGHT: break;
		default: sim_check(false, "pair X'%02X'", data[i]);
		}
	sim_put(d, at, attr, true);
	d->colour[(*at + sim_size(d) - 1) % sim_size(d)] = colour;
	return len;
}

static inline size_t sim_order(struct sim *d, unsigned *at, const uint8_t *data, size_t left)
{
	unsigned to;

	switch (data[0]) {
	case DS_SBA:
		sim_check(left >= 3, "cut off");
		*at = sim_get_address(d, data + 1);
		return 3;
	case DS_SF:
		sim_check(left >= 2, "cut off");
		sim_put(d, at, (uint8_t)sim_decode(data[1]), true);
		return 2;
	case DS_SFE: return sim_extended(d, at, data, left);
	case DS_SA: sim_check(left >= 3, "cut off"); return 3;
	case DS_IC: d->cursor = *at; return 1;
	case DS_RA:
		sim_check(left >= 4, "cut off");
		to = sim_get_address(d, data + 1);
		sim_check(to > *at, "a repeat from %u to %u goes around", *at, to);
		while (*at != to)
			sim_put(d, at, data[3], false);
		return 4;
	default:
		sim_check((data[0] >= 0x40 && data[0] != 0xFF) || !data[0] || data[0] == 0x1C ||
				  data[0] == 0x1E,
			"X'%02X' sent", data[0]);
		sim_put(d, at, data[0], false);
		return 1;
	}
}

static inline void sim_write(struct sim *d, uint8_t command, const uint8_t *data, size_t len)
{
	unsigned at = d->cursor, wcc;

	sim_check(len >= 1, "nothing to write");
	if (command == CCW_3270_ERASE_WRITE || command == CCW_3270_ERASE_WRITE_ALT) {
		bool alt = command == CCW_3270_ERASE_WRITE_ALT;

		d->rows = alt ? d->model_rows : 24;
		d->cols = alt ? d->model_cols : 80;
		memset(d->cell, 0, sizeof(d->cell));
		memset(d->is_attr, 0, sizeof(d->is_attr));
		d->cursor = at = 0;
		d->erases++;
	} else {
		sim_check(command == CCW_3270_WRITE, "command X'%02X'", command);
	}
	wcc = sim_decode(data[0]);
	sim_check(!(wcc & WCC_RESET_MDT), "this forgets what is typed");
	for (size_t i = 1; i < len;)
		i += sim_order(d, &at, data + i, len - i);
	if (wcc & WCC_ALARM)
		d->alarms++;
	if (wcc & WCC_KEYBOARD_RESTORE)
		d->locked = false;
	d->writes++;
	d->bytes += len;
}

/* Writes all that the terminal has, in buffers of size bytes. Returns how many writes it took. */
static inline unsigned sim_update_sized(struct sim *d, struct term *t, size_t size)
{
	static uint8_t buf[16384];
	unsigned writes = 0;
	uint8_t command;
	int len;

	for (;;) {
		memset(buf, 0xEE, sizeof(buf));
		len = term_render(t, buf, size, &command);
		sim_check(len >= 0 && (size_t)len <= size && buf[size] == 0xEE, "rc %d", len);
		if (len == 0)
			return writes;
		sim_write(d, command, buf, (size_t)len);
		writes++;
		sim_check(writes < 1000, "no end");
	}
}

static inline unsigned sim_update(struct sim *d, struct term *t)
{
	return sim_update_sized(d, t, 4096);
}

/* What a person sees in columns from..from+len-1 of a row, both from 1, without blanks at the end.
 */
static inline const char *sim_part(struct sim *d, unsigned row, unsigned from, unsigned len)
{
	unsigned start = (row - 1) * d->cols + from - 1, where, end = 0;
	unsigned attr = sim_attr(d, start, &where);

	for (unsigned i = 0; i < len; i++) {
		unsigned p = start + i;
		bool shown = !d->is_attr[p] && d->cell[p] != 0;

		if (d->is_attr[p])
			attr = d->cell[p];
		shown = shown && (attr & FA_DISPLAY) != FA_NONDISPLAY;

		d->text[i] = shown ? ebc_to_chr(d->cell[p]) : ' ';
		if (d->text[i] != ' ')
			end = i + 1;
	}
	d->text[end] = '\0';
	return d->text;
}

static inline const char *sim_row(struct sim *d, unsigned row)
{
	return sim_part(d, row, 1, d->cols);
}

static inline const char *sim_status(struct sim *d)
{
	return sim_part(d, d->rows, d->cols - 19, 20);
}

/* Whether all that is to be seen in a row is highlighted (or none of it is). */
static inline bool sim_is_high(struct sim *d, unsigned row)
{
	bool high = false, seen = false, this_one;
	unsigned where, attr = sim_attr(d, (row - 1) * d->cols, &where);

	for (unsigned i = 0; i < d->cols; i++) {
		unsigned p = (row - 1) * d->cols + i;

		if (d->is_attr[p])
			attr = d->cell[p];
		if (d->is_attr[p] || d->cell[p] == 0 || d->cell[p] == EBC_BLANK)
			continue;
		this_one = (attr & FA_DISPLAY) == FA_HIGH;
		sim_check(!seen || this_one == high, "row %u is half highlighted", row);
		high = this_one;
		seen = true;
	}
	return high;
}

/* The colour of column col of a row, both from 1. */
static inline uint8_t sim_colour(struct sim *d, unsigned row, unsigned col)
{
	unsigned where;

	sim_attr(d, (row - 1) * d->cols + col - 1, &where);
	return d->colour[where];
}

/* Types text where the cursor is. */
static inline void sim_type(struct sim *d, const char *text)
{
	unsigned where, attr;

	for (; *text; text++) {
		sim_check(!d->locked, "the keyboard is locked");
		attr = sim_attr(d, d->cursor, &where);
		ck_assert_msg(
			where != d->cursor && !(attr & FA_PROTECTED), "protected at %u", d->cursor);
		d->cell[where] |= FA_MODIFIED;
		d->cell[d->cursor] = ebc_from_chr(*text);
		d->cursor = (d->cursor + 1) % sim_size(d);
	}
}

/* To the first position of the next field that can be typed in. */
static inline void sim_tab(struct sim *d)
{
	for (unsigned i = 0; i < sim_size(d); i++) {
		unsigned p = (d->cursor + i) % sim_size(d);

		if (d->is_attr[p] && !(d->cell[p] & FA_PROTECTED)) {
			d->cursor = (p + 1) % sim_size(d);
			return;
		}
	}
}

static inline size_t sim_put_address(uint8_t *to, unsigned addr)
{
	static const uint8_t codes[64] = DS_CODE_TABLE;

	to[0] = codes[addr >> 6];
	to[1] = codes[addr & 63];
	return 2;
}

/* Presses a key: the answer to READ MODIFIED goes to out. Returns its length. */
static inline size_t sim_key(struct sim *d, uint8_t aid, uint8_t *out)
{
	bool formatted = false;
	size_t len = 1;

	sim_check(!d->locked, "the keyboard is locked");
	d->locked = true;
	out[0] = aid;
	if (aid == AID_CLEAR) {
		memset(d->cell, 0, sizeof(d->cell));
		memset(d->is_attr, 0, sizeof(d->is_attr));
		d->cursor = 0;
	}
	if (aid == AID_CLEAR || aid == AID_PA1 || aid == AID_PA2 || aid == AID_PA3)
		return 1;
	len += sim_put_address(out + len, d->cursor);
	for (unsigned p = 0; p < sim_size(d); p++) {
		formatted |= d->is_attr[p];
		if (!d->is_attr[p] || !(d->cell[p] & FA_MODIFIED))
			continue;
		out[len++] = DS_SBA;
		len += sim_put_address(out + len, (p + 1) % sim_size(d));
		for (unsigned i = 1; i < sim_size(d); i++) {
			unsigned q = (p + i) % sim_size(d);

			if (d->is_attr[q])
				break;
			if (d->cell[q] != 0)
				out[len++] = d->cell[q];
		}
	}
	for (unsigned p = 0; !formatted && p < sim_size(d); p++)
		if (d->cell[p] != 0)
			out[len++] = d->cell[p];
	return len;
}

/* Presses a key and gives the terminal what it sends. */
static inline struct term_event sim_press(struct sim *d, struct term *t, uint8_t aid, tod_t now)
{
	uint8_t data[SIM_CELLS + 64];
	struct term_event event = {.kind = TERM_EV_NONE};
	size_t len = sim_key(d, aid, data);

	ck_assert(term_attention(t, false, &event));
	term_input(t, data, len, now, &event);
	return event;
}

#endif
