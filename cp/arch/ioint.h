/* SPDX-License-Identifier: Apache-2.0 */
/* The I/O-interruption code and the channel-report word. */
#ifndef ARCH_IOINT_H
#define ARCH_IOINT_H

#include "arch/types.h"

/* PoP, Input/Output: I/O-Interruption Code; at real X'B8'. TEST PENDING INTERRUPTION stores it too.
 */
struct io_int_code {
	be32_t ssid;    /* X'00' subsystem-identification word */
	be32_t intparm; /* X'04' interruption parameter */
	be32_t id;      /* X'08' interruption-identification word, IOINT_*; not for an 8-byte TPI */
} __attribute__((packed));
#define IOINT_ADAPTER  BIT32(0)
#define IOINT_ISC(isc) ((uint32_t)(isc) << 27)
static_assert(sizeof(struct io_int_code) == 12, "I/O-interruption code");
static_assert(offsetof(struct io_int_code, id) == 8, "interruption-identification word");

/* PoP, Input/Output: Channel-Report Word: what STORE CHANNEL REPORT WORD stores. */
typedef be32_t crw_t;
#define CRW_SOLICITED      BIT32(1)
#define CRW_OVERFLOW       BIT32(2) /* reports were lost before this one */
#define CRW_CHAINED        BIT32(3) /* the next report belongs to this one */
#define CRW_RSC_SUBCHANNEL 0x03000000u
#define CRW_RSC_PATH       0x04000000u
#define CRW_RSC_CONFIG     0x09000000u
#define CRW_RSC_CSS        0x0B000000u
#define CRW_ANCILLARY      BIT32(8)
#define CRW_ERC_EVENT      0x00000000u
#define CRW_ERC_AVAILABLE  0x00010000u
#define CRW_ERC_INIT       0x00020000u
#define CRW_ERC_TERMINAL   0x00030000u
#define CRW_ERC_PARM_INIT  0x00040000u /* installed parameters initialized: device came or went */
#define CRW_ERC_GONE       0x00060000u
#define CRW_ERC_PARM_MOD   0x00080000u
#define CRW_ID(nr)         ((uint32_t)(nr)&0xFFFF)

#endif
