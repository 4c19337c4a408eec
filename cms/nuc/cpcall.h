/* SPDX-License-Identifier: Apache-2.0 */
/* What CMS asks of CP: DIAGNOSE. */
#ifndef NUC_CPCALL_H
#define NUC_CPCALL_H

#include "abi/diag.h"

/* The device number of the console. */
uint16_t cp_console(void);

/* X'58' with the CCWs at ccw for the console devno. Returns the condition code. */
struct ccw0;
int cp_full_screen(const struct ccw0 *ccw, uint16_t devno);

/* Rows and columns of the display at which the console is. False: CP does not tell. */
bool cp_display_size(uint16_t devno, struct diag_08C *block);

/* Bytes of storage that the machine has. */
uint64_t cp_storage_size(void);

/* Date, time, CPU times. */
void cp_timer(struct diag_270 *timer);

/*
 * A CP command, len characters of ASCII; CP types its response. Returns its return code, or
 * -E_RANGE when it is too long. Without characters the console enters CP.
 */
int cp_command(const char *text, size_t len);

/*
 * The same with the response, ASCII lines ended by \n, in reply; *reply_len is its length, which
 * may be more than the size of reply: then the rest is lost.
 */
int cp_command_reply(const char *text, size_t len, char *reply, uint32_t size, uint32_t *reply_len);

/* The userid, ASCII. */
void cp_userid(char userid[9]);

/* Device class, type, flags and so on of a virtual device. Returns X'24's condition code; 3: no
 * device. */
int cp_device(uint16_t devno, struct diag_device *device);

#endif
