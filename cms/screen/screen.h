/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A full screen of fields as a 3270 data stream, and what a person did to it: pure.
 *
 *	struct screen_out out;
 *	screen_begin(&out, fullscreen_buf(), FULLSCREEN_BUF, rows, cols);
 *	screen_field(&out, 1, 1, 20, SCREEN_HIGH, 0, "FILELIST");	row, column, length
 *	screen_field(&out, 24, 1, 70, SCREEN_INPUT, 0, "");
 *	screen_cursor(&out, 24, 2);
 *	fullscreen_write(screen_control(&out), screen_end(&out, false));
 *	len = fullscreen_wait(&data);
 *	screen_input(&in, data, len, rows, cols);
 *	while (screen_next(&in, &row, &col, text, sizeof(text)))
 *		...
 *
 * Rows and columns count from 1. A field's first place is its attribute, which looks blank: a field
 * at column 1 has its text from column 2 on. Text is ASCII.
 */
#ifndef SCREEN_SCREEN_H
#define SCREEN_SCREEN_H

#include "arch/ds3270.h"
#include "arch/types.h"

#define SCREEN_ROWS_MAX 43
#define SCREEN_COLS_MAX 132

/* A size that is not one of a display, whose places 12 bits count, becomes 24 x 80. */
void screen_fit(unsigned *rows, unsigned *cols);

/* What a field is; its colour is XA_COLOUR_* or 0. */
enum screen_kind {
	SCREEN_PROTECTED = FA_PROTECTED | FA_NUMERIC, /* the cursor skips it */
	SCREEN_HIGH = FA_PROTECTED | FA_NUMERIC | FA_HIGH,
	SCREEN_INPUT = 0,
	SCREEN_INPUT_HIGH = FA_HIGH,
	SCREEN_SECRET = FA_NONDISPLAY, /* input that is not shown */
};

/* Function: a stream that is made. */
struct screen_out {
	uint8_t *buf;
	unsigned size, len, rows, cols;
	bool overflow;     /* something did not fit and is missing */
	uint8_t highlight; /* XA_HIGHLIGHT_* of the fields that follow; 0: none */
	int cursor;        /* -1: where the first input field begins */
};

/* Begins a screen that replaces what is shown. */
void screen_begin(
	struct screen_out *out, uint8_t *buf, unsigned size, unsigned rows, unsigned cols);

/*
 * A field whose attribute is at a place, with room for len characters, shorter texts padded: with
 * blanks if protected, else with nothing, so that characters can be inserted. What is beyond the
 * last row is left out.
 */
void screen_field(struct screen_out *out, unsigned row, unsigned col, unsigned len,
	enum screen_kind kind, uint8_t colour, const char *text);

/* The end of an input field: a place where nothing can be typed. */
void screen_stop(struct screen_out *out, unsigned row, unsigned col);

void screen_cursor(struct screen_out *out, unsigned row, unsigned col);

/* Ends it, with the alarm or not; the keyboard is free then. Returns the length of the stream. */
unsigned screen_end(struct screen_out *out, bool alarm);

/* With which control nuc/fullscreen.h writes it. */
uint8_t screen_control(const struct screen_out *out);

/* ---- Input --------------------------------------------------------------- */

/* The keys. */
enum screen_key {
	KEY_NONE, /* what came is no input */
	KEY_ENTER,
	KEY_CLEAR,
	KEY_PA1,
	KEY_PA2,
	KEY_PA3,
	KEY_PF1 = 0x20, /* KEY_PF1 + n - 1: PFn, to 24 */
	KEY_PF24 = KEY_PF1 + 23,
};

/* Function: input that is being read. */
struct screen_in {
	enum screen_key key;
	unsigned row, col; /* of the cursor; 0 after CLEAR and PA keys */
	const uint8_t *data;
	unsigned len, at, rows, cols;
};

/* Begins with len bytes of anything that READ MODIFIED brought from a screen of that size. */
void screen_input(
	struct screen_in *in, const uint8_t *data, unsigned len, unsigned rows, unsigned cols);

/*
 * The next field that was changed: the place of its first character, and its text with a final NUL,
 * cut to size; characters that are not there became nothing. False: there are no more.
 */
bool screen_next(struct screen_in *in, unsigned *row, unsigned *col, char *text, unsigned size);

#endif
