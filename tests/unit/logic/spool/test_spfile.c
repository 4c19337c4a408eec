// SPDX-License-Identifier: Apache-2.0
#include "fake_store.h"
#include "logic/spool/spfile.h"
#include "unit.h"

static void add_blocks(
	struct spfile *file, struct fake_store *fake, struct spcharge *charge, unsigned nr)
{
	spblk_t block;

	for (unsigned i = 0; i < nr; i++) {
		struct splink *page;

		ck_assert_int_eq(spfile_add_block(file, &fake->store, charge, &block), 0);
		page = spool_map(&fake->store, block);
		ck_assert_uint_eq(be32_get(page->magic), 0);
		ck_assert_uint_eq(be64_get(page->file), file->id);
		ck_assert_uint_eq(be32_get(page->page), file->nr_blocks - 1);
		spool_unmap(&fake->store, block, true);
	}
}

START_TEST(finds_every_page_through_direct_table_and_tables)
{
	struct fake_store *fake = fake_create(FAKE_BLOCKS);
	struct spcharge charge = {.limit = 5000};
	struct spfile file = {.id = 77};
	unsigned nr = SPFILE_DIRECT + 2 * SPFILE_PER_TABLE + 2;
	spblk_t block;

	add_blocks(&file, fake, &charge, nr);
	ck_assert_uint_eq(file.nr_blocks, nr);
	ck_assert_uint_eq(charge.blocks, nr);
	ck_assert_uint_eq(fake->in_use, nr + 4); /* a table, the table of tables, two in it */
	for (unsigned i = 0; i < nr; i++) {
		struct splink *page;

		ck_assert_int_eq(spfile_block(&file, &fake->store, i, &block), 0);
		page = spool_map(&fake->store, block);
		ck_assert_uint_eq(be32_get(page->page), i);
		spool_unmap(&fake->store, block, false);
	}
	ck_assert_int_eq(spfile_block(&file, &fake->store, nr, &block), -E_NOENT);
	spfile_release(&file, &fake->store);
	ck_assert_uint_eq(file.nr_blocks, 0);
	fake_destroy(fake);
}
END_TEST

/* What a walk met. */
struct walked {
	unsigned pages, tables;
	unsigned stop; /* after so many pages, if not 0 */
	uint32_t last_table;
};

static int walk_one(void *ctx, spblk_t block, enum spwalk_kind kind, uint32_t nr)
{
	struct walked *walked = ctx;

	ck_assert(block);
	if (kind == SPWALK_TABLE) {
		walked->last_table = nr;
		walked->tables++;
		return 0;
	}
	ck_assert_uint_eq(nr, walked->pages++);
	return walked->pages == walked->stop ? -E_BUSY : 0;
}

START_TEST(a_walk_meets_each_page_in_order_and_each_table)
{
	static const struct {
		unsigned pages, tables, last;
	} rows[] = {{0, 0, 0}, {1, 0, 0}, {SPFILE_DIRECT, 0, 0}, {SPFILE_DIRECT + 1, 1, 0},
		{SPFILE_DIRECT + SPFILE_PER_TABLE, 1, 0},
		{SPFILE_DIRECT + SPFILE_PER_TABLE + 1, 3, SPFILE_INNER(0)},
		{SPFILE_DIRECT + 2 * SPFILE_PER_TABLE, 3, SPFILE_INNER(0)},
		{SPFILE_DIRECT + 2 * SPFILE_PER_TABLE + 1, 4, SPFILE_INNER(1)}};

	for (unsigned i = 0; i < ARRAY_LEN(rows); i++) {
		struct fake_store *fake = fake_create(FAKE_BLOCKS);
		struct spcharge charge = {.limit = 5000};
		struct spfile file = {.spid = 0};
		struct walked walked = {};

		add_blocks(&file, fake, &charge, rows[i].pages);
		ck_assert_int_eq(spfile_walk(&file, &fake->store, walk_one, &walked), 0);
		ck_assert_uint_eq(walked.pages, rows[i].pages);
		ck_assert_uint_eq(walked.tables, rows[i].tables);
		ck_assert_uint_eq(walked.last_table, rows[i].last);
		walked = (struct walked){.stop = rows[i].pages};
		ck_assert_int_eq(spfile_walk(&file, &fake->store, walk_one, &walked),
			rows[i].pages ? -E_BUSY : 0);
		spfile_release(&file, &fake->store);
		fake_destroy(fake);
	}
}
END_TEST

