// SPDX-License-Identifier: Apache-2.0
/* A CP-owned volume in an image: track 0 and areas of 4096-byte records. */
#include "volume.h"

#include "ckdtrack.h"
#include "iplchain.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/volume/alloc.h"
#include "logic/volume/record.h"

#include <string.h>
#include <time.h>

#define EPOCH_1970_US 2208988800000000ull /* from 1900, where the TOD clock begins */

tod_t tod_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (EPOCH_1970_US + now.tv_sec * 1000000ull + now.tv_nsec / 1000) * TOD_US;
}

static bool header_is_sound(const struct volume *volume)
{
	const struct vol_header *header = &volume->header;
	uint32_t active = be32_get(header->nucleus_active);
	uint32_t slot_tracks = be32_get(header->nucleus_nr_tracks);

	if (be32_get(header->nr_cyls) != volume->image.nr_cyls ||
		be16_get(header->nr_heads) != CKD_3390_HEADS)
		return false;
	if (active != VOL_NUCLEUS_NONE && (active > 1 || slot_tracks == 0))
		return false;
	for (int i = 0; i < 2 && slot_tracks; i++) {
		uint32_t track = be32_get(header->nucleus_track[i]);

		if (track < CKD_3390_HEADS || track > volume->image.nr_tracks ||
			slot_tracks > volume->image.nr_tracks - track)
			return false;
	}
	return true;
}

static const char *record_error(int rc)
{
	return rc == -E_NOENT   ? "not CP's"
	       : rc == -E_RANGE ? "not of this release"
				: "damaged (wrong checksum)";
}

static bool alloc_is_sound(struct volume *volume)
{
	uint32_t bad;
	int rc = alloc_check(&volume->alloc, volume->image.nr_cyls, &bad);

	if (rc)
		place_error(volume->image.path, 0, VOL_REC_ALLOC,
			"allocation map: %s at extent %u; cpfmt repair may mend it",
			rc == -E_INVAL   ? "wrong kind of space"
			: rc == -E_RANGE ? "cylinders do not follow each other"
					 : record_error(rc),
			bad);
	return !rc;
}

/* Copies a record without key of track 0 out. */
static bool home_record(const struct volume *volume, const uint8_t *track, unsigned int rec,
	size_t key_len, void *dst, size_t len)
{
	struct track_record record;

	if (!track_find(track, rec, &record) || record.count.key_len != key_len ||
		be16_get(record.count.data_len) != len)
		return place_error(volume->image.path, 0, rec,
			"missing or of the wrong length: not a CP-owned volume; make one "
			"with cpfmt create");
	memcpy(dst, record.data, len);
	return true;
}

bool volume_open(struct volume *volume, const char *path, enum image_access access)
{
	static uint8_t track[TRACK_SIZE];
	struct vol_label label;
	ebc8_t vol1[4];
	int rc;

	if (!image_open(&volume->image, path, access))
		return false;
	ebc_from_str(vol1, "VOL1", sizeof(vol1));
	if (!image_read(&volume->image, 0, TRACK_OURS, track) ||
		!home_record(volume, track, VOL_REC_LABEL, VOL_KEY_LEN, &label, sizeof(label)) ||
		!home_record(volume, track, VOL_REC_ALLOC, 0, &volume->alloc, VOL_BLOCK_SIZE) ||
		!home_record(volume, track, VOL_REC_HEADER, 0, &volume->header, VOL_BLOCK_SIZE))
		goto refuse;
	rc = vol_record_check(&volume->header, VOL_MAGIC_HEADER);
	if (rc || !header_is_sound(volume)) {
		place_error(path, 0, VOL_REC_HEADER, "volume header: %s; cpfmt repair may mend it",
			rc ? record_error(rc) : "does not fit the volume");
		goto refuse;
	}
	if (memcmp(label.id, vol1, sizeof(vol1)) != 0 ||
		memcmp(label.volser, volume->header.volser, sizeof(label.volser)) != 0) {
		place_error(path, 0, VOL_REC_LABEL,
			"label is not that of the volume header; cpfmt repair may mend it");
		goto refuse;
	}
	if (!alloc_is_sound(volume))
		goto refuse;
	ebc_to_ascii(volume->volser, label.volser, 6);
	volume->volser[strcspn(volume->volser, " ")] = 0;
	return true;
refuse:
	image_close(&volume->image);
	return false;
}

static void home_build(const struct volume *volume, const struct vol_nucleus *nucleus,
	const uint8_t *ipl_psw, uint8_t *track)
{
	uint8_t ipl1[VOL_IPL1_LEN], ipl2[VOL_IPL2_LEN];
	uint32_t active = be32_get(volume->header.nucleus_active);
	struct vol_label label;
	ebc8_t key[VOL_KEY_LEN];

	if (nucleus)
		ipl_records(be32_get(volume->header.nucleus_track[active]), nucleus, ipl_psw, ipl1,
			ipl2);
	else
		ipl_records_none(ipl1, ipl2);
	memset(&label, EBC_BLANK, sizeof(label));
	ebc_from_str(label.id, "VOL1", sizeof(label.id));
	memcpy(label.volser, volume->header.volser, sizeof(label.volser));
	memset(label.vtoc, 0, sizeof(label.vtoc));
	ebc_from_str(label.owner, VOL_OWNER, sizeof(label.owner));

	track_init(track, 0, 0);
	ebc_from_str(key, "IPL1", sizeof(key));
	track_add(track, key, sizeof(key), ipl1, sizeof(ipl1));
	ebc_from_str(key, "IPL2", sizeof(key));
	track_add(track, key, sizeof(key), ipl2, sizeof(ipl2));
	ebc_from_str(key, "VOL1", sizeof(key));
	track_add(track, key, sizeof(key), &label, sizeof(label));
	for (int i = 0; i < 2; i++) { /* and copies */
		track_add_blocks(track, (const uint8_t *)&volume->alloc, 1);
		track_add_blocks(track, (const uint8_t *)&volume->header, 1);
	}
}

