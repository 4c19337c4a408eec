/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Families of clones: a machine that was made by LOGON or XAUTOLOG, with all that were cloned of it
 * and of its clones. They are counted together, so that OPTION MAXCLONES bounds clones that clone
 * themselves, too.
 */
#ifndef NUCLEUS_FAMILY_H
#define NUCLEUS_FAMILY_H

#include "arch/types.h"

struct vmdbk;
struct family;

/* The family of vm, made if it has none yet, for family_end; NULL: no storage. Takes no lock but
 * its own. */
struct family *family_begin(struct vmdbk *vm);

/* Gives back what family_begin gave. */
void family_end(struct family *family);

/* Whose clones they are: the userid of the first of them. */
const char *family_userid(const struct family *family);

/* Room for one more clone, of at most max (0: any number), or false. family_add or family_return
 * ends that. */
bool family_reserve(struct family *family, uint32_t max) MUST_CHECK;
void family_return(struct family *family);

/* The room is for this one, which has no family yet. It is free again when family_leave says so. */
void family_add(struct family *family, struct vmdbk *child);

/* The user is not logged on any more. */
void family_leave(struct vmdbk *vm);

#endif
