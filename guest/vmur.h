/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of vmur: unit record devices of a Linux guest, and the spool files behind them. */
#ifndef GUEST_VMUR_H
#define GUEST_VMUR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UR_READER  0x000C
#define UR_PUNCH   0x000D
#define UR_PRINTER 0x000E

#define UR_PUNCH_LEN   80  /* bytes in a punched record */
#define UR_PRINTER_LEN 132 /* and in a printed one */
#define UR_RECORDS_MAX 511 /* that the driver takes in one write */

/* How records and the bytes of a Linux file become each other. */
enum ur_mode {
	UR_BINARY,  /* as they are */
	UR_TEXT,    /* lines: ASCII here, EBCDIC there, blanks at the end taken off or put on */
	UR_BLOCKED, /* lines as well, with a separator and a padding byte, not translated */
};

/* What the command line asks for. Words for CP are checked and in upper case; "": not given. */
struct ur_job {
	enum ur_mode mode;
	uint8_t separator, padding; /* UR_BLOCKED */
	bool force, hold, to_reader, to_stdout;
	int device; /* its number */
	char class[2], form[9], dest[9], dist[9], user[9];
	const char *queue;   /* RDR, PUN or PRT */
	const char *name;    /* as given, NULL: none */
	const char *spoolid; /* digits, NULL: none */
	const char *file;    /* NULL: none */
};

/* Punch or print a file, close it, and send it on as the job says. */
void ur_send(const struct ur_job *job);

/* Bring a file from the reader into a Linux file. */
void ur_receive(const struct ur_job *job);

/* ---- Helpers; they end the tool with a message and exit status 1 when something fails ---- */

void die(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* Write all of the buffer. */
void write_all(int fd, const void *buf, size_t len);

/* Ask the person a question; false unless the answer begins with y. */
bool confirm(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Execute a CP command; die with CP's words when it refuses. The response, cut to what fits and
 * ended by NUL, is in a buffer that the next call uses again.
 */
const char *cp(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Copy a word for a CP command of 1 to max characters in upper case. With force what may not stand
 * in a file's name becomes _ and what is too long is cut; otherwise both are errors, and "what"
 * names the word.
 */
void fold(char *dst, const char *src, size_t len, size_t max, bool force, const char *what);

/* Bring a device online if it is not, and open it. kind: rdr, pun or prt. */
int device_open(int device, const char *kind, int flags);

#endif
