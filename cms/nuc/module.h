/* SPDX-License-Identifier: Apache-2.0 */
/* Programs in MODULE files. */
#ifndef NUC_MODULE_H
#define NUC_MODULE_H

#include "text/fileid.h"
#include "text/plist.h"

/*
 * Calls the program name MODULE, if it is on an accessed disk, with the line as its parameter
 * lists. Returns its return code, or RC_UNKNOWN: there is none.
 */
int module_call(const char *name, const char *line, const struct plist *plist);

/*
 * LOADMOD: reads a program and keeps it. START: calls it; RC_UNKNOWN: none is kept. Return codes,
 * after a message.
 */
int module_keep(const struct fileid *id);
int module_start(const char *line, const struct plist *plist);

/* The content of the MODULE file that is kept, whole records; NULL: none. */
const uint8_t *module_kept(uint64_t *len);

#endif
