// SPDX-License-Identifier: Apache-2.0
/* A guest's absolute storage. */
#include "nucleus/gspace.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/asm.h"
#include "mach/frame.h"
#include "nucleus/trackcache.h"

#define SEGMENT_SIZE   MiB
#define ENTRY_PER_PAGE 512u /* table lengths count in these */

/* ---- Tables ------------------------------------------------------------------------------------------- */

/* A frame; the minidisk cache gives some of its own when there is no other. */
static habs_t take_frame(enum frame_use use)
{
	habs_t frame = frame_alloc(use);

	return frame || !tc_shrink() ? frame : frame_alloc(use);
}

static unsigned table_order(uint64_t entries)
{
	return entries > 2 * ENTRY_PER_PAGE ? 2 : entries > ENTRY_PER_PAGE ? 1 : 0;
}

static uint64_t *table_create(struct gspace *space, uint64_t entries)
{
	unsigned order = table_order(entries);
	uint64_t *table = (uint64_t *)frame_alloc_run(FRAME_GUEST_TABLE, order);

	if (!table)
		return NULL;
	for (unsigned i = 0; i < ENTRY_PER_PAGE << order; i++)
		table[i] = RTE_INVALID;
	space->nr_tables += 1u << order;
	return table;
}

static void table_delete(struct gspace *space, uint64_t *table, uint64_t entries)
{
	frame_free_run((habs_t)table, table_order(entries));
	space->nr_tables -= 1u << table_order(entries);
}

static bool has_regions(const struct gspace *space)
{
	return space->size > 2 * GiB;
}

static uint64_t top_entries(const struct gspace *space)
{
	return has_regions(space) ? ROUND_UP(space->size, 2 * GiB) / (2 * GiB)
				  : space->size / SEGMENT_SIZE;
}

int gspace_create(struct gspace *space, uint64_t size)
{
	memset(space, 0, sizeof(*space));
	lock_init(&space->lock, LOCK_GSTORE);
	space->size = ROUND_UP(size, SEGMENT_SIZE);
	if (!space->size || space->size > GSPACE_MAX || space->size < size)
		return -E_RANGE;
	space->top = table_create(space, top_entries(space));
	if (!space->top)
		return -E_NOMEM;
	space->asce = (habs_t)space->top | (has_regions(space) ? ASCE_DT_R3 : ASCE_DT_SEG) |
		((1u << table_order(top_entries(space))) - 1);
	return 0;
}

/* The segment-table entry for addr, or NULL; `make` makes the table that it is in. */
static uint64_t *segment_entry(struct gspace *space, gabs_t addr, bool make)
{
	uint64_t *region;

	if (!has_regions(space))
		return &space->top[addr / SEGMENT_SIZE];
	region = &space->top[addr / (2 * GiB)];
	if (*region & RTE_INVALID) {
		uint64_t *segments = make ? table_create(space, DAT_ENTRIES) : NULL;

		if (!segments)
			return NULL;
		*region = (habs_t)segments | RTE_TT_R3 | RTE_TL;
	}
	return (uint64_t *)(*region & RTE_ORIGIN) + addr / SEGMENT_SIZE % DAT_ENTRIES;
}

static struct guest_page_table *page_table(struct gspace *space, gabs_t addr, bool make)
{
	uint64_t *segment = segment_entry(space, addr, make);
	struct guest_page_table *table;

	if (!segment)
		return NULL;
	if (!(*segment & RTE_INVALID))
		return (struct guest_page_table *)(*segment & STE_ORIGIN);
	table = make ? (struct guest_page_table *)take_frame(FRAME_GUEST_TABLE) : NULL;
	if (!table)
		return NULL;
	for (unsigned i = 0; i < PT_ENTRIES; i++)
		table->pte[i] = PTE_INVALID;
	space->nr_tables++;
	*segment = (habs_t)table;
	return table;
}

static unsigned page_index(gabs_t addr)
{
	return addr >> PAGE_SHIFT & (PT_ENTRIES - 1);
}

/* The frame at addr, made if it isn't there; 0: no storage. */
static habs_t page_make(struct gspace *space, gabs_t addr)
{
	struct guest_page_table *table = page_table(space, addr, true);
	uint64_t *pte;
	habs_t frame;

	if (!table)
		return 0;
	pte = &table->pte[page_index(addr)];
	if (!(*pte & PTE_INVALID))
		return *pte & PTE_FRAME;
	frame = take_frame(FRAME_GUEST);
	if (!frame)
		return 0;
	if (table->pgste[page_index(addr)].key) {
		sske(frame, table->pgste[page_index(addr)].key);
		frame_of(frame)->key = table->pgste[page_index(addr)].key;
	}
	space->nr_pages++;
	*pte = frame;
	return frame;
}

