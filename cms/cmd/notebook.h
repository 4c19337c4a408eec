/* SPDX-License-Identifier: Apache-2.0 */
/* The file in which notes are kept, those that were sent and those that came. */
#ifndef CMD_NOTEBOOK_H
#define CMD_NOTEBOOK_H

#include "nuc/disk.h"

#define NOTEBOOK_FN "ALL" /* unless another one is wanted; it is fn NOTEBOOK A0 */

/* Opens it for the next note, behind a line that parts them. 0 or -E_*. */
int notebook_open(struct disk *disk, struct edf_file *file, const char *fn);

#endif
