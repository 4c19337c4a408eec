// SPDX-License-Identifier: Apache-2.0
/* The virtual 9336-20. */
#include "logic/fba/fba.h"

#include "lib/string.h"

#define SEEN_EXTENT 0x01
#define SEEN_LOCATE 0x02 /* and nothing was transferred since */

static struct fba *fba_of(struct chan_dev *dev)
{
	return CONTAINER_OF(dev, struct fba, dev);
}

static void sense(struct fba *fba, struct chan_prog *io, uint8_t sense0, uint8_t sense1)
{
	fba->dev.sense[1] = sense1;
	chan_check(io, sense0);
}

/* Takes an operand of len bytes. False: the command has ended. */
static bool get_operand(struct chan_prog *io, void *operand, uint32_t len)
{
	if (chan_get(io, operand, len) == len)
		return true;
	if (chan_has_failed(io))
		chan_end(io, DSTAT_END);
	else
		chan_reject(io);
	return false;
}

/* ---- Control */

static void define_extent(struct fba *fba, struct chan_prog *io)
{
	struct fba_extent operand;
	uint32_t first, last, locator;

	if (!get_operand(io, &operand, sizeof(operand)))
		return;
	first = be32_get(operand.first);
	last = be32_get(operand.last);
	locator = be32_get(operand.locator);
	if ((fba->seen & SEEN_EXTENT) || (operand.mask & FBA_MASK_ZERO) || operand.zero_1 ||
		(be16_get(operand.block_size) && be16_get(operand.block_size) != FBA_BLOCK_SIZE) ||
		first > last)
		return chan_reject(io);
	if (locator >= fba->nr_blocks || last - first >= fba->nr_blocks - locator)
		return sense(fba, io, 0, FBA_SENSE1_FILE_PROTECTED);
	fba->seen |= SEEN_EXTENT;
	fba->mask = operand.mask;
	fba->locator = locator;
	fba->first = first;
	fba->last = last;
	chan_end(io, DSTAT_END);
}

static bool is_write(uint8_t operation)
{
	return operation == FBA_OP_WRITE || operation == FBA_OP_WRITE_VERIFY;
}

static void locate(struct fba *fba, struct chan_prog *io)
{
	struct fba_locate operand;
	uint32_t first, nr;

	if (!get_operand(io, &operand, sizeof(operand)))
		return;
	first = be32_get(operand.first);
	nr = be16_get(operand.nr_blocks);
	if (!(fba->seen & SEEN_EXTENT) || nr == 0 ||
		(!is_write(operand.operation) && operand.operation != FBA_OP_READ))
		return chan_reject(io);
	if (first < fba->first || first > fba->last || nr - 1 > fba->last - first)
		return sense(fba, io, 0, FBA_SENSE1_FILE_PROTECTED);
	fba->seen |= SEEN_LOCATE;
	fba->operation = operand.operation;
	fba->located = (uint16_t)nr;
	fba->at = fba->locator + (first - fba->first);
	chan_end(io, DSTAT_END);
}

/* ---- Data */

static uint32_t page_of(uint32_t block)
{
	return block / FBA_BLOCKS_PER_PAGE;
}

static uint32_t offset_of(uint32_t block)
{
	return block % FBA_BLOCKS_PER_PAGE * FBA_BLOCK_SIZE;
}

/* Bytes of the blocks from block on, nr of them, that are on one page with it. */
static uint32_t on_page(uint32_t block, uint32_t nr)
{
	return MIN(nr * FBA_BLOCK_SIZE, (uint32_t)PAGE_SIZE - offset_of(block));
}

static void put_blocks(struct fba *fba, struct chan_prog *io, uint32_t block, uint32_t nr)
{
	static const uint8_t zeros[PAGE_SIZE];

	while (nr && !chan_has_failed(io)) {
		uint32_t len = on_page(block, nr), put;
		const uint8_t *page = fba->store->page(fba->store_ctx, page_of(block), false);

		put = chan_put(io, page ? page + offset_of(block) : zeros, len);
		if (page)
			fba->store->done(fba->store_ctx);
		if (put < len)
			return;
		block += len / FBA_BLOCK_SIZE;
		nr -= len / FBA_BLOCK_SIZE;
	}
}

static void read_ipl(struct fba *fba, struct chan_prog *io)
{
	if (fba->seen & SEEN_EXTENT)
		return chan_reject(io);
	put_blocks(fba, io, 0, 1);
	chan_end(io, DSTAT_END);
}

static void read(struct fba *fba, struct chan_prog *io)
{
	if (!(fba->seen & SEEN_LOCATE) || fba->operation != FBA_OP_READ)
		return chan_reject(io);
	fba->seen &= (uint8_t)~SEEN_LOCATE;
	put_blocks(fba, io, fba->at, fba->located);
	chan_end(io, DSTAT_END);
}

