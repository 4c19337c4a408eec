/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a 3990 storage control with its 3390s tells about itself, and the operands of commands that
 * only guests use. Storage Control Reference; the commands of CP's own volumes are in arch/ckd.h.
 */
#ifndef ARCH_ECKD_H
#define ARCH_ECKD_H

#include "arch/ccw.h"
#include "arch/ckd.h"

/* SENSE ID with the command-information words. */
struct eckd_sense_id {
	struct sense_id id; /* X'00' */
	uint8_t zero_7;     /* X'07' */
	be32_t ciw[3];      /* X'08' */
} __attribute__((packed));
static_assert(sizeof(struct eckd_sense_id) == 20, "SENSE ID of a 3990");

#define ECKD_CIW_READ_CONFIG 0x40fa0100u /* READ CONFIGURATION DATA: X'FA', 256 bytes */
#define ECKD_CIW_SET_STATE   0x41270004u
#define ECKD_CIW_READ_STATE  0x423e0060u

#define ECKD_CU_TYPE    0x3990
#define ECKD_CU_MODEL_6 0xe9

/* READ DEVICE CHARACTERISTICS. */
struct eckd_characteristics {
	be16_t cu_type;           /* X'00' */
	uint8_t cu_model;         /* X'02' */
	be16_t dev_type;          /* X'03' */
	uint8_t dev_model;        /* X'05' */
	be32_t facilities;        /* X'06' ECKD_FACILITY_* */
	uint8_t dev_class;        /* X'0A' X'20' */
	uint8_t unit_type;        /* X'0B' by model */
	be16_t nr_cyls;           /* X'0C' */
	be16_t nr_heads;          /* X'0E' */
	uint8_t nr_sectors;       /* X'10' */
	uint8_t track_len[3];     /* X'11' bytes */
	be16_t home_len;          /* X'14' of home address and record 0 */
	uint8_t formula;          /* X'16' of the capacity of a track: 2 */
	uint8_t factors[5];       /* X'17' */
	be16_t alternate[6];      /* X'1C' tracks for repair and diagnosis: none */
	uint8_t mdr_id;           /* X'28' as unit_type */
	uint8_t obr_id;           /* X'29' as unit_type */
	uint8_t cu_code;          /* X'2A' */
	uint8_t read_trackset;    /* X'2B' length of that operand */
	be16_t r0_len;            /* X'2C' longest record 0 */
	uint8_t reserved_2e;      /* X'2E' */
	uint8_t trackset_size;    /* X'2F' */
	uint8_t factor6;          /* X'30' */
	be16_t sector_factors;    /* X'31' */
	uint8_t buffer_limits[3]; /* X'33' */
	uint8_t cu_functions;     /* X'36' */
	uint8_t reserved_37;      /* X'37' */
	uint8_t real_cu_code;     /* X'38' */
	uint8_t real_dev_code;    /* X'39' X'FF': there is no such disk */
	uint8_t reserved_3a[2];   /* X'3A' */
	be32_t long_nr_cyls;      /* X'3C' only when nr_cyls is X'FFFE' */
} __attribute__((packed));
static_assert(sizeof(struct eckd_characteristics) == 64, "device characteristics");
static_assert(offsetof(struct eckd_characteristics, alternate) == 0x1c, "device characteristics");
static_assert(offsetof(struct eckd_characteristics, r0_len) == 0x2c, "device characteristics");

#define ECKD_FACILITY_READ_TRACK 0x40000000u /* READ TRACK in a domain */
#define ECKD_FACILITY_READ_DATA  0x10000000u /* READ DATA in a domain */

/* READ CONFIGURATION DATA is eight of these 32-byte elements. */
struct eckd_ned {            /* node-element descriptor: a box */
	uint8_t flags;       /* X'00' ECKD_NED | ECKD_NED_* */
	uint8_t type;        /* X'01' 1: device, 2: control unit */
	uint8_t class;       /* X'02' of a device: 1 disk */
	uint8_t zero_3;      /* X'03' */
	ebc8_t type_nr[6];   /* X'04' */
	ebc8_t model[3];     /* X'0A' */
	ebc8_t maker[3];     /* X'0D' */
	ebc8_t plant[2];     /* X'10' */
	ebc8_t sequence[12]; /* X'12' */
	uint8_t tag;         /* X'1E' */
	uint8_t unit_addr;   /* X'1F' */
};
static_assert(sizeof(struct eckd_ned) == 32, "NED");
static_assert(offsetof(struct eckd_ned, sequence) == 0x12, "NED");

struct eckd_minidisk_neq {  /* node-element qualifier that tells minidisks apart */
	uint8_t flags;      /* X'00' ECKD_SPECIFIC_NEQ */
	uint8_t zero_1;     /* X'01' */
	be16_t format;      /* X'02' 4 */
	uint8_t zero_4[4];  /* X'04' */
	uint8_t token[16];  /* X'08' the same for the same minidisk, always */
	uint8_t zero_18[8]; /* X'18' */
};
static_assert(sizeof(struct eckd_minidisk_neq) == 32, "minidisk NEQ");

