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

/* The same for SYSTEM CONFIG in the PARM space: at most SYSCONFIG_TEXT_MAX bytes of text. */
int sysres_read_config(uint32_t ipl_schid, void **text, size_t *len) MUST_CHECK;

/* The device that CP was IPLed from; NULL: files were loaded. */
struct rdev;
struct rdev *sysres_rdev(void);

#endif
