// SPDX-License-Identifier: Apache-2.0
/* The image of a track, as READ TRACK gives it. */
#include "logic/volume/trackimage.h"

#include "lib/err.h"
#include "lib/string.h"

static bool is_end(const uint8_t *at)
{
	for (unsigned int i = 0; i < TRACKIMAGE_END_LEN; i++) {
		if (at[i] != 0xff)
			return false;
	}
	return true;
}

int trackimage_next(const void *image, uint32_t len, uint32_t *at, struct trackimage_record *record)
{
	const uint8_t *here = (const uint8_t *)image + *at;

	static_assert(sizeof(record->count) == TRACKIMAGE_END_LEN, "either is read");
	if (*at > len || len - *at < TRACKIMAGE_END_LEN)
		return -E_FORMAT;
	if (is_end(here))
		return 0;
	memcpy(&record->count, here, sizeof(record->count));
	record->at = *at;
	record->len =
		sizeof(record->count) + record->count.key_len + be16_get(record->count.data_len);
	if (record->len > len - *at)
		return -E_FORMAT;
	*at += record->len;
	return 1;
}

int trackimage_check(const void *image, uint32_t len, uint32_t *used)
{
	struct trackimage_record record;
	uint32_t at = 0;
	int nr = 0, rc;

	while ((rc = trackimage_next(image, len, &at, &record)) > 0) {
		if (nr == 0 && (record.count.rec != 0 || record.count.key_len != 0))
			return -E_FORMAT;
		if (++nr > TRACKIMAGE_RECORDS_MAX)
			return -E_FORMAT;
	}
	if (rc || nr == 0)
		return -E_FORMAT;
	*used = at + TRACKIMAGE_END_LEN;
	return nr;
}
