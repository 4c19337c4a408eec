/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What C programs with a C library ask of CMS by SVC 0 beyond Linux's system calls: numbers in
 * register 1, operands from register 2 on, the result in register 2, negative: -errno. Text is
 * ASCII. For the nucleus and for programs: includes nothing.
 */
#ifndef HOSTED_ABI_H
#define HOSTED_ABI_H

#define HOSTED_GUARD                                                                               \
	0x10000 /* address of a page of what was mapped: stores there end the program */

/* Executes a command. Address of a struct hosted_command; 0, and its rc. */
#define HOSTED_COMMAND 0x10001

/* The program stack. Text, its length, is_lifo: 0. Buffer, its size: bytes, -ENOENT: no line. */
#define HOSTED_STACK_PUT  0x10002
#define HOSTED_STACK_TAKE 0x10003
#define HOSTED_STACK_NR   0x10004

/* How an EXEC was called. Address of a struct hosted_exec; -ENOENT: none was. */
#define HOSTED_EXEC      0x10005
#define HOSTED_EXEC_ARGS 0x10006 /* buffer, its size: bytes */

/* Address of a struct hosted_rexx, which stays there; the program is the interpreter. */
#define HOSTED_REXX 0x10007

/* Filename and filetype (each 8 characters and NUL), address of four bytes: the file's mode. */
#define HOSTED_FIND 0x10008

/* Says that there is not enough storage; the return code to end with. */
#define HOSTED_HUNGRY 0x10009

/*
 * What commands type from now on is kept. Buffer, its size: how many bytes were kept, lines with \n
 * behind; size not 0: gets them, and typing goes on.
 */
#define HOSTED_KEEP 0x1000A
#define HOSTED_KEPT 0x1000B

struct hosted_command {
	const char *environment; /* "CMS", "COMMAND", ...; ended by NUL */
	const char *text;
	unsigned long len;
	int rc;
};

struct hosted_exec {
	char fn[9], ft[9], address[9];
	unsigned long args_len;
};

/* What the nucleus may ask of the interpreter while a command of an EXEC runs. */
enum hosted_ask { HOSTED_GET = 1, HOSTED_SET };

struct hosted_variable {
	enum hosted_ask ask;
	const char *name;
	unsigned long name_len;
	const char *value; /* of HOSTED_GET: where it is until the next request */
	unsigned long value_len;
};

/* Immediate commands, to be obeyed before the next clause. */
enum hosted_immediate { HOSTED_HI = 1, HOSTED_TS, HOSTED_TE };

struct hosted_rexx {
	unsigned long entry; /* called with R2: address of variable; R15 returns 0 or -errno */
	struct hosted_variable variable;
	volatile int *immediate; /* a word that gets an enum hosted_immediate */
};

#endif
