// SPDX-License-Identifier: Apache-2.0
/*
 * Fuzzes pipelines: the input is what stands behind PIPE, and behind a line end a file that "<"
 * reads. Besides what the sanitizers find: it ends, what is written is whole records, and all
 * storage comes back.
 */
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "pipe/pipe.h"

#include <setjmp.h>
#include <stdlib.h>

#define STORAGE_MOST (4u << 20)
#define POLLS_MOST   2000

/* Function: the world; polls counts the steps, since a pipeline may go on for ever. */
struct world {
	size_t storage, pieces;
	unsigned polls;
	const char *file;
	char answer[64];
	void *piece[4096];
	jmp_buf halted;
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
	if (!good)
		abort();
}

/* Remembers its pieces, for the pipeline that is halted. */
static void *resize(void *ctx, void *old, size_t old_size, size_t size)
{
	struct world *world = ctx;
	size_t at = 0;
	void *fresh;

	while (at < world->pieces && world->piece[at] != old)
		at++;
	check(!old || at < world->pieces);
	if (size && (world->storage + size - (old ? old_size : 0) > STORAGE_MOST ||
			    (!old && world->pieces == ARRAY_LEN(world->piece))))
		return NULL;
	world->storage += size - (old ? old_size : 0);
	if (!size) {
		free(old);
		if (old)
			world->piece[at] = world->piece[--world->pieces];
		return NULL;
	}
	fresh = realloc(old, size);
	check(fresh);
	world->piece[at] = fresh;
	world->pieces += !old;
	return fresh;
}

static void say(void *ctx, const char *line)
{
	(void)ctx;
	check(strlen(line) < 0x100000);
}

static void poll(void *ctx)
{
	struct world *world = ctx;

	if (++world->polls == POLLS_MOST)
		longjmp(world->halted, 1);
}

static void read_line(void *ctx, char *line, size_t size)
{
	struct world *world = ctx;

	str_copy(line, world->polls % 3 ? "typed" : "", size);
}

static bool put(void *ctx, const char *line, bool is_lifo)
{
	(void)is_lifo;
	say(ctx, line);
	return true;
}

static bool take(void *ctx, char *line, size_t size)
{
	read_line(ctx, line, size);
	return line[0];
}

static int command(void *ctx, const char *text, struct pipe_reply *reply)
{
	struct world *world = ctx;

	str_format(world->answer, sizeof(world->answer), "%s\nb\n\n", text);
	*reply = (struct pipe_reply){world->answer, (uint32_t)strlen(world->answer)};
	return text[0] % 4 - 1;
}

static int find(void *ctx, struct pipe_input *in)
{
	struct world *world = ctx;

	in->nr_records = 3;
	in->longest = (uint32_t)MIN(strlen(world->file), (size_t)PIPE_RECORD_MAX);
	return 0;
}

static int read_file(void *ctx, const struct pipe_input *in, uint32_t first, uint8_t *to,
	uint32_t size, uint32_t *nr)
{
	struct world *world = ctx;

	check(first <= in->nr_records && size >= in->longest + 2);
	to[0] = (uint8_t)(in->longest >> 8);
	to[1] = (uint8_t)in->longest;
	memcpy(to + 2, world->file, in->longest);
	*nr = 1;
	return 0;
}

static int check_file(void *ctx, const struct pipe_output *out)
{
	(void)ctx;
	check(out->lrecl <= PIPE_RECORD_MAX && strlen(out->id.fn) <= FILEID_PART);
	return 0;
}

static int write_file(
	void *ctx, const struct pipe_output *out, const uint8_t *records, uint32_t len)
{
	uint32_t at = 0;

	(void)ctx;
	check(!out->is_abandoned || !len);
	while (at < len)
		at += (uint32_t)(records[at] << 8 | records[at + 1]) + 2;
	check(at == len);
	return 0;
}

static int get(void *ctx, const char *name, ebc8_t *value, uint32_t size, uint32_t *len)
{
	(void)ctx;
	*len = (uint32_t)strlen(name) * 20;
	if (*len <= size)
		memset(value, 0xF2, *len);
	return *len ? 0 : -E_INVAL;
}

static int set(void *ctx, const char *name, const ebc8_t *value, uint32_t len)
{
	(void)ctx;
	for (uint32_t i = 0; i < len; i++)
		check(value[i] <= 0xFF);
	return name[0] == 'X' ? -E_INVAL : 0;
}

/* Runs its operand as a pipeline; then reads, and writes some of what it reads. */
static int program(void *ctx, const char *name, const char *args, struct pipe_program *program)
{
	const unsigned streams[2] = {name[0] % 2, name[0] % 3};
	const uint8_t *data;
	uint32_t len;
	int rc = 0;

	check(strlen(name) <= FILEID_PART && strlen(args) < 0x10000);
	while (args[0] && !rc && pipe_program_peek(program, 0, &data, &len) == 0) {
		poll(ctx);
		rc = pipe_program_call(program, streams, args);
	}
	rc = 0;
	for (unsigned in = 0; in < 3; in++)
		while (!rc && pipe_program_peek(program, in, &data, &len) == 0) {
			poll(ctx);
			rc = pipe_program_put(program, len % 3, data, len);
			pipe_program_consume(program, in);
		}
	return rc;
}

static const struct pipe_ops ops = {resize, say, poll, say, read_line, put, take, command, command,
	command, find, read_file, check_file, write_file, get, set, program};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct world world;
	char *text = malloc(size + 1), *end;

	check(text);
	memcpy(text, data, size);
	text[size] = 0;
	end = strchr(text, '\n');
	world.polls = 0;
	world.storage = world.pieces = 0;
	world.file = end ? end + 1 : "";
	if (end)
		*end = 0;
	if (setjmp(world.halted) == 0) {
		pipe_run(text, &ops, &world);
		check(!world.pieces && !world.storage);
	}
	while (world.pieces)
		free(world.piece[--world.pieces]);
	free(text);
	return 0;
}
