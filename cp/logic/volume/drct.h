/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two copies of the object directory in the DRCT space of a volume, and those of SYSTEM CONFIG
 * in its PARM space.
 *
 * To read: check both headers, take the newest, read its blocks, compare the checksum of the data;
 * when that or a read fails take the other copy. To write: put the data in the blocks of the copy
 * that is not the newest, and when they are on disk write its header with the next generation.
 */
#ifndef LOGIC_VOLUME_DRCT_H
#define LOGIC_VOLUME_DRCT_H

#include "abi/volume.h"

/* Where a copy is. Its block 0 is the header, the data begins with block 1; see vol_block_place().
 */
struct drct_area {
	uint32_t track; /* first */
	uint32_t nr_tracks;
	uint32_t nr_blocks;   /* that data may have, without the header */
	enum vol_space space; /* VOL_DRCT or VOL_PARM */
};

/*
 * Where copy 0 or 1 of the directory (VOL_DRCT) or of SYSTEM CONFIG (VOL_PARM) is; map passed
 * alloc_check(). Returns 0, or -E_NOENT: the volume has no such space.
 */
int drct_area(const struct vol_alloc *map, enum vol_space space, unsigned int copy,
	struct drct_area *out) MUST_CHECK;

/*
 * Checks a header that came from disk, so that its lengths may be believed. Returns 0, an error of
 * vol_record_check(), or -E_RANGE: length or generation cannot be.
 */
int drct_header_check(const struct vol_drct *header, const struct drct_area *area) MUST_CHECK;

/*
 * Which of two headers, each checked or NULL (damaged or never written), is the directory: 0 or 1;
 * -E_NOENT: neither.
 */
int drct_newest(const struct vol_drct *header0, const struct vol_drct *header1) MUST_CHECK;

/*
 * Makes and seals the header of a new copy. crc is that of the len_bytes bytes of data; newest the
 * header of what it replaces, or NULL. Returns 0, or -E_INVAL: no data; -E_FULL: more than the area
 * holds; -E_RANGE: there is no generation left.
 */
int drct_header_make(struct vol_drct *header, const struct drct_area *area,
	const struct vol_drct *newest, uint64_t len_bytes, uint32_t crc, tod_t now) MUST_CHECK;

#endif
