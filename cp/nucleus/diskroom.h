/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Room for disks that are in storage and never paged out: V-disks, and what clones have changed on
 * their disks. Together with control storage they get at most half of it.
 */
#ifndef NUCLEUS_DISKROOM_H
#define NUCLEUS_DISKROOM_H

#include "arch/types.h"

/* Is there room for one more page? Any context. */
bool diskroom_is_left(void) MUST_CHECK;

/* A disk wanted one when there was none: the operator is told, once as long as that lasts. Any context; locks
 * above DISPATCH may be held. */
void diskroom_tell_full(void);

#endif
