// SPDX-License-Identifier: Apache-2.0
/* The table of a copy-on-write minidisk. */
#include "logic/cow.h"

#include "lib/err.h"
#include "lib/string.h"
#include "logic/volume/record.h"

static uint32_t divide_up(uint32_t n, uint32_t by)
{
	return (n + by - 1) / by;
}

void cow_shape(uint32_t nr_cyls, struct cow_shape *shape)
{
	uint32_t nr_tracks = nr_cyls * CKD_3390_HEADS;

	/* Never too few for the slots, which are fewer than the tracks. */
	shape->nr_blocks = divide_up(nr_tracks, COW_SLOTS_PER_BLOCK);
	shape->area_tracks = divide_up(shape->nr_blocks, VOL_BLOCKS_PER_TRACK);
	shape->nr_slots = nr_tracks - 2 * shape->area_tracks;
}

uint32_t cow_area(const struct cow_shape *shape, unsigned copy)
{
	return copy ? shape->area_tracks : 0;
}

void cow_block_init(struct cow_block *block, const struct cow_identity *id, uint32_t nr,
	uint64_t generation, uint64_t epoch)
{
	memset(block, 0, sizeof(*block));
	block->generation = be64(generation);
	block->epoch = be64(epoch);
	block->nr = be32(nr);
	memcpy(block->base_volid, id->base_volid, sizeof(id->base_volid));
	block->base_cyl = be32(id->base_cyl);
	block->base_nr_cyls = be32(id->base_nr_cyls);
	block->cyl = be32(id->cyl);
	block->nr_cyls = be32(id->nr_cyls);
}

void cow_block_seal(struct cow_block *block)
{
	vol_record_seal(block, COW_MAGIC);
}

/* Slots in use lead to tracks of the base; there are no others than the minidisk has. */
static bool are_good_slots(
	const struct cow_block *block, const struct cow_identity *id, uint32_t nr)
{
	uint32_t nr_tracks = id->base_nr_cyls * CKD_3390_HEADS;
	struct cow_shape shape;

	cow_shape(id->nr_cyls, &shape);
	for (uint32_t i = 0; i < COW_SLOTS_PER_BLOCK; i++) {
		uint32_t track = be32_get(block->track[i]);

		if (track > nr_tracks || (track && nr * COW_SLOTS_PER_BLOCK + i >= shape.nr_slots))
			return false;
	}
	return true;
}

static int block_check(const struct cow_block *block, const struct cow_identity *id, uint32_t nr)
{
	int rc = vol_record_check(block, COW_MAGIC);

	if (rc)
		return rc == -E_NOENT ? rc : -E_FORMAT;
	if (memcmp(block->base_volid, id->base_volid, sizeof(id->base_volid)) != 0 ||
		be32_get(block->base_cyl) != id->base_cyl ||
		be32_get(block->base_nr_cyls) != id->base_nr_cyls ||
		be32_get(block->cyl) != id->cyl || be32_get(block->nr_cyls) != id->nr_cyls)
		return -E_INVAL;
	return be32_get(block->nr) == nr && are_good_slots(block, id, nr) ? 0 : -E_FORMAT;
}

int cow_block_choose(const struct cow_block *a, const struct cow_block *b,
	const struct cow_identity *id, uint32_t nr, const struct cow_block **chosen)
{
	int rc_a = block_check(a, id, nr), rc_b = block_check(b, id, nr);

	if (!rc_a && !rc_b)
		*chosen = be64_get(a->generation) > be64_get(b->generation) ? a : b;
	else if (!rc_a || !rc_b)
		*chosen = rc_a ? b : a;
	else if (rc_a == -E_INVAL || rc_b == -E_INVAL)
		return -E_INVAL;
	/* One that was cut off when the table was made, and nobody has written to the disk. */
	else if (rc_a == -E_NOENT || rc_b == -E_NOENT)
		return -E_NOENT;
	else
		return -E_FORMAT;
	return 0;
}
