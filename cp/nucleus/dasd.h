/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Real 3390s, read by CP for itself: numbered blocks of 4096 bytes as abi/volume.h lays them out,
 * and whole tracks. All of this waits: tasks only, no locks held. Tasks that read one disk take
 * turns.
 */
#ifndef NUCLEUS_DASD_H
#define NUCLEUS_DASD_H

#include "nucleus/rdev.h"

struct dasd;

/*
 * The disk on a real device; asking again gives the same. Returns 0, -E_INVAL: it is no 3390,
 * -E_NODEV: the device is gone, -E_IO: it does not say how large it is, -E_NOMEM.
 */
int dasd_open(struct rdev *rdev, struct dasd **dasd) MUST_CHECK;

uint32_t dasd_nr_cyls(const struct dasd *dasd);
struct rdev *dasd_rdev(const struct dasd *dasd);

/*
 * Reads nr blocks, the first being block number `first` of the area that begins with `track` (the
 * track numbers count from cylinder 0 head 0; see vol_block_place), into buf, which lies below 2
 * GiB. Returns 0, -E_RANGE: not all of them are on the disk, or of buf below 2 GiB, -E_NODEV,
 * -E_IO: a block is missing, has another length, or cannot be read.
 */
int dasd_read_blocks(
	struct dasd *dasd, uint32_t track, uint32_t first, uint32_t nr, void *buf) MUST_CHECK;

/*
 * Reads all records of a track, from R1 on, each as count field (struct ckd_count), key and data,
 * into buf of `size` bytes (up to 65535) below 2 GiB; *len_bytes is what came. A whole track needs
 * at most DASD_TRACK_MAX. Returns as dasd_read_blocks.
 */
#define DASD_TRACK_MAX 58786
int dasd_read_track(struct dasd *dasd, uint32_t track, void *buf, uint32_t size,
	uint32_t *len_bytes) MUST_CHECK;

/* How the last I/O ended, for a message: "status 0E40 sense 00080000"; buf of at least 48. */
void dasd_status_format(const struct dasd *dasd, char *buf, size_t size);

#endif
