/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is different in the pages of a guest that was put away, as bytes.
 *
 *	for each megabyte with differences:  number of its entries less one; the entries
 *	an entry:   index of the page | flags and form | storage key | length of the record | record
 *
 * Flags say what there is of the rest. Up to SETTLED_CHUNK bytes together are compressed with LZ4: their length,
 * and that of the result, which are the same if that did not help, two bytes each; the result. All that is
 * kept in parts, cut anywhere. They come back from disks, and so may be damaged.
 */
#ifndef LOGIC_SETTLED_H
#define LOGIC_SETTLED_H

#include "logic/pagecodec.h"

#define SETTLED_CHUNK     8192
#define SETTLED_PART      1016 /* four parts fill a block of logic/pagepack.h */
#define SETTLED_HEAD      5    /* bytes of an entry without its record, at most */
#define SETTLED_KEY_BITS  0xF8 /* of a storage key: access control and fetch protection */
#define SETTLED_USED_BITS 0x06 /* reference and change */

/* What a page is. */
enum settled_kind {
	SETTLED_PAGE, /* the guest's own: a record of `form` */
	SETTLED_GONE, /* as never touched */
	SETTLED_HELD, /* a shared frame that is noted elsewhere; in the order of the entries */
};

struct settled_entry {
	uint8_t index; /* of the page in its megabyte */
	uint8_t kind;  /* enum settled_kind */
	uint8_t form;  /* enum page_form */
	uint8_t key;   /* storage key: key bits and used bits */
	uint16_t len;  /* of the record that follows, 0 to 4096 */
};

/*
 * Collects bytes and hands them on in parts: all of SETTLED_PART bytes but the last. The first error of
 * `put` stays in rc, and nothing more is handed on.
 */
struct settled_writer {
	int (*put)(void *ctx, const uint8_t *part, size_t len);
	void *ctx;
	int rc;
	uint32_t used, part_used;
	uint64_t state[(LZ4_STATE_BYTES + 7) / 8];
	uint8_t chunk[SETTLED_CHUNK];
	uint8_t packed[SETTLED_CHUNK];
	uint8_t part[SETTLED_PART];
};

void settled_begin(struct settled_writer *writer,
	int (*put)(void *ctx, const uint8_t *part, size_t len), void *ctx);

/* The next megabyte has nr entries, 1 to 256, which follow. */
void settled_put_count(struct settled_writer *writer, unsigned nr);

/* The entry, and its record of entry->len bytes. */
void settled_put(
	struct settled_writer *writer, const struct settled_entry *entry, const uint8_t *record);

/* Hands on what is left. Returns 0, or what `put` returned. */
int settled_end(struct settled_writer *writer) MUST_CHECK;

/* Gives the bytes back. `get` stores the next part, up to `size` bytes, and its length in *len. */
struct settled_reader {
	int (*get)(void *ctx, uint8_t *part, size_t size, size_t *len);
	void *ctx;
	uint32_t at, len, part_at, part_len;
	int last; /* index of the last entry of this megabyte, -1: none yet */
	uint8_t chunk[SETTLED_CHUNK];
	uint8_t packed[SETTLED_CHUNK];
	uint8_t part[SETTLED_PART];
};

void settled_read(struct settled_reader *reader,
	int (*get)(void *ctx, uint8_t *part, size_t size, size_t *len), void *ctx);

/* How many entries the next megabyte has: 1 to 256. 0, -E_FORMAT, or what `get` returned. */
int settled_get_count(struct settled_reader *reader, unsigned *nr) MUST_CHECK;

/*
 * The next entry, and its record in `record`, which has 4096 bytes. Entries of a megabyte are in
 * ascending order. 0, -E_FORMAT: it is none; or what `get` returned.
 */
int settled_get(
	struct settled_reader *reader, struct settled_entry *entry, uint8_t *record) MUST_CHECK;

#endif
