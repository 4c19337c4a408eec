/* SPDX-License-Identifier: Apache-2.0 */
/* Fixed-block disks: 512-byte blocks numbered from 0. 9335/9336 reference, channel commands. */
#ifndef ARCH_FBA_H
#define ARCH_FBA_H

#include "arch/types.h"

#define FBA_CU_TYPE    0x6310
#define FBA_DEV_TYPE   0x9336
#define FBA_DEV_MODEL  0x10
#define FBA_BLOCK_SIZE 512

/* Channel commands. */
#define FBA_READ_IPL         0x02
#define FBA_STEAL            0x14 /* unconditional reserve */
#define FBA_WRITE            0x41
#define FBA_READ             0x42
#define FBA_LOCATE           0x43
#define FBA_DEFINE_EXTENT    0x63
#define FBA_READ_DEVICE_CHAR 0x64
#define FBA_RELEASE          0x94
#define FBA_READ_LOG         0xa4
#define FBA_RESERVE          0xb4

/* READ DEVICE CHARACTERISTICS. */
struct fba_characteristics {
	uint8_t operation;          /* X'00' FBA_DATA_CHAINING */
	uint8_t features;           /* X'01' */
	uint8_t dev_class;          /* X'02' X'21' */
	uint8_t unit_type;          /* X'03' X'11': 9336 */
	be16_t block_size;          /* X'04' */
	be32_t blocks_per_group;    /* X'06' "cylinder" */
	be32_t blocks_per_position; /* X'0A' */
	be32_t nr_blocks;           /* X'0E' */
	uint8_t reserved_12[14];    /* X'12' nothing below fixed heads, no spare blocks */
} __attribute__((packed));
static_assert(sizeof(struct fba_characteristics) == 32, "FBA characteristics");
static_assert(offsetof(struct fba_characteristics, nr_blocks) == 14, "FBA characteristics");

#define FBA_DATA_CHAINING 0x30 /* bursts, and data may be chained within blocks */

/* DEFINE EXTENT. Blocks of the extent have numbers of the program's choice from first to last. */
struct fba_extent {
	uint8_t mask;      /* X'00' FBA_MASK_* */
	uint8_t zero_1;    /* X'01' */
	be16_t block_size; /* X'02' or 0 */
	be32_t locator;    /* X'04' the disk's block that has number first */
	be32_t first;      /* X'08' */
	be32_t last;       /* X'0C' */
};
static_assert(sizeof(struct fba_extent) == 16, "FBA DEFINE EXTENT");
#define FBA_MASK_WRITE     0xc0
#define FBA_MASK_WRITE_NOT 0x40 /* no writes at all */
#define FBA_MASK_ZERO      0x33

/* LOCATE. */
struct fba_locate {
	uint8_t operation; /* X'00' FBA_OP_* */
	uint8_t replicas;  /* X'01' */
	be16_t nr_blocks;  /* X'02' */
	be32_t first;      /* X'04' */
};
static_assert(sizeof(struct fba_locate) == 8, "FBA LOCATE");
#define FBA_OP_WRITE        0x01
#define FBA_OP_READ_REPLICA 0x02
#define FBA_OP_WRITE_VERIFY 0x05
#define FBA_OP_READ         0x06

/* Sense byte 1. */
#define FBA_SENSE1_FILE_PROTECTED  0x04
#define FBA_SENSE1_WRITE_INHIBITED 0x02

#endif
