/* SPDX-License-Identifier: Apache-2.0 */
/* File definitions: names for files and devices, given by FILEDEF. */
#ifndef NUC_FILEDEF_H
#define NUC_FILEDEF_H

#include "text/fileid.h"

#define FILEDEFS_MAX 16
#define DDNAME       8

enum filedef_kind {
	FILEDEF_NONE,
	FILEDEF_DISK,
	FILEDEF_TERMINAL,
	FILEDEF_READER,
	FILEDEF_PUNCH,
	FILEDEF_PRINTER,
	FILEDEF_DUMMY,
};

/* Function: one definition. Lives until FILEDEF changes it. */
struct filedef {
	char ddname[DDNAME + 1]; /* "": free */
	enum filedef_kind kind;
	struct fileid id; /* of a file on disk */
	char recfm;       /* 'F' or 'V' */
	uint32_t lrecl;
};

/* NULL: there is none. */
const struct filedef *filedef_find(const char *ddname);

/* In the order in which they were made; NULL: no more. nr from 0. */
const struct filedef *filedef_nr(unsigned nr);

/* Makes or changes one. False: there are too many. */
bool filedef_set(const struct filedef *filedef);

/* "*": all. */
void filedef_clear(const char *ddname);

#endif
