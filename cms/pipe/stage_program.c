// SPDX-License-Identifier: Apache-2.0
/*
 * REXX: a program that is a stage. It does not return between two records: while it waits for one,
 * it runs the dispatcher. What it puts out is kept as long as nobody takes it, since the next stage
 * may be a program, too, which cannot begin before this one has ended.
 */
#include "lib/err.h"
#include "lib/string.h"
#include "pipe/stages.h"

#define RC_UNKNOWN (-3)

/* Function: a program. Records that wait begin with a byte, the number of their stream. */
struct program {
	char name[FILEID_PART + 1];
	struct store waiting, leaving; /* nothing is added to what is leaving */
	struct buf made;               /* a record with that byte */
};

bool program_begin(struct stage *stage)
{
	struct program *own = stage_own(stage, sizeof(*own));

	if (!own)
		return false;
	if (!arg_word(stage, own->name, sizeof(own->name)))
		return stage_bad(stage, PMSG_MISSING, NULL);
	if (!stage->pipe->ops->program)
		return stage_bad(stage, PMSG_NO_PROGRAM, own->name);
	str_upper(own->name);
	while (chr_is_space(*stage->args))
		stage->args++;
	return true;
}

/* Offers the next record that waits. False: none does, or the one before was not taken yet. */
static bool offer_next(struct stage *stage, struct program *own)
{
	struct record record;

	if (stage->offered)
		return false;
	if (own->leaving.next == own->leaving.nr) {
		struct store empty = own->leaving;

		store_clear(&empty);
		own->leaving = own->waiting;
		own->waiting = empty;
	}
	if (own->leaving.next == own->leaving.nr)
		return false;
	record = store_nr(&own->leaving, own->leaving.next++);
	stage_put(stage, record.at[0], record.at + 1, record.len - 1);
	return true;
}

enum step program_step(struct stage *stage)
{
	struct program *own = stage->own;
	int rc;

	if (!stage->has_run) {
		stage->pipe->is_in_program = true;
		rc = stage->pipe->ops->program(
			stage->pipe->ctx, own->name, stage->args, (struct pipe_program *)stage);
		if (rc == RC_UNKNOWN)
			stage_bad(stage, PMSG_NO_PROGRAM, own->name);
		stage->rc = rc;
		stage->has_run = true;
		pipe_program_ended(stage->pipe);
		return STEP_MORE;
	}
	return offer_next(stage, own) ? STEP_MORE : STEP_END;
}

/* ---- For the program ----------------------------------------------------- */

int pipe_program_peek(
	struct pipe_program *program, unsigned in, const uint8_t **data, uint32_t *len)
{
	struct stage *stage = (struct stage *)program;
	struct record record;

	while (!stage_peek(stage, in, &record)) {
		if (stage_is_over(stage, in))
			return PIPE_RC_EOF;
		offer_next(stage, stage->own);
		if (!pipe_go_on(stage->pipe))
			return PIPE_RC_STALLED;
	}
	*data = record.at;
	*len = record.len;
	return 0;
}

void pipe_program_consume(struct pipe_program *program, unsigned in)
{
	stage_consume((struct stage *)program, in);
}

bool program_keep(struct stage *program, unsigned out, struct record record)
{
	struct program *own = program->own;
	struct pipe *pipe = program->pipe;
	uint8_t stream = (uint8_t)out;

	own->made.len = 0;
	if (!buf_add(pipe, &own->made, &stream, 1) ||
		!buf_add(pipe, &own->made, record.at, record.len) ||
		!store_add(pipe, &own->waiting, own->made.at, own->made.len))
		return false;
	offer_next(program, own);
	return true;
}

int pipe_program_put(struct pipe_program *program, unsigned out, const uint8_t *data, uint32_t len)
{
	struct stage *stage = (struct stage *)program;
	struct program *own = stage->own;
	struct pipe *pipe = stage->pipe;

	if (!stage_has_out(stage, out))
		return PIPE_RC_EOF;
	if (!program_keep(stage, out, (struct record){data, len}))
		return -E_NOMEM;
	while (offer_next(stage, own) || stage->offered)
		if (!pipe_go_on(pipe))
			break;
	return 0;
}

/* When nothing can go on its output is kept; when nothing can then, it is stalled. */
int pipe_program_call(struct pipe_program *program, const unsigned stream[2], const char *text)
{
	struct stage *stage = (struct stage *)program;
	struct pipe *pipe;
	int rc;

	pipe = pipe_call(stage, stream, text, &rc);
	if (!pipe)
		return rc;
	while (pipe->nr_running) {
		offer_next(stage, stage->own);
		if (pipe_go_on(pipe))
			continue;
		if (pipe->is_stuck)
			break;
		pipe->is_stuck = true;
		connectors_wake(pipe);
	}
	return pipe_end_inner(pipe);
}

unsigned pipe_program_streams(const struct pipe_program *program, bool is_output)
{
	const struct stage *stage = (const struct stage *)program;

	return MAX(is_output ? stage->nr_out : stage->nr_in, 1u) - 1;
}

bool pipe_program_is_connected(const struct pipe_program *program, bool is_output, unsigned nr)
{
	const struct stage *stage = (const struct stage *)program;

	if (is_output)
		return nr < stage->nr_out && stage->out[nr] && !stage->out[nr]->is_severed;
	return nr < stage->nr_in && stage->in[nr];
}