struct eckd_neq {           /* general node-element qualifier */
	uint8_t flags;      /* X'00' ECKD_GENERAL_NEQ */
	uint8_t selector;   /* X'01' */
	uint8_t zero_2[4];  /* X'02' */
	uint8_t timeout;    /* X'06' missing interruptions: digit times power of 10 */
	uint8_t zero_7;     /* X'07' */
	be16_t subsystem;   /* X'08' */
	uint8_t zero_a[22]; /* X'0A' */
};
static_assert(sizeof(struct eckd_neq) == 32, "general NEQ");

#define ECKD_NED          0xc0
#define ECKD_NED_SERIAL   0x10 /* the sequence number is valid */
#define ECKD_GENERAL_NEQ  0x80
#define ECKD_SPECIFIC_NEQ 0x40
#define ECKD_CONFIG_LEN   256

/* Path groups: SENSE and SET PATH GROUP ID. */
struct eckd_path_group {
	uint8_t state;  /* X'00' SENSE: ECKD_PATH_*; SET: a function */
	uint8_t id[11]; /* X'01' */
};
static_assert(sizeof(struct eckd_path_group) == 12, "path group");

#define ECKD_PATH_UNGROUPED 0x80
#define ECKD_PATH_GROUPED   0xc0
#define ECKD_PATH_LOCKED    0x20 /* reserved to somebody else */
#define ECKD_PATH_MINE      0x30 /* reserved to this group */
#define ECKD_PATH_MULTI     0x08
#define ECKD_SPID_FUNCTION  0x60
#define ECKD_SPID_ESTABLISH 0x00
#define ECKD_SPID_DISBAND   0x20
#define ECKD_SPID_RESIGN    0x40
#define ECKD_SPID_MULTI     0x80

/* PERFORM SUBSYSTEM FUNCTION. */
#define ECKD_PSF_PREPARE_READ 0x18 /* the next command is READ SUBSYSTEM DATA */
#define ECKD_PSF_SET_CHAR     0x1d /* set subsystem characteristics */
#define ECKD_PSF_LEN          12   /* of ECKD_PSF_PREPARE_READ */
#define ECKD_PSF_SUBORDER     6    /* offset of the suborder in it */
#define ECKD_PSF_FEATURES     0x41
#define ECKD_FEATURES_LEN     256
#define ECKD_PSF_UNITS        0x0e /* unit-address configuration: two bytes each, type and base */
#define ECKD_NR_UNITS         256
#define ECKD_UNIT_BASE        0x01

/* SET FILE MASK and byte 0 of DEFINE EXTENT, besides CKD_MASK_WRITE. */
#define ECKD_MASK_ZERO      0x20
#define ECKD_MASK_SEEK      0x18
#define ECKD_MASK_SEEK_ALL  0x00
#define ECKD_MASK_SEEK_CYL  0x08 /* SEEK CYLINDER and SEEK HEAD */
#define ECKD_MASK_SEEK_HEAD 0x10
#define ECKD_MASK_SEEK_NONE 0x18 /* nor going on with the next track */

/* LOCATE RECORD, besides what CP itself uses. */
#define ECKD_ORIENT          0xc0
#define ECKD_OPERATION       0x3f
#define ECKD_OP_READ_ANY     0x0a
#define ECKD_OP_EXTENDED     0x3f
#define ECKD_EXTENDED_WRITE  0x11 /* byte X'11' of LOCATE RECORD EXTENDED: WRITE FULL TRACK */
#define ECKD_SECTOR_UNKNOWN  0xff
#define ECKD_EXTENT_LEN_LONG 32

struct eckd_locate_extended {
	struct ckd_locate base; /* X'00' */
	uint8_t zero_10;        /* X'10' */
	uint8_t operation;      /* X'11' when that of base is ECKD_OP_EXTENDED */
	be16_t parameter_len;   /* X'12' bytes that follow */
	uint8_t parameter[2];   /* X'14' */
};
static_assert(sizeof(struct eckd_locate_extended) == 22, "LOCATE RECORD EXTENDED");
#define ECKD_LRE_LEN 20 /* without the parameter */

/* Sense bytes. */
#define ECKD_SENSE_LEN        32
#define ECKD_SENSE_MESSAGE    7  /* format and message */
#define ECKD_SENSE_COMPATIBLE 27 /* X'80': the first 24 bytes are as of old */
#define ECKD_SENSE_CYL        29
#define ECKD_SENSE_HEAD       31

/* Messages of format 0: what is wrong with a command. */
enum eckd_message {
	ECKD_BAD_COMMAND = 0x01,  /* no such command */
	ECKD_BAD_SEQUENCE = 0x02, /* not after that command, or not in this domain */
	ECKD_SHORT_COUNT = 0x03,  /* fewer bytes than the operand has */
	ECKD_BAD_OPERAND = 0x04,
};

#endif
