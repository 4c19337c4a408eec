/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What programs ask of CMS by SVC.
 *
 *	3	the program is over; register 15 has its return code
 *	202	a command: register 1 has the address of its tokens, 8 EBCDIC characters each, ended
 *		by X'FF'; with X'01' in bits 32-39 of register 1, register 0 has that of the
 *		extended list: the addresses of the command, of its operands, and of their end, four
 *		bytes each. Register 15 gets the return code, RC_UNKNOWN for a command that CMS does
 *		not have. When a byte of zeros follows the SVC, it begins an address of four bytes:
 *		execution goes on there after an error, and behind it otherwise. X'00000001': behind
 *		it in any case
 *	203	a service: nuc/service.h
 *	204	as 202, without an address behind it
 *
 *	0	a system call of a C program: hosted/hosted.h
 *
 * Other numbers end the program.
 */
#ifndef NUC_SVC_H
#define NUC_SVC_H

#include "nuc/lowcore.h"

/* Function: what entry_svc saves on the nucleus's stack. */
struct svc_frame {
	uint64_t regs[16]; /* X'00' */
	struct psw psw;    /* X'80' */
	uint16_t ilc;      /* X'90' */
	uint16_t code;     /* X'92' */
	uint32_t pad_94;   /* X'94' */
};
static_assert(sizeof(struct svc_frame) == 128 + 24, "SVC frame");

/* Serves an SVC; changes the registers and the PSW to which the program goes back. */
void svc_interruption(struct svc_frame *frame);

/* No program runs: forgets what was nested. */
void svc_begin(void);

#endif
