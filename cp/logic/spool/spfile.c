// SPDX-License-Identifier: Apache-2.0
/* The map from a spool file's page numbers to blocks of spool space. */
#include "logic/spool/spfile.h"
#include "lib/err.h"
#include "lib/string.h"

static int table_get(const struct spool_store *store, spblk_t table, uint32_t slot, spblk_t *block)
{
	const struct spv_table *page;

	if (!table)
		return -E_FORMAT;
	page = spool_map(store, table);
	if (!page)
		return spool_why(store);
	*block = be32_get(page->entry[slot]);
	spool_unmap(store, table, false);
	return *block ? 0 : -E_FORMAT;
}

/* Sets one entry; a table that is not there yet is made, as number nr of the file's. */
static int table_set(struct spfile *file, const struct spool_store *store, spblk_t *table,
	uint32_t nr, uint32_t slot, spblk_t block)
{
	bool made = !*table;
	struct spv_table *page;
	int rc;

	if (made) {
		rc = store->ops->alloc(store->ctx, file, table);
		if (rc)
			return rc;
	}
	page = spool_map(store, *table);
	if (!page) {
		if (made) {
			store->ops->release(store->ctx, *table);
			*table = 0;
		}
		return -E_IO;
	}
	if (made) {
		memset(page, 0, sizeof(*page));
		page->magic = be64(SPV_MAGIC_TABLE);
		page->file = be64(file->id);
		page->nr = be32(nr);
	}
	page->entry[slot] = be32(block);
	spool_unmap(store, *table, true);
	return 0;
}

/* Sets an entry of the table that is entry number outer of the table of tables. */
static int tables_set(
	struct spfile *file, const struct spool_store *store, uint32_t nr, spblk_t block)
{
	uint32_t outer = nr / SPFILE_PER_TABLE, inner = nr % SPFILE_PER_TABLE;
	spblk_t table = 0;
	int rc;

	if (inner) {
		rc = table_get(store, file->tables, outer, &table);
		return rc ? rc : table_set(file, store, &table, SPFILE_INNER(outer), inner, block);
	}
	rc = table_set(file, store, &table, SPFILE_INNER(outer), inner, block);
	if (rc)
		return rc;
	rc = table_set(file, store, &file->tables, SPFILE_TABLES, outer, table);
	if (rc)
		store->ops->release(store->ctx, table);
	return rc;
}

int spfile_add_block(struct spfile *file, const struct spool_store *store, struct spcharge *charge,
	spblk_t *block)
{
	uint32_t nr = file->nr_blocks;
	struct splink *page;
	int rc;

	if (charge->blocks >= charge->limit || nr >= SPFILE_BLOCKS_MAX)
		return -E_RANGE;
	rc = store->ops->alloc(store->ctx, file, block);
	if (rc)
		return rc;
	page = spool_map(store, *block);
	if (!page) {
		store->ops->release(store->ctx, *block);
		return -E_IO;
	}
	memset(page, 0, sizeof(*page)); /* it held somebody else's data */
	page->page = be32(nr);
	page->file = be64(file->id);
	spool_unmap(store, *block, true);
	if (nr < SPFILE_DIRECT)
		file->direct[nr] = *block;
	else if (nr < SPFILE_DIRECT + SPFILE_PER_TABLE)
		rc = table_set(file, store, &file->table, SPFILE_TABLE, nr - SPFILE_DIRECT, *block);
	else
		rc = tables_set(file, store, nr - SPFILE_DIRECT - SPFILE_PER_TABLE, *block);
	if (rc) {
		store->ops->release(store->ctx, *block);
		return rc;
	}
	file->nr_blocks++;
	charge->blocks++;
	return 0;
}

