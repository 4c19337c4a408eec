/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A command line and the operands on it.
 *
 * The line is read from left to right: each cmd_* function takes the next word, turns it into a
 * value and returns 0, or notes which message refuses which word and returns -E_INVAL; then nothing
 * was taken and no value changed, and the command ends with that message:
 *
 *	if (cmd_vdev(line, &vdev) || cmd_end(line))
 *		return cmd_refusal(line, text, sizeof(text), emsg);
 *
 * Text keeps its case; words are compared, and values written, as if it were upper case. Blanks,
 * tabs and all control characters separate words. Numbers are host integers. Nothing here waits or
 * locks.
 */
#ifndef LOGIC_CMDLINE_H
#define LOGIC_CMDLINE_H

#include "logic/msg.h"

#define CMDLINE_MAX 240 /* characters in a command line */
#define NAME_SIZE   9   /* userid, file name: 1 to 8 characters and the final NUL */

struct cmd_word {
	const char *text; /* in the line, not NUL-ended */
	uint16_t len;     /* 0: there was no word */
	uint16_t column;  /* of its first character, from 1 */
};

struct cmdline {
	const char *text; /* the caller's, must stay */
	uint16_t len;     /* without blanks at the end */
	uint16_t pos;     /* how much of it was taken */
	/* cmd_peek's */
	uint16_t next_pos;    /* where it looked from */
	struct cmd_word next; /* what it found; text NULL: it did not look yet */
	/* The refusal, when msg is not MSG_NONE. */
	enum msg_id msg;
	struct cmd_word bad;
	uint64_t low, high; /* for MSG_NUMBER_RANGE */
};

/*
 * Begins a line of len characters (need not end with NUL). Returns 0, or -E_INVAL with the refusal
 * MSG_LINE_TOO_LONG when more than CMDLINE_MAX are left without blanks at the end; the line is
 * empty then.
 */
int cmdline_init(struct cmdline *line, const char *text, size_t len) MUST_CHECK;

/* ---- Words ---- */

/* Takes the next word, or only looks at it. Returns false, with len 0, at the end of the line. */
bool cmd_next(struct cmdline *line, struct cmd_word *word);
bool cmd_peek(struct cmdline *line, struct cmd_word *word);

/*
 * Is the word name, in either case, or an abbreviation of it with at least min characters? min 0
 * means no abbreviation. name is in upper case.
 */
bool word_is(const struct cmd_word *word, const char *name, unsigned min);

/* Takes the next word if it is name, as word_is. */
bool cmd_accept(struct cmdline *line, const char *name, unsigned min);

/* Takes what is left, in its own case, blanks before it dropped. False, with len 0, when nothing is
 * left. */
bool cmd_rest(struct cmdline *line, struct cmd_word *rest);

/* Copies a word in upper case, cut to fit, with a final NUL. */
void word_upper(char *dst, size_t size, const struct cmd_word *word);

/* ---- The forms of operands: 0, or -E_INVAL with the value unchanged ---- */

int word_to_userid(
	const struct cmd_word *word, char userid[NAME_SIZE]) MUST_CHECK; /* A-Z 0-9 $#@_-+ */
int word_to_filename(
	const struct cmd_word *word, char name[NAME_SIZE]) MUST_CHECK;      /* those and : */
int word_to_devno(const struct cmd_word *word, uint16_t *devno) MUST_CHECK; /* 1-4 hex digits */
int word_to_devno_range(const struct cmd_word *word, uint16_t *first, uint16_t *last) MUST_CHECK;
int word_to_storage(const struct cmd_word *word, uint64_t *bytes) MUST_CHECK; /* 512M, not 0 */

/* Writes a size as 512M: the largest of K M G T P E that divides it, else bytes. Returns the
 * length. */
int storage_format(char *buf, size_t size, uint64_t bytes);

/* ---- Operands; the messages for a missing and for a wrong one ---- */

/* 020E, 007E. self, when not NULL, is what "*" stands for. */
int cmd_userid(struct cmdline *line, const char *self, char userid[NAME_SIZE]) MUST_CHECK;
/* 022E, 022E; and 021E, 021E for a real device. */
int cmd_vdev(struct cmdline *line, uint16_t *vdev) MUST_CHECK;
int cmd_rdev(struct cmdline *line, uint16_t *rdev) MUST_CHECK;
/* 022E, 022E, and 009E when the end is before the beginning: 000C or 000C-000E. */
int cmd_vdev_range(struct cmdline *line, uint16_t *first, uint16_t *last) MUST_CHECK;
/* 026E, 002E, and 7001E when outside low .. high. */
int cmd_number(struct cmdline *line, uint64_t low, uint64_t high, uint64_t *value) MUST_CHECK;
/* As cmd_number, and OFF gives 0: milliseconds of SET TIMERSLACK. */
int cmd_ms_or_off(struct cmdline *line, uint64_t high, uint64_t *ms) MUST_CHECK;
/* 025E, 005E: 1 to max_digits (16 at most) hexadecimal digits. */
int cmd_hex(struct cmdline *line, unsigned max_digits, uint64_t *value) MUST_CHECK;
/* 026E, 7002E. */
int cmd_storage(struct cmdline *line, uint64_t *bytes) MUST_CHECK;
/* 026E, 002E. */
int cmd_on_off(struct cmdline *line, bool *on) MUST_CHECK;
/* 028E, 028E: a letter or a digit, given in upper case. */
int cmd_spool_class(struct cmdline *line, char *class) MUST_CHECK;
/* 027E, 008E: 1 to 9999. */
int cmd_spoolid(struct cmdline *line, uint16_t *spoolid) MUST_CHECK;
/* 029E, 029E: a file name or a file type. */
int cmd_filename(struct cmdline *line, char name[NAME_SIZE]) MUST_CHECK;
/* 003E when anything is left. */
int cmd_end(struct cmdline *line) MUST_CHECK;

/* ---- Refusals ---- */

/* Notes a refusal; word may be NULL. Returns -E_INVAL always. */
int cmd_refuse(struct cmdline *line, enum msg_id msg, const struct cmd_word *word);

/* Writes the refusal's message into buf. Returns the command's return code, the message number. */
int cmd_refusal(const struct cmdline *line, char *buf, size_t size, enum emsg emsg);

#endif
