// SPDX-License-Identifier: Apache-2.0
/* Ranges: parts of a record, by columns, words or fields. And bytes. */
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "pipe/private.h"

#define EBC_TAB 0x05

/* ---- Operands ------------------------------------------------------------ */

/* A number, perhaps negative; '*' is INT32_MAX. Returns what follows, NULL: it is none. */
static const char *take_number(const char *at, int32_t *value)
{
	bool is_negative = *at == '-';
	int64_t number = 0;

	if (*at == '*') {
		*value = INT32_MAX;
		return at + 1;
	}
	at += is_negative;
	if (!chr_is_digit(*at))
		return NULL;
	for (; chr_is_digit(*at); at++) {
		number = number * 10 + (*at - '0');
		if (number >= INT32_MAX)
			return NULL;
	}
	*value = (int32_t)(is_negative ? -number : number);
	return number ? at : NULL;
}

/* n, n-m, n.len, n;m */
static bool take_numbers(const char *word, struct range *range)
{
	const char *at = take_number(word, &range->from);

	if (!at)
		return false;
	if (range->from == INT32_MAX)
		range->from = 1;
	range->to = range->from;
	if (!*at)
		return *word != '*' || (range->to = INT32_MAX);
	if (*at != '-' && *at != '.' && *at != ';')
		return false;
	range->is_length = *at == '.';
	if ((*at == '-' || *at == '.') && at[1] == '-')
		return false;
	if (*at == '-' && range->from < 0)
		return false;
	at = take_number(at + 1, &range->to);
	if (!at || *at)
		return false;
	if (range->to == INT32_MAX)
		range->is_length = false;
	return range->is_length || (range->from < 0) != (range->to < 0) || range->from <= range->to;
}

static bool take_separators(struct stage *stage, struct range *range)
{
	if (arg_is(stage, "WORDSEPARATOR", 7) || arg_is(stage, "WORDSEP", 7) ||
		arg_is(stage, "WS", 2)) {
		range->kind = 'W';
		return arg_char(stage, &range->separator) ||
		       stage_bad(stage, PMSG_NOT_CHARACTER, stage->args);
	}
	if (arg_is(stage, "FIELDSEPARATOR", 8) || arg_is(stage, "FS", 2)) {
		range->kind = 'F';
		return arg_char(stage, &range->separator) ||
		       stage_bad(stage, PMSG_NOT_CHARACTER, stage->args);
	}
	return true;
}

/* "W2", "F1-3": the letter and the range in one word. */
static bool is_short(const char *word, char *kind)
{
	if (word[0] != 'W' && word[0] != 'F' && word[0] != 'C')
		return false;
	*kind = word[0];
	return chr_is_digit(word[1]) || word[1] == '-' || (word[1] == '*' && word[2]);
}

bool arg_range(struct stage *stage, struct range *range, bool *taken)
{
	char word[WORD_MAX + 1], *args = stage->args, kind = 0;

	*range = (struct range){.kind = 'C', .separator = EBC_BLANK};
	*taken = false;
	if (!take_separators(stage, range))
		return false;
	if (range->kind == 'C')
		range->separator = EBC_TAB;
	if (arg_is(stage, "WORDS", 1))
		kind = 'W';
	else if (arg_is(stage, "FIELDS", 1))
		kind = 'F';
	else if (arg_is(stage, "COLUMNS", 3))
		kind = 'C';
	if (!arg_peek(stage, word)) {
		stage->args = args;
		return true;
	}
	if (!kind && is_short(word, &kind)) {
		if (!take_numbers(word + 1, range))
			return stage_bad(stage, PMSG_BAD_RANGE, word);
	} else if (!chr_is_digit(word[0]) && word[0] != '-' && word[0] != '*') {
		stage->args = args;
		return true;
	} else if (!take_numbers(word, range)) {
		return stage_bad(stage, PMSG_BAD_RANGE, word);
	}
	if (kind == 'W' && range->separator == EBC_TAB)
		range->separator = EBC_BLANK;
	range->kind = kind ? kind : range->kind;
	*taken = true;
	return arg_word(stage, word, sizeof(word)) || stage_bad(stage, PMSG_BAD_RANGE, word);
}

bool arg_ranges(struct stage *stage, struct ranges *ranges)
{
	char word[WORD_MAX + 1], *end;
	bool taken = true;

	ranges->nr = 0;
	if (!arg_peek(stage, word))
		return true;
	if (word[0] != '(') {
		if (!arg_range(stage, &ranges->range[0], &taken))
			return false;
		ranges->nr = taken;
		return true;
	}
	stage->args = strchr(stage->args, '(') + 1;
	end = strchr(stage->args, ')');
	if (!end)
		return stage_bad(stage, PMSG_BAD_RANGE, word);
	*end = 0;
	while (taken && ranges->nr < RANGES_MAX) {
		if (!arg_range(stage, &ranges->range[ranges->nr], &taken))
			return false;
		ranges->nr += taken;
	}
	if (!arg_end(stage))
		return false;
	if (!ranges->nr)
		return stage_bad(stage, PMSG_BAD_RANGE, word);
	stage->args = end + 1;
	return true;
}

