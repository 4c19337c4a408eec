/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DIAGNOSE X'A4' and X'A8', I/O that is over when the instruction is: the blocks that guests hand
 * over (HCPSBIOP, HCPSGIOP), and the return codes in register 15 that X'18' has, too.
 */
#ifndef ABI_SYNCIO_H
#define ABI_SYNCIO_H

#include "arch/types.h"

/* What both are told when it is over. */
struct syncio_status {
	uint8_t dstat;        /* X'00' */
	uint8_t cstat;        /* X'01' */
	be16_t residual;      /* X'02' */
	uint8_t lpm;          /* X'04' */
	uint8_t zeros_05[5];  /* X'05' */
	be16_t sense_len;     /* X'0A' */
	uint8_t zeros_0c[24]; /* X'0C' */
	uint8_t sense[32];    /* X'24' of a unit check */
};
static_assert(sizeof(struct syncio_status) == 68, "status of synchronous I/O");
static_assert(offsetof(struct syncio_status, sense) == 0x24, "status of synchronous I/O");

/* X'A8': a channel program. */
struct sgiop {
	be16_t devno;                /* X'00' */
	uint8_t key;                 /* X'02' access key, bits 0-3; the others zero */
	uint8_t flags;               /* X'03' SGIOP_*: bits 8-15 of the ORB's second word */
	be32_t zero_04;              /* X'04' */
	be32_t ccw;                  /* X'08' real address */
	be32_t zero_0c;              /* X'0C' */
	be32_t last_ccw;             /* X'10' out: that of the SCSW */
	struct syncio_status status; /* X'14' out */
};
static_assert(sizeof(struct sgiop) == 88, "HCPSGIOP");
#define SGIOP_FORMAT_1 0x80
#define SGIOP_PREFETCH 0x40
#define SGIOP_IDAW_2   0x02
#define SGIOP_IDAW_2K  0x01
#define SGIOP_FLAGS    (SGIOP_FORMAT_1 | SGIOP_PREFETCH | SGIOP_IDAW_2 | SGIOP_IDAW_2K)

/* X'A4': blocks of a disk. */
struct sbiop {
	be16_t devno;                /* X'00' */
	uint8_t key;                 /* X'02' */
	uint8_t type;                /* X'03' as in struct diag250_entry */
	be32_t block_size;           /* X'04' */
	be32_t list;                 /* X'08' real address of struct sbi_entry[], on a doubleword */
	be32_t nr;                   /* X'0C' 1 to SBI_MAX */
	be32_t nr_done;              /* X'10' out */
	struct syncio_status status; /* X'14' out */
};
static_assert(sizeof(struct sbiop) == 88, "HCPSBIOP");
#define SBI_MAX 500

struct sbi_entry {
	be32_t block;  /* X'0' from 0 */
	be32_t buffer; /* X'4' real address */
};
static_assert(sizeof(struct sbi_entry) == 8, "SBILIST");

/* Register 15. */
enum syncio_rc {
	SYNCIO_GOOD = 0,      /* cc 0 */
	SYNCIO_NO_DEVICE = 1, /* cc 1, as the next three */
	SYNCIO_DEVICE_TYPE = 2,
	SYNCIO_READ_ONLY = 3,
	SYNCIO_BUSY = 5,        /* or status is pending */
	SYNCIO_CCW_ADDRESS = 5, /* cc 2 of X'18': not on a doubleword */
	SYNCIO_BLOCK_SIZE = 8,  /* cc 2, as the next three */
	SYNCIO_LIST = 10,       /* it can't be read */
	SYNCIO_COUNT = 11,
	SYNCIO_BUFFER = 12, /* outside of storage */
	SYNCIO_ERROR = 13,  /* cc 3: the status says what */
};

#endif
