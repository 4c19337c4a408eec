/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A bare guest's first and last instructions: from the IPL PSW to main in z/Architecture mode, and the
 * ways in and out of code under test.
 *
 * The IPL PSW starts us in ESA/390 mode at the beginning of this section. Everything here is below
 * X'80000', so that a long displacement without a base register reaches it: the interruption handlers
 * need no register before all are saved.
 */
#define KIND_SVC 0
#define KIND_PGM 1
#define KIND_EXT 2
#define KIND_IO	 3
#define KIND_MCK 4

#define STACK_END      0x90000 /* not loaded */
#define WILD_STACK_END 0x98000

	.section .start, "ax"
	.globl	_start
_start:
	basr	%r12, 0
0:	mvc	ipl_ssid-0b(4, %r12), 0xB8(0)	/* what we were loaded from */
	/* What the ESA/390 mode does with an operation exception, for guests that ask. */
	mvc	0x68(8, 0), new390-0b(%r12)
	mvi	saw390-0b(%r12), 1
	.short	0x0000
	j	zarch
after390:
	mvc	old390-0b(8, %r12), 0x28(0)
	mvc	code390-0b(4, %r12), 0x8C(0)
	mvi	saw390-0b(%r12), 2
zarch:	xr	%r0, %r0
	lhi	%r1, 1
	xr	%r2, %r2
	sigp	%r1, %r2, 0x12
	brc	0xF, 1f
1:	sam64
	llilf	%r15, STACK_END - 160
	lghi	%r0, 0
	stg	%r0, 0(%r15)
	brasl	%r14, guest_main
2:	j	2b

	.balign 8
new390:	.long	0x00080000, 0x80000000 + after390
	.globl	old390, code390, saw390, ipl_ssid
old390:	.quad	0
code390: .long	0
ipl_ssid: .long	0
	.globl	guest_parm
guest_parm:			/* filled in by the one who makes the deck: see mkdeck.py */
	.ascii	"BAREPARM"
	.quad	0
saw390:	.byte	0
	.balign 8

/* ---- Code under test --------------------------------------------------------------------------------------- */

	.text
/*
 * void exec_enter(void): leaves to the PSW at exec_psw with the registers exec_regs; returns after the
 * next interruption of any kind, the registers of that moment in exec_regs and its kind in exec_kind.
 */
	.globl	exec_enter
exec_enter:
	stmg	%r6, %r15, 48(%r15)
	stg	%r15, exec_stack
	mviy	exec_active, 1
	mvc	0xE00(16, 0), 0(%r2)
	lmg	%r0, %r15, exec_regs
	lpswe	0xE00(0)

	.macro	ENTRY name, kind
	.globl	\name
\name:	tmy	exec_active, 1
	jz	\name\()_wild
	stmg	%r0, %r15, exec_regs
	lghi	%r0, \kind
	j	leave
\name\()_wild:
	stmg	%r0, %r15, exec_regs
	llilf	%r15, WILD_STACK_END - 160
	lghi	%r2, \kind
	brasl	%r14, wild_interruption
	.endm

	ENTRY	entry_svc, KIND_SVC
	ENTRY	entry_pgm, KIND_PGM
	ENTRY	entry_ext, KIND_EXT
	ENTRY	entry_io, KIND_IO
	ENTRY	entry_mck, KIND_MCK

leave:	mviy	exec_active, 0
	sty	%r0, exec_kind
	lg	%r15, exec_stack
	lmg	%r6, %r15, 48(%r15)
	br	%r14

/* A restart interruption brings another CPU here: its work is in the prefix area, at real X'E10'. */
	.globl	entry_restart
entry_restart:
	lmg	%r1, %r2, 0xE10(0)
	lg	%r15, 0xE20(0)
	basr	%r14, %r1
3:	j	3b

	.data
	.balign 16
	.globl	exec_regs, exec_kind
exec_regs:
	.fill	16, 8, 0
exec_stack:
	.quad	0
exec_kind:
	.long	0
exec_active:
	.byte	0

	.section .note.GNU-stack, "", @progbits
