// SPDX-License-Identifier: Apache-2.0
/*
 * Paging space. It consists of areas: expanded storage, and pieces of PAGE extents, each with a map
 * of the blocks that are in use.
 *
 *	place = number of the area << 20 | block in it
 *
 * PAGE space begins as empty tracks: a track is formatted with twelve records when its first block
 * is written. On this emulator the I/O is over when START SUBCHANNEL is, so who needs a page waits
 * for it where he is: dasd_run_now.
 */
#include "nucleus/pagespace.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/volume/alloc.h"
#include "logic/volume/record.h"
#include "mach/abend.h"
#include "mach/asm.h"
#include "mach/frame.h"
#include "mach/lock.h"
#include "nucleus/storage.h"

#define AREA_SHIFT 20
#define NR_AREAS   1024u
#define XSTORE     0u /* the area of expanded storage; the next ones continue it, then disks */
#define AREA_MAX   (64u * 1024 * 8) /* blocks: what a map of the largest block of storage has */
#define AREA_CYLS  2048u
static_assert(AREA_CYLS * VOL_TRACKS_PER_CYL * VOL_BLOCKS_PER_TRACK <= AREA_MAX, "its map");

/* An image of a track with all its records. */
#define R0_LEN    (sizeof(struct ckd_count) + 8)
#define IMAGE_LEN (R0_LEN + VOL_BLOCKS_PER_TRACK * (sizeof(struct ckd_count) + VOL_BLOCK_SIZE) + 8)

struct area {
	struct volume *volume; /* NULL: expanded storage */
	uint32_t first;        /* block of expanded storage; track of the volume */
	uint32_t extent_cyl;   /* where the whole extent begins */
	uint32_t nr_blocks;
	uint32_t nr_used;
	uint32_t next;        /* where to look for a free one first */
	uint64_t *map;        /* bit on: in use */
	uint64_t *formatted;  /* disks: bit of each track */
	struct area *removed; /* the next of those that pagespace_remove took out */
};

static struct lock space_lock = LOCK_INIT(PAGESPACE);
static struct area *areas[NR_AREAS]; /* NULL: none */
static unsigned nr_areas;
static struct pagespace_counts counts;
static struct lock write_lock = LOCK_INIT(PAGEWRITE);
static uint8_t *track_image; /* write lock: for format_track */

static size_t map_bytes(uint32_t nr)
{
	return ROUND_UP(nr, 64u) / 8;
}

/* ---- Areas ----------------------------------------------------------------------------------- */

static void area_delete(struct area *area)
{
	if (!area)
		return;
	stor_free(area->map, map_bytes(area->nr_blocks));
	stor_free(area->formatted, map_bytes(area->nr_blocks / VOL_BLOCKS_PER_TRACK));
	stor_free(area, sizeof(*area));
}

static struct area *area_create(struct volume *volume, uint32_t first, uint32_t nr_blocks)
{
	struct area *area = stor_alloc(sizeof(*area));

	if (!area)
		return NULL;
	*area = (struct area){.volume = volume, .first = first, .nr_blocks = nr_blocks};
	area->map = stor_alloc(map_bytes(nr_blocks));
	if (volume)
		area->formatted = stor_alloc(map_bytes(nr_blocks / VOL_BLOCKS_PER_TRACK));
	if (area->map && (!volume || area->formatted))
		return area;
	area_delete(area);
	return NULL;
}

static void area_add(struct area *area)
{
	unsigned i = 0;

	if (!area)
		return;
	lock_take(&space_lock);
	while (i < nr_areas && areas[i])
		i++;
	if (i < NR_AREAS) {
		areas[i] = area;
		nr_areas = MAX(nr_areas, i + 1);
		if (area->volume)
			counts.dasd_total += area->nr_blocks;
		else
			counts.xstore_total += area->nr_blocks;
	}
	lock_drop(&space_lock);
	if (i == NR_AREAS)
		area_delete(area);
}

void pagespace_init(void)
{
	void *page = (void *)frame_alloc(FRAME_CP);
	uint32_t low = 0,
		 high = UINT32_MAX; /* blocks below low are there, those from high on not */

	if (!page)
		return;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (pgin(page, middle) == 3)
			high = middle;
		else
			low = middle + 1;
	}
	frame_free((habs_t)page);
	for (uint32_t at = 0; at < low; at += AREA_MAX)
		area_add(area_create(NULL, at, MIN(low - at, AREA_MAX)));
}

