// SPDX-License-Identifier: Apache-2.0
#include "harness.h"

#include <stdio.h>
#include <time.h>

static const struct text_mem mem = {world_get, world_put, NULL};
static struct text text;

static void set_up(void)
{
	memset(&world, 0, sizeof(world));
	world.allocations_left = -1;
	text_init(&text, &mem);
}

static struct line *make(uint32_t value)
{
	return line_make(&mem, (const char *)&value, sizeof(value), 0);
}

static uint32_t value_of(uint32_t n)
{
	uint32_t value;

	memcpy(&value, text_line(&text, n)->data, sizeof(value));
	return value;
}

static uint32_t seed;

static uint32_t chance(uint32_t below)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 8) % below;
}

#define MODEL 3000

START_TEST(lines_are_where_a_table_has_them)
{
	static uint32_t model[MODEL];
	uint32_t nr = 0;

	set_up();
	seed = getenv("SEED") ? (uint32_t)strtoul(getenv("SEED"), NULL, 0) : (uint32_t)time(NULL);
	printf("SEED=%u\n", seed);
	for (uint32_t i = 0; i < 20000; i++) {
		bool grows = nr == 0 || (nr < MODEL && chance(100) < (i < 10000 ? 60u : 42u));
		uint32_t at = chance(4) && nr ? chance(nr + 1) : nr;

		if (grows) {
			ck_assert_int_eq(text_insert(&text, at, make(i)), 0);
			memmove(model + at + 1, model + at, (nr - at) * sizeof(*model));
			model[at] = i;
			nr++;
		} else {
			at = at < nr ? at : nr - 1;
			ck_assert_uint_eq(value_of(at + 1), model[at]);
			line_drop(&mem, text_remove(&text, at + 1));
			nr--;
			memmove(model + at, model + at + 1, (nr - at) * sizeof(*model));
		}
		ck_assert_uint_eq(text.nr, nr);
		at = nr ? chance(nr) : 0;
		if (nr)
			ck_assert_uint_eq(value_of(at + 1), model[at]);
	}
	for (uint32_t n = 1; n <= nr; n++) {
		ck_assert_uint_eq(value_of(n), model[n - 1]);
		if (n % 50 == 0)
			ck_assert_uint_eq(text_number(&text, text_line(&text, n)), n);
	}
	for (uint32_t n = nr; n >= 1; n -= n > 7 ? 7 : n)
		ck_assert_uint_eq(value_of(n), model[n - 1]);
	text_clear(&text);
	ck_assert_uint_eq(world.in_use, 0);
}
END_TEST

START_TEST(a_line_takes_the_place_of_another)
{
	struct line *old;

	set_up();
	for (uint32_t i = 0; i < 300; i++)
		ck_assert_int_eq(text_insert(&text, i, make(i)), 0);
	old = text_exchange(&text, 200, make(7));
	ck_assert_uint_eq(value_of(200), 7);
	ck_assert_uint_eq(value_of(199), 198);
	ck_assert_uint_eq(text_number(&text, old), 0);
	line_drop(&mem, old);
	text_clear(&text);
	ck_assert_uint_eq(world.in_use, 0);
}
END_TEST

START_TEST(without_storage_nothing_changes)
{
	struct line *line;

	set_up();
	line = make(1);
	world.allocations_left = 0;
	ck_assert_int_eq(text_insert(&text, 0, line), -E_NOMEM);
	ck_assert_uint_eq(text.nr, 0);
	world.allocations_left = -1;
	for (uint32_t i = 0; i < TEXT_CHUNK; i++)
		ck_assert_int_eq(text_insert(&text, i, make(i)), 0);
	world.allocations_left = 0;
	ck_assert_int_eq(text_insert(&text, 5, line), -E_NOMEM);
	ck_assert_uint_eq(text.nr, TEXT_CHUNK);
	ck_assert_uint_eq(value_of(TEXT_CHUNK), TEXT_CHUNK - 1);
	line_drop(&mem, line);
	text_clear(&text);
	ck_assert_uint_eq(world.in_use, 0);
}
END_TEST

UNIT_MAIN("cms/xedit/text", lines_are_where_a_table_has_them, a_line_takes_the_place_of_another,
	without_storage_nothing_changes)
