// SPDX-License-Identifier: Apache-2.0
/* Copies between CP and a guest's storage. */
#include "lib/err.h"
#include "lib/string.h"
#include "mach/asm.h"
#include "nucleus/gspace_int.h"

static bool in_range(struct gspace *space, gabs_t addr, size_t len)
{
	if (addr < space->size && len <= space->size - addr)
		return true;
	if (addr >= space->reach || len > space->reach - addr)
		return false;
	for (gabs_t page = addr & ~(PAGE_SIZE - 1); page < addr + len; page += PAGE_SIZE)
		if (!gspace_has(space, page))
			return false;
	return true;
}

/* Does access key `key` match the page at addr? Gspace lock held. */
static bool key_allows(struct gspace *space, gabs_t addr, uint8_t key, bool store)
{
	struct guest_page_table *table;
	uint8_t page_key;

	if (key == 0)
		return true;
	table = gspace_table(space, addr);
	page_key = table ? table->pgste[gspace_page_index(addr)].key : 0;
	return page_key >> 4 == key || (!store && !(page_key & SKEY_F));
}

static int check(struct gspace *space, gabs_t addr, size_t len, uint8_t key, bool store)
{
	if (!in_range(space, addr, len))
		return -E_RANGE;
	if (!key && !(store && space->parts))
		return 0;
	for (gabs_t page = addr & ~(PAGE_SIZE - 1); page < addr + len; page += PAGE_SIZE)
		if (!key_allows(space, page, key, store) ||
			(store && gspace_is_read_only(space, page)))
			return -E_PERM;
	return 0;
}

/* Whole pages go in one piece of the host's. */
static void copy(char *dst, const char *src, size_t len)
{
	if (len == PAGE_SIZE && ((habs_t)dst | (habs_t)src) % PAGE_SIZE == 0)
		mvpg_copy(dst, src);
	else
		memcpy(dst, src, len);
}

int gspace_read_key(struct gspace *space, gabs_t addr, void *buf, size_t len, uint8_t key)
{
	char *dst = buf;
	int rc;

	if (gspace_lock(space))
		return -E_NOMEM;
	rc = check(space, addr, len, key, false);
	while (!rc && len) {
		size_t part = MIN(len, PAGE_SIZE - (addr & (PAGE_SIZE - 1)));
		struct guest_page_table *table = gspace_table(space, addr);
		uint64_t pte = table ? table->pte[gspace_page_index(addr)] : PTE_INVALID;
		habs_t frame = pte & PTE_FRAME;

		if (gspace_pte_is_out(pte)) {
			frame = gspace_own_page(space, addr);
			if (!frame)
				rc = -E_NOMEM;
		} else if (pte & PTE_INVALID) {
			frame = 0;
		}
		if (frame)
			copy(dst, (char *)frame + (addr & (PAGE_SIZE - 1)), part);
		else
			memset(dst, 0, part);
		addr += part;
		dst += part;
		len -= part;
	}
	lock_drop(&space->lock);
	return rc;
}

int gspace_write_key(struct gspace *space, gabs_t addr, const void *buf, size_t len, uint8_t key)
{
	const char *src = buf;
	int rc;

	if (gspace_lock(space))
		return -E_NOMEM;
	rc = check(space, addr, len, key, true);
	while (!rc && len) {
		size_t part = MIN(len, PAGE_SIZE - (addr & (PAGE_SIZE - 1)));
		habs_t frame = gspace_own_page(space, addr);

		if (!frame) {
			rc = -E_NOMEM;
			break;
		}
		copy((char *)frame + (addr & (PAGE_SIZE - 1)), src, part);
		addr += part;
		src += part;
		len -= part;
	}
	lock_drop(&space->lock);
	return rc;
}

int gspace_read(struct gspace *space, gabs_t addr, void *buf, size_t len)
{
	return gspace_read_key(space, addr, buf, len, 0);
}

int gspace_write(struct gspace *space, gabs_t addr, const void *buf, size_t len)
{
	return gspace_write_key(space, addr, buf, len, 0);
}

gabs_t gspace_next_touched(struct gspace *space, gabs_t addr)
{
	if (gspace_lock(space))
		return addr;
	for (unsigned i = 0; i < 4 * PT_ENTRIES && addr < space->size; i++) {
		struct guest_page_table *table = gspace_table(space, addr);
		uint64_t pte = table ? table->pte[gspace_page_index(addr)] : PTE_INVALID;

		if (!(pte & PTE_INVALID) || gspace_pte_is_out(pte))
			break;
		addr = table ? addr + PAGE_SIZE : (addr | (MiB - 1)) + 1;
	}
	lock_drop(&space->lock);
	return MIN(addr, space->size);
}

/* ---- Whole pages ----------------------------------------------- */

static int zero_page(struct gspace *space, gabs_t addr)
{
	struct guest_page_table *table = gspace_own_table(space, addr);
	unsigned i = gspace_page_index(addr);
	struct pgste *pgste;
	uint8_t key, bits;

	if (!table)
		return -E_NOMEM;
	pgste = &table->pgste[i];
	if (gspace_pte_is_valid(table->pte[i]) && !(table->pte[i] & PTE_PROTECT)) {
		mvcl_clear((void *)(table->pte[i] & PTE_FRAME), PAGE_SIZE);
		return 0;
	}
	key = pgste->key;
	bits = pgste->bits;
	table->pte[i] |= PTE_INVALID;
	gspace_purge(space);
	gspace_drop_pages(space, table, i, i);
	pgste->key = key;
	pgste->bits = bits;
	return 0;
}

int gspace_zero(struct gspace *space, gabs_t addr)
{
	const struct guest_page_table *table;
	int rc = 0;

	if (gspace_lock(space))
		return -E_NOMEM;
	if (!gspace_has(space, addr))
		rc = -E_RANGE;
	else if (gspace_is_read_only(space, addr))
		rc = -E_PERM;
	table = rc ? NULL : gspace_table(space, addr);
	if (table && table->pte[gspace_page_index(addr)] != PTE_INVALID)
		rc = zero_page(space, addr);
	lock_drop(&space->lock);
	return rc;
}
