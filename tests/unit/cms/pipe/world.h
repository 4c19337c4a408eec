/* SPDX-License-Identifier: Apache-2.0 */
/* What pipelines under test deal with: files and variables in storage, a console that remembers. */
#ifndef PIPE_WORLD_H
#define PIPE_WORLD_H

#include <stdio.h>
#include <string.h>

#include "lib/ebcdic.h"
#include "lib/err.h"
#include "pipe/pipe.h"
#include "unit.h"

#define WORLD_FILES 4
#define WORLD_TEXT  0x40000

/* Function: the world. Texts are lines of ASCII that end with \n. */
struct world {
	struct {
		char name[20];
		char text[WORLD_TEXT];
		char wanted[WORLD_TEXT]; /* what is being written */
	} file[WORLD_FILES];
	char console[WORLD_TEXT]; /* what was typed, messages too */
	const char *input;        /* lines that will be typed */
	char stack[1000], reply[1000];
	char var[8][2][40];
	unsigned nr_pieces;
	unsigned pieces_left; /* of storage */
};

static void *world_resize(void *ctx, void *old, size_t old_size, size_t size)
{
	struct world *world = ctx;
	void *fresh;

	if (!size) {
		world->nr_pieces -= old != NULL;
		free(old);
		return NULL;
	}
	if (!world->pieces_left)
		return NULL;
	world->pieces_left--;
	/* Always somewhere else, and what is new is no zeros. */
	fresh = malloc(size);
	memset(fresh, 0xA5, size);
	if (old)
		memcpy(fresh, old, old_size < size ? old_size : size);
	free(old);
	world->nr_pieces += !old;
	return fresh;
}

static void world_say(void *ctx, const char *line)
{
	struct world *world = ctx;

	if (strlen(world->console) + strlen(line) + 2 < WORLD_TEXT) {
		strcat(world->console, line);
		strcat(world->console, "\n");
	}
}

static void world_poll(void *ctx)
{
	(void)ctx;
}

/* Takes a line out of a text. */
static bool world_line(const char **text, char *line, size_t size)
{
	size_t len = *text ? strcspn(*text, "\n") : 0;

	if (!*text || !**text)
		return false;
	snprintf(line, size, "%.*s", (int)len, *text);
	*text += len + ((*text)[len] != 0);
	return true;
}

static void world_read(void *ctx, char *line, size_t size)
{
	struct world *world = ctx;

	line[0] = 0;
	world_line(&world->input, line, size);
}

static bool world_put(void *ctx, const char *line, bool is_lifo)
{
	struct world *world = ctx;
	char before[sizeof(world->stack)];

	strcpy(before, world->stack);
	if (strlen(before) + strlen(line) + 2 > sizeof(before))
		return false;
	sprintf(world->stack, is_lifo ? "%1$s\n%2$s" : "%2$s%1$s\n", line, before);
	return true;
}

static bool world_take(void *ctx, char *line, size_t size)
{
	struct world *world = ctx;
	const char *text = world->stack;

	if (!world_line(&text, line, size))
		return false;
	memmove(world->stack, text, strlen(text) + 1);
	return true;
}

/* "rc N" gives that return code; the answer are two lines. */
static int world_command(void *ctx, const char *command, struct pipe_reply *reply)
{
	struct world *world = ctx;

	snprintf(world->reply, sizeof(world->reply), "did %s\nand more\n", command);
	*reply = (struct pipe_reply){world->reply, (uint32_t)strlen(world->reply)};
	return strncmp(command, "rc ", 3) == 0 ? atoi(command + 3) : 0;
}

static int world_nr(struct world *world, const struct fileid *id)
{
	char name[20];

	snprintf(name, sizeof(name), "%s %s", id->fn, id->ft);
	for (int i = 0; i < WORLD_FILES; i++)
		if (strcmp(world->file[i].name, name) == 0)
			return i;
	return -1;
}

static int world_find(void *ctx, struct pipe_input *in)
{
	struct world *world = ctx;
	int nr = world_nr(world, &in->id);
	char line[2000];
	const char *text;

	if (nr < 0) {
		world_say(world, "no such file");
		return 28;
	}
	in->nr_records = in->longest = 0;
	text = world->file[nr].text;
	while (world_line(&text, line, sizeof(line))) {
		in->nr_records++;
		if (strlen(line) > in->longest)
			in->longest = (uint32_t)strlen(line);
	}
	return 0;
}

