/* SPDX-License-Identifier: Apache-2.0 */
/* Lines that wait for their terminal: first in, first out, bounded, taken in pieces of a row. */
#ifndef LOGIC_TERM_OUTQ_H
#define LOGIC_TERM_OUTQ_H

#include "arch/types.h"

#define OUTQ_SIZE   4096
#define OUTQ_HEADER 3 /* bytes that each line costs on top of its text */

struct outq {
	uint16_t head,
		tail;  /* the queue is buf[head..tail): flags, length (2), text, for each line */
	uint16_t done; /* characters of the first line that were taken */
	char buf[OUTQ_SIZE];
};

struct outq_line {
	const char *text; /* what is left of it; valid until the next call that changes the queue */
	size_t len;
	uint8_t flags;
};

static inline bool outq_is_empty(const struct outq *q)
{
	return q->head == q->tail;
}

/* Empties the queue; also makes one. */
void outq_clear(struct outq *q);

/* How long a line would now be accepted, in characters; 0 may mean that not even an empty one
 * would. */
size_t outq_room(const struct outq *q);

/* Adds a line. Returns 0, or -E_FULL and nothing changed. */
int outq_push(struct outq *q, const char *text, size_t len, uint8_t flags) MUST_CHECK;

/* The first line; false if there is none. */
bool outq_front(const struct outq *q, struct outq_line *line);

/* Takes len characters of the first line, at most what is left; with the last of them the line
 * goes. */
void outq_consume(struct outq *q, size_t len);

#endif
