/* SPDX-License-Identifier: Apache-2.0 */
/* The operation-request block: START SUBCHANNEL's operand, command mode. */
#ifndef ARCH_ORB_H
#define ARCH_ORB_H

#include "arch/types.h"

/* PoP, Input/Output: Operation-Request Block. A program without ORB_X need supply only ORB_SHORT.
 */
struct orb {
	be32_t intparm;       /* X'00' interruption parameter, given back with every interruption */
	be32_t flags;         /* X'04' ORB_* */
	be32_t ccw;           /* X'08' address of the first CCW, 31 bits */
	uint8_t css_priority; /* X'0C' */
	uint8_t reserved_d;   /* X'0D' */
	uint8_t cu_priority;  /* X'0E' */
	uint8_t reserved_f;   /* X'0F' */
	be32_t zeros[4];      /* X'10' */
} __attribute__((packed));
#define ORB_KEY    0xF0000000u /* access key of all that the program fetches and stores */
#define ORB_S      BIT32(4)    /* suspending is allowed */
#define ORB_C      BIT32(5)    /* streaming mode */
#define ORB_M      BIT32(6)    /* modification control */
#define ORB_Y      BIT32(7)    /* synchronization control */
#define ORB_FORMAT BIT32(8)    /* CCWs are of format 1 */
#define ORB_P      BIT32(9)    /* CCWs may be prefetched */
#define ORB_I      BIT32(10)   /* interrupt when the first command was accepted */
#define ORB_A      BIT32(11)   /* address-limit checking */
#define ORB_U      BIT32(12)   /* no interruption on suspension */
#define ORB_B      BIT32(13)   /* transport mode */
#define ORB_H      BIT32(14)   /* IDAWs are of format 2 */
#define ORB_T      BIT32(15)   /* IDAWs of format 2 count 2 KB blocks */
#define ORB_LPM    0x0000FF00u /* paths to use */
#define ORB_L      BIT32(24)   /* no incorrect length from immediate operations (format 1) */
#define ORB_D      BIT32(25)   /* CCWs may have MIDAWs */
#define ORB_ZEROS  0x0000003Eu /* reserved */
#define ORB_X      BIT32(31)   /* the words from X'0C' on are there */
#define ORB_SHORT  12          /* bytes up to X'0C' */
static_assert(sizeof(struct orb) == 32, "ORB");
static_assert(offsetof(struct orb, ccw) == 8, "ORB CCW address");
static_assert(offsetof(struct orb, zeros) == 16, "ORB extension");

#define ORB_KEY_OF(flags) ((uint8_t)((flags) >> 28))
#define ORB_LPM_OF(flags) ((uint8_t)((flags) >> 8))

#endif
