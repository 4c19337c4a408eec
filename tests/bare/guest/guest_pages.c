// SPDX-License-Identifier: Apache-2.0
/*
 * Fills its storage with pages of many kinds and looks, round after round, whether they are as it
 * left them; then leaves other ones there. The parameter: megabytes, rounds in the byte above them
 * (0: until it is ended from outside), and above that, 1: some pages can't be compressed, 2: none
 * can; 4: it waits for a line before each round. The uppermost four bytes: most of its pages are others than those of
 * a guest with another number there.
 */
#include "bare.h"

#define FACTOR     0x9E3779B97F4A7C15ul
#define NR_WORDS   (PAGE_SIZE / 8)
#define NR_KINDS   8
#define KIND_NOISE 7
#define WAITS      0x4000000ul
#define NR_COMMON  3 /* of 8 pages so many are the same in all guests */

static enum { NO_NOISE, SOME_NOISE, ALL_NOISE } noise;

/* What a page has: made of two numbers that change from word to word. */
struct content {
	uint64_t value, factor, step; /* the next word is value * factor + step */
	uint64_t mask;                /* bits of it that are kept */
	unsigned special;             /* this word is `seed`, and different */
	uint64_t seed;
};

static struct content content_of(uint64_t page, uint64_t round)
{
	uint64_t who = page % 8 < NR_COMMON ? 0 : guest_parm.value >> 32;
	uint64_t seed = (who << 40 | (page * 256 + round + 1)) * FACTOR;
	unsigned kind = (unsigned)((page + round) % NR_KINDS);
	struct content content = {
		.value = seed, .special = (unsigned)(page % NR_WORDS), .seed = seed, .mask = ~0ul};

	if (noise == ALL_NOISE || (kind == KIND_NOISE && noise == SOME_NOISE))
		content.factor = FACTOR, content.step = seed | 1;
	else if (kind == 0)
		content.mask = content.seed = 0; /* zeros */
	else if (kind == 1)
		content.mask = 0; /* zeros but for one word */
	else if (kind < 4)
		content.factor = 1; /* one word, again and again */
	else
		content.factor = 1, content.step = 1, content.mask = 0xFFFFFF; /* it counts */
	return content;
}

static inline uint64_t next_word(struct content *content, unsigned j)
{
	content->value = content->value * content->factor + content->step;
	return j == content->special ? content->seed : content->value & content->mask;
}

static void fill(uint64_t page, uint64_t round)
{
	uint64_t *at = (uint64_t *)(SCRATCH + page * PAGE_SIZE);
	struct content content = content_of(page, round);

	for (unsigned j = 0; j < NR_WORDS; j++)
		at[j] = next_word(&content, j);
}

static bool is_right(uint64_t page, uint64_t round)
{
	const uint64_t *at = (uint64_t *)(SCRATCH + page * PAGE_SIZE);
	struct content content = content_of(page, round);

	for (unsigned j = 0; j < NR_WORDS; j++) {
		uint64_t word = next_word(&content, j);

		if (at[j] != word) {
			test_failed("round %lu page %lX word %u: %016lX, not %016lX", round, page,
				j, at[j], word);
			return false;
		}
	}
	return true;
}

static void pages_are_as_they_were_left(void)
{
	uint64_t parm = guest_parm.value, nr_rounds = parm >> 16 & 0xFF;
	uint64_t nr_pages = ((parm & 0xFFFF) * MiB - SCRATCH) / PAGE_SIZE;
	char line[20];

	noise = (unsigned)(parm >> 24 & 3);
	for (uint64_t page = 0; page < nr_pages; page++)
		fill(page, 0);
	console_print("FILLED");
	for (uint64_t round = 0; !nr_rounds || round < nr_rounds; round++) {
		if (parm & WAITS)
			console_read(line, sizeof(line));
		for (uint64_t page = 0; page < nr_pages; page++) {
			if (!is_right(page, round))
				return;
			fill(page, round + 1);
		}
		console_print("ROUND %lu", round + 1);
	}
}

const struct test tests[] = {TEST(pages_are_as_they_were_left), {0}};