static int world_file_read(void *ctx, const struct pipe_input *in, uint32_t first, uint8_t *to,
	uint32_t size, uint32_t *nr)
{
	struct world *world = ctx;
	int at = world_nr(world, &in->id);
	const char *text = at < 0 ? "" : world->file[at].text;
	char line[2000];
	uint32_t len = 0, number = 1;

	*nr = 0;
	for (; world_line(&text, line, sizeof(line)); number++) {
		if (number < first)
			continue;
		if (len + strlen(line) + 2 > size)
			break;
		to[len++] = (uint8_t)(strlen(line) >> 8);
		to[len++] = (uint8_t)strlen(line);
		ebc_from_ascii(to + len, line, strlen(line));
		len += (uint32_t)strlen(line);
		++*nr;
	}
	return 0;
}

static int world_check(void *ctx, const struct pipe_output *out)
{
	if (world_nr(ctx, &out->id) >= 0)
		return 0;
	world_say(ctx, "no such disk");
	return 36;
}

static int world_file_write(
	void *ctx, const struct pipe_output *out, const uint8_t *records, uint32_t len)
{
	struct world *world = ctx;
	int nr = world_nr(world, &out->id);
	char *wanted = world->file[nr].wanted;

	if (out->is_abandoned)
		return 0;
	if (!out->has_records)
		memmove(wanted, out->is_append ? world->file[nr].text : "\0", out->is_append ? WORLD_TEXT : 1);
	for (uint32_t at = 0; at < len;) {
		uint32_t record = (uint32_t)records[at] << 8 | records[at + 1];
		size_t end = strlen(wanted);

		ck_assert_uint_le(at + 2 + record, len);
		ck_assert_uint_lt(end + record + 2, WORLD_TEXT);
		ebc_to_ascii(wanted + end, records + at + 2, record);
		strcpy(wanted + end + record, "\n");
		at += record + 2;
	}
	if (out->is_last || out->is_append)
		memmove(world->file[nr].text, wanted, WORLD_TEXT);
	return 0;
}

static int world_get(void *ctx, const char *name, ebc8_t *value, uint32_t size, uint32_t *len)
{
	struct world *world = ctx;
	const char *text = name;

	for (int i = 0; i < 8; i++)
		if (strcmp(world->var[i][0], name) == 0)
			text = world->var[i][1];
	*len = (uint32_t)strlen(text);
	if (*len <= size)
		ebc_from_ascii(value, text, *len);
	return 0;
}

static int world_set(void *ctx, const char *name, const ebc8_t *value, uint32_t len)
{
	struct world *world = ctx;

	if (len > 39)
		return -E_NOMEM;
	for (int i = 0; i < 8; i++) {
		if (world->var[i][0][0] && strcmp(world->var[i][0], name) != 0)
			continue;
		snprintf(world->var[i][0], sizeof(world->var[i][0]), "%s", name);
		ebc_to_ascii(world->var[i][1], value, len);
		world->var[i][1][len] = 0;
		return 0;
	}
	return -E_NOMEM;
}

/*
 * Programs: ECHO passes records on, twice if its operand is "twice". CALL runs its operand as a
 * pipeline, CALLALL as long as there are records, and both echo then.
 */
static int world_program(void *ctx, const char *name, const char *args, struct pipe_program *program)
{
	static const unsigned streams[2] = {0, 0};
	const uint8_t *data;
	uint32_t len;
	int rc = 0;

	(void)ctx;
	if (strcmp(name, "CALL") == 0) {
		rc = pipe_program_call(program, streams, args);
		if (rc)
			return rc;
	}
	if (strcmp(name, "CALLALL") == 0) {
		while (!rc && pipe_program_peek(program, 0, &data, &len) == 0)
			rc = pipe_program_call(program, streams, args);
		return rc;
	}
	if (strcmp(name, "ECHO") != 0 && strcmp(name, "CALL") != 0)
		return -3;
	while (!rc && pipe_program_peek(program, 0, &data, &len) == 0) {
		rc = pipe_program_put(program, 0, data, len);
		if (!rc && strncmp(args, "twice", 5) == 0)
			rc = pipe_program_put(program, 0, data, len);
		pipe_program_consume(program, 0);
	}
	return rc == PIPE_RC_EOF ? 0 : rc;
}

static const struct pipe_ops world_ops = {
	world_resize,
	world_say,
	world_poll,
	world_say,
	world_read,
	world_put,
	world_take,
	world_command,
	world_command,
	world_command,
	world_find,
	world_file_read,
	world_check,
	world_file_write,
	world_get,
	world_set,
	world_program,
};

/* A world with three files. */
static inline struct world *world_make(void)
{
	struct world *world = calloc(1, sizeof(*world));

	world->pieces_left = 1000000;
	strcpy(world->file[0].name, "IN DATA");
	strcpy(world->file[0].text, "one\ntwo words\nthree\nfour\nfive\n");
	strcpy(world->file[1].name, "OUT DATA");
	strcpy(world->file[1].text, "old\n");
	strcpy(world->file[2].name, "EMPTY DATA");
	return world;
}

#endif
