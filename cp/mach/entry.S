/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the machine enters CP: IPL, interruptions, SIE, and changes of stack. See cpu.h for the rule
 * that keeps this short: CP code is never interrupted, so an interruption is a return from sie_run or
 * cpu_wait.
 */
#include "asm-offsets.h"

/* ---- IPL ---------------------------------------------------------------------------------------------
 * The loader starts us in ESA/390 mode at _start with the PSW at 0. */
	.section .head,"ax"
	.org	0
	.long	0x00080000, 0x80010000

	.section .text.start,"ax"	/* linked first: at X'10000' */
	.globl	_start
_start:
	lhi	%r1,1			/* z/Architecture, all CPUs */
	slr	%r0,%r0
	slr	%r2,%r2
	sigp	%r1,%r2,0x12
	sam64
	larl	%r2,_bss		/* nobody else clears it on a second IPL */
	larl	%r3,_end
	sgr	%r3,%r2
	slgr	%r4,%r4
	slgr	%r5,%r5
0:	mvcle	%r2,%r4,0
	jo	0b
	larl	%r15,boot_stack+16384
	aghi	%r15,-160
	xc	0(8,%r15),0(%r15)	/* the back chain ends here */
	lghi	%r0,0
	stg	%r0,PFX_PGM_FIXUP
	brasl	%r14,cp_main
0:	j	0b

	.text
/* ---- The first guest ---------------------------------------------------------------------------------
 * void first_guest(struct sie_block *sd): runs a guest, whose registers don't matter, until it leaves SIE on
 * its own account; no interruptions. */
	.globl	first_guest, first_guest_insn
first_guest:
	stmg	%r6,%r15,48(%r15)
	lgr	%r14,%r2
	.insn	s,0xb2140000,0(%r14)
	lmg	%r6,%r15,48(%r15)
	br	%r14
/* All that it executes: see dispatch(). */
first_guest_insn:
	diag	%r0,%r0,0x44

/* ---- The idle wait --------------------------------------------------------------------------------------
 * enum entry_reason cpu_wait(void). Out: r2 reason. */
	.globl	cpu_wait
cpu_wait:
	stmg	%r6,%r15,48(%r15)
	stg	%r15,PFX_WAIT_SP
	lpswe	PFX_WAIT_PSW

/* enum entry_reason ext_window(void): takes one external interruption if one is pending and CR0 lets it.
 * Out: r2 reason, or 0 when there was none. */
	.globl	ext_window
ext_window:
	stmg	%r6,%r15,48(%r15)
	stg	%r15,PFX_WAIT_SP
	stosm	PFX_SCRATCH,0x01
window:	stnsm	PFX_SCRATCH,0xfc
	lghi	%r2,0
	br	%r14

/* ---- External, I/O and machine-check interruptions ----------------------------------------------------
 * From the wait state or the window: return from there. From SIE (sie_run of cpu.h): store the guest's
 * registers, go on behind it. From anywhere else: a machine that does what it must not. */
	.macro	interruption name, old, reason
	.globl	\name
\name:
	stmg	%r14,%r15,PFX_ENTRY_SAVE
	tm	\old+1,0x02		/* old PSW with the wait bit? */
	jno	1f
0:	lg	%r15,PFX_WAIT_SP
	lmg	%r6,%r14,48(%r15)
	lghi	%r2,\reason
	br	%r14
1:	larl	%r14,sie_insn
	clg	%r14,\old+8
	je	2f
	larl	%r14,sie_done
	clg	%r14,\old+8
	je	2f
	larl	%r14,window
	clg	%r14,\old+8
	je	0b
	lmg	%r14,%r15,PFX_ENTRY_SAVE
	stmg	%r0,%r15,PFX_PGM_GPR
	lg	%r15,PFX_ABEND_SP
	lghi	%r2,\reason
	brasl	%r14,unexpected_interruption
2:	lg	%r14,PFX_ENTRY_SAVE
	stmg	%r0,%r13,SIE_GPRS(%r14)
	lghi	%r2,\reason
	jg	sie_out
	.endm

	interruption ext_entry, PFX_EXT_OLD, REASON_EXT
	interruption io_entry, PFX_IO_OLD, REASON_IO
	interruption mcck_entry, PFX_MCCK_OLD, REASON_MCCK

/* ---- Program interruptions ------------------------------------------------------------------------------
 * At the SIE instruction: a host page fault of the guest. With a fix-up address: go there once.
 * Else CP has failed. */
	.globl	pgm_entry
