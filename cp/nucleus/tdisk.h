/* SPDX-License-Identifier: Apache-2.0 */
/* T-disks: minidisks on TDSK space of any volume, which last until they are detached. */
#ifndef NUCLEUS_TDISK_H
#define NUCLEUS_TDISK_H

#include "nucleus/minidisk.h"

/*
 * Makes a T-disk of nr_cyls where there is room, and erases it: each of its tracks has no record but
 * R0. Returns 0 with a reference; -E_FULL: there is no room; -E_NOMEM; -E_IO: it can't be erased.
 * Tasks only, no locks held.
 */
int tdisk_create(uint32_t nr_cyls, struct minidisk **disk) MUST_CHECK;

#endif
