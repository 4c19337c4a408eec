// SPDX-License-Identifier: Apache-2.0
/*
 * Connectors: the ends of a pipeline that a program has called with CALLPIPE. At its beginning "*:"
 * takes the records of the program's input, and leaves there what nobody wants; at its end "*:" puts
 * them out as the program would.
 */
#include "lib/string.h"
#include "pipe/stages.h"

/*
 * ":", ".2:", ".input:", ".input.2:", with * for the word or the number: which stream. False after a
 * message.
 */
static bool take_stream(struct stage *stage, const char *name, unsigned *stream)
{
	char word[WORD_MAX + 1];
	const char *at = word;
	size_t len = 0, name_len = strlen(name);
	uint64_t nr;

	for (; stage->args[len] != ':' && len < WORD_MAX; len++)
		word[len] = chr_upper(stage->args[len]);
	word[len] = 0;
	*stream = stage->pipe->stream[name[0] == 'O'];
	if (at[0] == '.' && at[1] == '*')
		at += 2;
	else if (at[0] == '.' && len > name_len && memcmp(at + 1, name, name_len) == 0)
		at += 1 + name_len;
	if (!at[0] || strcmp(at, ".*") == 0)
		return true;
	if (at[0] != '.' || str_to_dec(at + 1, strlen(at + 1), &nr) || nr >= STREAMS_MAX)
		return stage_bad(stage, PMSG_BAD_OPERAND, word);
	*stream = (unsigned)nr;
	return true;
}

/* ---- Inputs -------------------------------------------------------------- */

/* Only now, since a pipeline that cannot begin must not have taken anything. */
static bool borrow(struct stage *stage)
{
	struct stage *caller = stage->pipe->caller;
	unsigned stream = *(unsigned *)stage->own;
	struct link *link = stream < caller->nr_in ? caller->in[stream] : NULL;
	char number[12];

	str_format(number, sizeof(number), "%u", stream);
	if (link && link->to != caller)
		return stage_bad(stage, PMSG_STREAMS, number);
	stage->in[0] = link;
	stage->nr_in = 1;
	if (!link)
		return true;
	link->to = stage;
	stage->lender = caller;
	return true;
}

static bool in_begin(struct stage *stage)
{
	unsigned *own = stage_own(stage, sizeof(*own));

	stage->open = borrow;
	return own && take_stream(stage, "INPUT", own);
}

static enum step in_step(struct stage *stage)
{
	return stage_pass(stage, 0, 0);
}

const struct stage_type connector_in = {.name = "*:", .begin = in_begin, .step = in_step};

/* ---- Outputs ------------------------------------------------------------- */

static bool out_begin(struct stage *stage)
{
	unsigned *own = stage_own(stage, sizeof(*own));

	return own && take_stream(stage, "OUTPUT", own);
}

/*
 * One record after the other, so that who wants no more is known at once. When nobody can take them
 * before the program ends it keeps them.
 */
static enum step out_step(struct stage *stage)
{
	struct stage *caller = stage->pipe->caller;
	unsigned stream = *(unsigned *)stage->own;
	struct record record;

	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	if (!stage_has_out(caller, stream))
		return STEP_END;
	if (caller->offered && !stage->pipe->is_stuck)
		return STEP_WAIT;
	if (!program_keep(caller, stream, record))
		return stage_fail(stage, PMSG_NO_STORAGE, NULL);
	stage_consume(stage, 0);
	return STEP_MORE;
}

const struct stage_type connector_out = {
	.name = "*:", .flags = STAGE_GOES_ON, .begin = out_begin, .step = out_step};

void connectors_wake(struct pipe *pipe)
{
	for (unsigned i = 0; i < pipe->nr_stages; i++)
		if (pipe->stages[i]->type == &connector_out)
			stage_wake(pipe->stages[i]);
}
