/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading the object directory from a system volume: the newest copy that is whole.
 *
 * A copy that cannot be read or that is damaged is reported and the other one is taken. What is on
 * the volume may be forged: every length is checked before it is used.
 */
#ifndef LOGIC_VOLUME_DRCT_LOAD_H
#define LOGIC_VOLUME_DRCT_LOAD_H

#include "abi/volume.h"

enum drct_problem {
	DRCT_MAP_UNREADABLE,
	DRCT_MAP_DAMAGED,
	DRCT_NO_SPACE, /* the volume has no such space */
	/* These are about one copy, as are the first two: */
	DRCT_HEADER_UNREADABLE,
	DRCT_HEADER_DAMAGED,
	DRCT_NO_STORAGE, /* for its data */
	DRCT_DATA_UNREADABLE,
	DRCT_DATA_DAMAGED, /* the checksum, or accept() refused it */
};

/* The world. ctx is the caller's. */
struct drct_load_ops {
	/*
	 * Reads nr blocks of VOL_BLOCK_SIZE bytes, the first being block number `first` of the area
	 * that begins with `track` (vol_block_place), into buf. Returns 0 or -E_*.
	 */
	int (*read)(void *ctx, uint32_t track, uint32_t first, uint32_t nr, void *buf);
	/* Contiguous storage for nr blocks, or NULL. */
	void *(*alloc)(void *ctx, uint32_t nr);
	void (*free)(void *ctx, void *data, uint32_t nr);
	/* Is it an object directory? 0 or -E_*. */
	int (*accept)(const void *data, size_t len);
	/* Something is wrong; copy is 0 or 1. */
	void (*problem)(void *ctx, enum drct_problem problem, unsigned int copy);
};

/* Storage that drct_load needs for as long as it lasts. */
struct drct_work {
	struct vol_alloc map;
	struct vol_drct header[2];
};

/*
 * Reads the directory (VOL_DRCT) or SYSTEM CONFIG (VOL_PARM) of a volume of nr_cyls cylinders.
 * Returns 0 with what alloc() gave in *data and its length in bytes in *len; or -E_NOENT: there is
 * none that is whole. All problems were reported then; a copy that was never written is none.
 */
int drct_load(const struct drct_load_ops *ops, void *ctx, uint32_t nr_cyls, enum vol_space space,
	struct drct_work *work, void **data, size_t *len) MUST_CHECK;

#endif
