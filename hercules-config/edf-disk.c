// SPDX-License-Identifier: Apache-2.0
/*
 * The disks of edf: minidisks of CKD images, a track of which is in storage at a time, and plain
 * files of blocks. Tracks are written in the order in which the file system writes blocks.
 */
#include "edf.h"

#include "ckdtrack.h"
#include "lib/err.h"
#include "lib/string.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* ---- Tracks ---------------------------------------------------------------------------------- */

static bool track_flush(struct cms_disk *disk)
{
	static uint8_t track[TRACK_SIZE];

	if (!disk->is_dirty)
		return true;
	linux_build_track(&disk->layout, disk->track_nr, disk->blocks, track);
	disk->is_dirty = false;
	return image_write(
		&disk->disk.image, disk->layout.first_cyl * CKD_3390_HEADS + disk->track_nr, track);
}

static bool track_get(struct cms_disk *disk, uint32_t nr)
{
	uint32_t track = disk->layout.first_cyl * CKD_3390_HEADS + nr;
	static uint8_t buf[TRACK_SIZE];
	const char *wrong;
	unsigned int rec;

	if (disk->track_nr == nr)
		return true;
	if (!track_flush(disk))
		return false;
	disk->track_nr = UINT32_MAX;
	if (!image_read(&disk->disk.image, track, TRACK_THEIRS, buf))
		return false;
	wrong = linux_take_track(&disk->layout, nr, buf, disk->blocks, &rec);
	if (wrong)
		return place_error(disk->path, track, rec, "%s", wrong);
	disk->track_nr = nr;
	return true;
}

/* ---- What the file system asks for ----------------------------------------------------------- */

static int disk_read(void *ctx, uint32_t block, uint32_t nr, void *buf)
{
	struct cms_disk *disk = ctx;
	uint32_t size = disk->block_size;
	uint8_t *to = buf;

	for (; nr > 0; nr--, block++, to += size) {
		uint32_t at = block - 1;

		if (disk->fd >= 0) {
			if (pread(disk->fd, to, size, (off_t)at * size) != (ssize_t)size) {
				image_error(disk->path, "cannot read block %u", block);
				return -E_IO;
			}
			continue;
		}
		if (!track_get(disk, at / disk->layout.per_track))
			return -E_IO;
		memcpy(to, disk->blocks + (size_t)(at % disk->layout.per_track) * size, size);
	}
	return 0;
}

static int disk_write(void *ctx, uint32_t block, uint32_t nr, const void *buf)
{
	struct cms_disk *disk = ctx;
	uint32_t size = disk->block_size;
	const uint8_t *from = buf;

	for (; nr > 0; nr--, block++, from += size) {
		uint32_t at = block - 1;

		if (disk->fd >= 0) {
			if (pwrite(disk->fd, from, size, (off_t)at * size) != (ssize_t)size) {
				image_error(disk->path, "cannot write block %u: %s", block,
					strerror(errno));
				return -E_IO;
			}
			continue;
		}
		if (!track_get(disk, at / disk->layout.per_track))
			return -E_IO;
		memcpy(disk->blocks + (size_t)(at % disk->layout.per_track) * size, from, size);
		disk->is_dirty = true;
	}
	return 0;
}

static void *disk_resize(void *ctx, void *old, size_t old_size, size_t size)
{
	(void)ctx;
	(void)old_size;
	if (size > 0)
		return realloc(old, size);
	free(old);
	return NULL;
}

static void disk_now(void *ctx, struct edf_time *now)
{
	time_t seconds = time(NULL);
	struct tm tm;

	(void)ctx;
	localtime_r(&seconds, &tm);
	const int part[] = {
		tm.tm_year % 100, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec};

	for (size_t i = 0; i < ARRAY_LEN(part); i++)
		now->digits[i] = (uint8_t)(part[i] / 10 * 16 + part[i] % 10);
	now->is_20xx = tm.tm_year >= 100;
}

const struct edf_ops cms_disk_ops = {disk_read, disk_write, disk_resize, disk_now};

/* ---- Opening --------------------------------------------------------------------------------- */

/* Finds the label in a file of blocks, and with it the size of the blocks. */
static bool file_find_label(struct cms_disk *disk)
{
	struct edf_label label;
	uint32_t size;

	for (size = EDF_BLOCK_MIN; size <= EDF_BLOCK_MAX; size *= 2) {
		off_t at = (off_t)(EDF_LABEL_BLOCK - 1) * size;

		if (pread(disk->fd, &label, sizeof(label), at) == sizeof(label) &&
			edf_label_check(&label, &disk->block_size) == 0 && disk->block_size == size)
			return true;
	}
	disk->is_fba = true;
	if (pread(disk->fd, &label, sizeof(label), EDF_FBA_LABEL_AT) == sizeof(label) &&
		edf_label_check(&label, &disk->block_size) == 0)
		return true;
	return image_error(disk->path, "it has no CMS label; edf format makes one");
}

