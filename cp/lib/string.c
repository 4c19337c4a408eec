// SPDX-License-Identifier: Apache-2.0
/* Strings: what the C library does not have in the form that CP needs. */
#include "lib/string.h"
#include "lib/err.h"

void str_copy(char *dst, const char *src, size_t size)
{
	size_t len = strlen(src);

	if (!size)
		return;
	len = MIN(len, size - 1);
	memcpy(dst, src, len);
	dst[len] = '\0';
}

uint32_t str_hash(const char *text)
{
	uint32_t hash = 2166136261u;

	for (; *text; text++)
		hash = (hash ^ (uint8_t)*text) * 16777619u;
	return hash;
}

void str_hex(char *dst, uint64_t value, unsigned nr)
{
	for (dst[nr] = '\0'; nr; value >>= 4)
		dst[--nr] = "0123456789ABCDEF"[value & 0xF];
}

bool chr_is_hex(char c)
{
	c = chr_upper(c);
	return chr_is_digit(c) || (c >= 'A' && c <= 'F');
}

bool chr_is_alpha(char c)
{
	c = chr_upper(c);
	return c >= 'A' && c <= 'Z';
}

bool chr_is_space(char c)
{
	return c == ' ' || c == '\t';
}

void str_upper(char *s)
{
	for (; *s; s++)
		*s = chr_upper(*s);
}

int mem_casecmp(const char *a, const char *b, size_t len)
{
	for (; len; a++, b++, len--) {
		uint8_t x, y;

		if (*a == *b)
			continue;
		x = (uint8_t)chr_upper(*a);
		y = (uint8_t)chr_upper(*b);
		if (x != y)
			return x < y ? -1 : 1;
	}
	return 0;
}

/* 36: none of any base that is used here. */
static unsigned digit_value(char c)
{
	unsigned digit = (unsigned)(uint8_t)c - '0', letter;

	if (digit < 10)
		return digit;
	letter = ((unsigned)(uint8_t)c | 0x20) - 'a';
	return letter < 6 ? letter + 10 : 36;
}

static int str_to_number(const char *s, size_t len, unsigned base, uint64_t *value)
{
	const uint64_t most = base == 10 ? UINT64_MAX / 10 : UINT64_MAX / 16;
	const size_t always_fits = base == 10 ? 19 : 16; /* so many digits */
	bool is_too_large = false;
	uint64_t v = 0;

	if (!len)
		return -E_INVAL;
	for (size_t i = 0; i < len; i++) {
		unsigned digit = digit_value(s[i]);

		if (digit >= base)
			return -E_INVAL;
		if (i >= always_fits)
			is_too_large |= v > most || v * base > UINT64_MAX - digit;
		v = v * base + digit;
	}
	if (is_too_large)
		return -E_RANGE;
	*value = v;
	return 0;
}

int str_to_dec(const char *s, size_t len, uint64_t *value)
{
	return str_to_number(s, len, 10, value);
}

int str_to_hex(const char *s, size_t len, uint64_t *value)
{
	return str_to_number(s, len, 16, value);
}
