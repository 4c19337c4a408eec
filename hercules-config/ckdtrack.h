/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A 3390 track as it stands in a Hercules CKD image: home address, record 0, the records one after
 * the other (count, key, data), eight bytes of X'FF', zeros.
 */
#ifndef CKDTRACK_H
#define CKDTRACK_H

#include "arch/ckd.h"

#define TRACK_SIZE 56832 /* bytes of a track in the image */

struct track_record {
	struct ckd_count count;
	const uint8_t *key;
	const uint8_t *data;
};

/* Makes track, of TRACK_SIZE bytes, an empty one. */
void track_init(uint8_t *track, uint32_t cyl, uint32_t head);

/*
 * The same for a minidisk, whose count fields have the cylinder as it sees it. When all records are
 * added, track_end_minidisk() gives record 0 the volume's own cylinder, which is how the emulator's tools
 * know a track when they repair a compressed image.
 */
void track_init_minidisk(uint8_t *track, uint32_t cyl, uint32_t head, uint32_t first_cyl);
void track_end_minidisk(uint8_t *track);

/*
 * Adds the next record to a track that track_init() made. key may be NULL with key_len 0; data
 * NULL: zeros. The caller knows that it fits.
 */
void track_add(
	uint8_t *track, const void *key, uint8_t key_len, const void *data, uint16_t data_len);

/* Adds nr records of 4096 bytes; blocks may be NULL: zeros. */
void track_add_blocks(uint8_t *track, const uint8_t *blocks, uint32_t nr);

/* Bytes in use, up to and with the end mark, of a track that track_init() made. */
size_t track_used(const uint8_t *track);

/*
 * Checks all of a track that came from a file; strict: also that its count fields are those that CP
 * writes. Returns NULL, or what is wrong, and in *rec the
 * number of the record that is meant.
 */
const char *track_check(
	const uint8_t *track, uint32_t cyl, uint32_t head, bool strict, unsigned int *rec);

/* Finds a record of a track that passed track_check(). Returns false: it isn't there. */
bool track_find(const uint8_t *track, unsigned int rec, struct track_record *out);

#endif