static bool file_open(struct cms_disk *disk, enum image_access access, uint32_t nr_blocks)
{
	int flags = (access == IMAGE_READ ? O_RDONLY : O_RDWR) | O_CLOEXEC;
	struct stat stat;

	disk->fd = open(disk->path, nr_blocks ? flags | O_CREAT | O_EXCL : flags, 0644);
	if (disk->fd < 0 ||
		(nr_blocks && ftruncate(disk->fd, (off_t)nr_blocks * disk->block_size)) ||
		fstat(disk->fd, &stat))
		return image_error(disk->path, "%s", strerror(errno));
	if (!S_ISREG(stat.st_mode) && !S_ISBLK(stat.st_mode))
		return image_error(disk->path, "not a file");
	if (access == IMAGE_WRITE && flock(disk->fd, LOCK_EX | LOCK_NB))
		return image_error(disk->path, "another process has it open for writing");
	if (!disk->block_size && !file_find_label(disk))
		return false;
	disk->nr_blocks = (uint32_t)MIN(lseek(disk->fd, 0, SEEK_END) / disk->block_size, INT32_MAX);
	return true;
}

/* The size of the blocks of a minidisk; of what is not one of CMS it is 0. */
static bool minidisk_block_size(struct cms_disk *disk, const struct extent *extent)
{
	static uint8_t track[TRACK_SIZE];
	struct track_record record;
	struct edf_label label;

	if (!image_read(&disk->disk.image, extent->cyl * CKD_3390_HEADS, TRACK_THEIRS, track))
		return false;
	if (!track_find(track, EDF_LABEL_BLOCK, &record) || record.count.key_len ||
		be16_get(record.count.data_len) < sizeof(label))
		return true;
	memcpy(&label, record.data, sizeof(label));
	if (edf_label_check(&label, &disk->block_size) ||
		disk->block_size != be16_get(record.count.data_len))
		disk->block_size = 0;
	return true;
}

static bool minidisk_open(struct cms_disk *disk, const void *directory, enum image_access access)
{
	struct extent extent;
	const char *wrong;

	if (!disk_open(&disk->disk, disk->path, access))
		return false;
	if (!extent_parse(&disk->disk, directory, disk->where, &extent))
		return false;
	if (extent.copy) {
		extent_done(&extent);
		return image_error(disk->disk.image.path,
			"%s is a copy of another minidisk; edf does not know those", disk->where);
	}
	if (!disk->block_size && !minidisk_block_size(disk, &extent))
		return false;
	if (!disk->block_size)
		return image_error(
			disk->path, "%s has no CMS label; edf format makes one", disk->where);
	wrong = linux_disk_init(
		&disk->layout, LINUX_RAW, extent.cyl, extent.nr_cyls, disk->block_size, "");
	if (wrong)
		return image_error(disk->path, "%s", wrong);
	disk->nr_cyls = extent.nr_cyls;
	disk->nr_blocks = linux_nr_blocks(&disk->layout);
	disk->blocks = malloc(TRACK_SIZE);
	return true;
}

bool cms_disk_open(struct cms_disk *disk, const char *path, const char *where,
	const void *directory, enum image_access access, uint32_t block_size, uint32_t nr_blocks)
{
	bool is_file = strcmp(where, "-") == 0;

	*disk = (struct cms_disk){.path = path,
		.where = where,
		.block_size = block_size,
		.fd = -1,
		.disk.image.fd = -1,
		.track_nr = UINT32_MAX};
	if (is_file ? file_open(disk, access, nr_blocks) : minidisk_open(disk, directory, access))
		return true;
	cms_disk_close(disk);
	return false;
}

bool cms_disk_prepare(struct cms_disk *disk)
{
	static uint8_t track[TRACK_SIZE];

	if (disk->fd >= 0)
		return true;
	memset(disk->blocks, 0, TRACK_SIZE);
	for (uint32_t nr = 0; nr < disk->nr_cyls * CKD_3390_HEADS; nr++) {
		linux_build_track(&disk->layout, nr, disk->blocks, track);
		if (!image_write(
			    &disk->disk.image, disk->layout.first_cyl * CKD_3390_HEADS + nr, track))
			return false;
	}
	return true;
}

bool cms_disk_finish(struct cms_disk *disk)
{
	if (disk->fd >= 0)
		return fsync(disk->fd) == 0 ||
		       image_error(disk->path, "cannot write: %s", strerror(errno));
	return track_flush(disk) && image_finish(&disk->disk.image);
}

void cms_disk_close(struct cms_disk *disk)
{
	if (disk->fd >= 0)
		close(disk->fd);
	else if (disk->disk.image.fd >= 0)
		image_close(&disk->disk.image);
	free(disk->blocks);
}
