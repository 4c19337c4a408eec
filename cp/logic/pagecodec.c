// SPDX-License-Identifier: Apache-2.0
/*
 * Pages as small records.
 *
 * A run is three bytes, then its data: twelve bits of offset in the page, twelve of length less
 * one. Two places that differ with up to three equal bytes between them, or in one doubleword, are
 * one run.
 */
#include "logic/pagecodec.h"
#include "lib/err.h"
#include "lib/string.h"

#define RUN_HEAD   3u
#define BLOCK      256u  /* so many bytes are compared at once: one instruction */
#define PIECE      32u   /* and in a block that differs */
#define RLE_GOOD   192u  /* so little that nothing else is tried */
#define RLE_MOST   1024u /* runs that are longer are not even counted: LZ4 does better */
#define LZ4_GOOD   1024u /* of a page's differences: so little that the page itself is not tried */
#define LEAST_GAIN 64u   /* a record that saves less is not worth expanding it */

static const uint64_t zeros[PAGE_SIZE / 8];

/* ---- Runs ------------------------------------------------------------------------------------ */

#define WORD 8u

/* What differs in the eight bytes at `at`: the first byte is the highest. */
static uint64_t word_difference(const uint8_t *a, const uint8_t *b, size_t at)
{
	return be64_get(*(const be64_t *)(a + at)) ^ be64_get(*(const be64_t *)(b + at));
}

static unsigned nr_equal_before(uint64_t difference)
{
	return (unsigned)__builtin_clzll(difference) / 8;
}

static unsigned nr_equal_behind(uint64_t difference)
{
	return (unsigned)__builtin_ctzll(difference) / 8;
}

/* The first block from `at` on, which is on one, that differs; PAGE_SIZE if there is none. */
static size_t skip_blocks(const uint8_t *a, const uint8_t *b, size_t at)
{
	while (at < PAGE_SIZE && !memcmp(a + at, b + at, BLOCK))
		at += BLOCK;
	return at;
}

/* The same for pieces up to the end of the block. */
static size_t skip_pieces(const uint8_t *a, const uint8_t *b, size_t at, size_t end)
{
	while (at < end && !memcmp(a + at, b + at, PIECE))
		at += PIECE;
	return at;
}

/* The first word from `at` on, which is on one, that differs; PAGE_SIZE if there is none. */
static size_t next_difference(const uint8_t *a, const uint8_t *b, size_t at)
{
	while (at < PAGE_SIZE) {
		size_t end;

		if (at % BLOCK == 0 && (at = skip_blocks(a, b, at)) == PAGE_SIZE)
			break;
		end = (at | (BLOCK - 1)) + 1;
		for (; at < end; at += WORD) {
			if (at % PIECE == 0 && (at = skip_pieces(a, b, at, end)) == end)
				break;
			if (word_difference(a, b, at))
				return at;
		}
	}
	return at;
}

static void put_run(uint8_t *out, const uint8_t *page, size_t start, size_t len)
{
	out[0] = (uint8_t)(start >> 4);
	out[1] = (uint8_t)(start << 4 | (len - 1) >> 8);
	out[2] = (uint8_t)(len - 1);
	memcpy(out + RUN_HEAD, page + start, len);
}

/*
 * Word by word, which is quick. Returns the length, > limit: it is more than that.
 */
static size_t rle_pack(const uint8_t *page, const uint8_t *origin, uint8_t *out, size_t limit)
{
	size_t len = 0, at = 0;

	while ((at = next_difference(page, origin, at)) < PAGE_SIZE) {
		uint64_t difference = word_difference(page, origin, at);
		size_t start = at + nr_equal_before(difference), end;

		do {
			at += WORD;
			end = at - nr_equal_behind(difference);
			difference = at < PAGE_SIZE ? word_difference(page, origin, at) : 0;
		} while (difference && at + nr_equal_before(difference) - end <= RUN_HEAD && end - start <= limit);
		if (len + RUN_HEAD + (end - start) > limit)
			return limit + 1;
		put_run(out + len, page, start, end - start);
		len += RUN_HEAD + (end - start);
	}
	return len;
}

