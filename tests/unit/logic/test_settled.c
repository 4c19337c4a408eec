// SPDX-License-Identifier: Apache-2.0
#include "logic/settled.h"
#include "lib/err.h"
#include "unit.h"

#include <string.h>

#define ROOM 65536

/* Parts, one behind the other. */
struct kept {
	uint8_t bytes[ROOM];
	size_t len[ROOM / SETTLED_PART], used;
	unsigned nr, limit, next;
	size_t at;
};

static int put(void *ctx, const uint8_t *part, size_t len)
{
	struct kept *kept = ctx;

	if (kept->nr == kept->limit)
		return -E_FULL;
	memcpy(kept->bytes + kept->used, part, len);
	kept->used += len;
	kept->len[kept->nr++] = len;
	return 0;
}

static int get(void *ctx, uint8_t *part, size_t size, size_t *len)
{
	struct kept *kept = ctx;

	if (kept->next == kept->nr)
		return -E_IO;
	*len = kept->len[kept->next++];
	ck_assert_uint_le(*len, size);
	memcpy(part, kept->bytes + kept->at, *len);
	kept->at += *len;
	return 0;
}

static struct kept *kept_new(unsigned limit)
{
	struct kept *kept = calloc(1, sizeof(*kept));

	kept->limit = limit;
	return kept;
}

static const struct {
	struct settled_entry entry;
	size_t bytes; /* with its record */
} cases[] = {
	{{.index = 0, .kind = SETTLED_PAGE, .form = PAGE_SAME}, 2},
	{{.index = 1, .kind = SETTLED_PAGE, .form = PAGE_ZERO, .key = 0x06}, 2},
	{{.index = 2, .kind = SETTLED_PAGE, .form = PAGE_RLE, .key = 0x04, .len = 1}, 4},
	{{.index = 3, .kind = SETTLED_PAGE, .form = PAGE_RLE, .key = 0xF2, .len = 240}, 244},
	{{.index = 9, .kind = SETTLED_PAGE, .form = PAGE_LZ4, .len = 241}, 245},
	{{.index = 10, .kind = SETTLED_PAGE, .form = PAGE_LZ4_XOR, .key = 0x08, .len = 4095}, 4100},
	{{.index = 77, .kind = SETTLED_PAGE, .form = PAGE_RAW, .len = 4096}, 4100},
	{{.index = 254, .kind = SETTLED_GONE, .key = 0x16}, 3},
	{{.index = 255, .kind = SETTLED_HELD}, 2},
};

static void fill(uint8_t *record, unsigned seed, size_t len)
{
	for (size_t i = 0; i < len; i++)
		record[i] = (uint8_t)(seed * 37 + i * 11 + i / 256);
}

static size_t put_cases(struct settled_writer *writer)
{
	uint8_t record[PAGE_SIZE];
	size_t bytes = 1;

	settled_put_count(writer, ARRAY_LEN(cases));
	for (unsigned i = 0; i < ARRAY_LEN(cases); i++) {
		fill(record, i, cases[i].entry.len);
		settled_put(writer, &cases[i].entry, record);
		bytes += cases[i].bytes;
	}
	return bytes;
}

START_TEST(entries_come_back_as_they_were)
{
	struct kept *kept = kept_new(ROOM / SETTLED_PART);
	uint8_t record[PAGE_SIZE], wanted[PAGE_SIZE];
	struct settled_writer writer;
	struct settled_reader reader;
	size_t bytes;
	unsigned nr;

	settled_begin(&writer, put, kept);
	bytes = put_cases(&writer);
	bytes += put_cases(&writer);
	ck_assert_int_eq(settled_end(&writer), 0);
	/* Half of it is pages of the same bytes as others'. */
	ck_assert_uint_lt(kept->used, bytes);
	settled_read(&reader, get, kept);
	for (unsigned round = 0; round < 2; round++) {
		ck_assert_int_eq(settled_get_count(&reader, &nr), 0);
		ck_assert_uint_eq(nr, ARRAY_LEN(cases));
		for (unsigned i = 0; i < nr; i++) {
			struct settled_entry entry;

			ck_assert_int_eq(settled_get(&reader, &entry, record), 0);
			ck_assert_uint_eq(entry.index, cases[i].entry.index);
			ck_assert_uint_eq(entry.kind, cases[i].entry.kind);
			ck_assert_uint_eq(entry.form, cases[i].entry.form);
			ck_assert_uint_eq(entry.key, cases[i].entry.key);
			ck_assert_uint_eq(entry.len, cases[i].entry.len);
			fill(wanted, i, entry.len);
			ck_assert_mem_eq(record, wanted, entry.len);
		}
	}
	ck_assert_int_eq(settled_get_count(&reader, &nr), -E_IO);
	free(kept);
}
END_TEST

