/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the interpreter's program share. */
#ifndef REXX_PROG_PROG_H
#define REXX_PROG_PROG_H

#include "hosted/abi.h"

#include <errno.h>
#include <unistd.h>
#include <sys/syscall.h>

#define HOSTED_NO_STORAGE (-ENOMEM)
#define HOSTED_NO_NAME    (-EINVAL)

/* How it was called. */
extern struct hosted_exec exec;

/* A call of hosted/abi.h; its result, or -1. */
#define hosted_own(nr, a, b, c) syscall(nr, a, b, c)

/* A word at which Regina looks before each clause. */
volatile int *immediate_word(void);

#endif
