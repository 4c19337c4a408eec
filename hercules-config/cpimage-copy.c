// SPDX-License-Identifier: Apache-2.0
/* cpimage put and get: files into minidisks and out. */
#include "cpimage.h"

#include "ckdtrack.h"
#include "lib/string.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCKS_MAX TRACK_SIZE /* bytes of all blocks of a track */

/* Reads what the file has at the place, up to len bytes; the rest is zeros. */
static bool read_at(int fd, const char *path, uint64_t at, uint8_t *buf, size_t len)
{
	size_t done = 0;

	memset(buf, 0, len);
	while (done < len) {
		ssize_t now = pread(fd, buf + done, len - done, (off_t)(at + done));

		if (now < 0 && errno == EINTR)
			continue;
		if (now < 0)
			return image_error(path, "cannot read: %s", strerror(errno));
		if (now == 0)
			break;
		done += now;
	}
	return true;
}

/* What stands on a boot track. */
static const uint8_t *boot_track(
	const struct linux_disk *linux_disk, const struct linux_boot *boot, uint32_t nr)
{
	uint32_t first = linux_disk->nr_cyls * CKD_3390_HEADS - linux_disk->nr_boot_tracks;

	return boot->blocks + (size_t)(nr - first) * VOL_BLOCKS_PER_TRACK * VOL_BLOCK_SIZE;
}

/* ---- Put ------------------------------------------------------------------------------------- */

/* Writes all tracks of the minidisk; the blocks of boot tracks are in boot. */
static bool put_tracks(const struct disk *disk, const struct linux_disk *linux_disk,
	const struct linux_boot *boot, int fd, const char *file)
{
	static uint8_t blocks[BLOCKS_MAX], track[TRACK_SIZE];
	const uint32_t nr_tracks = linux_disk->nr_cyls * CKD_3390_HEADS;
	const uint32_t track_len = linux_disk->per_track * linux_disk->block_size;
	const uint64_t before = (uint64_t)linux_first_block(linux_disk) * linux_disk->block_size;

	for (uint32_t nr = 0; nr < nr_tracks; nr++) {
		uint64_t at = (uint64_t)nr * track_len;
		uint64_t skip = at < before ? MIN(before - at, track_len) : 0;

		memset(blocks, 0, skip);
		if (nr >= nr_tracks - linux_disk->nr_boot_tracks)
			memcpy(blocks, boot_track(linux_disk, boot, nr), track_len);
		else if (!read_at(fd, file, at + skip - before, blocks + skip, track_len - skip))
			return false;
		linux_build_track(linux_disk, nr, blocks, track);
		if (!image_write(&disk->image, linux_disk->first_cyl * CKD_3390_HEADS + nr, track))
			return false;
		progress(file, nr + 1, nr_tracks);
	}
	return image_finish(&disk->image);
}

/* The boot files go to the last tracks. */
static bool plan_boot(
	struct linux_disk *linux_disk, struct linux_boot *boot, const struct put_options *options)
{
	uint32_t nr_tracks = linux_disk->nr_cyls * CKD_3390_HEADS;

	if (!options->boot.kernel)
		return true;
	if (options->layout != LINUX_CDL || options->block_size != VOL_BLOCK_SIZE)
		return image_error(options->boot.kernel,
			"IPL needs the layout CDL and blocks of %u", VOL_BLOCK_SIZE);
	if (!linux_boot_read(boot, &options->boot))
		return false;
	if (boot->nr_tracks >= nr_tracks)
		return image_error(options->boot.kernel, "%u tracks; the minidisk has %u",
			boot->nr_tracks, nr_tracks);
	linux_disk->nr_boot_tracks = boot->nr_tracks;
	linux_boot_place(boot, nr_tracks - boot->nr_tracks, linux_disk->ipl1, linux_disk->ipl2);
	return true;
}

