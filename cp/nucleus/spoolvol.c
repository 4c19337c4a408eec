// SPDX-License-Identifier: Apache-2.0
/* Volumes with spool space. */
#include "lib/err.h"
#include "lib/string.h"
#include "logic/volume/alloc.h"
#include "logic/volume/trackimage.h"
#include "mach/frame.h"
#include "nucleus/spooldisk.h"
#include "nucleus/storage.h"

#define CHECKPOINT_BLOCKS (VOL_TRACKS_PER_CYL * VOL_BLOCKS_PER_TRACK)
#define R0_LEN            8
#define RESERVE_MIN       8   /* blocks that only descriptors get */
#define RESERVE_PART      100 /* or one in so many */
#define FULL_TOLD         90  /* percent */

struct spool_volume *spool_volumes;

static bool told_90, told_full; /* spool lock */

/* ---- Allocation ------------------------------------------------------------------------------ */

struct spool_volume *spoolvol_of(spblk_t block)
{
	struct spool_volume *volume = spool_volumes;

	while (volume && volume->slot != SPV_SLOT(block))
		volume = volume->next;
	return volume;
}

static void spool_add(const struct vol_alloc *map, struct spool_volume *made)
{
	struct alloc_extent extent;

	for (uint32_t i = 0; alloc_find(map, VOL_SPOL, i, &extent); i++) {
		uint32_t first = extent.cyl * CHECKPOINT_BLOCKS;
		uint32_t nr = extent.nr_cyls * CHECKPOINT_BLOCKS;

		if (i == 0) {
			made->checkpoint = extent.cyl * VOL_TRACKS_PER_CYL;
			first += CHECKPOINT_BLOCKS;
			nr -= CHECKPOINT_BLOCKS;
		}
		if (spspace_add(&made->space, first, nr))
			return; /* the map was checked against the volume */
	}
}

int spoolvol_add(struct volume *volume, uint8_t slot, struct spool_volume **made)
{
	uint32_t nr_blocks = volume_nr_cyls(volume) * CHECKPOINT_BLOCKS;
	size_t size = SPSPACE_MAP_BYTES((size_t)nr_blocks);
	const struct vol_alloc *map = volume_alloc(volume);
	struct spool_volume **place = &spool_volumes;
	struct alloc_extent extent;
	uint64_t *bits;

	if (!map || !alloc_find(map, VOL_SPOL, 0, &extent) || nr_blocks > SPV_NR_MAX)
		return -E_NOENT;
	bits = (uint64_t *)frame_alloc_contiguous(FRAME_CP, ROUND_UP(size, PAGE_SIZE) / PAGE_SIZE);
	*made = stor_alloc(sizeof(**made));
	if (!*made || !bits)
		return -E_NOMEM;
	volume_get(volume);
	(*made)->volume = volume;
	(*made)->slot = slot;
	spspace_init(&(*made)->space, bits, nr_blocks);
	spool_add(map, *made);
	while (*place && (*place)->slot < slot)
		place = &(*place)->next;
	(*made)->next = *place;
	*place = *made;
	return 0;
}

static void count(uint32_t *nr_free, uint32_t *nr_total)
{
	*nr_free = *nr_total = 0;
	for (struct spool_volume *volume = spool_volumes; volume; volume = volume->next) {
		*nr_free += volume->space.nr_free;
		*nr_total += volume->space.nr_total;
	}
}

void spool_count_disk(uint32_t *nr_blocks, uint32_t *max_blocks)
{
	uint32_t nr_free;

	count(&nr_free, max_blocks);
	*nr_blocks = *max_blocks - nr_free;
}

uint32_t spool_used(const struct volume *volume, uint32_t first, uint32_t nr)
{
	struct spool_volume *of;
	uint32_t used = 0;

	lock_take(&spool_lock);
	for (of = spool_volumes; of; of = of->next)
		if (of->volume == volume)
			used = spspace_count(&of->space, first, nr);
	lock_drop(&spool_lock);
	return used;
}

/* Is there room for pages? The rest is for descriptors. */
static bool has_room(const struct spool_volume *volume)
{
	return !dasd_is_gone(volume_dasd(volume->volume)) &&
	       volume->space.nr_free > MAX(RESERVE_MIN, volume->space.nr_total / RESERVE_PART);
}

/* The volume with most room; NULL: there is none anywhere. */
static struct spool_volume *emptiest(void)
{
	struct spool_volume *best = NULL;

	for (struct spool_volume *volume = spool_volumes; volume; volume = volume->next)
		if (has_room(volume) && (!best || volume->space.nr_free > best->space.nr_free))
			best = volume;
	return best;
}

/* Tells the operator once on the way up. */
static void watch(bool is_full)
{
	uint32_t nr_free, nr_total, percent;

	count(&nr_free, &nr_total);
	percent = (uint32_t)((uint64_t)(nr_total - nr_free) * 100 / MAX(nr_total, 1u));
	if (is_full && !told_full)
		spool_tell_operator(MSG_SPOOL_SPACE_FULL);
	else if (percent >= FULL_TOLD && !told_90)
		spool_tell_operator(MSG_SPOOL_SPACE_90);
	told_full = is_full;
	told_90 = percent >= FULL_TOLD;
}

