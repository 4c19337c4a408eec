/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compressed Hercules images (CCKD): each track is compressed by itself.
 *
 *	X'000'	device header, as in a plain image
 *	X'200'	header of the compressed file
 *	X'400'	level-1 table: where the level-2 tables are, one for 256 tracks; 0: empty tracks
 *	...	level-2 tables: where the tracks are and how long; 0: an empty track, which kind
 *	...	tracks: the home address, whose first byte says how the rest is compressed; the
 *		rest
 *
 * Changes go into a new file, which replaces the old one as a whole in cckd_finish. So the tools
 * need not know how the emulator manages the space in such a file, and a crash leaves the old one.
 *
 * All functions that can fail say why on the standard error and return false or NULL.
 */
#ifndef CCKD_H
#define CCKD_H

#include "arch/types.h"

struct cckd;

/* Reads the tables of the file open as fd, which is path and has nr_tracks tracks. */
struct cckd *cckd_open(const char *path, int fd, uint32_t nr_cyls);

/* The number of cylinders that the header of the file says, 0: none that can be. */
uint32_t cckd_nr_cyls(const char *path, int fd);

/* Reads a track into buf of TRACK_SIZE bytes, rest zeros. Not checked. */
bool cckd_read(struct cckd *cckd, uint32_t track, uint8_t *buf);

/* Writes a track that is well-formed. */
bool cckd_write(struct cckd *cckd, uint32_t track, const uint8_t *buf);

/* Puts the new file in the place of the old one, if anything was written. */
bool cckd_finish(struct cckd *cckd);

/* Forgets it, and what was not finished. NULL is allowed. */
void cckd_close(struct cckd *cckd);

#endif
