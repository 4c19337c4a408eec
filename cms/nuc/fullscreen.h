/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The console as a 3270, for a while: DIAGNOSE X'58'. Lines that are written meanwhile lie over the
 * screen until CLEAR; CP shows it again by itself. cms/screen makes the data streams.
 */
#ifndef NUC_FULLSCREEN_H
#define NUC_FULLSCREEN_H

#include "nuc/device.h"

#define FULLSCREEN_BUF  16384 /* bytes of a data stream that is written, at most */
#define FULLSCREEN_KEYS 8192  /* and of one that is read */

/* The controls of fullscreen_write. */
#define FULLSCREEN_WRITE           0x00
#define FULLSCREEN_ERASE           0x80
#define FULLSCREEN_ERASE_ALTERNATE 0xC0

/* Begins. 0; -E_NODEV: the terminal has no screens, or nobody sits there; -E_NOMEM. */
int fullscreen_open(void) MUST_CHECK;

/* Back to lines, on an empty page. Also when it was not open. */
void fullscreen_close(void);

/* What the terminal has now; another one may be there after a key. */
void fullscreen_size(unsigned *rows, unsigned *cols);

/* Where to put a data stream, FULLSCREEN_BUF bytes; good until the next write. */
uint8_t *fullscreen_buf(void);

/* Writes len bytes of it. 0; -E_PERM: erase it first, CP has used it; -E_NODEV, -E_IO. */
int fullscreen_write(uint8_t control, unsigned len) MUST_CHECK;

/*
 * Waits for a key, without executing anything. Returns the length of what READ MODIFIED brought, at
 * *data until the next call; 0: a line was typed instead, on a terminal without screens, or over
 * the screen, and can be read.
 */
unsigned fullscreen_wait(const uint8_t **data);

/* ---- For nuc/console.c, in the interruption handler: its program ended; attention. True: taken.
 */
void fullscreen_ended(void);
bool fullscreen_attention(void);
bool fullscreen_is_drawing(void);

/* And for this: the console; its line is to be read, or no longer. I/O interruptions off. */
extern struct device console_device;
void console_start_read(void);
void console_stop_read(void);
/* An attention that came while the console was busy is served. */
void console_look(void);

#endif
