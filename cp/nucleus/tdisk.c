// SPDX-License-Identifier: Apache-2.0
/*
 * T-disks.
 *
 * Which cylinders are free is nowhere noted: those of TDSK space that no T-disk has, and a T-disk
 * is there as long as somebody has it. So nothing is to be mended after a crash. What its last
 * owner wrote stays on the volume; it is erased before the next one has it.
 */
#include "nucleus/tdisk.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/volume/alloc.h"
#include "mach/clock.h"
#include "nucleus/task.h"

#define TRIES_MAX 5000

/* A track as READ TRACK gives it, with nothing but R0. */
struct empty_track {
	struct ckd_count count;
	uint8_t data[8];
	uint8_t end[8];
};
static_assert(sizeof(struct empty_track) == 24, "an empty track");

static int erase_track(struct dasd *dasd, uint32_t track)
{
	struct empty_track image = {
		.count = {be16((uint16_t)(track / CKD_3390_HEADS)), be16(track % CKD_3390_HEADS), 0,
			0, be16(sizeof(image.data))}};
	struct dasd_io io = {.dasd = dasd,
		.op = DASD_WRITE_TRACK,
		.track = track,
		.buf = &image,
		.size = sizeof(image)};

	memset(image.end, 0xFF, sizeof(image.end));
	return dasd_run(&io);
}

static bool forget(struct volume *volume, uint32_t first, uint32_t nr)
{
	bool is_done = true;

	for (uint32_t i = 0; i < nr; i++)
		is_done &= tc_forget_track(volume, first + i);
	return is_done;
}

static int erase(const struct minidisk *disk)
{
	const uint32_t first = disk->cyl * CKD_3390_HEADS, nr = disk->nr_cyls * CKD_3390_HEADS;
	unsigned tries = 0;
	int rc = 0;

	/* The last owner's last writes may still go on; or somebody writes there who has all of the
	 * volume. */
	while (!rc && !forget(disk->volume, first, nr)) {
		task_sleep_until(clock_now() + TOD_MS);
		rc = ++tries < TRIES_MAX ? 0 : -E_BUSY;
	}
	for (uint32_t i = 0; !rc && i < nr; i++)
		rc = erase_track(volume_dasd(disk->volume), first + i);
	return rc;
}

/* Room on this volume. */
static int take_from(struct volume *volume, uint32_t nr_cyls, struct minidisk **disk)
{
	const struct vol_alloc *map = volume_alloc(volume);
	struct alloc_extent extent;
	int rc = -E_FULL;

	for (uint32_t i = 0; rc == -E_FULL && map && alloc_find(map, VOL_TDSK, i, &extent); i++)
		rc = minidisk_make_tdisk(volume, extent.cyl, extent.nr_cyls, nr_cyls, disk);
	return rc;
}

int tdisk_create(uint32_t nr_cyls, struct minidisk **disk)
{
	struct rdev *rdev = NULL;
	struct volume_info info;
	int rc = -E_FULL;

	while (rc == -E_FULL && (rdev = rdev_next(rdev)) != NULL) {
		if (rdev->class != RDEV_DASD)
			continue;
		volume_info(rdev, &info);
		if (info.volume && !dasd_is_gone(volume_dasd(info.volume)))
			rc = take_from(info.volume, nr_cyls, disk);
		volume_put(info.volume);
	}
	if (!rc) {
		rc = erase(*disk);
		if (rc)
			minidisk_put(*disk);
	}
	return rc == -E_FULL || rc == -E_NOMEM || !rc ? rc : -E_IO;
}