int gspace_touch(struct gspace *space, gabs_t addr)
{
	habs_t frame;

	if (addr >= space->size)
		return -E_RANGE;
	lock_take(&space->lock);
	frame = page_make(space, addr);
	lock_drop(&space->lock);
	return frame ? 0 : -E_NOMEM;
}

/* ---- Giving pages back --------------------------------------------------------------------------------- */

/* Frees the frames of one page table's entries first..last, which no translation buffer holds any more. */
static void drop_pages(struct gspace *space, struct guest_page_table *table, unsigned first,
	unsigned last)
{
	for (unsigned i = first; i <= last; i++) {
		habs_t frame = table->pte[i] & PTE_FRAME;

		if (!frame)
			continue;
		table->pte[i] = PTE_INVALID;
		memset(&table->pgste[i], 0, sizeof(table->pgste[i]));
		frame_free(frame);
		space->nr_pages--;
	}
}

void gspace_release(struct gspace *space, gabs_t first, gabs_t last)
{
	if (first >= space->size || last < first)
		return;
	last = MIN(last, space->size - 1);
	lock_take(&space->lock);
	for (gabs_t addr = first & ~(PAGE_SIZE - 1); addr <= last;) {
		gabs_t end = MIN((addr | (SEGMENT_SIZE - 1)), last);
		struct guest_page_table *table = page_table(space, addr, false);

		if (table) {
			for (unsigned i = page_index(addr); i <= page_index(end); i++)
				table->pte[i] |= PTE_INVALID;
			tlb_purge_all();
			drop_pages(space, table, page_index(addr), page_index(end));
		}
		addr = (addr | (SEGMENT_SIZE - 1)) + 1;
	}
	lock_drop(&space->lock);
}

static void clear_segments(struct gspace *space, uint64_t *segments, uint64_t nr)
{
	for (uint64_t i = 0; i < nr; i++) {
		struct guest_page_table *table = (void *)(segments[i] & STE_ORIGIN);

		if (segments[i] & RTE_INVALID)
			continue;
		segments[i] = RTE_INVALID;
		drop_pages(space, table, 0, PT_ENTRIES - 1);
		frame_free((habs_t)table);
		space->nr_tables--;
	}
}

void gspace_clear(struct gspace *space)
{
	uint64_t nr = top_entries(space);

	lock_take(&space->lock);
	tlb_purge_all();
	if (!has_regions(space)) {
		clear_segments(space, space->top, nr);
	} else {
		for (uint64_t i = 0; i < nr; i++) {
			uint64_t *segments = (uint64_t *)(space->top[i] & RTE_ORIGIN);

			if (space->top[i] & RTE_INVALID)
				continue;
			space->top[i] = RTE_INVALID;
			clear_segments(space, segments, DAT_ENTRIES);
			table_delete(space, segments, DAT_ENTRIES);
		}
	}
	tlb_purge_all();
	lock_drop(&space->lock);
}

void gspace_delete(struct gspace *space)
{
	if (!space->top)
		return;
	gspace_clear(space);
	table_delete(space, space->top, top_entries(space));
	space->top = NULL;
}

int gspace_resize(struct gspace *space, uint64_t size)
{
	struct gspace old, fresh;
	int rc = gspace_create(&fresh, size);

	if (rc)
		return rc;
	lock_take(&space->lock);
	old = *space;
	fresh.lock = space->lock;
	*space = fresh;
	lock_drop(&space->lock);
	lock_init(&old.lock, LOCK_GSTORE);
	gspace_delete(&old);
	return 0;
}

/* ---- Copying -------------------------------------------------------------------------------------------- */

static bool in_range(const struct gspace *space, gabs_t addr, size_t len)
{
	return addr < space->size && len <= space->size - addr;
}

/* Does access key `key` match the page at addr? Gspace lock held. */
static bool key_allows(struct gspace *space, gabs_t addr, uint8_t key, bool store)
{
	struct guest_page_table *table;
	uint8_t page_key;

	if (key == 0)
		return true;
	table = page_table(space, addr, false);
	page_key = table ? table->pgste[page_index(addr)].key : 0;
	return page_key >> 4 == key || (!store && !(page_key & SKEY_F));
}

