// SPDX-License-Identifier: Apache-2.0
/* Messages of pipelines. */
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "pipe/private.h"

#define LINE_MAX 240

static const struct {
	const char *module, *text, *explanation;
	uint16_t number;
	char severity;
} messages[PMSG_COUNT] = {
#define PIPE_MSG(id, module, number, severity, text, explanation)                                  \
	[PMSG_##id] = {module, text, explanation, number, severity},
#include "pipe/msg.def"
#undef PIPE_MSG
};

/* For the owner of the pipeline. */
static bool keep(struct pipe *pipe, const char *line)
{
	ebc8_t text[LINE_MAX];
	size_t len = strlen(line);

	ebc_from_ascii(text, line, len);
	return store_add(pipe->owner->pipe, pipe->heard, text, (uint32_t)len);
}

static void say_one(struct pipe *pipe, enum pipe_msg id, const char *const args[3])
{
	char line[LINE_MAX];
	size_t at = (size_t)str_format(line, sizeof(line), "FPL%s%03u%c ", messages[id].module,
		messages[id].number, messages[id].severity);

	for (const char *c = messages[id].text; *c && at < sizeof(line) - 1; c++) {
		if (*c == '&') {
			const char *arg = args[*++c - '1'];

			str_copy(line + at, arg ? arg : "", sizeof(line) - at);
			at += strlen(line + at);
		} else {
			line[at++] = *c;
			line[at] = 0;
		}
	}
	if (!pipe->heard || !keep(pipe, line))
		pipe->ops->say(pipe->ctx, line);
}

int pipe_say(struct pipe *pipe, const struct stage *stage, enum pipe_msg id, const char *arg)
{
	char nr[12], pipeline[12];
	const char *args[] = {arg, nr, pipeline};

	nr[0] = pipeline[0] = 0;
	say_one(pipe, id, args);
	if (!stage)
		return messages[id].number;
	str_format(nr, sizeof(nr), "%u", stage->nr);
	str_format(pipeline, sizeof(pipeline), "%u", stage->pipeline);
	args[0] = pipe->name;
	say_one(pipe, pipe->name[0] ? PMSG_STAGE_OF_NAMED : PMSG_STAGE_OF, args);
	args[0] = stage->text;
	say_one(pipe, PMSG_RUNNING, args);
	return messages[id].number;
}

bool stage_bad(struct stage *stage, enum pipe_msg id, const char *arg)
{
	stage->rc = pipe_say(stage->pipe, stage, id, arg);
	return false;
}

enum step stage_fail(struct stage *stage, enum pipe_msg id, const char *arg)
{
	stage_bad(stage, id, arg);
	return STEP_END;
}

const char *pipe_message_about(unsigned number, const char **text)
{
	for (unsigned id = 0; id < PMSG_COUNT; id++) {
		if (messages[id].number != number)
			continue;
		*text = messages[id].text;
		return messages[id].explanation;
	}
	return NULL;
}
