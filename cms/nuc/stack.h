/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program stack: lines that are read before the terminal is asked. It can be parted in buffers,
 * so that who makes one leaves what was there alone.
 */
#ifndef NUC_STACK_H
#define NUC_STACK_H

#include "arch/types.h"

#define STACK_LINE 255 /* characters of a line */

/* Puts a line in: is_lifo: it is the next to be read, else the last. False: no storage. */
bool stack_put(const char *line, bool is_lifo);

/*
 * Takes the next line out, from the newest buffer that has one; cut to size with its final NUL.
 * False: there is none.
 */
bool stack_take(char *line, size_t size);

/* Lines in the stack. */
unsigned stack_nr(void);

/* Makes a buffer; returns its number, from 1. 0: no storage. */
unsigned stack_make(void);

/* Drops buffers nr and newer with their lines; 0: the newest. False: there is no such. */
bool stack_drop(unsigned nr);

/* Everything goes. */
void stack_clear(void);

#endif
