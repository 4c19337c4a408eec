/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C programs with a C library: Linux's system calls on SVC 0, served by CMS.
 *
 * Such a program is ASCII within. Files are text: it sees the records of a CMS file as lines ended
 * by a new-line character, in ASCII, and what it writes becomes records in EBCDIC; the same on the
 * console, whose lines are what is read from and written to numbers 0, 1 and 2. A file is in
 * storage while it is open, and goes to the disk when it is closed.
 *
 * Not yet: files of bytes, directories, times of files.
 */
#ifndef HOSTED_HOSTED_H
#define HOSTED_HOSTED_H

#include "hosted/abi.h"
#include "hosted/linux.h"
#include "nuc/console.h"
#include "nuc/svc.h"
#include "text/fileid.h"

#define HOSTED_FILES 16 /* that one program has open */
#define HOSTED_OUT   130

/* Function: an open file, or the console. */
struct hosted_file {
	bool is_open, is_console;
	bool can_read, can_write, is_append, is_changed;
	bool is_fixed; /* records have lrecl bytes */
	uint32_t lrecl;
	struct fileid id; /* where it is, or will be */
	char *text;       /* room bytes in free storage of the nucleus, len of them used */
	uint64_t room, len, at;
};

/* Function: pages that a program has asked for. */
struct hosted_region {
	struct hosted_region *next;
	uint8_t *at;
	uint64_t nr_pages;
	uint64_t guard; /* a page of it without the programs' key; 0: none */
};

struct rexx_call;

/*
 * Function: what CMS knows of such a program while it runs.
 * Created by: its first SVC 0. Deleted by: hosted_leave(), hosted_recover().
 */
struct hosted {
	struct hosted *older;
	const struct svc_frame *frame; /* of the SVC that is served; above it is free stack */
	struct hosted_file file[HOSTED_FILES];
	struct hosted_region *regions;
	const struct rexx_call
		*exec;             /* the EXEC for which the interpreter was called; NULL: none */
	struct hosted_rexx *rexx;  /* in the program's storage; NULL: it is not the interpreter */
	volatile int *immediate;   /* its word for immediate commands; the same */
	unsigned asked;            /* requests that it is serving */
	unsigned kept;             /* how often it keeps what is typed */
	int64_t zone;              /* seconds from UTC to local time */
	char in[CONSOLE_LINE + 2]; /* a line that was typed, in_len characters, from in_at on */
	unsigned in_at, in_len;
	char out[HOSTED_OUT + 1]; /* the line that is being written */
	unsigned out_len;
};

/* The program that runs is one of these; NULL: another, or none, or it has not called yet. */
struct hosted *hosted_current(void);

/* A program is called, by module.c: returns the one that waits for it, for hosted_leave(). */
struct hosted *hosted_enter(void);

/* It has ended: its files are closed, its storage goes back. */
void hosted_leave(struct hosted *outer);

/* The next program that is called is the interpreter, for this call; NULL: none. */
void hosted_prepare(const struct rexx_call *call);

/* A command ended badly: all programs have ended, nothing that they wrote counts. */
void hosted_recover(void);

/*
 * HI, TS, TE, in the interruption handler: tells all interpreters; without one, or while one is being
 * called, it is kept.
 */
void hosted_immediate(enum hosted_immediate what);

/* What was kept (an enum hosted_immediate), or 0; it is kept no longer. */
int hosted_take_early(void);

/* SVC 0. */
void hosted_call(struct svc_frame *frame);

/* ---- For cms/hosted only -------------------------------------------------- */

/* Stores into the program's storage; a program check if it is not. */
void hosted_store(uint64_t to, const void *from, uint64_t len);

/* Copies a string of the program. -L_ENAMETOOLONG. */
int hosted_string(char *to, uint64_t from, size_t size);

/* Those of files and of the console; operands as Linux has them. */
int64_t hosted_open(struct hosted *h, uint64_t path, unsigned flags);
int64_t hosted_close(struct hosted *h, uint64_t fd);
int64_t hosted_read(struct hosted *h, uint64_t fd, uint64_t to, uint64_t len);
int64_t hosted_write(struct hosted *h, uint64_t fd, uint64_t from, uint64_t len);
int64_t hosted_lseek(struct hosted *h, uint64_t fd, int64_t offset, unsigned whence);
int64_t hosted_truncate(struct hosted *h, uint64_t fd, uint64_t len);
int64_t hosted_fstat(struct hosted *h, uint64_t fd, uint64_t to);
int64_t hosted_stat(struct hosted *h, uint64_t path, uint64_t to);
int64_t hosted_access(uint64_t path);
int64_t hosted_unlink(uint64_t path);

/* The lines that were written go out. */
void hosted_flush(struct hosted *h);

/* Storage: pages. */
int64_t hosted_map(struct hosted *h, uint64_t len, unsigned flags);
int64_t hosted_unmap(struct hosted *h, uint64_t at, uint64_t len);
int64_t hosted_guard(struct hosted *h, uint64_t page);
void hosted_unmap_all(struct hosted *h);

/* The calls of hosted/abi.h. */
int64_t hosted_own_call(struct hosted *h, struct svc_frame *frame);

#endif
