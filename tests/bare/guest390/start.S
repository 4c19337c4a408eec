/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A 31-bit guest's first instructions, and the ways in and out of code under test. It stays in the
 * ESA/390 mode in which IPL begins.
 *
 * Interruption handlers need storage that is reached without a base register: real X'E00' on.
 *
 *	X'E00'	stack pointer		X'E08'	PSW to enter	X'E40'	registers
 *	X'E04'	kind of interruption	X'E10'	what another CPU shall run, its stack
 */
#define KIND_SVC 0
#define KIND_PGM 1
#define KIND_EXT 2
#define KIND_IO	 3
#define KIND_MCK 4

#define STACK_END 0x90000 /* not loaded */

	.machinemode esa
	.section .start, "ax"
	.globl	_start
_start:
	lhi	%r15, STACK_END / 0x10000
	sll	%r15, 16
	ahi	%r15, -96
	xr	%r0, %r0
	st	%r0, 0(%r15)
	brasl	%r14, guest_main
0:	j	0b

	.text
/* void exec_enter(void): leaves to the PSW at X'E08' with the registers at X'E40'; comes back after the
 * next interruption. */
	.globl	exec_enter
exec_enter:
	stm	%r6, %r15, 24(%r15)
	st	%r15, 0xE00(0)
	lm	%r0, %r15, 0xE40(0)
	lpsw	0xE08(0)

	.macro	ENTRY name, kind
	.globl	\name
\name:	stm	%r0, %r15, 0xE40(0)
	lhi	%r0, \kind
	st	%r0, 0xE04(0)
	l	%r15, 0xE00(0)
	lm	%r6, %r15, 24(%r15)
	br	%r14
	.endm

	ENTRY	entry_svc, KIND_SVC
	ENTRY	entry_pgm, KIND_PGM
	ENTRY	entry_ext, KIND_EXT
	ENTRY	entry_io, KIND_IO
	ENTRY	entry_mck, KIND_MCK

/* A restart interruption brings a CPU here. */
	.globl	entry_restart
entry_restart:
	l	%r1, 0xE10(0)
	l	%r15, 0xE14(0)
	basr	%r14, %r1
1:	j	1b

/*
 * unsigned to_zarch_and_back(unsigned *status): SIGP SET ARCHITECTURE to z/Architecture, 64-bit work
 * there, and back. Returns the left half of a 128-bit product's left half; condition code and status of
 * an order that was not accepted, else 0, go to *status.
 */
	.globl	to_zarch_and_back
to_zarch_and_back:
	stm	%r6, %r14, 24(%r15)
	stap	0xE30(0)
	lh	%r6, 0xE30(0)
	xr	%r8, %r8
	lhi	%r5, 1
2:	sigp	%r4, %r6, 0x12
	brc	2, 2b
	brc	5, 4f
	.machinemode zarch
	lghi	%r11, -1
	srlg	%r8, %r11, 8
	mlgr	%r10, %r8
	srlg	%r8, %r10, 32
	.machinemode esa
	lhi	%r5, 0
3:	sigp	%r4, %r6, 0x12
	brc	2, 3b
	brc	5, 4f
	lhi	%r4, 0
	j	5f
4:	ipm	%r5
	or	%r4, %r5
5:	st	%r4, 0(%r2)
	lr	%r2, %r8
	lm	%r6, %r14, 24(%r15)
	br	%r14

	.section .note.GNU-stack, "", @progbits
