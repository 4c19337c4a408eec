/* SPDX-License-Identifier: Apache-2.0 */
/* Shares of the real CPUs: what a directory entry says of them. */
#ifndef CMD_SHARE_H
#define CMD_SHARE_H

#include "logic/directory/lookup.h"
#include "nucleus/vmdbk.h"

/* SHARE and OPTION QUICKDSP of the entry, for a virtual machine that may be running. No locks held. */
void share_from_entry(struct vmdbk *vm, const struct dir_user *user);

#endif
