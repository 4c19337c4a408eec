// SPDX-License-Identifier: Apache-2.0
/* Stages that change records one by one: CHANGE XLATE PAD CHOP STRIP SPLIT JOIN REVERSE. */
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "pipe/stages.h"

/* Function: what is done to records, and the one that is being made. */
struct change {
	struct ranges ranges;
	struct buf from, to, made;
	bool any_case;
	uint32_t count; /* UINT32_MAX: all */
	uint32_t at;
	ebc8_t table[256];
	ebc8_t fill;
	bool is_left, is_right, is_any, is_before, is_behind;
	uint32_t nr; /* records in made */
};

static enum step no_storage(struct stage *stage)
{
	return stage_fail(stage, PMSG_NO_STORAGE, NULL);
}

/* ---- CHANGE -------------------------------------------------------------- */

/* /a/b/ , or two strings in hexadecimal. */
static bool take_change(struct stage *stage, struct change *own)
{
	const char *at = stage->args;

	while (chr_is_space(*at))
		at++;
	if (!arg_string(stage, &own->from))
		return false;
	/* The character at which the first string ended begins the second. */
	if (!chr_is_alpha(*at))
		stage->args--;
	return arg_string(stage, &own->to);
}

bool change_begin(struct stage *stage)
{
	struct change *own = stage_own(stage, sizeof(*own));

	if (!own)
		return false;
	own->any_case = arg_is(stage, "ANYCASE", 3) || arg_is(stage, "CASEANY", 7);
	own->count = UINT32_MAX;
	if (!arg_ranges(stage, &own->ranges))
		return false;
	own->any_case = own->any_case || arg_is(stage, "ANYCASE", 3);
	if (!take_change(stage, own))
		return false;
	arg_number(stage, &own->count);
	return arg_end(stage);
}

/* Changes a part of the record; *left times. False: no storage. */
static bool change_part(struct stage *stage, struct change *own, struct record part, uint32_t *left)
{
	uint32_t at = 0;

	while (*left) {
		int64_t found = record_find(part, at, &own->from, own->any_case);

		if (found < 0 || (!own->from.len && found))
			break;
		if (!buf_add(stage->pipe, &own->made, part.at + at, (uint32_t)found - at) ||
			!buf_add(stage->pipe, &own->made, own->to.at, own->to.len))
			return false;
		at = (uint32_t)found + own->from.len;
		*left -= *left != UINT32_MAX;
		if (!own->from.len)
			break;
	}
	return buf_add(stage->pipe, &own->made, part.at + at, part.len - at);
}

enum step change_step(struct stage *stage)
{
	struct change *own = stage->own;
	struct record record;
	uint32_t left = own->count, at = 0;

	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	own->made.len = 0;
	for (unsigned i = 0; i < MAX(own->ranges.nr, 1u); i++) {
		struct record part = ranges_nr(&own->ranges, i, record);
		uint32_t begin = (uint32_t)(part.at - record.at);

		if (begin < at || (!part.len && own->ranges.nr))
			continue;
		if (!buf_add(stage->pipe, &own->made, record.at + at, begin - at) ||
			!change_part(stage, own, part, &left))
			return no_storage(stage);
		at = begin + part.len;
	}
	if (!buf_add(stage->pipe, &own->made, record.at + at, record.len - at))
		return no_storage(stage);
	if (own->made.len == record.len &&
		(!record.len || memcmp(own->made.at, record.at, record.len) == 0))
		return stage_pass(stage, 0, stage_has_out(stage, 1));
	return stage_put_last(stage, 0, own->made.at, own->made.len);
}

/* ---- XLATE --------------------------------------------------------------- */

static bool take_pairs(struct stage *stage, struct change *own)
{
	char from[WORD_MAX], to[WORD_MAX];
	ebc8_t from_first, from_last, to_first, to_last;

	while (arg_word(stage, from, sizeof(from))) {
		if (!arg_word(stage, to, sizeof(to)))
			return stage_bad(stage, PMSG_MISSING, NULL);
		if (!chars_of_word(from, &from_first, &from_last))
			return stage_bad(stage, PMSG_NOT_CHARACTER, from);
		if (!chars_of_word(to, &to_first, &to_last))
			return stage_bad(stage, PMSG_NOT_CHARACTER, to);
		for (unsigned c = from_first; c <= from_last; c++)
			own->table[c] = (ebc8_t)MIN(to_first + (c - from_first), (unsigned)to_last);
	}
	return arg_end(stage);
}

bool xlate_begin(struct stage *stage)
{
	struct change *own = stage_own(stage, sizeof(*own));
	bool is_lower, is_upper;
	char word[WORD_MAX + 1];

	if (!own || !arg_ranges(stage, &own->ranges))
		return false;
	is_lower = arg_is(stage, "LOWER", 5);
	is_upper = !is_lower && (arg_is(stage, "UPPER", 5) || !arg_peek(stage, word));
	for (unsigned c = 0; c < 256; c++) {
		ebc8_t same = (ebc8_t)c;

		own->table[c] = is_lower ? ebc_lower(same) : is_upper ? ebc_upper(same) : same;
	}
	return take_pairs(stage, own);
}

