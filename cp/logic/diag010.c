// SPDX-License-Identifier: Apache-2.0
/* Which pages DIAGNOSE X'10' releases. */
#include "logic/diag010.h"

#include "arch/psw.h"

#define PREFIX_LEN 0x2000ul /* also in ESA/390, whose areas are half as long: a page more is kept  \
			     */

grc_t diag_010_range(uint64_t first, uint64_t last, uint64_t storage, struct page_range *range)
{
	if (first % PAGE_SIZE || last % PAGE_SIZE || first > last || first < PREFIX_LEN)
		return PGM_SPECIFICATION;
	if (last >= storage)
		return PGM_ADDRESSING;
	*range = (struct page_range){first, last};
	return 0;
}

/* Moves the front of the range out of whatever prefix areas it is in. */
static void leave_prefixes(struct page_range *range, const uint32_t *prefix, unsigned nr)
{
	/* Areas may touch or overlap: each round leaves at least one for good. */
	for (unsigned round = 0; round < nr; round++)
		for (unsigned i = 0; i < nr; i++)
			if (range->first - prefix[i] < PREFIX_LEN)
				range->first = prefix[i] + PREFIX_LEN;
}

bool diag010_next(struct page_range *range, const uint32_t *prefix, unsigned nr, uint64_t max_bytes,
	struct page_range *piece)
{
	leave_prefixes(range, prefix, nr);
	if (range->first > range->last)
		return false;
	*piece = *range;
	if (piece->last - piece->first >= max_bytes)
		piece->last = piece->first + max_bytes - PAGE_SIZE;
	for (unsigned i = 0; i < nr; i++)
		if (prefix[i] > piece->first && prefix[i] <= piece->last)
			piece->last = prefix[i] - PAGE_SIZE;
	range->first = piece->last + PAGE_SIZE;
	return true;
}
