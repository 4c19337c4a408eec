// SPDX-License-Identifier: Apache-2.0
/* PIPE: pipelines, whose stages reach the console, the stack, CP and CMS here. */
#include "cmd/pipe.h"

#include "cmd/args.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/capture.h"
#include "nuc/cpcall.h"
#include "nuc/immediate.h"
#include "nuc/kept.h"
#include "nuc/session.h"
#include "nuc/stack.h"
#include "nuc/storage.h"
#include "rexx/rexx.h"

#define REPLY_SIZE 0x10000u /* of CP */
#define STACK_LEFT 0x2800   /* bytes that a pipeline needs */

extern char nucleus_stack[], nucleus_stack_end[];

/* Not work storage: programs that are stages end before the pipeline does, and what is theirs goes.
 */
static void *resize(void *ctx, void *old, size_t old_size, size_t size)
{
	(void)ctx;
	return kept_resize(old, old_size, size);
}

static void say(void *ctx, const char *line)
{
	(void)ctx;
	console_write(line);
}

static void poll(void *ctx)
{
	(void)ctx;
	immediate_obey();
}

static void type(void *ctx, const char *line)
{
	(void)ctx;
	console_put(line);
}

static void read_line(void *ctx, char *line, size_t size)
{
	char typed[CONSOLE_LINE + 1];

	(void)ctx;
	console_read(typed, true);
	str_copy(line, typed, size);
}

static bool put_stack(void *ctx, const char *line, bool is_lifo)
{
	(void)ctx;
	return stack_put(line, is_lifo);
}

static bool take_stack(void *ctx, char *line, size_t size)
{
	(void)ctx;
	return stack_take(line, size);
}

/* Room for a reply. */
static bool reply_room(struct pipe_world *world, uint32_t size)
{
	if (size <= world->reply_size)
		return true;
	kept_resize(world->reply, world->reply_size, 0);
	world->reply = kept_resize(NULL, 0, size);
	world->reply_size = world->reply ? size : 0;
	return world->reply;
}

static int cp(void *ctx, const char *command, struct pipe_reply *reply)
{
	struct pipe_world *world = ctx;
	char number[12];
	uint32_t len;
	int rc;

	if (!reply_room(world, REPLY_SIZE))
		return msg(MSG_NO_STORAGE);
	rc = cp_command_reply(command, strlen(command), world->reply, REPLY_SIZE, &len);
	if (len > REPLY_SIZE) {
		str_format(number, sizeof(number), "%u", len - REPLY_SIZE);
		msg(MSG_TRUNCATED, number);
	}
	*reply = (struct pipe_reply){world->reply, MIN(len, REPLY_SIZE)};
	return rc;
}

static int captured(struct pipe_world *world, enum command_from from, const char *command,
	struct pipe_reply *reply)
{
	int rc;

	if (!capture_begin())
		return msg(MSG_NO_STORAGE);
	rc = command_nested(command, from);
	if (!reply_room(world, capture_len())) {
		capture_end(NULL, 0);
		return msg(MSG_NO_STORAGE);
	}
	*reply = (struct pipe_reply){world->reply, capture_end(world->reply, world->reply_size)};
	return rc;
}

static int cms(void *ctx, const char *command, struct pipe_reply *reply)
{
	return captured(ctx, COMMAND_PERSON, command, reply);
}

static int cms_only(void *ctx, const char *command, struct pipe_reply *reply)
{
	return captured(ctx, COMMAND_EXEC, command, reply);
}

/* ---- Variables of the EXEC that called: they are ASCII ------------------- */

static int variable_error(int rc)
{
	return rc == -E_NOENT ? -E_NODEV : rc;
}

static int get_variable(void *ctx, const char *name, ebc8_t *value, uint32_t size, uint32_t *len)
{
	size_t whole = 0;
	int rc = rexx_variable_get(name, (char *)value, size, &whole);

	(void)ctx;
	if (rc)
		return variable_error(rc);
	*len = (uint32_t)whole;
	if (size)
		ebc_from_ascii(value, (char *)value, MIN(whole, size));
	return 0;
}

static int set_variable(void *ctx, const char *name, const ebc8_t *value, uint32_t len)
{
	struct pipe_world *world = ctx;

	if (!reply_room(world, len + 1))
		return -E_NOMEM;
	ebc_to_ascii(world->reply, value, len);
	return variable_error(rexx_variable_set(name, world->reply, len));
}

static const struct pipe_ops ops = {
	.resize = resize,
	.say = say,
	.poll = poll,
	.console_write = type,
	.console_read = read_line,
	.stack_put = put_stack,
	.stack_take = take_stack,
	.cp = cp,
	.cms = cms,
	.command = cms_only,
	.file_find = pipe_file_find,
	.file_read = pipe_file_read,
	.file_check = pipe_file_check,
	.file_write = pipe_file_write,
	.var_get = get_variable,
	.var_set = set_variable,
	.program = pipe_program,
};

bool pipe_has_stack(void)
{
	return (const char *)__builtin_frame_address(0) - nucleus_stack >= STACK_LEFT;
}

/* Pipelines in pipelines are limited by the nucleus's stack. */
int cmd_pipe(const struct call *call)
{
	struct pipe_world *world = work_get(sizeof(*world));
	const char *here = __builtin_frame_address(0);
	int rc;

	if (!world || !pipe_has_stack())
		return msg(MSG_NO_STORAGE);
	world->depth = (unsigned)(nucleus_stack_end - here) / 0x400;
	rc = pipe_run(call_rest(call, 1), &ops, world);
	kept_resize(world->reply, world->reply_size, 0);
	return rc;
}
