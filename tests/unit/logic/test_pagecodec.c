// SPDX-License-Identifier: Apache-2.0
#include "logic/pagecodec.h"
#include "lib/err.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static uint64_t seed = 0x5711a7e5;

static uint32_t random_below(uint32_t limit)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % limit;
}

static void fill_random(uint8_t *page)
{
	for (unsigned i = 0; i < PAGE_SIZE; i++)
		page[i] = (uint8_t)random_below(256);
}

static void fill_text(uint8_t *page)
{
	static const char *const words[] = {"guest ", "page ", "frame ", "storage key ", "idle\n"};

	for (unsigned i = 0; i < PAGE_SIZE;) {
		const char *word = words[random_below(5)];

		for (; *word && i < PAGE_SIZE; word++)
			page[i++] = (uint8_t)*word;
	}
}

/* Packs, unpacks, compares; each buffer is of its own, so that the sanitizer sees its ends. */
static size_t round_trip_as(
	enum pack_effort effort, const uint8_t *page, const uint8_t *origin, enum page_form *form)
{
	struct pagecodec *work = malloc(sizeof(*work));
	uint8_t *record = malloc(PAGE_SIZE), *exact, *back = malloc(PAGE_SIZE);
	size_t len;

	*form = pagecodec_pack(work, page, origin, effort, record, &len);
	ck_assert_uint_le(len, PAGE_SIZE);
	exact = malloc(len + 1);
	memcpy(exact, record, len);
	memset(back, 0xA5, PAGE_SIZE);
	ck_assert_int_eq(pagecodec_unpack(*form, exact, len, origin, back), 0);
	ck_assert(!memcmp(page, back, PAGE_SIZE));
	free(exact);
	free(back);
	free(record);
	free(work);
	return len;
}

static size_t round_trip(const uint8_t *page, const uint8_t *origin, enum page_form *form)
{
	return round_trip_as(PACK_BEST, page, origin, form);
}

START_TEST(chooses_the_form_that_fits_the_page)
{
	uint8_t *page = calloc(1, PAGE_SIZE), *origin = calloc(1, PAGE_SIZE);
	enum page_form form;

	ck_assert_uint_eq(round_trip(page, NULL, &form), 0);
	ck_assert_int_eq(form, PAGE_SAME);
	ck_assert_uint_eq(round_trip(page, origin, &form), 0);
	ck_assert_int_eq(form, PAGE_SAME);
	fill_random(origin);
	ck_assert_uint_eq(round_trip(page, origin, &form), 0);
	ck_assert_int_eq(form, PAGE_ZERO);
	memcpy(page, origin, PAGE_SIZE);
	ck_assert_uint_eq(round_trip(page, origin, &form), 0);
	ck_assert_int_eq(form, PAGE_SAME);
	page[77] ^= 1;
	ck_assert_uint_eq(round_trip(page, origin, &form), 4);
	ck_assert_int_eq(form, PAGE_RLE);
	for (unsigned i = 0; i < PAGE_SIZE; i += 5)
		page[i] ^= 0x10;
	ck_assert_uint_lt(round_trip(page, origin, &form), 400);
	ck_assert_int_eq(form, PAGE_LZ4_XOR);
	fill_text(page);
	ck_assert_uint_lt(round_trip(page, origin, &form), 2048);
	ck_assert_int_eq(form, PAGE_LZ4);
	ck_assert_uint_lt(round_trip(page, NULL, &form), 2048);
	ck_assert_int_eq(form, PAGE_LZ4);
	fill_random(page);
	ck_assert_uint_eq(round_trip(page, origin, &form), PAGE_SIZE);
	ck_assert_int_eq(form, PAGE_RAW);
	free(page);
	free(origin);
}
END_TEST

START_TEST(takes_what_is_not_nearly_its_origin_as_it_is_when_in_haste)
{
	uint8_t *page = calloc(1, PAGE_SIZE), *origin = calloc(1, PAGE_SIZE);
	enum page_form form;

	ck_assert_uint_eq(round_trip_as(PACK_QUICK, page, NULL, &form), 0);
	ck_assert_int_eq(form, PAGE_SAME);
	for (unsigned i = 0; i < 189; i++)
		page[i] = 1;
	ck_assert_uint_eq(round_trip_as(PACK_QUICK, page, origin, &form), 192);
	ck_assert_int_eq(form, PAGE_RLE);
	page[189] = 1;
	ck_assert_uint_eq(round_trip_as(PACK_QUICK, page, origin, &form), PAGE_SIZE);
	ck_assert_int_eq(form, PAGE_RAW);
	ck_assert_uint_lt(round_trip(page, origin, &form), 100);
	fill_random(origin);
	memset(page, 0, PAGE_SIZE);
	ck_assert_uint_eq(round_trip_as(PACK_QUICK, page, origin, &form), 0);
	ck_assert_int_eq(form, PAGE_ZERO);
	free(page);
	free(origin);
}
END_TEST

