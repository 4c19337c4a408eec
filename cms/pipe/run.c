// SPDX-License-Identifier: Apache-2.0
/* The dispatcher: calls stages as long as one can do something. */
#include "lib/string.h"
#include "pipe/private.h"
#include "pipe/storage.h"

/* ---- The queue of stages that may have something to do ------------------- */

static void wake(struct stage *stage)
{
	struct pipe *pipe = stage->pipe;

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
			wake(link->from);
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
		wake(from);
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
	wake(link->to);
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

enum step stage_put_next(struct stage *stage, unsigned out, struct store *store)
{
	struct record record;

	if (store->next == store->nr)
		return STEP_END;
	record = store_nr(store, store->next++);
	return offer(stage, out, record.at, record.len, -1);
}

/* ---- Beginning and end of stages ----------------------------------------- */

static void end_stage(struct stage *stage)
{
	stage->is_done = true;
	for (unsigned i = 0; i < stage->nr_in; i++) {
		struct link *link = stage->in[i];

		if (!link)
			continue;
		link->is_severed = true;
		link->is_full = false;
		link->from->offered = link->from->offered == link ? NULL : link->from->offered;
		wake(link->from);
	}
	for (unsigned i = 0; i < stage->nr_out; i++) {
		if (!stage->out[i])
			continue;
		stage->out[i]->is_over = true;
		wake(stage->out[i]->to);
	}
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
	if ((stage->type->flags & STAGE_PROGRAM) && !stage->has_run && stage->pipe->is_in_program)
		return; /* it, or pipe_program_ended */
	if (!is_wanted_now) {
		abandon(stage);
		end_stage(stage);
		return;
	}
	switch (stage->type->step(stage)) {
	case STEP_MORE:
		if (!stage->offered)
			wake(stage);
		break;
	case STEP_WAIT: break;
	case STEP_END: end_stage(stage); break;
	}
}

bool pipe_go_on(struct pipe *pipe)
{
	struct stage *stage = next_stage(pipe);

	if (!stage)
		return false;
	pipe->ops->poll(pipe->ctx);
	call(stage);
	return true;
}

void pipe_program_ended(struct pipe *pipe)
{
	pipe->is_in_program = false;
	for (unsigned i = 0; i < pipe->nr_stages; i++)
		if (pipe->stages[i]->type->flags & STAGE_PROGRAM)
			wake(pipe->stages[i]);
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
	for (unsigned i = 0; i < pipe->nr_stages; i++)
		wake(pipe->stages[i]);
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
		rc = stage->rc < 0 || rc < 0 ? MIN(rc, stage->rc) : MAX(rc, stage->rc);
	}
	return rc;
}

static int run(struct pipe *pipe, const char *text)
{
	int rc = pipe_parse(pipe, text);

	if (rc)
		return rc;
	if (!begin(pipe)) {
		for (unsigned i = 0; i < pipe->nr_stages; i++)
			rc = rc ? rc : pipe->stages[i]->rc;
		return rc;
	}
	while (pipe_go_on(pipe))
		;
	return end(pipe);
}

int pipe_run(const char *text, const struct pipe_ops *ops, void *ctx)
{
	struct pipe *pipe = ops->resize(ctx, NULL, 0, sizeof(*pipe));
	int rc;

	if (!pipe) {
		ops->say(ctx, "FPLDSP122S Virtual storage capacity exceeded");
		return 122;
	}
	memset(pipe, 0, sizeof(*pipe));
	pipe->ops = ops;
	pipe->ctx = ctx;
	pipe->separator = '|';
	pipe->queue_end = &pipe->queue;
	rc = run(pipe, text);
	pipe_free_all(pipe);
	ops->resize(ctx, pipe, sizeof(*pipe), 0);
	return rc;
}
