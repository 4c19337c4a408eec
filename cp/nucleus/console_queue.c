// SPDX-License-Identifier: Apache-2.0
/*
 * A console's queue of output lines: a ring of bytes, in which each line has its flags and length before it. It grows
 * while nobody reads it, and then loses its oldest lines.
 */
#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/console_int.h"
#include "nucleus/storage.h"

#define RECORD_HEADER 3 /* flags, length */

static void ring_put(struct vconsole *c, const void *data, unsigned len)
{
	for (unsigned i = 0; i < len; i++)
		c->queue[(c->head + c->used++) % c->queue_size] = ((const char *)data)[i];
}

static void ring_get(struct vconsole *c, void *data, unsigned len)
{
	for (unsigned i = 0; i < len; i++, c->used--) {
		if (data)
			((char *)data)[i] = c->queue[c->head];
		c->head = (uint16_t)((c->head + 1) % c->queue_size);
	}
}

static unsigned ring_get_header(struct vconsole *c, unsigned *flags)
{
	uint8_t header[RECORD_HEADER];

	ring_get(c, header, RECORD_HEADER);
	*flags = header[0];
	return (unsigned)header[1] << 8 | header[2];
}

static void drop_oldest(struct vconsole *c)
{
	unsigned flags;

	ring_get(c, NULL, ring_get_header(c, &flags));
	c->nr_lost++;
}

/* All lines go to another queue, NULL: there are none. Its size is enough for them. */
static void move_to(struct vconsole *c, char *queue, uint16_t size)
{
	uint16_t used = c->used;

	ring_get(c, queue, used);
	stor_free(c->queue, c->queue_size);
	c->queue = queue;
	c->queue_size = size;
	c->head = 0;
	c->used = used;
}

/* The queue when there is a terminal, or is none any more; what has no room in it is gone. Console lock held. */
void console_resize(struct vconsole *c, uint16_t size)
{
	char *queue = c->used ? stor_alloc(size) : NULL;

	if (c->used && !queue && size > c->queue_size)
		return; /* no storage: the small one will do */
	while (c->used && (!queue || c->used > size))
		drop_oldest(c);
	move_to(c, queue, size);
}

/* Twice the room, with all that is in it. False: no storage. Console lock held. */
static bool grow(struct vconsole *c)
{
	uint16_t size = (uint16_t)(c->queue_size * 2);
	char *queue = stor_alloc(size);

	if (queue)
		move_to(c, queue, size);
	return queue != NULL;
}

/* Queues a line; without a terminal it takes the place of the oldest. False: no room. Console lock held. */
bool console_push(struct vconsole *c, const char *text, size_t len, unsigned flags)
{
	uint8_t header[RECORD_HEADER];

	if (!c->terminal)
		len = MIN(len, (size_t)CONSOLE_KEPT_BYTES - RECORD_HEADER);
	if (!c->queue) {
		c->queue_size = c->terminal ? CONSOLE_QUEUE_BYTES : CONSOLE_LEAST_BYTES;
		c->queue = stor_alloc(c->queue_size);
		if (!c->queue)
			return !c->terminal;
	}
	while (!c->terminal && c->used + RECORD_HEADER + len > c->queue_size &&
		c->queue_size < CONSOLE_KEPT_BYTES)
		if (!grow(c))
			break;
	while (c->used + RECORD_HEADER + len > c->queue_size) {
		if (c->terminal || !c->used)
			return !c->terminal;
		drop_oldest(c);
	}
	header[0] = (uint8_t)flags;
	header[1] = (uint8_t)(len >> 8);
	header[2] = (uint8_t)len;
	ring_put(c, header, RECORD_HEADER);
	ring_put(c, text, (unsigned)len);
	return true;
}

/* The oldest line, NUL-ended, cut to size: its length, or -E_NOENT, and the queue gives its storage back. Console lock held. */
int console_pull(struct vconsole *c, char *buf, size_t size, unsigned *flags)
{
	unsigned len, kept;

	if (!c->used) {
		stor_free(c->queue, c->queue_size);
		c->queue = NULL;
		c->head = 0;
		return -E_NOENT;
	}
	len = ring_get_header(c, flags);
	kept = MIN(len, (unsigned)size - 1);
	ring_get(c, buf, kept);
	ring_get(c, NULL, len - kept);
	buf[kept] = '\0';
	return (int)kept;
}

/* The guest's line that has no end yet becomes a line. False: no room. Console lock held. */
bool console_flush_partial(struct vconsole *c, struct whole_line *line)
{
	if (!c->partial_len)
		return true;
	if (!console_push(c, c->partial, c->partial_len, TERM_VM))
		return false;
	memcpy(line->text, c->partial, c->partial_len);
	line->len = c->partial_len;
	line->is_there = true;
	c->partial_len = 0;
	return true;
}
