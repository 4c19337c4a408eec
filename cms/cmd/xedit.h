/* SPDX-License-Identifier: Apache-2.0 */
/* XEDIT in CMS: what connects cms/xedit with disks, the console and commands. */
#ifndef CMD_XEDIT_H
#define CMD_XEDIT_H

#include "xedit/xedit.h"

/* The world of cms/xedit. */
extern const struct xedit_ops xedit_world;

/* What ran was halted: XEDIT without a name goes on with the files that it had. */
void xedit_halted(void);

#endif
