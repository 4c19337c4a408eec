/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Formats of the spool that guests see: the spool page that DIAGNOSE X'14' reads, and the file
 * descriptor (SFBLOK) that it answers.
 *
 * A spool file is a row of 4 KB pages. A page holds whole records, one after the other; a record is
 * a channel command word and, unless the command has no data, the data without their trailing
 * blanks. Linux's vmur driver and tool read both formats.
 */
#ifndef ABI_SPOOL_H
#define ABI_SPOOL_H

#include "arch/types.h"

#define SPLINK_DATA_BYTES 4048

/* One page of a spool file */
struct splink {
	be32_t magic;                    /* X'0' 0 for unit record data, anything else: a dump */
	uint8_t reserved_4[8];           /* X'4' */
	be32_t nr_records;               /* X'C' in this page */
	uint8_t data[SPLINK_DATA_BYTES]; /* X'10' */
	be16_t record_len;       /* X'FE0' that short records are to be padded to, in bytes */
	uint8_t reserved_fe2[2]; /* X'FE2' */
	be32_t page;             /* X'FE4' number of the page in its file, from 0; 0 for guests */
	be64_t file;             /* X'FE8' number of the file, abi/spoolvol.h; 0 for guests */
	be64_t checksum;         /* X'FF0' on disk (logic/spool/block.h); 0 for guests */
	be16_t spid;             /* X'FF8' spool file number */
	uint8_t reserved_ffa[6]; /* X'FFA' */
};
static_assert(sizeof(struct splink) == 4096, "splink");
static_assert(offsetof(struct splink, record_len) == 0xFE0, "splink.record_len");
static_assert(offsetof(struct splink, file) == 0xFE8, "splink.file");
static_assert(offsetof(struct splink, spid) == 0xFF8, "splink.spid");

/* The start of each record. An immediate command is the first 8 bytes and nothing else. */
struct splink_record {
	uint8_t command; /* X'0' as in a channel command word */
	uint8_t reserved_1[3];
	/* X'4' */
#define SPREC_CHAIN     0x40
#define SPREC_SLI       0x20
#define SPREC_IMMEDIATE 0x10
	uint8_t flags;
	uint8_t reserved_5;
	be16_t data_len;       /* X'6' */
	uint8_t reserved_8[2]; /* X'8' */
	be16_t record_len;     /* X'A' from this record's first byte to the next record's */
};
static_assert(sizeof(struct splink_record) == 12, "splink_record");
#define SPREC_IMMEDIATE_LEN 8

#define SPREC_DATA_MAX (SPLINK_DATA_BYTES - sizeof(struct splink_record))

/* Spool file descriptor; characters are EBCDIC, padded with blanks */
struct sfblok {
	uint8_t reserved_0[8];
	ebc8_t owner[8];   /* X'8' whose queue it is in */
	ebc8_t origin[8];  /* X'10' who made it */
	be32_t nr_records; /* X'18' */
	be16_t record_len; /* X'1C' */
	be16_t spid;       /* X'1E' */
			   /* X'20' */
#define SFB_IN_USE      0x80
#define SFB_USER_HOLD   0x20
#define SFB_DUMP        0x10
#define SFB_SYSTEM_HOLD 0x04
	uint8_t status;
	/* X'21' */
#define SFB_DEV_PRINTER 0x41
#define SFB_DEV_CONSOLE 0x80
#define SFB_DEV_PUNCH   0x82
	uint8_t device_type;
	uint8_t reserved_22[6];
	ebc8_t name[12];       /* X'28' */
	ebc8_t type[12];       /* X'34' */
	ebc8_t create_date[8]; /* X'40' mm/dd/yy */
	ebc8_t create_time[8]; /* X'48' hh:mm:ss */
	uint8_t reserved_50[6];
	ebc8_t class;           /* X'56' */
	uint8_t lock;           /* X'57' */
	ebc8_t distribution[8]; /* X'58' */
	uint8_t reserved_60[4];
	uint8_t starting_copy; /* X'64' */
	uint8_t control;       /* X'65' */
	uint8_t reserved_66;
	uint8_t more_status; /* X'67' */
	uint8_t rest[200];   /* X'68' */
};
static_assert(sizeof(struct sfblok) == 304, "sfblok");
static_assert(offsetof(struct sfblok, status) == 0x20, "sfblok.status");
static_assert(offsetof(struct sfblok, distribution) == 0x58, "sfblok.distribution");

/* DIAGNOSE X'14' subcodes, in the register after Ry */
#define DIAG14_READ_BLOCK 0x000 /* Rx: where 4096 bytes go */
#define DIAG14_SELECT     0x00C /* Rx: spool file number */
#define DIAG14_RESTART    0x014 /* back to the first block */
#define DIAG14_BACKSPACE  0x018 /* one block back */
#define DIAG14_POSITION   0x028 /* Rx: block number, the first is 1 */
#define DIAG14_NEXT_DESCRIPTOR                                                                     \
	0xFFF /* Rx: where an sfblok goes; Ry: spool file number, 0 the first */

#endif
