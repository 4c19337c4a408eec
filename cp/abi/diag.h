/* SPDX-License-Identifier: Apache-2.0 */
/* Blocks that DIAGNOSE codes exchange with guests. Text is EBCDIC. CP Programming Services. */
#ifndef ABI_DIAG_H
#define ABI_DIAG_H

#include "arch/types.h"

/* X'00' store extended-identification code */
struct diag_000 {
	ebc8_t system[8];     /* X'00' */
	be16_t environment;   /* X'08' */
	uint8_t version;      /* X'0A' of the product */
	uint8_t version_code; /* X'0B' of the CPU id */
	uint8_t pad_0c[2];
	be16_t cpu_addr;  /* X'0E' */
	ebc8_t userid[8]; /* X'10' */
	uint8_t pad_18;
#define DIAG000_YEAR_2000 0x04
	uint8_t programs; /* X'19' */
	uint8_t pad_1a[6];
	be32_t zone_s;        /* X'20' seconds east of UTC, signed */
	uint8_t release;      /* X'24' */
	uint8_t modification; /* X'25' */
	be16_t service;       /* X'26' */
};
static_assert(sizeof(struct diag_000) == 40, "DIAGNOSE 0");
static_assert(offsetof(struct diag_000, zone_s) == 0x20, "DIAGNOSE 0");

/* X'0C' pseudo timer; X'270' has more behind it */
struct diag_270 {
	ebc8_t date[8];    /* X'00' mm/dd/yy */
	ebc8_t time[8];    /* X'08' hh:mm:ss */
	be64_t virtual_us; /* X'10' CPU time as the guest */
	be64_t total_us;   /* X'18' and with what CP did for it */
#define DIAG00C_LEN 32
	ebc8_t date_full[10]; /* X'20' mm/dd/yyyy */
	ebc8_t date_iso[10];  /* X'2A' yyyy-mm-dd */
	uint8_t pad_34[12];
};
static_assert(sizeof(struct diag_270) == 64, "DIAGNOSE 270");
static_assert(offsetof(struct diag_270, date_full) == DIAG00C_LEN, "DIAGNOSE 270");

/* X'24' and X'210' device information */
struct diag_device {
	uint8_t vclass;  /* X'0' */
	uint8_t vtype;   /* X'1' */
	uint8_t vstatus; /* X'2' */
	uint8_t vflags;  /* X'3' */
	uint8_t rclass;  /* X'4' */
	uint8_t rtype;   /* X'5' */
	uint8_t rmodel;  /* X'6' */
	uint8_t rfeat;   /* X'7' */
};
static_assert(sizeof(struct diag_device) == 8, "device information");
#define DIAG210_READ_ONLY 0x80 /* vflags, disks */

struct diag_210 {
	be16_t devno;              /* X'0' in */
	be16_t len;                /* X'2' in: of the block */
	struct diag_device device; /* X'4' out */
};
static_assert(sizeof(struct diag_210) == 12, "DIAGNOSE 210");

/* X'8C' size of a display */
struct diag_08C {
#define DIAG08C_COLOUR 0xC0    /* extended colour and highlighting may be sent */
	uint8_t flags;         /* X'0' */
	uint8_t nr_partitions; /* X'1' */
	be16_t cols;           /* X'2' */
	be16_t rows;           /* X'4' */
};
static_assert(sizeof(struct diag_08C) == 6, "DIAGNOSE 8C");

/* X'204' subcode 4: the CPUs of the partitions */
struct diag_204 {
	uint8_t nr_partitions; /* X'0' */
	uint8_t flags;         /* X'1' */
	be16_t time_slice;     /* X'2' */
	be16_t nr_cpus;        /* X'4' real ones */
	be16_t own_offset;     /* X'6' of the asking partition, from here */
	be64_t tod;            /* X'8' */
};
static_assert(sizeof(struct diag_204) == 16, "DIAGNOSE 204");

