/* SPDX-License-Identifier: Apache-2.0 */
/* What MDISK and LINK have in common. */
#ifndef LOGIC_DIRECTORY_STMT_DISK_H
#define LOGIC_DIRECTORY_STMT_DISK_H

#include "logic/directory/dirc.h"

/* Wants an access mode and stores it padded with blanks. */
bool disk_mode(struct dirc *c, char mode[4]);

#endif
