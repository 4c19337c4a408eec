/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What CP writes on the SPOL space of its volumes.
 *
 *	the first cylinder of the first SPOL extent: the checkpoint
 *	  track 0 R1, track 1 R1   struct spv_header, generations in turn
 *	  tracks 2 to 4            the map of tracks with descriptors, one bit a track of the volume
 *	                           (bit 0 leftmost), written when the system ends in order
 *	all other tracks, once used: 12 records of 4096 bytes, the blocks
 *
 * A block of a volume is counted from cylinder 0 head 0 R1, 12 a track; in a spool file's map the
 * volume's slot in the CP-owned list stands before it. A block is
 *
 *	a page of a file   struct splink of abi/spool.h
 *	a table            struct spv_table: 1016 blocks, of pages or of tables
 *	a descriptor       struct spv_file: a spool file that was closed, and where its blocks are
 *
 * All of a file is on one volume: without that volume nothing of the file is there, and nothing
 * else is in danger. A descriptor is written when all that it names is on disk, and is never changed
 * in place: the new one is written, then the old one cleared. A file is there when it has a
 * descriptor. So every block of a volume says by itself what it is, and nothing else has to be right
 * after a crash: of two descriptors of one file the one with the higher sequence holds, and what no
 * descriptor names is free. A cold start gives the spool a new number; descriptors with another
 * number are nothing.
 */
#ifndef ABI_SPOOLVOL_H
#define ABI_SPOOLVOL_H

#include "abi/volume.h"

#define SPV_MAGIC_HEADER 0xe2e6e2d7d6d6d340ull /* SWSPOOL_ */
#define SPV_MAGIC_TABLE  0xe2e6e2d7e3c1c240ull /* SWSPTAB_ */
#define SPV_MAGIC_FILE   0xe2e6e2c6c2d3d6d2ull /* SWSFBLOK */

/* A block of the spool: the slot, then the block of the volume. */
#define SPV_BLOCK(slot, nr) ((uint32_t)(slot) << 24 | (uint32_t)(nr))
#define SPV_SLOT(block)     ((uint32_t)(block) >> 24)
#define SPV_NR(block)       ((uint32_t)(block)&0xffffff)
#define SPV_NR_MAX          0x1000000u

#define SPV_MAP_TRACK 2 /* of the checkpoint */

struct spv_header {
	struct vol_prefix prefix; /* X'000' */
	be64_t pool;              /* X'010' number of the spool: TOD clock of its cold start */
	be64_t generation;        /* X'018' the valid header with the higher one holds */
	be32_t slot;              /* X'020' of the CP-owned list */
				  /* X'024' */
#define SPV_RUNNING 1             /* in use, or it ended without SHUTDOWN */
#define SPV_CLEAN   2             /* SHUTDOWN: the map is good */
#define SPV_REIPL   3 /* the same, and the next start is WARM whatever the loader says */
	be32_t state;
	be32_t map_len;            /* X'028' bytes of the map */
	be32_t map_checksum;       /* X'02C' CRC-32 */
	be64_t written;            /* X'030' TOD clock */
	uint8_t reserved38[0xfc8]; /* X'038' zero */
};
static_assert(sizeof(struct spv_header) == VOL_BLOCK_SIZE, "spool header");
static_assert(offsetof(struct spv_header, written) == 0x30, "spool header");

#define SPV_PER_TABLE 1016

struct spv_table {
	be64_t magic;                /* X'00' */
	be64_t file;                 /* X'08' whose it is */
	be32_t nr;                   /* X'10' which of its tables */
	uint8_t reserved14[4];       /* X'14' */
	be64_t checksum;             /* X'18' as in struct splink */
	be32_t entry[SPV_PER_TABLE]; /* X'20' 0: none */
};
static_assert(sizeof(struct spv_table) == VOL_BLOCK_SIZE, "spool table");
static_assert(offsetof(struct spv_table, entry) == 0x20, "spool table");

#define SPV_DIRECT  6
#define SPV_TAG_MAX 136

/* Text is EBCDIC, padded with blanks. */
struct spv_file {
	struct vol_prefix prefix;   /* X'000' */
	be64_t pool;                /* X'010' as in the headers */
	be64_t file;                /* X'018' number of the file, never used again */
	be64_t sequence;            /* X'020' of this descriptor */
	be32_t block;               /* X'028' where this descriptor stands */
	be32_t nr_records;          /* X'02C' */
	be64_t created;             /* X'030' TOD clock */
	be64_t order;               /* X'038' the queue is in the order of these */
	be16_t spid;                /* X'040' */
	uint8_t queue;              /* X'042' enum spqueue */
	uint8_t dev;                /* X'043' enum spdev */
	ebc8_t class;               /* X'044' */
	uint8_t copies;             /* X'045' */
	uint8_t hold;               /* X'046' SPHOLD_* */
	uint8_t keep;               /* X'047' 0 or 1 */
	ebc8_t owner[8];            /* X'048' */
	ebc8_t origin[8];           /* X'050' */
	ebc8_t form[8];             /* X'058' */
	ebc8_t dist[8];             /* X'060' */
	ebc8_t dest[8];             /* X'068' */
	ebc8_t name[8];             /* X'070' */
	ebc8_t type[8];             /* X'078' */
	be16_t record_len;          /* X'080' */
	be16_t used;                /* X'082' bytes of data in the last page */
	be32_t nr_blocks;           /* X'084' pages */
	be32_t direct[SPV_DIRECT];  /* X'088' the first of them */
	be32_t table;               /* X'0A0' */
	be32_t tables;              /* X'0A4' */
	uint8_t tag_len;            /* X'0A8' 0: there is none */
	ebc8_t tag[SPV_TAG_MAX];    /* X'0A9' */
	uint8_t reserved131[0xecf]; /* X'131' zero */
};
static_assert(sizeof(struct spv_file) == VOL_BLOCK_SIZE, "spool file descriptor");
static_assert(offsetof(struct spv_file, owner) == 0x48, "spool file descriptor");
static_assert(offsetof(struct spv_file, tag_len) == 0xa8, "spool file descriptor");

#endif
