// SPDX-License-Identifier: Apache-2.0
/*
 * Programs in REXX that are stages of a pipeline. Their commands go to the environment PIPE:
 *
 *	PEEKTO [var]	the next record; READTO [var] the same, which then is consumed
 *	OUTPUT text	a record
 *	SHORT		all records of the input go to the output
 *	SELECT [INPUT|OUTPUT|BOTH] n	the stream for those that follow
 *
 *	CALLPIPE pipeline	runs it; *: at its ends is the selected input or output, *.n: another one
 *	MAXSTREAM INPUT|OUTPUT	the return code is the highest number of a stream
 *	STREAMSTATE INPUT|OUTPUT [n]	0: somebody is there, 12: nobody, -4: no such stream
 *	MESSAGE text	types it
 *	COMMIT NOCOMMIT EOFREPORT	0: programs begin when all stages have been looked at
 *
 * Not yet: ADDPIPE, SEVER; they get -7.
 *
 * Return codes: 0, 12 at the end of the input or when nobody wants the output, -7 for what is no
 * command, and CALLPIPE's is that of PIPE.
 */
#include "cmd/args.h"
#include "cmd/pipe.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/storage.h"
#include "rexx/rexx.h"

#define RC_NO_COMMAND  (-7)
#define RC_NO_STREAM   (-4)
#define WORD_LEN       11 /* of the longest command */
#define RC_NO_VARIABLE 152
#define RC_NO_STORAGE  122

/* Function: a program that runs; in work storage. */
struct running {
	struct rexx_environment environment;
	struct pipe_program *program;
	unsigned stream[2]; /* input and output */
	char *text;         /* a record */
};

/* Takes a word off a command, in upper case. Returns what is behind it and one blank. */
static const char *take_word(const char *at, char word[WORD_LEN + 1])
{
	unsigned len = 0;

	while (chr_is_space(*at))
		at++;
	for (; *at && !chr_is_space(*at); at++)
		if (len < WORD_LEN)
			word[len++] = chr_upper(*at);
	word[len] = 0;
	return at + (*at != 0);
}

/* Sets the variable that is named, if one is, to the record. */
static int peek(struct running *run, const char *name)
{
	const uint8_t *data;
	uint32_t len;
	int rc = pipe_program_peek(run->program, run->stream[0], &data, &len);

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
		pipe_program_consume(run->program, run->stream[0]);
	return rc;
}

static int put(struct running *run, const uint8_t *data, uint32_t len)
{
	int rc = pipe_program_put(run->program, run->stream[1], data, len);

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
	while ((rc = pipe_program_peek(run->program, run->stream[0], &data, &record)) == 0) {
		rc = put(run, data, record);
		if (rc)
			return rc;
		pipe_program_consume(run->program, run->stream[0]);
	}
	return rc == PIPE_RC_EOF ? 0 : rc;
}

static int select_stream(struct running *run, const char *rest, size_t len)
{
	char word[WORD_LEN + 1];
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
	if (is_in)
		run->stream[0] = (unsigned)nr;
	if (is_out)
		run->stream[1] = (unsigned)nr;
	return 0;
}

static int callpipe(struct running *run, const char *rest, size_t len)
{
	(void)len;
	return pipe_program_call(run->program, run->stream, rest);
}

/* "INPUT" or "OUTPUT", as far as they are written. False: it is neither. */
static bool take_side(const char **at, bool *is_output)
{
	char word[WORD_LEN + 1];
	size_t size;

	*at = take_word(*at, word);
	size = strlen(word);
	*is_output = word[0] == 'O';
	return size && size <= 6 && memcmp(word, *is_output ? "OUTPUT" : "INPUT", size) == 0;
}

static int maxstream(struct running *run, const char *rest, size_t len)
{
	bool is_output;

	(void)len;
	return take_side(&rest, &is_output) ? (int)pipe_program_streams(run->program, is_output)
					    : RC_NO_COMMAND;
}

static int streamstate(struct running *run, const char *rest, size_t len)
{
	char word[WORD_LEN + 1];
	bool is_output;
	uint64_t nr;

	(void)len;
	if (!take_side(&rest, &is_output))
		return RC_NO_COMMAND;
	nr = run->stream[is_output];
	take_word(rest, word);
	if (word[0] && strcmp(word, "*") != 0 && str_to_dec(word, strlen(word), &nr))
		return RC_NO_COMMAND;
	if (nr > pipe_program_streams(run->program, is_output))
		return RC_NO_STREAM;
	return pipe_program_is_connected(run->program, is_output, (unsigned)nr) ? 0 : PIPE_RC_EOF;
}

static int message(struct running *run, const char *rest, size_t len)
{
	(void)run;
	(void)len;
	console_write(rest);
	return 0;
}

static int nothing(struct running *run, const char *rest, size_t len)
{
	(void)run;
	(void)rest;
	(void)len;
	return 0;
}

static int command(void *ctx, const char *text, size_t len)
{
	static const struct {
		const char *name;
		int (*run)(struct running *run, const char *rest, size_t len);
	} commands[] = {{"PEEKTO", peekto}, {"READTO", readto}, {"OUTPUT", output},
		{"SHORT", short_circuit}, {"SELECT", select_stream}, {"CALLPIPE", callpipe},
		{"MAXSTREAM", maxstream}, {"STREAMSTATE", streamstate}, {"MESSAGE", message},
		{"COMMIT", nothing}, {"NOCOMMIT", nothing}, {"EOFREPORT", nothing}};
	char word[WORD_LEN + 1];
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
	if (run && pipe_has_stack())
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
