/* SPDX-License-Identifier: Apache-2.0 */
/* Where the mass guest's init begins, and the one system call that returns twice. */
	.section .text
	.globl	_start
_start:	/* in: R15 -> number of words of the command line, the words, NULL, the environment */
	lg	%r2,0(%r15)
	la	%r3,8(%r15)
	nill	%r15,0xfff8
	aghi	%r15,-160
	xc	0(8,%r15),0(%r15)
	brasl	%r14,main
	lghi	%r1,1		/* exit */
	svc	0

	.globl	sys_vfork
sys_vfork: /* out: R2 process number, 0 in the child, -errno */
	svc	190
	br	%r14
	.section .note.GNU-stack,"",@progbits