/* Part of a page, if it is there. Without storage for it its blocks stay what they are, as they may. */
static void clear_blocks(struct fba *fba, uint32_t block, uint32_t len)
{
	uint8_t *page = fba->store->page(fba->store_ctx, page_of(block), false);

	if (!page)
		return;
	fba->store->done(fba->store_ctx);
	page = fba->store->page(fba->store_ctx, page_of(block), true);
	if (!page)
		return;
	memset(page + offset_of(block), 0, len);
	fba->store->done(fba->store_ctx);
}

/* Blocks whose contents nobody needs: whole pages of them are given back, the rest is cleared. */
static void discard(struct fba *fba, uint32_t block, uint32_t nr)
{
	while (nr) {
		uint32_t len = on_page(block, nr);

		if (len == PAGE_SIZE)
			fba->store->drop(fba->store_ctx, page_of(block));
		else
			clear_blocks(fba, block, len);
		block += len / FBA_BLOCK_SIZE;
		nr -= len / FBA_BLOCK_SIZE;
	}
}

/* False: there is no storage. Data that end too soon end their last block with zeros. */
static bool get_blocks(struct fba *fba, struct chan_prog *io, uint32_t block, uint32_t nr)
{
	while (nr && !chan_has_failed(io)) {
		uint32_t len = on_page(block, nr), got;
		uint8_t *page = fba->store->page(fba->store_ctx, page_of(block), true);

		if (!page)
			return false;
		page += offset_of(block);
		got = chan_get(io, page, len);
		if (got < len)
			memset(page + got, 0, ROUND_UP(got, FBA_BLOCK_SIZE) - got);
		fba->store->done(fba->store_ctx);
		if (got < len)
			return true;
		block += len / FBA_BLOCK_SIZE;
		nr -= len / FBA_BLOCK_SIZE;
	}
	return true;
}

static void write(struct fba *fba, struct chan_prog *io)
{
	uint8_t none;

	if (!(fba->seen & SEEN_LOCATE) || !is_write(fba->operation) ||
		(fba->mask & FBA_MASK_WRITE) == FBA_MASK_WRITE_NOT)
		return chan_reject(io);
	if (fba->read_only)
		return sense(fba, io, SENSE_COMMAND_REJECT, FBA_SENSE1_WRITE_INHIBITED);
	fba->seen &= (uint8_t)~SEEN_LOCATE;
	if (chan_peek(io, &none, 1) == 0 && !chan_has_failed(io))
		discard(fba, fba->at, fba->located);
	else if (!get_blocks(fba, io, fba->at, fba->located))
		return chan_check(io, SENSE_EQUIPMENT_CHECK);
	chan_end(io, DSTAT_END);
}

/* ---- The rest */

static void characteristics(struct fba *fba, struct chan_prog *io)
{
	const struct fba_characteristics answer = {
		.operation = FBA_DATA_CHAINING,
		.features = 0x08, /* blocks in place of tracks and cylinders */
		.dev_class = 0x21,
		.unit_type = 0x11,
		.block_size = be16(FBA_BLOCK_SIZE),
		.blocks_per_group = be32(111),
		.blocks_per_position = be32(777),
		.nr_blocks = be32(fba->nr_blocks),
	};

	chan_put(io, &answer, sizeof(answer));
	chan_end(io, DSTAT_END);
}

/* RESERVE and its kin transfer sense bytes. Nobody else is kept off. */
static void put_sense(struct fba *fba, struct chan_prog *io)
{
	chan_put(io, fba->dev.sense, fba->dev.sense_len);
	chan_end(io, DSTAT_END);
}

static void command(struct chan_dev *dev, struct chan_prog *io)
{
	struct fba *fba = fba_of(dev);

	switch (chan_cmd(io)) {
	case FBA_READ: return read(fba, io);
	case FBA_WRITE: return write(fba, io);
	case FBA_LOCATE: return locate(fba, io);
	case FBA_DEFINE_EXTENT: return define_extent(fba, io);
	case FBA_READ_IPL: return read_ipl(fba, io);
	case FBA_READ_DEVICE_CHAR: return characteristics(fba, io);
	case FBA_STEAL:
	case FBA_RESERVE:
	case FBA_RELEASE:
	case FBA_READ_LOG: return put_sense(fba, io);
	default: return chan_reject(io);
	}
}

static void begin(struct chan_dev *dev)
{
	fba_of(dev)->seen = 0;
}

static const struct chan_dev_ops ops = {.command = command, .begin = begin};

static const struct sense_id id = {
	.ff = 0xff,
	.cu_type = {BE_SWAP16(FBA_CU_TYPE)},
	.dev_type = {BE_SWAP16(FBA_DEV_TYPE)},
	.dev_model = FBA_DEV_MODEL,
};

void fba_init(struct fba *fba, const struct fba_store_ops *store, void *ctx, uint32_t nr_blocks,
	bool read_only)
{
	memset(fba, 0, sizeof(*fba));
	fba->dev = (struct chan_dev){.ops = &ops, .id = &id, .id_len = sizeof(id), .sense_len = 24};
	fba->store = store;
	fba->store_ctx = ctx;
	fba->nr_blocks = nr_blocks;
	fba->read_only = read_only;
}
