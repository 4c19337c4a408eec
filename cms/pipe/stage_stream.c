// SPDX-License-Identifier: Apache-2.0
/*
 * Stages with several streams: FANOUT FANIN FANINANY APPEND PREFACE OVERLAY DEAL GATHER JUXTAPOSE HOLE
 * COPY.
 */
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "pipe/stages.h"

/* Function: which stream is next. */
struct streams {
	unsigned at, nr;
	uint8_t order[STREAMS_MAX];
	ebc8_t fill;
	struct buf made;
	bool is_full;
};

static bool no_operands(struct stage *stage)
{
	return stage_own(stage, sizeof(struct streams)) && arg_end(stage);
}

/* ---- FANOUT -------------------------------------------------------------- */

bool fanout_begin(struct stage *stage)
{
	return no_operands(stage);
}

enum step fanout_step(struct stage *stage)
{
	struct streams *own = stage->own;
	struct record record;

	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	while (own->at < stage->nr_out && !stage_has_out(stage, own->at))
		own->at++;
	if (own->at < stage->nr_out)
		return stage_put(stage, own->at++, record.at, record.len);
	own->at = 0;
	stage_consume(stage, 0);
	return STEP_MORE;
}

/* ---- FANIN APPEND PREFACE ------------------------------------------------ */

bool fanin_begin(struct stage *stage)
{
	struct streams *own = stage_own(stage, sizeof(*own));
	char number[12];
	uint32_t nr;

	if (!own)
		return false;
	while (own->nr < STREAMS_MAX && arg_number(stage, &nr)) {
		str_format(number, sizeof(number), "%u", nr);
		if (nr >= MAX(stage->nr_in, 1u))
			return stage_bad(stage, PMSG_STREAMS, number);
		own->order[own->nr++] = (uint8_t)nr;
	}
	for (unsigned i = 0; !own->nr && i < stage->nr_in; i++)
		own->order[i] = (uint8_t)i;
	own->nr = own->nr ? own->nr : stage->nr_in;
	return arg_end(stage);
}

bool append_begin(struct stage *stage)
{
	struct streams *own = stage_own(stage, sizeof(*own));

	if (!own)
		return false;
	own->nr = 2;
	own->order[1] = 1;
	return true;
}

bool preface_begin(struct stage *stage)
{
	struct streams *own = stage_own(stage, sizeof(*own));

	if (!own)
		return false;
	own->nr = 2;
	own->order[0] = 1;
	return true;
}

enum step fanin_step(struct stage *stage)
{
	struct streams *own = stage->own;
	struct record record;

	while (own->at < own->nr) {
		unsigned in = own->order[own->at];

		if (stage_peek(stage, in, &record))
			return stage_pass(stage, in, 0);
		if (!stage_is_over(stage, in))
			return STEP_WAIT;
		own->at++;
	}
	return STEP_END;
}

enum step faninany_step(struct stage *stage)
{
	struct streams *own = stage->own;
	struct record record;
	bool is_over = true;

	for (unsigned i = 0; i < stage->nr_in; i++) {
		unsigned in = (own->at + i) % stage->nr_in;

		if (stage_peek(stage, in, &record)) {
			own->at = in + 1;
			return stage_pass(stage, in, 0);
		}
		is_over = is_over && stage_is_over(stage, in);
	}
	return is_over ? STEP_END : STEP_WAIT;
}

/* ---- OVERLAY ------------------------------------------------------------- */

bool overlay_begin(struct stage *stage)
{
	struct streams *own = stage_own(stage, sizeof(*own));
	char word[WORD_MAX + 1];

	if (!own)
		return false;
	own->fill = EBC_BLANK;
	if (arg_peek(stage, word) && !arg_char(stage, &own->fill))
		return stage_bad(stage, PMSG_NOT_CHARACTER, word);
	return arg_end(stage);
}

