// SPDX-License-Identifier: Apache-2.0
/*
 * Fuzzer of the spool: damaged pages, cards of decks, and rows of commands by a guest and an
 * operator, after each of which the books must balance.
 */
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "logic/chan/chan.h"
#include "logic/dev_printer.h"
#include "logic/dev_punch.h"
#include "logic/dev_reader.h"
#include "logic/spool/block.h"
#include "logic/spool/deck.h"
#include "logic/spool/diag14.h"
#include "logic/spool/record.h"
#include "logic/spool/text.h"
#include "logic/volume/record.h"

#include <stdlib.h>
#include <string.h>

#define NR_BLOCKS 64
#define NR_USERS  2

#define ASSERT(expr)                                                                               \
	do {                                                                                       \
		if (!(expr))                                                                       \
			abort();                                                                   \
	} while (0)

struct world {
	const uint8_t *script;
	size_t left;
	uint8_t *blocks[NR_BLOCKS +
			1]; /* each its own storage, so that the sanitizer sees its ends */
	unsigned nr_files;
	uint64_t last_id;
	struct spool_store store;
	struct spuser users[NR_USERS];
	struct dev_reader readers[NR_USERS];
	struct dev_punch punch;
	struct dev_printer printer;
	uint8_t storage[4096];
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t script_byte(struct world *world)
{
	if (!world->left)
		return 0;
	world->left--;
	return *world->script++;
}

static int block_alloc(void *ctx, struct spfile *file, spblk_t *block)
{
	struct world *world = ctx;

	(void)file;
	for (spblk_t i = 1; i <= NR_BLOCKS; i++) {
		if (world->blocks[i])
			continue;
		world->blocks[i] = malloc(SPOOL_BLOCK_BYTES);
		memset(world->blocks[i], 0xEE, SPOOL_BLOCK_BYTES);
		*block = i;
		return 0;
	}
	return -E_FULL;
}

static void block_release(void *ctx, spblk_t block)
{
	struct world *world = ctx;

	ASSERT(block && block <= NR_BLOCKS && world->blocks[block]);
	free(world->blocks[block]);
	world->blocks[block] = NULL;
}

static void *block_map(void *ctx, spblk_t block)
{
	struct world *world = ctx;

	ASSERT(block && block <= NR_BLOCKS && world->blocks[block]);
	return world->blocks[block];
}

static void block_unmap(void *ctx, spblk_t block, bool changed)
{
	(void)ctx, (void)block, (void)changed;
}

static const struct spool_store_ops store_ops = {
	.alloc = block_alloc, .release = block_release, .map = block_map, .unmap = block_unmap};

static struct spfile *file_create(void *ctx)
{
	struct world *world = ctx;
	struct spfile *file;

