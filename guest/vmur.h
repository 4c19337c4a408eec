/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of vmur: unit record devices of a Linux guest, spool files from the virtual reader. */
#ifndef GUEST_VMUR_H
#define GUEST_VMUR_H

#include <stdbool.h>
#include <stddef.h>

#define UR_READER  0x000C
#define UR_PUNCH   0x000D
#define UR_PRINTER 0x000E

#define UR_PUNCH_LEN   80  /* bytes in a punched record */
#define UR_PRINTER_LEN 132 /* and in a printed one */
#define UR_RECORDS_MAX 511 /* that the driver takes in one write */

/* Print a message after the name of the tool, and end it with exit status 1. */
void die(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* Write all of the buffer, or die. */
void write_all(int fd, const void *buf, size_t len);

/*
 * Read the spool file that is first in the virtual reader through the open device, and write its
 * records to out: as they are, each padded with EBCDIC blanks to the length of the file's records,
 * or with is_text as lines of ASCII text without trailing blanks. Dies when the device fails or a
 * spool page makes no sense.
 */
void receive_file(int reader, int out, bool is_text);

#endif
