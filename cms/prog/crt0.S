/* SPDX-License-Identifier: Apache-2.0 */
/* How a program in C begins and ends, and how it calls CMS. */
#include "nuc/service.h"

	.text
/* In: R0, R1 parameter lists, R13 save area, R14 where to return. Calls main(tokens, extended). */
	.globl	_start
_start:
	stmg	%r0, %r14, 8(%r13)
	lgr	%r12, %r13
	lgr	%r2, %r1
	lgr	%r3, %r0
	larl	%r15, stack_end - 160
	brasl	%r14, main
	lgr	%r15, %r2
	lg	%r14, 8+14*8(%r12)
	br	%r14

/* int cms_type(const ebc8_t *text, size_t len): the stack pointer stays in R5, CMS answers in R15. */
	.globl	cms_type
cms_type:
	lgr	%r5, %r15
	lgr	%r1, %r2
	lgr	%r0, %r3
	svc	203
	.short	SERVICE_TYPE
	lgr	%r2, %r15
	lgr	%r15, %r5
	br	%r14

/* int cms_command(const ebc8_t *tokens) */
	.globl	cms_command
cms_command:
	lgr	%r5, %r15
	llgtr	%r1, %r2
	svc	204
	lgr	%r2, %r15
	lgr	%r15, %r5
	br	%r14

	.bss
	.balign	16
	.skip	16384
stack_end:

	.section .note.GNU-stack, "", @progbits
