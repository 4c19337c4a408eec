/* SPDX-License-Identifier: Apache-2.0 */
/* What commands type, kept instead of typed: for who calls them and wants to have it. */
#ifndef NUC_CAPTURE_H
#define NUC_CAPTURE_H

#include "arch/types.h"

/* From now on lines are kept. False: no storage. Within another one: that gets nothing meanwhile.
 */
bool capture_begin(void);

/*
 * Ends it. Returns how many bytes were kept: lines of ASCII, each with \n behind. Puts as many as
 * fit into text, which may be NULL if size is 0.
 */
uint32_t capture_end(char *text, uint32_t size);

/* Are lines kept now? */
bool capture_is_active(void);

/* Bytes kept so far, and the bytes. */
uint32_t capture_len(void);
const char *capture_text(void);

/* For the console: keeps a line if that is wanted. */
bool capture_line(const char *text);

/* After a command that ended badly: lines are typed again. */
void capture_recover(void);

#endif
