// SPDX-License-Identifier: Apache-2.0
/*
 * Storage keys of guests' pages.
 *
 * The guest's key is split: access control and fetch protection are in the PGSTE and, for a page
 * that is there, also in its frame's real key, which the machine checks; reference and change are
 * those of the real key or of the PGSTE's guest bits. The key of a frame that guests share does not
 * change: a page whose key is set gets a frame of its own first.
 */
#include "lib/err.h"
#include "mach/asm.h"
#include "mach/frame.h"
#include "nucleus/gspace_int.h"

int gspace_get_key(struct gspace *space, gabs_t addr, uint8_t *key)
{
	struct guest_page_table *table;
	bool is_there;

	*key = 0;
	if (gspace_lock(space))
		return -E_NOMEM;
	is_there = gspace_has(space, addr);
	table = is_there ? gspace_table(space, addr) : NULL;
	if (table) {
		const struct pgste *pgste = &table->pgste[gspace_page_index(addr)];
		uint64_t pte = table->pte[gspace_page_index(addr)];

		*key = pgste->key | (pgste->bits & (PGSTE_GUEST_R | PGSTE_GUEST_C));
		if (!(pte & PTE_INVALID))
			*key |= iske(pte & PTE_FRAME) & (SKEY_R | SKEY_C);
	}
	lock_drop(&space->lock);
	return is_there ? 0 : -E_RANGE;
}

/* May the key of the page be changed? */
static int check(struct gspace *space, gabs_t addr)
{
	if (!gspace_has(space, addr))
		return -E_RANGE;
	return gspace_is_read_only(space, addr) ? -E_PERM : 0;
}

/*
 * The page table for addr, its page private if it is there, for a change of the key. *table NULL:
 * there is no table, and none was wanted. 0 or -E_NOMEM.
 */
static int own_key(struct gspace *space, gabs_t addr, bool make, struct guest_page_table **table)
{
	const struct guest_page_table *old = gspace_table(space, addr);
	bool is_there = old && gspace_pte_is_valid(old->pte[gspace_page_index(addr)]);

	*table = NULL;
	if (!old && !make)
		return 0;
	if (is_there && !gspace_own_page(space, addr))
		return -E_NOMEM;
	*table = gspace_own_table(space, addr);
	return *table ? 0 : -E_NOMEM;
}

int gspace_set_key(struct gspace *space, gabs_t addr, uint8_t key)
{
	struct guest_page_table *table = NULL;
	int rc;

	if (gspace_lock(space))
		return -E_NOMEM;
	rc = check(space, addr);
	rc = rc ? rc : own_key(space, addr, key != 0, &table); /* no table: the key is 0 already */
	if (table) {
		struct pgste *pgste = &table->pgste[gspace_page_index(addr)];
		uint64_t pte = table->pte[gspace_page_index(addr)];

		pgste->key = key & (SKEY_ACC | SKEY_F);
		pgste->bits = (uint8_t)((pgste->bits & ~(PGSTE_GUEST_R | PGSTE_GUEST_C)) |
					(key & (SKEY_R | SKEY_C)));
		if (gspace_pte_is_valid(pte)) {
			sske(pte & PTE_FRAME, pgste->key);
			frame_of(pte & PTE_FRAME)->key = pgste->key;
		}
	}
	lock_drop(&space->lock);
	return rc;
}

int gspace_reset_ref(struct gspace *space, gabs_t addr, int *cc)
{
	struct guest_page_table *table = NULL;
	int rc;

	*cc = 0;
	if (gspace_lock(space))
		return -E_NOMEM;
	rc = check(space, addr);
	rc = rc ? rc : own_key(space, addr, false, &table);
	if (table) {
		struct pgste *pgste = &table->pgste[gspace_page_index(addr)];
		uint64_t pte = table->pte[gspace_page_index(addr)];
		int real = gspace_pte_is_valid(pte) ? rrbe(pte & PTE_FRAME) : 0;

		*cc = real | ((pgste->bits & PGSTE_GUEST_R) ? 2 : 0) |
		      ((pgste->bits & PGSTE_GUEST_C) ? 1 : 0);
		pgste->bits &= (uint8_t)~PGSTE_GUEST_R;
	}
	lock_drop(&space->lock);
	return rc;
}