void pagespace_add(struct volume *volume)
{
	const struct vol_alloc *map = volume_alloc(volume);
	struct alloc_extent extent;

	if (!track_image)
		track_image = stor_alloc(IMAGE_LEN);
	if (!track_image)
		return;
	for (uint32_t i = 0; map && alloc_find(map, VOL_PAGE, i, &extent); i++)
		for (uint32_t cyl = 0; cyl < extent.nr_cyls; cyl += AREA_CYLS) {
			uint32_t nr = MIN(extent.nr_cyls - cyl, AREA_CYLS);
			struct area *area =
				area_create(volume, (extent.cyl + cyl) * VOL_TRACKS_PER_CYL,
					nr * VOL_TRACKS_PER_CYL * VOL_BLOCKS_PER_TRACK);

			if (area)
				area->extent_cyl = extent.cyl;
			area_add(area);
		}
}

bool pagespace_remove(const struct volume *volume)
{
	struct area *removed = NULL, *next;
	bool is_used = false;

	lock_take(&space_lock);
	for (unsigned i = 0; i < nr_areas; i++)
		is_used |= areas[i] && areas[i]->volume == volume && areas[i]->nr_used;
	for (unsigned i = 0; i < nr_areas && !is_used; i++)
		if (areas[i] && areas[i]->volume == volume) {
			counts.dasd_total -= areas[i]->nr_blocks;
			areas[i]->removed = removed;
			removed = areas[i];
			areas[i] = NULL;
		}
	lock_drop(&space_lock);
	for (; removed; removed = next) {
		next = removed->removed;
		area_delete(removed);
	}
	return !is_used;
}

/* ---- Which blocks are free ------------------------------------------------------------------- */

/* A free block of the area, which has one, becomes used. */
static uint32_t take_block(struct area *area)
{
	uint32_t nr_words = (uint32_t)map_bytes(area->nr_blocks) / 8;

	for (uint32_t n = 0, i = area->next / 64; n <= nr_words; n++, i = (i + 1) % nr_words)
		for (uint32_t bit = 0; ~area->map[i] && bit < 64; bit++) {
			uint32_t block = i * 64 + bit;

			if (area->map[i] >> bit & 1 || block >= area->nr_blocks)
				continue;
			area->map[i] |= 1ull << bit;
			area->next = block;
			area->nr_used++;
			return block;
		}
	abend(ABEND_PGS003, area->nr_used);
}

static bool is_usable(const struct area *area)
{
	return area && area->nr_used < area->nr_blocks &&
	       !(area->volume && dasd_is_gone(volume_dasd(area->volume)));
}

/* A free place in one of the areas from *from on, the first of which is the fastest. False: none.
 */
static bool place_new(unsigned from, uint32_t *place)
{
	bool found = false;

	lock_take(&space_lock);
	for (unsigned i = from; !found && i < nr_areas; i++) {
		if (!is_usable(areas[i]))
			continue;
		if (areas[i]->volume && !areas[i]->nr_used)
			volume_get(areas[i]->volume);
		*place = i << AREA_SHIFT | take_block(areas[i]);
		*(areas[i]->volume ? &counts.dasd_used : &counts.xstore_used) += 1;
		found = true;
	}
	lock_drop(&space_lock);
	return found;
}

void pagespace_free(uint32_t place)
{
	uint32_t block = place & ((1u << AREA_SHIFT) - 1);
	struct area *area;

	lock_take(&space_lock);
	area = areas[place >> AREA_SHIFT];
	cp_assert(area && area->map[block / 64] >> block % 64 & 1, PGS003);
	area->map[block / 64] &= ~(1ull << block % 64);
	*(area->volume ? &counts.dasd_used : &counts.xstore_used) -= 1;
	if (--area->nr_used == 0 && area->volume)
		volume_put(area->volume);
	lock_drop(&space_lock);
}

/* ---- Disks ----------------------------------------------------------------------------------- */