/* Where a later stream's record has the character, one before it is seen. */
static bool lay(struct stage *stage, struct streams *own, struct record record)
{
	if (record.len > own->made.len &&
		!buf_fill(stage->pipe, &own->made, own->fill, record.len - own->made.len))
		return false;
	for (uint32_t i = 0; i < record.len; i++)
		if (record.at[i] != own->fill)
			own->made.at[i] = record.at[i];
	return true;
}

enum step overlay_step(struct stage *stage)
{
	struct streams *own = stage->own;
	struct record record;
	bool has_any = false;

	if (own->is_full) {
		for (unsigned i = 0; i < stage->nr_in; i++)
			stage_consume(stage, i);
		own->is_full = false;
	}
	own->made.len = 0;
	for (unsigned i = 0; i < stage->nr_in; i++)
		if (!stage_peek(stage, i, &record) && !stage_is_over(stage, i))
			return STEP_WAIT;
	for (unsigned i = 0; i < stage->nr_in; i++) {
		if (!stage_peek(stage, i, &record))
			continue;
		has_any = true;
		if (!lay(stage, own, record))
			return stage_fail(stage, PMSG_NO_STORAGE, NULL);
	}
	if (!has_any)
		return STEP_END;
	own->is_full = true;
	return stage_put(stage, 0, own->made.at, own->made.len);
}

/* ---- DEAL GATHER JUXTAPOSE ----------------------------------------------- */

bool deal_begin(struct stage *stage)
{
	return no_operands(stage);
}

/* Each record to the next output that somebody reads. */
enum step deal_step(struct stage *stage)
{
	struct streams *own = stage->own;
	unsigned out, nr = MAX(stage->nr_out, 1u);

	for (unsigned i = 0; i < nr; i++) {
		out = (own->at + i) % nr;
		if (!stage_has_out(stage, out))
			continue;
		if (stage_is_over(stage, 0) || !stage->in[0]->is_full)
			return stage_wait(stage, 0);
		own->at = out + 1;
		return stage_pass(stage, 0, out);
	}
	return STEP_END;
}

/* A record of each input in turn, as long as it has any. */
enum step gather_step(struct stage *stage)
{
	struct streams *own = stage->own;
	struct record record;

	for (unsigned i = 0; i < stage->nr_in; i++) {
		unsigned in = (own->at + i) % stage->nr_in;

		if (stage_peek(stage, in, &record)) {
			own->at = in + 1;
			return stage_pass(stage, in, 0);
		}
		if (!stage_is_over(stage, in))
			return STEP_WAIT;
	}
	return STEP_END;
}

/* The first input's last record before each of the second. */
enum step juxtapose_step(struct stage *stage)
{
	struct streams *own = stage->own;
	struct record record;

	if (own->is_full)
		stage_consume(stage, 1);
	own->is_full = false;
	if (stage_peek(stage, 0, &record)) {
		own->nr = record.len;
		own->made.len = 0;
		if (!buf_add(stage->pipe, &own->made, record.at, record.len))
			return stage_fail(stage, PMSG_NO_STORAGE, NULL);
		stage_consume(stage, 0);
		return STEP_MORE;
	}
	if (!stage_peek(stage, 1, &record))
		return stage_wait(stage, 1);
	own->made.len = own->nr;
	if (!buf_add(stage->pipe, &own->made, record.at, record.len))
		return stage_fail(stage, PMSG_NO_STORAGE, NULL);
	own->is_full = true;
	return stage_put(stage, 0, own->made.at, own->made.len);
}

/* ---- HOLE COPY ----------------------------------------------------------- */

bool hole_begin(struct stage *stage)
{
	return arg_end(stage);
}

enum step hole_step(struct stage *stage)
{
	struct record record;

	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	stage_consume(stage, 0);
	return STEP_MORE;
}

/* Takes each record out of the way, so that who offers it can go on. */
enum step copy_step(struct stage *stage)
{
	struct streams *own = stage->own;
	struct record record;

	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	own->made.len = 0;
	if (!buf_add(stage->pipe, &own->made, record.at, record.len))
		return stage_fail(stage, PMSG_NO_STORAGE, NULL);
	stage_consume(stage, 0);
	return stage_put(stage, 0, own->made.at, own->made.len);
}
