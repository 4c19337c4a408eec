/* SPDX-License-Identifier: Apache-2.0 */
/* Commands that end badly; CMS goes on. */
#ifndef NUC_ABEND_H
#define NUC_ABEND_H

/* HX was typed: the command is over, and the lines that wait are forgotten. */
void abend_halted(void) __attribute__((noreturn));

/* A program check, for entry_pgm: message, PSW and registers; the command is over. */
void program_check(void) __attribute__((noreturn));

struct svc_frame;

/* An SVC that CMS does not know: the program is over. */
void abend_svc(const struct svc_frame *frame) __attribute__((noreturn));

#endif
