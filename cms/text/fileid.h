/* SPDX-License-Identifier: Apache-2.0 */
/* File identifiers as they are typed: filename filetype filemode, with patterns. */
#ifndef TEXT_FILEID_H
#define TEXT_FILEID_H

#include "arch/types.h"

#define FILEID_PART 8

/* Function: a file identifier, or a pattern of one. */
struct fileid {
	char fn[FILEID_PART + 1], ft[FILEID_PART + 1]; /* "*": any; * and % within */
	char mode;                                     /* 'A' to 'Z', or '*' */
	char number;                                   /* '0' to '6', or '*': any, or not said */
};

enum fileid_fault {
	FILEID_GOOD,
	FILEID_INCOMPLETE, /* no filename or no filetype */
	FILEID_CHARACTER,  /* one that no name has */
	FILEID_MODE,       /* no such file mode */
};

/* May a name have this character? */
bool fileid_is_char(char c);

/* Takes a file mode apart: a letter or *, and perhaps a number. False: it is none. */
bool fileid_mode(const char *text, char *mode, char *number);

/*
 * Makes a file identifier of words; fm "": the mode is default_mode. A name may be a pattern if
 * is_pattern. *bad is the word that is wrong.
 */
enum fileid_fault fileid_make(struct fileid *id, const char *fn, const char *ft, const char *fm,
	char default_mode, bool is_pattern, const char **bad);

/* Does a name fit a pattern, in which * is any characters and % any one? */
bool fileid_fits(const char *name, const char *pattern);

bool fileid_is_pattern(const char *name);

/*
 * The word of a new file identifier that has = for "as in the old one", also before or behind other
 * characters. False: too long.
 */
bool fileid_equal(char out[FILEID_PART + 1], const char *word, const char *old);

#endif
