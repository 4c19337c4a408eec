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

static void set_keys(uint8_t *page, uint64_t size, unsigned key)
{
	for (uint64_t at = 0; at < size; at += PAGE_SIZE)
		key_set((uint64_t)page + at, key);
}

/* ---- Programs' pages ----------------------------------------------------- */

/*
 * To give a page another key is an interception. So the latest pieces that programs gave back are
 * kept for the next one, which often is the same program, with their key, until storage is short.
 */
#define KEPT 48

static struct {
	void *at; /* NULL: free */
	uint64_t nr_pages;
} kept[KEPT];
static unsigned next_kept; /* is the oldest */

static void drop(unsigned i)
{
	if (!kept[i].at)
		return;
	set_keys(kept[i].at, kept[i].nr_pages * PAGE_SIZE, 0);
	heap_pages_put(&heap, kept[i].at, kept[i].nr_pages);
	kept[i].at = NULL;
}

static void drop_kept(void)
{
	for (unsigned i = 0; i < KEPT; i++)
		drop(i);
}

static uint64_t nr_kept(void)
{
	uint64_t nr = 0;

	for (unsigned i = 0; i < KEPT; i++)
		nr += kept[i].at ? kept[i].nr_pages : 0;
	return nr;
}

/* From the heap, in need with what is kept. */
static void *get(size_t size)
{
	void *at = heap_get(&heap, size);

	if (at || !size || !nr_kept())
		return at;
	drop_kept();
	return heap_get(&heap, size);
}

void *stor_get(size_t size)
{
	return get(size);
}

void stor_put(void *at, size_t size)
{
	heap_put(&heap, at, size);
}

uint64_t storage_free(void)
{
	return heap.nr_free + nr_kept();
}

void *user_pages_get(uint64_t nr_pages)
{
	void *at;

	for (unsigned i = 0; i < KEPT; i++) {
		at = kept[i].at;
		if (!at || kept[i].nr_pages != nr_pages)
			continue;
		kept[i].at = NULL;
		return at;
	}
	at = heap_pages_get(&heap, nr_pages);
	if (!at && nr_kept()) {
		drop_kept();
		at = heap_pages_get(&heap, nr_pages);
	}
	if (at)
		set_keys(at, nr_pages * PAGE_SIZE, KEY_USER);
	return at;
}

void user_pages_put(void *at, uint64_t nr_pages)
{
	unsigned i = 0;

	while (i < KEPT && kept[i].at)
		i++;
	if (i == KEPT) {
		i = next_kept;
		next_kept = (next_kept + 1) % KEPT;
		drop(i);
	}
	kept[i].at = at;
	kept[i].nr_pages = nr_pages;
}

/* ---- What goes back when a command ends ---------------------------------- */

static void give_back(void *at, uint64_t size, bool is_users)
{
	if (is_users && at)
		user_pages_put(at, size / PAGE_SIZE);
	else
		heap_put(&heap, at, size);
}

static void *note(void *at, uint64_t size, bool is_users)
{
	struct taken *entry = at ? get(sizeof(*entry)) : NULL;

	if (!entry) {
		give_back(at, size, is_users);
		return NULL;
	}
	*entry = (struct taken){taken, at, size, is_users};
	taken = entry;
	memset(at, 0, size);
	return at;
}

void *work_get(size_t size)
{
	return note(get(size), size, false);
}

void *user_get(uint64_t nr_pages)
{
	return note(user_pages_get(nr_pages), nr_pages * PAGE_SIZE, true);
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
		give_back(entry.at, entry.size, entry.is_users);
		taken = entry.before;
	}
}
