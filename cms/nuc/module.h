/* SPDX-License-Identifier: Apache-2.0 */
/* Programs in MODULE files. */
#ifndef NUC_MODULE_H
#define NUC_MODULE_H

#include "text/plist.h"

/*
 * Calls the program name MODULE, if it is on an accessed disk, with the line as its parameter
 * lists. Returns its return code, or RC_UNKNOWN: there is none.
 */
int module_call(const char *name, const char *line, const struct plist *plist);

#endif
