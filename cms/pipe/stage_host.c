// SPDX-License-Identifier: Apache-2.0
/*
 * Stages for what is outside: LITERAL STRLITERAL XRANGE CONSOLE CP CMS COMMAND STACK.
 */
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "pipe/stages.h"

#define LINE_MAX 255

/* Function: a line, and the answers to it. */
struct host {
	struct buf text;
	bool is_told, is_lifo;
	char line[LINE_MAX + 1];
	struct store replies;
};

static bool is_over_line(struct stage *stage, uint32_t len)
{
	char number[12];

	if (len <= LINE_MAX)
		return false;
	str_format(number, sizeof(number), "%u", LINE_MAX);
	stage_bad(stage, PMSG_COMMAND_LONG, number);
	return true;
}

static void line_of(struct host *own, struct record record)
{
	uint32_t len = MIN(record.len, (uint32_t)LINE_MAX);

	ebc_to_ascii(own->line, record.at, len);
	own->line[len] = 0;
}

/* ---- LITERAL ------------------------------------------------------------- */

bool literal_begin(struct stage *stage)
{
	struct host *own = stage_own(stage, sizeof(*own));

	return own && (buf_add_str(stage->pipe, &own->text, stage->args) ||
			      stage_bad(stage, PMSG_NO_STORAGE, NULL));
}

bool strliteral_begin(struct stage *stage)
{
	struct host *own = stage_own(stage, sizeof(*own));

	return own && arg_string(stage, &own->text) && arg_end(stage);
}

/* All characters from one to another. */
bool xrange_begin(struct stage *stage)
{
	struct host *own = stage_own(stage, sizeof(*own));
	ebc8_t first = 0x00, last = 0xFF;
	char word[WORD_MAX + 1];

	if (!own)
		return false;
	if (arg_word(stage, word, sizeof(word)) && !chars_of_word(word, &first, &last))
		return stage_bad(stage, PMSG_NOT_CHARACTER, word);
	for (unsigned c = first; c <= last; c++)
		if (!buf_fill(stage->pipe, &own->text, (uint8_t)c, 1))
			return stage_bad(stage, PMSG_NO_STORAGE, NULL);
	return arg_end(stage);
}

enum step literal_step(struct stage *stage)
{
	struct host *own = stage->own;

	if (own->is_told)
		return stage_pass(stage, 0, 0);
	own->is_told = true;
	return stage_put(stage, 0, own->text.at, own->text.len);
}

/* ---- CONSOLE STACK ------------------------------------------------------- */

bool console_begin(struct stage *stage)
{
	return stage_own(stage, sizeof(struct host)) && arg_end(stage);
}

/* Passes on a line that was read; an empty one ends it. */
static enum step put_line(struct stage *stage, struct host *own)
{
	own->text.len = 0;
	if (!buf_add_str(stage->pipe, &own->text, own->line))
		return stage_fail(stage, PMSG_NO_STORAGE, NULL);
	return stage_put(stage, 0, own->text.at, own->text.len);
}

static enum step write_console(struct stage *stage, struct host *own)
{
	const struct pipe_ops *ops = stage->pipe->ops;
	struct record record;
	const char *text;

	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	text = buf_text(stage->pipe, &own->text, record);
	if (!text)
		return stage_fail(stage, PMSG_NO_STORAGE, NULL);
	for (uint32_t i = 0; i < record.len; i++)
		if (own->text.at[i] < ' ')
			own->text.at[i] = '.';
	ops->console_write(stage->pipe->ctx, text);
	return stage_pass(stage, 0, 0);
}

enum step console_step(struct stage *stage)
{
	struct host *own = stage->own;

	if (!stage->is_first)
		return write_console(stage, own);
	stage->pipe->ops->console_read(stage->pipe->ctx, own->line, sizeof(own->line));
	return own->line[0] ? put_line(stage, own) : STEP_END;
}

bool stack_begin(struct stage *stage)
{
	struct host *own = stage_own(stage, sizeof(*own));

	if (!own)
		return false;
	own->is_lifo = arg_is(stage, "LIFO", 4);
	if (!own->is_lifo)
		arg_is(stage, "FIFO", 4);
	return arg_end(stage);
}

enum step stack_step(struct stage *stage)
{
	const struct pipe_ops *ops = stage->pipe->ops;
	struct host *own = stage->own;
	struct record record;

	if (stage->is_first)
		return ops->stack_take(stage->pipe->ctx, own->line, sizeof(own->line))
			       ? put_line(stage, own)
			       : STEP_END;
	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	if (is_over_line(stage, record.len))
		return STEP_END;
	line_of(own, record);
	if (!ops->stack_put(stage->pipe->ctx, own->line, own->is_lifo))
		return stage_fail(stage, PMSG_NO_STORAGE, NULL);
	return stage_pass(stage, 0, 0);
}

/* ---- CP CMS COMMAND ------------------------------------------------------ */

typedef int execute_fn(void *ctx, const char *command, struct pipe_reply *reply);

bool command_begin(struct stage *stage)
{
	struct host *own = stage_own(stage, sizeof(*own));

	if (!own || is_over_line(stage, (uint32_t)strlen(stage->args)))
		return false;
	while (chr_is_space(*stage->args))
		stage->args++;
	str_copy(own->line, stage->args, sizeof(own->line));
	own->is_told = !own->line[0];
	return true;
}

/* Keeps the lines of a reply as records. */
static bool keep_reply(struct stage *stage, struct store *store, const struct pipe_reply *reply)
{
	uint32_t begin = 0, end = 0;

	store_clear(store);
	for (; begin < reply->len; begin = ++end) {
		while (end < reply->len && reply->text[end] != '\n')
			end++;
		if (!store_add(stage->pipe, store, reply->text + begin, end - begin))
			return false;
	}
	if (store->bytes.len)
		ebc_from_ascii(store->bytes.at, (char *)store->bytes.at, store->bytes.len);
	return true;
}

/* The command that is in the line. The stage ends with the worst of their return codes. */
static enum step execute(struct stage *stage, struct host *own, execute_fn *run)
{
	struct pipe_reply reply = {NULL, 0};
	int rc = run(stage->pipe->ctx, own->line, &reply);

	stage->rc = worse_rc(rc, stage->rc);
	if (!keep_reply(stage, &own->replies, &reply))
		return stage_fail(stage, PMSG_NO_STORAGE, NULL);
	return STEP_MORE;
}

/* What stands behind the stage's name, then what comes as records. */
static enum step execute_next(struct stage *stage, execute_fn *run)
{
	struct host *own = stage->own;
	struct record record;

	if (own->replies.next < own->replies.nr)
		return stage_put_next(stage, 0, &own->replies);
	if (!own->is_told) {
		own->is_told = true;
		return execute(stage, own, run);
	}
	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	if (is_over_line(stage, record.len))
		return STEP_END;
	line_of(own, record);
	stage_consume(stage, 0);
	return execute(stage, own, run);
}

enum step cp_step(struct stage *stage)
{
	return execute_next(stage, stage->pipe->ops->cp);
}

enum step cms_step(struct stage *stage)
{
	return execute_next(stage, stage->pipe->ops->cms);
}

enum step cms_command_step(struct stage *stage)
{
	return execute_next(stage, stage->pipe->ops->command);
}