static int check(struct gspace *space, gabs_t addr, size_t len, uint8_t key, bool store)
{
	if (!in_range(space, addr, len))
		return -E_RANGE;
	for (gabs_t page = addr & ~(PAGE_SIZE - 1); key && page < addr + len; page += PAGE_SIZE)
		if (!key_allows(space, page, key, store))
			return -E_PERM;
	return 0;
}

int gspace_read_key(struct gspace *space, gabs_t addr, void *buf, size_t len, uint8_t key)
{
	char *dst = buf;
	int rc;

	lock_take(&space->lock);
	rc = check(space, addr, len, key, false);
	while (!rc && len) {
		size_t part = MIN(len, PAGE_SIZE - (addr & (PAGE_SIZE - 1)));
		struct guest_page_table *table = page_table(space, addr, false);
		uint64_t pte = table ? table->pte[page_index(addr)] : PTE_INVALID;

		if (pte & PTE_INVALID)
			memset(dst, 0, part);
		else
			memcpy(dst, (char *)(pte & PTE_FRAME) + (addr & (PAGE_SIZE - 1)), part);
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

	lock_take(&space->lock);
	rc = check(space, addr, len, key, true);
	while (!rc && len) {
		size_t part = MIN(len, PAGE_SIZE - (addr & (PAGE_SIZE - 1)));
		habs_t frame = page_make(space, addr);

		if (!frame) {
			rc = -E_NOMEM;
			break;
		}
		memcpy((char *)frame + (addr & (PAGE_SIZE - 1)), src, part);
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

/* ---- Storage keys ---------------------------------------------------------------------------------------- */

/*
 * The guest's key is split: access control and fetch protection are in the PGSTE and, for a page that is
 * there, also in its frame's real key, which the machine checks; reference and change are those of the
 * real key or of the PGSTE's guest bits.
 */
int gspace_get_key(struct gspace *space, gabs_t addr, uint8_t *key)
{
	struct guest_page_table *table;

	if (addr >= space->size)
		return -E_RANGE;
	*key = 0;
	lock_take(&space->lock);
	table = page_table(space, addr, false);
	if (table) {
		const struct pgste *pgste = &table->pgste[page_index(addr)];
		uint64_t pte = table->pte[page_index(addr)];

		*key = pgste->key | (pgste->bits & (PGSTE_GUEST_R | PGSTE_GUEST_C));
		if (!(pte & PTE_INVALID))
			*key |= iske(pte & PTE_FRAME) & (SKEY_R | SKEY_C);
	}
	lock_drop(&space->lock);
	return 0;
}

int gspace_set_key(struct gspace *space, gabs_t addr, uint8_t key)
{
	struct guest_page_table *table;
	int rc = 0;

	if (addr >= space->size)
		return -E_RANGE;
	lock_take(&space->lock);
	table = page_table(space, addr, key != 0); /* no table: the key is 0 already */
	if (table) {
		struct pgste *pgste = &table->pgste[page_index(addr)];
		uint64_t pte = table->pte[page_index(addr)];

		pgste->key = key & (SKEY_ACC | SKEY_F);
		pgste->bits = (uint8_t)((pgste->bits & ~(PGSTE_GUEST_R | PGSTE_GUEST_C)) |
			(key & (SKEY_R | SKEY_C)));
		if (!(pte & PTE_INVALID)) {
			sske(pte & PTE_FRAME, pgste->key);
			frame_of(pte & PTE_FRAME)->key = pgste->key;
		}
	} else if (key) {
		rc = -E_NOMEM;
	}
	lock_drop(&space->lock);
	return rc;
}

int gspace_reset_ref(struct gspace *space, gabs_t addr, int *cc)
{
	struct guest_page_table *table;

	if (addr >= space->size)
		return -E_RANGE;
	*cc = 0;
	lock_take(&space->lock);
	table = page_table(space, addr, false);
	if (table) {
		struct pgste *pgste = &table->pgste[page_index(addr)];
		uint64_t pte = table->pte[page_index(addr)];
		int real = pte & PTE_INVALID ? 0 : rrbe(pte & PTE_FRAME);

		*cc = real | ((pgste->bits & PGSTE_GUEST_R) ? 2 : 0) |
			((pgste->bits & PGSTE_GUEST_C) ? 1 : 0);
		pgste->bits &= (uint8_t)~PGSTE_GUEST_R;
	}
	lock_drop(&space->lock);
	return 0;
}