pgm_entry:
	stmg	%r14,%r15,PFX_ENTRY_SAVE
	larl	%r14,sie_insn
	clg	%r14,PFX_PGM_OLD+8
	jne	1f
	lg	%r14,PFX_ENTRY_SAVE
	stmg	%r0,%r13,SIE_GPRS(%r14)
	lghi	%r2,REASON_PGM
	jg	sie_out
1:	lg	%r14,PFX_PGM_FIXUP
	ltgr	%r14,%r14
	jz	2f
	stg	%r14,PFX_PGM_RETURN+8	/* low-address protection guards the old PSW */
	lg	%r14,PFX_PGM_OLD
	stg	%r14,PFX_PGM_RETURN
	lghi	%r14,0
	stg	%r14,PFX_PGM_FIXUP
	lmg	%r14,%r15,PFX_ENTRY_SAVE
	lpswe	PFX_PGM_RETURN
2:	lmg	%r14,%r15,PFX_ENTRY_SAVE
	stmg	%r0,%r15,PFX_PGM_GPR
	lg	%r15,PFX_ABEND_SP
	brasl	%r14,program_check
0:	j	0b

/* ---- Abends ----------------------------------------------------------------------------------------------
 * void abend(enum abend_code code, uint64_t info). Keeps the caller's registers. */
	.globl	abend
abend:
	stmg	%r0,%r15,PFX_PGM_GPR
	jg	abend_called

/* ---- Loading CP again ------------------------------------------------------------------------------------
 * What IPL does, on a machine that runs: ipl_code, in a copy that the load does not overwrite; all its addresses are
 * relative. In: r1 subsystem-identification word; interruptions and translation off. The first CCW lies at 0 and
 * reads 24 bytes over itself; the next one is then at 8. */
	.balign	8
	.globl	ipl_code, ipl_code_end
ipl_code:
	larl	%r13,ipl_code
	lctlg	%r0,%r15,ipl_crs-ipl_code(%r13)
	spx	ipl_zero-ipl_code(%r13)
	mvc	0(8),ipl_ccw-ipl_code(%r13)
	ssch	ipl_orb-ipl_code(%r13)
	jnz	2f
0:	tsch	ipl_irb-ipl_code(%r13)
	jo	2f			/* the device is gone */
	jnz	0b			/* no status yet */
	tm	ipl_irb+8-ipl_code(%r13),0x04
	jz	1f
	clc	ipl_irb+8-ipl_code(2,%r13),ipl_good-ipl_code(%r13)
	jne	2f
	st	%r1,0xb8
	mvc	0xbc(4),ipl_zero-ipl_code(%r13)
	lpsw	0
1:	cli	ipl_irb+8-ipl_code(%r13),0x08	/* channel end alone: device end follows */
	je	0b
2:	lpswe	ipl_failed-ipl_code(%r13)
	.balign	8
ipl_crs:
	.quad	0xe0,0,0,0,0,0,0,0,0,0,0,0,0,0,0xc2000000,0	/* as initial CPU reset leaves them */
ipl_failed:
	.quad	0x0002000180000000,0x0fff
ipl_ccw:
	.quad	0x0200000060000018
ipl_orb:
	.long	0,0x0000ff00,0
	.balign	8
ipl_irb:
	.fill	96,1,0
ipl_zero:
	.long	0
ipl_good:
	.byte	0x0c,0
	.balign	8
ipl_code_end:

/* ---- A CPU that was started by SIGP RESTART ---------------------------------------------------------- */
	.globl	restart_entry
restart_entry:
	lg	%r15,PFX_RESTART_SP
	xc	0(8,%r15),0(%r15)
	brasl	%r14,smp_entry
0:	j	0b

/* ---- Stacks --------------------------------------------------------------------------------------------
 * void stack_switch(uint64_t *save, uint64_t load). In: r2 where to store, r3 what to load. */
	.globl	stack_switch
stack_switch:
	stmg	%r6,%r15,48(%r15)
	stg	%r15,0(%r2)
	lgr	%r15,%r3
	lmg	%r6,%r14,48(%r15)
	br	%r14

/* First instruction on a prepared stack: r12 function, r13 argument. It never returns. */
	.globl	stack_begin
stack_begin:
	lgr	%r2,%r13
	basr	%r14,%r12
0:	j	0b

	.section .note.GNU-stack,"",@progbits
