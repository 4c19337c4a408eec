/* SPDX-License-Identifier: Apache-2.0 */
/* Channel commands that write on, and read from, the screen of a virtual 3270
 * (logic/term/vscreen.h). */
#ifndef LOGIC_DEV_SCREEN_H
#define LOGIC_DEV_SCREEN_H

#include "logic/chan/dev.h"
#include "logic/term/vscreen.h"

#define SENSE_OPERATION_CHECK 0x01 /* what was written is no data stream */

/*
 * The data of a write, after vscreen_begin, and again when the device is resumed: ends the command,
 * or yields. True: all of it is on the screen.
 */
bool dev_screen_write(struct vscreen *screen, struct chan_prog *io);

/* READ MODIFIED, or with all READ BUFFER: ends the command. */
void dev_screen_read(struct vscreen *screen, struct chan_prog *io, bool all);

#endif
