/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program in CP's place that says through the service processor whether IPL loaded all of it.
 *
 * It is linked as CP is: IPL PSW at 0, text at X'10000'. The test appends a payload and fills in
 * where it ends and what its sum is: sum = rotate_left(sum, 1) + word, so order matters. The bytes
 * 0 to X'1FFF' are left out, because the machine stores there. It stays in ESA/390 mode.
 * Prints "IPLCHECK GOOD dddd" or "IPLCHECK BAD dddd", dddd the low half of the subsystem
 * identification at X'B8' in hexadecimal, and loads a disabled wait, address 0 or X'BAD'.
 */
	.section .head,"ax"
	.org	0
	.long	0x00080000, 0x80010000

	.section .text.start,"ax"
	.globl	_start
_start:
	basr	%r12,0
base:	lhi	%r2,0			/* sum */
	lhi	%r3,0x2000		/* where */
	l	%r4,payload_end-base(%r12)
	l	%r11,sum-base(%r12)	/* the sum is of everything but the sum */
	xc	sum-base(4,%r12),sum-base(%r12)
1:	rll	%r2,%r2,1
	al	%r2,0(%r3)
	ahi	%r3,4
	cr	%r3,%r4
	jl	1b

	larl	%r5,sccb
	lh	%r6,0xba		/* subchannel number */
	lhi	%r7,4
	la	%r8,digits-sccb(%r5)
2:	lr	%r9,%r6
	srl	%r9,12
	n	%r9,nibble-base(%r12)
	ic	%r9,hex-base(%r9,%r12)
	stc	%r9,0(%r8)
	sll	%r6,4
	ahi	%r8,1
	brct	%r7,2b

	lhi	%r10,0
	cr	%r2,%r11
	je	3f
	lhi	%r10,0xbad
	mvc	verdict-sccb(4,%r5),bad-base(%r12)
3:	l	%r1,write_event-base(%r12)
	.insn	rre,0xb2200000,%r1,%r5	/* SERVC */
	mvc	0x400(8),wait-base(%r12)
	st	%r10,0x404
	oi	0x404,0x80
	lpsw	0x400

	.balign	8
wait:	.long	0x000a0000, 0x80000000
	/* Filled in by the test, which looks for the words before them. */
	.ascii	"PAYLOAD:"
payload_end:
	.long	0
sum:	.long	0
write_event:
	.long	0x00760005
nibble:	.long	15
hex:	.byte	0xf0,0xf1,0xf2,0xf3,0xf4,0xf5,0xf6,0xf7,0xf8,0xf9,0xc1,0xc2,0xc3,0xc4,0xc5,0xc6
bad:	.byte	0xc2,0xc1,0xc4,0x40	/* BAD */

	/* Write Event Data with one message. Outside what the sum covers: the response is stored. */
	.section .head
	.org	0x1000
sccb:	.short	sccb_end-sccb
	.byte	0,0,0,0
	.short	0
event:	.short	sccb_end-event
	.byte	2,0
	.short	0
mdb:	.short	sccb_end-mdb, 1
	.long	0xd4c4c240, 1
object:	.short	sccb_end-object, 4
	.short	0x1000
	.long	0
	.byte	0xc9,0xd7,0xd3,0xc3,0xc8,0xc5,0xc3,0xd2,0x40	/* IPLCHECK */
verdict:
	.byte	0xc7,0xd6,0xd6,0xc4,0x40			/* GOOD */
digits:	.byte	0x40,0x40,0x40,0x40
sccb_end:
