/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual 3390 on a 3990-6: a device for logic/chan over a store of tracks.
 *
 * It knows the commands of the extended count-key-data architecture (DEFINE EXTENT, LOCATE RECORD
 * and what they govern) and those of before (SEEK, SEARCH, READ, WRITE), and tells about itself
 * what Linux's driver wants to know. Not offered: PREFIX and track-data commands, which the feature
 * codes deny; alternate tracks; overflow records; SPACE COUNT.
 */
#ifndef LOGIC_ECKD_ECKD_H
#define LOGIC_ECKD_ECKD_H

#include "arch/eckd.h"
#include "logic/chan/dev.h"
#include "logic/eckd/store.h"

/* What the disk says that it is, besides its size. */
struct eckd_identity {
	ebc8_t serial[12];  /* of the box: equal for disks on one volume; EBCDIC digits and letters
			     */
	uint8_t token[16];  /* equal for the same minidisk, whoever has it; else different */
	uint16_t subsystem; /* any number, X'0001' up */
	uint8_t unit_addr;
};

/*
 * Function: one virtual 3390.
 * Located by: its virtual device. Serialized by: that device's lock.
 */
struct eckd {
	struct chan_dev dev;
	const struct eckd_store_ops *store;
	void *store_ctx;
	struct eckd_identity identity;
	uint32_t nr_tracks;
	bool read_only;

	/* Until a reset. */
	struct eckd_path_group group;

	/* For one channel program. */
	uint8_t seen;         /* ECKD_SEEN_*, internal */
	uint8_t mask;         /* file mask */
	uint8_t locate;       /* CKD_ORIENT_* | CKD_OP_* of the domain */
	uint8_t domain;       /* commands that are left in it */
	uint8_t answer;       /* suborder that READ SUBSYSTEM DATA is to answer; 0: none */
	uint16_t block_size;  /* of DEFINE EXTENT */
	uint32_t first, last; /* tracks of the extent */

	/* Where the heads are. */
	uint8_t orient; /* enum eckd_orient, internal */
	uint8_t nr;     /* record that was passed last, 0: record 0 */
	uint32_t track;
	const struct ckd_track *pin; /* that track, held; NULL: not got yet */

	/* A command that is being carried out. */
	uint8_t step;            /* enum eckd_step, internal */
	uint8_t ending;          /* device status to end with after a flush */
	bool is_dirty;           /* something was written since the last flush */
	uint8_t nr_add;          /* records of a format write: 0, 1, or a full track's */
	uint8_t keep;            /* records before them */
	bool has_r0;             /* a format write of record 0, too */
	uint8_t r0[8];           /* its data */
	struct ckd_record one;   /* the record of a write */
	struct ckd_record *list; /* those of a full track, from the store's alloc */
	struct ckd_seek target;  /* LOCATE RECORD's search argument */
};

/*
 * Makes a disk of nr_cyls (1 to CKD_3390_CYLS_MAX) cylinders on a store. read_only: writes are
 * refused.
 */
void eckd_init(struct eckd *eckd, const struct eckd_store_ops *store, void *ctx, uint32_t nr_cyls,
	bool read_only, const struct eckd_identity *identity);

/* The model number of a 3390 of that size, as SENSE ID tells it. */
uint8_t eckd_model(uint32_t nr_cyls);

#endif
