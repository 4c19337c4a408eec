/* SPDX-License-Identifier: Apache-2.0 */
/* The subcommands of cpimage. They say on the standard error what is wrong. */
#ifndef CPIMAGE_H
#define CPIMAGE_H

#include "ckdimage.h"
#include "linuxboot.h"
#include "linuxdisk.h"
#include "logic/directory/lookup.h"
#include "logic/volume/label.h"

enum {
	EXIT_GOOD = 0,
	EXIT_REFUSED = 1, /* or check found something wrong */
	EXIT_USAGE = 2,
};

/* An image and what is known of the volume on it. */
struct disk {
	struct ckd_image image;
	char volid[VOLID_SIZE]; /* "": no label */
	bool has_map;
	struct vol_alloc alloc; /* checked, with has_map */
};

/* Cylinders of the image. */
struct extent {
	uint32_t cyl, nr_cyls;
};

struct put_options {
	enum linux_layout layout;
	uint32_t block_size;
	const char *volid;            /* NULL: that of the image */
	struct linux_boot_files boot; /* kernel NULL: IPL loads nothing */
};

bool disk_open(struct disk *disk, const char *path, enum image_access access);

/* Reads an object directory, checked; NULL: it can't be. */
const void *directory_open(const char *path);

/*
 * A minidisk on the disk: "100:50", 50 cylinders from 100 on, "LINUX1/200" in the directory (NULL:
 * none was given), or "ALL": the whole volume, its label too. Checks that it is on the image and,
 * on a volume of CP, on PERM space.
 */
bool extent_parse(
	const struct disk *disk, const void *directory, const char *text, struct extent *extent);

/* Calls fn for each minidisk of the directory on the volume with this name. */
struct owner {
	char userid[9];
	uint16_t vdev;
	char mode[5];
	struct extent extent; /* nr_cyls 0: to the end, and the disk has no more */
};
void each_minidisk(const void *directory, const struct disk *disk,
	void (*fn)(const struct owner *owner, void *ctx), void *ctx);

/*
 * Whether the boot files of a disk with linux_disk.nr_boot_tracks are whole. False: its tracks
 * can't be read.
 */
bool extent_check_boot(
	const struct disk *disk, const struct linux_disk *linux_disk, const char **wrong);

/* What Linux layout an extent has. False: its first tracks can't be read. */
bool extent_recognise(const struct disk *disk, const struct extent *extent,
	struct linux_disk *found, const char **wrong);

int cpimage_put(const char *path, const char *where, const char *file, const void *directory,
	const struct put_options *options);
int cpimage_get(const char *path, const char *where, const char *file, const void *directory);
int cpimage_list(const char *path, const void *directory);
int cpimage_check(const char *path, const void *directory);

/* Shows how far long work is, on a terminal only; done == all ends it. */
void progress(const char *what, uint32_t done, uint32_t all);

#endif
