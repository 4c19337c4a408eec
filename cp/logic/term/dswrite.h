/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Builds an outbound 3270 data stream in a bounded buffer.
 *
 * What doesn't fit is left out and remembered, so that a caller can write a whole item, look, and
 * go back to where the item began.
 */
#ifndef LOGIC_TERM_DSWRITE_H
#define LOGIC_TERM_DSWRITE_H

#include "arch/types.h"

/* Colour (XA_COLOUR_*) and highlighting (XA_HIGHLIGHT_*) of a field; 0: the display's own. */
struct ds_look {
	uint8_t colour, highlight;
};

struct ds_writer {
	uint8_t *buf;
	size_t size, len;
	bool overflow; /* something didn't fit: what is in buf from there on is nothing */
};

void dsw_byte(struct ds_writer *w, uint8_t byte);

/* The six low bits of value as a graphic character: write control character, attributes. */
void dsw_code(struct ds_writer *w, unsigned value);

/* Order SBA; addr counts positions from 0, below 4096. */
void dsw_address(struct ds_writer *w, unsigned addr);

/* Order SF with the FA_* bits attr. */
void dsw_field(struct ds_writer *w, unsigned attr);

/* The same with a look: SFE when there is one, at most 8 bytes. */
void dsw_field_look(struct ds_writer *w, unsigned attr, struct ds_look look);

/* Order IC. */
void dsw_cursor(struct ds_writer *w);

/*
 * Display clients have the square brackets at X'AD' and X'BD' unless told otherwise, where code page
 * 037 has other characters, which they have at X'BA' and X'BB': both ways.
 */
ebc8_t ds_bracket(ebc8_t c);

/* len characters of ASCII; what has no graphic becomes a blank. */
void dsw_text(struct ds_writer *w, const char *text, size_t len);

/* Nulls from address from up to, not including, address to; nothing if they are the same. */
void dsw_nulls(struct ds_writer *w, unsigned from, unsigned to);

#endif
