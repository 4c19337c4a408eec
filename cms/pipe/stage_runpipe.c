// SPDX-License-Identifier: Apache-2.0
/* RUNPIPE: each record is a pipeline, which is run; its messages are put out. */
#include "pipe/stages.h"

struct runpipe {
	struct store heard;
	struct buf text;
};

static void abandon(struct stage *stage)
{
	if (stage->inner)
		stage->rc = worse_rc(stage->rc, pipe_end_inner(stage->inner));
}

bool runpipe_begin(struct stage *stage)
{
	stage->abandon = abandon;
	return stage_own(stage, sizeof(struct runpipe)) && arg_end(stage);
}

/* Its messages are put out when it has ended, since they may move until then. */
enum step runpipe_step(struct stage *stage)
{
	struct runpipe *own = stage->own;
	struct record record;
	const char *text;
	int rc = 0;

	if (stage->inner) {
		if (stage->inner->nr_running && !stage->inner->is_stuck)
			return STEP_WAIT;
		stage->rc = worse_rc(stage->rc, pipe_end_inner(stage->inner));
		return STEP_MORE;
	}
	if (own->heard.next < own->heard.nr)
		return stage_put_next(stage, 0, &own->heard);
	store_clear(&own->heard);
	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	text = buf_text(stage->pipe, &own->text, record);
	if (!text)
		return stage_fail(stage, PMSG_NO_STORAGE, NULL);
	stage_consume(stage, 0);
	if (!pipe_begin_owned(stage, &own->heard, text, &rc))
		stage->rc = worse_rc(stage->rc, rc);
	return STEP_MORE;
}
