/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A disk's tracks in storage, for tests of the virtual 3390. Tracks that nobody wrote are empty.
 * With is_lazy set each call first says that it must be waited for.
 */
#ifndef FAKE_DISK_H
#define FAKE_DISK_H

#include "lib/err.h"
#include "logic/eckd/store.h"

#include <stdlib.h>
#include <string.h>

#ifndef FAKE_FAIL
#define FAKE_FAIL(text) ck_abort_msg("%s", text)
#endif
#define FAKE_CHECK(expr)                                                                           \
	do {                                                                                       \
		if (!(expr))                                                                       \
			FAKE_FAIL(#expr);                                                          \
	} while (0)

struct fake_disk {
	uint32_t nr_tracks;
	struct ckd_track **track; /* NULL: empty */
	unsigned first, last;     /* only these may be asked for */
	bool is_lazy, said_again, is_full;
	bool is_shared; /* by several devices: one may have flushed what another wrote */
	unsigned lazy_period, calls; /* or every so many calls must be waited for; 0: none */
	int failure;                 /* what the next call returns */
	int flush_failure;
	int held, blocks; /* tracks and blocks that somebody has */
	unsigned gets, updates, formats, flushes, written;
	uint32_t common; /* others have read the tracks from this one on */
	bool is_reserved_elsewhere, is_reserved;
	void (*check)(uint32_t track); /* called for each track that is asked for; may be NULL */
};

static inline struct ckd_track *fake_track_new(unsigned nr)
{
	struct ckd_track *track = calloc(1, sizeof(*track) + nr * sizeof(track->record[0]));

	track->nr_records = (uint16_t)nr;
	return track;
}

static inline void fake_track_delete(struct ckd_track *track)
{
	for (unsigned i = 0; track && i < track->nr_records; i++)
		free(track->record[i].data);
	free(track);
}

/* A private copy, as what a program holds must not change. */
static inline struct ckd_track *fake_track_copy(
	const struct ckd_track *from, unsigned keep, unsigned more)
{
	struct ckd_track *track = fake_track_new(keep + more);

	if (from)
		memcpy(track->r0, from->r0, sizeof(track->r0));
	for (unsigned i = 0; i < keep; i++) {
		uint32_t len = ckd_record_len(&from->record[i].count);
		void *data = NULL;

		track->record[i] = from->record[i];
		if (len && posix_memalign(&data, 4096, len))
			abort();
		if (len)
			memcpy(data, from->record[i].data, len);
		track->record[i].data = data;
		track->cells += ckd_record_cells(&track->record[i].count);
	}
	return track;
}

static inline bool fake_waits(struct fake_disk *disk)
{
	disk->said_again = disk->is_lazy && !disk->said_again;
	return disk->said_again || (disk->lazy_period && ++disk->calls % disk->lazy_period == 0);
}

/* What each call begins with: 0, or what it returns at once. */
static inline int fake_call(struct fake_disk *disk)
{
	int rc = disk->failure;

	if (fake_waits(disk))
		return -E_AGAIN;
	disk->failure = 0;
	return rc;
}

static inline void fake_check_track(const struct fake_disk *disk, uint32_t track)
{
	FAKE_CHECK(track < disk->nr_tracks);
	FAKE_CHECK(track >= disk->first && track <= disk->last);
	if (disk->check)
		disk->check(track);
}

static inline int fake_get(void *ctx, uint32_t track, const struct ckd_track **out)
{
	struct fake_disk *disk = ctx;
	const struct ckd_track *from;
	struct ckd_track *copy;
	int rc;

	fake_check_track(disk, track);
	rc = fake_call(disk);
	if (rc)
		return rc;
	disk->gets++;
	disk->held++;
	from = disk->track[track];
	copy = fake_track_copy(from, from ? from->nr_records : 0, 0);
	copy->is_common = track >= disk->common;
	*out = copy;
	return 0;
}

static inline void fake_put(void *ctx, const struct ckd_track *track)
{
	struct fake_disk *disk = ctx;

	disk->held--;
	fake_track_delete((struct ckd_track *)(uintptr_t)track);
}

static inline uint8_t *fake_alloc(void *ctx, uint32_t len)
{
	struct fake_disk *disk = ctx;
	void *data;

	FAKE_CHECK(len > 0 && len <= 65790);
	if (disk->is_full)
		return NULL;
	if (posix_memalign(&data, 4096, len))
		abort();
	memset(data, 0xEE, len);
	disk->blocks++;
	return data;
}

static inline void fake_free(void *ctx, uint8_t *data, uint32_t len)
{
	struct fake_disk *disk = ctx;

	FAKE_CHECK(data && len > 0);
	disk->blocks--;
	free(data);
}

static inline int fake_update(
	void *ctx, uint32_t nr, unsigned rec, const struct ckd_count *count, uint8_t *data)
{
	struct fake_disk *disk = ctx;
	struct ckd_track *track;
	int rc;

	fake_check_track(disk, nr);
	rc = fake_call(disk);
	if (rc)
		return rc;
	track = disk->track[nr];
	if (!track || rec < 1 || rec > track->nr_records ||
		memcmp(&track->record[rec - 1].count, count, sizeof(*count)) != 0)
		return -E_NOENT;
	free(track->record[rec - 1].data);
	track->record[rec - 1].data = data;
	disk->blocks--;
	disk->updates++;
	disk->written++;
	return 0;
}

static inline int fake_format(void *ctx, uint32_t nr, unsigned keep, const struct ckd_record *add,
	unsigned nr_add, const uint8_t *r0)
{
	struct fake_disk *disk = ctx;
	struct ckd_track *old, *fresh;
	uint32_t cells;
	int rc;

	fake_check_track(disk, nr);
	rc = fake_call(disk);
	if (rc)
		return rc;
	old = disk->track[nr];
	if (keep > (old ? old->nr_records : 0))
		return -E_NOENT;
	fresh = fake_track_copy(old, keep, nr_add);
	cells = fresh->cells;
	for (unsigned i = 0; i < nr_add; i++) {
		fresh->record[keep + i] = add[i];
		disk->blocks -= add[i].data != NULL;
		cells += ckd_record_cells(&add[i].count);
	}
	FAKE_CHECK(cells <= CKD_3390_CELLS); /* with one disk nothing can come in between */
	fresh->cells = (uint16_t)cells;
	if (r0)
		memcpy(fresh->r0, r0, sizeof(fresh->r0));
	disk->track[nr] = fresh;
	fake_track_delete(old);
	disk->formats++;
	disk->written++;
	return 0;
}

static inline int fake_flush(void *ctx)
{
	struct fake_disk *disk = ctx;
	int rc;

	if (fake_waits(disk))
		return -E_AGAIN;
	FAKE_CHECK(disk->written > 0 || disk->is_shared);
	disk->written = 0;
	disk->flushes++;
	rc = disk->flush_failure;
	disk->flush_failure = 0;
	return rc;
}

static inline int fake_reserve(void *ctx, enum eckd_reserve what)
{
	struct fake_disk *disk = ctx;

	switch (what) {
	case ECKD_IS_MINE: return disk->is_reserved ? 0 : -E_BUSY;
	case ECKD_IS_FREE: return disk->is_reserved_elsewhere ? -E_BUSY : 0;
	case ECKD_STEAL: disk->is_reserved_elsewhere = false; /* fall through */
	case ECKD_RESERVE:
		if (disk->is_reserved_elsewhere)
			return -E_BUSY;
		disk->is_reserved = true;
		return 0;
	default: disk->is_reserved = false; return 0;
	}
}

static const struct eckd_store_ops fake_store = {fake_get, fake_put, fake_alloc, fake_free,
	fake_update, fake_format, fake_flush, fake_reserve};

static inline void fake_disk_create(struct fake_disk *disk, uint32_t nr_tracks)
{
	memset(disk, 0, sizeof(*disk));
	disk->nr_tracks = nr_tracks;
	disk->last = nr_tracks - 1;
	disk->track = calloc(nr_tracks, sizeof(disk->track[0]));
}

static inline void fake_disk_delete(struct fake_disk *disk)
{
	FAKE_CHECK(disk->held == 0 && disk->blocks == 0);
	for (uint32_t i = 0; i < disk->nr_tracks; i++)
		fake_track_delete(disk->track[i]);
	free(disk->track);
}

/* Adds a record behind the last of a track; its data are fill, fill + 1, ... */
static inline void fake_add(struct fake_disk *disk, uint32_t nr, uint8_t rec, uint8_t key_len,
	uint16_t data_len, uint8_t fill)
{
	struct ckd_track *old = disk->track[nr];
	unsigned keep = old ? old->nr_records : 0;
	struct ckd_track *fresh = fake_track_copy(old, keep, 1);
	struct ckd_record *record = &fresh->record[keep];
	uint32_t len = key_len + data_len;
	void *data = NULL;

	record->count = (struct ckd_count){.cyl = be16((uint16_t)(nr / 15)),
		.head = be16(nr % 15),
		.rec = rec,
		.key_len = key_len,
		.data_len = be16(data_len)};
	if (len && posix_memalign(&data, 4096, len))
		abort();
	for (uint32_t i = 0; i < len; i++)
		((uint8_t *)data)[i] = (uint8_t)(fill + i);
	record->data = data;
	fresh->cells += (uint16_t)ckd_record_cells(&record->count);
	disk->track[nr] = fresh;
	fake_track_delete(old);
}

#endif
