/* SPDX-License-Identifier: Apache-2.0 */
/* Where in files reading goes on: EXECIO reads them piece by piece. */
#ifndef NUC_PLACE_H
#define NUC_PLACE_H

#include "edf/edf.h"
#include "text/fileid.h"

/* The record of a file of the disk with that mode at which reading goes on, from 1. */
uint32_t place_get(char mode, const struct edf_name *name);

/* Keeps it; 1: there is nothing to keep. Of too many files the first that was read is forgotten. */
void place_set(char mode, const struct edf_name *name, uint32_t nr);

/* Forgets those of files that fit a pattern. False: there are none. */
bool place_forget(const struct fileid *id);

/* CMS is ready again: all is forgotten. */
void place_begin(void);

#endif
