/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The CMS enhanced disk format (EDF) as it stands on a minidisk. Blocks are 512, 1024, 2048 or 4096
 * bytes and count from 1.
 *
 *	1, 2	IPL records
 *	3	the label (on FB-512 disks it is sector 1, counted from 0)
 *	4, 5	the first block of the directory, by turns: the label says which counts
 *	6 ...	everything else, wherever it was free
 *
 * The directory is a file of 64-byte entries (FSTs). Its own is the first, that of the allocation
 * map, a bitmap of blocks in use, the second. A file is data blocks below levels of pointer blocks:
 * level 0, the FST points to the only data block; a pointer of 0 stands for a block of zeros.
 */
#ifndef EDF_FORMAT_H
#define EDF_FORMAT_H

#include "arch/types.h"

#define EDF_LABEL_BLOCK  3
#define EDF_FBA_LABEL_AT 512 /* byte of the label on FB-512 disks */
#define EDF_DIR_A        4
#define EDF_DIR_B        5
#define EDF_FIRST_BLOCK  6 /* of those that can be allocated */
#define EDF_BLOCK_MIN    512
#define EDF_BLOCK_MAX    4096
#define EDF_LRECL_MAX    65535

#define EDF_LABEL_ID 0xc3d4e2f1u /* CMS1 */

struct edf_label {
	be32_t id;                /* X'00' */
	ebc8_t volid[6];          /* X'04' */
	be16_t version;           /* X'0A' */
	be32_t block_size;        /* X'0C' */
	be32_t dir_block;         /* X'10' EDF_DIR_A or _B */
	be32_t cyls_formatted;    /* X'14' FBA: blocks */
	be32_t cyls_max;          /* X'18' */
	be32_t blocks_total;      /* X'1C' */
	be32_t blocks_used;       /* X'20' */
	be32_t fst_size;          /* X'24' 64 */
	be32_t fst_per_block;     /* X'28' */
	uint8_t created[6];       /* X'2C' decimal digits YYMMDDHHMMSS */
	uint8_t flags;            /* X'32' */
#define EDF_LABEL_CENTURY 0x01    /* created is 20YY */
	uint8_t reserved_33;      /* X'33' */
	be32_t reserved_offset;   /* X'34' blocks before the file of a RESERVEd disk; 0: none */
	be32_t hole_block;        /* X'38' where a search for free blocks may begin */
	be32_t hole_byte;         /* X'3C' */
	uint8_t reserved_40[16];  /* X'40' */
	uint8_t reserved_50[424]; /* X'50' */
	be64_t generation;        /* X'1F8' Differs: ours alone counts commits here */
};
static_assert(sizeof(struct edf_label) == 512, "EDF label");
static_assert(offsetof(struct edf_label, created) == 0x2c, "EDF label");
static_assert(offsetof(struct edf_label, hole_byte) == 0x3c, "EDF label");

/* A file identifier: both parts padded with blanks. */
struct edf_name {
	ebc8_t fn[8]; /* X'00' */
	ebc8_t ft[8]; /* X'08' */
};

/* File status table entry. */
struct edf_fst {
	struct edf_name name;   /* X'00' */
	uint8_t reserved_10[8]; /* X'10' old date, time and positions */
	ebc8_t fm[2];           /* X'18' letter and number of the file mode */
	uint8_t reserved_1a[4]; /* X'1A' old record count and first block */
	ebc8_t recfm;           /* X'1E' */
#define EDF_FIXED    0xc6
#define EDF_VARIABLE 0xe5
	uint8_t flags;          /* X'1F' */
#define EDF_FST_CENTURY 0x08    /* the date is 20YY */
	be32_t lrecl;           /* X'20' of variable records: that of the longest */
	uint8_t reserved_24[4]; /* X'24' old block count and year */
	be32_t origin;          /* X'28' block of the highest level; 0: a block of zeros, or none */
	be32_t nr_blocks;       /* X'2C' data blocks; of fixed records: without those of zeros */
	be32_t nr_records;      /* X'30' */
	uint8_t levels;         /* X'34' of pointer blocks */
	uint8_t pointer_size;   /* X'35' 4, of variable records 12 */
	uint8_t date[6];        /* X'36' decimal digits YYMMDDHHMMSS */
	uint8_t reserved_3c[4]; /* X'3C' */
};
static_assert(sizeof(struct edf_fst) == 64, "EDF FST");
static_assert(offsetof(struct edf_fst, origin) == 0x28, "EDF FST");
static_assert(offsetof(struct edf_fst, date) == 0x36, "EDF FST");

/*
 * Pointer to a block of variable records, or to pointers to such. The last word of a block of them
 * says where its last pointer is.
 */
struct edf_vptr {
	be32_t block;  /* X'00' */
	be32_t record; /* X'04' the highest number of a record that begins there or before */
	be32_t first;  /* X'08' where in it the first record begins that begins there */
#define EDF_SPANNED 0xffffffffu /* none does: all of it belongs to one that began before */
};
static_assert(sizeof(struct edf_vptr) == 12, "EDF variable pointer");

#endif
