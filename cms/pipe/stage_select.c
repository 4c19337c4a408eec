// SPDX-License-Identifier: Apache-2.0
/*
 * Stages that select records: what they select goes to the first output, the rest to the second:
 * LOCATE NLOCATE FIND NFIND STRFIND STRNFIND BETWEEN INSIDE OUTSIDE TOLABEL FRLABEL WHILELABEL
 * TAKE DROP.
 */
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "pipe/stages.h"

#define EBC_UNDERSCORE 0x6D

/* Function: what is looked for, and where between two records one is. */
struct select {
	struct ranges ranges;
	struct buf string, last;
	bool any_case, has_string;
	bool is_in, is_done;
	uint32_t count, left; /* records behind the first; 0: there is a string for the last */
	bool is_last;
	struct store store;
};

static bool any_case(struct stage *stage)
{
	return stage->any_case || arg_is(stage, "ANYCASE", 3) || arg_is(stage, "CASEANY", 7) ||
	       arg_is(stage, "CASEI", 5) || arg_is(stage, "CASEIGNORE", 8);
}

/* ---- LOCATE -------------------------------------------------------------- */

bool locate_begin(struct stage *stage)
{
	struct select *own = stage_own(stage, sizeof(*own));

	if (!own)
		return false;
	own->any_case = any_case(stage);
	if (!arg_ranges(stage, &own->ranges))
		return false;
	own->any_case = own->any_case || any_case(stage);
	own->has_string = arg_is_string(stage);
	if (own->has_string && !arg_string(stage, &own->string))
		return false;
	if (!own->has_string && !own->ranges.nr)
		return stage_bad(stage, PMSG_MISSING, NULL);
	return arg_end(stage);
}

static bool is_located(const struct select *own, struct record record)
{
	for (unsigned i = 0; i < MAX(own->ranges.nr, 1u); i++) {
		struct record part = ranges_nr(&own->ranges, i, record);

		if ((part.len || !own->ranges.nr) &&
			record_find(part, 0, &own->string, own->any_case) >= 0)
			return true;
	}
	return false;
}

enum step locate_step(struct stage *stage)
{
	struct record record;

	if (!stage_peek_zone(stage, &record))
		return stage_wait(stage, 0);
	return stage_pass(stage, 0, !is_located(stage->own, record));
}

enum step nlocate_step(struct stage *stage)
{
	struct record record;

	if (!stage_peek_zone(stage, &record))
		return stage_wait(stage, 0);
	return stage_pass(stage, 0, is_located(stage->own, record));
}

/* ---- FIND ---------------------------------------------------------------- */

bool find_begin(struct stage *stage)
{
	struct select *own = stage_own(stage, sizeof(*own));

	if (!own)
		return false;
	if (!stage->args[0])
		return stage_bad(stage, PMSG_MISSING, NULL);
	own->any_case = stage->any_case;
	return buf_add_str(stage->pipe, &own->string, stage->args) ||
	       stage_bad(stage, PMSG_NO_STORAGE, NULL);
}

/* A blank stands for any character, an underscore for a blank. */
static bool is_found(const struct select *own, struct record record)
{
	for (uint32_t i = 0; i < own->string.len; i++) {
		ebc8_t want = own->string.at[i], have = i < record.len ? record.at[i] : EBC_BLANK;

		if (want == EBC_BLANK)
			continue;
		if (want == EBC_UNDERSCORE)
			want = EBC_BLANK;
		else if (own->any_case)
			want = ebc_upper(want);
		if (i >= record.len || (own->any_case ? ebc_upper(have) : have) != want)
			return false;
	}
	return true;
}

enum step find_step(struct stage *stage)
{
	struct record record;

	if (!stage_peek_zone(stage, &record))
		return stage_wait(stage, 0);
	return stage_pass(stage, 0, !is_found(stage->own, record));
}

enum step nfind_step(struct stage *stage)
{
	struct record record;

	if (!stage_peek_zone(stage, &record))
		return stage_wait(stage, 0);
	return stage_pass(stage, 0, is_found(stage->own, record));
}

bool strfind_begin(struct stage *stage)
{
	struct select *own = stage_own(stage, sizeof(*own));

	if (!own)
		return false;
	own->any_case = any_case(stage);
	return arg_string(stage, &own->string) && arg_end(stage);
}

static bool begins(const struct select *own, struct record record)
{
	return record_begins(record, &own->string, own->any_case);
}

enum step strfind_step(struct stage *stage)
{
	struct record record;

	if (!stage_peek_zone(stage, &record))
		return stage_wait(stage, 0);
	return stage_pass(stage, 0, !begins(stage->own, record));
}

enum step strnfind_step(struct stage *stage)
{
	struct record record;

	if (!stage_peek_zone(stage, &record))
		return stage_wait(stage, 0);
	return stage_pass(stage, 0, begins(stage->own, record));
}

/* ---- BETWEEN INSIDE OUTSIDE ---------------------------------------------- */

bool between_begin(struct stage *stage)
{
	struct select *own = stage_own(stage, sizeof(*own));

	if (!own)
		return false;
	own->any_case = any_case(stage);
	if (!arg_string(stage, &own->string))
		return false;
	if (!arg_number(stage, &own->count))
		return arg_string(stage, &own->last) && arg_end(stage);
	return (own->count || stage_bad(stage, PMSG_BAD_NUMBER, "0")) && arg_end(stage);
}

