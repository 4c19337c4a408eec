/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What DIAGNOSE X'08' does with text: the commands that a guest gives, and the response that it
 * gets in a buffer of its own. Both are EBCDIC; lines are parted, and response lines ended, by
 * X'15'.
 */
#ifndef LOGIC_DIAG008_H
#define LOGIC_DIAG008_H

#include "arch/types.h"

#define DIAG008_TEXT_MAX 240 /* bytes of command text */

/* Ry */
#define DIAG008_TO_BUFFER                                                                          \
	0x40000000u /* the response goes to the guest's buffer, else to the console */
#define DIAG008_LEN 0x00FFFFFFu

/* The commands of one call: filled from the guest's storage, then taken one by one. */
struct diag008_commands {
	ebc8_t text[DIAG008_TEXT_MAX];
	uint16_t len;                /* 0 to DIAG008_TEXT_MAX */
	uint16_t pos;                /* 0 at first */
	char line[DIAG008_TEXT_MAX]; /* the current one, ASCII, not NUL-ended */
	uint16_t line_len;
};

/* Puts the next command that is not empty in line. False at the end. */
bool diag008_next(struct diag008_commands *commands);

/* The response as it grows. */
struct diag008_reply {
	/* Stores len bytes at `offset` of the guest's buffer; what goes wrong is the caller's to
	 * note. */
	void (*store)(void *ctx, uint64_t offset, const void *buf, size_t len);
	void *ctx;
	uint64_t size; /* bytes of the buffer */
	uint64_t len;  /* bytes of the whole response, whether they fit or not; 0 at first */
};

/* Adds a line of NUL-ended ASCII text. What doesn't fit is counted only. */
void diag008_line(struct diag008_reply *reply, const char *text);

/*
 * Ends it. Returns the condition code: 0 with the response's length in *value, 1 with the number of
 * bytes that did not fit; *value is what Ry + 1 gets.
 */
unsigned diag008_end(const struct diag008_reply *reply, uint32_t *value);

#endif
