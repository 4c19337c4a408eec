/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Channel programs for real 3390s: one track each, or some in a row to be read.
 *
 *	DEFINE EXTENT	the tracks, so that nothing else can be touched
 *	LOCATE RECORD	then READ TRACK; or WRITE R0 and WRITE CKD for each record;
 *			or READ DATA, or WRITE UPDATE, for each of some records
 *	LOCATE RECORD	on another track, to confirm: see ckdprog_confirm
 *
 * Data is reached through format-2 IDAWs (the ORB must say so), and so may lie anywhere.
 */
#ifndef LOGIC_VOLUME_CKDPROG_H
#define LOGIC_VOLUME_CKDPROG_H

#include "arch/ccw.h"
#include "arch/ckd.h"
#include "logic/volume/trackimage.h"

/*
 * Some record of a track, to be read or written. The count field is the one that stands on the
 * track, not necessarily with the track's own cylinder and head. Where a track has two records with
 * one count the first is meant.
 */
struct dasd_record {
	struct ckd_count count;
	bool is_next; /* stands directly behind the record before it in the list: needs no search */
	bool with_key; /* data begins with the key */
	void *data;    /* count.data_len bytes, and count.key_len before them with with_key */
};

#define DASD_RECORDS_MAX 255

/* Tracks that one program reads. */
#define CKDPROG_TRACKS_MAX 8

#define CKDPROG_LOCATES (TRACKIMAGE_RECORDS_MAX + 1)
#define CKDPROG_CCWS    (1 + 2 * TRACKIMAGE_RECORDS_MAX + 1)
#define CKDPROG_IDAWS   (2 * TRACKIMAGE_RECORDS_MAX + 16)

/* A program; lies below 2 GiB on a doubleword boundary. */
struct ckdprog {
	struct ccw1 ccw[CKDPROG_CCWS];
	idaw2_t idaw[CKDPROG_IDAWS];
	struct ckd_locate locate[CKDPROG_LOCATES];
	struct ckd_define_extent extent;

	/* The builder's. */
	uint32_t addr; /* of the program itself */
	uint32_t track;
	uint16_t nr_ccws, nr_idaws, nr_locates;
};

/*
 * Each builds a whole program in prog, which is at absolute address addr. track counts from
 * cylinder 0 head 0 and is on the disk; data addresses are absolute. They return 0, or -E_RANGE:
 * more IDAWs, records or tracks than there is room for; ckdprog_write_track also -E_FORMAT.
 * ckdprog_read_tracks reads nr tracks in a row, each into a buffer of its own of size bytes.
 */
int ckdprog_read_tracks(struct ckdprog *prog, uint32_t addr, uint32_t track, void *const *buf,
	uint32_t nr, uint32_t size) MUST_CHECK;
int ckdprog_write_track(struct ckdprog *prog, uint32_t addr, uint32_t track, const void *image,
	uint32_t len) MUST_CHECK;
int ckdprog_records(struct ckdprog *prog, uint32_t addr, uint32_t track, bool write,
	const struct dasd_record *record, uint32_t nr) MUST_CHECK;
int ckdprog_characteristics(
	struct ckdprog *prog, uint32_t addr, const void *buf, uint32_t size) MUST_CHECK;

/*
 * Adds to a program that writes: go to another track of the disk of nr_tracks. Differs: the
 * emulator hands a track that was changed to its host when the program leaves it, and tells only
 * then, and only inside the program, that the host did not take it.
 */
void ckdprog_confirm(struct ckdprog *prog, uint32_t nr_tracks);

#endif
