/* SPDX-License-Identifier: Apache-2.0 */
/* Address translation for programs. */
#ifndef NUC_TRANSLATION_H
#define NUC_TRANSLATION_H

#include "arch/types.h"

/*
 * What a program's PSW has besides: PSW_DAT, or 0 on a machine that is too large or too short of
 * storage for it.
 *
 * Every address is translated to itself. Differs: no program needs that, but the emulator executes
 * instructions of guests with operands in storage at twice the speed with it.
 */
uint64_t translation_mask(void);

#endif
