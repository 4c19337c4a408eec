/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether CP is in storage as it was built: a disk, or whoever wrote to it, may have damaged it.
 * seal.py puts the sums of program and data behind them when CP has been linked.
 */
#ifndef MACH_SEAL_H
#define MACH_SEAL_H

#include "arch/types.h"

/* Looks at all of it, some milliseconds. Once, before anything of CP's data has been changed. */
bool seal_is_whole(void);

#endif
