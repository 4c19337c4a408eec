// SPDX-License-Identifier: Apache-2.0
/* Stages that look at more than one record: SORT UNIQUE COUNT BUFFER DUPLICATE. */
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "pipe/stages.h"

enum uniqueness { LAST, FIRST, SINGLES, MULTIPLE };

/* Function: keys, and the records that are kept. */
struct keep {
	struct ranges ranges;
	bool any_case, is_down, is_unique, is_counting, is_sorted;
	struct store store;
	uint32_t *order, *counts;
	uint32_t next, nr;
	struct buf made;

	enum uniqueness mode;
	struct buf before; /* UNIQUE: the record before */
	bool has_before, is_flushed;
	uint32_t run; /* of equal ones, with that one */
};

/* ---- Keys ---------------------------------------------------------------- */

static int compare(const struct keep *own, struct record a, struct record b)
{
	for (unsigned i = 0; i < MAX(own->ranges.nr, 1u); i++) {
		int result = record_compare(ranges_nr(&own->ranges, i, a),
			ranges_nr(&own->ranges, i, b), own->any_case);

		if (result)
			return (own->ranges.nr ? own->ranges.range[i].is_down : own->is_down)
				       ? -result
				       : result;
	}
	return 0;
}

/* ---- SORT ---------------------------------------------------------------- */

static bool is_down(struct stage *stage)
{
	if (arg_is(stage, "DESCENDING", 1))
		return true;
	arg_is(stage, "ASCENDING", 1);
	return false;
}

bool sort_begin(struct stage *stage)
{
	struct keep *own = stage_own(stage, sizeof(*own));
	bool taken = true;

	if (!own)
		return false;
	own->is_counting = arg_is(stage, "COUNT", 5);
	own->is_unique = own->is_counting || arg_is(stage, "UNIQUE", 4);
	if (!arg_is(stage, "NOPAD", 5) && arg_is(stage, "PAD", 3) && !arg_char(stage, &(ebc8_t){0}))
		return stage_bad(stage, PMSG_NOT_CHARACTER, stage->args);
	own->any_case = arg_is(stage, "ANYCASE", 3);
	own->is_down = is_down(stage);
	while (taken && own->ranges.nr < RANGES_MAX) {
		struct range *range = &own->ranges.range[own->ranges.nr];

		if (!arg_range(stage, range, &taken))
			return false;
		range->is_down = taken ? is_down(stage) : false;
		own->ranges.nr += taken;
	}
	return arg_end(stage);
}

/* Merges two runs that follow each other: [begin, middle) and [middle, end). */
static void merge(const struct keep *own, const uint32_t *from, uint32_t *to, uint32_t begin,
	uint32_t middle, uint32_t end)
{
	uint32_t a = begin, b = middle;

	for (uint32_t i = begin; i < end; i++) {
		bool is_a =
			a < middle && (b >= end || compare(own, store_nr(&own->store, from[a]),
							   store_nr(&own->store, from[b])) <= 0);

		to[i] = is_a ? from[a++] : from[b++];
	}
}

/* Puts the records' numbers in order; equal ones stay as they are. False: no storage. */
static bool sort(struct stage *stage, struct keep *own)
{
	uint32_t nr = own->store.nr;
	uint32_t *from = pipe_get(stage->pipe, (size_t)nr * 4 + 4);
	uint32_t *to = pipe_get(stage->pipe, (size_t)nr * 4 + 4);

	if (!from || !to)
		return false;
	for (uint32_t i = 0; i < nr; i++)
		from[i] = i;
	for (uint64_t width = 1; width < nr; width *= 2) {
		uint32_t *other = from;

		for (uint64_t at = 0; at < nr; at += 2 * width)
			merge(own, from, to, (uint32_t)at, (uint32_t)MIN(at + width, (uint64_t)nr),
				(uint32_t)MIN(at + 2 * width, (uint64_t)nr));
		stage->pipe->ops->poll(stage->pipe->ctx);
		from = to;
		to = other;
	}
	own->order = from;
	return true;
}

static bool with_count(struct stage *stage, struct buf *made, struct record record, uint32_t count)
{
	char text[12];

	str_format(text, sizeof(text), "%10u", count);
	made->len = 0;
	return buf_add_str(stage->pipe, made, text) &&
	       buf_add(stage->pipe, made, record.at, record.len);
}

