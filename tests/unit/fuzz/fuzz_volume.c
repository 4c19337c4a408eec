// SPDX-License-Identifier: Apache-2.0
/*
 * Fuzzes what reads volumes: allocation maps, labels, images of tracks, and the loading of the
 * directory. Besides what the sanitizers find: a map that is changed has for each cylinder what a
 * plain array has, and is as before when the change is refused; a map that passes its check covers
 * the volume; what is loaded is on the volume.
 */
#include "lib/crc32.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/volume/alloc.h"
#include "logic/volume/drct.h"
#include "logic/volume/drct_load.h"
#include "logic/volume/label.h"
#include "logic/volume/record.h"
#include "logic/volume/trackimage.h"

#include <stdlib.h>

#define CYLS_MAX 200

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
	if (!good)
		abort();
}

/* The input, from front to end; zeros behind it. */
struct input {
	const uint8_t *data;
	size_t size;
};

static uint32_t take(struct input *input, unsigned nr_bytes)
{
	uint32_t value = 0;

	for (; nr_bytes > 0; nr_bytes--) {
		value = value << 8 | (input->size ? *input->data : 0);
		input->data += input->size > 0;
		input->size -= input->size > 0;
	}
	return value;
}

/* Each cylinder of the map is what the array says. */
static void compare(const struct vol_alloc *map, const uint8_t *kinds, uint32_t nr_cyls)
{
	uint32_t totals[VOL_SPACE_LAST + 1] = {0}, bad;

	check(alloc_check(map, nr_cyls, &bad) == 0);
	for (uint32_t cyl = 0; cyl < nr_cyls; cyl++) {
		totals[kinds[cyl]]++;
		check(alloc_is_all(map, cyl, 1, kinds[cyl]));
	}
	for (unsigned space = VOL_PERM; space <= VOL_SPACE_LAST; space++)
		check(alloc_total(map, space) == totals[space]);
	check(!alloc_is_all(map, 0, nr_cyls + 1, VOL_PERM));
}

/* A map is changed as the input says. */
static void change(struct input *input)
{
	static uint8_t kinds[CYLS_MAX];
	static struct vol_alloc map;
	uint32_t nr_cyls = 1 + take(input, 2) % CYLS_MAX;

	alloc_init(&map, nr_cyls);
	memset(kinds, VOL_PERM, sizeof(kinds));
	for (unsigned i = 0; i < 16 && input->size; i++) {
		const struct vol_alloc before = map;
		uint32_t cyl = take(input, 2), nr = take(input, 2);
		uint8_t space = (uint8_t)take(input, 1);
		bool fits = cyl < nr_cyls && nr > 0 && nr <= nr_cyls - cyl;
		int rc = alloc_set(&map, cyl, nr, space);

		check(rc == 0 || memcmp(&map, &before, sizeof(before)) == 0);
		check(rc || fits);
		if (!rc)
			memset(kinds + cyl, space, nr);
		compare(&map, kinds, nr_cyls);
	}
}

/* A map that somebody forged, with a good checksum; if it passes it covers the volume. */
static void forged(struct input *input)
{
	static struct vol_alloc map;
	uint32_t nr_cyls = take(input, 2), next = 0, bad;
	struct alloc_extent extent;
	struct drct_area area;

	memset(&map, 0, sizeof(map));
	map.nr_cyls = be32(take(input, 2));
	map.nr_extents = be32(take(input, 2));
	for (uint32_t i = 0; i < VOL_EXTENTS_MAX && input->size; i++)
		map.extent[i] = (struct vol_extent){
			be32(take(input, 3)), be32(take(input, 3)), (uint8_t)take(input, 1), {0}};
	vol_record_seal(&map, VOL_MAGIC_ALLOC);
	if (alloc_check(&map, nr_cyls, &bad))
		return;
	for (uint32_t nr = 0; alloc_extent(&map, nr, &extent); nr++) {
		check(extent.cyl == next && extent.nr_cyls > 0);
		next += extent.nr_cyls;
	}
	check(next == nr_cyls);
	for (unsigned copy = 0; copy < 2; copy++)
		if (drct_area(&map, VOL_DRCT, copy, &area) == 0)
			check(area.nr_tracks > 0 && area.track + area.nr_tracks <= nr_cyls * 15);
}

