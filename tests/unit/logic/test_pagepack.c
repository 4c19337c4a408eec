// SPDX-License-Identifier: Apache-2.0
#include "logic/pagepack.h"
#include "lib/err.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static uint64_t seed = 0x9acc;

static uint32_t random_below(uint32_t limit)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % limit;
}

START_TEST(a_record_may_fill_the_block)
{
	static uint8_t record[PAGEPACK_MAX + 1], scratch[PAGE_SIZE];
	struct pagepack *block = malloc(sizeof(*block));
	size_t len;

	pagepack_init(block);
	ck_assert_uint_eq(pagepack_room(block), PAGEPACK_MAX);
	ck_assert_int_eq(pagepack_add(block, scratch, record, PAGEPACK_MAX + 1), -E_FULL);
	ck_assert_int_eq(pagepack_add(block, scratch, record, 0), -E_FULL);
	ck_assert_int_eq(pagepack_add(block, scratch, record, PAGEPACK_MAX), 0);
	ck_assert_ptr_nonnull(pagepack_get(block, 0, &len));
	ck_assert_uint_eq(len, PAGEPACK_MAX);
	ck_assert_uint_eq(pagepack_room(block), 0);
	ck_assert_int_eq(pagepack_add(block, scratch, record, 1), -E_FULL);
	ck_assert_int_eq(pagepack_drop(block, 0), 0);
	ck_assert_int_eq(pagepack_drop(block, 0), -E_NOENT);
	ck_assert_uint_eq(pagepack_room(block), PAGEPACK_MAX);
	free(block);
}
END_TEST

START_TEST(has_256_slots)
{
	static uint8_t scratch[PAGE_SIZE];
	struct pagepack *block = malloc(sizeof(*block));

	pagepack_init(block);
	for (int i = 0; i < PAGEPACK_SLOTS; i++)
		ck_assert_int_eq(pagepack_add(block, scratch, "x", 1), i);
	ck_assert_int_eq(pagepack_add(block, scratch, "x", 1), -E_FULL);
	ck_assert_int_eq(pagepack_drop(block, 100), 0);
	ck_assert_int_eq(pagepack_add(block, scratch, "x", 1), 100);
	free(block);
}
END_TEST

/* What must be in the block, beside it. */
struct model {
	uint8_t fill[PAGEPACK_SLOTS];
	unsigned len[PAGEPACK_SLOTS];
};

static void check(const struct pagepack *block, const struct model *model)
{
	for (unsigned slot = 0; slot < PAGEPACK_SLOTS; slot++) {
		size_t len;
		const uint8_t *record = pagepack_get(block, slot, &len);

		if (!model->len[slot]) {
			ck_assert_ptr_null(record);
			continue;
		}
		ck_assert_uint_eq(len, model->len[slot]);
		ck_assert_uint_eq(record[0], model->fill[slot]);
		ck_assert(!memcmp(record, record + 1, len - 1));
	}
}

START_TEST(keeps_every_record_through_any_order_of_changes)
{
	static uint8_t record[PAGE_SIZE], scratch[PAGE_SIZE];
	struct pagepack *block = malloc(sizeof(*block));
	struct model model = {0};
	unsigned nr_full = 0;

	printf("pagepack: seed %llx\n", (unsigned long long)seed);
	pagepack_init(block);
	for (unsigned n = 0; n < 600; n++) {
		unsigned slot = random_below(PAGEPACK_SLOTS), room = pagepack_room(block);
		size_t len = 1 + random_below(random_below(8) ? 60 : 1500);
		uint8_t fill = (uint8_t)random_below(256);
		int rc;

		if (random_below(100) < 45) {
			rc = pagepack_drop(block, slot);
			ck_assert_int_eq(rc, model.len[slot] ? 0 : -E_NOENT);
			model.len[slot] = 0;
		} else {
			memset(record, fill, len);
			rc = pagepack_add(block, scratch, record, len);
			ck_assert_int_eq(rc<0, len> room);
			nr_full += rc < 0;
			if (rc >= 0) {
				ck_assert_uint_eq(model.len[rc], 0);
				model.fill[rc] = fill;
				model.len[rc] = (unsigned)len;
			}
		}
		check(block, &model);
	}
	ck_assert_uint_gt(nr_full, 0);
	free(block);
}
END_TEST

START_TEST(finds_nothing_in_a_damaged_block)
{
	struct pagepack *block = calloc(1, sizeof(*block));
	struct pagepack_slot *slot = (struct pagepack_slot *)(block->data + 4088 - 4);
	size_t len;

	block->nr_slots = 1;
	*slot = (struct pagepack_slot){0, 4088};
	ck_assert_ptr_nonnull(pagepack_get(block, 0, &len));
	*slot = (struct pagepack_slot){1, 4088};
	ck_assert_ptr_null(pagepack_get(block, 0, &len));
	*slot = (struct pagepack_slot){0, 4089};
	ck_assert_ptr_null(pagepack_get(block, 0, &len));
	*slot = (struct pagepack_slot){0xFFFF, 1};
	ck_assert_ptr_null(pagepack_get(block, 0, &len));
	*slot = (struct pagepack_slot){0, 1};
	ck_assert_ptr_null(pagepack_get(block, 1, &len));
	block->nr_slots = 0xFFFF;
	ck_assert_ptr_null(pagepack_get(block, 0, &len));
	free(block);
}
END_TEST

UNIT_MAIN("logic/pagepack", a_record_may_fill_the_block, has_256_slots,
	keeps_every_record_through_any_order_of_changes, finds_nothing_in_a_damaged_block)
