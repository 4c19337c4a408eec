// SPDX-License-Identifier: Apache-2.0
/* The dispatcher: calls stages as long as one can do something. */
#include "lib/string.h"
#include "pipe/private.h"
#include "pipe/storage.h"

/* ---- The queue of stages that may have something to do ------------------- */

void stage_wake(struct stage *stage)
{
	struct pipe *pipe = stage->pipe->outermost;

	if (stage->is_queued || stage->is_done)
		return;
	stage->is_queued = true;
	stage->next = NULL;
	*pipe->queue_end = stage;
	pipe->queue_end = &stage->next;
}

static struct stage *next_stage(struct pipe *pipe)
{
	struct stage *stage = pipe->queue;

	if (!stage)
		return NULL;
	pipe->queue = stage->next;
	if (!pipe->queue)
		pipe->queue_end = &pipe->queue;
	stage->is_queued = false;
	return stage;
}

/* Takes the stages of an inner pipeline out: they go. */
static void leave_queue(struct pipe *inner)
{
	struct pipe *pipe = inner->outermost;
	struct stage **at = &pipe->queue;

	while (*at) {
		if ((*at)->pipe == inner)
			*at = (*at)->next;
		else
			at = &(*at)->next;
	}
	pipe->queue_end = at;
}

void *stage_own(struct stage *stage, size_t size)
{
	stage->own = pipe_get(stage->pipe, size);
	if (!stage->own)
		stage_bad(stage, PMSG_NO_STORAGE, NULL);
	return stage->own;
}

/* ---- Inputs -------------------------------------------------------------- */

static struct link *input(const struct stage *stage, unsigned in)
{
	return in < stage->nr_in ? stage->in[in] : NULL;
}

bool stage_peek(struct stage *stage, unsigned in, struct record *record)
{
	struct link *link = input(stage, in);

	if (!link)
		return false;
	if (!link->is_full) {
		if (link->from->is_lazy) {
			link->from->is_lazy = false;
			stage_wake(link->from);
		}
		return false;
	}
	*record = link->record;
	return true;
}

bool stage_is_over(const struct stage *stage, unsigned in)
{
	const struct link *link = input(stage, in);

	return !link || (link->is_over && !link->is_full);
}

enum step stage_wait(const struct stage *stage, unsigned in)
{
	return stage_is_over(stage, in) ? STEP_END : STEP_WAIT;
}

/* Who offered a record and only passed it on has it consumed by that, and so on. */
void stage_consume(struct stage *stage, unsigned in)
{
	struct link *link = input(stage, in);

	while (link && link->is_full) {
		struct stage *from = link->from;

		link->is_full = false;
		from->offered = NULL;
		stage_wake(from);
		link = from->consumes >= 0 ? input(from, (unsigned)from->consumes) : NULL;
		from->consumes = -1;
	}
}

/* ---- Outputs ------------------------------------------------------------- */

static struct link *output(const struct stage *stage, unsigned out)
{
	struct link *link;

	if (stage->is_not && out < 2)
		out = !out;
	link = out < stage->nr_out ? stage->out[out] : NULL;
	return link && !link->is_severed ? link : NULL;
}

bool stage_has_out(const struct stage *stage, unsigned out)
{
	return output(stage, out);
}

static enum step offer(
	struct stage *stage, unsigned out, const void *data, uint32_t len, int consumes)
{
	struct link *link = output(stage, out);

	if (!link) {
		if (consumes >= 0)
			stage_consume(stage, (unsigned)consumes);
		return STEP_MORE;
	}
	link->record = (struct record){data ? data : "", len};
	link->is_full = true;
	stage->offered = link;
	stage->consumes = consumes;
	stage_wake(link->to);
	return STEP_MORE;
}

enum step stage_put(struct stage *stage, unsigned out, const void *data, uint32_t len)
{
	return offer(stage, out, data, len, -1);
}

enum step stage_put_last(struct stage *stage, unsigned out, const void *data, uint32_t len)
{
	return offer(stage, out, data, len, 0);
}

enum step stage_pass(struct stage *stage, unsigned in, unsigned out)
{
	struct record record;

	if (!stage_peek(stage, in, &record))
		return stage_wait(stage, in);
	return offer(stage, out, record.at, record.len, (int)in);
}

bool stage_keep_all(struct stage *stage, unsigned in, struct store *store, enum step *step)
{
	struct record record;

	if (!stage_peek(stage, in, &record)) {
		*step = STEP_WAIT;
		return stage_is_over(stage, in);
	}
	if (store_add(stage->pipe, store, record.at, record.len)) {
		stage_consume(stage, in);
		*step = STEP_MORE;
	} else {
		*step = stage_fail(stage, PMSG_NO_STORAGE, NULL);
	}
	return false;
}

