// SPDX-License-Identifier: Apache-2.0
/* Which blocks of a volume are free. */
#include "logic/spool/space.h"
#include "lib/err.h"
#include "lib/string.h"

#define WORD_BITS 64u
#define FULL      (~0ull)

static uint64_t bit_of(uint32_t block)
{
	return BIT64(block % WORD_BITS);
}

void spspace_init(struct spspace *space, uint64_t *map, uint32_t nr_blocks)
{
	*space = (struct spspace){.map = map, .nr_blocks = nr_blocks};
	memset(map, 0xff, SPSPACE_MAP_BYTES(nr_blocks));
}

bool spspace_is_used(const struct spspace *space, uint32_t block)
{
	return block >= space->nr_blocks || space->map[block / WORD_BITS] & bit_of(block);
}

int spspace_free(struct spspace *space, uint32_t block)
{
	if (block >= space->nr_blocks || !spspace_is_used(space, block))
		return -E_RANGE;
	space->map[block / WORD_BITS] &= ~bit_of(block);
	space->nr_free++;
	space->last = MAX(space->last, block);
	return 0;
}

int spspace_add(struct spspace *space, uint32_t first, uint32_t nr)
{
	if (first > space->nr_blocks || nr > space->nr_blocks - first)
		return -E_RANGE;
	for (uint32_t i = 0; i < nr; i++)
		if (!spspace_free(space, first + i))
			space->nr_total++;
	return 0;
}

int spspace_take(struct spspace *space, uint32_t block)
{
	if (block >= space->nr_blocks)
		return -E_RANGE;
	if (spspace_is_used(space, block))
		return -E_BUSY;
	space->map[block / WORD_BITS] |= bit_of(block);
	space->nr_free--;
	return 0;
}

uint32_t spspace_count(const struct spspace *space, uint32_t first, uint32_t nr)
{
	uint32_t end = first + nr, count = 0;

	while (first < end) {
		if (first % WORD_BITS == 0 && end - first >= WORD_BITS &&
			first + WORD_BITS <= space->nr_blocks) {
			uint64_t word = space->map[first / WORD_BITS];

			for (; word; word &= word - 1)
				count++;
			first += WORD_BITS;
		} else {
			count += spspace_is_used(space, first++);
		}
	}
	return count;
}

/* The first free block from `from` on, before `to`; to: there is none. */
static uint32_t find(const struct spspace *space, uint32_t from, uint32_t to)
{
	while (from < to) {
		if (from % WORD_BITS == 0 && space->map[from / WORD_BITS] == FULL)
			from += WORD_BITS;
		else if (spspace_is_used(space, from))
			from++;
		else
			return from;
	}
	return to;
}

int spspace_alloc(struct spspace *space, uint32_t *block)
{
	uint32_t nr = find(space, space->next, space->nr_blocks);

	if (nr == space->nr_blocks) {
		nr = find(space, 0, space->next);
		if (nr == space->next)
			return -E_FULL;
	}
	space->next = nr + 1;
	*block = nr;
	return spspace_take(space, nr);
}

int spspace_alloc_last(struct spspace *space, uint32_t *block)
{
	uint32_t nr = space->last;

	if (!space->nr_free)
		return -E_FULL;
	while (spspace_is_used(space, nr))
		nr -= space->map[nr / WORD_BITS] == FULL ? nr % WORD_BITS + 1 : 1;
	space->last = nr;
	*block = nr;
	return spspace_take(space, nr);
}