bool volume_write_home(
	struct volume *volume, const struct vol_nucleus *nucleus, const uint8_t *ipl_psw)
{
	static uint8_t track[TRACK_SIZE];

	vol_record_seal(&volume->header, VOL_MAGIC_HEADER);
	home_build(volume, nucleus, ipl_psw, track);
	return image_write(&volume->image, 0, track) && image_finish(&volume->image);
}

bool volume_home_is(const struct volume *volume, const struct vol_nucleus *nucleus,
	const uint8_t *ipl_psw, const uint8_t *track)
{
	static uint8_t wanted[TRACK_SIZE];

	home_build(volume, nucleus, ipl_psw, wanted);
	return memcmp(track, wanted, track_used(wanted)) == 0;
}

bool volume_check_home(
	const struct volume *volume, const struct vol_nucleus *nucleus, const uint8_t *ipl_psw)
{
	static uint8_t track[TRACK_SIZE];

	return image_read(&volume->image, 0, TRACK_OURS, track) &&
	       (volume_home_is(volume, nucleus, ipl_psw, track) ||
		       place_error(volume->image.path, 0, VOL_REC_IPL1,
			       "the IPL records do not load the nucleus of this volume, or copies "
			       "of the map or header are damaged; cpfmt repair mends it"));
}

/* ---- Repair ---------------------------------------------------------------------------------- */

/* The record without key, of VOL_BLOCK_SIZE bytes; false: there is none. */
static bool block_find(const uint8_t *track, unsigned int rec, void *dst)
{
	struct track_record record;

	if (!track_find(track, rec, &record) || record.count.key_len ||
		be16_get(record.count.data_len) != VOL_BLOCK_SIZE)
		return false;
	memcpy(dst, record.data, VOL_BLOCK_SIZE);
	return true;
}

static bool header_take(struct volume *volume, const uint8_t *track)
{
	static const unsigned int rec[] = {VOL_REC_HEADER, VOL_REC_HEADER_COPY};

	for (size_t i = 0; i < ARRAY_LEN(rec); i++) {
		if (block_find(track, rec[i], &volume->header) &&
			!vol_record_check(&volume->header, VOL_MAGIC_HEADER) &&
			header_is_sound(volume))
			return true;
	}
	return false;
}

static bool alloc_take(struct volume *volume, const uint8_t *track)
{
	static const unsigned int rec[] = {VOL_REC_ALLOC, VOL_REC_ALLOC_COPY};
	uint32_t bad;

	for (size_t i = 0; i < ARRAY_LEN(rec); i++) {
		if (block_find(track, rec[i], &volume->alloc) &&
			!alloc_check(&volume->alloc, volume->image.nr_cyls, &bad))
			return true;
	}
	return false;
}

bool volume_open_damaged(struct volume *volume, const char *path, uint8_t *track)
{
	if (!image_open(&volume->image, path, IMAGE_WRITE))
		return false;
	if (image_read(&volume->image, 0, TRACK_OURS, track) &&
		((header_take(volume, track) && alloc_take(volume, track)) ||
			place_error(path, 0, VOL_REC_ALLOC,
				"neither the allocation map and volume header nor their copies are "
				"whole: take the volume from a copy")))
		return true;
	image_close(&volume->image);
	return false;
}

bool area_write(
	const struct volume *volume, uint32_t track, const uint8_t *blocks, uint32_t nr_blocks)
{
	static uint8_t buf[TRACK_SIZE];

	for (uint32_t done = 0; done < nr_blocks; done += VOL_BLOCKS_PER_TRACK, track++) {
		uint32_t now = MIN(nr_blocks - done, VOL_BLOCKS_PER_TRACK);

		track_init(buf, track / CKD_3390_HEADS, track % CKD_3390_HEADS);
		track_add_blocks(buf, blocks ? blocks + (size_t)done * VOL_BLOCK_SIZE : NULL, now);
		track_add_blocks(buf, NULL, VOL_BLOCKS_PER_TRACK - now);
		if (!image_write(&volume->image, track, buf))
			return false;
	}
	return true;
}

bool area_read(const struct volume *volume, uint32_t track, uint32_t first, uint8_t *blocks,
	uint32_t nr_blocks)
{
	static uint8_t buf[TRACK_SIZE];
	uint32_t in_buf = UINT32_MAX;

	for (uint32_t i = 0; i < nr_blocks; i++) {
		struct vol_place place = vol_block_place(track, first + i);
		uint32_t now = place.cyl * CKD_3390_HEADS + place.head;
		struct track_record record;

		if (now != in_buf && !image_read(&volume->image, now, TRACK_OURS, buf))
			return false;
		in_buf = now;
		if (!track_find(buf, place.rec, &record) || record.count.key_len ||
			be16_get(record.count.data_len) != VOL_BLOCK_SIZE)
			return place_error(volume->image.path, now, place.rec,
				"missing, or not a record of 4096 bytes");
		memcpy(blocks + (size_t)i * VOL_BLOCK_SIZE, record.data, VOL_BLOCK_SIZE);
	}
	return true;
}

enum track_owner track_owner_of(const struct volume *volume, uint32_t track)
{
	uint32_t cyl = track / CKD_3390_HEADS;

	return cyl > 0 && (alloc_is_all(&volume->alloc, cyl, 1, VOL_PERM) ||
				  alloc_is_all(&volume->alloc, cyl, 1, VOL_TDSK))
		       ? TRACK_THEIRS
		       : TRACK_OURS;
}
