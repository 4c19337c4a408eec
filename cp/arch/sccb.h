/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Service-call control blocks: what SERVC's second operand points to. A block lies within one page
 * below 2 GB on a doubleword boundary. The first operand is the command word. Completion is the
 * external interruption X'2401'.
 */
#ifndef ARCH_SCCB_H
#define ARCH_SCCB_H

#include "arch/types.h"

/* Command words */
#define SCLP_READ_CPU_INFO        0x00010001u
#define SCLP_READ_SCP_INFO        0x00020001u
#define SCLP_READ_SCP_INFO_FORCED 0x00120001u
#define SCLP_WRITE_EVENT_DATA     0x00760005u
#define SCLP_READ_EVENT_DATA      0x00770005u
#define SCLP_WRITE_EVENT_MASK     0x00780005u

/* Response codes: reason, then class */
#define SCLP_RC_INFO_READ       0x0010
#define SCLP_RC_DONE            0x0020
#define SCLP_RC_BOUNDARY        0x0100 /* the block crosses a page */
#define SCLP_RC_BAD_COMMAND     0x01F0
#define SCLP_RC_MORE_EVENTS     0x0220 /* done, and there is more to read */
#define SCLP_RC_TOO_SHORT       0x0300 /* block too short for the answer */
#define SCLP_RC_BAD_FUNCTION    0x40F0
#define SCLP_RC_NO_EVENTS       0x60F0
#define SCLP_RC_EVENTS_HELD     0x62F0 /* there are events, but none that were asked for */
#define SCLP_RC_BAD_SELECTION   0x70F0
#define SCLP_RC_BAD_LENGTHS     0x72F0 /* lengths contradict each other */
#define SCLP_RC_BAD_EVENT       0x73F0 /* event buffer's form is wrong */
#define SCLP_RC_BAD_MASK_LENGTH 0x74F0
#define SCLP_RC_EVENT_TOO_LONG  0x75F0 /* the event doesn't fit in the block */

/* Parameter of the external interruption */
#define SCLP_PARM_SCCB   0xFFFFFFF8u
#define SCLP_PARM_EVENTS 0x00000001u /* events are pending */

struct sccb {
	be16_t len;         /* X'00' of the whole block */
	uint8_t function;   /* X'02' */
	uint8_t control[2]; /* X'03' */
#define SCCB_VARIABLE_RESPONSE 0x80
	uint8_t control_2; /* X'05' */
	be16_t response;   /* X'06' */
};
static_assert(sizeof(struct sccb) == 8, "SCCB header");

struct sccb_cpu {
	uint8_t core; /* X'0' */
	uint8_t features[13];
	uint8_t type; /* X'E' */
	uint8_t pad_f;
};
static_assert(sizeof(struct sccb_cpu) == 16, "SCCB CPU entry");
static_assert(offsetof(struct sccb_cpu, type) == 14, "SCCB CPU entry");

struct sccb_scp_info {
	struct sccb header;
	be16_t rn_max;   /* X'08' storage increments; 0: see rn_max2 */
	uint8_t rn_size; /* X'0A' megabytes of one; 0: see rn_size2 */
	uint8_t pad_0b[5];
	be16_t nr_cpus;    /* X'10' */
	be16_t cpu_offset; /* X'12' of the struct sccb_cpu's */
	uint8_t pad_14[4];
	ebc8_t loadparm[8]; /* X'18' */
	uint8_t pad_20[16];
#define SCLP_FAC_CPU_INFO BIT64(4)
	be64_t facilities; /* X'30' */
	uint8_t pad_38[44];
	be32_t rn_size2; /* X'64' */
	be64_t rn_max2;  /* X'68' */
	uint8_t pad_70[8];
	be16_t highest_cpu; /* X'78' highest CPU address that there can be */
	uint8_t pad_7a[6];
	struct sccb_cpu cpu[]; /* X'80' */
};
static_assert(sizeof(struct sccb_scp_info) == 0x80, "READ SCP INFO");
static_assert(offsetof(struct sccb_scp_info, facilities) == 0x30, "READ SCP INFO");
static_assert(offsetof(struct sccb_scp_info, highest_cpu) == 120, "READ SCP INFO");

