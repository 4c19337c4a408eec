/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The console: lines out, lines in. A line that is typed while something runs waits in a queue,
 * unless it is an immediate command, which is obeyed at once.
 */
#ifndef NUC_CONSOLE_H
#define NUC_CONSOLE_H

#include "arch/types.h"

#define CONSOLE_LINE 130 /* characters at most */

/* Finds the console. False: the machine has none that CMS can use. */
bool console_open(void);

/* Writes a line, NUL-ended ASCII; longer ones go on in the next. Dropped after HT. */
void console_write(const char *text);
/* The same, but it may be written later, together with what follows: for long lists. */
void console_put(const char *text);
void console_flush(void);

void console_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Takes a line from the program stack, or waits for one that somebody types, ASCII with a final
 * NUL. With is_prompt the person is told that it is expected (VM READ).
 */
void console_read(char line[CONSOLE_LINE + 1], bool is_prompt);

/* Is there a line that was typed? */
bool console_has_line(void);

/* Lines that were typed and are waiting are forgotten. */
void console_forget(void);

/* The same, and devices other than the console are, too. */
void console_recover(void);

#endif
