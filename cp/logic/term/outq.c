// SPDX-License-Identifier: Apache-2.0
/*
 * Lines that wait for their terminal.
 *
 * A line lies in one piece, so that it can be read where it is; when one doesn't fit behind the
 * last, the queue moves to the front of its buffer. Text that was taken is overwritten: it may have
 * been secret.
 */
#include "logic/term/outq.h"

#include "lib/err.h"
#include "lib/string.h"

void outq_clear(struct outq *q)
{
	memset(q, 0, sizeof(*q));
}

size_t outq_room(const struct outq *q)
{
	size_t free = OUTQ_SIZE - (size_t)(q->tail - q->head);

	return free > OUTQ_HEADER ? free - OUTQ_HEADER : 0;
}

int outq_push(struct outq *q, const char *text, size_t len, uint8_t flags)
{
	size_t need = len + OUTQ_HEADER;
	size_t used = (size_t)(q->tail - q->head);
	char *to;

	if (len > OUTQ_SIZE || need > OUTQ_SIZE - used)
		return -E_FULL;
	if (need > (size_t)(OUTQ_SIZE - q->tail)) {
		memmove(q->buf, q->buf + q->head, used);
		memset(q->buf + used, 0, OUTQ_SIZE - used);
		q->head = 0;
		q->tail = (uint16_t)used;
	}
	to = q->buf + q->tail;
	to[0] = (char)flags;
	to[1] = (char)(len >> 8);
	to[2] = (char)len;
	memcpy(to + OUTQ_HEADER, text, len);
	q->tail += (uint16_t)need;
	return 0;
}

static size_t front_len(const struct outq *q)
{
	const uint8_t *header = (const uint8_t *)q->buf + q->head;

	return (size_t)header[1] << 8 | header[2];
}

bool outq_front(const struct outq *q, struct outq_line *line)
{
	if (outq_is_empty(q))
		return false;
	line->text = q->buf + q->head + OUTQ_HEADER + q->done;
	line->len = front_len(q) - q->done;
	line->flags = (uint8_t)q->buf[q->head];
	return true;
}

void outq_consume(struct outq *q, size_t len)
{
	size_t whole;

	if (outq_is_empty(q))
		return;
	whole = front_len(q);
	q->done += (uint16_t)MIN(len, whole - q->done);
	if (q->done < whole)
		return;
	memset(q->buf + q->head, 0, OUTQ_HEADER + whole);
	q->head += (uint16_t)(OUTQ_HEADER + whole);
	q->done = 0;
	if (outq_is_empty(q))
		q->head = q->tail = 0;
}
