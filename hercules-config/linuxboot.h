/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What IPL of a Linux disk loads: a kernel with its parameters and an initial RAM disk, on tracks
 * behind the partition.
 *
 *	track 0		R1 struct vol_nucleus, R2.. the channel program that reads the rest
 *	track 1 ..	the rest of that program if it is long; the kernel, which goes to absolute
 *			0, and the initial RAM disk, with the parameter area filled in and a PSW
 *			that enters the kernel
 *
 * All is done by channel programs (iplchain.h), as CP itself is loaded: hence the kernel has to fit
 * below 16 MiB, and so has the initial RAM disk or the program that reads it. The kernel never
 * sees that it did not come from a reader.
 */
#ifndef LINUXBOOT_H
#define LINUXBOOT_H

#include "abi/volume.h"

struct linux_boot {
	uint32_t nr_tracks;
	uint8_t *blocks;            /* of all tracks; from malloc */
	struct vol_nucleus *header; /* in blocks */
};

/* The files; parm and initrd may be NULL: none. */
struct linux_boot_files {
	const char *kernel, *parm, *initrd;
};

/*
 * Reads the files and lays them out. False: they can't be used, which was said. To be placed and,
 * in the end, freed.
 */
bool linux_boot_read(struct linux_boot *boot, const struct linux_boot_files *files);

/*
 * The tracks will be on the disk from this one on: makes the channel programs, and IPL1 and IPL2 of
 * VOL_IPL1_LEN and VOL_IPL2_LEN bytes.
 */
void linux_boot_place(struct linux_boot *boot, uint32_t track, uint8_t *ipl1, uint8_t *ipl2);

/*
 * Checks such tracks as they came from a disk of which they are the last nr_tracks (at most
 * LINUX_BOOT_TRACKS_MAX) from track on. Returns NULL, or what is wrong. Tracks that begin with
 * something else are not ours and as good as others.
 */
#define LINUX_BOOT_TRACKS_MAX 5860 /* with 256 MiB of initial RAM disk */
const char *linux_boot_check(const uint8_t *blocks, uint32_t nr_tracks, uint32_t track);

void linux_boot_free(struct linux_boot *boot);

#endif
