/* SPDX-License-Identifier: Apache-2.0 */
/* The subchannel-information block: what MODIFY and STORE SUBCHANNEL read and store. */
#ifndef ARCH_SCHIB_H
#define ARCH_SCHIB_H

#include "arch/scsw.h"
#include "arch/types.h"

/* PoP, Input/Output: Path-Management-Control Word. */
struct pmcw {
	be32_t intparm;   /* X'00' */
	be16_t flags;     /* X'04' PMCW_* */
	be16_t devno;     /* X'06' device number */
	uint8_t lpm;      /* X'08' logical-path mask */
	uint8_t pnom;     /* X'09' path-not-operational mask */
	uint8_t lpum;     /* X'0A' last-path-used mask */
	uint8_t pim;      /* X'0B' path-installed mask */
	be16_t mbi;       /* X'0C' measurement-block index */
	uint8_t pom;      /* X'0E' path-operational mask */
	uint8_t pam;      /* X'0F' path-available mask */
	uint8_t chpid[8]; /* X'10' channel paths, in the order of the masks' bits */
	be32_t flags6;    /* X'18' PMCW6_* */
} __attribute__((packed));
#define PMCW_QF        0x8000 /* QDIO facility */
#define PMCW_W         0x4000
#define PMCW_ISC       0x3800      /* interruption subclass */
#define PMCW_ZEROS     0xC700      /* MODIFY SUBCHANNEL takes only zeros here */
#define PMCW_E         0x0080      /* enabled */
#define PMCW_LM        0x0060      /* address-limit mode; both bits together are reserved */
#define PMCW_MM        0x0018      /* measurement mode */
#define PMCW_D         0x0004      /* multipath mode */
#define PMCW_T         0x0002      /* timing facility */
#define PMCW_V         0x0001      /* the device number is valid */
#define PMCW6_ZEROS    0xFFFFFFF8u /* reserved, and the subchannel type, which is 0 for I/O */
#define PMCW6_F        BIT32(29)   /* measurement block has format 1, at the SCHIB's mba */
#define PMCW6_X        BIT32(30)   /* extended measurement word */
#define PMCW6_S        BIT32(31)   /* concurrent sense */
#define PMCW_ISC_OF(f) (((f) >> 11) & 7)
static_assert(sizeof(struct pmcw) == 28, "PMCW");
static_assert(offsetof(struct pmcw, chpid) == 16, "PMCW channel paths");
static_assert(offsetof(struct pmcw, flags6) == 24, "PMCW word 6");

struct schib {
	struct pmcw pmcw; /* X'00' */
	struct scsw scsw; /* X'1C' */
	be64_t mba;       /* X'28' measurement-block address */
	be32_t mda;       /* X'30' model-dependent area */
} __attribute__((packed));
#define SCHIB_MBA_ZEROS 0x3Full /* a format-1 measurement block is on a 64-byte boundary */
static_assert(sizeof(struct schib) == 52, "SCHIB");
static_assert(offsetof(struct schib, scsw) == 28, "SCHIB SCSW");
static_assert(offsetof(struct schib, mda) == 48, "SCHIB model-dependent area");

/* Subsystem-identification word: what general register 1 names and an interruption stores. */
#define SSID_ONE         0x00010000u /* always one; subchannel set 0, channel subsystem 0 */
#define SSID_SET         0x00060000u /* subchannel-set number */
#define SSID_NR_OF(ssid) ((uint16_t)(ssid))

#endif
