/* SPDX-License-Identifier: Apache-2.0 */
/* C programs with a C library: what they may define, and what calls them. */
#ifndef HOSTED_PROG_BEGIN_H
#define HOSTED_PROG_BEGIN_H

#include "hosted/abi.h"

#define HOSTED_CALL_EXIT 1
#define HOSTED_CALL_MMAP 90

/* Bytes of its stack. A program may have its own. */
extern const unsigned long hosted_stack_size;

/* Where the stack ends. */
extern unsigned long hosted_stack;

/* NAME=VALUE of the environment, up to 8, ended by NULL. */
extern const char *const hosted_environment[];

/* extended: the extended parameter list. Returns the stack on which main() is called. */
void *hosted_begin(const unsigned *extended);

/* A request of the nucleus, only to an interpreter. 0 or -errno. In crt0.S: where it enters. */
long hosted_asked(struct hosted_variable *variable);
void hosted_entry(void);

#endif
