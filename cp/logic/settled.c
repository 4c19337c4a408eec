// SPDX-License-Identifier: Apache-2.0
/*
 * The pages of a guest that was put away, as bytes.
 *
 * Second byte of an entry: form (3 bits from the right), reference, change, a key follows, kind (2
 * bits). A length up to 240 is a byte that is one less; above, X'F' and twelve bits.
 */
#include "logic/settled.h"
#include "lib/err.h"
#include "lib/string.h"

#define FORM       0x07u
#define USED_SHIFT 2 /* from reference and change in a key */
#define USED       (SETTLED_USED_BITS << USED_SHIFT)
#define HAS_KEY    0x20u
#define KIND_SHIFT 6
#define SHORT_LEN  240u
#define LONG_LEN   0xF0u

struct chunk_head {
	be16_t len, packed;
};
static_assert(sizeof(struct chunk_head) == 4, "behind it the result");

/* ---- Writing --------------------------------------------------------------------------------- */

void settled_begin(struct settled_writer *writer,
	int (*put)(void *ctx, const uint8_t *part, size_t len), void *ctx)
{
	writer->put = put;
	writer->ctx = ctx;
	writer->rc = 0;
	writer->used = writer->part_used = 0;
}

static void flush_part(struct settled_writer *writer)
{
	if (writer->part_used && !writer->rc)
		writer->rc = writer->put(writer->ctx, writer->part, writer->part_used);
	writer->part_used = 0;
}

static void put_packed(struct settled_writer *writer, const uint8_t *bytes, size_t len)
{
	while (len && !writer->rc) {
		size_t some = MIN(len, SETTLED_PART - writer->part_used);

		memcpy(writer->part + writer->part_used, bytes, some);
		writer->part_used += (uint32_t)some;
		bytes += some;
		len -= some;
		if (writer->part_used == SETTLED_PART)
			flush_part(writer);
	}
}

static void flush_chunk(struct settled_writer *writer)
{
	struct chunk_head head;
	int len;

	if (!writer->used || writer->rc)
		return;
	len = LZ4_compress_fast_extState(writer->state, (const char *)writer->chunk,
		(char *)writer->packed, (int)writer->used, (int)writer->used - 1, 1);
	head.len = be16((uint16_t)writer->used);
	head.packed = be16((uint16_t)(len > 0 ? (uint32_t)len : writer->used));
	put_packed(writer, (const uint8_t *)&head, sizeof(head));
	put_packed(writer, len > 0 ? writer->packed : writer->chunk, be16_get(head.packed));
	writer->used = 0;
}

static void put_bytes(struct settled_writer *writer, const uint8_t *bytes, size_t len)
{
	while (len && !writer->rc) {
		size_t some = MIN(len, SETTLED_CHUNK - writer->used);

		memcpy(writer->chunk + writer->used, bytes, some);
		writer->used += (uint32_t)some;
		bytes += some;
		len -= some;
		if (writer->used == SETTLED_CHUNK)
			flush_chunk(writer);
	}
}

void settled_put_count(struct settled_writer *writer, unsigned nr)
{
	uint8_t byte = (uint8_t)(nr - 1);

	put_bytes(writer, &byte, 1);
}

static bool has_length(unsigned kind, unsigned form)
{
	return kind == SETTLED_PAGE && form != PAGE_SAME && form != PAGE_ZERO;
}

void settled_put(
	struct settled_writer *writer, const struct settled_entry *entry, const uint8_t *record)
{
	uint8_t head[SETTLED_HEAD];
	unsigned nr = 2, len = entry->len - 1u;

	head[0] = entry->index;
	head[1] = (uint8_t)(entry->form | (entry->key & SETTLED_USED_BITS) << USED_SHIFT |
			    entry->kind << KIND_SHIFT);
	if (entry->key & SETTLED_KEY_BITS) {
		head[1] |= HAS_KEY;
		head[nr++] = entry->key & SETTLED_KEY_BITS;
	}
	if (!has_length(entry->kind, entry->form))
		return put_bytes(writer, head, nr);
	if (len >= SHORT_LEN)
		head[nr++] = (uint8_t)(LONG_LEN | len >> 8);
	head[nr++] = (uint8_t)len;
	put_bytes(writer, head, nr);
	put_bytes(writer, record, entry->len);
}

