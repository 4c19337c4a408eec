/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A CP-owned volume in an image: its label, allocation map and header, and areas of 4096-byte
 * records.
 *
 * Functions that return bool say on the standard error why they return false.
 */
#ifndef VOLUME_H
#define VOLUME_H

#include "abi/volume.h"
#include "ckdimage.h"

struct volume {
	struct ckd_image image;
	char volser[7]; /* without trailing blanks */
	struct vol_header header;
	struct vol_alloc alloc;
};

/* The current time as the TOD clock shows it. */
tod_t tod_now(void);

/* Opens an image and checks label, allocation map and header. */
bool volume_open(struct volume *volume, const char *path, enum image_access access);

/*
 * Writes track 0: label, allocation map and header as they are in volume, and IPL records: those of
 * the nucleus with this header, or, nucleus NULL, records that load a disabled wait.
 */
bool volume_write_home(
	struct volume *volume, const struct vol_nucleus *nucleus, const uint8_t *ipl_psw);

/* Is this what volume_write_home() would write? track is of TRACK_SIZE bytes. */
bool volume_home_is(const struct volume *volume, const struct vol_nucleus *nucleus,
	const uint8_t *ipl_psw, const uint8_t *track);

/*
 * Opens an image for writing whose track 0 may be damaged: map and header are taken from whichever
 * of their copies is whole. track gets the track as it is.
 */
bool volume_open_damaged(struct volume *volume, const char *path, uint8_t *track);

/* Compares track 0 on the volume with what volume_write_home() would write. */
bool volume_check_home(
	const struct volume *volume, const struct vol_nucleus *nucleus, const uint8_t *ipl_psw);

/* Who writes it: minidisks are on PERM and TDSK space. */
enum track_owner track_owner_of(const struct volume *volume, uint32_t track);

/* Formats whole tracks from track on, so that they hold nr_blocks blocks from R1 on; rest zeros. */
bool area_write(
	const struct volume *volume, uint32_t track, const uint8_t *blocks, uint32_t nr_blocks);

/* Reads nr_blocks blocks, the first being block number first of the area that begins with track. */
bool area_read(const struct volume *volume, uint32_t track, uint32_t first, uint8_t *blocks,
	uint32_t nr_blocks);

#endif
