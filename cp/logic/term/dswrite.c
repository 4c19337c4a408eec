// SPDX-License-Identifier: Apache-2.0
/* Builds an outbound 3270 data stream in a bounded buffer. */
#include "logic/term/dswrite.h"

#include "arch/ds3270.h"
#include "lib/ebcdic.h"

static const uint8_t codes[64] = DS_CODE_TABLE;

void dsw_byte(struct ds_writer *w, uint8_t byte)
{
	if (w->len < w->size)
		w->buf[w->len++] = byte;
	else
		w->overflow = true;
}

void dsw_code(struct ds_writer *w, unsigned value)
{
	dsw_byte(w, codes[value & 63]);
}

static void raw_address(struct ds_writer *w, unsigned addr)
{
	dsw_code(w, addr >> 6);
	dsw_code(w, addr);
}

void dsw_address(struct ds_writer *w, unsigned addr)
{
	dsw_byte(w, DS_SBA);
	raw_address(w, addr);
}

void dsw_field(struct ds_writer *w, unsigned attr)
{
	dsw_byte(w, DS_SF);
	dsw_code(w, attr);
}

void dsw_field_look(struct ds_writer *w, unsigned attr, struct ds_look look)
{
	if (!look.colour && !look.highlight)
		return dsw_field(w, attr);
	dsw_byte(w, DS_SFE);
	dsw_byte(w, (uint8_t)(1 + (look.colour != 0) + (look.highlight != 0)));
	dsw_byte(w, XA_FIELD);
	dsw_code(w, attr);
	if (look.highlight) {
		dsw_byte(w, XA_HIGHLIGHT);
		dsw_byte(w, look.highlight);
	}
	if (look.colour) {
		dsw_byte(w, XA_COLOUR);
		dsw_byte(w, look.colour);
	}
}

void dsw_cursor(struct ds_writer *w)
{
	dsw_byte(w, DS_IC);
}

ebc8_t ds_bracket(ebc8_t c)
{
	switch (c) {
	case 0xAD: return 0xBA;
	case 0xBA: return 0xAD;
	case 0xBD: return 0xBB;
	case 0xBB: return 0xBD;
	default: return c;
	}
}

void dsw_text(struct ds_writer *w, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		ebc8_t c = ds_bracket(ebc_from_chr(text[i]));

		/* Below the blank are orders and format controls; X'FF' is a control too. */
		dsw_byte(w, c < EBC_BLANK || c == 0xFF ? EBC_BLANK : c);
	}
}

void dsw_nulls(struct ds_writer *w, unsigned from, unsigned to)
{
	/* A repeat to where it stands would go around the whole screen. */
	if (from == to)
		return;
	dsw_byte(w, DS_RA);
	raw_address(w, to);
	dsw_byte(w, 0);
}
