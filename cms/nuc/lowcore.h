/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where CMS has what in real storage. Constants for C and assembler.
 *
 *	X'0'		prefix area; what the entries save, from X'400' on
 *	X'2000'		data of the nucleus, its stacks		key 0
 *	X'20000'	programs				key E
 *	X'F00000'	code of the nucleus			key 0
 *	X'1000000'	free storage, given out by pages	key 0 or E
 */
#ifndef NUC_LOWCORE_H
#define NUC_LOWCORE_H

#define LOW_IO_REGS    0x400 /* registers 0 to 15 at an interruption of each kind */
#define LOW_SVC_REGS   0x480
#define LOW_PGM_REGS   0x500
#define LOW_IO_STACK   0x580 /* addresses: the stack for I/O interruptions, */
#define LOW_PGM_STACK  0x588 /* for program checks, */
#define LOW_SVC_STACK  0x590 /* and where the nucleus's stack stood when it called a program */
#define LOW_RETURN_PSW 0x598 /* to which an entry goes back */
#define LOW_IPL_REGS   0x5B0 /* 32 bits of registers 0 to 15 at IPL: the operator's PARM */
#define LOW_IPL_LEN    64

#define STOR_NUCLEUS_DATA 0x2000
#define STOR_USER         0x20000
#define STOR_NUCLEUS      0xF00000
#define STOR_FREE         0x1000000

#define KEY_USER 0xE

#define SVC_RETURN 3 /* what a program comes to that returns to where register 14 says */

#ifndef __ASSEMBLER__

#include "arch/prefix.h"

/* Function: the prefix area as the nucleus uses it */
struct lowcore {
	struct prefix_arch arch;
	uint8_t pad_200[LOW_IO_REGS - 0x200];
	uint64_t io_regs[16];
	uint64_t svc_regs[16];
	uint64_t pgm_regs[16];
	uint64_t io_stack;
	uint64_t pgm_stack;
	uint64_t svc_stack;
	struct psw return_psw;
	uint8_t pad_5a8[8];
	uint8_t ipl_regs[LOW_IPL_LEN];
};
static_assert(offsetof(struct lowcore, io_regs) == LOW_IO_REGS, "low storage");
static_assert(offsetof(struct lowcore, svc_stack) == LOW_SVC_STACK, "low storage");
static_assert(offsetof(struct lowcore, return_psw) == LOW_RETURN_PSW, "low storage");
static_assert(offsetof(struct lowcore, ipl_regs) == LOW_IPL_REGS, "low storage");

static inline struct lowcore *lowcore(void)
{
	return (struct lowcore *)0;
}

#endif
#endif