enum step stage_put_next(struct stage *stage, unsigned out, struct store *store)
{
	struct record record;

	if (store->next == store->nr)
		return STEP_END;
	record = store_nr(store, store->next++);
	return offer(stage, out, record.at, record.len, -1);
}

/* ---- Beginning and end of stages ----------------------------------------- */

/* What it did not read of another stage's input stays there. */
static void give_back(struct stage *stage)
{
	if (!stage->lender)
		return;
	stage->in[0]->to = stage->lender;
	stage->lender = NULL;
}

/*
 * Who offered a record has it still, and would do the same with it once more: one that goes on has
 * done with it.
 */
static void sever(struct link *link)
{
	struct stage *from = link->from;

	link->is_severed = true;
	link->is_full = false;
	if (from->offered == link) {
		from->offered = NULL;
		if (from->consumes >= 0 && (from->type->flags & STAGE_GOES_ON))
			stage_consume(from, (unsigned)from->consumes);
		from->consumes = -1;
	}
	stage_wake(from);
}

static void end_stage(struct stage *stage)
{
	struct pipe *pipe = stage->pipe;

	stage->is_done = true;
	give_back(stage);
	for (unsigned i = 0; i < stage->nr_in; i++) {
		struct link *link = stage->in[i];

		if (!link || link->to != stage)
			continue;
		sever(link);
	}
	for (unsigned i = 0; i < stage->nr_out; i++) {
		if (!stage->out[i])
			continue;
		stage->out[i]->is_over = true;
		stage_wake(stage->out[i]->to);
	}
	if (!--pipe->nr_running && pipe->owner)
		stage_wake(pipe->owner);
}

static bool is_wanted(const struct stage *stage)
{
	if (stage->type->flags & STAGE_GOES_ON)
		return true;
	for (unsigned i = 0; i < stage->nr_out; i++)
		if (stage->out[i] && !stage->out[i]->is_severed)
			return true;
	return false;
}

static void abandon(struct stage *stage)
{
	if (stage->abandon)
		stage->abandon(stage);
}

static void call(struct stage *stage)
{
	bool is_wanted_now = is_wanted(stage);

	if (stage->is_done || stage->offered || (stage->is_lazy && is_wanted_now))
		return;
	if ((stage->type->flags & STAGE_PROGRAM) && !stage->has_run && stage->pipe->is_in_program) {
		if (stage->inner)
			connectors_wake(stage->inner);
		return; /* it, or pipe_program_ended */
	}
	if (!is_wanted_now) {
		abandon(stage);
		end_stage(stage);
		return;
	}
	switch (stage->type->step(stage)) {
	case STEP_MORE:
		if (!stage->offered)
			stage_wake(stage);
		break;
	case STEP_WAIT: break;
	case STEP_END: end_stage(stage); break;
	}
}

/* When nobody can go on an inner pipeline has to end, if none of its programs is running. */
static bool end_watched(struct pipe *pipe)
{
	for (struct pipe *inner = pipe->watched; inner; inner = inner->next) {
		if (inner->is_stuck || inner->is_in_program)
			continue;
		inner->is_stuck = true;
		stage_wake(inner->owner);
		return true;
	}
	return false;
}

bool pipe_go_on(struct pipe *pipe)
{
	struct stage *stage = next_stage(pipe->outermost);

	if (!stage)
		return end_watched(pipe->outermost);
	pipe->ops->poll(pipe->ctx);
	call(stage);
	return true;
}

void pipe_program_ended(struct pipe *pipe)
{
	pipe->is_in_program = false;
	for (unsigned i = 0; i < pipe->nr_stages; i++)
		if (pipe->stages[i]->type->flags & STAGE_PROGRAM)
			stage_wake(pipe->stages[i]);
}

static void trace_starts(struct pipe *pipe)
{
	for (unsigned i = 0; i < pipe->nr_stages; i++)
		pipe_say(pipe, pipe->stages[i], PMSG_STAGE_STARTS, NULL);
}

/* All have looked at their operands before the first one changes anything. */
static bool begin(struct pipe *pipe)
{
	for (unsigned i = 0; i < pipe->nr_stages; i++)
		if (!pipe->stages[i]->type->begin(pipe->stages[i]))
			return false;
	for (unsigned i = 0; i < pipe->nr_stages; i++)
		if (pipe->stages[i]->open && !pipe->stages[i]->open(pipe->stages[i]))
			return false;
	if (pipe->traces)
		trace_starts(pipe);
	pipe->nr_running = pipe->nr_stages;
	for (unsigned i = 0; i < pipe->nr_stages; i++)
		stage_wake(pipe->stages[i]);
	return true;
}

