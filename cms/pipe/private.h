/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stages and what connects them.
 *
 * A stage is a function that is called again and again, each time for one step: it looks at a
 * record of an input (stage_peek) and offers at most one on an output. An offered record stays
 * where it is until the next stage has done with it; until then its stage is not called. So no
 * record is copied on its way, none is delayed, and stages need no stacks of their own.
 */
#ifndef PIPE_PRIVATE_H
#define PIPE_PRIVATE_H

#include "pipe/pipe.h"

#define STREAMS_MAX 10
#define STAGES_MAX  100
#define TEXT_MAX    8192 /* characters of a pipeline */
#define RANGES_MAX  10

/* Function: bytes that may become more. Its pipeline frees them. */
struct buf {
	uint8_t *at;
	uint32_t len, room;
};

struct record {
	const uint8_t *at;
	uint32_t len;
};

/* Function: records that are kept. All zeros at first. */
struct store {
	struct buf bytes, index;
	uint32_t nr, next; /* next: for who takes them one after the other */
};

/* Function: between an output and an input. */
struct link {
	struct stage *from, *to;
	struct record record;
	bool is_full;    /* record is offered */
	bool is_over;    /* no more will come */
	bool is_severed; /* nobody reads any more */
};

/* Flags of a type of stage. */
#define STAGE_FIRST     0x01 /* it must be the first of a pipeline, */
#define STAGE_NOT_FIRST 0x02 /* or must not */
#define STAGE_GOES_ON   0x04 /* also when nobody wants its output */
#define STAGE_PROGRAM   0x08 /* it calls the dispatcher: one at a time */
#define STAGE_SELECT    0x10 /* CASEI and ZONE can stand before its name */

enum step {
	STEP_MORE, /* call it again when its output has been taken */
	STEP_WAIT, /* when something happens to an input */
	STEP_END,
};

struct stage_type {
	const char *name;
	uint8_t flags;
	bool (*begin)(struct stage *stage); /* looks at its operands; false after a message */
	enum step (*step)(struct stage *stage);
	const char *syntax, *purpose;
};

struct stage {
	const struct stage_type *type;
	/* What begin may set. All operands are good: prepares, false after a message: */
	bool (*open)(struct stage *stage);
	void (*abandon)(struct stage *stage); /* it ends before it said so */
	void (*close)(struct stage *stage);   /* all stages have ended */
	struct pipe *pipe;
	unsigned nr, pipeline; /* from 1 */
	char *text;            /* as it was written */
	char *args;            /* behind its name */
	void *own;
	struct link *in[STREAMS_MAX], *out[STREAMS_MAX]; /* NULL: not connected */
	unsigned nr_in, nr_out;
	unsigned nr_streams; /* beside the first, that labels have named */
	char label[9];
	bool is_first, is_not;
	bool any_case;      /* CASEI */
	struct range *zone; /* ZONE: what it looks at of each record; NULL: all */
	bool is_lazy;       /* it begins when its output is wanted */
	bool is_done, is_queued;
	bool has_run;         /* its program has ended */
	struct stage *lender; /* whose input its first one is, until it ends; NULL: its own */
	struct pipe *inner;   /* a pipeline that it has called and that has not ended; NULL: none */
	struct link *offered; /* its record there was not taken yet, */
	int consumes;         /* and when it is the record of this input is; -1: none */
	struct stage *next;   /* in the queue */
	int rc;
};

/*
 * Function: one PIPE, or what a stage of it has called by CALLPIPE or RUNPIPE: an inner one, whose
 * stages wait in the same queue as those of the outermost.
 */
struct pipe {
	const struct pipe_ops *ops;
	void *ctx;
	struct allocation *allocations;
	struct stage *stages[STAGES_MAX];
	unsigned nr_stages, nr_running, nr_pipelines;
	struct pipe *outermost;           /* itself, unless it is an inner one */
	unsigned nr_outputs;              /* of the outermost: also those of inner ones, */
	struct stage *queue, **queue_end; /* and their stages */
	struct pipe *watched;             /* inner ones that are ended when nothing can go on */
	struct stage *caller;             /* a program, whose streams connectors are; NULL: none */
	unsigned stream[2];               /* of it, for "*:" as input and as output */
	struct stage *owner;              /* is called when all stages have ended; NULL: none */
	struct store *heard;              /* messages go there, in the owner's storage; NULL: no */
	struct pipe *next;                /* in watched */
	bool is_stuck;                    /* nobody can go on, as far as others do not end */
	char separator, endchar, escape;
	char name[9];
	bool lists_errors, lists_rcs, traces;
	char *text; /* the pipeline's, while it is taken apart */
	bool is_in_program;
};

