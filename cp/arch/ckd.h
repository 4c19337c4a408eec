/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Count-key-data disks: what stands on a track, the geometry of the 3390, and the channel commands
 * that CP's own volumes need.
 *
 * A track is a home address, record 0 (which no data lives in) and records 1 to 255. Each record is
 * a count field, an optional key and the data. Storage Control Reference, "Track formats".
 */
#ifndef ARCH_CKD_H
#define ARCH_CKD_H

#include "arch/types.h"

/* Home address, as READ HOME ADDRESS transfers it. */
struct ckd_home {
	uint8_t flag; /* X'00' */
	be16_t cyl;   /* X'01' */
	be16_t head;  /* X'03' */
};
static_assert(sizeof(struct ckd_home) == 5, "home address");

/* Count field of a record, as READ COUNT transfers it. */
struct ckd_count {
	be16_t cyl;      /* X'00' */
	be16_t head;     /* X'02' */
	uint8_t rec;     /* X'04' */
	uint8_t key_len; /* X'05' */
	be16_t data_len; /* X'06' 0: an end-of-file record */
};
static_assert(sizeof(struct ckd_count) == 8, "count field");
static_assert(offsetof(struct ckd_count, data_len) == 6, "count field");

/*
 * Operand of SEEK: the first six bytes. From the member cyl on it is also the five-byte operand of
 * SEARCH ID, so one of these serves both.
 */
struct ckd_seek {
	be16_t bin;       /* X'00' zero on a 3390 */
	be16_t cyl;       /* X'02' */
	be16_t head;      /* X'04' */
	uint8_t rec;      /* X'06' only for SEARCH ID */
	uint8_t reserved; /* X'07' */
};
static_assert(sizeof(struct ckd_seek) == 8, "seek and search operand");
static_assert(offsetof(struct ckd_seek, rec) == 6, "seek and search operand");

#define CKD_SEEK_LEN      6
#define CKD_SEARCH_ID     offsetof(struct ckd_seek, cyl)
#define CKD_SEARCH_ID_LEN 5

/* DEFINE EXTENT: what the rest of the program may reach, and how. */
struct ckd_define_extent {
	uint8_t mask;        /* X'00' CKD_MASK_*, as SET FILE MASK */
	uint8_t attributes;  /* X'01' CKD_ATTR_* */
	be16_t block_size;   /* X'02' 0: the longest record 0 */
	be16_t fast_write;   /* X'04' zero */
	uint8_t attributes2; /* X'06' zero */
	uint8_t attributes3; /* X'07' zero */
	be16_t first_cyl;    /* X'08' */
	be16_t first_head;   /* X'0A' */
	be16_t last_cyl;     /* X'0C' */
	be16_t last_head;    /* X'0E' */
};
static_assert(sizeof(struct ckd_define_extent) == 16, "DEFINE EXTENT operand");
static_assert(offsetof(struct ckd_define_extent, first_cyl) == 8, "DEFINE EXTENT operand");

#define CKD_MASK_WRITE        0xc0 /* of a file mask: which writes are allowed */
#define CKD_MASK_WRITE_NOT_R0 0x00 /* all but home address and record 0 */
#define CKD_MASK_WRITE_NONE   0x40
#define CKD_MASK_WRITE_UPDATE 0x80 /* no formatting */
#define CKD_MASK_WRITE_ALL    0xc0
#define CKD_ATTR_ECKD         0xc0 /* must be on */

/* LOCATE RECORD: where the commands that follow begin, what and how many they are. */
struct ckd_locate {
	uint8_t operation;  /* X'00' CKD_ORIENT_*, CKD_OP_* */
	uint8_t auxiliary;  /* X'01' CKD_AUX_* */
	uint8_t reserved_2; /* X'02' zero */
	uint8_t nr;         /* X'03' commands, or tracks, in its domain */
	be16_t seek_cyl;    /* X'04' the track */
	be16_t seek_head;   /* X'06' */
	be16_t cyl;         /* X'08' what a count field, or the home address, must be equal to */
	be16_t head;        /* X'0A' */
	uint8_t rec;        /* X'0C' */
	uint8_t sector;     /* X'0D' X'FF': not known */
	be16_t length;      /* X'0E' of each record, with CKD_AUX_LENGTH */
};
static_assert(sizeof(struct ckd_locate) == 16, "LOCATE RECORD operand");
static_assert(offsetof(struct ckd_locate, length) == 14, "LOCATE RECORD operand");