enum step sort_step(struct stage *stage)
{
	struct keep *own = stage->own;
	struct record record;
	enum step step;
	uint32_t count = 1;

	if (!own->is_sorted) {
		if (!stage_keep_all(stage, 0, &own->store, &step))
			return step;
		if (!sort(stage, own))
			return stage_fail(stage, PMSG_NO_STORAGE, NULL);
		own->is_sorted = true;
	}
	if (own->next == own->store.nr)
		return STEP_END;
	record = store_nr(&own->store, own->order[own->next++]);
	while (own->is_unique && own->next < own->store.nr &&
		compare(own, record, store_nr(&own->store, own->order[own->next])) == 0) {
		own->next++;
		count++;
	}
	if (!own->is_counting)
		return stage_put(stage, 0, record.at, record.len);
	if (!with_count(stage, &own->made, record, count))
		return stage_fail(stage, PMSG_NO_STORAGE, NULL);
	return stage_put(stage, 0, own->made.at, own->made.len);
}

/* ---- UNIQUE -------------------------------------------------------------- */

bool unique_begin(struct stage *stage)
{
	struct keep *own = stage_own(stage, sizeof(*own));

	if (!own)
		return false;
	own->is_counting = arg_is(stage, "COUNT", 5);
	own->any_case = arg_is(stage, "ANYCASE", 3);
	if (!arg_ranges(stage, &own->ranges))
		return false;
	if (arg_is(stage, "FIRST", 5))
		own->mode = FIRST;
	else if (arg_is(stage, "SINGLES", 6))
		own->mode = SINGLES;
	else if (arg_is(stage, "MULTIPLE", 5))
		own->mode = MULTIPLE;
	else
		arg_is(stage, "LAST", 4);
	return arg_end(stage);
}

/* The record before, behind which another run begins. */
static enum step put_before(struct stage *stage, struct keep *own)
{
	struct record record = {own->before.at, own->before.len};
	unsigned out = own->mode == FIRST      ? own->run > 1
		       : own->mode == SINGLES  ? own->run > 1
		       : own->mode == MULTIPLE ? own->run == 1
					       : 0;
	uint32_t run = own->run;

	own->has_before = false;
	own->run = 0;
	if (!own->is_counting)
		return stage_put(stage, out, record.at, record.len);
	if (!with_count(stage, &own->made, record, run))
		return stage_fail(stage, PMSG_NO_STORAGE, NULL);
	return stage_put(stage, out, own->made.at, own->made.len);
}

enum step unique_step(struct stage *stage)
{
	struct keep *own = stage->own;
	struct record record, before = {own->before.at, own->before.len};

	if (!stage_peek(stage, 0, &record)) {
		if (stage_is_over(stage, 0) && own->has_before)
			return put_before(stage, own);
		return stage_wait(stage, 0);
	}
	if (own->has_before && compare(own, before, record) != 0)
		return put_before(stage, own);
	if (own->has_before) {
		/* Another one of the same run: the one before is not the last. */
		unsigned out = own->mode == FIRST ? own->run > 1 : own->mode == MULTIPLE ? 0 : 1;

		own->has_before = false;
		return stage_put(stage, out, before.at, before.len);
	}
	own->before.len = 0;
	if (!buf_add(stage->pipe, &own->before, record.at, record.len))
		return stage_fail(stage, PMSG_NO_STORAGE, NULL);
	own->has_before = true;
	own->run++;
	stage_consume(stage, 0);
	return STEP_MORE;
}

/* ---- COUNT --------------------------------------------------------------- */

#define CHARS   0x1
#define WORDS   0x2
#define LINES   0x4
#define MINLINE 0x8
#define MAXLINE 0x10

struct count {
	uint32_t what;
	uint64_t chars, words, lines;
	uint32_t min, max;
	bool is_told;
	struct buf made;
};

