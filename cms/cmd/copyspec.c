// SPDX-License-Identifier: Apache-2.0
/* COPYFILE's lists. */
#include "cmd/copyspec.h"

#include "cmd/args.h"
#include "lib/ebcdic.h"
#include "lib/string.h"

#define LIST_MAX (8 * CONSOLE_LINE)

/* A list, of which a line that ends with ++ goes on in the next. */
static void read_list(char list[LIST_MAX + 1])
{
	char line[CONSOLE_LINE + 1];
	size_t used = 0;
	bool goes_on;

	do {
		size_t len;

		console_read(line, true);
		len = strlen(line);
		while (len && line[len - 1] == ' ')
			len--;
		goes_on = len >= 2 && line[len - 1] == '+' && line[len - 2] == '+';
		len -= goes_on ? 2 : 0;
		len = MIN(len, LIST_MAX - 1 - used);
		memcpy(list + used, line, len);
		used += len;
		list[used++] = ' ';
	} while (goes_on && used < LIST_MAX);
	list[used] = 0;
}

static const char *skip(const char *at)
{
	while (*at == ' ')
		at++;
	return at;
}

/* The next word, cut. Returns what is behind. */
static const char *take_word(const char *at, char word[24])
{
	size_t len = 0;

	for (at = skip(at); *at && *at != ' '; at++)
		if (len < 23)
			word[len++] = *at;
	word[len] = 0;
	return at;
}

/* A column, from 1. */
static bool take_column(const char *text, size_t len, uint32_t *column)
{
	uint64_t number;

	if (!len || str_to_dec(text, len, &number) || number < 1 || number > EDF_LRECL_MAX)
		return false;
	*column = (uint32_t)number;
	return true;
}

/* "n-m", "n-*", "n" */
static bool take_columns(const char *word, struct copyspec_item *item)
{
	const char *dash = strchr(word, '-');

	if (!dash)
		return take_column(word, strlen(word), &item->last) &&
		       (item->first = item->last - 1, true);
	item->last = EDF_LRECL_MAX;
	if (!take_column(word, (size_t)(dash - word), &item->first) ||
		(strcmp(dash + 1, "*") != 0 &&
			!take_column(dash + 1, strlen(dash + 1), &item->last)) ||
		item->last < item->first)
		return false;
	item->first--;
	return true;
}

/* "/text/" between two of any character, or "h" and hexadecimal digits. NULL: it is neither. */
static const char *take_text(struct copyspec *spec, const char *at, struct copyspec_item *item)
{
	const char *end;
	uint64_t byte;

	item->text = (uint16_t)spec->used;
	if (chr_upper(*at) == 'H' && !str_to_hex(at + 1, 2, &byte)) {
		for (at++; spec->used < sizeof(spec->texts) && !str_to_hex(at, 2, &byte); at += 2)
			spec->texts[spec->used++] = (ebc8_t)byte;
		item->len = (uint16_t)(spec->used - item->text);
		return *at == ' ' ? at : NULL;
	}
	end = chr_is_alpha(*at) || !*at ? NULL : strchr(at + 1, *at);
	if (!end || (size_t)(end - at - 1) > sizeof(spec->texts) - spec->used)
		return NULL;
	item->len = (uint16_t)(end - at - 1);
	ebc_from_ascii(spec->texts + spec->used, at + 1, item->len);
	spec->used += item->len;
	return end + 1;
}

int copyspec_read(struct copyspec *spec, bool is_told)
{
	char list[LIST_MAX + 1], word[24];
	const char *at = list;

	if (is_told)
		msg(MSG_ENTER_SPECS);
	read_list(list);
	spec->nr = spec->used = 0;
	while (*(at = skip(at))) {
		struct copyspec_item *item = &spec->item[spec->nr];
		const char *behind = take_word(at, word);

		if (spec->nr++ == COPYSPEC_ITEMS)
			return msg(MSG_BAD_SPEC, at);
		*item = (struct copyspec_item){};
		if (!chr_is_digit(*at))
			behind = take_text(spec, at, item);
		else if (!take_columns(word, item))
			behind = NULL;
		if (!behind)
			return msg(MSG_BAD_SPEC, word);
		at = take_word(behind, word);
		if (!take_column(word, strlen(word), &item->to))
			return msg(MSG_BAD_SPEC, word);
		item->to--;
	}
	return spec->nr ? 0 : msg(MSG_NO_SPEC);
}

/* A character or its two hexadecimal digits. */
static bool take_byte(const char *word, ebc8_t *byte)
{
	uint64_t value;

	if (strlen(word) == 2 && !str_to_hex(word, 2, &value))
		*byte = (ebc8_t)value;
	else if (strlen(word) == 1)
		*byte = ebc_from_chr(word[0]);
	else
		return false;
	return true;
}

int copyspec_read_trans(struct copyspec *spec, bool is_told)
{
	char list[LIST_MAX + 1], from[24], to[24];
	const char *at = list;
	ebc8_t old, new;

	if (is_told)
		msg(MSG_ENTER_TRANS);
	read_list(list);
	for (unsigned i = 0; i < sizeof(spec->trans); i++)
		spec->trans[i] = (ebc8_t)i;
	while (*skip(at)) {
		at = take_word(take_word(at, from), to);
		if (!take_byte(from, &old) || !take_byte(to, &new))
			return msg(MSG_BAD_SPEC, to[0] ? to : from);
		spec->trans[old] = new;
	}
	return 0;
}

uint32_t copyspec_apply(struct copyspec *spec, uint8_t *record, uint32_t len, const uint8_t *under,
	uint32_t under_len, ebc8_t fill)
{
	uint32_t used = under_len;

	memcpy(spec->copy, record, len);
	if (under_len)
		memcpy(record, under, under_len);
	for (unsigned i = 0; i < spec->nr; i++) {
		const struct copyspec_item *item = &spec->item[i];
		const uint8_t *from =
			item->last ? spec->copy + item->first : spec->texts + item->text;
		uint32_t nr = item->last ? MIN(item->last, len) : item->len;

		if (item->last)
			nr = nr > item->first ? nr - item->first : 0;
		nr = MIN(nr, EDF_LRECL_MAX - item->to);
		for (; used < item->to; used++)
			record[used] = fill;
		memcpy(record + item->to, from, nr);
		used = MAX(used, item->to + nr);
	}
	if (!used)
		record[used++] = fill;
	return used;
}