struct sccb_cpu_info {
	struct sccb header;
	be16_t nr_configured;     /* X'08' */
	be16_t configured_offset; /* X'0A' */
	be16_t nr_standby;        /* X'0C' */
	be16_t standby_offset;    /* X'0E' */
	struct sccb_cpu cpu[];    /* X'10' */
};
static_assert(sizeof(struct sccb_cpu_info) == 16, "READ CPU INFO");

/* Four masks of mask_len bytes follow. Bit n - 1 of a mask, leftmost 0, is event type n. */
struct sccb_event_mask {
	struct sccb header;
	uint8_t pad_08[2];
	be16_t mask_len;      /* X'0A' 1 to SCLP_MASK_LEN_MAX */
	uint8_t guest_gets[]; /* X'0C' then: guest sends, host gets, host sends */
};
static_assert(sizeof(struct sccb_event_mask) == 12, "WRITE EVENT MASK");
#define SCLP_MASK_LEN_MAX 1021

/* Event types */
#define SCLP_EV_OPCMD   0x01
#define SCLP_EV_MSG     0x02
#define SCLP_EV_PMSG    0x09
#define SCLP_EV_IDENT   0x0B
#define SCLP_EV_QUIESCE 0x1D

struct sccb_event {
	be16_t len;   /* X'0' with this header */
	uint8_t type; /* X'2' */
#define SCCB_EVENT_PROCESSED 0x80
	uint8_t flags; /* X'3' */
	uint8_t pad_4[2];
};
static_assert(sizeof(struct sccb_event) == 6, "event header");

/* Message: a data block of objects, of which the text objects are lines. */
struct mdb {
	be16_t len;      /* X'0' with its objects */
	be16_t type;     /* X'2' */
	be32_t tag;      /* X'4' */
	be32_t revision; /* X'8' */
};
static_assert(sizeof(struct mdb) == 12, "MDB");
#define MDB_TYPE 1
#define MDB_TAG  0xD4C4C240u

struct mdb_object {
	be16_t len;  /* X'0' with this header */
	be16_t type; /* X'2' */
};
static_assert(sizeof(struct mdb_object) == 4, "MDB object");
#define MDB_OBJECT_TEXT 4

struct mdb_text {
	struct mdb_object header;
	be16_t line_type; /* X'4' */
	uint8_t alarm;    /* X'6' */
	uint8_t pad_7[3];
	ebc8_t text[]; /* X'A' */
};
static_assert(sizeof(struct mdb_text) == 10, "MDB text object");

/* Control-program identification */
struct sccb_ident {
	struct sccb_event header;
	uint8_t format; /* X'06' */
	uint8_t pad_07;
	ebc8_t type[8]; /* X'08' of system: LINUX, ... */
	uint8_t pad_10[8];
	ebc8_t name[8]; /* X'18' of this one */
	uint8_t pad_20[8];
	be64_t level; /* X'28' */
	uint8_t pad_30[8];
	ebc8_t sysplex[8]; /* X'38' */
	uint8_t pad_40[16];
};
static_assert(sizeof(struct sccb_ident) == 80, "control-program identification");
static_assert(offsetof(struct sccb_ident, level) == 0x28, "control-program identification");

struct sccb_quiesce {
	struct sccb_event header;
	be16_t timeout; /* X'6' 0: none */
	uint8_t unit;   /* X'8' */
};
static_assert(sizeof(struct sccb_quiesce) == 9, "signal quiesce");

/* An operator's command: vectors in vectors, each with a length that counts its header. */
struct gds_vector {
	be16_t len; /* X'0' */
	be16_t id;  /* X'2' */
};
#define GDS_MDS_MU  0x1310
#define GDS_CP_MSU  0x1212
#define GDS_TEXTCMD 0x1320

struct gds_subvector {
	uint8_t len; /* X'0' */
	uint8_t key; /* X'1' */
};
#define GDS_KEY_SELFDEF 0x31
#define GDS_KEY_TEXT    0x30

struct sccb_command {
	struct sccb_event header;
	struct gds_vector mds_mu;     /* X'06' */
	struct gds_vector cp_msu;     /* X'0A' */
	struct gds_vector textcmd;    /* X'0E' */
	struct gds_subvector selfdef; /* X'12' */
	struct gds_subvector key;     /* X'14' */
	ebc8_t text[];                /* X'16' */
};
static_assert(sizeof(struct sccb_command) == 0x16, "operator command");

#endif