struct diag_204_partition {
	uint8_t number;  /* X'0' */
	uint8_t nr_cpus; /* X'1' that follow */
	uint8_t pad_2[6];
	ebc8_t name[8]; /* X'8' */
};
static_assert(sizeof(struct diag_204_partition) == 16, "DIAGNOSE 204 partition");

struct diag_204_cpu {
	be16_t addr; /* X'00' */
	uint8_t pad_2[2];
	uint8_t type; /* X'04' */
#define DIAG204_ONLINE 0x20
	uint8_t flags;       /* X'05' */
	be16_t weight;       /* X'06' */
	be64_t total_us;     /* X'08' dispatched, with overhead */
	be64_t partition_us; /* X'10' without */
};
static_assert(sizeof(struct diag_204_cpu) == 24, "DIAGNOSE 204 CPU");

/* X'DC' a guest's own data for the monitor: how the parameter list begins, in its 31-bit form (16
 * bytes) and its 64-bit one (32 bytes) */
struct diag_0dc {
	be16_t code;      /* X'00' X'DC' */
	uint8_t function; /* X'02' */
	uint8_t parm_len; /* X'03' of the whole list */
};
static_assert(sizeof(struct diag_0dc) == 4, "DIAGNOSE DC");
#define DIAG0DC_PARM_LEN       16 /* at least */
#define DIAG0DC_NOT_AUTHORIZED 5  /* return code: the directory has no OPTION APPLMON */

/* X'2FC' guest performance data */
struct diag_2fc_parm {
	ebc8_t userid[8]; /* X'00' "*": all; blank: the guest's own */
	ebc8_t group[8];  /* X'08' */
	be64_t addr;      /* X'10' of the records */
	be32_t size;      /* X'18' bytes there */
	be32_t format;    /* X'1C' 2 */
};
static_assert(sizeof(struct diag_2fc_parm) == 32, "DIAGNOSE 2FC operand");

struct diag_2fc {
	be32_t version;      /* X'00' */
	be32_t flags;        /* X'04' */
	be64_t used_us;      /* X'08' CPU time */
	be64_t elapsed_us;   /* X'10' since logon */
	be64_t min_kb;       /* X'18' storage */
	be64_t max_kb;       /* X'20' */
	be64_t share_kb;     /* X'28' */
	be64_t used_kb;      /* X'30' */
	be32_t real_cpus;    /* X'38' */
	be32_t logical_cpus; /* X'3C' that CP has */
	be32_t cpus;         /* X'40' that the guest has */
	be32_t running_cpus; /* X'44' not stopped */
	be32_t share_max;    /* X'48' */
	be32_t share;        /* X'4C' */
	be32_t samples[6];   /* X'50' using CPU, waiting for CPU, for pages, idle, other, all */
	ebc8_t userid[8];    /* X'68' */
};
static_assert(sizeof(struct diag_2fc) == 112, "DIAGNOSE 2FC record");
static_assert(offsetof(struct diag_2fc, userid) == 0x68, "DIAGNOSE 2FC record");

/* X'258' page-reference services */
struct diag_258 {
	be16_t code;     /* X'00' X'258' */
	be16_t function; /* X'02' */
#define DIAG258_TOKEN  0
#define DIAG258_CANCEL 1
	be16_t len_dwords; /* X'04' */
	be16_t version;    /* X'06' */
#define DIAG258_VERSION 2
	be64_t token_addr;   /* X'08' real */
	be64_t select_mask;  /* X'10' of the PSW */
	be64_t compare_mask; /* X'18' */
	be64_t flags;        /* X'20' */
#define DIAG258_ESAME 0x8000000000000000ul
};
static_assert(sizeof(struct diag_258) == 40, "DIAGNOSE 258");

/* X'260' subcode X'10': storage extents */
struct diag_260_extent {
	be64_t first; /* X'0' */
	be64_t last;  /* X'8' its last byte */
};
static_assert(sizeof(struct diag_260_extent) == 16, "DIAGNOSE 260 extent");

#endif