extern const struct stage_type stage_types[];
extern const unsigned nr_stage_types;

/* ---- Messages -------------------------------------------------------------------------------- */

enum pipe_msg {
#define PIPE_MSG(id, module, number, severity, text, explanation) PMSG_##id,
#include "pipe/msg.def"
#undef PIPE_MSG
	PMSG_COUNT
};

/* Says it; of a stage also which it is. Returns the message's number. */
int pipe_say(struct pipe *pipe, const struct stage *stage, enum pipe_msg id, const char *arg);

/* The same of a stage that ends with it; false and STEP_END. */
bool stage_bad(struct stage *stage, enum pipe_msg id, const char *arg);
enum step stage_fail(struct stage *stage, enum pipe_msg id, const char *arg);

/* ---- Storage --------------------------------------------------------------------------------- */

/* The worse one of two return codes: negative ones are, then large ones. */
static inline int worse_rc(int a, int b)
{
	return a < 0 || b < 0 ? MIN(a, b) : MAX(a, b);
}

/* Zeros, until the pipeline ends. NULL: there is none. */
void *pipe_get(struct pipe *pipe, size_t size);

/* Makes room for len bytes altogether. False: there is none. */
bool buf_room(struct pipe *pipe, struct buf *buf, uint32_t len) MUST_CHECK;
bool buf_add(struct pipe *pipe, struct buf *buf, const void *data, uint32_t len) MUST_CHECK;
bool buf_fill(struct pipe *pipe, struct buf *buf, uint8_t byte, uint32_t len) MUST_CHECK;
bool buf_add_str(struct pipe *pipe, struct buf *buf, const char *ascii) MUST_CHECK;
/* The buffer becomes a record's text, in ASCII and NUL-ended. NULL: no storage. */
const char *buf_text(struct pipe *pipe, struct buf *buf, struct record record);

bool store_add(struct pipe *pipe, struct store *store, const void *data, uint32_t len) MUST_CHECK;
struct record store_nr(const struct store *store, uint32_t nr);
void store_clear(struct store *store);

/* ---- What stages do: run.c ------------------------------------------------------------------- */

/* Its own storage, all zeros. NULL after a message. */
void *stage_own(struct stage *stage, size_t size);

/* The record that an input has; false: none now, or none any more. */
bool stage_peek(struct stage *stage, unsigned in, struct record *record);
bool stage_is_over(const struct stage *stage, unsigned in);
/* What a stage returns when there is no record: STEP_END or STEP_WAIT. */
enum step stage_wait(const struct stage *stage, unsigned in);
void stage_consume(struct stage *stage, unsigned in);

/* Does anybody read that output? */
bool stage_has_out(const struct stage *stage, unsigned out);

/* Offers a record, which must stay as it is until the next step. */
enum step stage_put(struct stage *stage, unsigned out, const void *data, uint32_t len);
/* The same; when it has been taken the record of input 0 is consumed. */
enum step stage_put_last(struct stage *stage, unsigned out, const void *data, uint32_t len);
/* Offers the record of an input and consumes it. */
enum step stage_pass(struct stage *stage, unsigned in, unsigned out);
/*
 * Keeps the record that an input has. True: all of that input are kept. False: the stage returns
 * *step, and calls this again in the next one.
 */
bool stage_keep_all(struct stage *stage, unsigned in, struct store *store, enum step *step);
/* Offers the next record of a store; STEP_END behind the last. */
enum step stage_put_next(struct stage *stage, unsigned out, struct store *store);

/* For a program: lets another stage do a step. False: none can. */
bool pipe_go_on(struct pipe *pipe);
/* It has something to do, perhaps. */
void stage_wake(struct stage *stage);

/* ---- Pipelines that a stage calls: run.c, connect.c ------------------------------------------ */