/* The input is the image of a track. */
static void image(const struct input *input)
{
	struct label label;
	uint32_t used, len = (uint32_t)input->size;

	if (trackimage_check(input->data, len, &used) >= 0)
		check(used <= len);
	if (label_read(input->data, len, &label))
		return;
	check(strlen(label.volid) > 0 && strlen(label.volid) < VOLID_SIZE);
	for (unsigned i = 0; i < 2; i++)
		check(label.map_at[i] <= len &&
			(!label.map_at[i] || len - label.map_at[i] >= VOL_BLOCK_SIZE));
}

/* A volume: its map, and blocks that the input says, some of them sealed as headers. */
struct volume {
	struct vol_alloc map;
	struct input *input;
	uint32_t nr_cyls;
	unsigned nr_taken; /* pieces of storage */
};

/* A header of zeros as data, whose lengths or checksum may be wrong. */
static void make_header(struct input *input, struct vol_drct *header)
{
	static const uint8_t zeros[0x10000];
	uint32_t faults = take(input, 1), len = take(input, faults & 1 ? 3 : 2);
	uint32_t nr_blocks = ROUND_UP(len, VOL_BLOCK_SIZE) / VOL_BLOCK_SIZE;

	header->generation = be64(take(input, 1));
	header->len_bytes = be64(len);
	header->nr_blocks = be32(faults & 2 ? take(input, 4) : nr_blocks);
	header->data_checksum = be32(faults & 5 ? take(input, 4) : crc32_update(0, zeros, len));
	if (!(faults & 8))
		vol_record_seal(header, VOL_MAGIC_DRCT);
}

static int read_blocks(void *ctx, uint32_t track, uint32_t first, uint32_t nr, void *buf)
{
	struct volume *volume = ctx;
	uint8_t *block = buf;

	check(nr > 0 && ((uint64_t)track * 12 + first + nr + 11) / 12 <= volume->nr_cyls * 15u);
	if (track == 0) {
		memcpy(buf, &volume->map, sizeof(volume->map));
		return take(volume->input, 1) == 1 ? -E_IO : 0;
	}
	memset(buf, 0, (size_t)nr * VOL_BLOCK_SIZE);
	if (first == 0 && nr == 1)
		make_header(volume->input, buf);
	else
		block[(size_t)(nr - 1) * VOL_BLOCK_SIZE] = (uint8_t)take(volume->input, 1);
	return 0;
}

static void *get(void *ctx, uint32_t nr)
{
	struct volume *volume = ctx;

	check(nr > 0 && nr <= volume->nr_cyls * 15u * 12);
	volume->nr_taken++;
	return malloc((size_t)nr * VOL_BLOCK_SIZE);
}

static void give(void *ctx, void *block, uint32_t nr)
{
	struct volume *volume = ctx;

	(void)nr;
	volume->nr_taken--;
	free(block);
}

static int accept(const void *block, size_t len)
{
	check(len > 0);
	return len % 7 == 0 || *(const uint8_t *)block & 1 ? -E_INVAL : 0;
}

static void problem(void *ctx, enum drct_problem what, unsigned int copy)
{
	(void)ctx;
	check(what <= DRCT_DATA_DAMAGED && copy < 2);
}

static void load(struct input *input)
{
	static const struct drct_load_ops ops = {read_blocks, get, give, accept, problem};
	static struct volume volume;
	static struct drct_work work;
	size_t len = 0;
	void *block;

	volume = (struct volume){.input = input};
	volume.nr_cyls = 3 + take(input, 1) % 20;
	alloc_init(&volume.map, volume.nr_cyls);
	check(alloc_set(&volume.map, 1 + take(input, 1) % (volume.nr_cyls - 2),
		      1 + take(input, 1) % 2, VOL_DRCT) == 0);
	if (drct_load(&ops, &volume, volume.nr_cyls, VOL_DRCT, &work, &block, &len) == 0) {
		check(volume.nr_taken == 1 && len > 0);
		give(&volume, block, 0);
	}
	check(volume.nr_taken == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {data, size};

	switch (take(&input, 1) % 4) {
	case 0: change(&input); break;
	case 1: forged(&input); break;
	case 2: image(&input); break;
	default: load(&input);
	}
	return 0;
}
