// SPDX-License-Identifier: Apache-2.0
/* Free storage of the machine. */
#include "nuc/storage.h"

#include "lib/string.h"
#include "nuc/cpcall.h"
#include "nuc/machine.h"
#include "stor/heap.h"

/* Function: what a command took; the latest first. */
struct taken {
	struct taken *before;
	void *at;
	uint64_t size;
	bool is_users; /* pages with the programs' key */
};

static struct heap heap;
static struct taken *taken;

bool storage_init(void)
{
	uint64_t size = cp_storage_size();

	if (size < STOR_FREE)
		return false;
	heap_pages_put(&heap, (void *)STOR_USER, (STOR_NUCLEUS - STOR_USER) / PAGE_SIZE);
	if (size > STOR_FREE)
		heap_pages_put(&heap, (void *)STOR_FREE, (size - STOR_FREE) / PAGE_SIZE);
	return true;
}

void *stor_get(size_t size)
{
	return heap_get(&heap, size);
}

void stor_put(void *at, size_t size)
{
	heap_put(&heap, at, size);
}

uint64_t storage_free(void)
{
	return heap.nr_free;
}

static void *note(void *at, uint64_t size, bool is_users)
{
	struct taken *entry = at ? heap_get(&heap, sizeof(*entry)) : NULL;

	if (!entry) {
		heap_put(&heap, at, size);
		return NULL;
	}
	*entry = (struct taken){taken, at, size, is_users};
	taken = entry;
	memset(at, 0, size);
	return at;
}

void *work_get(size_t size)
{
	return note(heap_get(&heap, size), size, false);
}

static void set_keys(uint8_t *page, uint64_t size, unsigned key)
{
	for (uint64_t at = 0; at < size; at += PAGE_SIZE)
		key_set((uint64_t)page + at, key);
}

/* Sizes are such that heap_put gives back pages. */
void *user_get(uint64_t nr_pages)
{
	uint64_t size = nr_pages * PAGE_SIZE;
	void *at = note(heap_pages_get(&heap, nr_pages), size, true);

	if (at)
		set_keys(at, size, KEY_USER);
	return at;
}

void *user_pages_get(uint64_t nr_pages)
{
	void *at = heap_pages_get(&heap, nr_pages);

	if (!at)
		return NULL;
	memset(at, 0, nr_pages * PAGE_SIZE);
	set_keys(at, nr_pages * PAGE_SIZE, KEY_USER);
	return at;
}

void user_pages_put(void *at, uint64_t nr_pages)
{
	set_keys(at, nr_pages * PAGE_SIZE, 0);
	heap_pages_put(&heap, at, nr_pages);
}

void *storage_mark(void)
{
	return taken;
}

void storage_release(void *mark)
{
	while (taken && taken != mark) {
		struct taken entry = *taken;

		heap_put(&heap, taken, sizeof(entry));
		if (entry.is_users)
			set_keys(entry.at, entry.size, 0);
		heap_put(&heap, entry.at, entry.size);
		taken = entry.before;
	}
}
