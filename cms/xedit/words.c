// SPDX-License-Identifier: Apache-2.0
/* Operands of subcommands. */
#include "lib/ebcdic.h"
#include "xedit/private.h"

const char *xe_skip(const char *text)
{
	while (*text == ' ')
		text++;
	return text;
}

bool xe_is_end(const struct words *words)
{
	return !*xe_skip(words->at);
}

bool xe_word(struct words *words, char *word, size_t size)
{
	const char *at = xe_skip(words->at);
	size_t len = 0;

	for (; *at && *at != ' '; at++)
		if (len + 1 < size)
			word[len++] = chr_upper(*at);
	word[len] = 0;
	words->at = at;
	return len > 0;
}

int xe_number(struct words *words, uint32_t max, uint32_t *number)
{
	const char *before = words->at;
	uint64_t value;
	char word[12];

	if (!xe_word(words, word, sizeof(word)))
		return -E_NOENT;
	if (!str_to_dec(word, strlen(word), &value) && value <= max) {
		*number = (uint32_t)value;
		return 0;
	}
	words->at = before;
	return -E_INVAL;
}

int xe_count(struct xedit *x, const char *args, uint32_t fallback, uint32_t *number)
{
	struct words words = {args};
	int rc = xe_number(&words, INT32_MAX, number);

	if (rc == -E_NOENT)
		*number = fallback;
	if (!xe_is_end(&words) && strcmp(xe_skip(words.at), "*") == 0) {
		*number = INT32_MAX;
		return 0;
	}
	return xe_is_end(&words) ? 0 : xe_say(x, XMSG_INVALID_OPERAND, xe_skip(words.at), NULL);
}

bool xe_is_delimiter(char c)
{
	return c > ' ' && !chr_is_alpha(c) && !chr_is_digit(c) && (uint8_t)c < 0x7F;
}

bool xe_delimited(const char **at, char *text, size_t size)
{
	const char *c = *at;
	char delimiter = *c;
	size_t len = 0;

	if (!xe_is_delimiter(delimiter))
		return false;
	for (c++; *c && *c != delimiter; c++)
		if (len + 1 < size)
			text[len++] = *c;
	text[len] = 0;
	*at = c; /* at the second delimiter, or the end */
	return true;
}

bool xe_is_form(const char *word, const char *name, unsigned min)
{
	size_t len = strlen(word);

	return len >= min && len <= strlen(name) && memcmp(word, name, len) == 0;
}

bool xe_take_row(struct words *words, struct at_row *row)
{
	uint64_t number = 0;
	char word[8];
	const char *at = word;

	xe_word(words, word, sizeof(word));
	row->from = word[0] == 'M' ? 'M' : word[0] == '-' ? 'B' : 'T';
	row->by = 0;
	at += word[0] == 'M';
	if (word[0] == 'M' && !*at)
		return true;
	if (word[0] == 'M' && *at != '+' && *at != '-')
		return false;
	row->by = *at == '-' ? -1 : 1;
	at += *at == '-' || *at == '+';
	if (str_to_dec(at, strlen(at), &number) || number < 1 || number > SCREEN_ROWS_MAX)
		return false;
	row->by = (int8_t)(row->by * (int)number);
	return true;
}

void xe_row_text(struct at_row row, char text[8])
{
	if (row.from == 'M' && !row.by)
		str_copy(text, "M", 8);
	else if (row.from == 'M')
		str_format(text, 8, "M%c%d", row.by < 0 ? '-' : '+', row.by < 0 ? -row.by : row.by);
	else
		str_format(text, 8, "%d", row.by);
}

int xe_row_at(const struct xedit *x, struct at_row row)
{
	return row.by + (row.from == 'M'          ? (int)x->rows / 2
				: row.from == 'B' ? (int)x->rows + 1
						  : 0);
}

bool xe_take_char(struct words *words, char *c)
{
	const char *at = xe_skip(words->at);
	uint64_t code;

	if (*at && (!at[1] || at[1] == ' ')) {
		*c = *at;
		words->at = at + 1;
		return true;
	}
	if (!*at || (at[2] && at[2] != ' ') || str_to_hex(at, 2, &code))
		return false;
	*c = ebc_to_chr((ebc8_t)code);
	words->at = at + 2;
	return true;
}