static int rle_unpack(const uint8_t *record, size_t len, uint8_t *page)
{
	while (len) {
		unsigned at, nr;

		if (len < RUN_HEAD)
			return -E_FORMAT;
		at = (unsigned)record[0] << 4 | record[1] >> 4;
		nr = ((unsigned)(record[1] & 15) << 8 | record[2]) + 1;
		if (nr > PAGE_SIZE - at || nr > len - RUN_HEAD)
			return -E_FORMAT;
		memcpy(page + at, record + RUN_HEAD, nr);
		record += RUN_HEAD + nr;
		len -= RUN_HEAD + nr;
	}
	return 0;
}

/* ---- All forms ------------------------------------------------------------------------------- */

static void xor_page(uint64_t *dst, const uint64_t *a, const uint64_t *b)
{
	for (unsigned i = 0; i < PAGE_SIZE / 8; i++)
		dst[i] = a[i] ^ b[i];
}

static int lz4_pack(struct pagecodec *work, const void *src, uint8_t *out, size_t limit)
{
	return LZ4_compress_fast_extState(work->state, src, (char *)out, PAGE_SIZE, (int)limit, 1);
}

/* The record in `trial` is the best up to now. */
static enum page_form take(
	struct pagecodec *work, uint8_t *out, size_t *len, int found, enum page_form form)
{
	memcpy(out, work->trial, (size_t)found);
	*len = (size_t)found;
	return form;
}

static enum page_form raw(const void *page, uint8_t *out, size_t *len)
{
	memcpy(out, page, PAGE_SIZE);
	*len = PAGE_SIZE;
	return PAGE_RAW;
}

enum page_form pagecodec_pack(struct pagecodec *work, const void *page, const void *origin,
	enum pack_effort effort, uint8_t *out, size_t *len)
{
	const size_t limit = PAGE_SIZE - LEAST_GAIN;
	enum page_form form = PAGE_RLE;
	int found;

	if (origin && !memcmp(page, zeros, PAGE_SIZE)) {
		*len = 0;
		return memcmp(origin, zeros, PAGE_SIZE) ? PAGE_ZERO : PAGE_SAME;
	}
	*len = rle_pack(page, origin ? origin : zeros, out, effort == PACK_QUICK ? RLE_GOOD : RLE_MOST);
	if (*len <= (effort == PACK_TWICE ? RLE_MOST : RLE_GOOD))
		return *len ? PAGE_RLE : PAGE_SAME;
	if (effort == PACK_QUICK)
		return raw(page, out, len);
	if (*len > RLE_MOST)
		*len = limit + 1;
	if (origin) {
		xor_page(work->xored, page, origin);
		found = lz4_pack(work, work->xored, work->trial, *len - 1);
		if (found > 0)
			form = take(work, out, len, found, PAGE_LZ4_XOR);
	}
	if (effort == PACK_TWICE && *len <= LZ4_GOOD)
		return form;
	found = lz4_pack(work, page, work->trial, *len - 1);
	if (found > 0)
		form = take(work, out, len, found, PAGE_LZ4);
	return *len <= limit ? form : raw(page, out, len);
}

int pagecodec_unpack(
	enum page_form form, const uint8_t *record, size_t len, const void *origin, void *page)
{
	switch (form) {
	case PAGE_SAME:
	case PAGE_RLE:
		memcpy(page, origin ? origin : zeros, PAGE_SIZE);
		return form == PAGE_RLE ? rle_unpack(record, len, page) : 0;
	case PAGE_ZERO: memset(page, 0, PAGE_SIZE); return 0;
	case PAGE_LZ4:
	case PAGE_LZ4_XOR:
		if (len > PAGE_SIZE || (form == PAGE_LZ4_XOR && !origin) ||
			LZ4_decompress_safe((const char *)record, page, (int)len, PAGE_SIZE) !=
				PAGE_SIZE)
			return -E_FORMAT;
		if (form == PAGE_LZ4_XOR)
			xor_page(page, page, origin);
		return 0;
	case PAGE_RAW:
		if (len != PAGE_SIZE)
			return -E_FORMAT;
		memcpy(page, record, PAGE_SIZE);
		return 0;
	default: return -E_FORMAT;
	}
}
