/* SPDX-License-Identifier: Apache-2.0 */
/* Channel-command words, indirect-data-address words, and the commands and status of every device.
 */
#ifndef ARCH_CCW_H
#define ARCH_CCW_H

#include "arch/types.h"

/* PoP, Input/Output: Channel-Command Word. Format 0 reaches 16 MB, format 1 reaches 2 GB. */
struct ccw0 {
	uint8_t cmd;     /* X'00' CCW_CMD_*; of a TIC only the low four bits count */
	uint8_t addr[3]; /* X'01' data, IDAW list or (TIC) CCW address, 24 bits */
	uint8_t flags;   /* X'04' CCW_* */
	uint8_t control; /* X'05' ignored by the channel; DIAGNOSE X'58' tells by it what to do */
	be16_t count;    /* X'06' bytes; 0 is refused */
} __attribute__((packed));
static_assert(sizeof(struct ccw0) == 8, "format-0 CCW");
static_assert(offsetof(struct ccw0, count) == 6, "format-0 CCW count");

struct ccw1 {
	uint8_t cmd;   /* X'00' CCW_CMD_* */
	uint8_t flags; /* X'01' CCW_* */
	be16_t count;  /* X'02' bytes; 0 is good unless data is chained */
	be32_t addr;   /* X'04' data, IDAW list or (TIC) CCW address, 31 bits */
} __attribute__((packed));
static_assert(sizeof(struct ccw1) == 8, "format-1 CCW");
static_assert(offsetof(struct ccw1, addr) == 4, "format-1 CCW address");

/* Flags of both formats. */
#define CCW_CD   0x80 /* chain data: the next CCW continues this command's data */
#define CCW_CC   0x40 /* chain command: the next CCW is another command */
#define CCW_SLI  0x20 /* suppress the incorrect-length indication */
#define CCW_SKIP 0x10 /* store nothing */
#define CCW_PCI  0x08 /* program-controlled interruption when this CCW becomes current */
#define CCW_IDA  0x04 /* the address is that of a list of IDAWs */
#define CCW_S    0x02 /* suspend before this CCW */
#define CCW_MIDA 0x01 /* the address is that of a list of MIDAWs */

#define CCW_ADDR_MAX_0 0x00FFFFFFu /* the last byte that format 0 reaches */
#define CCW_ADDR_MAX_1 0x7FFFFFFFu /* the last byte that format 1 reaches */

/* Commands that every device knows, and the classes that the low bits of a command tell. */
#define CCW_CMD_READ_IPL    0x02
#define CCW_CMD_NOP         0x03
#define CCW_CMD_BASIC_SENSE 0x04
#define CCW_CMD_TIC         0x08
#define CCW_CMD_SENSE_ID    0xE4

static inline bool ccw_cmd_is_tic(uint8_t cmd)
{
	return (cmd & 0x0F) == CCW_CMD_TIC;
}

static inline bool ccw_cmd_is_read_backward(uint8_t cmd)
{
	return (cmd & 0x0F) == 0x0C;
}

/* PoP, Input/Output: Indirect-Data-Address Word. */
typedef be32_t idaw1_t; /* format 1: 31 bits, 2 KB blocks */
typedef be64_t idaw2_t; /* format 2: 64 bits, 4 KB blocks, or 2 KB if the ORB says so */

/* PoP, Input/Output: Modified-CCW-Indirect-Data-Addressing Word. Lists are on a 16-byte boundary.
 */
struct midaw {
	uint8_t zeros[5]; /* X'00' */
	uint8_t flags;    /* X'05' MIDAW_* */
	be16_t count;     /* X'06' bytes, never 0 */
	be64_t addr;      /* X'08' data; count bytes of it are within one 4 KB block */
} __attribute__((packed));
#define MIDAW_LAST 0x80 /* the last of its list */
#define MIDAW_SKIP 0x40 /* store nothing */
#define MIDAW_DTI  0x20 /* data-transfer interruption */
#define MIDAW_ZERO 0x1F /* reserved */
static_assert(sizeof(struct midaw) == 16, "MIDAW");
static_assert(offsetof(struct midaw, addr) == 8, "MIDAW address");

/* Device status, as in the SCSW. */
#define DSTAT_ATTENTION       0x80
#define DSTAT_STATUS_MODIFIER 0x40
#define DSTAT_CU_END          0x20
#define DSTAT_BUSY            0x10
#define DSTAT_CHANNEL_END     0x08
#define DSTAT_DEVICE_END      0x04
#define DSTAT_UNIT_CHECK      0x02
#define DSTAT_UNIT_EXCEPTION  0x01
#define DSTAT_END             (DSTAT_CHANNEL_END | DSTAT_DEVICE_END)

/* Subchannel status, as in the SCSW. */
#define CSTAT_PCI              0x80 /* program-controlled interruption */
#define CSTAT_INCORRECT_LENGTH 0x40
#define CSTAT_PROGRAM_CHECK    0x20
#define CSTAT_PROTECTION_CHECK 0x10
#define CSTAT_DATA_CHECK       0x08
#define CSTAT_CONTROL_CHECK    0x04
#define CSTAT_INTERFACE_CHECK  0x02
#define CSTAT_CHAINING_CHECK   0x01

/* Sense byte 0 of every device. */
#define SENSE_COMMAND_REJECT        0x80
#define SENSE_INTERVENTION_REQUIRED 0x40
#define SENSE_BUS_OUT_CHECK         0x20
#define SENSE_EQUIPMENT_CHECK       0x10
#define SENSE_DATA_CHECK            0x08
#define SENSE_OVERRUN               0x04

#define SENSE_MAX 32 /* sense bytes that an IRB holds */

/* SENSE ID: what a device is. A longer answer has a zero byte here, then command-information words.
 */
struct sense_id {
	uint8_t ff;        /* X'00' X'FF' */
	be16_t cu_type;    /* X'01' */
	uint8_t cu_model;  /* X'03' */
	be16_t dev_type;   /* X'04' */
	uint8_t dev_model; /* X'06' */
} __attribute__((packed));
static_assert(sizeof(struct sense_id) == 7, "SENSE ID");
static_assert(offsetof(struct sense_id, dev_type) == 4, "SENSE ID device type");

#endif