int spoolvol_alloc(const struct spfile *file, spblk_t *block)
{
	struct spool_volume *best = emptiest();
	struct spool_volume *volume = file->nr_blocks ? spoolvol_of(file->direct[0]) : best;
	uint32_t nr;

	watch(!best);
	if (!volume || !has_room(volume) || spspace_alloc(&volume->space, &nr))
		return -E_FULL;
	*block = SPV_BLOCK(volume->slot, nr);
	return 0;
}

int spoolvol_alloc_descriptor(const struct spfile *file, spblk_t *block)
{
	struct spool_volume *volume = spoolvol_of(file->direct[0]);
	uint32_t nr;

	if (!volume || spspace_alloc_last(&volume->space, &nr))
		return -E_FULL;
	*block = SPV_BLOCK(volume->slot, nr);
	return 0;
}

void spoolvol_free(spblk_t block)
{
	struct spool_volume *volume = spoolvol_of(block);

	/* A number that was not in use comes from a damaged table: nothing to give back. */
	if (volume && spspace_free(&volume->space, SPV_NR(block)))
		return;
}

int spoolvol_take(spblk_t block)
{
	struct spool_volume *volume = spoolvol_of(block);

	return volume ? spspace_take(&volume->space, SPV_NR(block)) : -E_NODEV;
}

/* ---- Writing --------------------------------------------------------------------------------- */

static void count_field(struct ckd_count *field, uint32_t track, unsigned rec, unsigned len)
{
	*field = (struct ckd_count){be16((uint16_t)(track / VOL_TRACKS_PER_CYL)),
		be16(track % VOL_TRACKS_PER_CYL), (uint8_t)rec, 0, be16((uint16_t)len)};
}

/* Is the track one of 12 blocks? */
static bool is_formatted(struct dasd *dasd, uint32_t track, uint8_t *image)
{
	struct dasd_io io = {.dasd = dasd,
		.op = DASD_READ_TRACK,
		.track = track,
		.buf = image,
		.size = DASD_TRACK_MAX};
	struct trackimage_record record;
	unsigned nr = 0;
	uint32_t at = 0;

	if (dasd_run(&io))
		return true; /* not known: nothing is to be overwritten */
	while (trackimage_next(image, io.len, &at, &record) > 0) {
		if (nr && (record.count.rec != nr || record.count.key_len ||
				  be16_get(record.count.data_len) != VOL_BLOCK_SIZE))
			return false;
		nr++;
	}
	return nr == VOL_BLOCKS_PER_TRACK + 1;
}

static int format(struct dasd *dasd, uint32_t track, uint8_t *image)
{
	struct dasd_io io = {.dasd = dasd,
		.op = DASD_WRITE_TRACK,
		.confirm = true,
		.track = track,
		.buf = image};
	uint8_t *at = image;

	memset(image, 0, DASD_TRACK_MAX);
	count_field((struct ckd_count *)at, track, 0, R0_LEN);
	at += sizeof(struct ckd_count) + R0_LEN;
	for (unsigned rec = 1; rec <= VOL_BLOCKS_PER_TRACK; rec++) {
		count_field((struct ckd_count *)at, track, rec, VOL_BLOCK_SIZE);
		at += sizeof(struct ckd_count) + VOL_BLOCK_SIZE;
	}
	memset(at, 0xff, TRACKIMAGE_END_LEN);
	io.size = (uint32_t)(at + TRACKIMAGE_END_LEN - image);
	return dasd_run(&io);
}

/* A write failed: perhaps the track was never used by the spool. */
static int format_if_needed(struct dasd *dasd, uint32_t track, int rc)
{
	uint8_t *image = stor_alloc(DASD_TRACK_MAX);

	if (!image)
		return -E_NOMEM;
	if (!is_formatted(dasd, track, image))
		rc = format(dasd, track, image);
	stor_free(image, DASD_TRACK_MAX);
	return rc;
}

int spoolvol_write(spblk_t first, unsigned nr, void *const data[])
{
	struct spool_volume *volume = spoolvol_of(first);
	struct dasd_record record[VOL_BLOCKS_PER_TRACK];
	struct dasd_io io = {.op = DASD_WRITE_RECORDS,
		.confirm = true,
		.track = SPV_NR(first) / VOL_BLOCKS_PER_TRACK,
		.record = record,
		.nr_records = (uint16_t)nr};
	int rc;

	if (!volume)
		return -E_NODEV;
	io.dasd = volume_dasd(volume->volume);
	for (unsigned i = 0; i < nr; i++) {
		record[i] = (struct dasd_record){.is_next = i > 0, .data = data[i]};
		count_field(&record[i].count, io.track,
			SPV_NR(first) % VOL_BLOCKS_PER_TRACK + 1 + i, VOL_BLOCK_SIZE);
	}
	rc = dasd_run(&io);
	if (rc == -E_NOENT || rc == -E_IO) {
		rc = format_if_needed(io.dasd, io.track, rc);
		if (!rc)
			rc = dasd_run(&io);
	}
	return rc;
}

int spoolvol_clear(spblk_t block)
{
	void *zeros = (void *)frame_alloc(FRAME_SPOOL);
	int rc;

	if (!zeros)
		return -E_NOMEM;
	rc = spoolvol_write(block, 1, &zeros);
	frame_free((habs_t)zeros);
	return rc;
}
