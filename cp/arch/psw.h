/* SPDX-License-Identifier: Apache-2.0 */
/* Program status words of z/Architecture and ESA/390. PoP, Control, Program-Status Word. */
#ifndef ARCH_PSW_H
#define ARCH_PSW_H

#include "arch/types.h"

struct psw {
	uint64_t mask; /* X'00' */
	uint64_t addr; /* X'08' */
};
static_assert(sizeof(struct psw) == 16, "PSW");

#define PSW_PER	     BIT64(1)
#define PSW_DAT	     BIT64(5)
#define PSW_IO	     BIT64(6)
#define PSW_EXT	     BIT64(7)
#define PSW_KEY	     0x00F0000000000000ull
#define PSW_MCCK     BIT64(13)
#define PSW_WAIT     BIT64(14)
#define PSW_PROBLEM  BIT64(15)
#define PSW_AS	     0x0000C00000000000ull
#define PSW_AS_PRIM  0x0000000000000000ull
#define PSW_AS_AR    0x0000400000000000ull
#define PSW_AS_SEC   0x0000800000000000ull
#define PSW_AS_HOME  0x0000C00000000000ull
#define PSW_CC	     0x0000300000000000ull
#define PSW_CC_SHIFT 44
#define PSW_EA	     BIT64(31)
#define PSW_BA	     BIT64(32)
#define PSW_AMODE64  (PSW_EA | PSW_BA)

/* The 8-byte PSW of ESA/390, and of the initial program load in either architecture. */
#define PSW390_ONE   BIT64(12)
#define PSW390_BA    BIT64(32)
#define PSW390_MASK  0xFFFFFFFF80000000ull
#define PSW390_ADDR  0x000000007FFFFFFFull

/* Control registers */
#define CR0_LAP	      BIT64(35) /* low-address protection */
#define CR0_FPO       BIT64(38) /* fetch-protection override */
#define CR0_EDAT      BIT64(40)
#define CR0_AFP	      BIT64(45)
#define CR0_MALFALERT BIT64(48)
#define CR0_EMERGENCY BIT64(49)
#define CR0_EXTCALL   BIT64(50)
#define CR0_CKC	      BIT64(52)
#define CR0_CPUTIMER  BIT64(53)
#define CR0_SERVSIG   BIT64(54)
#define CR0_INTKEY    BIT64(57)
#define CR0_IUCV      BIT64(62)
#define CR8_COUNT     0x0000FFFF00000000ull /* monitor classes that are counted */
#define CR14_CHREPORT BIT64(35)

/* Control register 9: program events. 10 and 11 are the first and last byte of their range. */
#define CR9_BRANCH	 0x80000000u
#define CR9_FETCH	 0x40000000u
#define CR9_STORE	 0x20000000u
#define CR9_STURA	 0x08000000u
#define CR9_BRANCH_RANGE 0x00800000u /* branches into the range only */

/* The PER code in storage: events as bits 0-7 of CR9 say them, then how the instruction was fetched. */
#define PER_CODE_FETCH	  0x4000
#define PER_CODE_64	  0x0080
#define PER_CODE_VALID	  0x0040
#define PER_CODE_31	  0x0020
#define PER_CODE_DAT	  0x0010
#define PER_CODE_AS	  0x000C
#define PER_CODE_AS_SHIFT 44 /* to PSW_AS */

/* External-interruption codes */
#define EXT_INTKEY    0x0040
#define EXT_MALFALERT 0x1200
#define EXT_EMERGENCY 0x1201
#define EXT_EXTCALL   0x1202
#define EXT_CKC	      0x1004
#define EXT_CPUTIMER  0x1005
#define EXT_SERVSIG   0x2401
#define EXT_CPSERVICE 0x2603

/* Program-interruption codes */
enum {
	PGM_OPERATION = 0x01,
	PGM_PRIVILEGED = 0x02,
	PGM_EXECUTE = 0x03,
	PGM_PROTECTION = 0x04,
	PGM_ADDRESSING = 0x05,
	PGM_SPECIFICATION = 0x06,
	PGM_DATA = 0x07,
	PGM_SEGMENT_TRANS = 0x10,
	PGM_PAGE_TRANS = 0x11,
	PGM_TRANS_SPEC = 0x12,
	PGM_SPECIAL_OP = 0x13,
	PGM_OPERAND = 0x15,
	PGM_SPACE_SWITCH = 0x1C,
	PGM_ASCE_TYPE = 0x38,
	PGM_REGION1_TRANS = 0x39,
	PGM_REGION2_TRANS = 0x3A,
	PGM_REGION3_TRANS = 0x3B,
	PGM_MONITOR = 0x40,
	PGM_PER = 0x80,
};

#endif
