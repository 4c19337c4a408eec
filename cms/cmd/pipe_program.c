// SPDX-License-Identifier: Apache-2.0
/*
 * Programs in REXX that are stages of a pipeline. Their commands go to the environment PIPE:
 *
 *	PEEKTO [var]	the next record; READTO [var] the same, which then is consumed
 *	OUTPUT text	a record
 *	SHORT		all records of the input go to the output
 *	SELECT [INPUT|OUTPUT|BOTH] n	the stream for those that follow
 *
 * Not yet: CALLPIPE, ADDPIPE, MAXSTREAM; they get -7.
 *
 * Return codes: 0, 12 at the end of the input or when nobody wants the output, -7 for what is no
 * command.
 */
#include "cmd/args.h"
#include "cmd/pipe.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/storage.h"
#include "rexx/rexx.h"

#define RC_NO_COMMAND  (-7)
#define RC_NO_VARIABLE 152
#define RC_NO_STORAGE  122

/* Function: a program that runs; in work storage. */
struct running {
	struct rexx_environment environment;
	struct pipe_program *program;
	unsigned in, out;
	char *text; /* a record */
};

/* Takes a word off a command, in upper case. Returns what is behind it and one blank. */
static const char *take_word(const char *at, char word[PLIST_TOKEN + 1])
{
	unsigned len = 0;

	while (chr_is_space(*at))
		at++;
	for (; *at && !chr_is_space(*at); at++)
		if (len < PLIST_TOKEN)
			word[len++] = chr_upper(*at);
	word[len] = 0;
	return at + (*at != 0);
}

/* Sets the variable that is named, if one is, to the record. */
static int peek(struct running *run, const char *name)
{
	const uint8_t *data;
	uint32_t len;
	int rc = pipe_program_peek(run->program, run->in, &data, &len);

	while (chr_is_space(*name))
		name++;
	if (rc || !*name)
		return rc;
	len = MIN(len, PIPE_RECORD_MAX);
	ebc_to_ascii(run->text, data, len);
	rc = rexx_variable_set(name, run->text, len);
	return rc == -E_NOMEM ? RC_NO_STORAGE : rc ? RC_NO_VARIABLE : 0;
}

static int peekto(struct running *run, const char *rest, size_t len)
{
	(void)len;
	return peek(run, rest);
}

static int readto(struct running *run, const char *rest, size_t len)
{
	int rc = peek(run, rest);

	(void)len;
	if (!rc)
		pipe_program_consume(run->program, run->in);
	return rc;
}

static int put(struct running *run, const uint8_t *data, uint32_t len)
{
	int rc = pipe_program_put(run->program, run->out, data, len);

	return rc < 0 ? RC_NO_STORAGE : rc;
}

static int output(struct running *run, const char *rest, size_t len)
{
	len = MIN(len, (size_t)PIPE_RECORD_MAX);
	ebc_from_ascii((ebc8_t *)run->text, rest, len);
	return put(run, (const uint8_t *)run->text, (uint32_t)len);
}

static int short_circuit(struct running *run, const char *rest, size_t len)
{
	const uint8_t *data;
	uint32_t record;
	int rc;

	(void)rest;
	(void)len;
	while ((rc = pipe_program_peek(run->program, run->in, &data, &record)) == 0) {
		rc = put(run, data, record);
		if (rc)
			return rc;
		pipe_program_consume(run->program, run->in);
	}
	return rc == PIPE_RC_EOF ? 0 : rc;
}

static int select_stream(struct running *run, const char *rest, size_t len)
{
	char word[PLIST_TOKEN + 1];
	bool is_in = true, is_out = true;
	uint64_t nr;

	(void)len;
	rest = take_word(rest, word);
	if (!chr_is_digit(word[0])) {
		is_out = strcmp(word, "INPUT") != 0;
		is_in = strcmp(word, "OUTPUT") != 0;
		take_word(rest, word);
	}
	if (str_to_dec(word, strlen(word), &nr) || nr > 9)
		return RC_NO_COMMAND;
	run->in = is_in ? (unsigned)nr : run->in;
	run->out = is_out ? (unsigned)nr : run->out;
	return 0;
}

static int command(void *ctx, const char *text, size_t len)
{
	static const struct {
		const char *name;
		int (*run)(struct running *run, const char *rest, size_t len);
	} commands[] = {{"PEEKTO", peekto}, {"READTO", readto}, {"OUTPUT", output},
		{"SHORT", short_circuit}, {"SELECT", select_stream}};
	char word[PLIST_TOKEN + 1];
	const char *rest = take_word(text, word);

	for (unsigned i = 0; i < ARRAY_LEN(commands); i++)
		if (strcmp(word, commands[i].name) == 0)
			return commands[i].run(ctx, rest, len - (size_t)(rest - text));
	return RC_NO_COMMAND;
}

int pipe_program(void *ctx, const char *name, const char *args, struct pipe_program *program)
{
	struct running *run = work_get(sizeof(*run));
	int rc;

	(void)ctx;
	if (run)
		run->text = work_get(PIPE_RECORD_MAX + 1);
	if (!run || !run->text)
		return RC_NO_STORAGE;
	run->program = program;
	run->environment =
		(struct rexx_environment){.name = "PIPE", .command = command, .ctx = run};
	rexx_environment_add(&run->environment);
	rc = rexx_run(&(const struct rexx_call){name, "REXX", args, strlen(args), "PIPE"});
	rexx_environment_drop(&run->environment);
	return rc;
}
