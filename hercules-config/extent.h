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

/* Cylinders of the image; extent_done() frees what belongs to it. */
struct extent {
	uint32_t cyl, nr_cyls;
	struct copy *copy; /* of a copy-on-write minidisk: which tracks are its own; else NULL */
};

/* Cylinders that a guest sees; where its track number nr (from 0) is on the image. */
uint32_t extent_size(const struct extent *extent);
uint32_t extent_track(const struct extent *extent, uint32_t nr);
/* Of a copy: how many tracks are changed, and can be. */
void extent_usage(const struct extent *extent, uint32_t *used, uint32_t *nr_slots);
void extent_done(struct extent *extent);

/*
 * Makes it a copy of base, which is on the image and fits, by the table in its cylinders. *wrong:
 * NULL, or what is wrong with that. False: it can't be read, which was said.
 */
bool extent_make_copy(const struct disk *disk, struct extent *extent, const struct extent *base,
	const char **wrong);

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
	char base[9];         /* whose minidisk it is a copy of; "": of none */
	uint16_t base_vdev;
};

/* The base of a copy, by its names in the directory. False: there is none on this image. */
bool base_find(const struct disk *disk, const void *directory, const char *userid, uint16_t vdev,
	struct extent *base);
void each_minidisk(const void *directory, const struct disk *disk,
	void (*fn)(const struct owner *owner, void *ctx), void *ctx);

#endif
