/* SPDX-License-Identifier: Apache-2.0 */
/* How a C program with a C library begins. */

#define FRAME 160

	.text
/* In: R0, R1 parameter lists, R13 save area, R14 where to return; the program ends by a system call. */
	.globl	_start
_start:
	lgr	%r2, %r0
	larl	%r15, first_stack_end - FRAME
	brasl	%r14, hosted_begin
	lgr	%r15, %r2			/* the stack, and the arguments of main above it */
	lg	%r3, FRAME(%r15)
	la	%r4, FRAME+8(%r15)
	larl	%r2, main
	lghi	%r5, 0
	lghi	%r6, 0
	xc	0(8, %r15), 0(%r15)
	lghi	%r7, 0
	brasl	%r14, __libc_start_main
0:	j	0b

/*
 * Where the nucleus enters the interpreter with a request: R2 operand, R13 save area, R15 stack,
 * R14 where to return with the result in R15.
 */
	.globl	hosted_entry
hosted_entry:
	stmg	%r0, %r15, 0(%r13)
	lgr	%r12, %r13
	brasl	%r14, hosted_asked
	lgr	%r15, %r2
	lg	%r14, 14*8(%r12)
	br	%r14

	.bss
	.balign	16
	.skip	4096
first_stack_end:

	.section .note.GNU-stack, "", @progbits