#define CKD_ORIENT_COUNT   0x00
#define CKD_ORIENT_HOME    0x40
#define CKD_ORIENT_DATA    0x80
#define CKD_ORIENT_INDEX   0xc0
#define CKD_OP_ORIENT      0x00
#define CKD_OP_WRITE_DATA  0x01
#define CKD_OP_FORMAT      0x03
#define CKD_OP_READ_DATA   0x06
#define CKD_OP_WRITE_TRACK 0x0b
#define CKD_OP_READ_TRACKS 0x0c
#define CKD_OP_READ        0x16
#define CKD_AUX_LENGTH     0x80
#define CKD_AUX_READ_COUNT 0x01 /* a READ COUNT ends the domain */

/* Sense byte 1; byte 0 is SENSE_* of arch/ccw.h. */
#define CKD_SENSE1_PERMANENT       0x80
#define CKD_SENSE1_INVALID_TRACK   0x40
#define CKD_SENSE1_END_OF_CYLINDER 0x20
#define CKD_SENSE1_NO_RECORD_FOUND 0x08
#define CKD_SENSE1_FILE_PROTECTED  0x04
#define CKD_SENSE1_WRITE_INHIBITED 0x02
#define CKD_SENSE1_IMPRECISE_END   0x01

/* 3390: 15 tracks a cylinder; a track holds 12 records of 4096 bytes without keys. */
#define CKD_3390_TYPE     0x3390
#define CKD_3390_HEADS    15
#define CKD_3390_RECS_4K  12
#define CKD_3390_CYLS_1   1113
#define CKD_3390_CYLS_2   2226
#define CKD_3390_CYLS_3   3339
#define CKD_3390_CYLS_9   10017
#define CKD_3390_CYLS_27  32760
#define CKD_3390_CYLS_54  65520
#define CKD_3390_CYLS_MAX CKD_3390_CYLS_54
#define CKD_3390_SECTORS  224
#define CKD_3390_TRACK    58786 /* bytes that a track has room for */
#define CKD_3390_HOME     1428  /* bytes of home address and record 0 */
#define CKD_3390_R0       57326 /* the longest record 0 */

/* Channel commands. CKD_MULTITRACK may be or-ed to searches and reads. */
#define CKD_MULTITRACK       0x80
#define CKD_READ_IPL         0x02
#define CKD_NOP              0x03
#define CKD_SENSE            0x04
#define CKD_WRITE_DATA       0x05
#define CKD_READ_DATA        0x06
#define CKD_SEEK             0x07
#define CKD_TIC              0x08
#define CKD_SEEK_CYL         0x0b
#define CKD_WRITE_KEY_DATA   0x0d
#define CKD_READ_KEY_DATA    0x0e
#define CKD_ERASE            0x11
#define CKD_READ_COUNT       0x12
#define CKD_RECALIBRATE      0x13
#define CKD_STEAL            0x14 /* unconditional reserve */
#define CKD_WRITE_R0         0x15
#define CKD_READ_R0          0x16
#define CKD_WRITE_HOME       0x19
#define CKD_READ_HOME        0x1a
#define CKD_SEEK_HEAD        0x1b
#define CKD_WRITE_CKD        0x1d
#define CKD_READ_CKD         0x1e
#define CKD_SET_FILE_MASK    0x1f
#define CKD_READ_SECTOR      0x22
#define CKD_SET_SECTOR       0x23
#define CKD_PERFORM_SUBSYS   0x27
#define CKD_SEARCH_KEY_EQ    0x29
#define CKD_SEARCH_ID_EQ     0x31
#define CKD_SENSE_PATH_GROUP 0x34
#define CKD_SEARCH_HOME_EQ   0x39
#define CKD_READ_SUBSYS_DATA 0x3e
#define CKD_LOCATE_RECORD    0x47
#define CKD_SEARCH_KEY_HIGH  0x49
#define CKD_LOCATE_RECORD_EX 0x4b
#define CKD_SEARCH_ID_HIGH   0x51
#define CKD_SENSE_SUBSYS     0x54
#define CKD_SUSPEND_PATHS    0x5b
#define CKD_READ_MULTI_CKD   0x5e
#define CKD_DEFINE_EXTENT    0x63
#define CKD_READ_DEV_CHAR    0x64
#define CKD_SEARCH_KEY_HE    0x69 /* high or equal */
#define CKD_SEARCH_ID_HE     0x71
#define CKD_WRITE_UPD_DATA   0x85
#define CKD_SET_SUBSYS_MODE  0x87
#define CKD_WRITE_UPD_KEY    0x8d /* and the data */
#define CKD_RELEASE          0x94
#define CKD_WRITE_FULL_TRACK 0x95
#define CKD_WRITE_CKD_NEXT   0x9d /* on the next track */
#define CKD_READ_LOG         0xa4
#define CKD_SET_PATH_GROUP   0xaf
#define CKD_RESERVE          0xb4
#define CKD_READ_TRACK       0xde
#define CKD_SENSE_ID         0xe4
#define CKD_READ_CONFIG      0xfa

#endif
