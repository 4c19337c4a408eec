/* SPDX-License-Identifier: Apache-2.0 */
/* Files of the host that the tools read as a whole. */
#ifndef HOSTFILE_H
#define HOSTFILE_H

#include "arch/types.h"

/*
 * Reads a file of 1 to max bytes; its bytes are from malloc. NULL: it can't be read, which was said
 * on the standard error.
 */
uint8_t *file_read(const char *path, size_t max, size_t *len);

#endif
