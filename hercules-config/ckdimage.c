// SPDX-License-Identifier: Apache-2.0
/* Hercules CKD images: the file, its device header, who uses it, tracks in and out. */
#define _GNU_SOURCE
#include "ckdimage.h"

#include "cckd.h"
#include "ckdtrack.h"
#include "lib/string.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define HEADER_LEN     512
#define HEADER_ID      "CKD_P370"
#define HEADER_ID_CCKD "CKD_C370"
#define TYPE_3390      0x90

/* The device header; numbers little-endian. */
struct device_header {
	char id[8];            /* X'00' */
	uint8_t nr_heads[4];   /* X'08' */
	uint8_t track_size[4]; /* X'0C' */
	uint8_t type;          /* X'10' last byte of the device type */
	uint8_t file_nr;       /* X'11' 0: the volume is one file */
	uint8_t high_cyl[2];   /* X'12' of this file, when there are several */
	uint8_t reserved[492]; /* X'14' */
};
static_assert(sizeof(struct device_header) == HEADER_LEN, "device header");

bool image_error(const char *path, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fprintf(stderr, "%s: %s: ", program_invocation_short_name, path);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	return false;
}

bool place_error(const char *path, uint32_t track, unsigned int rec, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fprintf(stderr, "%s: %s: cylinder %u head %u record %u: ", program_invocation_short_name,
		path, track / CKD_3390_HEADS, track % CKD_3390_HEADS, rec);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	return false;
}

static uint32_t le32_get(const uint8_t *at)
{
	return at[0] | at[1] << 8 | at[2] << 16 | (uint32_t)at[3] << 24;
}

static void le32_put(uint8_t *at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = value >> 8 * i;
}

static off_t track_at(uint32_t track)
{
	return HEADER_LEN + (off_t)track * TRACK_SIZE;
}

/* Whether a process has the file open. */
static bool process_uses(const char *pid, const struct stat *file)
{
	char path[300];
	struct dirent *entry;
	struct stat other;
	bool found = false;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%.20s/fd", pid);
	dir = opendir(path);
	if (!dir)
		return false; /* gone, or not ours to look into */
	while (!found && (entry = readdir(dir))) {
		snprintf(path, sizeof(path), "/proc/%.20s/fd/%.20s", pid, entry->d_name);
		found = stat(path, &other) == 0 && other.st_dev == file->st_dev &&
			other.st_ino == file->st_ino;
	}
	closedir(dir);
	return found;
}

pid_t file_user(const char *path)
{
	struct dirent *entry;
	struct stat file;
	pid_t user = 0;
	DIR *dir;

	if (stat(path, &file))
		return 0;
	dir = opendir("/proc");
	if (!dir)
		return 0;
	while (!user && (entry = readdir(dir))) {
		pid_t pid = atoi(entry->d_name);

		if (pid > 0 && pid != getpid() && process_uses(entry->d_name, &file))
			user = pid;
	}
	closedir(dir);
	return user;
}

static bool header_check(struct ckd_image *image)
{
	struct device_header header;
	struct stat stat;
	uint32_t nr_cyls;
	bool compressed;

	if (fstat(image->fd, &stat))
		return image_error(image->path, "%s", strerror(errno));
	if (pread(image->fd, &header, sizeof(header), 0) != sizeof(header))
		return image_error(image->path, "too short for a disk image; make one with "
						"cpfmt create");
	compressed = memcmp(header.id, HEADER_ID_CCKD, sizeof(header.id)) == 0;
	if (!compressed && memcmp(header.id, HEADER_ID, sizeof(header.id)) != 0)
		return image_error(image->path, "not a Hercules CKD image; make one with "
						"cpfmt create");
	if (header.type != TYPE_3390 || le32_get(header.nr_heads) != CKD_3390_HEADS ||
		le32_get(header.track_size) != TRACK_SIZE)
		return image_error(image->path, "not a 3390; only 3390 images can be used");
	if (header.file_nr)
		return image_error(image->path, "one of several files of a volume; make one file "
						"of it with dasdcopy -lfs OLD NEW");
	if (compressed) {
		nr_cyls = cckd_nr_cyls(image->path, image->fd);
		image->nr_cyls = nr_cyls;
		image->nr_tracks = nr_cyls * CKD_3390_HEADS;
		image->cckd = nr_cyls ? cckd_open(image->path, image->fd, nr_cyls) : NULL;
		return image->cckd != NULL;
	}
	nr_cyls = (stat.st_size - HEADER_LEN) / TRACK_SIZE / CKD_3390_HEADS;
	if (nr_cyls == 0 || nr_cyls > CKD_3390_CYLS_MAX ||
		stat.st_size != track_at(nr_cyls * CKD_3390_HEADS))
		return image_error(image->path,
			"%lld bytes are not a whole number of cylinders; "
			"the file was cut or is damaged",
			(long long)stat.st_size);
	image->nr_cyls = nr_cyls;
	image->nr_tracks = nr_cyls * CKD_3390_HEADS;
	return true;
}

