// SPDX-License-Identifier: Apache-2.0
#include "lib/forktree.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VALUES 64
#define TREES  6
#define KEYS   48

static unsigned holds[VALUES], nr_blocks, allowed = UINT32_MAX;
static char values[VALUES];

static void *block_alloc(size_t size)
{
	if (!allowed)
		return NULL;
	allowed--;
	nr_blocks++;
	return calloc(1, size);
}

static void block_free(void *block, size_t size)
{
	(void)size;
	nr_blocks--;
	free(block);
}

static void value_get(void *value)
{
	holds[(char *)value - values]++;
}

static void value_put(void *value)
{
	ck_assert_uint_gt(holds[(char *)value - values], 0);
	holds[(char *)value - values]--;
}

static const struct ftree_ops ops = {block_alloc, block_free, value_get, value_put};

static void set(struct ftree *tree, uint32_t key, unsigned value)
{
	void **place = ftree_place(tree, &ops, key);

	ck_assert_ptr_nonnull(place);
	if (*place)
		value_put(*place);
	*place = &values[value];
	value_get(*place);
}

START_TEST(finds_the_first_and_the_last_number)
{
	static const uint32_t keys[] = {0, 14, 15, 224, 225, 982799, FTREE_KEYS - 1};
	struct ftree tree = {NULL};
	uint32_t key = 0;

	for (unsigned i = 0; i < ARRAY_LEN(keys); i++)
		set(&tree, keys[i], i);
	for (unsigned i = 0; i < ARRAY_LEN(keys); i++, key++) {
		ck_assert_ptr_eq(ftree_find(&tree, keys[i]), &values[i]);
		ck_assert_ptr_eq(ftree_next(&tree, &key), &values[i]);
		ck_assert_uint_eq(key, keys[i]);
	}
	ck_assert_ptr_null(ftree_next(&tree, &key));
	ck_assert_ptr_null(ftree_find(&tree, 1));
	ck_assert_ptr_null(ftree_find(&tree, FTREE_KEYS));
	ck_assert_ptr_null(ftree_place(&tree, &ops, FTREE_KEYS));
	ftree_clear(&tree, &ops);
	ck_assert_uint_eq(nr_blocks, 0);
	ck_assert_ptr_null(ftree_find(&tree, 0));
}
END_TEST

START_TEST(a_fork_costs_nothing_and_a_change_one_path)
{
	struct ftree tree = {NULL}, fork = {NULL};
	unsigned before;

	for (uint32_t key = 0; key < 3000; key += 7)
		set(&tree, key, key % VALUES);
	before = nr_blocks;
	ftree_fork(&fork, &tree);
	ck_assert_uint_eq(nr_blocks, before);
	set(&fork, 7, 0);
	ck_assert_uint_eq(nr_blocks, before + 6);
	ck_assert_ptr_eq(ftree_find(&tree, 7), &values[7]);
	ck_assert_ptr_eq(ftree_find(&fork, 14), &values[14]);
	ftree_clear(&tree, &ops);
	ck_assert_ptr_eq(ftree_find(&fork, 21), &values[21]);
	ftree_clear(&fork, &ops);
	ck_assert_uint_eq(nr_blocks, 0);
}
END_TEST

/* Against arrays, with storage that ends now and then; each value has as many holds as nodes say.
 */
START_TEST(forks_of_forks_keep_what_they_had)
{
	static struct ftree trees[TREES];
	static int model[TREES][KEYS];
	unsigned seed = 20260711;

	printf("seed %u\n", seed);
	for (unsigned step = 0; step < 40000; step++) {
		unsigned a, b, key;
		void **place;

		seed = seed * 1103515245 + 12345;
		a = seed >> 8 & 0xff;
		b = a % TREES;
		key = (seed >> 16 & 0xffff) % KEYS;
		allowed = a % 16 ? UINT32_MAX : a % 5;
		if (a > 240) {
			ftree_clear(&trees[b], &ops);
			ftree_fork(&trees[b], &trees[(b + 1) % TREES]);
			memcpy(model[b], model[(b + 1) % TREES], sizeof(model[b]));
		} else if ((place = ftree_place(&trees[b], &ops, key * 977)) != NULL) {
			ck_assert_ptr_eq(*place, model[b][key] ? &values[model[b][key]] : NULL);
			if (*place)
				value_put(*place);
			model[b][key] = (int)(a % VALUES);
			*place = a % VALUES ? &values[a % VALUES] : NULL;
			if (*place)
				value_get(*place);
		}
		for (key = 0; key < KEYS; key++)
			ck_assert_ptr_eq(ftree_find(&trees[b], key * 977),
				model[b][key] ? &values[model[b][key]] : NULL);
	}
	allowed = UINT32_MAX;
	for (unsigned i = 0; i < TREES; i++)
		ftree_clear(&trees[i], &ops);
	ck_assert_uint_eq(nr_blocks, 0);
	for (unsigned i = 0; i < VALUES; i++)
		ck_assert_uint_eq(holds[i], 0);
}
END_TEST

UNIT_MAIN("lib/forktree", finds_the_first_and_the_last_number,
	a_fork_costs_nothing_and_a_change_one_path, forks_of_forks_keep_what_they_had)