START_TEST(a_megabyte_has_up_to_256_entries)
{
	struct kept *kept = kept_new(ROOM / SETTLED_PART);
	struct settled_writer writer;
	struct settled_reader reader;
	struct settled_entry entry = {.kind = SETTLED_GONE};
	uint8_t record[PAGE_SIZE];
	unsigned nr;

	settled_begin(&writer, put, kept);
	settled_put_count(&writer, 256);
	for (unsigned i = 0; i < 256; i++) {
		entry.index = (uint8_t)i;
		settled_put(&writer, &entry, NULL);
	}
	ck_assert_int_eq(settled_end(&writer), 0);
	settled_read(&reader, get, kept);
	ck_assert_int_eq(settled_get_count(&reader, &nr), 0);
	ck_assert_uint_eq(nr, 256);
	for (unsigned i = 0; i < nr; i++)
		ck_assert_int_eq(settled_get(&reader, &entry, record), 0);
	free(kept);
}
END_TEST

/* Bytes that can't be compressed: they come back as well, and cost four more in 8192. */
START_TEST(noise_is_kept_as_it_is)
{
	struct kept *kept = kept_new(ROOM / SETTLED_PART);
	struct settled_entry entry = {.form = PAGE_RAW, .len = PAGE_SIZE};
	uint8_t record[PAGE_SIZE], found[PAGE_SIZE];
	struct settled_writer writer;
	struct settled_reader reader;
	uint64_t noise = 1;
	unsigned nr;

	for (unsigned i = 0; i < PAGE_SIZE; i++) {
		noise = noise * 6364136223846793005u + 1442695040888963407u;
		record[i] = (uint8_t)(noise >> 33);
	}
	settled_begin(&writer, put, kept);
	settled_put_count(&writer, 1);
	settled_put(&writer, &entry, record);
	ck_assert_int_eq(settled_end(&writer), 0);
	ck_assert_uint_eq(kept->used, 4 + 1 + 4 + PAGE_SIZE);
	for (unsigned i = 0; i + 1 < kept->nr; i++)
		ck_assert_uint_eq(kept->len[i], SETTLED_PART);
	settled_read(&reader, get, kept);
	ck_assert_int_eq(settled_get_count(&reader, &nr), 0);
	ck_assert_int_eq(settled_get(&reader, &entry, found), 0);
	ck_assert_mem_eq(found, record, PAGE_SIZE);
	free(kept);
}
END_TEST

START_TEST(what_has_no_room_is_told_at_the_end)
{
	struct kept *kept = kept_new(0);
	struct settled_writer writer;

	settled_begin(&writer, put, kept);
	put_cases(&writer);
	ck_assert_int_eq(settled_end(&writer), -E_FULL);
	ck_assert_uint_eq(kept->nr, 0);
	free(kept);
}
END_TEST