/* Writes, or reads, one block of a disk. */
static int run_block(const struct area *area, uint32_t block, void *data, bool write)
{
	struct vol_place place = vol_block_place(area->first, block);
	struct dasd_record record = {.count = {be16((uint16_t)place.cyl), be16(place.head),
					     place.rec, 0, be16(VOL_BLOCK_SIZE)},
		.data = data};
	struct dasd_io io = {.dasd = volume_dasd(area->volume),
		.op = write ? DASD_WRITE_RECORDS : DASD_READ_RECORDS,
		.track = place.cyl * CKD_3390_HEADS + place.head,
		.record = &record,
		.nr_records = 1};

	__atomic_add_fetch(write ? &counts.nr_writes : &counts.nr_reads, 1, __ATOMIC_RELAXED);
	return dasd_run_now(&io);
}

/* The track of a block gets its twelve records, if it has not had them since IPL. */
static int format_track(struct area *area, uint32_t block)
{
	uint32_t nr = block / VOL_BLOCKS_PER_TRACK;
	struct vol_place place = vol_block_place(area->first, block);
	struct dasd_io io = {.dasd = volume_dasd(area->volume),
		.op = DASD_WRITE_TRACK,
		.confirm = true, /* so that the host has room for the pages that come here */
		.track = place.cyl * CKD_3390_HEADS + place.head,
		.size = IMAGE_LEN};
	struct ckd_count count = {be16((uint16_t)place.cyl), be16(place.head), 0, 0, be16(8)};
	uint8_t *image = track_image, *at;
	int rc;

	if (area->formatted[nr / 64] >> nr % 64 & 1)
		return 0;
	io.buf = image;
	memcpy(image, &count, sizeof(count));
	count.data_len = be16(VOL_BLOCK_SIZE);
	for (unsigned i = 0; i < VOL_BLOCKS_PER_TRACK; i++) {
		at = image + R0_LEN + i * (sizeof(count) + VOL_BLOCK_SIZE);
		count.rec = (uint8_t)(i + 1);
		memcpy(at, &count, sizeof(count));
	}
	memset(image + IMAGE_LEN - 8, 0xFF, 8);
	rc = dasd_run_now(&io);
	if (!rc)
		area->formatted[nr / 64] |= 1ull << nr % 64;
	return rc;
}

/* ---- Reading and writing --------------------------------------------------------------------- */

static int area_write(struct area *area, uint32_t block, const void *data)
{
	int rc;

	if (!area->volume)
		return pgout(data, area->first + block) ? -E_IO : 0;
	lock_take(&write_lock);
	rc = format_track(area, block);
	if (!rc)
		rc = run_block(area, block, (void *)(uintptr_t)data, true);
	lock_drop(&write_lock);
	return rc;
}

int pagespace_write(const void *block, uint32_t *place)
{
	for (unsigned from = 0; place_new(from, place); from = (*place >> AREA_SHIFT) + 1) {
		if (!area_write(
			    areas[*place >> AREA_SHIFT], *place & ((1u << AREA_SHIFT) - 1), block))
			return 0;
		pagespace_free(*place);
	}
	return -E_FULL;
}

int pagespace_read(uint32_t place, void *block)
{
	const struct area *area = areas[place >> AREA_SHIFT];
	uint32_t nr = place & ((1u << AREA_SHIFT) - 1);

	if (!area->volume)
		return pgin(block, area->first + nr) ? -E_IO : 0;
	return run_block(area, nr, block, false);
}

bool pagespace_is_on_disk(uint32_t place)
{
	return areas[place >> AREA_SHIFT]->volume != NULL;
}

bool pagespace_is_ample(void)
{
	return (counts.xstore_used + counts.dasd_used) * 4 <
	       (counts.xstore_total + counts.dasd_total) * 3;
}

void pagespace_count(struct pagespace_counts *out)
{
	lock_take(&space_lock);
	*out = counts;
	lock_drop(&space_lock);
}

uint64_t pagespace_used_on(const struct volume *volume, uint32_t cyl)
{
	uint64_t used = 0;

	lock_take(&space_lock);
	for (unsigned i = 0; i < nr_areas; i++)
		if (areas[i] && areas[i]->volume == volume && areas[i]->extent_cyl == cyl)
			used += areas[i]->nr_used;
	lock_drop(&space_lock);
	return used;
}
