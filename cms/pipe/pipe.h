/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pipelines: stages that pass records to each other, as the command PIPE describes them.
 *
 * This is the part that computes. Files, the console, commands and variables are reached through
 * struct pipe_ops. Records are bytes, text in them is EBCDIC; what PIPE's operands say is ASCII.
 */
#ifndef PIPE_PIPE_H
#define PIPE_PIPE_H

#include "arch/types.h"
#include "text/fileid.h"

#define PIPE_BATCH      0x10000u /* bytes that files are read and written in, at least */
#define PIPE_RECORD_MAX 0xFFFFu  /* bytes of a file's record */
#define PIPE_RC_STALLED (-4095)

/* Function: a file that is read. */
struct pipe_input {
	struct fileid id; /* the mode is that of the disk on which it was found */
	uint32_t nr_records, longest;
};

/* Function: a file that is written. */
struct pipe_output {
	struct fileid id;
	unsigned nr;      /* another one for each file that a pipeline writes */
	bool is_append;   /* behind what is there; else in place of it, when all has been written */
	char recfm;       /* 'F', 'V'; 0: as it is, or 'V' */
	uint32_t lrecl;   /* of fixed records; 0: as it is, or as the first one */
	bool has_records; /* some were written before */
	bool is_last;     /* there are no more */
	bool is_abandoned; /* it shall stay as it was; there are no records */
};

/* Function: what a command says: lines in ASCII that end with \n. Good until the next call. */
struct pipe_reply {
	const char *text;
	uint32_t len;
};

struct pipe_program;

struct pipe_ops {
	/*
	 * Storage: as realloc() (old NULL: new; size 0: frees, returns NULL). Returns NULL when
	 * there is none; old, of old_size bytes, stays good then. Any content, 8-byte boundary.
	 */
	void *(*resize)(void *ctx, void *old, size_t old_size, size_t size);
	/* A message. */
	void (*say)(void *ctx, const char *line);
	/* Now and then; it need not return. */
	void (*poll)(void *ctx);

	void (*console_write)(void *ctx, const char *line);
	void (*console_read)(void *ctx, char *line, size_t size);
	bool (*stack_put)(void *ctx, const char *line, bool is_lifo);
	bool (*stack_take)(void *ctx, char *line, size_t size);
	/* Return the command's return code. */
	int (*cp)(void *ctx, const char *command, struct pipe_reply *reply);
	int (*cms)(void *ctx, const char *command, struct pipe_reply *reply);
	int (*command)(void *ctx, const char *command, struct pipe_reply *reply);

	/*
	 * Files: 0 or, after a message, the return code. Records are packed: two bytes with their
	 * length, leftmost first, then so many bytes.
	 */
	int (*file_find)(void *ctx, struct pipe_input *in);
	/* As many records, from number first on, as fit; *nr is how many. */
	int (*file_read)(void *ctx, const struct pipe_input *in, uint32_t first, uint8_t *to,
		uint32_t size, uint32_t *nr);
	/* Can it be written? Nothing is changed. */
	int (*file_check)(void *ctx, const struct pipe_output *out);
	int (*file_write)(
		void *ctx, const struct pipe_output *out, const uint8_t *records, uint32_t len);

	/*
	 * Variables of the program that called PIPE. NULL: there are none. 0, -E_NODEV: no program
	 * called, -E_INVAL: no such name, -E_NOMEM. Names are ASCII. *len is the value's length,
	 * also when it is more than size.
	 */
	int (*var_get)(void *ctx, const char *name, ebc8_t *value, uint32_t size, uint32_t *len);
	int (*var_set)(void *ctx, const char *name, const ebc8_t *value, uint32_t len);

	/*
	 * Runs a program that is a stage, with operands, to its end; it calls the functions below.
	 * NULL: there are none. Returns its return code.
	 */
	int (*program)(void *ctx, const char *name, const char *args, struct pipe_program *program);
};

#define PIPE_RC_EOF 12 /* for programs: nothing comes, or is wanted, any more */

/*
 * The record that an input of the program's stage has; other stages go on until one has come. 0;
 * PIPE_RC_EOF; PIPE_RC_STALLED. It is good until it is consumed.
 */
int pipe_program_peek(
	struct pipe_program *program, unsigned in, const uint8_t **data, uint32_t *len);
void pipe_program_consume(struct pipe_program *program, unsigned in);

/* Puts a record out; other stages go on as long as they can. 0, PIPE_RC_EOF, -E_NOMEM. */
int pipe_program_put(struct pipe_program *program, unsigned out, const uint8_t *data, uint32_t len);

/*
 * Runs a pipeline of which "*:" at the ends are the program's streams, stream[0] of its inputs and
 * stream[1] of its outputs if they do not say which. Returns as pipe_run does.
 */
int pipe_program_call(struct pipe_program *program, const unsigned stream[2], const char *text);

/* The highest number of an input or output; is it connected? */
unsigned pipe_program_streams(const struct pipe_program *program, bool is_output);
bool pipe_program_is_connected(const struct pipe_program *program, bool is_output, unsigned nr);

/*
 * Runs a pipeline: text is what stands behind PIPE. Returns the return code: 0, the number of the
 * first message about what is wrong with it, or the largest that its stages had.
 */
int pipe_run(const char *text, const struct pipe_ops *ops, void *ctx);

/* The stages, for HELP: nr from 0. False: no more. */
bool pipe_stage_nr(unsigned nr, const char **name, const char **syntax, const char **purpose);

/* The explanation of messages with that number; NULL: there is none. */
const char *pipe_message_about(unsigned number, const char **text);

#endif
