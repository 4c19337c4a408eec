/* SPDX-License-Identifier: Apache-2.0 */
/* Names of files as C programs have them: "fn ft fm", "fn.ft", "fn.ft.fm", "/fm/fn.ft". */
#ifndef TEXT_PATH_H
#define TEXT_PATH_H

#include "text/fileid.h"

/* Makes a file identifier, mode '*' when it is not said. Case does not matter. False: it is none.
 */
bool path_parse(struct fileid *id, const char *path);

#endif