enum where { OUTSIDE, AT_FIRST, INSIDE, AT_LAST };

/* Where the record is; the next one is looked at with what is kept. */
static enum where where_is(struct select *own, struct record record)
{
	if (!own->is_in) {
		if (!begins(own, record))
			return OUTSIDE;
		own->is_in = own->count != 1;
		own->left = own->count;
		return AT_FIRST;
	}
	if (own->count)
		own->is_in = --own->left > 1;
	else
		own->is_in = !record_begins(record, &own->last, own->any_case);
	return own->is_in ? INSIDE : AT_LAST;
}

enum step between_step(struct stage *stage)
{
	struct record record;

	if (!stage_peek_zone(stage, &record))
		return stage_wait(stage, 0);
	return stage_pass(stage, 0, where_is(stage->own, record) == OUTSIDE);
}

/* With a number it is that of the records behind the first. */
bool inside_begin(struct stage *stage)
{
	struct select *own;

	if (!between_begin(stage))
		return false;
	own = stage->own;
	own->count += own->count && own->count != UINT32_MAX;
	return true;
}

static bool is_inside(struct select *own, struct record record)
{
	enum where where = where_is(own, record);

	return where == INSIDE || (where == AT_LAST && own->count);
}

enum step inside_step(struct stage *stage)
{
	struct record record;

	if (!stage_peek_zone(stage, &record))
		return stage_wait(stage, 0);
	return stage_pass(stage, 0, !is_inside(stage->own, record));
}

enum step notinside_step(struct stage *stage)
{
	struct record record;

	if (!stage_peek_zone(stage, &record))
		return stage_wait(stage, 0);
	return stage_pass(stage, 0, is_inside(stage->own, record));
}

enum step outside_step(struct stage *stage)
{
	struct record record;

	if (!stage_peek_zone(stage, &record))
		return stage_wait(stage, 0);
	return stage_pass(stage, 0, where_is(stage->own, record) != OUTSIDE);
}

/* ---- TOLABEL FRLABEL WHILELABEL ------------------------------------------ */

bool label_begin(struct stage *stage)
{
	struct select *own = stage_own(stage, sizeof(*own));

	if (!own)
		return false;
	own->any_case = stage->any_case;
	return buf_add_str(stage->pipe, &own->string, stage->args) ||
	       stage_bad(stage, PMSG_NO_STORAGE, NULL);
}

/* Has the record with the label been seen, this one included? */
static bool is_behind(struct select *own, struct record record)
{
	own->is_in = own->is_in || begins(own, record);
	return own->is_in;
}

enum step tolabel_step(struct stage *stage)
{
	struct record record;

	if (!stage_peek_zone(stage, &record))
		return stage_wait(stage, 0);
	if (!is_behind(stage->own, record))
		return stage_pass(stage, 0, 0);
	return stage_has_out(stage, 1) ? stage_pass(stage, 0, 1) : STEP_END;
}

enum step frlabel_step(struct stage *stage)
{
	struct record record;

	if (!stage_peek_zone(stage, &record))
		return stage_wait(stage, 0);
	return stage_pass(stage, 0, !is_behind(stage->own, record));
}

/* Up to the first record that does not begin with it. */
enum step whilelabel_step(struct stage *stage)
{
	struct select *own = stage->own;
	struct record record;

	if (!stage_peek_zone(stage, &record))
		return stage_wait(stage, 0);
	own->is_in = own->is_in || !begins(own, record);
	if (!own->is_in)
		return stage_pass(stage, 0, 0);
	return stage_has_out(stage, 1) ? stage_pass(stage, 0, 1) : STEP_END;
}

/* ---- TAKE DROP ----------------------------------------------------------- */

bool take_begin(struct stage *stage)
{
	struct select *own = stage_own(stage, sizeof(*own));
	char word[WORD_MAX + 1];

	if (!own)
		return false;
	own->is_last = arg_is(stage, "LAST", 4);
	if (!own->is_last)
		arg_is(stage, "FIRST", 5);
	own->count = 1;
	if (!arg_number(stage, &own->count) && arg_peek(stage, word))
		return stage_bad(stage, PMSG_BAD_NUMBER, word);
	return arg_end(stage);
}

/* All records are kept; then the last ones go to another output than those before. */
static enum step put_last(struct stage *stage, unsigned out_last)
{
	struct select *own = stage->own;
	enum step step;

	if (!stage_keep_all(stage, 0, &own->store, &step))
		return step;
	return stage_put_next(stage,
		own->store.nr - own->store.next <= own->count ? out_last : !out_last, &own->store);
}

/* The first ones go to another output than those behind. */
static enum step put_first(struct stage *stage, unsigned out_first)
{
	struct select *own = stage->own;
	bool is_first = own->count != 0;
	unsigned out = is_first ? out_first : !out_first;

	if (!is_first && !stage_has_out(stage, out))
		return STEP_END;
	if (stage_is_over(stage, 0))
		return STEP_END;
	if (!stage->in[0]->is_full)
		return stage_wait(stage, 0);
	own->count -= is_first && own->count != UINT32_MAX;
	return stage_pass(stage, 0, out);
}

enum step take_step(struct stage *stage)
{
	const struct select *own = stage->own;

	return own->is_last ? put_last(stage, 0) : put_first(stage, 0);
}

enum step drop_step(struct stage *stage)
{
	const struct select *own = stage->own;

	return own->is_last ? put_last(stage, 1) : put_first(stage, 1);
}
