/* SPDX-License-Identifier: Apache-2.0 */
/* XEDIT in CMS: what connects cms/xedit with disks, the console and commands. */
#ifndef CMD_XEDIT_H
#define CMD_XEDIT_H

#include "xedit/xedit.h"

/* The world of cms/xedit. */
extern const struct xedit_ops xedit_world;

/* What ran was halted: XEDIT without a name goes on with the files that it had. */
void xedit_halted(void);

bool xedit_is_running(void);

/* Shows the screen; in: waits for a key, as ops.show. */
int xedit_show(void *ctx, struct screen_in *in);

/*
 * Until it is called with NULL, SEND writes the file and quits it; *is_sent becomes true then.
 */
void xedit_send_to(bool *is_sent);
/* SEND was entered: its return code, -3: it is not wanted. */
int xedit_send(void);

#endif