	if (world->nr_files >= 40)
		return NULL;
	world->nr_files++;
	file = calloc(1, sizeof(*file));
	file->id = ++world->last_id;
	return file;
}

static void file_destroy(void *ctx, struct spfile *file)
{
	struct world *world = ctx;

	spfile_release(file, &world->store);
	world->nr_files--;
	free(file);
}

static int file_deliver(void *ctx, struct spfile *file, const char *userid, enum spqueue queue)
{
	struct world *world = ctx;

	for (int i = 0; i < NR_USERS; i++)
		if (!strcmp(world->users[i].userid, userid))
			return spqueue_add(&world->users[i], queue, file);
	return -E_NOENT;
}

static tod_t now(void *ctx)
{
	(void)ctx;
	return 0x7000000000000000ull;
}

static const struct spout_ops out_ops = {file_create, file_destroy, file_deliver, now};

static int stor_fetch(void *ctx, gabs_t addr, void *buf, uint32_t len, uint8_t key)
{
	struct world *world = ctx;

	(void)key;
	if (addr > sizeof(world->storage) || len > sizeof(world->storage) - addr)
		return -E_RANGE;
	memcpy(buf, world->storage + addr, len);
	return 0;
}

static int stor_store(void *ctx, gabs_t addr, const void *buf, uint32_t len, uint8_t key)
{
	struct world *world = ctx;

	(void)key;
	if (addr > sizeof(world->storage) || len > sizeof(world->storage) - addr)
		return -E_RANGE;
	memcpy(world->storage + addr, buf, len);
	return 0;
}

static const struct chan_stor_ops stor_ops = {.fetch = stor_fetch, .store = stor_store};

/* A program of up to four random CCWs, with addresses mostly in storage; at most 200 steps of it.
 */
static void run_program(struct world *world, struct chan_dev *dev)
{
	struct chan_prog prog;

	for (unsigned i = 0; i < 4; i++) {
		struct ccw1 ccw = {.cmd = script_byte(world), .flags = script_byte(world)};

		ccw.count = be16(script_byte(world));
		ccw.addr = be32(script_byte(world) * 17u);
		memcpy(world->storage + i * sizeof(ccw), &ccw, sizeof(ccw));
		if (!(ccw.flags & (CCW_CC | CCW_CD)))
			break;
	}
	chan_start(&prog, dev, &stor_ops, world, ORB_FORMAT | ORB_LPM, 0);
	if (chan_run(&prog, 200) != CHAN_ENDED)
		chan_halt(&prog);
}

static void close_output(struct world *world, struct spout *out)
{
	struct spclose close = {.purge = script_byte(world) % 8 == 0};
	struct spclosed closed;
	uint8_t to = script_byte(world);

	if (to & 1)
		strcpy(close.to, to & 2 ? "ALICE" : to & 4 ? "BOB" : "NOBODY");
	close.to_queue = to / 8 % SPQ_COUNT;
	close.hold = to / 32 % 3;
	(void)!spout_close(out, &close, &closed);
}

static struct spfile *pick_file(struct world *world, struct spuser *user)
{
	enum spqueue queue = script_byte(world) % SPQ_COUNT;
	struct spfile *file = spqueue_next(user, queue, NULL);

