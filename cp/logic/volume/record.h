/* SPDX-License-Identifier: Apache-2.0 */
/* What all of CP's own records on a volume have in common, and where numbered records stand. */
#ifndef LOGIC_VOLUME_RECORD_H
#define LOGIC_VOLUME_RECORD_H

#include "abi/volume.h"

/* A place on a volume, as the count field of its record says it. */
struct vol_place {
	uint32_t cyl;
	uint16_t head;
	uint8_t rec;
};

/*
 * Gives a record of VOL_BLOCK_SIZE bytes, which begins with struct vol_prefix, its magic, the
 * version and the checksum. To be called after each change of the record.
 */
void vol_record_seal(void *record, uint64_t magic);

/*
 * Checks prefix and checksum of a record of VOL_BLOCK_SIZE bytes that came from a disk. Returns 0,
 * or -E_NOENT: there is no such record (another magic); -E_RANGE: written by a release that this
 * one does not know (another version); -E_FORMAT: damaged (wrong checksum).
 */
int vol_record_check(const void *record, uint64_t magic) MUST_CHECK;

/* Where the block nr (from 0) of an area that begins at R1 of the track first_track is. */
struct vol_place vol_block_place(uint32_t first_track, uint32_t nr);

#endif
