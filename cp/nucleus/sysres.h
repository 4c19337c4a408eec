/* SPDX-License-Identifier: Apache-2.0 */
/* The system residence volume: what CP was IPLed from. */
#ifndef NUCLEUS_SYSRES_H
#define NUCLEUS_SYSRES_H

#include "arch/types.h"

/* The subsystem-identification word of the device that CP was IPLed from; 0 when files were loaded.
 */
uint32_t sysres_ipl_schid(void);

/*
 * Reads the object directory from the DRCT space of the volume on the subchannel: the newest copy
 * that is whole. Returns 0 with the block, contiguous and on a page boundary, which the caller
 * keeps as long as he likes and gives back with sysres_free; -E_NOENT: there is none.
 * What was wrong, and with which copy, was said to the machine operator, also when the other copy
 * served. Tasks only, no locks held.
 */
int sysres_read_directory(uint32_t ipl_schid, void **block, size_t *len) MUST_CHECK;
void sysres_free(void *block, size_t len);

/*
 * Writes an object directory of len bytes to the volume that CP was IPLed from, in place of the
 * older copy; what stands behind it up to a whole block of 4096 bytes is written, too. The newer
 * copy stays the directory until all of the new one is on the disk. Returns 0; -E_NOENT: CP was not
 * IPLed from a volume, or its map is damaged; -E_FULL: it is larger than half of the DRCT space;
 * -E_PERM: the volume can't be written; -E_RANGE: no generation is left; -E_NODEV, -E_IO. Tasks
 * only, one at a time.
 */
int sysres_write_directory(const void *block, size_t len) MUST_CHECK;

/* As sysres_read_directory for SYSTEM CONFIG in the PARM space: at most SYSCONFIG_TEXT_MAX bytes of
 * text. */
int sysres_read_config(uint32_t ipl_schid, void **text, size_t *len) MUST_CHECK;

/* The device that CP was IPLed from; NULL: files were loaded. */
struct rdev;
struct rdev *sysres_rdev(void);

#endif