int settled_end(struct settled_writer *writer)
{
	flush_chunk(writer);
	flush_part(writer);
	return writer->rc;
}

/* ---- Reading --------------------------------------------------------------------------------- */

void settled_read(struct settled_reader *reader,
	int (*get)(void *ctx, uint8_t *part, size_t size, size_t *len), void *ctx)
{
	reader->get = get;
	reader->ctx = ctx;
	reader->at = reader->len = reader->part_at = reader->part_len = 0;
	reader->last = -1;
}

static int refill_part(struct settled_reader *reader)
{
	size_t len = 0;
	int rc = reader->get(reader->ctx, reader->part, SETTLED_PART, &len);

	if (rc)
		return rc;
	if (!len || len > SETTLED_PART)
		return -E_FORMAT;
	reader->part_at = 0;
	reader->part_len = (uint32_t)len;
	return 0;
}

static int get_packed(struct settled_reader *reader, void *bytes, size_t len)
{
	uint8_t *to = bytes;

	while (len) {
		size_t some = MIN(len, reader->part_len - reader->part_at);
		int rc = some ? 0 : refill_part(reader);

		if (rc)
			return rc;
		memcpy(to, reader->part + reader->part_at, some);
		reader->part_at += (uint32_t)some;
		to += some;
		len -= some;
	}
	return 0;
}

static int refill_chunk(struct settled_reader *reader)
{
	struct chunk_head head;
	unsigned len, packed;
	int rc = get_packed(reader, &head, sizeof(head));

	if (rc)
		return rc;
	len = be16_get(head.len);
	packed = be16_get(head.packed);
	if (!len || len > SETTLED_CHUNK || !packed || packed > len)
		return -E_FORMAT;
	rc = get_packed(reader, packed < len ? reader->packed : reader->chunk, packed);
	if (!rc && packed < len &&
		LZ4_decompress_safe((const char *)reader->packed, (char *)reader->chunk,
			(int)packed, SETTLED_CHUNK) != (int)len)
		rc = -E_FORMAT;
	if (rc)
		return rc;
	reader->at = 0;
	reader->len = len;
	return 0;
}

static int get_bytes(struct settled_reader *reader, uint8_t *bytes, size_t len)
{
	while (len) {
		size_t some = MIN(len, reader->len - reader->at);
		int rc = some ? 0 : refill_chunk(reader);

		if (rc)
			return rc;
		memcpy(bytes, reader->chunk + reader->at, some);
		reader->at += (uint32_t)some;
		bytes += some;
		len -= some;
	}
	return 0;
}

int settled_get_count(struct settled_reader *reader, unsigned *nr)
{
	uint8_t byte = 0;
	int rc = get_bytes(reader, &byte, 1);

	*nr = byte + 1u;
	reader->last = -1;
	return rc;
}

static int get_record(struct settled_reader *reader, struct settled_entry *entry, uint8_t *record)
{
	uint8_t len[2];
	int rc = get_bytes(reader, len, 1);

	if (rc)
		return rc;
	entry->len = len[0] + 1;
	if (len[0] >= LONG_LEN) {
		rc = get_bytes(reader, len + 1, 1);
		entry->len = (uint16_t)(((len[0] & 15u) << 8 | len[1]) + 1);
	}
	return rc ? rc : get_bytes(reader, record, entry->len);
}

int settled_get(struct settled_reader *reader, struct settled_entry *entry, uint8_t *record)
{
	uint8_t head[2], key = 0;
	int rc = get_bytes(reader, head, 2);

	if (!rc && head[1] & HAS_KEY)
		rc = get_bytes(reader, &key, 1);
	if (rc)
		return rc;
	*entry = (struct settled_entry){.index = head[0],
		.kind = head[1] >> KIND_SHIFT,
		.form = head[1] & FORM,
		.key = (uint8_t)(key | (head[1] & USED) >> USED_SHIFT)};
	if (entry->index <= reader->last || entry->kind > SETTLED_HELD ||
		entry->form >= NR_PAGE_FORMS || key & ~SETTLED_KEY_BITS)
		return -E_FORMAT;
	reader->last = entry->index;
	return has_length(entry->kind, entry->form) ? get_record(reader, entry, record) : 0;
}
