/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The image of a track, as READ TRACK gives it: record 0, then the others, each a count field, the
 * key and the data; then eight bytes X'FF'.
 */
#ifndef LOGIC_VOLUME_TRACKIMAGE_H
#define LOGIC_VOLUME_TRACKIMAGE_H

#include "arch/ckd.h"

#define TRACKIMAGE_END_LEN     8
#define TRACKIMAGE_RECORDS_MAX 256 /* with record 0 */

/* One record of an image. */
struct trackimage_record {
	struct ckd_count count;
	uint32_t at;  /* where its count field is */
	uint32_t len; /* of count field, key and data */
};

/*
 * Looks at the record at *at (0: record 0) of an image of len bytes and moves *at behind it.
 * Returns 1; 0 at the end mark; -E_FORMAT when neither it nor the record is whole. Trusts nothing.
 */
int trackimage_next(
	const void *image, uint32_t len, uint32_t *at, struct trackimage_record *record) MUST_CHECK;

/*
 * Checks an image: record 0 comes first and has no key, there are at most TRACKIMAGE_RECORDS_MAX
 * records, the end mark is there. Returns how many records there are, with record 0, and in *used
 * how many bytes, with the end mark; or -E_FORMAT.
 */
int trackimage_check(const void *image, uint32_t len, uint32_t *used) MUST_CHECK;

#endif
