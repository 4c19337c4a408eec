/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where minidisks are in images of volumes. Functions that return bool say on the standard error
 * why they return false.
 */
#ifndef EXTENT_H
#define EXTENT_H

#include "ckdimage.h"
#include "logic/directory/lookup.h"
#include "logic/volume/label.h"

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

#endif
