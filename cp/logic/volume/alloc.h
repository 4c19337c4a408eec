/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The allocation map of a CP-owned volume: which cylinders are for what.
 *
 * Copy the map from the disk, alloc_check() the copy once, then ask the copy. The functions that
 * ask may only be given a map that passed. Numbers of cylinders count from 0 and are native
 * integers.
 */
#ifndef LOGIC_VOLUME_ALLOC_H
#define LOGIC_VOLUME_ALLOC_H

#include "abi/volume.h"

struct alloc_extent {
	uint32_t cyl, nr_cyls;
	enum vol_space space;
};

/*
 * Checks a map completely against the volume's nr_cyls. Returns 0, or an error of
 * vol_record_check(), or, with the number of the wrong extent in *bad: -E_INVAL: no such kind of
 * space, or cylinder 0 is not PERM; -E_RANGE: the extent leaves a gap, overlaps the one before, is
 * empty or goes outside the volume, or (*bad is the number of extents) the extents end before the
 * volume does.
 */
int alloc_check(const struct vol_alloc *map, uint32_t nr_cyls, uint32_t *bad) MUST_CHECK;

/* Makes a map of one PERM extent. nr_cyls at least 1. */
void alloc_init(struct vol_alloc *map, uint32_t nr_cyls);

/*
 * Makes nr_cyls cylinders from cyl on into space and seals the map; extents are cut and joined as
 * needed. Returns 0, or changes nothing: -E_RANGE: not on the volume, or none; -E_INVAL: no such
 * space, or cylinder 0 would not be PERM; -E_FULL: too many extents.
 */
int alloc_set(
	struct vol_alloc *map, uint32_t cyl, uint32_t nr_cyls, enum vol_space space) MUST_CHECK;

/* The extent with the number nr, from 0. Returns false when there are not so many. */
bool alloc_extent(const struct vol_alloc *map, uint32_t nr, struct alloc_extent *out);

/* The extent nr, from 0, of those of one kind of space. Returns false when there are not so many.
 */
bool alloc_find(
	const struct vol_alloc *map, enum vol_space space, uint32_t nr, struct alloc_extent *out);

/* How many cylinders are of one kind. */
uint32_t alloc_total(const struct vol_alloc *map, enum vol_space space);

/* Whether nr_cyls cylinders from cyl on, at least one, are all on the volume and of this kind. */
bool alloc_is_all(
	const struct vol_alloc *map, uint32_t cyl, uint32_t nr_cyls, enum vol_space space);

/* The name of a kind, as QUERY ALLOC shows it ("PERM"); NULL: there is no such kind. */
const char *alloc_space_name(enum vol_space space);

/* Looks up such a name, any case, len characters. Returns false: there is none. */
bool alloc_space_from_name(const char *name, size_t len, enum vol_space *space);

#endif
