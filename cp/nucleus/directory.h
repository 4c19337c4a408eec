/* SPDX-License-Identifier: Apache-2.0 */
/* The user directory in its object form, as CP uses it: read once at start-up, then only looked up.
 */
#ifndef NUCLEUS_DIRECTORY_H
#define NUCLEUS_DIRECTORY_H

#include "logic/directory/lookup.h"

/* Where `ipl cp.ins` puts the object directory (development; else it is on the system volume). */
#define DIRECTORY_LOADED 0x00800000ul

/*
 * Bytes of the directory that lies at DIRECTORY_LOADED as it says itself, 0 if there is none, or it
 * reaches beyond the end of storage (bytes). Before frames; directory_use checks it.
 */
size_t directory_loaded_length(uint64_t storage);

/* Uses a directory from now on. block must stay. 0 or -E_FORMAT. */
int directory_use(const void *block, size_t len) MUST_CHECK;

/*
 * Puts a directory in the place of the one that is in use: len bytes at block, of nr_frames
 * contiguous frames, which are the directory's from now on. Who looks into the old one at this
 * moment may go on: its storage is given back much later. Tasks. 0 or -E_FORMAT.
 */
int directory_replace(const void *block, size_t len, uint64_t nr_frames) MUST_CHECK;

/* 0 or -E_NOENT. userid in any case. */
int directory_find(const char *userid, struct dir_user *user) MUST_CHECK;

/* The pool of that name, in any case. 0 or -E_NOENT. */
int directory_find_pool(const char *name, struct dir_pool *pool) MUST_CHECK;

uint32_t directory_nr_users(void);

#endif
