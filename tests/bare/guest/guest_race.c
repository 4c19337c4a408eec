// SPDX-License-Identifier: Apache-2.0
/*
 * Races for shared pages: the guest makes generation after generation of copies of itself, who at
 * once all store into the same pages, in the same order or in one of their own, but for one, who
 * only looks. Each knows what it has left in each page, looks again and again, rests so long that
 * it may be put away, tells BARE9 what it saw, and logs off. The deck's parameter: the seed, and
 * from bit 31 on how many generations.
 */
#include "bare.h"
#include "command.h"

#define NR_PAGES 96
#define WORDS    (PAGE_SIZE / sizeof(uint64_t))
#define PAGE(n)  ((volatile uint64_t *)(SCRATCH + (n)*PAGE_SIZE))
#define COPIES   4
#define ROUNDS   6
#define RESTS_MS 1400
#define READER   1 /* the first of a generation */

static uint64_t seed;
static uint32_t who[NR_PAGES];

static uint32_t chance(uint32_t below)
{
	seed = seed * 6364136223846793005ul + 1442695040888963407ul;
	return (uint32_t)(seed >> 33) % below;
}

static uint64_t word(uint32_t id, unsigned n, unsigned i)
{
	return (uint64_t)id << 32 | n << 16 | i;
}

/* One word of a page first: the others are copied, or not. */
static void put(unsigned n, uint32_t id)
{
	unsigned first = chance(WORDS);

	PAGE(n)[first] = word(id, n, first);
	for (unsigned i = 0; i < WORDS; i++)
		PAGE(n)[i] = word(id, n, i);
	who[n] = id;
}

/* What is wrong, or NULL. */
static const char *look(void)
{
	static char bad[96];

	for (unsigned n = 0; n < NR_PAGES; n++) {
		for (unsigned i = 0; i < WORDS; i++) {
			uint64_t found = PAGE(n)[i];

			if (found == word(who[n], n, i))
				continue;
			str_format(bad, sizeof(bad), "BAD page %u word %u has %016lX not %016lX", n,
				i, found, word(who[n], n, i));
			return bad;
		}
	}
	return NULL;
}

static const char *live(uint32_t id, bool reads_only)
{
	const char *bad = look();

	for (unsigned round = 0; !bad && round < ROUNDS; round++) {
		unsigned begin = round ? chance(NR_PAGES) : 0,
			 nr = round ? chance(NR_PAGES) : NR_PAGES;
		struct exec e;

		for (unsigned i = 0; !reads_only && i < nr; i++)
			put((begin + i) % NR_PAGES, id + round);
		bad = look();
		if (!bad && chance(ROUNDS) == 0)
			exec_wait(&e, 0, RESTS_MS);
	}
	return bad ? bad : look();
}

static void child(uint64_t generation)
{
	uint64_t number = 0;
	uint32_t id;
	char line[160];
	const char *bad;

	if (str_to_dec(cp_text + strlen(cp_text) - 6, 5, &number))
		number = 0;
	id = (uint32_t)(generation * COPIES + number + 1) * ROUNDS;
	seed ^= (uint64_t)id << 20;
	bad = live(id, number == READER);
	str_format(line, sizeof(line), "MSG BARE9 COPY %lu OF %lu %s", number, generation,
		bad ? bad : "GOOD");
	cp(line);
	while (bad == NULL)
		cp("LOGOFF");
}

static void everybody_sees_only_his_own(void)
{
	uint64_t nr_generations = guest_parm.value >> 32;
	const char *bad = NULL;

	seed = guest_parm.value;
	for (unsigned n = 0; n < NR_PAGES; n++)
		put(n, 0);
	for (uint64_t generation = 1; !bad && generation <= nr_generations; generation++) {
		char line[80];
		uint64_t rc;

		str_format(line, sizeof(line), "CLONE * AS POOL CL COUNT %u", COPIES);
		rc = cp(line);
		if (!rc && memcmp(cp_text, "CLONE=", 6) == 0)
			return child(generation);
		EXPECT(rc == 0, "return code %lu: %s", rc, cp_text);
		bad = live((uint32_t)generation * COPIES * ROUNDS, false);
	}
	EXPECT(!bad, "%s", bad);
}

const struct test tests[] = {TEST(everybody_sees_only_his_own), {0}};
