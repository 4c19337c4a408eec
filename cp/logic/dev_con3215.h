/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual 3215 console: a printer-keyboard that writes lines and, when the guest asks, reads
 * one.
 *
 * Text is ASCII outside; EBCDIC (code page 037) is only in the guest's storage. The terminal behind
 * it is reached through struct con3215_ops. Commands: WRITE X'01', WRITE WITH CARRIAGE RETURN
 * X'09', READ INQUIRY X'0A', ALARM X'0B', those that all devices have, and those of DIAGNOSE X'58',
 * with which a guest uses the terminal behind it as a 3270 for a while. They are CCWs of format 0
 * whose byte 5 says more:
 *
 *	X'19'	display lines, as X'09'; byte 5 X'80': back from the full screen to lines before;
 *		X'FF': only that
 *	X'29'	write a 3270 data stream: X'80' ERASE/WRITE, X'C0' ERASE/WRITE ALTERNATE, X'00' WRITE
 *	X'2A'	read the screen: X'80' READ MODIFIED, X'00' READ BUFFER
 *
 * X'00' of both needs a screen that the guest has erased before, or else gets command reject: it is
 * gone after a reset, and when lines were displayed with X'80'. Keys are attentions.
 */
#ifndef LOGIC_DEV_CON3215_H
#define LOGIC_DEV_CON3215_H

#include "arch/types.h"
#include "logic/chan/dev.h"
#include "logic/term/vscreen.h"

struct subch;

#define CON3215_PIECE 128 /* bytes that one call of write gets at most */
#define CON3215_LINE  255 /* characters of an input line at most */

struct con3215_ops {
	/*
	 * Writes len (0 to CON3215_PIECE) characters on the current line; is_end: and ends it.
	 * There are no control characters among them. False: no room now, nothing was taken; call
	 * subch_wake when there is.
	 */
	bool (*write)(void *ctx, const char *text, uint32_t len, bool is_end);
	/*
	 * The guest reads: copies the next input line, without an end-of-line character, to line of
	 * size bytes and returns its length. If there is another line after it, calls
	 * con3215_line_ready for that: a guest reads one line for each attention. -E_AGAIN: there
	 * is no line; the guest waits for it (the terminal's VM READ) until con3215_line_ready, or
	 * cancel.
	 */
	int (*read)(void *ctx, char *line, uint32_t size);
	void (*cancel)(void *ctx); /* the guest no longer waits for a line; may be NULL */
	void (*alarm)(void *ctx);  /* sounds the alarm; may be NULL */
	/*
	 * Full screens; NULL: there are none. The guest's screen, if it has one; may_make: one of the
	 * terminal's size. NULL: the terminal is none that has screens, or there is no storage.
	 */
	struct vscreen *(*screen)(void *ctx, bool may_make);
	void (*screen_changed)(void *ctx);
	void (*screen_close)(void *ctx); /* the guest goes back to lines */
};

struct con3215 {
	struct chan_dev dev;
	const struct con3215_ops *ops;
	void *ctx;
	bool is_autocr;  /* TERM AUTOCR ON: each WRITE ends its line; else only X'15' or X'09' does
			  */
	bool is_mid;     /* the WRITE in progress has begun a line and not ended it */
	bool is_reading; /* READ INQUIRY waits for a line */
};

/* Makes a console with AUTOCR ON. Its struct chan_dev, dev, goes to subch_init. */
void con3215_init(struct con3215 *con, const struct con3215_ops *ops, void *ctx);

/*
 * An input line is there for read. The read that waits gets it (then call subch_run), otherwise the
 * guest gets an attention interruption.
 */
void con3215_line_ready(struct con3215 *con, struct subch *sch);

#endif
