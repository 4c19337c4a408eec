// SPDX-License-Identifier: Apache-2.0
/*
 * Page tables that are copies of shared ones, and count only what is different.
 *
 *	a shared page table, lent --+--> frame (counted once for all who borrow)
 *	a clone's own, a copy ------+    the same entry: not counted
 *	                    +----------> what the clone has instead
 *
 * So to make a copy is to move 4096 bytes, and to give it back is to look for differences: most of 256
 * entries stay what they were, in each of many tables of many guests.
 */
#include "lib/string.h"
#include "mach/asm.h"
#include "nucleus/gspace_int.h"

#define LENT      1ull /* in `prev` of a table's frame: its pages are counted once more */
#define PROTECTED 2ull /* all entries have PTE_PROTECT */

/* Its own pages: those that it borrows itself are its model's to lend. */
static bool is_own(const struct guest_page_table *table, unsigned i)
{
	return gspace_pte_is_valid(table->pte[i]) && !gspace_is_borrowed(table, i);
}

void gspace_lend(struct guest_page_table *table)
{
	uint64_t *state = &frame_of((habs_t)table)->prev;

	if (*state & LENT)
		return;
	for (unsigned i = 0; i < PT_ENTRIES; i++)
		if (is_own(table, i))
			frame_share(table->pte[i] & PTE_FRAME);
	__atomic_or_fetch(state, LENT, __ATOMIC_RELEASE);
}

void gspace_lend_no_more(struct guest_page_table *table)
{
	uint64_t *state = &frame_of((habs_t)table)->prev;

	if (!(*state & LENT))
		return;
	for (unsigned i = 0; i < PT_ENTRIES; i++)
		if (is_own(table, i))
			gspace_drop_shared(table->pte[i] & PTE_FRAME);
	*state = 0;
}

/* Others may do it at the same time: what they do is the same. */
static void protect_all(struct guest_page_table *table)
{
	uint64_t *state = &frame_of((habs_t)table)->prev;

	if (__atomic_load_n(state, __ATOMIC_ACQUIRE) & PROTECTED)
		return;
	for (unsigned i = 0; i < PT_ENTRIES; i++)
		if (gspace_pte_is_valid(table->pte[i]))
			table->pte[i] |= PTE_PROTECT;
	__atomic_or_fetch(state, PROTECTED, __ATOMIC_RELEASE);
}

struct guest_page_table *gspace_borrow_table(struct guest_page_table *from)
{
	struct guest_page_table *table =
		(struct guest_page_table *)gspace_take_frame(FRAME_GUEST_TABLE);

	if (!table)
		return NULL;
	protect_all(from);
	mvpg_copy(table, from);
	frame_of((habs_t)table)->next = (habs_t)from;
	return table;
}

void gspace_stop_borrowing(const struct guest_page_table *table, unsigned i)
{
	habs_t origin = gspace_origin(&table->pgste[i]);

	if (!gspace_is_borrowed(table, i))
		return;
	frame_share(table->pte[i] & PTE_FRAME);
	if (origin)
		frame_share(origin);
}

void gspace_start_borrowing(const struct guest_page_table *table, unsigned i)
{
	if (gspace_is_borrowed(table, i))
		gspace_drop_shared(table->pte[i] & PTE_FRAME);
}

bool gspace_is_chunk_as(
	const struct guest_page_table *table, const struct guest_page_table *model, unsigned i)
{
	return !memcmp(&table->pte[i], &model->pte[i], GSPACE_CHUNK * sizeof(table->pte[0])) &&
	       !memcmp(&table->pgste[i], &model->pgste[i], GSPACE_CHUNK * sizeof(table->pgste[0]));
}