/* Whoever is not done now never will be. */
static int end(struct pipe *pipe)
{
	int rc = 0;
	char number[12];

	for (unsigned i = 0; i < pipe->nr_stages; i++) {
		struct stage *stage = pipe->stages[i];

		if (!stage->is_done) {
			if (!rc)
				pipe_say(pipe, NULL, PMSG_STALLED, NULL);
			rc = PIPE_RC_STALLED;
			pipe_say(pipe, stage, PMSG_STALLED_STAGE,
				stage->offered ? "output" : "input");
			abandon(stage);
			end_stage(stage);
		}
	}
	for (unsigned i = 0; i < pipe->nr_stages; i++) {
		struct stage *stage = pipe->stages[i];

		if (stage->close)
			stage->close(stage);

		if (pipe->lists_rcs || (pipe->lists_errors && stage->rc)) {
			str_format(number, sizeof(number), "%d", stage->rc);
			pipe_say(pipe, stage, PMSG_STAGE_RC, number);
		}
		rc = worse_rc(rc, stage->rc);
	}
	return rc;
}

/* ---- Pipelines ----------------------------------------------------------- */

static struct pipe *make(const struct pipe_ops *ops, void *ctx, struct pipe *outermost)
{
	struct pipe *pipe = ops->resize(ctx, NULL, 0, sizeof(*pipe));

	if (!pipe)
		return NULL;
	memset(pipe, 0, sizeof(*pipe));
	pipe->ops = ops;
	pipe->ctx = ctx;
	pipe->separator = '|';
	pipe->queue_end = &pipe->queue;
	pipe->outermost = outermost ? outermost : pipe;
	return pipe;
}

static void drop(struct pipe *pipe)
{
	for (unsigned i = 0; i < pipe->nr_stages; i++)
		give_back(pipe->stages[i]);
	leave_queue(pipe);
	pipe_free_all(pipe);
	pipe->ops->resize(pipe->ctx, pipe, sizeof(*pipe), 0);
}

/* 0 or, after a message, the return code. */
static int start(struct pipe *pipe, const char *text)
{
	int rc = pipe_parse(pipe, text);

	if (rc || begin(pipe))
		return rc;
	for (unsigned i = 0; !rc && i < pipe->nr_stages; i++)
		rc = pipe->stages[i]->rc;
	return rc ? rc : PIPE_RC_STALLED;
}

int pipe_run(const char *text, const struct pipe_ops *ops, void *ctx)
{
	struct pipe *pipe = make(ops, ctx, NULL);
	int rc;

	if (!pipe) {
		ops->say(ctx, "FPLDSP122S Virtual storage capacity exceeded");
		return 122;
	}
	rc = start(pipe, text);
	if (!rc) {
		while (pipe_go_on(pipe))
			;
		rc = end(pipe);
	}
	drop(pipe);
	return rc;
}

/* ---- Pipelines that stages call ------------------------------------------ */

static struct pipe *start_inner(struct pipe *pipe, struct stage *stage, const char *text, int *rc)
{
	if (!pipe) {
		*rc = pipe_say(stage->pipe, stage, PMSG_NO_STORAGE, NULL);
		return NULL;
	}
	*rc = start(pipe, text);
	if (!*rc)
		return pipe;
	drop(pipe);
	return NULL;
}

struct pipe *pipe_call(struct stage *program, const unsigned stream[2], const char *text, int *rc)
{
	struct pipe *outer = program->pipe;
	struct pipe *pipe = make(outer->ops, outer->ctx, outer->outermost);

	if (pipe) {
		pipe->caller = program;
		memcpy(pipe->stream, stream, sizeof(pipe->stream));
	}
	program->inner = start_inner(pipe, program, text, rc);
	return program->inner;
}

struct pipe *pipe_begin_owned(struct stage *owner, struct store *heard, const char *text, int *rc)
{
	struct pipe *outer = owner->pipe;
	struct pipe *pipe = make(outer->ops, outer->ctx, outer->outermost);

	if (pipe) {
		pipe->owner = owner;
		pipe->heard = heard;
	}
	owner->inner = start_inner(pipe, owner, text, rc);
	if (owner->inner) {
		owner->inner->next = outer->outermost->watched;
		outer->outermost->watched = owner->inner;
	}
	return owner->inner;
}

static void unwatch(struct pipe *pipe)
{
	struct pipe **at = &pipe->outermost->watched;

	while (*at && *at != pipe)
		at = &(*at)->next;
	if (*at)
		*at = pipe->next;
}

int pipe_end_inner(struct pipe *pipe)
{
	int rc = end(pipe);

	if (pipe->owner)
		pipe->owner->inner = NULL;
	if (pipe->caller)
		pipe->caller->inner = NULL;
	unwatch(pipe);
	drop(pipe);
	return rc;
}
