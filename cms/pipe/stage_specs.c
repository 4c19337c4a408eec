// SPDX-License-Identifier: Apache-2.0
/* SPECS: makes records of parts of records. */
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "pipe/convert.h"
#include "pipe/stages.h"

#define ITEMS_MAX 64

enum item_kind { RANGE, LITERAL, NUMBER, PAD, READ, READSTOP, WRITE };
enum place_kind { COLUMN, NEXT, NEXTWORD };

/* Function: one thing to do for each record. */
struct item {
	enum item_kind kind;
	enum place_kind place;
	struct range range;
	struct buf literal;
	uint32_t from, by; /* NUMBER */
	ebc8_t fill;       /* PAD */
	bool is_stripped;
	enum conversion conversion;
	uint32_t column, width; /* from 0; 0: as wide as the data */
	char align;             /* 'L', 'R', 'C'; 0: as it is */
};

struct specs {
	unsigned nr, at; /* items; the one that is next */
	struct item item[ITEMS_MAX];
	struct buf made, converted;
	ebc8_t fill;
	uint64_t records;
	bool is_begun, is_reading, stops; /* stops: when there is no record to read */
};

/* ---- Operands ------------------------------------------------------------ */

static bool take_columns(struct stage *stage, struct item *item, char *word)
{
	char *end = word;
	uint64_t from, to = 0;
	char kind;

	while (chr_is_digit(*end))
		end++;
	kind = *end;
	if (str_to_dec(word, (size_t)(end - word), &from) || !from || from > PIPE_RECORD_MAX ||
		(kind && kind != '-' && kind != '.'))
		return stage_bad(stage, PMSG_BAD_OPERAND, word);
	if (kind && strcmp(end + 1, "*") == 0) {
		kind = 0;
	} else if (kind && (str_to_dec(end + 1, strlen(end + 1), &to) || !to ||
				   to > PIPE_RECORD_MAX || (kind == '-' && to < from))) {
		return stage_bad(stage, PMSG_BAD_OPERAND, word);
	}
	item->column = (uint32_t)from - 1;
	item->width = (uint32_t)(kind == '-' ? to - from + 1 : to);
	return true;
}

/* "NEXT", "NEXTWORD", perhaps with a width. */
static bool is_next(struct stage *stage, struct item *item, char *word, bool *good)
{
	char *dot = strchr(word, '.');
	size_t len = dot ? (size_t)(dot - word) : strlen(word);
	uint64_t width = 0;

	*good = true;
	if ((len <= 4 && memcmp(word, "NEXT", len) == 0))
		item->place = NEXT;
	else if ((len >= 5 && len <= 8 && memcmp(word, "NEXTWORD", len) == 0) ||
		 (len == 2 && memcmp(word, "NW", 2) == 0))
		item->place = NEXTWORD;
	else
		return false;
	if (dot &&
		(str_to_dec(dot + 1, strlen(dot + 1), &width) || !width || width > PIPE_RECORD_MAX))
		*good = stage_bad(stage, PMSG_BAD_OPERAND, word);
	item->width = (uint32_t)width;
	return true;
}

static bool take_place(struct stage *stage, struct item *item)
{
	char word[WORD_MAX + 1];
	bool good;

	item->conversion = conversion_take(stage);
	if (!arg_peek(stage, word))
		return stage_bad(stage, PMSG_MISSING, NULL);
	if (!is_next(stage, item, word, &good))
		good = take_columns(stage, item, word);
	if (!good)
		return false;
	arg_word(stage, word, sizeof(word));
	if (arg_is(stage, "RIGHT", 1))
		item->align = 'R';
	else if (arg_is(stage, "CENTER", 1) || arg_is(stage, "CENTRE", 1))
		item->align = 'C';
	else if (arg_is(stage, "LEFT", 1))
		item->align = 'L';
	return true;
}

static bool take_number_item(struct stage *stage, struct item *item)
{
	item->kind = NUMBER;
	item->from = item->by = 1;
	if (arg_is(stage, "FROM", 4) && !arg_number(stage, &item->from))
		return stage_bad(stage, PMSG_BAD_NUMBER, stage->args);
	if (arg_is(stage, "BY", 2) && !arg_number(stage, &item->by))
		return stage_bad(stage, PMSG_BAD_NUMBER, stage->args);
	return true;
}

/* An item that says what to do, without data. False: it is none. */
static bool take_action(struct stage *stage, struct item *item, bool *good)
{
	*good = true;
	if (arg_is(stage, "READ", 4)) {
		item->kind = READ;
	} else if (arg_is(stage, "READSTOP", 8)) {
		item->kind = READSTOP;
	} else if (arg_is(stage, "WRITE", 5)) {
		item->kind = WRITE;
	} else if (arg_is(stage, "PAD", 3)) {
		item->kind = PAD;
		*good = arg_char(stage, &item->fill) ||
			stage_bad(stage, PMSG_NOT_CHARACTER, stage->args);
	} else {
		return false;
	}
	return true;
}

