// SPDX-License-Identifier: Apache-2.0
#include "logic/term/outq.h"
#include "lib/err.h"
#include "random.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static struct outq q;
static const char filler[OUTQ_SIZE + 1];

START_TEST(gives_lines_back_in_order_and_in_pieces)
{
	struct outq_line line;

	outq_clear(&q);
	ck_assert(!outq_front(&q, &line));
	ck_assert_int_eq(outq_push(&q, "first", 5, 1), 0);
	ck_assert_int_eq(outq_push(&q, "", 0, 0), 0);
	ck_assert_int_eq(outq_push(&q, "third", 5, 2), 0);
	ck_assert(outq_front(&q, &line));
	ck_assert_uint_eq(line.len, 5);
	ck_assert_uint_eq(line.flags, 1);
	outq_consume(&q, 2);
	ck_assert(outq_front(&q, &line));
	ck_assert_uint_eq(line.len, 3);
	ck_assert_mem_eq(line.text, "rst", 3);
	outq_consume(&q, 100);
	ck_assert(outq_front(&q, &line));
	ck_assert_uint_eq(line.len, 0);
	outq_consume(&q, 0);
	ck_assert(outq_front(&q, &line));
	ck_assert_mem_eq(line.text, "third", 5);
	outq_consume(&q, 5);
	ck_assert(outq_is_empty(&q));
	outq_consume(&q, 1);
	ck_assert(outq_is_empty(&q));
}
END_TEST

START_TEST(takes_exactly_what_it_says_there_is_room_for)
{
	outq_clear(&q);
	ck_assert_uint_eq(outq_room(&q), OUTQ_SIZE - OUTQ_HEADER);
	ck_assert_int_eq(outq_push(&q, filler, OUTQ_SIZE - OUTQ_HEADER + 1, 0), -E_FULL);
	ck_assert_int_eq(outq_push(&q, filler, OUTQ_SIZE + 1, 0), -E_FULL);
	ck_assert(outq_is_empty(&q));
	ck_assert_int_eq(outq_push(&q, filler, OUTQ_SIZE - OUTQ_HEADER, 0), 0);
	ck_assert_uint_eq(outq_room(&q), 0);
	ck_assert_int_eq(outq_push(&q, "", 0, 0), -E_FULL);
	outq_consume(&q, OUTQ_SIZE);
	ck_assert_uint_eq(outq_room(&q), OUTQ_SIZE - OUTQ_HEADER);
}
END_TEST

START_TEST(keeps_its_lines_whole_however_it_is_filled)
{
	unsigned in = 0, out = 0;
	char text[600];
	struct outq_line line;

	random_begin("outq");
	outq_clear(&q);
	for (int round = 0; round < 50000; round++) {
		size_t len = random_below(sizeof(text));

		memset(text, 'a' + (int)(in % 26), len);
		if (random_below(2)) {
			bool fits = outq_room(&q) >= len && outq_room(&q) > 0;
			int rc = outq_push(&q, text, len, (uint8_t)in);

			if (rc != (fits ? 0 : -E_FULL))
				ck_abort_msg("round %d: rc %d for %zu", round, rc, len);
			in += rc == 0;
		} else if (outq_front(&q, &line)) {
			memset(text, 'a' + (int)(out % 26), line.len);
			if (line.flags != (uint8_t)out || memcmp(line.text, text, line.len) != 0)
				ck_abort_msg("round %d: not line %u", round, out);
			outq_consume(&q, line.len);
			out++;
		}
	}
	ck_assert_uint_gt(out, 1000);
}
END_TEST

START_TEST(forgets_text_that_was_taken)
{
	outq_clear(&q);
	ck_assert_int_eq(outq_push(&q, "a secret", 8, 0), 0);
	ck_assert_int_eq(outq_push(&q, "another", 7, 0), 0);
	outq_consume(&q, 8);
	outq_consume(&q, 7);
	ck_assert_mem_eq(q.buf, filler, OUTQ_SIZE);
}
END_TEST

UNIT_MAIN("logic/term/outq", gives_lines_back_in_order_and_in_pieces,
	takes_exactly_what_it_says_there_is_room_for, keeps_its_lines_whole_however_it_is_filled,
	forgets_text_that_was_taken)