static bool put_plan(const struct disk *disk, const struct extent *extent, const char *file, int fd,
	const struct put_options *options, struct linux_disk *linux_disk, struct linux_boot *boot)
{
	const char *volid = options->volid ? options->volid : disk->volid;
	char upper[VOLID_SIZE];
	const char *wrong;
	uint64_t room;
	struct stat stat;

	if (options->volid && volid_parse(options->volid, strlen(options->volid), upper))
		return image_error(file, "%s: not a label of 1 to 6 characters", options->volid);
	if (options->volid)
		volid = upper;
	wrong = linux_disk_init(linux_disk, options->layout, extent->cyl, extent->nr_cyls,
		options->block_size, volid);
	if (wrong)
		return image_error(file, "%s", wrong);
	if (fstat(fd, &stat))
		return image_error(file, "%s", strerror(errno));
	if (!S_ISREG(stat.st_mode))
		return image_error(file, "not a file");
	if (!plan_boot(linux_disk, boot, options))
		return false;
	room = (uint64_t)linux_nr_blocks(linux_disk) * linux_disk->block_size;
	if ((uint64_t)stat.st_size > room)
		return image_error(file,
			"%lld bytes; %u cylinders as %s with blocks of %u%s have room for %llu",
			(long long)stat.st_size, extent->nr_cyls,
			linux_layout_name(linux_disk->layout), linux_disk->block_size,
			linux_disk->nr_boot_tracks ? " and boot files" : "",
			(unsigned long long)room);
	return true;
}

/* A copy has only what was changed: nobody puts a whole disk there by its name. */
static bool is_for_put(const struct disk *disk, struct extent *extent, const char *where)
{
	bool is_copy = extent->copy;

	extent_done(extent);
	return !is_copy || image_error(disk->image.path,
				   "%s is a copy of another minidisk; what is put to %u:%u "
				   "replaces its changes",
				   where, extent->cyl, extent->nr_cyls);
}

int cpimage_put(const char *path, const char *where, const char *file, const void *directory,
	const struct put_options *options)
{
	static struct disk disk;
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	struct linux_disk linux_disk;
	struct linux_boot boot = {};
	struct extent extent;
	bool good = false;

	if (fd < 0) {
		image_error(file, "%s", strerror(errno));
		return EXIT_REFUSED;
	}
	if (disk_open(&disk, path, IMAGE_WRITE)) {
		good = extent_parse(&disk, directory, where, &extent) &&
		       is_for_put(&disk, &extent, where) &&
		       put_plan(&disk, &extent, file, fd, options, &linux_disk, &boot) &&
		       put_tracks(&disk, &linux_disk, &boot, fd, file);
		linux_boot_free(&boot);
		image_close(&disk.image);
	}
	close(fd);
	return good ? EXIT_GOOD : EXIT_REFUSED;
}

/* ---- Get ------------------------------------------------------------------------------------- */

bool extent_recognise(const struct disk *disk, const struct extent *extent,
	struct linux_disk *found, const char **wrong)
{
	static uint8_t track[2][TRACK_SIZE];

	for (uint32_t i = 0; i < 2; i++) {
		if (!image_read(&disk->image, extent_track(extent, i), TRACK_THEIRS, track[i]))
			return false;
	}
	*wrong = linux_recognise(found, extent->cyl, extent_size(extent), track[0], track[1]);
	return true;
}

bool extent_check_boot(const struct disk *disk, const struct extent *extent,
	const struct linux_disk *linux_disk, const char **wrong)
{
	const size_t size = VOL_BLOCKS_PER_TRACK * VOL_BLOCK_SIZE;
	static uint8_t track[TRACK_SIZE];
	uint32_t nr = linux_disk->nr_boot_tracks;
	uint32_t first = linux_disk->nr_cyls * CKD_3390_HEADS - nr;
	bool good = true;
	uint8_t *blocks;
	unsigned int rec;

	*wrong = NULL;
	if (!nr || nr > LINUX_BOOT_TRACKS_MAX || linux_disk->block_size != VOL_BLOCK_SIZE)
		return true; /* not ours */
	blocks = calloc(nr, size);
	if (!blocks)
		return image_error(disk->image.path, "no storage");
	for (uint32_t i = 0; good && !*wrong && i < nr; i++) {
		good = image_read(
			&disk->image, extent_track(extent, first + i), TRACK_THEIRS, track);
		if (good)
			*wrong = linux_take_track(
				linux_disk, first + i, track, blocks + i * size, &rec);
	}
	if (good && !*wrong)
		*wrong = linux_boot_check(blocks, nr, first);
	free(blocks);
	return good;
}

