// SPDX-License-Identifier: Apache-2.0
/* The tables of copy-on-write minidisks: read from the disk, made there, kept in storage. */
#include "nucleus/cowtable.h"

#include "lib/err.h"
#include "lib/string.h"
#include "logic/volume/record.h"
#include "mach/frame.h"
#include "nucleus/storage.h"

/* ---- In storage ------------------------------------------------------------------------------ */

int cow_make_leaf(struct cow *cow, uint32_t track)
{
	uint32_t **leaf = &cow->leaf[track / COW_LEAF], *fresh;

	if (*leaf)
		return 0;
	fresh = (uint32_t *)frame_alloc(FRAME_CACHE);
	if (!fresh)
		return -E_NOMEM;
	lock_take(&cow->lock);
	*leaf = fresh;
	lock_drop(&cow->lock);
	return 0;
}

static be32_t *entry_of(struct cow *cow, uint32_t slot)
{
	return &cow->block[slot / COW_SLOTS_PER_BLOCK]->track[slot % COW_SLOTS_PER_BLOCK];
}

void cow_set(struct cow *cow, uint32_t slot, uint32_t track)
{
	lock_take(&cow->lock);
	*entry_of(cow, slot) = be32(track + 1);
	cow->leaf[track / COW_LEAF][track % COW_LEAF] = slot + 1;
	lock_drop(&cow->lock);
}

void cow_unset(struct cow *cow, uint32_t slot)
{
	be32_t *entry = entry_of(cow, slot);
	uint32_t track = be32_get(*entry) - 1;

	lock_take(&cow->lock);
	*entry = be32(0);
	cow->leaf[track / COW_LEAF][track % COW_LEAF] = 0;
	lock_drop(&cow->lock);
}

void cow_next_block(
	const struct cow *cow, uint32_t nr, struct cow_block *block, struct cow_place *at)
{
	uint64_t generation = be64_get(cow->block[nr]->generation) + 1;
	uint32_t area = cow->first + cow_area(&cow->shape, generation & 1);
	struct vol_place place = vol_block_place(area, nr);

	memcpy(block, cow->block[nr], sizeof(*block));
	block->generation = be64(generation);
	cow_block_seal(block);
	at->track = place.cyl * CKD_3390_HEADS + place.head;
	at->count = (struct ckd_count){.cyl = be16((uint16_t)place.cyl),
		.head = be16(place.head),
		.rec = place.rec,
		.data_len = be16(VOL_BLOCK_SIZE)};
}

/* ---- On the disk: read ----------------------------------------------------------------------- */

/* A copy of a block; one that does not stand there is as zeros. */
static int read_copy(const struct cow *cow, uint32_t nr, unsigned copy, struct cow_block *to)
{
	int rc = dasd_read_blocks(
		volume_dasd(cow->volume), cow->first + cow_area(&cow->shape, copy), nr, 1, to);

	if (rc == -E_NOENT) {
		memset(to, 0, sizeof(*to));
		rc = 0;
	}
	return rc;
}

/* The slots of a block that was read. A track that two of them have is nonsense. */
static int take_block(struct cow *cow, uint32_t nr)
{
	for (uint32_t i = 0; i < COW_SLOTS_PER_BLOCK; i++) {
		uint32_t track = be32_get(cow->block[nr]->track[i]), slot;

		if (!track--)
			continue;
		slot = nr * COW_SLOTS_PER_BLOCK + i;
		if (cow_make_leaf(cow, track))
			return -E_NOMEM;
		if (cow->leaf[track / COW_LEAF][track % COW_LEAF])
			return -E_FORMAT;
		cow_set(cow, slot, track);
		cow->used = slot + 1;
	}
	return 0;
}

/* copies: room for two blocks. -E_NOENT: the disk has no table. */
static int read_block(struct cow *cow, uint32_t nr, struct cow_block *copies)
{
	const struct cow_block *chosen;
	int rc = read_copy(cow, nr, 0, &copies[0]);

	if (!rc)
		rc = read_copy(cow, nr, 1, &copies[1]);
	if (!rc)
		rc = cow_block_choose(&copies[0], &copies[1], &cow->id, nr, &chosen);
	if (rc)
		return rc == -E_NOENT && nr ? -E_FORMAT : rc;
	memcpy(cow->block[nr], chosen, sizeof(*chosen));
	if (be64_get(chosen->epoch) != be64_get(cow->block[0]->epoch))
		cow_block_init(cow->block[nr], &cow->id, nr, be64_get(chosen->generation),
			be64_get(cow->block[0]->epoch));
	return take_block(cow, nr);
}

static int read_table(struct cow *cow, struct cow_block *copies)
{
	int rc = 0;

	for (uint32_t nr = 0; !rc && nr < cow->shape.nr_blocks; nr++)
		rc = read_block(cow, nr, copies);
	cow->confirmed = cow->used;
	return rc;
}

/* ---- On the disk: made ----------------------------------------------------------------------- */

/* The image of track number nr of an area, with its blocks; buf of DASD_TRACK_MAX. Its length. */
static uint32_t build_track(const struct cow *cow, unsigned copy, uint32_t nr, uint8_t *buf)
{
	uint32_t track = cow->first + cow_area(&cow->shape, copy) + nr;
	struct ckd_count count = {.cyl = be16((uint16_t)(track / CKD_3390_HEADS)),
		.head = be16(track % CKD_3390_HEADS),
		.data_len = be16(CKD_IMAGE_R0_LEN - sizeof(count))};
	uint8_t *next = buf;

	memset(buf, 0, DASD_TRACK_MAX);
	memcpy(next, &count, sizeof(count));
	next += CKD_IMAGE_R0_LEN;
	count.data_len = be16(VOL_BLOCK_SIZE);
	for (uint32_t i = 0; i < VOL_BLOCKS_PER_TRACK; i++) {
		uint32_t block = nr * VOL_BLOCKS_PER_TRACK + i;

		count.rec = (uint8_t)(i + 1);
		memcpy(next, &count, sizeof(count));
		next += sizeof(count);
		if (block < cow->shape.nr_blocks)
			memcpy(next, cow->block[block], VOL_BLOCK_SIZE);
		next += VOL_BLOCK_SIZE;
	}
	memset(next, 0xff, CKD_IMAGE_END_LEN);
	return (uint32_t)(next + CKD_IMAGE_END_LEN - buf);
}

