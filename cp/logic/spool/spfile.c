// SPDX-License-Identifier: Apache-2.0
/* The map from a spool file's page numbers to blocks of spool space. */
#include "logic/spool/spfile.h"
#include "lib/err.h"
#include "lib/string.h"

static int table_get(const struct spool_store *store, spblk_t table, uint32_t slot, spblk_t *block)
{
	const be32_t *entries;

	if (!table)
		return -E_FORMAT;
	entries = spool_map(store, table);
	if (!entries)
		return -E_IO;
	*block = be32_get(entries[slot]);
	spool_unmap(store, table, false);
	return *block ? 0 : -E_FORMAT;
}

/* Sets one entry; a table that is not there yet is made. */
static int table_set(const struct spool_store *store, spblk_t *table, uint32_t slot, spblk_t block)
{
	bool made = !*table;
	be32_t *entries;
	int rc;

	if (made) {
		rc = store->ops->alloc(store->ctx, table);
		if (rc)
			return rc;
	}
	entries = spool_map(store, *table);
	if (!entries) {
		if (made) {
			store->ops->release(store->ctx, *table);
			*table = 0;
		}
		return -E_IO;
	}
	if (made)
		memset(entries, 0, SPOOL_BLOCK_BYTES);
	entries[slot] = be32(block);
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
		return rc ? rc : table_set(store, &table, inner, block);
	}
	rc = table_set(store, &table, inner, block);
	if (rc)
		return rc;
	rc = table_set(store, &file->tables, outer, table);
	if (rc)
		store->ops->release(store->ctx, table);
	return rc;
}

int spfile_add_block(struct spfile *file, const struct spool_store *store, struct spcharge *charge,
	spblk_t *block)
{
	uint32_t nr = file->nr_blocks;
	void *page;
	int rc;

	if (charge->blocks >= charge->limit || nr >= SPFILE_BLOCKS_MAX)
		return -E_RANGE;
	rc = store->ops->alloc(store->ctx, block);
	if (rc)
		return rc;
	page = spool_map(store, *block);
	if (!page) {
		store->ops->release(store->ctx, *block);
		return -E_IO;
	}
	memset(page, 0, SPOOL_BLOCK_BYTES); /* it held somebody else's data */
	spool_unmap(store, *block, true);
	if (nr < SPFILE_DIRECT)
		file->direct[nr] = *block;
	else if (nr < SPFILE_DIRECT + SPFILE_PER_TABLE)
		rc = table_set(store, &file->table, nr - SPFILE_DIRECT, *block);
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

/* Gives back the first nr blocks that a table lists, and the table. */
static void table_release(const struct spool_store *store, spblk_t table, uint32_t nr)
{
	const be32_t *entries;

	if (!table)
		return;
	entries = spool_map(store, table);
	if (entries) {
		for (uint32_t slot = 0; slot < nr; slot++)
			if (be32_get(entries[slot]))
				store->ops->release(store->ctx, be32_get(entries[slot]));
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
