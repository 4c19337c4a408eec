// SPDX-License-Identifier: Apache-2.0
/* Operands of stages: words, numbers, strings. */
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "pipe/private.h"

static char *skip(struct stage *stage)
{
	while (chr_is_space(*stage->args))
		stage->args++;
	return stage->args;
}

static size_t word_len(const char *at)
{
	size_t len = 0;

	while (at[len] && !chr_is_space(at[len]))
		len++;
	return len;
}

bool arg_peek(const struct stage *stage, char word[WORD_MAX + 1])
{
	const char *at = stage->args;
	size_t len;

	while (chr_is_space(*at))
		at++;
	len = MIN(word_len(at), (size_t)WORD_MAX);
	memcpy(word, at, len);
	word[len] = 0;
	str_upper(word);
	return len;
}

static void take(struct stage *stage)
{
	char *at = skip(stage);

	stage->args = at + word_len(at);
}

bool arg_is(struct stage *stage, const char *word, unsigned min)
{
	char next[WORD_MAX + 1];
	size_t len;

	if (!arg_peek(stage, next))
		return false;
	len = strlen(next);
	if (len < min || len > strlen(word) || memcmp(next, word, len) != 0)
		return false;
	take(stage);
	return true;
}

bool arg_number(struct stage *stage, uint32_t *value)
{
	char word[WORD_MAX + 1];
	uint64_t number = UINT32_MAX;

	if (!arg_peek(stage, word))
		return false;
	if (strcmp(word, "*") != 0 &&
		(str_to_dec(word, strlen(word), &number) || number >= UINT32_MAX))
		return false;
	*value = (uint32_t)number;
	take(stage);
	return true;
}

bool arg_word(struct stage *stage, char *word, unsigned size)
{
	const char *at = skip(stage);
	size_t len = word_len(at);

	if (!len || len >= size)
		return false;
	memcpy(word, at, len);
	word[len] = 0;
	take(stage);
	return true;
}

bool arg_end(struct stage *stage)
{
	char *rest = skip(stage);

	return !*rest || stage_bad(stage, PMSG_EXCESSIVE, rest);
}

/* ---- Strings ------------------------------------------------------------- */

static int hex_digit(char c)
{
	return chr_is_digit(c) ? c - '0' : chr_upper(c) - 'A' + 10;
}

static bool is_hex(const char *at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!chr_is_hex(at[i]))
			return false;
	return len && len % 2 == 0;
}

static bool is_binary(const char *at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (at[i] != '0' && at[i] != '1')
			return false;
	return len && len % 8 == 0;
}

/* An operand that is one: a letter or digit is no delimiter, but X, H and B introduce digits. */
bool arg_is_string(const struct stage *stage)
{
	const char *at = stage->args;

	while (chr_is_space(*at))
		at++;
	if (!*at)
		return false;
	if (!chr_is_alpha(*at) && !chr_is_digit(*at))
		return !strchr("(*-+", *at);
	switch (chr_upper(*at)) {
	case 'X':
	case 'H': return is_hex(at + 1, word_len(at + 1));
	case 'B': return is_binary(at + 1, word_len(at + 1));
	default: return false;
	}
}

static bool take_digits(struct stage *stage, const char *at, struct buf *string)
{
	bool is_bits = chr_upper(*at) == 'B';
	size_t len = word_len(++at), per_byte = is_bits ? 8 : 2;

	if (!(is_bits ? is_binary(at, len) : is_hex(at, len)))
		return stage_bad(stage, PMSG_BAD_HEX, at);
	for (size_t i = 0; i < len; i += per_byte) {
		uint8_t byte = 0;

		for (size_t j = 0; j < per_byte; j++)
			byte = (uint8_t)(byte << (is_bits ? 1 : 4) | hex_digit(at[i + j]));
		if (!buf_add(stage->pipe, string, &byte, 1))
			return stage_bad(stage, PMSG_NO_STORAGE, NULL);
	}
	take(stage);
	return true;
}

bool arg_string(struct stage *stage, struct buf *string)
{
	char *at = skip(stage), *end;

	string->len = 0;
	if (!*at)
		return stage_bad(stage, PMSG_MISSING, NULL);
	if (chr_is_alpha(*at) && strchr("XHB", chr_upper(*at)))
		return take_digits(stage, at, string);
	end = strchr(at + 1, *at);
	if (!end)
		return stage_bad(stage, PMSG_NO_DELIMITER, at);
	if (!buf_room(stage->pipe, string, (uint32_t)(end - at)))
		return stage_bad(stage, PMSG_NO_STORAGE, NULL);
	string->len = (uint32_t)(end - at) - 1;
	if (string->len)
		ebc_from_ascii(string->at, at + 1, string->len);
	stage->args = end + 1;
	return true;
}

bool char_of_word(const char *word, ebc8_t *c)
{
	size_t len = strlen(word);

	if (len == 1)
		*c = ebc_from_chr(word[0]);
	else if (len == 2 && is_hex(word, 2))
		*c = (ebc8_t)(hex_digit(word[0]) << 4 | hex_digit(word[1]));
	else if (len == 3 && chr_upper(word[0]) == 'X' && is_hex(word + 1, 2))
		*c = (ebc8_t)(hex_digit(word[1]) << 4 | hex_digit(word[2]));
	else if (len == 5 &&
		 (mem_casecmp(word, "BLANK", 5) == 0 || mem_casecmp(word, "SPACE", 5) == 0))
		*c = EBC_BLANK;
	else if (len == 3 && mem_casecmp(word, "TAB", 3) == 0)
		*c = 0x05;
	else
		return false;
	return true;
}

bool arg_char(struct stage *stage, ebc8_t *c)
{
	const char *at = skip(stage);
	char word[8];
	size_t len = word_len(at);

	if (!len || len >= sizeof(word))
		return false;
	memcpy(word, at, len);
	word[len] = 0;
	if (!char_of_word(word, c))
		return false;
	take(stage);
	return true;
}

bool chars_of_word(const char *word, ebc8_t *first, ebc8_t *last)
{
	const char *dash = word[0] ? strchr(word + 1, '-') : NULL;
	char begin[8];

	if (!dash || !dash[1]) {
		if (!char_of_word(word, first))
			return false;
		*last = *first;
		return true;
	}
	if (dash - word >= (long)sizeof(begin))
		return false;
	memcpy(begin, word, (size_t)(dash - word));
	begin[dash - word] = 0;
	return char_of_word(begin, first) && char_of_word(dash + 1, last) && *first <= *last;
}
