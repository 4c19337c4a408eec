/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lines of a file in storage: found, added and removed by number in about the same time in
 * files of all sizes that people edit. Lines are in chunks of up to TEXT_CHUNK, and the chunks in a
 * table; where the last one was is remembered, so that going on from there costs nothing.
 */
#ifndef XEDIT_TEXT_H
#define XEDIT_TEXT_H

#include "arch/types.h"

#define TEXT_CHUNK    128
#define TEXT_LINE_MAX 65535 /* characters of a line: a record's */

/* Storage; get returns NULL when there is none. */
struct text_mem {
	void *(*get)(void *ctx, size_t size);
	void (*put)(void *ctx, void *at, size_t size);
	void *ctx;
};

/* Function: a line. Its characters are ISO 8859-1, any of them. */
struct line {
	uint32_t len;
	uint8_t level; /* SELECT */
	char data[];
};

struct text_chunk {
	uint32_t nr;
	struct line *line[TEXT_CHUNK];
};

/* Function: lines 1 to nr. The other members are its own. */
struct text {
	uint32_t nr;
	const struct text_mem *mem;
	struct text_chunk **chunk;
	uint32_t nr_chunks, room;
	uint32_t at, first; /* a chunk, and the number of its first line */
};

/* Makes a line of len characters; NULL: no storage. */
struct line *line_make(const struct text_mem *mem, const char *data, size_t len, uint8_t level);
void line_drop(const struct text_mem *mem, struct line *line);

void text_init(struct text *text, const struct text_mem *mem);
/* Drops all lines. */
void text_clear(struct text *text);

/* Line n, which must be 1 to nr. */
struct line *text_line(struct text *text, uint32_t n);

/* Puts a line behind line n, 0 to nr. 0 or -E_NOMEM, -E_FULL: the line is still the caller's. */
int text_insert(struct text *text, uint32_t n, struct line *line) MUST_CHECK;

/* Takes line n out: it is the caller's. */
struct line *text_remove(struct text *text, uint32_t n);

/* Puts a line in the place of line n, which is the caller's then. */
struct line *text_exchange(struct text *text, uint32_t n, struct line *line);

/* The number of a line; 0: it is not there. Looks at all. */
uint32_t text_number(struct text *text, const struct line *line);

#endif
