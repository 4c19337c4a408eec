// SPDX-License-Identifier: Apache-2.0
/* Pages found by a digest of their contents. */
#include "logic/pageindex.h"

#define FACTOR 0x9E3779B97F4A7C15ull

uint32_t pageindex_digest(const void *page)
{
	const uint64_t *words = page;
	uint64_t sum = 0;

	for (unsigned i = 0; i < PAGE_SIZE / 8; i++)
		sum = ((sum << 7 | sum >> 57) ^ words[i]) * FACTOR;
	return (uint32_t)(sum >> 32);
}

/* Where the digest is, or the first free place where it could be; nr: there is none. */
static uint32_t look(const struct pageindex_place *places, uint32_t nr, uint32_t digest)
{
	uint32_t at = digest % nr;

	for (unsigned step = 0; step < PAGEINDEX_STEPS; step++, at = (at + 1) % nr)
		if (!places[at].frame || places[at].digest == digest)
			return at;
	return nr;
}

bool pageindex_add(struct pageindex_place *places, uint32_t nr, uint32_t digest, uint32_t frame)
{
	uint32_t at = look(places, nr, digest);

	if (at == nr || places[at].frame)
		return false;
	places[at] = (struct pageindex_place){digest, frame};
	return true;
}

uint32_t pageindex_find(const struct pageindex_place *places, uint32_t nr, uint32_t digest)
{
	uint32_t at = look(places, nr, digest);

	return at == nr ? 0 : places[at].frame;
}