static bool take_item(struct stage *stage, struct item *item)
{
	bool taken, good;
	char word[WORD_MAX + 1];

	if (take_action(stage, item, &good))
		return good;
	if (arg_is(stage, "NUMBER", 3) || arg_is(stage, "RECNO", 5)) {
		if (!take_number_item(stage, item))
			return false;
	} else if (arg_is_string(stage)) {
		item->kind = LITERAL;
		if (!arg_string(stage, &item->literal))
			return false;
	} else if (!arg_range(stage, &item->range, &taken)) {
		return false;
	} else if (!taken) {
		arg_peek(stage, word);
		return stage_bad(stage, PMSG_BAD_OPERAND, word);
	}
	item->is_stripped = arg_is(stage, "STRIP", 5);
	return take_place(stage, item);
}

bool specs_begin(struct stage *stage)
{
	struct specs *own = stage_own(stage, sizeof(*own));
	char word[WORD_MAX + 1];

	if (!own)
		return false;
	while (arg_peek(stage, word)) {
		if (own->nr == ITEMS_MAX)
			return stage_bad(stage, PMSG_EXCESSIVE, stage->args);
		if (!take_item(stage, &own->item[own->nr++]))
			return false;
	}
	return own->nr || stage_bad(stage, PMSG_MISSING, NULL);
}

/* ---- Records ------------------------------------------------------------- */

static struct record strip(struct record data)
{
	while (data.len && data.at[0] == EBC_BLANK) {
		data.at++;
		data.len--;
	}
	while (data.len && data.at[data.len - 1] == EBC_BLANK)
		data.len--;
	return data;
}

/* Puts data where it belongs. False: no storage. */
static bool place(
	struct stage *stage, struct specs *own, const struct item *item, struct record data)
{
	uint32_t at = item->column, width, before = 0;

	if (item->align)
		data = strip(data);
	width = item->width ? item->width : data.len;
	if (item->place != COLUMN) {
		at = own->made.len;
		if (item->place == NEXTWORD && at && (width || !item->width))
			at += width != 0;
	}
	if (at + width > own->made.len &&
		!buf_fill(stage->pipe, &own->made, own->fill, at + width - own->made.len))
		return false;
	if (!width)
		return true;
	memset(own->made.at + at, own->fill, width);
	if (item->align == 'R' && data.len > width)
		data = (struct record){data.at + data.len - width, width};
	data.len = MIN(data.len, width);
	if (item->align == 'R')
		before = width - data.len;
	else if (item->align == 'C')
		before = (width - data.len) / 2;
	if (data.len)
		memcpy(own->made.at + at + before, data.at, data.len);
	return true;
}

static bool number_of(struct stage *stage, struct specs *own, const struct item *item)
{
	char text[24];

	str_format(text, sizeof(text), "%10lu",
		(unsigned long)(item->from + (own->records - 1) * item->by));
	own->converted.len = 0;
	return buf_add_str(stage->pipe, &own->converted, text);
}

/* One item with data. */
static bool add(
	struct stage *stage, struct specs *own, const struct item *item, struct record record)
{
	struct record data = {item->literal.at, item->literal.len};

	if (item->kind == NUMBER) {
		if (!number_of(stage, own, item))
			return stage_bad(stage, PMSG_NO_STORAGE, NULL);
		data = (struct record){own->converted.at, own->converted.len};
	} else if (item->kind == RANGE) {
		data = range_of(&item->range, record);
	}
	if (item->is_stripped)
		data = strip(data);
	if (item->conversion) {
		if (!convert(stage, item->conversion, data, &own->converted))
			return false;
		data = (struct record){own->converted.at, own->converted.len};
	}
	return place(stage, own, item, data) || stage_bad(stage, PMSG_NO_STORAGE, NULL);
}

/* The record that the items are about; false: it has not come yet. */
static bool current(struct stage *stage, struct specs *own, struct record *record)
{
	*record = (struct record){(const uint8_t *)"", 0};
	if (stage_peek(stage, 0, record)) {
		own->records += own->is_reading || !own->is_begun;
		own->is_reading = false;
		return true;
	}
	return own->is_begun && stage_is_over(stage, 0);
}

enum step specs_step(struct stage *stage)
{
	struct specs *own = stage->own;
	struct record record;

	if (!current(stage, own, &record))
		return stage_wait(stage, 0);
	if (!own->is_begun) {
		own->is_begun = true;
		own->at = 0;
		own->fill = EBC_BLANK;
		own->made.len = 0;
	}
	if (own->is_reading && own->stops)
		own->at = own->nr;
	while (own->at < own->nr) {
		const struct item *item = &own->item[own->at++];

		switch (item->kind) {
		case PAD: own->fill = item->fill; break;
		case READ:
		case READSTOP:
			stage_consume(stage, 0);
			own->is_reading = true;
			own->stops = item->kind == READSTOP;
			return STEP_MORE;
		case WRITE: {
			uint32_t len = own->made.len;

			own->made.len = 0;
			return stage_put(stage, 0, own->made.at, len);
		}
		default:
			if (!add(stage, own, item, record))
				return STEP_END;
		}
	}
	own->is_begun = own->is_reading = false;
	return stage_put_last(stage, 0, own->made.at, own->made.len);
}