static bool is_zero(const uint8_t *buf, size_t len)
{
	return len == 0 || (buf[0] == 0 && memcmp(buf, buf + 1, len - 1) == 0);
}

/* Writes len bytes; zeros become a hole of the file. */
static bool write_at(int fd, const char *path, uint64_t at, const uint8_t *buf, size_t len)
{
	if (is_zero(buf, len))
		return true;
	while (len > 0) {
		ssize_t now = pwrite(fd, buf, len, (off_t)at);

		if (now < 0 && errno == EINTR)
			continue;
		if (now <= 0)
			return image_error(path, "cannot write: %s", strerror(errno));
		buf += now;
		at += now;
		len -= now;
	}
	return true;
}

static bool get_tracks(const struct disk *disk, const struct extent *extent,
	const struct linux_disk *linux_disk, int fd, const char *file)
{
	static uint8_t blocks[BLOCKS_MAX], buf[TRACK_SIZE];
	const uint32_t nr_tracks =
		linux_disk->nr_cyls * CKD_3390_HEADS - linux_disk->nr_boot_tracks;
	const uint32_t track_len = linux_disk->per_track * linux_disk->block_size;
	const uint64_t before = (uint64_t)linux_first_block(linux_disk) * linux_disk->block_size;

	for (uint32_t nr = 0; nr < nr_tracks; nr++) {
		uint32_t track = extent_track(extent, nr);
		uint64_t at = (uint64_t)nr * track_len;
		uint64_t skip = at < before ? MIN(before - at, track_len) : 0;
		const char *wrong;
		unsigned int rec;

		if (!image_read(&disk->image, track, TRACK_THEIRS, buf))
			return false;
		wrong = linux_take_track(linux_disk, nr, buf, blocks, &rec);
		if (wrong)
			return place_error(disk->image.path, track, rec, "%s", wrong);
		if (!write_at(fd, file, at + skip - before, blocks + skip, track_len - skip))
			return false;
		progress(file, nr + 1, nr_tracks);
	}
	if (ftruncate(fd, (off_t)((uint64_t)linux_nr_blocks(linux_disk) * linux_disk->block_size)))
		return image_error(file, "cannot write: %s", strerror(errno));
	return true;
}

/* Into a file of a name of its own, which gets its name when it is whole. */
static bool get_into(const struct disk *disk, const struct extent *extent,
	const struct linux_disk *linux_disk, const char *file)
{
	char temporary[4096];
	bool good;
	int fd;

	if (str_format(temporary, sizeof(temporary), "%s.%d.new", file, (int)getpid()) >=
		(int)sizeof(temporary))
		return image_error(file, "the name is too long");
	fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0)
		return image_error(temporary, "%s", strerror(errno));
	good = get_tracks(disk, extent, linux_disk, fd, file);
	close(fd);
	if (good && rename(temporary, file))
		good = image_error(file, "%s", strerror(errno));
	if (!good)
		unlink(temporary);
	return good;
}

int cpimage_get(const char *path, const char *where, const char *file, const void *directory)
{
	static struct disk disk;
	struct linux_disk linux_disk;
	struct extent extent = {};
	const char *wrong = NULL;
	bool good = false;

	if (!disk_open(&disk, path, IMAGE_READ))
		return EXIT_REFUSED;
	if (extent_parse(&disk, directory, where, &extent) &&
		extent_recognise(&disk, &extent, &linux_disk, &wrong)) {
		if (linux_disk.layout == LINUX_NONE)
			image_error(path, "%s is not formatted by Linux", where);
		else if (wrong)
			image_error(path, "%s: %s", where, wrong);
		else
			good = get_into(&disk, &extent, &linux_disk, file);
	}
	extent_done(&extent);
	image_close(&disk.image);
	return good ? EXIT_GOOD : EXIT_REFUSED;
}
