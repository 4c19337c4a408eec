/* SPDX-License-Identifier: Apache-2.0 */
/* The subchannel-status word and the interruption-response block: what TEST SUBCHANNEL stores. */
#ifndef ARCH_SCSW_H
#define ARCH_SCSW_H

#include "arch/types.h"

/* PoP, Input/Output: Subchannel-Status Word. */
struct scsw {
	be32_t ctl;    /* X'00' SCSW_* */
	be32_t ccw;    /* X'04' address of the last CCW used, plus 8 */
	uint8_t dstat; /* X'08' DSTAT_* of arch/ccw.h */
	uint8_t cstat; /* X'09' CSTAT_* of arch/ccw.h */
	be16_t count;  /* X'0A' residual count of the last CCW used */
} __attribute__((packed));
#define SCSW_KEY               0xF0000000u
#define SCSW_S                 BIT32(4)    /* suspend control, from the ORB */
#define SCSW_L                 BIT32(5)    /* the ESW has format 0 */
#define SCSW_CC                0x03000000u /* deferred condition code */
#define SCSW_CC_1              0x01000000u
#define SCSW_CC_3              0x03000000u
#define SCSW_FORMAT            BIT32(8)  /* CCW format, from the ORB */
#define SCSW_P                 BIT32(9)  /* prefetch, from the ORB */
#define SCSW_I                 BIT32(10) /* initial-status interruption, from the ORB */
#define SCSW_A                 BIT32(11) /* address-limit checking, from the ORB */
#define SCSW_U                 BIT32(12) /* no suspend interruption, from the ORB */
#define SCSW_Z                 BIT32(13) /* the first command was accepted */
#define SCSW_E                 BIT32(14) /* the ECW holds something */
#define SCSW_N                 BIT32(15) /* path not operational */
#define SCSW_FROM_ORB          (SCSW_KEY | SCSW_S | 0x00F80000u)
#define SCSW_FC                0x00007000u /* function control */
#define SCSW_FC_START          BIT32(17)
#define SCSW_FC_HALT           BIT32(18)
#define SCSW_FC_CLEAR          BIT32(19)
#define SCSW_AC                0x00000FE0u /* activity control */
#define SCSW_AC_RESUME_PENDING BIT32(20)
#define SCSW_AC_START_PENDING  BIT32(21)
#define SCSW_AC_HALT_PENDING   BIT32(22)
#define SCSW_AC_CLEAR_PENDING  BIT32(23)
#define SCSW_AC_SCH_ACTIVE     BIT32(24)
#define SCSW_AC_DEV_ACTIVE     BIT32(25)
#define SCSW_AC_SUSPENDED      BIT32(26)
#define SCSW_SC                0x0000001Fu /* status control */
#define SCSW_SC_ALERT          BIT32(27)
#define SCSW_SC_INTERMEDIATE   BIT32(28)
#define SCSW_SC_PRIMARY        BIT32(29)
#define SCSW_SC_SECONDARY      BIT32(30)
#define SCSW_SC_PENDING        BIT32(31)
static_assert(sizeof(struct scsw) == 12, "SCSW");
static_assert(offsetof(struct scsw, count) == 10, "SCSW count");

/* PoP, Input/Output: Extended-Status Word, formats 1 to 3, and what of format 0 is used here. */
struct esw {
	uint8_t zero_0; /* X'00' */
	uint8_t lpum;   /* X'01' last path used */
	be16_t dcti;    /* X'02' device-connect time interval, or zeros */
	be32_t erw;     /* X'04' extended-report word, ERW_* */
	be32_t rest[3]; /* X'08' failing-storage and secondary-CCW addresses */
} __attribute__((packed));
#define ERW_CONS         BIT32(7) /* concurrent sense: the ECW holds sense bytes */
#define ERW_SCNT(nr)     ((uint32_t)(nr) << 16)
#define ERW_SCNT_OF(erw) (((erw) >> 16) & 0x3F)
static_assert(sizeof(struct esw) == 20, "ESW");
static_assert(offsetof(struct esw, erw) == 4, "ERW");

struct irb {
	struct scsw scsw; /* X'00' */
	struct esw esw;   /* X'0C' */
	uint8_t ecw[32];  /* X'20' sense bytes if ERW_CONS */
	be32_t emw[8];    /* X'40' extended measurement */
} __attribute__((packed));
static_assert(sizeof(struct irb) == 96, "IRB");
static_assert(offsetof(struct irb, ecw) == 0x20, "ECW");
static_assert(offsetof(struct irb, emw) == 0x40, "EMW");

#endif