bool count_begin(struct stage *stage)
{
	struct count *own = stage_own(stage, sizeof(*own));

	if (!own)
		return false;
	own->min = UINT32_MAX;
	for (;;) {
		if (arg_is(stage, "CHARACTERS", 4) || arg_is(stage, "CHARS", 4) ||
			arg_is(stage, "BYTES", 5))
			own->what |= CHARS;
		else if (arg_is(stage, "WORDS", 4))
			own->what |= WORDS;
		else if (arg_is(stage, "LINES", 4) || arg_is(stage, "RECORDS", 6))
			own->what |= LINES;
		else if (arg_is(stage, "MINLINE", 7))
			own->what |= MINLINE;
		else if (arg_is(stage, "MAXLINE", 7))
			own->what |= MAXLINE;
		else
			break;
	}
	return (own->what || stage_bad(stage, PMSG_MISSING, NULL)) && arg_end(stage);
}

static void count_record(struct count *own, struct record record)
{
	bool is_in = false;

	own->lines++;
	own->chars += record.len;
	own->min = MIN(own->min, record.len);
	own->max = MAX(own->max, record.len);
	for (uint32_t i = 0; i < record.len; i++) {
		bool is_blank = record.at[i] == EBC_BLANK;

		own->words += !is_blank && !is_in;
		is_in = !is_blank;
	}
}

static bool add_number(struct stage *stage, struct count *own, uint32_t bit, uint64_t value)
{
	char text[24];

	if (!(own->what & bit))
		return true;
	str_format(text, sizeof(text), own->made.len ? " %lu" : "%lu", (unsigned long)value);
	return buf_add_str(stage->pipe, &own->made, text);
}

/* With a second output the numbers go there, and the records to the first. */
enum step count_step(struct stage *stage)
{
	struct count *own = stage->own;
	struct record record;

	if (stage_peek(stage, 0, &record)) {
		count_record(own, record);
		if (stage->nr_out > 1)
			return stage_pass(stage, 0, 0);
		stage_consume(stage, 0);
		return STEP_MORE;
	}
	if (!stage_is_over(stage, 0))
		return STEP_WAIT;
	if (own->is_told)
		return STEP_END;
	own->is_told = true;
	if (!add_number(stage, own, CHARS, own->chars) ||
		!add_number(stage, own, WORDS, own->words) ||
		!add_number(stage, own, LINES, own->lines) ||
		!add_number(stage, own, MINLINE, own->lines ? own->min : 0) ||
		!add_number(stage, own, MAXLINE, own->max))
		return stage_fail(stage, PMSG_NO_STORAGE, NULL);
	return stage_put(stage, stage->nr_out > 1, own->made.at, own->made.len);
}

/* ---- BUFFER DUPLICATE ---------------------------------------------------- */

bool buffer_begin(struct stage *stage)
{
	return stage_own(stage, sizeof(struct keep)) && arg_end(stage);
}

enum step buffer_step(struct stage *stage)
{
	struct keep *own = stage->own;
	enum step step;

	if (!own->is_sorted) {
		if (!stage_keep_all(stage, 0, &own->store, &step))
			return step;
		own->is_sorted = true;
	}
	return stage_put_next(stage, 0, &own->store);
}

/* Takes what comes before it passes the next on. */
enum step elastic_step(struct stage *stage)
{
	struct keep *own = stage->own;
	enum step step;
	bool is_all = stage_keep_all(stage, 0, &own->store, &step);

	if (!is_all && step == STEP_MORE)
		return STEP_MORE;
	if (own->store.next == own->store.nr) {
		store_clear(&own->store);
		return is_all ? STEP_END : step;
	}
	return stage_put_next(stage, 0, &own->store);
}

bool duplicate_begin(struct stage *stage)
{
	struct keep *own = stage_own(stage, sizeof(*own));
	char word[WORD_MAX + 1];

	if (!own)
		return false;
	own->nr = 1;
	if (!arg_number(stage, &own->nr) && arg_peek(stage, word))
		return stage_bad(stage, PMSG_BAD_NUMBER, word);
	return arg_end(stage);
}

enum step duplicate_step(struct stage *stage)
{
	struct keep *own = stage->own;
	struct record record;

	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	if (own->next < own->nr) {
		own->next += own->nr != UINT32_MAX;
		return stage_put(stage, 0, record.at, record.len);
	}
	own->next = 0;
	return stage_put_last(stage, 0, record.at, record.len);
}