START_TEST(gives_everything_back_at_every_size)
{
	static const unsigned sizes[] = {0, 1, SPFILE_DIRECT, SPFILE_DIRECT + 1,
		SPFILE_DIRECT + SPFILE_PER_TABLE, SPFILE_DIRECT + SPFILE_PER_TABLE + 1,
		SPFILE_DIRECT + 2 * SPFILE_PER_TABLE, SPFILE_DIRECT + 2 * SPFILE_PER_TABLE + 1};

	for (unsigned i = 0; i < ARRAY_LEN(sizes); i++) {
		struct fake_store *fake = fake_create(FAKE_BLOCKS);
		struct spcharge charge = {.limit = 5000};
		struct spfile file = {.spid = 0};

		add_blocks(&file, fake, &charge, sizes[i]);
		spfile_release(&file, &fake->store);
		fake_destroy(fake);
	}
}
END_TEST

START_TEST(full_space_leaves_the_file_as_it_was)
{
	/* the block itself; a table for it; the inner and the outer table */
	static const unsigned sizes[] = {3, SPFILE_DIRECT, SPFILE_DIRECT + SPFILE_PER_TABLE};

	for (unsigned i = 0; i < ARRAY_LEN(sizes); i++) {
		for (unsigned room = 0; room < 3; room++) {
			struct fake_store *fake = fake_create(FAKE_BLOCKS);
			struct spcharge charge = {.limit = 5000};
			struct spfile file = {.spid = 0};
			unsigned used;
			spblk_t block;
			int rc;

			add_blocks(&file, fake, &charge, sizes[i]);
			used = fake->in_use;
			fake->limit = used + room;
			rc = spfile_add_block(&file, &fake->store, &charge, &block);
			if (room <= i) {
				ck_assert_int_eq(rc, -E_FULL);
				ck_assert_uint_eq(file.nr_blocks, sizes[i]);
				ck_assert_uint_eq(charge.blocks, sizes[i]);
				ck_assert_uint_eq(fake->in_use, used);
			} else {
				ck_assert_int_eq(rc, 0);
			}
			fake->limit = FAKE_BLOCKS;
			add_blocks(&file, fake, &charge, 2);
			spfile_release(&file, &fake->store);
			fake_destroy(fake);
		}
	}
}
END_TEST

START_TEST(limit_admits_its_last_block_and_refuses_the_next)
{
	struct fake_store *fake = fake_create(FAKE_BLOCKS);
	struct spcharge charge = {.blocks = 7, .limit = 9};
	struct spfile file = {.spid = 0};
	spblk_t block;

	ck_assert_int_eq(spfile_add_block(&file, &fake->store, &charge, &block), 0);
	ck_assert_int_eq(spfile_add_block(&file, &fake->store, &charge, &block), 0);
	ck_assert_int_eq(spfile_add_block(&file, &fake->store, &charge, &block), -E_RANGE);
	ck_assert_uint_eq(file.nr_blocks, 2);
	ck_assert_uint_eq(charge.blocks, 9);
	spfile_release(&file, &fake->store);
	fake_destroy(fake);
}
END_TEST

START_TEST(unreadable_or_damaged_table_is_reported)
{
	struct fake_store *fake = fake_create(FAKE_BLOCKS);
	struct spcharge charge = {.limit = 5000};
	struct spfile file = {.spid = 0};
	struct spv_table *table;
	spblk_t block;

	add_blocks(&file, fake, &charge, SPFILE_DIRECT + 2);
	fake->unreadable = file.table;
	ck_assert_int_eq(spfile_block(&file, &fake->store, SPFILE_DIRECT, &block), -E_IO);
	ck_assert_int_eq(spfile_add_block(&file, &fake->store, &charge, &block), -E_IO);
	ck_assert_uint_eq(file.nr_blocks, SPFILE_DIRECT + 2);
	fake->unreadable = 0;
	table = spool_map(&fake->store, file.table);
	block = be32_get(table->entry[1]);
	table->entry[1] = be32(0);
	spool_unmap(&fake->store, file.table, true);
	fake_release(fake, block);
	ck_assert_int_eq(spfile_block(&file, &fake->store, SPFILE_DIRECT + 1, &block), -E_FORMAT);
	spfile_release(&file, &fake->store);
	fake_destroy(fake);
}
END_TEST

UNIT_MAIN("logic/spool/spfile", finds_every_page_through_direct_table_and_tables,
	a_walk_meets_each_page_in_order_and_each_table, gives_everything_back_at_every_size,
	full_space_leaves_the_file_as_it_was, limit_admits_its_last_block_and_refuses_the_next,
	unreadable_or_damaged_table_is_reported)
