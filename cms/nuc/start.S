/* SPDX-License-Identifier: Apache-2.0 */
/* The nucleus's assembler: its first instructions, how interruptions come in, how programs are called. */
#include "nuc/lowcore.h"

#define FRAME	   160	/* bytes that a function may store above its caller's stack pointer */
#define STACK_SIZE 0xC000
#define SMALL_SIZE 0x2000
#define REGS_LEN   128
#define FP_REGS	   FRAME		/* of the one who calls a program: what only programs use */
#define FP_CONTROL FP_REGS + 128
#define ACCESS	   FP_CONTROL + 8
#define CALL_FRAME (ACCESS + 64)

/*
 * IPL comes here in ESA/390 mode with 31-bit addressing. In: nothing. Destroyed: all.
 */
	.section .start, "ax"
	.globl	_start
_start:
	stm	%r0, %r15, LOW_IPL_REGS
	xr	%r0, %r0
	lhi	%r1, 1
	xr	%r2, %r2
	sigp	%r1, %r2, 0x12			/* z/Architecture */
	sam64
	larl	%r15, nucleus_stack_end - FRAME
	brasl	%r14, nucleus_start
0:	j	0b

	.text
/*
 * int saved_here(const ebc8_t *command, ebc8_t *reply, uint64_t flags, uint64_t reply_size): gives CP the
 * command SAVESYS by DIAGNOSE X'08', with its response in reply. Returns CP's return code to who saves.
 * The system that was saved begins behind the DIAGNOSE, too: with flags as they were, or, in
 * register 0, what the operator gave it as PARM; it goes to nucleus_resume.
 */
	.globl	saved_here
saved_here:
	stmg	%r6, %r15, 48(%r15)
	lghi	%r0, 0
	diag	%r2, %r4, 0x8
	ltr	%r0, %r0
	jne	1f
	tmlh	%r4, 0x4000			/* X'40000000': the response goes to a buffer */
	jo	1f
	lgfr	%r2, %r4
	lmg	%r6, %r15, 48(%r15)
	br	%r14
1:	stm	%r0, %r15, LOW_IPL_REGS
	larl	%r15, nucleus_stack_end - FRAME
	brasl	%r14, nucleus_resume
2:	j	2b

/*
 * void restart_loop(void): goes to the command loop, whatever was on the stack.
 */
	.globl	restart_loop
restart_loop:
	larl	%r15, nucleus_stack_end - FRAME
	brasl	%r14, command_loop
3:	j	3b

/* I/O interruption: all registers are saved, so that the handler may change them. */
	.globl	entry_io
entry_io:
	stmg	%r0, %r15, LOW_IO_REGS
	lg	%r15, LOW_IO_STACK
	brasl	%r14, io_interruption
	lmg	%r0, %r15, LOW_IO_REGS
	lpswe	0x170

/* Program check; does not come back. */
	.globl	entry_pgm
entry_pgm:
	stmg	%r0, %r15, LOW_PGM_REGS
	lg	%r15, LOW_PGM_STACK
	brasl	%r14, program_check
4:	j	4b

/*
 * SVC of a program: its registers and PSW go on the nucleus's stack, since serving it may call more
 * programs; see struct svc_frame.
 */
	.globl	entry_svc
entry_svc:
	stmg	%r0, %r15, LOW_SVC_REGS
	lg	%r15, LOW_SVC_STACK
	aghi	%r15, -(REGS_LEN + 24)
	mvc	0(REGS_LEN, %r15), LOW_SVC_REGS
	mvc	REGS_LEN(16, %r15), 0x140
	mvc	REGS_LEN+16(8, %r15), 0x88
	lgr	%r2, %r15
	aghi	%r15, -FRAME
	brasl	%r14, svc_interruption
	stnsm	LOW_RETURN_PSW, 0xFC
	aghi	%r15, FRAME
	mvc	LOW_RETURN_PSW(16), REGS_LEN(%r15)
	lmg	%r0, %r15, 0(%r15)
	lpswe	LOW_RETURN_PSW

/*
 * uint64_t program_call(const struct psw *psw, uint64_t regs[16]): calls a program with registers;
 * returns what is in its register 15 when it comes back. Registers 6 to 15 and the place on the stack
 * of an outer call are kept on the stack, and so are floating-point and access registers, which an
 * outer program may be using.
 */
	.globl	program_call
program_call:
	stmg	%r6, %r15, 48(%r15)
	aghi	%r15, -CALL_FRAME
	mvc	FRAME-8(8, %r15), LOW_SVC_STACK
	.irp	nr, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	std	%f\nr, FP_REGS+8*\nr(%r15)
	.endr
	stfpc	FP_CONTROL(%r15)
	stam	%a0, %a15, ACCESS(%r15)
	lghi	%r0, 0
	sfpc	%r0
	stg	%r15, LOW_SVC_STACK
	mvc	LOW_RETURN_PSW(16), 0(%r2)
	lmg	%r0, %r15, 0(%r3)
	lpswe	LOW_RETURN_PSW

/*
 * void program_leave(uint64_t value): the innermost program_call returns value.
 */
	.globl	program_leave
program_leave:
	lg	%r15, LOW_SVC_STACK
	mvc	LOW_SVC_STACK(8), FRAME-8(%r15)
	.irp	nr, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	ld	%f\nr, FP_REGS+8*\nr(%r15)
	.endr
	lfpc	FP_CONTROL(%r15)
	lam	%a0, %a15, ACCESS(%r15)
	aghi	%r15, CALL_FRAME
	lmg	%r6, %r15, 48(%r15)
	br	%r14

/* Where a program's register 14 points. */
	.globl	program_return
program_return:
	svc	SVC_RETURN

	.section .bss.noinit, "aw", @nobits
	.balign	16
nucleus_stack:
	.skip	STACK_SIZE
	.globl	nucleus_stack, nucleus_stack_end, io_stack_end, pgm_stack_end
nucleus_stack_end:
	.skip	SMALL_SIZE
io_stack_end:
	.skip	SMALL_SIZE
pgm_stack_end:

	.section .note.GNU-stack, "", @progbits
