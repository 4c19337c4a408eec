// SPDX-License-Identifier: Apache-2.0
/* Storage of C programs: pages, which they get and give back whenever they like. */
#include "hosted/hosted.h"

#include "lib/string.h"
#include "nuc/machine.h"
#include "nuc/storage.h"

int64_t hosted_map(struct hosted *h, uint64_t len, unsigned flags)
{
	uint64_t nr_pages = len / PAGE_SIZE + (len % PAGE_SIZE != 0);
	struct hosted_region *region;

	if (!(flags & L_MAP_ANONYMOUS))
		return -L_ENODEV;
	if (!nr_pages || nr_pages > storage_free())
		return nr_pages ? -L_ENOMEM : -L_EINVAL;
	region = stor_get(sizeof(*region));
	if (!region)
		return -L_ENOMEM;
	*region = (struct hosted_region){
		.next = h->regions, .at = user_pages_get(nr_pages), .nr_pages = nr_pages};
	if (!region->at) {
		stor_put(region, sizeof(*region));
		return -L_ENOMEM;
	}
	if (!(flags & L_MAP_STACK))
		memset(region->at, 0, nr_pages * PAGE_SIZE);
	h->regions = region;
	return (int64_t)(uint64_t)region->at;
}

static void drop(struct hosted_region **link)
{
	struct hosted_region *region = *link;

	*link = region->next;
	if (region->guard)
		key_set(region->guard, KEY_USER);
	user_pages_put(region->at, region->nr_pages);
	stor_put(region, sizeof(*region));
}

/* Differs: a part of what was mapped stays until the program ends; C libraries give back all. */
int64_t hosted_unmap(struct hosted *h, uint64_t at, uint64_t len)
{
	for (struct hosted_region **link = &h->regions; *link; link = &(*link)->next) {
		if ((uint64_t)(*link)->at != at ||
			(*link)->nr_pages * PAGE_SIZE > len + PAGE_SIZE - 1)
			continue;
		drop(link);
		break;
	}
	return 0;
}

void hosted_unmap_all(struct hosted *h)
{
	while (h->regions)
		drop(&h->regions);
}

/*
 * Without the programs' key a page can be read, but stores end the program. One page of a piece,
 * against a stack that grows into what is below it.
 */
int64_t hosted_guard(struct hosted *h, uint64_t page)
{
	for (struct hosted_region *region = h->regions; region; region = region->next) {
		if (page - (uint64_t)region->at >= region->nr_pages * PAGE_SIZE ||
			page % PAGE_SIZE || region->guard)
			continue;
		region->guard = page;
		key_set(page, 0);
		return 0;
	}
	return -L_EINVAL;
}
