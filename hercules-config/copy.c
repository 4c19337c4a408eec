// SPDX-License-Identifier: Apache-2.0
/* Copy-on-write minidisks on an image: which of their tracks are their own, and which the base's.
 */
#include "extent.h"

#include "ckdtrack.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/cow.h"
#include "logic/volume/record.h"

#include <stdlib.h>
#include <string.h>

struct copy {
	struct cow_identity id;
	uint32_t used, nr_slots;
	uint32_t *place; /* of each of the base's tracks: where it is on the image; 0: as the base's
			  */
};

uint32_t extent_size(const struct extent *extent)
{
	return extent->copy ? extent->copy->id.base_nr_cyls : extent->nr_cyls;
}

uint32_t extent_track(const struct extent *extent, uint32_t nr)
{
	if (!extent->copy)
		return extent->cyl * CKD_3390_HEADS + nr;
	return extent->copy->place[nr] ? extent->copy->place[nr]
				       : extent->copy->id.base_cyl * CKD_3390_HEADS + nr;
}

void extent_usage(const struct extent *extent, uint32_t *used, uint32_t *nr_slots)
{
	*used = extent->copy ? extent->copy->used : 0;
	*nr_slots = extent->copy ? extent->copy->nr_slots : 0;
}

void extent_done(struct extent *extent)
{
	if (extent->copy)
		free(extent->copy->place);
	free(extent->copy);
	extent->copy = NULL;
}

/* Reads one copy of a block of the table; one that is not there is as zeros. */
static bool read_block(const struct disk *disk, uint32_t area, uint32_t nr, struct cow_block *block)
{
	static uint8_t track[TRACK_SIZE];
	struct vol_place place = vol_block_place(area, nr);
	struct track_record record;

	memset(block, 0, sizeof(*block));
	if (!image_read(&disk->image, place.cyl * CKD_3390_HEADS + place.head, TRACK_THEIRS, track))
		return false;
	if (track_find(track, place.rec, &record) && !record.count.key_len &&
		be16_get(record.count.data_len) == sizeof(*block))
		memcpy(block, record.data, sizeof(*block));
	return true;
}

static const char *take_slots(
	struct copy *copy, uint32_t nr, uint32_t first, const struct cow_block *block)
{
	for (uint32_t i = 0; i < COW_SLOTS_PER_BLOCK; i++) {
		uint32_t track = be32_get(block->track[i]);

		if (!track)
			continue;
		if (copy->place[track - 1])
			return "the table of its changes has a track twice";
		copy->place[track - 1] = first + nr * COW_SLOTS_PER_BLOCK + i;
		copy->used++;
	}
	return NULL;
}

static const char *why_not(int rc)
{
	return rc == -E_INVAL ? "its cylinders have changes of another minidisk"
			      : "the table of its changes is damaged";
}

/* The whole table; *wrong says what is wrong with it. False: it can't be read. */
static bool read_table(const struct disk *disk, struct copy *copy, const char **wrong)
{
	uint32_t first = copy->id.cyl * CKD_3390_HEADS;
	struct cow_block blocks[2];
	const struct cow_block *chosen;
	struct cow_shape shape;
	uint64_t epoch = 0;

	cow_shape(copy->id.nr_cyls, &shape);
	copy->nr_slots = shape.nr_slots;
	*wrong = NULL;
	for (uint32_t nr = 0; nr < shape.nr_blocks && !*wrong; nr++) {
		int rc;

		for (unsigned int i = 0; i < 2; i++)
			if (!read_block(disk, first + cow_area(&shape, i), nr, &blocks[i]))
				return false;
		rc = cow_block_choose(&blocks[0], &blocks[1], &copy->id, nr, &chosen);
		if (rc == -E_NOENT && nr == 0)
			return true; /* nobody was linked to it yet */
		if (rc) {
			*wrong = why_not(rc);
			continue;
		}
		if (nr == 0)
			epoch = be64_get(chosen->epoch);
		if (be64_get(chosen->epoch) == epoch)
			*wrong = take_slots(copy, nr, first + 2 * shape.area_tracks, chosen);
	}
	return true;
}

bool extent_make_copy(const struct disk *disk, struct extent *extent, const struct extent *base,
	const char **wrong)
{
	struct copy *copy = calloc(1, sizeof(*copy));

	*wrong = NULL;
	if (!copy)
		return image_error(disk->image.path, "no storage");
	copy->id = (struct cow_identity){.base_cyl = base->cyl,
		.base_nr_cyls = base->nr_cyls,
		.cyl = extent->cyl,
		.nr_cyls = extent->nr_cyls};
	str_copy(copy->id.base_volid, disk->volid, sizeof(copy->id.base_volid));
	copy->place = calloc((size_t)base->nr_cyls * CKD_3390_HEADS, sizeof(*copy->place));
	extent->copy = copy;
	if (copy->place && read_table(disk, copy, wrong))
		return true;
	if (!copy->place)
		image_error(disk->image.path, "no storage");
	extent_done(extent);
	return false;
}
