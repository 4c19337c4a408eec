/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Storage that a command keeps while other commands, which it calls, come and go: it is given back
 * by hand, or when all has ended badly.
 */
#ifndef NUC_KEPT_H
#define NUC_KEPT_H

#include "arch/types.h"

/* As realloc(); size 0: frees and returns NULL. NULL: there is none; old stays good then. */
void *kept_resize(void *old, size_t old_size, size_t size);

/* After a command that ended badly: all goes. */
void kept_recover(void);

#endif