/* ---- Parts --------------------------------------------------------------- */

/* First and last of count as numbers from 1; false: the record has nothing there. */
static bool limits(const struct range *range, int64_t count, int64_t *from, int64_t *to)
{
	*from = range->from < 0 ? count + 1 + range->from : range->from;
	if (range->is_length)
		*to = *from + range->to - 1;
	else if (range->to == INT32_MAX)
		*to = count;
	else
		*to = range->to < 0 ? count + 1 + range->to : range->to;
	*from = MAX(*from, 1);
	*to = MIN(*to, count);
	return *from <= *to;
}

static uint32_t skip_to(const struct range *range, struct record record, uint32_t at, bool is_in)
{
	while (at < record.len && (record.at[at] != range->separator) == is_in)
		at++;
	return at;
}

static int64_t count_words(const struct range *range, struct record record)
{
	int64_t nr = 0;

	for (uint32_t at = skip_to(range, record, 0, false); at < record.len; nr++)
		at = skip_to(range, record, skip_to(range, record, at, true), false);
	return nr;
}

static int64_t count_fields(const struct range *range, struct record record)
{
	int64_t nr = 1;

	for (uint32_t at = 0; at < record.len; at++)
		nr += record.at[at] == range->separator;
	return nr;
}

/* Where word or field number nr begins, from 1, and where it ends. */
static uint32_t begin_of(const struct range *range, struct record record, int64_t nr)
{
	uint32_t at = range->kind == 'W' ? skip_to(range, record, 0, false) : 0;

	while (--nr > 0) {
		at = skip_to(range, record, at, true);
		at = range->kind == 'W' ? skip_to(range, record, at, false)
					: at + (at < record.len);
	}
	return at;
}

struct record range_of(const struct range *range, struct record record)
{
	int64_t from, to, count = record.len;
	uint32_t begin, end;

	if (range->kind == 'W')
		count = count_words(range, record);
	else if (range->kind == 'F')
		count = count_fields(range, record);
	if (!limits(range, count, &from, &to))
		return (struct record){record.at, 0};
	if (range->kind == 'C')
		return (struct record){record.at + from - 1, (uint32_t)(to - from + 1)};
	begin = begin_of(range, record, from);
	end = skip_to(range, record, begin_of(range, record, to), true);
	return (struct record){record.at + begin, end - begin};
}

bool stage_peek_zone(struct stage *stage, struct record *record)
{
	if (!stage_peek(stage, 0, record))
		return false;
	if (stage->zone)
		*record = range_of(stage->zone, *record);
	return true;
}

struct record ranges_nr(const struct ranges *ranges, unsigned nr, struct record record)
{
	return ranges->nr ? range_of(&ranges->range[nr], record) : record;
}

/* ---- Bytes --------------------------------------------------------------- */

static bool is_letter(ebc8_t c, ebc8_t bit)
{
	ebc8_t low = c & 0xF, zone = c & 0xF0;

	return low <= 9 && ((zone == (0x80 | bit) && low) || (zone == (0x90 | bit) && low) ||
				   (zone == (0xA0 | bit) && low >= 2));
}

ebc8_t ebc_upper(ebc8_t c)
{
	return is_letter(c, 0) ? c | 0x40 : c;
}

ebc8_t ebc_lower(ebc8_t c)
{
	return is_letter(c, 0x40) ? c & ~0x40 : c;
}

static bool is_same(const uint8_t *a, const uint8_t *b, uint32_t len, bool any_case)
{
	if (!any_case)
		return memcmp(a, b, len) == 0;
	for (uint32_t i = 0; i < len; i++)
		if (ebc_upper(a[i]) != ebc_upper(b[i]))
			return false;
	return true;
}

/* The first byte alone is looked for most of the time. */
int64_t record_find(struct record record, uint32_t at, const struct buf *string, bool any_case)
{
	const uint8_t *end;

	if (string->len > record.len || at > record.len - string->len)
		return -1;
	if (!string->len)
		return at;
	end = record.at + record.len - string->len + 1;
	for (const uint8_t *c = record.at + at; c < end; c++) {
		if (any_case ? ebc_upper(*c) != ebc_upper(string->at[0]) : *c != string->at[0])
			continue;
		if (is_same(c, string->at, string->len, any_case))
			return c - record.at;
	}
	return -1;
}

bool record_begins(struct record record, const struct buf *string, bool any_case)
{
	return string->len <= record.len &&
	       (!string->len || is_same(record.at, string->at, string->len, any_case));
}

int record_compare(struct record a, struct record b, bool any_case)
{
	uint32_t len = MIN(a.len, b.len);

	for (uint32_t i = 0; i < len; i++) {
		int difference =
			any_case ? ebc_upper(a.at[i]) - ebc_upper(b.at[i]) : a.at[i] - b.at[i];

		if (difference)
			return difference;
	}
	return a.len < b.len ? -1 : a.len > b.len;
}
