/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The IPL parameter block of DIAGNOSE X'308': what to load, for channel-attached devices and, on
 * VM, saved systems. Text is EBCDIC.
 */
#ifndef ARCH_IPLBLOCK_H
#define ARCH_IPLBLOCK_H

#include "arch/types.h"

/* Subcodes */
enum {
	DIAG308_CLEAR_RESET = 0,
	DIAG308_LOAD_NORMAL_RESET = 1,
	DIAG308_LOAD_CLEAR = 3,
	DIAG308_LOAD_NORMAL_DUMP = 4,
	DIAG308_SET = 5,
	DIAG308_STORE = 6,
	DIAG308_LOAD_NORMAL = 7,
};

/* What the odd register gets */
#define DIAG308_RC_DONE     0x0001
#define DIAG308_RC_NO_BLOCK 0x0102 /* nothing to store */
#define DIAG308_RC_INVALID  0x0402

#define IPLBLOCK_PARM_MAX 64

struct iplblock {
	be32_t len;    /* X'00' of the whole: X'C8' */
	uint8_t flags; /* X'04' */
	uint8_t pad_05[2];
	uint8_t version; /* X'07' 0 */

	be32_t body_len; /* X'08' from here on: X'C0' */
#define IPLBLOCK_TYPE_CCW 2
	uint8_t type; /* X'0C' */
#define IPLBLOCK_LOADPARM 0x80
	uint8_t body_flags; /* X'0D' */
	uint8_t pad_0e[2];
	ebc8_t loadparm[8]; /* X'10' */
	uint8_t pad_18[0x6D - 0x18];
#define IPLBLOCK_SET 0x07
	uint8_t set;  /* X'6D' subchannel set */
	be16_t devno; /* X'6E' */
#define IPLBLOCK_VM_NSS  0x80
#define IPLBLOCK_VM_PARM 0x40
	uint8_t vm_flags; /* X'70' */
	uint8_t pad_71[3];
	be32_t vm_parm_len; /* X'74' */
	ebc8_t nss_name[8]; /* X'78' */
	ebc8_t vm_parm[64]; /* X'80' */
	uint8_t pad_c0[8];
};
static_assert(sizeof(struct iplblock) == 0xC8, "IPL parameter block");
static_assert(offsetof(struct iplblock, devno) == 0x6E, "IPL parameter block");
static_assert(offsetof(struct iplblock, vm_parm) == 0x80, "IPL parameter block");

#endif
