/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The contents of a track in the minidisk cache: an image with its records' blocks, each counted,
 * as images that differ in one record share the others. All of this: the cache's lock held, but for
 * image_parse and image_write, whose images nobody else can change.
 */
#ifndef NUCLEUS_TRACKIMAGE_H
#define NUCLEUS_TRACKIMAGE_H

#include "logic/eckd/track.h"
#include "mach/frame.h"

struct tc_image {
	uint32_t refs;
	uint32_t bytes; /* storage that it and its blocks take, all counted as its own */
	const void *user; /* who got it first; only compared: he may be gone */
	struct ckd_track track;
};

/* The block of a record: its only user has it. use: of the frame that a block of 4096 bytes is. NULL: no storage. */
uint8_t *block_alloc(uint32_t len, enum frame_use use);
void block_get(uint8_t *data, uint32_t len);
void block_put(uint8_t *data, uint32_t len);

/*
 * An image, held once, of the first `keep` records of `from` (may be NULL if there are none), with
 * room for nr_add more, for which image_set is called. NULL: no storage.
 */
struct tc_image *image_make(const struct tc_image *from, unsigned keep, unsigned nr_add);
/* Puts a record there; the block is the image's. */
void image_set(struct tc_image *image, unsigned index, const struct ckd_record *record);
void image_put(struct tc_image *image);
/* One like it, held once, whose records may be replaced. NULL: no storage. */
struct tc_image *image_copy(const struct tc_image *image);
/* Puts another block in the place of a record's, whose length it has; the image is nobody else's. */
void image_replace(struct tc_image *image, unsigned index, uint8_t *data);
/* The record numbered nr (from 1 on) has this count field. */
bool image_has(const struct tc_image *image, unsigned nr, const struct ckd_count *count);
/*
 * What struct eckd_store_ops' format makes of an image (NULL: of a track without records): another one,
 * held once. 0, -E_NOENT, -E_FULL, -E_NOMEM.
 */
int image_format(const struct tc_image *from, unsigned keep, const struct ckd_record *add, unsigned nr_add,
	const uint8_t *r0, struct tc_image **out) MUST_CHECK;

/* An image from what READ TRACK gave. Returns 0, -E_FORMAT or -E_NOMEM. */
int image_parse(const uint8_t *buf, uint32_t len, struct tc_image **out) MUST_CHECK;

/*
 * The reverse, for track number nr of a volume: buf has room for DASD_TRACK_MAX bytes. Returns the
 * length.
 */
uint32_t image_write(const struct tc_image *image, uint32_t nr, uint8_t *buf);

#endif
