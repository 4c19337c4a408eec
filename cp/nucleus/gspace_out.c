// SPDX-License-Identifier: Apache-2.0
/*
 * Pages of a guest leave their frames, and come back.
 *
 *	invalid in the page table -> is it a prefix page? -> purged everywhere -> packed
 *	-> frame is free
 *
 * The question comes behind the first step because a virtual CPU may get another prefix just then:
 * it sees the page gone, or is seen to need it.
 */
#include "nucleus/gspace_out.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/asm.h"
#include "nucleus/gspace_int.h"
#include "nucleus/pagestore.h"

#define BATCH 16u /* pages that are out of reach at once */

/* ---- Out ------------------------------------------------------------------------------------- */

/* May the page go? If it was referenced it may only next time. Others may have had a protected one: if they still do it stays. */
static bool is_wanted(struct gspace_walk *walk, uint64_t pte, struct pgste *pgste)
{
	habs_t frame = pte & PTE_FRAME;

	if (pte & PTE_INVALID || frame_of(frame)->use != FRAME_GUEST || frame_has_others(frame))
		return false;
	if (walk->take_used || !(iske(frame) & SKEY_R))
		return true;
	(void)rrbe(frame);
	walk->nr_spared++;
	pgste->bits |= PGSTE_GUEST_R;
	return false;
}

/* Entries of the table, from walk->at on, that can go; they are invalid on return. */
static unsigned choose(
	struct gspace_walk *walk, struct guest_page_table *table, uint8_t index[BATCH])
{
	gabs_t end = (walk->at | (SEGMENT_SIZE - 1)) + 1;
	unsigned nr = 0;

	for (; walk->at < end && nr < BATCH; walk->at += PAGE_SIZE) {
		unsigned i = gspace_page_index(walk->at);

		if (!is_wanted(walk, table->pte[i], &table->pgste[i]))
			continue;
		__atomic_or_fetch(&table->pte[i], PTE_INVALID, __ATOMIC_SEQ_CST);
		if (walk->is_pinned(walk->ctx, walk->at))
			table->pte[i] &= ~PTE_INVALID;
		else
			index[nr++] = (uint8_t)i;
	}
	return nr;
}

/* One page, which nobody can reach. False: there is no room. */
static bool put(struct gspace *space, struct guest_page_table *table, unsigned i, bool quick)
{
	struct pgste *pgste = &table->pgste[i];
	habs_t frame = table->pte[i] & PTE_FRAME, origin = gspace_origin(pgste);
	uint64_t token;

	if (pagestore_put((void *)frame, (void *)origin, quick, &token))
		return false;
	gspace_note_page(pgste, (void *)frame);
	space->nr_shared -= (table->pte[i] & PTE_PROTECT) != 0;
	pgste->bits |= iske(frame) & (SKEY_R | SKEY_C);
	table->pte[i] = gspace_pte_out(token);
	*gspace_nr_out(table) += 1;
	if (!origin && token == PAGE_SAME) { /* zeros: as if never touched */
		pagestore_drop(token);
		table->pte[i] = PTE_INVALID;
		*gspace_nr_out(table) -= 1;
	}
	space->nr_pages--;
	space->nr_page_outs++;
	space->nr_out += gspace_pte_is_out(table->pte[i]);
	frame_free(frame);
	return true;
}

static void take_batch(
	struct gspace *space, struct guest_page_table *table, struct gspace_walk *walk)
{
	uint8_t index[BATCH];
	unsigned nr = choose(walk, table, index);

	if (!nr)
		return;
	gspace_purge(space);
	for (unsigned n = 0; n < nr; n++) {
		if (!walk->is_full && put(space, table, index[n], walk->quick)) {
			walk->nr_taken++;
			continue;
		}
		walk->is_full = true;
		table->pte[index[n]] &= ~PTE_INVALID;
	}
}

void gspace_page_out(struct gspace *space, struct gspace_walk *walk)
{
	const uint64_t *segment;
	bool mine;

	lock_take(&space->lock);
	if (gspace_is_settled(space))
		walk->at = space->size;
	segment = walk->at < space->size ? gspace_segment(space, walk->at, false) : NULL;
	mine = segment && !(*segment & (RTE_INVALID | STE_PROTECT));
	if (mine)
		take_batch(space, gspace_table(space, walk->at), walk);
	else if (walk->at < space->size) /* of a large guest: perhaps nothing in these 2 GiB */
		walk->at = (walk->at | ((segment ? SEGMENT_SIZE : 2 * GiB) - 1)) + 1;
	walk->at = MIN(walk->at, space->size);
	lock_drop(&space->lock);
}

/* ---- In -------------------------------------------------------------------------------------- */

habs_t gspace_page_in(struct gspace *space, struct guest_page_table *table, unsigned i)
{
	uint64_t token = gspace_pte_token(table->pte[i]);
	habs_t frame = gspace_take_frame(FRAME_GUEST);

	if (!frame)
		return 0;
	if (pagestore_get(token, (void *)gspace_origin(&table->pgste[i]), (void *)frame)) {
		frame_free(frame);
		return 0;
	}
	gspace_verify_page(&table->pgste[i], (void *)frame);
	gspace_set_frame_key(frame, &table->pgste[i]);
	table->pte[i] = frame;
	gspace_forget_out(space, table, token);
	space->nr_pages++;
	space->nr_page_ins++;
	return frame;
}

bool gspace_is_on_disk(struct gspace *space, gabs_t addr)
{
	const struct guest_page_table *table;
	bool is_on_disk;
	uint64_t pte;

	lock_take(&space->lock);
	table = gspace_is_settled(space) || addr >= space->size ? NULL : gspace_table(space, addr);
	pte = table ? table->pte[gspace_page_index(addr)] : PTE_INVALID;
	is_on_disk = gspace_pte_is_out(pte) && pagestore_is_on_disk(gspace_pte_token(pte));
	lock_drop(&space->lock);
	return is_on_disk;
}

void gspace_forget_out(struct gspace *space, struct guest_page_table *table, uint64_t token)
{
	pagestore_drop(token);
	*gspace_nr_out(table) -= 1;
	if (space)
		space->nr_out--;
}

int gspace_page_in_table(struct gspace *space, struct guest_page_table *table)
{
	for (unsigned i = 0; *gspace_nr_out(table) && i < PT_ENTRIES; i++)
		if (gspace_pte_is_out(table->pte[i]) && !gspace_page_in(space, table, i))
			return -E_NOMEM;
	return 0;
}