enum step xlate_step(struct stage *stage)
{
	struct change *own = stage->own;
	struct record record;

	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	own->made.len = 0;
	if (!buf_add(stage->pipe, &own->made, record.at, record.len))
		return no_storage(stage);
	for (unsigned i = 0; i < MAX(own->ranges.nr, 1u); i++) {
		struct record part = ranges_nr(&own->ranges, i, record);
		uint32_t begin = (uint32_t)(part.at - record.at);

		for (uint32_t at = 0; at < part.len; at++)
			own->made.at[begin + at] = own->table[part.at[at]];
	}
	return stage_put_last(stage, 0, own->made.at, own->made.len);
}

/* ---- PAD CHOP STRIP ------------------------------------------------------ */

bool pad_begin(struct stage *stage)
{
	struct change *own = stage_own(stage, sizeof(*own));
	char word[WORD_MAX + 1];

	if (!own)
		return false;
	own->is_left = arg_is(stage, "LEFT", 4);
	if (!own->is_left)
		arg_is(stage, "RIGHT", 5);
	if (!arg_number(stage, &own->count) || own->count > PIPE_RECORD_MAX)
		return stage_bad(
			stage, arg_peek(stage, word) ? PMSG_BAD_NUMBER : PMSG_MISSING, word);
	own->fill = EBC_BLANK;
	if (arg_peek(stage, word) && !arg_char(stage, &own->fill))
		return stage_bad(stage, PMSG_NOT_CHARACTER, word);
	return arg_end(stage);
}

enum step pad_step(struct stage *stage)
{
	struct change *own = stage->own;
	struct record record;
	uint32_t more;

	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	if (record.len >= own->count)
		return stage_pass(stage, 0, 0);
	more = own->count - record.len;
	own->made.len = 0;
	if ((own->is_left && !buf_fill(stage->pipe, &own->made, own->fill, more)) ||
		!buf_add(stage->pipe, &own->made, record.at, record.len) ||
		(!own->is_left && !buf_fill(stage->pipe, &own->made, own->fill, more)))
		return no_storage(stage);
	return stage_put_last(stage, 0, own->made.at, own->made.len);
}

bool chop_begin(struct stage *stage)
{
	struct change *own = stage_own(stage, sizeof(*own));
	char word[WORD_MAX + 1];

	if (!own)
		return false;
	own->count = 80;
	if (arg_number(stage, &own->count) || !arg_peek(stage, word))
		return arg_end(stage);
	own->is_behind = arg_is(stage, "AFTER", 5);
	if (!own->is_behind)
		arg_is(stage, "BEFORE", 6);
	own->is_any = arg_is(stage, "ANYOF", 3);
	arg_is(stage, "STRING", 3);
	own->is_before = true; /* there is a string */
	return arg_string(stage, &own->from) && arg_end(stage);
}

/* Where a string, or one of its characters, stands; -1: nowhere. */
static int64_t find_target(const struct change *own, struct record record, uint32_t at)
{
	if (!own->is_any)
		return own->from.len ? record_find(record, at, &own->from, false) : -1;
	for (; at < record.len; at++)
		if (own->from.len && memchr(own->from.at, record.at[at], own->from.len))
			return at;
	return -1;
}

/* What is cut off goes to the second output. */
enum step chop_step(struct stage *stage)
{
	struct change *own = stage->own;
	struct record record;
	uint32_t keep = own->count;

	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	if (own->is_before) {
		int64_t at = find_target(own, record, 0);
		uint32_t len = own->is_any ? 1 : own->from.len;

		keep = at < 0 ? record.len : (uint32_t)at + (own->is_behind ? len : 0);
	}
	keep = MIN(keep, record.len);
	if (!own->nr && stage_has_out(stage, 1)) {
		own->nr = 1;
		return stage_put(stage, 0, record.at, keep);
	}
	if (own->nr) {
		own->nr = 0;
		return stage_put_last(stage, 1, record.at + keep, record.len - keep);
	}
	return stage_put_last(stage, 0, record.at, keep);
}

bool strip_begin(struct stage *stage)
{
	struct change *own = stage_own(stage, sizeof(*own));
	ebc8_t blank = EBC_BLANK;
	char word[WORD_MAX + 1];

	if (!own)
		return false;
	own->is_left = own->is_right = true;
	if (arg_is(stage, "LEADING", 4))
		own->is_right = false;
	else if (arg_is(stage, "TRAILING", 5))
		own->is_left = false;
	else
		arg_is(stage, "BOTH", 4);
	own->count = UINT32_MAX;
	own->is_any = true;
	if (!arg_peek(stage, word))
		return buf_add(stage->pipe, &own->from, &blank, 1) ||
		       stage_bad(stage, PMSG_NO_STORAGE, NULL);
	own->is_any = arg_is(stage, "ANYOF", 3) || !arg_is(stage, "STRING", 3);
	if (arg_char(stage, &blank)) {
		if (!buf_add(stage->pipe, &own->from, &blank, 1))
			return stage_bad(stage, PMSG_NO_STORAGE, NULL);
	} else if (!arg_string(stage, &own->from)) {
		return false;
	}
	arg_number(stage, &own->count);
	return arg_end(stage);
}

