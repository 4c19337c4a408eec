// SPDX-License-Identifier: Apache-2.0
/* The allocation map of a CP-owned volume: checked, asked, changed. */
#include "logic/volume/alloc.h"

#include "lib/err.h"
#include "lib/string.h"
#include "logic/volume/record.h"

static const char *const space_names[] = {
	[VOL_PERM] = "PERM",
	[VOL_DRCT] = "DRCT",
	[VOL_PAGE] = "PAGE",
	[VOL_SPOL] = "SPOL",
	[VOL_TDSK] = "TDSK",
	[VOL_PARM] = "PARM",
};

const char *alloc_space_name(enum vol_space space)
{
	return (unsigned int)space < ARRAY_LEN(space_names) ? space_names[space] : NULL;
}

bool alloc_space_from_name(const char *name, size_t len, enum vol_space *space)
{
	for (unsigned int i = VOL_PERM; i <= VOL_SPACE_LAST; i++) {
		if (len == strlen(space_names[i]) && mem_casecmp(name, space_names[i], len) == 0) {
			*space = i;
			return true;
		}
	}
	return false;
}

int alloc_check(const struct vol_alloc *map, uint32_t nr_cyls, uint32_t *bad)
{
	uint32_t nr_extents = be32_get(map->nr_extents);
	uint32_t next = 0;
	int rc = vol_record_check(map, VOL_MAGIC_ALLOC);

	*bad = 0;
	if (rc)
		return rc;
	if (be32_get(map->nr_cyls) != nr_cyls || nr_extents > VOL_EXTENTS_MAX)
		return -E_RANGE;
	for (uint32_t i = 0; i < nr_extents; i++) {
		const struct vol_extent *extent = &map->extent[i];
		uint32_t count = be32_get(extent->nr_cyls);

		*bad = i;
		if (!alloc_space_name(extent->space) || (i == 0 && extent->space != VOL_PERM))
			return -E_INVAL;
		if (be32_get(extent->cyl) != next || count == 0 || count > nr_cyls - next)
			return -E_RANGE;
		next += count;
	}
	*bad = nr_extents;
	return next == nr_cyls && next > 0 ? 0 : -E_RANGE;
}

static void extent_put(
	struct vol_alloc *map, uint32_t nr, uint32_t cyl, uint32_t nr_cyls, enum vol_space space)
{
	map->extent[nr] = (struct vol_extent){
		.cyl = be32(cyl),
		.nr_cyls = be32(nr_cyls),
		.space = space,
	};
}

void alloc_init(struct vol_alloc *map, uint32_t nr_cyls)
{
	memset(map, 0, sizeof(*map));
	map->nr_cyls = be32(nr_cyls);
	map->nr_extents = be32(1);
	extent_put(map, 0, 0, nr_cyls, VOL_PERM);
	vol_record_seal(map, VOL_MAGIC_ALLOC);
}

static struct alloc_extent extent_get(const struct vol_alloc *map, uint32_t nr)
{
	return (struct alloc_extent){
		.cyl = be32_get(map->extent[nr].cyl),
		.nr_cyls = be32_get(map->extent[nr].nr_cyls),
		.space = map->extent[nr].space,
	};
}

bool alloc_extent(const struct vol_alloc *map, uint32_t nr, struct alloc_extent *out)
{
	if (nr >= be32_get(map->nr_extents))
		return false;
	*out = extent_get(map, nr);
	return true;
}

/* Makes an extent begin at cyl, if none does and cyl is on the volume. There must be room. */
static void extent_cut(struct vol_alloc *map, uint32_t cyl)
{
	uint32_t nr_extents = be32_get(map->nr_extents);
	struct alloc_extent old = {};
	uint32_t i = 0;

	while (alloc_extent(map, i, &old) && cyl >= old.cyl + old.nr_cyls)
		i++;
	if (i == nr_extents || cyl == old.cyl)
		return;
	for (uint32_t to = nr_extents; to > i; to--)
		map->extent[to] = map->extent[to - 1];
	extent_put(map, i, old.cyl, cyl - old.cyl, old.space);
	extent_put(map, i + 1, cyl, old.cyl + old.nr_cyls - cyl, old.space);
	map->nr_extents = be32(nr_extents + 1);
}

/* Joins neighbours of one kind. */
static void extents_join(struct vol_alloc *map)
{
	uint32_t nr_extents = be32_get(map->nr_extents), last = 0;

	for (uint32_t i = 1; i < nr_extents; i++) {
		struct alloc_extent before = extent_get(map, last), extent = extent_get(map, i);

		if (before.space == extent.space)
			extent_put(map, last, before.cyl, before.nr_cyls + extent.nr_cyls,
				before.space);
		else
			map->extent[++last] = map->extent[i];
	}
	last++;
	memset(&map->extent[last], 0, (VOL_EXTENTS_MAX - last) * sizeof(map->extent[0]));
	map->nr_extents = be32(last);
}

int alloc_set(struct vol_alloc *map, uint32_t cyl, uint32_t nr_cyls, enum vol_space space)
{
	uint32_t total = be32_get(map->nr_cyls);
	struct alloc_extent extent;

	if (nr_cyls == 0 || cyl >= total || nr_cyls > total - cyl)
		return -E_RANGE;
	if (!alloc_space_name(space) || (cyl == 0 && space != VOL_PERM))
		return -E_INVAL;
	if (be32_get(map->nr_extents) > VOL_EXTENTS_MAX - 2)
		return -E_FULL; /* each end may cut an extent in two */

	extent_cut(map, cyl);
	extent_cut(map, cyl + nr_cyls);
	for (uint32_t i = 0; alloc_extent(map, i, &extent); i++) {
		if (extent.cyl >= cyl && extent.cyl < cyl + nr_cyls)
			map->extent[i].space = space;
	}
	extents_join(map);
	vol_record_seal(map, VOL_MAGIC_ALLOC);
	return 0;
}

bool alloc_find(
	const struct vol_alloc *map, enum vol_space space, uint32_t nr, struct alloc_extent *out)
{
	for (uint32_t i = 0; alloc_extent(map, i, out); i++) {
		if (out->space == space && nr-- == 0)
			return true;
	}
	return false;
}

uint32_t alloc_total(const struct vol_alloc *map, enum vol_space space)
{
	struct alloc_extent extent;
	uint32_t total = 0;

	for (uint32_t i = 0; alloc_extent(map, i, &extent); i++) {
		if (extent.space == space)
			total += extent.nr_cyls;
	}
	return total;
}

bool alloc_is_all(const struct vol_alloc *map, uint32_t cyl, uint32_t nr_cyls, enum vol_space space)
{
	uint32_t total = be32_get(map->nr_cyls);
	struct alloc_extent extent;

	if (nr_cyls == 0 || cyl >= total || nr_cyls > total - cyl)
		return false;
	for (uint32_t i = 0; alloc_extent(map, i, &extent); i++) {
		bool overlaps = extent.cyl < cyl + nr_cyls && cyl < extent.cyl + extent.nr_cyls;

		if (overlaps && extent.space != space)
			return false;
	}
	return true;
}
