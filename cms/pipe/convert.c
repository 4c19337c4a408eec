// SPDX-License-Identifier: Apache-2.0
/* Conversions between characters, hexadecimal and binary digits, and numbers. */
#include "pipe/convert.h"

#include "lib/ebcdic.h"
#include "lib/string.h"

enum conversion conversion_take(struct stage *stage)
{
	static const char *const names[] = {[C2X] = "C2X",
		[X2C] = "X2C",
		[C2B] = "C2B",
		[B2C] = "B2C",
		[C2D] = "C2D",
		[D2C] = "D2C"};

	for (unsigned i = C2X; i <= D2C; i++)
		if (arg_is(stage, names[i], 3))
			return (enum conversion)i;
	return CONVERT_NOT;
}

/* Each byte in so many digits of so many bits. */
static bool to_digits(struct stage *stage, struct record data, unsigned bits, struct buf *to)
{
	static const char digits[] = "0123456789ABCDEF";

	for (uint32_t i = 0; i < data.len; i++)
		for (int shift = 8 - (int)bits; shift >= 0; shift -= (int)bits) {
			char text[2] = {digits[data.at[i] >> shift & ((1u << bits) - 1)]};

			if (!buf_add_str(stage->pipe, to, text))
				return stage_bad(stage, PMSG_NO_STORAGE, NULL);
		}
	return true;
}

static bool bad(struct stage *stage, enum pipe_msg id, struct record data)
{
	char text[33];
	uint32_t len = MIN(data.len, 32u);

	ebc_to_ascii(text, data.at, len);
	text[len] = 0;
	return stage_bad(stage, id, text);
}

static bool from_digits(struct stage *stage, struct record data, unsigned bits, struct buf *to)
{
	unsigned per_byte = 8 / bits, nr = 0;
	uint8_t byte = 0;

	for (uint32_t i = 0; i < data.len; i++) {
		char c = ebc_to_chr(data.at[i]);
		int digit = chr_is_digit(c) ? c - '0' : chr_upper(c) - 'A' + 10;

		if (c == ' ')
			continue;
		if (!chr_is_hex(c) || digit >= 1 << bits)
			return bad(stage, PMSG_BAD_HEX, data);
		byte = (uint8_t)(byte << bits | digit);
		if (++nr % per_byte == 0 && !buf_add(stage->pipe, to, &byte, 1))
			return stage_bad(stage, PMSG_NO_STORAGE, NULL);
	}
	return nr % per_byte == 0 || bad(stage, PMSG_BAD_HEX, data);
}

/* A binary number of up to eight bytes with a sign; 11 characters. */
static bool to_number(struct stage *stage, struct record data, struct buf *to)
{
	uint64_t value = data.len && (data.at[0] & 0x80) ? ~0ull : 0;
	char text[24];

	if (data.len > 8)
		return bad(stage, PMSG_BAD_NUMBER_IN, data);
	for (uint32_t i = 0; i < data.len; i++)
		value = value << 8 | data.at[i];
	str_format(text, sizeof(text), "%11ld", (long)value);
	return buf_add_str(stage->pipe, to, text) || stage_bad(stage, PMSG_NO_STORAGE, NULL);
}

/* Four bytes. */
static bool from_number(struct stage *stage, struct record data, struct buf *to)
{
	char text[25];
	uint32_t len = MIN(data.len, 24u);
	const char *at = text;
	uint64_t value;
	be32_t word;
	bool is_negative;

	ebc_to_ascii(text, data.at, len);
	text[len] = 0;
	for (; len && text[len - 1] == ' '; len--)
		text[len - 1] = 0;
	while (*at == ' ')
		at++;
	is_negative = *at == '-';
	at += is_negative;
	if (data.len > 24 || str_to_dec(at, strlen(at), &value) || value > 0x7FFFFFFF)
		return bad(stage, PMSG_BAD_NUMBER_IN, data);
	word = be32(is_negative ? 0u - (uint32_t)value : (uint32_t)value);
	return buf_add(stage->pipe, to, &word, sizeof(word)) ||
	       stage_bad(stage, PMSG_NO_STORAGE, NULL);
}

bool convert(struct stage *stage, enum conversion conversion, struct record data, struct buf *to)
{
	struct buf from = {(uint8_t *)(uintptr_t)data.at, data.len, 0};

	/* What comes from the buffer goes back there: by way of another one. */
	if (data.at == to->at) {
		struct buf copy = {0};

		if (!buf_add(stage->pipe, &copy, data.at, data.len))
			return stage_bad(stage, PMSG_NO_STORAGE, NULL);
		from = copy;
	}
	data = (struct record){from.at, from.len};
	to->len = 0;
	switch (conversion) {
	case C2X: return to_digits(stage, data, 4, to);
	case C2B: return to_digits(stage, data, 1, to);
	case X2C: return from_digits(stage, data, 4, to);
	case B2C: return from_digits(stage, data, 1, to);
	case C2D: return to_number(stage, data, to);
	case D2C: return from_number(stage, data, to);
	default: return true;
	}
}