/* Does a thing to be stripped stand there? Its length; 0: no. */
static uint32_t strips(const struct change *own, struct record record, uint32_t at)
{
	if (own->is_any)
		return own->from.len && memchr(own->from.at, record.at[at], own->from.len);
	return own->from.len && record_begins((struct record){record.at + at, record.len - at},
					&own->from, false)
		       ? own->from.len
		       : 0;
}

enum step strip_step(struct stage *stage)
{
	const struct change *own = stage->own;
	struct record record;
	uint32_t left = own->count, len, one = own->is_any ? 1 : own->from.len;

	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	while (own->is_left && left && record.len && (len = strips(own, record, 0))) {
		record.at += len;
		record.len -= len;
		left -= left != UINT32_MAX;
	}
	left = own->count;
	while (own->is_right && left && record.len >= one && record.len &&
		strips(own, record, record.len - one)) {
		record.len -= one;
		left -= left != UINT32_MAX;
	}
	return stage_put_last(stage, 0, record.at, record.len);
}

bool reverse_begin(struct stage *stage)
{
	return stage_own(stage, sizeof(struct change)) && arg_end(stage);
}

enum step reverse_step(struct stage *stage)
{
	struct change *own = stage->own;
	struct record record;

	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	if (!buf_room(stage->pipe, &own->made, record.len))
		return no_storage(stage);
	for (uint32_t i = 0; i < record.len; i++)
		own->made.at[i] = record.at[record.len - 1 - i];
	return stage_put_last(stage, 0, own->made.at, record.len);
}

/* ---- SPLIT JOIN ---------------------------------------------------------- */

bool split_begin(struct stage *stage)
{
	struct change *own = stage_own(stage, sizeof(*own));
	ebc8_t c = EBC_BLANK;
	char word[WORD_MAX + 1];

	if (!own)
		return false;
	own->is_before = arg_is(stage, "BEFORE", 6);
	own->is_behind = !own->is_before && arg_is(stage, "AFTER", 5);
	if (!own->is_before && !own->is_behind)
		arg_is(stage, "AT", 2);
	own->is_any = arg_is(stage, "ANYOF", 3);
	arg_is(stage, "STRING", 3);
	if (!arg_peek(stage, word) || arg_char(stage, &c))
		return (buf_add(stage->pipe, &own->from, &c, 1) ||
			       stage_bad(stage, PMSG_NO_STORAGE, NULL)) &&
		       arg_end(stage);
	return arg_string(stage, &own->from) && arg_end(stage);
}

/* Pieces without characters are left out where the separator is. */
enum step split_step(struct stage *stage)
{
	struct change *own = stage->own;
	struct record record;
	uint32_t len = own->is_any ? 1 : own->from.len, begin, end;
	bool is_kept = own->is_before || own->is_behind;
	int64_t found;

	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	for (;;) {
		begin = own->at;
		found = find_target(own, record, begin + (own->is_before && begin ? len : 0));
		if (own->is_before && found == 0)
			found = find_target(own, record, len);
		if (found < 0)
			break;
		end = (uint32_t)found + (own->is_behind ? len : 0);
		own->at = (uint32_t)found + (own->is_before ? 0 : len);
		if (end > begin || is_kept)
			return stage_put(stage, 0, record.at + begin, end - begin);
	}
	own->at = 0;
	if (begin == record.len) {
		stage_consume(stage, 0);
		return STEP_MORE;
	}
	return stage_put_last(stage, 0, record.at + begin, record.len - begin);
}

bool join_begin(struct stage *stage)
{
	struct change *own = stage_own(stage, sizeof(*own));

	if (!own)
		return false;
	own->count = 1;
	arg_number(stage, &own->count);
	if (arg_is_string(stage) && !arg_string(stage, &own->from))
		return false;
	return arg_end(stage);
}

/* count records more behind each. */
enum step join_step(struct stage *stage)
{
	struct change *own = stage->own;
	struct record record;
	uint32_t len = own->made.len;

	if (own->nr && (own->nr > own->count || stage_is_over(stage, 0))) {
		own->nr = own->made.len = 0;
		return stage_put(stage, 0, own->made.at, len);
	}
	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	if ((own->nr && !buf_add(stage->pipe, &own->made, own->from.at, own->from.len)) ||
		!buf_add(stage->pipe, &own->made, record.at, record.len))
		return no_storage(stage);
	own->nr++;
	stage_consume(stage, 0);
	return STEP_MORE;
}