/* Runs of up to 1,024 bytes, whatever they are; then what LZ4 makes of the differences, or of the page. */
START_TEST(leaves_runs_as_they_are_for_who_compresses_them_again)
{
	uint8_t *page = calloc(1, PAGE_SIZE), *origin = calloc(1, PAGE_SIZE);
	enum page_form form;

	memset(page, 1, 1021);
	ck_assert_uint_eq(round_trip_as(PACK_TWICE, page, origin, &form), 1024);
	ck_assert_int_eq(form, PAGE_RLE);
	ck_assert_uint_lt(round_trip(page, origin, &form), 100);
	page[1021] = 1;
	ck_assert_uint_lt(round_trip_as(PACK_TWICE, page, origin, &form), 100);
	ck_assert_int_eq(form, PAGE_LZ4_XOR);
	fill_random(origin);
	fill_text(page);
	ck_assert_uint_lt(round_trip_as(PACK_TWICE, page, origin, &form), 2048);
	ck_assert_int_eq(form, PAGE_LZ4);
	fill_random(page);
	ck_assert_uint_eq(round_trip_as(PACK_TWICE, page, origin, &form), PAGE_SIZE);
	ck_assert_int_eq(form, PAGE_RAW);
	free(page);
	free(origin);
}
END_TEST

START_TEST(joins_runs_over_gaps_of_three_bytes_and_in_a_word)
{
	uint8_t *page = calloc(1, PAGE_SIZE);
	enum page_form form;

	page[6] = page[10] = 1;
	ck_assert_uint_eq(round_trip(page, NULL, &form), 3 + 5);
	page[10] = 0, page[11] = 1;
	ck_assert_uint_eq(round_trip(page, NULL, &form), 4 + 4);
	page[PAGE_SIZE - 1] = 1;
	ck_assert_uint_eq(round_trip(page, NULL, &form), 4 + 4 + 4);
	page[PAGE_SIZE - 8] = 1;
	ck_assert_uint_eq(round_trip(page, NULL, &form), 4 + 4 + 3 + 8);
	free(page);
}
END_TEST

START_TEST(gives_every_page_back)
{
	uint8_t *page = malloc(PAGE_SIZE), *origin = malloc(PAGE_SIZE);
	unsigned seen[NR_PAGE_FORMS] = {0};
	enum page_form form;

	printf("pagecodec: seed %llx\n", (unsigned long long)seed);
	for (unsigned n = 0; n < 3000; n++) {
		unsigned nr_changes = random_below(1u << random_below(12));

		if (random_below(2))
			fill_random(origin);
		else
			fill_text(origin);
		memcpy(page, origin, PAGE_SIZE);
		while (nr_changes--)
			page[random_below(PAGE_SIZE)] = (uint8_t)random_below(4);
		if (random_below(8) == 0)
			memset(page + random_below(4000), 0, random_below(96));
		if (random_below(30) == 0)
			memset(page, 0, PAGE_SIZE);
		round_trip_as((enum pack_effort)random_below(3), page, random_below(4) ? origin : NULL, &form);
		seen[form]++;
	}
	for (unsigned i = 0; i < NR_PAGE_FORMS; i++)
		ck_assert_uint_gt(seen[i], 0);
	free(page);
	free(origin);
}
END_TEST

START_TEST(refuses_damaged_records)
{
	static const struct {
		enum page_form form;
		uint8_t len, record[8];
		int rc;
	} rows[] = {
		{PAGE_RLE, 0, {0}, 0},
		{PAGE_RLE, 2, {0, 0}, -E_FORMAT},                /* half a head */
		{PAGE_RLE, 3, {0, 0, 0}, -E_FORMAT},             /* no data */
		{PAGE_RLE, 4, {0xFF, 0xF0, 0, 7}, 0},            /* the last byte */
		{PAGE_RLE, 5, {0xFF, 0xF0, 1, 7, 7}, -E_FORMAT}, /* one behind it */
		{PAGE_RLE, 5, {0, 0, 2, 7, 7}, -E_FORMAT},       /* data ends early */
		{PAGE_RLE, 6, {0, 0, 0, 7, 0, 0}, -E_FORMAT},    /* rest of a head */
		{PAGE_LZ4, 0, {0}, -E_FORMAT},
		{PAGE_LZ4, 2, {0x10, 7}, -E_FORMAT},                /* less than a page */
		{PAGE_LZ4, 6, {0x1F, 7, 9, 0, 0xFF, 0}, -E_FORMAT}, /* from before the page */
		{PAGE_RAW, 8, {0}, -E_FORMAT},
		{NR_PAGE_FORMS, 8, {0}, -E_FORMAT},
	};
	uint8_t *page = calloc(1, PAGE_SIZE);

	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t *record = malloc(rows[i].len + 1u);

		memcpy(record, rows[i].record, rows[i].len);
		ck_assert_int_eq(pagecodec_unpack(rows[i].form, record, rows[i].len, NULL, page),
			rows[i].rc);
		free(record);
	}
	ck_assert_int_eq(pagecodec_unpack(PAGE_LZ4_XOR, page, 4, NULL, page), -E_FORMAT);
	free(page);
}
END_TEST

START_TEST(needs_the_state_that_it_says)
{
	ck_assert_int_eq(LZ4_sizeofState(), LZ4_STATE_BYTES);
}
END_TEST

UNIT_MAIN("logic/pagecodec", chooses_the_form_that_fits_the_page,
	takes_what_is_not_nearly_its_origin_as_it_is_when_in_haste,
	leaves_runs_as_they_are_for_who_compresses_them_again,
	joins_runs_over_gaps_of_three_bytes_and_in_a_word, gives_every_page_back,
	refuses_damaged_records, needs_the_state_that_it_says)