bool image_open(struct ckd_image *image, const char *path, enum image_access access)
{
	pid_t user;

	*image = (struct ckd_image){.path = path};
	image->fd = open(path, (access == IMAGE_WRITE ? O_RDWR : O_RDONLY) | O_CLOEXEC);
	if (image->fd < 0)
		return image_error(path, "%s", strerror(errno));
	if (access == IMAGE_WRITE) {
		user = file_user(path);
		if (user || flock(image->fd, LOCK_EX | LOCK_NB)) {
			image_close(image);
			return image_error(path, "in use by process %d; end Hercules first", user);
		}
	}
	if (!header_check(image)) {
		image_close(image);
		return false;
	}
	return true;
}

/* Writes all of buf. */
static bool file_write(const struct ckd_image *image, off_t at, const void *buf, size_t len)
{
	const uint8_t *byte = buf;

	while (len > 0) {
		ssize_t done = pwrite(image->fd, byte, len, at);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return image_error(image->path, "cannot write: %s", strerror(errno));
		byte += done;
		at += done;
		len -= done;
	}
	return true;
}

bool image_make(struct ckd_image *image, const char *path, uint32_t nr_cyls)
{
	struct device_header header = {.id = HEADER_ID, .type = TYPE_3390};
	static uint8_t track[TRACK_SIZE];

	*image = (struct ckd_image){.path = path, .nr_cyls = nr_cyls};
	image->nr_tracks = nr_cyls * CKD_3390_HEADS;
	image->fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (image->fd < 0)
		return image_error(path, "%s", strerror(errno));
	le32_put(header.nr_heads, CKD_3390_HEADS);
	le32_put(header.track_size, TRACK_SIZE);
	if (!file_write(image, 0, &header, sizeof(header)))
		return false;
	if (ftruncate(image->fd, track_at(image->nr_tracks)))
		return image_error(path, "cannot make it large enough: %s", strerror(errno));
	for (uint32_t i = 0; i < image->nr_tracks; i++) {
		track_init(track, i / CKD_3390_HEADS, i % CKD_3390_HEADS);
		if (!file_write(image, track_at(i), track, track_used(track)))
			return false;
	}
	return true;
}

/* Runs dasdinit without its talk. */
static bool run_dasdinit(const char *path, uint32_t nr_cyls)
{
	char cyls[12];
	pid_t child;
	int status;

	str_format(cyls, sizeof(cyls), "%u", nr_cyls);
	child = fork();
	if (child == 0) {
		if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
			_exit(127);
		execlp("dasdinit", "dasdinit", "-z", "-lfs", path, "3390", "NONAME", cyls,
			(char *)NULL);
		_exit(127);
	}
	return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
	       WEXITSTATUS(status) == 0;
}

bool image_make_compressed(struct ckd_image *image, const char *path, uint32_t nr_cyls)
{
	static uint8_t track[TRACK_SIZE];

	*image = (struct ckd_image){.path = path, .fd = -1};
	if (!run_dasdinit(path, nr_cyls))
		return image_error(
			path, "dasdinit, which comes with the emulator, could not make it");
	if (!image_open(image, path, IMAGE_WRITE))
		return false;
	/* Differs: what dasdinit writes on this track, the emulator's cckdcdsk takes for an error.
	 */
	track_init(track, 0, 1);
	return image_write(image, 1, track);
}

bool image_read(const struct ckd_image *image, uint32_t track, enum track_owner whose, uint8_t *buf)
{
	const char *wrong;
	unsigned int rec;

	if (image->cckd ? !cckd_read(image->cckd, track, buf)
			: pread(image->fd, buf, TRACK_SIZE, track_at(track)) != TRACK_SIZE)
		return place_error(image->path, track, 0, "cannot read the track%s%s",
			image->cckd ? "" : ": ", image->cckd ? "" : strerror(errno));
	wrong = track_check(
		buf, track / CKD_3390_HEADS, track % CKD_3390_HEADS, whose == TRACK_OURS, &rec);
	if (wrong)
		return place_error(image->path, track, rec,
			"%s; take the volume from a copy, or make it anew", wrong);
	return true;
}

bool image_check_track(const struct ckd_image *image, uint32_t track, enum track_owner whose)
{
	static uint8_t buf[TRACK_SIZE], empty[TRACK_SIZE];
	size_t used;

	track_init(empty, track / CKD_3390_HEADS, track % CKD_3390_HEADS);
	used = track_used(empty);
	if (!image->cckd && pread(image->fd, buf, used, track_at(track)) == (ssize_t)used &&
		memcmp(buf, empty, used) == 0)
		return true;
	return image_read(image, track, whose, buf);
}

bool image_write(const struct ckd_image *image, uint32_t track, const uint8_t *buf)
{
	if (image->cckd)
		return cckd_write(image->cckd, track, buf);
	return file_write(image, track_at(track), buf, TRACK_SIZE);
}

bool image_finish(const struct ckd_image *image)
{
	return image->cckd ? cckd_finish(image->cckd) : image_sync(image);
}

bool image_sync(const struct ckd_image *image)
{
	if (image->cckd)
		return true;
	if (fsync(image->fd))
		return image_error(image->path, "cannot write: %s", strerror(errno));
	return true;
}

void image_close(struct ckd_image *image)
{
	cckd_close(image->cckd);
	image->cckd = NULL;
	if (image->fd >= 0)
		close(image->fd);
	image->fd = -1;
}