static const struct {
	uint8_t bytes[8];
	size_t len;
	int rc;
} damaged[] = {
	{{5, PAGE_SAME}, 2, 0},
	{{5, NR_PAGE_FORMS}, 2, -E_FORMAT},
	{{5, PAGE_SAME | SETTLED_HELD << 6}, 2, 0},
	{{5, PAGE_SAME | 3 << 6}, 2, -E_FORMAT},
	{{4, PAGE_SAME}, 2, -E_FORMAT}, /* as the one before */
	{{3, PAGE_SAME}, 2, -E_FORMAT},
	{{5, PAGE_SAME | 0x20, 0xF8}, 3, 0},
	{{5, PAGE_SAME | 0x20, 0x04}, 3, -E_FORMAT}, /* not a key's bit */
	{{5, PAGE_RLE, 1, 0, 0}, 5, 0},
	{{5, PAGE_RLE, 1, 0}, 4, -E_IO}, /* it ends in the record */
	{{5, PAGE_RLE, 0xFF}, 3, -E_IO},
	{{5}, 1, -E_IO},
};

/* A chunk that is not compressed. */
static void put_chunk(struct kept *kept, const uint8_t *bytes, size_t len)
{
	uint8_t chunk[16] = {0, (uint8_t)len, 0, (uint8_t)len};

	memcpy(chunk + 4, bytes, len);
	put(kept, chunk, 4 + len);
}

START_TEST(damage_is_noticed)
{
	for (unsigned i = 0; i < ARRAY_LEN(damaged); i++) {
		struct kept *kept = kept_new(3);
		struct settled_entry entry;
		struct settled_reader reader;
		uint8_t record[PAGE_SIZE];
		unsigned nr;

		put_chunk(kept, (const uint8_t[]){1, 4, PAGE_SAME}, 3);
		put_chunk(kept, damaged[i].bytes, damaged[i].len);
		settled_read(&reader, get, kept);
		ck_assert_int_eq(settled_get_count(&reader, &nr), 0);
		ck_assert_int_eq(settled_get(&reader, &entry, record), 0);
		ck_assert_msg(settled_get(&reader, &entry, record) == damaged[i].rc, "case %u", i);
		free(kept);
	}
}
END_TEST

static const struct {
	uint8_t bytes[8];
	size_t len;
	int rc;
} chunks[] = {
	{{0, 1, 0, 1, 9}, 5, 0},
	{{0, 0, 0, 0, 9}, 5, -E_FORMAT},
	{{0, 1, 0, 2, 9, 9}, 6, -E_FORMAT},    /* longer than what it is of */
	{{0x20, 1, 0x20, 1, 9}, 5, -E_FORMAT}, /* longer than a chunk */
	{{0, 3, 0, 2, 0x10, 9}, 6, -E_FORMAT}, /* one byte, not three */
	{{0, 3, 0, 2, 0xF0, 9}, 6, -E_FORMAT}, /* not LZ4 */
	{{0, 2, 0, 2, 9}, 5, -E_IO},           /* it ends before */
	{{0, 1, 0}, 3, -E_IO},
};

START_TEST(a_damaged_chunk_is_noticed)
{
	for (unsigned i = 0; i < ARRAY_LEN(chunks); i++) {
		struct kept *kept = kept_new(3);
		struct settled_reader reader;
		unsigned nr;
		int rc;

		put(kept, chunks[i].bytes, chunks[i].len);
		settled_read(&reader, get, kept);
		rc = settled_get_count(&reader, &nr);
		ck_assert_msg(rc == chunks[i].rc, "case %u: %d", i, rc);
		free(kept);
	}
}
END_TEST

static int get_nothing(void *ctx, uint8_t *part, size_t size, size_t *len)
{
	(void)part;
	*len = ctx ? size + 1 : 0;
	return 0;
}

START_TEST(a_part_of_a_wrong_length_is_damage)
{
	struct settled_reader reader;
	unsigned nr;

	settled_read(&reader, get_nothing, NULL);
	ck_assert_int_eq(settled_get_count(&reader, &nr), -E_FORMAT);
	settled_read(&reader, get_nothing, &reader);
	ck_assert_int_eq(settled_get_count(&reader, &nr), -E_FORMAT);
}
END_TEST

UNIT_MAIN("logic/settled", entries_come_back_as_they_were, a_megabyte_has_up_to_256_entries,
	noise_is_kept_as_it_is, what_has_no_room_is_told_at_the_end, damage_is_noticed,
	a_damaged_chunk_is_noticed, a_part_of_a_wrong_length_is_damage)