/* The tracks with block 0 come last: until they are there, the disk has no table. */
static int write_table(struct cow *cow, uint8_t *buf)
{
	int rc = 0;

	for (uint32_t nr = cow->shape.area_tracks; !rc && nr-- > 0;) {
		for (unsigned copy = 0; !rc && copy < 2; copy++) {
			struct dasd_io io = {.dasd = volume_dasd(cow->volume),
				.op = DASD_WRITE_TRACK,
				.confirm = true,
				.track = cow->first + cow_area(&cow->shape, copy) + nr,
				.buf = buf,
				.size = build_track(cow, copy, nr, buf)};

			tc_forget_track(cow->volume, io.track);
			rc = dasd_run(&io);
		}
	}
	return rc;
}

static int make_table(struct cow *cow)
{
	uint8_t *buf = stor_alloc(DASD_TRACK_MAX);
	int rc;

	if (!buf)
		return -E_NOMEM;
	for (uint32_t nr = 0; nr < cow->shape.nr_blocks; nr++) {
		cow_block_init(cow->block[nr], &cow->id, nr, 0, 1);
		cow_block_seal(cow->block[nr]);
	}
	rc = write_table(cow, buf);
	stor_free(buf, DASD_TRACK_MAX);
	return rc;
}

/* ---- Whole ----------------------------------------------------------------------------------- */

static void drop_leaves(struct cow *cow)
{
	for (uint32_t i = 0; i < cow->nr_leaves; i++) {
		if (cow->leaf[i])
			frame_free((habs_t)cow->leaf[i]);
		cow->leaf[i] = NULL;
	}
}

void cow_close(struct cow *cow)
{
	if (!cow)
		return;
	if (cow->leaf)
		drop_leaves(cow);
	for (uint32_t i = 0; cow->block && i < cow->shape.nr_blocks; i++)
		if (cow->block[i])
			frame_free((habs_t)cow->block[i]);
	stor_free(cow->leaf, cow->nr_leaves * sizeof(*cow->leaf));
	stor_free(cow->block, cow->shape.nr_blocks * sizeof(*cow->block));
	stor_free(cow, sizeof(*cow));
}

static struct cow *make(const struct cow_identity *id)
{
	struct cow *cow = stor_alloc(sizeof(*cow));
	bool good;

	if (!cow)
		return NULL;
	lock_init(&cow->lock, LOCK_MDCACHE);
	cow->id = *id;
	cow_shape(id->nr_cyls, &cow->shape);
	cow->behind = COW_NONE;
	cow->nr_leaves = id->base_nr_cyls * CKD_3390_HEADS / COW_LEAF + 1;
	cow->leaf = stor_alloc(cow->nr_leaves * sizeof(*cow->leaf));
	cow->block = stor_alloc(cow->shape.nr_blocks * sizeof(*cow->block));
	good = cow->leaf && cow->block;
	for (uint32_t i = 0; good && i < cow->shape.nr_blocks; i++) {
		cow->block[i] = (struct cow_block *)frame_alloc(FRAME_CACHE);
		good = cow->block[i];
	}
	if (good)
		return cow;
	cow_close(cow);
	return NULL;
}

int cow_open(struct volume *volume, struct volume *base_volume, const struct cow_identity *id,
	const struct cow_names *names, struct cow **out)
{
	struct cow_block *copies = stor_alloc(2 * sizeof(*copies));
	struct cow *cow = copies ? make(id) : NULL;
	int rc = cow ? 0 : -E_NOMEM;

	if (!rc) {
		cow->volume = volume;
		cow->base_volume = base_volume;
		cow->first = id->cyl * CKD_3390_HEADS;
		cow->base_first = id->base_cyl * CKD_3390_HEADS;
		cow->names = *names;
		rc = read_table(cow, copies);
		if (rc == -E_NOENT)
			rc = make_table(cow);
	}
	stor_free(copies, 2 * sizeof(*copies));
	if (rc)
		cow_close(cow);
	*out = rc ? NULL : cow;
	return rc;
}

int cow_revert(struct cow *cow)
{
	struct cow_block *block = cow->block[0];
	uint64_t generation = be64_get(block->generation) + 1, epoch = be64_get(block->epoch) + 1;
	uint32_t area = cow->first + cow_area(&cow->shape, generation & 1);
	int rc;

	cow_block_init(block, &cow->id, 0, generation, epoch);
	cow_block_seal(block);
	tc_forget_track(cow->volume, area);
	rc = dasd_write_blocks(volume_dasd(cow->volume), area, 0, 1, block, true);
	for (uint32_t nr = 1; nr < cow->shape.nr_blocks; nr++)
		cow_block_init(
			cow->block[nr], &cow->id, nr, be64_get(cow->block[nr]->generation), epoch);
	drop_leaves(cow);
	cow->used = cow->confirmed = 0;
	cow->behind = COW_NONE;
	cow->last_behind = 0;
	cow->is_full_told = false;
	return rc;
}
