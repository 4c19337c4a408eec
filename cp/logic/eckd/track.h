/* SPDX-License-Identifier: Apache-2.0 */
/* A track of a 3390 as CP keeps it in storage, and how much fits on one. */
#ifndef LOGIC_ECKD_TRACK_H
#define LOGIC_ECKD_TRACK_H

#include "arch/ckd.h"

/* One record: its count field as it stands on the track, and its contents. */
struct ckd_record {
	struct ckd_count count;
	uint8_t *data; /* the key, then the data; NULL if there is neither */
};

/*
 * A whole track from record 0 on. Who holds one only reads it: a write makes another one, or
 * happens while nobody holds it (logic/eckd/store.h).
 */
struct ckd_track {
	uint8_t r0[8];       /* data of record 0 */
	uint16_t nr_records; /* without record 0 */
	uint16_t cells;      /* that they take: ckd_record_cells of each */
	bool is_common;      /* several disks use it: its pages may be had in common */
	struct ckd_record record[];
};

/* Room on a track, in the unit of its capacity formula; record 0 of 8 bytes is not counted. */
#define CKD_3390_CELLS 1729

/* The most records that a track can have: without key and data. */
#define CKD_RECORDS_MAX 86

/* The room that a record takes. Storage Control Reference, track capacity formula of the 3390. */
uint32_t ckd_record_cells(const struct ckd_count *count);

/* Bytes of a record's key and data together. */
static inline uint32_t ckd_record_len(const struct ckd_count *count)
{
	return (uint32_t)count->key_len + be16_get(count->data_len);
}

/* The rotational position where record number nr of a track (1: the first) begins. */
uint8_t ckd_sector(const struct ckd_track *track, unsigned nr);

/*
 * Walks the image of a track, as READ TRACK gives it from record 0 on: the record that begins at
 * pos of len bytes, its count field to *count. Returns the length of the whole record, 0 at the end
 * mark, -E_FORMAT when there is no whole record.
 */
int ckd_image_next(const uint8_t *image, uint32_t len, uint32_t pos, struct ckd_count *count);

/*
 * Checks such an image and counts its records (without record 0) and cells. Returns 0, or -E_FORMAT
 * when it is not the image of a track: no record 0 of 8 bytes, no end, more than a track can have.
 */
int ckd_image_check(const uint8_t *image, uint32_t len, unsigned *nr_records, uint32_t *cells);

/* The end mark of such an image. */
#define CKD_IMAGE_R0_LEN  16
#define CKD_IMAGE_END_LEN 8

#endif
