// SPDX-License-Identifier: Apache-2.0
/* The prefix of CP's own records on a volume: magic, checksum, version. */
#include "logic/volume/record.h"

#include "lib/crc32.h"
#include "lib/err.h"

/* The CRC of the record as if its checksum were zero. */
static uint32_t record_crc(const void *record)
{
	static const uint8_t zero[sizeof(be32_t)];
	const uint8_t *byte = record;
	size_t at = offsetof(struct vol_prefix, checksum);
	size_t after = at + sizeof(zero);
	uint32_t crc = crc32_update(0, byte, at);

	crc = crc32_update(crc, zero, sizeof(zero));
	return crc32_update(crc, byte + after, VOL_BLOCK_SIZE - after);
}

void vol_record_seal(void *record, uint64_t magic)
{
	struct vol_prefix *prefix = record;

	prefix->magic = be64(magic);
	prefix->version = be32(VOL_VERSION);
	prefix->checksum = be32(record_crc(record));
}

int vol_record_check(const void *record, uint64_t magic)
{
	const struct vol_prefix *prefix = record;

	if (be64_get(prefix->magic) != magic)
		return -E_NOENT;
	if (be32_get(prefix->checksum) != record_crc(record))
		return -E_FORMAT;
	if (be32_get(prefix->version) != VOL_VERSION)
		return -E_RANGE;
	return 0;
}

struct vol_place vol_block_place(uint32_t first_track, uint32_t nr)
{
	uint32_t track = first_track + nr / VOL_BLOCKS_PER_TRACK;

	return (struct vol_place){
		.cyl = track / VOL_TRACKS_PER_CYL,
		.head = track % VOL_TRACKS_PER_CYL,
		.rec = nr % VOL_BLOCKS_PER_TRACK + 1,
	};
}
