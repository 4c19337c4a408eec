/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The layouts that Linux gives to a 3390: blocks of one size on all tracks, and how it finds what
 * is on them.
 *
 *	LDL	block 2 is the label; one partition, from block 3 to the end
 *
 *	CDL	track 0 begins with IPL records and a standard label of their own lengths, track 1
 *		has the table of contents in records of 140 bytes; a partition from track 2 to
 *		the end, or to the tracks with what IPL loads (linuxboot.h), which are a second
 *		one: so nobody makes another there
 *
 *	raw	blocks, no label: what the file has
 *
 * Count fields have cylinders as the minidisk sees them.
 */
#ifndef LINUXDISK_H
#define LINUXDISK_H

#include "abi/volume.h"
#include "arch/ckd.h"

enum linux_layout { LINUX_NONE, LINUX_LDL, LINUX_CDL, LINUX_RAW };

struct linux_disk {
	enum linux_layout layout;
	uint32_t first_cyl, nr_cyls; /* of the image */
	uint32_t block_size;         /* 512, 1024, 2048 or 4096 */
	uint32_t per_track;          /* blocks */
	bool is_cms;                 /* LINUX_RAW: it is not Linux that made it, but CMS */
	char volid[7];
	uint32_t nr_boot_tracks;    /* CDL: the last ones, not the partition's */
	uint8_t ipl1[VOL_IPL1_LEN]; /* to be made; else, in the beginning, a disabled wait */
	uint8_t ipl2[VOL_IPL2_LEN];
};

/*
 * Fills in a disk to be made, without boot tracks: who wants them sets the last members
 * afterwards. Returns NULL, or what is wrong.
 */
const char *linux_disk_init(struct linux_disk *disk, enum linux_layout layout, uint32_t first_cyl,
	uint32_t nr_cyls, uint32_t block_size, const char *volid);

/* Where the partition (raw: the whole) begins and how long it is, in blocks; 0 long: no room for
 * it. */
uint32_t linux_first_block(const struct linux_disk *disk);
uint32_t linux_nr_blocks(const struct linux_disk *disk);

/*
 * Builds track number nr (from 0) of the disk in track, of TRACK_SIZE bytes. blocks are the
 * per_track blocks of the whole disk that are on it; those before the partition are not used. Boot
 * tracks are as the others.
 */
void linux_build_track(
	const struct linux_disk *disk, uint32_t nr, const uint8_t *blocks, uint8_t *track);

/*
 * Finds out what is on a disk of nr_cyls cylinders, from its first two tracks, which passed
 * track_check(). layout LINUX_NONE: not formatted by Linux. Returns NULL, or what is wrong with it.
 */
const char *linux_recognise(struct linux_disk *disk, uint32_t first_cyl, uint32_t nr_cyls,
	const uint8_t *track0, const uint8_t *track1);

/*
 * Takes the blocks of track number nr out into blocks (per_track * block_size bytes). Returns NULL,
 * or what is wrong, with the record's number in *rec. Records of other lengths become zeros.
 */
const char *linux_take_track(const struct linux_disk *disk, uint32_t nr, const uint8_t *track,
	uint8_t *blocks, unsigned int *rec);

const char *linux_layout_name(enum linux_layout layout);

#endif
