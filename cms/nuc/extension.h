/* SPDX-License-Identifier: Apache-2.0 */
/* Nucleus extensions: programs that stay in storage and are found before all others. */
#ifndef NUC_EXTENSION_H
#define NUC_EXTENSION_H

#include "text/fileid.h"
#include "text/plist.h"

/* Function: one. In free storage of the nucleus until it is dropped. */
struct extension {
	struct extension *next;
	char name[PLIST_TOKEN + 1];
	uint64_t len; /* of the content of its MODULE file */
	uint8_t *content;
};

/* NULL: there is none. */
const struct extension *extension_find(const char *name);

/* The one behind before; NULL: the first. */
const struct extension *extension_next(const struct extension *before);

/* Reads the file and keeps it under the name. Returns 0 or, after a message, the return code. */
int extension_load(const char *name, const struct fileid *id);

/* "*": all. False: there is none. */
bool extension_drop(const char *name);

#endif
