/* SPDX-License-Identifier: Apache-2.0 */
/* Programs, called from the nucleus. */
#ifndef NUC_PROGRAM_H
#define NUC_PROGRAM_H

#include "nuc/lowcore.h"

/* In start.S. The program's registers are regs; what is in its register 15 when it returns. */
uint64_t program_call(const struct psw *psw, const uint64_t regs[16]);
/* The innermost program_call returns value. */
void program_leave(uint64_t value) __attribute__((noreturn));
/* Where a program returns to. */
void program_return(void);

#endif
