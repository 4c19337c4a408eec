/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Command blocks of CHSC (channel-subsystem call): a page that begins with the request; the
 * response follows it.
 */
#ifndef ARCH_CHSC_H
#define ARCH_CHSC_H

#include "arch/types.h"

#define CHSC_LEN_MIN 16   /* of a request */
#define CHSC_LEN_MAX 4088 /* leaves room for the response's header */

/* Command codes */
#define CHSC_STORE_PATH_DESCRIPTION 0x0002
#define CHSC_STORE_SUBCHANNEL       0x0004
#define CHSC_STORE_CHARACTERISTICS  0x0010
#define CHSC_SET_DOMAIN_ATTRIBUTES  0x0031 /* such as several subchannel sets */

/* Response codes */
#define CHSC_RC_DONE         0x0001
#define CHSC_RC_INVALID      0x0003 /* the request contradicts itself */
#define CHSC_RC_NOT_PROVIDED 0x0004
#define CHSC_RC_BAD_FORMAT   0x0007 /* response format not provided */
#define CHSC_RC_NO_SUCH_SETS 0x0101 /* operation not provided */

struct chsc_header {
	be16_t len;  /* X'0' with this header */
	be16_t code; /* X'2' */
};
static_assert(sizeof(struct chsc_header) == 4, "CHSC header");

struct chsc_response {
	struct chsc_header header;
	uint8_t pad_4[4];
};
static_assert(sizeof(struct chsc_response) == 8, "CHSC response");

#define CHSC_CHARACTERISTICS_LEN 4080 /* response: general ones 2040 bytes, CHSC's own 2032 */

struct chsc_subchannel_request {
	struct chsc_header header;
	uint8_t pad_4;
	uint8_t set; /* X'5' bits 2-3 */
#define CHSC_SET(byte) (((byte) >> 4) & 3)
#define CHSC_SET_ZERO  0xCF
	be16_t first; /* X'6' */
	uint8_t pad_8[2];
	be16_t last; /* X'A' */
	uint8_t pad_c[4];
};
static_assert(sizeof(struct chsc_subchannel_request) == 16, "CHSC 0004");

struct chsc_subchannel {
#define CHSC_SUBCHANNEL_VALID 0x80
#define CHSC_DEVICE_VALID     0x40
	uint8_t flags;       /* X'00' bits 2-4 subchannel type, 0 I/O */
	uint8_t unit_addr;   /* X'01' */
	be16_t devno;        /* X'02' */
	uint8_t path_mask;   /* X'04' */
	uint8_t link_mask;   /* X'05' which full link addresses are valid */
	be16_t nr;           /* X'06' of the subchannel */
	uint8_t chpid[8];    /* X'08' */
	be16_t link_addr[8]; /* X'10' */
};
static_assert(sizeof(struct chsc_subchannel) == 32, "CHSC 0004 description");

struct chsc_path_request {
	struct chsc_header header;
#define CHSC_PATH_M 0x20 /* other channel subsystems */
#define CHSC_PATH_C 0x10
	uint8_t flags;  /* X'4' right half: format of the path's kind */
	uint8_t css;    /* X'5' */
	uint8_t format; /* X'6' right half: response format */
	uint8_t first;  /* X'7' */
	uint8_t pad_8[3];
	uint8_t last; /* X'B' */
	uint8_t pad_c[4];
};
static_assert(sizeof(struct chsc_path_request) == 16, "CHSC 0002");

struct chsc_path { /* response format 0 */
#define CHSC_PATH_VALID 0x80
	uint8_t flags; /* X'0' */
	uint8_t lsn;   /* X'1' */
	uint8_t type;  /* X'2' */
	uint8_t chpid; /* X'3' */
	uint8_t swla;  /* X'4' */
	uint8_t pad_5;
	uint8_t chla; /* X'6' */
	uint8_t chpp; /* X'7' */
};
static_assert(sizeof(struct chsc_path) == 8, "CHSC 0002 description");

#endif