int spfile_block(
	const struct spfile *file, const struct spool_store *store, uint32_t nr, spblk_t *block)
{
	spblk_t table = 0;
	int rc;

	if (nr >= file->nr_blocks)
		return -E_NOENT;
	if (nr < SPFILE_DIRECT) {
		*block = file->direct[nr];
		return *block ? 0 : -E_FORMAT;
	}
	nr -= SPFILE_DIRECT;
	if (nr < SPFILE_PER_TABLE)
		return table_get(store, file->table, nr, block);
	nr -= SPFILE_PER_TABLE;
	rc = table_get(store, file->tables, nr / SPFILE_PER_TABLE, &table);
	return rc ? rc : table_get(store, table, nr % SPFILE_PER_TABLE, block);
}

typedef int walk_fn(void *ctx, spblk_t block, enum spwalk_kind kind, uint32_t nr);

/* Pages first to first + nr - 1, which a table lists. */
static int walk_table(const struct spool_store *store, spblk_t table, uint32_t table_nr,
	uint32_t first, uint32_t nr, walk_fn *fn, void *ctx)
{
	spblk_t block = 0;
	int rc = table ? fn(ctx, table, SPWALK_TABLE, table_nr) : -E_FORMAT;

	for (uint32_t slot = 0; !rc && slot < nr; slot++) {
		rc = table_get(store, table, slot, &block);
		if (!rc)
			rc = fn(ctx, block, SPWALK_PAGE, first + slot);
	}
	return rc;
}

int spfile_walk(const struct spfile *file, const struct spool_store *store, walk_fn *fn, void *ctx)
{
	uint32_t done = 0, nr = file->nr_blocks;
	spblk_t table = 0;
	int rc = 0;

	for (; !rc && done < nr && done < SPFILE_DIRECT; done++)
		rc = file->direct[done] ? fn(ctx, file->direct[done], SPWALK_PAGE, done)
					: -E_FORMAT;
	if (rc || done == nr)
		return rc;
	rc = walk_table(store, file->table, SPFILE_TABLE, done,
		MIN(nr - done, (uint32_t)SPFILE_PER_TABLE), fn, ctx);
	done += SPFILE_PER_TABLE;
	if (rc || done >= nr)
		return rc;
	rc = file->tables ? fn(ctx, file->tables, SPWALK_TABLE, SPFILE_TABLES) : -E_FORMAT;
	for (uint32_t outer = 0; !rc && done < nr; outer++, done += SPFILE_PER_TABLE) {
		rc = table_get(store, file->tables, outer, &table);
		if (!rc)
			rc = walk_table(store, table, SPFILE_INNER(outer), done,
				MIN(nr - done, (uint32_t)SPFILE_PER_TABLE), fn, ctx);
	}
	return rc;
}

/* Gives back the first nr blocks that a table lists, and the table. */
static void table_release(const struct spool_store *store, spblk_t table, uint32_t nr)
{
	const struct spv_table *page;

	if (!table)
		return;
	page = spool_map(store, table);
	if (page) {
		for (uint32_t slot = 0; slot < nr; slot++)
			if (be32_get(page->entry[slot]))
				store->ops->release(store->ctx, be32_get(page->entry[slot]));
		spool_unmap(store, table, false);
	}
	store->ops->release(store->ctx, table);
}

void spfile_release(struct spfile *file, const struct spool_store *store)
{
	uint32_t left = file->nr_blocks, nr;
	spblk_t table;

	nr = MIN(left, (uint32_t)SPFILE_DIRECT);
	for (uint32_t i = 0; i < nr; i++)
		if (file->direct[i])
			store->ops->release(store->ctx, file->direct[i]);
	left -= nr;
	nr = MIN(left, (uint32_t)SPFILE_PER_TABLE);
	table_release(store, file->table, nr);
	left -= nr;
	for (uint32_t slot = 0; left; slot++, left -= nr) {
		nr = MIN(left, (uint32_t)SPFILE_PER_TABLE);
		if (!table_get(store, file->tables, slot, &table))
			table_release(store, table, nr);
	}
	if (file->tables)
		store->ops->release(store->ctx, file->tables);
	file->nr_blocks = 0;
	file->nr_records = 0;
	file->used = 0;
	file->table = file->tables = 0;
	memset(file->direct, 0, sizeof(file->direct));
}
