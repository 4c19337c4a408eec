// SPDX-License-Identifier: Apache-2.0
/*
 * Fills its storage with pages of many kinds and looks, round after round, whether they are as it
 * left them; then leaves other ones there. The parameter: megabytes, rounds in the byte above them
 * (0: until it is ended from outside), and above that, 1: with pages that can't be compressed.
 */
#include "bare.h"

#define FACTOR     0x9E3779B97F4A7C15ul
#define NR_WORDS   (PAGE_SIZE / 8)
#define NR_KINDS   8
#define KIND_NOISE 7

static bool with_noise;

static uint64_t mix(uint64_t value)
{
	value ^= value >> 31;
	value *= FACTOR;
	return value ^ value >> 29;
}

/* Word j of a page in a round. */
static uint64_t word(uint64_t page, uint64_t round, unsigned j)
{
	uint64_t seed = mix(page * FACTOR + round);
	unsigned kind = (unsigned)((page + round) % NR_KINDS);

	if (kind == KIND_NOISE && with_noise)
		return mix(seed + j);
	switch (kind) {
	case 0: return 0;
	case 1: return j == page % NR_WORDS ? seed : 0;
	case 2: return j % 64 ? 0 : seed + j;
	case 3: return seed;
	case 4: return 0x4040404040404040ul + (j % 7 ? 0 : seed);
	default: return j % 2 ? mix(seed + j) & 0xFF : page << 32 | j;
	}
}

static void fill(uint64_t page, uint64_t round)
{
	uint64_t *at = (uint64_t *)(SCRATCH + page * PAGE_SIZE);

	for (unsigned j = 0; j < NR_WORDS; j++)
		at[j] = word(page, round, j);
}

static bool is_right(uint64_t page, uint64_t round)
{
	const uint64_t *at = (uint64_t *)(SCRATCH + page * PAGE_SIZE);

	for (unsigned j = 0; j < NR_WORDS; j++)
		if (at[j] != word(page, round, j)) {
			test_failed("round %lu page %lX word %u: %016lX, not %016lX", round, page,
				j, at[j], word(page, round, j));
			return false;
		}
	return true;
}

static void pages_are_as_they_were_left(void)
{
	uint64_t parm = guest_parm.value, nr_rounds = parm >> 16 & 0xFF;
	uint64_t nr_pages = ((parm & 0xFFFF) * MiB - SCRATCH) / PAGE_SIZE;

	with_noise = parm >> 24;
	for (uint64_t page = 0; page < nr_pages; page++)
		fill(page, 0);
	console_print("FILLED");
	for (uint64_t round = 0; !nr_rounds || round < nr_rounds; round++) {
		for (uint64_t page = 0; page < nr_pages; page++) {
			if (!is_right(page, round))
				return;
			fill(page, round + 1);
		}
		console_print("ROUND %lu", round + 1);
	}
}

const struct test tests[] = {TEST(pages_are_as_they_were_left), {0}};
