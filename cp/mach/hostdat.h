/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CP's own address space: real storage one to one, in the home space (CR13), because CR1 belongs to the
 * guest that runs. Above the low area in 1 MiB pages; in the low area, which ends with the stacks of tasks,
 * in 4 KiB pages, so that CP's text is read-only and each stack has a page below it that does not exist.
 */
#ifndef MACH_HOSTDAT_H
#define MACH_HOSTDAT_H

#include "arch/types.h"

/* Builds the tables for `size` bytes of storage, in 4 KiB pages up to `low`. After frame_init. */
void hostdat_init(uint64_t size, habs_t low);

/* Turns translation, the home space and low-address protection on for this CPU. */
void hostdat_enable(void);

/* Takes the page at addr, in the low area, away. Before any other CPU runs. */
void hostdat_unmap(habs_t addr);

#endif
