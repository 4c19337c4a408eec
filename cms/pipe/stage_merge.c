// SPDX-License-Identifier: Apache-2.0
/* Stages that look at records of several inputs at once: MERGE COLLATE SYNCHRONIZE GATE. */
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "pipe/stages.h"

/* Function: keys of the records, and where it is between two records. */
struct merge {
	struct ranges key[2]; /* of the first input and of the others */
	bool any_case, is_down;
	unsigned at;   /* stream that is next */
	bool is_told;  /* COLLATE: the master was put out */
	bool gives[2]; /* COLLATE: masters, details */
};

static int compare_keys(const struct merge *own, struct record a, const struct ranges *key_a,
	struct record b, const struct ranges *key_b)
{
	for (unsigned i = 0; i < MAX(key_a->nr, 1u); i++) {
		int result = record_compare(
			ranges_nr(key_a, i, a), ranges_nr(key_b, i, b), own->any_case);

		if (result)
			return own->is_down ? -result : result;
	}
	return 0;
}

/* ---- MERGE --------------------------------------------------------------- */

bool merge_begin(struct stage *stage)
{
	struct merge *own = stage_own(stage, sizeof(*own));

	if (!own)
		return false;
	own->any_case = arg_is(stage, "ANYCASE", 3);
	if (!arg_ranges(stage, &own->key[0]))
		return false;
	own->is_down = arg_is(stage, "DESCENDING", 1);
	if (!own->is_down)
		arg_is(stage, "ASCENDING", 1);
	return arg_end(stage);
}

/* Of equal ones that of the lowest input. */
enum step merge_step(struct stage *stage)
{
	struct merge *own = stage->own;
	struct record record, best = {NULL, 0};
	unsigned from = STREAMS_MAX;

	for (unsigned i = 0; i < stage->nr_in; i++) {
		if (!stage_peek(stage, i, &record)) {
			if (!stage_is_over(stage, i))
				return STEP_WAIT;
			continue;
		}
		if (from < STREAMS_MAX &&
			compare_keys(own, record, &own->key[0], best, &own->key[0]) >= 0)
			continue;
		from = i;
		best = record;
	}
	return from < STREAMS_MAX ? stage_pass(stage, from, 0) : STEP_END;
}

/* ---- COLLATE ------------------------------------------------------------- */

bool collate_begin(struct stage *stage)
{
	struct merge *own = stage_own(stage, sizeof(*own));

	if (!own)
		return false;
	own->any_case = arg_is(stage, "ANYCASE", 3);
	if (!arg_ranges(stage, &own->key[0]) || !arg_ranges(stage, &own->key[1]))
		return false;
	if (!own->key[1].nr)
		own->key[1] = own->key[0];
	own->gives[0] = arg_is(stage, "MASTER", 6);
	own->gives[1] = arg_is(stage, "DETAIL", 6);
	if (!own->gives[0] && !own->gives[1])
		own->gives[0] = own->gives[1] = true;
	return arg_end(stage);
}

/* Masters are the first input, details the second, both sorted. */
enum step collate_step(struct stage *stage)
{
	struct merge *own = stage->own;
	struct record record[2];
	bool has[2];
	int order;

	for (unsigned i = 0; i < 2; i++) {
		has[i] = stage_peek(stage, i, &record[i]);
		if (!has[i] && !stage_is_over(stage, i))
			return STEP_WAIT;
	}
	if (!has[0] && !has[1])
		return STEP_END;
	order = !has[1]   ? -1
		: !has[0] ? 1
			  : compare_keys(own, record[0], &own->key[0], record[1], &own->key[1]);
	if (order > 0)
		return stage_pass(stage, 1, 2);
	if (order < 0 && own->is_told) {
		own->is_told = false;
		stage_consume(stage, 0);
		return STEP_MORE;
	}
	if (order < 0)
		return stage_pass(stage, 0, 1);
	if (!own->is_told) {
		own->is_told = true;
		return own->gives[0] ? stage_put(stage, 0, record[0].at, record[0].len) : STEP_MORE;
	}
	if (own->gives[1])
		return stage_pass(stage, 1, 0);
	stage_consume(stage, 1);
	return STEP_MORE;
}

/* ---- SYNCHRONIZE GATE ---------------------------------------------------- */

bool streams_begin(struct stage *stage)
{
	return stage_own(stage, sizeof(struct merge)) && arg_end(stage);
}

/* A record of each input, when each has one; it ends with the first that has none. */
enum step synchronize_step(struct stage *stage)
{
	struct merge *own = stage->own;
	struct record record;

	for (unsigned i = own->at; i < stage->nr_in; i++) {
		if (stage_peek(stage, i, &record))
			continue;
		return stage_is_over(stage, i) ? STEP_END : STEP_WAIT;
	}
	if (own->at < stage->nr_in) {
		own->at++;
		return stage_pass(stage, own->at - 1, own->at - 1);
	}
	own->at = 0;
	return stage->nr_in ? STEP_MORE : STEP_END;
}

/* The other streams pass until the first has a record. */
enum step gate_step(struct stage *stage)
{
	struct record record;
	bool is_over = true;

	if (stage_peek(stage, 0, &record))
		return STEP_END;
	for (unsigned i = 1; i < stage->nr_in; i++) {
		if (stage_peek(stage, i, &record))
			return stage_pass(stage, i, i);
		is_over = is_over && stage_is_over(stage, i);
	}
	return is_over ? STEP_END : STEP_WAIT;
}
