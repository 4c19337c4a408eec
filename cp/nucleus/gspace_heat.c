// SPDX-License-Identifier: Apache-2.0
/*
 * Which pages those change who begin with the same ones: who is made later gets a copy of them at once, for a store
 * into each would cost ten times as much.
 *
 * The heat of a page is in its frame's descriptor, 0 to HEAT_MAX. A copy in vain costs little, so one
 * store is forgotten only after many of those.
 */
#include "nucleus/gspace_int.h"

#define HEAT_MAX 64u
#define HOT      20u /* one guest alone does not make a page hot, two do */

/* What was seen adds. */
static const int8_t adds[] = {[GSPACE_STORED] = 16, [GSPACE_CHANGED] = 4, [GSPACE_IN_VAIN] = -1};

/* NULL: it is not known of the frame (of a cache). */
static uint64_t *heat_of(const struct guest_page_table *table, unsigned i)
{
	struct frame *frame = frame_of(table->pte[i] & PTE_FRAME);

	return gspace_pte_is_valid(table->pte[i]) && frame->use == FRAME_SHARED &&
			       frame->a == FRAME_GUEST
		       ? &frame->prev
		       : NULL;
}

bool gspace_is_hot(const struct guest_page_table *table, unsigned i)
{
	const uint64_t *heat = heat_of(table, i);

	return heat && __atomic_load_n(heat, __ATOMIC_RELAXED) >= HOT;
}

static bool is_group_hot(const struct guest_page_table *table, unsigned group)
{
	for (unsigned i = group * GSPACE_GROUP; i < (group + 1) * GSPACE_GROUP; i++)
		if (gspace_is_hot(table, i))
			return true;
	return false;
}

static uint64_t *groups_of(const struct guest_page_table *table)
{
	return &frame_of((habs_t)table)->owner;
}
static_assert(PT_ENTRIES / GSPACE_GROUP == 64, "a bit for each");

uint64_t gspace_hot_groups(const struct guest_page_table *table)
{
	return __atomic_load_n(groups_of(table), __ATOMIC_RELAXED);
}

void gspace_learn(struct guest_page_table *table, unsigned i, enum gspace_seen seen)
{
	uint64_t *heat = heat_of(table, i), bit = 1ul << i / GSPACE_GROUP;
	int64_t value;

	if (!heat)
		return;
	value = (int64_t)__atomic_load_n(heat, __ATOMIC_RELAXED) + adds[seen];
	__atomic_store_n(heat, (uint64_t)MIN(MAX(value, 0l), (int64_t)HEAT_MAX), __ATOMIC_RELAXED);
	if (value >= (int64_t)HOT && !(gspace_hot_groups(table) & bit))
		__atomic_or_fetch(groups_of(table), bit, __ATOMIC_RELAXED);
	else if (value == (int64_t)HOT - 1 && !is_group_hot(table, i / GSPACE_GROUP))
		__atomic_and_fetch(groups_of(table), ~bit, __ATOMIC_RELAXED);
}
