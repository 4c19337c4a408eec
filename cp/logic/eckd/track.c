// SPDX-License-Identifier: Apache-2.0
/* Tracks of a 3390: capacity, rotational position, images. */
#include "logic/eckd/track.h"

#include "lib/err.h"
#include "lib/string.h"

#define CELL       34 /* bytes */
#define FIRST_CELL 49 /* where the first record begins */

/* What a key or data field of len bytes takes. */
static uint32_t field_cells(uint32_t len)
{
	uint32_t segments = (len + 6 + 231) / 232 + 1;

	return 9 + (len + 6 * segments + CELL - 1) / CELL;
}

uint32_t ckd_record_cells(const struct ckd_count *count)
{
	uint32_t key = count->key_len;

	return 10 + (key ? field_cells(key) : 0) + field_cells(be16_get(count->data_len));
}

uint8_t ckd_sector(const struct ckd_track *track, unsigned nr)
{
	uint32_t cell = FIRST_CELL;

	for (unsigned i = 0; i + 1 < nr && i < track->nr_records; i++)
		cell += ckd_record_cells(&track->record[i].count);
	return nr ? (uint8_t)(cell / 8) : 0;
}

int ckd_image_next(const uint8_t *image, uint32_t len, uint32_t pos, struct ckd_count *count)
{
	uint64_t raw;
	uint32_t size;

	if (pos > len || len - pos < sizeof(*count))
		return -E_FORMAT;
	memcpy(&raw, image + pos, sizeof(raw));
	if (raw == ~0ull)
		return 0;
	memcpy(count, &raw, sizeof(raw));
	size = sizeof(*count) + ckd_record_len(count);
	return size <= len - pos ? (int)size : -E_FORMAT;
}

int ckd_image_check(const uint8_t *image, uint32_t len, unsigned *nr_records, uint32_t *cells)
{
	struct ckd_count count, last;
	uint32_t pos, each = 0;
	int size = ckd_image_next(image, len, 0, &count);

	*nr_records = 0;
	*cells = 0;
	if (size != CKD_IMAGE_R0_LEN || count.rec != 0 || count.key_len)
		return -E_FORMAT;
	last = (struct ckd_count){0};
	for (pos = CKD_IMAGE_R0_LEN;; pos += (uint32_t)size) {
		size = ckd_image_next(image, len, pos, &count);
		if (size <= 0)
			return size;
		/* Most are like the one before: the formula divides. */
		if (!each || count.key_len != last.key_len || 
				be16_get(count.data_len) != be16_get(last.data_len))
			each = ckd_record_cells(&count);
		last = count;
		++*nr_records;
		*cells += each;
		if (*cells > CKD_3390_CELLS)
			return -E_FORMAT;
	}
}
