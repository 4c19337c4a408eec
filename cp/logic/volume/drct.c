// SPDX-License-Identifier: Apache-2.0
/* The two copies of the object directory, and of SYSTEM CONFIG, on a volume. */
#include "logic/volume/drct.h"

#include "lib/err.h"
#include "lib/string.h"
#include "logic/volume/alloc.h"
#include "logic/volume/record.h"

static uint64_t magic_of(const struct drct_area *area)
{
	return area->space == VOL_PARM ? VOL_MAGIC_PARM : VOL_MAGIC_DRCT;
}

int drct_area(
	const struct vol_alloc *map, enum vol_space space, unsigned int copy, struct drct_area *out)
{
	struct alloc_extent extent;
	uint32_t half;

	if (!alloc_find(map, space, 0, &extent))
		return -E_NOENT;
	half = extent.nr_cyls * VOL_TRACKS_PER_CYL / 2;
	*out = (struct drct_area){
		.track = extent.cyl * VOL_TRACKS_PER_CYL + copy * half,
		.nr_tracks = half,
		.nr_blocks = half * VOL_BLOCKS_PER_TRACK - 1,
		.space = space,
	};
	return 0;
}

int drct_header_check(const struct vol_drct *header, const struct drct_area *area)
{
	uint64_t generation = be64_get(header->generation);
	uint64_t len_bytes = be64_get(header->len_bytes);
	uint32_t nr_blocks = be32_get(header->nr_blocks);
	int rc = vol_record_check(header, magic_of(area));

	if (rc)
		return rc;
	if (generation == 0 || generation > VOL_GENERATION_MAX)
		return -E_RANGE;
	if (nr_blocks == 0 || nr_blocks > area->nr_blocks)
		return -E_RANGE;
	if (len_bytes > (uint64_t)nr_blocks * VOL_BLOCK_SIZE ||
		len_bytes <= (uint64_t)(nr_blocks - 1) * VOL_BLOCK_SIZE)
		return -E_RANGE;
	return 0;
}

int drct_newest(const struct vol_drct *header0, const struct vol_drct *header1)
{
	if (header0 && header1)
		return be64_get(header1->generation) > be64_get(header0->generation);
	if (header0)
		return 0;
	return header1 ? 1 : -E_NOENT;
}

int drct_header_make(struct vol_drct *header, const struct drct_area *area,
	const struct vol_drct *newest, uint64_t len_bytes, uint32_t crc, tod_t now)
{
	uint64_t generation = newest ? be64_get(newest->generation) : 0;

	if (len_bytes == 0)
		return -E_INVAL;
	if (len_bytes > (uint64_t)area->nr_blocks * VOL_BLOCK_SIZE)
		return -E_FULL;
	if (generation >= VOL_GENERATION_MAX)
		return -E_RANGE;
	memset(header, 0, sizeof(*header));
	header->generation = be64(generation + 1);
	header->len_bytes = be64(len_bytes);
	header->nr_blocks = be32(ROUND_UP(len_bytes, VOL_BLOCK_SIZE) / VOL_BLOCK_SIZE);
	header->data_checksum = be32(crc);
	header->written = be64(now);
	vol_record_seal(header, magic_of(area));
	return 0;
}
