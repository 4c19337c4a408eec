// SPDX-License-Identifier: Apache-2.0
/* Storage of a pipeline: it all goes when the pipeline ends. Buffers and stores of records. */
#include "pipe/storage.h"

#include "lib/ebcdic.h"
#include "lib/string.h"

/* Function: stands before each piece. */
struct allocation {
	struct allocation *next, *before;
	size_t size; /* with this */
	size_t pad;
};

static void chain(struct pipe *pipe, struct allocation *piece)
{
	piece->before = NULL;
	piece->next = pipe->allocations;
	if (piece->next)
		piece->next->before = piece;
	pipe->allocations = piece;
}

static void unchain(struct pipe *pipe, struct allocation *piece)
{
	if (piece->next)
		piece->next->before = piece->before;
	if (piece->before)
		piece->before->next = piece->next;
	else
		pipe->allocations = piece->next;
}

void *pipe_get(struct pipe *pipe, size_t size)
{
	struct allocation *piece = pipe->ops->resize(pipe->ctx, NULL, 0, size + sizeof(*piece));

	if (!piece)
		return NULL;
	memset(piece, 0, size + sizeof(*piece));
	piece->size = size + sizeof(*piece);
	chain(pipe, piece);
	return piece + 1;
}

static uint8_t *enlarge(struct pipe *pipe, uint8_t *old, size_t size)
{
	struct allocation *piece, *fresh;

	if (!old)
		return pipe_get(pipe, size);
	piece = (struct allocation *)(void *)old - 1;
	unchain(pipe, piece);
	fresh = pipe->ops->resize(pipe->ctx, piece, piece->size, size + sizeof(*piece));
	if (!fresh) {
		chain(pipe, piece);
		return NULL;
	}
	fresh->size = size + sizeof(*piece);
	chain(pipe, fresh);
	return (uint8_t *)(fresh + 1);
}

void pipe_free_all(struct pipe *pipe)
{
	while (pipe->allocations) {
		struct allocation *piece = pipe->allocations;

		unchain(pipe, piece);
		pipe->ops->resize(pipe->ctx, piece, piece->size, 0);
	}
}

/* ---- Buffers ------------------------------------------------------------- */

bool buf_room(struct pipe *pipe, struct buf *buf, uint32_t len)
{
	uint32_t room = MAX(buf->room, 128u);
	uint8_t *at;

	if (len <= buf->room)
		return true;
	while (room < len && room < 0x80000000u)
		room *= 2;
	if (room < len)
		return false;
	at = enlarge(pipe, buf->at, room);
	if (!at)
		return false;
	buf->at = at;
	buf->room = room;
	return true;
}

static bool add_room(struct pipe *pipe, struct buf *buf, uint32_t len)
{
	return len <= 0x80000000u - MIN(buf->len, 0x80000000u) &&
	       buf_room(pipe, buf, buf->len + len);
}

bool buf_add(struct pipe *pipe, struct buf *buf, const void *data, uint32_t len)
{
	if (!add_room(pipe, buf, len))
		return false;
	if (len)
		memcpy(buf->at + buf->len, data, len);
	buf->len += len;
	return true;
}

bool buf_fill(struct pipe *pipe, struct buf *buf, uint8_t byte, uint32_t len)
{
	if (!add_room(pipe, buf, len))
		return false;
	if (len)
		memset(buf->at + buf->len, byte, len);
	buf->len += len;
	return true;
}

bool buf_add_str(struct pipe *pipe, struct buf *buf, const char *ascii)
{
	uint32_t len = (uint32_t)strlen(ascii);

	if (!add_room(pipe, buf, len))
		return false;
	if (len)
		ebc_from_ascii(buf->at + buf->len, ascii, len);
	buf->len += len;
	return true;
}

const char *buf_text(struct pipe *pipe, struct buf *buf, struct record record)
{
	buf->len = 0;
	if (!buf_add(pipe, buf, record.at, record.len) || !buf_fill(pipe, buf, 0, 1))
		return NULL;
	ebc_to_ascii((char *)buf->at, record.at, record.len);
	return (const char *)buf->at;
}

/* ---- Stores -------------------------------------------------------------- */

struct place {
	uint32_t at, len;
};

bool store_add(struct pipe *pipe, struct store *store, const void *data, uint32_t len)
{
	struct place place = {store->bytes.len, len};

	if (!buf_add(pipe, &store->index, &place, sizeof(place)))
		return false;
	if (!buf_add(pipe, &store->bytes, data, len)) {
		store->index.len -= (uint32_t)sizeof(place);
		return false;
	}
	store->nr++;
	return true;
}

struct record store_nr(const struct store *store, uint32_t nr)
{
	struct place place;

	memcpy(&place, store->index.at + (size_t)nr * sizeof(place), sizeof(place));
	return (struct record){
		place.len ? store->bytes.at + place.at : (const uint8_t *)"", place.len};
}

void store_clear(struct store *store)
{
	store->bytes.len = store->index.len = store->nr = store->next = 0;
}