/*
 * Parses and begins one for a program, whose streams its connectors are, or for an owner, which is
 * called when it has ended and then calls pipe_end_inner(). NULL after a message; *rc is its
 * number.
 */
struct pipe *pipe_call(struct stage *program, const unsigned stream[2], const char *text, int *rc);
struct pipe *pipe_begin_owned(struct stage *owner, struct store *heard, const char *text, int *rc);
/* Frees it. Returns its return code; stages that have not ended are told. */
int pipe_end_inner(struct pipe *pipe);

/* The stages for "*:": what stands behind the star is their operand. */
extern const struct stage_type connector_in, connector_out;
/* Puts a record out for a program, or keeps it until the one before has been taken. */
bool program_keep(struct stage *program, unsigned out, struct record record) MUST_CHECK;
/* Wakes those that wait for the caller's record to be taken. */
void connectors_wake(struct pipe *pipe);
/* It has ended: others may begin. */
void pipe_program_ended(struct pipe *pipe);

bool pipe_connect(
	struct pipe *pipe, struct stage *from, unsigned out, struct stage *to, unsigned in);
struct stage *pipe_stage(struct pipe *pipe, const struct stage_type *type);
const struct stage_type *pipe_find_type(const char *name);

/* Takes text apart. 0 or, after a message, its number. */
int pipe_parse(struct pipe *pipe, const char *text);

/* ---- Operands: operand.c --------------------------------------------------------------------- */

/* The next word, in upper case; false: there is none. It is not taken yet. */
#define WORD_MAX 24
bool arg_peek(const struct stage *stage, char word[WORD_MAX + 1]);
/* Takes the next word if it is that, or as much of it as min characters. */
bool arg_is(struct stage *stage, const char *word, unsigned min);
/* Takes the next word if it is a decimal number, or '*', which is UINT32_MAX. */
bool arg_number(struct stage *stage, uint32_t *value);
/* Takes a word as it was written. */
bool arg_word(struct stage *stage, char *word, unsigned size);
/* Nothing may follow; false after a message. */
bool arg_end(struct stage *stage);

/* A delimited string, X or H and hexadecimal digits, or B and binary ones; false after a message.
 */
bool arg_string(struct stage *stage, struct buf *string);
/* Is the next word one? */
bool arg_is_string(const struct stage *stage);
/* A character: itself, two hexadecimal digits, BLANK, SPACE, TAB. False: it is none. */
bool char_of_word(const char *word, ebc8_t *c);
bool arg_char(struct stage *stage, ebc8_t *c);
/* One, or first and last: "a", "a-z", "40-4F". */
bool chars_of_word(const char *word, ebc8_t *first, ebc8_t *last);

/* ---- Ranges of a record: range.c ------------------------------------------------------------- */

/* Function: columns, words or fields, from 1; negative: counted from the end. */
struct range {
	char kind; /* 'C', 'W', 'F' */
	ebc8_t separator;
	int32_t from, to; /* to INT32_MAX: the end */
	bool is_length;   /* to is how many */
	bool is_down;     /* sort */
};

struct ranges {
	unsigned nr; /* 0: all of the record */
	struct range range[RANGES_MAX];
};

/* Takes one, if it is there. false after a message. *taken: was it? */
bool arg_range(struct stage *stage, struct range *range, bool *taken);
/* Takes one, or several in parentheses, if they are there. */
bool arg_ranges(struct stage *stage, struct ranges *ranges);

/* A record for a stage that selects, which sees only its zone. False: none now. */
bool stage_peek_zone(struct stage *stage, struct record *record);

/* The part of a record. */
struct record range_of(const struct range *range, struct record record);
struct record ranges_nr(const struct ranges *ranges, unsigned nr, struct record record);

/* ---- Bytes ----------------------------------------------------------------------------------- */

ebc8_t ebc_upper(ebc8_t c);
ebc8_t ebc_lower(ebc8_t c);
/* Where a string begins in a record, from at on; -1: nowhere. */
int64_t record_find(struct record record, uint32_t at, const struct buf *string, bool any_case);
/* Negative, 0, positive: a is before b. */
int record_compare(struct record a, struct record b, bool any_case);
bool record_begins(struct record record, const struct buf *string, bool any_case);

#endif
