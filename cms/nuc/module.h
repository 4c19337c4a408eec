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
 * Reads a program into free storage of the nucleus, which the caller gives back: whole records,
 * checked. Returns 0 or, after a message, the return code.
 */
int module_read(const struct fileid *id, uint8_t **content, uint64_t *len);

/* Calls a program of which this is the content. Its return code. */
int module_start(const uint8_t *content, uint64_t len, const char *line, const struct plist *plist);

#endif