	for (unsigned i = script_byte(world) % 4; file && i; i--)
		file = spqueue_next(user, queue, file);
	return file;
}

static void change_file(struct world *world, struct spuser *user, struct spfile *file)
{
	uint8_t bits = script_byte(world);
	struct spchange change = {
		.class = bits & 1 ? 'B' : 0, .user_hold = bits / 2 % 3, .keep = bits / 8 % 3};

	spfile_change(user, file, &change);
}

static void operator_command(struct world *world)
{
	struct spuser *user = &world->users[script_byte(world) % NR_USERS];
	struct spfile *file = pick_file(world, user);
	char line[SPTEXT_LINE_MAX];

	if (!file)
		return;
	switch (script_byte(world) % 6) {
	case 0: spqueue_order(user, file); break;
	case 1: change_file(world, user, file); break;
	case 2:
		if (!spqueue_purge(user, file))
			file_destroy(world, file);
		break;
	case 3:
		(void)!spqueue_transfer(user, file, &world->users[script_byte(world) % NR_USERS],
			script_byte(world) % SPQ_COUNT);
		break;
	case 4: sptext_query_line(line, sizeof(line), SPQUERY_ALL, file, 3600); break;
	case 5: /* spool space that went bad */
		if (file->nr_blocks)
			world->blocks[file->direct[0]]
				     [script_byte(world) * 16u % 4096 + script_byte(world) % 16] =
				script_byte(world);
	}
}

static void diagnose(struct world *world)
{
	struct dev_reader *reader = &world->readers[script_byte(world) % NR_USERS];
	struct spclose close = {.hold = script_byte(world) % 3, .keep = script_byte(world) % 3};
	static struct splink page;
	struct sfblok sfb;

	switch (script_byte(world) % 7) {
	case 0: (void)!diag14_read_block(&reader->in, &page); break;
	case 1: (void)!diag14_position(&reader->in, script_byte(world)); break;
	case 2: (void)!diag14_select(&reader->in, script_byte(world)); break;
	case 3: (void)!diag14_backspace(&reader->in); break;
	case 4: (void)!diag14_next_descriptor(reader->in.user, script_byte(world), 0, &sfb); break;
	case 5: spin_close(&reader->in, &close); break;
	case 6:
		reader->in.opts.cont = script_byte(world) & 1;
		reader->in.opts.eof = script_byte(world) & 1;
		reader->in.opts.class = script_byte(world) & 1 ? 'B' : SPCLASS_ANY;
	}
}

/* What the users are charged for is what their files and open files have. */
static void check_books(struct world *world)
{
	for (int i = 0; i < NR_USERS; i++) {
		struct spuser *user = &world->users[i];
		unsigned blocks = 0, files = 0;

		for (int queue = 0; queue < SPQ_COUNT; queue++) {
			struct spfile *file = NULL;

			while ((file = spqueue_next(user, queue, file))) {
				ASSERT(file->spid && file->spid <= SPID_MAX);
				ASSERT(file->queue == queue);
				ASSERT(!strcmp(file->owner, user->userid));
				blocks += file->nr_blocks;
				files++;
			}
		}
		if (i == 0) {
			blocks += world->punch.out.file ? world->punch.out.file->nr_blocks : 0;
			blocks += world->printer.out.file ? world->printer.out.file->nr_blocks : 0;
		}
		ASSERT(blocks == user->charge.blocks && blocks <= user->charge.limit);
		ASSERT(files == user->nr_files);
	}
}

static void world_create(struct world *world)
{
	static const char *const names[NR_USERS] = {"ALICE", "BOB"};

	world->store = (struct spool_store){&store_ops, world};
	for (int i = 0; i < NR_USERS; i++) {
		spuser_init(&world->users[i], names[i]);
		world->users[i].files_limit = 12;
		world->users[i].charge.limit = 50;
		dev_reader_init(
			&world->readers[i], &world->users[i], &world->store, file_destroy, world);
	}
	spout_init(&world->punch.out, SPDEV_PUNCH, &out_ops, world, &world->store,
		&world->users[0].charge, "ALICE", "");
	dev_punch_init(&world->punch);
	spout_init(&world->printer.out, SPDEV_PRINTER, &out_ops, world, &world->store,
		&world->users[0].charge, "ALICE", "");
	dev_printer_init(&world->printer);
}

static void world_empty(struct world *world)
{
	struct spclosed closed;
	struct spclose purge = {.purge = true};

	(void)!spout_close(&world->punch.out, &purge, &closed);
	(void)!spout_close(&world->printer.out, &purge, &closed);
	for (int i = 0; i < NR_USERS; i++) {
		spin_reset(&world->readers[i].in);
		for (int queue = 0; queue < SPQ_COUNT; queue++) {
			struct spfile *file;

			while ((file = spqueue_next(&world->users[i], queue, NULL))) {
				ASSERT(!spqueue_purge(&world->users[i], file));
				file_destroy(world, file);
			}
		}
	}
	check_books(world);
	ASSERT(!world->nr_files);
	for (int i = 1; i <= NR_BLOCKS; i++)
		ASSERT(!world->blocks[i]);
}

static void play(struct world *world)
{
	while (world->left) {
		switch (script_byte(world) % 8) {
		case 0: run_program(world, &world->punch.dev); break;
		case 1: run_program(world, &world->printer.dev); break;
		case 2:
		case 3:
			run_program(world, &world->readers[script_byte(world) % NR_USERS].dev);
			break;
		case 4: close_output(world, &world->punch.out); break;
		case 5: close_output(world, &world->printer.out); break;
		case 6: operator_command(world); break;
		case 7: diagnose(world); break;
		}
		check_books(world);
	}
}

static void read_deck(const uint8_t *data, size_t size)
{
	uint8_t card[CARD_BYTES] = {0};
	struct deck_error error;
	struct deck_id id;

	memcpy(card, data, MIN(size, sizeof(card)));
	if (size > 1 && data[0] & 1)
		ebc_from_ascii(card, "ID U CLASS A NAME ", data[1] % 2 ? 5 : 18);
	if (deck_read_id(card, &id, &error))
		ASSERT(error.fault != DECK_GOOD && error.column >= 1 && error.column <= CARD_BYTES);
	else
		ASSERT(id.userid[0] && strlen(id.userid) <= 8 && strlen(id.name) <= 8);
}

/* A page of a spool file that holds whatever the input says. */
static void read_page(struct world *world)
{
	struct spfile *file = file_create(world);
	struct spcharge charge = {.limit = 1};
	struct sprec_pos pos = {0};
	struct sprec record;
	uint8_t buf[100];
	spblk_t block;
	unsigned n = 0;

	ASSERT(!spfile_add_block(file, &world->store, &charge, &block));
	memcpy(world->blocks[block], world->script, MIN(world->left, (size_t)SPLINK_DATA_BYTES));
	while (!sprec_read(file, &world->store, &pos, &record, buf, sizeof(buf)))
		ASSERT(n++ < SPLINK_DATA_BYTES / SPREC_IMMEDIATE_LEN);
	file_destroy(world, file);
}

static int walk_one(void *ctx, spblk_t block, enum spwalk_kind kind, uint32_t nr)
{
	unsigned *left = ctx;

	(void)kind;
	ASSERT(nr < SPFILE_BLOCKS_MAX + SPFILE_PER_TABLE);
	return block && block <= NR_BLOCKS && --*left ? 0 : -E_FORMAT;
}

/* A descriptor of which each field may be anything, and the tables that it leads to. */
static void read_descriptor(struct world *world)
{
	struct spv_place place = {.pool = 1, .block = 7};
	struct spv_file descriptor = {.pool = be64(1), .block = be32(7)};
	struct spfile file = {.id = 1};
	unsigned left = 100000;
	char tag[SPV_TAG_MAX + 1];
	spblk_t block;

	for (unsigned i = 0; i < 4; i++) {
		ASSERT(!block_alloc(world, &file, &block));
		for (unsigned at = 0; at < SPOOL_BLOCK_BYTES; at += 4)
			world->blocks[block][at + 3] = (uint8_t)(at / 4 % 5);
	}
	memcpy(&descriptor.file, world->script,
		MIN(world->left, sizeof(descriptor) - offsetof(struct spv_file, file)));
	descriptor.block = be32(7);
	vol_record_seal(&descriptor, SPV_MAGIC_FILE);
	if (!spv_file_read(&descriptor, &place, &file, tag)) {
		ASSERT(strlen(tag) <= SPV_TAG_MAX && file.spid && file.owner[0]);
		ASSERT(file.nr_blocks <= SPFILE_BLOCKS_MAX && file.queue < SPQ_COUNT);
		/* As the start does it, a block that can't be is not followed. */
		for (unsigned i = 0; i < SPFILE_DIRECT; i++)
			file.direct[i] %= 5;
		file.table %= 5;
		file.tables %= 5;
		(void)!spfile_walk(&file, &world->store, walk_one, &left);
	}
	for (block = 1; block <= 4; block++)
		block_release(world, block);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct world *world;

	if (!size)
		return 0;
	world = calloc(1, sizeof(*world));
	world->script = data + 1;
	world->left = size - 1;
	world_create(world);
	if (data[0] == 0)
		read_deck(data + 1, size - 1);
	else if (data[0] == 1)
		read_page(world);
	else if (data[0] == 2)
		read_descriptor(world);
	else
		play(world);
	world_empty(world);
	free(world);
	return 0;
}
