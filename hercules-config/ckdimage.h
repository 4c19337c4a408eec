/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A Hercules image of a 3390 volume in one file. Plain: a device header of 512 bytes, then all
 * tracks; empty tracks are holes of the file except for their first bytes. Or compressed: see
 * cckd.h.
 *
 * All functions that can fail say on the standard error why and how to mend it, and return false.
 */
#ifndef CKDIMAGE_H
#define CKDIMAGE_H

#include "arch/ckd.h"

#include <sys/types.h>

struct ckd_image {
	const char *path;
	int fd;
	uint32_t nr_cyls;
	uint32_t nr_tracks;
	struct cckd *cckd; /* NULL: plain */
};

enum image_access {
	IMAGE_READ,  /* also while Hercules uses it */
	IMAGE_WRITE, /* alone */
};

/* Says on the standard error what is wrong with an image, or with a place on it. Returns false. */
bool image_error(const char *path, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool place_error(const char *path, uint32_t track, unsigned int rec, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Opens and checks an image. IMAGE_WRITE refuses one that another process has open. */
bool image_open(struct ckd_image *image, const char *path, enum image_access access);

/*
 * Makes a file with nr_cyls cylinders of empty tracks. The file is new: an existing one is an
 * error.
 */
bool image_make(struct ckd_image *image, const char *path, uint32_t nr_cyls);

/* The same for a compressed one, which the emulator's dasdinit makes. */
bool image_make_compressed(struct ckd_image *image, const char *path, uint32_t nr_cyls);

/* Who writes a track: in count fields of minidisks and of other systems anything can stand. */
enum track_owner { TRACK_OURS, TRACK_THEIRS };

/* Reads one track, of TRACK_SIZE bytes; it comes checked. */
bool image_read(
	const struct ckd_image *image, uint32_t track, enum track_owner whose, uint8_t *buf);

/* Whether the track is well-formed; says so when not. Reads only what it must of an empty one. */
bool image_check_track(const struct ckd_image *image, uint32_t track, enum track_owner whose);

bool image_write(const struct ckd_image *image, uint32_t track, const uint8_t *buf);

/* Waits until everything written is on the disk; of a compressed image it is not in its place yet.
 */
bool image_sync(const struct ckd_image *image);

/* All was written: waits for it, and makes it count. */
bool image_finish(const struct ckd_image *image);

/* A compressed image that was not finished stays as it was. */
void image_close(struct ckd_image *image);

/* A process, other than this one, that has the file open, or 0; as far as /proc shows it. */
pid_t file_user(const char *path);

#endif
