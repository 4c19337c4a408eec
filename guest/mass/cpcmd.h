/* SPDX-License-Identifier: Apache-2.0 */
/* CP commands from the mass guest's init, through the kernel's /dev/vmcp. */
#ifndef MASS_CPCMD_H
#define MASS_CPCMD_H

#include <stddef.h>

/*
 * Sends command, len bytes of ASCII in upper case, to CP. Writes the response, cut to size bytes,
 * to buf and its length to *got; NULL buf: it is not wanted. Returns CP's return code, or -errno of
 * the device.
 */
long cp_command(const char *command, size_t len, char *buf, size_t size, size_t *got);

#endif
